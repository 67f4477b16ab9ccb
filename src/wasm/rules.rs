//! What compiled rules answer.

use wasm_bindgen::prelude::*;

use super::thrown::Thrown;
use super::{dialect, held, mailbox};
use crate::{Bursar, Dialect};

/// Compiles the rules that lie in the mailbox: the number by which they are known from here on.
/// Their digest, 64 characters, is left in the outbox.
///
/// `written_from_object` says that JavaScript wrote the text from an object, and no user did.
#[wasm_bindgen]
pub fn compile(rules: usize, written_from_object: bool) -> Result<u32, Thrown> {
    let mut compiled = None;
    mailbox::answer_to(&[Some(rules)], &mut |[rules, ..]| {
        let bursar = Bursar::from_text(rules.unwrap_or_default(), dialect(written_from_object))?;
        let digest = bursar.digest().to_owned();
        compiled = Some(bursar);
        Ok(digest)
    })?;
    compiled.map(held::hold_rules).ok_or_else(Thrown::internal)
}

/// What a request costs, left in the outbox as JSON: how long it is.
#[wasm_bindgen]
pub fn estimate(handle: u32, request: usize, payer: Option<usize>) -> Result<usize, Thrown> {
    let bursar = held::rules(handle)?;
    mailbox::answer_to(&[Some(request), payer], &mut |[request, payer, _]| {
        bursar.estimate_text(request.unwrap_or_default(), payer, Dialect::Object)
    })
}

/// The cost of every combination.
#[wasm_bindgen]
pub fn grid(handle: u32, request: usize, vary: usize, payer: Option<usize>) -> Result<Vec<f64>, Thrown> {
    let bursar = held::rules(handle)?;
    let mut costs = Vec::new();
    mailbox::answer_to(&[Some(request), Some(vary), payer], &mut |[request, vary, payer]| {
        let (request, vary) = (request.unwrap_or_default(), vary.unwrap_or_default());
        costs = bursar.grid_text(request, vary, payer, Dialect::Object)?;
        Ok(String::new())
    })?;
    Ok(costs)
}

/// The table of rates, left in the outbox as JSON: how long it is.
#[wasm_bindgen]
pub fn rates(handle: u32, payer: Option<usize>) -> Result<usize, Thrown> {
    let bursar = held::rules(handle)?;
    mailbox::answer_to(&[payer], &mut |[payer, ..]| bursar.rates_text(payer, Dialect::Object))
}

/// Carries a command out on the account that lies before it in the mailbox. Left in the outbox: the
/// text of the next account, whose length is given back, 0 where the answer is no; and behind it the
/// decision.
#[wasm_bindgen]
pub fn apply_to(
    handle: u32,
    account: usize,
    command: usize,
    written_from_object: bool,
) -> Result<usize, Thrown> {
    let bursar = held::rules(handle)?;
    let mut account_bytes = 0;
    mailbox::answer_to(&[Some(account), Some(command)], &mut |[account, command, _]| {
        let dialects = (dialect(written_from_object), Dialect::Object);
        let (account, command) = (account.unwrap_or_default(), command.unwrap_or_default());
        let (texts, bytes) = bursar.apply_to_text(account, command, dialects)?;
        account_bytes = bytes;
        Ok(texts)
    })?;
    Ok(account_bytes)
}

/// Adds entries up: the rows are left in the outbox as JSON.
#[wasm_bindgen]
pub fn usage(handle: u32, entries: usize, query: usize, written_from_object: bool) -> Result<usize, Thrown> {
    let bursar = held::rules(handle)?;
    mailbox::answer_to(&[Some(entries), Some(query)], &mut |[entries, query, _]| {
        let dialects = (dialect(written_from_object), Dialect::Object);
        bursar.usage_text(entries.unwrap_or_default(), query.unwrap_or_default(), dialects)
    })
}
