//! The account: state in, state out.
//!
//! All that changes an account goes through [`Account::set`], which keeps the indexes right and
//! remembers what was there before. So a decision that turns out to be a no, or was only asked
//! about, is taken back step by step, and the cost of a command is that of what it touches.

mod belongs;
mod canonical;
mod counts;
mod few;
mod index;
mod patch;
mod purse;
mod read;
mod room;
mod state;
mod write;
mod written;

use crate::map::{Map, Recalled};

use belongs::Belongs;
pub(crate) use belongs::MEETS_OTHERS;
pub(crate) use canonical::read_canonical;
pub(crate) use counts::{Count, Counts};
pub(crate) use few::Few;
use index::Index;
pub(crate) use patch::{Patch, are_of_one_entry, is_without};
pub(crate) use purse::Purse;
pub(crate) use read::{
    read_account, read_alert, read_asker, read_draws, read_member, read_person, read_product, read_wallet,
};
pub(crate) use state::{Alert, AlertOn, Counted, Grant, Hold, Member, Remembered, TeamInfo, Told, Watch};
pub use state::{Asker, Draw, NextPlan, PlanState, PlanStatus};

use crate::credits::Credits;
use crate::id::Id;
use crate::mistake::{Mistake, MistakeCode};
use crate::rules::{Rules, SourceRef, Window};
use crate::span::{Span, Spans};
use crate::time::Instant;
use crate::wallet::Wallet;
use room::Room;
use written::Written;

/// An account as it stands, held for questions and commands.
///
/// It is made by [`crate::Bursar::create`] or read by [`crate::Bursar::read_account`], and written
/// by [`Account::to_text`]. It belongs to the rules with which that was done, and to equal ones: where rules
/// change, its text is to be read with the new ones, which tell what of it does not fit them.
#[derive(Clone, Debug)]
pub struct Account {
    belongs: Belongs,
    head: Head,
    bank: Purse,
    teams: Recalled<Id, Team>,
    members: Recalled<Id, Member>,
    holds: Map<Id, Hold>,
    alerts: Map<Id, Alert>,
    spent: Recalled<Counted, Counts>,
    recent: Map<Id, Remembered>,
    index: Index,
    /// What would take back every change since the last decision, in the order of the changes.
    journal: Vec<Change>,
    room: Room,
    /// The text that it was read from, where that was canonical.
    written: Option<Written>,
}

/// What there is of an account once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) id: Id,
    pub(crate) product: Id,
    pub(crate) came: Came,
    pub(crate) closed: bool,
    pub(crate) view: Option<Asker>,
    pub(crate) plan: Option<PlanState>,
    pub(crate) renewed_at: Option<Instant>,
    pub(crate) ended_at: Option<Instant>,
}

/// How far an account has come: how many commands it has accepted, and to which instant it was brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Came {
    pub(crate) seq: u64,
    pub(crate) as_of: Instant,
}

#[derive(Clone, Debug)]
pub(crate) struct Team {
    pub(crate) info: TeamInfo,
    pub(crate) purse: Purse,
}

/// What stands somewhere in an account; to set it gives what stood there before.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Head(Box<Head>),
    /// Of the head what every decision changes.
    Came(Came),
    Grant(Wallet, Id, Option<Grant>),
    Team(Id, Option<TeamInfo>),
    Member(Id, Option<Member>),
    Hold(Id, Option<Hold>),
    Alert(Id, Option<Alert>),
    Count(Counted, Window, Option<Count>),
    Recent(Id, Option<Remembered>),
}

/// Most commands change no more: two windows of spending, two grants, a hold, how far it has come, a command that is
/// remembered and one that is forgotten.
const CHANGES_OF_MOST: usize = 8;

impl Account {
    pub(crate) fn new(head: Head, rules: &Rules) -> Self {
        Self {
            belongs: Belongs::to(rules),
            head,
            bank: Purse::default(),
            teams: Recalled::new(),
            members: Recalled::new(),
            holds: Map::new(),
            alerts: Map::new(),
            spent: Recalled::new(),
            recent: Map::new(),
            index: Index::default(),
            journal: Vec::new(),
            room: Room::new(),
            written: None,
        }
    }

    // ── Changing ──

