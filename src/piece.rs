//! Pieces of texts that are shared.
//!
//! What names things in an account that was read as it was written are pieces of that one text, so that none of
//! them takes memory of its own.

use core::cmp::Ordering;
use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::bytes::{are_same, compare};

/// A piece of a text that may be shared.
#[derive(Clone)]
pub(crate) struct Piece {
    text: Arc<Text>,
    /// Where it begins in the text, and how long it is: no text is longer than 32 MiB.
    from: u32,
    length: u32,
}

/// A text that has pieces. An `Arc<str>` would be no thinner than two pointers, and pieces are what is
/// copied most.
#[derive(Debug)]
pub(crate) struct Text(Box<str>);

impl Text {
    pub(crate) fn new(text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self(text.into()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Piece {
    pub(crate) fn new(text: &Arc<Text>, from: usize, to: usize) -> Self {
        let short = |number| u32::try_from(number).unwrap_or(0);
        Self { text: Arc::clone(text), from: short(from), length: short(to - from) }
    }

    /// A text of its own.
    pub(crate) fn whole(text: impl Into<Box<str>>) -> Self {
        let text = Text::new(text);
        let length = text.0.len();
        Self::new(&text, 0, length)
    }

    #[inline]
    fn range(&self) -> Range<usize> {
        let long = |number| usize::try_from(number).unwrap_or(0);
        let from = long(self.from);
        from..from + long(self.length)
    }

    pub(crate) fn as_str(&self) -> &str {
        // What was put together wrongly would be nothing: both ends lie in the text.
        self.text.0.get(self.range()).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.0.as_bytes().get(self.range()).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn last_byte(&self) -> Option<u8> {
        self.text.0.as_bytes().get(self.range().end.wrapping_sub(1)).copied()
    }

    /// Whether it says just that.
    #[inline]
    pub(crate) fn is(&self, text: &str) -> bool {
        are_same(self.as_bytes(), text.as_bytes())
    }

    /// Whether they begin at one place of one text.
    #[inline]
    fn begins_with(&self, other: &Self) -> bool {
        self.from == other.from && Arc::ptr_eq(&self.text, &other.text)
    }
}

impl PartialEq for Piece {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length
            && (self.begins_with(other) || are_same(self.as_bytes(), other.as_bytes()))
    }
}

impl Eq for Piece {}

impl PartialOrd for Piece {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Piece {
    #[expect(
        clippy::inline_always,
        reason = "maps are searched by it, and each of two calls takes as long as it does"
    )]
    #[inline(always)]
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self.as_bytes(), other.as_bytes())
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Piece {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_same_where_their_texts_are() {
        let text = Text::new("member-0014member-0014member-0015team-0014art");
        let whole = text.as_str().to_owned();
        for (from, to) in (0..whole.len()).flat_map(|from| (from..=whole.len()).map(move |to| (from, to))) {
            for (other_from, other_to) in [(0, 11), (11, 22), (22, 33), (33, 42), (42, 45), (from, to)] {
                let (one, other) = (Piece::new(&text, from, to), Piece::new(&text, other_from, other_to));
                let in_order = one.as_str().cmp(other.as_str());
                assert_eq!(one.cmp(&other), in_order, "{one:?} {other:?}");
                assert_eq!(one == other, in_order == Ordering::Equal, "{one:?} {other:?}");
                let copy = Piece::whole(other.as_str());
                assert_eq!(one == copy, in_order == Ordering::Equal, "{one:?} {copy:?}");
            }
        }
    }
}
