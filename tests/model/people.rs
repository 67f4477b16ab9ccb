//! Teams, members and alerts (6.6, 8.5, 8.6, 9.3).

use serde_json::json;

use super::account::{Account, Alert, read_member};
use super::book::Book;
use super::decide::{Case, Done, Outcome};
use super::refusal::Stop;
use super::rules::{Rules, limits};
use super::{field, order, transfer, windows};

fn named<'a>(case: &Case<'a>, field: &str) -> &'a str {
    case.text(field).unwrap_or_default()
}

/// 8.6: replaces what it sets, the team's credits aside.
pub fn set_team(case: &mut Case) -> Outcome {
    let id = named(case, "team");
    let (label, limits) = (field::some_text(case.command, "label"), limits(case.command));
    let team = case.book.account.teams.entry(id.into()).or_default();
    team.label = label;
    team.limits = limits;
    Ok(Done::default())
}

/// 6.6: its credits return to the bank, holds count as the bank's, its members lose it, its alerts go (13).
pub fn remove_team(case: &mut Case) -> Outcome {
    let id = named(case, "team");
    let wallet = format!("team:{id}");
    case.known_wallet(&wallet)?;
    for (grant, lying) in order::sorted(case.rules(), &case.book.account, &wallet) {
        transfer::move_piece(case, &Book::whole(&wallet, &grant, &lying), "bank");
    }
    let account = &mut case.book.account;
    account.teams.remove(id);
    for hold in account.holds.values_mut() {
        let returned = |w: &mut String| {
            if *w == wallet {
                *w = "bank".into();
            }
        };
        returned(&mut hold.from);
        hold.draws.iter_mut().for_each(|d| returned(&mut d.wallet));
    }
    for member in account.members.values_mut() {
        member.teams.retain(|t| t != id);
    }
    forget(account, &wallet);
    Ok(Done::default())
}

/// 13: alerts on a member or team go with it, and so does what was told of a member.
fn forget(account: &mut Account, watched: &str) {
    account.alerts.retain(|_, a| a.watch != watched);
    for alert in account.alerts.values_mut() {
        alert.told.remove(watched);
    }
    account.spent.remove(watched);
}

/// 8.5: whether an account has members and none of them may `manage`.
fn unmanaged(rules: &Rules, account: &Account) -> bool {
    let manages = |role: &str| rules.roles.get(role).is_some_and(|r| r.can.contains("manage"));
    !account.members.is_empty() && !account.members.values().any(|m| manages(&m.role))
}

/// 8.5, 8.6: replaces what it sets; an unknown role or team is refused.
pub fn set_member(case: &mut Case) -> Outcome {
    let rules = case.rules();
    let id = named(case, "member");
    let member = read_member(case.command);
    for team in &member.teams {
        case.known_wallet(&format!("team:{team}"))?;
    }
    if !rules.roles.contains_key(&member.role) {
        return Err(Stop::refuse("unknown_role", json!({"id": member.role})));
    }
    let account = &mut case.book.account;
    let comes = account.members.insert(id.into(), member).is_none();
    if unmanaged(rules, account) {
        return Err(Stop::refuse("last_manager", json!({"member": id})));
    }
    if comes {
        windows::member_comes(rules, account, id);
    }
    Ok(Done::default())
}

fn known_member(case: &Case, id: &str) -> Result<(), Stop> {
    if case.book.account.members.contains_key(id) {
        return Ok(());
    }
    Err(Stop::refuse("unknown_member", json!({"id": id})))
}

/// 8.5: a member goes, and what was counted and told of them.
pub fn remove_member(case: &mut Case) -> Outcome {
    let rules = case.rules();
    let id = named(case, "member");
    known_member(case, id)?;
    let account = &mut case.book.account;
    windows::member_leaves(rules, account, id);
    account.members.remove(id);
    if unmanaged(rules, account) {
        return Err(Stop::refuse("last_manager", json!({"member": id})));
    }
    forget(account, &format!("member:{id}"));
    Ok(Done::default())
}

/// 8.6, 9.3: replaces what it sets and forgets what was told; thresholds rise, each once (13).
pub fn set_alert(case: &mut Case) -> Outcome {
    let watch = named(case, "watch").to_owned();
    if let Some(member) = watch.strip_prefix("member:") {
        known_member(case, member)?;
    }
    case.known_wallet(&watch)?;
    let mut thresholds: Vec<i64> =
        field::items(case.command, "thresholds").iter().filter_map(field::whole).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    let alert = Alert {
        watch,
        on: named(case, "on").to_owned(),
        per: case.text("per").map(str::to_owned),
        thresholds,
        told: Default::default(),
    };
    case.book.account.alerts.insert(named(case, "alert").into(), alert);
    Ok(Done::default())
}

pub fn remove_alert(case: &mut Case) -> Outcome {
    let id = named(case, "alert");
    match case.book.account.alerts.remove(id) {
        Some(_) => Ok(Done::default()),
        None => Err(Stop::refuse("unknown_alert", json!({"id": id}))),
    }
}
