//! The name of a rulebook: what it says, whatever the order of its keys.

use core::fmt::Write;

use sha2::{Digest, Sha256};

use crate::json::{Tree, canonical};

/// SHA-256 over the canonical form (RFC 8785), in lower-case hex.
pub(super) fn of(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    canonical::write(tree, &mut text);
    let mut hex = String::new();
    for byte in Sha256::digest(text) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
