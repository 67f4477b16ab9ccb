//! Renewal, rollover, and the end of plans.

use core::cmp::Reverse;

use crate::account::{Draw, NextPlan, PlanState, PlanStatus};
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::rules::{Plan, Renews, Rollover, SourceRef};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

impl Work<'_> {
    /// Whether the plan ends at its next renewal, instead of going on.
    pub(crate) fn ends_next(&self) -> bool {
        self.account.plan().is_some_and(|plan| {
            let cancelled = plan.status == PlanStatus::Cancelled;
            let ends = cancelled && plan.ends_at.is_none_or(|ends_at| plan.renews_at >= ends_at);
            ends || self.goes_unpaid_next()
        })
    }

    /// Whether an unpaid plan is to follow a paid one: that is an end and a start, no renewal.
    fn goes_unpaid_next(&self) -> bool {
        let next = self.account.plan().and_then(|plan| plan.next.as_ref());
        let next = next.and_then(|next| self.rules.plans.get(&next.id));
        next.is_some_and(|next| !next.paid) && self.running().is_some_and(|plan| plan.paid)
    }

    /// Whether the plan renews at its next turn.
    pub(super) fn renews_next(&self) -> bool {
        !self.ends_next()
    }

    /// When time alone renews, changes or ends the plan. Nothing happens at the end of time.
    pub(crate) fn plan_turns_at(&self) -> Option<Instant> {
        let renews_at = self.account.plan()?.renews_at;
        let waits = self.running().is_none_or(|plan| plan.renews == Renews::Command);
        (renews_at < Instant::LAST && (!waits || self.ends_next())).then_some(renews_at)
    }

    /// When the plan renews by itself, if it does.
    pub(crate) fn renews_by_itself_at(&self) -> Option<Instant> {
        self.plan_turns_at().filter(|_| self.renews_next())
    }

    /// Ends the plan at its turn, and starts what follows it.
    pub(super) fn turn_plan(&mut self, at: Instant) {
        let Some(plan) = self.account.plan().cloned() else { return };
        match plan.next {
            Some(NextPlan { id, seats, allowance }) => {
                self.end_plan(at);
                self.start_in_time(&id, at, seats.or(plan.seats), allowance);
            }
            None => self.end_plan_for_fallback(at),
        }
    }

    /// Ends the plan; the fallback, if there is one, begins.
    pub(crate) fn end_plan_for_fallback(&mut self, at: Instant) {
        self.end_plan(at);
        if let Some(fallback) = self.rules.fallback_plan.clone() {
            self.start_in_time(&fallback, at, None, None);
        }
    }

    /// Ends the plan: what it allowed lapses, and what was to end with it.
    pub(crate) fn end_plan(&mut self, at: Instant) {
        let rules = self.rules;
        let ends = |rank: usize| {
            rules.allowance_ranks.contains(&rank)
                || rules.sources.get(rank).is_some_and(|source| source.ends_with_plan)
        };
        for draw in self.lying_of(ends) {
            self.take(EntryKind::Lapse, at, &draw.wallet, &draw.grant, draw.credits);
        }
        self.account.set_head(|head| {
            head.plan = None;
            head.ended_at = Some(at);
        });
    }

    /// Starts a plan where time has it so: its allowance is granted as far as the account can hold it.
    fn start_in_time(&mut self, id: &Id, at: Instant, seats: Option<u64>, allowance: Option<Credits>) {
        self.begin_plan(id, at, seats, allowance);
        self.grant_allowance(at, self.headroom());
    }

    /// Starts a plan as a command has it: its allowance is granted in full, and told.
    pub(crate) fn start_plan(
        &mut self,
        id: &Id,
        at: Instant,
        seats: Option<u64>,
        allowance: Option<Credits>,
    ) -> Credits {
        self.begin_plan(id, at, seats, allowance);
        self.grant_allowance(at, Credits::MAX)
    }

    fn begin_plan(&mut self, id: &Id, at: Instant, seats: Option<u64>, allowance: Option<Credits>) {
        let Some(plan) = self.rules.plans.get(id) else { return };
        let state = PlanState {
            allowance,
            ends_at: None,
            id: id.clone(),
            next: None,
            periods: 0,
            renews_at: plan.every.after(at, 1).unwrap_or(Instant::LAST),
            seats,
            started_at: at,
            status: PlanStatus::Active,
        };
        self.account.set_head(|head| head.plan = Some(state));
    }

    /// What a period of the running plan grants, and of which source.
    pub(crate) fn allowance(&self) -> Option<(SourceRef, Credits)> {
        let state = self.account.plan()?;
        let allowance = self.running()?.allowance?;
        let amount = state.allowance.unwrap_or_else(|| allowance.amount(state.seats()));
        Some((self.rules.source(allowance.source)?, amount))
    }

    /// Grants a period's allowance, at most so much of it.
    fn grant_allowance(&mut self, at: Instant, most: Credits) -> Credits {
        let Some((source, amount)) = self.allowance() else { return Credits::ZERO };
        let amount = amount.min(most);
        self.grant_own(EntryKind::Grant, at, &source, amount, None);
        amount
    }

    /// Renews as of an instant: what is unused rolls over or lapses, and a new period begins, whose
    /// allowance is told. Before its time it begins at once, and periods are counted anew.
    pub(crate) fn renew(&mut self, at: Instant) -> Credits {
        let Some(before) = self.account.plan().cloned() else { return Credits::ZERO };
        let Some(plan_before) = self.running() else { return Credits::ZERO };
        let state = self.next_period(&before, plan_before, at);
        self.account.set_head(|head| {
            head.plan = Some(state);
            head.renewed_at = Some(at);
        });
        self.roll_over(at);
        self.grant_allowance(at, self.headroom())
    }

    /// The plan as it runs from a renewal on.
    fn next_period(&self, before: &PlanState, plan_before: &Plan, at: Instant) -> PlanState {
        let next =
            before.next.clone().unwrap_or(NextPlan { id: before.id.clone(), seats: None, allowance: None });
        let plan = self.rules.plans.get(&next.id).unwrap_or(plan_before);
        // Where the renewal does not stand where the count has it, that is counted from here.
        let regular = plan_before.every.after(before.started_at, before.periods + 1) == Some(at);
        let (started_at, periods) = if regular && plan.every == plan_before.every {
            (before.started_at, before.periods + 1)
        } else {
            (at, 0)
        };
        let kept = before.allowance.filter(|_| next.id == before.id);
        PlanState {
            allowance: next.allowance.or(kept),
            ends_at: before.ends_at,
            id: next.id,
            next: None,
            periods,
            renews_at: plan.every.after(started_at, periods + 1).unwrap_or(Instant::LAST),
            seats: next.seats.or(before.seats),
            started_at,
            status: before.status,
        }
    }

    /// Gathers what is unused of all allowances: some of it is kept, the rest lapses.
    fn roll_over(&mut self, at: Instant) {
        let rules = self.rules;
        let unused = self.lying_of(|rank| rules.allowance_ranks.contains(&rank));
        let total = sum(&unused);
        let mut kept = Credits::ZERO;
        if let Some(into) = self.rollover_grant(at) {
            kept = self.make_room(at, total, &into);
            let mut rest = kept;
            for draw in &unused {
                let part = rest.min(draw.credits);
                self.take(EntryKind::Rollover, at, &draw.wallet, &draw.grant, part);
                rest = rest.minus_or_zero(part);
            }
            self.give(EntryKind::Rollover, at, &Draw { credits: kept, of: kept, ..into });
        }
        let mut skip = kept;
        for draw in &unused {
            let rolled = skip.min(draw.credits);
            skip = skip.minus_or_zero(rolled);
            self.take(EntryKind::Lapse, at, &draw.wallet, &draw.grant, draw.credits.minus_or_zero(rolled));
        }
    }

    /// The grant that a roll-over into the running period goes to, still without credits.
    pub(crate) fn rollover_grant(&self, at: Instant) -> Option<Draw> {
        let state = self.account.plan()?;
        let plan = self.running()?;
        let Rollover { into, expires_after_periods, .. } = plan.rollover?;
        let source = self.rules.source(into)?;
        let expires_at = expires_after_periods.map(|count| {
            if self.turn(state.periods + 1) == state.renews_at {
                return self.turn(state.periods + count);
            }
            // It renews at another instant than is counted: periods are counted from there.
            plan.every.after(state.renews_at, count.saturating_sub(1)).unwrap_or(Instant::LAST)
        });
        let grant = match expires_at {
            None => Id::own(format!("~{}", source.id)),
            Some(_) => self.own_id(&source, at),
        };
        let there = self.account.grant(&Wallet::Bank, &grant);
        Some(Draw {
            credits: Credits::ZERO,
            expires_at,
            granted_at: there.map_or(at, |there| there.granted_at),
            of: Credits::ZERO,
            grant,
            source,
            wallet: Wallet::Bank,
        })
    }

    /// The cap of the running plan's roll-over.
    pub(crate) fn rollover_cap(&self) -> Credits {
        let seats = self.account.plan().map_or(1, PlanState::seats);
        let rollover = self.running().and_then(|plan| plan.rollover);
        rollover.map_or(Credits::ZERO, |rollover| rollover.cap(seats))
    }

    /// Makes room below the cap for what comes in, and tells how much of that stays. What must go
    /// is taken from the bank and from what comes in alike: what expires soonest first, then what
    /// is newest; of one grant, what comes in first.
    pub(super) fn make_room(&mut self, at: Instant, incoming: Credits, into: &Draw) -> Credits {
        let all = u128::from(self.rolled_over(into).get()) + u128::from(incoming.get());
        let excess = all.saturating_sub(u128::from(self.rollover_cap().get()));
        let mut excess = u64::try_from(excess).ok().and_then(Credits::new).unwrap_or(Credits::MAX);
        let mut stays = incoming;
        let turn = |expires_at: Option<Instant>, granted_at| {
            (expires_at.map_or(u64::MAX, Instant::ms), Reverse(granted_at))
        };
        while !excess.is_zero() {
            let coming = Some(turn(into.expires_at, into.granted_at)).filter(|_| !stays.is_zero());
            let queued = self
                .queue
                .first_to_go()
                .map(|number| turn(Some(self.turn(number + self.queue.periods)), self.turn(number)));
            let bank = self.account.bank().first_to_go(into.source.rank);
            let lying = bank.map(|(id, grant)| Draw::of(&Wallet::Bank, id, grant, grant.credits));
            let first = lying.as_ref().map(|draw| turn(draw.expires_at, draw.granted_at));
            let Some(first) = coming.into_iter().chain(queued).chain(first).min() else { break };
            let gone = match lying {
                _ if coming == Some(first) => excess.min(stays),
                _ if queued == Some(first) => self.queue.cut(excess),
                Some(draw) => match self.take(EntryKind::Lapse, at, &draw.wallet, &draw.grant, excess) {
                    Some(taken) => taken.credits,
                    None => break,
                },
                None => break,
            };
            if coming == Some(first) {
                stays = stays.minus_or_zero(gone);
            }
            excess = excess.minus_or_zero(gone);
        }
        stays
    }

    /// What all wallets have of the source into which it rolls over, the queue with them.
    pub(crate) fn rolled_over(&self, into: &Draw) -> Credits {
        // Both are parts of one account, whose total is bounded.
        self.account.lying(&into.source).plus(self.queue.total()).unwrap_or(Credits::MAX)
    }

    /// When the running plan renews, by the number of the renewal.
    pub(super) fn turn(&self, number: u64) -> Instant {
        let plan = self.account.plan().zip(self.running());
        plan.and_then(|(state, plan)| plan.every.after(state.started_at, number)).unwrap_or(Instant::LAST)
    }
}

/// What draws come to.
pub(crate) fn sum(draws: &[Draw]) -> Credits {
    // They are parts of one account, whose total is bounded.
    draws.iter().fold(Credits::ZERO, |sum, draw| sum.plus(draw.credits).unwrap_or(Credits::MAX))
}
