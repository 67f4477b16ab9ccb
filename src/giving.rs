//! Where credits go that are given back.

use crate::account::Draw;
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

/// What becomes of credits that are given back.
enum Fate {
    /// Into their grant, made again if it was emptied.
    Returns,
    /// Their allowance is over: as far as the cap has room, they are kept as at that renewal.
    RollsOver,
    Lapses,
}

impl Work<'_> {
    /// Gives back what was drawn, and enters it as given back and then as what became of it.
    pub(crate) fn give_back(&mut self, kind: EntryKind, at: Instant, draws: &[Draw]) {
        for draw in draws {
            self.enter_given(kind, at, draw);
        }
        self.settle_given(at, draws);
    }

    /// Enters credits as given back, where they lay. What becomes of them is still to be settled.
    pub(crate) fn enter_given(&mut self, kind: EntryKind, at: Instant, draw: &Draw) {
        let home = self.home(draw);
        self.enter(kind, at, crate::work::signed(draw.credits), &home);
    }

    /// Settles what becomes of credits that were entered as given back: those that return to their
    /// grants go first. What is kept late rolls over as far as the cap of the plan that runs now has
    /// room, all of it into one grant; while a renewal is overdue that can have expired, and nothing is kept.
    pub(crate) fn settle_given(&mut self, at: Instant, draws: &[Draw]) {
        let (returning, others): (Vec<&Draw>, Vec<&Draw>) =
            draws.iter().partition(|draw| self.returns(draw, at));
        for draw in returning {
            let home = self.home(draw);
            let fits = self.fitting(&home);
            self.put_back(&home.with(fits));
            self.lose(at, &home.with(draw.credits.minus_or_zero(fits)));
        }
        if others.is_empty() {
            return;
        }
        let into =
            self.rollover_grant(at).filter(|into| into.expires_at.is_none_or(|expires_at| at < expires_at));
        let mut kept = Credits::ZERO;
        for draw in others {
            let home = self.home(draw);
            let stays = match (self.fate(draw, at), &into) {
                (Fate::RollsOver, Some(into)) => {
                    let lying = self.rolled_over(into).plus(kept).unwrap_or(Credits::MAX);
                    home.credits.min(self.rollover_cap().minus_or_zero(lying))
                }
                _ => Credits::ZERO,
            };
            if !stays.is_zero() {
                self.enter(EntryKind::Rollover, at, -crate::work::signed(stays), &home);
            }
            self.lose(at, &home.with(home.credits.minus_or_zero(stays)));
            kept = kept.plus(stays).unwrap_or(Credits::MAX);
        }
        if let Some(into) = into {
            self.give(EntryKind::Rollover, at, &Draw { credits: kept, of: kept, ..into });
        }
    }

    /// Whether credits that are given back go into their grant.
    pub(crate) fn returns(&self, draw: &Draw, at: Instant) -> bool {
        matches!(self.fate(draw, at), Fate::Returns)
    }

    fn fate(&self, draw: &Draw, at: Instant) -> Fate {
        let head = self.account.head();
        let is_allowance = self.rules.is_allowance(&draw.source);
        let ends_with_plan =
            self.rules.sources.get(draw.source.rank).is_some_and(|source| source.ends_with_plan);
        let before = |instant: Option<Instant>| instant.is_some_and(|instant| draw.granted_at < instant);
        let expired = draw.expires_at.is_some_and(|expires_at| expires_at <= at);
        if expired || ((is_allowance || ends_with_plan) && before(head.ended_at)) {
            Fate::Lapses
        } else if is_allowance && before(head.renewed_at) {
            Fate::RollsOver
        } else {
            Fate::Returns
        }
    }

    /// The draw, in the wallet where its credits lie now: where the team is gone, the bank.
    pub(crate) fn home(&self, draw: &Draw) -> Draw {
        let wallet = match self.account.purse(&draw.wallet) {
            Some(_) => draw.wallet.clone(),
            None => Wallet::Bank,
        };
        Draw { wallet, ..draw.clone() }
    }

    /// How much of a draw its grant takes without having more than it had at first.
    fn fitting(&self, draw: &Draw) -> Credits {
        if self.is_rollover(&draw.grant, &draw.source) {
            return draw.credits;
        }
        let has = Credits::new(self.account.share(&draw.grant).unwrap_or(0)).unwrap_or(Credits::MAX);
        // At one instant a grant can have gone and another of its name have come.
        let of = self.account.grant(&draw.wallet, &draw.grant).map_or(draw.of, |there| there.of);
        draw.credits.min(of.minus_or_zero(has))
    }

    /// Puts credits into their grant; that they were given back has been entered.
    fn put_back(&mut self, draw: &Draw) {
        let entered = self.entries.len();
        self.give(EntryKind::Release, draw.granted_at, draw);
        self.entries.truncate(entered);
    }

    /// Enters that credits which were given back are lost.
    fn lose(&mut self, at: Instant, draw: &Draw) {
        if !draw.credits.is_zero() {
            self.enter(EntryKind::Lapse, at, -crate::work::signed(draw.credits), draw);
        }
    }
}
