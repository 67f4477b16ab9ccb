//! Requests and their prices as numbers, for a host to which texts are dear.
//!
//! The host keeps a table of names and places for each model, its [`Shape`], and makes the answer of
//! the numbers that it gets. Only what has a price is priced here: why something has none is found
//! out by [`estimate`](super::estimate).

use std::sync::Arc;

use serde::Serialize;

use super::axis::ResolvedAxis;
use super::charge::{self, Charged, Price};
use super::estimate::{kept_from, terms, unavailable};
use super::given::{Given, Placed};
use super::grid;
use super::inputs::value;
use super::payer::Buyer;
pub(crate) use super::request::Parts;
use super::request::{Request, Settings, allowed, fallback, meant, placed, set_by_number, settle};
use super::value::Value;
use crate::fraction::Fraction;
use crate::id::Id;
use crate::limits::GRID_MAX;
use crate::rules::{Input, Kind, Rules, Term};

/// What a host needs to know of a model to hand its inputs over as numbers.
#[derive(Serialize)]
pub(crate) struct Shape<'r> {
    place: usize,
    /// Each input, what it is to be, and what it is where it is left out.
    inputs: Vec<(&'r Id, Wanted<'r>, Option<Value>)>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Wanted<'r> {
    Word(&'static str),
    OneOf(&'r [Id]),
}

/// The shape of a model, if there is such a one.
pub(crate) fn shape<'r>(rules: &'r Rules, model: &str) -> Option<Shape<'r>> {
    let place = rules.models.place(model)?;
    let (_, model) = rules.models.nth(place)?;
    let input = |input: &'r Input| {
        let wanted = match &input.kind {
            Kind::Choice(choice) => Wanted::OneOf(&choice.of),
            Kind::Flag { .. } => Wanted::Word("boolean"),
            Kind::Number(_) | Kind::Text { .. } => Wanted::Word("number"),
        };
        (&input.id, wanted, fallback(&input.kind).map(|(setting, _)| value(input, setting)))
    };
    Some(Shape { place, inputs: model.inputs.iter().map(input).collect() })
}

/// The buyer whom a host names by places.
pub(crate) fn buyer(rules: &Rules, plan: Option<usize>, product: Option<usize>) -> Option<Buyer<'_>> {
    Some(Buyer {
        plan: match plan {
            Some(place) => Some(rules.plans.nth(place)?),
            None => None,
        },
        product: match product {
            Some(place) => Some(rules.products.get(place)?),
            None => rules.first_product(),
        },
    })
}

/// What a part of a price is called.
pub(crate) fn label_of<'r>(
    rules: &'r Rules,
    model: usize,
    buyer: &Buyer<'r>,
    term: usize,
) -> Option<&'r str> {
    let (id, model) = rules.models.nth(model)?;
    Some(&terms(model, id, buyer)?.get(term)?.label)
}

/// The request that a host asks for, where what its inputs are set to is plainly a value: whether they
/// may be is found out with its price.
pub(crate) fn request(
    rules: &Rules,
    model: usize,
    given: &dyn Fn(usize) -> Option<Parts>,
) -> Option<Request> {
    let (id, model) = rules.models.nth(model)?;
    let placed = Placed { of: Arc::clone(&model.inputs), set: placed(model, given)? };
    Some(Request { model: id.clone(), inputs: Given::Placed(placed) })
}

/// What the inputs of a model are set to.
pub(crate) fn settings(
    rules: &Rules,
    model: usize,
    given: &dyn Fn(usize) -> Option<Parts>,
) -> Option<Settings> {
    let (_, model) = rules.models.nth(model)?;
    settle(model, &|place, input| set_by_number(model, place, input, given(place)?))
}

/// What that costs; what each part of it comes to is told before.
pub(crate) fn price(
    rules: &Rules,
    model: usize,
    buyer: &Buyer<'_>,
    settings: &Settings,
    tell: &mut dyn FnMut(usize, &Term, Charged<Fraction>),
) -> Option<Price<Fraction>> {
    let (id, model) = rules.models.nth(model)?;
    let price = charge::price(terms(model, id, buyer)?, buyer.discount(), model, &settings.all, tell).ok()?;
    unavailable(id, model, &settings.all, buyer).is_none().then_some(price)
}

/// The costs of a grid: behind what the inputs are set to, the numbers of each axis stand behind its
/// input and how many they are.
pub(crate) fn costs(rules: &Rules, model: usize, buyer: &Buyer<'_>, given: &[Parts]) -> Option<Vec<f64>> {
    let (id, model) = rules.models.nth(model)?;
    let (fixed, mut rest) = given.split_at_checked(model.inputs.len())?;
    let mut axes: Vec<ResolvedAxis> = Vec::new();
    let mut count = 1_usize;
    while let Some((head, behind)) = rest.split_first() {
        let (values, behind) = behind.split_at_checked(usize::try_from(head.trillionths).ok()?)?;
        let input = usize::try_from(head.number).ok()?;
        if axes.iter().any(|axis| axis.input == input) {
            return None;
        }
        let there = model.inputs.get(input)?;
        let setting = |parts: &Parts| {
            allowed(there, meant(there, *parts)?, model.each == Some(input))
                .filter(|setting| kept_from(buyer, there, *setting).is_none())
        };
        axes.push(ResolvedAxis { input, settings: values.iter().map(setting).collect() });
        count = count.checked_mul(values.len())?;
        rest = behind;
    }
    (count <= GRID_MAX).then(|| grid::costs(id, model, buyer, &axes, fixed))
}
