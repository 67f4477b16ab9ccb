//! Numbers in and out, through slots that both sides see: for what is asked so often that texts
//! would cost more than the answer.

use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::thrown::Thrown;
use super::{held, mailbox};
use crate::float::to_u64;
use crate::{Asker, Carry, Instant, Offer, Told};

/// The texts of a command, and of what it comes to, mostly take no more.
const TEXT_BYTES: usize = 512;

/// How many slots there are.
const SLOTS: usize = 8_192;

thread_local! {
    static NUMBERS: RefCell<Vec<f64>> = RefCell::new(vec![0.0; SLOTS]);
}

/// Where the slots lie, and stay.
#[wasm_bindgen]
pub fn numbers() -> usize {
    NUMBERS.with_borrow(|slots| slots.as_ptr().addr())
}

/// The plans and the products in order of their places, left in the outbox.
#[wasm_bindgen]
pub fn names(handle: u32) -> Result<usize, Thrown> {
    Ok(mailbox::answer(held::rules(handle)?.names_text()))
}

/// The shape of the model that is named in the mailbox, left in the outbox; 0 where there is none.
#[wasm_bindgen]
pub fn shape(handle: u32, model: usize) -> Result<usize, Thrown> {
    let bursar = held::rules(handle)?;
    mailbox::answer_to(&[Some(model)], &mut |[model, ..]| {
        Ok(bursar.shape_text(model.unwrap_or_default()).unwrap_or_default())
    })
}

/// What a part of a price is called, left in the outbox.
#[wasm_bindgen]
pub fn label(handle: u32, model: usize, plan: usize, term: usize) -> Result<usize, Thrown> {
    let bursar = held::rules(handle)?;
    let label = bursar.label(offer(model, plan, 0), term).unwrap_or_default();
    Ok(mailbox::answer(label.to_owned()))
}

/// Works out the price that is asked for in the slots: how many slots the answer takes, or 0 where
/// texts are to be asked. Plans and products are counted from one.
#[wasm_bindgen]
pub fn price(handle: u32, model: usize, plan: usize, product: usize) -> usize {
    let Ok(bursar) = held::rules(handle) else { return 0 };
    NUMBERS
        .with_borrow_mut(|slots| bursar.price_numbers(offer(model, plan, product), slots))
        .unwrap_or_default()
}

/// The same for an account at an instant.
#[wasm_bindgen]
pub fn price_for(ledger: u32, model: usize, at: f64) -> usize {
    let Ok(ledger) = held::ledger(ledger) else { return 0 };
    let price = |slots: &mut Vec<f64>| {
        let at = Instant::from_ms(to_u64(at))?;
        ledger.bursar.price_numbers_for(&mut ledger.account.borrow_mut(), model, at, slots)
    };
    NUMBERS.with_borrow_mut(price).unwrap_or_default()
}

/// The costs of the grid that stands in so many slots; none where texts are to be asked.
#[wasm_bindgen]
pub fn costs(handle: u32, model: usize, plan: usize, product: usize, slots: usize) -> Option<Vec<f64>> {
    let bursar = held::rules(handle).ok()?;
    NUMBERS.with_borrow(|all| bursar.grid_numbers(offer(model, plan, product), all.get(..slots)?))
}

/// Tells what the command that stands in the slots and the mailbox would come to (0), carries it out (1), or
/// carries it out and tells what that changes (2). Given back is how many slots the answer takes, its texts
/// being left in the outbox; below zero, how long the answer is that is left there as JSON; or 0 where texts
/// are to be asked, which nothing has changed for.
#[wasm_bindgen]
pub fn decide(ledger: u32, text: usize, carry: u32) -> i32 {
    let carry = match carry {
        0 => Carry::Preview,
        1 => Carry::Apply,
        _ => Carry::Changes,
    };
    let Ok(ledger) = held::ledger(ledger) else { return 0 };
    let mut account = ledger.account.borrow_mut();
    let Some(text) = mailbox::copy(text, TEXT_BYTES) else { return 0 };
    let told =
        NUMBERS.with_borrow_mut(|slots| ledger.bursar.decide_numbers(&mut account, slots, text, carry));
    let Some(Told { text, slots }) = told else { return 0 };
    let bytes = mailbox::answer(text);
    match slots {
        Some(slots) => i32::try_from(slots).unwrap_or(0),
        // All of the memory is no larger.
        None => i32::try_from(bytes).map_or(0, i32::wrapping_neg),
    }
}

/// What the asker who is named in the mailbox may do, left in the outbox; 0 where that is no asker.
#[wasm_bindgen]
pub fn rights(ledger: u32, asker: usize) -> Result<usize, Thrown> {
    let ledger = held::ledger(ledger)?;
    mailbox::answer_to(&[Some(asker)], &mut |[asker, ..]| {
        let asker: Option<Asker> = asker.and_then(|asker| asker.parse().ok());
        let rights = asker.map(|asker| ledger.bursar.rights_text(&ledger.account.borrow(), &asker));
        Ok(rights.unwrap_or_default())
    })
}

const fn offer(model: usize, plan: usize, product: usize) -> Offer {
    Offer { model, plan: plan.checked_sub(1), product: product.checked_sub(1) }
}
