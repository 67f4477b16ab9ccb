//! What was spent in the running windows.

use serde::{Serialize, Serializer};

use crate::credits::Credits;
use crate::rules::Window;
use crate::time::Instant;

/// What was spent in a window that began then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    pub(crate) credits: Credits,
    pub(crate) since: Instant,
}

/// At most one count for each of the few windows there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    hour: Option<Count>,
    day: Option<Count>,
    month: Option<Count>,
    period: Option<Count>,
}

impl Counts {
    pub(crate) fn get(&self, window: Window) -> Option<Count> {
        match window {
            Window::Hour => self.hour,
            Window::Day => self.day,
            Window::Month => self.month,
            Window::Period => self.period,
        }
    }

    pub(crate) fn windows(&self) -> impl Iterator<Item = Window> {
        Window::WORDS.into_iter().map(|(_, window)| window).filter(|window| self.get(*window).is_some())
    }

    /// Exchanges a count with what stood there; none takes that away.
    pub(super) fn exchange(&mut self, window: Window, count: &mut Option<Count>) {
        let there = match window {
            Window::Hour => &mut self.hour,
            Window::Day => &mut self.day,
            Window::Month => &mut self.month,
            Window::Period => &mut self.period,
        };
        core::mem::swap(there, count);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.windows().next().is_none()
    }
}

/// In the order of the windows' words.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let by_word = [Window::Day, Window::Hour, Window::Month, Window::Period];
        serializer
            .collect_map(by_word.into_iter().filter_map(|window| Some((window.word(), self.get(window)?))))
    }
}
