//! Adding entries up.

use crate::map::{Map, Set};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::credits::Credits;
use crate::decision::{Entry, EntryKind};
use crate::id::Id;
use crate::json::{Place, Tree};
use crate::mistake::{Mistake, MistakeCode};
use crate::time::{Civil, DAY_MS, HOUR_MS, Instant};

/// By what entries are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UsageBy {
    /// The person.
    Member,
    /// The model.
    Model,
    /// The wallet.
    Wallet,
    /// The kind of credit.
    Source,
    /// The UTC hour.
    Hour,
    /// The UTC day.
    Day,
    /// The UTC calendar month.
    Month,
}

impl UsageBy {
    const WORDS: [(&'static str, Self); 7] = [
        ("member", Self::Member),
        ("model", Self::Model),
        ("wallet", Self::Wallet),
        ("source", Self::Source),
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("month", Self::Month),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, by)| *by == self).map_or("", |(word, _)| *word)
    }
}

/// One part of a row's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UsageKey {
    /// The name of a member, a model, a wallet or a source; empty where there was none.
    Name(String),
    /// When an hour, a day or a month began.
    Since(Instant),
}

/// What was spent and refunded under one key, and by how many commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    by: Vec<UsageBy>,
    key: Vec<UsageKey>,
    /// Credits spent.
    pub spent: Credits,
    /// Credits given back.
    pub refunded: Credits,
    /// Commands with a spend in the row.
    pub count: u64,
}

impl UsageRow {
    /// What the row is of, part by part, as the query said.
    pub fn key(&self) -> impl Iterator<Item = (UsageBy, &UsageKey)> {
        self.by.iter().copied().zip(&self.key)
    }
}

impl Serialize for UsageRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &Key(self))?;
        map.serialize_entry("spent", &self.spent)?;
        map.serialize_entry("refunded", &self.refunded)?;
        map.serialize_entry("count", &self.count)?;
        map.end()
    }
}

struct Key<'a>(&'a UsageRow);

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (by, part) in self.0.key() {
            match part {
                UsageKey::Name(name) => map.serialize_entry(by.word(), name)?,
                UsageKey::Since(since) => map.serialize_entry(by.word(), since)?,
            }
        }
        map.end()
    }
}

/// What is asked of the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageQuery {
    /// The first instant that counts; none: from the beginning.
    pub from: Option<Instant>,
    /// The first that counts no more; none: to the end.
    pub to: Option<Instant>,
    /// What a row is of; nothing: all in one row.
    pub by: Vec<UsageBy>,
}

pub(crate) fn read_usage(place: &Place<'_>) -> Option<UsageQuery> {
    let fields = place.object()?;
    let from = fields.optional("from", Place::instant);
    let to = fields.optional("to", Place::instant);
    let by = fields.required("by", |place| place.each_once(|place| place.word(&UsageBy::WORDS)));
    fields.finish();
    Some(UsageQuery { from, to, by: by? })
}

#[derive(Default)]
struct Sums {
    spent: u64,
    refunded: u64,
    commands: Set<String>,
    /// Spends that no command bears.
    nameless: u64,
}

type Rows = Map<Vec<UsageKey>, Sums>;

/// Adds up entries that were read back. What else they have, and nulls, are ignored.
pub(crate) fn usage(place: &Place<'_>, query: &UsageQuery) -> Option<Vec<UsageRow>> {
    let mut rows = Rows::new();
    for entry in place.list()? {
        read(&entry, query, &mut rows);
    }
    told(rows, query).or_else(|| place.wrong(&too_many()))
}

/// Adds up entries as decisions have them.
pub(crate) fn usage_of(entries: &[Entry], query: &UsageQuery) -> Result<Vec<UsageRow>, Mistake> {
    let mut rows = Rows::new();
    for entry in entries {
        let Some(is_spend) = is_spend(entry.kind) else { continue };
        if !is_within(entry.at, query) {
            continue;
        }
        let text = |id: Option<&Id>| Some(id.map(Id::to_string).unwrap_or_default());
        let name = |by| match by {
            UsageBy::Member => text(entry.by.as_ref()),
            UsageBy::Model => text(entry.model.as_ref()),
            UsageBy::Wallet => Some(entry.wallet.to_string()),
            UsageBy::Source => text(Some(entry.source.id())),
            UsageBy::Hour | UsageBy::Day | UsageBy::Month => None,
        };
        let command = entry.command.as_ref().map(Id::to_string);
        if let Some(key) = key(entry.at, query, &name) {
            add(key, is_spend, entry.credits.unsigned_abs(), command, &mut rows);
        }
    }
    told(rows, query).ok_or_else(|| Mistake::one(MistakeCode::InvalidRequest, "", too_many()))
}

