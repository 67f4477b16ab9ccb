//! Compiled rules, known to JavaScript by a number.
//!
//! A number is given once and never again, so that one which was let go, or which belonged to an
//! instance of the module that is dead by now, leads nowhere instead of to somebody else's rules.

use core::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::thrown::Thrown;
use crate::Bursar;

#[derive(Default)]
struct Held {
    given: u32,
    bursars: BTreeMap<u32, Rc<Bursar>>,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

/// Keeps rules, and tells their number.
pub(super) fn hold(bursar: Bursar) -> u32 {
    HELD.with_borrow_mut(|held| {
        held.given += 1;
        held.bursars.insert(held.given, Rc::new(bursar));
        held.given
    })
}

/// The rules of that number.
pub(super) fn get(handle: u32) -> Result<Rc<Bursar>, Thrown> {
    HELD.with_borrow(|held| held.bursars.get(&handle).cloned()).ok_or_else(Thrown::internal)
}

/// Drops the rules of that number, if they are still there.
pub(super) fn release(handle: u32) {
    HELD.with_borrow_mut(|held| held.bursars.remove(&handle));
}
