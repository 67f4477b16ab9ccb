//! Whole credits.

use core::fmt;
use serde::Serialize;

/// Whole credits, from 0 to 9,007,199,254,740,991: what a JavaScript number holds without loss.
///
/// ```
/// use bursar::Credits;
/// assert_eq!(Credits::new(8_500).map(Credits::get), Some(8_500));
/// assert_eq!(Credits::new(u64::MAX), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Credits(u64);

impl Credits {
    /// None at all.
    pub const ZERO: Self = Self(0);
    /// The most that there can be, 2^53 − 1.
    pub const MAX: Self = Self((1 << 53) - 1);

    /// So many credits, unless they are more than [`Credits::MAX`].
    #[must_use]
    pub const fn new(credits: u64) -> Option<Self> {
        if credits <= Self::MAX.0 { Some(Self(credits)) } else { None }
    }

    /// How many there are.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both together, unless that passes [`Credits::MAX`].
    #[must_use]
    pub fn plus(self, more: Self) -> Option<Self> {
        self.0.checked_add(more.0).and_then(Self::new)
    }

    /// What is left when `less` are taken, unless there are not so many.
    #[must_use]
    pub fn minus(self, less: Self) -> Option<Self> {
        self.0.checked_sub(less.0).map(Self)
    }

    /// What is left when `less` are taken, and none where there are not so many.
    #[must_use]
    pub fn minus_or_zero(self, less: Self) -> Self {
        Self(self.0.saturating_sub(less.0))
    }

    /// So many of them, unless that passes [`Credits::MAX`].
    #[must_use]
    pub fn times(self, count: u64) -> Option<Self> {
        self.0.checked_mul(count).and_then(Self::new)
    }
}

/// Up to four billion need no asking whether there can be so many.
impl From<u32> for Credits {
    fn from(credits: u32) -> Self {
        Self(credits.into())
    }
}

/// At least one: credits that are to be moved or granted, or seats.
///
/// ```
/// use bursar::{Amount, Credits};
/// assert_eq!(Amount::new(0), None);
/// let ten = Amount::try_from(10_u64)?;
/// assert_eq!(Credits::from(ten), Credits::from(10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Amount(Credits);

impl Amount {
    /// So many, from 1 to [`Credits::MAX`].
    #[must_use]
    pub const fn new(amount: u64) -> Option<Self> {
        match Credits::new(amount) {
            Some(credits) if !credits.is_zero() => Some(Self(credits)),
            _ => None,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0.get()
    }
}

impl From<Amount> for Credits {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

/// With a comma between thousands, as a person reads them: `8,500`.
impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_commas() {
        for (credits, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (25_500, "25,500"),
            (9_007_199_254_740_991, "9,007,199,254,740,991"),
        ] {
            assert_eq!(Credits(credits).to_string(), text);
        }
    }

    #[test]
    fn nothing_passes_the_most_that_there_can_be() {
        assert_eq!(Credits::MAX.plus(Credits(1)), None);
        assert_eq!(Credits(1 << 52).times(2), None);
        assert_eq!(Credits(3).minus(Credits(4)), None);
        assert_eq!(Credits(3).minus_or_zero(Credits(4)), Credits::ZERO);
    }
}
