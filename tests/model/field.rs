//! Small words for reading JSON that is known to be well-formed.

use serde_json::Value;

use super::time;

/// The text of a field.
pub fn text<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    object.get(field).and_then(Value::as_str)
}

/// The text of a field, owned.
pub fn string(object: &Value, field: &str) -> Option<String> {
    text(object, field).map(str::to_owned)
}

/// The same where it says something (13: nothing empty is written).
pub fn some_text(object: &Value, field: &str) -> Option<String> {
    string(object, field).filter(|text| !text.is_empty())
}

/// The whole number of a field; `8.0` is 8 to JavaScript.
pub fn int(object: &Value, field: &str) -> Option<i64> {
    object.get(field).and_then(whole)
}

/// A whole number, however JSON wrote it.
pub fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().filter(|f| f.fract() == 0.0).map(|f| f as i64))
}

/// The instant of a field, in either of its two ways of writing (1.1).
pub fn instant(object: &Value, field: &str) -> Option<i64> {
    object.get(field).and_then(time::instant)
}

/// The truth of a field, false where it is left out.
pub fn flag(object: &Value, field: &str) -> bool {
    object.get(field).and_then(Value::as_bool).unwrap_or(false)
}

/// The entries of an object, none where the field is left out; by key, in order of bytes.
pub fn fields(object: &Value, field: &str) -> Vec<(String, Value)> {
    let Some(Value::Object(map)) = object.get(field) else { return Vec::new() };
    let mut all: Vec<_> = map.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// The items of a list, none where the field is left out.
pub fn items(object: &Value, field: &str) -> Vec<Value> {
    object.get(field).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// A list of strings, none where the field is left out.
pub fn strings(object: &Value, field: &str) -> Vec<String> {
    items(object, field).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
