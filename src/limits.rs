//! How much of everything there may be.

/// Grants in an account, its teams' shares counted too.
pub(crate) const GRANTS_MAX: usize = 100_000;
pub(crate) const TEAMS_MAX: usize = 10_000;
pub(crate) const MEMBERS_MAX: usize = 100_000;
pub(crate) const HOLDS_MAX: usize = 10_000;
pub(crate) const ALERTS_MAX: usize = 1_000;
pub(crate) const REMEMBERED_MAX: usize = 1_000;
pub(crate) const THRESHOLDS_MAX: usize = 64;
pub(crate) const ROLES_MAX: usize = 100;
pub(crate) const SOURCES_MAX: usize = 100;
pub(crate) const PLANS_MAX: usize = 1_000;
pub(crate) const PACKS_MAX: usize = 1_000;
pub(crate) const MODELS_MAX: usize = 10_000;
pub(crate) const INPUTS_MAX: usize = 64;
/// Bytes of JSON text.
pub(crate) const TEXT_BYTES_MAX: usize = 32 * 1024 * 1024;
pub(crate) const DEPTH_MAX: usize = 64;
/// Prices in one grid.
pub(crate) const GRID_MAX: usize = 1_000_000;
/// Faults that one mistake tells.
pub(crate) const ISSUES_MAX: usize = 100;
