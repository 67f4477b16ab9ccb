//! Instants, and the calendar that periods are counted by.

use core::fmt;
use core::num::NonZero;

use serde::{Serialize, Serializer};

/// Milliseconds since 1970 began in Greenwich, from 0 to 8,640,000,000,000,000.
///
/// ```
/// use bursar::Instant;
/// let day: Instant = "1970-01-02T00:00:00Z".parse()?;
/// assert_eq!(day, Instant::try_from(86_400_000)?);
/// # Ok::<(), bursar::Malformed>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(
    /// One more than its milliseconds: so one that may be missing takes no more room.
    NonZero<u64>,
);

/// The last instant that JavaScript has.
const LAST_MS: u64 = 8_640_000_000_000_000;

/// What an instant may be, for the sentences that say so.
pub(crate) const ALLOWED: &str = "epoch milliseconds from 0 to 8640000000000000, \
    or an RFC 3339 date and time with its offset, such as `2026-01-31T12:00:00Z`";

pub(crate) const HOUR_MS: u64 = 3_600_000;
pub(crate) const DAY_MS: u64 = 24 * HOUR_MS;

impl Instant {
    /// Where time begins.
    pub const FIRST: Self = Self(NonZero::<u64>::MIN);
    /// The last instant that there is.
    pub const LAST: Self = Self(Self::FIRST.0.saturating_add(LAST_MS));

    /// The instant so many milliseconds after 1970 began, unless it lies past the last one.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Option<Self> {
        if ms <= LAST_MS { Some(Self(Self::FIRST.0.saturating_add(ms))) } else { None }
    }

    /// Its milliseconds.
    #[must_use]
    pub const fn ms(self) -> u64 {
        self.0.get() - 1
    }

    /// So much later, unless that lies past the last instant.
    #[must_use]
    pub fn after(self, ms: u64) -> Option<Self> {
        self.ms().checked_add(ms).and_then(Self::from_ms)
    }

    /// Reads an RFC 3339 date and time with its offset: at most milliseconds, no leap second.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once(['T', 't'])?;
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let civil = Civil::new(year, month, day)?;

        let zone_starts = rest.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = rest.split_at_checked(zone_starts)?;
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
        let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let ms = match fraction.len() {
            digits @ 1..=3 => digits_of(fraction)?.checked_mul([100, 10, 1].get(digits - 1).copied()?)?,
            _ => return None,
        };
        let local_ms = civil.days().checked_mul(DAY_MS)?
            + u64::from(hour) * HOUR_MS
            + u64::from(minute) * 60_000
            + u64::from(second) * 1_000
            + u64::from(ms);
        let (ahead, offset_ms) = offset(zone)?;
        let ms = if ahead { local_ms.checked_sub(offset_ms) } else { local_ms.checked_add(offset_ms) };
        // `local_ms` counts from the year 0.
        Self::from_ms(ms?.checked_sub(EPOCH_DAYS * DAY_MS)?)
    }
}

impl Default for Instant {
    fn default() -> Self {
        Self::FIRST
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Instant").field(&self.ms()).finish()
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.ms())
    }
}

/// Whether the offset lies ahead of Greenwich, and by how much.
fn offset(zone: &str) -> Option<(bool, u64)> {
    if zone.eq_ignore_ascii_case("z") {
        return Some((true, 0));
    }
    let (sign, clock) = zone.split_at_checked(1)?;
    let [hours, minutes] = numbers(clock, ':', [2, 2])?;
    let ms = u64::from(hours) * HOUR_MS + u64::from(minutes) * 60_000;
    (hours <= 23 && minutes <= 59).then_some((sign == "+", ms))
}

/// Numbers of so many digits each, parted by `separator`.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        *number = digits_of(part)?;
    }
    parts.next().is_none().then_some(numbers)
}

fn digits_of(text: &str) -> Option<u32> {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits { text.parse().ok() } else { None }
}

/// Days from the first of January of the year 0 to that of 1970.
const EPOCH_DAYS: u64 = 719_528;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: u32,
    /// 1 to 12.
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl Civil {
    pub(crate) fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The day, or the month's last where it lacks that one.
    pub(crate) fn clamped(year: u32, month: u32, day: u32) -> Self {
        let day = day.min(days_in_month(year, month));
        Self { year, month, day }
    }

    /// Days since the year 0 began.
    pub(crate) fn days(self) -> u64 {
        let year = u64::from(self.year);
        // Years before this one that are leap years, the year 0 being one.
        let leaps = if year == 0 {
            0
        } else {
            let past = year - 1;
            past / 4 - past / 100 + past / 400 + 1
        };
        let months: u32 = (1..self.month).map(|month| days_in_month(self.year, month)).sum();
        year * 365 + leaps + u64::from(months + self.day) - 1
    }

    /// The day on which an instant falls, and the milliseconds since it began.
    pub(crate) fn of(instant: Instant) -> (Self, u64) {
        let days = instant.ms() / DAY_MS + EPOCH_DAYS;
        // A year is at most 366 days long, and on average 365.2425: the guess is never too late.
        let mut year = u32::try_from(days * 400 / 146_097).unwrap_or(u32::MAX);
        let begins = |year| Self { year, month: 1, day: 1 }.days();
        while begins(year) > days {
            year -= 1;
        }
        while begins(year + 1) <= days {
            year += 1;
        }
        let mut rest = u32::try_from(days - begins(year)).unwrap_or(0);
        let mut month = 1;
        while rest >= days_in_month(year, month) {
            rest -= days_in_month(year, month);
            month += 1;
        }
        let day = rest + 1;
        (Self { year, month, day }, instant.ms() % DAY_MS)
    }

    /// The instant so many milliseconds into this day, unless it lies outside of time.
    pub(crate) fn at(self, ms: u64) -> Option<Instant> {
        let days = self.days().checked_sub(EPOCH_DAYS)?;
        Instant::from_ms(days.checked_mul(DAY_MS)?.checked_add(ms)?)
    }
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// How long a plan's period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Every {
    /// A day of 24 hours.
    Day,
    /// A calendar month; a day that it lacks becomes its last.
    Month,
    /// A calendar year; the 29th of February becomes the 28th where there is none.
    Year,
}

