//! What varies in a grid.

use super::request::read_value;
use super::value::Value;
use crate::id::Id;
use crate::json::Place;
use crate::limits::GRID_MAX;
use crate::rules::Setting;

/// An input of a grid, and the values that it takes in turn.
#[derive(Clone, Debug)]
pub struct Axis {
    pub(super) input: Id,
    pub(super) values: Vec<Value>,
}

impl Axis {
    /// Values in the order in which the grid is to have them.
    #[must_use]
    pub fn new<V: Into<Value>>(input: Id, values: impl IntoIterator<Item = V>) -> Self {
        Self { input, values: values.into_iter().map(Into::into).collect() }
    }
}

/// Reads the axes of a grid: a list of pairs.
pub(crate) fn read_axes(place: &Place<'_>) -> Option<Vec<Axis>> {
    let axes = place.each(|place| {
        let [input, values] = <[Place<'_>; 2]>::try_from(place.list()?.collect::<Vec<_>>())
            .or_else(|_| place.expected("a pair of an input's id and its values").ok_or(()))
            .ok()?;
        Some(Axis { input: input.id()?, values: values.each(read_value)? })
    })?;
    place.at_most(count(&axes), GRID_MAX, "prices in a grid").then_some(axes)
}

/// How many combinations there are.
pub(super) fn count(axes: &[Axis]) -> usize {
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.values.len()));
    count.unwrap_or(usize::MAX)
}

/// An axis whose values have been looked up: none where this buyer cannot set the input to one.
pub(super) struct ResolvedAxis {
    pub(super) input: usize,
    pub(super) settings: Vec<Option<Setting>>,
}

pub(super) fn size(axes: &[ResolvedAxis]) -> usize {
    axes.iter().map(|axis| axis.settings.len()).product()
}
