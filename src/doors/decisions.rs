//! Everyday commands and what they come to, in numbers and one short text each way.
//!
//! What comes through here is plainly a command; everything else is for the text doors, which say what
//! is wrong with it. No rule stands here: what was read is decided by [`Bursar::preview`] and
//! [`Bursar::apply_with_changes`], and what they answer is told.

use core::ops::Range;

use super::slots::{self, Slots, fractions};
use super::text::decided;
use crate::account::{Account, Asker, Draw};
use crate::bursar::Bursar;
use crate::command::{Action, CameTo, Charge, Command, Destination, faults};
use crate::credits::{Amount, Credits};
use crate::decision::{Accepted, AlertTold, Entry, EntryKind};
use crate::float::{negative, to_f64, to_u64};
use crate::id::Id;
use crate::price::numbers;
use crate::price::{Estimate, Request};
use crate::refusal::Failure;
use crate::rules::Rules;
use crate::time::Instant;
use crate::wallet::Wallet;

/// What is to come of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// It is only to be known.
    Preview,
    /// It is to be carried out.
    Apply,
    /// And what that changes is to be told as well.
    Changes,
}

/// A decision, as it is told.
#[derive(Debug)]
pub struct Told {
    /// Its texts, behind those of the command; or all of it as JSON.
    pub text: String,
    /// How many slots its numbers take; none where it is JSON.
    pub slots: Option<usize>,
}

#[doc(hidden)]
impl Bursar {
    /// What a command comes to, or would come to. `pkg/src/draft.ts` puts it into slots and a text. 0 stands
    /// for what is missing, all else is one more than it is:
    ///
    /// - where each of its texts stands: at which byte, times 4,096, and how many bytes it takes. These are
    ///   the type, the id, who asks and for whom, the wallets from and to, the hold, the note, the model,
    /// - the instant, the credits, what is expected, when it expires,
    /// - the place of the model, as it is, and its inputs as [`Bursar::price_numbers`] has them.
    ///
    /// The answer takes its place, for `pkg/src/accepted.ts`, and its texts stand behind those of the
    /// command. Where it does not fit into the slots, and where it is a refusal, it is JSON. There is none,
    /// and nothing changed, where texts are to be asked.
    pub fn decide_numbers(
        &self,
        account: &mut Account,
        slots: &mut [f64],
        text: String,
        carry: Carry,
    ) -> Option<Told> {
        let texts = Texts::read(slots, text);
        let command = command(self.rules(), slots, &texts)?;
        let decision = self.carry_out(account, &command, carry);
        if let Ok((accepted, changes)) = &decision
            && let Some(told) = tell(accepted, changes.as_deref().unwrap_or_default(), slots, texts)
        {
            return Some(told);
        }
        // A mistake is found again, with all others, where texts are read.
        decided(decision).ok().map(|text| Told { text, slots: None })
    }

    /// What a command comes to, and what that changes where it is to be told.
    pub(super) fn carry_out(
        &self,
        account: &mut Account,
        command: &Command,
        carry: Carry,
    ) -> Result<(Accepted, Option<String>), Failure> {
        let without = |accepted| (accepted, None);
        match carry {
            Carry::Preview => self.preview(account, command).map(without),
            Carry::Apply => self.apply(account, command).map(without),
            Carry::Changes => {
                let (accepted, changes) = self.apply_with_changes(account, command)?;
                Ok((accepted, Some(changes)))
            }
        }
    }
}

/// How many texts and numbers there are.
const TEXTS: usize = 9;
const NUMBERS: usize = 4;

/// No text of a command takes as many bytes.
const TEXT_BYTES: u64 = 4_096;

/// So many texts are remembered; where time brings more, they are told each time.
const KNOWN_MAX: usize = 32;

/// The texts that both sides know, one behind the other, and where each stands: those of the command, of
/// which some are missing, and then what the answer brings.
struct Texts {
    text: String,
    known: Vec<Option<Range<usize>>>,
}

