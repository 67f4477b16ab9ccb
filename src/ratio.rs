//! Exact fractions: what a price is made of before it is rounded.
//!
//! Thirds and sixtieths stay what they are. A number is at most 2^256 above and below the line;
//! what outgrows that is told by `None` and never rounded.

use core::fmt;

use ethnum::U256;

use crate::decimal::{self, Decimal};
use crate::exact::Exact;

/// A fraction in lowest terms, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    above: U256,
    below: U256,
}

impl Ratio {
    /// Reduces; `below` must not be zero.
    fn new(above: U256, below: U256) -> Self {
        let common = gcd(above, below);
        Self { above: quotient(above, common), below: quotient(below, common) }
    }

    /// The fraction of two numbers of which the second is not zero.
    pub(crate) fn of_two(above: u64, below: u64) -> Self {
        Self::new(above.into(), below.into())
    }
}

impl Exact for Ratio {
    const ZERO: Self = Self { above: U256::ZERO, below: U256::ONE };
    const ONE: Self = Self { above: U256::ONE, below: U256::ONE };

    fn whole(number: u64) -> Self {
        Self { above: U256::from(number), below: U256::ONE }
    }

    fn of(decimal: Decimal) -> Option<Self> {
        Some(match decimal.to_whole() {
            Some(number) => Self::whole(number),
            None => Self::new(U256::new(decimal.trillionths()), U256::new(decimal::ONE)),
        })
    }

    fn is_zero(self) -> bool {
        self.above == U256::ZERO
    }

    fn plus(self, other: Self) -> Option<Self> {
        if self.below == other.below {
            let above = self.above.checked_add(other.above)?;
            return Some(Self::new(above, self.below));
        }
        let common = gcd(self.below, other.below);
        let (mine, theirs) = (quotient(self.below, common), quotient(other.below, common));
        let above = self.above.checked_mul(theirs)?.checked_add(other.above.checked_mul(mine)?)?;
        Some(Self::new(above, self.below.checked_mul(theirs)?))
    }

    fn minus_or_zero(self, other: Self) -> Option<Self> {
        let common = gcd(self.below, other.below);
        let (mine, theirs) = (quotient(self.below, common), quotient(other.below, common));
        let above = self.above.checked_mul(theirs)?.saturating_sub(other.above.checked_mul(mine)?);
        Some(Self::new(above, self.below.checked_mul(theirs)?))
    }

    fn times(self, other: Self) -> Option<Self> {
        // Reducing crosswise first keeps every number as small as it can be.
        let one = gcd(self.above, other.below);
        let two = gcd(other.above, self.below);
        Some(Self {
            above: quotient(self.above, one).checked_mul(quotient(other.above, two))?,
            below: quotient(self.below, two).checked_mul(quotient(other.below, one))?,
        })
    }

    fn over(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        self.times(Self { above: other.below, below: other.above })
    }

    fn exceeds(self, other: Self) -> Option<bool> {
        Some(self.above.checked_mul(other.below)? > other.above.checked_mul(self.below)?)
    }

    fn floor(self) -> Self {
        Self { above: quotient(self.above, self.below), below: U256::ONE }
    }

    fn to_whole(self) -> Option<u64> {
        if self.below == U256::ONE { u64::try_from(self.above).ok() } else { None }
    }
}

/// Division by what is known not to be zero; by zero it gives zero rather than a panic.
fn quotient(number: U256, by: U256) -> U256 {
    if by == U256::ONE {
        return number;
    }
    match (u64::try_from(number), u64::try_from(by)) {
        (Ok(number), Ok(by)) => U256::from(number.checked_div(by).unwrap_or(0)),
        _ => number.checked_div(by).unwrap_or(U256::ZERO),
    }
}

/// The greatest common divisor; of zero and zero, one.
fn gcd(a: U256, b: U256) -> U256 {
    let (mut a, mut b) = (a, b);
    while b != U256::ZERO {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return U256::from(gcd_u64(a, b));
        }
        (a, b) = (b, a.checked_rem(b).unwrap_or(U256::ZERO));
    }
    if a == U256::ZERO { U256::ONE } else { a }
}

pub(crate) fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a.max(1)
}

/// A decimal where the value has a finite one, else a fraction in lowest terms: `0.25`, `10/3`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fraction_digits() {
            Some(digits) if digits.is_empty() => write!(f, "{}", quotient(self.above, self.below)),
            Some(digits) => write!(f, "{}.{digits}", quotient(self.above, self.below)),
            None => write!(f, "{}/{}", self.above, self.below),
        }
    }
}

impl Ratio {
    /// The digits after the point, where they end.
    fn fraction_digits(self) -> Option<String> {
        let mut rest = self.below;
        for factor in [U256::new(2), U256::new(5)] {
            while rest.checked_rem(factor)? == U256::ZERO {
                rest = rest.checked_div(factor)?;
            }
        }
        if rest != U256::ONE {
            return None;
        }
        let mut digits = String::new();
        let mut remainder = self.above.checked_rem(self.below)?;
        while remainder != U256::ZERO {
            let tenfold = remainder.checked_mul(U256::new(10))?;
            digits.push(char::from_digit(u32::try_from(tenfold.checked_div(self.below)?).ok()?, 10)?);
            remainder = tenfold.checked_rem(self.below)?;
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
            number = number.times(number).unwrap_or(Ratio::ZERO);
        }
        assert!(!number.is_zero());
        assert_eq!(number.times(number), None);
    }

    #[test]
    fn division_by_zero_is_none() {
        assert_eq!(Ratio::ONE.over(Ratio::ZERO), None);
    }
}
