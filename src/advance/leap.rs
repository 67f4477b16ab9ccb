//! Passing over renewals, as many at once as do the same.
//!
//! While nothing else comes in between, a renewal depends on numbers alone: on what is unused, on
//! the room below the cap and below what an account can hold, and on the roll-overs that are to
//! expire. So a sleep of centuries costs what a few renewals cost, and is then written down once.

use super::slept::Slept;
use crate::account::{Draw, PlanStatus};
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

/// Renewals to be passed over, and how far that has come.
pub(super) struct Stretch {
    /// The number of the next one.
    pub(super) next: u64,
    pub(super) left: u64,
    /// What each is to grant, and what of that will then be unused.
    pub(super) amount: Credits,
    pub(super) unused: Credits,
    /// What they granted so far, in all.
    pub(super) granted: Credits,
}

impl Stretch {
    /// Passes over so many renewals that each granted the same as the last.
    fn pass(&mut self, count: u64, last: Credits) {
        self.unused = last;
        self.skip(count, last.times(count).unwrap_or(Credits::MAX));
    }

    /// Passes over so many renewals that granted so much in all.
    pub(super) fn skip(&mut self, count: u64, granted: Credits) {
        self.next += count;
        self.left = self.left.saturating_sub(count);
        self.granted = self.granted.plus(granted).unwrap_or(Credits::MAX);
    }
}

impl Work<'_> {
    /// Passes over the renewals until something else happens, all but the last of those that are
    /// due until `to`, and tells what they granted. None is passed over before the first was told.
    pub(super) fn leap(&mut self, to: Instant, slept: &mut Slept) -> Option<Credits> {
        let state = self.account.plan()?.clone();
        let plan = self.running()?;
        let renews_at = self.turn(state.periods + 1);
        if !slept.has_begun() || state.renews_at != renews_at || state.next.is_some() {
            return None;
        }
        let before = |at: Instant| at.ms().checked_sub(1).and_then(Instant::from_ms);
        let turns_until = |at: Instant| plan.every.between(state.started_at, at);
        let ends_at = state.ends_at.filter(|_| state.status == PlanStatus::Cancelled);
        let due = turns_until(to.min(before(ends_at.unwrap_or(Instant::LAST))?)).checked_sub(1)?;
        let quiet = self.next_but_plan().map_or(Some(to), |(at, _)| before(at))?;
        let last = due.min(turns_until(quiet));
        let turns = turns_until(before(Instant::LAST)?);
        let left = last.checked_sub(state.periods).filter(|left| *left > 0)?;
        let allowances = &self.rules.allowance_ranks;
        let lying = self.lying_of(|rank| allowances.contains(&rank));
        if lying.len() > 1 || lying.iter().any(|draw| draw.wallet != Wallet::Bank) {
            return None;
        }

        let first = self.entries.len();
        let (source, amount) = self.allowance().unzip();
        let amount = amount.unwrap_or(Credits::ZERO);
        for draw in &lying {
            self.take(EntryKind::Lapse, renews_at, &draw.wallet, &draw.grant, draw.credits);
        }
        let unused = super::sum(&lying);
        let mut stretch = Stretch { next: state.periods + 1, left, amount, unused, granted: Credits::ZERO };
        let periods = plan.rollover.and_then(|rollover| rollover.expires_after_periods);
        match (periods, self.rollover_grant(renews_at)) {
            (Some(periods), Some(into)) => {
                (self.queue.periods, self.queue.turns) = (periods, turns);
                self.pass_queueing(&mut stretch, &into);
            }
            _ => self.pass_joining(&mut stretch),
        }
        let (last_at, renews_at) = (self.turn(last), self.turn(last + 1));
        self.account.set_head(|head| {
            head.renewed_at = Some(last_at);
            if let Some(plan) = &mut head.plan {
                plan.periods = last;
                plan.renews_at = renews_at;
            }
        });
        if let Some(source) = source {
            self.grant_own(EntryKind::Grant, last_at, &source, stretch.unused, None);
        }
        slept.renewed(first..self.entries.len(), last_at);
        if last == due {
            self.wake(last_at, slept);
        }
        Some(stretch.granted)
    }

    /// Grants what the last of so many renewals grants: as much as there is room for.
    pub(super) fn pass(&mut self, stretch: &mut Stretch, count: u64) {
        stretch.pass(count, stretch.amount.min(self.headroom()));
    }

    /// Passes over renewals at which everything lapses, or what rolls over joins one grant.
    fn pass_joining(&mut self, stretch: &mut Stretch) {
        while stretch.left > 0 {
            let at = self.turn(stretch.next);
            let Some(into) = self.rollover_grant(at) else {
                self.pass(stretch, stretch.left);
                break;
            };
            let count = self.joining_alike(stretch, &into).clamp(1, stretch.left);
            let all = stretch.unused.times(count).unwrap_or(Credits::MAX);
            let kept = self.make_room(at, all, &into);
            self.give(EntryKind::Rollover, at, &Draw { credits: kept, of: kept, ..into });
            self.pass(stretch, count);
        }
    }

    /// How many of the renewals to come grant the same as the last.
    fn joining_alike(&self, stretch: &Stretch, into: &Draw) -> u64 {
        let lying = self.rolled_over(into);
        let cap = self.rollover_cap();
        if lying > cap && self.account.bank().sum(into.source.rank) > 0 {
            return 1;
        }
        let grows_by = cap.minus_or_zero(lying).min(stretch.unused);
        let headroom = self.headroom();
        let spare = headroom.minus_or_zero(stretch.amount);
        if grows_by.is_zero() {
            if stretch.unused == stretch.amount.min(headroom) { stretch.left } else { 1 }
        } else if stretch.unused != stretch.amount {
            1
        } else if cap.minus_or_zero(lying) <= spare {
            stretch.left
        } else {
            spare.get() / grows_by.get()
        }
    }
}
