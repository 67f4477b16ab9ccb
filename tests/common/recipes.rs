//! Models, plans and requests as proptest makes them.
//!
//! A recipe is made of choices that know nothing of each other, so that proptest can shrink each
//! by itself; building the JSON turns them into something that is right.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational as Fraction;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

use super::oracle::{self, decimal, keys, number};

/// A rulebook of one model and two plans, and what is asked of it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) rules: Value,
    pub(crate) request: Value,
    pub(crate) payer: Value,
}

/// Cases in which numbers are such as rulebooks have.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let all = recipes(small().boxed(), small().boxed()).prop_map(Recipe::build);
    all.prop_filter("a cost that can be counted, and raised", is_countable)
}

/// Powers of an input that multiplies as well can come to more than 2^53 − 1, where there is no cost.
fn is_countable(case: &Case) -> bool {
    let answer = oracle::estimate(&case.rules, &case.request, &case.payer).answer;
    answer.is_some_and(|answer| answer["cost"].as_u64().is_none_or(|cost| cost < 1 << 40))
}

/// Cases in which numbers have as many digits as there may be.
pub(crate) fn huge_cases() -> impl Strategy<Value = Case> {
    recipes(long().boxed(), huge().boxed()).prop_map(Recipe::build)
}

/// A request for any model of a rulebook, by anybody who could ask.
pub(crate) fn asked_of(rules: Value) -> impl Strategy<Value = Case> {
    let models = keys(&rules["models"]);
    let plans = keys(&rules["plans"]);
    let model = proptest::sample::select(models);
    let plan = weighted(0.5, any::<Index>());
    (model, sets(), plan).prop_map(move |(model, sets, plan)| {
        let plan = plan.filter(|_| !plans.is_empty()).map(|plan| plan.get(&plans));
        let payer = plan.map_or(Value::Null, |plan| json!({ "plan": plan }));
        let request = request(&model, &rules["models"][&model], &sets);
        Case { rules: rules.clone(), request, payer }
    })
}

/// Which inputs vary, and over which of their samples; and a value that may not be allowed.
pub(crate) fn vary() -> impl Strategy<Value = Vec<(Index, Vec<Index>, Value)>> {
    let wild = prop_oneof![Just(json!(true)), Just(json!("c0")), Just(json!(0.25)), Just(json!(-3))];
    vec((any::<Index>(), vec(any::<Index>(), 0..3), wild), 0..=3)
}

/// The axes that these are for a case.
pub(crate) fn axes_of(case: &Case, axes: &[(Index, Vec<Index>, Value)]) -> Value {
    let inputs = &case.rules["models"]["m"]["inputs"];
    let ids = keys(inputs);
    let mut taken: Vec<&String> = Vec::new();
    let mut built = Vec::new();
    for (id, values, wild) in axes.iter().filter(|_| !ids.is_empty()) {
        let id = id.get(&ids);
        if !taken.contains(&id) {
            taken.push(id);
            let samples = samples(&inputs[id]);
            let values = values.iter().map(|place| place.get(&samples).clone());
            built.push(json!([id, values.chain([wild.clone()]).collect::<Value>()]));
        }
    }
    built.into()
}

/// Told as JSON, to be made a test of its own.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\nrules {}\nrequest {}\npayer {}\n", self.rules, self.request, self.payer)
    }
}

/// A decimal as rules write it: a string, or a number.
#[derive(Clone, Debug)]
struct Number {
    digits: String,
    quoted: bool,
}

impl Number {
    fn json(&self) -> Value {
        if self.quoted { json!(self.digits) } else { serde_json::from_str(&self.digits).unwrap() }
    }

    fn value(&self) -> Fraction {
        decimal(&json!(self.digits))
    }

    fn is_zero(&self) -> bool {
        self.value().is_zero()
    }
}

type Numbers = BoxedStrategy<Number>;

fn small() -> impl Strategy<Value = Number> {
    let whole = (0_u32..=12).prop_map(|whole| whole.to_string());
    let halves = (0_u32..=40).prop_map(|halves| format!("{}", Hundredths(halves * 50)));
    let hundredths = (0_u32..=20_000).prop_map(|all| format!("{}", Hundredths(all)));
    (prop_oneof![5 => whole, 2 => halves, 2 => hundredths], any::<bool>())
        .prop_map(|(digits, quoted)| Number { digits, quoted })
}

