//! What the inputs of a request are set to.

use core::fmt;
use std::borrow::Cow;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::inputs::value;
use super::value::Value;
use crate::id::Id;
use crate::map::Map;
use crate::rules::{Input, Setting};

/// By name, as requests are written; or by place, as a host hands them over that knows the model.
#[derive(Clone)]
pub(crate) enum Given {
    Named(Map<Id, Value>),
    Placed(Placed),
}

/// The inputs of a model, and to what each is set; none where it is left out. What it is set to is a value of
/// its kind, though maybe none that it allows.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(super) of: Arc<[Input]>,
    pub(super) set: Vec<Option<Setting>>,
}

impl Given {
    /// All of it by name.
    pub(super) fn named(&self) -> Cow<'_, Map<Id, Value>> {
        match self {
            Self::Named(named) => Cow::Borrowed(named),
            Self::Placed(placed) => {
                Cow::Owned(placed.values().map(|(id, value)| (id.clone(), value)).collect())
            }
        }
    }

    /// Sets one of them by name.
    pub(super) fn set(&mut self, id: Id, value: Value) {
        let mut named = self.named().into_owned();
        named.insert(id, value);
        *self = Self::Named(named);
    }
}

impl Placed {
    /// In order of the ids.
    fn values(&self) -> impl Iterator<Item = (&Id, Value)> {
        let all = self.of.iter().zip(&self.set);
        all.filter_map(|(input, setting)| Some((&input.id, value(input, (*setting)?))))
    }
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        self.named() == other.named()
    }
}

impl Eq for Given {}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.named().fmt(f)
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Named(named) => named.serialize(serializer),
            Self::Placed(placed) => serializer.collect_map(placed.values()),
        }
    }
}