    /// Makes a change that can be taken back.
    pub(crate) fn set(&mut self, change: Change) {
        self.room.add(&change);
        // It is exchanged where it is kept: to move it there takes as long as the change itself.
        let mut journal = core::mem::take(&mut self.journal);
        if journal.capacity() == 0 {
            journal.reserve(CHANGES_OF_MOST);
        }
        journal.push(change);
        if let Some(change) = journal.last_mut() {
            self.exchange(change);
        }
        self.journal = journal;
    }

    /// Makes a change for good.
    fn make(&mut self, mut change: Change) {
        self.room.add(&change);
        self.exchange(&mut change);
    }

    pub(crate) fn set_head(&mut self, change: impl FnOnce(&mut Head)) {
        let mut head = self.head.clone();
        change(&mut head);
        self.set(Change::Head(Box::new(head)));
    }

    pub(crate) fn set_grant(&mut self, wallet: &Wallet, id: &Id, mut grant: Option<Grant>) {
        // An emptied grant is dropped.
        if grant.as_ref().is_some_and(|grant| grant.credits.is_zero()) {
            grant = None;
        }
        self.set(Change::Grant(wallet.clone(), id.clone(), grant));
    }

    /// Takes back every change since the last [`Account::commit`].
    pub(crate) fn take_back(&mut self) {
        self.take_back_to(0);
    }

    /// How far the journal has come, for [`Account::take_back_to`].
    pub(crate) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Takes back every change since a mark.
    pub(crate) fn take_back_to(&mut self, mark: usize) {
        let mut journal = core::mem::take(&mut self.journal);
        for change in journal.iter_mut().skip(mark).rev() {
            self.exchange(change);
        }
        journal.truncate(mark);
        self.room.take_back(mark == 0);
        self.journal = journal;
    }

    /// Lets every change stand, and gives what would take them back.
    pub(crate) fn commit(&mut self) -> Vec<Change> {
        let journal = core::mem::take(&mut self.journal);
        self.room.keep();
        if self.written.as_mut().is_some_and(|written| !written.note(&journal)) {
            self.written = None;
        }
        journal
    }

    /// Puts what a change says in the place of what stood there, which is what it says from then on.
    fn exchange(&mut self, change: &mut Change) {
        match change {
            Change::Head(head) => core::mem::swap(&mut self.head, &mut **head),
            Change::Came(came) => core::mem::swap(&mut self.head.came, came),
            Change::Grant(wallet, id, grant) => self.exchange_grant(wallet, id, grant),
            Change::Team(id, info) => match (&mut *info, self.teams.get_mut(id)) {
                (Some(info), Some(team)) => core::mem::swap(info, &mut team.info),
                (None, _) => *info = self.teams.remove(id).map(|team| team.info),
                (Some(_), None) => {
                    if let Some(info) = info.take() {
                        self.teams.insert(id.clone(), Team { info, purse: Purse::default() });
                    }
                }
            },
            Change::Member(id, member) => {
                let manages =
                    |member: &Option<Member>| usize::from(member.as_ref().is_some_and(|m| m.manages));
                self.index.managers += manages(member);
                *member = match member.take() {
                    Some(member) => self.members.insert(id.clone(), member),
                    None => self.members.remove(id),
                };
                self.index.managers -= manages(member);
            }
            Change::Hold(id, hold) => {
                if let Some(hold) = hold {
                    self.index.hold_ends.add((hold.expires_at, id.clone()));
                    hold.draws.iter().for_each(|draw| self.index.add_held(draw));
                }
                put(&mut self.holds, id, hold);
                if let Some(before) = hold {
                    if self.holds.get(id).is_none_or(|hold| hold.expires_at != before.expires_at) {
                        self.index.hold_ends.remove(&(before.expires_at, id.clone()));
                    }
                    before.draws.iter().for_each(|draw| self.index.remove_held(draw));
                }
            }
            Change::Alert(id, alert) => put(&mut self.alerts, id, alert),
            Change::Count(counted, window, count) => self.exchange_count(counted, *window, count),
            Change::Recent(id, remembered) => {
                let added = remembered.as_ref().map(|Remembered(seq, _)| *seq);
                put(&mut self.recent, id, remembered);
                if let Some(Remembered(seq, _)) = remembered {
                    self.index.remembered.remove(*seq);
                }
                if let Some(seq) = added {
                    self.index.remembered.add(seq, id);
                }
            }
        }
    }

