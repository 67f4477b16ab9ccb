//! 1.2: of renewals slept through, those between the first and the last leave only the change that each grant sees.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Entry, Tag};

/// What one bringing-up notes of its renewals.
#[derive(Default)]
pub struct Slept {
    instants: Vec<i64>,
    /// Where the entries after the first renewal begin, and which grants stood then.
    after_first: usize,
    stood: BTreeSet<(String, String)>,
}

impl Slept {
    /// The number of the renewal that comes now.
    pub fn next(&self) -> usize {
        self.instants.len()
    }

    /// Notes a renewal that has just been run.
    pub fn ran(&mut self, book: &Book, at: i64) {
        if self.instants.is_empty() {
            self.after_first = book.entries.len();
            self.stood = book.account.all_grants().into_iter().map(|(w, id, _)| (w, id)).collect();
        }
        self.instants.push(at);
    }

    /// 1.2: sums the entries of the renewals strictly between the first and the last, by wallet and grant. A grant that
    /// one of these made and that expires before the last leaves nothing: its expiry belongs to its sum. A plan's end is a
    /// step of its own, and parts the sums before it from those behind it.
    pub fn merge(&self, book: &mut Book) {
        let count = self.instants.len();
        if count < 3 {
            return;
        }
        let later = book.entries.split_off(self.after_first);
        let mut here = self.stood.clone();
        let parts: Vec<&[Entry]> = later.chunk_by(|e, next| e.ending || !next.ending).collect();
        for (n, part) in parts.iter().enumerate() {
            let until = parts.get(n + 1).and_then(|next| next.first()).map_or(i64::MAX, |e| e.at);
            let kept = self.merge_part(book, part, until, &mut here);
            book.entries.extend(kept);
        }
    }

    /// The same of what comes before, or from, a plan's end.
    fn merge_part(
        &self,
        book: &Book,
        part: &[Entry],
        until: i64,
        here: &mut BTreeSet<(String, String)>,
    ) -> Vec<Entry> {
        let count = self.instants.len();
        let last_at = self.instants[count - 1];
        let between = |e: &Entry| e.renewal.is_some_and(|n| n > 0 && n < count - 1);
        let mut came = BTreeSet::new();
        // A name may be borne by one grant after another: what expires or ends is gone until another comes.
        let merged = |e: &Entry| {
            let goes = e.kind == "lapse" && e.renewal.is_none() && e.tag.hold.is_none();
            if goes {
                here.remove(&key(e));
                return came.remove(&key(e)) && e.at < last_at;
            }
            if here.insert(key(e)) && between(e) {
                came.insert(key(e));
            }
            between(e)
        };
        let tag = part.iter().rev().find(|e| between(e)).map(|e| e.tag.clone()).unwrap_or_default();
        let (summed, mut kept): (Vec<Entry>, Vec<Entry>) = part.iter().cloned().partition(merged);
        let of_part = self.instants[1..count - 1].iter().rev().find(|&&at| at <= until);
        let sum_at = of_part.copied().unwrap_or(until);
        let place =
            kept.iter().position(|e| e.at > sum_at || e.renewal == Some(count - 1)).unwrap_or(kept.len());
        let sums = sums(book, &summed, sum_at, &tag);
        kept.splice(place..place, sums);
        kept
    }
}

fn key(e: &Entry) -> (String, String) {
    (e.wallet.clone(), e.grant.clone())
}

/// The sums, falls first, then what rolled over, then the allowance that stands.
fn sums(book: &Book, entries: &[Entry], at: i64, tag: &Tag) -> Vec<Entry> {
    let mut by_grant: BTreeMap<(String, String), (String, i64)> = BTreeMap::new();
    for e in entries {
        by_grant.entry(key(e)).or_insert((e.source.clone(), 0)).1 += e.credits;
    }
    let mut all: Vec<Entry> = by_grant
        .into_iter()
        .filter(|(_, (_, credits))| *credits != 0)
        .map(|((wallet, grant), (source, credits))| {
            let rises = if book.rules.is_allowance(&source) { "grant" } else { "rollover" };
            let kind = if credits < 0 { "lapse" } else { rises };
            Entry {
                kind,
                at,
                credits,
                wallet,
                grant,
                source,
                tag: tag.clone(),
                bought: None,
                renewal: None,
                ending: false,
            }
        })
        .collect();
    all.sort_by_key(|e| ["lapse", "rollover", "grant"].iter().position(|k| *k == e.kind));
    all
}
