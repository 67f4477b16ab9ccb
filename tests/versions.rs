//! Accounts as earlier engines wrote them: what was stored once is read from here on.
//!
//! `accounts/v1*.json` are accounts of schema 1, with the rules that they were written under, as
//! they stood in a store. They are never written anew: a field that is added to the account raises
//! its schema, and these are then brought up when they are read.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails says so by panicking"
)]

use bursar::{Account, Bursar, Dialect, Mistake, MistakeCode};
use serde_json::{Value, json};

const RULES: &str = include_str!("accounts/v1.rules.json");

/// Teams, members, holds, alerts, what is counted, and a plan with a next one.
const ACCOUNT: &str = include_str!("accounts/v1.json");

/// What becomes of it: its plan is cancelled, has ended, it is closed; and what one member may see.
const LATER: [&str; 4] = [
    include_str!("accounts/v1-cancelled.json"),
    include_str!("accounts/v1-ended.json"),
    include_str!("accounts/v1-closed.json"),
    include_str!("accounts/v1-view.json"),
];

/// Every field that an account of schema 1 can have.
const FIELDS: [&str; 48] = [
    "schema",
    "id",
    "product",
    "seq",
    "asOf",
    "closed",
    "view",
    "plan",
    "renewedAt",
    "endedAt",
    "bank",
    "teams",
    "members",
    "holds",
    "alerts",
    "spent",
    "recent",
    // A plan's.
    "status",
    "startedAt",
    "periods",
    "renewsAt",
    "endsAt",
    "seats",
    "allowance",
    "next",
    // A grant's, and a draw's.
    "source",
    "credits",
    "of",
    "grantedAt",
    "expiresAt",
    "wallet",
    "grant",
    // A team's, a member's and a hold's.
    "label",
    "grants",
    "limits",
    "role",
    "at",
    "from",
    "draws",
    "by",
    "model",
    "note",
    // An alert's, and a count's.
    "watch",
    "on",
    "per",
    "thresholds",
    "told",
    "since",
];

fn engine() -> Bursar {
    Bursar::from_text(RULES, Dialect::Json).expect("the rules of version 1 are right")
}

fn all() -> impl Iterator<Item = &'static str> {
    // A file ends with a line break, which is none of the account's.
    [ACCOUNT].into_iter().chain(LATER).map(str::trim_end)
}

fn read(account: &str) -> Result<Account, Mistake> {
    engine().read_account(account, Dialect::Json)
}

#[track_caller]
fn apply(account: &mut Account, command: &Value) -> Value {
    let answer = engine().apply_text(account, &command.to_string(), Dialect::Json);
    serde_json::from_str(&answer.unwrap()).unwrap()
}

#[test]
fn an_account_of_version_1_is_read_and_written_back_byte_for_byte() {
    for text in all() {
        assert_eq!(read(text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}")).to_text(), text);
    }
}

#[test]
fn the_frozen_accounts_have_every_field_between_them() {
    for field in FIELDS {
        assert!(all().any(|text| text.contains(&format!("\"{field}\":"))), "{field}");
    }
}

#[test]
fn a_command_that_version_1_remembers_is_still_a_replay() {
    let mut account = read(ACCOUNT.trim_end()).unwrap();
    let job = json!({
        "type": "spend", "id": "job-1", "at": 1_772_622_000_000_i64, "by": "bob", "expect": 20,
        "request": { "model": "film", "inputs": { "seconds": 10 } },
    });
    let answer = apply(&mut account, &job);
    assert_eq!((&answer["ok"], &answer["replayed"]), (&json!(true), &json!(true)), "{answer}");
    assert_eq!(account.to_text(), ACCOUNT.trim_end());
}

#[test]
fn an_account_of_version_1_goes_on() {
    let mut account = read(ACCOUNT.trim_end()).unwrap();
    let settle = json!({
        "type": "settle", "id": "next", "at": 1_772_622_000_000_i64, "by": "system", "hold": "job-2", "credits": 50,
    });
    let answer = apply(&mut account, &settle);
    assert_eq!((&answer["ok"], &answer["seq"], &answer["credits"]), (&json!(true), &json!(17), &json!(50)));
    let after: Value = serde_json::from_str(&account.to_text()).unwrap();
    // What is left of the 120 that were held returns to the 60 of its grant, and to every window.
    let grant = "/teams/crew/grants/~monthly:1772272800000/credits";
    assert_eq!(after.pointer(grant), Some(&json!(130)));
    assert_eq!(after.pointer("/spent/member:bob/period/credits"), Some(&json!(70)));
    // The plan that was to follow runs from the renewal on, its count beginning there.
    let renewal = 1_774_951_200_000_i64;
    let answer =
        apply(&mut account, &json!({ "type": "tick", "id": "renewed", "at": renewal, "by": "system" }));
    assert_eq!(answer["ok"], true, "{answer}");
    let after: Value = serde_json::from_str(&account.to_text()).unwrap();
    let plan = json!({
        "id": "max", "status": "active", "startedAt": renewal, "periods": 0, "seats": 4, "allowance": 6000,
        "renewsAt": renewal + 365 * 86_400_000,
    });
    assert_eq!(after["plan"], plan);
    assert_eq!(after["renewedAt"], renewal);
    assert_eq!(after.pointer(&format!("/bank/~monthly:{renewal}/credits")), Some(&json!(6000)));
}

#[test]
fn accounts_of_other_versions_are_refused_by_name() {
    for (version, found) in [(json!(2), "2"), (json!(0), "0"), (json!("1"), "the text `1`")] {
        let mut account: Value = serde_json::from_str(ACCOUNT).unwrap();
        account["schema"] = version;
        let mistake = read(&account.to_string()).expect_err("an account of another version");
        assert_eq!((mistake.code, mistake.path.as_str()), (MistakeCode::InvalidAccount, "/schema"));
        let messages: Vec<&str> = mistake.issues.iter().map(|issue| issue.message.as_str()).collect();
        assert_eq!(messages, [format!("expected the version of the account, 1, found {found}")]);
    }
}

#[test]
fn what_a_newer_version_adds_is_told_after_its_version() {
    let mut account: Value = serde_json::from_str(ACCOUNT).unwrap();
    account["schema"] = json!(2);
    account["added"] = json!(true);
    account["plan"]["added"] = json!(true);
    let mistake = read(&account.to_string()).expect_err("an account of another version");
    assert_eq!(mistake.path, "/schema");
    assert!(mistake.to_string().contains("expected the version of the account, 1, found 2"), "{mistake}");
}
