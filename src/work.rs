//! The room in which a command is decided: rules, the account as it changes, and what is entered.

use crate::account::{Account, Counted, Draw, Few, Grant};
use crate::credits::Credits;
use crate::decision::{Bought, Entry, EntryKind};
use crate::id::Id;
use crate::queue::Queue;
use crate::rules::{Plan, Rules, SourceRef, Window};
use crate::time::Instant;
use crate::wallet::Wallet;

/// An account in the middle of a decision.
pub(crate) struct Work<'w> {
    pub(crate) rules: &'w Rules,
    pub(crate) account: &'w mut Account,
    pub(crate) entries: Vec<Entry>,
    /// What the entries bear that a command makes; time's own bear nothing.
    pub(crate) marks: Marks,
    /// Whose spending has risen in which window, and where it stood before.
    pub(crate) risen: Few<(Counted, Window, Credits)>,
    /// What rolled over at renewals that are being slept through, until it is written into the bank.
    pub(crate) queue: Queue,
}

/// What entries bear besides what moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) command: Option<Id>,
    pub(crate) by: Option<Id>,
    pub(crate) model: Option<Id>,
    pub(crate) hold: Option<Id>,
    pub(crate) note: Option<String>,
    pub(crate) bought: Option<Box<Bought>>,
}

impl<'w> Work<'w> {
    pub(crate) fn new(rules: &'w Rules, account: &'w mut Account) -> Self {
        let (entries, marks, risen) = (Vec::new(), Marks::default(), Few::None);
        Self { rules, account, entries, marks, risen, queue: Queue::default() }
    }