    fn exchange_grant(&mut self, wallet: &Wallet, id: &Id, grant: &mut Option<Grant>) {
        if let Some(grant) = grant {
            let credits = grant.credits;
            let Some(purse) = self.purse_mut(wallet) else { return };
            if purse.refill(id, grant) {
                self.index.refill(id, grant, credits);
                return;
            }
        }
        let keeps_expiry = grant.as_ref().map(|grant| grant.expires_at);
        if !self.index.expiries.is_listed()
            && let Some(there) = self.grant(wallet, id)
            && keeps_expiry != Some(there.expires_at)
            && self.index.expiries.is_soonest(there.expires_at)
        {
            self.list_expiries();
        }
        if let Some(grant) = grant {
            self.index.add_lying(wallet, id, grant);
        }
        let Some(purse) = self.purse_mut(wallet) else { return };
        *grant = purse.replace(id, grant.take());
        if let Some(before) = grant {
            self.index.remove_lying(wallet, id, before, keeps_expiry == Some(before.expires_at));
        }
    }

    fn purse_mut(&mut self, wallet: &Wallet) -> Option<&mut Purse> {
        match wallet {
            Wallet::Bank => Some(&mut self.bank),
            Wallet::Team(team) => self.teams.get_mut(team).map(|team| &mut team.purse),
        }
    }

    fn exchange_count(&mut self, counted: &Counted, window: Window, count: &mut Option<Count>) {
        let after = *count;
        if after.is_some() {
            if let Some(counts) = self.spent.get_or_insert_with(counted, Counts::default) {
                counts.exchange(window, count);
            }
        } else if let Some(counts) = self.spent.get_mut(counted) {
            counts.exchange(window, count);
            if counts.is_empty() {
                self.spent.remove(counted);
            }
        }
        let since = [*count, after].map(|count| count.map(|count| count.since));
        self.index.counting.exchange(counted, window, since);
    }

    // ── Reading ──

    /// Whether it was read with these rules, or with equal ones.
    pub(crate) fn is_of(&self, rules: &Rules) -> bool {
        self.belongs.is_to(rules)
    }

    /// Refuses an account of other rules.
    pub(crate) fn check_is_of(&self, rules: &Rules) -> Result<(), Mistake> {
        if self.is_of(rules) {
            return Ok(());
        }
        let message = "expected an account that was read with these rules, found one of other rules: \
            write it as text and read that";
        Err(Mistake::one(MistakeCode::InvalidAccount, "", message))
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The account's id.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.head.id
    }

