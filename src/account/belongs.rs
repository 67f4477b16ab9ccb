//! To which rules an account belongs.
//!
//! In Rust it can meet others than those that it was read with. The bindings read it anew for each: there it
//! cannot, and the module does without.

#[cfg(not(all(feature = "js", target_arch = "wasm32", target_os = "unknown")))]
use std::sync::Arc;

use crate::rules::Rules;

/// Whether an account, or draws, can meet other rules than their own.
pub(crate) const MEETS_OTHERS: bool =
    !cfg!(all(feature = "js", target_arch = "wasm32", target_os = "unknown"));

/// The rules of an account: what is kept of sources and of who may manage is theirs.
#[derive(Clone, Debug)]
pub(super) struct Belongs {
    #[cfg(not(all(feature = "js", target_arch = "wasm32", target_os = "unknown")))]
    digest: Arc<str>,
}

#[cfg(not(all(feature = "js", target_arch = "wasm32", target_os = "unknown")))]
impl Belongs {
    pub(super) fn to(rules: &Rules) -> Self {
        Self { digest: Arc::clone(&rules.digest) }
    }

    /// Whether these are the rules, or equal ones.
    pub(super) fn is_to(&self, rules: &Rules) -> bool {
        Arc::ptr_eq(&self.digest, &rules.digest) || self.digest == rules.digest
    }
}

#[cfg(all(feature = "js", target_arch = "wasm32", target_os = "unknown"))]
impl Belongs {
    pub(super) const fn to(_: &Rules) -> Self {
        Self {}
    }

    #[expect(clippy::unused_self, reason = "the same is asked where there is something to know")]
    pub(super) const fn is_to(&self, _: &Rules) -> bool {
        true
    }
}
