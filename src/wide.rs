//! Numbers of 256 bits: dividing them, and telling them.
//!
//! `ethnum` can do both, with 6 kB of code for speed that nobody needs: what is divided here has 128
//! bits, nearly always, and greatest divisors are found in steps of few bits.

use ethnum::U256;

/// The quotient and the rest; none where there is nothing to divide by.
pub(crate) fn divided(number: U256, by: U256) -> Option<(U256, U256)> {
    if let (Ok(number), Ok(by)) = (u128::try_from(number), u128::try_from(by)) {
        return Some((number.checked_div(by)?.into(), number.checked_rem(by)?.into()));
    }
    if by == U256::ZERO {
        return None;
    }
    let mut quotient = U256::ZERO;
    let mut rest = number;
    // Below the first bit of the number, as in division by hand; what has more bits goes in no time.
    let shift = by.leading_zeros().checked_sub(number.leading_zeros());
    let mut part = by.checked_shl(shift.unwrap_or(0))?;
    for _ in 0..shift.map_or(0, |shift| shift + 1) {
        quotient = quotient.checked_add(quotient)?;
        if part <= rest {
            rest = rest.checked_sub(part)?;
            quotient = quotient.checked_add(U256::ONE)?;
        }
        part = part.checked_shr(1)?;
    }
    Some((quotient, rest))
}

/// A number in digits.
pub(crate) fn told(number: U256) -> String {
    /// The greatest power of ten that 128 bits hold.
    const POWER: u128 = 10_u128.pow(38);
    if let Ok(number) = u128::try_from(number) {
        return number.to_string();
    }
    let (above, below) = divided(number, POWER.into()).unwrap_or_default();
    format!("{}{:038}", told(above), u128::try_from(below).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers of all lengths.
    fn number() -> impl Strategy<Value = U256> {
        (any::<u128>(), any::<u128>(), 0..256_u32)
            .prop_map(|(high, low, shift)| U256::from_words(high, low) >> shift)
    }

    proptest! {
        #[test]
        fn they_are_divided_as_ethnum_divides_them(number in number(), by in number()) {
            let theirs = Some((number, by)).filter(|(_, by)| *by != U256::ZERO).map(|(number, by)| number.div_rem(by));
            prop_assert_eq!(divided(number, by), theirs);
        }

        #[test]
        fn they_are_told_as_ethnum_tells_them(number in number()) {
            prop_assert_eq!(told(number), number.to_string());
        }
    }
}
