//! The grants in one wallet, by id and in the order in which they are consumed.

use std::collections::{BTreeMap, BTreeSet};

use super::state::Grant;
use crate::credits::Credits;
use crate::id::Id;

/// The grants in one wallet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Purse {
    grants: BTreeMap<Id, Grant>,
    order: BTreeSet<Rank>,
    /// What there is of each source, by its rank.
    sums: Vec<u64>,
}

/// The place of a grant in the order of consumption: source, soonest expiry (never comes last),
/// earliest granted, id by bytes.
type Rank = (usize, u64, u64, Id);

fn rank(id: &Id, grant: &Grant) -> Rank {
    let expires = grant.expires_at.map_or(u64::MAX, crate::Instant::ms);
    (grant.source.rank, expires, grant.granted_at.ms(), id.clone())
}

impl Purse {
    /// Puts a grant in the place of what bore its id, which is given back; none takes it away.
    pub(crate) fn replace(&mut self, id: &Id, grant: Option<Grant>) -> Option<Grant> {
        let place = grant.as_ref().map(|grant| (rank(id, grant), grant.source.rank, grant.credits.get()));
        let before = match grant {
            Some(grant) => self.grants.insert(id.clone(), grant),
            None => self.grants.remove(id),
        };
        if let Some(before) = &before {
            self.order.remove(&rank(id, before));
            if let Some(sum) = self.sums.get_mut(before.source.rank) {
                *sum -= before.credits.get();
            }
        }
        if let Some((place, source_rank, credits)) = place {
            self.order.insert(place);
            let sources = self.sums.len().max(source_rank + 1);
            self.sums.resize(sources, 0);
            if let Some(sum) = self.sums.get_mut(source_rank) {
                *sum += credits;
            }
        }
        before
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
    pub(crate) fn of_source(&self, source_rank: usize) -> impl DoubleEndedIterator<Item = (&Id, &Grant)> {
        let first = (source_rank, 0, 0, Id::own(String::new()));
        let end = (source_rank + 1, 0, 0, Id::own(String::new()));
        self.order.range(first..end).filter_map(|(_, _, _, id)| Some((id, self.grants.get(id)?)))
    }

    /// How much there is in all.
    pub(crate) fn total(&self) -> Credits {
        // An account's total is bounded, and so is what one wallet has of it.
        Credits::new(self.sums.iter().sum()).unwrap_or(Credits::MAX)
    }
}
