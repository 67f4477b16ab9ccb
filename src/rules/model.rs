//! Models: what a generation is made with, and how its price is rounded.

use std::sync::Arc;

use crate::map::Map;

use super::input::{self, Input, Inputs, Kind, position};
use super::names::Names;
use super::term::{self, Term};
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::Place;
use crate::limits::{INPUTS_MAX, MODELS_MAX};

/// Something that can be generated with.
#[derive(Debug)]
pub(crate) struct Model {
    /// What it is called: as its id, where it has no other name.
    pub(crate) label: Arc<str>,
    /// In order of their ids.
    pub(crate) inputs: Arc<[Input]>,
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

pub(super) fn read_all(place: &Place<'_>, names: &Names<'_>) -> Option<Map<Id, Model>> {
    super::read_map(place, MODELS_MAX, "models", |id, place| read(id, place, names))
}

fn read(id: &Id, place: &Place<'_>, names: &Names<'_>) -> Option<Model> {
    let fields = place.object()?;
    let label = fields.optional("label", Place::owned_text).map_or_else(|| Arc::from(id.as_str()), Arc::from);
    let (all, faulty) = match fields.get("inputs") {
        Some(place) => read_inputs(place, names),
        None => (Vec::new(), Some(Vec::new())),
    };
    let inputs = Inputs { all: &all, faulty: faulty.as_deref() };
    let price = fields.optional("price", |place| place.each(|place| term::read(place, inputs, &label)));
    let each = fields.optional("each", |place| read_each(place, inputs));
    let round = fields.optional("round", |place| {
        place.word(&[("up", Rounding::Up), ("down", Rounding::Down), ("nearest", Rounding::Nearest)])
    });
    let round_to = fields.optional("roundTo", Place::some_credits);
    let at_least = fields.optional("atLeast", Place::decimal);
    let at_most = fields.optional("atMost", |place| {
        let most = place.decimal()?;
        if let Some(least) = at_least.filter(|least| *least > most) {
            place.fault(format_args!("expected `atMost` not to be below `atLeast`, {least}, found {most}"));
        }
        Some(most)
    });
    let plans = fields.optional("plans", |place| place.each_once(|place| names.plan(place)));
    let products = fields.optional("products", |place| place.each_once(|place| names.product(place)));
    fields.finish();
    let is_sure = faulty.is_some_and(|faulty| faulty.is_empty());
    is_sure.then_some(Model {
        label,
        inputs: all.into(),
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

/// Reads the inputs in which nothing is wrong, and the ids of the others, where there are any to be
/// seen.
fn read_inputs(place: &Place<'_>, names: &Names<'_>) -> (Vec<Input>, Option<Vec<String>>) {
    let map = super::read_map(place, INPUTS_MAX, "inputs", |id, place| {
        let told = place.faults_told();
        input::read(id, place, names).filter(|_| place.faults_told() == told)
    });
    let Some(map) = map else { return (Vec::new(), None) };
    let keys = place.entries().into_iter().flatten().map(|(key, _)| key);
    let faulty = keys.filter(|key| !map.contains_key(*key)).map(str::to_owned).collect();
    (map.into_iter().map(|(_, input)| input).collect(), Some(faulty))
}

/// The input that multiplies the price of one, of which there are only whole numbers.
fn read_each(place: &Place<'_>, inputs: Inputs<'_>) -> Option<usize> {
    let found = term::read_numeric(place, inputs)?;
    if let Some(Kind::Number(number)) = inputs.get(found).map(|input| &input.kind)
        && number.fallback().is_some_and(|(number, _)| !number.is_whole())
    {
        return place.expected("the id of an input that is a whole number where it is left out");
    }
    Some(found)
}
