//! What a product's owner writes: read once, checked whole, and kept in the form that decisions need.
//!
//! A visitor finds each part of a rulebook in the file of its name. Reading goes in two steps:
//! first the names of everything, then the things themselves, whose references are looked up
//! among the names. Past [`Rules::read`] no reference leads nowhere.

mod digest;
mod input;
mod model;
mod names;
mod packs;
mod plans;
mod roles;
mod sources;
mod term;

use crate::map::{Map, Recalled, Set};

pub(crate) use input::{Choice, Input, Kind, NumberInput, Setting, TextMeasure};
pub(crate) use model::{Model, Rounding};
pub(crate) use names::Names;
pub(crate) use packs::{Pack, PurchaseRules};
pub(crate) use plans::{Plan, Renews, Rollover};
pub use roles::{Capability, Limit, Window};
pub(crate) use roles::{Role, read_limits};
pub use sources::SourceRef;
pub(crate) use sources::{NeedsPlan, Source, Unlocked};
pub(crate) use term::{Cells, Divide, Lookup, Measure, Rate, Term, Tier, Times};

use std::sync::Arc;

use crate::id::Id;
use crate::json::{self, Dialect, Faults, Place, Tree};
use crate::mistake::{Mistake, MistakeCode};

/// A whole rulebook.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) digest: Arc<str>,
    pub(crate) unit: Unit,
    pub(crate) currency: Option<String>,
    pub(crate) sales: Option<String>,
    pub(crate) products: Vec<Id>,
    /// In the order in which they are consumed.
    pub(crate) sources: Vec<Source>,
    pub(crate) unlocked: Unlocked,
    pub(crate) plans: Recalled<Id, Plan>,
    /// The sources that any plan grants each period.
    pub(crate) allowance_ranks: Set<usize>,
    pub(crate) fallback_plan: Option<Id>,
    pub(crate) packs: Map<Id, Pack>,
    pub(crate) purchase: Option<PurchaseRules>,
    pub(crate) roles: Recalled<Id, Role>,
    pub(crate) bank_for: BankFor,
    pub(crate) remember: usize,
    pub(crate) hold_ms: u64,
    pub(crate) models: Recalled<Id, Model>,
}

/// What one credit is called, and several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) one: String,
    pub(crate) many: String,
}

impl Default for Unit {
    fn default() -> Self {
        Self { one: "credit".to_owned(), many: "credits".to_owned() }
    }
}

impl Unit {
    /// `1 token`, `8,500 tokens`.
    pub(crate) fn of(&self, credits: crate::Credits) -> String {
        let word = if credits.get() == 1 { &self.one } else { &self.many };
        format!("{credits} {word}")
    }
}

/// Which members draw on the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BankFor {
    /// Those who may manage.
    Managers,
    /// Those, and whoever is in no team.
    Teamless,
    /// Everyone; a member of teams after their team's wallet.
    All,
}

const REMEMBER_LEAST: u64 = 32;
const REMEMBER_MOST: u64 = 1_000;
const HOLD_MS_DEFAULT: u64 = crate::time::DAY_MS;

impl Rules {
    /// Reads and checks a rulebook. Every fault in it is told, not only the first.
    pub(crate) fn read(text: &str, dialect: Dialect) -> Result<Self, Mistake> {
        let faults = Faults::default();
        let rules = json::text::parse(text, dialect, &faults).and_then(|tree| {
            let rules = Self::read_tree(&Place::root(&tree, &faults))?;
            // The digest is of the whole text, and worth its time only where that is right.
            let digest = if faults.is_empty() { digest::of(&tree).into() } else { Arc::default() };
            Some(Self { digest, ..rules })
        });
        faults.finish(rules, MistakeCode::InvalidRules)
    }

