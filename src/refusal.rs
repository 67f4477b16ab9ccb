//! Refusals: matters of credits, prices and rights, told as data.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::credits::Credits;
use crate::id::Id;
use crate::json::{on_one_line, quoted};
use crate::mistake::Mistake;
use crate::price::{Estimate, Value};
use crate::rules::{Capability, Kind, Rules, Window};
use crate::time::Instant;
use crate::wallet::Wallet;

/// Why there is no answer: a refusal, which is a matter of credits, or a mistake of the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The answer is no.
    Refused(Box<Refused>),
    /// There was nothing to answer.
    Mistake(Box<Mistake>),
}

impl Failure {
    /// The same, decided for an instant.
    pub(crate) fn at(self, at: Instant) -> Self {
        match self {
            Self::Refused(refused) => Self::from(Refused { at, ..*refused }),
            mistake @ Self::Mistake(_) => mistake,
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(Box::new(refused))
    }
}

impl From<Mistake> for Failure {
    fn from(mistake: Mistake) -> Self {
        Self::Mistake(Box::new(mistake))
    }
}

impl core::fmt::Display for Failure {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Refused(refused) => f.write_str(&refused.message),
            Self::Mistake(mistake) => mistake.fmt(f),
        }
    }
}

impl core::error::Error for Failure {}

/// A no, with its reason and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// One sentence for a person.
    pub message: String,
    /// The reason; its [`Facts::code`] names it.
    pub facts: Facts,
    /// What would help, best first.
    pub remedies: Vec<Remedy>,
    /// The instant for which it was decided.
    pub at: Instant,
    /// What was to be paid, where that had been worked out.
    pub estimate: Option<Estimate>,
}

impl Refused {
    /// A refusal that has nothing to do with an account.
    pub(crate) fn outright(facts: Facts, rules: &Rules) -> Self {
        Self {
            message: facts.sentence(rules),
            remedies: facts.remedies_by_rules(rules),
            facts,
            at: Instant::FIRST,
            estimate: None,
        }
    }
}

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            ok: bool,
            code: &'static str,
            message: &'a str,
            facts: &'a Facts,
            remedies: &'a [Remedy],
            at: Instant,
            #[serde(skip_serializing_if = "Option::is_none")]
            estimate: Option<crate::doors::Ok<&'a Estimate>>,
        }
        Told {
            ok: false,
            code: self.facts.code(),
            message: &self.message,
            facts: &self.facts,
            remedies: &self.remedies,
            at: self.at,
            estimate: self.estimate.as_ref().map(crate::doors::Ok::new),
        }
        .serialize(serializer)
    }
}

/// What would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Remedy {
    /// To take one of these plans.
    Subscribe {
        /// Offered plans, in order of their ids.
        plans: Vec<Id>,
    },
    /// To hand a team what the bank has.
    Transfer {
        /// The bank.
        from: Wallet,
        /// The team's wallet.
        to: Wallet,
        /// How much is missing.
        credits: Credits,
    },
    /// To buy: the cheapest purchase that covers what is missing.
    TopUp {
        /// Which pack.
        pack: Id,
        /// How many.
        quantity: u64,
        /// What they hold.
        credits: Credits,
        /// What they cost.
        price: Money,
    },
    /// To wait.
    Wait {
        /// Until this instant.
        until: Instant,
    },
    /// To ask someone who may do more.
    AskAdmin,
    /// To write to those who sell.
    ContactSales {
        /// Where they are to be reached.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// To ask what it costs now.
    RefreshQuote,
}

/// Money in the currency's minor unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// 999900 is $9,999.00.
    pub amount: u64,
    /// ISO 4217.
    pub currency: String,
}

/// A limit and how much of it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitUse {
    /// Whose limit it is.
    pub of: LimitOf,
    /// The member's, the role's or the team's id.
    pub id: Id,
    /// The window in which is counted.
    pub per: Window,
    /// At most so many.
    pub limit: Credits,
    /// So many of them are spent.
    pub spent: Credits,
    /// When the window ends.
    pub resets_at: Instant,
}

/// Whose a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LimitOf {
    /// That of the member's role.
    Role,
    /// The member's own.
    Member,
    /// The team's.
    Team,
}

/// What someone lacks to be allowed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Needs {
    /// A capability that their role does not have.
    Capability(Capability),
    /// It is for the system alone.
    #[serde(serialize_with = "system")]
    System,
}

fn system<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("system")
}

