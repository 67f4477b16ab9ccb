//! Texts as bytes, eight at a time: one by one they take longest, and in wasm most of all.

use core::cmp::Ordering;

/// One in each of eight bytes: times a byte it is that byte eight times.
pub(crate) const EACH: u64 = 0x0101_0101_0101_0101;

/// The high bit of each byte.
pub(crate) const HIGH: u64 = EACH * 0x80;

/// How many bytes come before the first that has its high bit set.
pub(crate) fn bytes_before(mark: u64) -> usize {
    usize::try_from(mark.trailing_zeros() / 8).unwrap_or_default()
}

/// Whether two texts are the same: both ends, and then what lies between them, for names that stand beside
/// each other mostly begin alike.
pub(crate) fn are_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && have_same(one, other)
}

/// The same of texts of one length.
fn have_same(one: &[u8], other: &[u8]) -> bool {
    match (one.split_last_chunk::<8>(), other.split_last_chunk::<8>()) {
        (Some((before, end)), Some((other_before, other_end))) => {
            let are_ends_same = end == other_end && one.first_chunk::<8>() == other.first_chunk();
            are_ends_same
                && match (before.get(8..), other_before.get(8..)) {
                    (Some(between), Some(other_between)) => have_same(between, other_between),
                    // Of up to 16 bytes both ends are all.
                    _ => true,
                }
        }
        _ => are_short_same(one, other),
    }
}

fn are_short_same(one: &[u8], other: &[u8]) -> bool {
    match (one.first_chunk::<4>(), other.first_chunk::<4>()) {
        (Some(first), Some(other_first)) => {
            first == other_first && one.last_chunk::<4>() == other.last_chunk()
        }
        _ => one.iter().eq(other),
    }
}

/// The order of bytes. It is what is asked most of names.
pub(crate) fn compare(mut one: &[u8], mut other: &[u8]) -> Ordering {
    while let (Some((a, behind_a)), Some((b, behind_b))) =
        (one.split_first_chunk::<8>(), other.split_first_chunk::<8>())
    {
        if a != b {
            return u64::from_be_bytes(*a).cmp(&u64::from_be_bytes(*b));
        }
        (one, other) = (behind_a, behind_b);
    }
    one.iter().cmp(other)
}
