//! The scenario files, through the exported functions. A browser has no files: they are built in,
//! and `tests/js/node.test.mjs` sees that none is missing.

use bursar::wasm;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::door::{compile, estimate, grid, post, rates, take, thrown};

macro_rules! scenarios {
    ($($name:ident: $file:literal,)*) => {
        $(
            #[wasm_bindgen_test]
            fn $name() {
                run($file, include_str!(concat!("../scenarios/", $file)));
            }
        )*
    };
}

scenarios! {
    accounts_charges: "accounts/charges.json",
    accounts_ids_and_order: "accounts/ids-and-order.json",
    accounts_limits_and_alerts: "accounts/limits-and-alerts.json",
    accounts_plans: "accounts/plans.json",
    accounts_purchases: "accounts/purchases.json",
    accounts_remedies: "accounts/remedies.json",
    accounts_replays: "accounts/replays.json",
    accounts_roles: "accounts/roles.json",
    accounts_time: "accounts/time.json",
    accounts_transfers: "accounts/transfers.json",
    prices_affordable: "prices/affordable.json",
    prices_decimals: "prices/decimals.json",
    prices_digest: "prices/digest.json",
    prices_each: "prices/each.json",
    prices_faults: "prices/faults.json",
    prices_grid: "prices/grid.json",
    prices_inputs: "prices/inputs.json",
    prices_leonardo: "prices/leonardo.json",
    prices_lookups: "prices/lookups.json",
    prices_measures: "prices/measures.json",
    prices_plans_and_products: "prices/plans-and-products.json",
    prices_precedence: "prices/precedence.json",
    prices_rates: "prices/rates.json",
    prices_rounding: "prices/rounding.json",
    prices_rundiffusion: "prices/rundiffusion.json",
    prices_runway: "prices/runway.json",
    prices_terms: "prices/terms.json",
    prices_texts: "prices/texts.json",
    prices_tiers: "prices/tiers.json",
    walks_leonardo: "walks/leonardo.json",
    walks_rundiffusion: "walks/rundiffusion.json",
    walks_runway: "walks/runway.json",
}

const RULEBOOKS: [(&str, &str); 3] = [
    ("leonardo", include_str!("../../pkg/rules/leonardo.json")),
    ("rundiffusion", include_str!("../../pkg/rules/rundiffusion.json")),
    ("runway", include_str!("../../pkg/rules/runway.json")),
];

fn run(file: &str, text: &str) {
    let content: Value = serde_json::from_str(text).unwrap();
    for scenario in content["scenarios"].as_array().unwrap() {
        if let Err(why) = play(scenario) {
            panic!("{file}: {}\n{why}", scenario["title"]);
        }
    }
}

/// Plays a scenario's steps, up to the first whose verb does not run yet.
fn play(scenario: &Value) -> Result<(), String> {
    let handle = rules(scenario).map(|rules| compile(&rules).map_err(|error| thrown(error).to_string()));
    let handle = handle.transpose()?.unwrap_or_default();
    for (place, step) in scenario["steps"].as_array().unwrap().iter().enumerate() {
        let Some(answer) = answer(handle, step) else { break };
        judge(step, answer).map_err(|why| format!("step {}: {why}", place + 1))?;
    }
    wasm::release(handle);
    Ok(())
}

fn rules(scenario: &Value) -> Option<String> {
    let name = scenario["rulebook"].as_str();
    let shipped =
        RULEBOOKS.iter().find(|(known, _)| Some(*known) == name).map(|(_, text)| (*text).to_owned());
    shipped.or_else(|| scenario.get("rules").map(Value::to_string))
}

/// What the engine answers to a step; nothing where its verb does not run yet.
fn answer(handle: u32, step: &Value) -> Option<Result<Value, JsValue>> {
    let payer = step.get("payer").map(Value::to_string);
    let text = |verb: &str| step.get(verb).map(Value::to_string);
    Some(if let Some(rules) = text("compile") {
        post(&[&rules]);
        digest(wasm::compile(rules.len(), true).map_err(JsValue::from))
    } else if let Some(rules) = step["compileText"].as_str() {
        digest(compile(rules))
    } else if let Some(request) = text("estimate") {
        estimate(handle, &request, payer.as_deref()).map(read)
    } else if let Some(request) = text("grid") {
        grid(handle, &request, &text("vary")?, payer.as_deref()).map(|costs| json!(costs))
    } else if let Some(payer) = text("rates") {
        rates(handle, Some(payer.as_str()).filter(|payer| *payer != "null")).map(read)
    } else {
        return None;
    })
}

fn digest(handle: Result<u32, JsValue>) -> Result<Value, JsValue> {
    handle.inspect(|handle| wasm::release(*handle)).map(|_| take(64).into())
}

fn read(answer: impl AsRef<str>) -> Value {
    serde_json::from_str(answer.as_ref()).unwrap()
}

fn judge(step: &Value, answer: Result<Value, JsValue>) -> Result<(), String> {
    match (answer, step.get("throws")) {
        (Ok(found), None) => differ(step.get("is").or(step.get("digest")).unwrap_or(&Value::Null), &found),
        (Ok(found), Some(throws)) => Err(format!("expected {throws}, found {found}")),
        (Err(error), None) => Err(thrown(error).to_string()),
        (Err(error), Some(throws)) => {
            let (mut throws, mut found) = (throws.clone(), thrown(error));
            let issues = found["issues"].as_array().unwrap();
            found["paths"] = issues.iter().map(|issue| issue["path"].clone()).collect();
            // The places are told in any order.
            for paths in [throws.get_mut("paths"), found.get_mut("paths")].into_iter().flatten() {
                paths.as_array_mut().unwrap().sort_by_key(Value::to_string);
            }
            differ(&throws, &found)
        }
    }
}

/// Matches in part, as `scenario.schema.json` says.
fn differ(expected: &Value, found: &Value) -> Result<(), String> {
    let same = match (expected, found) {
        // `is` of what is compiled: that it is sound.
        (Value::Object(expected), Value::String(_)) => expected.is_empty(),
        (Value::Object(expected), Value::Object(_)) => {
            return expected.iter().try_for_each(|(key, expected)| {
                differ(expected, &found[key]).map_err(|why| format!("/{key}{why}"))
            });
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            return expected.iter().zip(found).enumerate().try_for_each(|(place, (expected, found))| {
                differ(expected, found).map_err(|why| format!("/{place}{why}"))
            });
        }
        (Value::Number(expected), Value::Number(found)) => expected.as_f64() == found.as_f64(),
        _ => expected == found,
    };
    if same { Ok(()) } else { Err(format!(": expected {expected}, found {found}")) }
}
