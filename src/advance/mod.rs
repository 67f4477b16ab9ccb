//! Bringing an account to an instant: holds lapse, grants expire, plans renew, end or change.

mod foretell;
mod leap;
mod queueing;
mod renewal;
mod slept;

use crate::account::{Came, Change};
use crate::credits::Credits;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::time::Instant;
use crate::work::Work;
pub(crate) use foretell::Foretold;
pub(crate) use renewal::sum;
use slept::Slept;

/// What comes next, in the order in which it comes at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    HoldLapses,
    GrantExpires,
    PlanTurns,
}

impl Work<'_> {
    /// Brings the account to an instant, and says so.
    pub(crate) fn advance(&mut self, to: Instant) {
        self.pass_time(to);
        if to > self.account.as_of() {
            self.account.set(Change::Came(Came { as_of: to, ..self.account.head().came }));
        }
    }

    /// Lets time do what it does until an instant, step by step, in order. How far the account has come is for
    /// whoever asks to say.
    pub(crate) fn pass_time(&mut self, to: Instant) {
        if self.may_be_due(to) {
            self.step_through(to);
        }
    }

    /// Whether time may have anything to do by then: mostly it has nothing, and this tells it soonest.
    fn may_be_due(&self, to: Instant) -> bool {
        let plan = self.account.plan().map(|plan| plan.renews_at);
        let hold = self.account.next_hold_end().map(|(at, _)| *at);
        [plan, hold, self.account.next_expiry_at()].into_iter().flatten().any(|at| at <= to)
    }

    fn step_through(&mut self, to: Instant) {
        let marks = core::mem::take(&mut self.marks);
        let mut slept = Slept::since(self.entries.len());
        let mut now = Instant::FIRST;
        while let Some((at, step)) = self.next_step().filter(|(at, _)| *at <= to) {
            now = now.max(at);
            match step {
                Step::HoldLapses => self.lapse_hold(at),
                // What rolls over late, while a renewal is overdue, can have expired before it came.
                Step::GrantExpires => self.expire_grant(now, &mut slept),
                Step::PlanTurns if self.renews_next() => {
                    self.pass_renewals(at, to, &mut slept);
                }
                Step::PlanTurns => {
                    let first = self.entries.len();
                    self.turn_plan(at);
                    slept.ended(first..self.entries.len());
                }
            }
        }
        slept.condense(&mut self.entries, self.rules);
        self.marks = marks;
    }

    /// Renews as often as is due by a command, and tells what that granted. Where another plan takes
    /// over on the way, what follows is time's.
    pub(crate) fn renew_overdue(&mut self, to: Instant) -> Credits {
        let mut slept = Slept::since(self.entries.len());
        let mut granted = Credits::ZERO;
        let plan = self.account.plan().map(|plan| plan.id.clone());
        while let Some(at) = self.renewal_due(to).filter(|_| self.runs(plan.as_ref())) {
            self.expire_on_the_way(at, &mut slept);
            granted = granted.plus(self.pass_renewals(at, to, &mut slept)).unwrap_or(Credits::MAX);
        }
        slept.condense(&mut self.entries, self.rules);
        granted
    }

    /// What was kept at one overdue renewal may have expired by the next: that is time's doing.
    fn expire_on_the_way(&mut self, to: Instant, slept: &mut Slept) {
        let marks = core::mem::take(&mut self.marks);
        while let Some(at) = self.account.next_expiry_at().filter(|at| *at <= to) {
            self.expire_grant(at, slept);
        }
        self.marks = marks;
    }

    fn runs(&self, plan: Option<&Id>) -> bool {
        self.account.plan().map(|plan| &plan.id) == plan
    }

    /// The renewal that is due by then and waits for a command.
    fn renewal_due(&self, to: Instant) -> Option<Instant> {
        let due = self.account.plan()?.renews_at;
        (due <= to && due < Instant::LAST && self.renews_next()).then_some(due)
    }

    /// Passes over the renewals that are due until then, or over the next one, and tells what they granted.
    fn pass_renewals(&mut self, at: Instant, to: Instant, slept: &mut Slept) -> Credits {
        if let Some(granted) = self.leap(to, slept) {
            return granted;
        }
        self.wake(at, slept);
        let first = self.entries.len();
        let granted = self.renew(at);
        slept.renewed(first..self.entries.len(), at);
        granted
    }

    /// When time alone next changes anything, and what.
    fn next_step(&self) -> Option<(Instant, Step)> {
        let plan = self.plan_turns_at().map(|at| (at, Step::PlanTurns));
        self.next_but_plan().into_iter().chain(plan).min()
    }

    /// The same, the plan aside.
    fn next_but_plan(&self) -> Option<(Instant, Step)> {
        let hold = self.account.next_hold_end().map(|(at, _)| (*at, Step::HoldLapses));
        let grant = self.account.next_expiry_at().map(|at| (at, Step::GrantExpires));
        hold.into_iter().chain(grant).min()
    }

    /// When time alone next changes anything.
    pub(crate) fn changes_at(&self) -> Option<Instant> {
        self.next_step().map(|(at, _)| at)
    }

    fn expire_grant(&mut self, at: Instant, slept: &mut Slept) {
        if let Some((_, wallet, id)) = self.account.next_expiry().cloned() {
            let first = self.entries.len();
            self.take(EntryKind::Lapse, at, &wallet, &id, Credits::MAX);
            slept.expired(first..self.entries.len());
        }
    }

    fn lapse_hold(&mut self, at: Instant) {
        let Some((_, id)) = self.account.next_hold_end().cloned() else { return };
        let Some(hold) = self.account.holds().get(&id).cloned() else { return };
        self.mark_hold(&id, &hold);
        self.uncount(&hold, hold.credits());
        self.account.set(Change::Hold(id, None));
        self.give_back(EntryKind::Release, at, &hold.draws);
        self.marks = crate::work::Marks::default();
    }
}
