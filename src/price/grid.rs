//! The cost of very many requests at once, for tables and sliders.

use super::charge;
use super::estimate::{offer, unavailable};
use super::payer::Buyer;
use super::request::{self, Request, read_value};
use super::value::Value;
use crate::credits::Credits;
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::Place;
use crate::limits::GRID_MAX;
use crate::mistake::{Mistake, MistakeCode};
use crate::ratio::Ratio;
use crate::rules::{Input, Model, Rules, Setting, Term};

/// An input of a grid, and the values that it takes in turn.
#[derive(Clone, Debug)]
pub struct Axis {
    input: Id,
    values: Vec<Value>,
}

impl Axis {
    /// Values in the order in which the grid is to have them.
    #[must_use]
    pub fn new<V: Into<Value>>(input: Id, values: impl IntoIterator<Item = V>) -> Self {
        Self { input, values: values.into_iter().map(Into::into).collect() }
    }
}

/// Reads the axes of a grid: a list of pairs.
pub(crate) fn read_axes(place: &Place<'_>) -> Option<Vec<Axis>> {
    let axes = place.each(|place| {
        let [input, values] = <[Place<'_>; 2]>::try_from(place.list()?.collect::<Vec<_>>())
            .or_else(|_| place.expected("a pair of an input's id and its values").ok_or(()))
            .ok()?;
        Some(Axis { input: input.id()?, values: values.each(read_value)? })
    })?;
    place.at_most(count(&axes), GRID_MAX, "prices in a grid").then_some(axes)
}

/// How many combinations there are.
fn count(axes: &[Axis]) -> usize {
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.values.len()));
    count.unwrap_or(usize::MAX)
}

/// The cost of every combination, the last axis varying fastest; none where it cannot be had.
pub(crate) fn grid(
    rules: &Rules,
    request: &Request,
    axes: &[Axis],
    buyer: &Buyer<'_>,
) -> Result<Vec<Option<Credits>>, Mistake> {
    if count(axes) > GRID_MAX {
        let message = format!("expected at most {GRID_MAX} prices in a grid, found {}", count(axes));
        return Err(Mistake::one(MistakeCode::TooLarge, "", message));
    }
    let mut costs = Vec::with_capacity(count(axes));
    grid_into(rules, request, axes, buyer, &mut |cost| costs.push(cost))?;
    Ok(costs)
}

/// The same as JavaScript's numbers, NaN where it cannot be had.
pub(crate) fn grid_of_numbers(
    rules: &Rules,
    request: &Request,
    axes: &[Axis],
    buyer: &Buyer<'_>,
) -> Result<Vec<f64>, Mistake> {
    let mut costs = Vec::with_capacity(count(axes));
    let number = |cost: Credits| to_f64(cost.get());
    grid_into(rules, request, axes, buyer, &mut |cost| costs.push(cost.map_or(f64::NAN, number)))?;
    Ok(costs)
}

fn grid_into(
    rules: &Rules,
    request: &Request,
    axes: &[Axis],
    buyer: &Buyer<'_>,
    tell: &mut dyn FnMut(Option<Credits>),
) -> Result<(), Mistake> {
    let Some(model) = rules.models.get(&request.model) else {
        return Err(mistake(
            "/model",
            format!("expected the id of one of the `models`, found `{}`", request.model),
        ));
    };
    let axes = resolve_axes(model, request, axes)?;
    let count = axes.iter().map(|axis| axis.settings.len()).product();
    match Table::new(rules, model, request, &axes, buyer) {
        Some(mut table) if count > 0 => table.fill(&axes, tell),
        _ => (0..count).for_each(|_| tell(None)),
    }
    Ok(())
}

fn mistake(path: &str, message: String) -> Mistake {
    Mistake::one(MistakeCode::InvalidRequest, path, message)
}

/// An axis whose values have been looked up: none where the input does not allow one.
struct ResolvedAxis {
    input: usize,
    settings: Vec<Option<Setting>>,
}

