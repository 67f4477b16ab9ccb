//! Terms: what a price is the sum of.

use std::sync::Arc;

use crate::map::Map;

use super::input::{Input, Inputs, Setting, read_divisor};
use crate::decimal::Decimal;
use crate::json::{Place, Tree, quoted};

/// One part of a price: a rate, what it is multiplied by, and when it is charged.
#[derive(Debug)]
pub(crate) struct Term {
    /// What it is called: as its model, where it has no name of its own.
    pub(crate) label: Arc<str>,
    pub(crate) rate: Rate,
    pub(crate) times: Vec<Times>,
    /// By input, the settings of which it must have one.
    pub(crate) when: Vec<(usize, Vec<Setting>)>,
}

#[derive(Debug)]
pub(crate) enum Rate {
    Flat(Decimal),
    Lookup(Lookup),
    Tiers { by: Measure, steps: Vec<Tier> },
}

/// Up to a bound, or without one, every unit costs so much.
#[derive(Debug)]
pub(crate) struct Tier {
    pub(crate) up_to: Option<Decimal>,
    pub(crate) rate: Decimal,
}

#[derive(Debug)]
pub(crate) enum Times {
    Measure(Measure),
    Lookup(Lookup),
}

/// A number that is made of inputs.
#[derive(Debug)]
pub(crate) struct Measure {
    /// Multiplied together.
    pub(crate) of: Vec<usize>,
    /// Added to their product.
    pub(crate) plus: Vec<usize>,
    /// Included in the price, and taken off.
    pub(crate) beyond: Decimal,
    pub(crate) at_least: Decimal,
    pub(crate) divide: Divide,
}

/// Into what a measure is divided.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Divide {
    Not,
    Units(Decimal),
    /// Into blocks, of which one that was started counts whole.
    Blocks(Decimal),
}

/// A table of values by inputs.
#[derive(Debug)]
pub(crate) struct Lookup {
    pub(crate) by: Vec<usize>,
    pub(crate) cells: Cells,
}

#[derive(Debug)]
pub(crate) enum Cells {
    Value(Decimal),
    /// In order of the settings.
    By(Vec<(Setting, Cells)>),
}

impl Term {
    /// The numbers for which its tables have something, of whichever input.
    pub(crate) fn numbers(&self, found: &mut Vec<Decimal>) {
        if let Rate::Lookup(lookup) = &self.rate {
            lookup.cells.numbers(found);
        }
        for times in &self.times {
            if let Times::Lookup(lookup) = times {
                lookup.cells.numbers(found);
            }
        }
    }
}

impl Cells {
    fn numbers(&self, found: &mut Vec<Decimal>) {
        let Self::By(cells) = self else { return };
        for (setting, cell) in cells {
            if let Setting::Number(number) = setting {
                found.push(*number);
            }
            cell.numbers(found);
        }
    }

    /// What stands for a setting of the first input.
    pub(crate) fn at(&self, setting: &Setting) -> Option<&Self> {
        let Self::By(cells) = self else { return None };
        let place = cells.binary_search_by(|(there, _)| there.cmp(setting)).ok()?;
        cells.get(place).map(|(_, cell)| cell)
    }
}

pub(super) fn read(place: &Place<'_>, inputs: Inputs<'_>, model: &Arc<str>) -> Option<Term> {
    let fields = place.object()?;
    let label = fields.optional("label", Place::owned_text).map_or_else(|| Arc::clone(model), Arc::from);
    let rate = fields.required("rate", |place| read_rate(place, inputs));
    let times = fields.optional("times", |place| place.each(|place| read_times(place, inputs)));
    let when = fields.optional("when", |place| read_when(place, inputs));
    fields.finish();
    Some(Term { label, rate: rate?, times: times.unwrap_or_default(), when: when.unwrap_or_default() })
}

fn read_rate(place: &Place<'_>, inputs: Inputs<'_>) -> Option<Rate> {
    match place.tree {
        Tree::Object(_) if has(place, "steps") => read_tiers(place, inputs),
        Tree::Object(_) => read_lookup(place, inputs).map(Rate::Lookup),
        _ => place.decimal().map(Rate::Flat),
    }
}

fn read_times(place: &Place<'_>, inputs: Inputs<'_>) -> Option<Times> {
    match place.tree {
        Tree::Object(_) if has(place, "by") || has(place, "cells") => {
            read_lookup(place, inputs).map(Times::Lookup)
        }
        _ => read_measure(place, inputs).map(Times::Measure),
    }
}

fn has(place: &Place<'_>, name: &str) -> bool {
    matches!(place.tree, Tree::Object(entries) if entries.iter().any(|(key, _)| key == name))
}

/// The place of the input that is named here.
fn read_input(place: &Place<'_>, inputs: Inputs<'_>) -> Option<usize> {
    let id = place.id()?;
    inputs.find(id.as_str(), || place.leads_nowhere("the id of one of the model's `inputs`"))
}

/// The same for an input that can be multiplied.
pub(super) fn read_numeric(place: &Place<'_>, inputs: Inputs<'_>) -> Option<usize> {
    let found = read_input(place, inputs)?;
    if inputs.get(found).is_some_and(Input::is_numeric) {
        Some(found)
    } else {
        place.expected("the id of an input that is a number or a text")
    }
}

/// One name, or a list of them.
fn one_or_more<T>(place: &Place<'_>, read: impl Fn(&Place<'_>) -> Option<T>) -> Option<Vec<T>> {
    match place.tree {
        Tree::List(items) if items.is_empty() => place.expected("at least one"),
        Tree::List(_) => place.each(read),
        _ => Some(vec![read(place)?]),
    }
}

