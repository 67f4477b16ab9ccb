//! What is thrown: an object from which a `BursarError` is made.

use bursar::wasm;
use js_sys::{Array, Object};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::door::{FILMS, compile, estimate, field, post, thrown};

#[wasm_bindgen_test]
fn a_mistake_is_an_object_of_four_fields() {
    let error = compile(r#"{"schema":1,"name":"Films","sources":[],"colour":"red"}"#).unwrap_err();
    let keys = Object::keys(error.unchecked_ref::<Object>());
    assert_eq!(keys.join(" "), "code message path issues");
    assert_eq!(field(&error, "code"), "invalid_rules");
    assert_eq!(field(&error, "path"), "/colour");
    assert!(field(&error, "message").as_string().unwrap().starts_with("/colour: expected one of the fields"));
    let issues = field(&error, "issues").unchecked_into::<Array>();
    assert_eq!(issues.length(), 1);
    assert_eq!(field(&issues.get(0), "path"), "/colour");
    assert!(field(&issues.get(0), "message").is_string());
}

#[wasm_bindgen_test]
fn every_fault_is_among_the_issues() {
    let error = thrown(compile(r#"{"schema":2,"name":7,"sources":{}}"#).unwrap_err());
    let paths: Vec<_> = error["issues"].as_array().unwrap().iter().map(|issue| &issue["path"]).collect();
    assert_eq!(json!(paths), json!(["/schema", "/name", "/sources"]));
}

#[wasm_bindgen_test]
fn tokens_for_what_json_lacks_are_read_in_what_javascript_wrote_alone() {
    let rules = r#"{"schema":1,"name":@"a Date","sources":[]}"#;
    post(&[rules]);
    let error = thrown(JsValue::from(wasm::compile(rules.len(), true).err().unwrap()));
    assert_eq!(error["path"], "/name");
    assert!(error["message"].as_str().unwrap().ends_with("found a Date"), "{error}");
    let error = thrown(compile(rules).unwrap_err());
    assert_eq!(error["path"], "/name");
    assert!(error["message"].as_str().unwrap().contains("expected JSON"), "{error}");
}

#[wasm_bindgen_test]
fn a_request_and_its_payer_are_told_apart_by_nothing_but_their_fields() {
    let films = compile(FILMS).unwrap();
    let error = thrown(estimate(films, r#"{"model":"film","inputs":{"seconds":@"NaN"}}"#, None).unwrap_err());
    assert_eq!((&error["code"], &error["path"]), (&json!("invalid_request"), &json!("/inputs/seconds")));
    let error = thrown(estimate(films, r#"{"model":"film"}"#, Some(r#"{"plan":@"NaN"}"#)).unwrap_err());
    assert_eq!((&error["code"], &error["path"]), (&json!("invalid_request"), &json!("/plan")));
    wasm::release(films);
}

#[wasm_bindgen_test]
fn too_large_is_thrown_for_what_does_not_cross() {
    let error = thrown(wasm::too_large());
    assert_eq!(error["code"], "too_large");
    assert_eq!(error["path"], "");
    assert_eq!(error["message"], "expected at most 32 MiB of JSON text, found more");
    assert_eq!(error["issues"], json!([{ "path": "", "message": error["message"] }]));
}
