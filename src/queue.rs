//! What rolled over at renewals that are being slept through.
//!
//! It waits here, in as few words as it takes, until the sleep is over: of centuries of roll-overs
//! that expire only the last few are ever written into the account.

use std::collections::VecDeque;

use crate::credits::Credits;
use crate::id::Id;

/// Roll-overs that expire, the oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    runs: VecDeque<Run>,
    total: Credits,
    /// After how many periods each expires.
    pub(crate) periods: u64,
    /// The number of the last renewal before time ends, when all that is left expires at once.
    pub(crate) turns: u64,
}

/// Roll-overs of one renewal after another, that are all alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The number of the renewal that the first of them is of.
    pub(crate) first: u64,
    pub(crate) count: u64,
    pub(crate) credits: Credits,
    pub(crate) of: Credits,
    /// Its name, where that is not what its instant would have it.
    pub(crate) name: Option<Id>,
}

impl Queue {
    pub(crate) fn total(&self) -> Credits {
        self.total
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter()
    }

    /// The number of the renewal by which that came which is to go first: what expires soonest, then
    /// what is newest.
    pub(crate) fn first_to_go(&self) -> Option<u64> {
        if self.expire_at_once() {
            self.runs.back().map(|run| run.first + run.count - 1)
        } else {
            self.runs.front().map(|run| run.first)
        }
    }

    fn expire_at_once(&self) -> bool {
        self.runs.front().is_some_and(|run| run.first + self.periods > self.turns)
    }

    /// Adds what rolled over at so many renewals from this one on, each time so much.
    pub(crate) fn push(&mut self, first: u64, count: u64, credits: Credits, name: Option<Id>) {
        if credits.is_zero() {
            return;
        }
        self.total = credits.times(count).and_then(|more| self.total.plus(more)).unwrap_or(Credits::MAX);
        let run = Run { first, count, credits, of: credits, name };
        match self.runs.back_mut() {
            Some(last) if last.is_continued_by(&run) => last.count += count,
            _ => self.runs.push_back(run),
        }
    }

    /// Drops so many of the oldest, which are alike.
    pub(crate) fn drop_first(&mut self, count: u64) {
        let Some(run) = self.runs.front_mut() else { return };
        let gone = run.credits.times(count).unwrap_or(Credits::MAX);
        self.total = self.total.minus_or_zero(gone);
        run.first += count;
        run.count = run.count.saturating_sub(count);
        if run.count == 0 {
            self.runs.pop_front();
        }
    }

    /// Takes at most so much from what is to go first, and tells how much.
    pub(crate) fn cut(&mut self, most: Credits) -> Credits {
        let newest = self.expire_at_once();
        let run = if newest { self.runs.pop_back() } else { self.runs.pop_front() };
        let Some(Run { first, count, credits, of, name }) = run else { return Credits::ZERO };
        let left = credits.minus_or_zero(most);
        let taken = credits.minus_or_zero(left);
        self.total = self.total.minus_or_zero(taken);
        let (rest, cut) = if newest { (first, first + count - 1) } else { (first + 1, first) };
        let rest = Run { first: rest, count: count - 1, credits, of, name: None };
        let cut = Run { first: cut, count: 1, credits: left, of, name };
        let remain = [rest, cut].into_iter().filter(|run| run.count > 0 && !run.credits.is_zero());
        for run in remain {
            if newest { self.runs.push_back(run) } else { self.runs.push_front(run) }
        }
        taken
    }

    /// Whether it is what it was, but for so many periods that have passed.
    pub(crate) fn is_later(&self, before: &Self, periods: u64) -> bool {
        let later = |(now, then): (&Run, &Run)| {
            let shifted = Run { first: then.first + periods, ..then.clone() };
            *now == shifted && now.name.is_none()
        };
        self.runs.len() == before.runs.len() && self.runs.iter().zip(&before.runs).all(later)
    }

    /// Lets so many periods pass in which it stays the same.
    pub(crate) fn shift(&mut self, periods: u64) {
        for run in &mut self.runs {
            run.first += periods;
        }
    }
}

impl Run {
    fn is_continued_by(&self, next: &Self) -> bool {
        let alike = (self.credits, self.of, &self.name) == (next.credits, next.of, &None);
        alike && next.name.is_none() && self.first + self.count == next.first
    }
}
