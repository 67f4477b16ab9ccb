//! Thin doors to the same room: typed Rust, and JSON text.

mod many;
mod numbers;
mod text;

pub use numbers::Offer;
pub use text::to_json;
