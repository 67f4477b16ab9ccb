//! Adding entries up (11.1).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::field;
use super::time::calendar_window;

/// A key's value, in an order of its own: instants as numbers, names by bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    At(i64),
    Name(String),
}

fn key(entry: &Value, field: &str, at: i64) -> Key {
    let name = |field: &str| Key::Name(field::string(entry, field).unwrap_or_default());
    match field {
        "hour" | "day" | "month" => Key::At(calendar_window(field, at).0),
        // 13: a row without member or model has "" there.
        "member" => name("by"),
        other => name(other),
    }
}

/// 11.1: sums `spend` and `refund` alone; `count` is of commands with a `spend` in the row; rows in order of their keys.
pub fn usage(entries: &[Value], query: &Value) -> Value {
    let (from, to) = (field::instant(query, "from"), field::instant(query, "to"));
    let by = field::strings(query, "by");
    let mut rows: BTreeMap<Vec<Key>, (i64, i64, BTreeSet<String>)> = BTreeMap::new();
    for entry in entries {
        let at = field::instant(entry, "at").unwrap_or(0);
        let kind = field::text(entry, "kind").unwrap_or_default();
        let within = from.is_none_or(|f| f <= at) && to.is_none_or(|t| at < t);
        if !within || !matches!(kind, "spend" | "refund") {
            continue;
        }
        let row = rows.entry(by.iter().map(|f| key(entry, f, at)).collect()).or_default();
        let credits = field::int(entry, "credits").unwrap_or(0);
        if kind == "spend" {
            row.0 -= credits;
            row.2.extend(field::string(entry, "command"));
        } else {
            row.1 += credits;
        }
    }
    let write = |(keys, (spent, refunded, commands)): (Vec<Key>, (i64, i64, BTreeSet<String>))| {
        let value = |k: &Key| match k {
            Key::At(at) => Value::from(*at),
            Key::Name(name) => Value::from(name.clone()),
        };
        let named: Map<String, Value> = by.iter().cloned().zip(keys.iter().map(value)).collect();
        json!({"key": named, "spent": spent, "refunded": refunded, "count": commands.len()})
    };
    rows.into_iter().map(write).collect()
}
