//! What can be bought, and how.

use crate::map::Map;

use super::names::Names;
use super::plans::{Plan, is_allowance};
use crate::credits::Credits;
use crate::id::Id;
use crate::json::Place;
use crate::limits::PACKS_MAX;

/// A package of credits at a price.
#[derive(Debug)]
pub(crate) struct Pack {
    /// What one holds, the bonus included.
    pub(crate) credits: Credits,
    /// In the currency's minor unit.
    pub(crate) price: u64,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) expires_after_days: Option<u64>,
}

/// What holds for every purchase.
#[derive(Debug)]
pub(crate) struct PurchaseRules {
    pub(crate) source: usize,
    pub(crate) consent: Option<String>,
    /// In the currency's minor unit.
    pub(crate) in_app_limit: Option<u64>,
}

pub(super) fn read_all(place: &Place<'_>, names: &Names<'_>) -> Option<Map<Id, Pack>> {
    names.check_purchase(place);
    super::read_map(place, PACKS_MAX, "packs", |_, place| read(place, names))
}

fn read(place: &Place<'_>, names: &Names<'_>) -> Option<Pack> {
    let most = Credits::MAX.get();
    let fields = place.object()?;
    fields.optional("label", Place::text);
    let credits = fields.required("credits", Place::some_credits);
    let bonus = fields.optional("bonus", Place::credits).unwrap_or_default();
    let price = fields.required("price", |place| names.price(place));
    let min = fields.optional("min", |place| place.whole(1, most, "a quantity")).unwrap_or(1);
    let max = fields.optional("max", |place| {
        let max = place.whole(1, most, "a quantity")?;
        if max < min {
            place.fault(format_args!("expected `max` not to be below `min`, {min}, found {max}"));
        }
        Some(max)
    });
    let expires_after_days = fields.optional("expiresAfterDays", |place| place.whole(1, 100_000_000, "days"));
    fields.finish();
    let (credits, price) = (credits?, price?);
    let Some(credits) = credits.plus(bonus) else {
        place.fault(format_args!("expected `credits` and `bonus` together to be at most {most}, found more"));
        return None;
    };
    Some(Pack { credits, price, min, max, expires_after_days })
}

pub(super) fn read_purchase(
    place: &Place<'_>,
    names: &Names<'_>,
    plans: &Map<Id, Plan>,
) -> Option<PurchaseRules> {
    let fields = place.object()?;
    let source = fields.required("source", |place| {
        let source = names.source(place)?;
        if is_allowance(plans, source) {
            place.leads_nowhere("a source that no plan has as its allowance");
        }
        Some(source)
    });
    let consent = fields.optional("consent", Place::owned_text);
    let in_app_limit = fields.optional("inAppLimit", |place| names.price(place));
    fields.finish();
    Some(PurchaseRules { source: source?, consent, in_app_limit })
}
