//! The reasons for a refusal, and what each tells.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LimitUse, Money, Needs, PlanNeeded, Remedy};
use crate::credits::Credits;
use crate::id::Id;
use crate::price::Value;
use crate::rules::Rules;
use crate::wallet::Wallet;

/// The reasons for a refusal, in order of precedence: where several hold, the first is told.
///
/// Each carries what a page needs to say it in its own way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[expect(missing_docs, reason = "the fields are named by what they hold, and described in docs/")]
pub enum Facts {
    AccountClosed {
        account: Id,
    },
    IdReused {
        id: Id,
    },
    UnknownMember {
        id: Id,
    },
    RoleForbids {
        member: Id,
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<Id>,
        needs: Needs,
    },
    UnknownTeam {
        id: Id,
    },
    UnknownRole {
        id: Id,
    },
    UnknownPlan {
        id: Id,
    },
    UnknownPack {
        id: Id,
    },
    UnknownSource {
        id: Id,
    },
    UnknownGrant {
        id: Id,
    },
    UnknownHold {
        id: Id,
    },
    UnknownAlert {
        id: Id,
    },
    UnknownModel {
        id: Id,
    },
    Unpriced {
        model: Id,
    },
    UnknownInput {
        model: Id,
        input: Id,
    },
    MissingInput {
        model: Id,
        input: Id,
    },
    InputOutOfRange {
        model: Id,
        input: Id,
        value: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        min: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        max: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        allowed: Option<Vec<String>>,
    },
    NotOffered {
        model: Id,
        inputs: BTreeMap<Id, String>,
    },
    NotOnPlan {
        model: Id,
        #[serde(skip_serializing_if = "Option::is_none")]
        input: Option<Id>,
        plans: Vec<Id>,
    },
    NotInProduct {
        model: Id,
        product: Id,
        products: Vec<Id>,
    },
    PriceChanged {
        expected: Credits,
        cost: Credits,
    },
    NoPlan {},
    PlanRequired {
        needs: PlanNeeded,
    },
    ConsentRequired {
        consent: String,
    },
    QuantityOutOfRange {
        quantity: u64,
        min: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        max: Option<u64>,
    },
    OverInAppLimit {
        price: Money,
        limit: Money,
    },
    SameWallet {
        wallet: Wallet,
    },
    ProductsDiffer {
        from: Id,
        to: Id,
    },
    AccountsDiffer {
        from: Id,
        to: Id,
    },
    LimitReached {
        #[serde(flatten)]
        limit: LimitUse,
        needed: Credits,
    },
    InsufficientCredits {
        needed: Credits,
        #[serde(skip_serializing_if = "Option::is_none")]
        spendable: Option<Credits>,
        #[serde(skip_serializing_if = "Option::is_none")]
        shortfall: Option<Credits>,
        #[serde(skip_serializing_if = "Option::is_none")]
        locked: Option<Credits>,
        #[serde(skip_serializing_if = "Option::is_none")]
        held: Option<Credits>,
    },
    LastManager {
        member: Id,
    },
    TooMany {
        what: String,
        limit: u64,
    },
}

impl Facts {
    /// The name of the reason, which never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::AccountClosed { .. } => "account_closed",
            Self::IdReused { .. } => "id_reused",
            Self::UnknownMember { .. } => "unknown_member",
            Self::RoleForbids { .. } => "role_forbids",
            Self::UnknownTeam { .. } => "unknown_team",
            Self::UnknownRole { .. } => "unknown_role",
            Self::UnknownPlan { .. } => "unknown_plan",
            Self::UnknownPack { .. } => "unknown_pack",
            Self::UnknownSource { .. } => "unknown_source",
            Self::UnknownGrant { .. } => "unknown_grant",
            Self::UnknownHold { .. } => "unknown_hold",
            Self::UnknownAlert { .. } => "unknown_alert",
            Self::UnknownModel { .. } => "unknown_model",
            Self::Unpriced { .. } => "unpriced",
            Self::UnknownInput { .. } => "unknown_input",
            Self::MissingInput { .. } => "missing_input",
            Self::InputOutOfRange { .. } => "input_out_of_range",
            Self::NotOffered { .. } => "not_offered",
            Self::NotOnPlan { .. } => "not_on_plan",
            Self::NotInProduct { .. } => "not_in_product",
            Self::PriceChanged { .. } => "price_changed",
            Self::NoPlan {} => "no_plan",
            Self::PlanRequired { .. } => "plan_required",
            Self::ConsentRequired { .. } => "consent_required",
            Self::QuantityOutOfRange { .. } => "quantity_out_of_range",
            Self::OverInAppLimit { .. } => "over_in_app_limit",
            Self::SameWallet { .. } => "same_wallet",
            Self::ProductsDiffer { .. } => "products_differ",
            Self::AccountsDiffer { .. } => "accounts_differ",
            Self::LimitReached { .. } => "limit_reached",
            Self::InsufficientCredits { .. } => "insufficient_credits",
            Self::LastManager { .. } => "last_manager",
            Self::TooMany { .. } => "too_many",
        }
    }

    /// What would help, where the rules alone tell it.
    pub(super) fn remedies_by_rules(&self, rules: &Rules) -> Vec<Remedy> {
        match self {
            Self::NotOnPlan { plans, .. } => {
                let offered = |id: &&Id| rules.plans.get(*id).is_some_and(|plan| plan.offered);
                let mut plans: Vec<Id> = plans.iter().filter(offered).cloned().collect();
                plans.sort();
                if plans.is_empty() { Vec::new() } else { vec![Remedy::Subscribe { plans }] }
            }
            Self::ProductsDiffer { .. } | Self::AccountsDiffer { .. } | Self::OverInAppLimit { .. } => {
                vec![Remedy::ContactSales { to: rules.sales.clone() }]
            }
            Self::PriceChanged { .. } => vec![Remedy::RefreshQuote],
            _ => Vec::new(),
        }
    }
}
