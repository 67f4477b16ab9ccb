//! The reader of canonical accounts and the general one: what the first takes, the second takes as
//! well, and both make the same account of it. A text that is put together of an old one is what is
//! written anew.
//!
//! A space behind a text is no fault, and no canonical text has one: so the general reader is asked.
//! `HISTORIES` says over how many histories, `HISTORY_SEED` from which seed on.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "tests may fail loudly"
)]

/// The part of the second model that writes rules and histories.
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
    pub mod field;
    pub mod generate;
    pub mod rules;
    pub mod time;
}

use bursar::{Account, Bursar, Dialect};
use model::generate::{self, Author, Rng};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;
const LAST: i64 = 8_640_000_000_000_000;

/// One account, read by both readers.
struct Twins {
    special: Account,
    general: Account,
}

impl Twins {
    /// Both readers say the same of a text: that is checked here.
    fn read(engine: &Bursar, text: &str) -> Option<Self> {
        let special = engine.read_account(text, Dialect::Json);
        let general = engine.read_account(&format!("{text} "), Dialect::Json);
        match (special, general) {
            (Ok(special), Ok(general)) => {
                assert_eq!(special.to_text(), general.to_text(), "{text}");
                Some(Self { special, general })
            }
            (Err(special), Err(general)) => {
                assert_eq!(special.code, general.code, "{text}");
                None
            }
            (special, general) => {
                panic!("special {:?}\ngeneral {:?}\n{text}", special.err(), general.err())
            }
        }
    }

    /// Both answer the same, and are the same afterwards.
    #[track_caller]
    fn ask(&mut self, ask: impl Fn(&mut Account) -> String) -> String {
        let (special, general) = (ask(&mut self.special), ask(&mut self.general));
        assert_eq!(special, general);
        assert_eq!(self.special.to_text(), self.general.to_text());
        special
    }

    fn apply(&mut self, engine: &Bursar, command: &Value) -> String {
        let command = command.to_string();
        self.ask(|account| match engine.apply_with_changes_text(account, &command, Dialect::Json) {
            Ok(answer) => answer,
            Err(mistake) => mistake.to_string(),
        })
    }

    fn answer_all(&mut self, engine: &Bursar, at: i64) {
        let account: Value = serde_json::from_str(&self.general.to_text()).unwrap();
        let mut askers: Vec<Value> = vec![json!("system")];
        askers.extend(account["members"].as_object().into_iter().flatten().map(|(id, _)| json!(id)).take(3));
        for by in askers {
            let view = json!({ "at": at, "by": by }).to_string();
            self.ask(|account| engine.balance_text(account, &view, Dialect::Json).unwrap());
            self.ask(|account| engine.order_text(account, &view, Dialect::Json).unwrap());
            self.ask(|account| engine.limits_text(account, &view, Dialect::Json).unwrap());
            self.ask(|account| engine.view_text(account, &view, Dialect::Json).unwrap());
        }
    }
}

/// A text in which something small is otherwise: mostly no account any more, and sometimes one.
fn changed(text: &str, rng: &mut Rng) -> String {
    let at = |rng: &mut Rng, length: usize| {
        usize::try_from(rng.between(0, i64::try_from(length).unwrap() - 1)).unwrap()
    };
    let marks: Vec<usize> = text.match_indices([',', '{', '}', ':', '"']).map(|(place, _)| place).collect();
    let mark = |rng: &mut Rng| marks[at(rng, marks.len())];
    let numbers: Vec<(usize, usize)> = text
        .match_indices(':')
        .map(|(place, _)| place + 1)
        .filter_map(|from| {
            let length = text[from..].bytes().take_while(u8::is_ascii_digit).count();
            (length > 0).then_some((from, from + length))
        })
        .collect();
    match rng.between(0, 9) {
        // A byte goes, or comes, or is another.
        0 => {
            let place = at(rng, text.len());
            [&text[..place], &text[place + 1..]].concat()
        }
        1 => {
            let place = at(rng, text.len());
            let byte = *rng.pick(&["0", "9", "\"", ",", "}", "{", " ", "\\", "~", "-", "e", "."]).unwrap();
            [&text[..place], byte, &text[place..]].concat()
        }
        2 => {
            let place = at(rng, text.len());
            let byte = *rng.pick(&["0", "1", "9", "a", "z", "~", "_", "m", "\u{1}"]).unwrap();
            [&text[..place], byte, &text[place + 1..]].concat()
        }
        // A stretch between two marks goes, or comes twice.
        3 | 4 => {
            let (one, other) = (mark(rng), mark(rng));
            let (from, to) = (one.min(other), one.max(other));
            [&text[..from], &text[to..]].concat()
        }
        5 => {
            let (one, other) = (mark(rng), mark(rng));
            let (from, to) = (one.min(other), one.max(other));
            [&text[..to], &text[from..to], &text[to..]].concat()
        }
        // A number is another.
        6 | 7 => {
            let (from, to) = *rng.pick(&numbers).unwrap();
            let numbers = [
                "0",
                "1",
                "2",
                "00",
                "01",
                "-1",
                "1.0",
                "1e3",
                "9007199254740991",
                "9007199254740992",
                "8640000000000000",
                "8640000000000001",
                "18446744073709551617",
                "99999999999999999999999",
            ];
            [&text[..from], rng.pick(&numbers).unwrap(), &text[to..]].concat()
        }
        // An entry goes, or two change their places.
        _ => {
            let mut value: Value = serde_json::from_str(text).unwrap();
            shake(&mut value, rng);
            value.to_string()
        }
    }
}

