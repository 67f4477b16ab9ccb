//! The boundary in Node: `wasm-pack test --node`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/mod.rs"]
mod wasm;
