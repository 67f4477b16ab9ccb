//! Refusals in words: one sentence for a person, with the value and what would be right.

use super::told::{Fields, Told};
use super::{Facts, LimitOf, Money, Needs, PlanNeeded};
use crate::credits::Credits;
use crate::id::Id;
use crate::json::{on_one_line, quoted};
use crate::price::Value;
use crate::rules::{Kind, Rules, TextMeasure, Unit, Window};

impl Facts {
    /// One sentence for a person: what is wrong, with the value, and what would be right.
    pub(crate) fn sentence(&self, rules: &Rules) -> String {
        Sentence { fields: self.fields(), unit: &rules.unit, rest: self.rest(rules) }.filled(self.pattern())
    }

    /// The sentence with its fields by name; `{… credits}` are told with their unit. Where it has an
    /// empty pair of braces stands what no field has.
    fn pattern(&self) -> &'static str {
        match self {
            Self::AccountClosed { .. } => "the account `{account}` is closed, and what it held has lapsed",
            Self::IdReused { .. } => {
                "the id `{id}` already names something else; a new command needs a new id"
            }
            Self::UnknownMember { .. } => "`{id}` is not a member of this account",
            Self::RoleForbids { needs: Needs::System, .. } => {
                "`{member}` cannot do this; only the system can, on their behalf"
            }
            Self::RoleForbids { role: Some(_), .. } => {
                "`{member}` has the role `{role}`, which does not allow this; it needs `{needs}`"
            }
            Self::RoleForbids { role: None, .. } => "`{member}` is not allowed this; it needs `{needs}`",
            Self::UnknownTeam { .. } => "this account has no team `{id}`",
            Self::UnknownRole { .. } => "there is no role `{id}`; {}",
            Self::UnknownPlan { .. } => "there is no plan `{id}`; {}",
            Self::UnknownPack { .. } => "there is no pack `{id}`; {}",
            Self::UnknownSource { .. } => "there is no source `{id}`; {}",
            Self::UnknownGrant { .. } => "this account has no grant `{id}`",
            Self::UnknownHold { .. } => {
                "this account has no hold `{id}`; it was settled, released or has lapsed"
            }
            Self::UnknownAlert { .. } => "this account has no alert `{id}`",
            Self::UnknownModel { .. } => "there is no model `{id}`; {}",
            Self::Unpriced { .. } => "the model `{model}` has no price yet, and nothing is free by accident",
            Self::UnknownInput { .. } => "the model `{model}` has no input `{input}`; {}",
            Self::MissingInput { .. } => "the model `{model}` needs the input `{input}`",
            Self::InputOutOfRange { .. } => "the input `{input}` {}",
            Self::NotOffered { .. } => "the model `{model}` is not offered with {}",
            Self::NotOnPlan { input: Some(_), .. } => {
                "this choice of `{input}` for the model `{model}` is {}"
            }
            Self::NotOnPlan { input: None, .. } => "the model `{model}` is {}",
            Self::NotInProduct { .. } => "the model `{model}` is not in the product `{product}`, {}",
            Self::PriceChanged { .. } => {
                "this now costs {cost credits}, not {expected credits}; nothing was taken"
            }
            Self::NoPlan {} => "there is no plan that this could change; take a plan first",
            Self::PlanRequired { needs: PlanNeeded::Any } => "this needs a running plan",
            Self::PlanRequired { needs: PlanNeeded::Paid } => "this needs a running paid plan",
            Self::ConsentRequired { .. } => "to buy, type `{}` exactly so",
            Self::QuantityOutOfRange { max: None, .. } => {
                "{quantity} at once cannot be bought, only {min} or more"
            }
            Self::QuantityOutOfRange { max: Some(_), .. } => {
                "{quantity} at once cannot be bought, only {min} to {max}"
            }
            Self::OverInAppLimit { .. } => {
                "one purchase here may cost at most {limit}, and this costs {price}; sales can help with more"
            }
            Self::SameWallet { .. } => "credits cannot move from `{wallet}` to itself; choose another wallet",
            Self::ProductsDiffer { .. } => "{} are not transferable between {from} and {to}",
            Self::AccountsDiffer { .. } => "{} are not transferable from the account `{from}` to `{to}`",
            Self::LimitReached { .. } => "this needs {needed credits}, and {}",
            Self::InsufficientCredits { spendable: Some(_), shortfall: Some(_), .. } => {
                "this needs {needed credits}, and {spendable} can be used: {shortfall} {} missing"
            }
            Self::InsufficientCredits { .. } => "this needs {needed credits}, which is more than can be used",
            Self::LastManager { .. } => {
                "`{member}` is the last who may manage this account; let another manage it first"
            }
            Self::TooMany { .. } => {
                "there can be at most {limit} {what} in one account, and this would be more"
            }
        }
    }

    /// What a sentence says beside its fields.
    fn rest(&self, rules: &Rules) -> String {
        match self {
            Self::UnknownRole { .. } => known(&mut rules.roles.keys()),
            Self::UnknownPlan { .. } => {
                known(&mut rules.plans.iter().filter(|(_, plan)| plan.offered).map(|(id, _)| id))
            }
            Self::UnknownPack { .. } => known(&mut rules.packs.keys()),
            Self::UnknownSource { .. } => known(&mut rules.sources.iter().map(|source| &source.id)),
            Self::UnknownModel { .. } => known(&mut rules.models.keys()),
            Self::UnknownInput { model, .. } => {
                let inputs = rules.models.get(model).map_or(&[][..], |model| &model.inputs);
                known(&mut inputs.iter().map(|input| &input.id))
            }
            Self::InputOutOfRange { model, input, value, min, max, step, allowed } => {
                let kind =
                    rules.models.get(model).and_then(|model| model.inputs.get(model.input(input.as_str())?));
                let right = match (kind.map(|input| &input.kind), value) {
                    (Some(Kind::Text { measure, max: Some(max) }), Value::Text(text)) => {
                        return too_long(*measure, *max, text);
                    }
                    (Some(Kind::Flag { .. }), _) => "it can be `true` or `false`".to_owned(),
                    _ => right_value(min.as_deref(), max.as_deref(), step.as_deref(), allowed.as_deref()),
                };
                // A number where texts are listed, one of which reads like it.
                let told = value.to_string();
                let is_listed = allowed.as_ref().is_some_and(|allowed| allowed.contains(&told));
                let what = if is_listed { "the number " } else { "" };
                format!("cannot be {what}{told}; {right}")
            }
            Self::NotOffered { inputs, .. } => {
                let set = inputs.iter().map(|(input, value)| format!("`{input}` {}", quoted(value)));
                listed(&set.collect::<Vec<_>>(), "and")
            }
            Self::NotOnPlan { plans, .. } => only("on", "plan", plans),
            Self::NotInProduct { products, .. } => only("in", "product", products),
            // These words are to be typed, and so are told whole.
            Self::ConsentRequired { consent } => on_one_line(consent, usize::MAX),
            Self::ProductsDiffer { .. } | Self::AccountsDiffer { .. } => rules.unit.many.clone(),
            Self::LimitReached { limit, .. } => {
                let left = limit.limit.minus_or_zero(limit.spent);
                format!(
                    "{left} {} left of the {} limit of {} for {}`{}`",
                    are(left),
                    window(limit.per),
                    rules.unit.of(limit.limit),
                    limit_of(limit.of),
                    limit.id
                )
            }
            Self::InsufficientCredits { shortfall: Some(shortfall), .. } => are(*shortfall).to_owned(),
            _ => String::new(),
        }
    }
}

