//! What would help where credits are missing, best first.

use super::No;
use super::asker::{Who, spendable};
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::price::{Availability, Buyer, Request, estimate};
use crate::refusal::{Facts, Remedy};
use crate::rules::{Capability, Plan};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::{Work, is_unlocked, signed};

/// A charge that there are not enough credits for.
struct Short<'s> {
    who: &'s Who,
    /// What it draws on, in order.
    wallets: &'s [Wallet],
    needed: Credits,
    there: Credits,
    /// What is to be generated, where that is known.
    request: Option<&'s Request>,
}

impl Short<'_> {
    fn missing(&self) -> Credits {
        self.needed.minus_or_zero(self.there)
    }
}

impl Work<'_> {
    /// The refusal of a charge that there are not enough credits for.
    pub(super) fn short_of(
        &mut self,
        who: &Who,
        wallets: &[Wallet],
        needed: Credits,
        request: Option<&Request>,
        there: Credits,
        at: Instant,
    ) -> No {
        let short = Short { who, wallets, needed, there, request };
        let mut remedies = Vec::new();
        remedies.extend(self.subscribe_remedy(&short));
        remedies.extend(self.transfer_remedy(&short));
        if self.reaches_bank(&short) {
            remedies.extend(self.cheapest_purchase(short.missing()));
            remedies.extend(self.wait_remedy(&short, at));
        }
        self.ask_admin_remedy(who, &mut remedies);
        No::helped_by(self.short_facts(who, wallets, needed, there), remedies)
    }

    /// The refusal of a transfer that there are not enough credits for.
    pub(super) fn short_to_move(&self, who: &Who, from: &Wallet, needed: Credits, there: Credits) -> No {
        let missing = needed.minus_or_zero(there);
        let top_up = self.cheapest_purchase(missing).filter(|_| *from == Wallet::Bank);
        let mut remedies = top_up.into_iter().collect();
        self.ask_admin_remedy(who, &mut remedies);
        No::helped_by(self.short_facts(who, core::slice::from_ref(from), needed, there), remedies)
    }

    /// What is needed, and what is there, for those who may see it.
    fn short_facts(&self, who: &Who, wallets: &[Wallet], needed: Credits, there: Credits) -> Facts {
        if !who.may(self.rules, self.account, Capability::ViewBalance) {
            return Facts::InsufficientCredits {
                needed,
                spendable: None,
                shortfall: None,
                locked: None,
                held: None,
            };
        }
        let ranks = 0..self.rules.sources.len();
        let of_all = |amount: &dyn Fn(&Wallet, usize) -> u64| {
            let sum =
                wallets.iter().flat_map(|wallet| ranks.clone().map(move |rank| amount(wallet, rank))).sum();
            Some(Credits::new(sum).unwrap_or(Credits::MAX))
        };
        let locked = |wallet: &Wallet, rank: usize| match self.account.purse(wallet) {
            Some(purse) if !self.is_unlocked(rank) => purse.sum(rank),
            _ => 0,
        };
        Facts::InsufficientCredits {
            needed,
            spendable: Some(there),
            shortfall: Some(needed.minus_or_zero(there)),
            locked: of_all(&locked),
            held: of_all(&|wallet, rank| self.account.held(wallet, rank)),
        }
    }

    /// Whether what lands in the bank helps: whoever draws on it, or may move it to where they do.
    fn reaches_bank(&self, short: &Short<'_>) -> bool {
        short.wallets.contains(&Wallet::Bank) || short.who.may(self.rules, self.account, Capability::Transfer)
    }

    /// The wallets that help: those that are drawn on, and the bank where it does.
    fn helping(&self, short: &Short<'_>) -> Vec<Wallet> {
        let mut wallets = short.wallets.to_vec();
        if self.reaches_bank(short) && !wallets.contains(&Wallet::Bank) {
            wallets.push(Wallet::Bank);
        }
        wallets
    }

    /// The offered plans that would help.
    fn subscribe_remedy(&self, short: &Short<'_>) -> Option<Remedy> {
        let running = self.account.plan().map(|plan| &plan.id);
        let is_paid = self.running().is_some_and(|plan| plan.paid);
        let candidates = self
            .rules
            .plans
            .iter()
            .filter(|(id, plan)| plan.offered && Some(*id) != running && (plan.paid || !is_paid));
        let helping = candidates.filter(|(id, plan)| {
            let covers = |missing| {
                let lands = self.lets_buy(plan, missing) || self.grants_enough(plan, missing);
                self.unlocks_enough(plan, short, missing) || (lands && self.reaches_bank(short))
            };
            // Asked last: to work out a price takes longest.
            covers(short.missing())
                && self
                    .needed_on(Some((id, plan)), short)
                    .is_some_and(|needed| covers(needed.minus_or_zero(short.there)))
        });
        let plans: Vec<Id> = helping.map(|(id, _)| id.clone()).collect();
        (!plans.is_empty()).then_some(Remedy::Subscribe { plans })
    }

    /// What is needed on a plan, if what is asked for is to be had there: it may cost more than now.
    fn needed_on(&self, plan: Option<(&Id, &Plan)>, short: &Short<'_>) -> Option<Credits> {
        let Some(request) = short.request else { return Some(short.needed) };
        let buyer = Buyer { plan, product: Some(&self.account.head().product) };
        let there = estimate(self.rules, request, &buyer, Availability::Asked).ok()?;
        Some(there.cost.max(short.needed))
    }

    /// Whether a plan would unlock what covers what is missing.
    fn unlocks_enough(&self, plan: &Plan, short: &Short<'_>, missing: Credits) -> bool {
        let opens = |rank: &usize| !self.is_unlocked(*rank) && is_unlocked(self.rules, Some(plan), *rank);
        let ranks: Vec<usize> = (0..self.rules.sources.len()).filter(opens).collect();
        let mut sum = 0;
        for purse in self.helping(short).iter().filter_map(|wallet| self.account.purse(wallet)) {
            sum += ranks.iter().map(|rank| purse.sum(*rank)).sum::<u64>();
        }
        sum >= missing.get()
    }

    /// Whether buying what is missing waits for this plan.
    fn lets_buy(&self, plan: &Plan, missing: Credits) -> bool {
        let Some(purchase) = &self.rules.purchase else { return false };
        self.plan_needed_to_buy(purchase).is_some()
            && is_unlocked(self.rules, Some(plan), purchase.source)
            && self.cheapest(purchase, missing).is_some()
    }

    /// Whether a plan's allowance is larger than the running one's, and covers what is missing.
    fn grants_enough(&self, plan: &Plan, missing: Credits) -> bool {
        let Some(allowance) = plan.allowance else { return false };
        let seats = self.account.plan().map_or(1, crate::account::PlanState::seats);
        let amount = allowance.amount(seats);
        let now = self.allowance().map_or(Credits::ZERO, |(_, amount)| amount);
        amount > now && amount >= missing && is_unlocked(self.rules, Some(plan), allowance.source)
    }

    /// What the bank could hand to a team that is short.
    fn transfer_remedy(&self, short: &Short<'_>) -> Option<Remedy> {
        let to = short.wallets.first().filter(|_| !short.wallets.contains(&Wallet::Bank))?;
        let bank = spendable(self.rules, self.account, &[Wallet::Bank]);
        (bank >= short.missing()).then(|| Remedy::Transfer {
            from: Wallet::Bank,
            to: to.clone(),
            credits: short.missing(),
        })
    }

    /// Waiting, where the next renewal comes by itself and would cover what is needed.
    fn wait_remedy(&mut self, short: &Short<'_>, at: Instant) -> Option<Remedy> {
        let until = self.renews_by_itself_at().filter(|until| *until > at)?;
        let (mark, entered) = (self.account.mark(), self.entries.len());
        let wallets = self.helping(short);
        let was_enough = spendable(self.rules, self.account, &wallets) >= short.needed;
        self.pass_time(until);
        let there = spendable(self.rules, self.account, &wallets);
        // Another plan may have taken over.
        let plan = self.account.plan().and_then(|plan| self.rules.plans.get_key_value(&plan.id));
        let needed = self.needed_on(plan, short);
        let came = self.entries.iter().skip(entered).filter(|entry| entry.kind == EntryKind::Grant);
        let usable = came.filter(|entry| self.is_unlocked(entry.source.rank));
        let granted: i64 = usable.map(|entry| entry.credits).sum();
        self.account.take_back_to(mark);
        self.entries.truncate(entered);
        // What lay in the bank before is there without waiting.
        let helps = |needed: Credits| {
            there >= needed && (!was_enough || granted >= signed(needed.minus_or_zero(short.there)))
        };
        needed.is_some_and(helps).then_some(Remedy::Wait { until })
    }

    /// Asking someone else, where the asker's role allows none of what would help. To wait, nobody
    /// needs a right; and where nothing helps, asking does not either.
    fn ask_admin_remedy(&self, who: &Who, remedies: &mut Vec<Remedy>) {
        let Who::Member(_) = who else { return };
        let allowed = |remedy: &Remedy| {
            let needs = match remedy {
                Remedy::Subscribe { .. } | Remedy::TopUp { .. } => Capability::Billing,
                Remedy::Transfer { .. } => Capability::Transfer,
                _ => return false,
            };
            who.may(self.rules, self.account, needs)
        };
        let told = remedies.iter().any(|remedy| !matches!(remedy, Remedy::Wait { .. }));
        if told && !remedies.iter().any(allowed) {
            remedies.push(Remedy::AskAdmin);
        }
    }
}
