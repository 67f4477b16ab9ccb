//! Runs every scenario of `tests/scenarios`: rules, and steps of which each must answer as it says.
//!
//! `scenario.schema.json` beside the scenarios describes their format; JavaScript runs the same
//! files. What a step expects is held against the answer as `common/matcher.rs` says.
//!
//! Where `TRANSCRIPT` names a file, every answer is written there, a line for each: `tests/hosts`
//! compares them with what other hosts answer.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails says so by panicking"
)]

mod common;

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use bursar::{Account, Bursar, Dialect, Mistake};
use common::doors;
use common::matcher::{differences, differences_of_mistakes};
use common::order::in_order;
use serde_json::{Value, json};

#[test]
fn every_scenario_comes_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut count, mut failures, mut heard) = (0, Vec::new(), String::new());
    for file in files(&root.join("tests/scenarios")) {
        let name = file.strip_prefix(root).unwrap().display().to_string();
        let content: Value = read(&file);
        for scenario in content["scenarios"].as_array().expect("a list of scenarios") {
            count += 1;
            let played = catch_unwind(AssertUnwindSafe(|| play(root, scenario, &mut heard)));
            if let Err(why) = played.unwrap_or_else(|_| Err("it panics, as is told above".to_owned())) {
                let title = scenario["title"].as_str().unwrap_or("(without a title)");
                failures.push(format!("\n\n{name}: {title}\n    {why}"));
            }
        }
    }
    if let Some(file) = std::env::var_os("TRANSCRIPT") {
        std::fs::write(file, heard).expect("a file that can be written");
    }
    println!("{count} scenarios, {} of them fail", failures.len());
    assert!(count > 0, "there are no scenarios");
    assert!(failures.is_empty(), "{} of {count} scenarios fail{}", failures.len(), failures.concat());
}

/// Plays a scenario's steps one after another, up to the first that does not come true.
fn play(root: &Path, scenario: &Value, heard: &mut String) -> Result<(), String> {
    only_known(scenario)?;
    let mut stage = Stage::set(root, scenario)?;
    let steps = scenario["steps"].as_array().filter(|steps| !steps.is_empty()).ok_or("it has no steps")?;
    for (place, step) in steps.iter().enumerate() {
        let verb = verb(step)?;
        let answer = stage.answer(verb, step);
        writeln!(heard, "{}", line(&answer)).unwrap();
        judge(verb, step, answer).map_err(|why| format!("step {} ({verb}): {why}", place + 1))?;
    }
    Ok(())
}

/// A scenario has no other fields: a misspelt one would change nothing.
fn only_known(scenario: &Value) -> Result<(), String> {
    const FIELDS: [&str; 5] = ["title", "covers", "rules", "rulebook", "steps"];
    let mut keys = scenario.as_object().ok_or("it is no object")?.keys();
    match keys.find(|key| !FIELDS.contains(&key.as_str())) {
        Some(key) => Err(format!("nobody knows the field `{key}`")),
        None => Ok(()),
    }
}

/// The one field of a step that says what is asked; the others go with it.
fn verb(step: &Value) -> Result<&str, String> {
    const BESIDE: [&str; 6] = ["say", "is", "throws", "digest", "vary", "payer"];
    let keys = step.as_object().ok_or("a step is no object")?.keys();
    let verbs: Vec<&str> = keys.map(String::as_str).filter(|key| !BESIDE.contains(key)).collect();
    match verbs.as_slice() {
        [verb] => Ok(verb),
        _ => Err(format!("a step asks for one thing, not for {verbs:?}")),
    }
}

/// What steps act upon.
#[derive(Default)]
struct Stage {
    /// The rules that the scenario brings; without any, its steps compile their own.
    bursar: Option<Bursar>,
    /// The account as it stands, begun by `create` or `open`.
    account: Option<Account>,
    /// What its decisions have left so far.
    entries: Vec<Value>,
}

impl Stage {
    fn set(root: &Path, scenario: &Value) -> Result<Self, String> {
        let rules = match (&scenario["rules"], &scenario["rulebook"]) {
            (Value::Null, Value::Null) => return Ok(Self::default()),
            (rules, Value::Null) => rules.clone(),
            (_, name) => {
                let name = name.as_str().ok_or("`rulebook` is no name")?;
                read(&root.join(format!("pkg/rules/{name}.json")))
            }
        };
        let bursar = doors::compile(&rules).map_err(|mistake| format!("its rules: {mistake}"))?;
        Ok(Self { bursar: Some(bursar), ..Self::default() })
    }

