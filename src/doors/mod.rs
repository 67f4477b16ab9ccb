//! Thin doors to the same room: typed Rust, and JSON text.

mod decisions;
mod many;
mod numbers;
mod slots;
mod text;

pub use decisions::{Carry, Told};
pub use numbers::Offer;
pub use text::to_json;
