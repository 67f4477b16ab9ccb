//! Two answers to one question, made comparable: the engine's and this model's.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// An answer, an account or anything in them without what is not compared: messages, the rules' digest, and the digests of
/// commands in `recent`, of which the seqs stay.
pub fn plain(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().filter_map(|(k, v)| Some((k.clone(), field(map, k, v)?))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(plain).collect()),
        other => other.clone(),
    }
}

fn field(map: &Map<String, Value>, key: &str, value: &Value) -> Option<Value> {
    match (key, value) {
        ("message", Value::String(_)) if map.contains_key("code") => None,
        ("digest", Value::String(_)) => None,
        ("recent", Value::Object(recent)) => {
            let seqs = recent.iter().map(|(id, pair)| (id.clone(), pair.get(0).cloned().unwrap_or_default()));
            Some(Value::Object(seqs.collect()))
        }
        _ => Some(plain(value)),
    }
}

/// As `plain`, and blind to the order in which entries of one instant happened and to whether they were summed: the text
/// leaves some of that open (see CHOICES.md).
pub fn loose(value: &Value) -> Value {
    let mut out = plain(value);
    if let Some(Value::Array(entries)) = out.get("entries").cloned() {
        let mut sums: BTreeMap<String, (Value, i64)> = BTreeMap::new();
        for mut entry in entries {
            let credits = entry.get("credits").and_then(Value::as_i64).unwrap_or(0);
            if let Some(fields) = entry.as_object_mut() {
                fields.remove("credits");
            }
            let at = entry.get("at").and_then(Value::as_i64).unwrap_or(0);
            sums.entry(format!("{at:020} {entry}")).or_insert((entry, 0)).1 += credits;
        }
        let summed = sums.into_values().filter(|(_, credits)| *credits != 0).map(|(mut entry, credits)| {
            entry["credits"] = credits.into();
            entry
        });
        out["entries"] = summed.collect();
    }
    out
}
