//! Instants, calendar periods and windows (1.1, 1.5, 9.2).

use serde_json::Value;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
/// The last instant there is (1.1).
pub const LAST: i64 = 8_640_000_000_000_000;

/// 1.1: milliseconds since the epoch, or RFC 3339 with an offset.
pub fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::String(s) => rfc3339(s),
        other => super::field::whole(other),
    }
}

/// 1.1: `2026-01-31T09:30:00.250+02:00`.
fn rfc3339(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let mut rest = text.get(19..)?;
    let mut milliseconds = 0;
    if let Some(after) = rest.strip_prefix('.') {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        milliseconds = format!("{digits:0<3}").get(..3)?.parse().ok()?;
        rest = after.get(digits.len()..)?;
    }
    let offset = if rest.eq_ignore_ascii_case("z") {
        0
    } else {
        let sign = if rest.starts_with('-') { -1 } else { 1 };
        let (h, m): (i64, i64) = (rest.get(1..3)?.parse().ok()?, rest.get(4..6)?.parse().ok()?);
        sign * (h * 60 + m) * 60_000
    };
    let day_start = days_from_civil(year, month, day) * DAY;
    Some(day_start + hour * HOUR + minute * 60_000 + second * 1000 + milliseconds - offset)
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days before the first of January of a year, counted from 1970.
fn days_before_year(year: i64) -> i64 {
    let y = year - 1;
    y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) - 719_162
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    days_before_year(year) + (1..month).map(|m| days_in_month(year, m)).sum::<i64>() + day - 1
}

/// Year, month and day of a count of days from 1970.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let mut year = 1970 + days.div_euclid(366);
    while days_before_year(year + 1) <= days {
        year += 1;
    }
    let mut left = days - days_before_year(year);
    let mut month = 1;
    while left >= days_in_month(year, month) {
        left -= days_in_month(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

/// 1.5: the instant `n` periods after `start`; a day that a month lacks becomes its last. Beyond the last instant there
/// is none (13).
pub fn add_periods(start: i64, n: i64, every: &str) -> i64 {
    counted(start, n, every).min(LAST)
}

fn counted(start: i64, n: i64, every: &str) -> i64 {
    if every == "day" {
        return start + n * DAY;
    }
    let months = if every == "year" { 12 * n } else { n };
    let (year, month, day) = civil_from_days(start.div_euclid(DAY));
    let index = year * 12 + (month - 1) + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let day = day.min(days_in_month(year, month));
    days_from_civil(year, month, day) * DAY + start.rem_euclid(DAY)
}

/// 9.2: the UTC hour, day or calendar month that an instant lies in, half-open.
pub fn calendar_window(window: &str, at: i64) -> (i64, i64) {
    match window {
        "hour" => (at - at.rem_euclid(HOUR), (at - at.rem_euclid(HOUR) + HOUR).min(LAST)),
        "day" => (at - at.rem_euclid(DAY), (at - at.rem_euclid(DAY) + DAY).min(LAST)),
        _ => {
            let (year, month, _) = civil_from_days(at.div_euclid(DAY));
            let since = days_from_civil(year, month, 1) * DAY;
            (since, add_periods(since, 1, "month"))
        }
    }
}
