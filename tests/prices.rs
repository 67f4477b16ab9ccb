//! Laws of prices, tried on models that proptest makes: `common/recipes.rs` says which.
//!
//! `PROPTEST_CASES` asks for more cases than these take by themselves.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails says so by panicking"
)]

mod common;

use std::collections::BTreeMap;

use bursar::{Bursar, Dialect, Mistake, MistakeCode};
use common::recipes::{Case, any_json, any_text, asked_of, huge_cases};
use common::{cases, doors, edit, laws, oracle, recipes};
use num_bigint::BigInt;
use num_rational::BigRational as Fraction;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_price_is_what_the_book_says(case in recipes::cases()) {
        prop_assert_eq!(Some(bare(&asked(&case))), booked(&case));
    }

    #[test]
    fn what_outgrows_counting_is_a_mistake_and_never_a_rounded_number(case in huge_cases()) {
        let verdict = oracle::estimate(&case.rules, &case.request, &case.payer);
        let bursar = doors::compiled(&case.rules);
        match doors::estimate(&bursar, &case.request, &case.payer) {
            Ok(found) => prop_assert_eq!(Some(bare(&found)), verdict.answer),
            // Sums and comparisons of numbers of 120 bits stay below the 256 that the engine has.
            Err(_) => prop_assert!(verdict.answer.is_none() || verdict.widest > 120),
        }
    }

    #[test]
    fn a_grid_is_its_estimates(case in recipes::cases(), axes in recipes::vary()) {
        let bursar = doors::compiled(&case.rules);
        let vary = recipes::axes_of(&case, &axes);
        if let Ok(costs) = doors::grid(&bursar, &case.request, &vary, &case.payer) {
            prop_assert_eq!(costs, estimates(&bursar, &case, &vary));
        } else {
            // Only what names something that there is not has no grid.
            let refused = asked(&case);
            prop_assert!(refused["code"] == "unknown_plan" || refused["code"] == "unknown_input");
        }
    }

    #[test]
    fn splitting_a_term_in_two_changes_nothing(case in recipes::cases(), share in 0_u32..=100) {
        let mut rules = case.rules.clone();
        edit::for_each_price(&mut rules, |terms| {
            *terms = terms.iter().flat_map(|term| split(term, share)).collect();
        });
        let (whole, parts) = (asked(&case), asked(&Case { rules, ..case }));
        for told in ["cost", "exact", "code", "facts"] {
            prop_assert_eq!(&whole[told], &parts[told]);
        }
    }

    #[test]
    fn raising_a_rate_never_lowers_a_cost(
        case in recipes::cases(),
        place in any::<Index>(),
        more in 1_u32..500,
    ) {
        let mut rules = case.rules.clone();
        edit::for_each_price(&mut rules, |terms| {
            if !terms.is_empty() {
                let term = place.get_mut(terms);
                term["rate"] = edit::with_rates(&term["rate"], &|rate| raised(rate, more));
            }
        });
        let (before, after) = (asked(&case), asked(&Case { rules, ..case }));
        prop_assert_eq!(&before["code"], &after["code"]);
        prop_assert!(before["cost"].as_u64() <= after["cost"].as_u64(), "{} became {}", before, after);
    }

    #[test]
    fn free_is_never_clamped(case in recipes::cases(), least in 1_u32..1_000, free in freedoms()) {
        let mut case = case;
        let model = case.rules["models"]["m"].as_object_mut().unwrap();
        model.remove("atMost");
        model.insert("atLeast".to_owned(), json!(least));
        free(&mut case);
        let estimate = asked(&case);
        if estimate["ok"] == true {
            prop_assert_eq!(&estimate["cost"], 0);
            prop_assert_eq!(&estimate["exact"], "0");
        }
    }

    #[test]
    fn the_order_of_keys_changes_nothing(case in recipes::cases(), seed in any::<u64>()) {
        let mut seed = seed;
        let mut shuffled = |json: &Value| edit::shuffled(json, &mut seed);
        let (rules, request, payer) =
            (shuffled(&case.rules), shuffled(&case.request), shuffled(&case.payer));
        let payer = (!case.payer.is_null()).then_some(payer.as_str());
        let (straight, bursar) = (doors::compiled(&case.rules), Bursar::from_text(&rules, Dialect::Json).unwrap());
        prop_assert_eq!(bursar.digest(), straight.digest());
        let found = bursar.estimate_text(&request, payer, Dialect::Json).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&found).unwrap(), asked(&case));
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn leonardo_prices_as_the_book_says(case in asked_of(shipped("leonardo"))) {
        prop_assert_eq!(Some(bare(&asked(&case))), booked(&case));
    }

    #[test]
    fn runway_prices_as_the_book_says(case in asked_of(shipped("runway"))) {
        prop_assert_eq!(Some(bare(&asked(&case))), booked(&case));
    }

    #[test]
    fn rundiffusion_prices_as_the_book_says(case in asked_of(shipped("rundiffusion"))) {
        prop_assert_eq!(Some(bare(&asked(&case))), booked(&case));
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn no_json_makes_the_engine_panic(rules in any_json(), request in any_json(), payer in any_json()) {
        survives(&rules.to_string(), &request.to_string(), &payer.to_string());
    }

    #[test]
    fn no_text_makes_the_engine_panic(rules in any_text(), request in any_text(), payer in any_text()) {
        survives(&rules, &request, &payer);
    }

    #[test]
    fn nothing_that_is_almost_right_makes_the_engine_panic(
        case in recipes::cases(),
        spoilt in any_json(),
        places in any::<[Index; 3]>(),
    ) {
        let spoil = |json: &Value, place: Index| {
            let pointers = edit::pointers(json);
            match pointers.as_slice() {
                [] => spoilt.clone(),
                all => edit::with(json, place.get::<String>(all), spoilt.clone()),
            }
        };
        let rules = spoil(&case.rules, places[0]);
        let request = spoil(&case.request, places[1]);
        let payer = spoil(&case.payer, places[2]);
        survives(&rules.to_string(), &case.request.to_string(), &case.payer.to_string());
        survives(&case.rules.to_string(), &request.to_string(), &payer.to_string());
    }
}