/// `7.25`, and `7` rather than `7.00`.
struct Hundredths(u32);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        f.write_str(written.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Up to 15 digits, which a JavaScript number keeps.
fn long() -> impl Strategy<Value = Number> {
    let digits = prop_oneof![0_u64..10, 0_u64..1_000_000, 0_u64..1_000_000_000_000_000];
    (digits, 0_usize..=12).prop_map(|(digits, places)| {
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        Number { digits: format!("{whole}.{fraction}").trim_end_matches('.').to_owned(), quoted: true }
    })
}

/// Up to 15 digits before the point and 12 after it: strings, which keep them all.
fn huge() -> impl Strategy<Value = Number> {
    let whole = prop_oneof![0_u64..10, 0_u64..1_000_000, 0_u64..1_000_000_000_000_000];
    let fraction = prop_oneof![
        Just(String::new()),
        Just(".5".to_owned()),
        (1_u64..1_000_000_000_000).prop_map(|fraction| format!(".{fraction:012}")),
    ];
    (whole, fraction)
        .prop_map(|(whole, fraction)| Number { digits: format!("{whole}{fraction}"), quoted: true })
}

#[derive(Clone, Debug)]
enum Input {
    Range { bounds: (Option<Number>, Option<Number>), step: Option<Number>, assume: bool },
    List(Vec<Number>),
    Choice { count: usize, kept: Option<Index> },
    Flag,
    Text { bytes: bool, max: Option<u16> },
}

#[derive(Clone, Debug)]
struct Term {
    label: bool,
    rate: Rate,
    times: Vec<Times>,
    when: Vec<(Index, Vec<Index>)>,
}

#[derive(Clone, Debug)]
enum Rate {
    Flat(Number),
    Lookup(Lookup),
    Tiers { by: Measure, steps: Vec<(Number, Number)>, open: bool },
}

#[derive(Clone, Debug)]
enum Times {
    Measure(Measure),
    Lookup(Lookup),
}

#[derive(Clone, Debug)]
struct Lookup {
    by: Vec<Index>,
    values: Vec<Number>,
    /// Leaves out every so many-th cell.
    hole: Option<usize>,
}

#[derive(Clone, Debug)]
struct Measure {
    of: Vec<Index>,
    plus: Vec<Index>,
    beyond: Option<Number>,
    at_least: Option<Number>,
    /// By units or by blocks.
    divide: Option<(bool, Number)>,
}

#[derive(Clone, Debug)]
struct Recipe {
    inputs: Vec<(Input, Option<Index>)>,
    terms: Vec<Term>,
    each: Option<Index>,
    round: Option<&'static str>,
    round_to: Option<u8>,
    clamps: (Option<Number>, Option<Number>),
    kept: (bool, bool),
    discount: Option<u8>,
    on_plan: Option<Vec<Term>>,
    sets: Vec<Set>,
    payer: Option<(Option<&'static str>, Option<&'static str>)>,
}

/// What a request does with an input.
#[derive(Clone, Debug)]
enum Set {
    /// To one of the values that are allowed.
    To(Index),
    /// Where it has a default, it is left out.
    Default,
    Missing,
    /// To any value at all.
    Wild(Value),
}

/// `bounds` are what requests may set inputs to, `numbers` everything else.
fn recipes(bounds: Numbers, numbers: Numbers) -> impl Strategy<Value = Recipe> {
    let inputs = vec((inputs(bounds), of(any::<Index>())), 0..=4);
    let model = (
        inputs,
        vec(terms(numbers.clone()), 0..=4),
        weighted(0.3, any::<Index>()),
        of(proptest::sample::select(vec!["up", "down", "nearest"])),
        weighted(0.3, 1_u8..20),
        (weighted(0.3, numbers.clone()), weighted(0.3, numbers.clone())),
        (proptest::bool::weighted(0.1), proptest::bool::weighted(0.1)),
    );
    let plan = (of(0_u8..=100), weighted(0.2, vec(terms(numbers), 0..=2)));
    let payer = of((
        of(proptest::sample::select(vec!["free", "pro", "gone"])),
        of(proptest::sample::select(vec!["app", "api"])),
    ));
    (model, plan, sets(), payer).prop_map(|(model, (discount, on_plan), sets, payer)| {
        let (inputs, terms, each, round, round_to, clamps, kept) = model;
        Recipe { inputs, terms, each, round, round_to, clamps, kept, discount, on_plan, sets, payer }
    })
}

fn inputs(numbers: Numbers) -> impl Strategy<Value = Input> {
    let range =
        ((of(numbers.clone()), of(numbers.clone())), of(numbers.clone()), proptest::bool::weighted(0.3));
    prop_oneof![
        4 => range.prop_map(|(bounds, step, assume)| Input::Range { bounds, step, assume }),
        2 => vec(numbers, 1..=4).prop_map(Input::List),
        3 => (1_usize..=4, weighted(0.2, any::<Index>())).prop_map(|(count, kept)| Input::Choice { count, kept }),
        2 => Just(Input::Flag),
        2 => (any::<bool>(), of(0_u16..40)).prop_map(|(bytes, max)| Input::Text { bytes, max }),
    ]
}

fn terms(numbers: Numbers) -> impl Strategy<Value = Term> {
    let steps = vec((numbers.clone(), numbers.clone()), 1..=3);
    let rate = prop_oneof![
        4 => numbers.clone().prop_map(Rate::Flat),
        2 => lookups(numbers.clone()).prop_map(Rate::Lookup),
        2 => (measures(numbers.clone()), steps, any::<bool>())
            .prop_map(|(by, steps, open)| Rate::Tiers { by, steps, open }),
    ];
    let times = prop_oneof![
        3 => measures(numbers.clone()).prop_map(Times::Measure),
        1 => lookups(numbers).prop_map(Times::Lookup),
    ];
    let when = vec((any::<Index>(), vec(any::<Index>(), 1..=3)), 0..=2);
    (any::<bool>(), rate, vec(times, 0..=2), prop_oneof![3 => Just(Vec::new()), 1 => when])
        .prop_map(|(label, rate, times, when)| Term { label, rate, times, when })
}

fn lookups(numbers: Numbers) -> impl Strategy<Value = Lookup> {
    (vec(any::<Index>(), 1..=2), vec(numbers, 1..=6), weighted(0.2, 2_usize..8))
        .prop_map(|(by, values, hole)| Lookup { by, values, hole })
}

fn measures(numbers: Numbers) -> impl Strategy<Value = Measure> {
    (
        vec(any::<Index>(), 1..=2),
        vec(any::<Index>(), 0..=1),
        weighted(0.2, numbers.clone()),
        weighted(0.2, numbers.clone()),
        of((any::<bool>(), numbers)),
    )
        .prop_map(|(of, plus, beyond, at_least, divide)| Measure { of, plus, beyond, at_least, divide })
}

fn sets() -> impl Strategy<Value = Vec<Set>> {
    let wild = prop_oneof![
        (-100_i32..10_000).prop_map(|wild| json!(wild)),
        (0_i32..10_000).prop_map(|wild| number(&Fraction::new(wild.into(), 8.into()))),
        any::<bool>().prop_map(|wild| json!(wild)),
        ".{0,50}".prop_map(|wild| json!(wild)),
    ];
    let set = prop_oneof![
        20 => any::<Index>().prop_map(Set::To),
        4 => Just(Set::Default),
        1 => Just(Set::Missing),
        1 => wild.prop_map(Set::Wild),
    ];
    vec(set, 5)
}

impl Recipe {
    fn build(self) -> Case {
        let numeric = self.inputs.iter().enumerate().filter(|(_, (input, _))| input.is_numeric());
        let numeric: Vec<usize> = numeric.map(|(place, _)| place).collect();
        let each = self.each.filter(|_| !numeric.is_empty()).map(|each| *each.get(&numeric));
        let inputs: Map<_, _> = self
            .inputs
            .iter()
            .enumerate()
            .map(|(place, (input, default))| (name(place), input.build(*default, each == Some(place))))
            .collect();

        let kitchen = Kitchen { inputs: &inputs };
        let mut model = json!({ "inputs": inputs, "price": kitchen.price(&self.terms) });
        put(&mut model, "each", each.map(name));
        put(&mut model, "round", self.round);
        put(&mut model, "roundTo", self.round_to);
        let (least, most) = in_order(self.clamps.0.as_ref(), self.clamps.1.as_ref());
        put(&mut model, "atLeast", least.map(Number::json));
        put(&mut model, "atMost", most.map(Number::json));
        put(&mut model, "plans", self.kept.0.then(|| json!(["pro"])));
        put(&mut model, "products", self.kept.1.then(|| json!(["api"])));

        let mut pro = json!({ "paid": true, "every": "month" });
        put(
            &mut pro,
            "discount",
            self.discount.map(|hundredths| format!("{}", Hundredths(hundredths.into()))),
        );
        put(&mut pro, "prices", self.on_plan.map(|terms| json!({ "m": kitchen.price(&terms) })));

        let mut payer = json!({});
        put(&mut payer, "plan", self.payer.and_then(|(plan, _)| plan));
        put(&mut payer, "product", self.payer.and_then(|(_, product)| product));
        let request = request("m", &model, &self.sets);
        Case {
            rules: json!({
                "schema": 1, "name": "Recipe", "sources": [], "products": ["app", "api"],
                "plans": { "free": { "paid": false, "every": "day" }, "pro": pro },
                "models": { "m": model },
            }),
            request,
            payer: if self.payer.is_some() { payer } else { Value::Null },
        }
    }
}

/// Inputs are called `a`, `b`, `c` …
fn name(place: usize) -> String {
    char::from(b'a' + u8::try_from(place).unwrap()).to_string()
}

fn put(object: &mut Value, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object[key] = value.into();
    }
}

