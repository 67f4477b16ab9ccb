//! Fresh ids for commands.

use wasm_bindgen::prelude::*;

use crate::float::to_u64;

/// A UUID of version 7: the milliseconds of the clock, then 74 random bits, so that ids sort by
/// the time at which they were made. None, where the host has no `crypto.getRandomValues`.
#[wasm_bindgen]
pub fn new_id() -> Option<String> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).ok()?;
    Some(uuid(to_u64(js_sys::Date::now()), u128::from_le_bytes(random)))
}

/// RFC 9562, section 5.7.
fn uuid(ms: u64, random: u128) -> String {
    const VERSION: u128 = 7 << 76;
    const VARIANT: u128 = 0b10 << 62;
    const TIME: u128 = ((1 << 48) - 1) << 80;
    const FIXED: u128 = TIME | 0xf << 76 | 0b11 << 62;
    let bits = (u128::from(ms) << 80 & TIME) | (random & !FIXED) | VERSION | VARIANT;
    let mut text = format!("{bits:032x}");
    for place in [20, 16, 12, 8] {
        text.insert(place, '-');
    }
    text
}
