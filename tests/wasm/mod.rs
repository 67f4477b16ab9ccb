//! The boundary as JavaScript sees it, from inside the module. `pkg/src` is the other side, and
//! `tests/js` tests both together; here each exported function stands alone.
//!
//! The same tests run in every host: `tests/wasm_node.rs` and `tests/wasm_browser.rs` are the hosts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test that fails says so by panicking"
)]

mod door;
mod handles;
mod mailbox;
mod mistakes;
mod new_id;
mod scenarios;
