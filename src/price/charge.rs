//! The arithmetic of a price, exact until it is rounded, once and last.

use crate::credits::Credits;
use crate::decimal::Decimal;
use crate::ratio::Ratio;
use crate::rules::{Cells, Divide, Lookup, Measure, Model, Rate, Rounding, Setting, Term, Tier, Times};

/// Why settings have no price.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoPrice {
    /// A table has no cell, or tiers have no step, for what these inputs are set to.
    NotOffered(Vec<usize>),
    /// A number outgrew what can be counted exactly.
    Outgrown,
}

/// What one term comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Charged {
    pub(crate) rate: Decimal,
    pub(crate) units: Ratio,
    pub(crate) credits: Ratio,
}

/// What a request comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Price {
    /// Of one, before rounding.
    pub(crate) exact: Ratio,
    pub(crate) cost: Credits,
}

/// The parts of a price: a term that does not apply leaves none.
pub(crate) fn lines<'t>(
    terms: &'t [Term],
    settings: &[Setting],
) -> impl Iterator<Item = Result<(&'t Term, Charged), NoPrice>> {
    terms
        .iter()
        .filter(|term| applies(term, settings))
        .map(|term| charge(term, settings).map(|charged| (term, charged)))
}

/// What the sum of all parts comes to, discounted, clamped, rounded and multiplied.
pub(crate) fn total(
    sum: Ratio,
    discount: Decimal,
    model: &Model,
    settings: &[Setting],
) -> Result<Price, NoPrice> {
    counted(sum, discount, model, settings).ok_or(NoPrice::Outgrown)
}

fn counted(sum: Ratio, discount: Decimal, model: &Model, settings: &[Setting]) -> Option<Price> {
    let kept = Ratio::ONE.minus_or_zero(discount.into())?;
    let mut exact = sum.times(kept)?;
    if !exact.is_zero() {
        if let Some(least) = model.at_least {
            exact = exact.max(least.into())?;
        }
        if let Some(most) = model.at_most {
            exact = exact.min(most.into())?;
        }
    }
    let of_one = round(exact, model)?;
    let cost = match model.each {
        None => of_one,
        Some(each) => of_one.times(number(settings, each)?.into())?,
    };
    Some(Price { exact, cost: Credits::new(cost.to_whole()?)? })
}

fn round(exact: Ratio, model: &Model) -> Option<Ratio> {
    let steps = exact.over(Ratio::whole(model.round_to))?;
    let rounded = match model.round {
        Rounding::Up => steps.ceil()?,
        Rounding::Down => steps.floor(),
        Rounding::Nearest => steps.nearest()?,
    };
    rounded.times(Ratio::whole(model.round_to))
}

fn applies(term: &Term, settings: &[Setting]) -> bool {
    term.when
        .iter()
        .all(|(input, allowed)| settings.get(*input).is_some_and(|setting| allowed.contains(setting)))
}

fn charge(term: &Term, settings: &[Setting]) -> Result<Charged, NoPrice> {
    let rate = match &term.rate {
        Rate::Flat(rate) => *rate,
        Rate::Lookup(lookup) => look_up(lookup, settings)?,
        Rate::Tiers { by, steps } => reach(by, steps, settings)?,
    };
    let mut units = Ratio::ONE;
    for times in &term.times {
        let factor = match times {
            Times::Lookup(lookup) => look_up(lookup, settings)?.into(),
            Times::Measure(measure) => measured(measure, settings).ok_or(NoPrice::Outgrown)?,
        };
        units = units.times(factor).ok_or(NoPrice::Outgrown)?;
    }
    let credits = units.times(rate.into()).ok_or(NoPrice::Outgrown)?;
    Ok(Charged { rate, units, credits })
}

fn look_up(lookup: &Lookup, settings: &[Setting]) -> Result<Decimal, NoPrice> {
    let mut cells = &lookup.cells;
    for input in &lookup.by {
        let cell = match cells {
            Cells::By(cells) => settings.get(*input).and_then(|setting| cells.get(setting)),
            Cells::Value(_) => None,
        };
        cells = cell.ok_or_else(|| NoPrice::NotOffered(lookup.by.clone()))?;
    }
    match cells {
        Cells::Value(value) => Ok(*value),
        Cells::By(_) => Err(NoPrice::NotOffered(lookup.by.clone())),
    }
}

/// The rate of the step that a measure reaches.
fn reach(by: &Measure, steps: &[Tier], settings: &[Setting]) -> Result<Decimal, NoPrice> {
    let reached = measured(by, settings).ok_or(NoPrice::Outgrown)?;
    for step in steps {
        let within = match step.up_to {
            None => true,
            Some(up_to) => !reached.exceeds(up_to.into()).ok_or(NoPrice::Outgrown)?,
        };
        if within {
            return Ok(step.rate);
        }
    }
    Err(NoPrice::NotOffered(by.inputs().collect()))
}

impl Measure {
    /// Every input that it is made of.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = usize> {
        self.of.iter().chain(&self.plus).copied()
    }
}

fn measured(measure: &Measure, settings: &[Setting]) -> Option<Ratio> {
    let mut sum = Ratio::ONE;
    for input in &measure.of {
        sum = sum.times(number(settings, *input)?.into())?;
    }
    for input in &measure.plus {
        sum = sum.plus(number(settings, *input)?.into())?;
    }
    let raised = sum.minus_or_zero(measure.beyond.into())?.max(measure.at_least.into())?;
    match measure.divide {
        Divide::Not => Some(raised),
        Divide::Units(unit) => raised.over(unit.into()),
        Divide::Blocks(block) => raised.over(block.into())?.ceil(),
    }
}

fn number(settings: &[Setting], input: usize) -> Option<Decimal> {
    match settings.get(input) {
        Some(Setting::Number(number)) => Some(*number),
        _ => None,
    }
}
