//! Refusals in words: one sentence for a person, with the value and what would be right.

use super::{Facts, LimitOf, Money, Needs, PlanNeeded};
use crate::credits::Credits;
use crate::id::Id;
use crate::json::{on_one_line, quoted};
use crate::price::Value;
use crate::rules::{Capability, Kind, Rules, TextMeasure, Window};

impl Facts {
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
                if let (Some(Kind::Text { measure, max: Some(max) }), Value::Text(text)) =
                    (kind.map(|input| &input.kind), value)
                {
                    return too_long(input, *measure, *max, text);
                }
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
                    "this needs {}, and {left} {} left of the {} limit of {} for {}",
                    unit.of(*needed),
                    are(left),
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
                    "this needs {}, and {spendable} can be used: {shortfall} {} missing",
                    unit.of(*needed),
                    are(*shortfall)
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

/// Of a text it is told how long it is, and not what it says.
fn too_long(input: &Id, measure: TextMeasure, max: u64, text: &str) -> String {
    let count = measure.count(text);
    let what = match (measure, count) {
        (TextMeasure::Characters, 1) => "character",
        (TextMeasure::Characters, _) => "characters",
        (TextMeasure::Bytes, 1) => "byte",
        (TextMeasure::Bytes, _) => "bytes",
    };
    format!("the input `{input}` has {count} {what}; it can have at most {max}")
}

/// The verb that goes with so many.
fn are(credits: Credits) -> &'static str {
    if credits.get() == 1 { "is" } else { "are" }
}

fn forbids(member: &Id, role: Option<&Id>, needs: Needs) -> String {
    match (needs, role) {
        (Needs::System, _) => {
            format!("`{member}` cannot do this; only the system can, on their behalf")
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
