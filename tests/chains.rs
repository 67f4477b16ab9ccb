//! Refusals in order of precedence: where several hold, the first of `Facts` is told.
//!
//! For each type of command a chain: a start in which as many faults hold at once as can, then rows,
//! each of which mends the fault that the row before told, until the command is accepted. Below them
//! is every message of an account, word for word.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test that fails says so by panicking, and a row of a table writes its values where they are"
)]

#[allow(dead_code, reason = "here there are refusals, and hardly a mistake")]
#[path = "common/laws.rs"]
mod laws;

use std::collections::BTreeSet;

use bursar::{Bursar, Dialect};
use serde_json::{Map, Value, json};

/// The codes of `Facts`, as `bursar.d.ts` lists them.
const CODES: [&str; 33] = [
    "account_closed",
    "id_reused",
    "unknown_member",
    "role_forbids",
    "unknown_team",
    "unknown_role",
    "unknown_plan",
    "unknown_pack",
    "unknown_source",
    "unknown_grant",
    "unknown_hold",
    "unknown_alert",
    "unknown_model",
    "unpriced",
    "unknown_input",
    "missing_input",
    "input_out_of_range",
    "not_offered",
    "not_on_plan",
    "not_in_product",
    "price_changed",
    "no_plan",
    "plan_required",
    "consent_required",
    "quantity_out_of_range",
    "over_in_app_limit",
    "same_wallet",
    "products_differ",
    "accounts_differ",
    "limit_reached",
    "insufficient_credits",
    "last_manager",
    "too_many",
];

/// Those that a price alone can tell; their words are in `messages.rs`.
const OF_PRICES: [&str; 8] = [
    "unknown_model",
    "unpriced",
    "unknown_input",
    "missing_input",
    "input_out_of_range",
    "not_offered",
    "not_on_plan",
    "not_in_product",
];

/// 2026-01-31T10:00:00Z.
const NOW: i64 = 1_769_853_600_000;
const DAY: i64 = 86_400_000;
const MOST: i64 = 9_007_199_254_740_991;

fn rules() -> Value {
    let all = ["generate", "viewBalance", "viewUsage", "billing", "transfer", "manage"];
    json!({
        "schema": 1, "name": "Films", "unit": { "one": "token", "many": "tokens" }, "currency": "USD",
        "contact": { "sales": "sales@films.example" }, "products": ["app", "api"],
        "sources": [
            { "id": "monthly" }, { "id": "rolled" }, { "id": "topup", "needsPlan": "paid" }, { "id": "gift" },
        ],
        "plans": {
            "free": { "paid": false, "every": "month" },
            "pro": {
                "paid": true, "every": "month",
                "allowance": { "source": "monthly", "credits": 100 }, "rollover": { "into": "rolled", "cap": 300 },
            },
            "old": { "paid": true, "every": "month", "offered": false },
        },
        "packs": { "small": { "credits": 100, "price": 900, "min": 2, "max": 20 } },
        "purchase": { "source": "topup", "consent": "I agree", "inAppLimit": 5000 },
        "roles": {
            "admin": { "can": all },
            "head": { "can": ["generate", "viewBalance", "manage"], "limits": [{ "per": "day", "credits": 10 }] },
            "mover": { "can": ["generate", "viewBalance", "transfer"] },
            "maker": { "can": ["generate", "viewBalance"] },
            "blind": { "can": ["generate"] },
            "idle": { "can": [] },
        },
        "models": {
            "secret": { "inputs": {} },
            "film": {
                "inputs": {
                    "seconds": { "type": "number", "min": 1, "max": 10 },
                    "size": { "type": "choice", "of": ["hd", "uhd", "4k"] },
                },
                "price": [{ "rate": { "by": "size", "cells": { "hd": 1, "uhd": 2 } }, "times": ["seconds"] }],
                "plans": ["pro"], "products": ["app"],
            },
        },
    })
}

/// An account in which nothing is wrong, and nothing lies.
fn account() -> Value {
    json!({
        "schema": 1, "id": "acme", "product": "app", "seq": 1, "asOf": NOW, "bank": {},
        "members": { "ann": { "role": "admin" }, "bob": { "role": "admin" } },
        "recent": { "c1": [1, "0123456789abcdef0123456789abcdef"] },
    })
}

fn plan(id: &str) -> Value {
    json!({ "id": id, "status": "active", "startedAt": NOW, "periods": 0, "renewsAt": NOW + 28 * DAY })
}

