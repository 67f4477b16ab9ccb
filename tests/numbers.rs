//! The door of numbers: what a host hands over by places comes to what it would by names.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "a test that fails says so by panicking, and a host has floats"
)]

mod common;

use bursar::{Bursar, Carry, Dialect, Offer};
use common::recipes::{self, Case};
use common::{cases, doors};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// More slots than any price of these takes.
const SLOTS: usize = 4_096;

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_price_by_places_is_the_price_by_names(case in recipes::cases()) {
        if let Some((by_places, by_names)) = both(&case) {
            prop_assert!(by_places.is_none() || by_places == by_names, "{by_places:?}, not {by_names:?}");
        }
    }

    #[test]
    fn a_grid_by_places_is_the_grid_by_names(case in recipes::cases(), axes in recipes::vary()) {
        let host = Host::of(&case);
        let vary = recipes::axes_of(&case, &axes);
        let Some(mut slots) = host.placed(&case.request["inputs"]) else { return Ok(()) };
        let Some(offer) = host.offer(&case.payer) else { return Ok(()) };
        for axis in vary.as_array().unwrap() {
            let place = host.inputs.iter().position(|(id, _)| axis[0] == **id).unwrap();
            let values = axis[1].as_array().unwrap();
            slots.extend([place as f64, values.len() as f64]);
            for value in values {
                let Some(parts) = placed(&host.inputs[place].1, value) else { return Ok(()) };
                slots.extend(parts);
            }
        }
        let by_names = doors::grid(&host.bursar, &case.request, &vary, &case.payer);
        let by_places = host.bursar.grid_numbers(offer, &slots);
        let by_places = by_places.map(|costs| costs.into_iter().map(Value::from).collect());
        prop_assert_eq!(by_places, by_names.ok());
    }
}

/// What has more digits than can be worked out in 64 bits goes by names; that is to be rare.
#[test]
fn nearly_all_prices_can_be_asked_by_places() {
    let (mut runner, recipes) = (TestRunner::deterministic(), recipes::cases());
    let cases = (0..1_000).map(|_| recipes.new_tree(&mut runner).unwrap().current());
    let (told, all) = cases
        .filter_map(|case| both(&case))
        .filter(|(_, by_names)| by_names.is_some())
        .fold((0, 0), |(told, all), (by_places, _)| (told + usize::from(by_places.is_some()), all + 1));
    assert!(all > 200, "{all} of 1,000 have a price, and nothing in them that is no number");
    assert!(told * 20 > all * 19, "{told} of {all}");
}

/// What a request costs by its places and by its names, where it has places.
fn both(case: &Case) -> Option<(Option<Value>, Option<Value>)> {
    let host = Host::of(case);
    let mut slots = host.placed(&case.request["inputs"])?;
    let offer = host.offer(&case.payer)?;
    slots.resize(SLOTS, 0.0);
    let told = host.bursar.price_numbers(offer, &mut slots);
    let by_places = told.map(|told| host.estimated(offer, &slots[..told]));
    let estimate = doors::estimate(&host.bursar, &case.request, &case.payer).unwrap();
    let fields = ["cost", "ceiling", "exact", "lines"];
    let by_names = fields.into_iter().map(|field| (field, estimate[field].clone())).collect();
    Some((by_places, (estimate["ok"] == true).then_some(by_names)))
}

