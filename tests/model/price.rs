//! What a request costs (section 4), in exact rationals.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde_json::{Map, Value, json};

use super::field;
use super::plan::MOST;
use super::refusal::Stop;
use super::remedies;
use super::rules::Rules;

type Exact = BigRational;

/// An input as it is priced.
#[derive(Clone, PartialEq)]
enum Priced {
    Number(Exact),
    Choice(String),
    Flag(bool),
}

type Inputs = BTreeMap<String, Priced>;

// ───────────────────────────── Decimals ─────────────────────────────

/// 4.1: a decimal, in a string or as the shortest decimal that prints a number.
pub fn decimal(value: &Value) -> Option<Exact> {
    match value {
        Value::String(s) => parse(s),
        Value::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(i), _) => Some(Exact::from_integer(i.into())),
            (None, Some(f)) => parse(&format!("{f}")),
            _ => None,
        },
        _ => None,
    }
}

fn parse(text: &str) -> Option<Exact> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !format!("{whole}{fraction}").bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let numerator: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let value = Exact::new(numerator, BigInt::from(10).pow(fraction.len() as u32));
    Some(if negative { -value } else { value })
}

/// 4.1: without trailing zeros where there is a finite decimal, otherwise a fraction in lowest terms.
pub fn print(value: &Exact) -> String {
    let mut scaled = value.clone();
    for places in 0..200u32 {
        if scaled.is_integer() {
            let digits = scaled.to_integer().abs().to_string();
            let sign = if value.is_negative() { "-" } else { "" };
            let padded = format!("{digits:0>width$}", width = places as usize + 1);
            let (whole, fraction) = padded.split_at(padded.len() - places as usize);
            return if fraction.is_empty() {
                format!("{sign}{whole}")
            } else {
                format!("{sign}{whole}.{fraction}")
            };
        }
        scaled *= Exact::from_integer(10.into());
    }
    format!("{}/{}", value.numer(), value.denom())
}

/// A number as JSON writes it.
fn as_json(value: &Exact) -> Value {
    match (value.is_integer(), value.to_integer().to_i64()) {
        (true, Some(whole)) => whole.into(),
        _ => print(value).parse::<f64>().map_or(Value::Null, Value::from),
    }
}

fn of(object: &Value, field: &str) -> Option<Exact> {
    object.get(field).and_then(decimal)
}

// ───────────────────────────── Inputs ─────────────────────────────

/// 4.5: the inputs as priced, defaults filled in, and whether one was taken at its maximum.
fn inputs(model: &str, rule: &Value, request: &Value) -> Result<(Inputs, bool), Stop> {
    let declared = field::fields(rule, "inputs");
    let given: BTreeMap<String, Value> = field::fields(request, "inputs").into_iter().collect();
    if let Some(unknown) = given.keys().find(|name| !declared.iter().any(|(id, _)| id == *name)) {
        return Err(Stop::refuse("unknown_input", json!({"model": model, "input": unknown})));
    }
    let mut ceiling = false;
    let mut values = Vec::new();
    for (id, input) in &declared {
        let value = given.get(id).or_else(|| input.get("default")).cloned().or_else(|| {
            let most = (field::text(input, "assume") == Some("max")).then(|| most(input)).flatten();
            ceiling |= most.is_some();
            most
        });
        let Some(value) = value else {
            return Err(Stop::refuse("missing_input", json!({"model": model, "input": id})));
        };
        let from_rules = !given.contains_key(id);
        values.push((id, input, value, from_rules));
    }
    let mut priced = Inputs::new();
    let each = field::text(rule, "each");
    for (id, input, value, from_rules) in values {
        match read(input, &value, from_rules, each == Some(id)) {
            Some(read) => priced.insert(id.clone(), read),
            None => return Err(out_of_range(model, id, input, &value)),
        };
    }
    Ok((priced, ceiling))
}

