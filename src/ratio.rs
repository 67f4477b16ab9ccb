//! Exact fractions: what a price is made of before it is rounded.
//!
//! Thirds and sixtieths stay what they are. A number is at most 2^256 above and below the line;
//! what outgrows that is told by `None` and never rounded.

use core::fmt;

use ethnum::U256;

use crate::decimal::{self, Decimal};
use crate::exact::Exact;
use crate::whole;
use crate::wide::{self, divided};

/// A fraction in lowest terms, never negative. It lies aside: few prices need one, and to carry 64
/// bytes through all that works prices out would take more code than it saves time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ratio(Box<Terms>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Terms {
    above: U256,
    below: U256,
}

impl Ratio {
    /// In lowest terms already.
    fn lowest(above: U256, below: U256) -> Self {
        Self(Box::new(Terms { above, below }))
    }

    /// Reduces; `below` must not be zero.
    fn new(above: U256, below: U256) -> Self {
        let common = gcd(above, below);
        Self::lowest(quotient(above, common), quotient(below, common))
    }

    /// The fraction of two numbers of which the second is not zero.
    pub(crate) fn of_two(above: u64, below: u64) -> Self {
        Self::new(above.into(), below.into())
    }

    /// Both numbers above a common line, and that line.
    fn aligned(&self, other: &Self) -> Option<(U256, U256, U256)> {
        let (mine, theirs) = (*self.0, *other.0);
        let common = gcd(mine.below, theirs.below);
        let (by_mine, by_theirs) = (quotient(mine.below, common), quotient(theirs.below, common));
        Some((
            mine.above.checked_mul(by_theirs)?,
            theirs.above.checked_mul(by_mine)?,
            mine.below.checked_mul(by_theirs)?,
        ))
    }
}

impl Exact for Ratio {
    fn whole(number: u64) -> Self {
        Self::lowest(U256::from(number), U256::ONE)
    }

    fn of(decimal: Decimal) -> Option<Self> {
        Some(Self::new(U256::new(decimal.trillionths()), U256::new(decimal::ONE)))
    }

    fn is_zero(&self) -> bool {
        self.0.above == U256::ZERO
    }

    fn plus(self, other: Self) -> Option<Self> {
        let (mine, theirs, below) = self.aligned(&other)?;
        Some(Self::new(mine.checked_add(theirs)?, below))
    }

    fn minus_or_zero(self, other: Self) -> Option<Self> {
        let (mine, theirs, below) = self.aligned(&other)?;
        Some(Self::new(mine.saturating_sub(theirs), below))
    }

    fn times(self, other: Self) -> Option<Self> {
        let (mine, theirs) = (*self.0, *other.0);
        // Reducing crosswise first keeps every number as small as it can be.
        let one = gcd(mine.above, theirs.below);
        let two = gcd(theirs.above, mine.below);
        Some(Self::lowest(
            quotient(mine.above, one).checked_mul(quotient(theirs.above, two))?,
            quotient(mine.below, two).checked_mul(quotient(theirs.below, one))?,
        ))
    }

    fn over(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let Terms { above, below } = *other.0;
        self.times(Self::lowest(below, above))
    }

    fn exceeds(&self, other: &Self) -> Option<bool> {
        Some(self.0.above.checked_mul(other.0.below)? > other.0.above.checked_mul(self.0.below)?)
    }

    fn floor(&self) -> Self {
        Self::lowest(quotient(self.0.above, self.0.below), U256::ONE)
    }

    fn told(&self) -> String {
        self.to_string()
    }

    fn to_whole(&self) -> Option<u64> {
        if self.0.below == U256::ONE { u64::try_from(self.0.above).ok() } else { None }
    }
}

/// Division by what is known not to be zero; by zero it gives zero rather than a panic.
fn quotient(number: U256, by: U256) -> U256 {
    if by == U256::ONE {
        return number;
    }
    match (u64::try_from(number), u64::try_from(by)) {
        (Ok(number), Ok(by)) => U256::from(number.checked_div(by).unwrap_or(0)),
        _ => divided(number, by).map_or(U256::ZERO, |(quotient, _)| quotient),
    }
}

/// The greatest common divisor; of zero and zero, one.
fn gcd(a: U256, b: U256) -> U256 {
    let (mut a, mut b) = (a, b);
    while b != U256::ZERO {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return U256::from(whole::gcd(a, b));
        }
        (a, b) = (b, divided(a, b).map_or(U256::ZERO, |(_, rest)| rest));
    }
    if a == U256::ZERO { U256::ONE } else { a }
}

/// A decimal where the value has a finite one, else a fraction in lowest terms: `0.25`, `10/3`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = || wide::told(quotient(self.0.above, self.0.below));
        match self.fraction_digits() {
            Some(digits) if digits.is_empty() => f.write_str(&whole()),
            Some(digits) => write!(f, "{}.{digits}", whole()),
            None => write!(f, "{}/{}", wide::told(self.0.above), wide::told(self.0.below)),
        }
    }
}

impl Ratio {
    /// The digits after the point, where they end.
    fn fraction_digits(&self) -> Option<String> {
        let below = self.0.below;
        let mut line = below;
        for factor in [U256::new(2), U256::new(5)] {
            while let (quotient, U256::ZERO) = divided(line, factor)? {
                line = quotient;
            }
        }
        if line != U256::ONE {
            return None;
        }
        let mut digits = String::new();
        let (_, mut rest) = divided(self.0.above, below)?;
        while rest != U256::ZERO {
            let (digit, next) = divided(rest.checked_mul(U256::new(10))?, below)?;
            digits.push(char::from_digit(u32::try_from(digit).ok()?, 10)?);
            rest = next;
        }
        Some(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_a_decimal_where_there_is_one() {
        for ((above, below), text) in [
            ((0, 7), "0"),
            ((6, 3), "2"),
            ((1, 4), "0.25"),
            ((10, 3), "10/3"),
            ((1_200_006, 1_000_000), "1.200006"),
            ((7, 30), "7/30"),
            ((1, 1_000_000_000_000), "0.000000000001"),
        ] {
            assert_eq!(Ratio::of_two(above, below).to_string(), text);
        }
    }

    #[test]
    fn rounds_as_asked() {
        let half = Ratio::of_two(5, 2);
        assert_eq!(half.floor(), Ratio::whole(2));
        assert_eq!(half.ceil(), Some(Ratio::whole(3)));
        assert_eq!(half.nearest(), Some(Ratio::whole(3)));
        assert_eq!(Ratio::of_two(7, 3).nearest(), Some(Ratio::whole(2)));
        assert_eq!(Ratio::whole(4).ceil(), Some(Ratio::whole(4)));
    }

    #[test]
    fn what_outgrows_it_is_none_and_never_rounded() {
        let mut number = Ratio::whole(u64::MAX);
        for _ in 0..2 {
            number = number.clone().times(number).unwrap_or(Ratio::whole(0));
        }
        assert!(!number.is_zero());
        assert_eq!(number.clone().times(number), None);
    }

    #[test]
    fn division_by_zero_is_none() {
        assert_eq!(Ratio::whole(1).over(Ratio::whole(0)), None);
    }
}
