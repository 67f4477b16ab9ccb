//! Numbers as digits, in a string that grows. The standard library's formatting does it too, with so
//! many turns on the way that prices took longer to print than to work out.

/// A number that is not negative.
pub(crate) fn push_whole(out: &mut String, number: u64) {
    // Twenty digits hold every number there is.
    let mut digits = [0; 20];
    let mut rest = number;
    let mut start = digits.len();
    for (place, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        start = place;
        if rest == 0 {
            break;
        }
    }
    out.push_str(digits.get(start..).and_then(|digits| str::from_utf8(digits).ok()).unwrap_or("0"));
}

/// A number of so many digits behind the point, without zeros at the end: `8`, `0.5`.
pub(crate) fn push_decimal(out: &mut String, number: u64, places: u32) {
    let one = 10_u64.saturating_pow(places);
    let (whole, mut rest) = (number / one, number % one);
    push_whole(out, whole);
    if rest == 0 {
        return;
    }
    out.push('.');
    let mut first = one / 10;
    while rest < first {
        out.push('0');
        first /= 10;
    }
    while rest.is_multiple_of(10) {
        rest /= 10;
    }
    push_whole(out, rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_what_the_standard_library_prints(number: u64, shift in 0..64_u32, places in 0..20_u32) {
            let number = number >> shift;
            let (mut whole, mut decimal) = (String::new(), String::new());
            push_whole(&mut whole, number);
            prop_assert_eq!(&whole, &number.to_string());

            push_decimal(&mut decimal, number, places);
            let width = usize::try_from(places).unwrap();
            let padded = format!("{number:0>width$}", width = width + 1);
            let (above, behind) = padded.split_at(padded.len() - width);
            let behind = behind.trim_end_matches('0');
            let expected = if behind.is_empty() { above.to_owned() } else { format!("{above}.{behind}") };
            prop_assert_eq!(decimal, expected);
        }
    }
}
