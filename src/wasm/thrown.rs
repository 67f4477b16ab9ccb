//! A [`Mistake`] on its way to JavaScript, where a `BursarError` is made of it.

use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::JsValue;

use crate::{Issue, Mistake};

/// What a function throws: `{ code, message, path, issues }`, or `undefined` for what cannot be.
pub struct Thrown(Option<Mistake>);

/// `{ code, message, path, issues }` of a [`Mistake`]. Maps and no structs: for the names of a struct's
/// fields serde-wasm-bindgen keeps a table, which takes more code than all else of it.
struct Fields<'a>(&'a Mistake);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(mistake) = self;
        let issues: Vec<_> = mistake.issues.iter().map(Fault).collect();
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("code", mistake.code.word())?;
        map.serialize_entry("message", &mistake.to_string())?;
        map.serialize_entry("path", &mistake.path)?;
        map.serialize_entry("issues", &issues)?;
        map.end()
    }
}

struct Fault<'a>(&'a Issue);

impl Serialize for Fault<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(Issue { path, message }) = self;
        serializer.collect_map([("path", path), ("message", message)])
    }
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
        let Some(mistake) = &mistake else { return Self::UNDEFINED };
        Fields(mistake).serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
    }
}