fn gift(credits: i64) -> Value {
    json!({ "source": "gift", "credits": credits, "of": credits, "grantedAt": NOW })
}

fn hold() -> Value {
    json!({ "at": NOW, "expiresAt": NOW + DAY, "from": "bank", "draws": [] })
}

/// So many of one thing, by ids that begin with `x`.
fn many(count: usize, one: Value) -> Value {
    (0..count).map(|number| (format!("x{number}"), one.clone())).collect::<Map<_, _>>().into()
}

/// Puts a value at a place, or takes away what is there where it is `null`.
#[track_caller]
fn edit(json: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a place inside");
    let parent = json.pointer_mut(parent).unwrap_or_else(|| panic!("nothing is at {parent}"));
    let entries = parent.as_object_mut().unwrap_or_else(|| panic!("{pointer} is in no object"));
    if value.is_null() {
        assert!(entries.remove(key).is_some(), "nothing is at {pointer}");
    } else {
        entries.insert(key.to_owned(), value);
    }
}

/// The account, or what is left of it once it is closed: members, teams and what is remembered (3.11).
fn kept(account: &Value) -> Value {
    let mut account = account.clone();
    if account.get("closed").is_some() {
        let fields = account.as_object_mut().unwrap();
        for gone in ["plan", "renewedAt", "endedAt", "holds", "alerts", "spent"] {
            fields.remove(gone);
        }
        fields.insert("bank".to_owned(), json!({}));
        for team in
            fields.get_mut("teams").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
        {
            team["grants"] = json!({});
        }
    }
    account
}

/// What the command gets, by the door that the world names.
#[track_caller]
fn answer(world: &Value) -> Value {
    let compile = |rules: &Value| Bursar::from_text(&rules.to_string(), Dialect::Json);
    let bursar = compile(&world["rules"]).unwrap_or_else(|mistake| panic!("{mistake}"));
    let account = bursar.read_account(&kept(&world["account"]).to_string(), Dialect::Json);
    let mut account = account.unwrap_or_else(|mistake| panic!("{mistake}"));
    let command = world["command"].to_string();
    let answer = match world["door"].as_str() {
        Some("preview") => bursar.preview_text(&mut account, &command, Dialect::Json),
        _ => bursar.apply_text(&mut account, &command, Dialect::Json),
    };
    serde_json::from_str(&answer.unwrap_or_else(|mistake| panic!("{mistake}\n{command}"))).unwrap()
}

/// Its message is a sentence, and its facts have what is asked of them.
#[track_caller]
fn told(answer: &Value, code: &str, facts: &Value) {
    assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!(code)), "{answer}");
    for (fact, value) in facts.as_object().unwrap() {
        assert_eq!(answer["facts"].get(fact), Some(value), "{code}: {fact} of {}", answer["facts"]);
    }
    let message = answer["message"].as_str().unwrap();
    laws::message(message);
    laws::wording(message);
}

// ───────────────────────────── Chains ─────────────────────────────

struct Chain {
    world: Value,
    told: Vec<&'static str>,
}

impl Chain {
    /// The account is closed, the id was used, the asker is unknown, and may do nothing once known.
    #[track_caller]
    fn of(kind: &str, fields: Value, faults: &[(&str, Value)]) -> Self {
        let mut command = json!({ "type": kind, "id": "c1", "at": NOW, "by": "nobody" });
        command.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let mut world =
            json!({ "rules": rules(), "account": account(), "command": command, "door": "apply" });
        edit(&mut world, "/account/closed", json!(true));
        edit(&mut world, "/account/members/bob/role", json!("idle"));
        for (pointer, value) in faults {
            edit(&mut world, pointer, value.clone());
        }
        let mut chain = Self { world, told: Vec::new() };
        let used = chain.world["command"]["id"].clone();
        chain.then(&[], "account_closed", json!({ "account": "acme" }));
        chain.then(&[("/account/closed", json!(null))], "id_reused", json!({ "id": used }));
        chain.then(&[("/command/id", json!("c2"))], "unknown_member", json!({ "id": "nobody" }));
        chain
    }

    /// The asker is known, and needs what they have not.
    #[track_caller]
    fn needs(&mut self, capability: &str) {
        let facts = json!({ "member": "bob", "role": "idle", "needs": capability });
        self.then(&[("/command/by", json!("bob"))], "role_forbids", facts);
    }

