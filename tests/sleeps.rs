//! Long sleeps: one bringing-up over many renewals is what many small ones are (1.4), tells what the
//! second model tells (1.2), and takes bounded work, whatever the account (1.6, 10.6).
//!
//! `SLEEPS` says how many random accounts are put to sleep, `SLEEP_SEED` from which seed on.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    missing_docs,
    unreachable_pub,
    reason = "tests may fail loudly"
)]

/// The second model, without the tests that it has of itself.
#[allow(
    clippy::pedantic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::float_arithmetic,
    dead_code,
    reason = "see model/mod.rs"
)]
mod model {
    pub mod account;
    pub mod advance;
    pub mod alerts;
    pub mod asker;
    pub mod balance;
    pub mod book;
    pub mod compare;
    pub mod decide;
    pub mod field;
    pub mod generate;
    pub mod giving;
    pub mod grant;
    pub mod merge;
    pub mod order;
    pub mod people;
    pub mod plan;
    pub mod price;
    pub mod refusal;
    pub mod remedies;
    pub mod rollover;
    pub mod rules;
    pub mod spend;
    pub mod subscribe;
    pub mod time;
    pub mod transfer;
    pub mod usage;
    pub mod view;
    pub mod windows;

    #[allow(unused_imports, reason = "its other parts name it so")]
    pub use refusal::Mistake;
}

use std::time::{Duration, Instant};

use bursar::{Bursar, Dialect};
use model::account::Account;
use model::compare::loose;
use model::decide::decide;
use model::generate::Rng;
use model::rules::Rules;
use serde_json::{Map, Value, json};

const DAY: i64 = 86_400_000;
const MOST: i64 = 9_007_199_254_740_991;
const LAST: i64 = 8_640_000_000_000_000;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The engine, and how an account comes out of a command.
struct Engine(Bursar);

impl Engine {
    fn new(rules: &Value) -> Self {
        Self(Bursar::from_text(&rules.to_string(), Dialect::Json).unwrap())
    }

    /// The decision, with the account as it then stands.
    #[track_caller]
    fn apply(&self, account: &Value, command: &Value) -> Value {
        let mut held = self.0.read_account(&account.to_string(), Dialect::Json).unwrap();
        let mut answer = parsed(&self.0.apply_text(&mut held, &command.to_string(), Dialect::Json).unwrap());
        answer["account"] = parsed(&held.to_text());
        answer
    }

    #[track_caller]
    fn tick(&self, account: &Value, at: i64) -> Value {
        let answer = self.apply(account, &json!({"type": "tick", "id": format!("t{at}"), "at": at}));
        assert_eq!(answer["ok"], true, "{answer}");
        answer
    }
}

// ───────────────────────────── Random sleeps ─────────────────────────────

fn plan(rng: &mut Rng) -> Value {
    let amount = rng.between(1, 9);
    let every = rng.pick(&["day", "day", "day", "month", "year"]).unwrap();
    let mut plan = json!({"paid": true, "every": every});
    if rng.chance(95) {
        plan["allowance"] = json!({"source": "daily", "credits": amount});
    }
    if rng.chance(85) {
        let cap = if rng.chance(50) { rng.between(0, 4 * amount) } else { rng.between(0, 200) };
        plan["rollover"] = json!({"into": "kept", "cap": cap});
        if rng.chance(75) {
            let most = if rng.chance(70) { 4 } else { 12 };
            plan["rollover"]["expiresAfterPeriods"] = rng.between(1, most).into();
        }
    }
    if rng.chance(15) {
        plan["renews"] = "command".into();
    }
    plan
}

fn rules(rng: &mut Rng) -> Value {
    let mut rules = json!({
        "schema": 1, "name": "Sleeps",
        "sources": [{"id": "gift"}, {"id": "kept"}, {"id": "daily"}, {"id": "late", "endsWithPlan": true}],
        "plans": {"pro": plan(rng), "other": plan(rng)}
    });
    if rng.chance(30) {
        rules["plans"]["free"] = plan(rng);
        rules["plans"]["free"]["paid"] = false.into();
        rules["fallbackPlan"] = "free".into();
    }
    rules
}