/// The maximum of a number: its `max`, or the largest of its list.
fn most(input: &Value) -> Option<Value> {
    let listed = field::items(input, "of").into_iter().max_by(|a, b| decimal(a).cmp(&decimal(b)));
    listed.or_else(|| input.get("max").cloned())
}

/// 4.5: a value of its input's type, range, list and step, or nothing. Only the rules may write a number as a string.
fn read(input: &Value, value: &Value, from_rules: bool, each: bool) -> Option<Priced> {
    match field::text(input, "type")? {
        "choice" => {
            let choice = value.as_str()?;
            field::strings(input, "of").iter().any(|c| c == choice).then(|| Priced::Choice(choice.into()))
        }
        "flag" => value.as_bool().map(Priced::Flag),
        "text" => {
            let count = match value {
                Value::String(s) if field::text(input, "measure") == Some("bytes") => {
                    Exact::from_integer(s.len().into())
                }
                Value::String(s) => Exact::from_integer(s.chars().count().into()),
                other => decimal(other)?,
            };
            let most = of(input, "max");
            let fits = count.is_integer() && !count.is_negative() && most.is_none_or(|max| count <= max);
            fits.then_some(Priced::Number(count))
        }
        _ => {
            let number = if value.is_number() || from_rules { decimal(value)? } else { return None };
            (in_range(input, &number) && (!each || number.is_integer())).then_some(Priced::Number(number))
        }
    }
}

fn in_range(input: &Value, number: &Exact) -> bool {
    let listed = field::items(input, "of");
    if !listed.is_empty() {
        return listed.iter().filter_map(decimal).any(|d| d == *number);
    }
    let min = of(input, "min").unwrap_or_else(Exact::zero);
    let max = of(input, "max");
    let on_step = of(input, "step").is_none_or(|step| ((number - &min) / step).is_integer());
    *number >= min && max.is_none_or(|max| *number <= max) && on_step
}

fn out_of_range(model: &str, id: &str, input: &Value, value: &Value) -> Stop {
    let mut facts = json!({"model": model, "input": id, "value": value});
    let listed: Vec<Value> = field::items(input, "of")
        .iter()
        .map(|v| {
            Value::from(
                decimal(v)
                    .filter(|_| field::text(input, "type") != Some("choice"))
                    .map_or_else(|| v.as_str().unwrap_or_default().to_owned(), |d| print(&d)),
            )
        })
        .collect();
    for bound in ["min", "max", "step"] {
        if let Some(d) = of(input, bound) {
            facts[bound] = print(&d).into();
        }
    }
    if !listed.is_empty() {
        facts["allowed"] = listed.into();
    }
    Stop::refuse("input_out_of_range", facts)
}

// ───────────────────────────── Terms ─────────────────────────────

/// What `not_offered` tells: the inputs that were looked up.
struct NotOffered(Vec<String>);

fn number(inputs: &Inputs, id: &str) -> Exact {
    match inputs.get(id) {
        Some(Priced::Number(n)) => n.clone(),
        _ => Exact::zero(),
    }
}

/// One id or a list of them.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// 4.3: inputs multiplied, others added, what is included taken off, raised to a least, divided.
fn measure(inputs: &Inputs, rule: &Value) -> Exact {
    if let Some(id) = rule.as_str() {
        return number(inputs, id);
    }
    let mut value =
        names(rule.get("of")).iter().fold(Exact::one(), |product, id| product * number(inputs, id));
    for id in names(rule.get("plus")) {
        value += number(inputs, &id);
    }
    if let Some(beyond) = of(rule, "beyond") {
        value = (value - beyond).max(Exact::zero());
    }
    if let Some(least) = of(rule, "atLeast") {
        value = value.max(least);
    }
    match (of(rule, "unit"), of(rule, "block")) {
        (Some(unit), _) => value / unit,
        (None, Some(block)) => (value / block).ceil(),
        (None, None) => value,
    }
}