    /// Mends what was told; this is told next. What is told never stands before it.
    #[track_caller]
    fn then(&mut self, mended: &[(&str, Value)], code: &'static str, facts: Value) {
        self.mend(mended);
        told(&answer(&self.world), code, &facts);
        let place = |code: &str| CODES.iter().position(|known| *known == code).expect("a code of `Facts`");
        // A member whom a command names is asked for after the role.
        let named = code == "unknown_member" && self.told.last() == Some(&"role_forbids");
        let last = self.told.last().map_or(0, |last| place(last));
        assert!(named || place(code) >= last, "{code} after {:?}", self.told);
        self.told.push(code);
    }

    #[track_caller]
    fn mend(&mut self, mended: &[(&str, Value)]) {
        for (pointer, value) in mended {
            edit(&mut self.world, pointer, value.clone());
        }
    }

    /// Mends the last fault.
    #[track_caller]
    fn accepted(mut self, mended: &[(&str, Value)]) -> Vec<&'static str> {
        self.mend(mended);
        let answer = answer(&self.world);
        assert_eq!(answer["ok"], true, "{answer}");
        self.told
    }
}

/// What can be wrong with what is charged, from a model that there is not to inputs that nobody offers.
#[track_caller]
fn prices(chain: &mut Chain, mended: &[(&str, Value)]) {
    let (model, seconds) = ("/command/request/model", "/command/request/inputs/seconds");
    let (size, colour) = ("/command/request/inputs/size", "/command/request/inputs/colour");
    chain.then(mended, "unknown_model", json!({ "id": "gone" }));
    chain.then(&[(model, json!("secret"))], "unpriced", json!({ "model": "secret" }));
    let film = |more: Value| {
        let mut facts = json!({ "model": "film" });
        facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        facts
    };
    chain.then(&[(model, json!("film"))], "unknown_input", film(json!({ "input": "colour" })));
    chain.then(&[(colour, json!(null))], "missing_input", film(json!({ "input": "seconds" })));
    let range = film(json!({ "input": "seconds", "value": 20, "min": "1", "max": "10" }));
    chain.then(&[(seconds, json!(20))], "input_out_of_range", range);
    let range = film(json!({ "input": "size", "value": "huge", "allowed": ["hd", "uhd", "4k"] }));
    chain.then(&[(seconds, json!(10))], "input_out_of_range", range);
    chain.then(&[(size, json!("4k"))], "not_offered", film(json!({ "inputs": { "size": "4k" } })));
}

fn request() -> Value {
    json!({ "model": "gone", "inputs": { "colour": "red", "size": "huge" } })
}

/// The same for a spend and a hold: up to where the limits leave room and the credits do not.
fn charge(kind: &str, faults: &[(&str, Value)]) -> Chain {
    let fields = json!({ "from": "team:gone", "request": request(), "expect": 99 });
    let mut all = vec![("/account/product", json!("api")), ("/account/plan", plan("free"))];
    all.extend(faults.iter().cloned());
    let mut chain = Chain::of(kind, fields, &all);
    let role = "/account/members/bob/role";
    chain.needs("generate");
    chain.then(&[(role, json!("maker"))], "role_forbids", json!({ "role": "maker", "needs": "manage" }));
    chain.then(&[(role, json!("head"))], "unknown_team", json!({ "id": "gone" }));
    let team = json!({ "gone": { "grants": {} } });
    prices(&mut chain, &[("/account/teams", team)]);
    let on_plan = json!({ "model": "film", "plans": ["pro"] });
    chain.then(&[("/command/request/inputs/size", json!("uhd"))], "not_on_plan", on_plan);
    let in_product = json!({ "model": "film", "product": "api", "products": ["app"] });
    chain.then(&[("/account/plan/id", json!("pro"))], "not_in_product", in_product);
    let changed = json!({ "expected": 99, "cost": 20 });
    chain.then(&[("/account/product", json!("app"))], "price_changed", changed);
    let limit = json!({ "of": "role", "id": "head", "per": "day", "limit": 10, "spent": 0, "needed": 20 });
    chain.then(&[("/command/expect", json!(20))], "limit_reached", limit);
    let short = json!({ "needed": 20, "spendable": 0, "shortfall": 20, "locked": 0, "held": 0 });
    chain.then(&[(role, json!("admin"))], "insufficient_credits", short);
    chain
}

