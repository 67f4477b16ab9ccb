//! What an account answers that is held here. Those that are handed over with each question are
//! opened, asked and released by the other side: there is one way to ask an account.

use wasm_bindgen::prelude::*;

use super::thrown::Thrown;
use super::{dialect, held, mailbox};
use crate::{Account, Bursar, Dialect, Mistake};

/// Opens the account that lies in the mailbox: the number by which it is known from here on.
#[wasm_bindgen]
pub fn open(rules: u32, account: usize, written_from_object: bool) -> Result<u32, Thrown> {
    let bursar = held::rules(rules)?;
    let mut opened = None;
    mailbox::answer_to(&[Some(account)], &mut |[account, ..]| {
        opened = Some(bursar.read_account(account.unwrap_or_default(), dialect(written_from_object))?);
        Ok(String::new())
    })?;
    opened.map(|account| held::hold_account(bursar, account)).ok_or_else(Thrown::internal)
}

/// Makes a new account and opens it. The decision is left in the outbox; `answered` tells how long
/// it is.
#[wasm_bindgen]
pub fn create(rules: u32, account: usize) -> Result<u32, Thrown> {
    let bursar = held::rules(rules)?;
    let mut created = None;
    mailbox::answer_to(&[Some(account)], &mut |[account, ..]| {
        let (decision, account) = bursar.create_text(account.unwrap_or_default(), Dialect::Object)?;
        created = Some(account);
        Ok(decision)
    })?;
    created.map(|account| held::hold_account(bursar, account)).ok_or_else(Thrown::internal)
}

/// The account as canonical text, left in the outbox.
#[wasm_bindgen]
pub fn text(ledger: u32) -> Result<usize, Thrown> {
    let ledger = held::ledger(ledger)?;
    let text = ledger.account.borrow().to_text();
    Ok(mailbox::answer(text))
}

/// What an account has.
#[wasm_bindgen]
pub fn balance(ledger: u32, view: usize) -> Result<usize, Thrown> {
    ask(ledger, &[view], |bursar, account, [view, ..]| bursar.balance_text(account, view, Dialect::Object))
}

/// The order of consumption.
#[wasm_bindgen]
pub fn order(ledger: u32, view: usize) -> Result<usize, Thrown> {
    ask(ledger, &[view], |bursar, account, [view, ..]| bursar.order_text(account, view, Dialect::Object))
}

/// Every limit that a spend meets.
#[wasm_bindgen]
pub fn limits(ledger: u32, view: usize) -> Result<usize, Thrown> {
    ask(ledger, &[view], |bursar, account, [view, ..]| bursar.limits_text(account, view, Dialect::Object))
}

/// As much of the account as someone may see.
#[wasm_bindgen]
pub fn view(ledger: u32, view: usize) -> Result<usize, Thrown> {
    ask(ledger, &[view], |bursar, account, [view, ..]| bursar.view_text(account, view, Dialect::Object))
}

/// How far the credits reach.
#[wasm_bindgen]
pub fn affordable(ledger: u32, request: usize, input: usize, view: usize) -> Result<usize, Thrown> {
    ask(ledger, &[request, input, view], |bursar, account, [request, input, view]| {
        bursar.affordable_text(account, request, input, view, Dialect::Object)
    })
}

/// What a request costs this account.
#[wasm_bindgen]
pub fn estimate_for(ledger: u32, request: usize, at: usize) -> Result<usize, Thrown> {
    ask(ledger, &[request, at], |bursar, account, [request, at, ..]| {
        bursar.estimate_for_text(account, request, at, Dialect::Object)
    })
}

/// Whether an asker may do something.
#[wasm_bindgen]
pub fn may(ledger: u32, asker: usize, capability: usize) -> Result<bool, Thrown> {
    let answered = ask(ledger, &[asker, capability], |bursar, account, [asker, capability, ..]| {
        let may = bursar.may_text(account, asker, capability, Dialect::Object)?;
        Ok(if may { "yes".to_owned() } else { String::new() })
    })?;
    Ok(answered > 0)
}

/// What a command would come to.
#[wasm_bindgen]
pub fn preview(ledger: u32, draft: usize) -> Result<usize, Thrown> {
    ask(ledger, &[draft], |bursar, account, [draft, ..]| bursar.preview_text(account, draft, Dialect::Object))
}

/// What each of a list of commands would come to, none seeing the others.
#[wasm_bindgen]
pub fn preview_many(ledger: u32, drafts: usize) -> Result<usize, Thrown> {
    ask(ledger, &[drafts], |bursar, account, [drafts, ..]| {
        bursar.preview_many_text(account, drafts, Dialect::Object)
    })
}

/// What a transfer would come to.
#[wasm_bindgen]
pub fn validate_transfer(ledger: u32, transfer: usize) -> Result<usize, Thrown> {
    ask(ledger, &[transfer], |bursar, account, [transfer, ..]| {
        bursar.validate_transfer_text(account, transfer, Dialect::Object)
    })
}

/// Carries a command out, on the account as it is held: beside the decision stands what changed, as
/// a merge patch.
#[wasm_bindgen]
pub fn apply_with_changes(ledger: u32, command: usize) -> Result<usize, Thrown> {
    ask(ledger, &[command], |bursar, account, [command, ..]| {
        bursar.apply_with_changes_text(account, command, Dialect::Object)
    })
}

type Question = fn(&Bursar, &mut Account, [&str; 3]) -> Result<String, Mistake>;

/// Asks an account, and leaves the answer in the outbox: how long it is.
fn ask(ledger: u32, lengths: &[usize], question: Question) -> Result<usize, Thrown> {
    let ledger = held::ledger(ledger)?;
    let mut account = ledger.account.borrow_mut();
    let lengths: Vec<_> = lengths.iter().copied().map(Some).collect();
    mailbox::answer_to(&lengths, &mut |texts| {
        question(&ledger.bursar, &mut account, texts.map(Option::unwrap_or_default))
    })
}
