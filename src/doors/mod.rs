//! Thin doors to the same room: typed Rust, and JSON text.

mod accepted;
mod carry;
mod changes;
mod decisions;
mod many;
mod numbers;
mod slots;
mod text;
mod texts;

pub use accepted::Told;
pub use carry::Carry;
pub use numbers::Offer;
pub use text::to_json;