#[test]
fn what_is_not_there_has_no_shape_and_no_price() {
    let rules = json!({
        "schema": 1, "name": "Numbers", "sources": [], "plans": { "pro": { "paid": true, "every": "month" } },
        "models": { "film": {
            "label": "Film",
            "inputs": {
                "hd": { "type": "flag", "default": true },
                "n": { "type": "number", "max": 9, "assume": "max" },
                "size": { "type": "choice", "of": ["s", "l"], "default": "l" },
                "title": { "type": "text", "measure": "bytes" },
            },
            "price": [{ "rate": "0.5", "times": ["n"] }, { "label": "HD", "rate": 3, "when": { "hd": true } }],
        } },
    });
    let bursar = doors::compiled(&rules);
    assert_eq!(bursar.shape_text("gone"), None);
    let shape: Value = serde_json::from_str(&bursar.shape_text("film").unwrap()).unwrap();
    let inputs = json!([
        ["hd", "boolean", true],
        ["n", "number", 9],
        ["size", ["s", "l"], "l"],
        ["title", "number", null],
    ]);
    assert_eq!(shape, json!({ "place": 0, "inputs": inputs }));
    let names: Value = serde_json::from_str(&bursar.names_text()).unwrap();
    assert_eq!([&names[0], &names[1], &names[2]], [&json!(["pro"]), &json!(["app"]), &json!([])]);

    let film = Offer { model: 0, plan: None, product: None };
    assert_eq!(bursar.label(film, 0), Some("Film"));
    assert_eq!(bursar.label(film, 1), Some("HD"));
    assert_eq!(bursar.label(film, 2), None);
    assert_eq!(bursar.label(Offer { model: 1, ..film }, 0), None);
    assert_eq!(bursar.label(Offer { plan: Some(1), ..film }, 0), None);

    let price = |offer: Offer, given: &[f64], room: usize| {
        let mut slots = given.to_vec();
        slots.resize(room, 0.0);
        bursar.price_numbers(offer, &mut slots).map(|told| slots[..told].to_vec())
    };
    let whole = 1e12;
    // Left out but for the title: nine at a half each, taken at the most, and three for HD.
    let given = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 4.0, whole];
    let line = |term: f64, numbers: [f64; 6]| [vec![term], numbers.to_vec()].concat();
    let told = [
        vec![8.0, 1.0, 75.0, 1.0],
        line(0.0, [5.0, 1.0, 9.0, 0.0, 45.0, 1.0]),
        line(1.0, [3.0, 0.0, 1.0, 0.0, 3.0, 0.0]),
    ]
    .concat();
    assert_eq!(price(film, &given, SLOTS), Some(told.clone()));
    assert_eq!(price(film, &given, told.len()), Some(told.clone()));
    assert_eq!(price(film, &given, told.len() - 1), None);
    assert_eq!(price(Offer { plan: Some(0), product: Some(0), ..film }, &given, SLOTS), Some(told));
    assert_eq!(price(Offer { plan: Some(1), ..film }, &given, SLOTS), None);
    assert_eq!(price(Offer { product: Some(1), ..film }, &given, SLOTS), None);
    assert_eq!(price(Offer { model: 1, ..film }, &given, SLOTS), None);
    // Without a title; with a choice that is not there; with ten.
    assert_eq!(price(film, &[0.0; 8], SLOTS), None);
    assert_eq!(price(film, &[0.0, 0.0, 0.0, 0.0, 2.0, whole, 4.0, whole], SLOTS), None);
    assert_eq!(price(film, &[0.0, 0.0, 10.0, whole, 0.0, 0.0, 4.0, whole], SLOTS), None);
    // No decimal has sixteen digits before the point.
    assert!(price(film, &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 999_999_999_999_999.0, whole], SLOTS).is_some());
    assert_eq!(price(film, &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1e15, whole], SLOTS), None);
    // Without HD, and of a single one in tenths.
    assert_eq!(
        price(film, &[0.0, whole, 10.0, whole / 10.0, 0.0, whole, 4.0, whole], SLOTS),
        Some([vec![1.0, 0.0, 5.0, 1.0], line(0.0, [5.0, 1.0, 1.0, 0.0, 5.0, 1.0])].concat())
    );
}