/// 4.6: the cell of these inputs.
fn lookup(inputs: &Inputs, rule: &Value) -> Result<Exact, NotOffered> {
    let by = names(rule.get("by"));
    let mut cell = rule.get("cells").cloned().unwrap_or_default();
    for id in &by {
        let found =
            cell.as_object().and_then(|cells| cells.iter().find(|(key, _)| is_key(inputs.get(id), key)));
        match found {
            Some((_, inner)) => cell = inner.clone(),
            None => return Err(NotOffered(by)),
        }
    }
    decimal(&cell).ok_or(NotOffered(by))
}

/// 4.6: keyed by the choice, by the number as its canonical decimal, or "true" and "false".
fn is_key(value: Option<&Priced>, key: &str) -> bool {
    match value {
        Some(Priced::Number(n)) => parse(key).as_ref() == Some(n),
        Some(other) => key_of(other) == key,
        None => false,
    }
}

fn key_of(value: &Priced) -> String {
    match value {
        Priced::Number(n) => print(n),
        Priced::Choice(c) => c.clone(),
        Priced::Flag(f) => f.to_string(),
    }
}

/// 4.4: every unit at the rate of the step reached; above the last, not offered.
fn rate(inputs: &Inputs, rule: &Value) -> Result<Exact, NotOffered> {
    if let Some(flat) = decimal(rule) {
        return Ok(flat);
    }
    if rule.get("cells").is_some() {
        return lookup(inputs, rule);
    }
    let by = rule.get("by").cloned().unwrap_or_default();
    let reached = measure(inputs, &by);
    let steps = field::items(rule, "steps");
    let step = steps.iter().find(|s| of(s, "upTo").is_none_or(|up_to| reached <= up_to));
    let asked = || match &by {
        Value::String(one) => vec![one.clone()],
        other => [names(other.get("of")), names(other.get("plus"))].concat(),
    };
    step.and_then(|s| of(s, "rate")).ok_or_else(|| NotOffered(asked()))
}

/// 4.2: whether every input named by `when` has (one of) its values.
fn holds(inputs: &Inputs, term: &Value) -> bool {
    let is = |input: Option<&Priced>, value: &Value| match input {
        Some(Priced::Number(n)) => decimal(value).as_ref() == Some(n),
        Some(Priced::Choice(c)) => value.as_str() == Some(c),
        Some(Priced::Flag(f)) => value.as_bool() == Some(*f),
        None => false,
    };
    field::fields(term, "when").iter().all(|(id, values)| match values {
        Value::Array(list) => list.iter().any(|v| is(inputs.get(id), v)),
        one => is(inputs.get(id), one),
    })
}

/// 4.2: the terms that hold, each its rate times everything in `times`.
fn lines(inputs: &Inputs, terms: &[Value]) -> Result<Vec<(String, Exact, Exact)>, NotOffered> {
    let mut all = Vec::new();
    for term in terms.iter().filter(|t| holds(inputs, t)) {
        let rate = rate(inputs, term.get("rate").unwrap_or(&Value::Null))?;
        let mut units = Exact::one();
        for factor in field::items(term, "times") {
            units *= if factor.get("cells").is_some() {
                lookup(inputs, &factor)?
            } else {
                measure(inputs, &factor)
            };
        }
        all.push((field::string(term, "label").unwrap_or_default(), rate, units));
    }
    Ok(all)
}

/// 4.2: the sum, discounted and clamped, before rounding.
fn exact(rule: &Value, lines: &[(String, Exact, Exact)], discount: Option<Exact>) -> Exact {
    let sum = lines.iter().fold(Exact::zero(), |sum, (_, rate, units)| sum + rate * units);
    let sum = sum * (Exact::one() - discount.unwrap_or_else(Exact::zero));
    if sum.is_zero() {
        return sum;
    }
    let raised = of(rule, "atLeast").map_or(sum.clone(), |least| sum.max(least));
    of(rule, "atMost").map_or(raised.clone(), |most| raised.min(most))
}

