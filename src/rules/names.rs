//! The names that a rulebook's parts call each other by.

use crate::map::Set;

use super::Source;
use crate::id::Id;
use crate::json::{Fields, Place, Tree, quoted};

/// What there is to be named, gathered before anything that names it is read.
///
/// Where some of it is faulty and could not be gathered, what is named may be just that: a name that
/// is not known is then no fault.
pub(crate) struct Names<'r> {
    products: Known,
    sources: &'r [Source],
    knows_sources: bool,
    plans: Known,
    models: Known,
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
            products: Known {
                ids: products.iter().map(Id::to_string).collect(),
                all: !products.is_empty()
                    && fields.get("products").is_none_or(|place| has_items(place, products.len())),
            },
            sources,
            knows_sources: fields.get("sources").is_some_and(|place| has_items(place, sources.len())),
            plans: Known::keys(fields, "plans"),
            models: Known::keys(fields, "models"),
            has_currency: has_currency || fields.get("currency").is_some(),
            has_purchase: fields.get("purchase").is_some(),
        }
    }

    /// The place of a source among those that the rules name.
    pub(super) fn source(&self, place: &Place<'_>) -> Option<usize> {
        let id = place.id()?;
        let found = self.sources.iter().position(|source| source.id == id);
        if found.is_none() && self.knows_sources {
            place.leads_nowhere("the id of one of the `sources`");
        }
        found
    }

    pub(super) fn plan(&self, place: &Place<'_>) -> Option<Id> {
        self.plans.find(place, "the id of one of the `plans`")
    }

    pub(super) fn product(&self, place: &Place<'_>) -> Option<Id> {
        self.products.find(place, "one of the `products`")
    }

    /// Tells where a model is named that there is not.
    pub(super) fn check_model(&self, id: &Id, place: &Place<'_>) {
        if self.models.all && !self.models.ids.contains(id.as_str()) {
            place
                .fault(format_args!("expected the id of one of the `models`, found {}", quoted(id.as_str())));
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

/// Ids of one kind.
struct Known {
    ids: Set<String>,
    /// Whether there are no others.
    all: bool,
}

impl Known {
    /// The keys of a field, faults in which its own reader tells.
    fn keys(fields: &Fields<'_>, name: &'static str) -> Self {
        match fields.get(name).map(|place| place.tree) {
            Some(Tree::Object(entries)) => {
                Self { ids: entries.iter().map(|(key, _)| key.to_string()).collect(), all: true }
            }
            field => Self { ids: Set::new(), all: field.is_none() },
        }
    }

    fn find(&self, place: &Place<'_>, what: &str) -> Option<Id> {
        let id = place.id()?;
        if self.ids.contains(id.as_str()) {
            return Some(id);
        }
        if self.all {
            place.leads_nowhere(what);
        }
        None
    }
}

/// Whether a list has just so many items: none of them was left out as faulty.
fn has_items(place: &Place<'_>, count: usize) -> bool {
    matches!(place.tree, Tree::List(items) if items.len() == count)
}
