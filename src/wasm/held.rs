//! What JavaScript knows by a number: compiled rules, and accounts that are held open.
//!
//! A number is given once and never again, so that one which was let go, or which belonged to an
//! instance of the module that is dead by now, leads nowhere instead of to somebody else's credits.

use core::cell::RefCell;
use std::rc::Rc;

use super::thrown::Thrown;
use crate::{Account, Bursar};

/// An account, and the rules it lives by: they stay as long as it does, whoever lets them go.
pub(super) struct Ledger {
    pub(super) bursar: Rc<Bursar>,
    pub(super) account: RefCell<Account>,
}

#[derive(Clone)]
enum Thing {
    Rules(Rc<Bursar>),
    Ledger(Rc<Ledger>),
}

#[derive(Default)]
struct Held {
    given: u32,
    /// In order of their numbers, which only rise: looked up by halving. A map would take 8 kB of code.
    things: Vec<(u32, Thing)>,
}

impl Held {
    fn place(&self, handle: u32) -> Option<usize> {
        self.things.binary_search_by_key(&handle, |(number, _)| *number).ok()
    }
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

fn hold(thing: Thing) -> u32 {
    HELD.with_borrow_mut(|held| {
        held.given += 1;
        held.things.push((held.given, thing));
        held.given
    })
}

fn get(handle: u32) -> Option<Thing> {
    HELD.with_borrow(|held| held.things.get(held.place(handle)?).map(|(_, thing)| thing.clone()))
}

/// Keeps rules, and tells their number.
pub(super) fn hold_rules(bursar: Bursar) -> u32 {
    hold(Thing::Rules(Rc::new(bursar)))
}

/// Keeps an account, and tells its number.
pub(super) fn hold_account(bursar: Rc<Bursar>, account: Account) -> u32 {
    hold(Thing::Ledger(Rc::new(Ledger { bursar, account: RefCell::new(account) })))
}

/// The rules of that number, or those by which the account of that number lives.
pub(super) fn rules(handle: u32) -> Result<Rc<Bursar>, Thrown> {
    match get(handle) {
        Some(Thing::Rules(bursar)) => Ok(bursar),
        Some(Thing::Ledger(ledger)) => Ok(ledger.bursar.clone()),
        None => Err(Thrown::internal()),
    }
}

/// The account of that number.
pub(super) fn ledger(handle: u32) -> Result<Rc<Ledger>, Thrown> {
    match get(handle) {
        Some(Thing::Ledger(ledger)) => Ok(ledger),
        _ => Err(Thrown::internal()),
    }
}

/// Drops what has that number, if it is still there.
pub(super) fn release(handle: u32) {
    // It is dropped only once the list is no longer borrowed.
    drop(HELD.with_borrow_mut(|held| held.place(handle).map(|place| held.things.remove(place))));
}
