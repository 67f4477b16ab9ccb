//! Holds, what ends them, and refunds.

use super::asker::{Who, drawn_on, spendable};
use super::{No, Outcome};
use crate::account::{Change, Draw, Hold, MEETS_OTHERS, Purse};
use crate::advance::sum;
use crate::command::{CameTo, Charge, Command};
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::map::Map;
use crate::price::{Availability, Request};
use crate::refusal::Facts;
use crate::rules::Rules;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::{Work, is_unlocked, signed};

/// The order of consumption over some wallets: every grant with its draw, and whether it can be
/// spent.
pub(crate) fn draw_order(rules: &Rules, work: &Work<'_>, wallets: &[Wallet]) -> Vec<(Draw, bool)> {
    let plan = work.running();
    let mut order = Vec::new();
    for wallet in wallets {
        let Some(purse) = work.account.purse(wallet) else { continue };
        for rank in 0..rules.sources.len() {
            let usable = is_unlocked(rules, plan, rank);
            let draws = purse.of_source(rank).map(|(id, grant)| Draw::of(wallet, id, grant, grant.credits));
            order.extend(draws.map(|draw| (draw, usable)));
        }
    }
    order
}

impl Work<'_> {
    /// Takes credits in the order of consumption, from the wallet that is charged and from the bank
    /// where it follows. That there are enough has been checked.
    pub(super) fn draw(
        &mut self,
        kind: EntryKind,
        at: Instant,
        wallets: &[Wallet],
        credits: Credits,
    ) -> Vec<Draw> {
        let mut draws = Vec::new();
        let mut missing = credits;
        if self.is_blind() {
            return draws;
        }
        let unlocked = self.unlocked();
        for wallet in wallets {
            for rank in unlocked {
                while !missing.is_zero() {
                    let Some(draw) = self.take_first(kind, at, wallet, *rank, missing) else { break };
                    missing = missing.minus_or_zero(draw.credits);
                    draws.push(draw);
                }
            }
        }
        draws
    }

    pub(super) fn hold(
        &mut self,
        who: &Who,
        command: &Command,
        from: Option<&Wallet>,
        expires_at: Option<Instant>,
        charge: &Charge,
        at: Instant,
    ) -> Result<Outcome, No> {
        let charged = self.charged(who, from, charge, at)?;
        let id = Self::id_of(command);
        let model = charged.estimate.as_ref().map(|estimate| estimate.model.clone());
        self.marks.model.clone_from(&model);
        self.marks.hold = Some(id.clone());
        let draws = self.draw(EntryKind::Hold, at, &charged.wallets, charged.cost);
        let expires_at = expires_at.or_else(|| at.after(self.rules.hold_ms)).unwrap_or(Instant::LAST);
        let hold = Hold {
            at,
            by: command.person(),
            draws: draws.clone(),
            expires_at,
            from: charged.from.clone(),
            model,
            note: command.note.clone(),
        };
        self.account.set(Change::Hold(id, Some(hold)));
        self.count(at, command.person().as_ref(), &charged.from, charged.cost);
        Ok(Outcome { credits: charged.cost, draws, estimate: charged.estimate, price: None })
    }

    /// What the end of a hold leaves names its person and model, and its note where there is none. A hold of
    /// nobody's is ended for whom the command names.
    pub(crate) fn mark_hold(&mut self, id: &Id, hold: &Hold) {
        self.marks.hold = Some(id.clone());
        if hold.by.is_some() {
            self.marks.by.clone_from(&hold.by);
        }
        self.marks.model.clone_from(&hold.model);
        if self.marks.note.is_none() {
            self.marks.note.clone_from(&hold.note);
        }
    }

    fn open_hold(&self, id: &Id) -> Result<Hold, No> {
        let hold = self.account.holds().get(id).cloned();
        hold.ok_or_else(|| Facts::UnknownHold { id: id.clone() }.into())
    }

    pub(super) fn settle(&mut self, id: &Id, came_to: &CameTo, at: Instant) -> Result<Outcome, No> {
        let hold = self.open_hold(id)?;
        let set_aside = hold.credits();
        let (credits, estimate) = match came_to {
            CameTo::All => (set_aside, None),
            CameTo::Credits(credits) => (*credits, None),
            CameTo::Request(request) => {
                let estimate = self.priced(request, Availability::NotAsked)?;
                (estimate.cost, Some(estimate))
            }
        };
        let beyond = credits.minus_or_zero(set_aside);
        let wallets = drawn_on(self.rules, &hold.from, false);
        self.check_enough(&Who::System, &wallets, beyond, None, at)
            .map_err(|no| no.priced(estimate.as_deref()))?;

        self.mark_hold(id, &hold);
        if let (None, Some(estimate)) = (&self.marks.model, &estimate) {
            self.marks.model = Some(estimate.model.clone());
        }
        self.uncount(&hold, set_aside.minus_or_zero(credits));
        self.account.set(Change::Hold(id.clone(), None));
        for draw in &hold.draws {
            self.enter_given(EntryKind::Release, at, draw);
        }
        let (mut draws, left) = split(&hold.draws, credits.min(set_aside));
        for draw in &draws {
            self.enter(EntryKind::Spend, at, -signed(draw.credits), draw);
        }
        self.settle_given(at, &left);
        draws.extend(self.draw(EntryKind::Spend, at, &wallets, beyond));
        let by = self.marks.by.clone();
        self.count(at, by.as_ref(), &hold.from, beyond);
        Ok(Outcome { credits, draws, estimate, price: None })
    }

    pub(super) fn release(&mut self, id: &Id, at: Instant) -> Result<Outcome, No> {
        let hold = self.open_hold(id)?;
        self.mark_hold(id, &hold);
        self.uncount(&hold, hold.credits());
        self.account.set(Change::Hold(id.clone(), None));
        self.give_back(EntryKind::Release, at, &hold.draws);
        Ok(Outcome::moved(hold.credits(), hold.draws))
    }

    pub(super) fn refund(
        &mut self,
        draws: &[Draw],
        credits: Option<Credits>,
        model: Option<&Id>,
        at: Instant,
    ) -> Result<Outcome, No> {
        self.marks.model = model.cloned();
        let credits = credits.unwrap_or_else(|| sum(draws));
        let mut last_first: Vec<Draw> = draws.iter().rev().map(|draw| self.home(draw)).collect();
        if MEETS_OTHERS {
            self.find_sources(&mut last_first)?;
        }
        let (given, _) = split(&last_first, credits);
        self.check_refund(&given, at)?;
        self.give_back(EntryKind::Refund, at, &given);
        Ok(Outcome::moved(credits, given))
    }

    /// Draws of a decision, last first, that may have been made by other rules: a source is what bears its name.
    fn find_sources(&self, draws: &mut [Draw]) -> Result<(), No> {
        for (place, draw) in draws.iter_mut().rev().enumerate() {
            let id = draw.source.id();
            draw.source = self.rules.source_named(id.as_str()).ok_or_else(|| {
                No::mistake(
                    &format!("/draws/{place}/source"),
                    format!("expected the id of one of the rules' `sources`, found `{id}`"),
                )
            })?;
        }
        Ok(())
    }

    /// No grant can be given back more than it had at first, and none is of two kinds.
    fn check_refund(&self, draws: &[Draw], at: Instant) -> Result<(), No> {
        let wrong = |message: String| Err(No::mistake("/draws", message));
        let mut given = Map::<&Id, (&Draw, u64)>::new();
        for draw in draws.iter().filter(|draw| self.returns(draw, at)) {
            let id = &draw.grant;
            let (first, had) = given.get(id).copied().unwrap_or((draw, self.account.share(id).unwrap_or(0)));
            // A grant that is gone is made again as its draws tell it: they must tell the same.
            let there = self.known(id);
            let known = there.as_ref().unwrap_or(first);
            if known.source != draw.source {
                return wrong(format!("expected the source of the grant `{id}`, found `{}`", draw.source.id));
            }
            let has = had.saturating_add(draw.credits.get());
            given.insert(id, (first, has));
            if self.is_rollover(id, &draw.source) {
                continue;
            }
            let of = known.of.get();
            if there.is_none() && draw.of != known.of {
                let told = draw.of.get();
                return wrong(format!(
                    "expected one `of` for all draws of the grant `{id}`, {of}, found {told}"
                ));
            }
            if has > of {
                return wrong(format!(
                    "expected no more than the grant `{id}` had at first, {of}, found that it would have {has}"
                ));
            }
        }
        Ok(())
    }

    /// A grant as it lies in some wallet, or as a hold has drawn of it.
    fn known(&self, id: &Id) -> Option<Draw> {
        self.account.share(id)?;
        let lies = |(wallet, purse): (Wallet, &Purse)| {
            purse.get(id).map(|grant| Draw::of(&wallet, id, grant, grant.credits))
        };
        self.account.wallets().find_map(lies).or_else(|| {
            let mut drawn = self.account.holds().values().flat_map(|hold| &hold.draws);
            drawn.find(|draw| draw.grant == *id).cloned()
        })
    }

    /// Refuses what the wallets that are drawn on have not enough for.
    pub(super) fn check_enough(
        &mut self,
        who: &Who,
        wallets: &[Wallet],
        needed: Credits,
        request: Option<&Request>,
        at: Instant,
    ) -> Result<(), No> {
        let there = spendable(self.rules, self.account, wallets);
        if needed <= there || self.is_blind() {
            return Ok(());
        }
        Err(self.short_of(who, wallets, needed, request, there, at))
    }
}

/// So many credits of some draws, in their order, and what is left of them.
fn split(draws: &[Draw], credits: Credits) -> (Vec<Draw>, Vec<Draw>) {
    let (mut taken, mut left) = (Vec::new(), Vec::new());
    let mut rest = credits;
    for draw in draws {
        let part = rest.min(draw.credits);
        rest = rest.minus_or_zero(part);
        taken.extend((!part.is_zero()).then(|| draw.with(part)));
        let kept = draw.credits.minus_or_zero(part);
        left.extend((!kept.is_zero()).then(|| draw.with(kept)));
    }
    (taken, left)
}
