//! What a decision changed, as a merge patch (RFC 7386).

use serde::Serialize;

use super::state::{Member, TeamInfo};
use super::{Account, Change, Counted, Grant, Head};
use crate::id::Id;
use crate::json::{self, Faults, Tree};
use crate::map::Map;
use crate::wallet::Wallet;

/// The patch that turns the account as it was into the account as it is. `undo` is what would take
/// the changes back, in their order; so what it says first of a place is what stood there before.
pub(crate) fn merge_patch(account: &Account, undo: Vec<Change>) -> String {
    let head = head_before(&account.head, &undo);
    let mut before: Map<Place, Change> = Map::new();
    for change in undo {
        _ = before.get_or_insert_with(Place::of(&change), || change);
    }
    let mut sections = Sections::default();
    for (place, stood) in &before {
        sections.take_up(account, place, stood);
    }
    sections.write(account, &head)
}

/// The head as it was, the changes taken back from the last to the first.
fn head_before(after: &Head, undo: &[Change]) -> Head {
    let mut head = after.clone();
    for change in undo.iter().rev() {
        match change {
            Change::Head(stood) => head.clone_from(stood),
            Change::Came(stood) => head.came = *stood,
            _ => {}
        }
    }
    head
}

/// Where something stood that changed, in the order in which a patch tells it. A team itself comes
/// before its grants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Head,
    Bank(Id),
    Team(Id, Option<Id>),
    Member(Id),
    Hold(Id),
    Alert(Id),
    /// By the window's word, as it is written.
    Count(Counted, &'static str),
    Recent(Id),
}

impl Place {
    pub(super) fn of(change: &Change) -> Self {
        match change {
            Change::Head(_) | Change::Came(_) => Self::Head,
            Change::Grant(Wallet::Bank, id, _) => Self::Bank(id.clone()),
            Change::Grant(Wallet::Team(team), id, _) => Self::Team(team.clone(), Some(id.clone())),
            Change::Team(id, _) => Self::Team(id.clone(), None),
            Change::Member(id, _) => Self::Member(id.clone()),
            Change::Hold(id, _) => Self::Hold(id.clone()),
            Change::Alert(id, _) => Self::Alert(id.clone()),
            Change::Count(counted, window, _) => Self::Count(counted.clone(), window.word()),
            Change::Recent(id, _) => Self::Recent(id.clone()),
        }
    }
}

const GONE: &str = "null";

/// Most objects of a patch fit into so many bytes.
const OBJECT_BYTES: usize = 128;

/// An object of a patch on its way to text.
#[derive(Default)]
struct Object(String);

impl Object {
    fn put(&mut self, key: &str, part: &str) {
        self.begin(key);
        self.0.push_str(part);
    }

    /// Puts what is to be written as it stands in the account.
    fn put_json(&mut self, key: &str, part: &impl Serialize) {
        self.begin(key);
        json::append(&mut self.0, part);
    }

    fn begin(&mut self, key: &str) {
        if self.0.is_empty() {
            self.0.reserve(OBJECT_BYTES);
            self.0.push('{');
        } else {
            self.0.push(',');
        }
        json::canonical::write_text(key, &mut self.0);
        self.0.push(':');
    }

    /// The same where there is a part to put.
    fn put_some(&mut self, key: &str, part: Option<String>) {
        if let Some(part) = part {
            self.put(key, &part);
        }
    }

    /// Puts a list that differs; one with nothing in it is not written, and so is to be gone.
    fn put_list<T: Serialize + PartialEq>(&mut self, key: &str, before: &[T], after: &[T]) {
        if before != after {
            self.put_some(key, whole(true, (!after.is_empty()).then(|| json::write(&after))));
        }
    }

    /// Puts what stands in another behind what stands here.
    fn append(&mut self, other: &Self) {
        let parts = other.0.strip_prefix('{').unwrap_or_default();
        if !parts.is_empty() {
            self.0.push(if self.0.is_empty() { '{' } else { ',' });
            self.0.push_str(parts);
        }
    }

    /// Puts a field of the account; one that has nothing in it any more is not written, and so is
    /// to be gone.
    fn put_section(&mut self, key: &str, section: Self, is_empty: bool) {
        let part = section.some();
        self.put_some(key, if is_empty { part.map(|_| GONE.to_owned()) } else { part });
    }

