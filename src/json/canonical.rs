//! JSON in the one form that RFC 8785 gives it.

use core::fmt::Write;

use super::tree::{Number, Tree};
use crate::map::sort_by;

/// Writes a tree: keys in the order of their UTF-16 code units, numbers as JavaScript prints them.
pub(crate) fn write(tree: &Tree<'_>, out: &mut String) {
    match tree {
        Tree::Null | Tree::Odd(_) => out.push_str("null"),
        Tree::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Tree::Number(number) => write_number(*number, out),
        Tree::Text(text) => write_text(text, out),
        Tree::List(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Tree::Object(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sort_by(&mut sorted, |(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (place, (key, value)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

/// As ECMAScript's `Number::toString` prints it.
fn write_number(number: Number<'_>, out: &mut String) {
    let Some(shortest) = number.shortest() else {
        return out.push_str("null");
    };
    let digits = shortest.digits.as_str();
    if digits.is_empty() {
        return out.push('0');
    }
    if shortest.negative {
        out.push('-');
    }
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let point = shortest.point;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let split = |at: i32| digits.split_at_checked(usize::try_from(at).unwrap_or(0)).unwrap_or((digits, ""));
    if length <= point && point <= 21 {
        out.push_str(digits);
        out.push_str(&zeros(point - length));
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = split(point);
        out.push_str(&[whole, ".", fraction].concat());
    } else if -6 < point && point <= 0 {
        out.push_str(&["0.", &zeros(-point), digits].concat());
    } else {
        let (first, rest) = split(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if point > 0 { "+" } else { "-" };
        let exponent = (point - 1).unsigned_abs();
        // Writing to a string cannot fail.
        let _ = write!(out, "{first}{dot}{rest}e{sign}{exponent}");
    }
}

/// Writes a text in quotes, with no more escapes than are needed.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    // By bytes, for what needs an escape is ASCII: far faster than by characters.
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f)) {
        // `split_at` would bring along how characters are printed, for a message that nobody gets.
        let (plain, from) = rest.split_at_checked(at).unwrap_or_default();
        out.push_str(plain);
        let mut characters = from.chars();
        match characters.next() {
            Some('\n') => out.push_str("\\n"),
            Some('\t') => out.push_str("\\t"),
            Some('\r') => out.push_str("\\r"),
            Some('\x08') => out.push_str("\\b"),
            Some('\x0c') => out.push_str("\\f"),
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            // Writing to a string cannot fail.
            Some(control) => _ = write!(out, "\\u{:04x}", u32::from(control)),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Faults};

    #[track_caller]
    fn check(text: &str, canonical: &str) {
        let faults = Faults::default();
        let tree = super::super::text::parse(text, Dialect::Json, &faults);
        let mut out = String::new();
        super::write(&tree.unwrap_or_else(|| panic!("no JSON: {text}")), &mut out);
        assert_eq!(out, canonical);
    }

    #[test]
    fn numbers_are_printed_as_javascript_does() {
        for (text, canonical) in [
            ("1.0", "1"),
            ("-0", "0"),
            ("1e21", "1e+21"),
            ("1e20", "100000000000000000000"),
            ("123e-20", "1.23e-18"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1e-7"),
            ("333333333.33333329", "333333333.3333333"),
            ("4.50", "4.5"),
            ("2e-3", "0.002"),
            ("-1.5e300", "-1.5e+300"),
            ("5e-324", "5e-324"),
            ("9007199254740993", "9007199254740992"),
        ] {
            check(text, canonical);
        }
    }

    #[test]
    fn keys_are_ordered_by_their_utf_16_code_units() {
        check(
            r#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#,
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}",
        );
    }

    #[test]
    fn texts_are_escaped_no_more_than_needed() {
        check(r#""\u0061\u001f\b\/\u2028\"""#, "\"a\\u001f\\b/\u{2028}\\\"\"");
    }
}