/// Some command of one who is still awake.
fn command(rng: &mut Rng, rules: &Value, account: &Value, id: i64, at: i64) -> Value {
    // What rolls over late just before a renewal, and expires there, leaves its name to what that rolls
    // over: the second model takes the two for one.
    let sharp = !rules.to_string().contains("\"expiresAfterPeriods\":1,") && rng.chance(30);
    let later = at + if sharp { rng.between(1, 9) * DAY } else { rng.between(1, 40 * DAY) };
    let later = later.min(LAST);
    let source = *rng.pick(&["gift", "kept", "kept", "daily", "late"]).unwrap();
    let credits = rng.between(1, 12);
    let mut command = match rng.between(0, 13) {
        0 | 1 => json!({"type": "spend", "credits": credits}),
        2..=4 => json!({"type": "hold", "credits": credits, "expiresAt": later}),
        5..=7 => json!({"type": "grant", "source": source, "credits": credits, "expiresAt": later}),
        8 => json!({"type": "grant", "source": source, "credits": credits}),
        9 => json!({"type": "transfer", "from": "bank", "to": "team:art", "credits": credits}),
        10 => {
            let held: i64 = account["holds"].as_object().map_or(0, |holds| {
                holds.values().flat_map(|hold| hold["draws"].as_array().unwrap()).map(credits_of).sum()
            });
            let lying: i64 = grants(account).map(credits_of).sum();
            let left = MOST - held - lying;
            let room = rng.between(0, 60);
            json!({"type": "grant", "source": "gift", "credits": (left - room).max(1)})
        }
        11 => json!({"type": "subscribe", "plan": rng.pick(&["pro", "other"]).unwrap(),
            "when": rng.pick(&["now", "periodEnd"]).unwrap(), "seats": rng.between(1, 3)}),
        12 => json!({"type": "cancel", "until": later}),
        _ => json!({"type": "renew"}),
    };
    command["id"] = format!("c{id}").into();
    command["at"] = at.into();
    command
}

fn credits_of(of: &Value) -> i64 {
    of["credits"].as_i64().unwrap()
}

fn grants(account: &Value) -> impl Iterator<Item = &Value> {
    let teams = account["teams"].as_object().into_iter().flat_map(Map::values).map(|team| &team["grants"]);
    core::iter::once(&account["bank"]).chain(teams).filter_map(Value::as_object).flat_map(Map::values)
}

/// Without what differs by the number of commands.
fn without_commands(account: &Value) -> Value {
    let mut account = account.clone();
    account["seq"] = json!(0);
    account["recent"] = json!({});
    account
}

#[track_caller]
fn same(seed: u64, what: &str, engine: &Value, model: &Value, context: &str) {
    let (engine, model) = (loose(engine), loose(model));
    assert!(engine == model, "seed {seed}: {what}\nengine {engine}\n model {model}\n--- {context}");
}