fn resolve_axes(model: &Model, request: &Request, axes: &[Axis]) -> Result<Vec<ResolvedAxis>, Mistake> {
    let undeclared = |id: &Id| format!("expected the id of one of the model's `inputs`, found `{id}`");
    if let Some(id) = request.inputs.keys().find(|id| model.input(id.as_str()).is_none()) {
        return Err(mistake(&format!("/inputs/{}", pointer(id)), undeclared(id)));
    }
    let mut resolved: Vec<ResolvedAxis> = Vec::new();
    for (place, axis) in axes.iter().enumerate() {
        let path = format!("/{place}/0");
        let input =
            model.input(axis.input.as_str()).ok_or_else(|| mistake(&path, undeclared(&axis.input)))?;
        if resolved.iter().any(|before| before.input == input) {
            return Err(mistake(&path, format!("expected each input once, found `{}` twice", axis.input)));
        }
        let read = |input: &Input, value| {
            request::setting(input, value, model.each == model.input(input.id.as_str()))
        };
        let settings =
            model.inputs.get(input).map(|input| axis.values.iter().map(|value| read(input, value)).collect());
        resolved.push(ResolvedAxis { input, settings: settings.unwrap_or_default() });
    }
    Ok(resolved)
}

/// An id as a step of a JSON Pointer.
fn pointer(id: &Id) -> String {
    id.as_str().replace('/', "~1")
}

/// Prices of one model, with some settings fixed and others about to be filled in.
struct Table<'r> {
    id: &'r Id,
    model: &'r Model,
    terms: &'r [Term],
    discount: Decimal,
    buyer: &'r Buyer<'r>,
    settings: Vec<Setting>,
}

impl<'r> Table<'r> {
    /// None where no combination can have a price, whatever the axes say.
    fn new(
        rules: &'r Rules,
        model: &'r Model,
        request: &'r Request,
        axes: &[ResolvedAxis],
        buyer: &'r Buyer<'r>,
    ) -> Option<Self> {
        let (_, terms) = offer(rules, &request.model, buyer).ok()?;
        // What stands on the axes is set to anything that is allowed until it is filled in.
        let mut fixed = request.clone();
        let mut settings = Vec::new();
        for axis in axes {
            let input = model.inputs.get(axis.input)?;
            fixed.inputs.remove(&input.id);
            settings.push((axis.input, axis.settings.iter().flatten().next().copied()?));
        }
        let settings = request::resolve_beside(&fixed, model, &settings).ok()?;
        let discount = buyer.plan.map_or_else(Default::default, |(_, plan)| plan.discount);
        Some(Self { id: &request.model, model, terms, discount, buyer, settings })
    }

    /// Fills in every combination, in order.
    fn fill(&mut self, axes: &[ResolvedAxis], tell: &mut dyn FnMut(Option<Credits>)) {
        let Some((first, rest)) = axes.split_first() else {
            return tell(self.cost());
        };
        let below: usize = rest.iter().map(|axis| axis.settings.len()).product();
        for setting in &first.settings {
            match (setting, self.settings.get_mut(first.input)) {
                (Some(setting), Some(place)) => {
                    *place = *setting;
                    self.fill(rest, tell);
                }
                _ => (0..below).for_each(|_| tell(None)),
            }
        }
    }

    fn cost(&self) -> Option<Credits> {
        let mut sum = Ratio::ZERO;
        for line in charge::lines(self.terms, &self.settings) {
            sum = sum.plus(line.ok()?.1.credits)?;
        }
        let price = charge::total(sum, self.discount, self.model, &self.settings).ok()?;
        match unavailable(self.id, self.model, &self.settings, self.buyer) {
            Some(_) => None,
            None => Some(price.cost),
        }
    }
}

/// Whole credits as JavaScript's number: up to 2^53 − 1 nothing is lost.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "credits are at most 2^53 − 1")]
fn to_f64(credits: u64) -> f64 {
    credits as f64
}
