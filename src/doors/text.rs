//! Text in, text out: what the bindings call, and any host that keeps JSON.
//!
//! A refusal is an answer; only a mistake of the caller's is an error.

use core::result::Result::Ok as Fine;

use serde::Serialize;

use super::carry::Carry;
use crate::account::{Account, Asker, Change, Draw, Patch};
use crate::answers::{self, View};
use crate::bursar::Bursar;
use crate::command::{Command, Form};
use crate::create;
use crate::decision::Accepted;
use crate::id::Id;
use crate::json::{self, Dialect, Faults, Place, Tree};
use crate::mistake::{Mistake, MistakeCode};
use crate::price::{self, Payer, Request};
use crate::refusal::Failure;
use crate::rules::Capability;
use crate::time::Instant;

impl Bursar {
    /// Reads and checks an account.
    ///
    /// # Errors
    /// Where the text is no account that an engine with these rules could have written.
    pub fn read_account(&self, account: &str, dialect: Dialect) -> Result<Account, Mistake> {
        // As most are written; what is wrong with any other is found by the general reader.
        if let Some(account) = crate::account::read_canonical(account, self.rules()) {
            return Fine(account);
        }
        read(account, dialect, MistakeCode::InvalidAccount, |place| {
            crate::account::read_account(place, self.rules())
        })
    }

    /// Reads a command.
    ///
    /// # Errors
    /// Where the text is no command.
    pub fn read_command(&self, command: &str, dialect: Dialect) -> Result<Command, Mistake> {
        self.read_form(command, dialect, Form::Command)
    }

    /// Reads a command that is only asked about, and so needs no id.
    ///
    /// # Errors
    /// Where the text is no command.
    pub fn read_draft(&self, draft: &str, dialect: Dialect) -> Result<Command, Mistake> {
        self.read_form(draft, dialect, Form::Draft)
    }

    fn read_form(&self, text: &str, dialect: Dialect, form: Form) -> Result<Command, Mistake> {
        read(text, dialect, MistakeCode::InvalidCommand, |place| Command::read(place, self.rules(), form))
    }

    /// Makes a new account. What is given names its id, the instant, and its product and members
    /// where it has some.
    ///
    /// # Errors
    /// Where that is no account to be.
    pub fn create_text(&self, account: &str, dialect: Dialect) -> Result<(String, Account), Mistake> {
        let (accepted, account) = self.create_from(account, dialect)?;
        Fine((json::write(&accepted), account))
    }

    pub(crate) fn create_from(
        &self,
        account: &str,
        dialect: Dialect,
    ) -> Result<(Accepted, Account), Mistake> {
        read(account, dialect, MistakeCode::InvalidAccount, |place| create::create(place, self.rules()))
    }

    /// Reads the draws of a stored decision, for a refund of it.
    ///
    /// # Errors
    /// Where the text is no list of draws by these rules.
    pub fn read_draws(&self, draws: &str, dialect: Dialect) -> Result<Vec<Draw>, Mistake> {
        read(draws, dialect, MistakeCode::InvalidRequest, |place| {
            crate::account::read_draws(place, self.rules())
        })
    }

    /// What a request costs, as [`Bursar::estimate`] answers it.
    ///
    /// # Errors
    /// Where a text is no request or no payer.
    pub fn estimate_text(
        &self,
        request: &str,
        payer: Option<&str>,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let request = read_request(request, dialect)?;
        let (payer, at) = self.read_payer(payer, dialect)?;
        to_json(self.estimate(&request, &payer).map_err(|failure| failure.at(at)))
    }

    /// What a request costs a held account at an instant, as [`Bursar::estimate_for`] answers it.
    ///
    /// # Errors
    /// Where a text is no request or no instant.
    pub fn estimate_for_text(
        &self,
        account: &mut Account,
        request: &str,
        at: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let request = read_request(request, dialect)?;
        let at = read(at, dialect, MistakeCode::InvalidRequest, read_at)?;
        to_json(self.estimate_for(account, &request, at))
    }

    /// The costs of all combinations, as a list of numbers: `vary` is a list of pairs of an input
    /// and its values.
    ///
    /// # Errors
    /// Where a text is no request, no axes or no payer, or names what there is not.
    pub fn grid_text(
        &self,
        request: &str,
        vary: &str,
        payer: Option<&str>,
        dialect: Dialect,
    ) -> Result<Vec<f64>, Mistake> {
        let request = read_request(request, dialect)?;
        let axes = read(vary, dialect, MistakeCode::InvalidRequest, price::read_axes)?;
        let (payer, _) = self.read_payer(payer, dialect)?;
        self.grid_of_numbers(&request, &axes, &payer)
    }

    /// The table of rates, as [`Bursar::rates`] answers it.
    ///
    /// # Errors
    /// Where the text is no payer, or names what there is not.
    pub fn rates_text(&self, payer: Option<&str>, dialect: Dialect) -> Result<String, Mistake> {
        let (payer, _) = self.read_payer(payer, dialect)?;
        self.rates(&payer).map(|rates| json::write(&rates))
    }

