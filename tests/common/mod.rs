//! What the native tests share: the doors with JSON on both sides, edits of JSON, generated
//! models, and the oracle that prices them again.
#![allow(dead_code, reason = "each test file is a program of its own and uses its part of this")]

pub(crate) mod doors;
pub(crate) mod edit;
pub(crate) mod laws;
pub(crate) mod matcher;
pub(crate) mod oracle;
pub(crate) mod order;
pub(crate) mod recipes;

/// How many cases a property is tried with: as many as it says, or as `PROPTEST_CASES` asks.
///
/// Nothing is written beside the tests: a case that fails becomes a test of its own.
pub(crate) fn cases(usual: u32) -> proptest::test_runner::Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    proptest::test_runner::Config {
        cases: asked.unwrap_or(usual),
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    }
}
