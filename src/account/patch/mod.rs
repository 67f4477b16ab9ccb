//! What a decision changed, as a merge patch (RFC 7386).
//!
//! What is to be told stands here; [`text`] writes it as JSON, and `src/doors/changes.rs` tells what everyday
//! commands change in numbers.

mod place;
mod text;

pub(super) use place::Place;

use super::{Account, Came, Change};
use crate::map::sort_by;
use crate::wallet::Wallet;

/// The patch that turns an account as it was into the account as it is.
pub(crate) struct Patch<'a> {
    account: &'a Account,
    undo: &'a [Change],
    /// What stood where something else may stand now, in the order of the places; the head is told by itself.
    before: Vec<&'a Change>,
}

/// What stood before of each kind: grants of the bank, teams and their grants, members, holds, alerts, counts
/// of what was spent, and remembered commands.
pub(crate) type Parts<'p> = [&'p [&'p Change]; 7];

impl<'a> Patch<'a> {
    /// `undo` is what would take the changes back, in their order; so what it says first of a place is what
    /// stood there before.
    pub(crate) fn new(account: &'a Account, undo: &'a [Change]) -> Self {
        let mut before = firsts(undo);
        before.retain(|stood| differs(account, stood));
        Self { account, undo, before }
    }

    /// The account as it is.
    pub(crate) fn account(&self) -> &'a Account {
        self.account
    }

    /// How far the account had come, and how far it has come now; none where its head is another beyond that.
    pub(crate) fn came(&self) -> Option<[Came; 2]> {
        let mut was = None;
        for change in self.undo {
            match change {
                Change::Head(_) => return None,
                Change::Came(came) => was = was.or(Some(*came)),
                _ => {}
            }
        }
        let is = self.account.head.came;
        Some([was.unwrap_or(is), is])
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        let mut parts = Parts::default();
        for of_kind in self.before.chunk_by(|one, other| kind(one) == kind(other)) {
            if let Some(part) = of_kind.first().and_then(|change| parts.get_mut(kind(change))) {
                *part = of_kind;
            }
        }
        parts
    }
}

/// The place among [`Parts`]; the head has none.
fn kind(change: &Change) -> usize {
    match change {
        Change::Grant(Wallet::Bank, ..) => 0,
        Change::Grant(Wallet::Team(_), ..) | Change::Team(..) => 1,
        Change::Member(..) => 2,
        Change::Hold(..) => 3,
        Change::Alert(..) => 4,
        Change::Count(..) => 5,
        Change::Recent(..) => 6,
        Change::Head(_) | Change::Came(_) => usize::MAX,
    }
}

/// The first change of each place but the head, in the order of the places.
fn firsts(changes: &[Change]) -> Vec<&Change> {
    let is_beside_head = |change: &&Change| !matches!(change, Change::Head(_) | Change::Came(_));
    let mut firsts: Vec<&Change> = Vec::with_capacity(changes.len());
    firsts.extend(changes.iter().filter(is_beside_head));
    let compare = |one: &Change, other: &Change| Place::of(one).cmp(&Place::of(other));
    sort_by(&mut firsts, |one, other| compare(one, other));
    firsts.dedup_by(|later, first| compare(later, first).is_eq());
    firsts
}

/// Whether something else stands now where this stood. Of what is seldom changed it is asked only whether there
/// is, or was, anything: what it is is compared as it is written.
fn differs(account: &Account, stood: &Change) -> bool {
    match stood {
        Change::Head(_) | Change::Came(_) => false,
        Change::Grant(wallet, id, stood) => account.grant(wallet, id) != stood.as_ref(),
        Change::Team(id, stood) => stood.is_some() || account.teams.contains_key(id),
        Change::Member(id, stood) => stood.is_some() || account.members.contains_key(id),
        Change::Hold(id, stood) => stood.is_some() || account.holds.contains_key(id),
        Change::Alert(id, stood) => stood.is_some() || account.alerts.contains_key(id),
        Change::Count(counted, window, stood) => account.count(counted, *window) != *stood,
        // No decision remembers what it forgets.
        Change::Recent(..) => true,
    }
}

/// Whether an account has nothing any more of the kind of something that changed. The bank is always there.
pub(crate) fn is_without(account: &Account, change: &Change) -> bool {
    match change {
        Change::Head(_) | Change::Came(_) | Change::Grant(Wallet::Bank, ..) => false,
        Change::Grant(Wallet::Team(_), ..) | Change::Team(..) => account.teams.is_empty(),
        Change::Member(..) => account.members.is_empty(),
        Change::Hold(..) => account.holds.is_empty(),
        Change::Alert(..) => account.alerts.is_empty(),
        Change::Count(..) => account.spent.is_empty(),
        Change::Recent(..) => account.recent.is_empty(),
    }
}

/// Whether changes are told in one entry: those of a team, and those of what one spent.
pub(crate) fn are_of_one_entry(one: &Change, other: &Change) -> bool {
    match (Place::of(one), Place::of(other)) {
        (Place::Team(one, _), Place::Team(other, _)) => one == other,
        (Place::Count(one, _), Place::Count(other, _)) => one == other,
        _ => false,
    }
}
