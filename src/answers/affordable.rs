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
const TRIED_MAX: u64 = 10_000;

/// The place of a value that can be paid, and its cost.
type Paid = Option<(u64, Credits)>;

/// What a value costs by its place, where it can be paid.
type CostOf<'f> = &'f dyn Fn(u64) -> Option<Credits>;

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
        let values = Values::of(rules, request, input, at)?;
        let reach = reach(work, who, view.wallet.as_ref(), at);
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
        Err(work.refusal_of_spend(who, view.wallet.as_ref(), &least, at))
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
fn search(count: u64, cost_of: CostOf<'_>) -> Paid {
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
    count: u64,
    input: &'r NumberInput,
}

impl<'r> Values<'r> {
    fn of(rules: &'r Rules, request: &Request, input: &Id, at: crate::Instant) -> Result<Self, Failure> {
        let unknown = |facts| refused(rules, facts, at);
        let model = rules.models.get(&request.model);
        let model = model.ok_or_else(|| unknown(Facts::UnknownModel { id: request.model.clone() }))?;
        let place = model.input(input.as_str()).and_then(|place| model.inputs.get(place));
        let unknown_input =
            || unknown(Facts::UnknownInput { model: request.model.clone(), input: input.clone() });
        let found = place.ok_or_else(unknown_input)?;
        let Kind::Number(number) = &found.kind else {
            let message = format!("expected an input that is a number, found `{input}`");
            return Err(Mistake::one(MistakeCode::InvalidRequest, "", message).into());
        };
        Ok(Self::new(number))
    }

    fn new(input: &'r NumberInput) -> Self {
        if let Some(of) = &input.of {
            let of: Vec<Decimal> = of.iter().copied().filter(|value| input.allows(*value)).collect();
            let count = u64::try_from(of.len()).unwrap_or(u64::MAX);
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
        let count = u64::try_from(steps).unwrap_or(u64::MAX - 1) + 1;
        Self { of: None, least, step, count, input }
    }

    fn at(&self, place: u64) -> Decimal {
        let listed = self.of.as_ref().and_then(|of| of.get(usize::try_from(place).ok()?).copied());
        let counted = || Decimal::from_trillionths(self.least + u128::from(place) * self.step);
        listed.or_else(counted).unwrap_or_else(|| self.input.least())
    }

    /// Where a value stands among them.
    fn place(&self, value: Decimal) -> Option<u64> {
        if let Some(of) = &self.of {
            return of.binary_search(&value).ok()?.try_into().ok();
        }
        let above = value.trillionths().checked_sub(self.least)?;
        let is_on_step = above.checked_rem(self.step)? == 0;
        let place = u64::try_from(above.checked_div(self.step)?).ok()?;
        (is_on_step && place < self.count).then_some(place)
    }

    fn set(&self, request: &Request, input: &Id, place: u64) -> Request {
        request.clone().with(input.clone(), Number::from(self.at(place)))
    }
}
