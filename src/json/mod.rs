//! Reading JSON so that every fault is told with its place, and writing it in its canonical form.
//!
//! - [`text`] makes a [`Tree`] of a text, keeping numbers as they were written,
//! - [`place`] is how the readers of rules, accounts and commands walk that tree,
//! - [`canonical`] writes a tree as RFC 8785 says,
//! - [`writer`] writes answers and accounts.

pub(crate) mod canonical;
mod double;
pub(crate) mod place;
pub(crate) mod text;
mod tree;
mod writer;

pub(crate) use place::{Faults, Fields, Place};
pub use text::Dialect;
pub(crate) use tree::{Number, Tree, on_one_line, quoted, told};
pub(crate) use writer::{ANSWER_BYTES, NUMBER, append, write, write_dense, write_sized};

use serde::{Serialize, Serializer};

/// The `ok: true` by which an answer is told from a refusal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Yes;

impl Serialize for Yes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}
