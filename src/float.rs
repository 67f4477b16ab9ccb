//! Numbers as JavaScript has them. Prices are never worked out in them; they only cross as such.

/// Up to 2^53 − 1 nothing is lost.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "who calls it stays below")]
pub(crate) const fn to_f64(number: u64) -> f64 {
    number as f64
}

/// The same below zero.
pub(crate) const fn negative(number: u64) -> f64 {
    to_f64(number).copysign(-1.0)
}

/// What is no whole number is cut, and what is no number is 0: whoever hands them over hands over neither.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it saturates"
)]
pub(crate) const fn to_u64(number: f64) -> u64 {
    number as u64
}
