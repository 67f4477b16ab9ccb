//! Random catalogues and requests: models of every shape that section 4 allows, to hold the engine's prices against exact
//! rationals.

use serde_json::{Map, Value, json};

use super::generate::Rng;

const DECIMALS: [&str; 8] = ["0.5", "1", "0.025", "3.25", "7", "0.333", "12", "0.000001"];

fn one_of(rng: &mut Rng, all: &[&str]) -> String {
    rng.pick(all).map_or(String::new(), |s| (*s).to_owned())
}

/// A decimal, as a string or as the number that prints it.
fn decimal(rng: &mut Rng) -> Value {
    let text = one_of(rng, &DECIMALS);
    if rng.chance(30) { text.parse::<f64>().map_or(Value::Null, Value::from) } else { text.into() }
}

/// Valid rules with one model, `m`, and two plans, `p` (a discount, sometimes prices of its own) and `q`.
pub fn rules(rng: &mut Rng) -> Value {
    let mut pro = json!({"paid": true, "every": "month"});
    if rng.chance(60) {
        pro["discount"] = json!(one_of(rng, &["0.25", "0.1", "0.333", "1"]));
    }
    if rng.chance(15) {
        pro["prices"] = json!({"m": terms(rng, 2)});
    }
    json!({
        "schema": 1, "name": "priced", "sources": [{"id": "s"}], "products": ["app", "api"],
        "plans": {"p": pro, "q": {"paid": false, "every": "day"}},
        "models": {"m": model(rng)},
    })
}

fn model(rng: &mut Rng) -> Value {
    let mut out = json!({"inputs": inputs(rng)});
    if rng.chance(95) {
        out["price"] = terms(rng, 4);
    }
    if rng.chance(30) {
        out["each"] = "n".into();
    }
    if rng.chance(60) {
        out["round"] = json!(one_of(rng, &["up", "down", "nearest"]));
    }
    if rng.chance(30) {
        out["roundTo"] = rng.between(1, 12).into();
    }
    if rng.chance(30) {
        out["atLeast"] = json!(one_of(rng, &["0.5", "3", "20"]));
    }
    if rng.chance(30) {
        out["atMost"] = json!(one_of(rng, &["20", "45.5", "1000"]));
    }
    if rng.chance(10) {
        out["plans"] = json!([one_of(rng, &["p", "q"])]);
    }
    if rng.chance(10) {
        out["products"] = json!([one_of(rng, &["app", "api"])]);
    }
    out
}

/// A whole number, one in halves, one of a list, a choice, a flag, a text.
fn inputs(rng: &mut Rng) -> Value {
    let mut out = json!({
        "n": {"type": "number", "min": 0, "max": 20, "step": 1},
        "d": {"type": "number", "max": "50", "step": "0.5"},
        "k": {"type": "number", "of": [1, "2.5", 8]},
        "c": {"type": "choice", "of": ["a", "b", "c"]},
        "f": {"type": "flag"},
        "t": {"type": "text", "measure": one_of(rng, &["characters", "bytes"])},
    });
    let defaults = json!({"n": 2, "d": "1.5", "k": 8, "c": "b", "f": false});
    for (id, default) in defaults.as_object().into_iter().flatten() {
        if rng.chance(70) {
            out[id]["default"] = default.clone();
        }
    }
    for id in ["n", "d", "k"] {
        if out[id].get("default").is_none() && rng.chance(50) {
            out[id]["assume"] = "max".into();
        }
    }
    if rng.chance(50) {
        out["t"]["max"] = 300.into();
    }
    if rng.chance(15) {
        out["c"]["plans"] = json!({"c": ["p"]});
    }
    out
}

fn terms(rng: &mut Rng, most: i64) -> Value {
    let count = rng.between(0, most);
    (0..count).map(|i| term(rng, i)).collect()
}

fn term(rng: &mut Rng, i: i64) -> Value {
    let rate = match rng.between(1, 10) {
        1..=5 => decimal(rng),
        6..=8 => lookup(rng),
        _ => tiers(rng),
    };
    let mut out = json!({"label": format!("term {i}"), "rate": rate});
    let times: Vec<Value> =
        (0..rng.between(0, 2)).map(|_| if rng.chance(20) { lookup(rng) } else { measure(rng) }).collect();
    if !times.is_empty() {
        out["times"] = times.into();
    }
    if rng.chance(35) {
        out["when"] = match rng.between(1, 4) {
            1 => json!({"f": rng.chance(50)}),
            2 => json!({"c": ["a", "b"]}),
            3 => json!({"k": 8, "f": true}),
            _ => json!({"n": [1, 2, 3, 4, 5]}),
        };
    }
    out
}

