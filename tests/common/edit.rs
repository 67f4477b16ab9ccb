//! JSON, changed in one place or written in another way.

use serde_json::Value;

/// The same with another value at a place that is there, or that its object can be given.
#[track_caller]
pub(crate) fn with(json: &Value, pointer: &str, value: Value) -> Value {
    let mut changed = json.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer to a place inside");
    let key = key.replace("~1", "/").replace("~0", "~");
    match changed.pointer_mut(parent).unwrap_or_else(|| panic!("nothing is at {parent}")) {
        Value::Object(entries) => {
            entries.insert(key, value);
        }
        Value::Array(items) => items[key.parse::<usize>().expect("a place in a list")] = value,
        other => panic!("at {parent} is {other}, in which nothing can be"),
    }
    changed
}

/// The same without what is at a place.
#[track_caller]
pub(crate) fn without(json: &Value, pointer: &str) -> Value {
    let mut changed = json.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer to a place inside");
    let parent = changed.pointer_mut(parent).and_then(Value::as_object_mut);
    parent.and_then(|entries| entries.remove(key)).unwrap_or_else(|| panic!("nothing is at {pointer}"));
    changed
}

/// The same with every number and text that is a rate, in a cell or a step too, made another.
pub(crate) fn with_rates(rate: &Value, change: &impl Fn(&Value) -> Value) -> Value {
    let mut changed = rate.clone();
    if let Some(cells) = rate.get("cells") {
        changed["cells"] = with_cells(cells, change);
    } else if let Some(steps) = changed.get_mut("steps").and_then(Value::as_array_mut) {
        for step in steps {
            step["rate"] = change(&step["rate"]);
        }
    } else {
        changed = change(rate);
    }
    changed
}

fn with_cells(cells: &Value, change: &impl Fn(&Value) -> Value) -> Value {
    match cells {
        Value::Object(entries) => {
            entries.iter().map(|(key, cells)| (key.clone(), with_cells(cells, change))).collect()
        }
        cell => change(cell),
    }
}

/// Every list of terms in a rulebook: the models' own, and those that plans put in their place.
pub(crate) fn for_each_price(rules: &mut Value, mut change: impl FnMut(&mut Vec<Value>)) {
    fn entries<'v>(object: &'v mut Value, field: &str) -> impl Iterator<Item = &'v mut Value> {
        object.get_mut(field).and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut())
    }
    for model in entries(rules, "models") {
        model.get_mut("price").and_then(Value::as_array_mut).map(&mut change);
    }
    for plan in entries(rules, "plans") {
        for price in entries(plan, "prices") {
            price.as_array_mut().map(&mut change);
        }
    }
}

/// Writes JSON with the keys of every object in an order that the seed decides.
pub(crate) fn shuffled(json: &Value, seed: &mut u64) -> String {
    match json {
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            for place in (1..entries.len()).rev() {
                // A linear congruential generator: all that is asked of it is another order each time.
                *seed = (*seed).wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                entries.swap(place, usize::try_from(*seed >> 33).unwrap() % (place + 1));
            }
            let written = entries.into_iter().map(|(key, value)| {
                let key = Value::from(key.as_str());
                format!("{key} : {}", shuffled(value, seed))
            });
            format!("{{\n{}\n}}", written.collect::<Vec<_>>().join(" ,\t"))
        }
        Value::Array(items) => {
            let written = items.iter().map(|item| shuffled(item, seed));
            format!("[ {} ]", written.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// The place of everything inside.
pub(crate) fn pointers(json: &Value) -> Vec<String> {
    let below = |(key, value): (String, &Value)| {
        let inside = pointers(value).into_iter().map(|pointer| format!("/{key}{pointer}"));
        std::iter::once(format!("/{key}")).chain(inside).collect::<Vec<_>>()
    };
    let escaped = |key: &String| key.replace('~', "~0").replace('/', "~1");
    match json {
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (escaped(key), value)).flat_map(below).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(place, item)| (place.to_string(), item)).flat_map(below).collect()
        }
        _ => Vec::new(),
    }
}
