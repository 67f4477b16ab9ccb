//! The second model: a naive, readable implementation of the account rules, written from `semantics.md` and `bursar.d.ts`
//! alone, so that the engine can be tested against it. JSON in, JSON out; it shares nothing with the engine.
//!
//! Where the text leaves a choice, CHOICES.md says which was made. `compare` makes two answers comparable, `generate` writes
//! random rules and histories, `priced` random catalogues.
#![allow(
    clippy::pedantic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::float_arithmetic,
    reason = "a second opinion for tests, over JSON that is known to be well-formed: here clarity goes first"
)]
#![allow(dead_code, unreachable_pub, reason = "each test that borrows this model uses its own part of it")]

pub mod account;
mod advance;
mod alerts;
mod asker;
mod balance;
mod book;
#[cfg(test)]
mod checks;
pub mod compare;
mod decide;
mod field;
pub mod generate;
mod giving;
mod grant;
mod merge;
mod order;
mod people;
mod plan;
pub mod price;
pub mod priced;
mod refusal;
mod remedies;
mod rollover;
pub mod rules;
mod spend;
mod subscribe;
pub mod time;
mod transfer;
mod usage;
mod view;
mod windows;

use serde_json::{Value, json};

use account::{Account, read_member};
pub use refusal::Mistake;
use rules::Rules;

/// The rules of one product, and every door of the contract over them.
pub struct Model {
    rules: Rules,
}

impl Model {
    /// The rules are taken to be valid.
    pub fn new(rules: Value) -> Model {
        Model { rules: Rules::read(rules) }
    }

    /// A new account, its fallback plan begun (3.7).
    pub fn create(&self, account: &Value) -> Value {
        let at = field::instant(account, "at").unwrap_or(0);
        let product = self.rules.products.first().cloned().unwrap_or_default();
        let fresh = Account {
            id: field::string(account, "id").unwrap_or_default(),
            product: field::string(account, "product").unwrap_or(product),
            as_of: at,
            members: field::fields(account, "members")
                .into_iter()
                .map(|(id, m)| (id, read_member(&m)))
                .collect(),
            ..Account::default()
        };
        let mut book = book::Book::new(&self.rules, fresh);
        if let Some(fallback) = &self.rules.fallback {
            plan::start(&mut book, at, fallback, None, None, &book::Tag::default());
        }
        let entries: Vec<Value> = book.entries.iter().map(book::Entry::write).collect();
        json!({
            "ok": true, "at": at, "seq": 0, "credits": 0, "draws": [], "entries": entries, "alerts": [],
            "spendable": order::spendable(&self.rules, &book.account, &["bank".into()]),
            "account": book.account.write(),
        })
    }

    /// Decides and carries out; the account afterwards is in the answer.
    pub fn apply(&self, account: &Value, command: &Value) -> Result<Value, Mistake> {
        decide::decide(&self.rules, &Account::read(account), command, false)
    }

    /// What `apply` would decide; persons may wish (7.5).
    pub fn preview(&self, account: &Value, draft: &Value) -> Result<Value, Mistake> {
        decide::decide(&self.rules, &Account::read(account), draft, true)
    }

    pub fn balance(&self, account: &Value, view: &Value) -> Result<Value, Mistake> {
        balance::balance(&self.rules, &Account::read(account), view)
    }

    pub fn order(&self, account: &Value, view: &Value) -> Result<Value, Mistake> {
        balance::order(&self.rules, &Account::read(account), view)
    }

    pub fn limits(&self, account: &Value, view: &Value) -> Result<Value, Mistake> {
        balance::limits(&self.rules, &Account::read(account), view)
    }

    pub fn affordable(
        &self,
        account: &Value,
        request: &Value,
        input: &str,
        view: &Value,
    ) -> Result<Value, Mistake> {
        balance::affordable(&self.rules, &Account::read(account), request, input, view)
    }

    pub fn view(&self, account: &Value, view: &Value) -> Result<Value, Mistake> {
        view::view(&self.rules, &Account::read(account), view)
    }

    /// 8.1: whether an asker may do what a role can allow; one who is not known may nothing.
    pub fn may(&self, account: &Value, asker: &str, capability: &str) -> bool {
        let account = Account::read(account);
        let asker = asker::Asker::read(Some(asker));
        asker.known(&account) && asker.may(&self.rules, &account, capability)
    }

    pub fn usage(&self, entries: &Value, query: &Value) -> Value {
        usage::usage(entries.as_array().map_or(&[], Vec::as_slice), query)
    }

    /// 4.7: for an account at an instant, for a plan and a product, or as a list price. A refusal without an account
    /// bears the instant 0.
    pub fn estimate(&self, request: &Value, payer: Option<&Value>) -> Result<Value, Mistake> {
        let nobody = json!({});
        let payer = payer.unwrap_or(&nobody);
        let first = self.rules.products.first().cloned().unwrap_or_default();
        let (plan, product, at) = match payer.get("account") {
            Some(account) => {
                let mut book = book::Book::new(&self.rules, Account::read(account));
                advance::bring(&mut book, field::instant(payer, "at").unwrap_or(0));
                (book.account.plan.map(|p| p.id), book.account.product, book.account.as_of)
            }
            None => (field::string(payer, "plan"), field::string(payer, "product").unwrap_or(first), 0),
        };
        if let Some(unknown) = plan.as_ref().filter(|p| !self.rules.plans.contains_key(*p)) {
            return refusal::Stop::refuse("unknown_plan", json!({"id": unknown})).answer(at);
        }
        price::estimate(&self.rules, request, plan.as_deref(), &product, true, "invalid_request")
            .or_else(|stop| stop.answer(at))
    }
}
