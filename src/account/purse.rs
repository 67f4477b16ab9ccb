//! The grants in one wallet, by id and in the order in which they are consumed.

use std::sync::OnceLock;

use super::state::Grant;
use crate::credits::Credits;
use crate::id::Id;
use crate::map::{Recalled, Set};

/// The grants in one wallet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Purse {
    grants: Recalled<Id, Grant>,
    /// Found when it is first asked for: most wallets are never drawn on while they are held.
    order: OnceLock<Set<Rank>>,
    /// What there is of each source, by its rank.
    sums: Vec<u64>,
}

/// The place of a grant in the order of consumption: source, soonest expiry (never comes last),
/// earliest granted, id by bytes; without one, before all of its kind.
type Rank = (usize, u64, u64, Option<Id>);

fn rank(id: &Id, grant: &Grant) -> Rank {
    let expires = grant.expires_at.map_or(u64::MAX, crate::Instant::ms);
    (grant.source.rank, expires, grant.granted_at.ms(), Some(id.clone()))
}

impl Purse {
    /// Puts a grant in the place of what bore its id, which is given back; none takes it away.
    pub(crate) fn replace(&mut self, id: &Id, grant: Option<Grant>) -> Option<Grant> {
        let after = grant.as_ref().map(|grant| (rank(id, grant), grant.source.rank, grant.credits.get()));
        let before = match grant {
            Some(grant) => self.grants.insert(id.clone(), grant),
            None => self.grants.remove(id),
        };
        if let Some(before) = &before
            && let Some(sum) = self.sums.get_mut(before.source.rank)
        {
            *sum -= before.credits.get();
        }
        if let Some((_, source_rank, credits)) = &after {
            self.add_up(*source_rank, *credits);
        }
        if let Some(order) = self.order.get_mut() {
            if let Some(before) = &before {
                order.remove(&rank(id, before));
            }
            if let Some((place, ..)) = after {
                order.add(place);
            }
        }
        before
    }

    /// Puts a grant in the place of one that comes at the same place in the order, if there is one:
    /// that is given back.
    pub(crate) fn refill(&mut self, id: &Id, grant: &Grant) -> Option<Grant> {
        let there = self.grants.get_mut(id)?;
        let place = |grant: &Grant| (grant.source.rank, grant.expires_at, grant.granted_at);
        if place(there) != place(grant) {
            return None;
        }
        if let Some(sum) = self.sums.get_mut(grant.source.rank) {
            *sum = *sum + grant.credits.get() - there.credits.get();
        }
        Some(core::mem::replace(there, grant.clone()))
    }

    /// Puts a grant behind all others, where its id belongs there; tells whether it does.
    #[inline]
    pub(super) fn append(&mut self, id: Id, grant: Grant) -> bool {
        self.add_up(grant.source.rank, grant.credits.get());
        self.order = OnceLock::new();
        self.grants.append(id, grant)
    }

    fn add_up(&mut self, source_rank: usize, credits: u64) {
        let sources = self.sums.len().max(source_rank + 1);
        self.sums.resize(sources, 0);
        if let Some(sum) = self.sums.get_mut(source_rank) {
            *sum += credits;
        }
    }

    fn order(&self) -> &Set<Rank> {
        self.order.get_or_init(|| self.grants.iter().map(|(id, grant)| rank(id, grant)).collect())
    }

    pub(crate) fn get(&self, id: &Id) -> Option<&Grant> {
        self.grants.get(id)
    }

    /// By id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Id, &Grant)> {
        self.grants.iter()
    }

    /// What there is of a source.
    pub(crate) fn sum(&self, source_rank: usize) -> u64 {
        self.sums.get(source_rank).copied().unwrap_or(0)
    }

    /// The grants of one source, in the order in which they are consumed.
    pub(crate) fn of_source(&self, source_rank: usize) -> impl Iterator<Item = (&Id, &Grant)> {
        let first = (source_rank, 0, 0, None);
        let ranks = self.order().from(&first).map(|(rank, ())| rank);
        ranks
            .take_while(move |(rank, ..)| *rank == source_rank)
            .filter_map(|(.., id)| self.grants.get_key_value(id.as_ref()?))
    }

    /// Of the grants of one source the first that a cap lets go: of those that expire soonest, the newest.
    pub(crate) fn first_to_go(&self, source_rank: usize) -> Option<(&Id, &Grant)> {
        let (_, soonest) = self.of_source(source_rank).next()?;
        let end = match soonest.expires_at.map(crate::Instant::ms) {
            Some(expires) => (source_rank, expires + 1, 0, None),
            None => (source_rank + 1, 0, 0, None),
        };
        let (.., id) = self.order().last_before(&end)?;
        self.grants.get_key_value(id.as_ref()?)
    }

    /// How much there is in all.
    pub(crate) fn total(&self) -> Credits {
        // An account's total is bounded, and so is what one wallet has of it.
        Credits::new(self.sums.iter().sum()).unwrap_or(Credits::MAX)
    }
}