fn sleep(seed: u64) {
    let mut rng = Rng::new(seed);
    let rules = rules(&mut rng);
    let (engine, model) = (Engine::new(&rules), Rules::read(rules.clone()));
    // The second model knows no end of time.
    let is_late = rng.chance(15);
    let day = if is_late { LAST / DAY - rng.between(30, 110) } else { rng.between(0, 400) };
    let new = json!({"id": "a", "at": day * DAY + rng.between(0, 1) * 777});
    let (_, account) = engine.0.create_text(&new.to_string(), Dialect::Json).unwrap();
    let mut account = parsed(&account.to_text());
    let mut now = account["asOf"].as_i64().unwrap();
    for first in [
        json!({"type": "setTeam", "id": "a", "team": "art", "at": now}),
        json!({"type": "subscribe", "id": "b", "plan": "pro", "at": now}),
    ] {
        account = engine.apply(&account, &first)["account"].clone();
    }
    if rng.chance(40) {
        // So much that there is hardly room, and less for some time.
        let (room, passing) = (rng.between(0, 60), rng.between(1, 40));
        let gift =
            json!({"type": "grant", "source": "gift", "id": "c", "at": now, "credits": MOST - room - 50});
        account = engine.apply(&account, &gift)["account"].clone();
        let gift = json!({"type": "grant", "source": "gift", "id": "d", "at": now, "credits": passing,
            "expiresAt": LAST.min(now + rng.between(1, 90) * DAY / 2)});
        account = engine.apply(&account, &gift)["account"].clone();
    }
    for id in 0..rng.between(3, 20) {
        now += if rng.chance(50) { 0 } else { rng.between(0, 1) * DAY + rng.between(0, 1) * DAY / 3 };
        let answer = engine.apply(&account, &command(&mut rng, &rules, &account, id, now));
        account = answer["account"].clone();
    }
    let asleep =
        now + rng.between(0, 70) * DAY * if rng.chance(20) { 30 } else { 1 } + rng.between(0, 1) * DAY / 2;
    let asleep = asleep.min(LAST);
    let kind = if rng.chance(20) { "renew" } else { "tick" };
    let command = json!({"type": kind, "id": "z", "at": asleep});
    let context = format!("{command}\n{account}\n{rules}");
    let once = engine.apply(&account, &command);
    if !is_late {
        let by_model = decide(&model, &Account::read(&account), &command, false).unwrap();
        let by_model = if by_model["ok"] == true { by_model } else { once.clone() };
        same(seed, kind, &once, &by_model, &context);
    }
    if kind == "renew" {
        return;
    }
    let mut often = account.clone();
    let wide = if is_late { DAY } else { 1 + (asleep - now) / rng.between(3, 60) };
    let mut at = now;
    while at < asleep {
        at = asleep.min(at + rng.between(1, wide));
        often = engine.tick(&often, at)["account"].clone();
    }
    let (once, often) = (without_commands(&once["account"]), without_commands(&often));
    assert!(once == often || now == asleep, "seed {seed}: often\n once {once}\noften {often}\n--- {context}");
}

/// A sleep that alone noticed a mutant: whether a roll-over bears its plain name.
const NOTICED: u64 = 4_022;

/// How many, and from which seed on; and one that has been of use.
fn runs() -> impl Iterator<Item = u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("SLEEP_SEED").unwrap_or(1);
    (first..first + number("SLEEPS").unwrap_or(80)).chain([NOTICED])
}

#[test]
fn one_long_sleep_is_many_short_ones_and_what_the_second_model_tells() {
    runs().for_each(sleep);
}

// ───────────────────────────── No sleep hangs ─────────────────────────────

/// What a sleep until the end of time may take: it takes milliseconds, and one by one it would take hours.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many there are of what comes in great numbers: the sizes allow 100,000 grants and 10,000 holds.
const MANY: i64 = if cfg!(debug_assertions) { 200 } else { 3_000 };

fn rolling(every: &str, amount: i64, cap: i64, periods: i64) -> Value {
    let mut plan = json!({
        "paid": true, "every": every, "allowance": {"source": "daily", "credits": amount},
        "rollover": {"into": "kept", "cap": cap}
    });
    if periods > 0 {
        plan["rollover"]["expiresAfterPeriods"] = periods.into();
    }
    plan
}

/// An account on a plan since the beginning of time, with these grants in the bank.
fn asleep(bank: &Value) -> Value {
    json!({
        "schema": 1, "id": "a", "product": "app", "seq": 0, "asOf": 0, "bank": bank,
        "teams": {"art": {"grants": {}}},
        "plan": {"id": "pro", "periods": 0, "renewsAt": 0, "startedAt": 0, "status": "active"}
    })
}

fn begun(every: &str, mut account: Value) -> Value {
    let days = match every {
        "day" => 1,
        "month" => 31,
        _ => 365,
    };
    account["plan"]["renewsAt"] = (days * DAY).into();
    account
}

/// Many grants of a source that expire one after another over all time.
fn expiring(source: &str, credits: i64) -> Value {
    let grant = |number: i64| {
        let expires_at = LAST / (MANY + 1) * (number + 1);
        let grant = json!({"source": source, "credits": credits, "of": credits, "grantedAt": 0,
            "expiresAt": expires_at});
        (format!("g{number}"), grant)
    };
    (0..MANY).map(grant).collect::<Map<_, _>>().into()
}

