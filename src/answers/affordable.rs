//! How far the credits reach.

use serde::Serialize;

use super::{View, ask, may_draw, reach, refused};
use crate::account::Account;
use crate::command::lacks_asker;
use crate::credits::Credits;
use crate::decide::price;
use crate::decimal::{self, Decimal};
use crate::id::Id;
use crate::json::Yes;
use crate::mistake::{Mistake, MistakeCode};
use crate::price::{Availability, Number, Request};
use crate::refusal::{Facts, Failure};
use crate::rules::{Capability, Kind, NumberInput, Rules};
use crate::work::Work;

/// The largest value that can be paid, and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Affordable {
    pub(crate) ok: Yes,
    /// The value.
    pub value: Number,
    /// What it costs.
    pub cost: Credits,
}

/// Above so many values it is taken that a price does not fall as the input grows.
const TRIED_MAX: Place = 10_000;

/// The place of a value among all that an input may take: of the finest steps there are 10^27.
type Place = u128;

/// The place of a value that can be paid, and its cost.
type Paid = Option<(Place, Credits)>;

/// What a value costs by its place, where it can be paid.
type CostOf<'f> = &'f dyn Fn(Place) -> Option<Credits>;

pub(crate) fn affordable(
    rules: &Rules,
    account: &mut Account,
    request: &Request,
    input: &Id,
    view: &View,
) -> Result<Affordable, Failure> {
    if account.head().closed && !lacks_asker(account, view.by.as_ref()) {
        let at = view.at.max(account.as_of());
        return Err(refused(rules, Facts::AccountClosed { account: account.id().clone() }, at));
    }
    ask(rules, account, view, Capability::Generate, |work, who, at| {
        let from = who.begins_with(work.account, view.wallet.as_ref());
        may_draw(work, who, &from, at)?;
        let wallet = view.wallet.as_ref();
        let Some(values) = Values::of(rules, request, input)? else {
            // No value can be given to it: whichever is, a spend is refused.
            let any = request.clone().with(input.clone(), Number::from(Decimal::ZERO));
            return Err(work.refusal_of_spend(who, wallet, &any, at));
        };
        let reach = reach(work, who, wallet, at);
        let cost_of: CostOf<'_> = &|place| {
            cost(work, &values.set(request, input, place)).filter(|cost| cost.is_zero() || *cost <= reach)
        };
        let found = if values.count <= TRIED_MAX {
            (0..values.count).rev().find_map(|place| Some((place, cost_of(place)?)))
        } else {
            let found = search(values.count, cost_of);
            largest(&values, &named(rules, &request.model), found, cost_of)
        };
        if let Some((place, cost)) = found {
            return Ok(Affordable { ok: Yes, value: values.at(place).into(), cost });
        }
        let least = values.set(request, input, 0);
        // A spend tells what has no price as a mistake of the command, which there is none of here.
        if let Err(mistake @ Failure::Mistake(_)) =
            price(work.rules, work.account, &least, Availability::Asked)
        {
            return Err(mistake);
        }
        Err(work.refusal_of_spend(who, wallet, &least, at))
    })
}

/// The numbers that tables of a model's prices name: it may be that no other is offered.
fn named(rules: &Rules, id: &Id) -> Vec<Decimal> {
    let on_plans = rules.plans.values().map(|plan| plan.prices.get(id));
    let own = rules.models.get(id).map(|model| model.price.as_ref());
    let mut found = Vec::new();
    for terms in on_plans.chain(own).flatten() {
        for term in terms {
            term.numbers(&mut found);
        }
    }
    found
}

/// The largest place of some values that can be paid, or what was found before, where that is larger.
fn largest(values: &Values<'_>, named: &[Decimal], mut found: Paid, cost_of: CostOf<'_>) -> Paid {
    for value in named {
        if let Some(place) = values.place(*value)
            && found.is_none_or(|(before, _)| before < place)
            && let Some(cost) = cost_of(place)
        {
            found = Some((place, cost));
        }
    }
    found
}

/// The last place that can be paid, where none can be paid after one that cannot.
fn search(count: Place, cost_of: CostOf<'_>) -> Paid {
    let mut best = (0, cost_of(0)?);
    let mut beyond = count;
    while best.0 + 1 < beyond {
        let middle = best.0 + (beyond - best.0) / 2;
        match cost_of(middle) {
            Some(cost) => best = (middle, cost),
            None => beyond = middle,
        }
    }
    Some(best)
}

fn cost(work: &Work<'_>, request: &Request) -> Option<Credits> {
    price(work.rules, work.account, request, Availability::Asked).ok().map(|estimate| estimate.cost)
}

/// The values that a number input may take, from the least to the greatest.
struct Values<'r> {
    of: Option<Vec<Decimal>>,
    least: u128,
    step: u128,
    count: Place,
    input: &'r NumberInput,
}

impl<'r> Values<'r> {
    /// None where there is no such model, or it has no such input.
    fn of(rules: &'r Rules, request: &Request, input: &Id) -> Result<Option<Self>, Failure> {
        let Some(model) = rules.models.get(&request.model) else { return Ok(None) };
        let Some(found) = model.input(input.as_str()).and_then(|place| model.inputs.get(place)) else {
            return Ok(None);
        };
        let Kind::Number(number) = &found.kind else {
            let message = format!("expected an input that is a number, found `{input}`");
            return Err(Mistake::one(MistakeCode::InvalidRequest, "", message).into());
        };
        Ok(Some(Self::new(number)))
    }

    fn new(input: &'r NumberInput) -> Self {
        if let Some(of) = &input.of {
            let of: Vec<Decimal> = of.iter().copied().filter(|value| input.allows(*value)).collect();
            let count = Place::try_from(of.len()).unwrap_or(Place::MAX);
            return Self { of: Some(of), least: 0, step: 1, count, input };
        }
        let max = input.max.unwrap_or(Decimal::MAX_WHOLE).trillionths();
        let min = input.least().trillionths();
        let (least, step) = match input.step {
            Some(step) => (min, step.trillionths()),
            None => (min.next_multiple_of(decimal::ONE), decimal::ONE),
        };
        // Where no whole number lies between the bounds, the least that is allowed is all there is.
        let (least, steps) = match max.checked_sub(least) {
            Some(above) => (least, above / step.max(1)),
            None => (min, 0),
        };
        Self { of: None, least, step, count: steps + 1, input }
    }

    fn at(&self, place: Place) -> Decimal {
        let listed = self.of.as_ref().and_then(|of| of.get(usize::try_from(place).ok()?).copied());
        let counted = || Decimal::from_trillionths(self.least + place * self.step);
        listed.or_else(counted).unwrap_or_else(|| self.input.least())
    }

    /// Where a value stands among them.
    fn place(&self, value: Decimal) -> Option<Place> {
        if let Some(of) = &self.of {
            return of.binary_search(&value).ok()?.try_into().ok();
        }
        let above = value.trillionths().checked_sub(self.least)?;
        let is_on_step = above.checked_rem(self.step)? == 0;
        let place = above.checked_div(self.step)?;
        (is_on_step && place < self.count).then_some(place)
    }

    fn set(&self, request: &Request, input: &Id, place: Place) -> Request {
        request.clone().with(input.clone(), Number::from(self.at(place)))
    }
}
