//! Rules that change under an account that runs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails says so by panicking"
)]

mod common;

use bursar::{Bursar, Dialect};
use common::doors;
use serde_json::{Value, json};

const DAY: u64 = 86_400_000;

/// The account after some commands.
fn after(bursar: &Bursar, account: &Value, commands: &[Value]) -> Value {
    let mut account = bursar.read_account(&account.to_string(), Dialect::Json).unwrap();
    for command in commands {
        let answer = bursar.apply_text(&mut account, &command.to_string(), Dialect::Json).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["ok"], true, "{answer}");
    }
    serde_json::to_value(&account).unwrap()
}

fn created(bursar: &Bursar) -> Value {
    let (_, account) = bursar.create_text(&json!({ "id": "a", "at": 0 }).to_string(), Dialect::Json).unwrap();
    serde_json::to_value(&account).unwrap()
}

/// A month has begun when the plan becomes one of days, or of years: it still ends as it was to, and the
/// periods after which a late roll-over expires are counted from there.
#[test]
fn a_late_roll_over_expires_by_the_periods_that_come() {
    let rules = |every: &str| {
        doors::compiled(&json!({
            "schema": 1, "name": "Changed", "sources": [{ "id": "rolled" }, { "id": "monthly" }],
            "plans": { "p": {
                "paid": true, "every": every, "allowance": { "source": "monthly", "credits": 100 },
                "rollover": { "into": "rolled", "cap": 500, "expiresAfterPeriods": 3 },
            } },
        }))
    };
    let months = rules("month");
    let account = after(
        &months,
        &created(&months),
        &[
            json!({ "id": "s", "at": 0, "type": "subscribe", "plan": "p" }),
            json!({ "id": "h", "at": 0, "type": "hold", "credits": 10, "expiresAt": 900 * DAY }),
            json!({ "id": "t", "at": 31 * DAY, "type": "tick" }),
        ],
    );
    assert_eq!(account["plan"]["renewsAt"], 59 * DAY);
    let release = json!({ "id": "r", "at": 32 * DAY, "type": "release", "hold": "h" });
    let late = |every: &str| {
        let released = after(&rules(every), &account, core::slice::from_ref(&release));
        released["bank"][format!("~rolled:{}", 32 * DAY)]["expiresAt"].clone()
    };
    assert_eq!(late("day"), 61 * DAY);
    // As ever: into the fourth month, which begins on 1 May 1970.
    assert_eq!(late("month"), 120 * DAY);
    // 1 March 1972.
    assert_eq!(late("year"), 790 * DAY);
}

/// A limit that the rules begin to set knows of the holds that are open, as one that a command sets does; what no limit
/// asks for any more is forgotten.
#[test]
fn windows_follow_the_limits_that_rules_set_now() {
    let rules = |limits: Value| {
        doors::compiled(&json!({
            "schema": 1, "name": "Changed", "sources": [{ "id": "gift" }], "bankFor": "all",
            "roles": { "maker": { "can": ["generate", "viewBalance", "manage"], "limits": limits } },
        }))
    };
    let unlimited = rules(json!([]));
    let (_, account) = unlimited
        .create_text(
            &json!({ "id": "a", "at": 0, "members": { "bob": { "role": "maker" } } }).to_string(),
            Dialect::Json,
        )
        .unwrap();
    let account = after(
        &unlimited,
        &serde_json::to_value(&account).unwrap(),
        &[
            json!({ "id": "g", "at": 0, "by": "system", "type": "grant", "source": "gift", "credits": 100 }),
            json!({
                "id": "h", "at": DAY, "by": "system", "for": "bob", "type": "hold", "credits": 50, "expiresAt": 3 * DAY,
            }),
        ],
    );
    assert!(account.get("spent").is_none());

    let limited = rules(json!([{ "per": "day", "credits": 60 }]));
    let ask = |account: &Value, at: u64| -> Value {
        let mut read = limited.read_account(&account.to_string(), Dialect::Json).unwrap();
        let view = json!({ "at": at, "by": "bob" }).to_string();
        serde_json::from_str(&limited.limits_text(&mut read, &view, Dialect::Json).unwrap()).unwrap()
    };
    assert_eq!(ask(&account, DAY + 1)["limits"][0]["spent"], 50);
    // Not made in the day that runs.
    assert_eq!(ask(&account, 2 * DAY)["limits"][0]["spent"], 0);

    let tick = |id: &str| json!({ "id": id, "at": DAY + 2, "by": "system", "type": "tick" });
    let counted = after(&limited, &account, &[tick("t1")]);
    assert_eq!(counted["spent"], json!({ "member:bob": { "day": { "credits": 50, "since": DAY } } }));
    let forgotten = after(&unlimited, &counted, &[tick("t2")]);
    assert!(forgotten.get("spent").is_none());
}
