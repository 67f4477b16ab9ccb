//! The text that an account was read from, of which the next is the old with a few parts changed.

use std::borrow::Cow;
use std::sync::Arc;

use super::patch::Place;
use super::{Account, Change};
use crate::json;
use crate::map::{Map, Set};
use crate::piece::Text;

/// A canonical text, where things stand in it, and which of them have changed since.
#[derive(Clone, Debug)]
pub(super) struct Written {
    text: Arc<Text>,
    sections: Sections,
    changed: Set<Place>,
}

/// Once more has changed, all is written anew: what is remembered here must not grow without end.
const CHANGED_MAX: usize = 200;

/// Where the objects stand whose entries bear ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    pub(super) alerts: Section,
    pub(super) bank: Section,
    pub(super) holds: Section,
    pub(super) members: Section,
    pub(super) recent: Section,
    pub(super) spent: Section,
    pub(super) teams: Section,
}

/// An object in the text: where it begins, where each of its entries does, and where it ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) from: usize,
    pub(super) entries: Vec<usize>,
    pub(super) to: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Alerts,
    Bank,
    Holds,
    Members,
    Recent,
    Spent,
    Teams,
}

impl Sections {
    fn get(&self, name: Name) -> &Section {
        match name {
            Name::Alerts => &self.alerts,
            Name::Bank => &self.bank,
            Name::Holds => &self.holds,
            Name::Members => &self.members,
            Name::Recent => &self.recent,
            Name::Spent => &self.spent,
            Name::Teams => &self.teams,
        }
    }
}

impl Written {
    pub(super) fn new(text: Arc<Text>, sections: Sections) -> Self {
        Self { text, sections, changed: Set::new() }
    }

    /// Takes note of what changes, and tells whether it was not too much.
    pub(super) fn note(&mut self, changes: &[Change]) -> bool {
        for change in changes {
            self.changed.add(Place::of(change).kept());
        }
        self.changed.len() <= CHANGED_MAX
    }

    /// How long the text is.
    pub(super) fn len(&self) -> usize {
        self.text.as_str().len()
    }

    /// The next text of every section that has one in this text.
    pub(super) fn next(&self, account: &Account) -> Next<'_> {
        let mut changes: Map<(Name, String), Option<String>> = Map::new();
        for place in self.changed.keys() {
            if let Some((name, key)) = entry_of(place)
                && !changes.contains_key(&(name, key.clone()))
            {
                let text = entry_text(account, place);
                changes.insert((name, key), text);
            }
        }
        Next { written: self, changes }
    }
}

/// Which entry of which section a place lies in: a team is written whole.
fn entry_of(place: &Place) -> Option<(Name, String)> {
    let (name, id) = match place {
        Place::Head => return None,
        Place::Count(counted, _) => return Some((Name::Spent, counted.to_string())),
        Place::Bank(id) => (Name::Bank, id),
        Place::Team(id, _) => (Name::Teams, id),
        Place::Member(id) => (Name::Members, id),
        Place::Hold(id) => (Name::Holds, id),
        Place::Alert(id) => (Name::Alerts, id),
        Place::Recent(id) => (Name::Recent, id),
    };
    Some((name, id.as_str().to_owned()))
}

fn entry_text(account: &Account, place: &Place) -> Option<String> {
    match place {
        Place::Head => None,
        Place::Bank(id) => account.bank.get(id).map(json::write),
        Place::Team(id, _) => account.teams.get(id).map(json::write),
        Place::Member(id) => account.members.get(id).map(json::write),
        Place::Hold(id) => account.holds.get(id).map(json::write),
        Place::Alert(id) => account.alerts.get(id).map(json::write),
        Place::Count(counted, _) => account.spent.get(counted).map(json::write),
        Place::Recent(id) => account.recent.get(id).map(json::write),
    }
}

/// The sections as they are to be written, where the old text had them.
pub(super) struct Next<'w> {
    written: &'w Written,
    changes: Map<(Name, String), Option<String>>,
}

impl Next<'_> {
    /// The text of a section; none where it has to be written anew.
    pub(super) fn section(&self, name: Name) -> Option<Cow<'_, str>> {
        let section = self.written.sections.get(name);
        let text = self.written.text.as_str();
        let old = text.get(section.from..section.to).filter(|old| !old.is_empty())?;
        let mut changes =
            self.changes.from(&(name, String::new())).take_while(|((of, _), _)| *of == name).peekable();
        if changes.peek().is_none() {
            return Some(Cow::Borrowed(old));
        }
        let mut next = Pieces { text, section, next: String::with_capacity(old.len() + 256), done: 0 };
        next.next.push('{');
        for ((_, key), value) in changes {
            next.change(key, value.as_deref());
        }
        next.copy_up_to(section.entries.len());
        next.next.push('}');
        Some(Cow::Owned(next.next))
    }
}

/// A section that is put together of old entries and new ones.
struct Pieces<'w> {
    text: &'w str,
    section: &'w Section,
    next: String,
    /// How many of the old entries have been copied or left out.
    done: usize,
}

impl Pieces<'_> {
    /// Changes come in the order of their keys.
    fn change(&mut self, key: &str, value: Option<&str>) {
        let entries = &self.section.entries;
        let at = entries.partition_point(|begin| self.key_at(*begin) < key);
        let is_there = entries.get(at).is_some_and(|begin| self.key_at(*begin) == key);
        self.copy_up_to(at);
        self.done = at + usize::from(is_there);
        if let Some(value) = value {
            self.comma();
            // Keys are ids, in which nothing is to be escaped.
            self.next.extend(["\"", key, "\":", value]);
        }
    }

    fn copy_up_to(&mut self, place: usize) {
        let entries = &self.section.entries;
        let from = entries.get(self.done).copied().unwrap_or(self.section.to);
        // Each entry ends before the comma of the next, and the last one before the brace.
        let to = entries.get(place).map_or(self.section.to, |begin| *begin) - 1;
        if let Some(old) = self.text.get(from..to) {
            self.comma();
            self.next.push_str(old);
        }
        self.done = place;
    }

    fn comma(&mut self) {
        if self.next.len() > 1 {
            self.next.push(',');
        }
    }

    fn key_at(&self, begin: usize) -> &str {
        let key = self.text.get(begin + 1..).unwrap_or_default();
        key.split('"').next().unwrap_or_default()
    }
}
