//! Names: of accounts, commands, grants, members and whatever else is called something.

use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;
use std::sync::{Arc, LazyLock};

use serde::{Serialize, Serializer};

use crate::map::Hint;

/// A name of 1 to 128 characters of `A–Z a–z 0–9 . _ : @ / | + = -`.
///
/// The engine's own grants alone bear names that begin with `~`.
///
/// ```
/// use bursar::Id;
/// let id: Id = "settle:job-7".parse()?;
/// assert_eq!(id.as_str(), "settle:job-7");
/// assert!("two words".parse::<Id>().is_err());
/// # Ok::<(), bursar::Malformed>(())
/// ```
///
/// An id is a part of a text that may be shared: those of an account that was read in its canonical
/// form are parts of that one text, so that none of them takes memory of its own.
#[derive(Clone)]
pub struct Id {
    text: Arc<Text>,
    /// Where it begins in the text, and how long it is: no text is longer than 32 MiB.
    from: u32,
    length: u32,
}

/// A text that ids are parts of. An `Arc<str>` would be no thinner than two pointers, and ids are what
/// is copied most.
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

/// What an id may be, for the sentences that say so.
pub(crate) const ALLOWED: &str = "an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`";

impl Id {
    /// The id, where the text may be one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        is_id(text).then(|| Self::whole(text))
    }

    /// An id that is right by the way it was made: the engine's own, beginning with `~`.
    pub(crate) fn own(text: String) -> Self {
        Self::whole(text)
    }

    /// The person to whom an account without members belongs. Made once: whatever they do bears it.
    pub(crate) fn owner() -> Self {
        static OWNER: LazyLock<Id> = LazyLock::new(|| Id::whole("owner"));
        OWNER.clone()
    }

    /// Of a hold that is only tried out.
    pub(crate) fn draft() -> Self {
        static DRAFT: LazyLock<Id> = LazyLock::new(|| Id::whole("~draft"));
        DRAFT.clone()
    }

    /// An id that was found right where it stands in a text.
    pub(crate) fn part(text: &Arc<Text>, from: usize, to: usize) -> Self {
        let short = |number| u32::try_from(number).unwrap_or(0);
        Self { text: Arc::clone(text), from: short(from), length: short(to - from) }
    }

    fn whole(text: impl Into<Box<str>>) -> Self {
        let text = Text::new(text);
        let length = text.0.len();
        Self::part(&text, 0, length)
    }

    #[inline]
    fn range(&self) -> Range<usize> {
        let long = |number| usize::try_from(number).unwrap_or(0);
        let from = long(self.from);
        from..from + long(self.length)
    }

    /// Whether the engine made it by itself.
    pub(crate) fn is_own(&self) -> bool {
        self.as_str().starts_with('~')
    }

    /// Whether they begin at one place of one text.
    #[inline]
    fn is_of_one_piece_with(&self, other: &Self) -> bool {
        self.from == other.from && Arc::ptr_eq(&self.text, &other.text)
    }

    #[inline]
    fn as_bytes(&self) -> &[u8] {
        self.text.0.as_bytes().get(self.range()).unwrap_or_default()
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // What was put together wrongly would be no id: both ends lie in the text.
        self.text.0.get(self.range()).unwrap_or_default()
    }
}

/// Whether a text may be an id.
pub(crate) fn is_id(text: &str) -> bool {
    is_made_of_allowed(text) && is_id_of_allowed(text)
}

/// Whether a text may be the id of a grant: the engine's own begin with `~`, and may be longer by
/// an instant and a number.
pub(crate) fn is_grant_id(text: &str) -> bool {
    is_made_of_allowed(text.strip_prefix('~').unwrap_or(text)) && is_grant_id_of_allowed(text)
}

/// The same of a text whose characters are known to be allowed.
pub(crate) fn is_id_of_allowed(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text != "__proto__"
}

/// The same of a text whose characters are known to be allowed, a `~` before them aside.
pub(crate) fn is_grant_id_of_allowed(text: &str) -> bool {
    match text.strip_prefix('~') {
        Some(rest) => (1..=160).contains(&rest.len()),
        None => is_id_of_allowed(text),
    }
}

