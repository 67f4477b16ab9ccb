//! Every message word for word: what rules, requests and payers are told that are wrong, and what
//! is said where a price is refused.
//!
//! A row is a change to something that is right, and what is then said. What a message may be at
//! all is in `common/laws.rs`, and is asked of each that is met here.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test that fails says so by panicking, and a row of a table writes its values where they are"
)]

mod common;

use bursar::{Mistake, MistakeCode};
use common::{doors, edit, laws};
use serde_json::{Value, json};

/// A rulebook in which everything is right, and which has one of everything.
fn rulebook() -> Value {
    json!({
        "schema": 1, "name": "Films", "currency": "USD", "products": ["app", "api"],
        "sources": [{ "id": "credits" }, { "id": "kept" }, { "id": "spare" }],
        "plans": {
            "free": { "paid": false, "every": "day" },
            "pro": {
                "paid": true, "every": "month", "price": 900,
                "allowance": { "source": "credits", "credits": 100 },
                "rollover": { "into": "kept", "cap": 300 },
                "prices": { "video": [] },
            },
        },
        "packs": { "small": { "credits": 100, "price": 900, "min": 2 } },
        "purchase": { "source": "kept" },
        "roles": { "artist": { "can": ["generate"], "limits": [{ "per": "day", "credits": 5 }] } },
        "models": {
            "video": {
                "atLeast": 2,
                "inputs": {
                    "seconds": { "type": "number", "min": 1, "max": 10 },
                    "half": { "type": "number", "default": 0.5 },
                    "most": { "type": "number", "max": "2.5", "assume": "max" },
                    "size": { "type": "choice", "of": ["hd", "uhd"] },
                    "audio": { "type": "flag" },
                    "text": { "type": "text", "measure": "characters" },
                },
                "price": [
                    { "rate": 12, "times": ["seconds"] },
                    { "rate": { "by": "size", "cells": { "hd": 5, "uhd": 8 } } },
                    { "rate": { "by": "text", "steps": [{ "upTo": 50, "rate": 1 }, { "rate": 2 }] } },
                ],
            },
            "plain": { "inputs": {
                "n": { "type": "number", "max": 10 },
                "c": { "type": "choice", "of": ["hd", "uhd"] },
                "f": { "type": "flag" },
                "t": { "type": "text", "measure": "bytes" },
            } },
        },
    })
}

/// A value that is wrong where it stands.
#[track_caller]
fn wrong(at: &str, value: Value, message: &str) {
    wrong_inside(at, value, at, message);
}

/// A value in which something is wrong.
#[track_caller]
fn wrong_inside(at: &str, value: Value, path: &str, message: &str) {
    mistaken(&edit::with(&rulebook(), at, value), &[(path, message)]);
}

/// Something that must not be left out.
#[track_caller]
fn missing(at: &str, path: &str, message: &str) {
    mistaken(&edit::without(&rulebook(), at), &[(path, message)]);
}

/// Rules in which just these faults are found.
#[track_caller]
fn mistaken(rules: &Value, faults: &[(&str, &str)]) {
    told(doors::compile(rules).map(|_| ()), MistakeCode::InvalidRules, faults);
}

/// A mistake of this kind, with just these faults.
#[track_caller]
fn told<T: std::fmt::Debug>(answer: Result<T, Mistake>, code: MistakeCode, faults: &[(&str, &str)]) {
    let mistake = answer.expect_err("this should be a mistake");
    let found: Vec<_> =
        mistake.issues.iter().map(|issue| (issue.path.as_str(), issue.message.as_str())).collect();
    assert_eq!(found, faults);
    assert_eq!(mistake.code, code);
    laws::mistake(&mistake);
    mistake.issues.iter().for_each(|issue| laws::wording(&issue.message));
}

#[test]
fn the_rulebook_itself_is_right() {
    doors::compiled(&rulebook());
}

