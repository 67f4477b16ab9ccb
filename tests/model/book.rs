//! The book that a bringing-up or a command writes in: an account under way and the entries it leaves.

use serde_json::Value;

use super::account::{Account, Draw, object};
use super::rules::Rules;

pub struct Book<'a> {
    pub rules: &'a Rules,
    pub account: Account,
    pub entries: Vec<Entry>,
    /// The renewal under way, counted within one bringing-up, for 1.2's sums; or that a plan ends.
    pub renewal: Option<usize>,
    pub ending: bool,
}

/// What an entry says of whose doing it was (11.1, 13): empty for what time does by itself.
#[derive(Clone, Default)]
pub struct Tag {
    pub command: Option<String>,
    pub by: Option<String>,
    pub model: Option<String>,
    pub hold: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone)]
pub struct Entry {
    pub kind: &'static str,
    pub at: i64,
    pub credits: i64,
    pub wallet: String,
    pub grant: String,
    pub source: String,
    pub tag: Tag,
    pub bought: Option<Value>,
    pub renewal: Option<usize>,
    pub ending: bool,
}

impl<'a> Book<'a> {
    pub fn new(rules: &'a Rules, account: Account) -> Book<'a> {
        Book { rules, account, entries: Vec::new(), renewal: None, ending: false }
    }

    /// Writes one entry; nothing moved, nothing written.
    pub fn enter(&mut self, kind: &'static str, at: i64, draw: &Draw, credits: i64, tag: &Tag) {
        if credits == 0 {
            return;
        }
        self.entries.push(Entry {
            kind,
            at,
            credits,
            wallet: draw.wallet.clone(),
            grant: draw.grant.clone(),
            source: draw.source.clone(),
            tag: tag.clone(),
            bought: None,
            renewal: self.renewal,
            ending: self.ending,
        });
    }

    /// Takes a draw out of its grant and enters it.
    pub fn take(&mut self, kind: &'static str, at: i64, draw: &Draw, tag: &Tag) {
        self.account.take(&draw.wallet, &draw.grant, draw.credits);
        self.enter(kind, at, draw, -draw.credits, tag);
    }

    /// Puts a draw into its grant and enters it.
    pub fn put(&mut self, kind: &'static str, at: i64, draw: &Draw, tag: &Tag) {
        self.account.put(self.rules, draw);
        self.enter(kind, at, draw, draw.credits, tag);
    }

    /// The whole of a grant as a draw.
    pub fn whole(wallet: &str, id: &str, grant: &super::account::Grant) -> Draw {
        Draw::of_grant(wallet, id, grant, grant.credits)
    }
}

impl Entry {
    pub fn write(&self) -> Value {
        let text = |t: &Option<String>| t.clone().map(Value::from);
        object(vec![
            ("kind", Some(self.kind.into())),
            ("at", Some(self.at.into())),
            ("credits", Some(self.credits.into())),
            ("wallet", Some(self.wallet.clone().into())),
            ("grant", Some(self.grant.clone().into())),
            ("source", Some(self.source.clone().into())),
            ("command", text(&self.tag.command)),
            ("by", text(&self.tag.by)),
            ("model", text(&self.tag.model)),
            ("hold", text(&self.tag.hold)),
            ("note", text(&self.tag.note)),
            ("bought", self.bought.clone()),
        ])
    }
}