/// The lesser of two first, where there are two.
fn in_order<'n>(
    one: Option<&'n Number>,
    other: Option<&'n Number>,
) -> (Option<&'n Number>, Option<&'n Number>) {
    match (one, other) {
        (Some(least), Some(most)) if least.value() > most.value() => (Some(most), Some(least)),
        _ => (one, other),
    }
}

impl Input {
    fn is_numeric(&self) -> bool {
        matches!(self, Self::Range { .. } | Self::List(_) | Self::Text { .. })
    }

    fn build(&self, default: Option<Index>, multiplies: bool) -> Value {
        let mut input = match self {
            Self::Range { bounds, step, .. } => {
                let (min, max) = in_order(bounds.0.as_ref(), bounds.1.as_ref());
                let mut input = json!({ "type": "number" });
                put(&mut input, "min", min.map(Number::json));
                put(&mut input, "max", max.map(Number::json));
                put(&mut input, "step", step.as_ref().filter(|step| !step.is_zero()).map(Number::json));
                input
            }
            Self::List(all) => {
                let mut list: Vec<&Number> = Vec::new();
                for number in all {
                    if list.iter().all(|other| other.value() != number.value()) {
                        list.push(number);
                    }
                }
                json!({ "type": "number", "of": list.into_iter().map(Number::json).collect::<Vec<_>>() })
            }
            Self::Choice { count, kept } => {
                let of: Vec<String> = (0..*count).map(|place| format!("c{place}")).collect();
                let plans = kept.map(|kept| json!({ kept.get(&of).as_str(): ["pro"] }));
                let mut input = json!({ "type": "choice", "of": of });
                put(&mut input, "plans", plans);
                input
            }
            Self::Flag => json!({ "type": "flag" }),
            Self::Text { bytes, max } => {
                let mut input =
                    json!({ "type": "text", "measure": if *bytes { "bytes" } else { "characters" } });
                put(&mut input, "max", *max);
                input
            }
        };
        // What multiplies the whole price must be whole where it is left out.
        let mut defaults = samples(&input);
        defaults.retain(|value| !multiplies || !value.is_number() || decimal(value).is_integer());
        let has_default = !defaults.is_empty() && !matches!(self, Self::Text { .. });
        put(&mut input, "default", default.filter(|_| has_default).map(|index| index.get(&defaults).clone()));
        let assumes = matches!(self, Self::Range { assume: true, .. }) && !multiplies;
        let assumes = assumes && input.get("max").is_some();
        put(&mut input, "assume", assumes.then_some("max"));
        input
    }
}

