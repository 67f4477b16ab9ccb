//! Prices by the book: section 4 of the semantics, read sentence by sentence and without haste.
//!
//! It works on the JSON as written, with fractions that know no bound, and shares nothing with the
//! engine. What it answers is an estimate or a refusal as the engine would tell it, less what is
//! not arithmetic: the digest of the one; message, remedies and instant of the other.

use num_bigint::BigInt;
use num_rational::BigRational as Fraction;
use num_traits::{One, Pow, Signed, Zero};
use serde_json::{Map, Value, json};

/// What a request comes to.
pub(crate) struct Verdict {
    /// The estimate or the refusal; nothing where the cost passes 2^53 − 1.
    pub(crate) answer: Option<Value>,
    /// The bits of the widest number met on the way.
    pub(crate) widest: u64,
}

/// Why there is no price, as code and facts.
struct No(&'static str, Value);

pub(crate) fn estimate(rules: &Value, request: &Value, payer: &Value) -> Verdict {
    let mut oracle = Oracle { rules, widest: 0 };
    let answer = match oracle.priced(request, payer) {
        Ok(answer) => answer,
        Err(No(code, facts)) => Some(json!({ "ok": false, "code": code, "facts": facts })),
    };
    Verdict { answer, widest: oracle.widest }
}

/// A decimal, from a string or a number.
pub(crate) fn decimal(value: &Value) -> Fraction {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().expect("a decimal");
    let exponent: i32 = exponent.parse().expect("an exponent");
    let places = exponent - i32::try_from(fraction.len()).unwrap();
    Fraction::from(digits) * Fraction::from(BigInt::from(10)).pow(places)
}

/// "A decimal without trailing zeros where the value has a finite one, otherwise a fraction in
/// lowest terms."
pub(crate) fn exact(value: &Fraction) -> String {
    let mut scaled = value.clone();
    // A power of ten that is divided by every power of two and five below has at most as many
    // zeros as the number below has bits.
    for places in 0..=value.denom().bits() {
        if scaled.is_integer() {
            let digits = scaled.to_integer().to_string();
            let places = usize::try_from(places).unwrap();
            let padded = format!("{digits:0>width$}", width = places + 1);
            let (whole, fraction) = padded.split_at(padded.len() - places);
            return if places == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") };
        }
        scaled *= Fraction::from(BigInt::from(10));
    }
    format!("{}/{}", value.numer(), value.denom())
}

/// A decimal as the JSON number that it is read as: one with a point is a double, though it be nearest to
/// a whole one, as 67039.999999999998 is to 67040.
pub(crate) fn number(value: &Fraction) -> Value {
    let text = exact(value);
    if value.is_integer() {
        serde_json::from_str(&text).expect("a whole number is a JSON number")
    } else {
        json!(text.parse::<f64>().expect("a finite decimal"))
    }
}

/// What an input is set to.
#[derive(PartialEq)]
enum Setting {
    Number(Fraction),
    Choice(String),
    Flag(bool),
}

impl Setting {
    /// "Cells are keyed by the choice, by the number as its canonical decimal, or true and false."
    fn key(&self) -> String {
        match self {
            Self::Number(number) => exact(number),
            Self::Choice(choice) => choice.clone(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Number(value) => number(value),
            Self::Choice(choice) => json!(choice),
            Self::Flag(flag) => json!(flag),
        }
    }

    /// Whether a value in a `when`, or a key of cells, means it.
    fn is(&self, value: &Value) -> bool {
        match self {
            Self::Number(number) => decimal(value) == *number,
            Self::Choice(choice) => value == choice,
            Self::Flag(flag) => value == flag || value == &flag.to_string(),
        }
    }
}

type Settings = Vec<(String, Setting)>;

struct Oracle<'r> {
    rules: &'r Value,
    widest: u64,
}

impl Oracle<'_> {
    fn priced(&mut self, request: &Value, payer: &Value) -> Result<Option<Value>, No> {
        let rules = self.rules;
        let plan = match payer["plan"].as_str() {
            None => None,
            Some(id) => {
                let plan = rules["plans"].get(id).ok_or_else(|| No("unknown_plan", json!({ "id": id })))?;
                Some((id, plan))
            }
        };
        let id = request["model"].as_str().expect("a request names its model");
        let model = rules["models"].get(id).ok_or_else(|| No("unknown_model", json!({ "id": id })))?;
        // "A plan's `prices` stand in for the `price` of the models they name."
        let price = plan.and_then(|(_, plan)| plan["prices"].get(id)).or_else(|| model.get("price"));
        let terms = items(price.ok_or_else(|| No("unpriced", json!({ "model": id })))?);
        let (settings, ceiling) = set(model, id, request)?;

        let mut sum = Fraction::zero();
        let mut lines = Vec::new();
        for term in terms.iter().filter(|term| holds(&term["when"], &settings)) {
            let (rate, units) = self.charge(term, id, &settings)?;
            let credits = self.seen(&rate * &units);
            let label = term["label"].as_str().or(model["label"].as_str()).unwrap_or(id);
            lines.push(json!({
                "label": label, "rate": exact(&rate), "units": exact(&units), "credits": exact(&credits),
            }));
            sum = self.seen(sum + credits);
        }
        let discount = plan.and_then(|(_, plan)| plan.get("discount")).map_or_else(Fraction::zero, decimal);
        let of_one = self.seen(clamped(sum * (Fraction::one() - discount), model));
        let each = model["each"].as_str().map_or_else(Fraction::one, |each| numeric(&settings, each));
        let cost = self.seen(rounded(&of_one, model) * each).to_integer();
        // "A cost above 2^53−1 is `invalid_request`": a mistake, whoever asks.
        if cost >= BigInt::from(1_u64 << 53) {
            return Ok(None);
        }
        available(model, id, &settings, plan.map(|(id, _)| id), self.product(payer))?;
        let inputs: Map<_, _> = settings.iter().map(|(id, setting)| (id.clone(), setting.value())).collect();
        Ok(Some(json!({
            "ok": true, "model": id, "cost": number(&cost.into()), "exact": exact(&of_one),
            "ceiling": ceiling, "inputs": inputs, "lines": lines,
        })))
    }

    /// "A list price knows … the first product."
    fn product<'a>(&'a self, payer: &'a Value) -> &'a str {
        payer["product"].as_str().or(self.rules["products"][0].as_str()).unwrap_or("app")
    }

    /// The rate of a term and what it is multiplied by.
    fn charge(&mut self, term: &Value, id: &str, settings: &Settings) -> Result<(Fraction, Fraction), No> {
        let rate = &term["rate"];
        let rate = if rate["cells"].is_object() {
            look_up(rate, id, settings)?
        } else if rate["steps"].is_array() {
            self.reach(rate, id, settings)?
        } else {
            decimal(rate)
        };
        let mut units = Fraction::one();
        for times in items(&term["times"]) {
            let factor = if times["cells"].is_object() {
                look_up(times, id, settings)?
            } else {
                self.measured(times, settings)
            };
            units = self.seen(units * factor);
        }
        Ok((rate, units))
    }

    /// "Every unit at the rate of the step reached. Above the last `upTo`: `not_offered`."
    fn reach(&mut self, tiers: &Value, id: &str, settings: &Settings) -> Result<Fraction, No> {
        let reached = self.measured(&tiers["by"], settings);
        let step = items(&tiers["steps"])
            .iter()
            .find(|step| step.get("upTo").is_none_or(|up_to| reached <= decimal(up_to)));
        step.map(|step| decimal(&step["rate"])).ok_or_else(|| {
            let by = &tiers["by"];
            let of = if by.is_string() { names(by) } else { names(&by["of"]) };
            not_offered(id, of.into_iter().chain(names(&by["plus"])), settings)
        })
    }

    /// "An input, or the product of the inputs `of`, plus each of `plus`, less `beyond` but never
    /// under 0, raised to `atLeast`, then divided."
    fn measured(&mut self, measure: &Value, settings: &Settings) -> Fraction {
        if let Some(input) = measure.as_str() {
            return numeric(settings, input);
        }
        let field = |name| measure.get(name).map(decimal);
        let mut sum = Fraction::one();
        for input in names(&measure["of"]) {
            sum = self.seen(sum * numeric(settings, input));
        }
        for input in names(&measure["plus"]) {
            sum = self.seen(sum + numeric(settings, input));
        }
        let beyond = sum - field("beyond").unwrap_or_else(Fraction::zero);
        let raised = beyond.max(Fraction::zero()).max(field("atLeast").unwrap_or_else(Fraction::zero));
        let divided = match (field("unit"), field("block")) {
            (Some(unit), _) => raised / unit,
            (None, Some(block)) => (raised / block).ceil(),
            (None, None) => raised,
        };
        self.seen(divided)
    }

    /// Takes note of how wide a number is.
    fn seen(&mut self, number: Fraction) -> Fraction {
        self.widest = self.widest.max(number.numer().bits()).max(number.denom().bits());
        number
    }
}

