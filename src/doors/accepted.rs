//! What a command came to, told in numbers and texts. `pkg/src/accepted.ts` reads it.

use super::slots::Slots;
use super::texts::Texts;
use crate::account::{Draw, Patch};
use crate::credits::Credits;
use crate::decision::{Accepted, AlertTold, Entry, EntryKind};
use crate::id::Id;
use crate::price::{Estimate, Exactly};
use crate::time::Instant;
use crate::wallet::Wallet;

/// A decision, as it is told.
#[derive(Debug)]
pub struct Told {
    /// Its texts, behind those of the command; or all of it as JSON.
    pub text: String,
    /// How many slots its numbers take; none where it is JSON.
    pub slots: Option<usize>,
}

/// Tells a decision in numbers, if it can be, and what it changed.
pub(super) fn tell(
    accepted: &Accepted,
    patch: Option<&Patch<'_>>,
    slots: &mut [f64],
    texts: Texts,
) -> Option<Told> {
    let mut answer = Answer { slots: Slots::new(slots), texts };
    answer.accepted(accepted)?;
    let changes = match patch {
        Some(patch) => answer.changes_or_text(patch)?,
        None => String::new(),
    };
    accepted.estimate.as_ref().map_or(Some(()), |estimate| answer.estimate(estimate))?;
    let Answer { slots, texts } = answer;
    Some(Told { text: texts.finish(&changes), slots: Some(slots.told()) })
}

/// A decision on its way.
pub(super) struct Answer<'s> {
    pub(super) slots: Slots<'s>,
    pub(super) texts: Texts,
}

impl Answer<'_> {
    fn accepted(&mut self, accepted: &Accepted) -> Option<()> {
        if accepted.price.is_some() {
            return None;
        }
        self.slots.optional(accepted.spendable.map(Credits::get))?;
        self.slots.whole(accepted.replayed.into())?;
        self.slots.whole(accepted.at.ms())?;
        self.slots.whole(accepted.seq)?;
        self.slots.whole(accepted.credits.get())?;
        self.each(&accepted.draws, Self::draw)?;
        self.each(&accepted.entries, Self::entry)?;
        self.each(&accepted.alerts, Self::alert)
    }

    pub(super) fn each<T>(&mut self, all: &[T], tell: fn(&mut Self, &T) -> Option<()>) -> Option<()> {
        self.slots.place(all.len())?;
        all.iter().try_for_each(|one| tell(self, one))
    }

    pub(super) fn draw(&mut self, draw: &Draw) -> Option<()> {
        self.slots.whole(draw.credits.get())?;
        self.slots.optional(draw.expires_at.map(Instant::ms))?;
        self.name(&draw.grant)?;
        self.slots.whole(draw.granted_at.ms())?;
        self.slots.whole(draw.of.get())?;
        self.slots.place(draw.source.rank)?;
        self.wallet(&draw.wallet)
    }

    fn entry(&mut self, entry: &Entry) -> Option<()> {
        if entry.bought.is_some() {
            return None;
        }
        self.slots.place(EntryKind::WORDS.iter().position(|(_, kind)| *kind == entry.kind)?)?;
        self.slots.whole(entry.at.ms())?;
        self.slots.signed(entry.credits)?;
        self.wallet(&entry.wallet)?;
        self.name(&entry.grant)?;
        self.slots.place(entry.source.rank)?;
        for id in [&entry.command, &entry.by, &entry.model, &entry.hold] {
            self.maybe(id.as_ref().map(Id::as_str))?;
        }
        self.maybe(entry.note.as_deref())
    }

    fn alert(&mut self, told: &AlertTold) -> Option<()> {
        self.name(&told.alert)?;
        self.text("", &told.watch)?;
        self.slots.whole(told.threshold.get())?;
        self.slots.whole(told.now.get())
    }

    fn estimate(&mut self, estimate: &Estimate) -> Option<()> {
        self.slots.place(estimate.plan.map_or(0, |plan| plan + 1))?;
        self.slots.price(estimate.cost, estimate.ceiling, estimate.exact.fraction())?;
        for line in &estimate.lines {
            let numbers = [&line.rate, &line.units, &line.credits];
            self.slots.line(line.term, numbers.into_iter().map(Exactly::fraction))?;
        }
        Some(())
    }

    pub(super) fn wallet(&mut self, wallet: &Wallet) -> Option<()> {
        match wallet {
            Wallet::Bank => self.text("", "bank"),
            Wallet::Team(team) => self.text("team:", team.as_str()),
        }
    }

    pub(super) fn name(&mut self, id: &Id) -> Option<()> {
        self.text("", id.as_str())
    }

    pub(super) fn maybe(&mut self, text: Option<&str>) -> Option<()> {
        match text {
            Some(text) => self.text("", text),
            None => self.slots.tell(0.0),
        }
    }

    pub(super) fn text(&mut self, first: &str, second: &str) -> Option<()> {
        let number = self.texts.number(first, second);
        self.slots.tell(number)
    }
}
