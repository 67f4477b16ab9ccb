//! Refusals: matters of credits, prices and rights, told as data.
//!
//! - [`Facts`] are the codes, in order of precedence, each with what it tells,
//! - [`told`] has the fields of each,
//! - [`words`] says them to a person.

mod facts;
mod told;
mod words;

pub use facts::Facts;

use serde::{Serialize, Serializer};

use crate::credits::Credits;
use crate::id::Id;
use crate::mistake::Mistake;
use crate::price::Estimate;
use crate::rules::{Capability, Rules, Window};
use crate::time::Instant;
use crate::wallet::Wallet;

/// Why there is no answer: a refusal, which is a matter of credits, or a mistake of the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The answer is no.
    Refused(Box<Refused>),
    /// There was nothing to answer.
    Mistake(Box<Mistake>),
}

impl Failure {
    /// The same, decided for an instant.
    pub(crate) fn at(mut self, at: Instant) -> Self {
        if let Self::Refused(refused) = &mut self {
            refused.at = at;
        }
        self
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(Box::new(refused))
    }
}

impl From<Mistake> for Failure {
    fn from(mistake: Mistake) -> Self {
        Self::Mistake(Box::new(mistake))
    }
}

impl core::fmt::Display for Failure {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Refused(refused) => f.write_str(&refused.message),
            Self::Mistake(mistake) => mistake.fmt(f),
        }
    }
}

impl core::error::Error for Failure {}

/// A no, with its reason and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// One sentence for a person.
    pub message: String,
    /// The reason; its [`Facts::code`] names it.
    pub facts: Facts,
    /// What would help, best first.
    pub remedies: Vec<Remedy>,
    /// The instant for which it was decided.
    pub at: Instant,
    /// What was to be paid, where that had been worked out.
    pub estimate: Option<Box<Estimate>>,
}

impl Refused {
    /// A refusal that has nothing to do with an account.
    pub(crate) fn outright(facts: Facts, rules: &Rules) -> Self {
        Self {
            message: facts.sentence(rules),
            remedies: facts.remedies_by_rules(rules),
            facts,
            at: Instant::FIRST,
            estimate: None,
        }
    }
}

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            ok: bool,
            code: &'static str,
            message: &'a str,
            facts: &'a Facts,
            remedies: &'a [Remedy],
            at: Instant,
            #[serde(skip_serializing_if = "Option::is_none")]
            estimate: Option<&'a Estimate>,
        }
        Told {
            ok: false,
            code: self.facts.code(),
            message: &self.message,
            facts: &self.facts,
            remedies: &self.remedies,
            at: self.at,
            estimate: self.estimate.as_deref(),
        }
        .serialize(serializer)
    }
}

/// What would help. There may come more kinds of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Remedy {
    /// To take one of these plans.
    #[non_exhaustive]
    Subscribe {
        /// Offered plans, in order of their ids.
        plans: Vec<Id>,
    },
    /// To hand a team what the bank has.
    #[non_exhaustive]
    Transfer {
        /// The bank.
        from: Wallet,
        /// The team's wallet.
        to: Wallet,
        /// How much is missing.
        credits: Credits,
    },
    /// To buy: the cheapest purchase that covers what is missing.
    #[non_exhaustive]
    TopUp {
        /// Which pack.
        pack: Id,
        /// How many.
        quantity: u64,
        /// What they hold.
        credits: Credits,
        /// What they cost.
        price: Money,
    },
    /// To wait.
    #[non_exhaustive]
    Wait {
        /// Until this instant.
        until: Instant,
    },
    /// To ask someone who may do more.
    AskAdmin,
    /// To write to those who sell.
    #[non_exhaustive]
    ContactSales {
        /// Where they are to be reached.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// To ask what it costs now.
    RefreshQuote,
}

/// Money in the currency's minor unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// 999900 is $9,999.00.
    pub amount: u64,
    /// ISO 4217.
    pub currency: String,
}

/// A limit and how much of it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LimitUse {
    /// Whose limit it is.
    pub of: LimitOf,
    /// The member's, the role's or the team's id.
    pub id: Id,
    /// The window in which is counted.
    pub per: Window,
    /// At most so many.
    pub limit: Credits,
    /// So many of them are spent.
    pub spent: Credits,
    /// When the window ends.
    pub resets_at: Instant,
}

/// Whose a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LimitOf {
    /// That of the member's role.
    Role,
    /// The member's own.
    Member,
    /// The team's.
    Team,
}

/// What someone lacks to be allowed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Needs {
    /// A capability that their role does not have.
    Capability(Capability),
    /// It is for the system alone.
    #[serde(serialize_with = "system")]
    System,
}

fn system<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("system")
}

/// Which plan must run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PlanNeeded {
    /// Any.
    Any,
    /// One that is paid.
    Paid,
}
