//! The reasons for a refusal, and what each tells.

use super::{LimitUse, Money, Needs, PlanNeeded, Remedy};
use crate::credits::Credits;
use crate::id::Id;
use crate::map::{Map, sort_by};
use crate::price::Value;
use crate::rules::Rules;
use crate::wallet::Wallet;

/// The reasons for a refusal, in order of precedence: where several hold, the first is told.
///
/// Each carries what a page needs to say it in its own way. There may come more of them, and more facts.
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let spend = Action::Spend { from: None, charge: Amount::try_from(1_001)?.into() };
/// let refused = bursar.apply(&mut account, &Command::new("job-7".parse()?, at, spend)?);
/// let Err(Failure::Refused(refused)) = refused else { panic!("there are but 1,000") };
/// match refused.facts {
///     Facts::InsufficientCredits { shortfall, .. } => assert_eq!(shortfall, Some(1.into())),
///     facts => panic!("told as {}", facts.code()),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Facts {
    /// The account was closed, for good.
    #[non_exhaustive]
    AccountClosed {
        /// Which.
        account: Id,
    },
    /// The id names something else already.
    #[non_exhaustive]
    IdReused {
        /// Which.
        id: Id,
    },
    /// There is no such member.
    #[non_exhaustive]
    UnknownMember {
        /// Who.
        id: Id,
    },
    /// It is not the asker's to do.
    #[non_exhaustive]
    RoleForbids {
        /// Who asks.
        member: Id,
        /// Their role, where they have one.
        role: Option<Id>,
        /// What they lack.
        needs: Needs,
    },
    /// The account has no such team.
    #[non_exhaustive]
    UnknownTeam {
        /// Which.
        id: Id,
    },
    /// The rules have no such role.
    #[non_exhaustive]
    UnknownRole {
        /// Which.
        id: Id,
    },
    /// The rules have no such plan, or it is offered to nobody.
    #[non_exhaustive]
    UnknownPlan {
        /// Which.
        id: Id,
    },
    /// The rules have no such pack.
    #[non_exhaustive]
    UnknownPack {
        /// Which.
        id: Id,
    },
    /// The rules have no such kind of credit.
    #[non_exhaustive]
    UnknownSource {
        /// Which.
        id: Id,
    },
    /// The account has no such grant.
    #[non_exhaustive]
    UnknownGrant {
        /// Which.
        id: Id,
    },
    /// The account has no such hold: it was settled, released or has lapsed.
    #[non_exhaustive]
    UnknownHold {
        /// Which.
        id: Id,
    },
    /// The account has no such alert.
    #[non_exhaustive]
    UnknownAlert {
        /// Which.
        id: Id,
    },
    /// The rules have no such model.
    #[non_exhaustive]
    UnknownModel {
        /// Which.
        id: Id,
    },
    /// The model has no price, and is not free for that.
    #[non_exhaustive]
    Unpriced {
        /// Which.
        model: Id,
    },
    /// The model has no such input.
    #[non_exhaustive]
    UnknownInput {
        /// The model.
        model: Id,
        /// What was set.
        input: Id,
    },
    /// An input was left out that has no default.
    #[non_exhaustive]
    MissingInput {
        /// The model.
        model: Id,
        /// What is missing.
        input: Id,
    },
    /// An input was set to what it cannot be.
    #[non_exhaustive]
    InputOutOfRange {
        /// The model.
        model: Id,
        /// The input.
        input: Id,
        /// What it was set to.
        value: Value,
        /// The least that it can be.
        min: Option<String>,
        /// The most that it can be, or that a text can count.
        max: Option<String>,
        /// In which steps.
        step: Option<String>,
        /// All that it can be, where that is a list.
        allowed: Option<Vec<String>>,
    },
    /// There is no price for what these inputs are set to.
    #[non_exhaustive]
    NotOffered {
        /// The model.
        model: Id,
        /// The inputs by which it was looked up, and what they are set to.
        inputs: Map<Id, String>,
    },
    /// It is for other plans.
    #[non_exhaustive]
    NotOnPlan {
        /// The model.
        model: Id,
        /// The input of which a choice is for other plans; none: the model itself is.
        input: Option<Id>,
        /// For which.
        plans: Vec<Id>,
    },
    /// It is for other products.
    #[non_exhaustive]
    NotInProduct {
        /// The model.
        model: Id,
        /// The account's product.
        product: Id,
        /// For which it is.
        products: Vec<Id>,
    },
    /// It does not cost what the asker was shown.
    #[non_exhaustive]
    PriceChanged {
        /// What they were shown.
        expected: Credits,
        /// What it costs.
        cost: Credits,
    },
    /// There is no plan that this could change.
    NoPlan {},
    /// This waits for a plan.
    #[non_exhaustive]
    PlanRequired {
        /// For which.
        needs: PlanNeeded,
    },
    /// The buyer has not typed the words.
    #[non_exhaustive]
    ConsentRequired {
        /// The words.
        consent: String,
    },
    /// So many at once cannot be bought.
    #[non_exhaustive]
    QuantityOutOfRange {
        /// How many.
        quantity: u64,
        /// The least.
        min: u64,
        /// The most.
        max: Option<u64>,
    },
    /// The purchase costs more than one may here.
    #[non_exhaustive]
    OverInAppLimit {
        /// What it costs.
        price: Money,
        /// The most.
        limit: Money,
    },
    /// Credits were to move to where they are.
    #[non_exhaustive]
    SameWallet {
        /// Where.
        wallet: Wallet,
    },
    /// Credits never cross from one product to another.
    #[non_exhaustive]
    ProductsDiffer {
        /// The account's product.
        from: Id,
        /// The other's.
        to: Id,
    },
    /// Credits never cross from one account to another.
    #[non_exhaustive]
    AccountsDiffer {
        /// The account.
        from: Id,
        /// The other.
        to: Id,
    },
    /// A limit leaves no room for this.
    #[non_exhaustive]
    LimitReached {
        /// The one that leaves least.
        limit: LimitUse,
        /// What is needed.
        needed: Credits,
    },
    /// There are not enough credits. Who may not see the balance is told `needed` alone.
    #[non_exhaustive]
    InsufficientCredits {
        /// What is needed.
        needed: Credits,
        /// What can be used.
        spendable: Option<Credits>,
        /// What is missing.
        shortfall: Option<Credits>,
        /// What waits for a plan.
        locked: Option<Credits>,
        /// What is set aside.
        held: Option<Credits>,
    },
    /// Nobody would be left who may manage.
    #[non_exhaustive]
    LastManager {
        /// The last who may.
        member: Id,
    },
    /// The account would outgrow what there can be.
    #[non_exhaustive]
    TooMany {
        /// Of what.
        what: String,
        /// The most.
        limit: u64,
    },
}

impl Facts {
    /// That there would be more of something than there can be.
    pub(crate) fn too_many(what: &str, limit: u64) -> Self {
        Self::TooMany { what: what.to_owned(), limit }
    }

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
                sort_by(&mut plans, Id::cmp);
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
