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
    order: OnceLock<Order>,
    /// What there is of each source, by its rank.
    sums: Vec<u64>,
}

/// The grants of each source, by its rank, in the order in which they are consumed.
#[derive(Clone, Debug, Default)]
struct Order(Vec<Set<Place>>);

/// The place of a grant among those of its source: soonest expiry (never comes last), earliest granted, id
/// by bytes.
type Place = (u64, u64, Id);

fn place(id: &Id, grant: &Grant) -> Place {
    let expires = grant.expires_at.map_or(u64::MAX, crate::Instant::ms);
    (expires, grant.granted_at.ms(), id.clone())
}

impl Order {
    fn of_source(&self, source_rank: usize) -> Option<&Set<Place>> {
        self.0.get(source_rank)
    }

    fn add(&mut self, id: &Id, grant: &Grant) {
        let sources = self.0.len().max(grant.source.rank + 1);
        self.0.resize_with(sources, Set::new);
        if let Some(set) = self.0.get_mut(grant.source.rank) {
            set.add(place(id, grant));
        }
    }

    fn remove(&mut self, id: &Id, grant: &Grant) {
        if let Some(set) = self.0.get_mut(grant.source.rank) {
            set.remove(&place(id, grant));
        }
    }
}

impl Purse {
    /// Puts a grant in the place of what bore its id, which is given back; none takes it away.
    pub(crate) fn replace(&mut self, id: &Id, grant: Option<Grant>) -> Option<Grant> {
        let before = self.grants.remove(id);
        if let Some(before) = &before {
            if let Some(sum) = self.sums.get_mut(before.source.rank) {
                *sum -= before.credits.get();
            }
            if let Some(order) = self.order.get_mut() {
                order.remove(id, before);
            }
        }
        if let Some(grant) = grant {
            self.add_up(grant.source.rank, grant.credits.get());
            if let Some(order) = self.order.get_mut() {
                order.add(id, &grant);
            }
            self.grants.insert(id.clone(), grant);
        }
        before
    }

    /// Exchanges a grant with one that comes at the same place in the order; tells whether there is one.
    pub(crate) fn refill(&mut self, id: &Id, grant: &mut Grant) -> bool {
        let Some(there) = self.grants.get_mut(id) else { return false };
        let place = |grant: &Grant| (grant.source.rank, grant.expires_at, grant.granted_at);
        if place(there) != place(grant) {
            return false;
        }
        if let Some(sum) = self.sums.get_mut(grant.source.rank) {
            *sum = *sum + grant.credits.get() - there.credits.get();
        }
        core::mem::swap(there, grant);
        true
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

    fn in_order(&self, source_rank: usize) -> Option<&Set<Place>> {
        let order = self.order.get_or_init(|| {
            let mut order = Order::default();
            self.grants.iter().for_each(|(id, grant)| order.add(id, grant));
            order
        });
        order.of_source(source_rank)
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
        let places = self.in_order(source_rank).into_iter().flat_map(Set::keys);
        places.filter_map(|(.., id)| self.grants.get_key_value(id))
    }

    /// Of the grants of one source the first that a cap lets go: of those that expire soonest, the newest.
    pub(crate) fn first_to_go(&self, source_rank: usize) -> Option<(&Id, &Grant)> {
        let (_, soonest) = self.of_source(source_rank).next()?;
        let order = self.in_order(source_rank)?;
        let newest = match soonest.expires_at.map(crate::Instant::ms) {
            // No id is shorter than nothing.
            Some(expires) => order.last_before(&(expires + 1, 0, Id::own(String::new()))),
            None => order.last(),
        };
        let (.., id) = newest?;
        self.grants.get_key_value(id)
    }

    /// How much there is in all.
    pub(crate) fn total(&self) -> Credits {
        // An account's total is bounded, and so is what one wallet has of it.
        Credits::new(self.sums.iter().sum()).unwrap_or(Credits::MAX)
    }
}
