//! The engine: compiled rules, and what they answer.

use crate::json::Dialect;
use crate::mistake::{Mistake, MistakeCode};
use crate::price::{self, Availability, Axis, Buyer, Estimate, Payer, RateCard, Request};
use crate::refusal::Failure;
use crate::rules::Rules;

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
}
