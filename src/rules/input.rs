//! What a request may set, and to what.

use std::collections::BTreeMap;

use super::names::Names;
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::place::one_of;
use crate::json::{Place, Tree};

/// Something that a request sets.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) id: Id,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Number(NumberInput),
    Choice(Choice),
    Flag { default: Option<bool> },
    Text { measure: TextMeasure, max: Option<u64> },
}

/// A number between bounds, in steps, or from a list; where several are given, all hold.
#[derive(Debug, Default)]
pub(crate) struct NumberInput {
    pub(crate) unit: Option<String>,
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
    pub(crate) step: Option<Decimal>,
    /// Rising.
    pub(crate) of: Option<Vec<Decimal>>,
    pub(crate) default: Option<Decimal>,
    /// Left out, it is priced at its maximum.
    pub(crate) assume_max: bool,
}

#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) of: Vec<Id>,
    pub(crate) default: Option<usize>,
    /// By choice, the plans that may take it.
    pub(crate) plans: BTreeMap<usize, Vec<Id>>,
}

/// What is counted of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextMeasure {
    /// Unicode scalar values.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

/// To what an input is set: what lookups and conditions compare, and measures multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Setting {
    Flag(bool),
    /// The place of the choice in its list.
    Choice(usize),
    /// A number, or the count of a text.
    Number(Decimal),
}

impl NumberInput {
    /// Numbers count from here where no least is given.
    pub(crate) fn least(&self) -> Decimal {
        self.min.unwrap_or_default()
    }

    pub(crate) fn allows(&self, number: Decimal) -> bool {
        number >= self.least()
            && self.max.is_none_or(|max| number <= max)
            && self.step.is_none_or(|step| number.is_on_grid(self.least(), step))
            && self.of.as_ref().is_none_or(|of| of.binary_search(&number).is_ok())
    }

    /// The greatest number that is allowed, where there is one.
    pub(crate) fn greatest(&self) -> Option<Decimal> {
        if let Some(of) = &self.of {
            return of.iter().rev().copied().find(|number| self.allows(*number));
        }
        let (least, max) = (self.least(), self.max?);
        let Some(step) = self.step else {
            return Some(max);
        };
        let above = max.trillionths().checked_sub(least.trillionths())?;
        let steps = above.checked_div(step.trillionths())?;
        Decimal::from_trillionths(least.trillionths() + steps * step.trillionths())
    }
}

impl Input {
    /// Whether it is a number, or has a count, that can be multiplied.
    pub(crate) fn is_numeric(&self) -> bool {
        matches!(self.kind, Kind::Number(_) | Kind::Text { .. })
    }

    /// The setting that a key of a table stands for, if it stands for one.
    pub(crate) fn setting_of_key(&self, key: &str) -> Option<Setting> {
        match &self.kind {
            Kind::Choice(choice) => choice.position(key).map(Setting::Choice),
            Kind::Flag { .. } => match key {
                "true" => Some(Setting::Flag(true)),
                "false" => Some(Setting::Flag(false)),
                _ => None,
            },
            Kind::Number(_) | Kind::Text { .. } => self.allowed(Decimal::parse(key).ok()?),
        }
    }

    /// The setting that a value in the rules stands for, if it stands for one.
    pub(crate) fn setting_of_value(&self, tree: &Tree<'_>) -> Option<Setting> {
        match (&self.kind, tree) {
            (Kind::Choice(choice), Tree::Text(text)) => choice.position(text).map(Setting::Choice),
            (Kind::Flag { .. }, Tree::Bool(flag)) => Some(Setting::Flag(*flag)),
            (Kind::Number(_) | Kind::Text { .. }, Tree::Number(number)) => {
                self.allowed(number.decimal().ok()?)
            }
            _ => None,
        }
    }

    fn allowed(&self, number: Decimal) -> Option<Setting> {
        let allowed = match &self.kind {
            Kind::Number(input) => input.allows(number),
            Kind::Text { max, .. } => {
                number.to_whole().is_some_and(|count| max.is_none_or(|max| count <= max))
            }
            _ => false,
        };
        allowed.then_some(Setting::Number(number))
    }

    /// How a setting is told: as the key under which a table would have it.
    pub(crate) fn key_of(&self, setting: Setting) -> String {
        match (&self.kind, setting) {
            (Kind::Choice(choice), Setting::Choice(place)) => {
                choice.of.get(place).map(Id::to_string).unwrap_or_default()
            }
            (_, Setting::Flag(flag)) => flag.to_string(),
            (_, Setting::Number(number)) => number.to_string(),
            (_, Setting::Choice(_)) => String::new(),
        }
    }
}

