//! A text that is read from its beginning to its end, each byte once.

use std::sync::Arc;

use super::super::few::Few;
use crate::credits::{Amount, Credits};
use crate::id::{self, Id, Text};
use crate::time::Instant;

/// What is left to be read. Whatever finds something else than what it asks for gives nothing, and
/// then the whole reading is given up.
pub(super) struct Scan<'t> {
    text: &'t Arc<Text>,
    rest: &'t [u8],
}

/// Where an id stands. It becomes one once nothing can be wrong any more.
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

    /// What was read since then.
    pub(super) fn since(&self, at: usize) -> Option<&'t str> {
        self.text.as_str().get(at..self.at())
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads a word where it comes next.
    pub(super) fn takes(&mut self, word: &str) -> bool {
        let (mut rest, mut word) = (self.rest, word.as_bytes());
        // Eight bytes at a time: in wasm, to compare slices goes byte by byte.
        while let (Some((there, behind)), Some((asked, more))) =
            (rest.split_first_chunk::<8>(), word.split_first_chunk::<8>())
        {
            if there != asked {
                return false;
            }
            (rest, word) = (behind, more);
        }
        while let ([asked, more @ ..], [there, behind @ ..]) = (word, rest) {
            if there != asked {
                return false;
            }
            (rest, word) = (behind, more);
        }
        if word.is_empty() {
            self.rest = rest;
        }
        word.is_empty()
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
    #[inline]
    pub(super) fn whole(&mut self, most: u64) -> Option<u64> {
        const DIGITS_MAX: usize = 16;
        let mut number = 0_u64;
        let mut rest = self.rest;
        while let Some((chunk, behind)) = rest.split_first_chunk::<8>()
            && let Some(eight) = eight_digits(*chunk)
        {
            number = number.wrapping_mul(100_000_000).wrapping_add(eight);
            rest = behind;
        }
        while let [digit @ b'0'..=b'9', more @ ..] = rest {
            // What outgrows it has too many digits as well.
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
        self.take_byte(b'"')?;
        let length = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        self.quoted(length)
    }

    /// So many bytes, and the quote behind them.
    #[inline]
    fn quoted(&mut self, length: usize) -> Option<&'t str> {
        let at = self.at();
        let (_, behind) = self.rest.split_at_checked(length)?;
        self.rest = behind.strip_prefix(b"\"")?;
        self.text.as_str().get(at..at + length)
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
        let from = self.at();
        let text = self.quoted(id::count_allowed(self.rest))?;
        id::is_id_of_allowed(text).then(|| Span { from, to: from + text.len() })
    }

    /// The id of a grant in quotes.
    pub(super) fn grant_id(&mut self) -> Option<Span> {
        self.take_byte(b'"')?;
        let from = self.at();
        let allowed = self.rest.strip_prefix(b"~").unwrap_or(self.rest);
        let text = self.quoted(self.rest.len() - allowed.len() + id::count_allowed(allowed))?;
        id::is_grant_id_of_allowed(text).then(|| Span { from, to: from + text.len() })
    }

    /// The id that stands there.
    pub(super) fn part(&self, id: Span) -> Id {
        Id::part(self.text, id.from, id.to)
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

    /// Passes over an object, whatever it says.
    pub(super) fn skip_object(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let (byte, rest) = self.rest.split_first()?;
            match byte {
                b'"' => _ = self.string()?,
                b'{' => depth += 1,
                b'}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if *byte != b'"' {
                self.rest = rest;
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

/// The number that eight digits make: they are added up in pairs, all pairs at once.
fn eight_digits(digits: [u8; 8]) -> Option<u64> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let digits = u64::from_le_bytes(digits) ^ (EACH * 0x30);
    let beyond_nine = digits.wrapping_add(EACH * 0x76) | digits;
    if beyond_nine & (EACH * 0x80) != 0 {
        return None;
    }
    let twos = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = twos.wrapping_mul(100).wrapping_add(twos >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff)
}