#[track_caller]
fn ends_in_time(what: &str, plan: &Value, account: &Value, command: &str) {
    let rules = json!({
        "schema": 1, "name": "Sleeps", "sources": [{"id": "gift"}, {"id": "kept"}, {"id": "daily"}],
        "plans": {"pro": plan, "free": rolling("day", 3, 7, 2)}, "fallbackPlan": "free"
    });
    let engine = Engine::new(&rules);
    let mut held = engine.0.read_account(&account.to_string(), Dialect::Json).unwrap();
    let command = json!({"type": command, "id": "z", "at": LAST}).to_string();
    let begun = Instant::now();
    let answer = engine.0.apply_text(&mut held, &command, Dialect::Json).unwrap();
    let took = begun.elapsed();
    assert!(answer.contains("\"ok\":true"), "{what}: {answer}");
    println!("{took:>12.2?} {what}");
    assert!(took < PATIENCE, "{what}: {took:?}");
}

#[test]
fn no_plan_makes_all_time_long() {
    for every in ["day", "month", "year"] {
        for periods in [0, 1, 2, 30, 1_000] {
            for (amount, cap, room) in [
                (100, 0, 0),
                (100, 250, 0),
                (100, MOST, 0),
                (100, 33, 0),
                (7, 5_003, 0),
                (1_000_000_000_000, MOST, 0),
                (100, MOST, 250),
                (100, MOST, 150),
                (100, 250, 120),
                (7, MOST, 3_331),
                (7, 50, 13),
                (7, 1_000, 1_300),
                (100, MOST, 0),
            ] {
                let gift = if room == 0 { 1 } else { MOST - room };
                let bank = json!({"g": {"source": "gift", "credits": gift, "of": gift, "grantedAt": 0}});
                let what = format!("{every}, {periods}, {amount}, {cap}, {room}");
                let plan = rolling(every, amount, cap, periods);
                ends_in_time(&what, &plan, &begun(every, asleep(&bank)), "tick");
                if every == "day" {
                    let mut plan = plan;
                    plan["renews"] = "command".into();
                    ends_in_time(&format!("{what}, renew"), &plan, &begun(every, asleep(&bank)), "renew");
                }
            }
        }
    }
}

#[test]
fn no_grants_make_all_time_long() {
    for periods in [0, 1, 30, 1_000] {
        for (amount, cap) in [(100, 0), (100, 250), (100, MOST), (2, 1_500), (1, MANY), (2, 3 * MANY)] {
            for (source, credits) in [("gift", 5), ("kept", 1), ("kept", 40), ("daily", 5)] {
                let plan = rolling("day", amount, cap, periods);
                let account = begun("day", asleep(&expiring(source, credits)));
                let what = format!("{source} of {credits}, {periods}, {amount}, {cap}");
                ends_in_time(&what, &plan, &account, "tick");
                // The same in a team, which a cap does not make lapse.
                let mut in_team = begun("day", asleep(&json!({})));
                in_team["teams"]["art"]["grants"] = account["bank"].clone();
                ends_in_time(&format!("{what}, in a team"), &plan, &in_team, "tick");
                // So much besides that there is no room.
                let mut full = account.clone();
                let rest = MOST - MANY * credits - 3;
                full["bank"]["most"] = json!({"source": "gift", "credits": rest, "of": rest, "grantedAt": 0});
                ends_in_time(&format!("{what}, full"), &plan, &full, "tick");
            }
        }
    }
}

#[test]
fn no_holds_make_all_time_long() {
    for periods in [0, 1, 30, 1_000] {
        for (amount, cap) in [(100, 0), (100, 250), (100, MOST), (2, 1_500)] {
            for (source, together) in [("daily", false), ("daily", true), ("kept", false), ("gift", false)] {
                let hold = |number: i64| {
                    let expires_at = LAST / (MANY + 1) * if together { 1 } else { number + 1 };
                    let draw = json!({"credits": 3, "grant": format!("old{number}"), "grantedAt": 0, "of": 3,
                        "source": source, "wallet": "bank"});
                    let hold = json!({"at": 0, "draws": [draw], "expiresAt": expires_at, "from": "bank"});
                    (format!("h{number}"), hold)
                };
                let mut account = begun("day", asleep(&json!({})));
                account["holds"] = (0..MANY).map(hold).collect::<Map<_, _>>().into();
                let what = format!("{source} in holds ({together}), {periods}, {amount}, {cap}");
                ends_in_time(&what, &rolling("day", amount, cap, periods), &account, "tick");
            }
        }
    }
}