fn read_measure(place: &Place<'_>, inputs: Inputs<'_>) -> Option<Measure> {
    let numeric = |place: &Place<'_>| read_numeric(place, inputs);
    if !matches!(place.tree, Tree::Object(_)) {
        return Some(Measure {
            of: vec![numeric(place)?],
            plus: Vec::new(),
            beyond: Decimal::ZERO,
            at_least: Decimal::ZERO,
            divide: Divide::Not,
        });
    }
    let fields = place.object()?;
    let of = fields.required("of", |place| one_or_more(place, numeric));
    let plus = fields.optional("plus", |place| place.each(numeric));
    let beyond = fields.optional("beyond", Place::decimal);
    let at_least = fields.optional("atLeast", Place::decimal);
    let unit = fields.optional("unit", read_divisor);
    let block = fields.optional("block", |place| {
        if unit.is_some() {
            place.fault("expected `unit` or `block`, found both");
        }
        read_divisor(place)
    });
    fields.finish();
    Some(Measure {
        of: of?,
        plus: plus.unwrap_or_default(),
        beyond: beyond.unwrap_or_default(),
        at_least: at_least.unwrap_or_default(),
        divide: match (unit, block) {
            (Some(unit), _) => Divide::Units(unit),
            (None, Some(block)) => Divide::Blocks(block),
            (None, None) => Divide::Not,
        },
    })
}

fn read_tiers(place: &Place<'_>, inputs: Inputs<'_>) -> Option<Rate> {
    let fields = place.object()?;
    let by = fields.required("by", |place| read_measure(place, inputs));
    let steps = fields.required("steps", |place| {
        let mut steps: Vec<Tier> = Vec::new();
        let items = place.list()?;
        if items.len() == 0 {
            return place.expected("at least one step");
        }
        for item in items {
            let step = read_tier(&item, steps.last());
            steps.extend(step);
        }
        Some(steps)
    });
    fields.finish();
    Some(Rate::Tiers { by: by?, steps: steps? })
}

fn read_tier(place: &Place<'_>, before: Option<&Tier>) -> Option<Tier> {
    let fields = place.object()?;
    let up_to = fields.get("upTo").map(|place| {
        let up_to = place.decimal()?;
        match before.map(|step| step.up_to) {
            Some(Some(before)) if up_to <= before => {
                place.fault(format_args!("expected steps that rise, found {up_to} after {before}"));
            }
            _ => {}
        }
        Some(up_to)
    });
    if before.is_some_and(|step| step.up_to.is_none()) {
        place.fault("expected `upTo` in every step but the last, found a step after one without it");
    }
    let rate = fields.required("rate", Place::decimal);
    fields.finish();
    // A step whose bound is faulty is left out, and not one without a bound.
    let up_to = up_to.map_or(Some(None), |up_to| up_to.map(Some))?;
    Some(Tier { up_to, rate: rate? })
}

fn read_lookup(place: &Place<'_>, inputs: Inputs<'_>) -> Option<Lookup> {
    let fields = place.object()?;
    let by = fields.required("by", |place| match place.tree {
        Tree::List(items) if items.is_empty() => place.expected("at least one"),
        Tree::List(_) => place.each_once(|place| read_input(place, inputs)),
        _ => Some(vec![read_input(place, inputs)?]),
    });
    let complete = |by: &Vec<usize>| {
        fields.get("by").is_some_and(|place| match place.tree {
            Tree::List(items) => items.len() == by.len(),
            _ => true,
        })
    };
    let by = by.filter(complete);
    let cells = fields.required("cells", |place| read_cells(place, by.as_deref()?, inputs));
    fields.finish();
    Some(Lookup { by: by?, cells: cells? })
}

fn read_cells(place: &Place<'_>, by: &[usize], inputs: Inputs<'_>) -> Option<Cells> {
    let Some((first, rest)) = by.split_first() else {
        return place.decimal().map(Cells::Value);
    };
    let input = inputs.get(*first)?;
    let mut cells = Map::new();
    for (key, entry) in place.entries()? {
        let Some(setting) = input.setting_of_key(key) else {
            entry.fault(format_args!(
                "expected as key a value that the input `{}` allows, found {}",
                input.id,
                quoted(key)
            ));
            continue;
        };
        if let Some(cell) = read_cells(&entry, rest, inputs)
            && cells.insert(setting, cell).is_some()
        {
            entry.fault(format_args!(
                "expected one key for each value, found {} and another for the same",
                quoted(key)
            ));
        }
    }
    Some(Cells::By(cells.into_iter().collect()))
}

fn read_when(place: &Place<'_>, inputs: Inputs<'_>) -> Option<Vec<(usize, Vec<Setting>)>> {
    let mut when = Vec::new();
    for (key, entry) in place.entries()? {
        let unknown = || {
            let message = "expected as key the id of one of the model's `inputs`";
            entry.fault(format_args!("{message}, found {}", quoted(key)));
        };
        let found = inputs.find(key, unknown);
        let Some((found, input)) = found.and_then(|found| Some((found, inputs.get(found)?))) else {
            continue;
        };
        let setting = |place: &Place<'_>| {
            input
                .setting_of_value(place.tree)
                .or_else(|| place.expected(format_args!("a value that the input `{}` allows", input.id)))
        };
        let settings = match entry.tree {
            Tree::List(items) if items.is_empty() => entry.expected("at least one value"),
            Tree::List(_) => entry.each_once(setting),
            _ => setting(&entry).map(|setting| vec![setting]),
        };
        when.extend(settings.map(|settings| (found, settings)));
    }
    Some(when)
}
