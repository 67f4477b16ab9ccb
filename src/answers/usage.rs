//! Adding entries up.

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::credits::Credits;
use crate::json::{Place, Tree};
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

/// One part of a row's key: a name, or the instant at which an hour, a day or a month begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Name(String),
    Since(Instant),
}

/// What was spent and refunded under one key, and by how many commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    by: Vec<UsageBy>,
    key: Vec<Part>,
    /// Credits spent.
    pub spent: Credits,
    /// Credits given back.
    pub refunded: Credits,
    /// Commands with a spend in the row.
    pub count: u64,
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
        for (by, part) in self.0.by.iter().zip(&self.0.key) {
            match part {
                Part::Name(name) => map.serialize_entry(by.word(), name)?,
                Part::Since(since) => map.serialize_entry(by.word(), since)?,
            }
        }
        map.end()
    }
}

/// What is asked of the entries.
pub(crate) struct Query {
    from: Option<Instant>,
    to: Option<Instant>,
    by: Vec<UsageBy>,
}

pub(crate) fn read_usage(place: &Place<'_>) -> Option<Query> {
    let fields = place.object()?;
    let from = fields.optional("from", Place::instant);
    let to = fields.optional("to", Place::instant);
    let by = fields.required("by", |place| place.each_once(|place| place.word(&UsageBy::WORDS)));
    fields.finish();
    Some(Query { from, to, by: by? })
}

#[derive(Default)]
struct Sums {
    spent: u64,
    refunded: u64,
    commands: BTreeSet<String>,
    /// Spends that no command bears.
    nameless: u64,
}

/// Adds entries up. What else they have, and nulls, are ignored.
pub(crate) fn usage(place: &Place<'_>, query: &Query) -> Option<Vec<UsageRow>> {
    let mut rows: BTreeMap<Vec<Part>, Sums> = BTreeMap::new();
    for entry in place.list()? {
        add(&entry, query, &mut rows);
    }
    let row = |(key, sums): (Vec<Part>, Sums)| {
        let count = u64::try_from(sums.commands.len()).unwrap_or(u64::MAX) + sums.nameless;
        let (spent, refunded) = (Credits::new(sums.spent)?, Credits::new(sums.refunded)?);
        Some(UsageRow { by: query.by.clone(), key, spent, refunded, count })
    };
    let rows: Option<Vec<UsageRow>> = rows.into_iter().map(row).collect();
    if rows.is_none() {
        place.fault(format!(
            "expected entries of at most {} credits in a row, found more",
            Credits::MAX.get()
        ));
    }
    rows
}

fn add(entry: &Place<'_>, query: &Query, rows: &mut BTreeMap<Vec<Part>, Sums>) -> Option<()> {
    let fields = entry.object()?;
    let kind = fields.required("kind", Place::text)?;
    let (is_spend, is_refund) = (kind == "spend", kind == "refund");
    let at = fields.required("at", Place::instant)?;
    let credits = fields.required("credits", signed_credits)?;
    let outside = query.from.is_some_and(|from| at < from) || query.to.is_some_and(|to| at >= to);
    if outside || !(is_spend || is_refund) {
        return None;
    }
    let text = |name| {
        fields
            .get(name)
            .filter(|place| !matches!(place.tree, Tree::Null))
            .and_then(|place| place.owned_text())
    };
    let name = |field| Some(Part::Name(text(field).unwrap_or_default()));
    let part = |by: &UsageBy| match by {
        UsageBy::Member => name("by"),
        UsageBy::Model => name("model"),
        UsageBy::Wallet => Some(Part::Name(fields.required("wallet", Place::owned_text)?)),
        UsageBy::Source => Some(Part::Name(fields.required("source", Place::owned_text)?)),
        UsageBy::Hour => Some(Part::Since(began(at, HOUR_MS))),
        UsageBy::Day => Some(Part::Since(began(at, DAY_MS))),
        UsageBy::Month => {
            let (today, _) = Civil::of(at);
            Some(Part::Since(Civil { day: 1, ..today }.at(0).unwrap_or(at)))
        }
    };
    let key = query.by.iter().map(part).collect::<Option<Vec<Part>>>()?;
    let sums = rows.entry(key).or_default();
    if is_spend {
        sums.spent = sums.spent.saturating_add(credits);
        match text("command") {
            Some(command) => _ = sums.commands.insert(command),
            None => sums.nameless += 1,
        }
    } else {
        sums.refunded = sums.refunded.saturating_add(credits);
    }
    Some(())
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
