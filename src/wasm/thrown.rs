//! A [`Mistake`] on its way to JavaScript, where a `BursarError` is made of it.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::{Issue, Mistake, MistakeCode};

/// What a function throws: `{ code, message, path, issues }`, or `undefined` for what cannot be.
pub struct Thrown(Option<Mistake>);

#[derive(Serialize)]
struct Fields<'a> {
    code: MistakeCode,
    message: String,
    path: &'a str,
    issues: &'a [Issue],
}

impl Thrown {
    /// What only a broken instance can come to: a number that was never given, bytes that are no
    /// text. The other side takes it for a trap.
    pub(super) const fn internal() -> Self {
        Self(None)
    }
}

impl From<Mistake> for Thrown {
    fn from(mistake: Mistake) -> Self {
        Self(Some(mistake))
    }
}

impl From<Thrown> for JsValue {
    fn from(Thrown(mistake): Thrown) -> Self {
        let Some(Mistake { code, path, issues }) = &mistake else { return Self::UNDEFINED };
        let message = mistake.as_ref().map(ToString::to_string).unwrap_or_default();
        let fields = Fields { code: *code, message, path, issues };
        fields.serialize(&Serializer::json_compatible()).unwrap_or_default()
    }
}
