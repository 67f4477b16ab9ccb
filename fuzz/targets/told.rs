//! What the engine tells obeys the laws of its messages.

#[path = "../../tests/common/laws.rs"]
#[allow(dead_code, reason = "the tests need more of them")]
mod laws;

use bursar::{Failure, Mistake};

/// Panics where a mistake is told badly.
pub fn mistake(mistake: &Mistake) {
    laws::mistake(mistake);
    for issue in &mistake.issues {
        assert!(is_pointer(&issue.path), "no JSON Pointer: {issue:?}");
    }
}

/// The same for a refusal.
pub fn failure(failure: &Failure) {
    match failure {
        Failure::Refused(refused) => laws::message(&refused.message),
        Failure::Mistake(told) => mistake(told),
    }
}

/// RFC 6901: nothing, or keys that each have a `/` before them, with `~` only in `~0` and `~1`.
fn is_pointer(path: &str) -> bool {
    (path.is_empty() || path.starts_with('/'))
        && path.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}
