//! The engine: compiled rules, and what they answer.

use crate::account::{Account, Asker, Change, merge_patch};
use crate::answers::{self, Affordable, Balance, Limits, Order, View};
use crate::command::Command;
use crate::decide::{Mode, decide};
use crate::decision::Accepted;
use crate::id::Id;
use crate::json::Dialect;
use crate::mistake::{Mistake, MistakeCode};
use crate::price::{self, Availability, Axis, Buyer, Estimate, Payer, RateCard, Request};
use crate::refusal::Failure;
use crate::rules::{Capability, Rules};
use crate::time::Instant;
use crate::work::Work;

/// Rules, compiled once, that answer whatever is asked of them.
///
/// It keeps nothing between calls: no clock, no storage, no randomness.
#[derive(Debug)]
pub struct Bursar {
    rules: Rules,
}

impl Bursar {
    /// Compiles a rulebook.
    ///
    /// ```
    /// use bursar::{Bursar, Dialect};
    /// let rules = r#"{ "schema": 1, "name": "Sketch", "sources": [] }"#;
    /// assert!(Bursar::from_text(rules, Dialect::Json).is_ok());
    /// let mistake = Bursar::from_text(r#"{ "schema": 2, "name": "Sketch" }"#, Dialect::Json).unwrap_err();
    /// assert_eq!(mistake.path, "/schema");
    /// assert_eq!(mistake.issues.len(), 2);
    /// ```
    ///
    /// # Errors
    /// Where the text is no rulebook: with every fault in it and its place.
    pub fn from_text(rules: &str, dialect: Dialect) -> Result<Self, Mistake> {
        Rules::read(rules, dialect).map(|rules| Self { rules })
    }

