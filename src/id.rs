//! Names: of accounts, commands, grants, members and whatever else is called something.

use core::borrow::Borrow;
use core::fmt;
use std::sync::Arc;

use serde::Serialize;

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(Arc<str>);

/// What an id may be, for the sentences that say so.
pub(crate) const ALLOWED: &str = "an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`";

impl Id {
    /// The id, where the text may be one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.into()))
    }

    /// An id that is right by the way it was made: the engine's own, beginning with `~`.
    pub(crate) fn own(text: String) -> Self {
        Self(text.into())
    }

    /// Whether the engine made it by itself.
    pub(crate) fn is_own(&self) -> bool {
        self.0.starts_with('~')
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text may be an id.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text != "__proto__" && is_made_of_allowed(text)
}

/// Whether a text may be the id of a grant: the engine's own begin with `~`, and may be longer by
/// an instant and a number.
pub(crate) fn is_grant_id(text: &str) -> bool {
    let own = text
        .strip_prefix('~')
        .is_some_and(|rest| (1..=160).contains(&rest.len()) && is_made_of_allowed(rest));
    own || is_id(text)
}

fn is_made_of_allowed(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:@/|+=-".contains(&byte))
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
}
