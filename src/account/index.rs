//! What is asked of an account so often that it must not be searched for.
//!
//! What most commands never ask for is found at the first question, and kept right from there on:
//! an account that is opened for one command need not put all its grants in order.

use std::sync::OnceLock;

use super::{Counted, Counts, Draw, Grant, Window};
use crate::credits::Credits;
use crate::id::Id;
use crate::map::{Map, Set};
use crate::span::Span;
use crate::time::Instant;
use crate::wallet::Wallet;

#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) expiries: Expiries,
    pub(super) hold_ends: Set<(Instant, Id)>,
    pub(super) shares: Shares,
    /// By wallet and source, what holds have.
    pub(super) held: Map<(Wallet, usize), u64>,
    /// How many draws all holds have.
    pub(super) draws: usize,
    /// By source, what lies in all wallets.
    pub(super) lying: Vec<u64>,
    /// All credits, held ones too.
    pub(super) total: u64,
    pub(super) grants: usize,
    pub(super) managers: usize,
    pub(super) remembered: Ages,
    pub(super) counting: Counting,
    /// The month in which it was asked last: to work it out takes longer than all else of a window.
    pub(super) month: Span,
    /// Whether all that is counted is known to be asked for, in windows that run: an account that was read can have more.
    pub(super) counts_current: bool,
}

impl Index {
    pub(super) fn add_lying(&mut self, wallet: &Wallet, id: &Id, grant: &Grant) {
        self.shares.add(id, grant.credits);
        self.expiries.add(grant.expires_at, wallet, id);
        self.count_lying(grant);
    }

    /// Counts a grant that no list has yet, for none has been asked for.
    pub(super) fn count_lying(&mut self, grant: &Grant) {
        let sources = self.lying.len().max(grant.source.rank + 1);
        self.lying.resize(sources, 0);
        if let Some(sum) = self.lying.get_mut(grant.source.rank) {
            *sum += grant.credits.get();
        }
        self.total += grant.credits.get();
        self.grants += 1;
    }

    pub(super) fn remove_lying(&mut self, wallet: &Wallet, id: &Id, grant: &Grant, keeps_expiry: bool) {
        self.shares.remove(id, grant.credits);
        if !keeps_expiry {
            self.expiries.remove(grant.expires_at, wallet, id);
        }
        if let Some(sum) = self.lying.get_mut(grant.source.rank) {
            *sum -= grant.credits.get();
        }
        self.total -= grant.credits.get();
        self.grants -= 1;
    }

    /// Where only the credits of a grant are others.
    pub(super) fn refill(&mut self, id: &Id, before: &Grant, after: Credits) {
        let sums = [self.lying.get_mut(before.source.rank), self.shares.of(id), Some(&mut self.total)];
        for sum in sums.into_iter().flatten() {
            *sum = *sum + after.get() - before.credits.get();
        }
    }

    pub(super) fn add_held(&mut self, draw: &Draw) {
        self.draws += 1;
        self.shares.add(&draw.grant, draw.credits);
        self.total += draw.credits.get();
        let key = (draw.wallet.clone(), draw.source.rank);
        if let Some(sum) = self.held.get_or_insert_with(key, || 0) {
            *sum += draw.credits.get();
        }
    }

    pub(super) fn remove_held(&mut self, draw: &Draw) {
        self.draws -= 1;
        self.shares.remove(&draw.grant, draw.credits);
        self.total -= draw.credits.get();
        let key = (draw.wallet.clone(), draw.source.rank);
        if let Some(sum) = self.held.get_mut(&key) {
            *sum -= draw.credits.get();
            if *sum == 0 {
                self.held.remove(&key);
            }
        }
    }
}

/// The remembered commands in the order in which they were accepted: a number and an id.
#[derive(Clone, Debug, Default)]
pub(super) struct Ages(Vec<(u64, Id)>);

impl Ages {
    fn find(&self, seq: u64) -> Result<usize, usize> {
        // The newest comes behind all others.
        match self.last() {
            Some(last) if seq <= last => self.0.binary_search_by_key(&seq, |(seq, _)| *seq),
            _ => Err(self.0.len()),
        }
    }

    pub(super) fn contains(&self, seq: u64) -> bool {
        self.find(seq).is_ok()
    }

    pub(super) fn first(&self) -> Option<&Id> {
        self.0.first().map(|(_, id)| id)
    }

    pub(super) fn last(&self) -> Option<u64> {
        self.0.last().map(|(seq, _)| *seq)
    }

    /// Takes one up, and tells whether its number was not there.
    pub(super) fn add(&mut self, seq: u64, id: &Id) -> bool {
        let place = self.find(seq);
        if let Err(place) = place {
            self.0.insert(place, (seq, id.clone()));
        }
        place.is_err()
    }

    pub(super) fn remove(&mut self, seq: u64) {
        if let Ok(place) = self.find(seq) {
            self.0.remove(place);
        }
    }
}

/// By window and its beginning, whose spending is counted in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Counting(OnceLock<Set<(Window, Instant, Counted)>>);