    /// How many commands it has accepted: what a store compares before it writes.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.head.came.seq
    }

    /// The latest instant it has been brought to.
    #[must_use]
    pub fn as_of(&self) -> Instant {
        self.head.came.as_of
    }

    pub(crate) fn plan(&self) -> Option<&PlanState> {
        self.head.plan.as_ref()
    }

    pub(crate) fn bank(&self) -> &Purse {
        &self.bank
    }

    pub(crate) fn teams(&self) -> &Recalled<Id, Team> {
        &self.teams
    }

    pub(crate) fn members(&self) -> &Recalled<Id, Member> {
        &self.members
    }

    pub(crate) fn holds(&self) -> &Map<Id, Hold> {
        &self.holds
    }

    pub(crate) fn alerts(&self) -> &Map<Id, Alert> {
        &self.alerts
    }

    pub(crate) fn recent(&self) -> &Map<Id, Remembered> {
        &self.recent
    }

    pub(crate) fn purse(&self, wallet: &Wallet) -> Option<&Purse> {
        match wallet {
            Wallet::Bank => Some(&self.bank),
            Wallet::Team(team) => self.teams.get(team).map(|team| &team.purse),
        }
    }

    /// Every wallet, the bank first, then the teams by id.
    pub(crate) fn wallets(&self) -> impl Iterator<Item = (Wallet, &Purse)> {
        let teams = self.teams.iter().map(|(id, team)| (Wallet::Team(id.clone()), &team.purse));
        core::iter::once((Wallet::Bank, &self.bank)).chain(teams)
    }

    pub(crate) fn grant(&self, wallet: &Wallet, id: &Id) -> Option<&Grant> {
        self.purse(wallet)?.get(id)
    }

    pub(crate) fn count(&self, counted: &Counted, window: Window) -> Option<Count> {
        self.spent.get(counted)?.get(window)
    }

    pub(crate) fn spent(&self) -> &Recalled<Counted, Counts> {
        &self.spent
    }

    /// Whose spending is counted in a window of a kind that did not begin then.
    pub(crate) fn counted_outside(&self, window: Window, since: Instant) -> Vec<Counted> {
        self.index.counting.outside(&self.spent, window, since).cloned().collect()
    }

    /// Whether spending is counted, and has been told of, only in windows that ran at the instant to which the
    /// account had been brought.
    pub(crate) fn counts_only_in(&self, spans: &Spans) -> bool {
        let is_in = |counts: &Counts| {
            spans
                .iter()
                .all(|(window, span)| counts.get(*window).is_none_or(|count| count.since == span.since))
        };
        let is_told_in = |alert: &Alert| {
            let span = spans.iter().find(|(window, _)| Some(*window) == alert.per);
            span.is_none_or(|(_, span)| alert.told.values().all(|told| told.since == span.since))
        };
        self.spent.values().all(is_in) && self.alerts.values().all(is_told_in)
    }

    /// Whether what is counted is known to be as it should.
    pub(crate) const fn counts_current(&mut self) -> &mut bool {
        &mut self.index.counts_current
    }

    /// The calendar's month that was kept in mind last.
    pub(crate) fn month(&self) -> Span {
        self.index.month
    }

    /// Keeps a month in mind, for those who ask for the one that runs.
    pub(crate) fn keep_month(&mut self, month: Span) {
        self.index.month = month;
    }

    /// The accepted command that was remembered first.
    pub(crate) fn first_remembered(&self) -> Option<&Id> {
        self.index.remembered.first()
    }

    pub(crate) fn managers(&self) -> usize {
        self.index.managers
    }

    /// How many grants there are, a share of one in a team counting as another.
    pub(crate) fn grants_count(&self) -> usize {
        self.index.grants
    }

    /// How many draws all holds have.
    pub(crate) fn draws_count(&self) -> usize {
        self.index.draws
    }

    /// All credits, those that are held too.
    pub(crate) fn total(&self) -> u64 {
        self.index.total
    }

    /// What lies of a source in all wallets.
    pub(crate) fn lying(&self, source: &SourceRef) -> Credits {
        Credits::new(self.lying_of_rank(source.rank)).unwrap_or(Credits::MAX)
    }

    /// The same, by the source's rank.
    pub(crate) fn lying_of_rank(&self, source_rank: usize) -> u64 {
        self.index.lying.get(source_rank).copied().unwrap_or(0)
    }

    /// What holds have of a wallet and a source.
    pub(crate) fn held(&self, wallet: &Wallet, source_rank: usize) -> u64 {
        self.index.held.get(&(wallet.clone(), source_rank)).copied().unwrap_or(0)
    }

    /// What a grant has in all wallets and holds; none where there is no such grant.
    pub(crate) fn share(&self, id: &Id) -> Option<u64> {
        self.index.shares.get(id, || {
            let lying = self.wallets().flat_map(|(_, purse)| purse.iter());
            let held = self.holds.values().flat_map(|hold| &hold.draws);
            let held = held.map(|draw| (&draw.grant, draw.credits));
            lying.map(|(id, grant)| (id, grant.credits)).chain(held)
        })
    }

    /// When the next grant expires.
    pub(crate) fn next_expiry_at(&self) -> Option<Instant> {
        self.index.expiries.soonest()
    }

    /// The same, where it lies, and which.
    pub(crate) fn next_expiry(&mut self) -> Option<&(Instant, Wallet, Id)> {
        self.list_expiries();
        self.index.expiries.first()
    }

    fn list_expiries(&mut self) {
        if self.index.expiries.is_listed() {
            return;
        }
        let mut all = index::Expiries::none_listed();
        for (wallet, purse) in self.wallets() {
            for (id, grant) in purse.iter() {
                all.add(grant.expires_at, &wallet, id);
            }
        }
        self.index.expiries = all;
    }

    /// When the next hold lapses, and which.
    pub(crate) fn next_hold_end(&self) -> Option<&(Instant, Id)> {
        self.index.hold_ends.keys().next()
    }
}

/// Exchanges a thing with what bore its id; none takes that away.
fn put<T>(map: &mut Map<Id, T>, id: &Id, thing: &mut Option<T>) {
    *thing = match thing.take() {
        Some(thing) => map.insert(id.clone(), thing),
        None => map.remove(id),
    };
}