#[test]
#[rustfmt::skip] // A row is a line.
fn the_rulebook_as_a_whole() {
    wrong("/schema", json!(2), "expected the version of the schema, 1, found 2");
    wrong("/schema", json!("1"), "expected the version of the schema, 1, found the text `1`");
    wrong("/name", json!(5), "expected a text, found 5");
    wrong("/colour", json!("red"), "expected one of the fields `$schema`, `schema`, `name`, `currency`, `contact`, `products`, `sources`, `plans`, `models`, `purchase`, `fallbackPlan`, `packs`, `roles`, `bankFor`, `remember`, `holdMs` or `unit`, found `colour`");
    wrong("/$schema", json!(1), "expected a text, found 1");
    wrong("/unit", json!("tokens"), "expected an object, found `tokens`");
    wrong_inside("/unit", json!({ "one": "token" }), "/unit/many", "expected the field `many`, found nothing");
    wrong_inside("/unit", json!({ "one": "token", "many": 5 }), "/unit/many", "expected a text, found 5");
    wrong_inside("/unit", json!({ "one": "token", "many": "tokens", "few": "tokens" }), "/unit/few", "expected one of the fields `one` or `many`, found `few`");
    wrong("/currency", json!("usd"), "expected a currency by its three letters, such as `USD`, found `usd`");
    wrong("/currency", json!("US"), "expected a currency by its three letters, such as `USD`, found `US`");
    wrong("/currency", json!(840), "expected a text, found 840");
    wrong_inside("/contact", json!({ "sales": 5 }), "/contact/sales", "expected a text, found 5");
    wrong_inside("/contact", json!({ "support": "x" }), "/contact/support", "expected the field `sales`, found `support`");
    wrong("/contact", json!(null), "expected an object, found null");
    wrong("/products", json!([]), "expected at least one product, found none");
    wrong("/products", json!("app"), "expected a list, found `app`");
    wrong_inside("/products", json!(["app", "app", "api"]), "/products/1", "expected each once, found `app` twice");
    wrong_inside("/products", json!(["app", "api", "two words"]), "/products/2", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `two words`");
    wrong("/fallbackPlan", json!("gone"), "expected the id of one of the `plans`, found `gone`");
    wrong("/fallbackPlan", json!(5), "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5");
    wrong("/bankFor", json!("everyone"), "expected `managers`, `teamless` or `all`, found `everyone`");
    wrong("/remember", json!(31), "expected how many commands an account remembers, a whole number from 32 to 1000, found 31");
    wrong("/remember", json!(1001), "expected how many commands an account remembers, a whole number from 32 to 1000, found 1001");
    wrong("/remember", json!(32.5), "expected how many commands an account remembers, a whole number from 32 to 1000, found 32.5");
    wrong("/holdMs", json!(0), "expected milliseconds, a whole number from 1 to 8640000000000000, found 0");
    wrong("/holdMs", json!(8_640_000_000_000_001_i64), "expected milliseconds, a whole number from 1 to 8640000000000000, found 8640000000000001");
    wrong("/holdMs", json!("1h"), "expected milliseconds, a whole number from 1 to 8640000000000000, found `1h`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn sources() {
    wrong("/sources/2", json!("spare"), "expected an object, found `spare`");
    wrong("/sources/2/id", json!("credits"), "expected each source once, found `credits` twice");
    wrong("/sources/2/id", json!("~own"), "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `~own`");
    wrong("/sources/2/label", json!(5), "expected a text, found 5");
    wrong("/sources/2/needsPlan", json!("free"), "expected `any` or `paid`, found `free`");
    wrong("/sources/2/endsWithPlan", json!("yes"), "expected `true` or `false`, found `yes`");
    wrong("/sources/2/lable", json!("Credits"), "expected one of the fields `id`, `label`, `needsPlan` or `endsWithPlan`, found `lable`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn plans() {
    wrong("/plans", json!([]), "expected an object, found an empty list");
    wrong("/plans/two words", json!({ "paid": true, "every": "month" }), "expected as key an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `two words`");
    wrong("/plans/pro/label", json!(5), "expected a text, found 5");
    wrong("/plans/pro/paid", json!("yes"), "expected `true` or `false`, found `yes`");
    wrong("/plans/pro/every", json!("week"), "expected `day`, `month` or `year`, found `week`");
    wrong("/plans/pro/price", json!(-1), "expected a price in the currency's minor unit, a whole number from 0 to 9007199254740991, found -1");
    wrong("/plans/pro/price", json!(9.99), "expected a price in the currency's minor unit, a whole number from 0 to 9007199254740991, found 9.99");
    wrong("/plans/pro/allowance/source", json!("gone"), "expected the id of one of the `sources`, found `gone`");
    wrong("/plans/pro/allowance/credits", json!(0), "expected credits, a whole number from 1 to 9007199254740991, found 0");
    wrong("/plans/pro/allowance/credits", json!(2.5), "expected credits, a whole number from 1 to 9007199254740991, found 2.5");
    wrong("/plans/pro/allowance/credits", json!(9_007_199_254_740_992_i64), "expected credits, a whole number from 1 to 9007199254740991, found 9007199254740992");
    wrong("/plans/pro/allowance/credits", json!("100"), "expected credits, a whole number from 1 to 9007199254740991, found the text `100`");
    wrong("/plans/pro/allowance/per", json!("member"), "expected `account` or `seat`, found `member`");
    wrong("/plans/pro/allowance/amount", json!(5), "expected one of the fields `source`, `credits` or `per`, found `amount`");
    wrong("/plans/pro/rollover/into", json!("gone"), "expected the id of one of the `sources`, found `gone`");
    wrong("/plans/pro/rollover/into", json!("credits"), "expected a source that no plan has as its allowance, found `credits`");
    wrong("/plans/pro/rollover/cap", json!(-1), "expected credits, a whole number from 0 to 9007199254740991, found -1");
    wrong("/plans/pro/rollover/per", json!("team"), "expected `account` or `seat`, found `team`");
    wrong("/plans/pro/rollover/expiresAfterPeriods", json!(0), "expected periods, a whole number from 1 to 1000, found 0");
    wrong("/plans/pro/rollover/expiresAfterPeriods", json!(1001), "expected periods, a whole number from 1 to 1000, found 1001");
    wrong("/plans/pro/rollover/keeps", json!(1), "expected one of the fields `into`, `cap`, `per` or `expiresAfterPeriods`, found `keeps`");
    wrong("/plans/pro/renews", json!("never"), "expected `clock` or `command`, found `never`");
    wrong("/plans/pro/discount", json!("1.01"), "expected a discount of at most `1`, found the text `1.01`");
    wrong("/plans/pro/discount", json!(-0.5), "expected a decimal such as `0.025` that is not negative, found -0.5");
    wrong("/plans/pro/discount", json!("a quarter"), "expected a decimal such as `0.025`, found `a quarter`");
    wrong("/plans/pro/offered", json!(1), "expected `true` or `false`, found 1");
    wrong_inside("/plans/pro/prices", json!({ "gone": [] }), "/plans/pro/prices/gone", "expected the id of one of the `models`, found `gone`");
    wrong("/plans/pro/prices/video", json!({}), "expected a list, found an object");
    wrong_inside("/plans/pro/prices/video", json!([{ "rate": -1 }]), "/plans/pro/prices/video/0/rate", "expected a decimal such as `0.025` that is not negative, found -1");
    wrong("/plans/pro/rollver", json!({}), "expected one of the fields `label`, `paid`, `every`, `price`, `allowance`, `rollover`, `renews`, `discount`, `prices` or `offered`, found `rollver`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn packs_and_purchases() {
    wrong("/packs/small/label", json!(5), "expected a text, found 5");
    wrong("/packs/small/credits", json!(0), "expected credits, a whole number from 1 to 9007199254740991, found 0");
    wrong("/packs/small/bonus", json!(-1), "expected credits, a whole number from 0 to 9007199254740991, found -1");
    wrong_inside("/packs/small/bonus", json!(9_007_199_254_740_991_i64), "/packs/small", "expected `credits` and `bonus` together to be at most 9007199254740991, found more");
    wrong("/packs/small/price", json!(0.5), "expected a price in the currency's minor unit, a whole number from 0 to 9007199254740991, found 0.5");
    wrong("/packs/small/min", json!(0), "expected a quantity, a whole number from 1 to 9007199254740991, found 0");
    wrong("/packs/small/max", json!(1), "expected `max` not to be below `min`, 2, found 1");
    wrong("/packs/small/max", json!(1.5), "expected a quantity, a whole number from 1 to 9007199254740991, found 1.5");
    wrong("/packs/small/expiresAfterDays", json!(0), "expected days, a whole number from 1 to 100000000, found 0");
    wrong("/packs/small/expiresAfterDays", json!(100_000_001_i64), "expected days, a whole number from 1 to 100000000, found 100000001");
    wrong("/packs/small/cost", json!(1), "expected one of the fields `label`, `credits`, `bonus`, `price`, `min`, `max` or `expiresAfterDays`, found `cost`");
    wrong("/purchase/source", json!("gone"), "expected the id of one of the `sources`, found `gone`");
    wrong("/purchase/source", json!("credits"), "expected a source that no plan has as its allowance, found `credits`");
    wrong("/purchase/consent", json!(true), "expected a text, found true");
    wrong("/purchase/inAppLimit", json!(-1), "expected a price in the currency's minor unit, a whole number from 0 to 9007199254740991, found -1");
    wrong("/purchase/limit", json!(5), "expected one of the fields `source`, `consent` or `inAppLimit`, found `limit`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn roles() {
    wrong("/roles/artist", json!([]), "expected an object, found an empty list");
    wrong("/roles/artist/label", json!(5), "expected a text, found 5");
    wrong("/roles/artist/can", json!("generate"), "expected a list, found `generate`");
    wrong_inside("/roles/artist/can", json!(["fly"]), "/roles/artist/can/0", "expected `generate`, `viewBalance`, `viewUsage`, `billing`, `transfer` or `manage`, found `fly`");
    wrong_inside("/roles/artist/can", json!(["generate", "generate"]), "/roles/artist/can/1", "expected each once, found `generate` twice");
    wrong("/roles/artist/limits", json!({}), "expected a list, found an object");
    wrong("/roles/artist/limits/0/per", json!("week"), "expected `hour`, `day`, `month` or `period`, found `week`");
    wrong("/roles/artist/limits/0/credits", json!(-5), "expected credits, a whole number from 0 to 9007199254740991, found -5");
    wrong("/roles/artist/limits/0/of", json!("team"), "expected one of the fields `per` or `credits`, found `of`");
    wrong("/roles/artist/may", json!([]), "expected one of the fields `label`, `can` or `limits`, found `may`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn models() {
    wrong("/models/video/label", json!(5), "expected a text, found 5");
    wrong("/models/video/pirce", json!([]), "expected one of the fields `label`, `inputs`, `price`, `each`, `round`, `roundTo`, `atLeast`, `atMost`, `plans` or `products`, found `pirce`");
    wrong("/models/video/price", json!({}), "expected a list, found an object");
    wrong("/models/video/price", json!(null), "expected a list, found null");
    wrong("/models/video/each", json!("gone"), "expected the id of one of the model's `inputs`, found `gone`");
    wrong("/models/video/each", json!("size"), "expected the id of an input that is a number or a text, found `size`");
    wrong("/models/video/each", json!(5), "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5");
    wrong("/models/video/each", json!("half"), "expected the id of an input that is a whole number where it is left out, found `half`");
    wrong("/models/video/each", json!("most"), "expected the id of an input that is a whole number where it is left out, found `most`");
    wrong("/models/video/round", json!("half"), "expected `up`, `down` or `nearest`, found `half`");
    wrong("/models/video/roundTo", json!(0), "expected credits, a whole number from 1 to 9007199254740991, found 0");
    wrong("/models/video/roundTo", json!(0.5), "expected credits, a whole number from 1 to 9007199254740991, found 0.5");
    wrong("/models/video/atLeast", json!("five"), "expected a decimal such as `0.025`, found `five`");
    wrong("/models/video/atMost", json!(1), "expected `atMost` not to be below `atLeast`, 2, found 1");
    wrong_inside("/models/video/plans", json!(["gone"]), "/models/video/plans/0", "expected the id of one of the `plans`, found `gone`");
    wrong_inside("/models/video/plans", json!(["pro", "pro"]), "/models/video/plans/1", "expected each once, found `pro` twice");
    wrong_inside("/models/video/products", json!(["gone"]), "/models/video/products/0", "expected one of the `products`, found `gone`");
    wrong("/models/video/products", json!("app"), "expected a list, found `app`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn inputs() {
    wrong("/models/video/inputs", json!([]), "expected an object, found an empty list");
    wrong("/models/plain/inputs/n", json!("number"), "expected an object, found `number`");
    wrong_inside("/models/plain/inputs/n", json!({}), "/models/plain/inputs/n/type", "expected the field `type`, found nothing");
    wrong("/models/plain/inputs/n/type", json!("slider"), "expected `number`, `choice`, `flag` or `text`, found `slider`");
    wrong("/models/plain/inputs/n/maximum", json!(5), "expected one of the fields `label`, `type`, `unit`, `min`, `max`, `step`, `of`, `assume` or `default`, found `maximum`");
    wrong("/models/plain/inputs/n/label", json!(5), "expected a text, found 5");
    wrong("/models/plain/inputs/n/unit", json!(5), "expected a text, found 5");
    wrong("/models/plain/inputs/n/min", json!(-1), "expected a decimal such as `0.025` that is not negative, found -1");
    wrong("/models/plain/inputs/n/min", json!("0.0000000000001"), "expected a decimal such as `0.025` with at most 15 digits before the point and 12 after it, found the text `0.0000000000001`");
    wrong("/models/plain/inputs/n/min", json!(1e15), "expected a decimal such as `0.025` with at most 15 digits before the point and 12 after it, found 1000000000000000.0");
    wrong("/models/plain/inputs/n/min", json!("1,000"), "expected a decimal such as `0.025`, found `1,000`");
    wrong("/models/plain/inputs/n/min", json!(true), "expected a decimal such as `0.025`, found true");
    wrong_inside("/models/plain/inputs/n/min", json!(11), "/models/plain/inputs/n/max", "expected `max` not to be below `min`, 11, found 10");
    wrong("/models/plain/inputs/n/step", json!(0), "expected a decimal above 0, found 0");
    wrong("/models/plain/inputs/n/of", json!([]), "expected at least one number, found an empty list");
    wrong_inside("/models/plain/inputs/n/of", json!([2, "2.0"]), "/models/plain/inputs/n/of/1", "expected each once, found the text `2.0` twice");
    wrong_inside("/models/plain/inputs/n/of", json!([2, 12]), "/models/plain/inputs/n/of/1", "expected a number that `min`, `max` and `step` allow, found 12");
    wrong("/models/plain/inputs/n/default", json!(11), "expected a number that the input allows, found 11");
    wrong("/models/plain/inputs/n/default", json!("ten"), "expected a decimal such as `0.025`, found `ten`");
    wrong("/models/plain/inputs/n/assume", json!("min"), "expected `max`, found `min`");
    wrong_inside("/models/plain/inputs/x", json!({ "type": "number", "assume": "max" }), "/models/plain/inputs/x/assume", "expected the field `max` or `of` beside `assume`, found neither");
    wrong_inside("/models/plain/inputs/c", json!({ "type": "choice" }), "/models/plain/inputs/c/of", "expected the field `of`, found nothing");
    wrong("/models/plain/inputs/c/of", json!([]), "expected at least one choice, found an empty list");
    wrong("/models/plain/inputs/c/of", json!("hd"), "expected a list, found `hd`");
    wrong_inside("/models/plain/inputs/c/of", json!(["hd", "hd"]), "/models/plain/inputs/c/of/1", "expected each once, found `hd` twice");
    wrong_inside("/models/plain/inputs/c/of", json!(["hd", 4]), "/models/plain/inputs/c/of/1", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 4");
    wrong("/models/plain/inputs/c/default", json!("4k"), "expected a choice that `of` lists, `hd` or `uhd`, found `4k`");
    wrong("/models/plain/inputs/c/default", json!(4), "expected a text, found 4");
    wrong_inside("/models/plain/inputs/c/plans", json!({ "4k": ["pro"] }), "/models/plain/inputs/c/plans/4k", "expected a choice that `of` lists, `hd` or `uhd`, found `4k`");
    wrong_inside("/models/plain/inputs/c/plans", json!({ "hd": ["gone"] }), "/models/plain/inputs/c/plans/hd/0", "expected the id of one of the `plans`, found `gone`");
    wrong_inside("/models/plain/inputs/c/plans", json!({ "hd": "pro" }), "/models/plain/inputs/c/plans/hd", "expected a list, found `pro`");
    wrong_inside("/models/plain/inputs/c/labels", json!({ "4k": "Four" }), "/models/plain/inputs/c/labels/4k", "expected a choice that `of` lists, `hd` or `uhd`, found `4k`");
    wrong_inside("/models/plain/inputs/c/labels", json!({ "hd": 5 }), "/models/plain/inputs/c/labels/hd", "expected a text, found 5");
    wrong("/models/plain/inputs/f/default", json!("true"), "expected `true` or `false`, found the text `true`");
    wrong("/models/plain/inputs/f/min", json!(5), "expected one of the fields `label`, `type` or `default`, found `min`");
    wrong_inside("/models/plain/inputs/t", json!({ "type": "text" }), "/models/plain/inputs/t/measure", "expected the field `measure`, found nothing");
    wrong("/models/plain/inputs/t/measure", json!("words"), "expected `characters` or `bytes`, found `words`");
    wrong("/models/plain/inputs/t/max", json!(-1), "expected the most that a text may count, a whole number from 0 to 999999999999999, found -1");
    wrong("/models/plain/inputs/t/default", json!("hello"), "expected one of the fields `label`, `type`, `measure` or `max`, found `default`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn terms() {
    wrong("/models/video/price/0", json!(5), "expected an object, found 5");
    wrong("/models/video/price/0/label", json!(5), "expected a text, found 5");
    wrong_inside("/models/video/price/0", json!({}), "/models/video/price/0/rate", "expected the field `rate`, found nothing");
    wrong("/models/video/price/0/per", json!("second"), "expected one of the fields `label`, `rate`, `times` or `when`, found `per`");
    wrong("/models/video/price/0/rate", json!(-1), "expected a decimal such as `0.025` that is not negative, found -1");
    wrong("/models/video/price/0/rate", json!("twelve"), "expected a decimal such as `0.025`, found `twelve`");
    wrong("/models/video/price/0/rate", json!(null), "expected a decimal such as `0.025`, found null");
    wrong("/models/video/price/0/rate", json!(0.123_456_789_012_3), "expected a decimal such as `0.025` with at most 15 digits before the point and 12 after it, found 0.1234567890123");
    wrong("/models/video/price/0/times", json!("seconds"), "expected a list, found `seconds`");
    wrong("/models/video/price/0/times/0", json!("gone"), "expected the id of one of the model's `inputs`, found `gone`");
    wrong("/models/video/price/0/times/0", json!("size"), "expected the id of an input that is a number or a text, found `size`");
    wrong("/models/video/price/0/times/0", json!(5), "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": [] }), "/models/video/price/0/times/0/of", "expected at least one, found an empty list");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "round": "up" }), "/models/video/price/0/times/0/round", "expected one of the fields `of`, `plus`, `beyond`, `atLeast`, `unit` or `block`, found `round`");
    wrong_inside("/models/video/price/0/times/0", json!({ "plus": ["seconds"] }), "/models/video/price/0/times/0/of", "expected the field `of`, found nothing");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": ["seconds", "gone"] }), "/models/video/price/0/times/0/of/1", "expected the id of one of the model's `inputs`, found `gone`");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "plus": ["audio"] }), "/models/video/price/0/times/0/plus/0", "expected the id of an input that is a number or a text, found `audio`");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "plus": "seconds" }), "/models/video/price/0/times/0/plus", "expected a list, found `seconds`");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "beyond": -1 }), "/models/video/price/0/times/0/beyond", "expected a decimal such as `0.025` that is not negative, found -1");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "atLeast": "x" }), "/models/video/price/0/times/0/atLeast", "expected a decimal such as `0.025`, found `x`");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "unit": 0 }), "/models/video/price/0/times/0/unit", "expected a decimal above 0, found 0");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "block": 0 }), "/models/video/price/0/times/0/block", "expected a decimal above 0, found 0");
    wrong_inside("/models/video/price/0/times/0", json!({ "of": "seconds", "unit": 5, "block": 5 }), "/models/video/price/0/times/0/block", "expected `unit` or `block`, found both");
    wrong("/models/video/price/0/when", json!([]), "expected an object, found an empty list");
    wrong_inside("/models/video/price/0/when", json!({ "gone": 1 }), "/models/video/price/0/when/gone", "expected as key the id of one of the model's `inputs`, found `gone`");
    wrong_inside("/models/video/price/0/when", json!({ "audio": "true" }), "/models/video/price/0/when/audio", "expected a value that the input `audio` allows, found the text `true`");
    wrong_inside("/models/video/price/0/when", json!({ "size": "4k" }), "/models/video/price/0/when/size", "expected a value that the input `size` allows, found `4k`");
    wrong_inside("/models/video/price/0/when", json!({ "size": [] }), "/models/video/price/0/when/size", "expected at least one value, found an empty list");
    wrong_inside("/models/video/price/0/when", json!({ "size": ["hd", "hd"] }), "/models/video/price/0/when/size/1", "expected each once, found `hd` twice");
    wrong_inside("/models/video/price/0/when", json!({ "seconds": 11 }), "/models/video/price/0/when/seconds", "expected a value that the input `seconds` allows, found 11");
    wrong_inside("/models/video/price/0/when", json!({ "seconds": "5" }), "/models/video/price/0/when/seconds", "expected a value that the input `seconds` allows, found the text `5`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn lookups() {
    wrong_inside("/models/video/price/1/rate", json!({ "by": "size" }), "/models/video/price/1/rate/cells", "expected the field `cells`, found nothing");
    wrong_inside("/models/video/price/1/rate", json!({ "cells": {} }), "/models/video/price/1/rate/by", "expected the field `by`, found nothing");
    wrong("/models/video/price/1/rate/by", json!("gone"), "expected the id of one of the model's `inputs`, found `gone`");
    wrong("/models/video/price/1/rate/by", json!([]), "expected at least one, found an empty list");
    wrong_inside("/models/video/price/1/rate/by", json!(["size", "size"]), "/models/video/price/1/rate/by/1", "expected each once, found `size` twice");
    wrong("/models/video/price/1/rate/cells", json!(5), "expected an object, found 5");
    wrong_inside("/models/video/price/1/rate/cells", json!({ "4k": 5 }), "/models/video/price/1/rate/cells/4k", "expected as key a value that the input `size` allows, found `4k`");
    wrong_inside("/models/video/price/1/rate/cells", json!({ "hd": -5 }), "/models/video/price/1/rate/cells/hd", "expected a decimal such as `0.025` that is not negative, found -5");
    wrong_inside("/models/video/price/1/rate/cells", json!({ "hd": { "5": 1 } }), "/models/video/price/1/rate/cells/hd", "expected a decimal such as `0.025`, found an object");
    wrong_inside("/models/video/price/1/rate", json!({ "by": ["size", "seconds"], "cells": { "hd": 5 } }), "/models/video/price/1/rate/cells/hd", "expected an object, found 5");
    wrong_inside("/models/video/price/1/rate", json!({ "by": "seconds", "cells": { "11": 5 } }), "/models/video/price/1/rate/cells/11", "expected as key a value that the input `seconds` allows, found `11`");
    wrong_inside("/models/video/price/1/rate", json!({ "by": "seconds", "cells": { "8": 5, "8.0": 5 } }), "/models/video/price/1/rate/cells/8.0", "expected one key for each value, found `8.0` and another for the same");
    wrong_inside("/models/video/price/1/rate", json!({ "by": "audio", "cells": { "yes": 5 } }), "/models/video/price/1/rate/cells/yes", "expected as key a value that the input `audio` allows, found `yes`");
    wrong("/models/video/price/1/rate/else", json!(5), "expected one of the fields `by` or `cells`, found `else`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn tiers() {
    wrong("/models/video/price/2/rate/by", json!("size"), "expected the id of an input that is a number or a text, found `size`");
    wrong("/models/video/price/2/rate/steps", json!([]), "expected at least one step, found an empty list");
    wrong("/models/video/price/2/rate/steps", json!({}), "expected a list, found an object");
    wrong_inside("/models/video/price/2/rate/steps", json!([{ "upTo": 5, "rate": 1 }, { "upTo": 5, "rate": 2 }]), "/models/video/price/2/rate/steps/1/upTo", "expected steps that rise, found 5 after 5");
    wrong_inside("/models/video/price/2/rate/steps", json!([{ "rate": 1 }, { "upTo": 5, "rate": 2 }]), "/models/video/price/2/rate/steps/1", "expected `upTo` in every step but the last, found a step after one without it");
    wrong_inside("/models/video/price/2/rate/steps", json!([{ "upTo": 5 }]), "/models/video/price/2/rate/steps/0/rate", "expected the field `rate`, found nothing");
    wrong("/models/video/price/2/rate/steps/0/from", json!(0), "expected one of the fields `upTo` or `rate`, found `from`");
    wrong("/models/video/price/2/rate/cells", json!({}), "expected one of the fields `by` or `steps`, found `cells`");
}

#[test]
fn what_must_be_there() {
    for at in [
        "/schema",
        "/name",
        "/sources/2/id",
        "/plans/pro/paid",
        "/plans/pro/every",
        "/plans/pro/allowance/source",
        "/plans/pro/allowance/credits",
        "/plans/pro/rollover/into",
        "/plans/pro/rollover/cap",
        "/packs/small/credits",
        "/packs/small/price",
        "/purchase/source",
        "/roles/artist/can",
        "/roles/artist/limits/0/per",
        "/roles/artist/limits/0/credits",
        "/models/plain/inputs/n/type",
        "/models/plain/inputs/c/of",
        "/models/plain/inputs/t/measure",
        "/models/video/price/0/rate",
        "/models/video/price/1/rate/cells",
        "/models/video/price/2/rate/by",
        "/models/video/price/2/rate/steps/1/rate",
    ] {
        let field = at.rsplit('/').next().unwrap();
        missing(at, at, &format!("expected the field `{field}`, found nothing"));
    }
}

#[test]
fn what_names_something_else_needs_it() {
    let none = "expected the rules to name a `currency` for this price, found none";
    let rules = edit::without(&rulebook(), "/currency");
    mistaken(&rules, &[("/plans/pro/price", none), ("/packs/small/price", none)]);
    let rules =
        edit::with(&edit::without(&rulebook(), "/plans/pro/price"), "/purchase/inAppLimit", json!(999_900));
    let rules = edit::without(&edit::without(&rules, "/packs"), "/currency");
    mistaken(&rules, &[("/purchase/inAppLimit", none)]);
    missing("/purchase", "/packs", "expected the field `purchase` beside `packs`, found none");
    let nowhere = |id| format!("expected the id of one of the `sources`, found `{id}`");
    mistaken(
        &edit::with(&rulebook(), "/sources", json!([])),
        &[
            ("/plans/pro/allowance/source", &nowhere("credits")),
            ("/plans/pro/rollover/into", &nowhere("kept")),
            ("/purchase/source", &nowhere("kept")),
        ],
    );
}

#[test]
fn a_mistake_tells_its_first_fault_and_how_many_more_there_are() {
    let told = |rules: &Value| doors::compile(rules).unwrap_err().to_string();
    let rules = edit::with(&rulebook(), "/remember", json!(0));
    let first =
        "/remember: expected how many commands an account remembers, a whole number from 32 to 1000, found 0";
    assert_eq!(told(&rules), first);
    let rules = edit::with(&rules, "/holdMs", json!(0));
    assert_eq!(told(&rules), format!("{first} (and 1 more fault)"));
    let rules = edit::with(&rules, "/colour", json!(0));
    assert_eq!(told(&rules), format!("{first} (and 2 more faults)"));
    assert_eq!(told(&json!([])), "expected an object, found an empty list");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn what_users_wrote_stays_on_its_line_and_is_not_too_long() {
    wrong("/currency", json!("a\nb\u{2028}\u{7}"), "expected a currency by its three letters, such as `USD`, found `a\\nb\\u{2028}\\u{7}`");
    wrong("/bankFor", json!("x".repeat(61)), "expected `managers`, `teamless` or `all`, found `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`");
    mistaken(
        &edit::with(&rulebook(), "/plans/pro/prices", json!({ "\0": [] })),
        &[
            ("/plans/pro/prices/\0", r"expected as key an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `\u{0}`"),
            ("/plans/pro/prices/\0", r"expected the id of one of the `models`, found `\u{0}`"),
        ],
    );
    let rules = edit::with(&rulebook(), "/a\nkey", json!(1));
    let told = doors::compile(&rules).unwrap_err().to_string();
    assert!(told.starts_with("/a\\nkey: expected one of the fields "), "{told}");
    let many: Vec<String> = (0..25).map(|place| format!("c{place}")).collect();
    wrong_inside("/models/plain/inputs/c", json!({ "type": "choice", "of": many, "default": "x" }), "/models/plain/inputs/c/default", "expected a choice that `of` lists, `c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9`, `c10`, `c11`, `c12`, `c13`, `c14`, `c15`, `c16`, `c17`, `c18`, `c19` or one of 5 more, found `x`");
}

/// A request that is none.
#[track_caller]
fn asking(request: Value, path: &str, message: &str) {
    let answer = doors::estimate(&doors::compiled(&films()), &request, &Value::Null);
    told(answer, MistakeCode::InvalidRequest, &[(path, message)]);
}

/// A payer that is none.
#[track_caller]
fn paying(payer: Value, path: &str, message: &str) {
    let answer = doors::estimate(&doors::compiled(&films()), &json!({ "model": "film" }), &payer);
    told(answer, MistakeCode::InvalidRequest, &[(path, message)]);
}

/// Axes that are none.
#[track_caller]
fn varying(vary: Value, path: &str, message: &str) {
    gridding(json!({ "model": "film" }), vary, path, message);
}

#[track_caller]
fn gridding(request: Value, vary: Value, path: &str, message: &str) {
    let answer = doors::grid(&doors::compiled(&films()), &request, &vary, &Value::Null);
    told(answer, MistakeCode::InvalidRequest, &[(path, message)]);
}

/// Models that are refused in every way that there is.
fn films() -> Value {
    json!({
        "schema": 1, "name": "Films", "sources": [], "products": ["app", "api", "lab"],
        "plans": {
            "free": { "paid": false, "every": "day" },
            "max": { "paid": true, "every": "month" },
            "pro": { "paid": true, "every": "month" },
        },
        "models": {
            "film": {
                "inputs": {
                    "seconds": { "type": "number", "min": 2, "max": 10, "default": 2 },
                    "frames": { "type": "number", "min": 1, "step": "0.5", "default": 1 },
                    "scale": { "type": "number", "of": ["0.5", 1, 4], "default": 1 },
                    "parts": { "type": "choice", "of": ["2", "4"], "default": "2" },
                    "takes": { "type": "number", "default": 1 },
                    "size": { "type": "choice", "of": ["hd", "uhd"], "default": "hd", "plans": { "uhd": ["pro", "max"] } },
                    "audio": { "type": "flag", "default": false },
                },
                "each": "takes",
                "price": [
                    { "rate": { "by": "scale", "cells": { "0.5": 3, "1": 5 } } },
                    { "rate": { "by": ["audio", "scale"], "cells": { "true": { "1": 1 } } }, "when": { "audio": true } },
                    { "rate": { "by": { "of": ["frames", "seconds"] }, "steps": [{ "upTo": 100, "rate": 1 }] } },
                    { "rate": "999999999999999.999999999999", "times": ["frames"], "when": { "seconds": 9 } },
                ],
            },
            "cut": { "inputs": { "shots": { "type": "number", "of": ["0.5", 1, 4] } }, "each": "shots", "price": [] },
            "needy": { "inputs": { "prompt": { "type": "text", "measure": "characters", "max": 5 } }, "price": [] },
            "bare": { "price": [] },
            "someday": {},
            "kept": { "price": [], "plans": ["pro"] },
            "shared": { "price": [], "plans": ["free", "max", "pro"] },
            "api_only": { "price": [], "products": ["api"] },
            "elsewhere": { "price": [], "products": ["api", "lab"] },
            "nowhere": { "price": [], "products": [] },
            "shelved": { "price": [], "plans": [] },
        },
    })
}

/// A refusal of the list price.
#[track_caller]
fn refused(request: Value, code: &str, message: &str) {
    refused_to(&Value::Null, &films(), request, code, message);
}

#[track_caller]
fn refused_to(payer: &Value, rules: &Value, request: Value, code: &str, message: &str) {
    let refused = doors::estimate(&doors::compiled(rules), &request, payer).expect("a refusal is an answer");
    assert_eq!(
        (&refused["ok"], refused["message"].as_str(), &refused["code"]),
        (&json!(false), Some(message), &json!(code))
    );
    laws::message(message);
    laws::wording(message);
}

/// A film with an input set to what it cannot be.
#[track_caller]
fn out_of_range(input: &str, value: Value, message: &str) {
    refused(json!({ "model": "film", "inputs": { input: value } }), "input_out_of_range", message);
}

#[test]
#[rustfmt::skip] // A row is a line.
fn names_of_what_there_is_not_are_refused_with_what_there_is() {
    let film = json!({ "model": "film" });
    refused_to(&json!({ "plan": "gone" }), &films(), film.clone(), "unknown_plan", "there is no plan `gone`; there are `free`, `max` and `pro`");
    let hidden = edit::with(&films(), "/plans/max/offered", json!(false));
    refused_to(&json!({ "plan": "gone" }), &hidden, film.clone(), "unknown_plan", "there is no plan `gone`; there are `free` and `pro`");
    refused_to(&json!({ "plan": "gone" }), &edit::with(&rulebook(), "/plans/pro/offered", json!(false)), film.clone(), "unknown_plan", "there is no plan `gone`; there is `free`");
    refused(json!({ "model": "gone" }), "unknown_model", "there is no model `gone`; there are `api_only`, `bare`, `cut`, `elsewhere`, `film`, `kept`, `needy`, `nowhere`, `shared`, `shelved` and `someday`");
    let none = json!({ "schema": 1, "name": "None", "sources": [] });
    refused_to(&Value::Null, &none, film.clone(), "unknown_model", "there is no model `film`; there are none");
    refused_to(&json!({ "plan": "pro" }), &none, film, "unknown_plan", "there is no plan `pro`; there are none");
    let many: Value =
        (0..13).map(|place| (format!("m{place:02}"), json!({}))).collect::<serde_json::Map<_, _>>().into();
    refused_to(&Value::Null, &edit::with(&none, "/models", many), json!({ "model": "gone" }), "unknown_model", "there is no model `gone`; there are 13, among them `m00`, `m01`, `m02`, `m03`, `m04`, `m05`, `m06`, `m07`, `m08`, `m09`, `m10`, `m11`");
    refused(json!({ "model": "film", "inputs": { "colour": "red" } }), "unknown_input", "the model `film` has no input `colour`; there are `audio`, `frames`, `parts`, `scale`, `seconds`, `size` and `takes`");
    refused(json!({ "model": "bare", "inputs": { "colour": "red" } }), "unknown_input", "the model `bare` has no input `colour`; there are none");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn what_has_no_price_or_no_input_is_refused() {
    refused(json!({ "model": "someday" }), "unpriced", "the model `someday` has no price yet, and nothing is free by accident");
    refused(json!({ "model": "needy" }), "missing_input", "the model `needy` needs the input `prompt`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn an_input_that_is_out_of_range_is_told_what_it_can_be() {
    out_of_range("seconds", json!(11), "the input `seconds` cannot be 11; it can be from 2 to 10");
    out_of_range("seconds", json!(-1), "the input `seconds` cannot be -1; it can be from 2 to 10");
    out_of_range("seconds", json!("5"), "the input `seconds` cannot be the text `5`; it can be from 2 to 10");
    out_of_range("seconds", json!(true), "the input `seconds` cannot be `true`; it can be from 2 to 10");
    out_of_range("frames", json!(0.5), "the input `frames` cannot be 0.5; it can be 1 or more, in steps of 0.5");
    out_of_range("frames", json!(1.25), "the input `frames` cannot be 1.25; it can be 1 or more, in steps of 0.5");
    out_of_range("scale", json!(2), "the input `scale` cannot be 2; it can be `0.5`, `1` or `4`");
    out_of_range("takes", json!(1.5), "the input `takes` cannot be 1.5; it can be 0 or more, in steps of 1");
    out_of_range("takes", json!(-1), "the input `takes` cannot be -1; it can be 0 or more, in steps of 1");
    out_of_range("size", json!("4k"), "the input `size` cannot be `4k`; it can be `hd` or `uhd`");
    out_of_range("parts", json!(4), "the input `parts` cannot be the number 4; it can be `2` or `4`");
    out_of_range("size", json!(4), "the input `size` cannot be 4; it can be `hd` or `uhd`");
    out_of_range("audio", json!("true"), "the input `audio` cannot be the text `true`; it can be `true` or `false`");
    out_of_range("audio", json!("yes"), "the input `audio` cannot be `yes`; it can be `true` or `false`");
    out_of_range("audio", json!(1), "the input `audio` cannot be 1; it can be `true` or `false`");
    refused(json!({ "model": "cut", "inputs": { "shots": 0.5 } }), "input_out_of_range", "the input `shots` cannot be 0.5; it can be `1` or `4`");
    let prompt = |value: Value| json!({ "model": "needy", "inputs": { "prompt": value } });
    refused(prompt(json!("too long")), "input_out_of_range", "the input `prompt` has 8 characters; it can have at most 5");
    refused(prompt(json!(-1)), "input_out_of_range", "the input `prompt` cannot be -1; it can be from 0 to 5");
    refused(prompt(json!(2.5)), "input_out_of_range", "the input `prompt` cannot be 2.5; it can be from 0 to 5, in steps of 1");
    refused(prompt(json!(true)), "input_out_of_range", "the input `prompt` cannot be `true`; it can be from 0 to 5");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn what_is_not_offered_is_told_with_the_inputs_that_led_there() {
    refused(json!({ "model": "film", "inputs": { "scale": 4 } }), "not_offered", "the model `film` is not offered with `scale` `4`");
    refused(json!({ "model": "film", "inputs": { "scale": 0.5, "audio": true } }), "not_offered", "the model `film` is not offered with `audio` `true` and `scale` `0.5`");
    refused(json!({ "model": "film", "inputs": { "frames": 50.5 } }), "not_offered", "the model `film` is not offered with `frames` `50.5` and `seconds` `2`");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn what_others_may_have_is_refused_with_who_they_are() {
    refused(json!({ "model": "kept" }), "not_on_plan", "the model `kept` is only on the plan `pro`");
    refused(json!({ "model": "shared" }), "not_on_plan", "the model `shared` is only on the plans `free`, `max` and `pro`");
    refused(json!({ "model": "film", "inputs": { "size": "uhd" } }), "not_on_plan", "this choice of `size` for the model `film` is only on the plans `max` and `pro`");
    refused(json!({ "model": "api_only" }), "not_in_product", "the model `api_only` is not in the product `app`, only in the product `api`");
    refused(json!({ "model": "elsewhere" }), "not_in_product", "the model `elsewhere` is not in the product `app`, only in the products `api` and `lab`");
    refused(json!({ "model": "shelved" }), "not_on_plan", "the model `shelved` is on no plan");
    refused(json!({ "model": "nowhere" }), "not_in_product", "the model `nowhere` is not in the product `app`, in no product");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn a_request_that_is_none() {
    asking(json!("film"), "", "expected an object, found `film`");
    asking(json!({}), "/model", "expected the field `model`, found nothing");
    asking(json!({ "model": 5 }), "/model", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5");
    asking(json!({ "model": "two words" }), "/model", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `two words`");
    asking(json!({ "model": "film", "input": {} }), "/input", "expected one of the fields `model` or `inputs`, found `input`");
    asking(json!({ "model": "film", "inputs": [] }), "/inputs", "expected an object, found an empty list");
    asking(json!({ "model": "film", "inputs": { "two words": 1 } }), "/inputs/two words", "expected as key an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `two words`");
    asking(json!({ "model": "film", "inputs": { "seconds": null } }), "/inputs/seconds", "expected a number, a text, `true` or `false`, found null");
    asking(json!({ "model": "film", "inputs": { "seconds": [5] } }), "/inputs/seconds", "expected a number, a text, `true` or `false`, found a list");
    asking(json!({ "model": "film", "inputs": { "seconds": 1e15 } }), "/inputs/seconds", "expected a number with at most 15 digits before the point and 12 after it, found 1000000000000000.0");
    asking(json!({ "model": "film", "inputs": { "seconds": 0.123_456_789_012_3 } }), "/inputs/seconds", "expected a number with at most 15 digits before the point and 12 after it, found 0.1234567890123");
    asking(json!({ "model": "film", "inputs": { "seconds": 9, "frames": 11, "takes": 2 } }), "/inputs", "expected a cost of at most 9007199254740991, and numbers on the way to it of at most 77 digits, found more");
}

#[test]
#[rustfmt::skip] // A row is a line.
fn a_payer_that_is_none() {
    paying(json!("pro"), "", "expected an object, found `pro`");
    paying(json!({ "plan": null }), "/plan", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found null");
    paying(json!({ "plan": "two words" }), "/plan", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found `two words`");
    paying(json!({ "product": 5 }), "/product", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5");
    paying(json!({ "product": "gone" }), "/product", "expected one of the products `app`, `api` or `lab`, found `gone`");
    paying(json!({ "seat": 5 }), "/seat", "expected one of the fields `plan` or `product`, found `seat`");
    let bursar = doors::compiled(&films());
    told(
        doors::rates(&bursar, &json!({ "plan": "gone" })),
        MistakeCode::InvalidRequest,
        &[("/plan", "there is no plan `gone`; there are `free`, `max` and `pro`")],
    );
}

#[test]
#[rustfmt::skip] // A row is a line.
fn a_grid_that_is_none() {
    varying(json!({}), "", "expected a list, found an object");
    varying(json!(["seconds"]), "/0", "expected a list, found `seconds`");
    varying(json!([["seconds"]]), "/0", "expected a pair of an input's id and its values, found a list");
    varying(json!([["seconds", 5]]), "/0/1", "expected a list, found 5");
    varying(json!([[5, [5]]]), "/0/0", "expected an id of 1 to 128 characters of `A-Z a-z 0-9 . _ : @ / | + = -`, found 5");
    varying(json!([["seconds", [null]]]), "/0/1/0", "expected a number, a text, `true` or `false`, found null");
    varying(json!([["colour", [5]]]), "/0/0", "expected the id of one of the model's `inputs`, found `colour`");
    varying(json!([["seconds", [5]], ["seconds", [6]]]), "/1/0", "expected each input once, found `seconds` twice");
    gridding(json!({ "model": "gone" }), json!([]), "/model", "expected the id of one of the `models`, found `gone`");
    gridding(json!({ "model": "film", "inputs": { "colour": 5 } }), json!([]), "/inputs/colour", "expected the id of one of the model's `inputs`, found `colour`");
}
