//! Where credits lie.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::id::Id;

/// What a wallet may be called, for the sentences that say so.
pub(crate) const ALLOWED: &str = "`bank` or `team:` and a team's id";

/// The account's own bank, or one team's share of it.
///
/// ```
/// use bursar::Wallet;
/// assert_eq!("bank".parse(), Ok(Wallet::Bank));
/// assert_eq!("team:art".parse(), Ok(Wallet::Team("art".parse()?)));
/// # Ok::<(), bursar::Malformed>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wallet {
    /// The account's own.
    Bank,
    /// A team's.
    Team(Id),
}

impl Wallet {
    /// Reads `bank` or `team:…`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("team:") {
            Some(team) => Id::new(team).map(Self::Team),
            None => (text == "bank").then_some(Self::Bank),
        }
    }

    /// The team whose wallet it is.
    #[must_use]
    pub fn team(&self) -> Option<&Id> {
        match self {
            Self::Bank => None,
            Self::Team(team) => Some(team),
        }
    }
}

impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bank => f.write_str("bank"),
            Self::Team(team) => write!(f, "team:{team}"),
        }
    }
}

impl Serialize for Wallet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bank => serializer.serialize_str("bank"),
            Self::Team(_) => serializer.collect_str(self),
        }
    }
}
