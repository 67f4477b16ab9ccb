//! Whether a command is only asked about or carried out, and whether what it changes is told.

use crate::account::{Account, Change};
use crate::bursar::Bursar;
use crate::command::Command;
use crate::decision::Accepted;
use crate::refusal::Failure;

/// What is to come of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// It is only to be known.
    Preview,
    /// It is to be carried out.
    Apply,
    /// And what that changes is to be told as well.
    Changes,
}

impl Bursar {
    /// What a command comes to, and where its changes are to be told, what would take them back.
    pub(super) fn carry_out(
        &self,
        account: &mut Account,
        command: &Command,
        carry: Carry,
    ) -> Result<(Accepted, Option<Vec<Change>>), Failure> {
        let without = |accepted| (accepted, None);
        match carry {
            Carry::Preview => self.preview(account, command).map(without),
            Carry::Apply => self.apply(account, command).map(without),
            Carry::Changes => {
                let (accepted, undo) = self.apply_with_undo(account, command)?;
                Ok((accepted, Some(undo)))
            }
        }
    }
}
