//! The text doors of the engine, with JSON values on both sides.

use bursar::{Bursar, Dialect, Mistake};
use serde_json::Value;

/// Rules that must be right.
#[track_caller]
pub(crate) fn compiled(rules: &Value) -> Bursar {
    match compile(rules) {
        Ok(bursar) => bursar,
        Err(mistake) => panic!("these rules should be right: {mistake}\n{rules:#}"),
    }
}

pub(crate) fn compile(rules: &Value) -> Result<Bursar, Mistake> {
    Bursar::from_text(&rules.to_string(), Dialect::Json)
}

/// What a request costs; a payer of `null` is none.
pub(crate) fn estimate(bursar: &Bursar, request: &Value, payer: &Value) -> Result<Value, Mistake> {
    bursar.estimate_text(&request.to_string(), text_of(payer).as_deref(), Dialect::Json).map(read)
}

/// The costs of all combinations, `null` where there is none, as JavaScript writes NaN.
pub(crate) fn grid(bursar: &Bursar, request: &Value, vary: &Value, payer: &Value) -> Result<Value, Mistake> {
    let payer = text_of(payer);
    bursar
        .grid_text(&request.to_string(), &vary.to_string(), payer.as_deref(), Dialect::Json)
        .map(|costs| costs.into_iter().map(Value::from).collect())
}

pub(crate) fn rates(bursar: &Bursar, payer: &Value) -> Result<Value, Mistake> {
    bursar.rates_text(text_of(payer).as_deref(), Dialect::Json).map(read)
}

/// What JavaScript would find on the error that is thrown.
pub(crate) fn thrown(mistake: &Mistake) -> Value {
    let mut thrown = serde_json::to_value(mistake).unwrap();
    thrown["message"] = mistake.to_string().into();
    thrown
}

fn text_of(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.to_string())
}

fn read(answer: impl AsRef<str>) -> Value {
    serde_json::from_str(answer.as_ref()).expect("an answer is JSON")
}
