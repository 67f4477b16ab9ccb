//! Runs every scenario of `tests/scenarios`: rules, and steps of which each must answer as it says.
//!
//! `scenario.schema.json` beside the scenarios describes their format; JavaScript runs the same
//! files. What a step expects is held against the answer as [`differences`] says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails says so by panicking"
)]

mod common;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use bursar::{Bursar, Dialect, Mistake};
use common::doors;
use serde_json::{Value, json};

#[test]
fn every_scenario_comes_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut told = Told::default();
    for file in files(&root.join("tests/scenarios")) {
        let name = file.strip_prefix(root).unwrap().display().to_string();
        let content: Value = read(&file);
        for scenario in content["scenarios"].as_array().expect("a list of scenarios") {
            told.run(root, &name, scenario);
        }
    }
    println!("{told}");
    assert!(told.true_ones > 0, "no scenario was run");
    assert!(told.failures.is_empty(), "{told}");
}

/// What came of the scenarios.
#[derive(Default)]
struct Told {
    true_ones: usize,
    waiting: usize,
    failures: Vec<String>,
}

impl Told {
    fn run(&mut self, root: &Path, file: &str, scenario: &Value) {
        let title = scenario["title"].as_str().unwrap_or("(without a title)");
        match play(root, scenario) {
            Ok(Played::Whole) => self.true_ones += 1,
            Ok(Played::Waits) => self.waiting += 1,
            Err(why) => self.failures.push(format!("{file}: {title}\n    {why}")),
        }
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} scenarios came true, {} failed", self.true_ones, self.failures.len())?;
        if self.waiting > 0 {
            write!(f, ", {} wait for verbs that do not run yet", self.waiting)?;
        }
        self.failures.iter().try_for_each(|failure| write!(f, "\n\n{failure}"))
    }
}

/// How far a scenario could be played.
enum Played {
    Whole,
    /// It needs a verb that does not run yet.
    Waits,
}

/// Plays a scenario's steps one after another, up to the first that does not come true.
fn play(root: &Path, scenario: &Value) -> Result<Played, String> {
    only_known(scenario, &["title", "covers", "rules", "rulebook"])?;
    let mut stage = Stage::set(root, scenario)?;
    let steps = scenario["steps"].as_array().filter(|steps| !steps.is_empty()).ok_or("it has no steps")?;
    for (place, step) in steps.iter().enumerate() {
        let verb = verb(step)?;
        let at = format!("step {} ({verb})", place + 1);
        let Some(answer) = stage.answer(verb, step) else {
            return Ok(Played::Waits);
        };
        judge(verb, step, answer).map_err(|why| format!("{at}: {why}"))?;
    }
    Ok(Played::Whole)
}

/// The fields of a scenario or a step beside which nothing may stand: a misspelt one checks nothing.
fn only_known(scenario: &Value, fields: &[&str]) -> Result<(), String> {
    let keys = scenario.as_object().ok_or("it is no object")?.keys();
    match keys.map(String::as_str).find(|key| !fields.contains(key) && *key != "steps") {
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
struct Stage {
    /// The rules that the scenario brings; without any, its steps compile their own.
    bursar: Option<Bursar>,
}

impl Stage {
    fn set(root: &Path, scenario: &Value) -> Result<Self, String> {
        let rules = match (&scenario["rules"], &scenario["rulebook"]) {
            (Value::Null, Value::Null) => return Ok(Self { bursar: None }),
            (rules, Value::Null) => rules.clone(),
            (_, name) => {
                let name = name.as_str().ok_or("`rulebook` is no name")?;
                read(&root.join(format!("pkg/rules/{name}.json")))
            }
        };
        let bursar = doors::compile(&rules).map_err(|mistake| format!("its rules: {mistake}"))?;
        Ok(Self { bursar: Some(bursar) })
    }

    /// What the engine answers to a step; nothing where its verb does not run yet.
    fn answer(&mut self, verb: &str, step: &Value) -> Option<Result<Value, Mistake>> {
        let asked = &step[verb];
        if step["payer"]["account"].is_string() || step["payer"]["account"].is_object() {
            // As soon as there are accounts, they pay.
            return None;
        }
        let answer = match verb {
            "compile" => digest(doors::compile(asked)),
            "compileText" => digest(Bursar::from_text(asked.as_str()?, Dialect::Json)),
            "estimate" => doors::estimate(self.bursar(), asked, &step["payer"]),
            "grid" => doors::grid(self.bursar(), asked, &step["vary"], &step["payer"]),
            "rates" => doors::rates(self.bursar(), asked),
            // Each verb of accounts becomes an arm here.
            "create" | "apply" | "preview" | "balance" | "order" | "affordable" | "limits" | "may"
            | "view" | "usage" | "validateTransfer" => return None,
            _ => panic!("nobody knows the verb `{verb}`"),
        };
        Some(answer)
    }

    fn bursar(&self) -> &Bursar {
        self.bursar.as_ref().expect("a scenario that asks something has rules")
    }
}

fn digest(bursar: Result<Bursar, Mistake>) -> Result<Value, Mistake> {
    bursar.map(|bursar| json!({ "digest": bursar.digest() }))
}

/// Holds an answer against what the step expects, or a mistake against what it says is thrown.
fn judge(verb: &str, step: &Value, answer: Result<Value, Mistake>) -> Result<(), String> {
    let mut told = String::new();
    match (answer, step.get("throws")) {
        (Ok(found), None) => differences(&expected(verb, step)?, &found, "", &mut told),
        (Err(mistake), None) => return Err(format!("expected an answer, found a mistake: {mistake}")),
        (Ok(found), Some(throws)) => return Err(format!("expected the mistake {throws}, found {found}")),
        (Err(mistake), Some(throws)) => {
            let mut throws = throws.clone();
            throws.get_mut("paths").map(sort);
            let mut found = doors::thrown(&mistake);
            found["paths"] = mistake.issues.iter().map(|issue| issue.path.as_str()).collect();
            sort(&mut found["paths"]);
            differences(&throws, &found, "", &mut told);
        }
    }
    if told.is_empty() { Ok(()) } else { Err(told.trim_start().to_owned()) }
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

/// Faults are told in any order, and so are their places expected.
fn sort(paths: &mut Value) {
    if let Some(paths) = paths.as_array_mut() {
        paths.sort_by_key(Value::to_string);
    }
}

/// Tells where an answer is not as expected: of an object what is expected must be there, of a
/// list every item and no more; `null` stands for what must not be there, in a list for NaN.
fn differences(expected: &Value, found: &Value, path: &str, told: &mut String) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let found = found.get(key).unwrap_or(&Value::Null);
                differences(expected, found, &format!("{path}/{key}"), told);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
                differences(expected, found, &format!("{path}/{place}"), told);
            }
        }
        (Value::Number(expected), Value::Number(found)) if expected.as_f64() == found.as_f64() => {}
        _ if expected == found => {}
        _ => {
            let place = if path.is_empty() { "" } else { " at " };
            write!(told, "\n    expected{place}{path} {expected}, found {found}").unwrap();
        }
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
