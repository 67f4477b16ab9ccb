//! The engine: compiled rules, and what they answer.

use crate::account::{Account, Asker, Change, Patch};
use crate::answers::{self, Affordable, Balance, Limits, Order, UsageQuery, UsageRow, View};
use crate::command::Command;
use crate::create::NewAccount;
use crate::credits::Credits;
use crate::decide::{Mode, decide};
use crate::decision::{Accepted, Entry};
use crate::id::Id;
use crate::json::{self, Dialect};
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

    /// Makes a new account, its fallback plan begun. [`NewAccount`] has an example.
    ///
    /// # Errors
    /// Where there cannot be such an account: its product or a role is none of the rules', or nobody
    /// may manage it.
    pub fn create(&self, new: &NewAccount) -> Result<(Accepted, Account), Mistake> {
        // What is checked of it stands where it is read.
        self.create_from(&json::write(new), Dialect::Json)
    }

    /// Names these rules: equal rules, equal digest, whatever the order of their keys.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.rules.digest
    }

    /// What a request costs.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
    /// let estimate = bursar.estimate(&film, &Payer::default())?;
    /// assert_eq!(estimate.cost, 120.into());
    /// let for_account = bursar.estimate(&film, &bursar.payer_of(&mut account, at))?;
    /// assert_eq!(for_account.lines[0].units, "10");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal where the request cannot be had, a mistake where its numbers outgrow what can be
    /// counted exactly.
    pub fn estimate(&self, request: &Request, payer: &Payer) -> Result<Estimate, Failure> {
        let buyer = Buyer::of(payer, &self.rules)?;
        price::estimate(&self.rules, request, &buyer, Availability::Asked).map(|estimate| *estimate)
    }

    /// What a request costs an account at an instant.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
    /// assert_eq!(bursar.estimate_for(&mut account, &film, at)?.cost, 120.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As those of [`Bursar::estimate`]; a refusal is told for that instant.
    pub fn estimate_for(
        &self,
        account: &mut Account,
        request: &Request,
        at: Instant,
    ) -> Result<Estimate, Failure> {
        account.check_is_of(&self.rules)?;
        let payer = self.payer_of(account, at);
        let at = at.max(account.as_of());
        self.estimate(request, &payer).map_err(|failure| failure.at(at))
    }

    /// The table of rates of all models that the payer could use, as a price page shows it.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let rates = bursar.rates(&Payer::default())?;
    /// assert_eq!((rates[0].lines[0].rate.as_str(), rates[0].lines[0].per.as_str()), ("12", "second"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the payer's plan or product is none of these rules'.
    pub fn rates(&self, payer: &Payer) -> Result<Vec<RateCard>, Mistake> {
        Ok(price::rates(&self.rules, &self.buyer(payer)?))
    }

    /// The cost of every combination, the last input varying fastest; none where it cannot be had.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let seconds = Axis::new("seconds".parse()?, [5, 7, 10]);
    /// let grid = bursar.grid(&Request::new("film".parse()?), &[seconds], &Payer::default())?;
    /// assert_eq!(grid, [Some(60.into()), None, Some(120.into())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the model or an input is none of the rules', or there are more than 1,000,000
    /// combinations.
    pub fn grid(
        &self,
        request: &Request,
        axes: &[Axis],
        payer: &Payer,
    ) -> Result<Vec<Option<Credits>>, Mistake> {
        price::grid(&self.rules, request, axes, &self.buyer(payer)?)
    }

    pub(crate) fn grid_of_numbers(
        &self,
        request: &Request,
        axes: &[Axis],
        payer: &Payer,
    ) -> Result<Vec<f64>, Mistake> {
        price::grid_of_numbers(&self.rules, request, axes, &self.buyer(payer)?)
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

    /// The plan and the product for which prices are worked out for an account at an instant. Of an account
    /// of other rules it is those that it has now.
    #[must_use]
    pub fn payer_of(&self, account: &mut Account, at: Instant) -> Payer {
        let mut work = Work::new(&self.rules, account);
        if !work.account.head().closed && work.account.is_of(&self.rules) {
            work.advance(at);
        }
        let plan = work.account.plan().map(|plan| plan.id.clone());
        let product = Some(work.account.head().product.clone());
        account.take_back();
        Payer { plan, product }
    }

    /// What an account has, as far as the asker may see it.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let balance = bursar.balance(&mut account, &View::new(at))?;
    /// assert_eq!((balance.spendable, balance.held), (1_000.into(), 0.into()));
    /// assert_eq!(balance.changes_at, Some("2026-02-28T12:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal where they may not.
    pub fn balance(&self, account: &mut Account, view: &View) -> Result<Balance, Failure> {
        answers::balance(&self.rules, account, view)
    }

    /// Every grant in the order in which it would be consumed.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let order = bursar.order(&mut account, &View::new(at))?;
    /// assert_eq!(order.grants[0].draw.source.id().as_str(), "monthly");
    /// assert!(order.grants[0].usable);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal where the asker may not see it.
    pub fn order(&self, account: &mut Account, view: &View) -> Result<Order, Failure> {
        answers::order(&self.rules, account, view)
    }

    /// Every limit that a spend by this asker meets, and how much of it is used.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let studio = NewAccount::new("studio".parse()?, at)
    ///     .member("ann".parse()?, "boss".parse()?, vec![])
    ///     .member("bob".parse()?, "artist".parse()?, vec![]);
    /// let (_, mut account) = bursar.create(&studio)?;
    /// let limits = bursar.limits(&mut account, &View::new(at).by("bob".parse()?))?;
    /// assert_eq!((limits.limits[0].limit, limits.limits[0].per), (300.into(), Window::Day));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal where the asker may not generate.
    pub fn limits(&self, account: &mut Account, view: &View) -> Result<Limits, Failure> {
        answers::limits(&self.rules, account, view)
    }

    /// The largest value of a number input that this asker could spend on now, limits included.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let (film, seconds) = (Request::new("film".parse()?), "seconds".parse()?);
    /// let most = bursar.affordable(&mut account, &film, &seconds, &View::new(at))?;
    /// assert_eq!((most.value, most.cost), (10.into(), 120.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// assert!(bursar.may(&account, &Asker::Owner, Capability::Billing));
    /// assert!(!bursar.may(&account, &"ann".parse()?, Capability::Billing), "nobody knows an ann");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn may(&self, account: &Account, asker: &Asker, capability: Capability) -> bool {
        answers::may(&self.rules, account, asker, capability)
    }

    /// As much of an account as this asker may see, to hand to their browser: what they ask of it
    /// is decided as on the whole. It is never to be stored.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let seen = bursar.view(&mut account, at, Some(Asker::Owner))?;
    /// assert!(seen.to_text().contains(r#""view":"owner""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal where there is no such asker.
    pub fn view(&self, account: &mut Account, at: Instant, by: Option<Asker>) -> Result<Account, Failure> {
        answers::view(&self.rules, account, at, by)
    }

    /// What [`Bursar::apply`] would decide; and whether a person may wish for what only the system
    /// applies. The account is left as it was.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
    /// let draft = Command::draft(at, Action::Spend { from: None, charge: film.into() })?;
    /// let preview = bursar.preview(&mut account, &draft)?;
    /// assert_eq!((preview.spendable, account.seq()), (Some(880.into()), 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let spend = Action::Spend { from: None, charge: Amount::try_from(1_001)?.into() };
    /// let command = Command::new("job-7".parse()?, at, spend)?;
    /// match bursar.apply(&mut account, &command) {
    ///     Ok(accepted) => println!("{} spent, now store {}", accepted.credits, account.to_text()),
    ///     Err(Failure::Refused(refused)) => {
    ///         assert_eq!(refused.message, "this needs 1,001 credits, and 1,000 can be used: 1 is missing");
    ///         assert_eq!(refused.facts.code(), "insufficient_credits");
    ///     }
    ///     Err(Failure::Mistake(mistake)) => return Err(mistake.into()),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A refusal, which leaves no trace in the account; or a mistake where the command can never be
    /// carried out.
    pub fn apply(&self, account: &mut Account, command: &Command) -> Result<Accepted, Failure> {
        self.apply_with_undo(account, command).map(|(accepted, _)| accepted)
    }

    /// The same, with a merge patch (RFC 7386) from the account before to the account after, as JSON.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let spend = Action::Spend { from: None, charge: Amount::try_from(120)?.into() };
    /// let command = Command::new("job-7".parse()?, at, spend)?;
    /// let (_, changes) = bursar.apply_with_changes(&mut account, &command)?;
    /// assert!(changes.starts_with(r#"{"bank":{"~monthly:1769860800000":{"credits":880}},"#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As those of [`Bursar::apply`].
    pub fn apply_with_changes(
        &self,
        account: &mut Account,
        command: &Command,
    ) -> Result<(Accepted, String), Failure> {
        let (accepted, undo) = self.apply_with_undo(account, command)?;
        Ok((accepted, Patch::new(account, &undo).to_text()))
    }

    /// Adds entries up, of one account or of many: rows in order of their keys.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
    /// let spend = Command::new("job-7".parse()?, at, Action::Spend { from: None, charge: film.into() })?;
    /// let entries = bursar.apply(&mut account, &spend)?.entries;
    ///
    /// let by_model = UsageQuery { by: vec![UsageBy::Model], ..UsageQuery::default() };
    /// let rows = bursar.usage(&entries, &by_model)?;
    /// assert_eq!((rows[0].spent, rows[0].count), (120.into(), 1));
    /// assert!(rows[0].key().eq([(UsageBy::Model, &UsageKey::Name("film".to_owned()))]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where a row comes to more than can be counted.
    pub fn usage(&self, entries: &[Entry], query: &UsageQuery) -> Result<Vec<UsageRow>, Mistake> {
        answers::usage_of(entries, query)
    }

    /// The same, with what would take the changes back.
    pub(crate) fn apply_with_undo(
        &self,
        account: &mut Account,
        command: &Command,
    ) -> Result<(Accepted, Vec<Change>), Failure> {
        if command.id.is_none() {
            let message = "expected the field `id`, found nothing";
            return Err(Mistake::one(MistakeCode::InvalidCommand, "/id", message).into());
        }
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
