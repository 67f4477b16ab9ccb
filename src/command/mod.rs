//! Commands: what an account is asked to do.
//!
//! - [`action`] is what can be asked, as Rust has it,
//! - [`read`] reads it from JSON, and [`write`] writes it so,
//! - what neither door lets through stands in [`faults`].

mod action;
pub(crate) mod faults;
mod read;
mod write;

pub use action::{Action, Alert, CameTo, Charge, Destination, Ending, Watch, When};
pub(crate) use read::{Form, read_note, read_whom};

use serde::Serialize;

use crate::account::{Account, Asker, Member};
use crate::id::Id;
use crate::json;
use crate::mistake::{Issue, Mistake, MistakeCode};
use crate::rules::Limit;
use crate::sha256::sha256;
use crate::time::Instant;

/// A command, or a draft of one that is only asked about and so may lack an id.
///
/// It is made here, or read by [`crate::Bursar::read_command`]; either way it is one that an account
/// can be asked, whatever it then answers.
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
/// let spend = Action::Spend { from: None, charge: film.into() };
/// let command = Command::new("job-7".parse()?, at, spend)?.by(Asker::Owner).note("a trailer")?;
/// let spent = bursar.apply(&mut account, &command)?;
/// assert_eq!(spent.credits, Credits::from(120));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// As JSON it is what it is read from, for a queue or a log:
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let command = Command::new("done-7".parse()?, at, Action::Release { hold: "job-7".parse()? })?;
/// let text = serde_json::to_string(&command)?;
/// assert_eq!(text, r#"{"type":"release","id":"done-7","at":1769860800000,"hold":"job-7"}"#);
/// let release = bursar.read_command(&text, Dialect::Json)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Command {
    pub(crate) id: Option<Id>,
    pub(crate) at: Instant,
    pub(crate) by: Option<Asker>,
    pub(crate) for_whom: Option<Id>,
    pub(crate) note: Option<String>,
    pub(crate) action: Action,
}

impl Command {
    /// A command under a name: the same id and content again changes nothing.
    ///
    /// # Errors
    /// Where no account could be asked this, with every fault.
    pub fn new(id: Id, at: Instant, action: Action) -> Result<Self, Mistake> {
        Self::draft(at, action)?.named(id)
    }

    /// A command without a name, which can be previewed but not applied.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let draft = Command::draft(at, Action::Cancel { ends: Ending::PeriodEnd })?;
    /// bursar.preview(&mut account, &draft)?;
    /// bursar.apply(&mut account, &draft.named("bye".parse()?)?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where no account could be asked this, with every fault.
    pub fn draft(at: Instant, action: Action) -> Result<Self, Mistake> {
        let issues = faults::of(&action);
        match issues.first() {
            None => {
                let action = action.in_one_form();
                Ok(Self { id: None, at, by: None, for_whom: None, note: None, action })
            }
            Some(first) => {
                Err(Mistake { code: MistakeCode::InvalidCommand, path: first.path.clone(), issues })
            }
        }
    }

    /// The same under a name.
    ///
    /// # Errors
    /// Where that is the name of a grant of the engine's own.
    pub fn named(self, id: Id) -> Result<Self, Mistake> {
        let fault = faults::of_id(&id);
        self.unless(fault, "/id", |command| Self { id: Some(id), ..command })
    }

    /// The same, asked by someone. Left out, where there are no members, it is the system.
    #[must_use]
    pub fn by(self, asker: Asker) -> Self {
        Self { by: Some(asker), ..self }
    }

    /// The same, by the system for a person, whom entries name and as whose spending it counts.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let bought = Action::Purchase { pack: "box".parse()?, quantity: 1, consent: None };
    /// let paid = Command::new("payment-3".parse()?, at, bought)?.on_behalf_of("ann".parse()?)?;
    /// let entries = bursar.apply(&mut account, &paid)?.entries;
    /// assert_eq!(entries[0].by, Some("ann".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where that is no person.
    pub fn on_behalf_of(self, person: Id) -> Result<Self, Mistake> {
        let fault = faults::of_whom(&person);
        self.unless(fault, "/for", |command| Self { for_whom: Some(person), ..command })
    }

    /// The same with a note of at most 256 characters, which is copied to the entries. An empty one is none.
    ///
    /// # Errors
    /// Where it is longer.
    pub fn note(self, note: impl Into<String>) -> Result<Self, Mistake> {
        let note = note.into();
        let fault = faults::of_note(&note);
        self.unless(fault, "/note", |command| Self { note: Some(note).filter(|n| !n.is_empty()), ..command })
    }

    fn unless(
        self,
        fault: Option<String>,
        path: &str,
        change: impl FnOnce(Self) -> Self,
    ) -> Result<Self, Mistake> {
        match fault {
            None => Ok(change(self)),
            Some(message) => Err(Mistake::one(MistakeCode::InvalidCommand, path, message)),
        }
    }

    /// The digest of what is to be done: of all but the id, the instant and the note.
    pub(crate) fn digest(&self) -> Box<str> {
        /// As many as most commands take.
        const CONTENT_BYTES: usize = 256;
        #[derive(Serialize)]
        struct Content<'a> {
            by: &'a Asker,
            #[serde(rename = "for")]
            for_whom: &'a Option<Id>,
            action: &'a Action,
        }
        let by = self.by.as_ref().unwrap_or(&Asker::System);
        let content = Content { by, for_whom: &self.for_whom, action: &self.action };
        // Half of the hash tells commands apart as well, and an account remembers many.
        sha256(&json::write_dense(&content, CONTENT_BYTES), 16).into()
    }

    /// The person who asks, or for whom the system acts.
    pub(crate) fn person(&self) -> Option<Id> {
        self.by.as_ref().and_then(Asker::person).or_else(|| self.for_whom.clone())
    }
}

/// A member as a command sets them.
pub(crate) fn member(role: &Id, teams: &[Id], limits: &[Limit], manages: bool) -> Member {
    Member { limits: limits.to_vec(), role: role.clone(), teams: teams.to_vec().into(), manages }
}

/// A command without its asker, in an account that has members, is one that nobody gave.
pub(crate) fn lacks_asker(account: &Account, by: Option<&Asker>) -> bool {
    by.is_none() && !account.members().is_empty()
}