    /// What an account has, as [`Bursar::balance`] answers it.
    ///
    /// # Errors
    /// Where the text is no view.
    pub fn balance_text(
        &self,
        account: &mut Account,
        view: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        to_json(self.balance(account, &read_view(view, dialect)?))
    }

    /// The order of consumption, as [`Bursar::order`] answers it.
    ///
    /// # Errors
    /// Where the text is no view.
    pub fn order_text(&self, account: &mut Account, view: &str, dialect: Dialect) -> Result<String, Mistake> {
        to_json(self.order(account, &read_view(view, dialect)?))
    }

    /// Every limit, as [`Bursar::limits`] answers it.
    ///
    /// # Errors
    /// Where the text is no view.
    pub fn limits_text(
        &self,
        account: &mut Account,
        view: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        to_json(self.limits(account, &read_view(view, dialect)?))
    }

    /// How far the credits reach, as [`Bursar::affordable`] answers it.
    ///
    /// # Errors
    /// Where a text is no request, no input's id or no view.
    pub fn affordable_text(
        &self,
        account: &mut Account,
        request: &str,
        input: &str,
        view: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let request = read_request(request, dialect)?;
        let input = read(input, dialect, MistakeCode::InvalidRequest, read_id)?;
        to_json(self.affordable(account, &request, &input, &read_view(view, dialect)?))
    }

    /// Whether an asker may do something.
    ///
    /// # Errors
    /// Where a text is no asker or no capability.
    pub fn may_text(
        &self,
        account: &Account,
        asker: &str,
        capability: &str,
        dialect: Dialect,
    ) -> Result<bool, Mistake> {
        let asker = read(asker, dialect, MistakeCode::InvalidRequest, crate::account::read_asker)?;
        let capability =
            read(capability, dialect, MistakeCode::InvalidRequest, |place| place.word(&Capability::WORDS))?;
        Fine(self.may(account, &asker, capability))
    }

    /// As much of an account as someone may see, or the refusal of it.
    ///
    /// # Errors
    /// Where the text names no asker or no instant.
    pub fn view_text(&self, account: &mut Account, view: &str, dialect: Dialect) -> Result<String, Mistake> {
        let (at, by) = read(view, dialect, MistakeCode::InvalidRequest, read_glance)?;
        match answers::view_text(self.rules(), account, at, by) {
            Fine(text) => Fine(text),
            Err(Failure::Refused(refused)) => Fine(json::write(&refused)),
            Err(Failure::Mistake(mistake)) => Err(*mistake),
        }
    }

    /// What [`Bursar::apply`] would decide.
    ///
    /// # Errors
    /// Where the text is no command.
    pub fn preview_text(
        &self,
        account: &mut Account,
        draft: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let draft = self.read_draft(draft, dialect)?;
        let decision = self.carry_out(account, &draft, Carry::Preview);
        decided(account, decision)
    }

    /// What a transfer would come to: a draft without its `type`.
    ///
    /// # Errors
    /// Where the text is no transfer.
    pub fn validate_transfer_text(
        &self,
        account: &mut Account,
        transfer: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let draft = read(transfer, dialect, MistakeCode::InvalidCommand, |place| {
            Command::read_transfer(place, self.rules())
        })?;
        to_json(self.preview(account, &draft))
    }

    /// Carries a command out: the account is the next one where the answer is yes.
    ///
    /// # Errors
    /// Where the text is no command, or one that can never be carried out.
    pub fn apply_text(
        &self,
        account: &mut Account,
        command: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let command = self.read_command(command, dialect)?;
        to_json(self.apply(account, &command))
    }

    /// The same, and beside the decision a merge patch (RFC 7386) from the account before to the
    /// account after, as `changes`.
    ///
    /// # Errors
    /// Where the text is no command, or one that can never be carried out.
    pub fn apply_with_changes_text(
        &self,
        account: &mut Account,
        command: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let command = self.read_command(command, dialect)?;
        let decision = self.carry_out(account, &command, Carry::Changes);
        decided(account, decision)
    }

    /// Carries a command out on an account that is handed over as text: the text of the next one,
    /// which is empty where the answer is no, and behind it the decision; how long the former is.
    ///
    /// # Errors
    /// Where a text is no account or no command, or one that can never be carried out.
    #[cfg(all(feature = "js", target_arch = "wasm32", target_os = "unknown"))]
    pub(crate) fn apply_to_text(
        &self,
        account: &str,
        command: &str,
        dialects: (Dialect, Dialect),
    ) -> Result<(String, usize), Mistake> {
        let mut account = self.read_account(account, dialects.0)?;
        let command = self.read_command(command, dialects.1)?;
        let decided = self.apply(&mut account, &command);
        let mut text = if decided.is_ok() { account.to_text() } else { String::new() };
        let bytes = text.len();
        text.push_str(&to_json(decided)?);
        Fine((text, bytes))
    }

