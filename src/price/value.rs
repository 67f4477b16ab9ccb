//! Values that a request gives to inputs.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::decimal::{Decimal, NotDecimal, Scientific};
use crate::json::NUMBER;

/// A value of an input: a number, a flag, a choice or a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A number, or the count of a text.
    Number(Number),
    /// A choice, or the text itself.
    Text(String),
    /// A flag.
    Flag(bool),
}

/// A number that may be negative, so that it can be refused in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    size: Decimal,
}

impl Number {
    /// Reads a decimal such as `-0.5`, with at most 15 digits before the point and 12 after it.
    ///
    /// ```
    /// use bursar::Number;
    /// assert_eq!(Number::parse("0.50").map(|n| n.to_string()), Some("0.5".to_owned()));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Scientific::parse(text).and_then(|written| Self::read(&written).ok())
    }

    pub(crate) fn read(written: &Scientific) -> Result<Self, NotDecimal> {
        let size = written.to_decimal().ok_or(NotDecimal::TooManyDigits)?;
        Ok(Self { negative: written.negative && size != Decimal::ZERO, size })
    }

    /// The decimal, where the number is not negative.
    pub(crate) fn decimal(self) -> Option<Decimal> {
        (!self.negative).then_some(self.size)
    }
}

impl From<Decimal> for Number {
    fn from(size: Decimal) -> Self {
        Self { negative: false, size }
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self::from(Decimal::whole(u64::from(number)).unwrap_or_default())
    }
}

impl<N: Into<Number>> From<N> for Value {
    fn from(number: N) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{}", self.size)
    }
}

/// As a JSON number.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.decimal().and_then(Decimal::to_whole) {
            Some(whole) => serializer.serialize_u64(whole),
            // What it is counted with stays exact; only what is told becomes a float.
            None if serializer.is_human_readable() => {
                serializer.serialize_f64(self.to_string().parse().unwrap_or_default())
            }
            None => serializer.serialize_newtype_struct(NUMBER, &self.to_string()),
        }
    }
}

/// As a person would say it: a number as it is, anything else in backticks.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(&crate::json::told(text)),
            Self::Flag(flag) => write!(f, "`{flag}`"),
        }
    }
}
