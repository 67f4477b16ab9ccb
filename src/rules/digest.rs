//! The name of a rulebook: what it says, whatever the order of its keys.

use crate::hex;
use crate::json::{Tree, canonical};

/// SHA-256 over the canonical form (RFC 8785), in lower-case hex.
pub(super) fn of(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    canonical::write(tree, &mut text);
    hex::sha256(&text, 32)
}
