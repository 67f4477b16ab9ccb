//! A JSON value as it was read, before anything is made of it.

use std::borrow::Cow;

use super::double;
use crate::decimal::Scientific;

/// A JSON value; in an object, keys in the order in which they were written.
#[derive(Debug)]
pub(crate) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(Number<'a>),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
    /// What a JavaScript object held there and JSON has no word for: `NaN`, `a Date`.
    Odd(Cow<'a, str>),
}

/// A number as it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a>(pub(crate) &'a str);

impl Number<'_> {
    /// The shortest decimal that JavaScript would print for it; none where it has only infinity.
    pub(crate) fn shortest(self) -> Option<Scientific> {
        double::shortest(Scientific::parse(self.0)?)
    }

    /// The number, where it is a whole one that is not negative: `12`, and also `12.0` and `1.2e1`.
    pub(crate) fn whole(self) -> Option<u64> {
        let digits = self.0.as_bytes();
        if digits.len() <= 15 && digits.iter().all(u8::is_ascii_digit) {
            return self.0.parse().ok();
        }
        let shortest = self.shortest()?;
        if shortest.digits.is_empty() {
            return Some(0);
        }
        let zeros = usize::try_from(shortest.point).ok()?.checked_sub(shortest.digits.len())?;
        if shortest.negative || zeros > 20 {
            return None;
        }
        format!("{}{}", shortest.digits, "0".repeat(zeros)).parse().ok()
    }
}

impl Tree<'_> {
    /// What it is, to end the sentence "expected …, found …".
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => on_one_line(number.0, 60),
            Self::Text(text) => told(text),
            Self::List(items) if items.is_empty() => "an empty list".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Object(_) => "an object".to_owned(),
            Self::Odd(what) => odd(what),
        }
    }
}

/// The word for what JSON has no word for, as a sentence may end with it.
fn odd(what: &str) -> String {
    let line = on_one_line(what, 60);
    match line.trim_matches([' ', '.']) {
        "" => "what JSON has no word for".to_owned(),
        word => word.to_owned(),
    }
}

/// A text that a user gave: one that would be something else without its quotes is told from that.
pub(crate) fn told(text: &str) -> String {
    if matches!(text, "true" | "false" | "null") || Scientific::parse(text).is_some() {
        format!("the text {}", quoted(text))
    } else {
        quoted(text)
    }
}

/// A user's words in backticks, on one line and not too long.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", on_one_line(text, 60))
}

/// A user's words as a message may have them: what could not be seen there is escaped, and what
/// goes beyond so many characters is left out.
pub(crate) fn on_one_line(text: &str, characters_max: usize) -> String {
    let mut line = String::new();
    for (place, character) in text.chars().enumerate() {
        if place == characters_max {
            line.push('…');
            break;
        }
        if is_invisible(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Whether a character would break the line, turn it around, or not be seen at all.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_may_be_written_in_any_way() {
        for (text, whole) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("12.0", Some(12)),
            ("1.2e1", Some(12)),
            ("9007199254740991", Some(9_007_199_254_740_991)),
            ("9007199254740993", Some(9_007_199_254_740_992)),
            ("1e15", Some(1_000_000_000_000_000)),
            ("1.5", None),
            ("-1", None),
            ("1e400", None),
            ("1e-400", Some(0)),
        ] {
            assert_eq!(Number(text).whole(), whole, "{text}");
        }
    }

    #[test]
    fn a_number_is_the_shortest_that_prints_it() {
        let shortest = Number("0.1000000000000000055511151231257827").shortest();
        assert_eq!(shortest.map(|s| (s.digits, s.point)), Some(("1".to_owned(), 0)));
    }

    #[test]
    fn an_odd_value_ends_a_sentence_well() {
        for (what, told) in
            [("NaN", "NaN"), ("a Date", "a Date"), ("", "what JSON has no word for"), ("x. ", "x")]
        {
            assert_eq!(Tree::Odd(what.into()).describe(), told);
        }
    }

    #[test]
    fn what_is_quoted_stays_on_its_line() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
    }
}
