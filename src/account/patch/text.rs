//! A patch as JSON text.

use std::borrow::Cow;

use serde::Serialize;

use super::super::{Account, Change, Count, Counted, Grant, Head};
use super::{Patch, are_of_one_entry, is_without};
use crate::credits::Credits;
use crate::digits::push_whole;
use crate::id::Id;
use crate::json::{self, Faults, Tree};
use crate::map::sort_by;
use crate::time::Instant;
use crate::wallet::Wallet;

/// Most patches fit into so many bytes.
const PATCH_BYTES: usize = 512;

const GONE: &str = "null";

impl Patch<'_> {
    /// The patch as JSON, its keys in the order of their names.
    pub(crate) fn to_text(&self) -> String {
        let [bank, teams, members, holds, alerts, counts, recent] = self.parts();
        let (account, before) = (self.account, &self.head_before());
        let after = &account.head;
        let ms = |at: Option<Instant>| at.map(Instant::ms);
        let [was, is] = [before, after].map(|head| (Some(head.came.as_of.ms()), Some(head.came.seq)));
        let mut patch = Text(String::with_capacity(PATCH_BYTES));
        patch.open();
        patch.section("alerts", alerts, account);
        patch.number("asOf", was.0, is.0);
        patch.section("bank", bank, account);
        if before.closed != after.closed {
            patch.put("closed", &after.closed);
        }
        patch.number("endedAt", ms(before.ended_at), ms(after.ended_at));
        patch.section("holds", holds, account);
        patch.section("members", members, account);
        if before.plan != after.plan {
            patch.put_change("plan", before.plan.as_ref(), after.plan.as_ref());
        }
        patch.section("recent", recent, account);
        patch.number("renewedAt", ms(before.renewed_at), ms(after.renewed_at));
        patch.number("seq", was.1, is.1);
        patch.section("spent", counts, account);
        patch.section("teams", teams, account);
        patch.close();
        patch.0
    }

    /// The head as it was, the changes taken back from the last to the first.
    fn head_before(&self) -> Head {
        let mut head = self.account.head.clone();
        for change in self.undo.iter().rev() {
            match change {
                Change::Head(stood) => head.clone_from(stood),
                Change::Came(stood) => head.came = *stood,
                _ => {}
            }
        }
        head
    }
}

/// A patch on its way to text: objects that are opened, filled and closed.
struct Text(String);

impl Text {
    fn open(&mut self) {
        self.0.push('{');
    }

    fn close(&mut self) {
        self.0.push('}');
    }

