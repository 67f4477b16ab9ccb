//! The rules of credits, once: for products that sell generations by AI.
//!
//! Rules, an account and a command in; a decision and the next account out. Everything is JSON or
//! plain Rust; nothing here reads a clock, keeps a file or draws a random number.
//!
//! ```
//! use bursar::{Action, Bursar, Command, Dialect, NewAccount, Request};
//!
//! let rules = r#"{
//!     "schema": 1, "name": "Films", "sources": [{ "id": "daily" }], "fallbackPlan": "free",
//!     "plans": { "free": {
//!         "paid": false, "every": "day", "allowance": { "source": "daily", "credits": 150 }
//!     } },
//!     "models": { "film": {
//!         "inputs": { "seconds": { "type": "number", "of": [5, 10] } },
//!         "price": [{ "rate": 12, "times": ["seconds"] }]
//!     } }
//! }"#;
//! let bursar = Bursar::from_text(rules, Dialect::Json)?;
//! let now = "2026-01-31T12:00:00Z".parse()?;
//! let (_, mut account) = bursar.create(&NewAccount::new("ada".parse()?, now))?;
//!
//! let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
//! let spend = Action::Spend { from: None, charge: film.into() };
//! let spent = bursar.apply(&mut account, &Command::new("job-7".parse()?, now, spend)?)?;
//! assert_eq!((spent.credits, spent.spendable), (120.into(), Some(30.into())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Start at [`Bursar`], what is asked of rules and accounts, and [`Action`], what can be done to an
//! account: each has an example. A server that keeps JSON finds a door for text beside each, such as
//! [`Bursar::apply_text`].
//!
//! The feature `js`, which is on unless `default-features = false`, is the bindings of the npm package. They
//! are built for `wasm32-unknown-unknown` alone; Rust that is built for it and has bindings of its own turns
//! them off.
//!
//! | to find | look in |
//! |---|---|
//! | what a product's owner writes | `rules/`, a file for each part of a rulebook |
//! | what a request costs | `price/` |
//! | what an account holds, how it is read, written and changed | `account/` |
//! | what time does to it: expiry, renewal, rollover, ends | `advance/` |
//! | what a command does | `command/`, and `decide/`, a file for each family |
//! | where credits go that are given back | `giving.rs` |
//! | how spending is counted | `windows.rs` |
//! | what a command came to | `decision.rs` |
//! | questions that change nothing | `answers/` |
//! | why the answer is no | `refusal/`, the codes in order of precedence |
//! | what is wrong with an input | `mistake.rs`, and `json/` for how it is found |
//! | exact numbers | `credits.rs`, `decimal.rs`, `exact.rs`, `fraction.rs`, `ratio.rs` |
//! | the calendar | `time.rs` |
//! | how to get in | `bursar.rs` from Rust, `doors/` by text, `wasm/` from JavaScript |

mod account;
mod advance;
mod answers;
mod bursar;
mod bytes;
mod command;
mod create;
mod credits;
mod decide;
mod decimal;
mod decision;
mod digits;
mod doors;
mod exact;
mod float;
mod fraction;
mod giving;
mod id;
mod json;
mod limits;
mod map;
mod mistake;
mod parse;
mod piece;
mod price;
mod queue;
mod ratio;
mod refusal;
mod rules;
mod sha256;
mod span;
mod time;
mod wallet;
#[cfg(all(feature = "js", target_arch = "wasm32", target_os = "unknown"))]
#[doc(hidden)]
pub mod wasm;
mod whole;
mod wide;
mod windows;
mod work;

pub use account::{Account, Asker, Draw, NextPlan, PlanState, PlanStatus};
pub use answers::{
    Affordable, Balance, Expiring, Limits, Order, Ordered, Renewal, SourceBalance, UsageBy, UsageKey,
    UsageQuery, UsageRow, View, WalletBalance,
};
pub use bursar::Bursar;
pub use command::{Action, Alert, CameTo, Charge, Command, Destination, Ending, Watch, When};
pub use create::NewAccount;
pub use credits::{Amount, Credits};
pub use decimal::Decimal;
pub use decision::{Accepted, AlertTold, Bought, Entry, EntryKind};
pub use doors::to_json;
#[doc(hidden)]
pub use doors::{Carry, Offer, Told};
pub use id::Id;
pub use json::Dialect;
pub use map::Map;
pub use mistake::{Issue, Mistake, MistakeCode};
pub use parse::Malformed;
pub use price::{Axis, Estimate, Exactly, Inputs, Line, Number, Payer, RateCard, RateLine, Request, Value};
pub use refusal::{Facts, Failure, LimitOf, LimitUse, Money, Needs, PlanNeeded, Refused, Remedy};
pub use rules::{Capability, Limit, SourceRef, Window};
pub use time::{Every, Instant};
pub use wallet::Wallet;

/// The README's program, which is run with the examples of these docs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