/// The price of one outgrows 64 bits here, and none of them cost nothing all the same.
#[test]
fn none_of_what_is_dear_beyond_counting_costs_nothing() {
    let case = |count: u32| Case {
        rules: json!({
            "schema": 1, "name": "Dear", "sources": [], "models": { "m": {
                "inputs": { "n": { "type": "number" } },
                "price": [{ "rate": "999999999999999", "times": [{ "of": "n", "atLeast": "60000" }] }],
                "each": "n",
            } },
        }),
        request: json!({ "model": "m", "inputs": { "n": count } }),
        payer: Value::Null,
    };
    assert_eq!(asked(&case(0))["cost"], 0);
    assert_eq!(asked(&case(0))["exact"], "59999999999999940000");
    let one = case(1);
    let bursar = doors::compiled(&one.rules);
    let outgrown = doors::estimate(&bursar, &one.request, &one.payer);
    assert_eq!(outgrown.unwrap_err().code, MistakeCode::InvalidRequest);
    let vary = json!([["n", [0, 1]]]);
    assert_eq!(doors::grid(&bursar, &one.request, &vary, &one.payer), Ok(json!([0.0, null])));
    assert_eq!(estimates(&bursar, &one, &vary), json!([0.0, null]));
}

/// A grid is worked out in a table, where nothing in it outgrows 64 bits.
#[test]
fn a_grid_has_its_gaps_and_no_cost_that_wrapped_around() {
    let case = Case {
        rules: json!({
            "schema": 1, "name": "Gaps", "sources": [], "models": { "m": {
                "inputs": {
                    "n": { "type": "number", "max": 1_000_000_000 },
                    "size": { "type": "choice", "of": ["s", "m", "l"] },
                    "dear": { "type": "flag", "default": false },
                },
                "price": [
                    { "rate": { "by": "size", "cells": { "s": "0.5", "l": "0.25" } } },
                    { "rate": { "by": "size", "cells": { "s": 1, "m": 1, "l": 1 } } },
                    { "rate": 3, "times": ["n"] },
                    { "rate": "999999999999999", "times": ["n", "n"], "when": { "dear": true } },
                ],
            } },
        }),
        request: json!({ "model": "m", "inputs": { "n": 2, "size": "s" } }),
        payer: Value::Null,
    };
    let bursar = doors::compiled(&case.rules);
    let costs = |vary: Value| {
        let costs = doors::grid(&bursar, &case.request, &vary, &case.payer).unwrap();
        assert_eq!(costs, estimates(&bursar, &case, &vary), "{vary}");
        costs
    };
    let gaps = costs(json!([["n", [0, 1]], ["size", ["s", "m", "l", "m"]]]));
    assert_eq!(gaps, json!([2.0, null, 2.0, null, 5.0, null, 5.0, null]));
    assert_eq!(costs(json!([["size", ["m", "s"]], ["n", [0, 1]]])), json!([null, null, 2.0, 5.0]));
    assert_eq!(costs(json!([["size", []]])), json!([]));
    // Times itself the last is more than 2^64, by much and by little.
    let dear = costs(json!([["dear", [true]], ["n", [0, 3, 136, 4_295, 1_000_000_000]]]));
    assert_eq!(dear, json!([2.0, 9_000_000_000_000_002.0, null, null, null]));
}

