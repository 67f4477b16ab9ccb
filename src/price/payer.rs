//! For whom a price is worked out.

use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::Place;
use crate::mistake::{Mistake, MistakeCode};
use crate::refusal::{Facts, Failure, Refused};
use crate::rules::{Plan, Rules};

/// For whom a price is worked out: someone on a plan, in a product; by default the list price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payer {
    /// The plan that they run, if any.
    pub plan: Option<Id>,
    /// Their product; left out, the first that the rules name.
    pub product: Option<Id>,
}

impl Payer {
    pub(crate) fn read(place: &Place<'_>) -> Option<Self> {
        let fields = place.object()?;
        let plan = fields.optional("plan", Place::id);
        let product = fields.optional("product", Place::id);
        fields.finish();
        Some(Self { plan, product })
    }
}

/// A payer whose plan and product the rules know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buyer<'r> {
    pub(crate) plan: Option<(&'r Id, &'r Plan)>,
    pub(crate) product: Option<&'r Id>,
}

impl<'r> Buyer<'r> {
    pub(crate) fn of(payer: &Payer, rules: &'r Rules) -> Result<Self, Failure> {
        let plan = match &payer.plan {
            None => None,
            Some(id) => {
                let known = rules.plans.get_key_value(id);
                Some(known.ok_or_else(|| Refused::outright(Facts::UnknownPlan { id: id.clone() }, rules))?)
            }
        };
        let product = match &payer.product {
            None => rules.first_product(),
            Some(id) => Some(rules.products.iter().find(|product| *product == id).ok_or_else(|| {
                let known = crate::json::place::one_of(rules.products.iter().map(Id::as_str));
                let message = format!("expected one of the products {known}, found `{id}`");
                Mistake::one(MistakeCode::InvalidRequest, "/product", message)
            })?),
        };
        Ok(Self { plan, product })
    }

    /// What their plan takes off every price.
    pub(crate) fn discount(&self) -> Decimal {
        self.plan.map_or(Decimal::ZERO, |(_, plan)| plan.discount)
    }

    /// Whether something that is kept to some plans is to be had on this one.
    pub(crate) fn is_on_one_of(&self, plans: &[Id]) -> bool {
        self.plan.is_some_and(|(id, _)| plans.contains(id))
    }

    pub(crate) fn is_in_one_of(&self, products: &[Id]) -> bool {
        self.product.is_some_and(|id| products.contains(id))
    }
}
