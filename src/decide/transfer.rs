//! Credits that move between the bank and the teams of one account.

use super::asker::Who;
use super::{No, Outcome};
use crate::account::Draw;
use crate::command::Destination;
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::refusal::{Facts, Needs};
use crate::rules::Capability;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::{Work, is_unlocked};

impl Work<'_> {
    pub(super) fn transfer(
        &mut self,
        who: &Who,
        from: &Wallet,
        to: &Destination,
        credits: Credits,
        at: Instant,
    ) -> Result<Outcome, No> {
        let within = match to {
            Destination::Wallet(to) => Some(to),
            Destination::Elsewhere { .. } => None,
        };
        for wallet in [Some(from), within].into_iter().flatten() {
            if !self.may_move(who, wallet) {
                return Err(self.forbid(who, Needs::Capability(Capability::Manage)));
            }
        }
        for wallet in [Some(from), within].into_iter().flatten() {
            self.check_wallet(wallet)?;
        }
        let to = match to {
            Destination::Wallet(to) if to == from => {
                return Err(Facts::SameWallet { wallet: from.clone() }.into());
            }
            Destination::Wallet(to) => to,
            Destination::Elsewhere { account, product } => {
                let head = self.account.head();
                return Err(No::from(if *product == head.product {
                    Facts::AccountsDiffer { from: head.id.clone(), to: account.clone() }
                } else {
                    Facts::ProductsDiffer { from: head.product.clone(), to: product.clone() }
                }));
            }
        };
        let there = self.account.purse(from).map_or(Credits::ZERO, crate::account::Purse::total);
        if credits > there && !self.is_blind() {
            return Err(self.short_to_move(who, from, credits, there));
        }
        let draws = self.move_credits(from, to, credits, at);
        Ok(Outcome::moved(credits, draws))
    }

    /// Whoever manages moves between all wallets, others between the bank and their own teams.
    fn may_move(&self, who: &Who, wallet: &Wallet) -> bool {
        let Who::Member(id) = who else { return true };
        let Some(member) = self.account.members().get(id) else { return false };
        member.manages || wallet.team().is_none_or(|team| member.teams.contains(team))
    }

    /// Moves credits in the order of consumption, those that are locked after all others.
    pub(super) fn move_credits(
        &mut self,
        from: &Wallet,
        to: &Wallet,
        credits: Credits,
        at: Instant,
    ) -> Vec<Draw> {
        let mut moved = Vec::new();
        if self.is_blind() {
            return moved;
        }
        let mut missing = credits;
        let plan = self.running();
        let rules = self.rules;
        let ranks =
            |usable| (0..rules.sources.len()).filter(move |rank| is_unlocked(rules, plan, *rank) == usable);
        for rank in ranks(true).chain(ranks(false)) {
            while !missing.is_zero() {
                let first = self.take_first(EntryKind::Transfer, at, from, rank, missing);
                let Some(draw) = first else { break };
                missing = missing.minus_or_zero(draw.credits);
                self.give(EntryKind::Transfer, at, &Draw { wallet: to.clone(), ..draw.clone() });
                moved.push(draw);
            }
        }
        moved
    }
}