/// A few values that an input allows, its bounds among them.
fn samples(input: &Value) -> Vec<Value> {
    let field = |name: &str| input.get(name).map(decimal);
    match input["type"].as_str() {
        Some("number") if input.get("of").is_some() => {
            input["of"].as_array().unwrap().iter().map(|one| number(&decimal(one))).collect()
        }
        Some("number") => {
            let least = field("min").unwrap_or_else(Fraction::zero);
            let step = field("step").unwrap_or_else(|| Fraction::new(1.into(), 2.into()));
            let steps = field("max").map(|max| ((max - &least) / &step).floor());
            let few = [0, 1, 2, 3, 4, 7, 60].map(|few| Fraction::from(BigInt::from(few)));
            let few = few.into_iter().filter(|few| steps.as_ref().is_none_or(|steps| few <= steps));
            // More than 15 digits before the point are no number that a request could have.
            let bound = Fraction::from(BigInt::from(10_u64.pow(15)));
            few.chain(steps.clone())
                .map(|steps| &least + steps * &step)
                .filter(|value| *value < bound)
                .map(|value| (number(&value), value))
                .filter(|(number, value)| decimal(number) == *value)
                .map(|(number, _)| number)
                .collect()
        }
        Some("choice") => input["of"].as_array().unwrap().clone(),
        Some("flag") => vec![json!(true), json!(false)],
        _ => {
            let most = field("max").unwrap_or_else(|| Fraction::from(BigInt::from(1_000)));
            let texts = ["", "a", "grüß", "日本語", "😀😀", "a long enough text"];
            let texts = texts.into_iter().filter(|text| Fraction::from(BigInt::from(text.len())) <= most);
            let counts = [Fraction::zero(), Fraction::one()].into_iter().chain([most.clone()]);
            let counts = counts.filter(|count| *count <= most).map(|count| number(&count));
            counts.chain(texts.map(Value::from)).collect()
        }
    }
}

