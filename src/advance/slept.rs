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
    /// The entries of each renewal, or of several that were passed over at once, and when the last of them was.
    renewals: Vec<(Range<usize>, Instant)>,
    /// The entries of expiries.
    expiries: Vec<Range<usize>>,
    /// Where the entries of a plan's end begin.
    ends: Vec<usize>,
}

impl Slept {
    /// Begins to watch the entries that come from here on.
    pub(super) fn since(base: usize) -> Self {
        Self { base, renewals: Vec::new(), expiries: Vec::new(), ends: Vec::new() }
    }

    pub(super) fn renewed(&mut self, entries: Range<usize>, at: Instant) {
        self.renewals.push((entries, at));
    }

    /// Whether there was a first renewal, which leaves all its entries.
    pub(super) fn has_begun(&self) -> bool {
        !self.renewals.is_empty()
    }

    pub(super) fn expired(&mut self, entries: Range<usize>) {
        self.expiries.push(entries);
    }

    pub(super) fn ended(&mut self, entries: Range<usize>) {
        if !entries.is_empty() {
            self.ends.push(entries.start);
        }
    }

    /// Puts the change over all renewals between the first and the last in the place of their entries. A plan's
    /// end is a step of its own: what changed before it is told before it.
    pub(super) fn condense(self, entries: &mut Vec<Entry>, rules: &Rules) {
        let [_, between @ .., (last, last_at)] = self.renewals.as_slice() else { return };
        let mut changes = Changes::default();
        let mut told = Vec::new();
        // Where the change is to stand, behind what was told before the last renewal that it is of, and when that was.
        let (mut place, mut at) = (0, Instant::FIRST);
        let mut ranges = between.iter().peekable();
        let mut expiries = self.expiries.iter().peekable();
        let mut ends = self.ends.iter().peekable();
        for (index, entry) in entries.split_off(self.base).into_iter().enumerate() {
            let index = self.base + index;
            while let Some((_, when)) = ranges.next_if(|(range, _)| range.end <= index) {
                (place, at) = (told.len(), *when);
            }
            while expiries.next_if(|range| range.end <= index).is_some() {}
            while ends.next_if(|start| **start <= index).is_some() {
                told.splice(place..place, changes.take_entries(rules, at));
            }
            let is_between = ranges.peek().is_some_and(|(range, _)| range.contains(&index));
            let is_expiry = expiries.peek().is_some_and(|range| range.contains(&index));
            let went = is_expiry && index < last.start && entry.at < *last_at;
            if is_between || (went && changes.saw_arrive(&entry)) {
                changes.add(entry);
            } else {
                told.push(entry);
            }
        }
        for (_, when) in ranges {
            (place, at) = (told.len(), *when);
        }
        told.splice(place..place, changes.take_entries(rules, at));
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

    /// Takes the sums, as entries. One of several bears the instant of the last renewal among them.
    fn take_entries(&mut self, rules: &Rules, at: Instant) -> Vec<Entry> {
        let mut entries: Vec<Entry> = core::mem::take(self)
            .sums
            .into_iter()
            .filter(|(_, sum)| *sum != 0)
            .map(|(entry, sum)| {
                let kind = match sum {
                    ..0 => EntryKind::Lapse,
                    _ if rules.is_allowance(&entry.source) => EntryKind::Grant,
                    _ => EntryKind::Rollover,
                };
                Entry { kind, credits: sum, at, ..entry }
            })
            .collect();
        sort_by(&mut entries, |a, b| (a.credits > 0).cmp(&(b.credits > 0)));
        entries
    }
}
