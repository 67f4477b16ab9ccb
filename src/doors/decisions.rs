//! Everyday commands and what they come to, in numbers and one short text each way.
//!
//! What comes through here is plainly a command; everything else is for the text doors, which say what
//! is wrong with it. No rule stands here: what was read is decided by [`Bursar::preview`] and
//! [`Bursar::apply`], and what they answer is told.

use super::accepted::{Told, tell};
use super::carry::Carry;
use super::slots;
use super::text::decided;
use super::texts::{TEXTS, Texts};
use crate::account::{Account, Asker, Patch};
use crate::bursar::Bursar;
use crate::command::{Action, CameTo, Charge, Command, Destination, faults};
use crate::credits::{Amount, Credits};
use crate::float::to_u64;
use crate::id::{DRAFT, Id};
use crate::price::Request;
use crate::price::numbers;
use crate::rules::Rules;
use crate::time::Instant;
use crate::wallet::Wallet;

#[doc(hidden)]
impl Bursar {
    /// What a command comes to, or would come to. `pkg/src/draft.ts` puts it into slots and a text. 0 stands
    /// for what is missing, all else is one more than it is:
    ///
    /// - where each of its texts stands: at which byte, times 4,096, and how many bytes it takes. These are
    ///   the type, the id, or `~draft` of what has none, who asks and for whom, the wallets from and to, the
    ///   hold, the note, the model,
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
        if let Ok((accepted, undo)) = &decision {
            let patch = undo.as_ref().map(|undo| Patch::new(account, undo));
            if let Some(told) = tell(accepted, patch.as_ref(), slots, texts) {
                return Some(told);
            }
        }
        // A mistake is found again, with all others, where texts are read.
        decided(account, decision).ok().map(|text| Told { text, slots: None })
    }
}

/// How many numbers there are behind the texts.
const NUMBERS: usize = 4;

/// The command that stands in slots and texts, if it is plainly one.
fn command(rules: &Rules, slots: &[f64], texts: &Texts) -> Option<Command> {
    let [kind, id, by, for_whom, from, to, hold, note, model] = texts.given()?;
    let (numbers, behind) = slots.get(TEXTS..)?.split_first_chunk::<NUMBERS>()?;
    let [at, credits, expect, expires_at] = numbers.map(|number| to_u64(number).checked_sub(1));

    // All is read before any of it is judged, so that what was read is dropped in one place.
    let id = id.filter(|id| *id != DRAFT);
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
    let note = short.filter(|note| !note.is_empty()).map(str::to_owned);
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
            Action::Transfer { from, to: Destination::Wallet(to), credits: moved(&charged)? }
        }
        _ => return None,
    })
}

fn charge(charged: Charged) -> Option<Charge> {
    match charged {
        (Some(request), [None, expect]) => Some(Charge::Request { request, expect }),
        (None, [Some(credits), None]) => Some(Charge::Credits(credits)),
        _ => None,
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

fn moved(charged: &Charged) -> Option<Amount> {
    match charged {
        (None, [Some(credits), None]) => Amount::new(credits.get()),
        _ => None,
    }
}

fn request(rules: &Rules, slots: &[f64]) -> Option<Request> {
    let (model, inputs) = slots.split_first()?;
    numbers::request(rules, usize::try_from(to_u64(*model)).ok()?, &|place| slots::parts(inputs, place))
}