/// A lookup by one input or two, now and then with a cell missing.
fn lookup(rng: &mut Rng) -> Value {
    let keys = |by: &str| match by {
        "c" => vec!["a", "b", "c"],
        "k" => vec!["1", "2.5", "8"],
        _ => vec!["true", "false"],
    };
    let by = one_of(rng, &["c", "k", "f"]);
    let then = one_of(rng, &["c", "k", "f"]);
    let mut cells = Map::new();
    for key in keys(&by) {
        if cells.is_empty() || !rng.chance(8) {
            cells.insert(key.into(), decimal(rng));
        }
    }
    if by == then || rng.chance(60) {
        return json!({"by": by, "cells": cells});
    }
    let nested: Map<String, Value> =
        keys(&then).into_iter().map(|key| (key.to_owned(), Value::Object(cells.clone()))).collect();
    json!({"by": [then, by], "cells": nested})
}

fn tiers(rng: &mut Rng) -> Value {
    let mut steps =
        vec![json!({"upTo": 5, "rate": decimal(rng)}), json!({"upTo": "10.5", "rate": decimal(rng)})];
    if rng.chance(70) {
        steps.push(json!({"rate": decimal(rng)}));
    }
    json!({"by": measure(rng), "steps": steps})
}

fn measure(rng: &mut Rng) -> Value {
    let id = one_of(rng, &["n", "d", "k", "t"]);
    if rng.chance(40) {
        return id.into();
    }
    let of = match rng.between(1, 3) {
        1 => json!(id),
        2 => json!([id]),
        _ => json!([id, "n"]),
    };
    let mut out = json!({"of": of});
    if rng.chance(25) {
        out["plus"] = json!([one_of(rng, &["d", "t"])]);
    }
    if rng.chance(30) {
        out["beyond"] = json!(one_of(rng, &["1", "4.5", "100"]));
    }
    if rng.chance(20) {
        out["atLeast"] = json!(one_of(rng, &["1", "2.5"]));
    }
    match rng.between(1, 3) {
        1 => out["unit"] = json!(one_of(rng, &["3", "60", "1000", "0.5"])),
        2 => out["block"] = json!(one_of(rng, &["50", "2", "0.3"])),
        _ => {}
    }
    out
}

/// A request of `m`, mostly good; sometimes with something missing, outside its range, or not declared.
pub fn request(rng: &mut Rng) -> Value {
    let mut inputs = Map::new();
    let mut give = |rng: &mut Rng, id: &str, value: Value| {
        if !rng.chance(20) {
            inputs.insert(id.into(), value);
        }
    };
    let n = rng.between(0, 20);
    give(rng, "n", n.into());
    let d = rng.between(0, 100) as f64 / 2.0;
    give(rng, "d", d.into());
    let k = rng.pick(&[1.0, 2.5, 8.0]).copied();
    give(rng, "k", k.into());
    let c = one_of(rng, &["a", "b", "c"]);
    give(rng, "c", c.into());
    let f = rng.chance(50);
    give(rng, "f", f.into());
    let t = if rng.chance(50) {
        rng.between(0, 300).into()
    } else {
        Value::from("é😀x".repeat(rng.between(0, 60) as usize))
    };
    inputs.insert("t".into(), t);
    if rng.chance(10) {
        let bad = [
            ("n", json!(21)),
            ("n", json!(1.5)),
            ("d", json!(0.3)),
            ("k", json!(2)),
            ("c", json!("z")),
            ("f", json!("yes")),
            ("t", json!(-1)),
            ("zz", json!(1)),
            ("n", json!(true)),
        ];
        if let Some((id, value)) = rng.pick(&bad) {
            inputs.insert((*id).into(), value.clone());
        }
    }
    json!({"model": if rng.chance(2) { "other" } else { "m" }, "inputs": inputs})
}

/// For whom: nobody, a plan, a product.
pub fn payer(rng: &mut Rng) -> Option<Value> {
    match rng.between(1, 5) {
        1 => None,
        2 => Some(json!({})),
        3 => Some(json!({"plan": "q", "product": "api"})),
        _ => Some(json!({"plan": "p"})),
    }
}
