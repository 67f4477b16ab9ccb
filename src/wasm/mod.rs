//! The door to JavaScript, and the only place that knows of it: conversions, no rules.
//!
//! Texts cross through a [`mailbox`] in this module's memory, as JSON, what is asked most through
//! [`numbers`] beside it; `pkg/src` is the other side
//! of it. What stays here, compiled [`rules`] and accounts that are held as [`ledger`]s, is known by
//! a number. A mistake is [`thrown`] as an object, of which the other side makes a `BursarError`.
//!
//! Nothing in here is called by anyone but `pkg/src`; what users see is `pkg/bursar.d.ts`.

#![expect(clippy::must_use_candidate, reason = "these are called from JavaScript")]

mod held;
mod ledger;
mod mailbox;
mod new_id;
mod numbers;
mod rules;
mod thrown;

use wasm_bindgen::prelude::*;

use crate::{Dialect, Mistake, MistakeCode};
use thrown::Thrown;

pub use ledger::{
    affordable, apply_with_changes, balance, create, estimate_for, limits, may, open, order, preview,
    preview_many, text, validate_transfer, view,
};
pub use mailbox::{answered, outbox, reserve};
pub use new_id::new_id;
pub use numbers::{costs, decide, label, names, numbers, price, price_for, rights, shape};
pub use rules::{apply_to, compile, estimate, grid, rates, usage};

/// Smaller than the standard library's, and faster: see CONTRIBUTING.md.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Lets rules or an account go. What is not there is let go already.
#[wasm_bindgen]
pub fn release(handle: u32) {
    held::release(handle);
}

/// What is thrown for a text that is too long to be handed over at all.
#[wasm_bindgen]
pub fn too_large() -> JsValue {
    let message = "expected at most 32 MiB of JSON text, found more";
    Thrown::from(Mistake::one(MistakeCode::TooLarge, "", message)).into()
}

/// How a text is to be read, that a user wrote, or that `pkg/src` wrote from an object.
const fn dialect(written_from_object: bool) -> Dialect {
    if written_from_object { Dialect::Object } else { Dialect::Json }
}
