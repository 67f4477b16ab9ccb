//! What someone wants to generate.

use crate::map::Map;

use serde::Serialize;

use super::value::{Number, Value};
use crate::decimal::Decimal;
use crate::fraction::product;
use crate::id::Id;
use crate::json::{Place, Tree};
use crate::refusal::Facts;
use crate::rules::{Choice, Input, Kind, Model, NumberInput, Setting, TextMeasure};

/// A model, and what its inputs are set to.
///
/// ```
/// use bursar::Request;
/// let request =
///     Request::new("gen4".parse()?).with("seconds".parse()?, 10).with("upscale".parse()?, true);
/// # Ok::<(), bursar::Malformed>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    pub(crate) model: Id,
    pub(crate) inputs: Map<Id, Value>,
}

impl Request {
    /// A request for a model, its inputs left out.
    #[must_use]
    pub fn new(model: Id) -> Self {
        Self { model, inputs: Map::new() }
    }

    /// The same with an input set.
    #[must_use]
    pub fn with(mut self, input: Id, value: impl Into<Value>) -> Self {
        self.inputs.insert(input, value.into());
        self
    }

    pub(crate) fn read(place: &Place<'_>) -> Option<Self> {
        let fields = place.object()?;
        let model = fields.required("model", Place::id);
        let inputs = fields.optional("inputs", |place| {
            let read = |(key, place): (&str, Place<'_>)| Some((place.key_id(key)?, read_value(&place)?));
            Some(place.entries()?.filter_map(read).collect())
        });
        fields.finish();
        Some(Self { model: model?, inputs: inputs.unwrap_or_default() })
    }
}

/// Reads what an input is set to.
pub(super) fn read_value(place: &Place<'_>) -> Option<Value> {
    match place.tree {
        Tree::Bool(flag) => Some(Value::Flag(*flag)),
        Tree::Text(text) => Some(Value::Text(text.to_string())),
        Tree::Number(number) => {
            // One below zero is read as well: it is told beside what is allowed.
            let below_zero = || Number::read(&number.shortest()?).ok();
            match number.decimal().map_or_else(|_| below_zero(), |decimal| Some(decimal.into())) {
                Some(number) => Some(Value::Number(number)),
                None => place.expected("a number with at most 15 digits before the point and 12 after it"),
            }
        }
        _ => place.expected("a number, a text, `true` or `false`"),
    }
}

/// A request whose every input is set to something that the model allows.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// By the place of the input in its model.
    pub(crate) all: Vec<Setting>,
    /// Whether an input that was left out was taken at its maximum.
    pub(crate) ceiling: bool,
}

/// Finds out what every input of the model is set to, or why that cannot be.
pub(crate) fn resolve(request: &Request, model: &Model) -> Result<Settings, Facts> {
    // Both stand in order of their ids: they are walked side by side.
    let mut given = request.inputs.iter().peekable();
    let mut settings = Settings { all: Vec::with_capacity(model.inputs.len()), ceiling: false };
    let mut faulty = None;
    for (place, input) in model.inputs.iter().enumerate() {
        let value = given.next_if(|(id, _)| **id == input.id).map(|(_, value)| value);
        let Some((setting, ceiling)) = set(model, place, input, value) else {
            let fault = fault(request, model, place, input, value);
            // That one is missing is told before that another is out of range.
            let is_missing = |fault: &Facts| matches!(fault, Facts::MissingInput { .. });
            if faulty.is_none() || is_missing(&fault) && !faulty.as_ref().is_some_and(is_missing) {
                faulty = Some(fault);
            }
            continue;
        };
        settings.all.push(setting);
        settings.ceiling |= ceiling;
    }
    // That one is unknown is told before all else.
    if given.next().is_some()
        && let Some(input) = request.inputs.keys().find(|id| model.input(id.as_str()).is_none())
    {
        return Err(Facts::UnknownInput { model: request.model.clone(), input: input.clone() });
    }
    match faulty {
        Some(fault) => Err(fault),
        None => Ok(settings),
    }
}

/// A value of an input as JavaScript hands it over: so many times so many trillionths, or, times none
/// at all, nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) number: u64,
    pub(crate) trillionths: u64,
}

/// The same of inputs that are set by numbers, in order of their places; none where they have no price.
pub(super) fn settle(model: &Model, given: &dyn Fn(usize) -> Option<Parts>) -> Option<Settings> {
    let mut settings = Settings { all: Vec::with_capacity(model.inputs.len()), ceiling: false };
    for (place, input) in model.inputs.iter().enumerate() {
        let (setting, ceiling) = set_by_number(model, place, input, given(place)?)?;
        settings.all.push(setting);
        settings.ceiling |= ceiling;
    }
    Some(settings)
}

/// What a number sets one input to, and whether that is its maximum because there was none.
pub(super) fn set_by_number(
    model: &Model,
    place: usize,
    input: &Input,
    parts: Parts,
) -> Option<(Setting, bool)> {
    match parts.trillionths {
        0 => fallback(&input.kind),
        _ => setting_of(model, place, input, parts).map(|setting| (setting, false)),
    }
}

