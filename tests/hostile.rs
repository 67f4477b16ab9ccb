//! Texts that are no rules and no requests (10.2, 10.4): every fault is told with its place, and
//! nothing makes the engine panic, hang or grow without bound.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails says so by panicking"
)]

mod common;

use bursar::{Bursar, Dialect, Mistake, MistakeCode};
use common::{cases, doors, laws};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// Rules with a text where milliseconds should be, and what is said of it there.
#[track_caller]
fn broken(text: &str, message: &str) {
    broken_at(text, "/holdMs", message);
}

/// The same where the fault is told of another place.
#[track_caller]
fn broken_at(text: &str, path: &str, message: &str) {
    faulty(&rules_with(text), &[(path, message)]);
}

fn rules_with(hold_ms: &str) -> String {
    format!(r#"{{ "schema": 1, "name": "Broken", "sources": [], "holdMs": {hold_ms} }}"#)
}

/// Rules in which just these faults are told.
#[track_caller]
fn faulty(rules: &str, faults: &[(&str, &str)]) {
    told(Bursar::from_text(rules, Dialect::Json), MistakeCode::InvalidRules, faults);
}

/// A request in which just these faults are told.
#[track_caller]
fn asked(request: &str, faults: &[(&str, &str)]) {
    let answer = films().estimate_text(request, None, Dialect::Json);
    told(answer, MistakeCode::InvalidRequest, faults);
}

#[track_caller]
fn too_large(rules: &str, faults: &[(&str, &str)]) {
    told(Bursar::from_text(rules, Dialect::Json), MistakeCode::TooLarge, faults);
}

#[track_caller]
fn told<T: std::fmt::Debug>(answer: Result<T, Mistake>, code: MistakeCode, faults: &[(&str, &str)]) {
    let mistake = answer.expect_err("this should be a mistake");
    let issues = mistake.issues.iter();
    let found: Vec<_> = issues.map(|issue| (issue.path.as_str(), issue.message.as_str())).collect();
    assert_eq!(found, faults);
    assert_eq!(mistake.code, code);
    laws::mistake(&mistake);
}

fn films() -> Bursar {
    doors::compiled(&json!({
        "schema": 1, "name": "Films", "sources": [],
        "models": { "film": {
            "inputs": { "seconds": { "type": "number" }, "title": { "type": "text", "measure": "bytes" } },
            "price": [{ "rate": 1, "times": ["seconds"] }],
        } },
    }))
}

#[test]
#[rustfmt::skip] // A row is a line.
fn a_number_is_as_json_has_it() {
    broken("01", "expected JSON with a number at line 1, column 59, found `0`");
    broken("+1", "expected JSON with a value at line 1, column 59, found `+`");
    broken("-", "expected JSON with a number at line 1, column 59, found `-`");
    broken(".5", "expected JSON with a value at line 1, column 59, found `.`");
    broken("1.", "expected JSON with a number at line 1, column 59, found `1`");
    broken("1.e5", "expected JSON with a number at line 1, column 59, found `1`");
    broken("1e", "expected JSON with a number at line 1, column 59, found `1`");
    broken("1e+", "expected JSON with a number at line 1, column 59, found `1`");
    broken_at("0x10", "", "expected JSON with `,` or `}` at line 1, column 60, found `x`");
    broken_at("1_000", "", "expected JSON with `,` or `}` at line 1, column 60, found `_`");
    broken_at("1,5", "", "expected JSON with a key in double quotes at line 1, column 61, found `5`");
    broken("--1", "expected JSON with a number at line 1, column 59, found `-`");
    broken("1-2", "expected JSON with a number at line 1, column 59, found `1`");
    broken("NaN", "expected JSON with a value at line 1, column 59, found `N`");
    broken("Infinity", "expected JSON with a value at line 1, column 59, found `I`");
    broken("-Infinity", "expected JSON with a number at line 1, column 59, found `-`");
    broken_at("10n", "", "expected JSON with `,` or `}` at line 1, column 61, found `n`");
    broken("١", "expected JSON with a value at line 1, column 59, found `١`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn whole_numbers_are_whole_and_can_be_counted() {
    broken("1.5", "expected milliseconds, a whole number from 1 to 8640000000000000, found 1.5");
    broken("0.1e0", "expected milliseconds, a whole number from 1 to 8640000000000000, found 0.1e0");
    broken("-1", "expected milliseconds, a whole number from 1 to 8640000000000000, found -1");
    broken("-0.0001", "expected milliseconds, a whole number from 1 to 8640000000000000, found -0.0001");
    broken("8640000000000001", "expected milliseconds, a whole number from 1 to 8640000000000000, found 8640000000000001");
    broken("9007199254740993", "expected milliseconds, a whole number from 1 to 8640000000000000, found 9007199254740993");
    broken("1e16", "expected milliseconds, a whole number from 1 to 8640000000000000, found 1e16");
    broken("1e400", "expected milliseconds, a whole number from 1 to 8640000000000000, found 1e400");
    broken("-1e400", "expected milliseconds, a whole number from 1 to 8640000000000000, found -1e400");
    broken("1e99999999999999999999", "expected milliseconds, a whole number from 1 to 8640000000000000, found 1e99999999999999999999");
    broken("1e-7", "expected milliseconds, a whole number from 1 to 8640000000000000, found 1e-7");
    broken("-0", "expected milliseconds, a whole number from 1 to 8640000000000000, found -0");
    broken("1e-400", "expected milliseconds, a whole number from 1 to 8640000000000000, found 1e-400");
    broken(&"9".repeat(70), "expected milliseconds, a whole number from 1 to 8640000000000000, found 999999999999999999999999999999999999999999999999999999999999…");
}

#[test]
fn what_counts_the_same_is_the_same() {
    for text in ["3600000", "3600000.0", "36e5", "3.6E+6", "0.36e7", "36000000000000e-7"] {
        let digest = |text| Bursar::from_text(&rules_with(text), Dialect::Json).unwrap().digest().to_owned();
        assert_eq!(digest(text), digest("3600000"), "{text}");
    }
}

#[test]
#[rustfmt::skip] // A row is a line.
fn what_is_no_json_is_told_with_its_line_and_column() {
    broken("", "expected JSON with a value at line 1, column 60, found `}`");
    broken("nul", "expected JSON with a value at line 1, column 59, found `n`");
    broken("True", "expected JSON with a value at line 1, column 59, found `T`");
    broken("undefined", "expected JSON with a value at line 1, column 59, found `u`");
    broken("'5'", "expected JSON with a value at line 1, column 59, found `'`");
    broken("// five", "expected JSON with a value at line 1, column 59, found `/`");
    broken("/* five */ 5", "expected JSON with a value at line 1, column 59, found `/`");
    broken("#5", "expected JSON with a value at line 1, column 59, found `#`");
    broken("[1, 2", "expected JSON with `,` or `]` at line 1, column 65, found `}`");
    broken_at("[1, ]", "/holdMs/1", "expected JSON with a value at line 1, column 63, found `]`");
    broken_at("[, 1]", "/holdMs/0", "expected JSON with a value at line 1, column 60, found `,`");
    broken("[1 2]", "expected JSON with `,` or `]` at line 1, column 62, found `2`");
    broken_at("[1], ", "", "expected JSON with a key in double quotes at line 1, column 65, found `}`");
    broken("{ \"a\": 1, }", "expected JSON with a key in double quotes at line 1, column 69, found `}`");
    broken("{ a: 1 }", "expected JSON with a key in double quotes at line 1, column 61, found `a`");
    broken("{ \"a\" 1 }", "expected JSON with `:` at line 1, column 65, found `1`");
    broken_at("{ \"a\": }", "/holdMs/a", "expected JSON with a value at line 1, column 66, found `}`");
    broken("{ \"a\": 1; \"b\": 2 }", "expected JSON with `,` or `}` at line 1, column 67, found `;`");
    broken("\"five", r#"expected JSON with `"` at line 1, column 66, found the end of the text"#);
    broken("\"a\nb\"", r"expected JSON with no control characters in a string at line 1, column 61, found `\n`");
    broken("\"\t\"", r"expected JSON with no control characters in a string at line 1, column 60, found `\t`");
    broken("\"\\x41\"", r"expected JSON with an escape such as `\n` or `\u00e9` at line 1, column 61, found `x`");
    broken("\"\\u12\"", r"expected JSON with four hexadecimal digits after `\u` at line 1, column 61, found `u`");
    broken("\"\\u12g4\"", r"expected JSON with four hexadecimal digits after `\u` at line 1, column 61, found `u`");
    broken("\u{a0}5", r"expected JSON with a value at line 1, column 59, found `\u{a0}`");
    broken("\u{c}5", r"expected JSON with a value at line 1, column 59, found `\u{c}`");
    broken("@\"NaN\"", "expected JSON with a value at line 1, column 59, found `@`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn a_text_is_one_value_and_nothing_else() {
    faulty("", &[("", "expected JSON with a value at line 1, column 1, found the end of the text")]);
    faulty(" \n\t", &[("", "expected JSON with a value at line 2, column 2, found the end of the text")]);
    faulty("\u{feff}{}", &[("", r"expected JSON with a value at line 1, column 1, found `\u{feff}`")]);
    faulty("{} {}", &[("", "expected JSON with the end of the text at line 1, column 4, found `{`")]);
    faulty("{}\n\n  x", &[("", "expected JSON with the end of the text at line 3, column 3, found `x`")]);
    faulty("{}\0", &[("", r"expected JSON with the end of the text at line 1, column 3, found `\u{0}`")]);
    faulty("null", &[("", "expected an object, found null")]);
    asked("", &[("", "expected JSON with a value at line 1, column 1, found the end of the text")]);
    asked("{ \"model\": \"film\" ", &[("", "expected JSON with `,` or `}` at line 1, column 19, found the end of the text")]);
    asked("{ \"model\": \"film\", \"inputs\": { \"seconds\": NaN } }", &[("/inputs/seconds", "expected JSON with a value at line 1, column 43, found `N`")]);
}

#[test]
#[rustfmt::skip] // A row is a line.
fn half_a_surrogate_pair_is_no_character() {
    let name = |name: &str| format!(r#"{{ "schema": 1, "name": "{name}", "sources": [] }}"#);
    let lone = |half: &str| format!("expected whole characters, found the lone surrogate `{half}`");
    faulty(&name(r"\ud83d"), &[("/name", &lone(r"\ud83d"))]);
    faulty(&name(r"a\uDE00b"), &[("/name", &lone(r"\ude00"))]);
    faulty(&name(r"\ud83dx"), &[("/name", &lone(r"\ud83d"))]);
    faulty(&name(r"\ud83d\n"), &[("/name", &lone(r"\ud83d"))]);
    faulty(&name(r"\ud83d\u0041"), &[("/name", &lone(r"\ud83d"))]);
    faulty(&name(r"\ude00\ud83d"), &[("/name", &lone(r"\ude00")), ("/name", &lone(r"\ud83d"))]);
    faulty(&name(r"\ud83d\ud83d\ude00"), &[("/name", &lone(r"\ud83d"))]);
    asked(r#"{ "model": "film", "inputs": { "seconds": 1, "title": "\udfff" } }"#, &[("/inputs/title", &lone(r"\udfff"))]);
    let digest = |text: &str| Bursar::from_text(&name(text), Dialect::Json).unwrap().digest().to_owned();
    assert_eq!(digest(r"\ud83d\ude00"), digest("😀"));
}

#[test]
fn a_key_that_is_half_a_surrogate_pair_is_told_where_its_object_stands() {
    let rules = rules_with(r#"{ "\ud800": 1 }"#);
    let lone = r"expected whole characters, found the lone surrogate `\ud800`";
    let whole = "expected milliseconds, a whole number from 1 to 8640000000000000, found an object";
    faulty(&rules, &[("/holdMs", lone), ("/holdMs", whole)]);
}

#[test]
fn a_key_twice_is_told_once() {
    const TWICE: &str = "expected each key once, found it twice";
    let twice = |text: &str, path: &str| faulty(text, &[(path, TWICE)]);
    twice(r#"{ "schema": 1, "schema": 1, "name": "Twice", "sources": [] }"#, "/schema");
    twice(r#"{ "schema": 1, "name": "Twice", "\u006eame": "Twice", "sources": [] }"#, "/name");
    twice(r#"{ "name": "1", "schema": 1, "name": "2", "sources": [], "name": "3" }"#, "/name");
    twice(r#"{ "schema": 1, "name": "Twice", "sources": [{ "id": "a", "id": "a" }] }"#, "/sources/0/id");
    twice(
        r#"{ "schema": 1, "name": "Twice", "sources": [], "models": { "a/b": {}, "a\/b": {} } }"#,
        "/models/a~1b",
    );
    asked(r#"{ "model": "film", "model": "film" }"#, &[("/model", TWICE)]);
    asked(
        r#"{ "model": "film", "inputs": { "seconds": 1, "second\u0073": 2 } }"#,
        &[("/inputs/seconds", TWICE)],
    );
}

#[test]
fn every_fault_is_told_at_once_up_to_a_hundred() {
    faulty(
        r#"{ "schema": 2, "name": 5, "colour": "red", "sources": [{ "id": "a b" }],
             "models": { "m": { "price": [{ "rate": -1 }, { "rate": "x" }], "round": "half" } },
             "plans": { "p": { "paid": 1, "paid": true } } }"#,
        &[
            ("/plans/p/paid", "expected each key once, found it twice"),
            ("/schema", "expected the version of the schema, 1, found 2"),
            ("/name", "expected a text, found 5"),
            (
                "/sources/0/id",
                "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `a b`",
            ),
            ("/models/m/price/0/rate", "expected a decimal such as `0.025` that is not negative, found -1"),
            ("/models/m/price/1/rate", "expected a decimal such as `0.025`, found `x`"),
            ("/models/m/round", "expected `up`, `down` or `nearest`, found `half`"),
            ("/plans/p/paid", "expected `true` or `false`, found 1"),
            ("/plans/p/every", "expected the field `every`, found nothing"),
            (
                "/colour",
                "expected one of the fields `$schema`, `schema`, `name`, `currency`, `contact`, `products`, \
                 `sources`, `plans`, `models`, `purchase`, `fallbackPlan`, `packs`, `roles`, `bankFor`, \
                 `remember`, `holdMs` or `unit`, found `colour`",
            ),
        ],
    );
    let many: serde_json::Map<String, Value> = (0..150).map(|key| (format!("key{key}"), json!(1))).collect();
    let mistake = doors::compile(&Value::Object(many)).unwrap_err();
    assert_eq!(mistake.issues.len(), 100);
    laws::mistake(&mistake);
}

#[test]
fn a_mistake_does_not_outgrow_what_it_is_about() {
    let (key, rates) = ("k".repeat(1 << 20), vec![json!(-1); 100]);
    let rules = json!({ "schema": 1, "name": "Long", "sources": [], "models": { key: { "price": rates } } });
    let mistake = doors::compile(&rules).unwrap_err();
    let bytes: usize = mistake.issues.iter().map(|issue| issue.path.len() + issue.message.len()).sum();
    assert!(bytes < 4 << 20, "{bytes} bytes of faults");
    laws::mistake(&mistake);
}

/// Lists in lists, so many levels deep.
fn nested(levels: usize) -> String {
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

#[test]
fn there_are_64_levels() {
    broken(&nested(63), "expected milliseconds, a whole number from 1 to 8640000000000000, found a list");
    let deep = "expected at most 64 levels of lists and objects, found more";
    too_large(&rules_with(&nested(64)), &[(&format!("/holdMs{}", "/0".repeat(63)), deep)]);
    let objects = format!("{}1{}", r#"{"a":"#.repeat(64), "}".repeat(64));
    too_large(&rules_with(&objects), &[(&format!("/holdMs{}", "/a".repeat(63)), deep)]);
    too_large(&"[".repeat(1_000_000), &[(&"/0".repeat(64), deep)]);
    let answer = films().estimate_text(&"{\"a\":".repeat(1_000_000), None, Dialect::Object);
    told(answer, MistakeCode::TooLarge, &[(&"/a".repeat(64), deep)]);
}

#[test]
fn there_are_32_mib_of_text() {
    const MOST: usize = 32 * 1024 * 1024;
    let rules = r#"{ "schema": 1, "name": "Wide", "sources": [] }"#;
    let filled = |length: usize| format!("{rules}{}", " ".repeat(length - rules.len()));
    assert!(Bursar::from_text(&filled(MOST), Dialect::Json).is_ok());
    let message = "expected at most 32 MiB of JSON text, found 33554433 bytes";
    too_large(&filled(MOST + 1), &[("", message)]);
    told(films().rates_text(Some(&filled(MOST + 1)), Dialect::Json), MistakeCode::TooLarge, &[("", message)]);
}

/// Rules with so many of something, which are right at the limit and too large beyond it.
#[track_caller]
fn at_most(most: usize, path: &str, what: &str, rules: impl Fn(usize) -> Value) {
    doors::compiled(&rules(most));
    let message = format!("expected at most {most} {what}, found {}", most + 1);
    too_large(&rules(most + 1).to_string(), &[(path, &message)]);
}

/// An object with so many keys.
fn many(count: usize, value: &Value) -> Value {
    (0..count).map(|key| (format!("k{key}"), value.clone())).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn there_is_a_limit_on_everything() {
    let rules = |field: &str, value: Value| {
        let mut rules = json!({
            "schema": 1, "name": "Large", "sources": [{ "id": "s" }], "currency": "USD",
            "purchase": { "source": "s" },
        });
        rules[field] = value;
        rules
    };
    let sources = |count| (0..count).map(|place| json!({ "id": format!("s{place}") })).collect::<Value>();
    at_most(
        100,
        "/sources",
        "sources",
        |count| json!({ "schema": 1, "name": "L", "sources": sources(count) }),
    );
    let plan = json!({ "paid": true, "every": "month" });
    at_most(1_000, "/plans", "plans", |count| rules("plans", many(count, &plan)));
    let pack = json!({ "credits": 1, "price": 1 });
    at_most(1_000, "/packs", "packs", |count| rules("packs", many(count, &pack)));
    let role = json!({ "can": [] });
    at_most(100, "/roles", "roles", |count| rules("roles", many(count, &role)));
    at_most(10_000, "/models", "models", |count| rules("models", many(count, &json!({}))));
    let flag = json!({ "type": "flag" });
    at_most(64, "/models/m/inputs", "inputs", |count| {
        rules("models", json!({ "m": { "inputs": many(count, &flag) } }))
    });
    let over = json!([["seconds", vec![1; 1_000]], ["title", vec![1; 1_001]]]);
    let grid = films().grid_text(r#"{ "model": "film" }"#, &over.to_string(), None, Dialect::Json);
    told(grid, MistakeCode::TooLarge, &[("", "expected at most 1000000 prices in a grid, found 1001000")]);
}

#[test]
fn long_lists_take_no_longer_than_their_length() {
    // If each were held against all the others, this would take minutes and no moment.
    const COUNT: usize = 30_000;
    let ids: Vec<String> = (0..COUNT).map(|place| format!("c{place}")).collect();
    let by_id = |value: Value| -> Value {
        ids.iter().map(|id| (id.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into()
    };
    let (cells, labels) = (by_id(json!(1)), by_id(json!("")));
    let numbers: Vec<usize> = (0..COUNT).collect();
    doors::compiled(&json!({
        "schema": 1, "name": "Long", "sources": [], "products": ids,
        "models": { "m": {
            "inputs": {
                "n": { "type": "number", "of": numbers },
                "c": { "type": "choice", "of": ids, "labels": labels, "default": "c29999" },
            },
            "products": ids,
            "price": [
                { "rate": { "by": "c", "cells": cells }, "when": { "c": ids, "n": numbers } },
            ],
        } },
    }));
}

#[test]
fn the_javascript_side_has_a_word_for_what_json_has_not() {
    let rules = r#"{
        "schema": 1, "name": @"a symbol", "sources": [@"a hole in the list"], "holdMs": @"NaN",
        "models": { "m": { "price": [{ "rate": @"Infinity" }] } }, "contact": @"a\nDate"
    }"#;
    told(
        Bursar::from_text(rules, Dialect::Object),
        MistakeCode::InvalidRules,
        &[
            ("/name", "expected a text, found a symbol"),
            ("/contact", "expected an object, found a\\nDate"),
            ("/sources/0", "expected an object, found a hole in the list"),
            ("/models/m/price/0/rate", "expected a decimal such as `0.025`, found Infinity"),
            ("/holdMs", "expected milliseconds, a whole number from 1 to 8640000000000000, found NaN"),
        ],
    );
    let request = r#"{ "model": "film", "inputs": { "seconds": @"a BigInt" } }"#;
    let answer = films().estimate_text(request, None, Dialect::Object);
    let message = "expected a number, a text, `true` or `false`, found a BigInt";
    told(answer, MistakeCode::InvalidRequest, &[("/inputs/seconds", message)]);
}

#[test]
fn after_any_mistake_the_next_call_works() {
    let bursar = films();
    let request = r#"{ "model": "film", "inputs": { "seconds": 5, "title": "" } }"#;
    let before = bursar.estimate_text(request, None, Dialect::Json).unwrap();
    for bad in ["", "{", "null", "@", "{\"model\":1}", &"[".repeat(100)] {
        assert!(bursar.estimate_text(bad, None, Dialect::Object).is_err());
        assert!(bursar.estimate_text(request, Some(bad), Dialect::Object).is_err());
        assert_eq!(bursar.estimate_text(request, None, Dialect::Json).unwrap(), before);
    }
}

// ───────────────────────────── Accounts ─────────────────────────────

fn studio() -> Bursar {
    doors::compiled(&json!({
        "schema": 1, "name": "Studio", "sources": [{ "id": "gift" }],
        "plans": { "pro": {
            "paid": true, "every": "month", "allowance": { "source": "gift", "credits": 100 },
        } },
        "roles": { "boss": { "can": ["manage"] } },
    }))
}

fn grant(credits: u64) -> Value {
    json!({ "source": "gift", "credits": credits, "of": credits, "grantedAt": 0 })
}

/// An account with more fields than it needs.
fn account(more: &Value) -> Value {
    let mut account = json!({ "schema": 1, "id": "acme", "product": "app", "seq": 5, "asOf": 0, "bank": {} });
    account.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    account
}

/// What a command comes to.
fn applied(bursar: &Bursar, account: &mut bursar::Account, command: &Value) -> Value {
    let answer = bursar.apply_text(account, &command.to_string(), Dialect::Json).unwrap();
    serde_json::from_str(&answer).unwrap()
}

/// As the engine writes it, but for what it would not write, and as somebody else might.
fn as_written_or_not(account: &Value) -> [String; 2] {
    let mut written = account.clone();
    written.sort_all_objects();
    [written.to_string(), account.to_string()]
}

/// An account in which just these faults are told.
#[track_caller]
fn unread(more: &Value, faults: &[(&str, &str)]) {
    let answer = studio().read_account(&account(more).to_string(), Dialect::Json);
    told(answer, MistakeCode::InvalidAccount, faults);
}

#[test]
fn of_a_payer_its_own_faults_are_told_first_and_then_those_of_its_account() {
    let request = r#"{ "model": "film", "inputs": { "seconds": 5, "title": "" } }"#;
    let payer = |payer: &str| films().estimate_text(request, Some(payer), Dialect::Json);
    let lone = r"expected whole characters, found the lone surrogate `\ud800`";
    let missing = |field: &str| format!("expected the field `{field}`, found nothing");
    let strange =
        r#"{ "schema": 1, "id": "a", "product": "app", "seq": 0, "asOf": 0, "bank": {}, "view": "\ud800" }"#;
    told(
        payer(&format!(r#"{{ "account": {strange}, "at": 0 }}"#)),
        MistakeCode::InvalidAccount,
        // That it is no asker's name either is not told beside it.
        &[("/view", lone)],
    );
    told(
        payer(&format!(r#"{{ "account": {strange} }}"#)),
        MistakeCode::InvalidRequest,
        &[("/account/view", lone), ("/at", &missing("at"))],
    );
    told(
        payer(r#"{ "account": 5, "at": 0 }"#),
        MistakeCode::InvalidAccount,
        &[("", "expected an object, found 5")],
    );
    let unknown = "expected one of the fields `account` or `at`, found `now`";
    told(payer(r#"{ "account": {}, "at": 0, "now": 1 }"#), MistakeCode::InvalidRequest, &[("/now", unknown)]);
}

#[test]
fn a_closed_account_has_kept_nothing_else() {
    let more = "expected a closed account to have kept members, teams and what is remembered, found more";
    let hold = json!({ "at": 0, "expiresAt": 1, "from": "bank", "draws": [] });
    let alert = json!({ "watch": "account", "on": "balance", "thresholds": [1] });
    let plan = json!({ "id": "pro", "status": "active", "startedAt": 0, "periods": 0, "renewsAt": 1 });
    unread(
        &json!({
            "closed": true, "plan": plan, "renewedAt": 0, "endedAt": 0, "bank": { "g": grant(1) },
            "teams": { "art": { "grants": { "h": grant(1) } } }, "holds": { "h": hold }, "alerts": { "a": alert },
            "spent": { "account": { "day": { "since": 0, "credits": 1 } } },
        }),
        &["/bank", "/teams", "/plan", "/renewedAt", "/endedAt", "/holds", "/alerts", "/spent"]
            .map(|path| (path, more)),
    );
    let kept = json!({
        "closed": true, "teams": { "art": { "grants": {} } }, "members": { "ann": { "role": "boss" } },
        "recent": { "c": [5, "x"] },
    });
    assert!(studio().read_account(&account(&kept).to_string(), Dialect::Json).is_ok());
}

#[test]
fn what_no_engine_could_have_written_is_no_account() {
    let hold = json!({ "at": 0, "expiresAt": 1, "from": "bank", "draws": [], "by": "system" });
    unread(
        &json!({ "holds": { "h": hold } }),
        &[("/holds/h/by", "expected the id of a person, which is never `system`, found `system`")],
    );
    let plan = |status: &str| json!({ "id": "pro", "status": status, "startedAt": 0, "periods": 0, "renewsAt": 1, "endsAt": 9 });
    unread(
        &json!({ "plan": plan("active") }),
        &[("/plan/endsAt", "expected no `endsAt` beside `status` `active`, found one")],
    );
    let cancelled = account(&json!({ "plan": plan("cancelled") }));
    assert!(studio().read_account(&cancelled.to_string(), Dialect::Json).is_ok());
    let count = json!({ "day": { "since": 0, "credits": 1 } });
    let told = json!({ "since": 0, "thresholds": [1] });
    let alert = json!({
        "watch": "members", "on": "spent", "per": "day", "thresholds": [1], "told": { "member:bob": told },
    });
    unread(
        &json!({ "spent": { "team:art": count, "member:bob": count, "account": count }, "alerts": { "a": alert } }),
        &[
            (
                "/alerts/a/told/member:bob",
                "expected the key to name one of the account's members, found `bob`",
            ),
            ("/spent/team:art", "expected the key to name one of the account's teams, found `art`"),
            ("/spent/member:bob", "expected the key to name one of the account's members, found `bob`"),
        ],
    );
    unread(
        &json!({ "seq": 0, "recent": { "c": [1, "x"] } }),
        &[("/recent", "expected no commands to be remembered where `seq` is 0, found some")],
    );
    unread(
        &json!({ "recent": { "c": [1], "d": 1 } }),
        &[
            ("/recent/c", "expected a pair of a number and a digest, found a list"),
            ("/recent/d", "expected a pair of a number and a digest, found 1"),
        ],
    );
}

#[test]
fn what_is_empty_may_be_left_out_and_is() {
    // A database may hand out an empty object where the engine has written none.
    let empty = json!({
        "teams": {}, "members": {}, "holds": {}, "alerts": {}, "spent": { "account": {} }, "recent": {},
    });
    let read = studio().read_account(&account(&empty).to_string(), Dialect::Json).unwrap();
    assert_eq!(read.to_text(), r#"{"asOf":0,"bank":{},"id":"acme","product":"app","schema":1,"seq":5}"#);
    let alert =
        |told: &str| format!(r#"{{"on":"spent","per":"day","thresholds":[1]{told},"watch":"account"}}"#);
    let with =
        |alert: &str| account(&json!({ "alerts": { "a": serde_json::from_str::<Value>(alert).unwrap() } }));
    let read = studio().read_account(&with(&alert(r#","told":{}"#)).to_string(), Dialect::Json).unwrap();
    assert!(read.to_text().contains(&alert("")), "{}", read.to_text());
    let texts = json!({
        "teams": { "art": { "grants": {}, "label": "" } },
        "holds": { "h": { "at": 0, "expiresAt": 1, "from": "bank", "draws": [], "note": "" } },
    });
    for text in as_written_or_not(&account(&texts)) {
        let read = studio().read_account(&text, Dialect::Json).unwrap().to_text();
        assert!(read.contains(r#""art":{"grants":{}}"#) && !read.contains("note"), "{read}");
    }
}

/// The law that the order of a list says nothing unless it has one (12).
#[test]
fn the_order_of_limits_says_nothing() {
    let (day, month) = (json!({ "per": "day", "credits": 9 }), json!({ "per": "month", "credits": 5 }));
    let text = |limits: &[&Value]| {
        let team = json!({ "art": { "grants": {}, "limits": limits } });
        let ann = json!({ "ann": { "role": "boss", "limits": limits } });
        account(&json!({ "teams": team, "members": ann }))
    };
    let [kept, _] = as_written_or_not(&text(&[&day, &month]));
    for account in [text(&[&day, &month]), text(&[&month, &day])] {
        for text in as_written_or_not(&account) {
            assert_eq!(studio().read_account(&text, Dialect::Json).unwrap().to_text(), kept);
        }
    }
}

#[test]
fn one_wrong_thing_in_an_account_is_told_once() {
    let text = "expected an object, found 5";
    let member = json!({ "role": "boss", "teams": ["art"] });
    let named = json!({ "watch": "team:art", "on": "balance", "thresholds": [1] });
    unread(
        &json!({ "teams": { "art": 5 }, "members": { "ann": member }, "alerts": { "a": named } }),
        &[("/teams/art", text)],
    );
    unread(
        &json!({ "teams": 5, "members": { "ann": member }, "alerts": { "a": named } }),
        &[("/teams", text)],
    );
    let watched = json!({ "watch": "member:ann", "on": "balance", "thresholds": [1] });
    unread(
        &json!({ "members": { "ann": {} }, "alerts": { "a": watched } }),
        &[("/members/ann/role", "expected the field `role`, found nothing")],
    );
    unread(&json!({ "members": 5, "alerts": { "a": watched } }), &[("/members", text)]);
    unread(
        &json!({ "members": { "bob": { "role": "boss" } }, "alerts": { "a": watched } }),
        &[("/alerts/a/watch", "expected `watch` to name one of the account's members, found `ann`")],
    );
    let count = "expected a count of commands, a whole number from 0 to 9007199254740991, found -1";
    unread(&json!({ "seq": -1, "recent": { "c": [3, "x"] } }), &[("/seq", count)]);
    let asker = "expected `system`, `owner` or a member's id, found `a b`";
    unread(&json!({ "view": "a b", "members": { "ann": member } }), &[("/view", asker)]);
    let more = json!({ "source": "gift", "credits": 2, "of": 1, "grantedAt": 0 });
    unread(
        &json!({ "bank": { "g": more } }),
        &[("/bank/g/credits", "expected `credits` to be at most `of`, 1, found 2")],
    );
    // What only all of it together is too much of is told where it first lies.
    let of = |credits: u64| json!({ "source": "gift", "credits": credits, "of": 5, "grantedAt": 0 });
    let message = "expected the grant `a/b` to have at most its `of`, 5, found 6 in all wallets and holds";
    let art = json!({ "art": { "grants": { "a/b": of(3) } } });
    unread(&json!({ "bank": { "a/b": of(3) }, "teams": art }), &[("/bank/a~1b/credits", message)]);
    let draw = |credits: u64| json!({ "wallet": "team:art", "grant": "a/b", "source": "gift", "credits": credits, "of": 5, "grantedAt": 0 });
    let hold = |credits: u64| json!({ "at": 0, "expiresAt": 1, "from": "bank", "draws": [draw(credits)] });
    unread(
        &json!({ "teams": art, "holds": { "h": hold(3) } }),
        &[("/teams/art/grants/a~1b/credits", message)],
    );
    let empty = json!({ "art": { "grants": {} } });
    unread(&json!({ "teams": empty, "holds": { "h": hold(6) } }), &[("/holds/h/draws/0/credits", message)]);
    let id = "expected as key an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `a b`";
    unread(&json!({ "teams": { "a b": { "grants": {} } } }), &[("/teams/a b", id)]);
    let most = grant(9_007_199_254_740_991);
    unread(
        &json!({ "bank": { "g": most, "h": most, "i": most } }),
        &[("/bank/h", "expected at most 9007199254740991 credits in one account, found more")],
    );
}

#[test]
fn one_wrong_thing_in_a_command_is_told_once_where_it_stands() {
    let wrong = |command: &Value, path: &str, message: &str| {
        let answer = studio().read_command(&command.to_string(), Dialect::Json);
        told(answer, MistakeCode::InvalidCommand, &[(path, message)]);
    };
    let draw = |source: &str, credits: u64, of: u64| json!({ "wallet": "bank", "grant": "g", "source": source, "credits": credits, "of": of, "grantedAt": 0 });
    let refund = |credits: u64, draws: &[Value]| json!({ "type": "refund", "id": "r", "at": 0, "credits": credits, "draws": draws });
    let source = "expected the id of one of the rules' `sources`, found `qq`";
    wrong(&refund(1, &[draw("qq", 1, 5)]), "/draws/0/source", source);
    wrong(&refund(2, &[draw("gift", 1, 5), draw("qq", 1, 5)]), "/draws/1/source", source);
    wrong(&refund(1, &[json!(5)]), "/draws/0", "expected an object, found 5");
    wrong(&refund(1, &[]), "/draws", "expected draws to give back, found none");
    wrong(
        &refund(3, &[draw("gift", 1, 5), draw("gift", 1, 5)]),
        "/credits",
        "expected `credits` to be at most the 2 that the draws hold, found 3",
    );
    wrong(
        &refund(1, &[draw("gift", 1, 5), draw("gift", 6, 5)]),
        "/draws/1/credits",
        "expected no more in a draw than its grant had at first, 5, found 6 of `g`",
    );
    wrong(
        &json!({ "type": "cancel", "id": "c", "at": 0, "when": "now", "until": 5 }),
        "/until",
        "expected `when` `now` or `until`, found both",
    );
    let alert = |more: Value| {
        let mut alert = json!({ "type": "setAlert", "id": "s", "at": 0, "alert": "a", "watch": "account", "thresholds": [1] });
        alert.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        alert
    };
    wrong(
        &alert(json!({ "on": "spent", "per": "week" })),
        "/per",
        "expected `hour`, `day`, `month` or `period`, found `week`",
    );
    wrong(&alert(json!({ "on": "spent" })), "/per", "expected the field `per`, found nothing");
    wrong(
        &alert(json!({ "on": "balance", "per": "day" })),
        "/per",
        "expected no field `per` beside `on` `balance`, found one",
    );
    wrong(
        &alert(json!({ "on": "balance", "watch": "members" })),
        "/watch",
        "expected `members` to be watched for what they spend, found `on` `balance`",
    );
    wrong(
        &json!({ "type": "spend", "id": "s", "at": 0, "credits": 5, "expect": 5 }),
        "/expect",
        "expected no `expect` beside `credits`, found one",
    );
}

#[test]
fn who_is_of_no_known_role_may_manage_for_all_that_is_known() {
    let new = json!({ "id": "acme", "at": 0, "members": { "ann": { "role": "nobody" } } });
    let role = "expected the id of one of the rules' `roles`, found `nobody`";
    told(
        studio().create_text(&new.to_string(), Dialect::Json),
        MistakeCode::InvalidAccount,
        &[("/members/ann/role", role)],
    );
}

#[test]
fn all_that_is_wrong_with_an_entry_is_told() {
    let faults = |entry: Value, faults: &[(&str, &str)]| {
        let entries = json!([entry]).to_string();
        let usage = studio().usage_text(&entries, r#"{ "by": [] }"#, (Dialect::Json, Dialect::Json));
        told(usage, MistakeCode::InvalidRequest, faults);
    };
    faults(
        json!({ "kind": "spend" }),
        &[
            ("/0/at", "expected the field `at`, found nothing"),
            ("/0/credits", "expected the field `credits`, found nothing"),
        ],
    );
    let kinds = "expected `grant`, `spend`, `hold`, `release`, `refund`, `transfer`, `rollover`, `lapse` or `revoke`, found `zap`";
    faults(json!({ "kind": "zap", "at": 0, "credits": 5 }), &[("/0/kind", kinds)]);
}

#[test]
fn one_wrong_thing_in_rules_is_told_once() {
    let rules = |more: Value| {
        let mut rules = json!({
            "schema": 1, "name": "Once", "sources": [{ "id": "s" }],
            "plans": { "p": { "paid": true, "every": "day", "allowance": { "source": "s", "credits": 1 } } },
            "fallbackPlan": "p",
        });
        rules.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rules.to_string()
    };
    let id = "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5";
    faulty(&rules(json!({ "sources": [{ "id": 5 }] })), &[("/sources/0/id", id)]);
    faulty(&rules(json!({ "sources": 5 })), &[("/sources", "expected a list, found 5")]);
    faulty(&rules(json!({ "plans": 5 })), &[("/plans", "expected an object, found 5")]);
    let of_app = json!({ "m": { "products": ["app"] } });
    faulty(&rules(json!({ "products": [5], "models": of_app })), &[("/products/0", id)]);
    let priced = json!({
        "paid": true, "every": "day", "prices": { "film": [] },
    });
    faulty(
        &rules(json!({ "models": 5, "plans": { "p": priced } })),
        &[("/models", "expected an object, found 5")],
    );
    let model = |inputs: Value, more: Value| {
        let mut model = json!({ "inputs": inputs });
        model.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rules(json!({ "models": { "m": model } }))
    };
    let cells = json!([{ "rate": { "by": "c", "cells": { "hd": 1, "uhd": 2 } }, "when": { "c": "uhd" } }]);
    faulty(
        &model(
            json!({ "c": {
                "type": "choice", "of": ["hd", 5], "default": "uhd", "labels": { "uhd": "" }, "plans": { "uhd": ["p"] },
            } }),
            json!({ "price": cells }),
        ),
        &[("/models/m/inputs/c/of/1", id)],
    );
    faulty(
        &model(
            json!({ "n": { "type": "number", "min": 5, "max": 1, "default": 7 } }),
            json!({ "price": [{ "rate": 1, "times": ["n"], "when": { "n": 9 } }], "each": "n" }),
        ),
        &[("/models/m/inputs/n/max", "expected `max` not to be below `min`, 5, found 1")],
    );
    let number = "expected a decimal such as `0.025`, found `x`";
    faulty(
        &model(
            json!({ "n": { "type": "number", "of": [1, "x"], "default": 2, "assume": "max" } }),
            json!({}),
        ),
        &[("/models/m/inputs/n/of/1", number)],
    );
    faulty(
        &model(json!({ "n": { "type": "number", "max": "x", "assume": "max" } }), json!({})),
        &[("/models/m/inputs/n/max", number)],
    );
    // What has nothing to do with the faulty input is told beside it.
    faulty(
        &model(
            json!({ "n": { "type": "number", "max": "x" }, "k": { "type": "number" } }),
            json!({ "price": [{ "rate": 1, "times": ["n", "k", "o"] }] }),
        ),
        &[
            ("/models/m/inputs/n/max", number),
            ("/models/m/price/0/times/2", "expected the id of one of the model's `inputs`, found `o`"),
        ],
    );
    let steps = json!([{ "upTo": "x", "rate": 1 }, { "upTo": 5, "rate": 1 }]);
    faulty(
        &model(
            json!({ "n": { "type": "number" } }),
            json!({ "price": [{ "rate": { "by": "n", "steps": steps } }] }),
        ),
        &[("/models/m/price/0/rate/steps/0/upTo", number)],
    );
}

/// What is accepted is written, and what is written must be read again.
#[test]
fn no_command_makes_an_account_longer_than_can_be_read() {
    const MOST: usize = 32 * 1024 * 1024;
    let bursar = studio();
    let team = |label: usize| json!({ "teams": { "art": { "grants": {}, "label": "x".repeat(label) } } });
    let [least, _] = as_written_or_not(&account(&team(1)));
    let tick = json!({ "type": "tick", "id": "t", "at": 0 }).to_string();
    let ticked = least.len() - 1 + r#""recent":{"t":[6,"00112233445566778899aabbccddeeff"]},"#.len();
    for (label, is_room) in [(MOST - ticked, true), (MOST - ticked + 1, false)] {
        for text in as_written_or_not(&account(&team(label))) {
            let mut held = bursar.read_account(&text, Dialect::Json).unwrap();
            let asked =
                |text: Result<String, Mistake>| serde_json::from_str::<Value>(&text.unwrap()).unwrap();
            let preview = asked(bursar.preview_text(&mut held, &tick, Dialect::Json));
            let refusal = asked(bursar.apply_text(&mut held, &tick, Dialect::Json));
            assert_eq!((&preview["ok"], &preview["code"]), (&refusal["ok"], &refusal["code"]));
            assert_eq!(refusal["ok"], is_room);
            if !is_room {
                assert_eq!(refusal["code"], "too_many");
                assert_eq!(refusal["facts"], json!({ "what": "bytes", "limit": MOST }));
                let shorter = json!({ "type": "setTeam", "id": "s", "at": 0, "team": "art", "label": "art" });
                let mended = asked(bursar.apply_text(&mut held, &shorter.to_string(), Dialect::Json));
                assert_eq!(mended["ok"], true);
                assert_eq!(asked(bursar.apply_text(&mut held, &tick, Dialect::Json))["ok"], true);
            }
            assert!(bursar.read_account(&held.to_text(), Dialect::Json).is_ok());
        }
    }
}

#[test]
fn a_renewal_makes_no_account_too_large() {
    const MOST: usize = 100_000;
    let plan = json!({ "id": "pro", "status": "active", "startedAt": 0, "periods": 0, "renewsAt": 2_678_400_000_u64 });
    let full = |count| account(&json!({ "bank": many(count, &grant(1)), "plan": plan }));
    let (bursar, later) = (studio(), 2_678_400_000_u64);
    let mut read = bursar.read_account(&full(MOST).to_string(), Dialect::Json).unwrap();
    let apply = |account: &mut bursar::Account, command: Value| applied(&bursar, account, &command);
    // The old lapse, for they are of the allowance's source, but a wallet of 100,000 is read at once.
    let tick = json!({ "type": "tick", "id": "t", "at": later });
    assert_eq!(apply(&mut read, tick)["ok"], true);
    let over = full(MOST + 1).to_string();
    let message = "expected at most 100000 grants in one account, found 100001";
    told(bursar.read_account(&over, Dialect::Json), MistakeCode::TooLarge, &[("/bank", message)]);

    let mut with_own = full(MOST);
    with_own["bank"]["~gift:0"] = grant(100);
    let mut read = bursar.read_account(&with_own.to_string(), Dialect::Json).unwrap();
    let spend = json!({ "type": "spend", "id": "s", "at": 0, "credits": 1 });
    assert_eq!(apply(&mut read, spend)["ok"], true, "it adds none");
    let more = |id: &str| json!({ "type": "grant", "id": id, "at": 0, "source": "gift", "credits": 1 });
    let refused = apply(&mut read, more("g1"));
    assert_eq!((&refused["code"], &refused["facts"]["limit"]), (&json!("too_many"), &json!(MOST)));
}

#[test]
fn what_holds_give_back_makes_no_account_too_large() {
    const MOST: usize = 100_000;
    let bursar = studio();
    let almost = account(&json!({ "bank": many(MOST - 1, &grant(1)) }));
    let mut read = bursar.read_account(&almost.to_string(), Dialect::Json).unwrap();
    let mut apply = |command: Value| applied(&bursar, &mut read, &command);
    // Soon gone, and so drawn first: the hold leaves nothing of it, and yet it is to come back.
    let soon =
        json!({ "type": "grant", "id": "x", "at": 0, "source": "gift", "credits": 5, "expiresAt": 9_000 });
    assert_eq!(apply(soon)["ok"], true);
    let hold = |id: &str| json!({ "type": "hold", "id": id, "at": 0, "credits": 5, "expiresAt": 1_000 });
    assert_eq!(apply(hold("h1"))["draws"][0]["grant"], "x");
    let more = |id: &str| json!({ "type": "grant", "id": id, "at": 0, "source": "gift", "credits": 1 });
    assert_eq!(apply(more("y"))["facts"], json!({ "what": "grants", "limit": MOST }));
    // Where it is there again, or is spent, so is its place.
    assert_eq!(apply(json!({ "type": "release", "id": "r1", "at": 0, "hold": "h1" }))["ok"], true);
    assert_eq!(apply(hold("h2"))["ok"], true);
    assert_eq!(apply(json!({ "type": "settle", "id": "s2", "at": 0, "hold": "h2" }))["ok"], true);
    assert_eq!(apply(more("z"))["ok"], true);
    assert_eq!(apply(more("zz"))["facts"], json!({ "what": "grants", "limit": MOST }));
    assert_eq!(apply(json!({ "type": "tick", "id": "t", "at": 2_000 }))["ok"], true);
    assert!(bursar.read_account(&read.to_text(), Dialect::Json).is_ok());
}

#[test]
fn no_account_counts_further_than_can_be_read() {
    const MOST: u64 = 9_007_199_254_740_991;
    let bursar = doors::compiled(&json!({
        "schema": 1, "name": "Free", "sources": [{ "id": "gift" }], "models": { "free": { "price": [] } },
    }));
    let counted =
        |seq: u64| bursar.read_account(&account(&json!({ "seq": seq })).to_string(), Dialect::Json).unwrap();
    let tick = json!({ "type": "tick", "id": "t", "at": 0 });
    let spend = json!({ "type": "spend", "id": "s", "at": 0, "request": { "model": "free" } });
    let mut last = counted(MOST);
    for command in [&tick, &spend] {
        let refused = applied(&bursar, &mut last, command);
        assert_eq!(refused["code"], "too_many");
        assert_eq!(refused["facts"], json!({ "what": "commands", "limit": MOST }));
        // What was priced before is told beside it.
        assert_eq!(refused["estimate"].is_object(), command == &spend);
    }
    let mut before = counted(MOST - 1);
    assert_eq!(applied(&bursar, &mut before, &tick)["ok"], true);
    assert!(bursar.read_account(&before.to_text(), Dialect::Json).is_ok());
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// `serde_json` skips values without a look at surrogates, duplicates, depth or the range of
    /// numbers, in which it differs by design: what is left is the grammar alone.
    #[test]
    fn what_serde_json_takes_for_json_so_does_the_engine(text in near_json()) {
        let expected = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let mistake = Bursar::from_text(&text, Dialect::Json).expect_err("no rules");
        laws::mistake(&mistake);
        let is_json = !mistake.issues.iter().any(|issue| issue.message.starts_with("expected JSON "));
        prop_assert_eq!(is_json, expected, "{:?}: {:?}", text, mistake);
    }
}

/// Texts that are JSON, or were before a few characters in them were changed.
fn near_json() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?";
    let string = "\"([a-zé€😀 ]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}){0,6}\"";
    let leaf = prop_oneof!["true|false|null", number, string];
    let space = "[ \t\r\n]{0,2}";
    let json = leaf.prop_recursive(4, 24, 4, move |inner| {
        let item =
            (space, inner.clone(), space).prop_map(|(before, item, after)| format!("{before}{item}{after}"));
        let entry = (space, string, space, item.clone())
            .prop_map(|(before, key, after, item)| format!("{before}{key}{after}:{item}"));
        prop_oneof![
            proptest::collection::vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec(entry, 0..4).prop_map(|entries| format!("{{{}}}", entries.join(","))),
        ]
    });
    let change = (any::<Index>(), any::<bool>(), "[\\[\\]{}:,\"\\\\0-9eE+.ntuf \u{feff}@/*-]{0,2}");
    (json, proptest::collection::vec(change, 0..3)).prop_map(|(json, changes)| {
        let mut characters: Vec<char> = json.chars().collect();
        for (place, removes, inserted) in changes {
            let place = place.index(characters.len() + 1);
            let end = if removes { characters.len().min(place + 1) } else { place };
            characters.splice(place..end, inserted.chars());
        }
        characters.into_iter().collect()
    })
}
