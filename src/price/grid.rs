//! The cost of very many requests at once, for tables and sliders.

use super::axis::{Axis, ResolvedAxis, count, size};
use super::charge;
use super::estimate::{kept_from, terms, unavailable};
use super::factor::ABSENT;
use super::payer::Buyer;
use super::request::{self, Parts, Request};
use super::table::Table;
use super::value::Value;
use crate::credits::Credits;
use crate::decimal::Decimal;
use crate::float::to_f64;
use crate::id::Id;
use crate::limits::GRID_MAX;
use crate::map::Map;
use crate::mistake::{Mistake, MistakeCode};
use crate::ratio::Ratio;
use crate::rules::{Input, Model, Rules, Setting, Term};

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
    grid_into(rules, request, axes, buyer, &mut |run| {
        costs.extend(run.iter().map(|cost| Credits::new(*cost)));
    })?;
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
    grid_into(rules, request, axes, buyer, &mut |run| costs.extend(run.iter().map(|cost| told(*cost))))?;
    Ok(costs)
}

/// Tells the costs, some at a time; one that is greater than credits can be is none.
fn grid_into(
    rules: &Rules,
    request: &Request,
    axes: &[Axis],
    buyer: &Buyer<'_>,
    tell: &mut dyn FnMut(&[u64]),
) -> Result<(), Mistake> {
    let Some(model) = rules.models.get(&request.model) else {
        return Err(mistake(
            "/model",
            format!("expected the id of one of the `models`, found `{}`", request.model),
        ));
    };
    let named = request.inputs.named();
    let axes = resolve_axes(model, &named, axes, buyer)?;
    let set = |place, input: &Input| Some(request::set(model, place, input, named.get(&input.id))?.0);
    tell_all(&request.model, model, buyer, &axes, &set, tell);
    Ok(())
}

/// The costs of a grid whose inputs are set by numbers.
pub(super) fn costs(
    id: &Id,
    model: &Model,
    buyer: &Buyer<'_>,
    axes: &[ResolvedAxis],
    fixed: &[Parts],
) -> Vec<f64> {
    let mut costs = Vec::with_capacity(size(axes));
    let set = |place, input: &Input| Some(request::set_by_number(model, place, input, *fixed.get(place)?)?.0);
    tell_all(id, model, buyer, axes, &set, &mut |run| costs.extend(run.iter().map(|cost| told(*cost))));
    costs
}

fn tell_all(
    id: &Id,
    model: &Model,
    buyer: &Buyer<'_>,
    axes: &[ResolvedAxis],
    set: &dyn Fn(usize, &Input) -> Option<Setting>,
    tell: &mut dyn FnMut(&[u64]),
) {
    let count = size(axes);
    match Prices::new(id, model, buyer, axes, set) {
        Some(mut prices) if count > 0 => prices.tell(axes, tell),
        _ => (0..count).for_each(|_| tell(&[ABSENT])),
    }
}

fn mistake(path: &str, message: String) -> Mistake {
    Mistake::one(MistakeCode::InvalidRequest, path, message)
}

fn resolve_axes(
    model: &Model,
    named: &Map<Id, Value>,
    axes: &[Axis],
    buyer: &Buyer<'_>,
) -> Result<Vec<ResolvedAxis>, Mistake> {
    let undeclared = |id: &Id| format!("expected the id of one of the model's `inputs`, found `{id}`");
    if let Some(id) = named.keys().find(|id| model.input(id.as_str()).is_none()) {
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
                .filter(|setting| kept_from(buyer, input, *setting).is_none())
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
struct Prices<'r> {
    model: &'r Model,
    terms: &'r [Term],
    discount: Decimal,
    settings: Vec<Setting>,
}

impl<'r> Prices<'r> {
    /// None where no combination can have a price, whatever the axes say.
    fn new(
        id: &Id,
        model: &'r Model,
        buyer: &Buyer<'r>,
        axes: &[ResolvedAxis],
        set: &dyn Fn(usize, &Input) -> Option<Setting>,
    ) -> Option<Self> {
        let terms = terms(model, id, buyer)?;
        // What stands on the axes is set to anything that is allowed until it is filled in.
        let first = |axis: &ResolvedAxis| Some((axis.input, axis.settings.iter().flatten().next().copied()?));
        let already = axes.iter().map(first).collect::<Option<Vec<_>>>()?;
        let settings = request::beside(model, &already, set)?;
        let available = unavailable(id, model, &settings, buyer).is_none();
        available.then_some(Self { model, terms, discount: buyer.discount(), settings })
    }

    fn tell(&mut self, axes: &[ResolvedAxis], tell: &mut dyn FnMut(&[u64])) {
        match Table::new(self.terms, self.discount, self.model, axes, &self.settings) {
            Some(table) => table.fill(tell),
            None => self.tell_each(axes, tell),
        }
    }

    /// Fills in every combination, in order.
    fn tell_each(&mut self, axes: &[ResolvedAxis], tell: &mut dyn FnMut(&[u64])) {
        let Some((first, rest)) = axes.split_first() else {
            return tell(&[self.cost().map_or(ABSENT, Credits::get)]);
        };
        let below: usize = rest.iter().map(|axis| axis.settings.len()).product();
        for setting in &first.settings {
            match (setting, self.settings.get_mut(first.input)) {
                (Some(setting), Some(place)) => {
                    *place = *setting;
                    self.tell_each(rest, tell);
                }
                _ => (0..below).for_each(|_| tell(&[ABSENT])),
            }
        }
    }

    fn cost(&self) -> Option<Credits> {
        let price =
            charge::price::<Ratio>(self.terms, self.discount, self.model, &self.settings, &mut |_, _, _| ());
        price.ok().map(|price| price.cost)
    }
}

/// Whole credits as JavaScript's number, NaN where they are more than there can be.
const fn told(credits: u64) -> f64 {
    if credits <= Credits::MAX.get() { to_f64(credits) } else { f64::NAN }
}
