//! What holds for every message, whatever it is about.

use bursar::Mistake;

/// Panics where a message is no sentence for a person (10.7).
#[track_caller]
pub(crate) fn message(message: &str) {
    let fault = |why: &str| panic!("{why}: {message:?}");
    if message.is_empty() {
        fault("a message says something");
    }
    if message.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        fault("a message has one line");
    }
    if message.ends_with('.') {
        fault("a message has no trailing period");
    }
    if message.starts_with(char::is_uppercase) {
        fault("a message begins in lower case");
    }
    if message.starts_with(char::is_whitespace) || message.ends_with(char::is_whitespace) {
        fault("a message has no space around it");
    }
    if message.chars().count() > 4_000 {
        fault("a message can be read");
    }
}

/// Panics where a message speaks of how the engine is made.
#[track_caller]
pub(crate) fn wording(message: &str) {
    // What is in backticks are the user's words, whatever they look like.
    let own_words: String = message.split('`').step_by(2).collect();
    for foreign in [
        "Option", "Some(", "None", "Ok(", "Err(", "Vec<", "String", "&str", "::", "u8", "u32", "u64", "i64",
        "u128", "usize", "f64", "struct", "enum", "panick", "unwrap", "Ratio", "Decimal", "Tree",
    ] {
        assert!(!own_words.contains(foreign), "a message names no Rust types: {message:?}");
    }
}

/// The same for a mistake and each of its faults, of which there are at most 100, the first one
/// giving the mistake its path.
#[track_caller]
pub(crate) fn mistake(mistake: &Mistake) {
    message(&mistake.to_string());
    assert!((1..=100).contains(&mistake.issues.len()), "{mistake:?}");
    assert_eq!(mistake.path, mistake.issues[0].path, "{mistake:?}");
    for issue in &mistake.issues {
        message(&issue.message);
        assert!(issue.path.is_empty() || issue.path.starts_with('/'), "no JSON Pointer: {issue:?}");
    }
}
