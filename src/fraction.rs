//! Fractions of 64 bits, in which nearly every price can be worked out.
//!
//! They are not reduced: rules write decimals, so that what stands below the line stays a power of
//! ten, and no common divisor is ever sought. What outgrows 64 bits is told by `None`, and is for
//! [`Ratio`] to work out.

use crate::decimal::Decimal;
use crate::digits::push_decimal;
use crate::exact::Exact;
use crate::ratio::Ratio;
use crate::whole::{TRILLION, gcd, multiple, product};

/// A fraction that is never negative, not in lowest terms; `below` is not zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fraction {
    pub(crate) above: u64,
    pub(crate) below: u64,
}

impl Fraction {
    /// Both numbers above a common line, and that line.
    fn aligned(self, other: Self) -> Option<(u64, u64, u64)> {
        if self.below == other.below {
            return Some((self.above, other.above, self.below));
        }
        if self.below < other.below {
            if let Some(factor) = multiple(other.below, self.below) {
                return Some((product(self.above, factor)?, other.above, other.below));
            }
        } else if let Some(factor) = multiple(self.below, other.below) {
            return Some((self.above, product(other.above, factor)?, self.below));
        }
        let (mine, theirs) = (product(self.above, other.below)?, product(other.above, self.below)?);
        Some((mine, theirs, product(self.below, other.below)?))
    }

    /// The same above a power of ten, and of which, where it is a decimal that ends; else in lowest
    /// terms.
    pub(crate) fn plain(self) -> Option<(Self, Option<u32>)> {
        if let Some(places) = self.places() {
            return Some((self, Some(places)));
        }
        let common = gcd(self.above, self.below);
        let lowest = Self { above: self.above.checked_div(common)?, below: self.below.checked_div(common)? };
        let (mut rest, mut factor) = (lowest.below, 1);
        for (prime, other) in [(2, 5), (5, 2)] {
            while let Some(less) = multiple(rest, prime) {
                rest = less;
                factor = product(factor, other)?;
            }
        }
        if rest != 1 {
            return Some((lowest, None));
        }
        let ends = Self { above: product(lowest.above, factor)?, below: product(lowest.below, factor)? };
        Some((ends, ends.places()))
    }

    /// How many digits stand behind the point, where its line is a power of ten.
    fn places(self) -> Option<u32> {
        if self.below == 1 {
            return Some(0);
        }
        let places = self.below.checked_ilog10()?;
        (10_u64.wrapping_pow(places) == self.below).then_some(places)
    }
}

impl Exact for Fraction {
    #[inline]
    fn whole(number: u64) -> Self {
        Self { above: number, below: 1 }
    }

    // With no digits behind the point, or with three, six or twelve: finding out more would take
    // longer than it saves.
    fn of(decimal: Decimal) -> Option<Self> {
        let trillionths = u64::try_from(decimal.trillionths());
        let Ok(trillionths) = trillionths else { return decimal.to_whole().map(Self::whole) };
        for below in [1, 1_000, 1_000_000] {
            if let Some(above) = multiple(trillionths, TRILLION / below) {
                return Some(Self { above, below });
            }
        }
        Some(Self { above: trillionths, below: TRILLION })
    }

    #[inline]
    fn is_zero(&self) -> bool {
        self.above == 0
    }

    #[inline]
    fn plus(self, other: Self) -> Option<Self> {
        let (mine, theirs, below) = self.aligned(other)?;
        Some(Self { above: mine.checked_add(theirs)?, below })
    }

    fn minus_or_zero(self, other: Self) -> Option<Self> {
        let (mine, theirs, below) = self.aligned(other)?;
        Some(Self { above: mine.saturating_sub(theirs), below })
    }

    #[inline]
    fn times(self, other: Self) -> Option<Self> {
        Some(Self { above: product(self.above, other.above)?, below: product(self.below, other.below)? })
    }

    #[inline]
    fn over(self, other: Self) -> Option<Self> {
        (!other.is_zero()).then(|| self.times(Self { above: other.below, below: other.above }))?
    }

    #[inline]
    fn exceeds(&self, other: &Self) -> Option<bool> {
        let (mine, theirs, _) = self.aligned(*other)?;
        Some(mine > theirs)
    }

    #[inline]
    fn floor(&self) -> Self {
        Self::whole(self.above.checked_div(self.below).unwrap_or(0))
    }

    fn ceil(&self) -> Option<Self> {
        let rounded = self.above.checked_add(self.below - 1)?.checked_div(self.below)?;
        Some(Self::whole(rounded))
    }

    fn told(&self) -> String {
        let Some(places) = self.places() else { return Ratio::of_two(self.above, self.below).told() };
        let mut text = String::new();
        push_decimal(&mut text, self.above, places);
        text
    }

    #[inline]
    fn to_whole(&self) -> Option<u64> {
        multiple(self.above, self.below)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers of all lengths, above lines as rules make them and as nobody would.
    fn fractions() -> impl Strategy<Value = Fraction> {
        let number = (any::<u64>(), 0..64_u32).prop_map(|(number, shift)| number >> shift);
        let below = prop_oneof![
            (0..13_u32).prop_map(|places| 10_u64.pow(places)),
            1..100_u64,
            number.clone().prop_map(|number| number.max(1)),
        ];
        (number, below).prop_map(|(above, below)| Fraction { above, below })
    }

    fn ratio(fraction: Fraction) -> Ratio {
        Ratio::of_two(fraction.above, fraction.below)
    }

    type Operation<N> = fn(N, N) -> Option<N>;

    fn operations<N: Exact>() -> [Operation<N>; 9] {
        [
            N::plus,
            N::minus_or_zero,
            N::times,
            N::over,
            N::max,
            N::min,
            |a, _| Some(a.floor()),
            |a, _| a.ceil(),
            |a, _| a.nearest(),
        ]
    }

    proptest! {
        #[test]
        fn what_a_fraction_comes_to_is_what_a_ratio_comes_to(a in fractions(), b in fractions()) {
            for (quick, exact) in operations::<Fraction>().into_iter().zip(operations::<Ratio>()) {
                if let Some(found) = quick(a, b) {
                    prop_assert_eq!(Some(ratio(found)), exact(ratio(a), ratio(b)));
                }
            }
            if let Some(exceeds) = a.exceeds(&b) {
                prop_assert_eq!(Some(exceeds), ratio(a).exceeds(&ratio(b)));
            }
            prop_assert_eq!(a.to_whole(), ratio(a).to_whole());
            prop_assert_eq!(a.told(), ratio(a).told());
            if let Some((plain, places)) = a.plain() {
                prop_assert_eq!(ratio(plain), ratio(a));
                prop_assert_eq!(plain.places(), places);
                prop_assert_eq!(places.is_some(), !a.told().contains('/'));
            }
        }

        #[test]
        fn a_decimal_is_the_same_in_both(trillionths in any::<u128>(), shift in 39..128_u32, zeros in 0..13_u32) {
            let power = 10_u128.pow(zeros);
            let decimal = Decimal::from_trillionths((trillionths >> shift) / power * power).unwrap();
            if let Some(fraction) = Fraction::of(decimal) {
                prop_assert_eq!(Some(ratio(fraction)), Ratio::of(decimal));
                prop_assert_eq!(fraction.told(), decimal.to_string());
            }
        }
    }

    #[test]
    fn what_outgrows_it_is_none_and_never_rounded() {
        let great = Fraction::whole(u64::MAX);
        assert!(great.times(great).is_none());
        assert!(great.plus(great).is_none());
        assert!(great.over(Fraction::whole(0)).is_none());
    }
}
