//! What a decision changed, as a merge patch (RFC 7386).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::state::TeamInfo;
use super::{Account, Change, Count, Counted, Grant, Head, Window};
use crate::id::Id;
use crate::wallet::Wallet;

/// The patch that turns the account as it was into the account as it is. `undo` is what would take
/// the changes back, in their order; so what it says first of a place is what stood there before.
pub(crate) fn merge_patch(account: &Account, undo: Vec<Change>) -> Value {
    let mut was = Was::default();
    for change in undo {
        was.note(change);
    }
    let mut patch = Map::new();
    if let Some(head) = &was.head {
        patch.extend(difference(&head_fields(head), &head_fields(&account.head)));
    }
    collection(&mut patch, "alerts", &was.alerts, &account.alerts);
    collection(&mut patch, "holds", &was.holds, &account.holds);
    collection(&mut patch, "members", &was.members, &account.members);
    collection(&mut patch, "recent", &was.recent, &account.recent);
    was.grants_and_teams(account, &mut patch);
    was.counts(account, &mut patch);
    Value::Object(patch)
}

/// What stood where something changed.
#[derive(Default)]
struct Was {
    head: Option<Box<Head>>,
    grants: BTreeMap<(Wallet, Id), Option<Grant>>,
    teams: BTreeMap<Id, Option<TeamInfo>>,
    members: BTreeMap<Id, Option<super::Member>>,
    holds: BTreeMap<Id, Option<super::Hold>>,
    alerts: BTreeMap<Id, Option<super::Alert>>,
    recent: BTreeMap<Id, Option<super::Remembered>>,
    counts: BTreeMap<Counted, BTreeMap<Window, Option<Count>>>,
}

impl Was {
    fn note(&mut self, change: Change) {
        match change {
            Change::Head(head) => _ = self.head.get_or_insert(head),
            Change::Grant(wallet, id, grant) => _ = self.grants.entry((wallet, id)).or_insert(grant),
            Change::Team(id, info) => _ = self.teams.entry(id).or_insert(info),
            Change::Member(id, member) => _ = self.members.entry(id).or_insert(member),
            Change::Hold(id, hold) => _ = self.holds.entry(id).or_insert(hold),
            Change::Alert(id, alert) => _ = self.alerts.entry(id).or_insert(alert),
            Change::Recent(id, remembered) => _ = self.recent.entry(id).or_insert(remembered),
            Change::Count(counted, window, count) => {
                _ = self.counts.entry(counted).or_default().entry(window).or_insert(count);
            }
        }
    }

    fn grants_and_teams(&self, account: &Account, patch: &mut Map<String, Value>) {
        let mut bank = Map::new();
        let mut teams: BTreeMap<&Id, Map<String, Value>> = BTreeMap::new();
        for ((wallet, id), before) in &self.grants {
            let Some(change) = change(before.as_ref(), account.grant(wallet, id)) else { continue };
            match wallet {
                Wallet::Bank => _ = bank.insert(id.to_string(), change),
                Wallet::Team(team) => {
                    let grants = teams.entry(team).or_default().entry("grants").or_insert_with(|| json!({}));
                    if let Value::Object(grants) = grants {
                        grants.insert(id.to_string(), change);
                    }
                }
            }
        }
        if !bank.is_empty() {
            patch.insert("bank".to_owned(), Value::Object(bank));
        }
        for (team, before) in &self.teams {
            if let Some(after) = account.teams.get(team) {
                let changed = difference(&info_fields(before.as_ref()), &info_fields(Some(&after.info)));
                let team = teams.entry(team).or_default();
                team.extend(changed);
                if before.is_none() {
                    team.entry("grants").or_insert_with(|| json!({}));
                }
            }
        }
        let mut teams: Map<String, Value> = teams
            .into_iter()
            .filter(|(_, changes)| !changes.is_empty())
            .map(|(team, changes)| (team.to_string(), Value::Object(changes)))
            .collect();
        for team in self.teams.keys().filter(|team| !account.teams.contains_key(*team)) {
            teams.insert(team.to_string(), Value::Null);
        }
        if account.teams.is_empty() && !teams.is_empty() {
            patch.insert("teams".to_owned(), Value::Null);
        } else if !teams.is_empty() {
            patch.insert("teams".to_owned(), Value::Object(teams));
        }
    }

    fn counts(&self, account: &Account, patch: &mut Map<String, Value>) {
        let mut spent = Map::new();
        for (counted, windows) in &self.counts {
            let now = account.spent.get(counted);
            let mut changed = Map::new();
            for (window, before) in windows {
                let after = now.and_then(|windows| windows.get(window));
                if let Some(change) = change(before.as_ref(), after) {
                    changed.insert(window.word().to_owned(), change);
                }
            }
            let had_any = windows.values().any(Option::is_some);
            if now.is_none() && had_any {
                spent.insert(counted.to_string(), Value::Null);
            } else if now.is_some() && !changed.is_empty() {
                spent.insert(counted.to_string(), Value::Object(changed));
            }
        }
        if account.spent.is_empty() && !spent.is_empty() {
            patch.insert("spent".to_owned(), Value::Null);
        } else if !spent.is_empty() {
            patch.insert("spent".to_owned(), Value::Object(spent));
        }
    }
}

/// What changed in a map of things: one that is empty now is gone from the account.
fn collection<T: Serialize>(
    patch: &mut Map<String, Value>,
    name: &str,
    was: &BTreeMap<Id, Option<T>>,
    is: &BTreeMap<Id, T>,
) {
    let changes: Map<String, Value> = was
        .iter()
        .filter_map(|(id, before)| Some((id.to_string(), change(before.as_ref(), is.get(id))?)))
        .collect();
    if is.is_empty() && !changes.is_empty() {
        patch.insert(name.to_owned(), Value::Null);
    } else if !changes.is_empty() {
        patch.insert(name.to_owned(), Value::Object(changes));
    }
}

/// What turns one thing into another, if anything must.
fn change<T: Serialize>(before: Option<&T>, after: Option<&T>) -> Option<Value> {
    let value = |thing: &T| serde_json::to_value(thing).unwrap_or_default();
    match (before.map(value), after.map(value)) {
        (None, None) => None,
        (Some(_), None) => Some(Value::Null),
        (None, Some(after)) => Some(after),
        (Some(before), Some(after)) => merge(&before, &after),
    }
}

fn merge(before: &Value, after: &Value) -> Option<Value> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let changes = difference(before, after);
            (!changes.is_empty()).then_some(Value::Object(changes))
        }
        _ => (before != after).then(|| after.clone()),
    }
}

fn difference(before: &Map<String, Value>, after: &Map<String, Value>) -> Map<String, Value> {
    let mut changes = Map::new();
    for (key, after) in after {
        match before.get(key) {
            Some(before) => changes.extend(merge(before, after).map(|change| (key.clone(), change))),
            None => _ = changes.insert(key.clone(), after.clone()),
        }
    }
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        changes.insert(key.clone(), Value::Null);
    }
    changes
}

fn head_fields(head: &Head) -> Map<String, Value> {
    // The account of nothing but this head says it in the very words of the whole.
    fields(&Account::new(head.clone()))
}

fn info_fields(info: Option<&TeamInfo>) -> Map<String, Value> {
    let Some(info) = info else { return Map::new() };
    let mut fields = Map::new();
    if let Some(label) = &info.label {
        fields.insert("label".to_owned(), json!(label));
    }
    if !info.limits.is_empty() {
        fields.insert("limits".to_owned(), json!(info.limits));
    }
    fields
}

fn fields(thing: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(thing) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
