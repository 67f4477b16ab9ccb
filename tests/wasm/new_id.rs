//! Fresh ids.

use std::collections::BTreeSet;

use bursar::wasm;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn an_id_is_a_uuid_of_version_7() {
    for _ in 0..100 {
        let id = wasm::new_id().unwrap();
        let parts: Vec<_> = id.split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
        assert!(parts.concat().bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
        assert!(parts[2].starts_with('7'), "{id}");
        assert!(parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
    }
}

#[wasm_bindgen_test]
fn an_id_begins_with_the_time() {
    let before = now();
    let id = wasm::new_id().unwrap().replace('-', "");
    let after = now();
    let ms = u64::from_str_radix(&id[..12], 16).unwrap();
    assert!((before..=after).contains(&ms), "{before} {ms} {after}");
}

/// The clock, read as text: it is a whole number, but a float by type.
fn now() -> u64 {
    js_sys::Date::now().to_string().parse().unwrap()
}

#[wasm_bindgen_test]
fn no_two_ids_are_the_same() {
    let ids: BTreeSet<_> = (0..1_000).filter_map(|_| wasm::new_id()).collect();
    assert_eq!(ids.len(), 1_000);
}
