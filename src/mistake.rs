//! Input that is no rules, no account, no command: a mistake of the caller's.

use core::fmt;

use serde::{Serialize, Serializer};

/// What kind of input was at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MistakeCode {
    /// The rules contradict themselves, or are none.
    InvalidRules,
    /// No engine could have written this account.
    InvalidAccount,
    /// The command is none, or can never be carried out.
    InvalidCommand,
    /// A request, a view or a query is none.
    InvalidRequest,
    /// There is more of something than an engine takes.
    TooLarge,
}

impl MistakeCode {
    /// The name of the code, which never changes.
    ///
    /// ```
    /// use bursar::{Bursar, Dialect};
    /// let mistake = Bursar::from_text("{}", Dialect::Json).unwrap_err();
    /// assert_eq!(mistake.code.word(), "invalid_rules");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InvalidRules => "invalid_rules",
            Self::InvalidAccount => "invalid_account",
            Self::InvalidCommand => "invalid_command",
            Self::InvalidRequest => "invalid_request",
            Self::TooLarge => "too_large",
        }
    }
}

impl Serialize for MistakeCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// One fault, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// A JSON Pointer: `/teams/alpha/grants/g2/credits`.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Everything that was found wrong with an input, at most 100 faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// What kind of input was at fault.
    pub code: MistakeCode,
    /// Where the first fault lies.
    pub path: String,
    /// Every fault.
    pub issues: Vec<Issue>,
}

impl Mistake {
    /// A mistake with one fault.
    pub(crate) fn one(code: MistakeCode, path: impl Into<String>, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        Self { code, path: path.clone(), issues: vec![Issue { path, message }] }
    }
}

/// The first fault, where it lies, and how many more there are.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.issues.first() else {
            return Ok(());
        };
        if !first.path.is_empty() {
            write!(f, "{}: ", crate::json::on_one_line(&first.path, 200))?;
        }
        f.write_str(&first.message)?;
        match self.issues.len() - 1 {
            0 => Ok(()),
            1 => f.write_str(" (and 1 more fault)"),
            more => write!(f, " (and {more} more faults)"),
        }
    }
}

impl core::error::Error for Mistake {}
