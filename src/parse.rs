//! Small words read from text, the way the standard library does: `"job-7".parse::<Id>()`.

use core::fmt;
use core::str::FromStr;

use crate::account::Asker;
use crate::credits::{Amount, Credits};
use crate::id::{self, Id};
use crate::json::quoted;
use crate::time::{self, Instant};
use crate::wallet::{self, Wallet};

/// What an asker may be called, for the sentences that say so.
pub(crate) const ASKER: &str = "`system`, `owner` or a member's id";

/// That a text or a number is not what it was to become: what would be right, and what is there.
///
/// ```
/// use bursar::Wallet;
/// let malformed = "teams/art".parse::<Wallet>().unwrap_err();
/// assert_eq!(malformed.to_string(), "expected `bank` or `team:` and a team's id, found `teams/art`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    expected: String,
    found: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl core::error::Error for Malformed {}

/// What was read, or that the text is none of what is expected.
fn read<T>(value: Option<T>, expected: &str, text: &str) -> Result<T, Malformed> {
    value.ok_or_else(|| Malformed { expected: expected.to_owned(), found: quoted(text) })
}

/// The same for a whole number.
fn count<T>(value: Option<T>, what: &str, least: u64, most: u64, number: u64) -> Result<T, Malformed> {
    let expected = || format!("{what}, a whole number from {least} to {most}");
    value.ok_or_else(|| Malformed { expected: expected(), found: number.to_string() })
}

impl FromStr for Id {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        read(Self::new(text), id::ALLOWED, text)
    }
}

impl FromStr for Wallet {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        read(Self::parse(text), wallet::ALLOWED, text)
    }
}

impl FromStr for Asker {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        read(Self::parse(text), ASKER, text)
    }
}

impl FromStr for Instant {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        read(Self::parse(text), time::ALLOWED, text)
    }
}

impl TryFrom<u64> for Instant {
    type Error = Malformed;

    fn try_from(ms: u64) -> Result<Self, Malformed> {
        count(Self::from_ms(ms), "epoch milliseconds", 0, Self::LAST.ms(), ms)
    }
}

impl TryFrom<u64> for Credits {
    type Error = Malformed;

    fn try_from(credits: u64) -> Result<Self, Malformed> {
        count(Self::new(credits), "credits", 0, Self::MAX.get(), credits)
    }
}

impl TryFrom<u64> for Amount {
    type Error = Malformed;

    fn try_from(amount: u64) -> Result<Self, Malformed> {
        count(Self::new(amount), "credits", 1, Credits::MAX.get(), amount)
    }
}

impl TryFrom<Credits> for Amount {
    type Error = Malformed;

    fn try_from(credits: Credits) -> Result<Self, Malformed> {
        Self::try_from(credits.get())
    }
}
