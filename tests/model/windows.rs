//! What is counted in windows, for limits and for alerts (9.1, 9.2).

use std::collections::BTreeSet;

use super::account::{Account, Count, Hold, team_of};
use super::rules::{Limit, Rules};
use super::time::calendar_window;

/// A window that something asks for: whose spending, over which window.
pub type Asked = BTreeSet<(String, String)>;

/// 9.2: when a window that runs at `at` began, and when it ends. `period` is the plan's, also while its renewal is
/// overdue; without a plan the month.
pub fn span(account: &Account, window: &str, at: i64) -> (i64, i64) {
    match &account.plan {
        Some(plan) if window == "period" => {
            let since = plan.started_at.max(account.renewed_at.unwrap_or(0));
            (since, plan.renews_at)
        }
        _ => calendar_window(window, at),
    }
}

/// 9.2: every window that a limit or an alert asks for.
pub fn asked(rules: &Rules, account: &Account) -> Asked {
    let mut all = Asked::new();
    let mut ask =
        |key: String, limits: &[Limit]| all.extend(limits.iter().map(|l| (key.clone(), l.per.clone())));
    for (id, member) in &account.members {
        ask(format!("member:{id}"), &member.limits);
        ask(format!("member:{id}"), rules.roles.get(&member.role).map_or(&[], |r| &r.limits));
    }
    for (id, team) in &account.teams {
        ask(format!("team:{id}"), &team.limits);
    }
    for alert in account.alerts.values().filter(|a| a.on == "spent") {
        for watched in watched(account, &alert.watch) {
            all.extend(alert.per.iter().map(|per| (watched.clone(), per.clone())));
        }
    }
    all
}

/// 9.3: whom a watch means: "members" each member on their own.
pub fn watched(account: &Account, watch: &str) -> Vec<String> {
    match watch {
        "members" => account.members.keys().map(|m| format!("member:{m}")).collect(),
        one => vec![one.to_owned()],
    }
}

/// 8.4, 9.2: whose counts a charge falls into: the account's; where a member is charged, theirs, and the team's whose
/// wallet it begins with.
fn keys(account: &Account, person: Option<&str>, from: &str) -> Vec<String> {
    let mut keys = vec!["account".to_owned()];
    if let Some(member) = person.filter(|p| account.members.contains_key(*p)) {
        keys.push(format!("member:{member}"));
        keys.extend(team_of(from).map(|team| format!("team:{team}")));
    }
    keys
}

/// What has been counted in the running window.
pub fn counted(account: &Account, key: &str, window: &str, at: i64) -> i64 {
    let (since, _) = span(account, window, at);
    let count = account.spent.get(key).and_then(|windows| windows.get(window));
    count.filter(|c| c.since == since).map_or(0, |c| c.credits)
}

/// Sets what has been counted in the running window.
fn set(account: &mut Account, key: &str, window: &str, at: i64, credits: i64) {
    let (since, _) = span(account, window, at);
    account.spent.entry(key.into()).or_default().insert(window.into(), Count { since, credits });
}

/// 9.2: counts a charge made at `at`, in every window asked for.
pub fn count(rules: &Rules, account: &mut Account, at: i64, person: Option<&str>, from: &str, credits: i64) {
    let keys = keys(account, person, from);
    for (key, window) in asked(rules, account).into_iter().filter(|(key, _)| keys.contains(key)) {
        let before = counted(account, &key, &window, at);
        set(account, &key, &window, at, before + credits);
    }
}

/// 9.2: gives a hold's credits back to the windows in which it was made and that still run.
pub fn give_back(rules: &Rules, account: &mut Account, hold: &Hold, credits: i64) {
    let keys = keys(account, hold.by.as_deref(), &hold.from);
    give_back_to(rules, account, hold, credits, &keys);
}

fn give_back_to(rules: &Rules, account: &mut Account, hold: &Hold, credits: i64, keys: &[String]) {
    for (key, window) in asked(rules, account).into_iter().filter(|(key, _)| keys.contains(key)) {
        let count = account.spent.get_mut(&key).and_then(|windows| windows.get_mut(&window));
        if let Some(count) = count.filter(|c| c.since <= hold.at) {
            count.credits = (count.credits - credits).max(0);
        }
    }
}

/// 9.2: what the open holds made in the running window hold.
fn open_holds(account: &Account, key: &str, window: &str, at: i64) -> i64 {
    let (since, _) = span(account, window, at);
    let counts =
        |h: &&Hold| h.at >= since && keys(account, h.by.as_deref(), &h.from).contains(&key.to_owned());
    account.holds.values().filter(counts).map(Hold::credits).sum()
}

/// 9.2: a window that begins to be asked for starts with what the open holds made in it hold.
pub fn begin(rules: &Rules, account: &mut Account, before: &Asked) {
    let at = account.as_of;
    let fresh: Vec<_> = asked(rules, account).difference(before).cloned().collect();
    for (key, window) in fresh {
        let credits = open_holds(account, &key, &window, at);
        set(account, &key, &window, at, credits);
    }
}

/// 9.2, 13: where another period begins, or where a plan ends and `period` becomes the month, the window begins as one
/// newly asked for. It began at `was` before.
pub fn period_begins(rules: &Rules, account: &mut Account, was: i64) {
    let at = account.as_of;
    if span(account, "period", at).0 == was {
        return;
    }
    for (key, window) in asked(rules, account).into_iter().filter(|(_, window)| window == "period") {
        let credits = open_holds(account, &key, &window, at);
        set(account, &key, &window, at, credits);
    }
}

