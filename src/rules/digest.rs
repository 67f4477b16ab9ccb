//! The name of a rulebook: what it says, whatever the order of its keys.

use crate::json::{Tree, canonical};
use crate::sha256::sha256;

/// SHA-256 over the canonical form (RFC 8785), in lower-case hex.
pub(super) fn of(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    canonical::write(tree, &mut text);
    sha256(&text, 32)
}
