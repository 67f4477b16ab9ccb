//! What JavaScript knows a number by.
//!
//! It keeps a number as the nearest double, and prints the shortest decimal that is nearest to the
//! same one. The standard library can do both, with 30 kB of tables and code for all that a double
//! can be; here is what is asked for, by exact division: the few numbers of more than 15 digits that
//! are neither too large nor too small to be anything in rules, accounts or commands.

use ethnum::U256;

use crate::decimal::Scientific;
use crate::wide::divided;

/// Digits beyond these only break a tie; one more is held by 128 bits.
const DIGITS_MAX: usize = 36;
/// A decimal of so many digits is the shortest that prints itself.
const SHORT: usize = 15;

/// The shortest decimal that JavaScript would print for a number; none where it has only infinity.
/// What is beyond anything that can be counted stays as it was written.
pub(super) fn shortest(written: Scientific) -> Option<Scientific> {
    match written.point {
        _ if written.digits.is_empty() => Some(written),
        310.. => None,
        ..=-324 => Some(Scientific { digits: String::new(), point: 0, ..written }),
        -12..=17 if written.digits.len() > SHORT => Some(rounded(&written).unwrap_or(written)),
        _ => Some(written),
    }
}

fn rounded(written: &Scientific) -> Option<Scientific> {
    let mut digits = written.digits.get(..DIGITS_MAX).unwrap_or(&written.digits).to_owned();
    if digits.len() < written.digits.len() {
        digits.push('1');
    }
    let places = i32::try_from(digits.len()).ok()?.checked_sub(written.point)?;
    let double = Double::nearest(digits.parse::<u128>().ok()?.into(), places)?;
    let candidate = |length| {
        let (digits, point) = double.to_digits(length, written.point)?;
        let places = i32::try_from(length).ok()?.checked_sub(point)?;
        (Double::nearest(digits, places)? == double).then_some((digits, point))
    };
    let (digits, point) = [15, 16, 17].into_iter().find_map(candidate)?;
    // Seventeen digits at most: printed by what prints all other numbers.
    let digits = u64::try_from(digits).ok()?.to_string().trim_end_matches('0').to_owned();
    Some(Scientific { negative: written.negative, digits, point })
}

/// `mantissa` × 2^`exponent`, the mantissa of 53 bits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Double {
    mantissa: U256,
    exponent: i32,
}

impl Double {
    /// The double nearest to `digits` / 10^`places`.
    fn nearest(digits: U256, places: i32) -> Option<Self> {
        let (mut above, mut below) = (digits, U256::ONE);
        let power = ten_to(places.unsigned_abs())?;
        if places < 0 {
            above = above.checked_mul(power)?;
        } else {
            below = power;
        }
        // One too small at first, perhaps: then the mantissa has a bit too many, and is halved.
        let mut exponent = bits(above)?.checked_sub(bits(below)?)?.checked_sub(53)?;
        loop {
            let (above, below) = if exponent < 0 {
                (shifted(above, exponent.unsigned_abs())?, below)
            } else {
                (above, shifted(below, exponent.unsigned_abs())?)
            };
            let mantissa = nearest_quotient(above, below)?;
            if bits(mantissa)? <= 53 {
                return Some(Self { mantissa, exponent });
            }
            exponent += 1;
        }
    }

    /// The nearest number of so many digits, and where its point stands, which is near `point`.
    fn to_digits(self, length: usize, point: i32) -> Option<(U256, i32)> {
        let length = i32::try_from(length).ok()?;
        for point in [point - 1, point, point + 1] {
            let scale = length - point;
            let (mut above, mut below) = (self.mantissa, U256::ONE);
            let power = ten_to(scale.unsigned_abs())?;
            if scale < 0 {
                below = power;
            } else {
                above = above.checked_mul(power)?;
            }
            if self.exponent < 0 {
                below = shifted(below, self.exponent.unsigned_abs())?;
            } else {
                above = shifted(above, self.exponent.unsigned_abs())?;
            }
            let digits = nearest_quotient(above, below)?;
            if digits < ten_to(length.unsigned_abs())? {
                return Some((digits, point));
            }
        }
        None
    }
}

fn ten_to(power: u32) -> Option<U256> {
    (0..power).try_fold(U256::ONE, |power, _| power.checked_mul(U256::new(10)))
}

/// How many bits a number takes.
fn bits(number: U256) -> Option<i32> {
    i32::try_from(256 - number.leading_zeros()).ok()
}

fn shifted(number: U256, bits: u32) -> Option<U256> {
    // Nothing may be pushed out at the top.
    (bits <= number.leading_zeros()).then(|| number.checked_shl(bits))?
}

/// The nearest whole number; of two, the even one.
fn nearest_quotient(above: U256, below: U256) -> Option<U256> {
    let (whole, rest) = divided(above, below)?;
    let to_next = below.checked_sub(rest)?;
    let (_, odd) = divided(whole, U256::new(2))?;
    let is_odd = odd == U256::ONE;
    let up = rest > to_next || rest == to_next && is_odd;
    whole.checked_add(if up { U256::ONE } else { U256::ZERO })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(text: &str) -> Scientific {
        shortest(Scientific::parse(text).unwrap()).unwrap()
    }

    /// Holds it against the standard library, which of two that are equally near takes the larger,
    /// where JavaScript takes the even one.
    fn check(text: &str) -> Result<(), TestCaseError> {
        let double: f64 = text.parse().unwrap();
        let (ours, theirs) = (ours(text), Scientific::parse(&format!("{double:e}")).unwrap());
        if ours != theirs {
            prop_assert_eq!((ours.digits.len(), ours.point), (theirs.digits.len(), theirs.point));
            let again: f64 = format!("0.{}e{}", ours.digits, ours.point).parse().unwrap();
            prop_assert_eq!(again.to_bits(), double.to_bits());
            prop_assert!(ours.digits.ends_with(['0', '2', '4', '6', '8']), "{:?}", ours);
        }
        Ok(())
    }

    #[test]
    fn hard_ones_come_out_as_javascript_has_them() {
        for (text, digits, point) in [
            ("9007199254740993", "9007199254740992", 16),
            ("9007199254740992.5", "9007199254740992", 16),
            ("0.1000000000000000055511151231257827", "1", 0),
            ("0.000000000000999999999999999999999", "1", -11),
            ("999999999999999.99999999999", "1", 16),
            ("99999999999999999", "1", 18),
            ("1.9999999999999998", "19999999999999998", 1),
            ("4503599627370496.5", "4503599627370496", 16),
            ("70370000000000.625", "7037000000000062", 14),
            ("663412933320070.25", "6634129333200702", 15),
            ("0.30000000000000004", "30000000000000004", 0),
            ("5000000000000000.0000000000000000000000000000000000001", "5", 16),
        ] {
            let ours = ours(text);
            assert_eq!((ours.digits.as_str(), ours.point), (digits, point), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_comes_out_as_javascript_has_it(digits in "[1-9][0-9]{15,40}", point in -12..=17_i32) {
            check(&format!("0.{digits}e{point}"))?;
        }

        #[test]
        fn every_double_is_printed_by_its_shortest(double in 1e-12..1e17_f64) {
            check(&format!("{double:.40}"))?;
        }
    }
}
