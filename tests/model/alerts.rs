//! What alerts tell (9.3).

use serde_json::{Value, json};

use super::account::{Account, Alert};
use super::asker::Asker;
use super::rules::Rules;
use super::{field, order, windows};

/// 9.3: what a watch on the balance sees: what all could spend, what lies in a team, what a member could spend.
fn balance(rules: &Rules, account: &Account, watched: &str) -> i64 {
    let wallets = match watched.split_once(':') {
        Some(("member", member)) => {
            Asker::Member(member.into()).draws_on(rules, account, None).unwrap_or_default()
        }
        Some(_) => vec![watched.to_owned()],
        None => account.wallets(),
    };
    order::spendable(rules, account, &wallets)
}

/// 9.3: what an accepted command tells, by alert id, then by what was watched; what is told of spending is kept.
/// An alert watches from the command after the one that sets it, and `close` tells none (13).
pub fn tell(
    rules: &Rules,
    passed: &Account,
    before: &Account,
    account: &mut Account,
    command: &Value,
) -> Vec<Value> {
    let mut all = Vec::new();
    let set =
        field::text(command, "type").filter(|t| *t == "setAlert").and_then(|_| field::text(command, "alert"));
    let alerts: Vec<(String, Alert)> = account.alerts.iter().map(|(id, a)| (id.clone(), a.clone())).collect();
    for (id, alert) in alerts.iter().filter(|(id, _)| Some(id.as_str()) != set) {
        for watched in windows::watched(account, &alert.watch) {
            let (thresholds, now) = match &alert.per {
                Some(per) => rising(before, account, id, alert, &watched, per),
                None => falling(rules, passed, account, alert, &watched),
            };
            let told = |t: &i64| json!({"alert": id, "watch": watched, "threshold": t, "now": now});
            all.extend(thresholds.iter().map(told));
        }
    }
    all
}

/// 9.3: every t with before < t ≤ after, upwards, each once in a window.
fn rising(
    before: &Account,
    account: &mut Account,
    id: &str,
    alert: &Alert,
    watched: &str,
    per: &str,
) -> (Vec<i64>, i64) {
    let at = account.as_of;
    let since = windows::span(account, per, at).0;
    let was = before
        .spent
        .get(watched)
        .and_then(|w| w.get(per))
        .filter(|c| c.since == since)
        .map_or(0, |c| c.credits);
    let now = windows::counted(account, watched, per, at);
    let mut known =
        alert.told.get(watched).filter(|(told, _)| *told == since).map_or(Vec::new(), |(_, t)| t.clone());
    let fresh: Vec<i64> =
        alert.thresholds.iter().copied().filter(|t| was < *t && *t <= now && !known.contains(t)).collect();
    if !fresh.is_empty() {
        known.extend(&fresh);
        known.sort_unstable();
        if let Some(alert) = account.alerts.get_mut(id) {
            alert.told.insert(watched.into(), (since, known));
        }
    }
    (fresh, now)
}

/// 9.3: every t with after ≤ t < before, downwards; before is what stood in the account passed in.
fn falling(
    rules: &Rules,
    passed: &Account,
    account: &Account,
    alert: &Alert,
    watched: &str,
) -> (Vec<i64>, i64) {
    let (was, now) = (balance(rules, passed, watched), balance(rules, account, watched));
    let fallen = alert.thresholds.iter().rev().copied().filter(|t| now <= *t && *t < was);
    (fallen.collect(), now)
}