/// 9.2: once time has passed: a window in which nothing is counted yet begins so too, be it that its period is another, or
/// that the rules have changed and ask for it now.
pub fn begin_what_is_asked(rules: &Rules, account: &mut Account) {
    let at = account.as_of;
    for (key, window) in asked(rules, account) {
        if counted(account, &key, &window, at) == 0 {
            let credits = open_holds(account, &key, &window, at);
            set(account, &key, &window, at, credits);
        }
    }
}

/// 13: a hold counts for its team while its maker is a member: it leaves the team's count when they go …
pub fn member_leaves(rules: &Rules, account: &mut Account, member: &str) {
    let holds: Vec<Hold> =
        account.holds.values().filter(|h| h.by.as_deref() == Some(member)).cloned().collect();
    for hold in holds.iter().filter(|h| h.from != "bank") {
        give_back_to(rules, account, hold, hold.credits(), std::slice::from_ref(&hold.from));
    }
}

/// 13: … and is in it again when they come back.
pub fn member_comes(rules: &Rules, account: &mut Account, member: &str) {
    let at = account.as_of;
    let holds: Vec<Hold> =
        account.holds.values().filter(|h| h.by.as_deref() == Some(member)).cloned().collect();
    for (key, window) in asked(rules, account) {
        let (since, _) = span(account, &window, at);
        let credits: i64 = holds.iter().filter(|h| h.from == key && h.at >= since).map(Hold::credits).sum();
        if credits > 0 {
            let before = counted(account, &key, &window, at);
            set(account, &key, &window, at, before + credits);
        }
    }
}

/// 9.2, 13: `spent` has exactly the running windows that are asked for and not at zero; `told` running ones only.
pub fn tidy(rules: &Rules, account: &mut Account) {
    let at = account.as_of;
    let asked = asked(rules, account);
    let spent = std::mem::take(&mut account.spent);
    for (key, windows) in spent {
        for (window, count) in windows {
            let runs = span(account, &window, at).0 == count.since;
            if runs && count.credits > 0 && asked.contains(&(key.clone(), window.clone())) {
                account.spent.entry(key.clone()).or_default().insert(window, count);
            }
        }
    }
    let spans: Vec<(String, Option<i64>)> = account
        .alerts
        .iter()
        .map(|(id, a)| (id.clone(), a.per.as_ref().map(|per| span(account, per, at).0)))
        .collect();
    for (id, since) in spans {
        if let Some(alert) = account.alerts.get_mut(&id) {
            alert.told.retain(|_, (told, _)| Some(*told) == since);
        }
    }
}

// ───────────────────────────── Limits ─────────────────────────────

/// One limit that a spend meets, and how much of it is used.
#[derive(Clone)]
pub struct Use {
    pub of: &'static str,
    pub id: String,
    pub per: String,
    pub limit: i64,
    pub spent: i64,
    pub resets_at: i64,
    /// Whether its window ends only when a command comes, or not before time does (13).
    pub waits: bool,
}

impl Use {
    pub fn left(&self) -> i64 {
        (self.limit - self.spent).max(0)
    }
}

/// How long a window is, `period` being the longest (9.1).
pub fn length(window: &str) -> usize {
    ["hour", "day", "month", "period"].iter().position(|w| *w == window).unwrap_or(0)
}

/// 9.1: the limits that a spend by this member meets: the role's, their own, the team's whose wallet is charged first.
pub fn met(rules: &Rules, account: &Account, member: &str, first: Option<&str>, at: i64) -> Vec<Use> {
    let Some(who) = account.members.get(member) else { return Vec::new() };
    let waits = account.plan.as_ref().is_some_and(|p| super::advance::plan_event(rules, p).is_none());
    let list = |of: &'static str, id: &str, key: String, limits: &[Limit]| -> Vec<Use> {
        let mut uses: Vec<Use> = limits
            .iter()
            .map(|l| Use {
                of,
                id: id.into(),
                per: l.per.clone(),
                limit: l.credits,
                spent: counted(account, &key, &l.per, at),
                resets_at: span(account, &l.per, at).1,
                waits: l.per == "period" && waits,
            })
            .collect();
        uses.sort_by_key(|u| (length(&u.per), u.limit));
        uses
    };
    let key = format!("member:{member}");
    let mut all = list("role", &who.role, key.clone(), rules.roles.get(&who.role).map_or(&[], |r| &r.limits));
    all.extend(list("member", member, key, &who.limits));
    if let Some(team) = first.and_then(team_of)
        && let Some(found) = account.teams.get(team)
    {
        all.extend(list("team", team, format!("team:{team}"), &found.limits));
    }
    all
}

/// 9.1: the limit to tell of: the one that leaves least; of equals the longer window, then the role's, their own, the
/// team's.
pub fn tightest(uses: &[Use]) -> Option<&Use> {
    let rank = |u: &Use| ["role", "member", "team"].iter().position(|of| *of == u.of);
    uses.iter().min_by(|a, b| {
        a.left().cmp(&b.left()).then(length(&b.per).cmp(&length(&a.per))).then(rank(a).cmp(&rank(b)))
    })
}