/// Laws are worth what they are tried on: recipes that only ever came to refusals would show little.
#[test]
fn recipes_come_to_every_answer_and_most_of_all_to_prices() {
    let (mut runner, recipes) = (TestRunner::deterministic(), recipes::cases());
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..400 {
        let case = recipes.new_tree(&mut runner).unwrap().current();
        let answer = booked(&case).unwrap();
        *met.entry(answer["code"].as_str().unwrap_or("ok").to_owned()).or_default() += 1;
    }
    for code in [
        "unknown_plan",
        "unknown_input",
        "missing_input",
        "input_out_of_range",
        "not_offered",
        "not_on_plan",
        "not_in_product",
    ] {
        assert!(met.contains_key(code), "{met:?}");
    }
    assert!(met["ok"] >= 200, "{met:?}");
}

/// What the engine answers.
#[track_caller]
fn asked(case: &Case) -> Value {
    let bursar = doors::compiled(&case.rules);
    let answer = doors::estimate(&bursar, &case.request, &case.payer)
        .unwrap_or_else(|mistake| panic!("{mistake}\n{case:?}"));
    if let Some(message) = answer["message"].as_str() {
        laws::message(message);
    }
    answer
}

/// An answer as the oracle gives it: without digest, message, remedies and instant, and without
/// the words for what would have been in range.
fn bare(answer: &Value) -> Value {
    let mut answer = answer.clone();
    let fields = answer.as_object_mut().expect("an answer");
    for field in ["digest", "message", "remedies", "at"] {
        fields.remove(field);
    }
    if answer["code"] == "input_out_of_range" {
        let facts = answer["facts"].as_object_mut().expect("facts");
        facts.retain(|fact, _| fact == "model" || fact == "input");
    }
    answer
}

fn booked(case: &Case) -> Option<Value> {
    oracle::estimate(&case.rules, &case.request, &case.payer).answer
}