/// Finds out what every input is set to, and whether one was taken at its maximum.
fn set(model: &Value, id: &str, request: &Value) -> Result<(Settings, bool), No> {
    let facts = |input: &str| json!({ "model": id, "input": input });
    let declared = keys(&model["inputs"]);
    for input in keys(&request["inputs"]) {
        if !declared.contains(&input) {
            return Err(No("unknown_input", facts(&input)));
        }
    }
    let given = |id: &String| request["inputs"].get(id);
    let input = |id: &String| &model["inputs"][id];
    for id in &declared {
        if given(id).is_none() && fallback(input(id)).is_none() {
            return Err(No("missing_input", facts(id)));
        }
    }
    let mut settings = Settings::new();
    let mut ceiling = false;
    for id in &declared {
        let setting = match given(id) {
            Some(value) => setting(input(id), value),
            None => fallback(input(id)),
        };
        let setting = setting.filter(|setting| match setting {
            // "… or a fraction where `each` multiplies".
            Setting::Number(number) => model["each"] != *id || number.is_integer(),
            _ => true,
        });
        ceiling |= given(id).is_none() && input(id).get("default").is_none();
        settings.push((id.clone(), setting.ok_or_else(|| No("input_out_of_range", facts(id)))?));
    }
    Ok((settings, ceiling))
}

