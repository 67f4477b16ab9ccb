//! The same question and the same answer, over each way there is between
//! JavaScript and a wasm module. The work in the middle is next to nothing, so
//! that what is measured is the crossing.

use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    model: String,
    #[serde(default)]
    inputs: BTreeMap<String, Value>,
}

#[derive(Deserialize, Serialize, Clone)]
#[serde(untagged)]
enum Value {
    Flag(bool),
    Number(f64),
    Text(String),
}

#[derive(Serialize)]
struct Estimate {
    ok: bool,
    model: String,
    cost: u32,
    exact: String,
    ceiling: bool,
    inputs: BTreeMap<String, Value>,
    lines: Vec<Line>,
    digest: &'static str,
}

#[derive(Serialize)]
struct Line {
    label: String,
    rate: String,
    units: String,
    credits: String,
}

fn answer(request: Request) -> Estimate {
    let lines = (0..2)
        .map(|_| Line {
            label: "video".into(),
            rate: "12".into(),
            units: "8".into(),
            credits: "96".into(),
        })
        .collect();
    Estimate {
        ok: true,
        cost: 96,
        exact: "96".into(),
        ceiling: false,
        model: request.model,
        inputs: request.inputs,
        lines,
        digest: "6d1f3c0ab6a94cf8a1c2bb7e4d5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071",
    }
}

/// serde-wasm-bindgen, both ways: field by field, each a call to JavaScript.
#[wasm_bindgen]
pub fn by_value(request: JsValue) -> Result<JsValue, JsValue> {
    let request = serde_wasm_bindgen::from_value(request)?;
    let out = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(answer(request).serialize(&out)?)
}

/// JSON text over the strings that wasm-bindgen makes by itself.
#[wasm_bindgen]
pub fn by_string(request: &str) -> Result<String, JsValue> {
    let request = serde_json::from_str(request).map_err(|error| error.to_string())?;
    serde_json::to_string(&answer(request)).map_err(|error| error.to_string().into())
}

thread_local! {
    static INBOX: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTBOX: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for so many bytes, which JavaScript fills.
#[wasm_bindgen]
pub fn reserve(len: usize) -> usize {
    INBOX.with_borrow_mut(|inbox| {
        if inbox.len() < len {
            inbox.resize(len, 0);
        }
        inbox.as_ptr().addr()
    })
}

#[wasm_bindgen]
pub fn outbox() -> usize {
    OUTBOX.with_borrow(|outbox| outbox.as_ptr().addr())
}

/// JSON text over the mailbox.
#[wasm_bindgen]
pub fn by_mailbox(len: usize) -> Result<usize, JsValue> {
    let estimate = INBOX.with_borrow(|inbox| {
        let text = str::from_utf8(&inbox[..len]).map_err(|error| error.to_string())?;
        let request = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Ok::<_, JsValue>(answer(request))
    })?;
    OUTBOX.with_borrow_mut(|outbox| {
        *outbox = serde_json::to_vec(&estimate).map_err(|error| error.to_string())?;
        Ok(outbox.len())
    })
}

/// Text in over the mailbox, an object out by serde-wasm-bindgen.
#[wasm_bindgen]
pub fn by_both(len: usize) -> Result<JsValue, JsValue> {
    let estimate = INBOX.with_borrow(|inbox| {
        let text = str::from_utf8(&inbox[..len]).map_err(|error| error.to_string())?;
        let request = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Ok::<_, JsValue>(answer(request))
    })?;
    let out = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(estimate.serialize(&out)?)
}

/// A call, and no more.
#[wasm_bindgen]
pub fn by_numbers(model: u32, seconds: f64, handle: u32) -> f64 {
    f64::from(model) + seconds + f64::from(handle)
}

fn table(len: usize) -> Vec<f64> {
    (0..len).map(|index| index as f64).collect()
}

/// Numbers as wasm-bindgen hands over a `Vec`.
#[wasm_bindgen]
pub fn numbers_by_vec(len: usize) -> Vec<f64> {
    table(len)
}

/// Numbers as JSON text.
#[wasm_bindgen]
pub fn numbers_by_text(len: usize) -> usize {
    OUTBOX.with_borrow_mut(|outbox| {
        *outbox = serde_json::to_vec(&table(len)).unwrap_or_default();
        outbox.len()
    })
}

thread_local! {
    static NUMBERS: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

/// Numbers where they lie, for JavaScript to copy from.
#[wasm_bindgen]
pub fn numbers_by_view(len: usize) -> usize {
    NUMBERS.with_borrow_mut(|numbers| {
        *numbers = table(len);
        numbers.as_ptr().addr()
    })
}
