//! What a price is worked out in: numbers that are exact, or are not there.

use crate::decimal::Decimal;

/// An exact number that is never negative; what it cannot hold is none, and never rounded.
///
/// [`Fraction`](crate::fraction::Fraction) holds nearly every price and is quick,
/// [`Ratio`](crate::ratio::Ratio) holds every price there is.
pub(crate) trait Exact: Clone {
    fn whole(number: u64) -> Self;

    fn of(decimal: Decimal) -> Option<Self>;

    fn is_zero(&self) -> bool;

    fn plus(self, other: Self) -> Option<Self>;

    /// The difference, or zero where `other` is greater.
    fn minus_or_zero(self, other: Self) -> Option<Self>;

    fn times(self, other: Self) -> Option<Self>;

    /// The quotient; none where `other` is zero.
    fn over(self, other: Self) -> Option<Self>;

    fn exceeds(&self, other: &Self) -> Option<bool>;

    /// The greatest whole number that does not exceed it.
    fn floor(&self) -> Self;

    /// As it is told: `8`, `0.5`, `1/3`.
    fn told(&self) -> String;

    /// The number, where it is a whole one and not too great.
    fn to_whole(&self) -> Option<u64>;

    fn max(self, other: Self) -> Option<Self> {
        Some(if self.exceeds(&other)? { self } else { other })
    }

    fn min(self, other: Self) -> Option<Self> {
        Some(if self.exceeds(&other)? { other } else { self })
    }

    /// The least whole number that is not below it.
    fn ceil(&self) -> Option<Self> {
        let floor = self.floor();
        if self.exceeds(&floor)? { floor.plus(Self::whole(1)) } else { Some(floor) }
    }

    /// The nearest whole number; a half goes up.
    fn nearest(self) -> Option<Self> {
        let doubled = self.times(Self::whole(2))?.plus(Self::whole(1))?;
        doubled.over(Self::whole(2)).map(|halves| halves.floor())
    }
}
