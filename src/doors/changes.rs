//! What everyday commands change, told in numbers and texts. `pkg/src/changes.ts` reads it.
//!
//! A field of the account, and whatever else is an object of entries, is told by what has become of it, and
//! then by its entries: the name of each, what it is now, and behind the last of them 0.

use super::accepted::Answer;
use crate::account::{
    Account, Change, Count, Counted, Grant, Hold, Patch, Remembered, are_of_one_entry, is_without,
};
use crate::id::Id;
use crate::rules::Window;
use crate::time::Instant;
use crate::wallet::Wallet;

/// What has become of entries: nothing, or there are none any more, or some are others.
const SAME: f64 = 0.0;
const GONE: f64 = 1.0;
const CHANGED: f64 = 2.0;

/// No entry has this for its name, and none is this.
const NONE: f64 = 0.0;

impl Answer<'_> {
    /// Tells what changed: behind a 1 in numbers, or by a 0 and the JSON that is given back.
    pub(super) fn changes_or_text(&mut self, patch: &Patch<'_>) -> Option<String> {
        let (slots, texts) = (self.slots.told(), self.texts.mark());
        if self.slots.tell(1.0).and_then(|()| self.changes(patch)).is_some() {
            return Some(String::new());
        }
        self.slots.take_back_to(slots);
        self.texts.take_back_to(texts);
        self.slots.tell(0.0)?;
        Some(patch.to_text())
    }

    fn changes(&mut self, patch: &Patch<'_>) -> Option<()> {
        let account = patch.account();
        let [was, is] = patch.came()?;
        let [bank, teams, members, holds, alerts, counts, recent] = patch.parts();
        if !members.is_empty() || !alerts.is_empty() {
            return None;
        }
        self.slots.optional((was.as_of != is.as_of).then_some(is.as_of.ms()))?;
        self.slots.optional((was.seq != is.seq).then_some(is.seq))?;
        [bank, teams, holds, counts, recent].iter().try_for_each(|part| self.entries(part, account))
    }

    fn entries(&mut self, changes: &[&Change], account: &Account) -> Option<()> {
        let Some(first) = changes.first() else { return self.slots.tell(SAME) };
        if is_without(account, first) {
            return self.slots.tell(GONE);
        }
        self.slots.tell(CHANGED)?;
        for entry in changes.chunk_by(|one, other| are_of_one_entry(one, other)) {
            self.entry_changed(entry, account)?;
        }
        self.slots.tell(NONE)
    }

    /// Tells one entry; none where no everyday command changes such.
    fn entry_changed(&mut self, changes: &[&Change], account: &Account) -> Option<()> {
        match changes {
            [Change::Grant(Wallet::Bank, id, stood)] => {
                self.grant(id, stood.as_ref(), account.bank().get(id))
            }
            [Change::Grant(Wallet::Team(team), ..), ..] => {
                let purse = &account.teams().get(team)?.purse;
                self.name(team)?;
                for change in changes {
                    if let Change::Grant(_, id, stood) = change {
                        self.grant(id, stood.as_ref(), purse.get(id))?;
                    }
                }
                self.slots.tell(NONE)
            }
            [Change::Hold(id, stood)] => {
                self.name(id)?;
                self.hold(stood.as_ref(), account.holds().get(id))
            }
            [Change::Count(counted, ..), ..] => {
                match counted {
                    Counted::Account => self.text("", "account"),
                    Counted::Member(member) => self.text("member:", member.as_str()),
                    Counted::Team(team) => self.text("team:", team.as_str()),
                }?;
                let Some(counts) = account.spent().get(counted) else { return self.slots.tell(GONE) };
                self.slots.tell(CHANGED)?;
                for change in changes {
                    if let Change::Count(_, window, stood) = change {
                        self.count(*window, *stood, counts.get(*window))?;
                    }
                }
                self.slots.tell(NONE)
            }
            [Change::Recent(id, stood)] => {
                self.name(id)?;
                // No decision remembers what it forgets: what stood there is gone.
                let there = if stood.is_some() { None } else { account.recent().get(id) };
                let Some(Remembered(seq, digest)) = there else { return self.slots.tell(NONE) };
                self.slots.optional(Some(*seq))?;
                self.text("", digest.as_str())
            }
            _ => None,
        }
    }

    /// Its credits, and where more than these are others, all else: when it was granted comes first of that.
    fn grant(&mut self, id: &Id, before: Option<&Grant>, after: Option<&Grant>) -> Option<()> {
        self.name(id)?;
        let Some(grant) = after else { return self.slots.tell(NONE) };
        self.slots.optional(Some(grant.credits.get()))?;
        if let Some(before) = before {
            let all_else = |grant: &Grant| (grant.granted_at, grant.expires_at, grant.of, grant.source.rank);
            return if all_else(before) == all_else(grant) { self.slots.tell(NONE) } else { None };
        }
        self.slots.optional(Some(grant.granted_at.ms()))?;
        self.slots.optional(grant.expires_at.map(Instant::ms))?;
        self.slots.whole(grant.of.get())?;
        self.slots.place(grant.source.rank)
    }

    fn hold(&mut self, before: Option<&Hold>, after: Option<&Hold>) -> Option<()> {
        match (before, after) {
            (_, None) => self.slots.tell(NONE),
            (None, Some(hold)) => {
                self.slots.optional(Some(hold.at.ms()))?;
                self.maybe(hold.by.as_ref().map(Id::as_str))?;
                self.each(&hold.draws, Self::draw)?;
                self.slots.whole(hold.expires_at.ms())?;
                self.wallet(&hold.from)?;
                self.maybe(hold.model.as_ref().map(Id::as_str))?;
                self.maybe(hold.note.as_deref())
            }
            (Some(_), Some(_)) => None,
        }
    }

    /// The place of the window, counted from one, what was spent in it and since when, both where they are
    /// others; where it is gone, neither.
    fn count(&mut self, window: Window, before: Option<Count>, after: Option<Count>) -> Option<()> {
        let place = Window::WORDS.iter().position(|(_, known)| *known == window)?;
        self.slots.place(place + 1)?;
        let other = |of: fn(Count) -> u64| after.map(of).filter(|is| Some(*is) != before.map(of));
        self.slots.optional(other(|count| count.credits.get()))?;
        self.slots.optional(other(|count| count.since.ms()))
    }
}
