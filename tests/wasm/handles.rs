//! Rules by their number.

use bursar::wasm;
use wasm_bindgen_test::wasm_bindgen_test;

use super::door::{FILMS, compile, cost_of_ten_seconds, estimate, grid, rates, take};

#[wasm_bindgen_test]
fn rules_are_known_by_their_number() {
    let films = compile(FILMS).unwrap();
    let dearer = compile(&FILMS.replace(r#""rate": 3"#, r#""rate": 4"#)).unwrap();
    assert_ne!(films, dearer);
    assert_eq!(cost_of_ten_seconds(films), 30);
    assert_eq!(cost_of_ten_seconds(dearer), 40);
    wasm::release(films);
    wasm::release(dearer);
}

#[wasm_bindgen_test]
fn compiling_leaves_the_digest_in_the_outbox() {
    let films = compile(FILMS).unwrap();
    let digest = take(64);
    assert!(digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
    let same = compile(&format!("\n{FILMS} ")).unwrap();
    assert_eq!(take(64), digest);
    wasm::release(films);
    wasm::release(same);
}

#[wasm_bindgen_test]
fn released_twice_is_fine_and_a_number_is_never_given_again() {
    let films = compile(FILMS).unwrap();
    wasm::release(films);
    wasm::release(films);
    wasm::release(u32::MAX);
    let again = compile(FILMS).unwrap();
    assert_ne!(films, again);
    assert_eq!(cost_of_ten_seconds(again), 30);
    wasm::release(again);
}

#[wasm_bindgen_test]
fn a_number_that_leads_nowhere_throws_undefined() {
    let gone = compile(FILMS).unwrap();
    wasm::release(gone);
    assert!(estimate(gone, "{}", None).unwrap_err().is_undefined());
    assert!(grid(gone, "{}", "[]", None).unwrap_err().is_undefined());
    assert!(rates(gone, None).unwrap_err().is_undefined());
}
