//! Names: of accounts, commands, grants, members and whatever else is called something.

use core::borrow::Borrow;
use core::fmt;
use core::hash::{Hash, Hasher};
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use crate::bytes::{EACH, HIGH, bytes_before};
use crate::map::Hint;
use crate::piece::Piece;

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
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(Piece);

/// What a command is called that was given no name.
pub(crate) const DRAFT: &str = "~draft";

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

    /// Of a command that is only tried out, and of what it makes.
    pub(crate) fn draft() -> Self {
        static ID: LazyLock<Id> = LazyLock::new(|| Id::whole(DRAFT));
        ID.clone()
    }

    /// An id that was found right where it stands in a text.
    pub(crate) const fn part(piece: Piece) -> Self {
        Self(piece)
    }

    fn whole(text: impl Into<Box<str>>) -> Self {
        Self(Piece::whole(text))
    }

    /// Whether the engine made it by itself.
    pub(crate) fn is_own(&self) -> bool {
        self.as_str().starts_with('~')
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same as bytes, which takes less.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Whether a text may be an id.
pub(crate) fn is_id(text: &str) -> bool {
    is_made_of_allowed(text) && is_id_of_allowed(text.as_bytes())
}

/// Whether a text may be the id of a grant: the engine's own begin with `~`, and may be longer by
/// an instant and a number.
pub(crate) fn is_grant_id(text: &str) -> bool {
    is_made_of_allowed(text.strip_prefix('~').unwrap_or(text)) && is_grant_id_of_allowed(text.as_bytes())
}

/// The same of a text whose characters are known to be allowed.
pub(crate) fn is_id_of_allowed(text: &[u8]) -> bool {
    (1..=128).contains(&text.len()) && text != b"__proto__"
}

/// The same of a text whose characters are known to be allowed, a `~` before them aside.
pub(crate) fn is_grant_id_of_allowed(text: &[u8]) -> bool {
    match text.strip_prefix(b"~") {
        Some(rest) => (1..=160).contains(&rest.len()),
        None => is_id_of_allowed(text),
    }
}

fn is_made_of_allowed(text: &str) -> bool {
    count_allowed(text.as_bytes()) == text.len()
}

/// How many characters of an id stand at the beginning of a text.
pub(crate) fn count_allowed(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        let common = rest.first_chunk::<8>().map_or(0, |chunk| count_common(u64::from_le_bytes(*chunk)));
        match rest.get(common..) {
            Some(behind) if common == 8 => rest = behind,
            Some([byte, behind @ ..]) if IS_ALLOWED.get(usize::from(*byte)) == Some(&true) => rest = behind,
            behind => return text.len() - behind.map_or(0, <[u8]>::len),
        }
    }
}

/// How many of eight bytes come before the first that is none of `A–Z a–z 0–9 @ : / . -`: some others may
/// stand in an id as well.
fn count_common(bytes: u64) -> usize {
    // The high bit of each that is not below the first, and not above the last. What a byte above 127 carries
    // over makes none before it wrong.
    let are_from = |first: u8, last: u8| {
        let (from_first, beyond_last) = (EACH * u64::from(0x80 - first), EACH * u64::from(0x7f - last));
        bytes.wrapping_add(from_first) & !bytes.wrapping_add(beyond_last)
    };
    let common = (are_from(b'-', b':') | are_from(b'@', b'Z') | are_from(b'a', b'z')) & !bytes;
    bytes_before(!common & HIGH)
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
        self.0.last_byte().map_or(0, usize::from)
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
        self.0.is(other)
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
    fn eight_characters_at_once_are_what_they_are_one_by_one() {
        for byte in 0..=u8::MAX {
            for place in 0..24 {
                let mut text = *b"AZaz09.-:/@bcdefghijklmn";
                if let Some(there) = text.get_mut(place) {
                    *there = byte;
                }
                let is_allowed = IS_ALLOWED.get(usize::from(byte)) == Some(&true);
                assert_eq!(count_allowed(&text), if is_allowed { 24 } else { place }, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn only_what_is_allowed_is_an_id() {
        for good in ["a", "settle:job/7|x+y=z", "user@example.com", "a.b_c-d", &"x".repeat(128)] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", " ", "ä", "~own", "__proto__", "a b", "a\n", &"x".repeat(129)] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
