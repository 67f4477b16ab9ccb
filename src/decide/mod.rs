//! Decisions: one command, one account, one answer.
//!
//! Preview and apply, text and object and ledger all come through [`decide`], so that they cannot
//! differ. What a command does stands in the file of its family.

mod alerts;
mod asker;
mod charge;
mod close;
mod grants;
mod holds;
mod people;
mod plan;
mod purchase;
mod remedies;
mod transfer;

pub(crate) use asker::{Who, drawn_on, spendable, who};
pub(crate) use charge::price;
pub(crate) use holds::draw_order;

use crate::account::{Account, Came, Change, Draw, Few, Remembered};
use crate::command::{Action, Charge, Command, lacks_asker};
use crate::credits::{Amount, Credits};
use crate::decision::Accepted;
use crate::id::Id;
use crate::json::Yes;
use crate::limits;
use crate::map::Map;
use crate::mistake::{Mistake, MistakeCode};
use crate::piece::Piece;
use crate::price::{Estimate, Request};
use crate::refusal::{Facts, Failure, Money, Refused, Remedy};
use crate::rules::{Capability, Rules};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::windows::spans;
use crate::work::{Marks, Work};

/// Whether a decision is to stand, or only to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Apply,
    Preview,
}

/// What one command moved.
#[derive(Default)]
struct Outcome {
    credits: Credits,
    draws: Vec<Draw>,
    estimate: Option<Box<Estimate>>,
    price: Option<Money>,
}

impl Outcome {
    fn moved(credits: Credits, draws: Vec<Draw>) -> Self {
        Self { credits, draws, ..Self::default() }
    }
}

/// Why a command is not carried out.
enum No {
    Refused(Box<Refusal>),
    Mistake(Box<Mistake>),
}

/// A refusal that is still to be told.
struct Refusal {
    facts: Facts,
    /// Where they are others than those that the rules alone know.
    remedies: Option<Vec<Remedy>>,
    estimate: Option<Box<Estimate>>,
}

impl From<Facts> for No {
    fn from(facts: Facts) -> Self {
        Self::Refused(Box::new(Refusal { facts, remedies: None, estimate: None }))
    }
}

impl No {
    fn helped_by(facts: Facts, remedies: Vec<Remedy>) -> Self {
        Self::Refused(Box::new(Refusal { facts, remedies: Some(remedies), estimate: None }))
    }

    /// The same, told after a price had been worked out.
    fn priced(mut self, estimate: Option<&Estimate>) -> Self {
        if let Self::Refused(refusal) = &mut self {
            refusal.estimate = estimate.cloned().map(Box::new);
        }
        self
    }

    /// The answer that it is, at this instant.
    fn told(self, rules: &Rules, at: Instant) -> Failure {
        match self {
            Self::Mistake(mistake) => Failure::Mistake(mistake),
            Self::Refused(refusal) => {
                let Refusal { facts, remedies, estimate } = *refusal;
                let mut refused = Box::new(Refused::outright(facts, rules));
                if let Some(remedies) = remedies {
                    refused.remedies = remedies;
                }
                refused.at = at;
                refused.estimate = estimate;
                Failure::Refused(refused)
            }
        }
    }

    fn mistake(path: &str, message: impl Into<String>) -> Self {
        Self::Mistake(Box::new(Mistake::one(MistakeCode::InvalidCommand, path, message)))
    }
}

/// Decides a command, and leaves the account as it is afterwards. Where the answer is no, or the
/// decision was only to be known, the caller takes back what was changed.
pub(crate) fn decide(
    rules: &Rules,
    account: &mut Account,
    command: &Command,
    mode: Mode,
) -> Result<Accepted, Failure> {
    account.check_is_of(rules)?;
    let at = command.at.max(account.as_of());
    let told = |no: No| no.told(rules, at);
    let remembered = command.id.as_ref().and_then(|id| account.recent().get(id));
    let says_the_same = remembered.map(|Remembered(_, digest)| digest.is(&command.digest()));
    if says_the_same == Some(true) {
        return Ok(replay(rules, account, command, at));
    }
    if lacks_asker(account, command.by.as_ref()) {
        let message = "expected the field `by`, a member's id or `system`, found nothing";
        return Err(told(No::mistake("/by", message)));
    }
    check_instants(command, at).map_err(told)?;
    if account.head().closed {
        return Err(told(Facts::AccountClosed { account: account.id().clone() }.into()));
    }
    if let (Some(id), Some(_)) = (&command.id, says_the_same) {
        return Err(told(Facts::IdReused { id: id.clone() }.into()));
    }
    Work::new(rules, account).carry_out(command, at, mode).map_err(told)
}

