//! The rules of credits, once: for products that sell generations by AI.
//!
//! Rules, an account and a command in; a decision and the next account out. Everything is JSON or
//! plain Rust; nothing here reads a clock, keeps a file or draws a random number.
//!
//! | to find | look in |
//! |---|---|
//! | what a product's owner writes | `rules/`, a file for each part of a rulebook |
//! | what a request costs | `price/` |
//! | what an account holds, how it is read, written and changed | `account/` |
//! | what time does to it: expiry, renewal, rollover, ends | `advance/` |
//! | what a command does | `command.rs`, and `decide/`, a file for each family |
//! | where credits go that are given back | `giving.rs` |
//! | how spending is counted | `windows.rs` |
//! | what a command came to | `decision.rs` |
//! | questions that change nothing | `answers/` |
//! | why the answer is no | `refusal/`, the codes in order of precedence |
//! | what is wrong with an input | `mistake.rs`, and `json/` for how it is found |
//! | exact numbers | `credits.rs`, `decimal.rs`, `ratio.rs` |
//! | the calendar | `time.rs` |
//! | how to get in | `bursar.rs` from Rust, `doors/` by text, `wasm/` from JavaScript |

mod account;
mod advance;
mod answers;
mod bursar;
mod command;
mod create;
mod credits;
mod decide;
mod decimal;
mod decision;
mod doors;
mod giving;
mod hex;
mod id;
mod json;
mod limits;
mod mistake;
mod price;
mod ratio;
mod refusal;
mod rules;
mod time;
mod wallet;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm;
mod windows;
mod work;

pub use account::{Account, Asker, Draw, NextPlan, PlanState, PlanStatus};
pub use answers::{
    Affordable, Balance, Expiring, Limits, Order, Ordered, Renewal, SourceBalance, UsageBy, UsageRow, View,
    WalletBalance,
};
pub use bursar::Bursar;
pub use command::Command;
pub use credits::Credits;
pub use decimal::Decimal;
pub use decision::{Accepted, AlertTold, Bought, Entry, EntryKind};
pub use id::Id;
pub use json::Dialect;
pub use mistake::{Issue, Mistake, MistakeCode};
pub use price::{Estimate, Line, Number, Payer, RateCard, RateLine, Request, Value};
pub use refusal::{Facts, Failure, LimitOf, LimitUse, Money, Needs, PlanNeeded, Refused, Remedy};
pub use rules::{Capability, Limit, SourceRef, Window};
pub use time::{Every, Instant};
pub use wallet::Wallet;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
