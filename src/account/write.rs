//! Writing an account in its canonical form.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Account, Purse, Team};
use crate::json;

impl Account {
    /// The account as canonical JSON: keys in the order of RFC 8785, no spaces.
    #[must_use]
    pub fn to_text(&self) -> String {
        json::write(self)
    }
}

/// Keys in the order of RFC 8785: all of them are ASCII, so theirs is the order of bytes.
impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let head = &self.head;
        let mut map = serializer.serialize_map(None)?;
        if !self.alerts.is_empty() {
            map.serialize_entry("alerts", &self.alerts)?;
        }
        map.serialize_entry("asOf", &head.as_of)?;
        map.serialize_entry("bank", &self.bank)?;
        if head.closed {
            map.serialize_entry("closed", &true)?;
        }
        if let Some(ended_at) = &head.ended_at {
            map.serialize_entry("endedAt", ended_at)?;
        }
        if !self.holds.is_empty() {
            map.serialize_entry("holds", &self.holds)?;
        }
        map.serialize_entry("id", &head.id)?;
        if !self.members.is_empty() {
            map.serialize_entry("members", &self.members)?;
        }
        if let Some(plan) = &head.plan {
            map.serialize_entry("plan", plan)?;
        }
        map.serialize_entry("product", &head.product)?;
        if !self.recent.is_empty() {
            map.serialize_entry("recent", &self.recent)?;
        }
        if let Some(renewed_at) = &head.renewed_at {
            map.serialize_entry("renewedAt", renewed_at)?;
        }
        map.serialize_entry("schema", &1)?;
        map.serialize_entry("seq", &head.seq)?;
        if !self.spent.is_empty() {
            map.serialize_entry("spent", &self.spent)?;
        }
        if !self.teams.is_empty() {
            map.serialize_entry("teams", &self.teams)?;
        }
        if let Some(view) = &head.view {
            map.serialize_entry("view", view)?;
        }
        map.end()
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