    /// Adds entries up.
    ///
    /// # Errors
    /// Where a text is no list of entries or no query.
    pub fn usage_text(
        &self,
        entries: &str,
        query: &str,
        dialects: (Dialect, Dialect),
    ) -> Result<String, Mistake> {
        let query = read(query, dialects.1, MistakeCode::InvalidRequest, answers::read_usage)?;
        let rows =
            read(entries, dialects.0, MistakeCode::InvalidRequest, |place| answers::usage(place, &query))?;
        Fine(json::write(&rows))
    }

    /// Reads for whom a price is worked out, and at which instant where it is an account.
    fn read_payer(&self, payer: Option<&str>, dialect: Dialect) -> Result<(Payer, Instant), Mistake> {
        let Some(text) = payer else { return Fine((Payer::default(), Instant::FIRST)) };
        let faults = Faults::default();
        let tree = json::text::parse(text, dialect, &faults);
        let account = match &tree {
            Some(Tree::Object(entries)) => {
                entries.iter().find(|(key, _)| key == "account").map(|(_, tree)| tree)
            }
            _ => None,
        };
        let Some(account) = account else {
            let payer = tree.as_ref().and_then(|tree| Payer::read(&Place::root(tree, &faults)));
            return faults.finish(payer.map(|payer| (payer, Instant::FIRST)), MistakeCode::InvalidRequest);
        };
        let at = tree.as_ref().and_then(|tree| {
            let root = Place::root(tree, &faults);
            let fields = root.object()?;
            fields.get("account");
            let at = fields.required("at", Place::instant);
            fields.finish();
            at
        });
        let Some(at) = at else { return faults.finish(None, MistakeCode::InvalidRequest) };
        // Where the payer itself is right, what is wrong inside the account is told as by itself.
        let faults = match faults.all_below("/account") {
            Fine(faults) => faults,
            Err(faults) => return faults.finish(None, MistakeCode::InvalidRequest),
        };
        let mut account = match account {
            Tree::Text(text) => self.read_account(text, Dialect::Json)?,
            tree => {
                let account = crate::account::read_account(&Place::root(tree, &faults), self.rules());
                faults.finish(account, MistakeCode::InvalidAccount)?
            }
        };
        let payer = self.payer_of(&mut account, at);
        Fine((payer, at.max(account.as_of())))
    }
}

/// A decision as JSON, and in it what it changed, where that can be taken back.
pub(super) fn decided(
    account: &Account,
    decision: Result<(Accepted, Option<Vec<Change>>), Failure>,
) -> Result<String, Mistake> {
    let (decision, undo) = match decision {
        Fine((accepted, undo)) => (Fine(accepted), undo),
        Err(failure) => (Err(failure), None),
    };
    let mut text = to_json(decision)?;
    if let Some(undo) = undo {
        // The patch is text already: it takes its place before the answer's last brace.
        text.pop();
        text.push_str(r#","changes":"#);
        text.push_str(&Patch::new(account, &undo).to_text());
        text.push('}');
    }
    Fine(text)
}

/// Reads a text whole, telling every fault in it.
pub(super) fn read<T>(
    text: &str,
    dialect: Dialect,
    code: MistakeCode,
    read: impl FnOnce(&Place<'_>) -> Option<T>,
) -> Result<T, Mistake> {
    let faults = Faults::default();
    let tree = json::text::parse(text, dialect, &faults);
    let value = tree.as_ref().and_then(|tree| read(&Place::root(tree, &faults)));
    faults.finish(value, code)
}

fn read_at(place: &Place<'_>) -> Option<Instant> {
    place.instant()
}

fn read_id(place: &Place<'_>) -> Option<Id> {
    place.id()
}

fn read_request(text: &str, dialect: Dialect) -> Result<Request, Mistake> {
    read(text, dialect, MistakeCode::InvalidRequest, Request::read)
}

fn read_view(text: &str, dialect: Dialect) -> Result<View, Mistake> {
    read(text, dialect, MistakeCode::InvalidRequest, View::read)
}

/// Reads when and as whom an account is looked at.
fn read_glance(place: &Place<'_>) -> Option<(Instant, Option<Asker>)> {
    let fields = place.object()?;
    let at = fields.required("at", Place::instant);
    let by = fields.optional("by", crate::account::read_asker);
    fields.finish();
    Some((at?, by))
}

/// An answer or a refusal of a typed door as the JSON that the text doors give.
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let answer = bursar.order(&mut account, &View::new(at).by("bob".parse()?));
/// assert!(to_json(answer)?.starts_with(r#"{"ok":false,"code":"unknown_member","#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where there was nothing to answer, but a mistake.
pub fn to_json(answer: Result<impl Serialize, Failure>) -> Result<String, Mistake> {
    match answer {
        Fine(answer) => Fine(json::write_sized(&answer, json::ANSWER_BYTES)),
        Err(Failure::Refused(refused)) => Fine(json::write(&refused)),
        Err(Failure::Mistake(mistake)) => Err(*mistake),
    }
}