#[test]
fn a_command_by_places_is_told_as_it_is_by_names() {
    let rules = json!({
        "schema": 1, "name": "Numbers", "sources": [{ "id": "gift" }],
        "models": { "film": {
            "inputs": {
                "n": { "type": "number", "max": 9, "default": 2 },
                "size": { "type": "choice", "of": ["s", "l"] },
            },
            "price": [{ "rate": { "by": "size", "cells": { "s": 1, "l": 3 } }, "times": ["n"] }],
        } },
    });
    let bursar = doors::compiled(&rules);
    let (_, mut account) = bursar.create_text(r#"{ "id": "a", "at": 0 }"#, Dialect::Json).unwrap();
    let grant = r#"{ "id": "g", "at": 0, "type": "grant", "source": "gift", "credits": 20 }"#;
    bursar.apply_text(&mut account, grant, Dialect::Json).unwrap();
    let mut decide = |inputs: [f64; 4], expect: f64| {
        // The type and the id, who asks, and the model; no others.
        let mut slots = vec![0.0; SLOTS];
        let mut text = String::new();
        for (slot, word) in [(0, "spend"), (1, "s1"), (2, "owner"), (8, "film")] {
            slots[slot] = (text.len() * 4_096 + word.len() + 1) as f64;
            text.push_str(word);
        }
        slots[9] = 5.0 + 1.0;
        slots[11] = expect;
        slots[14..18].copy_from_slice(&inputs);
        let told = bursar.decide_numbers(&mut account, &mut slots, text, Carry::Preview);
        told.map(|told| (told.slots.map(|_| slots[..5].to_vec()), told.text))
    };
    let whole = 1e12;
    // What is left, one more than that; no replay; the instant, the account's `seq`, and the credits.
    let (told, _) = decide([3.0, whole, 1.0, whole], 0.0).unwrap();
    assert_eq!(told, Some(vec![12.0, 0.0, 5.0, 2.0, 9.0]));
    let (told, _) = decide([0.0, 0.0, 1.0, whole], 6.0 + 1.0).unwrap();
    assert_eq!(told, Some(vec![15.0, 0.0, 5.0, 2.0, 6.0]));

    let mut refused = |inputs, expect| {
        let (told, text) = decide(inputs, expect).unwrap();
        assert_eq!(told, None);
        let refused: Value = serde_json::from_str(&text).unwrap();
        (refused["code"].clone(), refused["facts"].clone())
    };
    let ten = json!({ "model": "film", "input": "n", "value": 10, "max": "9" });
    assert_eq!(refused([10.0, whole, 1.0, whole], 0.0), (json!("input_out_of_range"), ten));
    let missing = json!({ "model": "film", "input": "size" });
    assert_eq!(refused([1.0, whole, 0.0, 0.0], 0.0), (json!("missing_input"), missing));
    let changed = json!({ "expected": 7, "cost": 1 });
    assert_eq!(refused([1.0, whole, 0.0, whole], 7.0 + 1.0), (json!("price_changed"), changed));
    // There is no third size: that is for the door of texts to tell.
    assert_eq!(decide([1.0, whole, 2.0, whole], 0.0), None);
}

/// What knows names, and hands places over.
struct Host {
    bursar: Bursar,
    model: usize,
    inputs: Vec<(String, Value)>,
    plans: Vec<Value>,
    products: Vec<Value>,
}

impl Host {
    fn of(case: &Case) -> Self {
        let bursar = doors::compiled(&case.rules);
        let model = case.request["model"].as_str().unwrap();
        let shape: Value = serde_json::from_str(&bursar.shape_text(model).unwrap()).unwrap();
        let names: Value = serde_json::from_str(&bursar.names_text()).unwrap();
        let input = |input: &Value| (input[0].as_str().unwrap().to_owned(), input[1].clone());
        Self {
            bursar,
            model: usize::try_from(shape["place"].as_u64().unwrap()).unwrap(),
            inputs: shape["inputs"].as_array().unwrap().iter().map(input).collect(),
            plans: names[0].as_array().unwrap().clone(),
            products: names[1].as_array().unwrap().clone(),
        }
    }

    /// The slots of all inputs; none where something is set that has no place or is no number.
    fn placed(&self, set: &Value) -> Option<Vec<f64>> {
        let set = set.as_object().cloned().unwrap_or_default();
        let is_input = |id: &String| self.inputs.iter().any(|(there, _)| there == id);
        if !set.keys().all(is_input) {
            return None;
        }
        let mut slots = Vec::new();
        for (id, wanted) in &self.inputs {
            slots.extend(match set.get(id) {
                Some(value) => placed(wanted, value)?,
                None => [0.0; 2],
            });
        }
        Some(slots)
    }

    fn offer(&self, payer: &Value) -> Option<Offer> {
        let place = |names: &[Value], name: &Value| match name {
            Value::Null => Some(None),
            name => names.iter().position(|there| there == name).map(Some),
        };
        Some(Offer {
            model: self.model,
            plan: place(&self.plans, &payer["plan"])?,
            product: place(&self.products, &payer["product"])?,
        })
    }

    /// The estimate that stands in some slots.
    fn estimated(&self, offer: Offer, slots: &[f64]) -> Value {
        let line = |line: &[f64]| {
            json!({
                "label": self.bursar.label(offer, line[0] as usize).unwrap(),
                "rate": printed(line[1], line[2]),
                "units": printed(line[3], line[4]),
                "credits": printed(line[5], line[6]),
            })
        };
        json!({
            "cost": slots[0] as u64,
            "ceiling": slots[1] == 1.0,
            "exact": printed(slots[2], slots[3]),
            "lines": slots[4..].chunks(7).map(line).collect::<Vec<_>>(),
        })
    }
}

/// The two slots of a value: a number, and how many trillionths it counts.
fn placed(wanted: &Value, value: &Value) -> Option<[f64; 2]> {
    let whole = |number: usize| [number as f64, 1e12];
    match (wanted, value) {
        (Value::Array(choices), Value::String(_)) => {
            choices.iter().position(|there| there == value).map(whole)
        }
        (Value::String(word), Value::Bool(flag)) if word == "boolean" => Some(whole(usize::from(*flag))),
        (Value::String(word), Value::Number(number)) if word == "number" => {
            let text = number.to_string();
            let (before, after) = text.split_once('.').unwrap_or((&text, ""));
            let digits: u64 = format!("{before}{after}").parse().ok()?;
            let parts = 10_u64.pow(12_u32.checked_sub(u32::try_from(after.len()).unwrap())?);
            (digits < 1 << 53).then_some([digits as f64, parts as f64])
        }
        _ => None,
    }
}

/// A decimal by its digits and how many stand behind the point; where that is negative, a fraction.
fn printed(above: f64, places: f64) -> String {
    let above = (above as u64).to_string();
    match places as i64 {
        0 => above,
        below @ ..0 => format!("{above}/{}", -below),
        places => {
            let places = usize::try_from(places).unwrap();
            let digits = format!("{above:0>width$}", width = places + 1);
            let (before, after) = digits.split_at(digits.len() - places);
            format!("{before}.{after}")
        }
    }
}
