//! What a decision changed, as a merge patch (RFC 7386).

use super::{Account, Change, Counted, Purse, Team, TeamInfo, Window};
use crate::id::Id;
use crate::json::{self, Faults, Tree};
use crate::map::Map;
use crate::wallet::Wallet;

/// The patch that turns the account as it was into the account as it is. `undo` is what would take
/// the changes back, in their order; so what it says first of a place is what stood there before.
pub(crate) fn merge_patch(account: &Account, undo: Vec<Change>) -> String {
    let mut before: Map<Place, Option<String>> = Map::new();
    for change in undo {
        let place = Place::of(&change);
        if !before.contains_key(&place) {
            before.insert(place, text_of(change));
        }
    }
    let mut patch = Patch::default();
    for (place, before) in &before {
        if let Some(part) = difference(before.as_deref(), text_at(account, place).as_deref()) {
            patch.put(&path_of(place), part);
        }
    }
    drop_what_is_empty(account, &mut patch);
    let mut text = String::new();
    patch.write(&mut text);
    text
}

/// Where something stood that changed. A team comes after its grants: where it is gone, they are
/// gone with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Head,
    Grant(Wallet, Id),
    Team(Id),
    Member(Id),
    Hold(Id),
    Alert(Id),
    Count(Counted, Window),
    Recent(Id),
}

impl Place {
    pub(super) fn of(change: &Change) -> Self {
        match change {
            Change::Head(_) => Self::Head,
            Change::Grant(wallet, id, _) => Self::Grant(wallet.clone(), id.clone()),
            Change::Team(id, _) => Self::Team(id.clone()),
            Change::Member(id, _) => Self::Member(id.clone()),
            Change::Hold(id, _) => Self::Hold(id.clone()),
            Change::Alert(id, _) => Self::Alert(id.clone()),
            Change::Count(counted, window, _) => Self::Count(counted.clone(), *window),
            Change::Recent(id, _) => Self::Recent(id.clone()),
        }
    }
}

/// The text of what a change would bring back.
fn text_of(change: Change) -> Option<String> {
    match change {
        Change::Head(head) => Some(Account::new(*head).to_text()),
        Change::Grant(_, _, grant) => grant.as_ref().map(json::write),
        Change::Team(_, info) => info.map(team_text),
        Change::Member(_, member) => member.as_ref().map(json::write),
        Change::Hold(_, hold) => hold.as_ref().map(json::write),
        Change::Alert(_, alert) => alert.as_ref().map(json::write),
        Change::Count(_, _, count) => count.as_ref().map(json::write),
        Change::Recent(_, remembered) => remembered.as_ref().map(json::write),
    }
}

/// The text of what stands there now.
pub(super) fn text_at(account: &Account, place: &Place) -> Option<String> {
    match place {
        // The account of nothing but this head says it in the very words of the whole.
        Place::Head => Some(Account::new(account.head.clone()).to_text()),
        Place::Grant(wallet, id) => account.grant(wallet, id).map(json::write),
        Place::Team(id) => account.teams.get(id).map(|team| team_text(team.info.clone())),
        Place::Member(id) => account.members.get(id).map(json::write),
        Place::Hold(id) => account.holds.get(id).map(json::write),
        Place::Alert(id) => account.alerts.get(id).map(json::write),
        Place::Count(counted, window) => account.count(counted, *window).as_ref().map(json::write),
        Place::Recent(id) => account.recent.get(id).map(json::write),
    }
}

/// A team without its grants, which are places of their own.
fn team_text(info: TeamInfo) -> String {
    json::write(&Team { info, purse: Purse::default() })
}

fn path_of(place: &Place) -> Vec<String> {
    let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match place {
        Place::Head => path(&[]),
        Place::Grant(Wallet::Bank, id) => path(&["bank", id.as_str()]),
        Place::Grant(Wallet::Team(team), id) => path(&["teams", team.as_str(), "grants", id.as_str()]),
        Place::Team(id) => path(&["teams", id.as_str()]),
        Place::Member(id) => path(&["members", id.as_str()]),
        Place::Hold(id) => path(&["holds", id.as_str()]),
        Place::Alert(id) => path(&["alerts", id.as_str()]),
        Place::Count(counted, window) => path(&["spent", &counted.to_string(), window.word()]),
        Place::Recent(id) => path(&["recent", id.as_str()]),
    }
}

