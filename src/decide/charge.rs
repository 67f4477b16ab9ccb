//! What a charge comes to, and whether limits allow it.

use core::cmp::Reverse;

use super::asker::{Who, drawn_on};
use super::{No, Outcome};
use crate::account::{Account, Counted, Few};
use crate::command::{Charge, Command};
use crate::credits::Credits;
use crate::id::Id;
use crate::mistake::{Mistake, MistakeCode};
use crate::price::{self, Availability, Buyer, Estimate, Request};
use crate::refusal::{Facts, Failure, LimitOf, LimitUse, Remedy};
use crate::rules::{Limit, Rules, Window};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::windows::span;
use crate::work::Work;

/// What a request costs an account as it stands.
pub(crate) fn price(
    rules: &Rules,
    account: &Account,
    request: &Request,
    availability: Availability,
) -> Result<Box<Estimate>, Failure> {
    let plan = account.plan().and_then(|plan| rules.plans.get_key_value(&plan.id));
    let product = Some(&account.head().product);
    price::estimate(rules, request, &Buyer { plan, product }, availability)
}

impl Work<'_> {
    /// What a command's request costs; what cannot be priced is a fault of the command.
    pub(super) fn priced(&self, request: &Request, availability: Availability) -> Result<Box<Estimate>, No> {
        price(self.rules, self.account, request, availability).map_err(|failure| match failure {
            Failure::Refused(refused) => No::helped_by(refused.facts, refused.remedies),
            Failure::Mistake(mistake) => No::Mistake(Box::new(Mistake {
                code: MistakeCode::InvalidCommand,
                path: format!("/request{}", mistake.path),
                issues: mistake
                    .issues
                    .into_iter()
                    .map(|issue| crate::mistake::Issue { path: format!("/request{}", issue.path), ..issue })
                    .collect(),
            })),
        })
    }

    /// What a charge costs: a request is priced, and must cost what the asker was shown.
    pub(super) fn cost(&self, charge: &Charge) -> Result<(Credits, Option<Box<Estimate>>), No> {
        match charge {
            Charge::Credits(credits) => Ok((*credits, None)),
            Charge::Request { request, expect } => {
                let estimate = self.priced(request, Availability::Asked)?;
                match expect {
                    Some(expected) if *expected != estimate.cost => {
                        let facts = Facts::PriceChanged { expected: *expected, cost: estimate.cost };
                        Err(No::from(facts).priced(Some(&estimate)))
                    }
                    _ => Ok((estimate.cost, Some(estimate))),
                }
            }
        }
    }

    /// Refuses what a member's limits leave no room for.
    pub(super) fn check_limits(
        &self,
        who: &Who,
        from: &Wallet,
        needed: Credits,
        at: Instant,
    ) -> Result<(), No> {
        let is_short = |counted: &Counted, limit: &Limit| {
            limit.credits.minus_or_zero(self.spent_in(counted, limit.per, at)) < needed
        };
        let mut all = self.limiting(who, from);
        // Zero is never short. What is said of the limits is put together only where one is.
        if !all.any(|(.., counted, limits)| limits.iter().any(|limit| is_short(&counted, limit))) {
            return Ok(());
        }
        let uses = self.limits_of(who, from, at);
        let left = |used: &LimitUse| used.limit.minus_or_zero(used.spent);
        let short = |used: &&LimitUse| left(used) < needed;
        // Of those that leave the same the longer window is told, and then they stand in order.
        let Some(tightest) = uses.iter().filter(short).min_by_key(|used| (left(used), Reverse(used.per)))
        else {
            return Ok(());
        };
        let reached = uses.iter().filter(short);
        let until = reached.map(|used| used.resets_at).max().filter(|until| *until > at);
        // A period ends by itself unless its renewal waits for a command, or time ends before.
        let waits = self.account.plan().is_some() && self.plan_turns_at().is_none();
        let never = uses.iter().any(|used| used.limit < needed)
            || uses.iter().filter(short).any(|used| used.per == Window::Period && waits);
        let wait = until.filter(|_| !never).map(|until| Remedy::Wait { until });
        let remedies = wait.into_iter().chain([Remedy::AskAdmin]).collect();
        Err(No::helped_by(Facts::LimitReached { limit: tightest.clone(), needed }, remedies))
    }

    /// Every limit that a charge by someone meets: their role's, their own, and the team's whose
    /// wallet it begins with.
    pub(crate) fn limits_of(&self, who: &Who, from: &Wallet, at: Instant) -> Vec<LimitUse> {
        self.limiting(who, from)
            .flat_map(|(of, id, counted, limits)| self.uses(of, id, &counted, limits, at))
            .collect()
    }

    /// Whose limits those are, as whose spending they count, and the limits.
    fn limiting(
        &self,
        who: &Who,
        from: &Wallet,
    ) -> impl Iterator<Item = (LimitOf, &Id, Counted, &[Limit])> + use<'_> {
        let member = match who {
            Who::Member(id) => self.account.members().get_key_value(id),
            Who::System | Who::Owner => None,
        };
        let role = member.and_then(|(_, member)| self.rules.roles.get_key_value(&member.role));
        let team = from.team().filter(|_| member.is_some());
        let team = team.and_then(|team| self.account.teams().get_key_value(team));
        let theirs = member.map(|(id, _)| Counted::Member(id.clone()));
        let all = [
            role.zip(theirs.clone()).map(|((id, role), theirs)| (LimitOf::Role, id, theirs, &*role.limits)),
            member.zip(theirs).map(|((id, member), theirs)| (LimitOf::Member, id, theirs, &*member.limits)),
            team.map(|(id, team)| (LimitOf::Team, id, Counted::Team(id.clone()), &*team.info.limits)),
        ];
        all.into_iter().flatten()
    }

    fn uses(&self, of: LimitOf, id: &Id, counted: &Counted, limits: &[Limit], at: Instant) -> Vec<LimitUse> {
        let so_far = |limit: &Limit| LimitUse {
            of,
            id: id.clone(),
            per: limit.per,
            limit: limit.credits,
            spent: self.spent_in(counted, limit.per, at),
            resets_at: span(self.account, limit.per, at).until,
        };
        limits.iter().map(so_far).collect()
    }

    /// A spend by someone, or on someone's behalf.
    pub(super) fn spend(
        &mut self,
        who: &Who,
        command: &Command,
        from: Option<&Wallet>,
        charge: &Charge,
        at: Instant,
    ) -> Result<Outcome, No> {
        let charged = self.charged(who, from, charge, at)?;
        self.marks.model = charged.estimate.as_ref().map(|estimate| estimate.model.clone());
        let draws = self.draw(crate::decision::EntryKind::Spend, at, &charged.wallets, charged.cost);
        self.count(at, command.person().as_ref(), &charged.from, charged.cost);
        Ok(Outcome { credits: charged.cost, draws, estimate: charged.estimate, price: None })
    }

    /// What a charge comes to, once it is clear that it can be had.
    pub(super) fn charged(
        &mut self,
        who: &Who,
        from: Option<&Wallet>,
        charge: &Charge,
        at: Instant,
    ) -> Result<Charged, No> {
        let named = from.is_some();
        let from = who.begins_with(self.account, from);
        let wallets = drawn_on(self.rules, &from, named);
        if !who.may_draw_on(self.rules, self.account, &from) {
            return Err(self.forbid(who, crate::refusal::Needs::Capability(crate::rules::Capability::Manage)));
        }
        self.check_wallet(&from)?;
        let (cost, estimate) = self.cost(charge)?;
        self.check_limits(who, &from, cost, at)
            .and_then(|()| self.check_enough(who, &wallets, cost, charge.request(), at))
            .map_err(|no| no.priced(estimate.as_deref()))?;
        Ok(Charged { from, wallets, cost, estimate })
    }
}

/// A charge that can be had.
pub(super) struct Charged {
    pub(super) from: Wallet,
    /// What it draws on, in order.
    pub(super) wallets: Few<Wallet>,
    pub(super) cost: Credits,
    pub(super) estimate: Option<Box<Estimate>>,
}
