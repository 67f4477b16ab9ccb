//! The boundary in a browser: `wasm-pack test --headless`, with `--chrome`, `--firefox` or `--safari`.
#![cfg(target_arch = "wasm32")]

#[path = "wasm/mod.rs"]
mod wasm;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
