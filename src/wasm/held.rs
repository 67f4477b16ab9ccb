//! Compiled rules, known to JavaScript by a number.
//!
//! A number is given once and never again, so that one which was let go, or which belonged to an
//! instance of the module that is dead by now, leads nowhere instead of to somebody else's rules.

use core::cell::RefCell;
use std::rc::Rc;

use super::thrown::Thrown;
use crate::Bursar;

#[derive(Default)]
struct Held {
    given: u32,
    /// In order of their numbers, which only rise: looked up by halving. A map would take 8 kB of code.
    bursars: Vec<(u32, Rc<Bursar>)>,
}

impl Held {
    fn place(&self, handle: u32) -> Option<usize> {
        self.bursars.binary_search_by_key(&handle, |(number, _)| *number).ok()
    }
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

/// Keeps rules, and tells their number.
pub(super) fn hold(bursar: Bursar) -> u32 {
    HELD.with_borrow_mut(|held| {
        held.given += 1;
        held.bursars.push((held.given, Rc::new(bursar)));
        held.given
    })
}

/// The rules of that number.
pub(super) fn get(handle: u32) -> Result<Rc<Bursar>, Thrown> {
    HELD.with_borrow(|held| {
        let (_, bursar) = held.bursars.get(held.place(handle)?)?;
        Some(Rc::clone(bursar))
    })
    .ok_or_else(Thrown::internal)
}

/// Drops the rules of that number, if they are still there.
pub(super) fn release(handle: u32) {
    HELD.with_borrow_mut(|held| held.place(handle).map(|place| held.bursars.remove(place)));
}