const GRANTS: &str = "/account/teams/gone/grants";

fn spend() -> Vec<&'static str> {
    charge("spend", &[]).accepted(&[(GRANTS, json!({ "g": gift(20) }))])
}

fn holding() -> Vec<&'static str> {
    // A hold of the command's id is there already.
    let faults = [("/account/holds", json!({ "x7": hold() })), ("/command/id", json!("x7"))];
    let mut chain = charge("hold", &faults);
    // As many as there can be, which takes a while to read: only from here on.
    chain.mend(&[("/account/holds", many(10_000, hold()))]);
    let holds = json!({ "what": "holds", "limit": 10_000 });
    chain.then(&[(GRANTS, json!({ "g": gift(20) }))], "too_many", holds);
    chain.accepted(&[("/account/holds/x7", json!(null))])
}

fn settle() -> Vec<&'static str> {
    let mut chain = Chain::of("settle", json!({ "hold": "h", "request": request() }), &[]);
    chain.needs("system");
    chain.then(&[("/command/by", json!("system"))], "unknown_hold", json!({ "id": "h" }));
    prices(&mut chain, &[("/account/holds", json!({ "h": hold() }))]);
    // What has begun is priced to its end: neither plan nor product is asked for.
    chain.mend(&[("/account/product", json!("api")), ("/account/plan", plan("free"))]);
    let short = json!({ "needed": 20, "spendable": 0, "shortfall": 20 });
    chain.then(&[("/command/request/inputs/size", json!("uhd"))], "insufficient_credits", short);
    chain.accepted(&[("/account/bank", json!({ "g": gift(20) }))])
}

fn release() -> Vec<&'static str> {
    let mut chain = Chain::of("release", json!({ "hold": "h" }), &[]);
    chain.needs("system");
    chain.then(&[("/command/by", json!("system"))], "unknown_hold", json!({ "id": "h" }));
    chain.accepted(&[("/account/holds", json!({ "h": hold() }))])
}

fn refund() -> Vec<&'static str> {
    let draw =
        json!({ "wallet": "bank", "grant": "g", "source": "gift", "credits": 5, "of": 5, "grantedAt": NOW });
    let full = [("/account/bank", json!({ "most": gift(MOST) }))];
    let mut chain = Chain::of("refund", json!({ "draws": [draw] }), &full);
    chain.needs("system");
    chain.then(&[("/command/by", json!("system"))], "too_many", json!({ "what": "credits", "limit": MOST }));
    chain.accepted(&[("/account/bank", json!({ "most": gift(MOST - 5) }))])
}

fn transfer() -> Vec<&'static str> {
    let fields = json!({ "from": "team:gone", "to": "team:gone", "credits": 5 });
    let mut chain = Chain::of("transfer", fields, &[]);
    let role = "/account/members/bob/role";
    chain.needs("transfer");
    chain.then(&[(role, json!("mover"))], "role_forbids", json!({ "role": "mover", "needs": "manage" }));
    chain.then(&[(role, json!("admin"))], "unknown_team", json!({ "id": "gone" }));
    let team = json!({ "gone": { "grants": { "g": gift(4) } } });
    chain.then(&[("/account/teams", team)], "same_wallet", json!({ "wallet": "team:gone" }));
    let elsewhere = json!({ "account": "other", "product": "api" });
    chain.then(&[("/command/to", elsewhere)], "products_differ", json!({ "from": "app", "to": "api" }));
    let accounts = json!({ "from": "acme", "to": "other" });
    chain.then(&[("/command/to/product", json!("app"))], "accounts_differ", accounts);
    let short = json!({ "needed": 5, "spendable": 4, "shortfall": 1 });
    chain.then(&[("/command/to", json!("bank"))], "insufficient_credits", short);
    chain.accepted(&[("/command/credits", json!(4))])
}

