//! Exact decimals, as rules and requests write them.

use core::fmt;

use crate::digits::push_decimal;
use crate::whole::{TRILLION, multiple};

/// A decimal that is never negative, with at most 15 digits before the point and 12 after it.
///
/// It is kept as a whole number of trillionths, so that equal values are equal however they were
/// written: `8`, `8.0` and `0.8e1` are one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(u128);

/// Digits after the point.
const PLACES: i32 = 12;
/// Trillionths in one.
pub(crate) const ONE: u128 = 1_000_000_000_000;
/// The first value with more than 15 digits before the point.
const LIMIT: u128 = ONE * 1_000_000_000_000_000;

/// Why a text is not a decimal that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotDecimal {
    /// It is not written as a number at all.
    Malformed,
    /// It is below zero.
    Negative,
    /// It has more digits than a decimal holds.
    TooManyDigits,
}

impl Decimal {
    pub(crate) const ZERO: Self = Self(0);
    pub(crate) const ONE: Self = Self(ONE);
    /// The greatest whole number that a decimal holds.
    pub(crate) const MAX_WHOLE: Self = Self(LIMIT - ONE);

    pub(crate) fn whole(number: u64) -> Option<Self> {
        Self::from_trillionths(u128::from(number).checked_mul(ONE)?)
    }

    pub(crate) fn from_trillionths(trillionths: u128) -> Option<Self> {
        (trillionths < LIMIT).then_some(Self(trillionths))
    }

    pub(crate) const fn trillionths(self) -> u128 {
        self.0
    }

    pub(crate) fn is_whole(self) -> bool {
        self.to_whole().is_some()
    }

    /// The number, where it is a whole one.
    pub(crate) fn to_whole(self) -> Option<u64> {
        match u64::try_from(self.0) {
            // As most are: a division of 128 bits takes its time.
            Ok(trillionths) => multiple(trillionths, TRILLION),
            Err(_) => self.0.is_multiple_of(ONE).then(|| u64::try_from(self.0 / ONE).ok())?,
        }
    }

    /// Whether it stands a whole number of `step`s above `start`.
    pub(crate) fn is_on_grid(self, start: Self, step: Self) -> bool {
        let Some(above) = self.0.checked_sub(start.0) else { return false };
        match (u64::try_from(above), u64::try_from(step.0)) {
            // As nearly all are, and a division of 128 bits takes its time.
            (Ok(above), Ok(step)) => above.is_multiple_of(step),
            _ => above.is_multiple_of(step.0),
        }
    }

    /// Reads a number of JSON's as nearly all are written: without a sign or an exponent, and with so
    /// few digits that it is the shortest that prints its double. Of the others there is none.
    pub(crate) fn of_few_digits(number: &str) -> Option<Self> {
        const FEW: usize = 15;
        if number.len() > FEW {
            return None;
        }
        let (mut digits, mut places) = (0_u64, None);
        for byte in number.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits = digits * 10 + u64::from(byte - b'0');
                    places = places.map(|places: u32| places + 1);
                }
                b'.' => places = Some(0),
                _ => return None,
            }
        }
        let zeros = PLACES.unsigned_abs().checked_sub(places.unwrap_or(0))?;
        Self::from_trillionths(u128::from(digits) * u128::from(10_u64.pow(zeros)))
    }

    /// Reads what JSON calls a number: `12`, `0.5`, `1e3`. A minus is for zero alone.
    pub(crate) fn parse(text: &str) -> Result<Self, NotDecimal> {
        let scientific = Scientific::parse(text).ok_or(NotDecimal::Malformed)?;
        if scientific.negative && !scientific.digits.is_empty() {
            return Err(NotDecimal::Negative);
        }
        scientific.to_decimal().ok_or(NotDecimal::TooManyDigits)
    }
}

/// A number in its canonical form: digits without zeros at either end, and where the point stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scientific {
    pub(crate) negative: bool,
    /// `"12"` for 12, 1.2 and 0.0012; empty for zero.
    pub(crate) digits: String,
    /// How many places the point stands behind the first digit's left: 2 for 12, −2 for 0.0012.
    pub(crate) point: i32,
}