/// "A missing one takes its default, or its maximum where `assume: "max"`."
fn fallback(input: &Value) -> Option<Setting> {
    match (input.get("default"), input["assume"].as_str()) {
        // A default may be written as a string, where a request has a number.
        (Some(default), _) if input["type"] == "number" => Some(Setting::Number(decimal(default))),
        (Some(default), _) => setting(input, default),
        (None, Some("max")) => greatest(input).map(Setting::Number),
        (None, _) => None,
    }
}

/// The greatest number that is allowed.
fn greatest(input: &Value) -> Option<Fraction> {
    let listed = items(&input["of"]).iter().map(decimal).filter(|number| allows(input, number)).max();
    if input.get("of").is_some() {
        return listed;
    }
    let (least, max) = (least(input), decimal(input.get("max")?));
    Some(match input.get("step").map(decimal) {
        Some(step) => &least + ((max - &least) / &step).floor() * &step,
        None => max,
    })
}

/// "From 0, where no `min` is given."
fn least(input: &Value) -> Fraction {
    input.get("min").map_or_else(Fraction::zero, decimal)
}

fn allows(input: &Value, number: &Fraction) -> bool {
    let field = |name| input.get(name).map(decimal);
    *number >= least(input)
        && field("max").is_none_or(|max| *number <= max)
        && field("step").is_none_or(|step| ((number - least(input)) / step).is_integer())
        && input.get("of").is_none_or(|of| items(of).iter().any(|one| decimal(one) == *number))
}

/// What a value sets an input to, if it is allowed.
fn setting(input: &Value, value: &Value) -> Option<Setting> {
    match (input["type"].as_str()?, value) {
        ("number", Value::Number(_)) => {
            Some(decimal(value)).filter(|number| allows(input, number)).map(Setting::Number)
        }
        ("choice", Value::String(choice)) => {
            items(&input["of"]).contains(value).then(|| Setting::Choice(choice.clone()))
        }
        ("flag", Value::Bool(flag)) => Some(Setting::Flag(*flag)),
        ("text", Value::String(_) | Value::Number(_)) => {
            let count = match value.as_str() {
                Some(text) if input["measure"] == "bytes" => Fraction::from(BigInt::from(text.len())),
                Some(text) => Fraction::from(BigInt::from(text.chars().count())),
                None => decimal(value),
            };
            let within = input.get("max").is_none_or(|max| count <= decimal(max));
            (count.is_integer() && !count.is_negative() && within).then_some(Setting::Number(count))
        }
        _ => None,
    }
}