/// 4.2: whole credits or multiples of `roundTo`, once.
fn round(rule: &Value, exact: &Exact) -> BigInt {
    let to = Exact::from_integer(field::int(rule, "roundTo").unwrap_or(1).into());
    let multiples = exact / &to;
    let half = Exact::new(1.into(), 2.into());
    let rounded = match field::text(rule, "round").unwrap_or("up") {
        "down" => multiples.floor(),
        "nearest" => (multiples + half).floor(),
        _ => multiples.ceil(),
    };
    (rounded * to).to_integer()
}

// ───────────────────────────── The estimate ─────────────────────────────

/// Section 4: what a request costs on a plan and in a product. `ask` is whether plans and products are asked.
pub fn estimate(
    rules: &Rules,
    request: &Value,
    plan: Option<&str>,
    product: &str,
    ask: bool,
    mistake: &'static str,
) -> Result<Value, Stop> {
    let id = field::text(request, "model").unwrap_or_default();
    let models = field::fields(&rules.raw, "models");
    let Some((_, rule)) = models.iter().find(|(model, _)| model == id) else {
        return Err(Stop::refuse("unknown_model", json!({"id": id})));
    };
    let Some(terms) = terms(rules, id, rule, plan) else {
        return Err(Stop::refuse("unpriced", json!({"model": id})));
    };
    let (inputs, ceiling) = inputs(id, rule, request)?;
    let lines = lines(&inputs, &terms).map_err(|NotOffered(by)| {
        let looked: Map<String, Value> =
            by.into_iter().filter_map(|i| inputs.get(&i).map(|v| (i.clone(), key_of(v).into()))).collect();
        Stop::refuse("not_offered", json!({"model": id, "inputs": looked}))
    })?;
    if ask {
        allowed(rules, id, rule, &inputs, plan, product)?;
    }
    let discount = plan.and_then(|p| rules.plans.get(p)).and_then(|p| of(&p.raw, "discount"));
    let exact = exact(rule, &lines, discount);
    let each = field::text(rule, "each").map_or(BigInt::one(), |input| number(&inputs, input).to_integer());
    let Some(cost) = (round(rule, &exact) * each).to_i64().filter(|cost| *cost <= MOST) else {
        return Err(Stop::mistake(mistake));
    };
    let shown: Map<String, Value> = inputs.iter().map(|(input, v)| (input.clone(), shown(v))).collect();
    let lines: Vec<Value> = lines
        .iter()
        .map(|(label, rate, units)| {
            json!({"label": label, "rate": print(rate), "units": print(units), "credits": print(&(rate * units))})
        })
        .collect();
    Ok(json!({
        "ok": true, "model": id, "cost": cost, "exact": print(&exact), "ceiling": ceiling, "inputs": shown,
        "lines": lines, "digest": "",
    }))
}

fn shown(value: &Priced) -> Value {
    match value {
        Priced::Number(n) => as_json(n),
        Priced::Choice(c) => c.clone().into(),
        Priced::Flag(f) => (*f).into(),
    }
}

/// 4.7: a plan's `prices` stand in for the `price` of the models they name.
fn terms(rules: &Rules, id: &str, rule: &Value, plan: Option<&str>) -> Option<Vec<Value>> {
    let plans = plan.and_then(|p| rules.plans.get(p)).and_then(|p| p.raw.get("prices"));
    let own = plans.and_then(|prices| prices.get(id));
    own.or_else(|| rule.get("price")).and_then(Value::as_array).cloned()
}

