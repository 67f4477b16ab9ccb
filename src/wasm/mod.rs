//! The door to JavaScript, and the only place that knows of it: conversions, no rules.
//!
//! Texts cross through a [`mailbox`] in this module's memory, as JSON; `pkg/src` is the other side
//! of it. Compiled rules stay here and are known by a number, [`held`]. A mistake is [`thrown`] as
//! an object, of which the other side makes a `BursarError`.
//!
//! Nothing in here is called by anyone but `pkg/src`; what users see is `pkg/bursar.d.ts`.

#![expect(clippy::must_use_candidate, reason = "these are called from JavaScript")]

mod held;
mod mailbox;
mod new_id;
mod thrown;

use wasm_bindgen::prelude::*;

use crate::{Bursar, Dialect, Mistake, MistakeCode};
use thrown::Thrown;

pub use mailbox::{outbox, reserve};
pub use new_id::new_id;

/// Compiles the rules that lie in the mailbox: the number by which they are known from here on.
/// Their digest, 64 characters, is left in the outbox.
///
/// `written_from_object` says that JavaScript wrote the text from an object, and no user did.
#[wasm_bindgen]
pub fn compile(rules: usize, written_from_object: bool) -> Result<u32, Thrown> {
    let dialect = if written_from_object { Dialect::Object } else { Dialect::Json };
    let bursar =
        mailbox::read([Some(rules)], |[rules]| Bursar::from_text(rules.unwrap_or_default(), dialect))??;
    mailbox::answer(bursar.digest().to_owned());
    Ok(held::hold(bursar))
}

/// Lets rules go. Rules that are not there are let go already.
#[wasm_bindgen]
pub fn release(handle: u32) {
    held::release(handle);
}

/// What a request costs, left in the outbox as JSON: how long it is.
#[wasm_bindgen]
pub fn estimate(handle: u32, request: usize, payer: Option<usize>) -> Result<usize, Thrown> {
    let bursar = held::get(handle)?;
    let answer = mailbox::read([Some(request), payer], |[request, payer]| {
        bursar.estimate_text(request.unwrap_or_default(), payer, Dialect::Object)
    })??;
    Ok(mailbox::answer(answer))
}

/// The cost of every combination.
#[wasm_bindgen]
pub fn grid(handle: u32, request: usize, vary: usize, payer: Option<usize>) -> Result<Vec<f64>, Thrown> {
    let bursar = held::get(handle)?;
    Ok(mailbox::read([Some(request), Some(vary), payer], |[request, vary, payer]| {
        bursar.grid_text(request.unwrap_or_default(), vary.unwrap_or_default(), payer, Dialect::Object)
    })??)
}

/// The table of rates, left in the outbox as JSON: how long it is.
#[wasm_bindgen]
pub fn rates(handle: u32, payer: Option<usize>) -> Result<usize, Thrown> {
    let bursar = held::get(handle)?;
    let answer = mailbox::read([payer], |[payer]| bursar.rates_text(payer, Dialect::Object))??;
    Ok(mailbox::answer(answer))
}

/// What is thrown for a text that is too long to be handed over at all.
#[wasm_bindgen]
pub fn too_large() -> JsValue {
    let message = "expected at most 32 MiB of JSON text, found more";
    Thrown::from(Mistake::one(MistakeCode::TooLarge, "", message)).into()
}
