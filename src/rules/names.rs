//! The names that a rulebook's parts call each other by.

use std::collections::BTreeSet;

use super::Source;
use crate::id::Id;
use crate::json::{Fields, Place, quoted};

/// What there is to be named, gathered before anything that names it is read.
pub(crate) struct Names<'r> {
    products: BTreeSet<&'r str>,
    sources: &'r [Source],
    plans: BTreeSet<String>,
    models: BTreeSet<String>,
    has_currency: bool,
    has_purchase: bool,
}

impl<'r> Names<'r> {
    pub(super) fn gather(
        fields: &Fields<'_>,
        products: &'r [Id],
        sources: &'r [Source],
        has_currency: bool,
    ) -> Self {
        Self {
            products: products.iter().map(Id::as_str).collect(),
            sources,
            plans: keys(fields, "plans"),
            models: keys(fields, "models"),
            has_currency: has_currency || fields.get("currency").is_some(),
            has_purchase: fields.get("purchase").is_some(),
        }
    }

    /// The place of a source among those that the rules name.
    pub(super) fn source(&self, place: &Place<'_>) -> Option<usize> {
        let id = place.id()?;
        let found = self.sources.iter().position(|source| source.id == id);
        if found.is_none() {
            place.leads_nowhere("the id of one of the `sources`");
        }
        found
    }

    pub(super) fn plan(&self, place: &Place<'_>) -> Option<Id> {
        known(place, "the id of one of the `plans`", |id| self.plans.contains(id))
    }

    pub(super) fn product(&self, place: &Place<'_>) -> Option<Id> {
        known(place, "one of the `products`", |id| self.products.contains(id))
    }

    /// Tells where a model is named that there is not.
    pub(super) fn check_model(&self, id: &Id, place: &Place<'_>) {
        if !self.models.contains(id.as_str()) {
            place.fault(format!("expected the id of one of the `models`, found {}", quoted(id.as_str())));
        }
    }

    /// An amount of money, which says nothing unless the rules name a currency.
    pub(super) fn price(&self, place: &Place<'_>) -> Option<u64> {
        if !self.has_currency {
            place.fault("expected the rules to name a `currency` for this price, found none");
        }
        place.whole(0, crate::Credits::MAX.get(), "a price in the currency's minor unit")
    }

    /// Tells where packs are offered that nobody could buy.
    pub(super) fn check_purchase(&self, place: &Place<'_>) {
        if !self.has_purchase {
            place.fault("expected the field `purchase` beside `packs`, found none");
        }
    }
}

fn known(place: &Place<'_>, what: &str, is_known: impl Fn(&str) -> bool) -> Option<Id> {
    let id = place.id()?;
    if is_known(id.as_str()) {
        Some(id)
    } else {
        place.leads_nowhere(what);
        None
    }
}

/// The keys of a field, faults in which its own reader tells.
fn keys(fields: &Fields<'_>, name: &'static str) -> BTreeSet<String> {
    match fields.get(name).map(|place| place.tree) {
        Some(crate::json::Tree::Object(entries)) => entries.iter().map(|(key, _)| key.to_string()).collect(),
        _ => BTreeSet::new(),
    }
}
