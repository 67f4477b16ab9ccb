//! Many questions at once: one crossing for all of them, one account, none seeing the others.

use core::fmt::Write;
use core::result::Result::Ok as Fine;

use super::text::read;
use crate::account::Account;
use crate::bursar::Bursar;
use crate::command::{Command, Form};
use crate::json::{self, Dialect};
use crate::mistake::{Mistake, MistakeCode};
use crate::refusal::Failure;

impl Bursar {
    /// What each of a list of drafts would come to, as [`Bursar::preview`] answers it: a list in
    /// the same order.
    ///
    /// # Errors
    /// Where one of them is no command, or can never be carried out: its place in the list begins
    /// the path.
    pub fn preview_many_text(
        &self,
        account: &mut Account,
        drafts: &str,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let drafts = read(drafts, dialect, MistakeCode::InvalidCommand, |place| {
            place.each(|place| Command::read(place, self.rules(), Form::Draft))
        })?;
        let mut answers = String::from("[");
        for (place, draft) in drafts.iter().enumerate() {
            if place > 0 {
                answers.push(',');
            }
            answers.push_str(&match self.preview(account, draft) {
                Fine(accepted) => json::write(&accepted),
                Err(Failure::Refused(refused)) => json::write(&refused),
                Err(Failure::Mistake(mistake)) => return Err(within(*mistake, place)),
            });
        }
        answers.push(']');
        Fine(answers)
    }
}

/// A mistake in one of the items, told as one in the list.
fn within(mut mistake: Mistake, place: usize) -> Mistake {
    let issues = mistake.issues.iter_mut().map(|issue| &mut issue.path);
    for path in issues.chain([&mut mistake.path]) {
        let mut whole = String::new();
        // A string takes whatever is written to it.
        _ = write!(whole, "/{place}{path}");
        *path = whole;
    }
    mistake
}
