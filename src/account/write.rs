//! Writing an account in its canonical form.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::written::{Name, Next};
use super::{Account, Purse, Team};
use crate::json;

impl Account {
    /// The account as canonical JSON: keys in the order of RFC 8785, no spaces.
    #[must_use]
    pub fn to_text(&self) -> String {
        match &self.written {
            // What is not yet decided would be missing in the old text.
            Some(written) if self.journal.is_empty() => {
                json::write_sized(&Again(self, &written.next(self)), written.len() + 1_024)
            }
            _ => json::write(self),
        }
    }

    /// The same without the commands that are remembered, of which no view tells.
    pub(crate) fn text_of_view(&mut self) -> String {
        let recent = core::mem::take(&mut self.recent);
        let text = json::write_sized(self, json::ANSWER_BYTES);
        self.recent = recent;
        text
    }

    /// Keys in the order of RFC 8785: all of them are ASCII, so theirs is the order of bytes.
    fn write<S: Serializer>(&self, serializer: S, next: Option<&Next<'_>>) -> Result<S::Ok, S::Error> {
        let head = &self.head;
        let mut map = serializer.serialize_map(None)?;
        if !self.alerts.is_empty() {
            map.serialize_entry("alerts", &Section(&self.alerts, next, Name::Alerts))?;
        }
        map.serialize_entry("asOf", &head.came.as_of)?;
        map.serialize_entry("bank", &Section(&self.bank, next, Name::Bank))?;
        if head.closed {
            map.serialize_entry("closed", &true)?;
        }
        if let Some(ended_at) = &head.ended_at {
            map.serialize_entry("endedAt", ended_at)?;
        }
        if !self.holds.is_empty() {
            map.serialize_entry("holds", &Section(&self.holds, next, Name::Holds))?;
        }
        map.serialize_entry("id", &head.id)?;
        if !self.members.is_empty() {
            map.serialize_entry("members", &Section(&*self.members, next, Name::Members))?;
        }
        if let Some(plan) = &head.plan {
            map.serialize_entry("plan", plan)?;
        }
        map.serialize_entry("product", &head.product)?;
        if !self.recent.is_empty() {
            map.serialize_entry("recent", &Section(&self.recent, next, Name::Recent))?;
        }
        if let Some(renewed_at) = &head.renewed_at {
            map.serialize_entry("renewedAt", renewed_at)?;
        }
        map.serialize_entry("schema", &1)?;
        map.serialize_entry("seq", &head.came.seq)?;
        if !self.spent.is_empty() {
            map.serialize_entry("spent", &Section(&*self.spent, next, Name::Spent))?;
        }
        if !self.teams.is_empty() {
            map.serialize_entry("teams", &Section(&*self.teams, next, Name::Teams))?;
        }
        if let Some(view) = &head.view {
            map.serialize_entry("view", view)?;
        }
        map.end()
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(serializer, None)
    }
}

/// An account that is written with as much of its old text as still holds.
struct Again<'a>(&'a Account, &'a Next<'a>);

impl Serialize for Again<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, Some(self.1))
    }
}

/// A section, put together of the old text where that had one.
struct Section<'a, T>(&'a T, Option<&'a Next<'a>>, Name);

impl<T: Serialize> Serialize for Section<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.1.and_then(|next| next.section(self.2)) {
            Some(text) => serializer.serialize_newtype_struct(json::NUMBER, &text),
            None => self.0.serialize(serializer),
        }
    }
}

impl Serialize for Purse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Serialize for Team {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("grants", &self.purse)?;
        if let Some(label) = &self.info.label {
            map.serialize_entry("label", label)?;
        }
        if !self.info.limits.is_empty() {
            map.serialize_entry("limits", &self.info.limits)?;
        }
        map.end()
    }
}