/// A request for a model; the set after the last input's decides about one that is not declared.
fn request(id: &str, model: &Value, sets: &[Set]) -> Value {
    let mut inputs = Map::new();
    let declared = keys(&model["inputs"]);
    for (input, set) in declared.iter().zip(sets.iter().cycle()) {
        let declaration = &model["inputs"][input];
        let samples = samples(declaration);
        let falls_back = declaration.get("default").is_some() || declaration.get("assume").is_some();
        match set {
            Set::Missing => {}
            Set::Default if falls_back => {}
            Set::Default => {
                inputs.insert(input.clone(), samples[0].clone());
            }
            Set::To(index) => {
                inputs.insert(input.clone(), index.get(&samples).clone());
            }
            Set::Wild(value) => {
                inputs.insert(input.clone(), value.clone());
            }
        }
    }
    if let Some(Set::Wild(value)) = sets.get(declared.len()) {
        inputs.insert("misspelt".to_owned(), value.clone());
    }
    json!({ "model": id, "inputs": inputs })
}

/// Makes terms of recipes, with the inputs that there are.
struct Kitchen<'i> {
    inputs: &'i Map<String, Value>,
}

impl Kitchen<'_> {
    fn price(&self, terms: &[Term]) -> Value {
        terms.iter().enumerate().map(|(place, term)| self.term(place, term)).collect()
    }

    fn term(&self, place: usize, term: &Term) -> Value {
        let rate = match &term.rate {
            Rate::Flat(rate) => rate.json(),
            Rate::Lookup(lookup) => self.lookup(lookup).unwrap_or_else(|| lookup.values[0].json()),
            Rate::Tiers { by, steps, open } => match self.measure(by) {
                Some(by) => json!({ "by": by, "steps": tiers(steps, *open) }),
                None => steps[0].1.json(),
            },
        };
        let times = term.times.iter().filter_map(|times| match times {
            Times::Measure(measure) => self.measure(measure),
            Times::Lookup(lookup) => self.lookup(lookup),
        });
        let mut built = json!({ "rate": rate, "times": times.collect::<Vec<_>>() });
        put(&mut built, "label", term.label.then(|| format!("Term {place}")));
        put(&mut built, "when", self.when(&term.when));
        built
    }

    fn names(&self, indexes: &[Index], numeric: bool) -> Vec<&str> {
        let is_numeric = |input: &Value| matches!(input["type"].as_str(), Some("number" | "text"));
        let names = self.inputs.iter().filter(|(_, input)| !numeric || is_numeric(input));
        let names: Vec<&str> = names.map(|(id, _)| id.as_str()).collect();
        indexes.iter().filter(|_| !names.is_empty()).map(|index| *index.get(&names)).collect()
    }

    /// None where no input can be multiplied.
    fn measure(&self, measure: &Measure) -> Option<Value> {
        let of = self.names(&measure.of, true);
        let mut built = match of.as_slice() {
            [] => return None,
            [only] if measure.plus.is_empty() => json!({ "of": only }),
            _ => json!({ "of": of }),
        };
        let plus = self.names(&measure.plus, true);
        put(&mut built, "plus", (!plus.is_empty()).then_some(plus));
        put(&mut built, "beyond", measure.beyond.as_ref().map(Number::json));
        put(&mut built, "atLeast", measure.at_least.as_ref().map(Number::json));
        if let Some((units, size)) = measure.divide.as_ref().filter(|(_, size)| !size.is_zero()) {
            put(&mut built, if *units { "unit" } else { "block" }, Some(size.json()));
        }
        let bare = built.as_object().is_some_and(|fields| fields.len() == 1) && built["of"].is_string();
        Some(if bare { built["of"].clone() } else { built })
    }

    /// None where there is no input to look up by.
    fn lookup(&self, lookup: &Lookup) -> Option<Value> {
        let mut by = self.names(&lookup.by, false);
        by.dedup();
        let mut values = lookup.values.iter().cycle().enumerate();
        let cells = self.cells(&by, &mut |()| {
            let (place, value) = values.next()?;
            let is_hole = lookup.hole.is_some_and(|hole| place % hole == hole - 1);
            (!is_hole).then(|| value.json())
        });
        match by.as_slice() {
            [] => None,
            [only] => Some(json!({ "by": only, "cells": cells? })),
            _ => Some(json!({ "by": by, "cells": cells? })),
        }
    }

    fn cells(&self, by: &[&str], next: &mut impl FnMut(()) -> Option<Value>) -> Option<Value> {
        let Some((input, rest)) = by.split_first() else {
            return next(());
        };
        let mut cells = Map::new();
        for sample in samples(&self.inputs[*input]) {
            let key = sample.as_str().map_or_else(|| sample.to_string(), str::to_owned);
            // Texts are looked up by their counts, which are among the samples.
            let is_text = self.inputs[*input]["type"] == "text" && sample.is_string();
            let cell = self.cells(rest, next).filter(|_| !is_text);
            cells.extend(cell.map(|cell| (key, cell)));
        }
        Some(cells.into())
    }

    fn when(&self, when: &[(Index, Vec<Index>)]) -> Option<Value> {
        let mut built = Map::new();
        for (input, values) in when {
            for input in self.names(&[*input], false) {
                let mut samples = samples(&self.inputs[input]);
                samples.retain(|sample| self.inputs[input]["type"] != "text" || sample.is_number());
                let mut allowed: Vec<&Value> = Vec::new();
                for value in values.iter().map(|index| index.get(&samples)) {
                    if !allowed.contains(&value) {
                        allowed.push(value);
                    }
                }
                let value = if allowed.len() == 1 { allowed[0].clone() } else { json!(allowed) };
                built.insert(input.to_owned(), value);
            }
        }
        (!built.is_empty()).then(|| built.into())
    }
}

