//! Plans taken, changed, cancelled and renewed.

use super::asker::Who;
use super::{No, Outcome};
use crate::account::{Head, NextPlan, PlanState, PlanStatus};
use crate::command::When;
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::refusal::{Facts, Remedy};
use crate::rules::Plan;
use crate::time::Instant;
use crate::work::Work;

impl Work<'_> {
    pub(super) fn subscribe(
        &mut self,
        who: &Who,
        id: &Id,
        seats: Option<u64>,
        allowance: Option<Credits>,
        when: When,
        at: Instant,
    ) -> Result<Outcome, No> {
        let offered = |plan: &&Plan| plan.offered || *who == Who::System;
        let Some(plan) = self.rules.plans.get(id).filter(offered) else {
            return Err(Facts::UnknownPlan { id: id.clone() }.into());
        };
        let Some(state) = self.account.plan().cloned() else {
            check_in_full(plan, seats, allowance)?;
            return Ok(granted(self.start_plan(id, at, seats, allowance)));
        };
        let on_fallback = self.rules.fallback_plan.as_ref() == Some(&state.id);
        if state.id == *id {
            return Ok(granted(match when {
                When::Now => self.change_running(&state, plan, seats, allowance, at)?,
                When::PeriodEnd => self.plan_next(id, seats, allowance),
            }));
        }
        let goes_unpaid = !plan.paid && self.running().is_some_and(|plan| plan.paid);
        let overdue = state.renews_at <= at;
        if when == When::PeriodEnd && !on_fallback && !(goes_unpaid && overdue) {
            return Ok(granted(self.plan_next(id, seats, allowance)));
        }
        if goes_unpaid {
            self.end_plan(at);
        }
        let seats = seats.or(state.seats);
        check_in_full(plan, seats, allowance)?;
        Ok(granted(self.start_plan(id, at, seats, allowance)))
    }

    /// Plans what takes over at the renewal, and nothing else.
    fn plan_next(&mut self, id: &Id, seats: Option<u64>, allowance: Option<Credits>) -> Credits {
        let next = NextPlan { allowance, id: id.clone(), seats };
        self.plan_anew(|plan| plan.next = Some(next));
        Credits::ZERO
    }

    /// Changes what runs, after dropping whatever was planned before: a cancellation, or a next plan.
    fn plan_anew(&mut self, change: impl FnOnce(&mut PlanState)) {
        self.account.set_head(|head: &mut Head| {
            if let Some(plan) = &mut head.plan {
                plan.status = PlanStatus::Active;
                plan.ends_at = None;
                plan.next = None;
                change(plan);
            }
        });
    }

    /// More of the running plan is granted now; less of it comes with the next renewal.
    fn change_running(
        &mut self,
        state: &PlanState,
        plan: &Plan,
        seats: Option<u64>,
        allowance: Option<Credits>,
        at: Instant,
    ) -> Result<Credits, No> {
        // A contract's own amount stands, also where the plan itself allows nothing.
        let of_plan = || self.allowance().map_or(Credits::ZERO, |(_, amount)| amount);
        let before = state.allowance.unwrap_or_else(of_plan);
        let more_seats = seats.filter(|seats| *seats >= state.seats());
        let fewer_seats = seats.filter(|seats| *seats < state.seats());
        let more = allowance.filter(|amount| *amount >= before);
        let less = allowance.filter(|amount| *amount < before);
        let next = NextPlan { allowance: less, id: state.id.clone(), seats: fewer_seats };
        let changes = less.is_some() || fewer_seats.is_some();
        self.plan_anew(|plan| {
            plan.seats = more_seats.or(plan.seats);
            plan.allowance = more.or(plan.allowance);
            plan.next = changes.then_some(next);
        });
        let granted = match (plan.allowance, allowance.or(state.allowance)) {
            (None, _) => Credits::ZERO,
            // A contract's own amount runs, whatever the seats.
            (_, Some(amount)) => amount.minus_or_zero(before),
            (Some(allowance), None) => {
                let added = more_seats.unwrap_or(0).saturating_sub(state.seats());
                allowance.of_added(added).ok_or_else(too_many_credits)?
            }
        };
        if let Some((source, _)) = self.allowance() {
            self.grant_own(EntryKind::Grant, at, &source, granted, None);
        }
        Ok(granted)
    }

    pub(super) fn cancel(&mut self, when: When, until: Option<Instant>, at: Instant) -> Result<Outcome, No> {
        let Some(state) = self.account.plan().cloned() else {
            return Err(self.no_plan());
        };
        if self.rules.fallback_plan.as_ref() == Some(&state.id) {
            return Err(self.no_plan());
        }
        let overdue = state.renews_at <= at && until.is_none_or(|until| until <= state.renews_at);
        if when == When::Now || overdue {
            self.end_plan_for_fallback(at);
        } else {
            self.plan_anew(|plan| {
                plan.status = PlanStatus::Cancelled;
                plan.ends_at = until;
            });
        }
        Ok(Outcome::default())
    }

    pub(super) fn renew_by_command(&mut self, at: Instant) -> Result<Outcome, No> {
        let Some(renews_at) = self.account.plan().map(|plan| plan.renews_at) else {
            return Err(self.no_plan());
        };
        if self.ends_next() {
            return Err(self.no_plan());
        }
        let credits = if renews_at <= at { self.renew_overdue(at) } else { self.renew(at) };
        // Where a plan ended or changed on the way, what follows is time's.
        self.pass_time(at);
        Ok(granted(credits))
    }

    fn no_plan(&self) -> No {
        let running = self.account.plan().map(|plan| &plan.id);
        let fallback = self.rules.fallback_plan.as_ref();
        let plans = self
            .rules
            .plans
            .iter()
            .filter(|(id, plan)| plan.offered && Some(*id) != running && Some(*id) != fallback);
        let plans: Vec<Id> = plans.map(|(id, _)| id.clone()).collect();
        let remedies = if plans.is_empty() { Vec::new() } else { vec![Remedy::Subscribe { plans }] };
        No::helped_by(Facts::NoPlan {}, remedies)
    }

    /// The offered plans that are meant, in order of their ids.
    pub(super) fn offered(&self, is_meant: impl Fn(&Plan) -> bool) -> Vec<Id> {
        let plans = self.rules.plans.iter().filter(|(_, plan)| plan.offered && is_meant(plan));
        plans.map(|(id, _)| id.clone()).collect()
    }
}

/// Refuses what is to be granted in full, and outgrows credits; a renewal grants what there is room for.
fn check_in_full(plan: &Plan, seats: Option<u64>, contract: Option<Credits>) -> Result<(), No> {
    match plan.allowance.filter(|_| contract.is_none()) {
        Some(allowance) if allowance.in_full(seats.unwrap_or(1)).is_none() => Err(too_many_credits()),
        _ => Ok(()),
    }
}

fn too_many_credits() -> No {
    Facts::too_many("credits", Credits::MAX.get()).into()
}

fn granted(credits: Credits) -> Outcome {
    Outcome::moved(credits, Vec::new())
}
