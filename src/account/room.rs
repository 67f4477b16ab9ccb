//! How long the text of an account may become: what is written must be read again.

use super::{Account, Change};
use crate::limits::TEXT_BYTES_MAX;

/// How long a text is at most. Only where that is too much is it written to be measured.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// The account's, as it stands.
    text: usize,
    /// What the changes may have added that are not decided yet.
    grown: usize,
    /// With these changes, where it was measured.
    measured: Option<usize>,
}

/// All that there is once: ids, instants and the plan. No other single thing takes more.
const HEAD: usize = 4_096;

impl Room {
    pub(super) const fn new() -> Self {
        Self::of(HEAD)
    }

    /// That of an account whose text is so long.
    pub(super) const fn of(text: usize) -> Self {
        Self { text, grown: 0, measured: None }
    }

    pub(super) fn add(&mut self, change: &Change) {
        self.grown += most(change);
    }

    /// The changes stand.
    pub(super) fn keep(&mut self) {
        *self = Self::of(self.measured.unwrap_or(self.text + self.grown));
    }

    /// They are taken back, or some of them.
    pub(super) fn take_back(&mut self, all: bool) {
        self.measured = None;
        if all {
            self.grown = 0;
        }
    }
}

impl Account {
    /// Whether its text, as it stands with what is not decided yet, can be read again.
    pub(crate) fn fits(&mut self) -> bool {
        if self.room.text + self.room.grown <= TEXT_BYTES_MAX {
            return true;
        }
        let length = self.to_text().len();
        self.room.measured = Some(length);
        length <= TEXT_BYTES_MAX
    }
}

/// How much longer a change makes a text at most: by more than ids and numbers take, by six bytes for each that people
/// wrote, and by more than an entry takes for each that a list has.
fn most(change: &Change) -> usize {
    const ENTRY: usize = 2_048;
    let (written, entries) = match change {
        Change::Team(_, Some(info)) => (info.label.as_ref(), info.limits.len()),
        Change::Member(_, Some(member)) => (None, member.teams.len() + member.limits.len()),
        Change::Hold(_, Some(hold)) => (hold.note.as_ref(), hold.draws.len()),
        // So many thresholds as there may be take less than an entry.
        Change::Alert(_, Some(alert)) => (None, 1 + alert.told.len()),
        _ => (None, 0),
    };
    HEAD + written.map_or(0, String::len) * 6 + entries * ENTRY
}
