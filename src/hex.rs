//! Hashes as text.

use sha2::{Digest, Sha256};

/// The first bytes of a text's SHA-256, in lower-case hex.
pub(crate) fn sha256(text: &str, bytes: usize) -> String {
    let mut hex = String::with_capacity(2 * bytes);
    for byte in Sha256::digest(text).iter().take(bytes) {
        hex.extend([byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0')));
    }
    hex
}
