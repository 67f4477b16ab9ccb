//! Hashes as text.

use core::fmt::Write;

use sha2::{Digest, Sha256};

/// The first bytes of a text's SHA-256, in lower-case hex.
pub(crate) fn sha256(text: &str, bytes: usize) -> String {
    let mut hex = String::with_capacity(2 * bytes);
    for byte in Sha256::digest(text).iter().take(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
