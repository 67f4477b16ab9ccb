//! A text that is read from its beginning to its end, each byte once.

use std::sync::Arc;

use super::super::few::Few;
use crate::bytes::{EACH, HIGH, are_same, bytes_before};
use crate::credits::{Amount, Credits};
use crate::id::{self, Id};
use crate::piece::{Piece, Text};
use crate::time::Instant;

/// What is left to be read. Whatever finds something else than what it asks for gives nothing, and
/// then the whole reading is given up.
pub(super) struct Scan<'t> {
    text: &'t Arc<Text>,
    rest: &'t [u8],
}

/// Where something stands in the text. It becomes a piece of it once nothing can be wrong any more.
#[derive(Clone, Copy)]
pub(super) struct Span {
    from: usize,
    to: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t Arc<Text>) -> Self {
        Self { text, rest: text.as_str().as_bytes() }
    }

    /// How many bytes have been read.
    pub(super) fn at(&self) -> usize {
        self.text.as_str().len() - self.rest.len()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads a word where it comes next.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        match self.rest.split_at_checked(word.len()) {
            Some((there, behind)) if are_same(there, word.as_bytes()) => {
                self.rest = behind;
                true
            }
            _ => false,
        }
    }

    /// The same of a single byte.
    #[inline]
    pub(super) fn takes_byte(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, behind @ ..] if *first == byte => {
                self.rest = behind;
                true
            }
            _ => false,
        }
    }

    #[inline]
    pub(super) fn take_byte(&mut self, byte: u8) -> Option<()> {
        self.takes_byte(byte).then_some(())
    }

    pub(super) fn take(&mut self, word: &str) -> Option<()> {
        self.takes(word).then_some(())
    }

    /// A whole number that is written as the engine writes it.
    pub(super) fn whole(&mut self, most: u64) -> Option<u64> {
        const DIGITS_MAX: usize = 16;
        let mut number = 0_u64;
        let mut rest = self.rest;
        while let Some(chunk) = rest.first_chunk::<8>() {
            let (digits, value) = leading_digits(*chunk);
            let scale = TENS.get(digits).copied().unwrap_or_default();
            // What outgrows it has too many digits as well.
            number = number.wrapping_mul(scale).wrapping_add(value);
            rest = rest.get(digits..)?;
            if digits < 8 {
                break;
            }
        }
        while let [digit @ b'0'..=b'9', more @ ..] = rest {
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            rest = more;
        }
        let digits = self.rest.len() - rest.len();
        let is_plain = digits == 1 || self.rest.first() != Some(&b'0');
        self.rest = rest;
        ((1..=DIGITS_MAX).contains(&digits) && is_plain && number <= most).then_some(number)
    }

    pub(super) fn credits(&mut self) -> Option<Credits> {
        self.whole(Credits::MAX.get()).and_then(Credits::new)
    }

    /// Credits where none at all would make no sense.
    pub(super) fn some_credits(&mut self) -> Option<Credits> {
        self.whole(Credits::MAX.get()).and_then(Amount::new).map(Credits::from)
    }

    pub(super) fn instant(&mut self) -> Option<Instant> {
        self.whole(Instant::LAST.ms()).and_then(Instant::from_ms)
    }

    /// A text in quotes in which nothing is escaped.
    pub(super) fn string(&mut self) -> Option<&'t str> {
        let text = self.unescaped()?;
        self.text.as_str().get(text.from..text.to)
    }

    /// The same, where it stands.
    pub(super) fn unescaped(&mut self) -> Option<Span> {
        self.take_byte(b'"')?;
        self.quoted(count_plain(self.rest)).map(|(text, _)| text)
    }

    /// So many bytes, and the quote behind them.
    #[inline]
    fn quoted(&mut self, length: usize) -> Option<(Span, &'t [u8])> {
        let from = self.at();
        let (text, behind) = self.rest.split_at_checked(length)?;
        self.rest = behind.strip_prefix(b"\"")?;
        Some((Span { from, to: from + length }, text))
    }

    pub(super) fn id(&mut self) -> Option<Id> {
        self.take_byte(b'"')?;
        self.id_and_quote().map(|span| self.part(span))
    }

    /// An id and the colon behind it.
    pub(super) fn key(&mut self) -> Option<Span> {
        self.take_byte(b'"')?;
        let id = self.id_and_quote()?;
        self.take_byte(b':')?;
        Some(id)
    }

    /// An id whose opening quote has been read, and perhaps a word behind that.
    pub(super) fn id_and_quote(&mut self) -> Option<Span> {
        let (id, text) = self.quoted(id::count_allowed(self.rest))?;
        id::is_id_of_allowed(text).then_some(id)
    }

    /// The id of a grant in quotes.
    pub(super) fn grant_id(&mut self) -> Option<Span> {
        self.take_byte(b'"')?;
        let allowed = self.rest.strip_prefix(b"~").unwrap_or(self.rest);
        let length = self.rest.len() - allowed.len() + id::count_allowed(allowed);
        let (id, text) = self.quoted(length)?;
        id::is_grant_id_of_allowed(text).then_some(id)
    }

    /// The piece that stands there.
    pub(super) fn piece(&self, span: Span) -> Piece {
        Piece::new(self.text, span.from, span.to)
    }

    /// The id that stands there.
    pub(super) fn part(&self, id: Span) -> Id {
        Id::part(self.piece(id))
    }

    /// The items of a list in which there are some.
    #[inline]
    pub(super) fn items<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Few<T>> {
        self.take_byte(b'[')?;
        let first = read(self)?;
        if self.takes_byte(b']') {
            return Some(Few::One(first));
        }
        let mut items = vec![first];
        while self.takes_byte(b',') {
            items.push(read(self)?);
        }
        self.take_byte(b']')?;
        Some(Few::More(items))
    }
}

