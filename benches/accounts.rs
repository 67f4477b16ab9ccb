//! What commands cost as an account grows, and what a century slept through costs.
//!
//! `cargo bench --bench accounts` prints a table of medians and fails where a target of the project
//! is missed: a command on a held account with 100,000 grants takes at most [`HELD_TIMES_MAX`] times
//! that with 100, and a century of daily renewals at most [`CENTURY_TIMES_MAX`] single ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench that fails says so by panicking, and its numbers are rough"
)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bursar::{Account, Bursar, Dialect};
use serde_json::{Map, Value, json};

const HELD_TIMES_MAX: f64 = 3.0;
const CENTURY_TIMES_MAX: f64 = 1_000.0;

const SIZES: [usize; 4] = [3, 100, 1_000, 100_000];
/// The sizes whose times are held against each other.
const SMALL: usize = 1;
const LARGE: usize = 3;

const DAY_MS: u64 = 86_400_000;
const CENTURY_DAYS: u64 = 36_525;
const LAST_INSTANT: u64 = 8_640_000_000_000_000;

/// A measurement takes about so long, and at least [`ROUNDS_MIN`] rounds, unless these outlast all
/// patience.
const BUDGET: Duration = Duration::from_millis(400);
const PATIENCE: Duration = Duration::from_secs(3);
const ROUNDS_MIN: usize = 9;
const ROUNDS_MAX: usize = 4_001;