impl Counting {
    /// Whose spending is counted in a window of a kind that did not begin then.
    pub(super) fn outside(
        &self,
        spent: &Map<Counted, Counts>,
        window: Window,
        since: Instant,
    ) -> impl Iterator<Item = &Counted> {
        let all = self.0.get_or_init(|| {
            let counts = |(counted, counts): (&Counted, &Counts)| {
                let of = |window| Some((window, counts.get(window)?.since, counted.clone()));
                counts.windows().filter_map(of).collect::<Vec<_>>()
            };
            spent.iter().flat_map(counts).map(|key| (key, ())).collect()
        });
        let from = move |first: Instant| {
            let counting = all.from(&(window, first, Counted::Account)).map(|(key, ())| key);
            counting.take_while(move |(counting, ..)| *counting == window)
        };
        let earlier = from(Instant::FIRST).take_while(move |(_, began, _)| *began < since);
        let next = since.ms().checked_add(1).and_then(Instant::from_ms);
        earlier.chain(next.into_iter().flat_map(from)).map(|(.., counted)| counted)
    }

    /// A count took the place of another: when they began.
    pub(super) fn exchange(
        &mut self,
        counted: &Counted,
        window: Window,
        [before, after]: [Option<Instant>; 2],
    ) {
        let Some(all) = self.0.get_mut().filter(|_| before != after) else { return };
        let key = |since| (window, since, counted.clone());
        if let Some(before) = before {
            all.remove(&key(before));
        }
        if let Some(after) = after {
            all.add(key(after));
        }
    }
}

/// When grants expire.
#[derive(Clone, Debug)]
pub(super) enum Expiries {
    /// When the first does, as long as nobody asked which.
    Soonest(Option<Instant>),
    Listed(Set<(Instant, Wallet, Id)>),
}

impl Default for Expiries {
    fn default() -> Self {
        Self::Soonest(None)
    }
}

impl Expiries {
    pub(super) const fn none_listed() -> Self {
        Self::Listed(Set::new())
    }

    pub(super) fn soonest(&self) -> Option<Instant> {
        match self {
            Self::Soonest(at) => *at,
            Self::Listed(all) => all.keys().next().map(|(at, ..)| *at),
        }
    }

    /// Whether the list must be there before something that expires then goes.
    pub(super) fn is_soonest(&self, expires_at: Option<Instant>) -> bool {
        matches!(self, Self::Soonest(Some(soonest)) if expires_at == Some(*soonest))
    }

    pub(super) fn is_listed(&self) -> bool {
        matches!(self, Self::Listed(_))
    }

    pub(super) fn first(&self) -> Option<&(Instant, Wallet, Id)> {
        match self {
            Self::Soonest(_) => None,
            Self::Listed(all) => all.keys().next(),
        }
    }

    /// Something comes that expires then, of which there is no list.
    pub(super) fn count(&mut self, expires_at: Option<Instant>) {
        if let (Self::Soonest(soonest), Some(at)) = (self, expires_at) {
            *soonest = Some(soonest.map_or(at, |soonest| soonest.min(at)));
        }
    }

    pub(super) fn add(&mut self, expires_at: Option<Instant>, wallet: &Wallet, id: &Id) {
        match (self, expires_at) {
            (Self::Listed(all), Some(at)) => _ = all.add((at, wallet.clone(), id.clone())),
            (soonest, at) => soonest.count(at),
        }
    }

    fn remove(&mut self, expires_at: Option<Instant>, wallet: &Wallet, id: &Id) {
        if let (Self::Listed(all), Some(at)) = (self, expires_at) {
            all.remove(&(at, wallet.clone(), id.clone()));
        }
    }
}

/// By grant, what it has in all wallets and holds, and in how many places.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares(OnceLock<Map<Id, Share>>);

#[derive(Clone, Copy, Debug, Default)]
struct Share {
    credits: u64,
    places: usize,
}

impl Shares {
    /// What a grant has; `places` are all there are, of all grants.
    pub(super) fn get<'a, P: Iterator<Item = (&'a Id, Credits)>>(
        &self,
        id: &Id,
        places: impl FnOnce() -> P,
    ) -> Option<u64> {
        let all = self.0.get_or_init(|| {
            let mut all = Map::new();
            places().for_each(|(id, credits)| add_share(&mut all, id, credits));
            all
        });
        all.get(id).map(|share| share.credits)
    }

    /// What a grant has, where that has been found already.
    fn of(&mut self, id: &Id) -> Option<&mut u64> {
        self.0.get_mut()?.get_mut(id).map(|share| &mut share.credits)
    }

    fn add(&mut self, id: &Id, credits: Credits) {
        if let Some(all) = self.0.get_mut() {
            add_share(all, id, credits);
        }
    }

    fn remove(&mut self, id: &Id, credits: Credits) {
        let Some(all) = self.0.get_mut() else { return };
        if let Some(share) = all.get_mut(id) {
            share.credits -= credits.get();
            share.places -= 1;
            if share.places == 0 {
                all.remove(id);
            }
        }
    }
}

fn add_share(all: &mut Map<Id, Share>, id: &Id, credits: Credits) {
    if let Some(share) = all.get_or_insert_with(id.clone(), Share::default) {
        share.credits += credits.get();
        share.places += 1;
    }
}