/// Which plan must run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PlanNeeded {
    /// Any.
    Any,
    /// One that is paid.
    Paid,
}

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
    fn remedies_by_rules(&self, rules: &Rules) -> Vec<Remedy> {
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

    /// One sentence for a person: what is wrong, with the value, and what would be right.
    #[expect(clippy::too_many_lines, reason = "a list with a line for each code")]
    pub(crate) fn sentence(&self, rules: &Rules) -> String {
        let unit = &rules.unit;
        match self {
            Self::AccountClosed { account } => {
                format!("the account `{account}` is closed, and what it held has lapsed")
            }
            Self::IdReused { id } => {
                format!("the id `{id}` already names something else; a new command needs a new id")
            }
            Self::UnknownMember { id } => format!("`{id}` is not a member of this account"),
            Self::RoleForbids { member, role, needs } => forbids(member, role.as_ref(), *needs),
            Self::UnknownTeam { id } => format!("this account has no team `{id}`"),
            Self::UnknownRole { id } => format!("there is no role `{id}`; {}", known(rules.roles.keys())),
            Self::UnknownPlan { id } => format!("there is no plan `{id}`; {}", known_plans(rules)),
            Self::UnknownPack { id } => format!("there is no pack `{id}`; {}", known(rules.packs.keys())),
            Self::UnknownSource { id } => {
                let sources = rules.sources.iter().map(|source| &source.id);
                format!("there is no source `{id}`; {}", known(sources))
            }
            Self::UnknownGrant { id } => format!("this account has no grant `{id}`"),
            Self::UnknownHold { id } => {
                format!("this account has no hold `{id}`; it was settled, released or has lapsed")
            }
            Self::UnknownAlert { id } => format!("this account has no alert `{id}`"),
            Self::UnknownModel { id } => format!("there is no model `{id}`; {}", known(rules.models.keys())),
            Self::Unpriced { model } => {
                format!("the model `{model}` has no price yet, and nothing is free by accident")
            }
            Self::UnknownInput { model, input } => {
                let inputs = rules.models.get(model).into_iter().flat_map(|model| &model.inputs);
                format!(
                    "the model `{model}` has no input `{input}`; {}",
                    known(inputs.map(|input| &input.id))
                )
            }
            Self::MissingInput { model, input } => format!("the model `{model}` needs the input `{input}`"),
            Self::InputOutOfRange { model, input, value, min, max, step, allowed } => {
                let kind =
                    rules.models.get(model).and_then(|model| model.inputs.get(model.input(input.as_str())?));
                let right = match kind.map(|input| &input.kind) {
                    Some(Kind::Flag { .. }) => "it can be `true` or `false`".to_owned(),
                    _ => right_value(min.as_deref(), max.as_deref(), step.as_deref(), allowed.as_deref()),
                };
                // A number where texts are listed, one of which reads like it.
                let is_listed = allowed.iter().flatten().any(|allowed| *allowed == value.to_string());
                let what = if is_listed { "the number " } else { "" };
                format!("the input `{input}` cannot be {what}{value}; {right}")
            }
            Self::NotOffered { model, inputs } => {
                let set = inputs.iter().map(|(input, value)| format!("`{input}` {}", quoted(value)));
                format!("the model `{model}` is not offered with {}", listed(set, "and"))
            }
            Self::NotOnPlan { model, input, plans } => {
                let what = match input {
                    Some(input) => format!("this choice of `{input}` for the model `{model}`"),
                    None => format!("the model `{model}`"),
                };
                format!("{what} is only on {}", named("the plan", "the plans", plans))
            }
            Self::NotInProduct { model, product, products } => {
                let right = named("the product", "the products", products);
                format!("the model `{model}` is not in the product `{product}`, only in {right}")
            }
            Self::PriceChanged { expected, cost } => {
                format!("this now costs {}, not {}; nothing was taken", unit.of(*cost), unit.of(*expected))
            }
            Self::NoPlan {} => "there is no plan that this could change; take a plan first".to_owned(),
            Self::PlanRequired { needs: PlanNeeded::Any } => "this needs a running plan".to_owned(),
            Self::PlanRequired { needs: PlanNeeded::Paid } => "this needs a running paid plan".to_owned(),
            Self::ConsentRequired { consent } => {
                // These words are to be typed, and so are told whole.
                format!("to buy, type `{}` exactly so", on_one_line(consent, usize::MAX))
            }
            Self::QuantityOutOfRange { quantity, min, max: None } => {
                format!("{quantity} at once cannot be bought, only {min} or more")
            }
            Self::QuantityOutOfRange { quantity, min, max: Some(max) } => {
                format!("{quantity} at once cannot be bought, only {min} to {max}")
            }
            Self::OverInAppLimit { price, limit } => {
                format!(
                    "one purchase here may cost at most {limit}, and this costs {price}; sales can help with more"
                )
            }
            Self::SameWallet { wallet } => {
                format!("credits cannot move from `{wallet}` to itself; choose another wallet")
            }
            Self::ProductsDiffer { from, to } => {
                format!("{} are not transferable between {from} and {to}", unit.many)
            }
            Self::AccountsDiffer { from, to } => {
                format!("{} are not transferable from the account `{from}` to `{to}`", unit.many)
            }
            Self::LimitReached { limit, needed } => {
                let left = limit.limit.minus_or_zero(limit.spent);
                format!(
                    "this needs {}, and {} are left of the {} limit of {} for {}",
                    unit.of(*needed),
                    left,
                    window(limit.per),
                    unit.of(limit.limit),
                    limit_of(limit.of, &limit.id)
                )
            }
            Self::InsufficientCredits {
                needed,
                spendable: Some(spendable),
                shortfall: Some(shortfall),
                ..
            } => {
                format!(
                    "this needs {}, and {spendable} can be used: {shortfall} are missing",
                    unit.of(*needed)
                )
            }
            Self::InsufficientCredits { needed, .. } => {
                format!("this needs {}, which is more than can be used", unit.of(*needed))
            }
            Self::LastManager { member } => {
                format!("`{member}` is the last who may manage this account; let another manage it first")
            }
            Self::TooMany { what, limit } => {
                format!("there can be at most {limit} {what} in one account, and this would be more")
            }
        }
    }
}