fn purchase() -> Vec<&'static str> {
    let fields = json!({ "pack": "gone", "quantity": 21, "consent": "i agree" });
    let full = [("/account/bank", json!({ "most": gift(MOST - 499) }))];
    let mut chain = Chain::of("purchase", fields, &full);
    chain.needs("system");
    let billing = json!({ "member": "bob", "role": "idle", "needs": "billing" });
    chain.then(&[("/door", json!("preview"))], "role_forbids", billing);
    chain.then(&[("/account/members/bob/role", json!("admin"))], "unknown_pack", json!({ "id": "gone" }));
    chain.then(&[("/command/pack", json!("small"))], "plan_required", json!({ "needs": "paid" }));
    chain.then(&[("/account/plan", plan("pro"))], "consent_required", json!({ "consent": "I agree" }));
    let range = json!({ "quantity": 21, "min": 2, "max": 20 });
    chain.then(&[("/command/consent", json!("I agree"))], "quantity_out_of_range", range);
    let usd = |amount: i64| json!({ "amount": amount, "currency": "USD" });
    let over = json!({ "price": usd(18_000), "limit": usd(5000) });
    chain.then(&[("/command/quantity", json!(20))], "over_in_app_limit", over);
    let most = json!({ "what": "credits", "limit": MOST });
    chain.then(&[("/command/quantity", json!(5))], "too_many", most);
    chain.accepted(&[("/command/quantity", json!(4))])
}

fn grant() -> Vec<&'static str> {
    let fields = json!({ "id": "most", "source": "gone", "to": "team:gone", "credits": 2 });
    let full = [("/account/bank", json!({ "most": gift(MOST - 1) }))];
    let mut chain = Chain::of("grant", fields, &full);
    chain.needs("system");
    chain.then(&[("/command/by", json!("system"))], "unknown_team", json!({ "id": "gone" }));
    let team = json!({ "gone": { "grants": {} } });
    chain.then(&[("/account/teams", team)], "unknown_source", json!({ "id": "gone" }));
    let most = json!({ "what": "credits", "limit": MOST });
    chain.then(&[("/command/source", json!("gift"))], "too_many", most);
    chain.accepted(&[("/command/credits", json!(1))])
}

fn revoke() -> Vec<&'static str> {
    let mut chain = Chain::of("revoke", json!({ "grant": "g", "credits": 5 }), &[]);
    chain.needs("system");
    chain.then(&[("/command/by", json!("system"))], "unknown_grant", json!({ "id": "g" }));
    let short = json!({ "needed": 5, "spendable": 4, "shortfall": 1, "held": 0, "locked": 0 });
    chain.then(&[("/account/bank", json!({ "g": gift(4) }))], "insufficient_credits", short);
    chain.accepted(&[("/command/credits", json!(4))])
}

fn subscribe() -> Vec<&'static str> {
    let seats = ("/rules/plans/pro/allowance/per", json!("seat"));
    let full = ("/account/bank", json!({ "most": gift(MOST - 99) }));
    let fields = json!({ "plan": "old", "allowance": 5, "seats": 2 });
    let mut chain = Chain::of("subscribe", fields, &[seats, full, ("/account/plan", plan("pro"))]);
    chain.needs("system");
    // A contract's amount is the system's to say, to wish for it too.
    chain.then(&[("/door", json!("preview"))], "role_forbids", json!({ "needs": "system" }));
    chain.then(&[("/command/allowance", json!(null))], "role_forbids", json!({ "needs": "billing" }));
    chain.then(&[("/account/members/bob/role", json!("admin"))], "unknown_plan", json!({ "id": "old" }));
    // The seat that is added is worth 100.
    let most = json!({ "what": "credits", "limit": MOST });
    chain.then(&[("/command/plan", json!("pro"))], "too_many", most);
    chain.accepted(&[("/account/bank/most", gift(MOST - 100))])
}

fn cancel() -> Vec<&'static str> {
    let faults = [("/rules/fallbackPlan", json!("free"))];
    let mut chain = Chain::of("cancel", json!({}), &faults);
    chain.needs("system");
    chain.then(&[("/door", json!("preview"))], "role_forbids", json!({ "needs": "billing" }));
    chain.then(&[("/account/members/bob/role", json!("admin"))], "no_plan", json!({}));
    chain.then(&[("/account/plan", plan("free"))], "no_plan", json!({}));
    chain.accepted(&[("/account/plan/id", json!("pro"))])
}

fn renew() -> Vec<&'static str> {
    let mut chain = Chain::of("renew", json!({}), &[]);
    chain.needs("system");
    chain.then(&[("/command/by", json!("system"))], "no_plan", json!({}));
    let mut ending = plan("pro");
    ending["status"] = json!("cancelled");
    chain.then(&[("/account/plan", ending)], "no_plan", json!({}));
    chain.accepted(&[("/account/plan/status", json!("active"))])
}

