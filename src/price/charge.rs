//! The arithmetic of a price, exact until it is rounded, once and last.

use crate::credits::Credits;
use crate::decimal::Decimal;
use crate::exact::Exact;
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
#[derive(Clone, Debug)]
pub(crate) struct Charged<N> {
    pub(crate) rate: N,
    pub(crate) units: N,
    pub(crate) credits: N,
}

/// What a request comes to.
#[derive(Debug)]
pub(crate) struct Price<N> {
    /// Of one, before rounding.
    pub(crate) exact: N,
    pub(crate) cost: Credits,
}

/// The sum of all parts, discounted, clamped, rounded and multiplied. What each part comes to is told
/// with its term and the place of that; a term that does not apply is no part.
pub(crate) fn price<N: Exact>(
    terms: &[Term],
    discount: Decimal,
    model: &Model,
    settings: &[Setting],
    tell: &mut dyn FnMut(usize, &Term, Charged<N>),
) -> Result<Price<N>, NoPrice> {
    let mut sum = N::whole(0);
    for (place, term) in terms.iter().enumerate() {
        if applies(term, settings) {
            let charged: Charged<N> = charge(term, settings)?;
            sum = sum.plus(charged.credits.clone()).ok_or(NoPrice::Outgrown)?;
            tell(place, term, charged);
        }
    }
    let (exact, cost) = total(sum, discount, model, settings).ok_or(NoPrice::Outgrown)?;
    Ok(Price { exact, cost })
}

fn total<N: Exact>(sum: N, discount: Decimal, model: &Model, settings: &[Setting]) -> Option<(N, Credits)> {
    let mut exact = sum;
    if discount != Decimal::ZERO {
        exact = exact.times(N::whole(1).minus_or_zero(N::of(discount)?)?)?;
    }
    if !exact.is_zero() {
        if let Some(least) = model.at_least {
            exact = exact.max(N::of(least)?)?;
        }
        if let Some(most) = model.at_most {
            exact = exact.min(N::of(most)?)?;
        }
    }
    let of_one = round(exact.clone(), model)?;
    let cost = match model.each {
        None => of_one,
        Some(each) => of_one.times(number(settings, each)?)?,
    };
    Some((exact, Credits::new(cost.to_whole()?)?))
}

fn round<N: Exact>(exact: N, model: &Model) -> Option<N> {
    let steps = exact.over(N::whole(model.round_to))?;
    let rounded = match model.round {
        Rounding::Up => steps.ceil()?,
        Rounding::Down => steps.floor(),
        Rounding::Nearest => steps.nearest()?,
    };
    rounded.times(N::whole(model.round_to))
}

pub(super) fn applies(term: &Term, settings: &[Setting]) -> bool {
    term.when
        .iter()
        .all(|(input, allowed)| settings.get(*input).is_some_and(|setting| allowed.contains(setting)))
}

fn charge<N: Exact>(term: &Term, settings: &[Setting]) -> Result<Charged<N>, NoPrice> {
    let rate: N = rate(&term.rate, settings)?;
    let mut units = N::whole(1);
    for times in &term.times {
        units = units.times(factor(times, settings)?).ok_or(NoPrice::Outgrown)?;
    }
    let credits = units.clone().times(rate.clone()).ok_or(NoPrice::Outgrown)?;
    Ok(Charged { rate, units, credits })
}

/// What a unit costs.
pub(super) fn rate<N: Exact>(rate: &Rate, settings: &[Setting]) -> Result<N, NoPrice> {
    let rate = match rate {
        Rate::Flat(rate) => *rate,
        Rate::Lookup(lookup) => look_up(lookup, settings)?,
        Rate::Tiers { by, steps } => reach::<N>(by, steps, settings)?,
    };
    N::of(rate).ok_or(NoPrice::Outgrown)
}

/// What a rate is multiplied by.
pub(super) fn factor<N: Exact>(times: &Times, settings: &[Setting]) -> Result<N, NoPrice> {
    match times {
        Times::Lookup(lookup) => N::of(look_up(lookup, settings)?),
        Times::Measure(measure) => measured(measure, settings),
    }
    .ok_or(NoPrice::Outgrown)
}

fn look_up(lookup: &Lookup, settings: &[Setting]) -> Result<Decimal, NoPrice> {
    let mut cells = &lookup.cells;
    for input in &lookup.by {
        let cell = settings.get(*input).and_then(|setting| cells.at(setting));
        cells = cell.ok_or_else(|| NoPrice::NotOffered(lookup.by.clone()))?;
    }
    match cells {
        Cells::Value(value) => Ok(*value),
        Cells::By(_) => Err(NoPrice::NotOffered(lookup.by.clone())),
    }
}

/// The rate of the step that a measure reaches.
fn reach<N: Exact>(by: &Measure, steps: &[Tier], settings: &[Setting]) -> Result<Decimal, NoPrice> {
    let reached: N = measured(by, settings).ok_or(NoPrice::Outgrown)?;
    for step in steps {
        let within = match step.up_to {
            None => true,
            Some(up_to) => {
                !N::of(up_to).and_then(|up_to| reached.exceeds(&up_to)).ok_or(NoPrice::Outgrown)?
            }
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

fn measured<N: Exact>(measure: &Measure, settings: &[Setting]) -> Option<N> {
    let mut sum = N::whole(1);
    for input in &measure.of {
        sum = sum.times(number(settings, *input)?)?;
    }
    for input in &measure.plus {
        sum = sum.plus(number(settings, *input)?)?;
    }
    if measure.beyond != Decimal::ZERO {
        sum = sum.minus_or_zero(N::of(measure.beyond)?)?;
    }
    if measure.at_least != Decimal::ZERO {
        sum = sum.max(N::of(measure.at_least)?)?;
    }
    match measure.divide {
        Divide::Not => Some(sum),
        Divide::Units(unit) => sum.over(N::of(unit)?),
        Divide::Blocks(block) => sum.over(N::of(block)?)?.ceil(),
    }
}

pub(super) fn number<N: Exact>(settings: &[Setting], input: usize) -> Option<N> {
    match settings.get(input) {
        Some(Setting::Number(number)) => N::of(*number),
        _ => None,
    }
}
