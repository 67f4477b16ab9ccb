//! The numbers of an estimate, which are printed once somebody looks at them.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::exact::Exact;
use crate::fraction::Fraction;
use crate::ratio::Ratio;

/// An exact number of an estimate, as it is told: `8`, `0.5`, `1/3`.
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
/// let exact = bursar.estimate(&film, &Payer::default())?.exact;
/// assert_eq!(exact, "120");
/// assert_eq!(exact.to_string(), "120");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Exactly(Kept);

/// What it was worked out in: where numbers cross as numbers, nobody ever prints it.
#[derive(Clone)]
enum Kept {
    Fraction(Fraction),
    /// It is eight times as large, and rare.
    Ratio(Box<Ratio>),
}

impl Exactly {
    /// The number in 64 bits, where it was worked out in these.
    pub(crate) fn fraction(&self) -> Option<Fraction> {
        match self.0 {
            Kept::Fraction(fraction) => Some(fraction),
            Kept::Ratio(_) => None,
        }
    }

    fn told(&self) -> String {
        match &self.0 {
            Kept::Fraction(fraction) => fraction.told(),
            Kept::Ratio(ratio) => ratio.told(),
        }
    }
}

impl From<Fraction> for Exactly {
    fn from(fraction: Fraction) -> Self {
        Self(Kept::Fraction(fraction))
    }
}

impl From<Ratio> for Exactly {
    fn from(ratio: Ratio) -> Self {
        Self(Kept::Ratio(Box::new(ratio)))
    }
}

impl PartialEq for Exactly {
    fn eq(&self, other: &Self) -> bool {
        self.told() == other.told()
    }
}

impl Eq for Exactly {}

impl PartialEq<&str> for Exactly {
    fn eq(&self, other: &&str) -> bool {
        self.told() == *other
    }
}

impl fmt::Display for Exactly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told())
    }
}

impl fmt::Debug for Exactly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Exactly").field(&self.told()).finish()
    }
}

impl Serialize for Exactly {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.told())
    }
}
