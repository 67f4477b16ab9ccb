//! What an account holds: the contract's shapes, read and checked.

use super::few::Few;
use crate::map::{Hint, Map};

use serde::{Serialize, Serializer};

use crate::credits::Credits;
use crate::id::Id;
use crate::piece::Piece;
use crate::rules::{Limit, SourceRef, Window};
use crate::time::Instant;
use crate::wallet::Wallet;

/// Who asks, or for whom a view was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The host itself.
    System,
    /// The person to whom an account without members belongs.
    Owner,
    /// A member.
    Member(Id),
}

impl Asker {
    /// Reads `system`, `owner` or a member's id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "system" => Some(Self::System),
            "owner" => Some(Self::Owner),
            _ => Id::new(text).map(Self::Member),
        }
    }

    /// The person who asks; none where it is the system.
    #[must_use]
    pub fn person(&self) -> Option<Id> {
        match self {
            Self::System => None,
            Self::Owner => Some(Id::owner()),
            Self::Member(id) => Some(id.clone()),
        }
    }
}

impl core::fmt::Display for Asker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Owner => f.write_str("owner"),
            Self::Member(id) => id.fmt(f),
        }
    }
}

impl Serialize for Asker {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::System => serializer.serialize_str("system"),
            Self::Owner => serializer.serialize_str("owner"),
            Self::Member(id) => id.serialize(serializer),
        }
    }
}

/// Credits of one origin that lie in one wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grant {
    pub(crate) credits: Credits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Instant>,
    pub(crate) granted_at: Instant,
    /// How many there were at first.
    pub(crate) of: Credits,
    pub(crate) source: SourceRef,
}

/// Credits taken from one grant, with what it takes to give them back once the grant is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Draw {
    /// How many were taken.
    pub credits: Credits,
    /// When the grant expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Instant>,
    /// The grant.
    pub grant: Id,
    /// When it was granted.
    pub granted_at: Instant,
    /// How many it had at first.
    pub of: Credits,
    /// What kind of credit it is.
    pub source: SourceRef,
    /// Where it lay.
    pub wallet: Wallet,
}

impl Draw {
    /// So many credits of a grant.
    pub(crate) fn of(wallet: &Wallet, id: &Id, grant: &Grant, credits: Credits) -> Self {
        Self {
            credits,
            expires_at: grant.expires_at,
            grant: id.clone(),
            granted_at: grant.granted_at,
            of: grant.of,
            source: grant.source.clone(),
            wallet: wallet.clone(),
        }
    }

    /// The same grant with other credits.
    pub(crate) fn with(&self, credits: Credits) -> Self {
        Self { credits, ..self.clone() }
    }

    /// The grant as it was, with so many credits.
    pub(crate) fn grant(&self) -> Grant {
        Grant {
            credits: self.credits,
            expires_at: self.expires_at,
            granted_at: self.granted_at,
            of: self.of,
            source: self.source.clone(),
        }
    }
}

/// Credits set aside until it is known what something came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hold {
    pub(crate) at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<Id>,
    pub(crate) draws: Vec<Draw>,
    pub(crate) expires_at: Instant,
    pub(crate) from: Wallet,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

impl Hold {
    /// How many credits it has.
    pub(crate) fn credits(&self) -> Credits {
        // An account's total is bounded, and so is what a hold has of it.
        self.draws.iter().fold(Credits::ZERO, |sum, draw| sum.plus(draw.credits).unwrap_or(Credits::MAX))
    }
}

/// A team, its credits aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TeamInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) limits: Vec<Limit>,
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Member {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) limits: Vec<Limit>,
    pub(crate) role: Id,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) teams: Few<Id>,
    /// Whether the role may manage, by the rules that the account was read with.
    #[serde(skip)]
    pub(crate) manages: bool,
}

/// What an account runs, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlanState {
    /// A contract's own amount, instead of the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowance: Option<Credits>,
    /// Cancelled, it ends at the first renewal from here on; without it, at the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Instant>,
    /// Which plan.
    pub id: Id,
    /// What takes over at renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NextPlan>,
    /// Renewals since `started_at`.
    pub periods: u64,
    /// When the period ends.
    pub renews_at: Instant,
    /// For how many; one, where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u64>,
    /// Renewals are counted from here.
    pub started_at: Instant,
    /// Whether it is to end.
    pub status: PlanStatus,
}

impl PlanState {
    /// For how many it runs.
    pub(crate) fn seats(&self) -> u64 {
        self.seats.unwrap_or(1)
    }
}

/// What takes over at renewal; what is left out stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NextPlan {
    /// A contract's own amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowance: Option<Credits>,
    /// Which plan.
    pub id: Id,
    /// For how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u64>,
}

/// Whether a plan is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PlanStatus {
    /// It goes on.
    Active,
    /// It was cancelled.
    Cancelled,
}

/// Tells when spending rises to, or a balance falls to, a threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Alert {
    pub(crate) on: AlertOn,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per: Option<Window>,
    /// Rising, each once.
    pub(crate) thresholds: Vec<Credits>,
    /// What has been told in the window that began then, by what was watched.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) told: Map<Counted, Told>,
    pub(crate) watch: Watch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AlertOn {
    Spent,
    Balance,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    pub(crate) since: Instant,
    pub(crate) thresholds: Vec<Credits>,
}

/// What an alert watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
    /// Each member on their own.
    Members,
    One(Counted),
}

impl Serialize for Watch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Members => serializer.serialize_str("members"),
            Self::One(counted) => counted.serialize(serializer),
        }
    }
}

/// Whose spending is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Counted {
    Account,
    Member(Id),
    Team(Id),
}

impl Counted {
    /// Reads `account`, `member:…` or `team:…`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(member) = text.strip_prefix("member:") {
            return Id::new(member).map(Self::Member);
        }
        match text.strip_prefix("team:") {
            Some(team) => Id::new(team).map(Self::Team),
            None => (text == "account").then_some(Self::Account),
        }
    }
}

impl Hint for Counted {
    fn hint(&self) -> usize {
        match self {
            Self::Account => 0,
            Self::Member(id) => id.hint(),
            Self::Team(id) => id.hint() + 4,
        }
    }
}

impl core::fmt::Display for Counted {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Account => f.write_str("account"),
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Team(id) => write!(f, "team:{id}"),
        }
    }
}

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Account => serializer.serialize_str("account"),
            Self::Member(_) | Self::Team(_) => serializer.collect_str(self),
        }
    }
}

/// A command that was accepted: its place among the commands, and a digest of what it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Remembered(pub(crate) u64, pub(crate) Piece);
