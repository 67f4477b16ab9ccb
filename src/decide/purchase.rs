//! Purchases: a wish of a person, and once it is paid a fact of the system's.

use super::asker::Who;
use super::{No, Outcome};
use crate::command::Command;
use crate::credits::Credits;
use crate::decision::Bought;
use crate::id::Id;
use crate::refusal::{Facts, Money, PlanNeeded, Remedy};
use crate::rules::{NeedsPlan, Pack, PurchaseRules};
use crate::time::{DAY_MS, Instant};
use crate::wallet::Wallet;
use crate::work::Work;

impl Work<'_> {
    pub(super) fn purchase(
        &mut self,
        who: &Who,
        command: &Command,
        pack_id: &Id,
        quantity: u64,
        consent: Option<&str>,
        at: Instant,
    ) -> Result<Outcome, No> {
        let rules = self.rules;
        let unknown = || Facts::UnknownPack { id: pack_id.clone() };
        let pack = rules.packs.get(pack_id).ok_or_else(unknown)?;
        let purchase = rules.purchase.as_ref().ok_or_else(unknown)?;
        let price = pack.price.checked_mul(quantity).filter(|price| *price <= Credits::MAX.get());
        let money = price.map(|amount| self.money(amount));
        if *who != Who::System {
            self.check_wish(purchase, consent)?;
        }
        if quantity < pack.min || pack.max.is_some_and(|max| quantity > max) {
            return Err(Facts::QuantityOutOfRange { quantity, min: pack.min, max: pack.max }.into());
        }
        if let Some(limit) = purchase.in_app_limit.filter(|_| *who != Who::System)
            && price.is_none_or(|price| price > limit)
        {
            let price = money.unwrap_or_else(|| self.money(Credits::MAX.get()));
            return Err(Facts::OverInAppLimit { price, limit: self.money(limit) }.into());
        }
        let too_many = |what| Facts::too_many(what, Credits::MAX.get());
        let credits = pack.credits.times(quantity).ok_or_else(|| too_many("credits"))?;
        let money = money.ok_or_else(|| too_many("minor units of money"))?;
        let source = rules.source(purchase.source).ok_or_else(unknown)?;
        let expires_at = pack
            .expires_after_days
            .map(|days| days.checked_mul(DAY_MS).and_then(|ms| at.after(ms)).unwrap_or(Instant::LAST));
        let bought = Bought { pack: pack_id.clone(), quantity, price: money.clone() };
        self.marks.bought = Some(bought.into());
        self.put_new(command, source, credits, &Wallet::Bank, expires_at, at);
        Ok(Outcome { credits, price: Some(money), ..Outcome::default() })
    }

    /// What a person must meet before they may buy; for what has been paid it is too late to ask.
    fn check_wish(&self, purchase: &PurchaseRules, consent: Option<&str>) -> Result<(), No> {
        if let Some(needs) = self.plan_needed_to_buy(purchase) {
            return Err(self.needs_plan(needs));
        }
        match &purchase.consent {
            Some(words) if consent != Some(words) => {
                Err(Facts::ConsentRequired { consent: words.clone() }.into())
            }
            _ => Ok(()),
        }
    }

    /// Which plan is missing for what is bought to be usable.
    pub(super) fn plan_needed_to_buy(&self, purchase: &PurchaseRules) -> Option<PlanNeeded> {
        if self.is_unlocked(purchase.source) {
            return None;
        }
        match self.rules.sources.get(purchase.source)?.needs_plan? {
            NeedsPlan::Any => Some(PlanNeeded::Any),
            NeedsPlan::Paid => Some(PlanNeeded::Paid),
        }
    }

    fn needs_plan(&self, needs: PlanNeeded) -> No {
        let plans = self.offered(|plan| needs == PlanNeeded::Any || plan.paid);
        let remedies = if plans.is_empty() { Vec::new() } else { vec![Remedy::Subscribe { plans }] };
        No::helped_by(Facts::PlanRequired { needs }, remedies)
    }

    pub(super) fn money(&self, amount: u64) -> Money {
        Money { amount, currency: self.rules.currency.clone().unwrap_or_default() }
    }

    /// The cheapest purchase that covers what is missing, within the limits on purchases.
    pub(super) fn cheapest_purchase(&self, missing: Credits) -> Option<Remedy> {
        let purchase = self.rules.purchase.as_ref()?;
        if self.plan_needed_to_buy(purchase).is_some() { None } else { self.cheapest(purchase, missing) }
    }

    /// The same, whatever plan buying waits for.
    pub(super) fn cheapest(&self, purchase: &PurchaseRules, missing: Credits) -> Option<Remedy> {
        let offer = |(id, pack): (&Id, &Pack)| {
            let quantity = missing.get().div_ceil(pack.credits.get().max(1)).max(pack.min);
            let credits = pack.credits.times(quantity)?;
            let price = pack.price.checked_mul(quantity).filter(|price| *price <= Credits::MAX.get())?;
            let allowed = pack.max.is_none_or(|max| quantity <= max)
                && purchase.in_app_limit.is_none_or(|limit| price <= limit);
            allowed.then(|| (price, core::cmp::Reverse(credits), id.clone(), quantity))
        };
        let (price, credits, pack, quantity) = self.rules.packs.iter().filter_map(offer).min()?;
        Some(Remedy::TopUp { pack, quantity, credits: credits.0, price: self.money(price) })
    }
}
