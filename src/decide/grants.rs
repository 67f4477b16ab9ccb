//! Credits that come to be, and that are taken back.

use super::{No, Outcome};
use crate::account::{Change, Draw, Hold};
use crate::advance::sum;
use crate::command::Command;
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::refusal::Facts;
use crate::rules::SourceRef;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

impl Work<'_> {
    pub(super) fn grant(
        &mut self,
        command: &Command,
        source: &Id,
        credits: Credits,
        to: &Wallet,
        expires_at: Option<Instant>,
        at: Instant,
    ) -> Result<Outcome, No> {
        self.check_wallet(to)?;
        let known = self.rules.source_named(source.as_str());
        let source = known.ok_or_else(|| Facts::UnknownSource { id: source.clone() })?;
        self.put_new(command, source, credits, to, expires_at, at);
        Ok(Outcome::moved(credits, Vec::new()))
    }

    /// Makes a grant that bears the command's id.
    pub(super) fn put_new(
        &mut self,
        command: &Command,
        source: SourceRef,
        credits: Credits,
        wallet: &Wallet,
        expires_at: Option<Instant>,
        at: Instant,
    ) {
        let draw = Draw {
            credits,
            expires_at,
            grant: Self::id_of(command),
            granted_at: at,
            of: credits,
            source,
            wallet: wallet.clone(),
        };
        self.give(EntryKind::Grant, at, &draw);
    }

    /// Takes a grant, or part of it, back from wherever it lies; what was spent stays spent.
    pub(super) fn revoke(&mut self, id: &Id, credits: Option<Credits>, at: Instant) -> Result<Outcome, No> {
        if self.account.share(id).is_none() {
            return Err(Facts::UnknownGrant { id: id.clone() }.into());
        }
        let lying: Vec<Draw> = self
            .account
            .wallets()
            .filter_map(|(wallet, purse)| {
                let grant = purse.get(id)?;
                Some(Draw::of(&wallet, id, grant, grant.credits))
            })
            .collect();
        let there = sum(&lying);
        let needed = credits.unwrap_or(there);
        if needed > there {
            let all = self.account.share(id).unwrap_or(0);
            let facts = Facts::InsufficientCredits {
                needed,
                spendable: Some(there),
                shortfall: Some(needed.minus_or_zero(there)),
                locked: Some(Credits::ZERO),
                held: Credits::new(all).map(|all| all.minus_or_zero(there)),
            };
            return Err(No::helped_by(facts, Vec::new()));
        }
        let mut draws = Vec::new();
        let mut rest = needed;
        for draw in lying {
            let taken = self.take(EntryKind::Revoke, at, &draw.wallet, id, rest);
            rest = rest.minus_or_zero(taken.as_ref().map_or(Credits::ZERO, |taken| taken.credits));
            draws.extend(taken);
        }
        if needed == there {
            self.expire_held(id, at);
        }
        Ok(Outcome::moved(needed, draws))
    }

    /// What holds have drawn of a grant that is gone does not come back: it expires now at the latest.
    fn expire_held(&mut self, id: &Id, at: Instant) {
        let of_it =
            |draw: &Draw| draw.grant == *id && draw.expires_at.is_none_or(|expires_at| expires_at > at);
        let holds = self.account.holds().iter().filter(|(_, hold)| hold.draws.iter().any(of_it));
        let holds: Vec<(Id, Hold)> = holds.map(|(id, hold)| (id.clone(), hold.clone())).collect();
        for (hold_id, mut hold) in holds {
            for draw in hold.draws.iter_mut().filter(|draw| of_it(draw)) {
                draw.expires_at = Some(at);
            }
            self.account.set(Change::Hold(hold_id, Some(hold)));
        }
    }
}