/// What fills the gaps of a sentence.
struct Sentence<'s> {
    fields: Fields<'s>,
    unit: &'s Unit,
    rest: String,
}

impl Sentence<'_> {
    fn filled(&self, pattern: &str) -> String {
        let mut sentence = String::new();
        for (place, part) in pattern.split(['{', '}']).enumerate() {
            if place.is_multiple_of(2) {
                sentence.push_str(part);
            } else {
                sentence.push_str(&self.gap(part));
            }
        }
        sentence
    }

    fn gap(&self, name: &str) -> String {
        if name.is_empty() {
            return self.rest.clone();
        }
        match (self.fields.find(name), name.strip_suffix(" credits").and_then(|name| self.fields.find(name)))
        {
            (_, Some(Told::Credits(credits))) => self.unit.of(*credits),
            (told, _) => told.map(Told::to_string).unwrap_or_default(),
        }
    }
}

/// Of a text it is told how long it is, and not what it says.
fn too_long(measure: TextMeasure, max: u64, text: &str) -> String {
    let count = measure.count(text);
    let what = match measure {
        TextMeasure::Characters => "character",
        TextMeasure::Bytes => "byte",
    };
    let many = if count == 1 { "" } else { "s" };
    format!("has {count} {what}{many}; it can have at most {max}")
}

/// The verb that goes with so many.
fn are(credits: Credits) -> &'static str {
    if credits.get() == 1 { "is" } else { "are" }
}

fn window(window: Window) -> &'static str {
    match window {
        Window::Hour => "hourly",
        Window::Day => "daily",
        Window::Month => "monthly",
        Window::Period => "period's",
    }
}

/// Whose limit it is, but for the id.
fn limit_of(of: LimitOf) -> &'static str {
    match of {
        LimitOf::Role => "the role ",
        LimitOf::Member => "",
        LimitOf::Team => "the team ",
    }
}

fn right_value(
    min: Option<&str>,
    max: Option<&str>,
    step: Option<&str>,
    allowed: Option<&[String]>,
) -> String {
    if let Some(allowed) = allowed {
        let allowed: Vec<String> = allowed.iter().map(|value| quoted(value)).collect();
        return format!("it can be {}", listed(&allowed, "or"));
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
fn known(ids: &mut dyn Iterator<Item = &Id>) -> String {
    const NAMED_MAX: usize = 12;
    let mut ids = in_backticks(ids);
    match ids.len() {
        0 => "there are none".to_owned(),
        1 => format!("there is {}", listed(&ids, "and")),
        2..=NAMED_MAX => format!("there are {}", listed(&ids, "and")),
        count => {
            ids.truncate(NAMED_MAX);
            format!("there are {count}, among them {}", ids.join(", "))
        }
    }
}

fn in_backticks(ids: &mut dyn Iterator<Item = &Id>) -> Vec<String> {
    ids.map(|id| format!("`{id}`")).collect()
}

/// Where alone something is, if anywhere.
fn only(within: &str, what: &str, ids: &[Id]) -> String {
    let many = match ids {
        [] => return format!("{within} no {what}"),
        [_] => "",
        _ => "s",
    };
    format!("only {within} the {what}{many} {}", listed(&in_backticks(&mut ids.iter()), "and"))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String], and: &str) -> String {
    match items {
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
    const NONE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    const THREE: &str = "BHD IQD JOD KWD LYD OMR TND";
    let is_among = |currencies: &str| currencies.split(' ').any(|code| code == currency);
    match currency {
        _ if is_among(NONE) => 0,
        _ if is_among(THREE) => 3,
        _ => 2,
    }
}
