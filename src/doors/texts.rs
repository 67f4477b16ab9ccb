//! Texts that both sides know, and the numbers by which they are told.

use core::ops::Range;

use crate::bytes::are_same;
use crate::float::{negative, to_f64, to_u64};

/// How many texts a command has.
pub(super) const TEXTS: usize = 9;

/// No text of a command takes as many bytes.
const TEXT_BYTES: u64 = 4_096;

/// So many texts are remembered; where time brings more, they are told each time.
const KNOWN_MAX: usize = 32;

/// The texts that both sides know, one behind the other, and where each stands: those of the command, of
/// which some are missing, and then what the answer brings.
pub(super) struct Texts {
    text: String,
    known: Vec<Option<Known>>,
}

/// Where a text stands, and what tells it apart from most others.
struct Known {
    range: Range<usize>,
    hint: usize,
}

impl Known {
    fn new(text: &str, range: Range<usize>) -> Self {
        let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
        Self { range, hint: hint("", bytes) }
    }
}

/// How long a text of two is, and its last byte: those that stand beside each other mostly begin alike.
fn hint(first: &str, second: &[u8]) -> usize {
    let last = second.last().or(first.as_bytes().last());
    (first.len() + second.len()) << 8 | last.map_or(0, |last| usize::from(*last))
}

impl Texts {
    pub(super) fn read(slots: &[f64], text: String) -> Self {
        let mut known = Vec::with_capacity(KNOWN_MAX);
        let long = |number: u64| usize::try_from(number).unwrap_or_default();
        known.extend(slots.iter().take(TEXTS).map(|slot| {
            let place = to_u64(*slot).checked_sub(1)?;
            let from = long(place / TEXT_BYTES);
            Some(Known::new(&text, from..from + long(place % TEXT_BYTES)))
        }));
        Self { text, known }
    }

    /// The texts of the command; none where one of them is no text.
    pub(super) fn given(&self) -> Option<[Option<&str>; TEXTS]> {
        let mut all = [None; TEXTS];
        for (text, known) in all.iter_mut().zip(&self.known) {
            if let Some(known) = known {
                *text = Some(self.text.get(known.range.clone())?);
            }
        }
        Some(all)
    }

    /// The number by which JavaScript finds a text, made of two: one more than the place of what is known;
    /// or, below zero, one more than the characters that it takes of the answer's text.
    pub(super) fn number(&mut self, first: &str, second: &str) -> f64 {
        let hint = hint(first, second.as_bytes());
        let is_it = |range: &Range<usize>| {
            let there = self.text.as_bytes().get(range.clone());
            let rest = there.and_then(|there| there.strip_prefix(first.as_bytes()));
            rest.is_some_and(|rest| are_same(rest, second.as_bytes()))
        };
        let mut all = self.known.iter();
        let known = all
            .position(|known| known.as_ref().is_some_and(|known| known.hint == hint && is_it(&known.range)));
        if let Some(place) = known {
            return to_f64(count(place) + 1);
        }
        let from = self.text.len();
        self.text.push_str(first);
        self.text.push_str(second);
        if self.known.len() < KNOWN_MAX {
            self.known.push(Some(Known { range: from..self.text.len(), hint }));
        }
        let units = if second.is_ascii() { second.len() } else { second.encode_utf16().count() };
        negative(count(first.len() + units) + 1)
    }

    /// How far they have come, for [`Texts::take_back_to`].
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.text.len(), self.known.len())
    }

    /// Takes back what was told since a mark.
    pub(super) fn take_back_to(&mut self, (bytes, known): (usize, usize)) {
        self.text.truncate(bytes);
        self.known.truncate(known);
    }

    /// All of them, with a last one that is told by itself.
    pub(super) fn finish(mut self, last: &str) -> String {
        self.text.push_str(last);
        self.text
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
