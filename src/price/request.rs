//! What someone wants to generate.

use std::sync::Arc;

use serde::Serialize;

use super::given::Given;
use super::value::{Number, Value};
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::{Place, Tree};
use crate::map::Map;
use crate::refusal::Facts;
use crate::rules::{Choice, Input, Kind, Model, NumberInput, Setting, TextMeasure};
use crate::whole::product;

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
    pub(crate) inputs: Given,
}

impl Request {
    /// A request for a model, its inputs left out.
    #[must_use]
    pub fn new(model: Id) -> Self {
        Self { model, inputs: Given::Named(Map::new()) }
    }

    /// The same with an input set.
    #[must_use]
    pub fn with(mut self, input: Id, value: impl Into<Value>) -> Self {
        self.inputs.set(input, value.into());
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
        Some(Self { model: model?, inputs: Given::Named(inputs.unwrap_or_default()) })
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
    if let Given::Placed(placed) = &request.inputs
        && Arc::ptr_eq(&placed.of, &model.inputs)
        && let Some(settings) =
            settle(model, &|place, input| set_to(model, place, input, *placed.set.get(place)?))
    {
        return Ok(settings);
    }
    let named = request.inputs.named();
    // Both stand in order of their ids: they are walked side by side.
    let mut given = named.iter().peekable();
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
        && let Some(input) = named.keys().find(|id| model.input(id.as_str()).is_none())
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

/// To what the inputs of a model are set, each by its place; none where one is no value of its kind.
pub(super) fn placed(model: &Model, given: &dyn Fn(usize) -> Option<Parts>) -> Option<Vec<Option<Setting>>> {
    let mut set = Vec::with_capacity(model.inputs.len());
    for (place, input) in model.inputs.iter().enumerate() {
        let parts = given(place)?;
        set.push(if parts.trillionths > 0 { Some(meant(input, parts)?) } else { None });
    }
    Some(set)
}

/// What one input is set to, and whether that is its maximum because there was none; none where it cannot be.
type SetTo = Option<(Setting, bool)>;

/// What every input is set to, as it is told of each by its place.
pub(super) fn settle(model: &Model, set: &dyn Fn(usize, &Input) -> SetTo) -> Option<Settings> {
    let mut settings = Settings { all: Vec::with_capacity(model.inputs.len()), ceiling: false };
    for (place, input) in model.inputs.iter().enumerate() {
        let (setting, ceiling) = set(place, input)?;
        settings.all.push(setting);
        settings.ceiling |= ceiling;
    }
    Some(settings)
}

/// What a number sets one input to, and whether that is its maximum because there was none.
pub(super) fn set_by_number(model: &Model, place: usize, input: &Input, parts: Parts) -> SetTo {
    let setting = if parts.trillionths > 0 { Some(meant(input, parts)?) } else { None };
    set_to(model, place, input, setting)
}

/// What a setting of its kind sets one input to, or what that is where it is left out.
fn set_to(model: &Model, place: usize, input: &Input, setting: Option<Setting>) -> SetTo {
    match setting {
        Some(setting) => allowed(input, setting, model.each == Some(place)).map(|setting| (setting, false)),
        None => fallback(&input.kind),
    }
}

/// A setting, if it is one that the input allows.
pub(super) fn allowed(input: &Input, setting: Setting, is_multiplier: bool) -> Option<Setting> {
    (input.allows(setting) && is_countable(is_multiplier, &setting)).then_some(setting)
}

/// What a number stands for that is handed over for an input.
pub(super) fn meant(input: &Input, parts: Parts) -> Option<Setting> {
    input.meant_by(number_of(parts)?)
}

fn number_of(parts: Parts) -> Option<Decimal> {
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
pub(super) fn set(model: &Model, place: usize, input: &Input, value: Option<&Value>) -> SetTo {
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
pub(super) fn fallback(kind: &Kind) -> SetTo {
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
        (Kind::Number(_), Value::Number(value)) => Setting::Number(value.decimal()?),
        (Kind::Text { measure, .. }, value) => Setting::Number(count(*measure, value)?),
        _ => return None,
    };
    allowed(input, setting, is_multiplier)
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