    /// What the engine answers to a step.
    fn answer(&mut self, verb: &str, step: &Value) -> Result<Value, Mistake> {
        let asked = &step[verb];
        match verb {
            "compile" => return digest(doors::compile(asked)),
            "compileText" => return digest(Bursar::from_text(asked.as_str().unwrap(), Dialect::Json)),
            _ => {}
        }
        let bursar = self.bursar.as_ref().expect("a scenario that asks something has rules");
        let text = asked.to_string();
        match verb {
            "estimate" => return doors::estimate(bursar, asked, &step["payer"]),
            "grid" => return doors::grid(bursar, asked, &step["vary"], &step["payer"]),
            "rates" => return doors::rates(bursar, asked),
            "usage" => {
                let entries = Value::from(self.entries.as_slice()).to_string();
                return bursar.usage_text(&entries, &text, (Dialect::Json, Dialect::Json)).map(json);
            }
            "create" => {
                let (decision, account) = bursar.create_text(&text, Dialect::Json)?;
                self.account = Some(account);
                return Ok(self.decided(json(decision)));
            }
            "open" => {
                self.account = Some(bursar.read_account(&text, Dialect::Json)?);
                return Ok(json!({}));
            }
            _ => {}
        }
        let account = self.account.as_mut().expect("an account is created or opened first");
        let part = |field: &str| asked[field].to_string();
        match verb {
            "apply" => {
                let decision = bursar.apply_text(account, &text, Dialect::Json)?;
                return Ok(self.decided(json(decision)));
            }
            "preview" => bursar.preview_text(account, &text, Dialect::Json),
            "validateTransfer" => bursar.validate_transfer_text(account, &text, Dialect::Json),
            "balance" => bursar.balance_text(account, &text, Dialect::Json),
            "order" => bursar.order_text(account, &text, Dialect::Json),
            "limits" => bursar.limits_text(account, &text, Dialect::Json),
            "view" => bursar.view_text(account, &text, Dialect::Json),
            "affordable" => {
                let (request, input, view) = (part("request"), part("input"), part("view"));
                bursar.affordable_text(account, &request, &input, &view, Dialect::Json)
            }
            "may" => bursar
                .may_text(account, &part("asker"), &part("capability"), Dialect::Json)
                .map(|may| may.to_string()),
            "account" => Ok(account.to_text()),
            _ => panic!("nobody knows the verb `{verb}`"),
        }
        .map(json)
    }

    /// A decision with the account beside it, as JavaScript gets it, its entries kept for `usage`.
    fn decided(&mut self, mut decision: Value) -> Value {
        if decision["ok"] == true {
            self.entries.extend(decision["entries"].as_array().into_iter().flatten().cloned());
            decision["account"] = json(self.account.as_ref().map(Account::to_text).unwrap());
        }
        decision
    }
}

fn digest(bursar: Result<Bursar, Mistake>) -> Result<Value, Mistake> {
    bursar.map(|bursar| json!({ "digest": bursar.digest() }))
}

fn json(text: impl AsRef<str>) -> Value {
    serde_json::from_str(text.as_ref()).expect("an answer is JSON")
}

/// An answer or a mistake as a line of the transcript, its keys in order.
fn line(answer: &Result<Value, Mistake>) -> Value {
    in_order(&match answer {
        Ok(Value::Array(items)) => items.iter().map(printed).collect(),
        Ok(answer) => answer.clone(),
        Err(mistake) => json!({ "thrown": doors::thrown(mistake) }),
    })
}

/// The costs of a grid are floats: 5 is to be written as JavaScript writes it, and not as 5.0.
fn printed(item: &Value) -> Value {
    match item {
        Value::Number(cost) if cost.is_f64() => json(cost.as_f64().unwrap().to_string()),
        item => item.clone(),
    }
}

/// Holds an answer against what the step expects, or a mistake against what it says is thrown.
fn judge(verb: &str, step: &Value, answer: Result<Value, Mistake>) -> Result<(), String> {
    let told = match (answer, step.get("throws")) {
        (Ok(found), None) => differences(&expected(verb, step)?, &found),
        (Err(mistake), None) => return Err(format!("expected an answer, found a mistake: {mistake}")),
        (Ok(found), Some(throws)) => return Err(format!("expected the mistake {throws}, found {found}")),
        (Err(mistake), Some(throws)) => differences_of_mistakes(throws, &doors::thrown(&mistake)),
    };
    if told.is_empty() { Ok(()) } else { Err(told.join("\n    ")) }
}

/// What must come of a step that throws nothing.
fn expected(verb: &str, step: &Value) -> Result<Value, String> {
    match (verb, step.get("is"), step.get("digest")) {
        ("account", None, None) => Ok(step["account"].clone()),
        ("open", None, None) => Ok(json!({})),
        (_, Some(is), None) => Ok(is.clone()),
        (_, None, Some(digest)) => Ok(json!({ "digest": digest })),
        _ => Err("it expects one of `is`, `digest` and `throws`".to_owned()),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("a folder of scenarios") {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() {
            found.extend(files(&path));
        } else if name.ends_with(".json") && !name.ends_with(".schema.json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