impl Every {
    /// The instant `count` periods after `start`, unless it lies past the last one.
    ///
    /// Counted from the start and not from one renewal to the next, so that the 31st stays the 31st.
    #[must_use]
    pub fn after(self, start: Instant, count: u64) -> Option<Instant> {
        match self {
            Self::Day => start.after(count.checked_mul(DAY_MS)?),
            Self::Month => months_after(start, count),
            Self::Year => months_after(start, count.checked_mul(12)?),
        }
    }

    /// How many whole periods lie between `start` and `until`.
    pub(crate) fn between(self, start: Instant, until: Instant) -> u64 {
        let length_ms = match self {
            Self::Day => DAY_MS,
            Self::Month => 31 * DAY_MS,
            Self::Year => 366 * DAY_MS,
        };
        // No period is longer than that, so the guess is never too late; the search is short.
        let gap = until.ms().saturating_sub(start.ms());
        let mut low = gap / length_ms;
        let mut high = gap / (length_ms / 31 * 27).max(DAY_MS) + 1;
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.after(start, middle).is_some_and(|instant| instant <= until) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }
}

fn months_after(start: Instant, count: u64) -> Option<Instant> {
    let (civil, ms) = Civil::of(start);
    let months = (u64::from(civil.year) * 12 + u64::from(civil.month - 1)).checked_add(count)?;
    let year = u32::try_from(months / 12).ok().filter(|year| *year <= 300_000)?;
    let month = u32::try_from(months % 12).ok()? + 1;
    Civil::clamped(year, month, civil.day).at(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap_or_else(|| panic!("no instant: {text}"))
    }

    #[test]
    fn reads_rfc_3339() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.001Z", 1),
            ("1970-01-01T00:00:00.1Z", 100),
            ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T23:00:00-01:00", 0),
            ("2026-01-31T12:00:00z", 1_769_860_800_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
        ] {
            assert_eq!(Instant::parse(text).map(Instant::ms), Some(ms), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_instant() {
        for text in [
            "",
            "2026-01-31",
            "2026-01-31T12:00:00",
            "2026-02-30T12:00:00Z",
            "2026-13-01T12:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T23:59:60Z",
            "2026-01-31T12:00:00.1234Z",
            "2026-01-31T12:00:00.Z",
            "2026-01-31T12:00Z",
            "2026-1-31T12:00:00Z",
            "2026-01-31 12:00:00Z",
            "2026-01-31T12:00:00+1:00",
            "2026-01-31T12:00:00+24:00",
            "2026-01-31T12:00:00Zulu",
            "1969-12-31T23:59:59Z",
            "+2026-01-31T12:00:00Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_a_month_lacks_becomes_its_last() {
        let start = at("2026-01-31T08:30:00Z");
        for (count, text) in [
            (0, "2026-01-31T08:30:00Z"),
            (1, "2026-02-28T08:30:00Z"),
            (2, "2026-03-31T08:30:00Z"),
            (25, "2028-02-29T08:30:00Z"),
        ] {
            assert_eq!(Every::Month.after(start, count), Some(at(text)), "{count}");
        }
        assert_eq!(Every::Year.after(at("2024-02-29T00:00:00Z"), 1), Some(at("2025-02-28T00:00:00Z")));
    }

    #[test]
    fn the_calendar_is_its_own_inverse_and_ends_with_time() {
        let (last, ms) = Civil::of(Instant::LAST);
        assert_eq!((last.year, last.month, last.day, ms), (275_760, 9, 13, 0));
        let step = 86_399_999_977_u64;
        for count in 0..100_000 {
            let instant = Instant::from_ms(count * step).unwrap();
            let (civil, ms) = Civil::of(instant);
            assert_eq!(civil.at(ms), Some(instant));
        }
        assert_eq!(Every::Day.after(Instant::LAST, 1), None);
        assert_eq!(Every::Year.after(Instant::LAST, u64::MAX), None);
    }

    #[test]
    fn periods_between_are_those_that_have_passed() {
        for every in [Every::Day, Every::Month, Every::Year] {
            for start in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.999Z", "2026-01-31T12:00:00Z"] {
                for count in [0, 1, 2, 11, 12, 13, 100, 1200] {
                    let start = at(start);
                    let Some(then) = every.after(start, count) else { continue };
                    assert_eq!(every.between(start, then), count);
                    let before = Instant::from_ms(then.ms().saturating_sub(1)).unwrap().max(start);
                    assert_eq!(every.between(start, before), count.saturating_sub(1));
                }
            }
        }
    }
}
