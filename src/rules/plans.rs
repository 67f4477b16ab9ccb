//! Plans: what each period grants, what becomes of what is unused, and what things cost on them.

use crate::map::Map;

use super::input::Inputs;
use super::model::Model;
use super::names::Names;
use super::term::{self, Term};
use crate::credits::Credits;
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::Place;
use crate::limits::PLANS_MAX;
use crate::time::Every;

/// A plan that an account may run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) paid: bool,
    pub(crate) every: Every,
    pub(crate) allowance: Option<Allowance>,
    pub(crate) rollover: Option<Rollover>,
    pub(crate) renews: Renews,
    /// Taken off every price: a quarter is a quarter off.
    pub(crate) discount: Decimal,
    /// By model, what stands in for its own price.
    pub(crate) prices: Map<Id, Vec<Term>>,
    /// Whether persons may wish for it.
    pub(crate) offered: bool,
}

/// What each period grants, into the bank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    pub(crate) source: usize,
    pub(crate) credits: Credits,
    pub(crate) per: Per,
}

/// What is kept of an unused allowance at renewal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rollover {
    pub(crate) into: usize,
    pub(crate) cap: Credits,
    pub(crate) per: Per,
    pub(crate) expires_after_periods: Option<u64>,
}

/// What an amount is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Per {
    Account,
    Seat,
}

impl Per {
    /// An amount as often as it is due, unless that outgrows credits.
    fn amount(self, credits: Credits, seats: u64) -> Option<Credits> {
        match self {
            Self::Account => Some(credits),
            Self::Seat => credits.times(seats),
        }
    }
}

impl Allowance {
    /// What a period grants for so many seats; the most there can be where that outgrows credits.
    pub(crate) fn amount(&self, seats: u64) -> Credits {
        self.in_full(seats).unwrap_or(Credits::MAX)
    }

    /// The same, unless it outgrows credits.
    pub(crate) fn in_full(&self, seats: u64) -> Option<Credits> {
        self.per.amount(self.credits, seats)
    }

    /// What so many seats more add to a period.
    pub(crate) fn of_added(&self, seats: u64) -> Option<Credits> {
        match self.per {
            Per::Account => Some(Credits::ZERO),
            Per::Seat => self.credits.times(seats),
        }
    }
}

impl Rollover {
    /// The cap for so many seats.
    pub(crate) fn cap(&self, seats: u64) -> Credits {
        self.per.amount(self.cap, seats).unwrap_or(Credits::MAX)
    }
}

/// What a renewal waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renews {
    Clock,
    Command,
}

pub(super) fn read_all(
    place: &Place<'_>,
    names: &Names<'_>,
    models: &Map<Id, Model>,
) -> Option<Map<Id, Plan>> {
    let plans = super::read_map(place, PLANS_MAX, "plans", |_, place| read(place, names, models))?;
    tell_rollovers_into_allowances(place, &plans);
    Some(plans)
}

fn read(place: &Place<'_>, names: &Names<'_>, models: &Map<Id, Model>) -> Option<Plan> {
    let fields = place.object()?;
    fields.optional("label", Place::text);
    let paid = fields.required("paid", Place::flag);
    let every = fields.required("every", |place| {
        place.word(&[("day", Every::Day), ("month", Every::Month), ("year", Every::Year)])
    });
    fields.optional("price", |place| names.price(place));
    let allowance = fields.optional("allowance", |place| read_allowance(place, names));
    let rollover = fields.optional("rollover", |place| read_rollover(place, names));
    let renews = fields
        .optional("renews", |place| place.word(&[("clock", Renews::Clock), ("command", Renews::Command)]));
    let discount = fields.optional("discount", read_discount);
    let prices = fields.optional("prices", |place| read_prices(place, names, models));
    let offered = fields.optional("offered", Place::flag);
    fields.finish();
    Some(Plan {
        paid: paid?,
        every: every?,
        allowance,
        rollover,
        renews: renews.unwrap_or(Renews::Clock),
        discount: discount.unwrap_or_default(),
        prices: prices.unwrap_or_default(),
        offered: offered.unwrap_or(true),
    })
}

fn read_allowance(place: &Place<'_>, names: &Names<'_>) -> Option<Allowance> {
    let fields = place.object()?;
    let source = fields.required("source", |place| names.source(place));
    let credits = fields.required("credits", Place::some_credits);
    let per = fields.optional("per", read_per);
    fields.finish();
    Some(Allowance { source: source?, credits: credits?, per: per.unwrap_or(Per::Account) })
}

fn read_rollover(place: &Place<'_>, names: &Names<'_>) -> Option<Rollover> {
    let fields = place.object()?;
    let into = fields.required("into", |place| names.source(place));
    let cap = fields.required("cap", Place::credits);
    let per = fields.optional("per", read_per);
    let expires_after_periods =
        fields.optional("expiresAfterPeriods", |place| place.whole(1, 1_000, "periods"));
    fields.finish();
    Some(Rollover { into: into?, cap: cap?, per: per.unwrap_or(Per::Account), expires_after_periods })
}

fn read_per(place: &Place<'_>) -> Option<Per> {
    place.word(&[("account", Per::Account), ("seat", Per::Seat)])
}

fn read_discount(place: &Place<'_>) -> Option<Decimal> {
    let discount = place.decimal()?;
    if discount > Decimal::ONE {
        return place.expected("a discount of at most `1`");
    }
    Some(discount)
}

fn read_prices(place: &Place<'_>, names: &Names<'_>, models: &Map<Id, Model>) -> Option<Map<Id, Vec<Term>>> {
    super::read_map(place, usize::MAX, "prices", |id, place| {
        names.check_model(id, place);
        // The terms of a model that is itself faulty cannot be judged.
        let model = models.get(id)?;
        place.each(|place| term::read(place, Inputs::of(&model.inputs), &model.label))
    })
}

/// What rolls over must not be gathered again as unused at the next renewal.
fn tell_rollovers_into_allowances(place: &Place<'_>, plans: &Map<Id, Plan>) {
    for (key, entry) in place.entries().into_iter().flatten() {
        let into = plans.get(key).and_then(|plan| plan.rollover).map(|rollover| rollover.into);
        if into.is_some_and(|into| is_allowance(plans, into)) {
            entry.object().and_then(|fields| {
                fields.optional("rollover", |rollover| rollover.object()?.optional("into", tell_allowance))
            });
        }
    }
}

fn tell_allowance(into: &Place<'_>) -> Option<()> {
    into.leads_nowhere("a source that no plan has as its allowance");
    None
}

/// Whether any plan grants this source each period.
pub(super) fn is_allowance(plans: &Map<Id, Plan>, source: usize) -> bool {
    plans.values().filter_map(|plan| plan.allowance).any(|allowance| allowance.source == source)
}
