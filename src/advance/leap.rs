//! Passing over renewals that would only repeat what the last one did.
//!
//! After a renewal that found a whole allowance unused, and while nothing else comes in between,
//! every further one does the same: an allowance lapses or rolls over, and another is granted.
//! So a sleep of centuries costs no more than a few renewals.

use super::slept::Slept;
use crate::account::{Draw, PlanStatus};
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

/// What the bank has of roll-overs that expire, when every renewal leaves it the same but later.
struct Steady {
    /// The newest first.
    grants: Vec<Draw>,
    /// Whether the cap is reached, so that what expires soonest makes room at each renewal.
    full: bool,
}

impl Work<'_> {
    /// Passes over as many renewals as would repeat the last, all but one of those that are due
    /// until `to`, and tells how many.
    pub(super) fn leap(&mut self, to: Instant, slept: &mut Slept) -> u64 {
        self.leap_if_steady(to, slept).unwrap_or(0)
    }

    fn leap_if_steady(&mut self, to: Instant, slept: &mut Slept) -> Option<u64> {
        let state = self.account.plan()?.clone();
        let every = self.running()?.every;
        let regular = every.after(state.started_at, state.periods + 1) == Some(state.renews_at);
        if !regular || state.next.is_some() || !self.is_whole_allowance_unused() {
            return None;
        }
        let into = self.rollover_grant(state.renews_at);
        let steady = match &into {
            Some(into) if into.expires_at.is_some() => Some(self.steady(into)?),
            _ => None,
        };
        let until = self.quiet_until(to, steady.as_ref())?;
        let mut last = every.between(state.started_at, until);
        if let (Some(steady), Some(into)) = (&steady, &into) {
            last = last.min(self.last_undisturbed(steady, into)?);
        }
        let count = last.checked_sub(state.periods)?.checked_sub(1).filter(|count| *count > 0)?;

        let (source, amount) = match self.allowance() {
            Some((source, amount)) => (Some(source), amount),
            None => (None, Credits::ZERO),
        };
        let all = amount.times(count).unwrap_or(Credits::MAX);
        if amount.plus(self.rollover_cap().min(all)).is_none_or(|more| more > self.headroom()) {
            return None;
        }
        let first_at = state.renews_at;
        let last_at = every.after(state.started_at, state.periods + count)?;
        let renews_at = every.after(state.started_at, state.periods + count + 1).unwrap_or(Instant::LAST);
        if let Some(steady) = &steady {
            self.expire_ahead(steady, last_at, slept)?;
        }
        let first = self.entries.len();
        for draw in self.lying_of(|rank| source.as_ref().is_some_and(|source| source.rank == rank)) {
            self.take(EntryKind::Lapse, last_at, &draw.wallet, &draw.grant, draw.credits);
        }
        match (into, steady) {
            (Some(into), None) => {
                let kept = self.make_room(first_at, all, &into);
                self.give(EntryKind::Rollover, last_at, &Draw { credits: kept, of: kept, ..into });
            }
            (_, Some(steady)) => self.shift(&steady, count)?,
            (None, None) => {}
        }
        self.account.set_head(|head| {
            head.renewed_at = Some(last_at);
            if let Some(plan) = &mut head.plan {
                plan.periods += count;
                plan.renews_at = renews_at;
            }
        });
        if let Some(source) = source {
            self.grant_own(EntryKind::Grant, last_at, &source, amount, None);
        }
        slept.renewed(first..self.entries.len());
        Some(count)
    }

    /// Whether all that lies of any allowance is one whole period's, in the bank.
    fn is_whole_allowance_unused(&self) -> bool {
        let rules = self.rules;
        let lying = self.lying_of(|rank| rules.allowance_ranks.contains(&rank));
        match (lying.as_slice(), self.allowance()) {
            ([], None) => true,
            ([only], Some((source, amount))) => {
                only.wallet == Wallet::Bank && only.source == source && only.credits == amount
            }
            _ => false,
        }
    }

    /// The last instant before which nothing but renewals, and what they make, happens.
    fn quiet_until(&self, to: Instant, steady: Option<&Steady>) -> Option<Instant> {
        let before = |at: Instant| at.ms().checked_sub(1).and_then(Instant::from_ms);
        let mut until = to.min(before(Instant::LAST)?);
        if let Some((at, _)) = self.account.next_hold_end() {
            until = until.min(before(*at)?);
        }
        let repeats = |wallet: &Wallet, id: &crate::Id| {
            *wallet == Wallet::Bank
                && steady.is_some_and(|steady| steady.grants.iter().any(|draw| draw.grant == *id))
        };
        // Those that repeat expire soonest, or nearly so: few are looked at.
        if let Some((at, ..)) = self.account.expiries().find(|(_, wallet, id)| !repeats(wallet, id)) {
            until = until.min(before(*at)?);
        }
        let plan = self.account.plan()?;
        if let (PlanStatus::Cancelled, Some(ends_at)) = (plan.status, plan.ends_at) {
            until = until.min(before(ends_at)?);
        }
        Some(until)
    }

    /// The roll-overs in the bank, where the next renewal will leave them the same but a period later.
    fn steady(&self, into: &Draw) -> Option<Steady> {
        let state = self.account.plan()?;
        let plan = self.running()?;
        let periods = plan.rollover?.expires_after_periods?;
        let amount = self.allowance().map_or(Credits::ZERO, |(_, amount)| amount);
        let full = self.account.lying(&into.source) == self.rollover_cap();
        let oldest = self.account.bank().of_source(into.source.rank).next();
        let turns_over = oldest.is_some_and(|(_, grant)| grant.expires_at == Some(state.renews_at));
        if !full && !turns_over {
            return None;
        }
        let mut grants: Vec<Draw> = Vec::new();
        for age in 0..periods {
            let Some(period) = state.periods.checked_sub(age) else { break };
            let granted_at = plan.every.after(state.started_at, period)?;
            let expires_at = plan.every.after(state.started_at, period + periods);
            let bank = self.account.bank();
            let id = crate::Id::own(format!("~{}:{}", into.source.id, granted_at.ms()));
            let Some(grant) = bank.get(&id).filter(|grant| grant.expires_at == expires_at) else {
                break;
            };
            grants.push(Draw::of(&Wallet::Bank, &id, grant, grant.credits));
        }
        let whole = |draw: &Draw| draw.credits == amount && draw.of == amount;
        let pattern = match grants.split_last() {
            None => full,
            Some((last, newer)) => {
                let cut = full
                    && last.credits <= amount
                    && (last.of == amount || newer.is_empty() && last.of == last.credits);
                let ages = u64::try_from(grants.len()).ok()?;
                newer.iter().all(whole) && (cut || whole(last) && ages == periods)
            }
        };
        pattern.then_some(Steady { grants, full })
    }

    /// The last renewal before another expiring grant of the same source would be among those that
    /// make room; none where one already is.
    fn last_undisturbed(&self, steady: &Steady, into: &Draw) -> Option<u64> {
        let plan = self.running()?;
        let state = self.account.plan()?;
        let periods = plan.rollover?.expires_after_periods?;
        let bank = self.account.bank().of_source(into.source.rank);
        let mut others = bank
            .filter(|(id, _)| !steady.grants.iter().any(|draw| draw.grant == **id))
            .filter_map(|(_, grant)| grant.expires_at);
        match others.next().filter(|_| steady.full) {
            None => Some(u64::MAX),
            Some(expires_at) => {
                let before = expires_at.ms().checked_sub(1).and_then(Instant::from_ms)?;
                let last = plan.every.between(state.started_at, before).checked_sub(periods)?;
                (last > state.periods).then_some(last)
            }
        }
    }

    /// Lets the roll-overs expire that will have expired by then. Where roll-overs reach their expiry
    /// at all, each has by then as much as the oldest has now.
    fn expire_ahead(&mut self, steady: &Steady, until: Instant, slept: &mut Slept) -> Option<()> {
        let periods = self.running()?.rollover?.expires_after_periods?;
        let reach_expiry = u64::try_from(steady.grants.len()).ok()? == periods;
        let oldest = steady.grants.last().filter(|_| reach_expiry);
        let marks = core::mem::take(&mut self.marks);
        for draw in steady.grants.iter().rev() {
            let expires_at = draw.expires_at.filter(|expires_at| *expires_at <= until);
            if let (Some(oldest), Some(expires_at)) = (oldest, expires_at) {
                slept.expires(self.entries.len());
                self.take(EntryKind::Lapse, expires_at, &draw.wallet, &draw.grant, oldest.credits);
            }
        }
        self.marks = marks;
        Some(())
    }

    /// Puts each roll-over where it will be so many periods later.
    fn shift(&mut self, steady: &Steady, count: u64) -> Option<()> {
        let plan = self.running()?;
        let state = self.account.plan()?.clone();
        let periods = plan.rollover?.expires_after_periods?;
        let last_at = plan.every.after(state.started_at, state.periods + count)?;
        for draw in &steady.grants {
            self.take(EntryKind::Lapse, last_at, &draw.wallet, &draw.grant, draw.credits);
        }
        for (age, draw) in (0_u64..).zip(&steady.grants) {
            let period = (state.periods + count).checked_sub(age)?;
            let granted_at = plan.every.after(state.started_at, period)?;
            let expires_at = plan.every.after(state.started_at, period + periods).unwrap_or(Instant::LAST);
            let grant = self.own_id(&draw.source, granted_at);
            let shifted = Draw { grant, granted_at, expires_at: Some(expires_at), ..draw.clone() };
            self.give(EntryKind::Rollover, last_at, &shifted);
        }
        Some(())
    }
}
