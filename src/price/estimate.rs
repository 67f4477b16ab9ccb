//! The cost of one request.

use std::sync::Arc;

use serde::Serialize;

use super::charge::{self, Charged, NoPrice, Price};
use super::exactly::Exactly;
use super::inputs::Inputs;
use super::payer::Buyer;
use super::request::{Request, Settings, resolve};
use crate::credits::Credits;
use crate::decimal::Decimal;
use crate::exact::Exact;
use crate::fraction::Fraction;
use crate::id::Id;
use crate::json::Yes;
use crate::map::sort_by;
use crate::mistake::{Mistake, MistakeCode};
use crate::ratio::Ratio;
use crate::refusal::{Facts, Failure, Refused};
use crate::rules::{Input, Kind, Model, Rules, Setting, Term};

/// What a request costs, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Estimate {
    pub(crate) ok: Yes,
    /// The model that was asked for.
    pub model: Id,
    /// The cost, in whole credits.
    pub cost: Credits,
    /// The price before rounding; of one, where an input multiplies it.
    pub exact: Exactly,
    /// Whether an input that was left out was taken at its maximum.
    pub ceiling: bool,
    /// Every input as it was priced.
    pub inputs: Inputs,
    /// The parts of the price, of one.
    pub lines: Vec<Line>,
    /// The digest of the rules that it was priced by.
    pub digest: Arc<str>,
    /// The place of the plan that it was priced on, if any: with a line's term it leads to the line's label.
    #[serde(skip)]
    pub(crate) plan: Option<usize>,
}

/// One part of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is for.
    pub label: Arc<str>,
    /// Credits for one unit.
    pub rate: Exactly,
    /// How many units.
    pub units: Exactly,
    /// Rate and units multiplied.
    pub credits: Exactly,
    /// The place of its term among those of the price.
    #[serde(skip)]
    pub(crate) term: usize,
}

/// Whether it matters who may have a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Availability {
    Asked,
    /// What has begun is priced to its end.
    NotAsked,
}

/// Works out what a request costs.
pub(crate) fn estimate(
    rules: &Rules,
    request: &Request,
    buyer: &Buyer<'_>,
    availability: Availability,
) -> Result<Box<Estimate>, Failure> {
    let refuse = |facts| Failure::from(Refused::outright(facts, rules));
    let (model, terms) = offer(rules, &request.model, buyer).map_err(refuse)?;
    let settings = resolve(request, model).map_err(refuse)?;

    let discount = buyer.discount();
    let priced = told_in::<Fraction>(terms, discount, model, &settings.all);
    let priced = match priced {
        // What needs more than 64 bits on the way may come to a price all the same.
        Err(NoPrice::Outgrown) => told_in::<Ratio>(terms, discount, model, &settings.all),
        priced => priced,
    };
    let Told { lines, exact, cost } =
        priced.map_err(|why| no_price(why, rules, request, model, &settings))?;

    if availability == Availability::Asked
        && let Some(facts) = unavailable(&request.model, model, &settings.all, buyer)
    {
        return Err(refuse(facts));
    }
    Ok(Box::new(Estimate {
        ok: Yes,
        model: request.model.clone(),
        cost,
        exact,
        ceiling: settings.ceiling,
        inputs: Inputs::new(model, settings.all),
        lines,
        digest: Arc::clone(&rules.digest),
        plan: buyer.plan.and_then(|(id, _)| rules.plans.place(id)),
    }))
}

/// A price as it is told.
struct Told {
    lines: Vec<Line>,
    exact: Exactly,
    cost: Credits,
}

/// Works a price out in numbers of one kind.
fn told_in<N: Exact + Into<Exactly>>(
    terms: &[Term],
    discount: Decimal,
    model: &Model,
    settings: &[Setting],
) -> Result<Told, NoPrice> {
    let mut lines = Vec::with_capacity(terms.len());
    let mut tell = |place, term: &Term, Charged { rate, units, credits }: Charged<N>| {
        let label = Arc::clone(&term.label);
        let [rate, units, credits] = [rate, units, credits].map(Into::into);
        lines.push(Line { label, rate, units, credits, term: place });
    };
    let Price { exact, cost } = charge::price(terms, discount, model, settings, &mut tell)?;
    Ok(Told { lines, exact: exact.into(), cost })
}

/// The model that is asked for and what it costs on the buyer's plan.
pub(super) fn offer<'r>(
    rules: &'r Rules,
    id: &Id,
    buyer: &Buyer<'r>,
) -> Result<(&'r Model, &'r [Term]), Facts> {
    let model = rules.models.get(id).ok_or_else(|| Facts::UnknownModel { id: id.clone() })?;
    let terms = terms(model, id, buyer).ok_or_else(|| Facts::Unpriced { model: id.clone() })?;
    Ok((model, terms))
}

/// What stands in for the model's price on the buyer's plan, or that price; none where there is none.
pub(super) fn terms<'r>(model: &'r Model, id: &Id, buyer: &Buyer<'r>) -> Option<&'r [Term]> {
    let on_plan = buyer.plan.and_then(|(_, plan)| plan.prices.get(id));
    on_plan.or(model.price.as_ref()).map(Vec::as_slice)
}

/// Why the buyer may not have what has a price.
pub(super) fn unavailable(id: &Id, model: &Model, settings: &[Setting], buyer: &Buyer<'_>) -> Option<Facts> {
    if let Some(plans) = &model.plans
        && !buyer.is_on_one_of(plans)
    {
        return Some(Facts::NotOnPlan { model: id.clone(), input: None, plans: sorted(plans) });
    }
    for (input, setting) in model.inputs.iter().zip(settings) {
        if let Some(plans) = kept_from(buyer, input, *setting) {
            let (input, plans) = (Some(input.id.clone()), sorted(plans));
            return Some(Facts::NotOnPlan { model: id.clone(), input, plans });
        }
    }
    let products = model.products.as_ref().filter(|products| !buyer.is_in_one_of(products))?;
    let product = buyer.product?.clone();
    Some(Facts::NotInProduct { model: id.clone(), product, products: sorted(products) })
}

/// The plans to which a choice is kept, where the buyer is on none of them.
pub(super) fn kept_from<'m>(buyer: &Buyer<'_>, input: &'m Input, setting: Setting) -> Option<&'m [Id]> {
    let (Kind::Choice(choice), Setting::Choice(place)) = (&input.kind, setting) else { return None };
    choice.plans.get(&place).map(Vec::as_slice).filter(|plans| !buyer.is_on_one_of(plans))
}

/// The order in which these ids are written says nothing.
fn sorted(ids: &[Id]) -> Vec<Id> {
    let mut ids = ids.to_vec();
    sort_by(&mut ids, Id::cmp);
    ids
}

fn no_price(why: NoPrice, rules: &Rules, request: &Request, model: &Model, settings: &Settings) -> Failure {
    let NoPrice::NotOffered(by) = why else {
        return outgrown();
    };
    let told = |place: usize| {
        let (input, setting) = (model.inputs.get(place)?, settings.all.get(place)?);
        Some((input.id.clone(), input.key_of(*setting)))
    };
    let inputs = by.into_iter().filter_map(told).collect();
    Refused::outright(Facts::NotOffered { model: request.model.clone(), inputs }, rules).into()
}

fn outgrown() -> Failure {
    let message = "expected a cost of at most 9007199254740991, and numbers on the way to it of at most 77 digits, found more";
    Mistake::one(MistakeCode::InvalidRequest, "/inputs", message).into()
}
