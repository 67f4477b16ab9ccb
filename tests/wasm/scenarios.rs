//! The scenario files, through the exported functions. A browser has no files: they are built in,
//! and `tests/js/node.test.mjs` sees that none is missing.

use bursar::wasm;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::door::{ask, compile, estimate, grid, post, rates, take, thrown};

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

/// Plays a scenario's steps.
fn play(scenario: &Value) -> Result<(), String> {
    let rules = rules(scenario).map(|rules| compile(&rules).map_err(|error| thrown(error).to_string()));
    let mut stage = Stage { rules: rules.transpose()?.unwrap_or_default(), ..Stage::default() };
    for (place, step) in scenario["steps"].as_array().unwrap().iter().enumerate() {
        let answer = stage.answer(step);
        judge(step, answer).map_err(|why| format!("step {}: {why}", place + 1))?;
    }
    wasm::release(stage.rules);
    wasm::release(stage.ledger);
    Ok(())
}

fn rules(scenario: &Value) -> Option<String> {
    let name = scenario["rulebook"].as_str();
    let shipped =
        RULEBOOKS.iter().find(|(known, _)| Some(*known) == name).map(|(_, text)| (*text).to_owned());
    shipped.or_else(|| scenario.get("rules").map(Value::to_string))
}

/// What steps act upon, by number; 0 is none.
#[derive(Default)]
struct Stage {
    rules: u32,
    ledger: u32,
    /// What the decisions have left so far.
    entries: Vec<Value>,
}

/// The one field of a step that says what is asked; the others go with it.
fn verb(step: &Value) -> &str {
    const BESIDE: [&str; 6] = ["say", "is", "throws", "digest", "vary", "payer"];
    let mut keys = step.as_object().unwrap().keys().map(String::as_str);
    keys.find(|key| !BESIDE.contains(key)).expect("a verb")
}

impl Stage {
    /// What the engine answers to a step.
    fn answer(&mut self, step: &Value) -> Result<Value, JsValue> {
        let (verb, wish) = (verb(step), &step[verb(step)]);
        let (text, payer) = (wish.to_string(), step.get("payer").map(Value::to_string));
        let part = |name: &str| wish[name].to_string();
        let ledger = self.ledger;
        match verb {
            "compile" => {
                post(&[&text]);
                digest(wasm::compile(text.len(), true).map_err(JsValue::from))
            }
            "compileText" => digest(compile(wish.as_str().unwrap())),
            "estimate" => estimate(self.rules, &text, payer.as_deref()).map(read),
            "grid" => {
                grid(self.rules, &text, &step["vary"].to_string(), payer.as_deref()).map(|costs| json!(costs))
            }
            "rates" => rates(self.rules, Some(text.as_str()).filter(|payer| *payer != "null")).map(read),
            "usage" => {
                let entries = json!(self.entries).to_string();
                post(&[&entries, &text]);
                Ok(read(take(wasm::usage(self.rules, entries.len(), text.len(), false)?)))
            }
            "create" => {
                post(&[&text]);
                self.holds(wasm::create(self.rules, text.len())?);
                Ok(self.decided(read(take(wasm::answered()))))
            }
            "open" => {
                post(&[&text]);
                self.holds(wasm::open(self.rules, text.len(), false)?);
                Ok(Value::Null)
            }
            "apply" => {
                let mut decision = read(ask(wasm::apply_with_changes, ledger, &text)?);
                // What changed, the account itself tells here.
                let changes = decision.as_object_mut().unwrap().remove("changes");
                assert_eq!(changes.is_some_and(|changes| changes.is_object()), decision["ok"] == true);
                Ok(self.decided(decision))
            }
            "preview" => ask(wasm::preview, ledger, &text).map(read),
            "validateTransfer" => ask(wasm::validate_transfer, ledger, &text).map(read),
            "balance" => ask(wasm::balance, ledger, &text).map(read),
            "order" => ask(wasm::order, ledger, &text).map(read),
            "limits" => ask(wasm::limits, ledger, &text).map(read),
            "view" => ask(wasm::view, ledger, &text).map(read),
            "affordable" => {
                let parts = [part("request"), part("input"), part("view")];
                post(&parts.each_ref().map(String::as_str));
                let [request, input, view] = parts.map(|part| part.len());
                Ok(read(take(wasm::affordable(ledger, request, input, view)?)))
            }
            "may" => {
                let (asker, capability) = (part("asker"), part("capability"));
                post(&[&asker, &capability]);
                Ok(wasm::may(ledger, asker.len(), capability.len())?.into())
            }
            "account" => Ok(read(take(wasm::text(ledger)?))),
            _ => panic!("nobody knows the verb `{verb}`"),
        }
    }

    /// Another account takes the place of the one before.
    fn holds(&mut self, ledger: u32) {
        wasm::release(std::mem::replace(&mut self.ledger, ledger));
    }

    /// A decision with the account beside it, as `pkg/src` gives it out, its entries kept for `usage`.
    fn decided(&mut self, mut decision: Value) -> Value {
        if decision["ok"] == true {
            self.entries.extend(decision["entries"].as_array().unwrap().iter().cloned());
            decision["account"] = wasm::text(self.ledger).map(|bytes| read(take(bytes))).ok().unwrap();
        }
        decision
    }
}

fn digest(handle: Result<u32, JsValue>) -> Result<Value, JsValue> {
    handle.inspect(|handle| wasm::release(*handle)).map(|_| take(64).into())
}

fn read(answer: impl AsRef<str>) -> Value {
    serde_json::from_str(answer.as_ref()).unwrap()
}

fn judge(step: &Value, answer: Result<Value, JsValue>) -> Result<(), String> {
    match (answer, step.get("throws")) {
        (Ok(found), None) => differ(expected(step), &found),
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

/// What must come of a step that throws nothing: of an account that is opened, nothing.
fn expected(step: &Value) -> &Value {
    match verb(step) {
        "account" => &step["account"],
        "open" => &Value::Null,
        _ => step.get("is").or(step.get("digest")).expect("something is expected"),
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