fn is_made_of_allowed(text: &str) -> bool {
    count_allowed(text.as_bytes()) == text.len()
}

/// How many characters of an id stand at the beginning of a text.
pub(crate) fn count_allowed(text: &[u8]) -> usize {
    let is_allowed = |byte: &u8| IS_ALLOWED.get(usize::from(*byte)) == Some(&true);
    text.iter().position(|byte| !is_allowed(byte)).unwrap_or(text.len())
}

/// By byte, whether it may stand in an id.
const IS_ALLOWED: [bool; 256] = {
    let mut all = [false; 256];
    let mut flags: &mut [bool] = &mut all;
    let mut byte = 0_u8;
    while let [flag, more @ ..] = flags {
        let is_sign = matches!(byte, b'.' | b'_' | b':' | b'@' | b'/' | b'|' | b'+' | b'=' | b'-');
        *flag = byte.is_ascii_alphanumeric() || is_sign;
        byte = byte.wrapping_add(1);
        flags = more;
    }
    all
};

/// By its last character: most ids that stand beside each other begin alike.
impl Hint for Id {
    #[inline]
    fn hint(&self) -> usize {
        let from_end = self.range().end.wrapping_sub(1);
        self.text.0.as_bytes().get(from_end).copied().map_or(0, usize::from)
    }
}

/// The same as that of the id that it is the text of.
impl Hint for str {
    fn hint(&self) -> usize {
        self.as_bytes().last().copied().map_or(0, usize::from)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Id {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length
            && (self.is_of_one_piece_with(other) || are_same(self.as_bytes(), other.as_bytes()))
    }
}

impl Eq for Id {}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self.as_bytes(), other.as_bytes())
    }
}

/// Whether texts of one length are the same: the ends first, for ids that stand beside each other
/// mostly begin alike. Of up to 16 bytes the first and the last 8 are all.
fn are_same(one: &[u8], other: &[u8]) -> bool {
    match (one.split_last_chunk::<8>(), other.split_last_chunk::<8>()) {
        (Some((_, end)), Some((_, other_end))) if end != other_end => false,
        (Some((rest, _)), Some(_)) if rest.len() <= 8 => one.first_chunk::<8>() == other.first_chunk(),
        _ => compare(one, other) == Ordering::Equal,
    }
}

/// The order of bytes. It is what is asked most of ids, and compared one by one they take longest.
fn compare(mut one: &[u8], mut other: &[u8]) -> Ordering {
    while let (Some((a, behind_a)), Some((b, behind_b))) =
        (one.split_first_chunk::<8>(), other.split_first_chunk::<8>())
    {
        if a != b {
            return u64::from_be_bytes(*a).cmp(&u64::from_be_bytes(*b));
        }
        (one, other) = (behind_a, behind_b);
    }
    one.iter().cmp(other)
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.as_str()).finish()
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_allowed_is_an_id() {
        for good in ["a", "settle:job/7|x+y=z", "user@example.com", "a.b_c-d", &"x".repeat(128)] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", " ", "ä", "~own", "__proto__", "a b", "a\n", &"x".repeat(129)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn ids_are_the_same_where_their_texts_are() {
        let text = Text::new("member-0014member-0014member-0015team-0014art");
        let whole = text.as_str().to_owned();
        for (from, to) in (0..whole.len()).flat_map(|from| (from..=whole.len()).map(move |to| (from, to))) {
            for (other_from, other_to) in [(0, 11), (11, 22), (22, 33), (33, 42), (42, 45), (from, to)] {
                let (one, other) = (Id::part(&text, from, to), Id::part(&text, other_from, other_to));
                assert_eq!(one == other, one.as_str() == other.as_str(), "{one} {other}");
                let copy = Id::own(other.as_str().to_owned());
                assert_eq!(one == copy, one.as_str() == copy.as_str(), "{one} {copy}");
            }
        }
    }
}