/// 4.7: a model's or a choice's `plans`, a model's `products`.
fn allowed(
    rules: &Rules,
    id: &str,
    rule: &Value,
    inputs: &Inputs,
    plan: Option<&str>,
    product: &str,
) -> Result<(), Stop> {
    let barred = |only: Option<&Value>| {
        let mut plans = names(only);
        plans.sort();
        (only.is_some() && !plan.is_some_and(|p| plans.iter().any(|o| o == p))).then_some(plans)
    };
    if let Some(plans) = barred(rule.get("plans")) {
        let help = remedies::for_not_on_plan(rules, &plans);
        return Err(Stop::with("not_on_plan", json!({"model": id, "plans": plans}), help));
    }
    for (input, declared) in field::fields(rule, "inputs") {
        let Some(Priced::Choice(choice)) = inputs.get(&input) else { continue };
        if let Some(plans) = barred(declared.get("plans").and_then(|p| p.get(choice))) {
            let help = remedies::for_not_on_plan(rules, &plans);
            return Err(Stop::with(
                "not_on_plan",
                json!({"model": id, "input": input, "plans": plans}),
                help,
            ));
        }
    }
    let mut products = field::strings(rule, "products");
    products.sort();
    if rule.get("products").is_some() && !products.iter().any(|p| p == product) {
        return Err(Stop::refuse(
            "not_in_product",
            json!({"model": id, "product": product, "products": products}),
        ));
    }
    Ok(())
}

/// 4.9: the values that a number input allows, smallest first; `None` where there are more than `most`.
pub struct Range {
    pub first: Exact,
    pub step: Exact,
    pub count: BigInt,
    pub listed: Vec<Exact>,
}

/// 4.9: what `min`, `max`, `step` and `of` allow: without a step the whole numbers, without a `max` up to the largest.
pub fn range(rules: &Rules, model: &str, input: &str) -> Option<Range> {
    let rule = rules.raw.get("models")?.get(model)?.get("inputs")?.get(input)?;
    if field::text(rule, "type") != Some("number") {
        return None;
    }
    let mut listed: Vec<Exact> = field::items(rule, "of").iter().filter_map(decimal).collect();
    listed.sort();
    let min = of(rule, "min").unwrap_or_else(Exact::zero);
    let max = of(rule, "max").unwrap_or_else(|| Exact::from_integer(999_999_999_999_999i64.into()));
    let (first, step) = match of(rule, "step") {
        Some(step) => (min, step),
        None => (min.ceil(), Exact::one()),
    };
    let count = ((&max - &first) / &step).floor().to_integer() + BigInt::one();
    let count = if listed.is_empty() { count } else { BigInt::from(listed.len()) };
    Some(Range { first, step, count, listed })
}

/// Every number that a table of the model's prices, on whichever plan, has a cell for.
pub fn named(rules: &Rules, model: &str) -> Vec<Exact> {
    fn keys(value: &Value, is_cells: bool, found: &mut Vec<Exact>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| keys(item, false, found)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    if is_cells {
                        found.extend(decimal(&Value::from(name.as_str())));
                    }
                    keys(value, is_cells || name == "cells", found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let own = rules.raw.get("models").and_then(|models| models.get(model)?.get("price"));
    let plans = field::fields(&rules.raw, "plans");
    let on_plans = plans.iter().filter_map(|(_, plan)| plan.get("prices")?.get(model));
    own.into_iter().chain(on_plans).for_each(|price| keys(price, false, &mut found));
    found
}

impl Range {
    /// Which of the values one is.
    pub fn place(&self, value: &Exact) -> Option<BigInt> {
        if !self.listed.is_empty() {
            return self.listed.iter().position(|listed| listed == value).map(BigInt::from);
        }
        let place = (value - &self.first) / &self.step;
        let place = place.is_integer().then(|| place.to_integer())?;
        (place >= BigInt::from(0) && place < self.count).then_some(place)
    }

    /// The n-th value, from 0.
    pub fn at(&self, n: &BigInt) -> Value {
        let listed = n.to_usize().and_then(|n| self.listed.get(n));
        as_json(listed.unwrap_or(&(&self.first + &self.step * Exact::from_integer(n.clone()))))
    }
}