fn close() -> Vec<&'static str> {
    let mut chain = Chain::of("close", json!({}), &[]);
    chain.needs("system");
    chain.then(&[("/door", json!("preview"))], "role_forbids", json!({ "needs": "manage" }));
    chain.accepted(&[("/account/members/bob/role", json!("admin"))])
}

fn set_team() -> Vec<&'static str> {
    let full = [("/account/teams", many(10_000, json!({ "grants": {} })))];
    let mut chain = Chain::of("setTeam", json!({ "team": "one-more" }), &full);
    chain.needs("manage");
    let teams = json!({ "what": "teams", "limit": 10_000 });
    chain.then(&[("/account/members/bob/role", json!("admin"))], "too_many", teams);
    chain.accepted(&[("/account/teams/x7", json!(null))])
}

fn remove_team() -> Vec<&'static str> {
    let mut chain = Chain::of("removeTeam", json!({ "team": "gone" }), &[]);
    chain.needs("manage");
    chain.then(&[("/account/members/bob/role", json!("admin"))], "unknown_team", json!({ "id": "gone" }));
    chain.accepted(&[("/account/teams", json!({ "gone": { "grants": {} } }))])
}

fn set_member() -> Vec<&'static str> {
    let fields = json!({ "member": "bob", "role": "gone", "teams": ["gone"] });
    let mut chain = Chain::of("setMember", fields, &[]);
    chain.needs("manage");
    // From here on bob alone may manage.
    let alone = [("/account/members/ann", json!(null)), ("/account/members/bob/role", json!("admin"))];
    chain.then(&alone, "unknown_team", json!({ "id": "gone" }));
    let team = json!({ "gone": { "grants": {} } });
    chain.then(&[("/account/teams", team)], "unknown_role", json!({ "id": "gone" }));
    chain.then(&[("/command/role", json!("maker"))], "last_manager", json!({ "member": "bob" }));
    chain.accepted(&[("/account/members/ann", json!({ "role": "admin" }))])
}

fn remove_member() -> Vec<&'static str> {
    let mut chain = Chain::of("removeMember", json!({ "member": "stranger" }), &[]);
    chain.needs("manage");
    // From here on bob alone may manage.
    let role = |member: &str| format!("/account/members/{member}/role");
    let alone = [(&*role("ann"), json!("maker")), (&*role("bob"), json!("admin"))];
    chain.then(&alone, "unknown_member", json!({ "id": "stranger" }));
    chain.then(&[("/command/member", json!("bob"))], "last_manager", json!({ "member": "bob" }));
    chain.accepted(&[("/account/members/ann/role", json!("admin"))])
}

fn set_alert() -> Vec<&'static str> {
    let alert = json!({ "watch": "account", "on": "balance", "thresholds": [5] });
    let full = [("/account/alerts", many(1000, alert.clone()))];
    let mut fields = alert;
    fields["alert"] = json!("one-more");
    fields["watch"] = json!("member:stranger");
    let mut chain = Chain::of("setAlert", fields, &full);
    chain.needs("manage");
    let role = "/account/members/bob/role";
    chain.then(&[(role, json!("admin"))], "unknown_member", json!({ "id": "stranger" }));
    chain.then(&[("/command/watch", json!("team:gone"))], "unknown_team", json!({ "id": "gone" }));
    let alerts = json!({ "what": "alerts", "limit": 1000 });
    chain.then(&[("/account/teams", json!({ "gone": { "grants": {} } }))], "too_many", alerts);
    chain.accepted(&[("/account/alerts/x7", json!(null))])
}

fn remove_alert() -> Vec<&'static str> {
    let mut chain = Chain::of("removeAlert", json!({ "alert": "a" }), &[]);
    chain.needs("manage");
    chain.then(&[("/account/members/bob/role", json!("admin"))], "unknown_alert", json!({ "id": "a" }));
    let alert = json!({ "watch": "account", "on": "balance", "thresholds": [5] });
    chain.accepted(&[("/account/alerts", json!({ "a": alert }))])
}

fn tick() -> Vec<&'static str> {
    let mut chain = Chain::of("tick", json!({}), &[]);
    chain.needs("system");
    chain.accepted(&[("/command/by", json!("system"))])
}