fn forbids(member: &Id, role: Option<&Id>, needs: Needs) -> String {
    match (needs, role) {
        (Needs::System, _) => {
            format!("`{member}` cannot do this, only the system can; a person may ask for it by a preview")
        }
        (Needs::Capability(capability), Some(role)) => {
            format!(
                "`{member}` has the role `{role}`, which does not allow this; it needs `{}`",
                word(capability)
            )
        }
        (Needs::Capability(capability), None) => {
            format!("`{member}` is not allowed this; it needs `{}`", word(capability))
        }
    }
}

fn word(capability: Capability) -> &'static str {
    Capability::WORDS.iter().find(|(_, known)| *known == capability).map_or("", |(word, _)| word)
}

fn window(window: Window) -> &'static str {
    match window {
        Window::Hour => "hourly",
        Window::Day => "daily",
        Window::Month => "monthly",
        Window::Period => "period's",
    }
}

fn limit_of(of: LimitOf, id: &Id) -> String {
    match of {
        LimitOf::Role => format!("the role `{id}`"),
        LimitOf::Member => format!("`{id}`"),
        LimitOf::Team => format!("the team `{id}`"),
    }
}

fn right_value(
    min: Option<&str>,
    max: Option<&str>,
    step: Option<&str>,
    allowed: Option<&[String]>,
) -> String {
    if let Some(allowed) = allowed {
        return format!("it can be {}", listed(allowed.iter().map(|value| quoted(value)), "or"));
    }
    // Where no least is given, numbers count from 0.
    let min = min.unwrap_or("0");
    let range = match max {
        Some(max) => format!("it can be from {min} to {max}"),
        None => format!("it can be {min} or more"),
    };
    match step {
        Some(step) => format!("{range}, in steps of {step}"),
        None => range,
    }
}

/// What else there is: at most a few, so that the sentence stays one.
fn known<'i>(ids: impl Iterator<Item = &'i Id>) -> String {
    const NAMED_MAX: usize = 12;
    let ids: Vec<&Id> = ids.collect();
    match ids.len() {
        0 => "there are none".to_owned(),
        1..=NAMED_MAX => {
            let verb = if ids.len() == 1 { "is" } else { "are" };
            format!("there {verb} {}", listed(ids.iter().map(|id| format!("`{id}`")), "and"))
        }
        count => {
            let first = ids.iter().take(NAMED_MAX).map(|id| format!("`{id}`")).collect::<Vec<_>>();
            format!("there are {count}, among them {}", first.join(", "))
        }
    }
}

fn known_plans(rules: &Rules) -> String {
    known(rules.plans.iter().filter(|(_, plan)| plan.offered).map(|(id, _)| id))
}

fn named(one: &str, many: &str, ids: &[Id]) -> String {
    let word = if ids.len() == 1 { one } else { many };
    format!("{word} {}", listed(ids.iter().map(|id| format!("`{id}`")), "and"))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: impl Iterator<Item = String>, and: &str) -> String {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
    }
}

/// `USD 9,999.00`: the currencies' own signs and places are the page's matter.
impl core::fmt::Display for Money {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let places = minor_places(&self.currency);
        let scale = 10_u64.pow(places);
        let (whole, minor) = (self.amount / scale, self.amount % scale);
        let whole = Credits::new(whole).unwrap_or(Credits::MAX);
        match places {
            0 => write!(f, "{} {whole}", self.currency),
            _ => write!(
                f,
                "{} {whole}.{minor:0width$}",
                self.currency,
                width = usize::try_from(places).unwrap_or(2)
            ),
        }
    }
}

/// How many digits a currency's minor unit has behind the point (ISO 4217).
fn minor_places(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}