/// What is to expire must not have expired when it is decided.
fn check_instants(command: &Command, at: Instant) -> Result<(), No> {
    match &command.action {
        Action::Hold { expires_at: Some(expires_at), .. }
        | Action::Grant { expires_at: Some(expires_at), .. }
            if *expires_at <= at =>
        {
            let message = format!("expected `expiresAt` to be after {}, found {}", at.ms(), expires_at.ms());
            Err(No::mistake("/expiresAt", message))
        }
        _ => Ok(()),
    }
}

/// The answer to a command that was carried out before.
fn replay(rules: &Rules, account: &mut Account, command: &Command, at: Instant) -> Accepted {
    let seq = account.seq();
    let mut work = Work::new(rules, account);
    let mark = work.account.mark();
    work.advance(at);
    let who = who(work.account, command.by.as_ref()).ok();
    let sees = |who: &Who| who.may(rules, work.account, Capability::ViewBalance);
    let spendable = who.filter(sees).map(|who| work.spendable_by(&who, &command.action));
    work.account.take_back_to(mark);
    Accepted { spendable, replayed: true, ..Accepted::nothing(at, seq) }
}

impl Work<'_> {
    fn carry_out(mut self, command: &Command, at: Instant, mode: Mode) -> Result<Accepted, No> {
        let watched = self.watched_balances();
        let before = spans(self.account, self.account.as_of());
        self.pass_time(at);
        let before = self.turn_windows(&before, at);
        // What a window begins with where time has ended a plan is no rise of the command's.
        self.risen = Few::None;
        self.check_id(command)?;
        let who = who(self.account, command.by.as_ref())?;
        self.check_allowed(&who, command, mode)?;

        self.marks = Marks {
            command: Some(Self::id_of(command)),
            by: command.person(),
            note: command.note.clone(),
            ..Marks::default()
        };
        let sees = who.may(self.rules, self.account, Capability::ViewBalance);
        // What moves can leave behind what a hold will make again, and is then one grant more.
        let moves = matches!(command.action, Action::Transfer { .. });
        let count = |work: &Self| if moves { work.grants_at_most(at) } else { work.account.grants_count() };
        let grants_before = count(&self);
        let outcome = self.act(&who, command, at)?;
        self.turn_period(&before, at);
        // What holds have left of a grant was counted when others came.
        let ends_hold = matches!(command.action, Action::Settle { .. } | Action::Release { .. });
        let adds = count(&self) > grants_before && !ends_hold;
        let grants = if adds { self.grants_at_most(at) } else { 0 };
        self.check_sizes(grants).map_err(|no| no.priced(outcome.estimate.as_deref()))?;

        let seq = self.account.seq() + 1;
        self.account.set(Change::Came(Came { seq, as_of: at }));
        self.remember(command, seq);
        let alerts = self.tell_alerts(&watched, &command.action, at);
        if !self.account.fits() {
            let most = u64::try_from(limits::TEXT_BYTES_MAX).unwrap_or(u64::MAX);
            let facts = Facts::too_many("bytes", most);
            return Err(No::from(facts).priced(outcome.estimate.as_deref()));
        }
        Ok(Accepted {
            ok: Yes,
            credits: outcome.credits,
            draws: if self.is_blind() { Vec::new() } else { outcome.draws },
            spendable: sees.then(|| self.spendable_by(&who, &command.action)),
            estimate: outcome.estimate,
            price: outcome.price,
            alerts,
            entries: self.entries,
            ..Accepted::nothing(at, seq)
        })
    }

    fn act(&mut self, who: &Who, command: &Command, at: Instant) -> Result<Outcome, No> {
        match &command.action {
            Action::Spend { from, charge } => self.spend(who, command, from.as_ref(), charge, at),
            Action::Hold { from, expires_at, charge } => {
                self.hold(who, command, from.as_ref(), *expires_at, charge, at)
            }
            Action::Settle { hold, came_to } => self.settle(hold, came_to, at),
            Action::Release { hold } => self.release(hold, at),
            Action::Refund { draws, credits, model } => {
                self.refund(draws, credits.map(Into::into), model.as_ref(), at)
            }
            Action::Transfer { from, to, credits } => self.transfer(who, from, to, (*credits).into(), at),
            Action::Purchase { pack, quantity, consent } => {
                self.purchase(who, command, pack, *quantity, consent.as_deref(), at)
            }
            Action::Grant { source, credits, to, expires_at } => {
                self.grant(command, source, (*credits).into(), to, *expires_at, at)
            }
            Action::Revoke { grant, credits } => self.revoke(grant, credits.map(Into::into), at),
            Action::Subscribe { plan, seats, allowance, when } => {
                self.subscribe(who, plan, seats.map(Amount::get), allowance.map(Into::into), *when, at)
            }
            Action::Cancel { ends } => self.cancel(ends.when(), ends.until(), at),
            Action::Renew => self.renew_by_command(at),
            Action::Close => {
                self.close(at);
                Ok(Outcome::default())
            }
            Action::SetTeam { team, label, limits } => {
                self.set_team(team, label.as_ref(), limits, at);
                Ok(Outcome::default())
            }
            Action::RemoveTeam { team } => self.remove_team(team, at),
            Action::SetMember { member, role, teams, limits } => {
                self.set_member(member, role, teams, limits, at)
            }
            Action::RemoveMember { member } => self.remove_member(member, at),
            Action::SetAlert { alert, set } => self.set_alert(alert, set.kept(), at),
            Action::RemoveAlert { alert } => self.remove_alert(alert, at),
            Action::Tick => Ok(Outcome::default()),
        }
    }

    /// A grant and a hold bear the id of the command that makes them, and so nothing else may.
    fn check_id(&self, command: &Command) -> Result<(), No> {
        let Some(id) = &command.id else { return Ok(()) };
        let taken = match &command.action {
            Action::Grant { .. } | Action::Purchase { .. } => self.account.share(id).is_some(),
            Action::Hold { .. } => self.account.holds().contains_key(id),
            _ => false,
        };
        if taken { Err(Facts::IdReused { id: id.clone() }.into()) } else { Ok(()) }
    }

    /// How many grants there can be once all holds have ended: of one that only holds have left, what they
    /// give back makes it again. It is worked out where there can be too many.
    fn grants_at_most(&self, at: Instant) -> usize {
        let lying = self.account.grants_count();
        let all = lying + self.account.draws_count();
        if all <= limits::GRANTS_MAX {
            return all;
        }
        let mut gone = Map::<(Wallet, Id), usize>::new();
        for draw in self.account.holds().values().flat_map(|hold| &hold.draws) {
            let home = self.home(draw);
            if self.returns(draw, at) && self.account.grant(&home.wallet, &home.grant).is_none() {
                gone.insert((home.wallet, home.grant), 0);
            }
        }
        lying + gone.len()
    }

    /// Refuses what would go over a size. Time may have brought more grants than there can be: that
    /// is no fault of a command that adds none, of which none are counted here.
    fn check_sizes(&self, grants: usize) -> Result<(), No> {
        let account = &*self.account;
        let sizes = [
            ("grants", grants, limits::GRANTS_MAX),
            ("teams", account.teams().len(), limits::TEAMS_MAX),
            ("members", account.members().len(), limits::MEMBERS_MAX),
            ("holds", account.holds().len(), limits::HOLDS_MAX),
            ("alerts", account.alerts().len(), limits::ALERTS_MAX),
        ];
        for (what, count, most) in sizes {
            if count > most {
                let limit = u64::try_from(most).unwrap_or(u64::MAX);
                return Err(Facts::too_many(what, limit).into());
            }
        }
        let limit = Credits::MAX.get();
        for (what, count) in [("credits", account.total()), ("commands", account.seq() + 1)] {
            if count > limit {
                return Err(Facts::too_many(what, limit).into());
            }
        }
        Ok(())
    }

    /// Remembers the command, and forgets those before the last so many.
    fn remember(&mut self, command: &Command, seq: u64) {
        let Some(id) = &command.id else { return };
        if self.account.head().view.is_some() {
            return;
        }
        let remembered = Remembered(seq, Piece::whole(command.digest()));
        self.account.set(Change::Recent(id.clone(), Some(remembered)));
        while self.account.recent().len() > self.rules.remember {
            let Some(first) = self.account.first_remembered().cloned() else { break };
            self.account.set(Change::Recent(first, None));
        }
    }

    /// The refusal that a spend of a request would get.
    pub(crate) fn refusal_of_spend(
        &mut self,
        who: &Who,
        from: Option<&Wallet>,
        request: &Request,
        at: Instant,
    ) -> Failure {
        let charge = Charge::Request { request: request.clone(), expect: None };
        let rules = self.rules;
        match self.charged(who, from, &charge, at) {
            Err(no) => no.told(rules, at),
            // It is asked for only where a spend would be refused; an answer must be given all the same.
            Ok(_) => {
                Mistake::one(MistakeCode::InvalidRequest, "", "expected a request that can be paid").into()
            }
        }
    }

    /// The id under which a command's grant or hold is kept; a preview without one is a draft.
    fn id_of(command: &Command) -> Id {
        command.id.clone().unwrap_or_else(Id::draft)
    }
}
