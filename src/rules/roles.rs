//! Roles: what their members may do, and how much.

use crate::map::{Map, sort_by};

use serde::Serialize;

use crate::credits::Credits;
use crate::id::Id;
use crate::json::Place;
use crate::limits::ROLES_MAX;

/// What a member of this role may do.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) can: Vec<Capability>,
    pub(crate) limits: Vec<Limit>,
}

/// Something that a role may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Capability {
    /// To spend and to hold.
    Generate,
    /// To see balances and orders.
    ViewBalance,
    /// To see what was used: a host's matter, the engine only answers for it.
    ViewUsage,
    /// To wish for purchases and plans.
    Billing,
    /// To move credits between wallets.
    Transfer,
    /// To set teams, members and alerts, and to close the account.
    Manage,
}

impl Capability {
    /// Every capability, by the word for it.
    pub(crate) const WORDS: [(&str, Self); 6] = [
        ("generate", Self::Generate),
        ("viewBalance", Self::ViewBalance),
        ("viewUsage", Self::ViewUsage),
        ("billing", Self::Billing),
        ("transfer", Self::Transfer),
        ("manage", Self::Manage),
    ];
}

/// At most so many credits in each window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// How many credits.
    pub credits: Credits,
    /// The window.
    pub per: Window,
}

impl Limit {
    /// The order in which limits are written says nothing: they are kept in this one, tightest first by window.
    pub(crate) fn order(&self, other: &Self) -> core::cmp::Ordering {
        (self.per, self.credits).cmp(&(other.per, other.credits))
    }
}

/// A stretch of time in which spending is counted, from the shortest to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Window {
    /// A UTC hour.
    Hour,
    /// A UTC day.
    Day,
    /// A UTC calendar month.
    Month,
    /// The plan's own period; without a plan the month.
    Period,
}

impl Window {
    /// Every window, by the word for it.
    pub(crate) const WORDS: [(&str, Self); 4] =
        [("hour", Self::Hour), ("day", Self::Day), ("month", Self::Month), ("period", Self::Period)];
}

impl Window {
    /// The window that a word stands for.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, window)| *window)
    }

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| *word)
    }
}

pub(super) fn read_all(place: &Place<'_>) -> Option<Map<Id, Role>> {
    super::read_map(place, ROLES_MAX, "roles", |_, place| read(place))
}

fn read(place: &Place<'_>) -> Option<Role> {
    let fields = place.object()?;
    fields.optional("label", Place::text);
    let can = fields.required("can", |place| place.each_once(|place| place.word(&Capability::WORDS)));
    let limits = fields.optional("limits", read_limits).unwrap_or_default();
    fields.finish();
    Some(Role { can: can?, limits })
}

/// Reads the limits of a role, a member or a team, and puts them in order.
pub(crate) fn read_limits(place: &Place<'_>) -> Option<Vec<Limit>> {
    let mut limits = place.each(|place| {
        let fields = place.object()?;
        let per = fields.required("per", |place| place.word(&Window::WORDS));
        let credits = fields.required("credits", Place::credits);
        fields.finish();
        Some(Limit { per: per?, credits: credits? })
    })?;
    sort_by(&mut limits, Limit::order);
    Some(limits)
}