impl Texts {
    fn read(slots: &[f64], text: String) -> Self {
        let mut known = Vec::with_capacity(KNOWN_MAX);
        let long = |number: u64| usize::try_from(number).unwrap_or_default();
        known.extend(slots.iter().take(TEXTS).map(|slot| {
            let place = to_u64(*slot).checked_sub(1)?;
            let from = long(place / TEXT_BYTES);
            Some(from..from + long(place % TEXT_BYTES))
        }));
        Self { text, known }
    }

    /// The texts of the command; none where one of them is no text.
    fn given(&self) -> Option<[Option<&str>; TEXTS]> {
        let mut all = [None; TEXTS];
        for (text, range) in all.iter_mut().zip(&self.known) {
            if let Some(range) = range {
                *text = Some(self.text.get(range.clone())?);
            }
        }
        Some(all)
    }

    /// The number by which JavaScript finds a text, made of two: one more than the place of what is known;
    /// or, below zero, one more than the characters that it takes of the answer's text.
    fn number(&mut self, first: &str, second: &str) -> f64 {
        let from = self.text.len();
        self.text.push_str(first);
        self.text.push_str(second);
        let (before, text) = self.text.as_bytes().split_at_checked(from).unwrap_or_default();
        let is_it =
            |range: &Option<Range<usize>>| range.clone().and_then(|range| before.get(range)) == Some(text);
        if let Some(place) = self.known.iter().position(is_it) {
            self.text.truncate(from);
            return to_f64(count(place) + 1);
        }
        let units = if text.is_ascii() { text.len() } else { first.len() + second.encode_utf16().count() };
        if self.known.len() < KNOWN_MAX {
            self.known.push(Some(from..self.text.len()));
        }
        negative(count(units) + 1)
    }
}

/// The command that stands in slots and texts, if it is plainly one.
fn command(rules: &Rules, slots: &[f64], texts: &Texts) -> Option<Command> {
    let [kind, id, by, for_whom, from, to, hold, note, model] = texts.given()?;
    let (numbers, behind) = slots.get(TEXTS..)?.split_first_chunk::<NUMBERS>()?;
    let [at, credits, expect, expires_at] = numbers.map(|number| to_u64(number).checked_sub(1));

    // All is read before any of it is judged, so that what was read is dropped in one place.
    let ids = [id, hold].map(|id| id.and_then(Id::new));
    let asker = by.and_then(Asker::parse);
    let person = for_whom.and_then(Id::new).filter(|person| faults::of_whom(person).is_none());
    let wallets = [from, to].map(|wallet| wallet.and_then(Wallet::parse));
    let short = note.filter(|note| faults::of_note(note).is_none());
    let request = model.and_then(|_| request(rules, behind));
    let amounts = [credits, expect].map(|credits| credits.and_then(Credits::new));
    let instants = [at, expires_at].map(|at| at.and_then(Instant::from_ms));
    let all_is_read = are_read(&[id, hold], &ids)
        && are_read(&[by], &[asker.as_ref()])
        && are_read(&[for_whom], &[person.as_ref()])
        && are_read(&[from, to], &wallets)
        && are_read(&[note], &[short])
        && are_read(&[model], &[request.as_ref()])
        && are_read(&[credits, expect], &amounts)
        && are_read(&[at, expires_at], &instants);
    if !all_is_read {
        return None;
    }
    let ([id, hold], [at, expires_at]) = (ids, instants);
    let action = action(kind?, wallets, hold, expires_at, (request, amounts))?;
    let note = short.map(str::to_owned);
    Some(Command { id, at: at?, by: asker, for_whom: person, note, action })
}

/// Whether all that was given was what it should be.
fn are_read<G, R>(given: &[Option<G>], read: &[Option<R>]) -> bool {
    given.iter().zip(read).all(|(given, read)| given.is_some() == read.is_some())
}