/// Steps that rise; the last one without an end where it is open.
fn tiers(steps: &[(Number, Number)], open: bool) -> Value {
    let mut rising: Vec<&(Number, Number)> = steps.iter().collect();
    rising.sort_by_key(|(up_to, _)| up_to.value());
    rising.dedup_by_key(|(up_to, _)| up_to.value());
    let last = rising.len() - 1;
    let step = |(place, (up_to, rate)): (usize, &&(Number, Number))| {
        if open && place == last {
            json!({ "rate": rate.json() })
        } else {
            json!({ "upTo": up_to.json(), "rate": rate.json() })
        }
    };
    rising.iter().enumerate().map(step).collect()
}

/// Any JSON, with the words of rulebooks among its keys and values.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        proptest::sample::select(vec![0_i64, 1, -1, 2, 53, i64::MAX, i64::MIN]).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((words(), inner), 0..5).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Any text, much of it such as JSON is made of.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let tokens = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "@",
        "\"@\"",
        "null",
        "true",
        "1e400",
        "-0",
        "1.",
        "\\ud800",
        "\\u0000",
        " ",
        "\n",
        "\u{feff}",
        "\u{2028}",
        "//",
        "\"schema\":1",
        "\"model\":\"gen4\"",
        "\"inputs\":{",
        "é",
    ]);
    prop_oneof![
        vec(any::<u8>(), 0..60).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        vec(tokens, 0..30).prop_map(|tokens| tokens.concat()),
    ]
}

fn words() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec![
        "schema",
        "name",
        "sources",
        "models",
        "plans",
        "products",
        "packs",
        "purchase",
        "roles",
        "price",
        "rate",
        "times",
        "when",
        "by",
        "cells",
        "steps",
        "upTo",
        "of",
        "plus",
        "unit",
        "block",
        "inputs",
        "type",
        "number",
        "choice",
        "flag",
        "text",
        "measure",
        "min",
        "max",
        "step",
        "default",
        "each",
        "round",
        "atLeast",
        "atMost",
        "model",
        "m",
        "gen4",
        "seconds",
        "plan",
        "product",
        "pro",
        "app",
        "0.1",
        "5",
        "true",
        "__proto__",
        "",
    ]);
    prop_oneof![3 => known.prop_map(str::to_owned), 1 => ".{0,20}"]
}
