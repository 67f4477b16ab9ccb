//! Thin doors to the same room: typed Rust, and JSON text.

mod many;
mod text;

pub use text::to_json;