/// What has nothing in it any more is not written, and so is to be gone.
fn drop_what_is_empty(account: &Account, patch: &mut Patch) {
    let Patch::Object(parts) = patch else { return };
    if let Some(Patch::Object(spent)) = parts.get_mut("spent") {
        let gone: Vec<String> = spent.keys().filter(|key| !account.counts(key)).cloned().collect();
        for key in gone {
            spent.insert(key, Patch::gone());
        }
    }
    for (name, is_empty) in [
        ("alerts", account.alerts.is_empty()),
        ("holds", account.holds.is_empty()),
        ("members", account.members.is_empty()),
        ("recent", account.recent.is_empty()),
        ("spent", account.spent.is_empty()),
        ("teams", account.teams.is_empty()),
    ] {
        if is_empty && parts.contains_key(name) {
            parts.insert(name.to_owned(), Patch::gone());
        }
    }
}

/// A patch, or a part of one.
enum Patch {
    Value(String),
    Object(Map<String, Patch>),
}

impl Default for Patch {
    fn default() -> Self {
        Self::Object(Map::new())
    }
}

impl Patch {
    fn gone() -> Self {
        Self::Value("null".to_owned())
    }

    /// Puts a part where it belongs: an object is merged with what is there, all else replaces it.
    fn put(&mut self, path: &[String], part: Self) {
        let Some((first, rest)) = path.split_first() else {
            match (&mut *self, part) {
                (Self::Object(_), Self::Object(parts)) => {
                    for (key, part) in parts {
                        self.put(&[key], part);
                    }
                }
                (_, part) => *self = part,
            }
            return;
        };
        if let Self::Object(parts) = self
            && let Some(inner) = parts.get_or_insert_with(first.clone(), Self::default)
        {
            inner.put(rest, part);
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Value(text) => out.push_str(text),
            Self::Object(parts) => {
                out.push('{');
                for (place, (key, part)) in parts.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    json::canonical::write_text(key, out);
                    out.push(':');
                    part.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// What turns one text into another, if anything must.
fn difference(before: Option<&str>, after: Option<&str>) -> Option<Patch> {
    let faults = Faults::default();
    let read = |text| json::text::parse(text, json::Dialect::Json, &faults);
    match (before, after) {
        (None, None) => None,
        (Some(_), None) => Some(Patch::gone()),
        (None, Some(after)) => read(after).map(|after| added(&after)),
        (Some(before), Some(after)) => between(&read(before)?, &read(after)?),
    }
}

fn between(before: &Tree<'_>, after: &Tree<'_>) -> Option<Patch> {
    let (Tree::Object(before), Tree::Object(after)) = (before, after) else {
        let (before, after) = (text(before), text(after));
        return (before != after).then_some(Patch::Value(after));
    };
    let mut changes = Map::new();
    for (key, after) in after {
        let change = match before.iter().find(|(there, _)| there == key) {
            Some((_, before)) => between(before, after),
            None => Some(added(after)),
        };
        if let Some(change) = change {
            changes.insert(key.to_string(), change);
        }
    }
    for (key, _) in before {
        if !after.iter().any(|(there, _)| there == key) {
            changes.insert(key.to_string(), Patch::gone());
        }
    }
    (!changes.is_empty()).then_some(Patch::Object(changes))
}

/// What was not there before. An object stays one, so that more can be put into it.
fn added(tree: &Tree<'_>) -> Patch {
    match tree {
        Tree::Object(entries) => {
            Patch::Object(entries.iter().map(|(key, value)| (key.to_string(), added(value))).collect())
        }
        tree => Patch::Value(text(tree)),
    }
}

fn text(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    json::canonical::write(tree, &mut text);
    text
}
