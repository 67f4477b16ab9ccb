//! Texts in and out, through memory that both sides see.
//!
//! The strings of wasm-bindgen would do, but its glue copies them a character at a time;
//! `TextEncoder.encodeInto` writes whole texts straight to where this module reads them.
//! CONTRIBUTING.md has the figures.

use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::thrown::Thrown;
use crate::Mistake;

thread_local! {
    /// What JavaScript wrote. It never shrinks between two calls, so that its bytes need not be
    /// cleared each time; what is read of it is said with each call.
    static INBOX: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// The last answer.
    static OUTBOX: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A box larger than this is given back once a text fits into one of this size.
const KEPT_BYTES: usize = 64 * 1024;

/// Makes room for so many bytes, keeping what was written to less room before, and tells where.
#[wasm_bindgen]
pub fn reserve(bytes: usize) -> usize {
    INBOX.with_borrow_mut(|inbox| {
        if bytes <= KEPT_BYTES && inbox.len() > KEPT_BYTES {
            *inbox = Vec::new();
        }
        if inbox.len() < bytes {
            inbox.resize(bytes.max(KEPT_BYTES), 0);
        }
        inbox.as_ptr().addr()
    })
}

/// Where the last answer lies.
#[wasm_bindgen]
pub fn outbox() -> usize {
    OUTBOX.with_borrow(|outbox| outbox.as_ptr().addr())
}

/// How long the last answer is.
#[wasm_bindgen]
pub fn answered() -> usize {
    OUTBOX.with_borrow(String::len)
}

/// Leaves an answer in the outbox and tells how long it is.
pub(super) fn answer(text: String) -> usize {
    let bytes = text.len();
    OUTBOX.set(text);
    bytes
}

/// The text of so many bytes that lies in the inbox, with room for more: that of the last answer, where it is
/// enough and not too much.
pub(super) fn copy(bytes: usize, room: usize) -> Option<String> {
    let last = OUTBOX.take();
    let mut copy =
        if (room..=KEPT_BYTES).contains(&last.capacity()) { last } else { String::with_capacity(room) };
    copy.clear();
    INBOX.with_borrow(|inbox| {
        copy.push_str(str::from_utf8(inbox.get(..bytes)?).ok()?);
        Some(copy)
    })
}

/// Texts of the inbox, as many of them as are there.
pub(super) type Texts<'t> = [Option<&'t str>; 3];

/// Shows the texts that lie one behind the other in the inbox, each of so many bytes, or none, and
/// leaves what is answered to them in the outbox: how long it is. What else comes of them is for
/// whoever answers to keep, so that this is compiled once.
pub(super) fn answer_to(
    lengths: &[Option<usize>],
    answer_of: &mut dyn FnMut(Texts<'_>) -> Result<String, Mistake>,
) -> Result<usize, Thrown> {
    let text = INBOX.with_borrow(|inbox| {
        let mut rest = inbox.as_slice();
        let mut texts = Texts::default();
        for (length, text) in lengths.iter().zip(&mut texts) {
            if let Some(length) = length {
                let (bytes, behind) = rest.split_at_checked(*length).ok_or_else(Thrown::internal)?;
                *text = Some(str::from_utf8(bytes).map_err(|_| Thrown::internal())?);
                rest = behind;
            }
        }
        answer_of(texts).map_err(Thrown::from)
    })?;
    Ok(answer(text))
}
