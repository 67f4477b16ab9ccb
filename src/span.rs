//! Stretches of time, from an instant on until before another.

use crate::rules::Window;
use crate::time::{Civil, Instant};

/// A window that runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) since: Instant,
    pub(crate) until: Instant,
}

/// Those of all windows at an instant, for seeing which of them have turned.
pub(crate) type Spans = [(Window, Span); 4];

impl Span {
    pub(crate) fn contains(self, at: Instant) -> bool {
        (self.since..self.until).contains(&at)
    }

    /// The one of so many milliseconds that runs at an instant, where they follow each other since 1970.
    pub(crate) fn in_steps(step_ms: u64, at: Instant) -> Self {
        let since_ms = at.ms() - at.ms() % step_ms;
        let since = Instant::from_ms(since_ms).unwrap_or(at);
        Self { since, until: since.after(step_ms).unwrap_or(Instant::LAST) }
    }

    /// The calendar's month that runs at an instant.
    pub(crate) fn month(at: Instant) -> Self {
        let (today, _) = Civil::of(at);
        let first = Civil { day: 1, ..today };
        let next = match first.month {
            12 => Civil { year: first.year + 1, month: 1, day: 1 },
            month => Civil { month: month + 1, ..first },
        };
        Self { since: first.at(0).unwrap_or(at), until: next.at(0).unwrap_or(Instant::LAST) }
    }
}
