//! What is there.

use serde::Serialize;

use super::{View, ask, shown};
use crate::account::{Account, PlanState, Purse};
use crate::advance::Foretold;
use crate::credits::Credits;
use crate::id::Id;
use crate::json::Yes;
use crate::refusal::Failure;
use crate::rules::{Capability, Rules, Source};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

/// What an account has, as far as someone may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Balance {
    pub(crate) ok: Yes,
    /// The instant for which it holds.
    pub at: Instant,
    /// The plan, as it stands then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanState>,
    /// What can be spent.
    pub spendable: Credits,
    /// What waits for a plan.
    pub locked: Credits,
    /// What is set aside.
    pub held: Credits,
    /// By kind, in the order of consumption.
    pub sources: Vec<SourceBalance>,
    /// By wallet.
    pub wallets: Vec<WalletBalance>,
    /// What the next renewal, or the plan's end, brings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// When time alone next changes anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes_at: Option<Instant>,
}

/// What there is of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceBalance {
    /// The kind.
    pub source: Id,
    /// What it is called.
    pub label: String,
    /// What can be spent.
    pub spendable: Credits,
    /// What waits for a plan.
    pub locked: Credits,
    /// What is set aside.
    pub held: Credits,
    /// The period's allowance, or the rollover's cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Credits>,
    /// What expires next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiring: Option<Expiring>,
}

/// Credits that expire at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Expiring {
    /// When.
    pub at: Instant,
    /// How many.
    pub credits: Credits,
}

/// What there is in one wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WalletBalance {
    /// Which.
    pub wallet: Wallet,
    /// What can be spent.
    pub spendable: Credits,
    /// What waits for a plan.
    pub locked: Credits,
    /// What is set aside.
    pub held: Credits,
}

/// What the next renewal, or the plan's end, does if nothing more is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Renewal {
    /// When.
    pub at: Instant,
    /// What it grants.
    pub granted: Credits,
    /// What it keeps of the unused allowance.
    pub kept: Credits,
    /// What lapses.
    pub lost: Credits,
    /// What can no longer be spent without a plan.
    pub locked: Credits,
    /// Whether the plan ends then.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub ends: bool,
}

/// Credits that can be spent, that wait for a plan, and that are set aside.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    spendable: u64,
    locked: u64,
    held: u64,
}

impl Sums {
    fn plus(self, other: Self) -> Self {
        Self {
            spendable: self.spendable + other.spendable,
            locked: self.locked + other.locked,
            held: self.held + other.held,
        }
    }
}

/// What a sum comes to: parts of one account, whose total is bounded.
fn credits(sum: u64) -> Credits {
    Credits::new(sum).unwrap_or(Credits::MAX)
}

pub(crate) fn balance(rules: &Rules, account: &mut Account, view: &View) -> Result<Balance, Failure> {
    ask(rules, account, view, Capability::ViewBalance, |work, who, at| {
        let wallets = shown(work, who, view, at)?;
        let ranks = 0..rules.sources.len();
        let of_wallet = |wallet: &Wallet| {
            ranks.clone().map(|rank| sums(work, wallet, rank)).fold(Sums::default(), Sums::plus)
        };
        let by_wallet: Vec<WalletBalance> = wallets
            .iter()
            .map(|wallet| {
                let Sums { spendable, locked, held } = of_wallet(wallet);
                WalletBalance {
                    wallet: wallet.clone(),
                    spendable: credits(spendable),
                    locked: credits(locked),
                    held: credits(held),
                }
            })
            .collect();
        let sources = rules.sources.iter().enumerate();
        let sources = sources.map(|(rank, source)| of_source(work, &wallets, rank, source)).collect();
        let all = wallets.iter().map(of_wallet).fold(Sums::default(), Sums::plus);
        let closed = work.account.head().closed;
        let changes_at = work.changes_at().filter(|_| !closed);
        let plan = work.account.plan().cloned();
        let renewal = work.foretell_renewal(at).map(renewal);
        Ok(Balance {
            ok: Yes,
            at,
            plan,
            spendable: credits(all.spendable),
            locked: credits(all.locked),
            held: credits(all.held),
            sources,
            wallets: by_wallet,
            renewal,
            changes_at,
        })
    })
}

fn sums(work: &Work<'_>, wallet: &Wallet, rank: usize) -> Sums {
    let lying = work.account.purse(wallet).map_or(0, |purse| purse.sum(rank));
    let (spendable, locked) = if work.is_unlocked(rank) { (lying, 0) } else { (0, lying) };
    Sums { spendable, locked, held: work.account.held(wallet, rank) }
}

fn of_source(work: &Work<'_>, wallets: &[Wallet], rank: usize, source: &Source) -> SourceBalance {
    let all = wallets.iter().map(|wallet| sums(work, wallet, rank)).fold(Sums::default(), Sums::plus);
    let allowance = work.allowance().filter(|(source, _)| source.rank == rank).map(|(_, amount)| amount);
    let rollover = work.running().and_then(|plan| plan.rollover).filter(|rollover| rollover.into == rank);
    let purses: Vec<&Purse> = wallets.iter().filter_map(|wallet| work.account.purse(wallet)).collect();
    SourceBalance {
        source: source.id.clone(),
        label: source.label().to_owned(),
        spendable: credits(all.spendable),
        locked: credits(all.locked),
        held: credits(all.held),
        of: allowance.or_else(|| rollover.map(|_| work.rollover_cap())),
        expiring: expiring(&purses, rank),
    }
}

/// What expires soonest; in each purse that stands first.
fn expiring(purses: &[&Purse], rank: usize) -> Option<Expiring> {
    let firsts = purses.iter().filter_map(|purse| purse.of_source(rank).next()?.1.expires_at);
    let at = firsts.min()?;
    let all = purses.iter().flat_map(|purse| {
        purse
            .of_source(rank)
            .take_while(|(_, grant)| grant.expires_at == Some(at))
            .map(|(_, grant)| grant.credits.get())
    });
    Some(Expiring { at, credits: credits(all.sum()) })
}

fn renewal(foretold: Foretold) -> Renewal {
    let Foretold { at, granted, kept, lost, locked, ends } = foretold;
    Renewal {
        at,
        granted: credits(granted),
        kept: credits(kept),
        lost: credits(lost),
        locked: credits(locked),
        ends,
    }
}
