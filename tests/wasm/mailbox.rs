//! Texts in and out through the memory.

use bursar::wasm;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::door::{
    FILMS, TEN_SECONDS, compile, cost_of_ten_seconds, estimate, grid, post, post_bytes, rates,
};

#[wasm_bindgen_test]
fn texts_lie_one_behind_the_other() {
    let films = compile(FILMS).unwrap();
    let payer = r#"{"product":"app"}"#;
    assert_eq!(
        estimate(films, TEN_SECONDS, Some(payer)).unwrap(),
        estimate(films, TEN_SECONDS, None).unwrap()
    );
    let costs = grid(films, r#"{"model":"film"}"#, r#"[["seconds",[10,5,7]]]"#, Some(payer)).unwrap();
    assert_eq!(costs[..2], [30.0, 15.0]);
    assert!(costs[2].is_nan());
    let table = rates(films, None).unwrap();
    assert!(table.starts_with(r#"[{"model":"film","#), "{table}");
    assert_eq!(rates(films, Some(payer)).unwrap(), table);
    wasm::release(films);
}

#[wasm_bindgen_test]
fn more_room_keeps_what_was_written() {
    let rules = FILMS;
    let whole = format!("{rules}{}", " ".repeat(200_000));
    post(&[rules]);
    wasm::reserve(100_000);
    let handle = wasm::compile(rules.len(), false).map_err(JsValue::from).unwrap();
    let padded = compile(&whole).unwrap();
    assert_eq!(cost_of_ten_seconds(handle), cost_of_ten_seconds(padded));
    wasm::release(handle);
    wasm::release(padded);
}

#[wasm_bindgen_test]
fn a_small_text_after_a_large_one_gives_the_room_back() {
    wasm::reserve(8 * 1024 * 1024);
    let films = compile(FILMS).unwrap();
    assert_eq!(cost_of_ten_seconds(films), 30);
    wasm::release(films);
}

#[wasm_bindgen_test]
fn the_memory_stays_where_it_was() {
    let films = compile(FILMS).unwrap();
    let once = || {
        assert_eq!(cost_of_ten_seconds(films), 30);
        assert!(estimate(films, "{", None).is_err());
        wasm::release(compile(FILMS).unwrap());
    };
    (0..100).for_each(|_| once());
    let before = pages();
    (0..2_000).for_each(|_| once());
    assert_eq!(pages(), before);
    wasm::release(films);
}

fn pages() -> usize {
    core::arch::wasm32::memory_size(0)
}

#[wasm_bindgen_test]
fn bytes_that_are_no_text_or_not_there_throw_undefined() {
    post_bytes(&[0xff; 16]);
    assert!(JsValue::from(wasm::compile(16, false).err().unwrap()).is_undefined());
    assert!(JsValue::from(wasm::compile(usize::MAX, false).err().unwrap()).is_undefined());
}

#[wasm_bindgen_test]
fn an_empty_text_is_a_text() {
    assert!(compile("").unwrap_err().is_object());
}
