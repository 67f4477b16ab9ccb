//! What the inputs of a model were priced at: put into words once somebody looks at it.

use core::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::value::Value;
use crate::id::Id;
use crate::rules::{Input, Model, Setting};

/// Every input of a model as it was priced, in order of their ids.
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
/// let inputs = bursar.estimate(&film, &Payer::default())?.inputs;
/// assert_eq!(inputs.get("seconds"), Some(10.into()));
/// assert_eq!(inputs.iter().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Inputs {
    of: Arc<[Input]>,
    /// By the place of the input.
    set: Vec<Setting>,
}

impl Inputs {
    pub(super) fn new(model: &Model, set: Vec<Setting>) -> Self {
        Self { of: Arc::clone(&model.inputs), set }
    }

    /// Every input, and what it is set to.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, Value)> {
        self.of.iter().zip(&self.set).map(|(input, setting)| (&input.id, value(input, *setting)))
    }

    /// What an input is set to; none where the model has no such input.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Value> {
        self.iter().find(|(input, _)| **input == *id).map(|(_, value)| value)
    }
}

/// A setting as an answer has it.
pub(super) fn value(input: &Input, setting: Setting) -> Value {
    match setting {
        Setting::Flag(flag) => Value::Flag(flag),
        Setting::Number(number) => Value::from(number),
        Setting::Choice(_) => Value::Text(input.key_of(setting)),
    }
}

impl PartialEq for Inputs {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Inputs {}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Inputs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
