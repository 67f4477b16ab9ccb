//! The table of rates, as a price page shows it.

use serde::Serialize;

use super::estimate::{kept_from, terms};
use super::payer::Buyer;
use crate::decimal::Decimal;
use crate::id::Id;
use crate::rules::{
    Cells, Divide, Input, Kind, Lookup, Measure, Model, Rate, Rules, Setting, Term, TextMeasure, Times,
};

/// What a model costs, term by term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RateCard {
    /// The model.
    pub model: Id,
    /// What it is called.
    pub label: String,
    /// A line for each term.
    pub lines: Vec<RateLine>,
}

/// The rate of one term, before discount, clamps and rounding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RateLine {
    /// What it is for.
    pub label: String,
    /// `12`, or `5–8` where it varies.
    pub rate: String,
    /// What it is multiplied by: `second`, `outputs × second`, `50 characters`.
    pub per: String,
}

/// The rates of all models that the buyer could use and that have a price, in order of their ids.
pub(crate) fn rates(rules: &Rules, buyer: &Buyer<'_>) -> Vec<RateCard> {
    let usable = |(_, model): &(&Id, &Model)| {
        model.plans.as_ref().is_none_or(|plans| buyer.is_on_one_of(plans))
            && model.products.as_ref().is_none_or(|products| buyer.is_in_one_of(products))
            && model.inputs.iter().all(|input| leaves_a_choice(input, buyer))
    };
    let card = |(id, model): (&Id, &Model)| {
        let lines = terms(model, id, buyer)?.iter().map(|term| RateLine {
            label: term.label.to_string(),
            rate: range(term, model, buyer),
            per: per(term, model),
        });
        Some(RateCard { model: id.clone(), label: model.label.to_string(), lines: lines.collect() })
    };
    rules.models.iter().filter(usable).filter_map(card).collect()
}

/// Whether the buyer may take any choice of an input that asks for one.
fn leaves_a_choice(input: &Input, buyer: &Buyer<'_>) -> bool {
    let Kind::Choice(choice) = &input.kind else { return true };
    (0..choice.of.len()).any(|place| kept_from(buyer, input, Setting::Choice(place)).is_none())
}

/// A rate, or the least and the greatest that it can be for this buyer.
fn range(term: &Term, model: &Model, buyer: &Buyer<'_>) -> String {
    let mut rates = Vec::new();
    match &term.rate {
        Rate::Flat(rate) => rates.push(*rate),
        Rate::Tiers { steps, .. } => rates.extend(steps.iter().map(|step| step.rate)),
        Rate::Lookup(Lookup { by, cells }) => {
            let is_charged = |input: usize, setting| {
                let is_met =
                    |(of, allowed): &(usize, Vec<Setting>)| *of != input || allowed.contains(&setting);
                term.when.iter().all(is_met)
                    && model.inputs.get(input).is_none_or(|input| kept_from(buyer, input, setting).is_none())
            };
            gather(cells, by, &is_charged, &mut rates);
        }
    }
    match (rates.iter().min(), rates.iter().max()) {
        (Some(least), Some(greatest)) if least != greatest => format!("{least}–{greatest}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    }
}

/// Every value of a table that is charged for some settings of its inputs.
fn gather(
    cells: &Cells,
    by: &[usize],
    is_charged: &dyn Fn(usize, Setting) -> bool,
    values: &mut Vec<Decimal>,
) {
    match (cells, by.split_first()) {
        (Cells::Value(value), _) => values.push(*value),
        (Cells::By(cells), Some((input, rest))) => {
            for (setting, cells) in cells {
                if is_charged(*input, *setting) {
                    gather(cells, rest, is_charged, values);
                }
            }
        }
        (Cells::By(_), None) => {}
    }
}

/// What a rate is multiplied by, the input that multiplies the whole price first.
fn per(term: &Term, model: &Model) -> String {
    let each = model.each.map(|input| name(input, model, false));
    let times = term.times.iter().map(|times| match times {
        Times::Measure(measure) => measure_name(measure, model),
        Times::Lookup(lookup) => join(&lookup.by, " × ", model),
    });
    each.into_iter().chain(times).collect::<Vec<_>>().join(" × ")
}

fn measure_name(measure: &Measure, model: &Model) -> String {
    let size = match measure.divide {
        Divide::Units(size) | Divide::Blocks(size) if size != Decimal::ONE => Some(size),
        _ => None,
    };
    if let ([input], []) = (measure.of.as_slice(), measure.plus.as_slice()) {
        return match size {
            Some(size) => format!("{size} {}", name(*input, model, true)),
            None => name(*input, model, false),
        };
    }
    let product = join(&measure.of, " × ", model);
    let sum = core::iter::once(product).chain(measure.plus.iter().map(|input| name(*input, model, false)));
    let sum = sum.collect::<Vec<_>>().join(" + ");
    match size {
        Some(size) => format!("{size} ({sum})"),
        None if measure.plus.is_empty() => sum,
        None => format!("({sum})"),
    }
}

fn join(inputs: &[usize], separator: &str, model: &Model) -> String {
    inputs.iter().map(|input| name(*input, model, false)).collect::<Vec<_>>().join(separator)
}

/// What an input is counted in: its unit, or else its id.
fn name(input: usize, model: &Model, many: bool) -> String {
    let Some(input) = model.inputs.get(input) else {
        return String::new();
    };
    let (name, counted) = match &input.kind {
        Kind::Number(number) => match &number.unit {
            Some(unit) => (unit.as_str(), true),
            None => (input.id.as_str(), false),
        },
        Kind::Text { measure: TextMeasure::Characters, .. } => ("character", true),
        Kind::Text { measure: TextMeasure::Bytes, .. } => ("byte", true),
        Kind::Choice(_) | Kind::Flag { .. } => (input.id.as_str(), false),
    };
    let plural = if many && counted && !name.ends_with('s') { "s" } else { "" };
    format!("{name}{plural}")
}