    /// The object, where there is anything in it.
    fn some(mut self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        self.0.push('}');
        Some(self.0)
    }
}

/// Puts each field that differs, as it is now.
macro_rules! differing {
    ($object:ident, $before:ident, $after:ident, $($key:literal $field:ident),+) => {$(
        if $before.$field != $after.$field {
            $object.put_json($key, &$after.$field);
        }
    )+};
}

/// The parts of a patch, by the field of the account to which they belong.
#[derive(Default)]
struct Sections {
    alerts: Object,
    bank: Object,
    holds: Object,
    members: Object,
    recent: Object,
    spent: Object,
    /// Whose windows are being told, and what has been told of them.
    counted: Option<(Counted, Object)>,
    teams: Object,
    /// Which team is being told, whether it is new, and what has been told of its grants and of itself.
    team: Option<(Id, bool, Object, Object)>,
}

impl Sections {
    fn take_up(&mut self, account: &Account, place: &Place, stood: &Change) {
        match (place, stood) {
            (Place::Bank(id), Change::Grant(_, _, stood)) => {
                self.bank.put_some(id.as_str(), part_of_grant(stood.as_ref(), account.bank.get(id)));
            }
            (Place::Team(team, _), _) => self.take_up_team(account, team, stood),
            (Place::Member(id), Change::Member(_, stood)) => {
                let part = match (stood, account.members.get(id)) {
                    (Some(before), Some(after)) => part_of_member(before, after),
                    (before, after) => whole(before.is_some(), after.map(json::write)),
                };
                self.members.put_some(id.as_str(), part);
            }
            (Place::Hold(id), Change::Hold(_, stood)) => {
                let (before, after) =
                    (stood.as_ref().map(json::write), account.holds.get(id).map(json::write));
                self.holds.put_some(id.as_str(), difference(before.as_ref(), after));
            }
            (Place::Alert(id), Change::Alert(_, stood)) => {
                let (before, after) =
                    (stood.as_ref().map(json::write), account.alerts.get(id).map(json::write));
                self.alerts.put_some(id.as_str(), difference(before.as_ref(), after));
            }
            (Place::Count(counted, word), Change::Count(_, window, stood)) => {
                let after = account.count(counted, *window);
                let mut part = whole(stood.is_some(), after.as_ref().map(json::write));
                if let (Some(before), Some(after)) = (stood, &after) {
                    let mut object = Object::default();
                    differing!(object, before, after, "credits" credits, "since" since);
                    part = object.some();
                }
                if self.counted.as_ref().is_some_and(|(there, _)| there != counted) {
                    self.end_counted(account);
                }
                if let Some(part) = part {
                    let begun = || (counted.clone(), Object::default());
                    self.counted.get_or_insert_with(begun).1.put(word, &part);
                }
            }
            (Place::Recent(id), Change::Recent(_, stood)) => {
                let after = account.recent.get(id);
                if after != stood.as_ref() {
                    self.recent.put_some(id.as_str(), whole(stood.is_some(), after.map(json::write)));
                }
            }
            // The head is told by itself; a place and what stood there are of one kind.
            _ => {}
        }
    }

    fn take_up_team(&mut self, account: &Account, team: &Id, stood: &Change) {
        if self.team.as_ref().is_some_and(|(there, ..)| there != team) {
            self.end_team(account);
        }
        let is_new = matches!(stood, Change::Team(_, None));
        let begun = || (team.clone(), is_new, Object::default(), Object::default());
        let (_, _, grants, itself) = self.team.get_or_insert_with(begun);
        let now = account.teams.get(team);
        match stood {
            Change::Grant(_, id, stood) => {
                let after = now.and_then(|team| team.purse.get(id));
                grants.put_some(id.as_str(), part_of_grant(stood.as_ref(), after));
            }
            Change::Team(_, stood) => {
                let unnamed = TeamInfo::default();
                let (before, after) =
                    (stood.as_ref().unwrap_or(&unnamed), now.map_or(&unnamed, |now| &now.info));
                differing!(itself, before, after, "label" label);
                itself.put_list("limits", &before.limits, &after.limits);
            }
            _ => {}
        }
    }