impl Choice {
    pub(crate) fn position(&self, text: &str) -> Option<usize> {
        self.of.iter().position(|id| id == text)
    }
}

pub(super) fn read(id: &Id, place: &Place<'_>, names: &Names<'_>) -> Option<Input> {
    let fields = place.object()?;
    fields.optional("label", Place::text);
    let kind = fields.required("type", |place| {
        place.word(&[
            ("number", read_number as fn(&_, &_, &_) -> _),
            ("choice", read_choice),
            ("flag", read_flag),
            ("text", read_text),
        ])
    })?(&fields, place, names);
    fields.finish();
    Some(Input { id: id.clone(), kind: kind? })
}

type Fields<'p> = crate::json::Fields<'p>;

fn read_number(fields: &Fields<'_>, place: &Place<'_>, _: &Names<'_>) -> Option<Kind> {
    let of = fields.optional("of", |place| {
        let mut of = place.each_once(Place::decimal)?;
        if of.is_empty() {
            return place.expected("at least one number");
        }
        of.sort_unstable();
        Some(of)
    });
    let number = NumberInput {
        unit: fields.optional("unit", Place::owned_text),
        min: fields.optional("min", Place::decimal),
        max: fields.optional("max", Place::decimal),
        step: fields.optional("step", read_divisor),
        of,
        default: None,
        assume_max: fields.optional("assume", |place| place.word(&[("max", ())])).is_some(),
    };
    if number.max.is_some_and(|max| max < number.least()) {
        place.fault(format!("expected `max` not to be below `min`, {}, found less", number.least()));
    }
    if number.assume_max && number.max.is_none() && number.of.is_none() {
        place.fault("expected the field `max` or `of` beside `assume`, found neither");
    }
    for outside in number.of.iter().flatten().filter(|value| !number.allows(**value)) {
        place.fault(format!("expected `of` to keep to `min`, `max` and `step`, found {outside}"));
    }
    let default = fields.optional("default", |place| {
        let default = place.decimal()?;
        if number.allows(default) { Some(default) } else { place.expected("a number that the input allows") }
    });
    Some(Kind::Number(NumberInput { default, ..number }))
}

/// A decimal by which something is divided.
pub(super) fn read_divisor(place: &Place<'_>) -> Option<Decimal> {
    let decimal = place.decimal()?;
    if decimal == Decimal::ZERO { place.expected("a decimal above 0") } else { Some(decimal) }
}

fn read_choice(fields: &Fields<'_>, _: &Place<'_>, names: &Names<'_>) -> Option<Kind> {
    let of = fields.required("of", |place| {
        let of = place.each_once(Place::id)?;
        if of.is_empty() { place.expected("at least one choice") } else { Some(of) }
    });
    let mut choice = Choice { of: of.unwrap_or_default(), default: None, plans: BTreeMap::new() };
    let default = fields.optional("default", |place| position(place, place.text()?, &choice));
    let plans = fields.optional("plans", |place| {
        let read = |(key, entry): (&str, Place<'_>)| {
            Some((position(&entry, key, &choice)?, entry.each_once(|place| names.plan(place))?))
        };
        Some(place.entries()?.filter_map(read).collect())
    });
    fields.optional("labels", |place| {
        for (key, entry) in place.entries()? {
            entry.text();
            position(&entry, key, &choice);
        }
        Some(())
    });
    choice.default = default;
    choice.plans = plans.unwrap_or_default();
    Some(Kind::Choice(choice))
}

/// The place of a choice, or a fault that tells which there are.
fn position(place: &Place<'_>, text: &str, choice: &Choice) -> Option<usize> {
    let position = choice.position(text);
    if position.is_none() {
        let known = one_of(choice.of.iter().map(Id::as_str));
        place.fault(format!(
            "expected a choice that `of` lists, {known}, found {}",
            crate::json::quoted(text)
        ));
    }
    position
}

fn read_flag(fields: &Fields<'_>, _: &Place<'_>, _: &Names<'_>) -> Option<Kind> {
    Some(Kind::Flag { default: fields.optional("default", Place::flag) })
}

fn read_text(fields: &Fields<'_>, _: &Place<'_>, _: &Names<'_>) -> Option<Kind> {
    let measure = fields.required("measure", |place| {
        place.word(&[("characters", TextMeasure::Characters), ("bytes", TextMeasure::Bytes)])
    });
    let max = fields.optional("max", |place| {
        place.whole(0, Decimal::MAX_WHOLE.to_whole()?, "the most that a text may count")
    });
    Some(Kind::Text { measure: measure?, max })
}
