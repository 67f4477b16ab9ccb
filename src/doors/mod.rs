//! Thin doors to the same room: typed Rust, and JSON text.

mod many;
mod text;

use serde::Serialize;

/// An answer with the `ok: true` that tells it from a refusal.
#[derive(Serialize)]
pub(crate) struct Ok<T> {
    ok: bool,
    #[serde(flatten)]
    answer: T,
}

impl<T> Ok<T> {
    pub(crate) const fn new(answer: T) -> Self {
        Self { ok: true, answer }
    }
}
