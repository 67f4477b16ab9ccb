//! Holds an answer against what a scenario expects of it. The server in `examples/axum` is tested
//! with it too.

use serde_json::Value;

/// Tells where an answer is not as expected: of an object what is expected must be there, of a
/// list every item and no more; `null` stands for what must not be there, in a list for NaN.
pub(crate) fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut told = Vec::new();
    tell(expected, found, "", &mut told);
    told
}

fn tell(expected: &Value, found: &Value, path: &str, told: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let found = found.get(key).unwrap_or(&Value::Null);
                tell(expected, found, &format!("{path}/{key}"), told);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
                tell(expected, found, &format!("{path}/{place}"), told);
            }
        }
        (Value::Number(expected), Value::Number(found)) if expected.as_f64() == found.as_f64() => {}
        _ if expected == found => {}
        _ => {
            let place = if path.is_empty() { "" } else { " at " };
            told.push(format!("expected{place}{path} {expected}, found {found}"));
        }
    }
}

/// Holds a mistake against what is thrown: faults are told in any order, and so are their places
/// expected.
pub(crate) fn differences_of_mistakes(throws: &Value, found: &Value) -> Vec<String> {
    let (mut throws, mut found) = (throws.clone(), found.clone());
    let paths = found["issues"].as_array().into_iter().flatten().map(|issue| issue["path"].clone());
    found["paths"] = paths.collect();
    for value in [&mut throws, &mut found] {
        if let Some(paths) = value.get_mut("paths").and_then(Value::as_array_mut) {
            paths.sort_by_key(Value::to_string);
        }
    }
    differences(&throws, &found)
}