    /// Names these rules: equal rules, equal digest, whatever the order of their keys.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.rules.digest
    }

    /// What a request costs.
    ///
    /// ```
    /// use bursar::{Bursar, Dialect, Payer, Request};
    /// let rules = r#"{
    ///   "schema": 1, "name": "Films", "sources": [],
    ///   "models": { "film": {
    ///     "inputs": { "seconds": { "type": "number", "of": [5, 10] } },
    ///     "price": [{ "rate": 12, "times": ["seconds"] }]
    ///   } }
    /// }"#;
    /// let bursar = Bursar::from_text(rules, Dialect::Json)?;
    /// let estimate = bursar.estimate(&Request::new("film").with("seconds", 10), &Payer::default())?;
    /// assert_eq!(estimate.cost.get(), 120);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal where the request cannot be had, a mistake where its numbers outgrow what can be
    /// counted exactly.
    pub fn estimate(&self, request: &Request, payer: &Payer) -> Result<Estimate, Failure> {
        let buyer = Buyer::of(payer, &self.rules)?;
        price::estimate(&self.rules, request, &buyer, Availability::Asked)
    }

    /// The table of rates of all models that the payer could use, as a price page shows it.
    ///
    /// # Errors
    /// Where the payer's plan or product is none of these rules'.
    pub fn rates(&self, payer: &Payer) -> Result<Vec<RateCard>, Mistake> {
        Ok(price::rates(&self.rules, &self.buyer(payer)?))
    }

    pub(crate) fn grid_over(
        &self,
        request: &Request,
        axes: &[Axis],
        payer: &Payer,
    ) -> Result<Vec<f64>, Mistake> {
        price::grid(&self.rules, request, axes, &self.buyer(payer)?)
    }

    /// The buyer where there is no refusing, only mistakes.
    fn buyer(&self, payer: &Payer) -> Result<Buyer<'_>, Mistake> {
        Buyer::of(payer, &self.rules).map_err(|failure| match failure {
            Failure::Mistake(mistake) => *mistake,
            Failure::Refused(refused) => Mistake::one(MistakeCode::InvalidRequest, "/plan", refused.message),
        })
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The plan and the product for which prices are worked out for an account at an instant.
    #[must_use]
    pub fn payer_of(&self, account: &mut Account, at: Instant) -> Payer {
        let mut work = Work::new(&self.rules, account);
        if !work.account.head().closed {
            work.advance(at);
        }
        let plan = work.account.plan().map(|plan| plan.id.clone());
        let product = Some(work.account.head().product.clone());
        account.take_back();
        Payer { plan, product }
    }

    /// What an account has, as far as the asker may see it.
    ///
    /// # Errors
    /// A refusal where they may not.
    pub fn balance(&self, account: &mut Account, view: &View) -> Result<Balance, Failure> {
        answers::balance(&self.rules, account, view)
    }

    /// Every grant in the order in which it would be consumed.
    ///
    /// # Errors
    /// A refusal where the asker may not see it.
    pub fn order(&self, account: &mut Account, view: &View) -> Result<Order, Failure> {
        answers::order(&self.rules, account, view)
    }

    /// Every limit that a spend by this asker meets, and how much of it is used.
    ///
    /// # Errors
    /// A refusal where the asker may not generate.
    pub fn limits(&self, account: &mut Account, view: &View) -> Result<Limits, Failure> {
        answers::limits(&self.rules, account, view)
    }

    /// The largest value of a number input that this asker could spend on now, limits included.
    ///
    /// # Errors
    /// The refusal that a spend of the least would get, where not even that can be paid.
    pub fn affordable(
        &self,
        account: &mut Account,
        request: &Request,
        input: &Id,
        view: &View,
    ) -> Result<Affordable, Failure> {
        answers::affordable(&self.rules, account, request, input, view)
    }

    /// Whether an asker may do something.
    #[must_use]
    pub fn may(&self, account: &Account, asker: &Asker, capability: Capability) -> bool {
        answers::may(&self.rules, account, asker, capability)
    }

    /// As much of an account as this asker may see, to hand to their browser: what they ask of it
    /// is decided as on the whole. It is never to be stored.
    ///
    /// # Errors
    /// A refusal where there is no such asker.
    pub fn view(&self, account: &mut Account, at: Instant, by: Option<Asker>) -> Result<Account, Failure> {
        answers::view(&self.rules, account, at, by)
    }

    /// What [`Bursar::apply`] would decide; and whether a person may wish for what only the system
    /// applies. The account is left as it was.
    ///
    /// # Errors
    /// A refusal, or a mistake where the command can never be carried out.
    pub fn preview(&self, account: &mut Account, draft: &Command) -> Result<Accepted, Failure> {
        let decided = decide(&self.rules, account, draft, Mode::Preview);
        account.take_back();
        decided
    }

    /// Carries a command out: where the answer is yes, the account is the next one.
    ///
    /// ```
    /// use bursar::{Bursar, Dialect};
    /// let bursar = Bursar::from_text(
    ///     r#"{ "schema": 1, "name": "Sketch", "sources": [{ "id": "gift" }] }"#,
    ///     Dialect::Json,
    /// )?;
    /// let (_, mut account) = bursar.create_text(r#"{ "id": "a", "at": 0 }"#, Dialect::Json)?;
    /// let gift = r#"{ "type": "grant", "id": "g1", "at": 0, "source": "gift", "credits": 10 }"#;
    /// let accepted = bursar.apply(&mut account, &bursar.read_command(gift, Dialect::Json)?)?;
    /// assert_eq!(accepted.spendable.map(|credits| credits.get()), Some(10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal, which leaves no trace in the account; or a mistake where the command can never be
    /// carried out.
    pub fn apply(&self, account: &mut Account, command: &Command) -> Result<Accepted, Failure> {
        self.apply_with_undo(account, command).map(|(accepted, _)| accepted)
    }

    /// The same, with a merge patch (RFC 7386) from the account before to the account after.
    pub(crate) fn apply_with_changes(
        &self,
        account: &mut Account,
        command: &Command,
    ) -> Result<(Accepted, serde_json::Value), Failure> {
        let (accepted, undo) = self.apply_with_undo(account, command)?;
        Ok((accepted, merge_patch(account, undo)))
    }

    fn apply_with_undo(
        &self,
        account: &mut Account,
        command: &Command,
    ) -> Result<(Accepted, Vec<Change>), Failure> {
        let decided = decide(&self.rules, account, command, Mode::Apply);
        match decided {
            Ok(accepted) => Ok((accepted, account.commit())),
            Err(failure) => {
                account.take_back();
                Err(failure)
            }
        }
    }
}
