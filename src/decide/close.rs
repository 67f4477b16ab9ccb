//! The end of an account.

use crate::account::{Change, Hold};
use crate::decision::EntryKind;
use crate::id::Id;
use crate::time::Instant;
use crate::work::Work;

impl Work<'_> {
    /// Lets everything lapse, holds included, for good. Members, teams and what is remembered stay.
    pub(super) fn close(&mut self, at: Instant) {
        let marks = self.marks.clone();
        let holds: Vec<(Id, Hold)> =
            self.account.holds().iter().map(|(id, hold)| (id.clone(), hold.clone())).collect();
        for (id, hold) in holds {
            self.mark_hold(&id, &hold);
            self.account.set(Change::Hold(id, None));
            self.give_back(EntryKind::Release, at, &hold.draws);
            self.marks = marks.clone();
        }
        for draw in self.lying_of(|_| true) {
            self.take(EntryKind::Lapse, at, &draw.wallet, &draw.grant, draw.credits);
        }
        for id in self.account.alerts().keys().cloned().collect::<Vec<_>>() {
            self.account.set(Change::Alert(id, None));
        }
        let counts = self.account.spent().iter();
        let counts = counts
            .flat_map(|(counted, counts)| counts.windows().map(move |window| (counted.clone(), window)));
        for (counted, window) in counts.collect::<Vec<_>>() {
            self.account.set(Change::Count(counted, window, None));
        }
        self.account.set_head(|head| {
            head.closed = true;
            head.plan = None;
            head.renewed_at = None;
            head.ended_at = None;
        });
    }
}
