//! What is left to tell of renewals that were slept through.
//!
//! The first and the last of them leave all their entries. Those between leave only the change
//! that each grant sees over all of them, and nothing for grants that came and went among them.

use crate::map::{Map, sort_by};
use core::ops::Range;

use crate::decision::{Entry, EntryKind};
use crate::id::Id;
use crate::rules::Rules;
use crate::time::Instant;
use crate::wallet::Wallet;

/// Which entries of one advance are whose.
pub(super) struct Slept {
    base: usize,
    /// The entries of each renewal, or of several that were passed over at once.
    renewals: Vec<Range<usize>>,
    /// When the last renewal was, and the last before it.
    last: [Option<Instant>; 2],
    /// The entries of expiries, and of the ends of plans.
    ends: Vec<Range<usize>>,
}

impl Slept {
    /// Begins to watch the entries that come from here on.
    pub(super) fn since(base: usize) -> Self {
        Self { base, renewals: Vec::new(), last: [None; 2], ends: Vec::new() }
    }

    pub(super) fn renewed(&mut self, entries: Range<usize>, at: Instant) {
        self.renewals.push(entries);
        let [last, _] = self.last;
        self.last = [Some(at), last];
    }

    /// Whether there was a first renewal, which leaves all its entries.
    pub(super) fn has_begun(&self) -> bool {
        !self.renewals.is_empty()
    }

    pub(super) fn ended(&mut self, entries: Range<usize>) {
        self.ends.push(entries);
    }

    /// Puts the change over all renewals between the first and the last in the place of their entries.
    pub(super) fn condense(self, entries: &mut Vec<Entry>, rules: &Rules) {
        let [_, between @ .., last] = self.renewals.as_slice() else { return };
        let Some(last_between) = between.last() else { return };
        let mut changes = Changes::default();
        let mut told = Vec::new();
        let mut place = 0;
        let mut ranges = between.iter().peekable();
        let mut ends = self.ends.iter().peekable();
        let [last_at, last_between_at] = self.last;
        for (index, entry) in entries.split_off(self.base).into_iter().enumerate() {
            let index = self.base + index;
            while ranges.next_if(|range| range.end <= index).is_some() {}
            while ends.next_if(|range| range.end <= index).is_some() {}
            if index >= last_between.end && place == 0 {
                place = told.len() + 1;
            }
            let is_in = |range: Option<&&Range<usize>>| range.is_some_and(|range| range.contains(&index));
            let went = is_in(ends.peek()) && index < last.start && Some(entry.at) < last_at;
            if is_in(ranges.peek()) || (went && changes.saw_arrive(&entry)) {
                changes.add(entry);
            } else {
                told.push(entry);
            }
        }
        let place = place.checked_sub(1).unwrap_or(told.len());
        let at = place.min(told.len());
        told.splice(at..at, changes.into_entries(rules, last_between_at));
        entries.extend(told);
    }
}

/// What each grant saw, in the order in which they first moved.
#[derive(Default)]
struct Changes {
    sums: Vec<(Entry, i64)>,
    /// Where the sum of a grant stands: of centuries there may be very many.
    places: Map<(Wallet, Id), usize>,
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
        if let Some((_, sum)) = self.find(&entry) {
            *sum += entry.credits;
        } else {
            let credits = entry.credits;
            self.places.insert((entry.wallet.clone(), entry.grant.clone()), self.sums.len());
            self.sums.push((entry, credits));
        }
    }

    /// A sum of several bears the instant of the last renewal among them.
    fn into_entries(self, rules: &Rules, at: Option<Instant>) -> Vec<Entry> {
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
        sort_by(&mut entries, |a, b| (a.credits > 0).cmp(&(b.credits > 0)));
        entries
    }
}