    fn read_tree(place: &Place<'_>) -> Option<Self> {
        let fields = place.object()?;
        fields.optional("$schema", Place::text);
        fields.required("schema", |place| place.whole(1, 1, "the version of the schema"));
        fields.required("name", Place::text);
        let currency = fields.optional("currency", read_currency);
        let sales = fields
            .optional("contact", |place| {
                let fields = place.object()?;
                let sales = fields.optional("sales", Place::owned_text);
                fields.finish();
                Some(sales)
            })
            .flatten();
        let products = match fields.get("products") {
            Some(place) => read_products(place),
            None => vec![Id::own("app".to_owned())],
        };
        let sources = fields.required("sources", sources::read_all).unwrap_or_default();

        let names = Names::gather(&fields, &products, &sources, currency.is_some());
        let models = fields.optional("models", |place| model::read_all(place, &names)).unwrap_or_default();
        let plans =
            fields.optional("plans", |place| plans::read_all(place, &names, &models)).unwrap_or_default();
        let fallback_plan = fields.optional("fallbackPlan", |place| names.plan(place));
        let packs = fields.optional("packs", |place| packs::read_all(place, &names)).unwrap_or_default();
        let purchase = fields.optional("purchase", |place| packs::read_purchase(place, &names, &plans));
        let roles = fields.optional("roles", roles::read_all).unwrap_or_default();
        let bank_for = fields.optional("bankFor", |place| {
            place.word(&[
                ("managers", BankFor::Managers),
                ("teamless", BankFor::Teamless),
                ("all", BankFor::All),
            ])
        });
        let remember = fields.optional("remember", |place| {
            place.whole(REMEMBER_LEAST, REMEMBER_MOST, "how many commands an account remembers")
        });
        let hold_ms =
            fields.optional("holdMs", |place| place.whole(1, crate::Instant::LAST.ms(), "milliseconds"));
        let read = Self {
            digest: Arc::default(),
            unit: fields.optional("unit", read_unit).unwrap_or_default(),
            currency,
            sales,
            products,
            unlocked: Unlocked::of(&sources),
            sources,
            allowance_ranks: plans.values().filter_map(|plan| Some(plan.allowance?.source)).collect(),
            plans: plans.into(),
            fallback_plan,
            packs,
            purchase,
            roles: roles.into(),
            bank_for: bank_for.unwrap_or(BankFor::Teamless),
            remember: usize::try_from(remember.unwrap_or(REMEMBER_LEAST)).ok()?,
            hold_ms: hold_ms.unwrap_or(HOLD_MS_DEFAULT),
            models: models.into(),
        };
        fields.finish();
        Some(read)
    }

    /// A source by its place in the order of consumption.
    pub(crate) fn source(&self, rank: usize) -> Option<SourceRef> {
        self.sources.get(rank).map(|source| SourceRef { rank, id: source.id.clone() })
    }

    /// A source by its id.
    pub(crate) fn source_named(&self, id: &str) -> Option<SourceRef> {
        self.source(self.sources.iter().position(|source| &source.id == id)?)
    }

    /// Whether any plan grants this source each period.
    pub(crate) fn is_allowance(&self, source: &SourceRef) -> bool {
        self.allowance_ranks.contains(&source.rank)
    }

    /// Whether a role may do something.
    pub(crate) fn role_allows(&self, role: &Id, capability: Capability) -> bool {
        self.roles.get(role).is_some_and(|role| role.can.contains(&capability))
    }

    /// The product of a list price.
    pub(crate) fn first_product(&self) -> Option<&Id> {
        self.products.first()
    }
}

fn read_unit(place: &Place<'_>) -> Option<Unit> {
    let fields = place.object()?;
    // These words stand in sentences, which stay on their line.
    let word = |place: &Place<'_>| Some(json::on_one_line(place.text()?, 60));
    let one = fields.required("one", word);
    let many = fields.required("many", word);
    fields.finish();
    Some(Unit { one: one?, many: many? })
}

fn read_currency(place: &Place<'_>) -> Option<String> {
    let code = place.text()?;
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Some(code.to_owned())
    } else {
        place.expected("a currency by its three letters, such as `USD`")
    }
}

fn read_products(place: &Place<'_>) -> Vec<Id> {
    if matches!(place.tree, Tree::List(items) if items.is_empty()) {
        place.fault("expected at least one product, found none");
    }
    place.each_once(Place::id).unwrap_or_default()
}

/// Reads a map of things by id.
fn read_map<T>(
    place: &Place<'_>,
    most: usize,
    what: &str,
    read: impl Fn(&Id, &Place<'_>) -> Option<T>,
) -> Option<Map<Id, T>> {
    let entries = place.entries_at_most(most, what)?;
    let mut map = Map::new();
    for (key, entry) in entries {
        let id = entry.key_id(key).unwrap_or_else(|| Id::own(key.to_owned()));
        if let Some(thing) = read(&id, &entry) {
            map.insert(id, thing);
        }
    }
    Some(map)
}
