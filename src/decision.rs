//! What a command came to.

use serde::Serialize;

use crate::account::Draw;
use crate::credits::Credits;
use crate::id::Id;
use crate::json::Yes;
use crate::price::Estimate;
use crate::refusal::Money;
use crate::rules::SourceRef;
use crate::time::Instant;
use crate::wallet::Wallet;

/// A yes: what the command moved, and what it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    pub(crate) ok: Yes,
    /// The instant for which it was decided.
    pub at: Instant,
    /// The account's number of accepted commands afterwards.
    pub seq: u64,
    /// Credits spent, held, moved, bought, granted or given back.
    pub credits: Credits,
    /// What is drawn from where, in order.
    pub draws: Vec<Draw>,
    /// Every movement, what time did on the way included.
    pub entries: Vec<Entry>,
    /// What is to be told to those who watch.
    pub alerts: Vec<AlertTold>,
    /// What the asker could spend afterwards; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spendable: Option<Credits>,
    /// What was to be paid, where a request was priced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Box<Estimate>>,
    /// What a purchase costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The same command was carried out before; nothing changed now.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub replayed: bool,
}

impl Accepted {
    /// An answer in which nothing moved.
    pub(crate) fn nothing(at: Instant, seq: u64) -> Self {
        Self {
            ok: Yes,
            at,
            seq,
            credits: Credits::ZERO,
            draws: Vec::new(),
            entries: Vec::new(),
            alerts: Vec::new(),
            spendable: None,
            estimate: None,
            price: None,
            replayed: false,
        }
    }
}

/// One movement of one grant's credits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// Why they moved.
    pub kind: EntryKind,
    /// When.
    pub at: Instant,
    /// The change of the grant: negative takes, positive gives.
    pub credits: i64,
    /// Where it lies.
    pub wallet: Wallet,
    /// Which grant.
    pub grant: Id,
    /// What kind of credit.
    pub source: SourceRef,
    /// The command that moved them; none where time did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<Id>,
    /// The person who asked, or for whom the system acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// The model that was generated with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Id>,
    /// The hold that was made or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<Id>,
    /// The command's note, or the hold's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// On what a purchase granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bought: Option<Box<Bought>>,
}

/// Why credits moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EntryKind {
    /// They came to be.
    Grant,
    /// They were spent.
    Spend,
    /// They were set aside.
    Hold,
    /// A hold of them ended.
    Release,
    /// They were given back after they had been spent.
    Refund,
    /// They went from one wallet to another.
    Transfer,
    /// They were kept at a renewal.
    Rollover,
    /// They expired, or ended with a plan.
    Lapse,
    /// They were taken back.
    Revoke,
}

impl EntryKind {
    /// All of them: where texts are dear they are known by their places here.
    pub(crate) const WORDS: [(&str, Self); 9] = [
        ("grant", Self::Grant),
        ("spend", Self::Spend),
        ("hold", Self::Hold),
        ("release", Self::Release),
        ("refund", Self::Refund),
        ("transfer", Self::Transfer),
        ("rollover", Self::Rollover),
        ("lapse", Self::Lapse),
        ("revoke", Self::Revoke),
    ];
}

/// What was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Bought {
    /// Which pack.
    pub pack: Id,
    /// How many.
    pub quantity: u64,
    /// What they cost.
    pub price: Money,
}

/// A threshold that was passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AlertTold {
    /// Which alert.
    pub alert: Id,
    /// What was watched: `account`, `member:…` or `team:…`.
    pub watch: String,
    /// Which of its thresholds.
    pub threshold: Credits,
    /// Where spending or balance stands now.
    pub now: Credits,
}
