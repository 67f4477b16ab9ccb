//! What the facts of a refusal tell, field by field: in JSON as it stands here, in a sentence by name.

use core::fmt;

use serde::{Serialize, Serializer};

use super::{Facts, LimitOf, LimitUse, Money, Needs, PlanNeeded};
use crate::credits::Credits;
use crate::id::Id;
use crate::map::Map;
use crate::price::Value;
use crate::rules::Capability;
use crate::time::Instant;
use crate::wallet::Wallet;

/// The fields of a refusal, in the order in which they are told.
#[derive(Default)]
pub(super) struct Fields<'f>(Vec<(&'static str, Told<'f>)>);

/// What a field tells.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Told<'f> {
    Word(&'f str),
    Words(&'f [String]),
    Id(&'f Id),
    Ids(&'f [Id]),
    Wallet(&'f Wallet),
    Count(u64),
    Credits(Credits),
    Money(&'f Money),
    At(Instant),
    Value(&'f Value),
    Settings(&'f Map<Id, String>),
}

/// As a sentence has it; what is a list, or must not be told as it is, the sentence says in its own way.
impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Id(id) => id.fmt(f),
            Self::Wallet(wallet) => wallet.fmt(f),
            Self::Count(count) => count.fmt(f),
            Self::Credits(credits) => credits.fmt(f),
            Self::Money(money) => money.fmt(f),
            Self::Words(_) | Self::Ids(_) | Self::At(_) | Self::Value(_) | Self::Settings(_) => Ok(()),
        }
    }
}

impl<'f> Fields<'f> {
    fn tell(&mut self, name: &'static str, told: Told<'f>) -> &mut Self {
        self.0.push((name, told));
        self
    }

    fn word(&mut self, name: &'static str, word: &'f str) -> &mut Self {
        self.tell(name, Told::Word(word))
    }

    fn id(&mut self, name: &'static str, id: &'f Id) -> &mut Self {
        self.tell(name, Told::Id(id))
    }

    fn count(&mut self, name: &'static str, count: u64) -> &mut Self {
        self.tell(name, Told::Count(count))
    }

    fn credits(&mut self, name: &'static str, credits: Credits) -> &mut Self {
        self.tell(name, Told::Credits(credits))
    }

    /// A field that may be left out.
    fn maybe(&mut self, name: &'static str, told: Option<Told<'f>>) -> &mut Self {
        match told {
            Some(told) => self.tell(name, told),
            None => self,
        }
    }

    /// What the field of a name tells.
    pub(super) fn find(&self, name: &str) -> Option<&Told<'f>> {
        self.0.iter().find(|(there, _)| *there == name).map(|(_, told)| told)
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields().0.iter().map(|(name, told)| (name, told)))
    }
}

impl Facts {
    /// What it tells.
    pub(super) fn fields(&self) -> Fields<'_> {
        let mut fields = Fields::default();
        self.tell(&mut fields);
        fields
    }

    fn tell<'f>(&'f self, fields: &mut Fields<'f>) {
        match self {
            Self::AccountClosed { account } => fields.id("account", account),
            Self::IdReused { id }
            | Self::UnknownMember { id }
            | Self::UnknownTeam { id }
            | Self::UnknownRole { id }
            | Self::UnknownPlan { id }
            | Self::UnknownPack { id }
            | Self::UnknownSource { id }
            | Self::UnknownGrant { id }
            | Self::UnknownHold { id }
            | Self::UnknownAlert { id }
            | Self::UnknownModel { id } => fields.id("id", id),
            Self::RoleForbids { member, role, needs } => fields
                .id("member", member)
                .maybe("role", role.as_ref().map(Told::Id))
                .word("needs", needed(*needs)),
            Self::Unpriced { model } => fields.id("model", model),
            Self::UnknownInput { model, input } | Self::MissingInput { model, input } => {
                fields.id("model", model).id("input", input)
            }
            Self::InputOutOfRange { model, input, value, min, max, step, allowed } => fields
                .id("model", model)
                .id("input", input)
                .tell("value", Told::Value(value))
                .maybe("min", min.as_deref().map(Told::Word))
                .maybe("max", max.as_deref().map(Told::Word))
                .maybe("step", step.as_deref().map(Told::Word))
                .maybe("allowed", allowed.as_deref().map(Told::Words)),
            Self::NotOffered { model, inputs } => {
                fields.id("model", model).tell("inputs", Told::Settings(inputs))
            }
            Self::NotOnPlan { model, input, plans } => fields
                .id("model", model)
                .maybe("input", input.as_ref().map(Told::Id))
                .tell("plans", Told::Ids(plans)),
            Self::NotInProduct { model, product, products } => {
                fields.id("model", model).id("product", product).tell("products", Told::Ids(products))
            }
            Self::PriceChanged { expected, cost } => {
                fields.credits("expected", *expected).credits("cost", *cost)
            }
            Self::NoPlan {} => fields,
            Self::PlanRequired { needs: PlanNeeded::Any } => fields.word("needs", "any"),
            Self::PlanRequired { needs: PlanNeeded::Paid } => fields.word("needs", "paid"),
            Self::ConsentRequired { consent } => fields.word("consent", consent),
            Self::QuantityOutOfRange { quantity, min, max } => {
                fields.count("quantity", *quantity).count("min", *min).maybe("max", max.map(Told::Count))
            }
            Self::OverInAppLimit { price, limit } => {
                fields.tell("price", Told::Money(price)).tell("limit", Told::Money(limit))
            }
            Self::SameWallet { wallet } => fields.tell("wallet", Told::Wallet(wallet)),
            Self::ProductsDiffer { from, to } | Self::AccountsDiffer { from, to } => {
                fields.id("from", from).id("to", to)
            }
            Self::LimitReached { limit: LimitUse { of, id, per, limit, spent, resets_at }, needed } => fields
                .word("of", of.word())
                .id("id", id)
                .word("per", per.word())
                .credits("limit", *limit)
                .credits("spent", *spent)
                .tell("resetsAt", Told::At(*resets_at))
                .credits("needed", *needed),
            Self::InsufficientCredits { needed, spendable, shortfall, locked, held } => fields
                .credits("needed", *needed)
                .maybe("spendable", spendable.map(Told::Credits))
                .maybe("shortfall", shortfall.map(Told::Credits))
                .maybe("locked", locked.map(Told::Credits))
                .maybe("held", held.map(Told::Credits)),
            Self::LastManager { member } => fields.id("member", member),
            Self::TooMany { what, limit } => fields.word("what", what).count("limit", *limit),
        };
    }
}

fn needed(needs: Needs) -> &'static str {
    match needs {
        Needs::Capability(capability) => {
            Capability::WORDS.iter().find(|(_, known)| *known == capability).map_or("", |(word, _)| word)
        }
        Needs::System => "system",
    }
}

impl LimitOf {
    /// The word for it.
    fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Member => "member",
            Self::Team => "team",
        }
    }
}