/// A request; plain credits, and what a request is expected to cost.
type Charged = (Option<Request>, [Option<Credits>; 2]);

fn action(
    kind: &str,
    wallets: [Option<Wallet>; 2],
    hold: Option<Id>,
    expires_at: Option<Instant>,
    charged: Charged,
) -> Option<Action> {
    Some(match (kind, wallets, hold, expires_at) {
        ("spend", [from, None], None, None) => Action::Spend { from, charge: charge(charged)? },
        ("hold", [from, None], None, expires_at) => {
            Action::Hold { from, expires_at, charge: charge(charged)? }
        }
        ("settle", [None, None], Some(hold), None) => Action::Settle { hold, came_to: came_to(charged)? },
        ("release", [None, None], Some(hold), None) if matches!(charged, (None, [None, None])) => {
            Action::Release { hold }
        }
        ("transfer", [Some(from), Some(to)], None, None) => {
            Action::Transfer { from, to: Destination::Wallet(to), credits: plain(&charged)? }
        }
        _ => return None,
    })
}

fn charge(charged: Charged) -> Option<Charge> {
    match charged {
        (Some(request), [None, expect]) => Some(Charge::Request { request, expect }),
        plainly => plain(&plainly).map(Charge::Credits),
    }
}

fn came_to(charged: Charged) -> Option<CameTo> {
    match charged {
        (None, [None, None]) => Some(CameTo::All),
        (None, [Some(credits), None]) => Some(CameTo::Credits(credits)),
        (Some(request), [None, None]) => Some(CameTo::Request(request)),
        _ => None,
    }
}

fn plain(charged: &Charged) -> Option<Amount> {
    match charged {
        (None, [Some(credits), None]) => Amount::new(credits.get()),
        _ => None,
    }
}

fn request(rules: &Rules, slots: &[f64]) -> Option<Request> {
    let (model, inputs) = slots.split_first()?;
    numbers::request(rules, usize::try_from(to_u64(*model)).ok()?, &|place| slots::parts(inputs, place))
}

/// Tells a decision in numbers, if it can be.
fn tell(accepted: &Accepted, changes: &str, slots: &mut [f64], texts: Texts) -> Option<Told> {
    let mut answer = Answer { slots: Slots::new(slots), texts };
    answer.accepted(accepted)?;
    let Answer { slots, texts: Texts { mut text, .. } } = answer;
    text.push_str(changes);
    Some(Told { text, slots: Some(slots.told()) })
}

/// A decision on its way.
struct Answer<'s> {
    slots: Slots<'s>,
    texts: Texts,
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
        self.each(&accepted.alerts, Self::alert)?;
        accepted.estimate.as_ref().map_or(Some(()), |estimate| self.estimate(estimate))
    }

    fn each<T>(&mut self, all: &[T], tell: fn(&mut Self, &T) -> Option<()>) -> Option<()> {
        self.slots.place(all.len())?;
        all.iter().try_for_each(|one| tell(self, one))
    }

    fn draw(&mut self, draw: &Draw) -> Option<()> {
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
        self.slots.place(EntryKind::ALL.iter().position(|kind| *kind == entry.kind)?)?;
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
            self.slots.line(line.term, fractions([&line.rate, &line.units, &line.credits]))?;
        }
        Some(())
    }

    fn wallet(&mut self, wallet: &Wallet) -> Option<()> {
        match wallet {
            Wallet::Bank => self.text("", "bank"),
            Wallet::Team(team) => self.text("team:", team.as_str()),
        }
    }

    fn name(&mut self, id: &Id) -> Option<()> {
        self.text("", id.as_str())
    }

    fn maybe(&mut self, text: Option<&str>) -> Option<()> {
        match text {
            Some(text) => self.text("", text),
            None => self.slots.tell(0.0),
        }
    }

    fn text(&mut self, first: &str, second: &str) -> Option<()> {
        let number = self.texts.number(first, second);
        self.slots.tell(number)
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
