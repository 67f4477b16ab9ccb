//! Models: what a generation is made with, and how its price is rounded.

use std::collections::BTreeMap;

use super::input::{self, Input, Kind, position};
use super::names::Names;
use super::term::{self, Term};
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::Place;
use crate::limits::{INPUTS_MAX, MODELS_MAX};

/// Something that can be generated with.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) label: Option<String>,
    /// In order of their ids.
    pub(crate) inputs: Vec<Input>,
    pub(crate) price: Option<Vec<Term>>,
    /// The input that the price of one is multiplied by.
    pub(crate) each: Option<usize>,
    pub(crate) round: Rounding,
    /// Rounded to multiples of so many credits.
    pub(crate) round_to: u64,
    pub(crate) at_least: Option<Decimal>,
    pub(crate) at_most: Option<Decimal>,
    pub(crate) plans: Option<Vec<Id>>,
    pub(crate) products: Option<Vec<Id>>,
}

/// Which way a price is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    Up,
    Down,
    /// A half goes up.
    Nearest,
}

impl Model {
    /// The place of an input among the model's.
    pub(crate) fn input(&self, id: &str) -> Option<usize> {
        position(&self.inputs, id)
    }
}

pub(super) fn read_all(place: &Place<'_>, names: &Names<'_>) -> Option<BTreeMap<Id, Model>> {
    super::read_map(place, MODELS_MAX, "models", |_, place| read(place, names))
}

fn read(place: &Place<'_>, names: &Names<'_>) -> Option<Model> {
    let fields = place.object()?;
    let label = fields.optional("label", Place::owned_text);
    let inputs = match fields.get("inputs") {
        Some(place) => {
            let map =
                super::read_map(&place, INPUTS_MAX, "inputs", |id, place| input::read(id, place, names));
            // Where an input is faulty, terms that name it would be told as faulty too.
            map.filter(|map| place.entries().is_some_and(|entries| entries.len() == map.len()))
                .map(|map| map.into_values().collect())
        }
        None => Some(Vec::new()),
    };
    let (known, inputs) = (inputs.is_some(), inputs.unwrap_or_default());
    let price =
        fields.optional("price", |place| known.then(|| place.each(|place| term::read(place, &inputs)))?);
    let each = fields.optional("each", |place| known.then(|| read_each(place, &inputs))?);
    let round = fields.optional("round", |place| {
        place.word(&[("up", Rounding::Up), ("down", Rounding::Down), ("nearest", Rounding::Nearest)])
    });
    let round_to = fields.optional("roundTo", Place::some_credits);
    let at_least = fields.optional("atLeast", Place::decimal);
    let at_most = fields.optional("atMost", |place| {
        let most = place.decimal()?;
        if let Some(least) = at_least.filter(|least| *least > most) {
            place.fault(format!("expected `atMost` not to be below `atLeast`, {least}, found {most}"));
        }
        Some(most)
    });
    let plans = fields.optional("plans", |place| place.each_once(|place| names.plan(place)));
    let products = fields.optional("products", |place| place.each_once(|place| names.product(place)));
    fields.finish();
    known.then_some(Model {
        label,
        inputs,
        price,
        each,
        round: round.unwrap_or(Rounding::Up),
        round_to: round_to.map_or(1, crate::Credits::get),
        at_least,
        at_most,
        plans,
        products,
    })
}

/// The input that multiplies the price of one, of which there are only whole numbers.
fn read_each(place: &Place<'_>, inputs: &[Input]) -> Option<usize> {
    let found = term::read_numeric(place, inputs)?;
    if let Some(Kind::Number(number)) = inputs.get(found).map(|input| &input.kind)
        && number.fallback().is_some_and(|(number, _)| !number.is_whole())
    {
        return place.expected("the id of an input that is a whole number where it is left out");
    }
    Some(found)
}