fn told(rows: Rows, query: &UsageQuery) -> Option<Vec<UsageRow>> {
    let row = |(key, sums): (Vec<UsageKey>, Sums)| {
        let count = u64::try_from(sums.commands.len()).unwrap_or(u64::MAX) + sums.nameless;
        let (spent, refunded) = (Credits::new(sums.spent)?, Credits::new(sums.refunded)?);
        Some(UsageRow { by: query.by.clone(), key, spent, refunded, count })
    };
    rows.into_iter().map(row).collect()
}

fn too_many() -> String {
    format!("expected entries of at most {} credits in a row, found more", Credits::MAX.get())
}

/// Whether an entry is a spend, or the refund of one; no other counts.
fn is_spend(kind: EntryKind) -> Option<bool> {
    match kind {
        EntryKind::Spend => Some(true),
        EntryKind::Refund => Some(false),
        _ => None,
    }
}

fn is_within(at: Instant, query: &UsageQuery) -> bool {
    query.from.is_none_or(|from| at >= from) && query.to.is_none_or(|to| at < to)
}

fn read(entry: &Place<'_>, query: &UsageQuery, rows: &mut Rows) -> Option<()> {
    let fields = entry.object()?;
    let kind = fields.required("kind", |place| place.word(&EntryKind::WORDS));
    let at = fields.required("at", Place::instant);
    let credits = fields.required("credits", signed_credits);
    let (kind, at, credits) = (kind?, at?, credits?);
    let is_spend = is_spend(kind).filter(|_| is_within(at, query))?;
    let text =
        |name| fields.get(name).filter(|place| !matches!(place.tree, Tree::Null)).and_then(Place::owned_text);
    let name = |by| match by {
        UsageBy::Member => Some(text("by").unwrap_or_default()),
        UsageBy::Model => Some(text("model").unwrap_or_default()),
        UsageBy::Wallet => fields.required("wallet", Place::owned_text),
        UsageBy::Source => fields.required("source", Place::owned_text),
        UsageBy::Hour | UsageBy::Day | UsageBy::Month => None,
    };
    // Only spends are told apart by their commands.
    let command = if is_spend { text("command") } else { None };
    add(key(at, query, &name)?, is_spend, credits, command, rows);
    Some(())
}

/// The key of the row to which an entry belongs.
fn key(at: Instant, query: &UsageQuery, name: &dyn Fn(UsageBy) -> Option<String>) -> Option<Vec<UsageKey>> {
    let part = |by: &UsageBy| match by {
        UsageBy::Hour => Some(UsageKey::Since(began(at, HOUR_MS))),
        UsageBy::Day => Some(UsageKey::Since(began(at, DAY_MS))),
        UsageBy::Month => {
            let (today, _) = Civil::of(at);
            Some(UsageKey::Since(Civil { day: 1, ..today }.at(0).unwrap_or(at)))
        }
        by => name(*by).map(UsageKey::Name),
    };
    query.by.iter().map(part).collect()
}

fn add(key: Vec<UsageKey>, is_spend: bool, credits: u64, command: Option<String>, rows: &mut Rows) {
    let Some(sums) = rows.get_or_insert_with(key, Sums::default) else { return };
    if is_spend {
        sums.spent = sums.spent.saturating_add(credits);
        match command {
            Some(command) => _ = sums.commands.add(command),
            None => sums.nameless += 1,
        }
    } else {
        sums.refunded = sums.refunded.saturating_add(credits);
    }
}

fn began(at: Instant, step_ms: u64) -> Instant {
    Instant::from_ms(at.ms() - at.ms() % step_ms).unwrap_or(at)
}

/// How many credits an entry moved, whichever way.
fn signed_credits(place: &Place<'_>) -> Option<u64> {
    let Tree::Number(number) = place.tree else { return place.expected("whole credits") };
    let size = crate::json::Number(number.0.trim_start_matches('-')).whole();
    size.filter(|size| *size <= Credits::MAX.get()).or_else(|| place.expected("whole credits"))
}