/// What a number sets an input to, if it is one that the input allows.
pub(super) fn setting_of(model: &Model, place: usize, input: &Input, parts: Parts) -> Option<Setting> {
    let setting = input.setting_of_number(number_of(parts)?)?;
    is_countable(model.each == Some(place), &setting).then_some(setting)
}

/// The number that is handed over.
pub(super) fn number_of(parts: Parts) -> Option<Decimal> {
    let trillionths = match product(parts.number, parts.trillionths) {
        Some(trillionths) => trillionths.into(),
        None => u128::from(parts.number).checked_mul(parts.trillionths.into())?,
    };
    Decimal::from_trillionths(trillionths)
}

/// To what all inputs are set, where some are already, by their places.
pub(super) fn beside(
    model: &Model,
    already: &[(usize, Setting)],
    set: &dyn Fn(usize, &Input) -> Option<Setting>,
) -> Option<Vec<Setting>> {
    let known = |place| already.iter().find(|(input, _)| *input == place).map(|(_, setting)| *setting);
    let inputs = model.inputs.iter().enumerate();
    inputs.map(|(place, input)| known(place).or_else(|| set(place, input))).collect()
}

/// What a value sets one input to, and whether that is its maximum because there was none.
pub(super) fn set(
    model: &Model,
    place: usize,
    input: &Input,
    value: Option<&Value>,
) -> Option<(Setting, bool)> {
    match value {
        Some(value) => setting(input, value, model.each == Some(place)).map(|setting| (setting, false)),
        None => fallback(&input.kind),
    }
}

/// Why an input cannot be set so.
fn fault(request: &Request, model: &Model, place: usize, input: &Input, value: Option<&Value>) -> Facts {
    match value {
        Some(value) => out_of_range(request, input, value, model.each == Some(place)),
        None => Facts::MissingInput { model: request.model.clone(), input: input.id.clone() },
    }
}

/// What an input that was left out is taken to be, and whether that is its maximum.
pub(super) fn fallback(kind: &Kind) -> Option<(Setting, bool)> {
    match kind {
        Kind::Number(number) => number.fallback().map(|(number, ceiling)| (Setting::Number(number), ceiling)),
        Kind::Choice(choice) => choice.default.map(|place| (Setting::Choice(place), false)),
        Kind::Flag { default } => default.map(|flag| (Setting::Flag(flag), false)),
        Kind::Text { .. } => None,
    }
}

/// What a value sets an input to, if it is one that the input allows.
pub(super) fn setting(input: &Input, value: &Value, is_multiplier: bool) -> Option<Setting> {
    let setting = match (&input.kind, value) {
        (Kind::Flag { .. }, Value::Flag(flag)) => Setting::Flag(*flag),
        (Kind::Choice(choice), Value::Text(text)) => Setting::Choice(choice.position(text)?),
        (Kind::Number(number), Value::Number(value)) => {
            Setting::Number(value.decimal().filter(|value| number.allows(*value))?)
        }
        (Kind::Text { measure, max }, value) => {
            let count = count(*measure, value)?;
            let within = max.is_none_or(|max| count.to_whole().is_some_and(|count| count <= max));
            Setting::Number(within.then_some(count)?)
        }
        _ => return None,
    };
    is_countable(is_multiplier, &setting).then_some(setting)
}

/// What multiplies a price is a whole number.
fn is_countable(is_multiplier: bool, setting: &Setting) -> bool {
    !is_multiplier || !matches!(setting, Setting::Number(number) if !number.is_whole())
}

/// What a text counts, or the count itself.
fn count(measure: TextMeasure, value: &Value) -> Option<Decimal> {
    match value {
        Value::Text(text) => Decimal::whole(u64::try_from(measure.count(text)).ok()?),
        Value::Number(number) => number.decimal().filter(|count| count.is_whole()),
        Value::Flag(_) => None,
    }
}

fn out_of_range(request: &Request, input: &Input, value: &Value, is_multiplier: bool) -> Facts {
    let print = |decimal: Decimal| decimal.to_string();
    let (mut min, mut max, mut step, mut allowed) = (None, None, None, None);
    match &input.kind {
        Kind::Number(NumberInput { of: Some(of), .. }) => {
            let counts = of.iter().filter(|number| !is_multiplier || number.is_whole());
            allowed = Some(counts.copied().map(print).collect());
        }
        Kind::Number(number) => {
            min = number.min.map(print);
            max = number.max.map(print);
            step = number.step.map(print).or_else(|| is_multiplier.then(|| "1".to_owned()));
        }
        Kind::Choice(Choice { of, .. }) => allowed = Some(of.iter().map(Id::to_string).collect()),
        // A page knows of itself what a flag can be.
        Kind::Flag { .. } => {}
        Kind::Text { max: most, .. } => {
            max = most.map(|most| most.to_string());
            // Of a fraction, what is wrong with it is told too.
            let is_fraction = |number: &Number| number.decimal().is_some_and(|count| !count.is_whole());
            step = matches!(value, Value::Number(number) if is_fraction(number)).then(|| "1".to_owned());
        }
    }
    Facts::InputOutOfRange {
        model: request.model.clone(),
        input: input.id.clone(),
        value: value.clone(),
        min,
        max,
        step,
        allowed,
    }
}
