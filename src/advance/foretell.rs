//! What the next renewal, or the end of the plan, will do.

use crate::decision::EntryKind;
use crate::time::Instant;
use crate::work::Work;

use super::Step;
use super::slept::Slept;

/// What is foretold if nothing more is spent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foretold {
    pub(crate) at: Instant,
    pub(crate) granted: u64,
    pub(crate) kept: u64,
    pub(crate) lost: u64,
    pub(crate) locked: u64,
    pub(crate) ends: bool,
}

impl Work<'_> {
    /// Lets the plan turn, tells what that does, and takes it back. A plan that waits for a command
    /// is foretold as if that came in time.
    pub(crate) fn foretell_renewal(&mut self, now: Instant) -> Option<Foretold> {
        let at = self.account.plan()?.renews_at;
        if at >= Instant::LAST {
            return None;
        }
        let (mark, entered) = (self.account.mark(), self.entries.len());
        while let Some((next, step)) = self.next_but_plan().filter(|(next, _)| *next <= at.max(now)) {
            match step {
                Step::HoldLapses => self.lapse_hold(next),
                _ => self.expire_grant(next, &mut Slept::since(0)),
            }
        }
        let unlocked = self.unlocked();
        let first = self.entries.len();
        let ends = self.ends_next();
        if ends {
            self.turn_plan(at);
        } else {
            self.renew(at);
        }
        let entries = self.entries.get(first..).unwrap_or_default();
        let sum = |kind, sign: i64| {
            let of_kind = entries.iter().filter(|entry| entry.kind == kind && entry.credits.signum() == sign);
            of_kind.map(|entry| entry.credits.unsigned_abs()).sum()
        };
        let foretold = Foretold {
            at,
            granted: sum(EntryKind::Grant, 1),
            kept: sum(EntryKind::Rollover, 1),
            lost: sum(EntryKind::Lapse, -1),
            locked: unlocked.iter().map(|rank| self.locked_since(*rank, first)).sum(),
            ends,
        };
        self.account.take_back_to(mark);
        self.entries.truncate(entered);
        Some(foretold)
    }

    /// What lies of a source that can no longer be spent, without what has come to it since an entry.
    fn locked_since(&self, rank: usize, first: usize) -> u64 {
        let Some(source) = self.rules.source(rank).filter(|_| !self.is_unlocked(rank)) else { return 0 };
        let since = self.entries.get(first..).unwrap_or_default();
        let came = since.iter().filter(|entry| entry.source == source && entry.credits > 0);
        let came: u64 = came.map(|entry| entry.credits.unsigned_abs()).sum();
        self.account.lying(&source).get().saturating_sub(came)
    }
}
