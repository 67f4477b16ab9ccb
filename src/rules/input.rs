//! What a request may set, and to what.

use super::names::Names;
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::place::one_of;
use crate::json::{Fields, Place, Tree};
use crate::map::{Map, sort_by};

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
    /// The place of each in that list.
    places: Map<Id, usize>,
    pub(crate) default: Option<usize>,
    /// By choice, the plans that may take it.
    pub(crate) plans: Map<usize, Vec<Id>>,
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

impl TextMeasure {
    /// How much of it a text has.
    pub(crate) fn count(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().count(),
            Self::Bytes => text.len(),
        }
    }
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

    /// What it is where it is left out, and whether that is its maximum.
    pub(crate) fn fallback(&self) -> Option<(Decimal, bool)> {
        match self.default {
            Some(default) => Some((default, false)),
            None if self.assume_max => self.greatest().map(|greatest| (greatest, true)),
            None => None,
        }
    }

    /// The greatest number that is allowed, where there is one.
    fn greatest(&self) -> Option<Decimal> {
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
        Some(Setting::Number(number)).filter(|setting| self.allows(*setting))
    }

    /// Whether it may be set to this, where that is of its kind.
    pub(crate) fn allows(&self, setting: Setting) -> bool {
        match (&self.kind, setting) {
            (Kind::Number(input), Setting::Number(number)) => input.allows(number),
            (Kind::Text { max, .. }, Setting::Number(number)) => {
                number.to_whole().is_some_and(|count| max.is_none_or(|max| count <= max))
            }
            _ => true,
        }
    }

    /// The setting that a number stands for which JavaScript knows it by, be it allowed or not: the place of
    /// a choice, one for a flag, or the number itself.
    pub(crate) fn meant_by(&self, number: Decimal) -> Option<Setting> {
        match &self.kind {
            Kind::Choice(choice) => {
                let place = usize::try_from(number.to_whole()?).ok()?;
                choice.of.get(place).map(|_| Setting::Choice(place))
            }
            Kind::Flag { .. } => Some(Setting::Flag(number == Decimal::ONE)),
            Kind::Number(_) | Kind::Text { .. } => Some(Setting::Number(number)),
        }
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
        self.places.get(text).copied()
    }
}

/// The inputs of a model, as its prices find them.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'m> {
    /// In order of their ids.
    pub(super) all: &'m [Input],
    /// Those that could not be read: a price that names one cannot be judged. None, where there may
    /// be any.
    pub(super) faulty: Option<&'m [String]>,
}

impl<'m> Inputs<'m> {
    /// Inputs with which nothing is wrong.
    pub(super) fn of(all: &'m [Input]) -> Self {
        Self { all, faulty: Some(&[]) }
    }

    pub(super) fn get(&self, place: usize) -> Option<&'m Input> {
        self.all.get(place)
    }

    /// The place of an input; where it is known that there is none, `tell` tells so.
    pub(super) fn find(&self, id: &str, tell: impl FnOnce()) -> Option<usize> {
        let found = position(self.all, id);
        if found.is_none() && self.faulty.is_some_and(|faulty| !faulty.iter().any(|faulty| faulty == id)) {
            tell();
        }
        found
    }
}

/// Reads what is particular to a type of input. Of what is faulty, and told, it makes anything.
type Reader = fn(&Fields<'_>, &Names<'_>) -> Kind;

const READERS: [(&str, Reader); 4] =
    [("number", read_number), ("choice", read_choice), ("flag", read_flag), ("text", read_text)];

/// The place of an input in a list that is in order of ids.
pub(super) fn position(inputs: &[Input], id: &str) -> Option<usize> {
    inputs.binary_search_by(|input| input.id.as_str().cmp(id)).ok()
}

pub(super) fn read(id: &Id, place: &Place<'_>, names: &Names<'_>) -> Option<Input> {
    let fields = place.object()?;
    fields.optional("label", Place::text);
    let read = fields.required("type", |place| place.word(&READERS))?;
    let kind = read(&fields, names);
    fields.finish();
    Some(Input { id: id.clone(), kind })
}