fn main() -> ExitCode {
    let mut missed = Vec::new();
    by_size(&mut missed);
    by_time(&mut missed);
    for miss in &missed {
        println!("MISSED: {miss}");
    }
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

// ───────────────────────────── The size of an account ─────────────────────────────

/// A way to use an account over and over: it is given the number of the round.
type Use = fn(&Bursar, &mut Account, u64);

/// What is done to a held account, each leaving about as many grants as there were.
const HELD: [(&str, Use); 9] = [
    ("spend", |bursar, account, round| {
        held(bursar, account, &json!({"type": "spend", "id": id("s", round), "at": 1, "credits": 1}));
    }),
    ("spend over a grant's end", |bursar, account, round| {
        held(bursar, account, &json!({"type": "spend", "id": id("s", round), "at": 1, "credits": GRANT}));
        // As many come back, so that rounds do not differ.
        let back =
            json!({"type": "grant", "id": id("b", round), "at": 1, "source": "gift", "credits": GRANT});
        held(bursar, account, &back);
    }),
    ("hold and settle", |bursar, account, round| {
        let hold = id("h", round);
        held(bursar, account, &json!({"type": "hold", "id": hold, "at": 1, "credits": 5}));
        let settle = json!({"type": "settle", "id": id("e", round), "at": 1, "hold": hold, "credits": 3});
        held(bursar, account, &settle);
    }),
    ("grant and revoke", |bursar, account, round| {
        let grant = id("g", round);
        let given = json!({"type": "grant", "id": grant, "at": 1, "source": "gift", "credits": 5});
        held(bursar, account, &given);
        held(bursar, account, &json!({"type": "revoke", "id": id("r", round), "at": 1, "grant": grant}));
    }),
    ("transfer there and back", |bursar, account, round| {
        for (id, from, to) in [(id("t", round), "bank", "team:art"), (id("u", round), "team:art", "bank")] {
            let moved = json!({"type": "transfer", "id": id, "at": 1, "from": from, "to": to, "credits": 5});
            held(bursar, account, &moved);
        }
    }),
    ("tick", |bursar, account, round| {
        held(bursar, account, &json!({"type": "tick", "id": id("k", round), "at": 1}));
    }),
    ("preview of a spend", |bursar, account, _| {
        let draft = json!({"type": "spend", "at": 1, "credits": 1}).to_string();
        accepted(&bursar.preview_text(account, &draft, Dialect::Json).unwrap());
    }),
    ("refused spend", |bursar, account, round| {
        let spend = json!({"type": "spend", "id": id("s", round), "at": 1, "credits": 9_000_000_000_000_u64});
        let refused = bursar.apply_with_changes_text(account, &spend.to_string(), Dialect::Json).unwrap();
        assert!(refused.contains("insufficient_credits"), "{refused}");
    }),
    ("preview by the owner, refused", |bursar, account, _| {
        let draft = json!({"type": "transfer", "at": 1, "by": "owner", "from": "bank", "to": "team:art",
            "credits": 9_000_000_000_000_u64});
        let refused = bursar.preview_text(account, &draft.to_string(), Dialect::Json).unwrap();
        assert!(refused.contains("insufficient_credits"), "{refused}");
    }),
];

/// What lies in a grant at first.
const GRANT: u64 = 1_000_000;

fn by_size(missed: &mut Vec<String>) {
    let rules = json!({
        "schema": 1, "name": "Bench", "currency": "USD",
        "sources": [{"id": "gift"}, {"id": "topup", "needsPlan": "paid"}, {"id": "monthly"}],
        "plans": {"pro": {"paid": true, "every": "month", "allowance": {"source": "monthly", "credits": 100}}},
        "packs": {"box": {"credits": 1_000, "price": 500}},
        "purchase": {"source": "topup"}
    });
    let bursar = Bursar::from_text(&rules.to_string(), Dialect::Json).unwrap();

    heading("by size", &SIZES.map(|size| format!("{size} grants")), "100,000 : 100");
    for (kind, locked) in [("", false), (", locked ones first", true)] {
        let made = SIZES.map(|size| account(size, locked));
        // As they come from a store: as the engine wrote them.
        let texts = made.each_ref().map(|text| bursar.read_account(text, Dialect::Json).unwrap().to_text());
        if !locked {
            for (name, texts) in [("open", &texts), ("open, keys in another order", &made)] {
                let opened = texts.each_ref().map(|text| {
                    measure(|| (), |()| drop(black_box(bursar.read_account(text, Dialect::Json).unwrap())))
                });
                row(name, &opened.map(shown), &ratio(opened[LARGE], opened[SMALL]));
            }
            let by_text = texts.each_ref().map(|text| {
                let spend = json!({"type": "spend", "id": "s", "at": 1, "credits": 1}).to_string();
                measure(
                    || (),
                    |()| {
                        let mut account = bursar.read_account(text, Dialect::Json).unwrap();
                        accepted(&bursar.apply_text(&mut account, &spend, Dialect::Json).unwrap());
                        drop(black_box(account.to_text()));
                    },
                )
            });
            row("spend by text", &by_text.map(shown), &ratio(by_text[LARGE], by_text[SMALL]));
        }
        for (name, used) in HELD {
            let times = texts.each_ref().map(|text| {
                let mut account = bursar.read_account(text, Dialect::Json).unwrap();
                let mut round = 0;
                // The account remembers its last commands: it is full of them before it counts.
                for _ in 0..40 {
                    round += 1;
                    used(&bursar, &mut account, round);
                }
                measure(
                    || (),
                    |()| {
                        round += 1;
                        used(&bursar, &mut account, round);
                    },
                )
            });
            let name = format!("held: {name}{kind}");
            let times_more = times[LARGE].as_secs_f64() / times[SMALL].as_secs_f64();
            row(&name, &times.map(shown), &ratio(times[LARGE], times[SMALL]));
            if times_more > HELD_TIMES_MAX {
                missed.push(format!("{name} takes {times_more:.1} times as long, not {HELD_TIMES_MAX}"));
            }
        }
    }
    println!();
}

/// The text of an account with so many grants, half of which expire some day; of those that are
/// `locked`, nine in ten, the order of consumption has them all before the others.
fn account(size: usize, locked: bool) -> String {
    // What the commands add on the way must find room: one share in a team, one grant.
    let size = size.min(99_990);
    let mut grants = Map::new();
    for place in 0..size {
        // Not in the order of the ids.
        let source = if locked && place % 10 != 0 {
            "topup"
        } else if locked {
            "monthly"
        } else {
            "gift"
        };
        let mut grant = json!({"source": source, "credits": GRANT, "of": GRANT, "grantedAt": 0});
        if place % 2 == 0 {
            grant["expiresAt"] = json!(DAY_MS + u64::try_from(place * 7_919 % size).unwrap() * 1_000);
        }
        grants.insert(format!("c{place:06}"), grant);
    }
    let account = json!({
        "schema": 1, "id": "bench", "product": "app", "seq": 0, "asOf": 0, "bank": grants,
        "teams": {"art": {"grants": {}}},
        "alerts": {
            "low": {"watch": "account", "on": "balance", "thresholds": [10, 20]},
            "much": {"watch": "account", "on": "spent", "per": "month", "thresholds": [9_007_199_254_740_991_u64]}
        }
    });
    account.to_string()
}

fn id(prefix: &str, round: u64) -> String {
    format!("{prefix}{round}")
}

/// Carries a command out as a host does that stores merge patches.
fn held(bursar: &Bursar, account: &mut Account, command: &Value) {
    accepted(&bursar.apply_with_changes_text(account, &command.to_string(), Dialect::Json).unwrap());
}

fn accepted(answer: &str) {
    assert!(answer.contains("\"ok\":true"), "{answer}");
    black_box(answer);
}

// ───────────────────────────── Time slept through ─────────────────────────────

fn by_time(missed: &mut Vec<String>) {
    let columns = ["a day", "a century", "all time"].map(str::to_owned);
    heading("renewals slept through", &columns, "century, all time : day");
    let rollover = |cap: u64, expires: Option<u64>| {
        let mut rollover = json!({"into": "kept", "cap": cap});
        if let Some(periods) = expires {
            rollover["expiresAfterPeriods"] = json!(periods);
        }
        rollover
    };
    // A cap that is never met, and one that always is.
    let (wide, narrow) = (1_000_000_000_000, 250);
    let none: &[Value] = &[];
    // Gifts that expire one after another over the century, of a source of their own or of that
    // into which it rolls over.
    let gifts = |source: &str, count: u64| -> Vec<Value> {
        let expiring = |gift| CENTURY_DAYS / (count + 1) * gift * DAY_MS + DAY_MS / 3;
        let gift = |gift| json!({"source": source, "credits": 5, "expiresAt": expiring(gift)});
        (1..=count).map(gift).collect()
    };
    // So much that there is room for a few allowances only.
    let nearly_full = [json!({"source": "gift", "credits": 9_007_199_254_740_991_u64 - 2_050})];
    let cases: [(&str, u64, Option<Value>, &[Value]); 13] = [
        ("no rollover", 100, None, none),
        ("rollover", 100, Some(rollover(wide, None)), none),
        ("rollover, capped", 100, Some(rollover(narrow, None)), none),
        ("rollover for 30", 100, Some(rollover(wide, Some(30))), none),
        ("rollover for 30, capped", 100, Some(rollover(narrow, Some(30))), none),
        ("rollover for 1,000", 100, Some(rollover(wide, Some(1_000))), none),
        ("rollover for 1,000, capped", 100, Some(rollover(50_000, Some(1_000))), none),
        ("rollover for 1,000, 30 gifts", 100, Some(rollover(wide, Some(1_000))), &gifts("gift", 30)),
        ("rollover for 30, 100 gifts of its source", 100, Some(rollover(250, Some(30))), &gifts("kept", 100)),
        ("no rollover, no room", 100, None, &nearly_full),
        ("rollover, no room", 100, Some(rollover(wide, None)), &nearly_full),
        ("rollover for 30, no room", 100, Some(rollover(wide, Some(30))), &nearly_full),
        ("rollover, no room some day", 1_000_000_000_000, Some(rollover(9_007_199_254_740_991, None)), none),
    ];
    for (name, allowance, rollover, gifts) in cases {
        let mut plan =
            json!({"paid": true, "every": "day", "allowance": {"source": "daily", "credits": allowance}});
        if let Some(rollover) = rollover {
            plan["rollover"] = rollover;
        }
        let rules = json!({
            "schema": 1, "name": "Bench", "sources": [{"id": "daily"}, {"id": "kept"}, {"id": "gift"}],
            "plans": {"pro": plan}
        });
        let bursar = Bursar::from_text(&rules.to_string(), Dialect::Json).unwrap();
        let account = awake(&bursar, gifts);
        let day = slept(&bursar, &account, 4 * DAY_MS);
        let century = slept(&bursar, &account, CENTURY_DAYS * DAY_MS);
        // What a century shows to be slow is not asked to last for two thousand of them.
        let missing = |time: Duration| time.as_secs_f64() / day.as_secs_f64() > CENTURY_TIMES_MAX;
        let all = (!missing(century)).then(|| slept(&bursar, &account, LAST_INSTANT));
        let told = |time: Option<Duration>| time.map_or_else(|| "–".to_owned(), shown);
        let ratios =
            [Some(century), all].map(|time| time.map_or_else(|| "–".to_owned(), |time| ratio(time, day)));
        row(name, &[Some(day), Some(century), all].map(told), &ratios.join(", "));
        for (time, what) in [(Some(century), "a century"), (all, "all time")] {
            if let Some(time) = time.filter(|time| missing(*time)) {
                let days = time.as_secs_f64() / day.as_secs_f64();
                missed
                    .push(format!("{name}: {what} takes as long as {days:.0} days, not {CENTURY_TIMES_MAX}"));
            }
        }
    }
}

/// How long it takes to bring a copy of an account to an instant.
fn slept(bursar: &Bursar, account: &Account, at: u64) -> Duration {
    let tick = json!({"type": "tick", "id": "t", "at": at}).to_string();
    let tick = bursar.read_command(&tick, Dialect::Json).unwrap();
    let copy = || account.clone();
    measure(copy, |mut account| {
        black_box(bursar.apply(&mut account, &tick).unwrap());
        account
    })
}

/// An account on the plan for three days, each of which it used a little.
fn awake(bursar: &Bursar, gifts: &[Value]) -> Account {
    let new = json!({"id": "bench", "at": 0}).to_string();
    let (_, mut account) = bursar.create_text(&new, Dialect::Json).unwrap();
    for (number, gift) in (0..).zip(gifts) {
        let mut given = gift.clone();
        given["type"] = json!("grant");
        given["id"] = json!(id("g", number));
        given["at"] = json!(0);
        held(bursar, &mut account, &given);
    }
    held(bursar, &mut account, &json!({"type": "subscribe", "id": "p", "at": 0, "plan": "pro"}));
    for day in 0..=3 {
        let spend = json!({"type": "spend", "id": id("s", day), "at": day * DAY_MS + 1, "credits": 7});
        held(bursar, &mut account, &spend);
    }
    account
}

// ───────────────────────────── Measuring ─────────────────────────────

/// The median time that something takes, what it needs made beforehand and dropped after.
fn measure<N, R>(mut need: impl FnMut() -> N, mut run: impl FnMut(N) -> R) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.is_empty()
        || (times.len() < ROUNDS_MIN && begun.elapsed() < PATIENCE)
        || (times.len() < ROUNDS_MAX && begun.elapsed() < BUDGET)
    {
        let needed = need();
        let waited_before = waited();
        let start = Instant::now();
        let done = run(needed);
        let passed = start.elapsed();
        times.push(passed.saturating_sub(waited().saturating_sub(waited_before)));
        drop(done);
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long this thread has waited for a core so far, where the system tells: a machine that is
/// busy with other things would make whatever takes long look longer still.
fn waited() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').nth(1).and_then(|ns| ns.parse().ok()).unwrap_or(0))
}

fn heading(what: &str, columns: &[String], ratio: &str) {
    let dashes = vec![format!("{:->16}:|", ""); columns.len()].concat();
    let columns: Vec<String> = columns.iter().map(|column| format!(" {column:>15} |")).collect();
    let columns = columns.concat();
    println!("| {what:<56} |{columns} {ratio} |");
    println!("|{:-<58}|{dashes}{:-<25}|", "", "");
}

fn row(name: &str, times: &[String], ratio: &str) {
    let times: Vec<String> = times.iter().map(|time| format!(" {time:>15} |")).collect();
    let times = times.concat();
    println!("| {name:<56} |{times} {ratio} |");
}

fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.2}", one.as_secs_f64() / other.as_secs_f64())
}

fn shown(time: Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    if us < 1_000.0 { format!("{us:.1} µs") } else { format!("{:.2} ms", us / 1_000.0) }
}