const CHAINS: [fn() -> Vec<&'static str>; 20] = [
    spend,
    holding,
    settle,
    release,
    refund,
    transfer,
    purchase,
    grant,
    revoke,
    subscribe,
    cancel,
    renew,
    close,
    set_team,
    remove_team,
    set_member,
    remove_member,
    set_alert,
    remove_alert,
    tick,
];

#[test]
fn every_command_tells_the_first_of_its_faults_and_together_they_tell_every_code() {
    let told: BTreeSet<&str> = CHAINS.iter().flat_map(|chain| chain()).collect();
    assert_eq!(told, BTreeSet::from(CODES));
}

// ───────────────────────────── Words ─────────────────────────────

/// Every message that a table told, by its code.
#[derive(Default)]
struct Words(BTreeSet<String>);

impl Words {
    /// What is said to a command in an account that differs in these places from one that is right.
    #[track_caller]
    fn say(&mut self, command: Value, edits: &[(&str, Value)], message: &str) {
        let mut base = json!({ "id": "c2", "at": NOW, "by": "bob" });
        base.as_object_mut().unwrap().extend(command.as_object().unwrap().clone());
        let mut world = json!({ "rules": rules(), "account": account(), "command": base, "door": "preview" });
        for (pointer, value) in edits {
            edit(&mut world, pointer, value.clone());
        }
        let answer = answer(&world);
        assert_eq!(answer["message"], message, "{answer}");
        laws::message(message);
        laws::wording(message);
        self.0.insert(answer["code"].as_str().unwrap().to_owned());
    }
}

