//! Texts in and out, through memory that both sides see.
//!
//! The strings of wasm-bindgen would do, but its glue copies them a character at a time;
//! `TextEncoder.encodeInto` writes whole texts straight to where this module reads them.
//! CONTRIBUTING.md has the figures.

use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::thrown::Thrown;

thread_local! {
    /// What JavaScript wrote. It never shrinks between two calls, so that its bytes need not be
    /// cleared each time; what is read of it is said with each call.
    static INBOX: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// The last answer.
    static OUTBOX: RefCell<String> = const { RefCell::new(String::new()) };
}

/// An inbox larger than this is given back once a text fits into one of this size.
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

/// The text of so many bytes that lies in the inbox, with room for more.
pub(super) fn copy(bytes: usize, room: usize) -> Option<String> {
    INBOX.with_borrow(|inbox| {
        let mut copy = String::with_capacity(room);
        copy.push_str(str::from_utf8(inbox.get(..bytes)?).ok()?);
        Some(copy)
    })
}

/// Shows the texts that lie one behind the other in the inbox, each of so many bytes, or none.
pub(super) fn read<const N: usize, T>(
    lengths: [Option<usize>; N],
    show: impl FnOnce([Option<&str>; N]) -> T,
) -> Result<T, Thrown> {
    let (mut show, mut shown) = (Some(show), None);
    show_all(&lengths, &mut |texts| {
        let mut all = [None; N];
        all.iter_mut().zip(texts).for_each(|(text, there)| *text = *there);
        shown = show.take().map(|show| show(all));
    })?;
    shown.ok_or_else(Thrown::internal)
}

/// The part of it that need not be compiled for each answer anew.
fn show_all(lengths: &[Option<usize>], show: &mut dyn FnMut(&[Option<&str>])) -> Result<(), Thrown> {
    INBOX.with_borrow(|inbox| {
        let mut rest = inbox.as_slice();
        let mut texts = Vec::new();
        for length in lengths {
            let Some(length) = length else {
                texts.push(None);
                continue;
            };
            let (bytes, behind) = rest.split_at_checked(*length).ok_or_else(Thrown::internal)?;
            texts.push(Some(str::from_utf8(bytes).map_err(|_| Thrown::internal())?));
            rest = behind;
        }
        show(&texts);
        Ok(())
    })
}
