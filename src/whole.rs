//! Whole numbers of 64 bits, of which decimals, fractions and tables of prices are made.

/// How many trillionths there are in one: as finely as a decimal of the rules can be written.
pub(crate) const TRILLION: u64 = 1_000_000_000_000;

/// The product, unless it may take more than 64 bits: it is never wrong, and sometimes too careful.
#[inline]
pub(crate) fn product(a: u64, b: u64) -> Option<u64> {
    // WebAssembly has no product of 128 bits, by which the standard library would tell.
    (a.leading_zeros() + b.leading_zeros() >= u64::BITS).then(|| a.wrapping_mul(b))
}

/// How often `by` goes into a number, where nothing is left.
#[inline]
pub(crate) fn multiple(number: u64, by: u64) -> Option<u64> {
    if by == 1 {
        return Some(number);
    }
    (number.checked_rem(by)? == 0).then(|| number.checked_div(by))?
}

/// The greatest common divisor; of zero and zero, one.
pub(crate) fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a.max(1)
}
