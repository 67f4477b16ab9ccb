//! What `pkg/src/engine.ts` does, in Rust: texts go into the inbox and answers come out of the
//! outbox by views of the memory.

use bursar::wasm;
use js_sys::{Reflect, Uint8Array};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// A view of so many bytes of this module's memory.
fn view(address: usize, bytes: usize) -> Uint8Array {
    let memory = wasm_bindgen::memory().unchecked_into::<js_sys::WebAssembly::Memory>();
    let (address, bytes) = (u32::try_from(address).unwrap(), u32::try_from(bytes).unwrap());
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), address, bytes)
}

/// Puts texts into the inbox, one behind the other.
pub(crate) fn post(texts: &[&str]) {
    let whole = texts.concat();
    view(wasm::reserve(whole.len()), whole.len()).copy_from(whole.as_bytes());
}

/// Puts bytes into the inbox that need not be text.
pub(crate) fn post_bytes(bytes: &[u8]) {
    view(wasm::reserve(bytes.len()), bytes.len()).copy_from(bytes);
}

/// The text of so many bytes that lies in the outbox.
pub(crate) fn take(bytes: usize) -> String {
    String::from_utf8(view(wasm::outbox(), bytes).to_vec()).expect("an answer is text")
}

/// What was thrown, as JSON.
pub(crate) fn thrown(thrown: impl Into<JsValue>) -> Value {
    let text = js_sys::JSON::stringify(&thrown.into()).expect("it can be written as JSON");
    text.as_string().map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
}

/// A field of a JavaScript object.
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

/// Compiles rules that a user wrote as text.
pub(crate) fn compile(rules: &str) -> Result<u32, JsValue> {
    post(&[rules]);
    wasm::compile(rules.len(), false).map_err(JsValue::from)
}

pub(crate) fn estimate(handle: u32, request: &str, payer: Option<&str>) -> Result<String, JsValue> {
    post(&[request, payer.unwrap_or_default()]);
    Ok(take(wasm::estimate(handle, request.len(), payer.map(str::len))?))
}

pub(crate) fn grid(handle: u32, request: &str, vary: &str, payer: Option<&str>) -> Result<Vec<f64>, JsValue> {
    post(&[request, vary, payer.unwrap_or_default()]);
    Ok(wasm::grid(handle, request.len(), vary.len(), payer.map(str::len))?)
}

pub(crate) fn rates(handle: u32, payer: Option<&str>) -> Result<String, JsValue> {
    post(&[payer.unwrap_or_default()]);
    Ok(take(wasm::rates(handle, payer.map(str::len))?))
}

/// Asks an account that is held for something that takes one text.
pub(crate) fn ask<T: Into<JsValue>>(
    question: impl FnOnce(u32, usize) -> Result<usize, T>,
    ledger: u32,
    text: &str,
) -> Result<String, JsValue> {
    post(&[text]);
    Ok(take(question(ledger, text.len()).map_err(Into::into)?))
}

/// Rules with one model, at 3 a second.
pub(crate) const FILMS: &str = r#"{
    "schema": 1, "name": "Films", "sources": [],
    "models": { "film": {
        "inputs": { "seconds": { "type": "number", "of": [5, 10] } },
        "price": [{ "label": "Film", "rate": 3, "times": ["seconds"] }]
    } }
}"#;

pub(crate) const TEN_SECONDS: &str = r#"{"model":"film","inputs":{"seconds":10}}"#;

/// What ten seconds of film cost.
pub(crate) fn cost_of_ten_seconds(handle: u32) -> u64 {
    let estimate: Value = serde_json::from_str(&estimate(handle, TEN_SECONDS, None).unwrap()).unwrap();
    estimate["cost"].as_u64().unwrap()
}
