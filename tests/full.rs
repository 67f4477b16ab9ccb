//! A command whose result would pass 2^53−1 in total is `too_many` (10.5), and the allowance of a
//! plan that a subscribe starts is granted in full (3.5). Only a *renewal* grants what fits (3.1).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so by panicking")]

use bursar::{Bursar, Dialect};
use serde_json::{Value, json};

const MOST: i64 = 9_007_199_254_740_991;

/// Subscribes to a plan of 100 a month with 99 left to 2^53−1, perhaps from another plan.
fn subscribe(from: Option<&str>) -> Value {
    let rules = json!({
        "schema": 1, "name": "Full", "sources": [{ "id": "monthly" }, { "id": "gift" }],
        "plans": {
            "free": { "paid": false, "every": "month" },
            "pro": { "paid": true, "every": "month", "allowance": { "source": "monthly", "credits": 100 } },
        },
    });
    let engine = Bursar::from_text(&rules.to_string(), Dialect::Json).unwrap();
    let mut account = json!({
        "schema": 1, "id": "acme", "product": "app", "seq": 0, "asOf": 0,
        "bank": { "most": { "source": "gift", "credits": MOST - 99, "of": MOST - 99, "grantedAt": 0 } },
    });
    if let Some(id) = from {
        account["plan"] = json!({ "id": id, "status": "active", "startedAt": 0, "periods": 0, "renewsAt": 2_678_400_000_i64 });
    }
    let mut account = engine.read_account(&account.to_string(), Dialect::Json).unwrap();
    let command = json!({ "type": "subscribe", "id": "c1", "at": 0, "plan": "pro" });
    let answer = engine.apply_text(&mut account, &command.to_string(), Dialect::Json).unwrap();
    serde_json::from_str(&answer).unwrap()
}

#[test]
fn a_subscribe_that_starts_a_plan_in_a_full_account_is_too_many() {
    let answer = subscribe(None);
    assert_eq!(answer["code"], "too_many", "{answer}");
}

#[test]
fn a_subscribe_that_changes_the_plan_in_a_full_account_is_too_many() {
    let answer = subscribe(Some("free"));
    assert_eq!(answer["code"], "too_many", "{answer}");
}
