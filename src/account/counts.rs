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
pub(crate) struct Counts(Vec<(Window, Count)>);

impl Counts {
    pub(crate) fn get(&self, window: Window) -> Option<Count> {
        self.0.iter().find(|(counted, _)| *counted == window).map(|(_, count)| *count)
    }

    pub(crate) fn windows(&self) -> impl Iterator<Item = Window> {
        self.0.iter().map(|(window, _)| *window)
    }

    /// Puts a count in the place of what stood there, which is given back; none takes it away.
    pub(super) fn replace(&mut self, window: Window, count: Option<Count>) -> Option<Count> {
        let before = self.get(window);
        self.0.retain(|(counted, _)| *counted != window);
        self.0.extend(count.map(|count| (window, count)));
        before
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
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