fn shipped(name: &str) -> Value {
    let path = format!("{}/pkg/rules/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The cost of every combination, asked one by one; `null` where it is refused, or more than can be counted.
fn estimates(bursar: &Bursar, case: &Case, vary: &Value) -> Value {
    let mut requests = vec![case.request.clone()];
    for axis in vary.as_array().unwrap() {
        let (id, values) = (axis[0].as_str().unwrap(), axis[1].as_array().unwrap());
        let with =
            |request: &Value, value: &Value| edit::with(request, &format!("/inputs/{id}"), value.clone());
        requests = requests
            .iter()
            .flat_map(|request| values.iter().map(|value| with(request, value)).collect::<Vec<_>>())
            .collect();
    }
    let cost = |request: &Value| match doors::estimate(bursar, request, &case.payer) {
        // A grid has floats, which are no other numbers for being written otherwise.
        Ok(estimate) => estimate["cost"].as_f64(),
        Err(outgrown) => {
            assert_eq!(outgrown.path, "/inputs", "{outgrown}");
            None
        }
    };
    requests.iter().map(|request| json!(cost(request))).collect()
}

/// Two terms that come to what the one does.
fn split(term: &Value, share: u32) -> [Value; 2] {
    let share = Fraction::new(share.into(), 100.into());
    let part = |rate: &Value| {
        // Rates have two places, so with four no digit is lost.
        oracle::decimal(rate) * &share
    };
    let rest = |rate: &Value| oracle::decimal(rate) - part(rate);
    let with_rate = |rate: Value| edit::with(term, "/rate", rate);
    [
        with_rate(edit::with_rates(&term["rate"], &|rate| oracle::exact(&part(rate)).into())),
        with_rate(edit::with_rates(&term["rate"], &|rate| oracle::exact(&rest(rate)).into())),
    ]
}

/// A rate and so many hundredths more.
fn raised(rate: &Value, hundredths: u32) -> Value {
    let more = Fraction::new(BigInt::from(hundredths), BigInt::from(100));
    oracle::exact(&(oracle::decimal(rate) + more)).into()
}

/// Ways for a model to be free.
fn freedoms() -> impl Strategy<Value = fn(&mut Case)> {
    let nothing_charged: fn(&mut Case) = |case| edit::for_each_price(&mut case.rules, Vec::clear);
    let nothing_a_unit: fn(&mut Case) = |case| {
        edit::for_each_price(&mut case.rules, |terms| {
            for term in terms {
                term["rate"] = edit::with_rates(&term["rate"], &|_| json!("0.0"));
            }
        });
    };
    let all_discounted: fn(&mut Case) = |case| {
        case.rules["plans"]["pro"]["discount"] = json!(1);
        case.payer = json!({ "plan": "pro", "product": "api" });
    };
    proptest::sample::select(vec![nothing_charged, nothing_a_unit, all_discounted])
}

/// Asks everything of anything: there is an answer, or a mistake that is told as all are, and
/// afterwards the next call works.
fn survives(rules: &str, request: &str, payer: &str) {
    const GOOD: &str = r#"{
        "schema": 1, "name": "Good", "sources": [], "models": { "m": {
            "inputs": { "seconds": { "type": "number", "default": 5 } },
            "price": [{ "rate": "0.1", "times": ["seconds"] }]
        } }
    }"#;
    for dialect in [Dialect::Json, Dialect::Object] {
        let rules = [Bursar::from_text(rules, dialect), Bursar::from_text(GOOD, dialect)];
        for bursar in rules.into_iter().filter_map(lawful) {
            let _ = lawful(bursar.estimate_text(request, None, dialect));
            let _ = lawful(bursar.estimate_text(request, Some(payer), dialect));
            let _ = lawful(bursar.grid_text(request, payer, None, dialect));
            let _ = lawful(bursar.rates_text(Some(payer), dialect));
            let fine = bursar.rates_text(None, dialect);
            assert!(fine.is_ok(), "{fine:?}");
        }
    }
}

fn lawful<T>(answer: Result<T, Mistake>) -> Option<T> {
    answer.inspect_err(|mistake| laws::mistake(mistake)).ok()
}
