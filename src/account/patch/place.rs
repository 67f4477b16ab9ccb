//! Where something stands in an account.

use super::super::{Change, Counted};
use crate::id::Id;
use crate::wallet::Wallet;

/// Where something stood that changed, in the order in which a patch tells it. A team itself comes
/// before its grants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Place<I = Id, C = Counted> {
    Head,
    Bank(I),
    Team(I, Option<I>),
    Member(I),
    Hold(I),
    Alert(I),
    /// By the window's word, as it is written.
    Count(C, &'static str),
    Recent(I),
}

impl<'c> Place<&'c Id, &'c Counted> {
    pub(in super::super) fn of(change: &'c Change) -> Self {
        match change {
            Change::Head(_) | Change::Came(_) => Self::Head,
            Change::Grant(Wallet::Bank, id, _) => Self::Bank(id),
            Change::Grant(Wallet::Team(team), id, _) => Self::Team(team, Some(id)),
            Change::Team(id, _) => Self::Team(id, None),
            Change::Member(id, _) => Self::Member(id),
            Change::Hold(id, _) => Self::Hold(id),
            Change::Alert(id, _) => Self::Alert(id),
            Change::Count(counted, window, _) => Self::Count(counted, window.word()),
            Change::Recent(id, _) => Self::Recent(id),
        }
    }

    /// The same, to be kept.
    pub(in super::super) fn kept(self) -> Place {
        match self {
            Self::Head => Place::Head,
            Self::Bank(id) => Place::Bank(id.clone()),
            Self::Team(team, id) => Place::Team(team.clone(), id.cloned()),
            Self::Member(id) => Place::Member(id.clone()),
            Self::Hold(id) => Place::Hold(id.clone()),
            Self::Alert(id) => Place::Alert(id.clone()),
            Self::Count(counted, window) => Place::Count(counted.clone(), window),
            Self::Recent(id) => Place::Recent(id.clone()),
        }
    }
}
