//! Passing over renewals whose roll-overs expire.

use super::leap::Stretch;
use super::slept::Slept;
use crate::account::Draw;
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::queue::{Queue, Run};
use crate::time::Instant;
use crate::work::Work;

/// How things stood before some renewal: when they stand so again, all repeats from there on.
struct Seen {
    queue: Queue,
    next: u64,
    unused: Credits,
    granted: Credits,
    entries: usize,
}

impl Work<'_> {
    /// Passes over renewals, what rolls over being put into the queue.
    pub(super) fn pass_queueing(&mut self, stretch: &mut Stretch, into: &Draw) {
        // Only at the first of them can another have taken the name: what rolled over late.
        let plain = Id::own(format!("~{}:{}", into.source.id, self.turn(stretch.next).ms()));
        let mut name = Some(into.grant.clone()).filter(|name| *name != plain);
        let mut seen: Option<Seen> = None;
        let mut was_full = false;
        let mut look_in: u64 = 1;
        let mut looks: u64 = 0;
        while stretch.left > 0 {
            let left = if name.is_some() { 1 } else { stretch.left };
            let (count, is_full) = self.queue_up(stretch, left, into, name.take());
            self.pass(stretch, count);
            was_full |= is_full;
            if let Some(seen) = seen.as_ref().filter(|seen| self.is_again(seen, stretch)) {
                let period = stretch.next - seen.next;
                let most = if was_full { self.turns_without_others(stretch.next, into) } else { u64::MAX };
                let times = stretch.left.min(most) / period;
                let each = stretch.granted.minus_or_zero(seen.granted);
                self.queue.shift(times * period);
                stretch.skip(times * period, each.times(times).unwrap_or(Credits::MAX));
            }
            // Ever longer repetitions are looked for, each from one place on.
            looks += 1;
            if looks == look_in {
                look_in *= 2;
                was_full = false;
                let queue = self.queue.clone();
                let Stretch { next, unused, granted, .. } = *stretch;
                seen = Some(Seen { queue, next, unused, granted, entries: self.entries.len() });
            }
        }
    }

    /// Whether all is as it was, but later.
    fn is_again(&self, seen: &Seen, stretch: &Stretch) -> bool {
        self.entries.len() == seen.entries
            && stretch.unused == seen.unused
            && self.queue.is_later(&seen.queue, stretch.next - seen.next)
    }

    /// For how many renewals the queue, its oldest first, or what comes in makes room below the cap.
    /// What goes is never newer than what is the oldest in the end.
    fn turns_without_others(&self, next: u64, into: &Draw) -> u64 {
        let oldest = self.queue.runs().next().map_or(next, |run| run.first);
        let soonest = self.account.bank().first_to_go(into.source.rank);
        let until = soonest.and_then(|(_, grant)| grant.expires_at).map_or(u64::MAX, Instant::ms);
        let before = Instant::from_ms(until.saturating_sub(1));
        let plan = before.zip(self.account.plan().zip(self.running()));
        let turns =
            plan.map_or(self.queue.turns, |(at, (state, plan))| plan.every.between(state.started_at, at));
        turns.min(self.queue.turns).saturating_sub(oldest + self.queue.periods)
    }

    /// Rolls over at the next renewals, at most so many, as long as each does the same, and tells at
    /// how many and whether the cap is met.
    fn queue_up(&mut self, stretch: &Stretch, left: u64, into: &Draw, name: Option<Id>) -> (u64, bool) {
        let Stretch { next, unused, .. } = *stretch;
        let oldest = self.queue.runs().next();
        let (alike, leaves) =
            match oldest.map(|run| (run, (run.first + self.queue.periods).saturating_sub(next))) {
                Some((run, 0)) => (run.count, run.credits),
                Some((_, expires_in)) => (expires_in, Credits::ZERO),
                None => (self.queue.periods, Credits::ZERO),
            };
        let room = (self.rollover_cap().get() + leaves.get()).checked_sub(self.rolled_over(into).get());
        let grows = room.filter(|room| unused.get() <= *room);
        let count =
            grows.map_or(1, |room| alike.min(self.growing_alike(stretch, left, leaves, room)).clamp(1, left));
        if !leaves.is_zero() {
            self.queue.drop_first(count);
        }
        let kept = if grows.is_some() {
            unused
        } else {
            let (granted_at, ends) = (self.turn(next), next + self.queue.periods);
            let into = Draw { granted_at, expires_at: Some(self.turn(ends)), ..into.clone() };
            self.make_room(granted_at, unused, &into)
        };
        self.queue.push(next, count, kept, name);
        (count, grows.is_none())
    }

    /// How many of the renewals to come grant the same as the last, and stay below the cap.
    fn growing_alike(&self, stretch: &Stretch, left: u64, leaves: Credits, room: u64) -> u64 {
        let Stretch { unused, amount, .. } = *stretch;
        let headroom = self.headroom();
        if unused == leaves && unused == amount.min(headroom) {
            return left;
        }
        if unused != amount {
            return 1;
        }
        let grows_by = unused.minus_or_zero(leaves).get();
        let below_cap = room.saturating_sub(leaves.get()).checked_div(grows_by);
        let spare = headroom.minus_or_zero(amount).get().checked_div(grows_by);
        below_cap.unwrap_or(left).min(spare.unwrap_or(left))
    }

    /// Writes what waits in the queue into the account, but for what will have expired by then.
    pub(super) fn wake(&mut self, at: Instant, slept: &mut Slept) {
        let queue = core::mem::take(&mut self.queue);
        let Some(into) = self.rollover_grant(at).filter(|_| !queue.total().is_zero()) else { return };
        let first = self.entries.len();
        for run in queue.runs() {
            for number in run.first..run.first + run.count {
                self.write_queued(at, run, number, queue.periods, &into);
            }
        }
        slept.renewed(first..self.entries.len(), at);
    }

    fn write_queued(&mut self, at: Instant, run: &Run, number: u64, periods: u64, into: &Draw) {
        let (granted_at, expires_at) = (self.turn(number), self.turn(number + periods));
        if expires_at <= at {
            return;
        }
        let Run { credits, of, .. } = *run;
        let grant = run.name.clone().unwrap_or_else(|| self.own_id(&into.source, granted_at));
        let draw = Draw { credits, expires_at: Some(expires_at), grant, granted_at, of, ..into.clone() };
        self.give(EntryKind::Rollover, at, &draw);
    }
}