    /// The plan that runs.
    pub(crate) fn running(&self) -> Option<&'w Plan> {
        running(self.rules, self.account)
    }

    /// The sources whose credits can be spent as things stand, in the order of consumption.
    pub(crate) fn unlocked(&self) -> &'w [usize] {
        self.rules.unlocked.on(self.running())
    }

    /// Whether credits of a source can be spent as things stand.
    pub(crate) fn is_unlocked(&self, source_rank: usize) -> bool {
        is_unlocked(self.rules, self.running(), source_rank)
    }

    /// Enters a movement.
    pub(crate) fn enter(&mut self, kind: EntryKind, at: Instant, change: i64, draw: &Draw) {
        let marks = self.marks.clone();
        self.entries.push(Entry {
            kind,
            at,
            credits: change,
            wallet: draw.wallet.clone(),
            grant: draw.grant.clone(),
            source: draw.source.clone(),
            command: marks.command,
            by: marks.by,
            model: marks.model,
            hold: marks.hold,
            note: marks.note,
            bought: marks.bought,
        });
    }

    /// Takes credits out of a grant: at most what it has.
    pub(crate) fn take(
        &mut self,
        kind: EntryKind,
        at: Instant,
        wallet: &Wallet,
        id: &Id,
        credits: Credits,
    ) -> Option<Draw> {
        let grant = self.account.grant(wallet, id)?.clone();
        self.take_of(kind, at, wallet, (id, grant), credits)
    }

    /// The same, out of the grant of a source that is consumed first.
    pub(crate) fn take_first(
        &mut self,
        kind: EntryKind,
        at: Instant,
        wallet: &Wallet,
        source_rank: usize,
        credits: Credits,
    ) -> Option<Draw> {
        let (id, grant) = self.account.purse(wallet)?.of_source(source_rank).next()?;
        let (id, grant) = (id.clone(), grant.clone());
        self.take_of(kind, at, wallet, (&id, grant), credits)
    }

    fn take_of(
        &mut self,
        kind: EntryKind,
        at: Instant,
        wallet: &Wallet,
        (id, grant): (&Id, Grant),
        credits: Credits,
    ) -> Option<Draw> {
        let taken = credits.min(grant.credits);
        if taken.is_zero() {
            return None;
        }
        let draw = Draw::of(wallet, id, &grant, taken);
        let left = grant.credits.minus_or_zero(taken);
        self.account.set_grant(wallet, id, Some(Grant { credits: left, ..grant }));
        self.enter(kind, at, -signed(taken), &draw);
        Some(draw)
    }

    /// Puts credits into a grant, which is made where it is not there.
    pub(crate) fn give(&mut self, kind: EntryKind, at: Instant, draw: &Draw) {
        if draw.credits.is_zero() {
            return;
        }
        let given = draw.grant();
        let mut grant = match self.account.grant(&draw.wallet, &draw.grant) {
            Some(there) => {
                let credits = there.credits.plus(given.credits).unwrap_or(Credits::MAX);
                Grant { credits, ..there.clone() }
            }
            None => given.clone(),
        };
        if self.is_rollover(&draw.grant, &draw.source) {
            // A share that moves takes along what it had at first; each grows with what it holds.
            let moved = if kind == EntryKind::Transfer { given.of } else { Credits::ZERO };
            grant.of = grant.of.max(moved).max(grant.credits);
        }
        self.account.set_grant(&draw.wallet, &draw.grant, Some(grant));
        self.enter(kind, at, signed(draw.credits), draw);
    }

    /// Whether a grant is what rolled over, which may grow.
    pub(crate) fn is_rollover(&self, id: &Id, source: &SourceRef) -> bool {
        id.is_own() && !self.rules.is_allowance(source)
    }

    /// A name for a grant of the engine's own, which no grant and no hold's draw bears.
    pub(crate) fn own_id(&self, source: &SourceRef, at: Instant) -> Id {
        let plain = Id::own(format!("~{}:{}", source.id, at.ms()));
        if self.account.share(&plain).is_none() {
            return plain;
        }
        let numbered = |number: u32| Id::own(format!("{plain}:{number}"));
        let is_taken = |number: u32| self.account.share(&numbered(number)).is_some();
        // Thousands can come at one instant: beyond the first few, the end of the row is not looked
        // for one by one.
        let (mut taken, mut free) = (8, 9);
        while is_taken(free) {
            (taken, free) = (free, free.saturating_mul(2));
        }
        while free - taken > 1 {
            let middle = taken.midpoint(free);
            *(if is_taken(middle) { &mut taken } else { &mut free }) = middle;
        }
        numbered((2..9).find(|number| !is_taken(*number)).unwrap_or(free))
    }

    /// Grants credits of a source into the bank, under a name of the engine's own.
    pub(crate) fn grant_own(
        &mut self,
        kind: EntryKind,
        at: Instant,
        source: &SourceRef,
        credits: Credits,
        expires_at: Option<Instant>,
    ) {
        if credits.is_zero() {
            return;
        }
        let grant = self.own_id(source, at);
        let draw = Draw {
            credits,
            expires_at,
            grant,
            granted_at: at,
            of: credits,
            source: source.clone(),
            wallet: Wallet::Bank,
        };
        self.give(kind, at, &draw);
    }

    /// How many more credits an account can hold.
    pub(crate) fn headroom(&self) -> Credits {
        let total = self.account.total() + self.queue.total().get();
        Credits::MAX.minus_or_zero(Credits::new(total).unwrap_or(Credits::MAX))
    }

    /// What lies of some sources, by wallet and in the order of consumption.
    pub(crate) fn lying_of(&self, is_meant: impl Fn(usize) -> bool) -> Vec<Draw> {
        let ranks: Vec<usize> = (0..self.rules.sources.len()).filter(|rank| is_meant(*rank)).collect();
        let all_in_bank = |rank: &usize| {
            let bank = self.account.bank().sum(*rank);
            self.rules.source(*rank).is_none_or(|source| self.account.lying(&source).get() == bank)
        };
        let wallets = if ranks.iter().all(all_in_bank) { 1 } else { usize::MAX };
        let mut lying = Vec::new();
        for (wallet, purse) in self.account.wallets().take(wallets) {
            for rank in &ranks {
                let draws =
                    purse.of_source(*rank).map(|(id, grant)| Draw::of(&wallet, id, grant, grant.credits));
                lying.extend(draws);
            }
        }
        lying
    }
}

/// The plan that an account runs, as the rules have it.
pub(crate) fn running<'r>(rules: &'r Rules, account: &Account) -> Option<&'r Plan> {
    account.plan().and_then(|plan| rules.plans.get(&plan.id))
}

/// Whether credits of a source can be spent while this plan runs.
pub(crate) fn is_unlocked(rules: &Rules, running: Option<&Plan>, source_rank: usize) -> bool {
    rules.unlocked.on(running).contains(&source_rank)
}

/// Credits as an entry counts them.
pub(crate) fn signed(credits: Credits) -> i64 {
    // Credits are at most 2^53 − 1.
    i64::try_from(credits.get()).unwrap_or(i64::MAX)
}
