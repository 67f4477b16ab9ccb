//! Reading JSON so that every fault is told with its place, and writing it in its canonical form.
//!
//! - [`text`] makes a [`Tree`] of a text, keeping numbers as they were written,
//! - [`place`] is how the readers of rules, accounts and commands walk that tree,
//! - [`canonical`] writes a tree as RFC 8785 says.

pub(crate) mod canonical;
pub(crate) mod place;
pub(crate) mod text;
mod tree;

pub(crate) use place::{Faults, Fields, Place};
pub use text::Dialect;
pub(crate) use tree::{Number, Tree, on_one_line, quoted, told};

use serde::Serialize;

/// An answer as JSON text.
pub(crate) fn write(answer: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Plain);
    // Answers are made of texts, numbers and lists with text keys: writing them cannot fail.
    let _ = answer.serialize(&mut serializer);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Compact, with the few numbers that are no whole ones printed by the standard library, which is
/// there anyway for reading them.
struct Plain;

impl serde_json::ser::Formatter for Plain {
    fn write_f64<W: ?Sized + std::io::Write>(&mut self, writer: &mut W, value: f64) -> std::io::Result<()> {
        write!(writer, "{value}")
    }
}