/// A number as JSON writes it, taken apart.
struct Written<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
    exponent: i32,
}

/// Whether a text is what the grammar of JSON calls a number.
pub(crate) fn is_number(text: &str) -> bool {
    Written::parse(text).is_some()
}

impl<'t> Written<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, fraction),
            None => (mantissa, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let padded = whole.len() > 1 && whole.starts_with('0');
        if whole.is_empty() || padded || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        Some(Self { negative, whole, fraction, exponent })
    }
}

impl Scientific {
    /// Reads the grammar of JSON numbers, nothing more.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let Written { negative, whole, fraction, exponent } = Written::parse(text)?;
        let all = [whole, fraction].concat();
        let digits = all.trim_start_matches('0');
        let leading = i32::try_from(all.len() - digits.len()).ok()?;
        let digits = digits.trim_end_matches('0').to_owned();
        let point = if digits.is_empty() {
            0
        } else {
            i32::try_from(whole.len()).ok()?.checked_sub(leading)?.checked_add(exponent)?
        };
        Some(Self { negative, digits, point })
    }

    /// The decimal, sign aside, where it has not too many digits on either side of the point.
    pub(crate) fn to_decimal(&self) -> Option<Decimal> {
        if self.digits.is_empty() {
            return Some(Decimal::ZERO);
        }
        let length = i32::try_from(self.digits.len()).ok()?;
        let zeros = PLACES.checked_add(self.point)?.checked_sub(length)?;
        let zeros = u32::try_from(zeros).ok()?;
        if self.point > 15 {
            return None;
        }
        let mantissa: u128 = self.digits.parse().ok()?;
        Decimal::from_trillionths(mantissa.checked_mul(10_u128.checked_pow(zeros)?)?)
    }
}

fn parse_exponent(text: &str) -> Option<i32> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Beyond this every number is out of reach anyway, and the sums above cannot overflow.
    let size = digits.parse::<i32>().unwrap_or(i32::MAX).min(1_000_000);
    Some(if negative { -size } else { size })
}

/// Without zeros at the end: `8`, `0.5`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        if let Ok(trillionths) = u64::try_from(self.0) {
            push_decimal(&mut text, trillionths, PLACES.unsigned_abs());
        } else {
            let (whole, fraction) = (self.0 / ONE, Self(self.0 % ONE).to_string());
            text = [&whole.to_string(), fraction.strip_prefix('0').unwrap_or_default()].concat();
        }
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("0", "0"),
            ("-0", "0"),
            ("8.0", "8"),
            ("0.8e1", "8"),
            ("1E3", "1000"),
            ("0.000000000001", "0.000000000001"),
            ("1e-12", "0.000000000001"),
            ("999999999999999.999999999999", "999999999999999.999999999999"),
        ] {
            assert_eq!(Decimal::parse(text).map(|d| d.to_string()), Ok(printed.to_owned()), "{text}");
        }
    }

    /// With more digits a number is that which its double prints as.
    #[test]
    fn reads_few_digits_at_once() {
        let few = |text: &str| Decimal::of_few_digits(text).map(|decimal| decimal.to_string());
        assert_eq!(few("12345678901.234").as_deref(), Some("12345678901.234"));
        assert_eq!(few("999999999999999").as_deref(), Some("999999999999999"));
        for text in ["900719925474.0993", "900719925474.09931", "1e3", "-1", "0.0000000000001"] {
            assert_eq!(few(text), None, "{text}");
        }
    }

    #[test]
    fn says_why_not() {
        use NotDecimal::{Malformed, Negative, TooManyDigits};
        for (text, why) in [
            ("", Malformed),
            ("1.", Malformed),
            (".5", Malformed),
            ("01", Malformed),
            ("+1", Malformed),
            ("0x10", Malformed),
            ("1e", Malformed),
            ("1 ", Malformed),
            ("NaN", Malformed),
            ("-1", Negative),
            ("1e15", TooManyDigits),
            ("0.0000000000001", TooManyDigits),
            ("1e-13", TooManyDigits),
            ("1e99999999999", TooManyDigits),
        ] {
            assert_eq!(Decimal::parse(text), Err(why), "{text}");
        }
    }
}
