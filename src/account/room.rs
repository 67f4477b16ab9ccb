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

/// All that there is once: ids, instants and the plan.
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

/// How much longer a change makes a text at most: more than any id and number takes, and six bytes for each of
/// what people write.
fn most(change: &Change) -> usize {
    const ENTRY: usize = 512;
    const LIMIT: usize = 64;
    const NUMBER: usize = 24;
    match change {
        Change::Head(_) => HEAD,
        Change::Came(_) => NUMBER,
        Change::Grant(.., Some(_)) | Change::Count(.., Some(_)) | Change::Recent(_, Some(_)) => ENTRY,
        Change::Team(_, Some(info)) => {
            ENTRY + info.label.as_ref().map_or(0, String::len) * 6 + info.limits.len() * LIMIT
        }
        Change::Member(_, Some(member)) => ENTRY + member.teams.len() * ENTRY + member.limits.len() * LIMIT,
        Change::Hold(_, Some(hold)) => {
            2 * ENTRY + hold.draws.len() * 2 * ENTRY + hold.note.as_ref().map_or(0, String::len) * 6
        }
        Change::Alert(_, Some(alert)) => {
            let told: usize = alert.told.values().map(|told| ENTRY + told.thresholds.len() * NUMBER).sum();
            ENTRY + alert.thresholds.len() * NUMBER + told
        }
        _ => 0,
    }
}