fn shake(value: &mut Value, rng: &mut Rng) {
    let Value::Object(entries) = value else { return };
    let keys: Vec<String> = entries.keys().cloned().collect();
    let Some(key) = rng.pick(&keys).cloned() else { return };
    match rng.between(0, 9) {
        0 => _ = entries.shift_remove(&key),
        1 => {
            // It comes last.
            let there = entries.shift_remove(&key).unwrap();
            entries.insert(key, there);
        }
        2 => {
            let other = rng.pick(&keys).unwrap();
            let there = entries[other].clone();
            entries[&key] = there;
        }
        3 => {
            entries[&key] = rng
                .pick(&[json!(null), json!({}), json!([]), json!("owner"), json!("system"), json!("ann")])
                .unwrap()
                .clone();
        }
        _ => shake(&mut entries[&key], rng),
    }
}

fn history(seed: u64, steps: usize) -> (usize, usize) {
    let mut rng = Rng::new(seed ^ 0x7e87);
    let rules = generate::rules(&mut rng);
    let engine = Bursar::from_text(&rules.to_string(), Dialect::Json).unwrap();
    let mut author = Author::new(seed);
    let new = generate::account(&mut rng, &rules);
    let (_, account) = engine.create_text(&new.to_string(), Dialect::Json).unwrap();
    let mut text = account.to_text();
    let mut held = Twins::read(&engine, &text).unwrap();
    let (mut accepted, mut taken) = (0, 0);
    for _ in 0..steps {
        let account: Value = serde_json::from_str(&text).unwrap();
        let now = account["asOf"].as_i64().unwrap();
        let command = author.command(&rules, &account, now);
        let mut fresh = Twins::read(&engine, &text).unwrap();
        if rng.chance(30) {
            fresh.answer_all(&engine, (now + rng.between(0, 90) * DAY / 2).min(LAST));
        }
        let draft = command.to_string();
        fresh.ask(|account| engine.preview_text(account, &draft, Dialect::Json).unwrap_or_default());
        let answer = fresh.apply(&engine, &command);
        assert_eq!(held.apply(&engine, &command), answer, "seed {seed}: held is opened");
        assert_eq!(held.special.to_text(), fresh.special.to_text(), "seed {seed}");
        for _ in 0..6 {
            taken += usize::from(Twins::read(&engine, &changed(&text, &mut rng)).is_some());
        }
        let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
        if answer["ok"] == true {
            author.heard(&command, &answer);
            accepted += 1;
            text = fresh.special.to_text();
        }
        if rng.chance(5) {
            held = Twins::read(&engine, &text).unwrap();
        }
    }
    (accepted, taken)
}

#[test]
fn both_readers_make_the_same_account_and_write_the_same_text() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("HISTORY_SEED").unwrap_or(1);
    let seeds = first..first + number("HISTORIES").unwrap_or(12);
    let all: Vec<(usize, usize)> = seeds.map(|seed| history(seed, 60)).collect();
    let (accepted, taken) =
        (all.iter().map(|(one, _)| one).sum::<usize>(), all.iter().map(|(_, one)| one).sum::<usize>());
    println!("{accepted} accepted commands, {taken} changed texts that are accounts");
    assert!(accepted > 0 && taken > 0);
}
