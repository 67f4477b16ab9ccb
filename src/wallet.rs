//! Where credits lie.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::id::Id;

/// The account's own bank, or one team's share of it.
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
        serializer.collect_str(self)
    }
}