fn read_number(fields: &Fields<'_>, _: &Names<'_>) -> Kind {
    let unit = fields.optional("unit", Place::owned_text);
    let min = fields.optional("min", Place::decimal);
    let max = fields.optional("max", |place| {
        let max = place.decimal()?;
        let least = min.unwrap_or_default();
        if max < least {
            return place.wrong(&format!("expected `max` not to be below `min`, {least}, found {max}"));
        }
        Some(max)
    });
    let step = fields.optional("step", read_divisor);
    let range = NumberInput { unit, min, max, step, ..NumberInput::default() };
    let of = fields.optional("of", |place| read_numbers(place, &range));
    let assume_max = fields.optional("assume", |place| {
        place.word(&[("max", ())])?;
        if fields.get("max").is_none() && fields.get("of").is_none() {
            place.fault("expected the field `max` or `of` beside `assume`, found neither");
        }
        Some(())
    });
    let number = NumberInput { of, assume_max: assume_max.is_some(), ..range };
    let default = fields.optional("default", |place| {
        if is_whole(fields.get("of"), number.of.as_deref()) {
            read_allowed(place, &number, "the input allows")
        } else {
            place.decimal()
        }
    });
    Kind::Number(NumberInput { default, ..number })
}

/// Whether nothing of a list was left out as faulty, so that what is not in it can be told.
fn is_whole<T>(list: Option<&Place<'_>>, read: Option<&[T]>) -> bool {
    match list.map(|place| place.tree) {
        None => true,
        Some(Tree::List(items)) => read.is_some_and(|read| read.len() == items.len()),
        Some(_) => false,
    }
}

/// The numbers of a list, rising.
fn read_numbers(place: &Place<'_>, range: &NumberInput) -> Option<Vec<Decimal>> {
    let mut numbers = place.each_once(|place| read_allowed(place, range, "`min`, `max` and `step` allow"))?;
    if place.list()?.len() == 0 {
        return place.expected("at least one number");
    }
    sort_by(&mut numbers, Decimal::cmp);
    Some(numbers)
}

fn read_allowed(place: &Place<'_>, number: &NumberInput, by: &str) -> Option<Decimal> {
    let decimal = place.decimal()?;
    if number.allows(decimal) { Some(decimal) } else { place.expected(format_args!("a number that {by}")) }
}

/// A decimal by which something is divided.
pub(super) fn read_divisor(place: &Place<'_>) -> Option<Decimal> {
    let decimal = place.decimal()?;
    if decimal == Decimal::ZERO { place.expected("a decimal above 0") } else { Some(decimal) }
}

fn read_choice(fields: &Fields<'_>, names: &Names<'_>) -> Kind {
    let of = fields.required("of", |place| {
        if place.list()?.len() == 0 {
            place.expected("at least one choice")
        } else {
            place.each_once(Place::id)
        }
    });
    let of = of.unwrap_or_default();
    let whole = !of.is_empty() && is_whole(fields.get("of"), Some(&of));
    let places = of.iter().cloned().enumerate().map(|(place, id)| (id, place)).collect();
    let mut choice = Choice { of, places, default: None, plans: Map::new() };
    let default = fields.optional("default", |place| choice_at(place, place.text()?, &choice, whole));
    let plans = fields.optional("plans", |place| {
        let read = |(key, entry): (&str, Place<'_>)| {
            Some((choice_at(&entry, key, &choice, whole)?, entry.each_once(|place| names.plan(place))?))
        };
        Some(place.entries()?.filter_map(read).collect())
    });
    fields.optional("labels", |place| {
        for (key, entry) in place.entries()? {
            entry.text();
            choice_at(&entry, key, &choice, whole);
        }
        Some(())
    });
    choice.default = default;
    choice.plans = plans.unwrap_or_default();
    Kind::Choice(choice)
}

/// The place of a choice, or a fault that tells which there are, where all of them are known.
fn choice_at(place: &Place<'_>, text: &str, choice: &Choice, whole: bool) -> Option<usize> {
    let found = choice.position(text);
    if found.is_none() && whole {
        let known = one_of(choice.of.iter().map(Id::as_str));
        place.fault(format_args!(
            "expected a choice that `of` lists, {known}, found {}",
            crate::json::quoted(text)
        ));
    }
    found
}

fn read_flag(fields: &Fields<'_>, _: &Names<'_>) -> Kind {
    Kind::Flag { default: fields.optional("default", Place::flag) }
}

fn read_text(fields: &Fields<'_>, _: &Names<'_>) -> Kind {
    let measure = fields.required("measure", |place| {
        place.word(&[("characters", TextMeasure::Characters), ("bytes", TextMeasure::Bytes)])
    });
    let max = fields.optional("max", |place| {
        place.whole(0, Decimal::MAX_WHOLE.to_whole()?, "the most that a text may count")
    });
    Kind::Text { measure: measure.unwrap_or(TextMeasure::Characters), max }
}