/// "Charged only when every named input has (one of) these values."
fn holds(when: &Value, settings: &Settings) -> bool {
    keys(when).iter().all(|input| {
        let setting = of(settings, input);
        match &when[input] {
            Value::Array(values) => values.iter().any(|value| setting.is(value)),
            value => setting.is(value),
        }
    })
}

/// "Not there: `not_offered`."
fn look_up(lookup: &Value, id: &str, settings: &Settings) -> Result<Fraction, No> {
    let by = names(&lookup["by"]);
    let mut cells = &lookup["cells"];
    for input in &by {
        let setting = of(settings, input);
        let entries = cells.as_object().expect("cells");
        let found = entries.iter().find(|(key, _)| setting.is(&json!(key)));
        cells = found.ok_or_else(|| not_offered(id, by.iter().copied(), settings))?.1;
    }
    Ok(decimal(cells))
}

fn not_offered<'i>(id: &str, by: impl Iterator<Item = &'i str>, settings: &Settings) -> No {
    let inputs: Map<_, _> = by.map(|input| (input.to_owned(), json!(of(settings, input).key()))).collect();
    No("not_offered", json!({ "model": id, "inputs": inputs }))
}

/// "The sum clamped … Where the discounted sum is 0, no clamp applies: free stays free."
fn clamped(sum: Fraction, model: &Value) -> Fraction {
    if sum.is_zero() {
        return sum;
    }
    let raised = model.get("atLeast").map_or(sum.clone(), |least| sum.max(decimal(least)));
    model.get("atMost").map_or(raised.clone(), |most| raised.min(decimal(most)))
}

/// "Rounded as `round` says (`nearest` takes a half up) to whole credits or multiples of `roundTo`."
fn rounded(exact: &Fraction, model: &Value) -> Fraction {
    let to = model.get("roundTo").map_or_else(Fraction::one, decimal);
    let steps = exact / &to;
    let half = Fraction::new(1.into(), 2.into());
    let whole = match model["round"].as_str() {
        Some("down") => steps.floor(),
        Some("nearest") => (steps + half).floor(),
        _ => steps.ceil(),
    };
    whole * to
}

/// "A model's or a choice's `plans`, a model's `products`: refused … to others."
fn available(
    model: &Value,
    id: &str,
    settings: &Settings,
    plan: Option<&str>,
    product: &str,
) -> Result<(), No> {
    let is_on = |plans: &Value| plan.is_some_and(|plan| names(plans).contains(&plan));
    if model.get("plans").is_some_and(|plans| !is_on(plans)) {
        return Err(No("not_on_plan", json!({ "model": id, "plans": sorted(&model["plans"]) })));
    }
    for (input, setting) in settings {
        let plans = &model["inputs"][input]["plans"][setting.key()];
        if plans.is_array() && !is_on(plans) {
            return Err(No("not_on_plan", json!({ "model": id, "input": input, "plans": sorted(plans) })));
        }
    }
    if model.get("products").is_some_and(|products| !names(products).contains(&product)) {
        let facts = json!({ "model": id, "product": product, "products": sorted(&model["products"]) });
        return Err(No("not_in_product", facts));
    }
    Ok(())
}

fn of<'s>(settings: &'s Settings, input: &str) -> &'s Setting {
    &settings.iter().find(|(id, _)| id == input).expect("an input that the model has").1
}

fn numeric(settings: &Settings, input: &str) -> Fraction {
    match of(settings, input) {
        Setting::Number(number) => number.clone(),
        _ => panic!("`{input}` cannot be multiplied"),
    }
}

/// The items of a list; of nothing, none.
fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// One name, or a list of them.
fn names(value: &Value) -> Vec<&str> {
    value.as_str().into_iter().chain(items(value).iter().filter_map(Value::as_str)).collect()
}

/// The same names, in order: the one in which they are written says nothing.
fn sorted(list: &Value) -> Vec<&str> {
    let mut names = names(list);
    names.sort_unstable();
    names
}

/// The keys of an object, in order; of nothing, none.
pub(crate) fn keys(object: &Value) -> Vec<String> {
    let mut keys: Vec<_> = object.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    keys.sort();
    keys
}
