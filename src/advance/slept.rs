//! What is left to tell of renewals that were slept through.
//!
//! The first and the last of them leave all their entries. Those between leave only the change
//! that each grant sees over all of them, and nothing for grants that came and went among them.

use core::ops::Range;
use std::collections::BTreeMap;

use crate::decision::{Entry, EntryKind};
use crate::id::Id;
use crate::rules::Rules;
use crate::wallet::Wallet;

/// Which entries of one advance are whose.
pub(super) struct Slept {
    base: usize,
    /// The entries of each renewal, or of several that were passed over at once.
    renewals: Vec<Range<usize>>,
    /// The entries of expiries.
    expiries: Vec<usize>,
}

impl Slept {
    /// Begins to watch the entries that come from here on.
    pub(super) fn since(base: usize) -> Self {
        Self { base, renewals: Vec::new(), expiries: Vec::new() }
    }

    pub(super) fn renewed(&mut self, entries: Range<usize>) {
        self.renewals.push(entries);
    }

    pub(super) fn expires(&mut self, entry: usize) {
        self.expiries.push(entry);
    }

    /// Puts the change over all renewals between the first and the last in the place of their entries.
    pub(super) fn condense(self, entries: &mut Vec<Entry>, rules: &Rules) {
        let [_, between @ .., _] = self.renewals.as_slice() else { return };
        let Some(last_between) = between.last() else { return };
        let mut changes = Changes::default();
        let mut told = Vec::new();
        let mut place = 0;
        let mut ranges = between.iter().peekable();
        let mut expiries = self.expiries.iter().peekable();
        for (index, entry) in entries.split_off(self.base).into_iter().enumerate() {
            let index = self.base + index;
            while ranges.next_if(|range| range.end <= index).is_some() {}
            let is_expiry = expiries.next_if(|expiry| **expiry == index).is_some();
            if index >= last_between.end && place == 0 {
                place = told.len() + 1;
            }
            let is_between = ranges.peek().is_some_and(|range| range.contains(&index));
            if is_between || (is_expiry && index < last_between.start && changes.saw_arrive(&entry)) {
                changes.add(entry);
            } else {
                told.push(entry);
            }
        }
        let place = place.checked_sub(1).unwrap_or(told.len());
        let at = place.min(told.len());
        told.splice(at..at, changes.into_entries(rules));
        entries.extend(told);
    }
}

/// What each grant saw, in the order in which they first moved.
#[derive(Default)]
struct Changes {
    sums: Vec<(Entry, i64)>,
    /// Where the sum of a grant stands: of centuries there may be very many.
    places: BTreeMap<(Wallet, Id), usize>,
}

impl Changes {
    fn find(&mut self, entry: &Entry) -> Option<&mut (Entry, i64)> {
        let place = self.places.get(&(entry.wallet.clone(), entry.grant.clone()))?;
        self.sums.get_mut(*place)
    }

    /// Whether the grant of an entry came to be among what was added.
    fn saw_arrive(&mut self, entry: &Entry) -> bool {
        self.find(entry).is_some_and(|(first, _)| first.credits > 0)
    }

    fn add(&mut self, entry: Entry) {
        if let Some((first, sum)) = self.find(&entry) {
            first.at = first.at.max(entry.at);
            *sum += entry.credits;
        } else {
            let credits = entry.credits;
            self.places.insert((entry.wallet.clone(), entry.grant.clone()), self.sums.len());
            self.sums.push((entry, credits));
        }
    }

    fn into_entries(self, rules: &Rules) -> Vec<Entry> {
        // A sum of several bears the instant of the last renewal among them.
        let at = self.sums.iter().map(|(entry, _)| entry.at).max();
        let mut entries: Vec<Entry> = self
            .sums
            .into_iter()
            .filter(|(_, sum)| *sum != 0)
            .map(|(entry, sum)| {
                let kind = match sum {
                    ..0 => EntryKind::Lapse,
                    _ if rules.is_allowance(&entry.source) => EntryKind::Grant,
                    _ => EntryKind::Rollover,
                };
                Entry { kind, credits: sum, at: at.unwrap_or(entry.at), ..entry }
            })
            .collect();
        entries.sort_by_key(|entry| entry.credits > 0);
        entries
    }
}