    fn comma(&mut self) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
    }

    fn begin(&mut self, key: &str) {
        self.comma();
        // Keys are ids and words, in which nothing is to be escaped.
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    /// Begins an object, and tells where.
    fn begin_object(&mut self, key: &str) -> usize {
        let begun = self.0.len();
        self.begin(key);
        self.open();
        begun
    }

    /// Ends an object; one into which nothing came is not there.
    fn end_object(&mut self, begun: usize) {
        if self.0.ends_with('{') {
            self.0.truncate(begun);
        } else {
            self.close();
        }
    }

    fn put_json(&mut self, key: &str, json: &str) {
        self.begin(key);
        self.0.push_str(json);
    }

    /// Puts what is to be written as it stands in the account.
    fn put(&mut self, key: &str, part: &impl Serialize) {
        self.begin(key);
        json::append(&mut self.0, part);
    }

    /// The same, or that there is nothing any more.
    fn put_whole(&mut self, key: &str, part: Option<&impl Serialize>) {
        match part {
            Some(part) => self.put(key, part),
            None => self.put_json(key, GONE),
        }
    }

    /// Puts a number that differs, as it is now.
    fn number(&mut self, key: &str, before: Option<u64>, after: Option<u64>) {
        if before == after {
            return;
        }
        match after {
            Some(number) => {
                self.begin(key);
                push_whole(&mut self.0, number);
            }
            None => self.put_json(key, GONE),
        }
    }

    /// Puts what turns one thing into another.
    fn put_change<T: Serialize>(&mut self, key: &str, before: Option<&T>, after: Option<&T>) {
        self.put_difference(key, before.map(json::write), after.map(json::write));
    }

    /// The same of both as JSON: this need not be compiled for each kind of thing.
    fn put_difference(&mut self, key: &str, before: Option<String>, after: Option<String>) {
        let part = match (before, after) {
            (Some(before), Some(after)) => difference(&before, &after),
            (_, after) => Some(after.unwrap_or_else(|| GONE.to_owned())),
        };
        if let Some(part) = part {
            self.put_json(key, &part);
        }
    }

    /// Puts a field of the account of which something is to be told; one that has nothing in it any more is
    /// not written, and so is to be gone.
    fn section(&mut self, key: &str, changes: &[&Change], account: &Account) {
        let Some(first) = changes.first() else { return };
        if is_without(account, first) {
            return self.put_json(key, GONE);
        }
        let begun = self.begin_object(key);
        for group in changes.chunk_by(|one, other| are_of_one_entry(one, other)) {
            self.entry(group, account);
        }
        self.end_object(begun);
    }

    /// Puts what has changed of one entry.
    fn entry(&mut self, changes: &[&Change], account: &Account) {
        match changes {
            [Change::Grant(Wallet::Bank, id, stood), ..] => {
                self.grant(id, stood.as_ref(), account.bank.get(id));
            }
            [Change::Grant(Wallet::Team(id), ..) | Change::Team(id, _), ..] => {
                self.team(id, changes, account);
            }
            [Change::Member(id, stood), ..] => {
                self.put_change(id.as_str(), stood.as_ref(), account.members.get(id));
            }
            [Change::Hold(id, stood), ..] => {
                self.put_change(id.as_str(), stood.as_ref(), account.holds.get(id));
            }
            [Change::Alert(id, stood), ..] => {
                self.put_change(id.as_str(), stood.as_ref(), account.alerts.get(id));
            }
            [Change::Count(counted, ..), ..] => self.windows(counted, changes, account),
            [Change::Recent(id, _), ..] => self.put_whole(id.as_str(), account.recent.get(id)),
            [Change::Head(_) | Change::Came(_), ..] | [] => {}
        }
    }

    fn grant(&mut self, id: &Id, before: Option<&Grant>, after: Option<&Grant>) {
        let (Some(before), Some(after)) = (before, after) else { return self.put_whole(id.as_str(), after) };
        let begun = self.begin_object(id.as_str());
        let ms = |at: Option<Instant>| at.map(Instant::ms);
        let credits = |credits: Credits| Some(credits.get());
        self.number("credits", credits(before.credits), credits(after.credits));
        self.number("expiresAt", ms(before.expires_at), ms(after.expires_at));
        self.number("grantedAt", ms(Some(before.granted_at)), ms(Some(after.granted_at)));
        self.number("of", credits(before.of), credits(after.of));
        if before.source != after.source {
            self.put("source", &after.source);
        }
        self.end_object(begun);
    }

    fn team(&mut self, id: &Id, changes: &[&Change], account: &Account) {
        let Some(team) = account.teams.get(id) else { return self.put_json(id.as_str(), GONE) };
        let (itself, grants) = match changes {
            [Change::Team(_, stood), grants @ ..] => (Some(stood), grants),
            grants => (None, grants),
        };
        let begun = self.begin_object(id.as_str());
        if !grants.is_empty() || itself == Some(&None) {
            self.begin("grants");
            self.open();
            for change in grants {
                if let Change::Grant(_, id, stood) = change {
                    self.grant(id, stood.as_ref(), team.purse.get(id));
                }
            }
            self.close();
        }
        if let Some(stood) = itself {
            let before = stood.as_ref().map_or_else(|| "{}".to_owned(), json::write);
            let fields = difference(&before, &json::write(&team.info)).unwrap_or_default();
            if let Some(fields) = fields.strip_prefix('{').and_then(|fields| fields.strip_suffix('}')) {
                self.comma();
                self.0.push_str(fields);
            }
        }
        self.end_object(begun);
    }

    fn windows(&mut self, counted: &Counted, changes: &[&Change], account: &Account) {
        let key = counted.to_string();
        let Some(counts) = account.spent.get(counted) else { return self.put_json(&key, GONE) };
        let begun = self.begin_object(&key);
        for change in changes {
            if let Change::Count(_, window, stood) = change {
                self.count(window.word(), *stood, counts.get(*window));
            }
        }
        self.end_object(begun);
    }

    fn count(&mut self, word: &str, before: Option<Count>, after: Option<Count>) {
        let (Some(before), Some(after)) = (before, after) else {
            return self.put_whole(word, after.as_ref());
        };
        let begun = self.begin_object(word);
        self.number("credits", Some(before.credits.get()), Some(after.credits.get()));
        self.number("since", Some(before.since.ms()), Some(after.since.ms()));
        self.end_object(begun);
    }
}

/// What turns one JSON text into another, if anything must.
fn difference(before: &str, after: &str) -> Option<String> {
    let faults = Faults::default();
    let [before, after] = [before, after].map(|text| json::text::parse(text, json::Dialect::Json, &faults));
    between(&before?, &after?)
}

/// The fields of an object in the order of their names: an alert may have told of thousands.
struct Fields<'t>(Vec<(&'t str, &'t Tree<'t>)>);

impl<'t> Fields<'t> {
    fn of(entries: &'t [(Cow<'t, str>, Tree<'t>)]) -> Self {
        let mut all: Vec<_> = entries.iter().map(|(key, tree)| (key.as_ref(), tree)).collect();
        sort_by(&mut all, |(one, _), (other, _)| one.cmp(other));
        Self(all)
    }

    fn get(&self, key: &str) -> Option<&'t Tree<'t>> {
        let place = self.0.binary_search_by(|(there, _)| (*there).cmp(key)).ok()?;
        self.0.get(place).map(|(_, tree)| *tree)
    }
}

fn between(before: &Tree<'_>, after: &Tree<'_>) -> Option<String> {
    let (Tree::Object(before), Tree::Object(after)) = (before, after) else {
        let [before, after] = [before, after].map(text);
        return (before != after).then_some(after);
    };
    let (before, after) = (Fields::of(before), Fields::of(after));
    let gone = before.0.iter().filter(|(key, _)| after.get(key).is_none());
    let mut parts: Vec<(&str, String)> = gone.map(|(key, _)| (*key, GONE.to_owned())).collect();
    for (key, after) in after.0 {
        let part = match before.get(key) {
            Some(before) => between(before, after),
            None => Some(text(after)),
        };
        parts.extend(part.map(|part| (key, part)));
    }
    if parts.is_empty() {
        return None;
    }
    sort_by(&mut parts, |(one, _), (other, _)| one.cmp(other));
    let mut object = Text(String::new());
    object.open();
    for (key, part) in &parts {
        object.put_json(key, part);
    }
    object.close();
    Some(object.0)
}

fn text(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    json::canonical::write(tree, &mut text);
    text
}