/// How many bytes come before a quote, or before what does not stand for itself in a text.
fn count_plain(text: &[u8]) -> usize {
    let mut rest = text;
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        let bytes = u64::from_le_bytes(*chunk);
        // The first byte that is marked is the right one; behind it borrowing can mark others.
        let is_zero = |bytes: u64| bytes.wrapping_sub(EACH) & !bytes;
        let is_control = bytes.wrapping_sub(EACH * 0x20) & !bytes;
        let quote = is_zero(bytes ^ (EACH * u64::from(b'"')));
        let escape = is_zero(bytes ^ (EACH * u64::from(b'\\')));
        let marks = (quote | escape | is_control) & HIGH;
        if marks != 0 {
            return text.len() - rest.len() + bytes_before(marks);
        }
        rest = behind;
    }
    let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
    text.len() - rest.len() + plain.unwrap_or(rest.len())
}

const TENS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// How many digits stand at the beginning of eight bytes, and the number that they make.
fn leading_digits(bytes: [u8; 8]) -> (usize, u64) {
    let digits = u64::from_le_bytes(bytes) ^ (EACH * u64::from(b'0'));
    let beyond_nine = (digits.wrapping_add(EACH * 0x76) | digits) & HIGH;
    let count = bytes_before(beyond_nine);
    // Zeros are put before them, so that there are eight.
    let shift = u32::try_from(8 - count).unwrap_or_default() * 8;
    (count, digits.checked_shl(shift).map_or(0, number_of_eight))
}

/// The number that eight digits make: they are added up in pairs, all pairs at once.
fn number_of_eight(digits: u64) -> u64 {
    let twos = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = twos.wrapping_mul(100).wrapping_add(twos >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn many_bytes_at_once_are_what_they_are_one_by_one(text in "[0-9]{0,18}[\"\\\\\u{1f}\u{20}a-z0-9é]{0,20}") {
            let bytes = text.as_bytes();
            let plain = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            prop_assert_eq!(count_plain(bytes), plain.unwrap_or(bytes.len()));

            let shared = Text::new(text.as_str());
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let number = text.get(..digits).and_then(|digits| digits.parse().ok());
            let is_written_so = digits <= 16 && (digits == 1 || !text.starts_with('0'));
            let mut scan = Scan::new(&shared);
            prop_assert_eq!(scan.whole(u64::MAX), number.filter(|_| is_written_so));
            prop_assert_eq!(scan.at(), digits);
        }
    }
}
