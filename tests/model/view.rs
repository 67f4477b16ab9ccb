//! As much of an account as its asker may see (8.2a).

use serde_json::Value;

use super::account::{Account, Hold};
use super::asker::Asker;
use super::balance::{Look, look};
use super::refusal::Mistake;
use super::rules::Rules;
use super::windows;

/// 8.2a: brought to `at`, without what a balance would not show this asker.
pub fn view(rules: &Rules, passed: &Account, view: &Value) -> Result<Value, Mistake> {
    let (at, look) = look(rules, passed, view);
    match look {
        Ok(look) => Ok(part(rules, look).write()),
        Err(stop) => stop.answer(at),
    }
}

fn part(rules: &Rules, look: Look) -> Account {
    let Look { mut account, asker, .. } = look;
    let whole = account.clone();
    account.recent.clear();
    account.view = Some(asker.name());
    let Asker::Member(me) = &asker else { return account };
    if asker.may(rules, &whole, "manage") {
        return account;
    }
    let shown = asker.sees(rules, &whole);
    let sees = asker.may(rules, &whole, "viewBalance");
    account.members.retain(|id, _| id == me);
    account.alerts.clear();
    account.teams.retain(|id, _| shown.contains(&format!("team:{id}")));
    if !shown.iter().any(|w| w == "bank") || !sees {
        account.bank.clear();
    }
    if !sees {
        account.teams.values_mut().for_each(|t| t.grants.clear());
    }
    account.holds = whole
        .holds
        .iter()
        .filter(|_| sees)
        .filter_map(|(id, h)| Some((id.clone(), hold(h, me, &shown)?)))
        .collect();
    // Other members' spending goes with them, teams' and the account's with what asks for it.
    windows::tidy(rules, &mut account);
    account
}

/// 8.2a, 13: a hold's draws on what is shown, `from` as it is; without `by`, `model` and `note` where it is another's.
fn hold(whole: &Hold, me: &str, shown: &[String]) -> Option<Hold> {
    let mut hold = whole.clone();
    hold.draws.retain(|d| shown.contains(&d.wallet));
    let stays = !hold.draws.is_empty() || (whole.draws.is_empty() && shown.contains(&whole.from));
    if hold.by.as_deref() != Some(me) {
        (hold.by, hold.model, hold.note) = (None, None, None);
    }
    stays.then_some(hold)
}
