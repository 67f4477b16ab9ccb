//! The order of consumption (2.2), and drawing by it.

use super::account::{Account, Draw, Grant};
use super::rules::Rules;

/// 2.2 (b) to (e): the grants of one wallet in the order in which they are consumed.
pub fn sorted(rules: &Rules, account: &Account, wallet: &str) -> Vec<(String, Grant)> {
    let mut all: Vec<(String, Grant)> =
        account.grants(wallet).into_iter().flatten().map(|(id, g)| (id.clone(), g.clone())).collect();
    all.sort_by_key(|(id, g)| {
        (rules.place(&g.source), g.expires_at.unwrap_or(i64::MAX), g.granted_at, id.clone())
    });
    all
}

/// 2.3: whether the plan that the account runs leaves a source usable.
pub fn usable(rules: &Rules, account: &Account, source: &str) -> bool {
    rules.usable_on(source, account.plan.as_ref().map(|p| p.id.as_str()))
}

/// 2.2: every grant of these wallets, in order, with whether it is usable.
pub fn consumption(rules: &Rules, account: &Account, wallets: &[String]) -> Vec<(Draw, bool)> {
    let mut all = Vec::new();
    for wallet in wallets {
        for (id, grant) in sorted(rules, account, wallet) {
            let free = usable(rules, account, &grant.source);
            all.push((Draw::of_grant(wallet, &id, &grant, grant.credits), free));
        }
    }
    all
}

/// 2.3: what could be spent from these wallets.
pub fn spendable(rules: &Rules, account: &Account, wallets: &[String]) -> i64 {
    consumption(rules, account, wallets).iter().filter(|(_, free)| *free).map(|(d, _)| d.credits).sum()
}

/// 2.3: what lies locked in these wallets.
pub fn locked(rules: &Rules, account: &Account, wallets: &[String]) -> i64 {
    consumption(rules, account, wallets).iter().filter(|(_, free)| !*free).map(|(d, _)| d.credits).sum()
}

/// 5.3: what holds have drawn from these wallets.
pub fn held(account: &Account, wallets: &[String]) -> i64 {
    let draws = account.holds.values().flat_map(|h| &h.draws);
    draws.filter(|d| wallets.contains(&d.wallet)).map(|d| d.credits).sum()
}

/// Takes `needed` from these pieces, first to last; nothing if they do not have it (2.4).
fn choose(pieces: Vec<Draw>, needed: i64) -> Option<Vec<Draw>> {
    if pieces.iter().map(|d| d.credits).sum::<i64>() < needed {
        return None;
    }
    let mut left = needed;
    let mut draws = Vec::new();
    for piece in pieces {
        let credits = piece.credits.min(left);
        left -= credits;
        if credits > 0 {
            draws.push(piece.part(credits));
        }
    }
    Some(draws)
}

/// 2.2, 2.4: what a spend of so many draws from these wallets.
pub fn draw(rules: &Rules, account: &Account, wallets: &[String], needed: i64) -> Option<Vec<Draw>> {
    let free = consumption(rules, account, wallets).into_iter().filter(|(_, free)| *free).map(|(d, _)| d);
    choose(free.collect(), needed)
}

/// 6.2: what a transfer takes: locked credits after those that are not.
pub fn draw_to_move(rules: &Rules, account: &Account, wallet: &str, needed: i64) -> Option<Vec<Draw>> {
    let mut all = consumption(rules, account, &[wallet.to_owned()]);
    all.sort_by_key(|(_, free)| !*free);
    choose(all.into_iter().map(|(d, _)| d).collect(), needed)
}