#[test]
#[rustfmt::skip] // A row is a line.
fn every_message_of_an_account_word_for_word() {
    let mut words = Words::default();
    let mut say = |command: Value, edits: &[(&str, Value)], message: &str| words.say(command, edits, message);
    let tick = || json!({ "type": "tick", "by": "system" });
    let spend = |credits: i64| json!({ "type": "spend", "by": "system", "credits": credits });
    let buy = |quantity: i64| json!({ "type": "purchase", "pack": "small", "quantity": quantity, "consent": "I agree" });
    let film = || json!({ "type": "spend", "request": { "model": "film", "inputs": { "seconds": 10, "size": "uhd" } } });
    let role = |id: &str| ("/account/members/bob/role", json!(id));
    let on = |id: &str| ("/account/plan", plan(id));
    let limits = |per: &str, credits: i64| json!([{ "per": per, "credits": credits }]);
    let team = |limits: Value| ("/account/teams", json!({ "crew": { "grants": {}, "limits": limits } }));

    say(tick(), &[("/account/closed", json!(true))], "the account `acme` is closed, and what it held has lapsed");
    say(tick(), &[("/command/id", json!("c1"))], "the id `c1` already names something else; a new command needs a new id");
    say(tick(), &[("/command/by", json!("nobody"))], "`nobody` is not a member of this account");
    say(tick(), &[("/command/by", json!("owner"))], "`owner` is not a member of this account");
    say(tick(), &[("/command/by", json!("bob"))], "`bob` cannot do this; only the system can, on their behalf");
    say(film(), &[role("idle")], "`bob` has the role `idle`, which does not allow this; it needs `generate`");
    say(json!({ "type": "transfer", "from": "bank", "to": "bank", "credits": 1 }), &[role("maker")], "`bob` has the role `maker`, which does not allow this; it needs `transfer`");
    say(buy(2), &[role("maker")], "`bob` has the role `maker`, which does not allow this; it needs `billing`");
    say(json!({ "type": "removeTeam", "team": "crew" }), &[role("maker")], "`bob` has the role `maker`, which does not allow this; it needs `manage`");
    say(tick(), &[("/account/members", json!(null)), ("/command/by", json!("owner"))], "`owner` cannot do this; only the system can, on their behalf");
    say(json!({ "type": "removeTeam", "team": "crew" }), &[], "this account has no team `crew`");
    say(json!({ "type": "setMember", "member": "cy", "role": "king" }), &[], "there is no role `king`; there are `admin`, `blind`, `head`, `idle`, `maker` and `mover`");
    say(json!({ "type": "subscribe", "plan": "old" }), &[], "there is no plan `old`; there are `free` and `pro`");
    say(json!({ "type": "purchase", "pack": "big", "quantity": 1 }), &[], "there is no pack `big`; there is `small`");
    say(json!({ "type": "grant", "by": "system", "source": "coins", "credits": 1 }), &[], "there is no source `coins`; there are `monthly`, `rolled`, `topup` and `gift`");
    say(json!({ "type": "revoke", "by": "system", "grant": "g" }), &[], "this account has no grant `g`");
    say(json!({ "type": "release", "by": "system", "hold": "h" }), &[], "this account has no hold `h`; it was settled, released or has lapsed");
    say(json!({ "type": "removeAlert", "alert": "a" }), &[], "this account has no alert `a`");
    say(film(), &[on("pro"), ("/command/expect", json!(1))], "this now costs 20 tokens, not 1 token; nothing was taken");
    say(json!({ "type": "cancel" }), &[], "there is no plan that this could change; take a plan first");
    say(buy(2), &[], "this needs a running paid plan");
    say(buy(2), &[("/rules/sources/2/needsPlan", json!("any"))], "this needs a running plan");
    say(buy(2), &[on("pro"), ("/command/consent", json!("I agree "))], "to buy, type `I agree` exactly so");
    say(buy(1), &[on("pro")], "1 at once cannot be bought, only 2 to 20");
    say(buy(1), &[on("pro"), ("/rules/packs/small/max", json!(null))], "1 at once cannot be bought, only 2 or more");
    say(buy(20), &[on("pro")], "one purchase here may cost at most USD 50.00, and this costs USD 180.00; sales can help with more");
    say(buy(20), &[on("pro"), ("/rules/currency", json!("JPY"))], "one purchase here may cost at most JPY 5,000, and this costs JPY 18,000; sales can help with more");
    say(buy(20), &[on("pro"), ("/rules/currency", json!("KWD"))], "one purchase here may cost at most KWD 5.000, and this costs KWD 18.000; sales can help with more");
    say(json!({ "type": "transfer", "from": "bank", "to": "bank", "credits": 1 }), &[], "credits cannot move from `bank` to itself; choose another wallet");
    say(json!({ "type": "transfer", "from": "bank", "to": { "account": "other", "product": "api" }, "credits": 1 }), &[], "tokens are not transferable between app and api");
    say(json!({ "type": "transfer", "from": "bank", "to": { "account": "other", "product": "api" }, "credits": 1 }), &[("/rules/unit", json!(null))], "credits are not transferable between app and api");
    say(json!({ "type": "transfer", "from": "bank", "to": { "account": "other", "product": "app" }, "credits": 1 }), &[], "tokens are not transferable from the account `acme` to `other`");
    say(film(), &[on("pro"), role("head")], "this needs 20 tokens, and 10 are left of the daily limit of 10 tokens for the role `head`");
    say(film(), &[on("pro"), ("/account/members/bob/limits", limits("hour", 1))], "this needs 20 tokens, and 1 is left of the hourly limit of 1 token for `bob`");
    say(film(), &[on("pro"), ("/account/members/bob/limits", limits("period", 0))], "this needs 20 tokens, and 0 are left of the period's limit of 0 tokens for `bob`");
    say(film(), &[on("pro"), team(limits("month", 15)), ("/command/from", json!("team:crew"))], "this needs 20 tokens, and 15 are left of the monthly limit of 15 tokens for the team `crew`");
    say(spend(5), &[("/account/bank", json!({ "g": gift(3) }))], "this needs 5 tokens, and 3 can be used: 2 are missing");
    say(spend(1_234_567), &[], "this needs 1,234,567 tokens, and 0 can be used: 1,234,567 are missing");
    say(film(), &[on("pro"), role("blind")], "this needs 20 tokens, which is more than can be used");
    say(json!({ "type": "removeMember", "member": "bob" }), &[("/account/members/ann/role", json!("maker"))], "`bob` is the last who may manage this account; let another manage it first");
    say(json!({ "type": "setAlert", "alert": "a", "watch": "account", "on": "balance", "thresholds": [5] }), &[("/account/alerts", many(1000, json!({ "watch": "account", "on": "balance", "thresholds": [5] })))], "there can be at most 1000 alerts in one account, and this would be more");
    say(json!({ "type": "grant", "by": "system", "source": "gift", "credits": 1 }), &[("/account/bank", json!({ "g": gift(MOST) }))], "there can be at most 9007199254740991 credits in one account, and this would be more");

    let of_accounts: BTreeSet<String> = CODES.iter().filter(|code| !OF_PRICES.contains(code)).map(|code| (*code).to_owned()).collect();
    assert_eq!(words.0, of_accounts);
}