    fn end_team(&mut self, account: &Account) {
        let Some((id, is_new, grants, itself)) = self.team.take() else { return };
        if !account.teams.contains_key(&id) {
            self.teams.put_some(id.as_str(), (!is_new).then(|| GONE.to_owned()));
            return;
        }
        let mut team = Object::default();
        team.put_some("grants", grants.some().or_else(|| is_new.then(|| "{}".to_owned())));
        team.append(&itself);
        self.teams.put_some(id.as_str(), team.some());
    }

    fn end_counted(&mut self, account: &Account) {
        let Some((counted, windows)) = self.counted.take() else { return };
        let part = if account.spent.contains_key(&counted) { windows.some() } else { Some(GONE.to_owned()) };
        self.spent.put_some(&counted.to_string(), part);
    }

    /// Writes the patch, its fields in the order of their names. `before` is the head as it was.
    fn write(mut self, account: &Account, before: &Head) -> String {
        self.end_team(account);
        self.end_counted(account);
        let after = &account.head;
        let mut patch = Object::default();
        patch.put_section("alerts", self.alerts, account.alerts.is_empty());
        let (was, is) = (before.came, after.came);
        differing!(patch, was, is, "asOf" as_of);
        patch.put_section("bank", self.bank, false);
        differing!(patch, before, after, "closed" closed, "endedAt" ended_at);
        patch.put_section("holds", self.holds, account.holds.is_empty());
        patch.put_section("members", self.members, account.members.is_empty());
        if before.plan != after.plan {
            let [before, after] = [before, after].map(|head| head.plan.as_ref().map(json::write));
            patch.put_some("plan", difference(before.as_ref(), after));
        }
        patch.put_section("recent", self.recent, account.recent.is_empty());
        differing!(patch, before, after, "renewedAt" renewed_at);
        differing!(patch, was, is, "seq" seq);
        patch.put_section("spent", self.spent, account.spent.is_empty());
        patch.put_section("teams", self.teams, account.teams.is_empty());
        patch.some().unwrap_or_else(|| "{}".to_owned())
    }
}

/// What is to be told of something that is as a whole there or not.
fn whole(was_there: bool, after: Option<String>) -> Option<String> {
    after.or_else(|| was_there.then(|| GONE.to_owned()))
}

fn part_of_grant(before: Option<&Grant>, after: Option<&Grant>) -> Option<String> {
    let (Some(before), Some(after)) = (before, after) else {
        return whole(before.is_some(), after.map(json::write));
    };
    let mut grant = Object::default();
    differing!(grant, before, after, "credits" credits, "expiresAt" expires_at, "grantedAt" granted_at, "of" of, "source" source);
    grant.some()
}

fn part_of_member(before: &Member, after: &Member) -> Option<String> {
    let mut member = Object::default();
    member.put_list("limits", &before.limits, &after.limits);
    differing!(member, before, after, "role" role);
    member.put_list("teams", &before.teams, &after.teams);
    member.some()
}

/// What turns one text into another, if anything must.
fn difference(before: Option<&String>, after: Option<String>) -> Option<String> {
    let (Some(before), Some(after)) = (before, &after) else { return whole(before.is_some(), after) };
    let faults = Faults::default();
    let [before, after] = [before, after].map(|text| json::text::parse(text, json::Dialect::Json, &faults));
    between(&before?, &after?)
}

fn between(before: &Tree<'_>, after: &Tree<'_>) -> Option<String> {
    let (Tree::Object(before), Tree::Object(after)) = (before, after) else {
        let [before, after] = [before, after].map(text);
        return (before != after).then_some(after);
    };
    let gone = before.iter().filter(|(key, _)| !after.iter().any(|(there, _)| there == key));
    let mut parts: Map<&str, String> = gone.map(|(key, _)| (key.as_ref(), GONE.to_owned())).collect();
    for (key, after) in after {
        let part = match before.iter().find(|(there, _)| there == key) {
            Some((_, before)) => between(before, after),
            None => Some(text(after)),
        };
        if let Some(part) = part {
            parts.insert(key, part);
        }
    }
    let mut object = Object::default();
    parts.iter().for_each(|(key, part)| object.put(key, part));
    object.some()
}

fn text(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    json::canonical::write(tree, &mut text);
    text
}
