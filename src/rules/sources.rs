//! The kinds of credit, in the order in which they are consumed.

use core::cmp::Ordering;

use serde::{Serialize, Serializer};

use super::plans::Plan;
use crate::id::Id;
use crate::json::Place;
use crate::limits::SOURCES_MAX;

/// A kind of credit by its name, which knows its place in the order of consumption.
#[derive(Clone, Debug)]
pub struct SourceRef {
    pub(crate) rank: usize,
    pub(crate) id: Id,
}

impl SourceRef {
    /// The source's id.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }
}

impl PartialEq for SourceRef {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for SourceRef {}

impl PartialOrd for SourceRef {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SourceRef {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl Serialize for SourceRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize(serializer)
    }
}

/// A kind of credit.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) id: Id,
    pub(crate) label: Option<String>,
    pub(crate) needs_plan: Option<NeedsPlan>,
    pub(crate) ends_with_plan: bool,
}

/// Which plan must run for credits to be spendable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NeedsPlan {
    Any,
    Paid,
}

impl Source {
    /// What it is called: its label, or its id.
    pub(crate) fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(self.id.as_str())
    }

    /// Whether its credits can be spent, by whether what runs is paid; nothing runs where that is none.
    fn is_unlocked(&self, paid: Option<bool>) -> bool {
        match self.needs_plan {
            None => true,
            Some(NeedsPlan::Any) => paid.is_some(),
            Some(NeedsPlan::Paid) => paid == Some(true),
        }
    }
}

/// The sources whose credits can be spent, in the order of consumption, by what runs.
#[derive(Debug)]
pub(crate) struct Unlocked {
    without_plan: Vec<usize>,
    unpaid: Vec<usize>,
    paid: Vec<usize>,
}

impl Unlocked {
    pub(super) fn of(sources: &[Source]) -> Self {
        let on = |paid: Option<bool>| {
            let ranks = 0..sources.len();
            ranks.zip(sources).filter(|(_, source)| source.is_unlocked(paid)).map(|(rank, _)| rank).collect()
        };
        Self { without_plan: on(None), unpaid: on(Some(false)), paid: on(Some(true)) }
    }

    /// Those that can be spent while this plan runs.
    pub(crate) fn on(&self, running: Option<&Plan>) -> &[usize] {
        match running {
            None => &self.without_plan,
            Some(plan) if plan.paid => &self.paid,
            Some(_) => &self.unpaid,
        }
    }
}

pub(super) fn read_all(place: &Place<'_>) -> Option<Vec<Source>> {
    let items = place.list()?;
    if !place.at_most(items.len(), SOURCES_MAX, "sources") {
        return None;
    }
    let mut sources: Vec<Source> = Vec::new();
    for item in items {
        if let Some(source) = read(&item, &sources) {
            sources.push(source);
        }
    }
    Some(sources)
}

fn read(place: &Place<'_>, before: &[Source]) -> Option<Source> {
    let fields = place.object()?;
    let id = fields.required("id", |place| {
        let id = place.id()?;
        if before.iter().any(|source| source.id == id) {
            place.fault(format_args!("expected each source once, found `{id}` twice"));
        }
        Some(id)
    });
    let label = fields.optional("label", Place::owned_text);
    let needs_plan = fields
        .optional("needsPlan", |place| place.word(&[("any", NeedsPlan::Any), ("paid", NeedsPlan::Paid)]));
    let ends_with_plan = fields.optional("endsWithPlan", Place::flag).unwrap_or(false);
    fields.finish();
    Some(Source { id: id?, label, needs_plan, ends_with_plan })
}
