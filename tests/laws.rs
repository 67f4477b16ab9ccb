//! The laws of section 12, over random rules and histories: what holds for every account and every
//! command, whoever asks and by whichever door.
//!
//! `HISTORIES` says how many, `HISTORY_SEED` from which seed on. Split time is in `accounts.rs`,
//! where the second model walks along.
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

#[path = "common/merge.rs"]
mod merge;
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

use std::collections::BTreeMap;

use bursar::{Account, Bursar, Dialect, Mistake};
use merge::merge;
use model::generate::{self, Author, Rng};
use serde_json::{Map, Value, json};

const MOST: i64 = 9_007_199_254_740_991;

/// The lists that say nothing by their order.
const UNORDERED: [&str; 3] = ["can", "limits", "plans"];

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

// ───────────────────────────── Shuffling ─────────────────────────────

fn shuffle<T>(all: &mut [T], rng: &mut Rng) {
    for last in (1..all.len()).rev() {
        let place = rng.between(0, i64::try_from(last).unwrap());
        all.swap(last, usize::try_from(place).unwrap());
    }
}

/// The same value as text, the keys of its objects in any order, and with `lists` the items of the
/// lists too whose order says nothing.
fn shuffled(value: &Value, rng: &mut Rng, lists: bool) -> String {
    write_shuffled(value, rng, lists, false)
}

fn write_shuffled(value: &Value, rng: &mut Rng, lists: bool, unordered: bool) -> String {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
            shuffle(&mut entries, rng);
            let write = |(key, value): (&String, &Value)| {
                let text = write_shuffled(value, rng, lists, UNORDERED.contains(&key.as_str()));
                format!("{}:{text}", json!(key))
            };
            let written: Vec<String> = entries.into_iter().map(write).collect();
            format!("{{{}}}", written.join(","))
        }
        Value::Array(items) => {
            let mut written: Vec<String> =
                items.iter().map(|item| write_shuffled(item, rng, lists, false)).collect();
            if lists && unordered {
                shuffle(&mut written, rng);
            }
            format!("[{}]", written.join(","))
        }
        other => other.to_string(),
    }
}

/// The same, lists without an order in one order, and without the digest of the rules: a list in
/// another order is another rulebook.
fn settled(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let settle = |(key, value): (&String, &Value)| {
                let mut value = settled(value);
                if let (true, Some(items)) = (UNORDERED.contains(&key.as_str()), value.as_array_mut()) {
                    items.sort_by_key(Value::to_string);
                }
                (key.clone(), value)
            };
            entries.iter().filter(|(key, _)| *key != "digest").map(settle).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(settled).collect(),
        other => other.clone(),
    }
}

// ───────────────────────────── Doors ─────────────────────────────

/// A decision, and the account after it.
type Decided = Result<(Value, Value), Mistake>;

struct Laws {
    seed: u64,
    engine: Bursar,
    /// The same rules in another order.
    other: Bursar,
    rng: Rng,
    /// How often each law had something to say, and each code was told.
    met: BTreeMap<String, usize>,
}

fn read(engine: &Bursar, account: &str, dialect: Dialect) -> Account {
    engine.read_account(account, dialect).unwrap_or_else(|mistake| panic!("{mistake}\n{account}"))
}

/// Applies a command by text.
fn apply(engine: &Bursar, account: &Value, command: &Value) -> Decided {
    let mut held = read(engine, &account.to_string(), Dialect::Json);
    let answer = engine.apply_text(&mut held, &command.to_string(), Dialect::Json)?;
    Ok((parsed(&answer), parsed(&held.to_text())))
}

impl Laws {
    fn meets(&mut self, what: &str) {
        *self.met.entry(what.to_owned()).or_default() += 1;
    }

    fn new(seed: u64, rules: &Value) -> Self {
        let mut rng = Rng::new(seed ^ 0x1a35);
        let compile = |rules: &str| {
            let engine = Bursar::from_text(rules, Dialect::Json);
            engine.unwrap_or_else(|mistake| panic!("seed {seed}: {mistake}\n{rules}"))
        };
        let engine = compile(&rules.to_string());
        assert_eq!(engine.digest(), compile(&shuffled(rules, &mut rng, false)).digest(), "seed {seed}");
        let other = compile(&shuffled(rules, &mut rng, true));
        Self { seed, engine, other, rng, met: BTreeMap::new() }
    }

    /// Text is object is ledger.
    fn by_every_door(&mut self, ledger: &mut Account, account: &Value, command: &Value) -> Decided {
        let seed = self.seed;
        let by_text = apply(&self.engine, account, command);
        let mut object = read(&self.engine, &shuffled(account, &mut self.rng, false), Dialect::Object);
        let written = shuffled(command, &mut self.rng, false);
        let by_object = self.engine.apply_text(&mut object, &written, Dialect::Object);
        let by_ledger = self.engine.apply_with_changes_text(ledger, &command.to_string(), Dialect::Json);
        let (answer, after) = match (by_text, by_object, by_ledger) {
            (Ok((answer, after)), Ok(by_object), Ok(by_ledger)) => {
                assert_eq!(parsed(&by_object), answer, "seed {seed}: text is object\n{command}\n{account}");
                let mut by_ledger = parsed(&by_ledger);
                let changes = by_ledger.as_object_mut().unwrap().remove("changes");
                assert_eq!(by_ledger, answer, "seed {seed}: text is ledger\n{command}\n{account}");
                let mut patched = account.clone();
                if let Some(changes) = &changes {
                    merge(&mut patched, changes);
                }
                assert_eq!(patched, after, "seed {seed}: the patch\n{changes:?}\n{command}\n{account}");
                (answer, after)
            }
            (Err(by_text), Err(by_object), Err(by_ledger)) => {
                assert_eq!((&by_object, &by_ledger), (&by_text, &by_text), "seed {seed}");
                assert_eq!(ledger.to_text(), account.to_string(), "seed {seed}: a mistake leaves no trace");
                return Err(by_text);
            }
            doors => panic!("seed {seed}: {doors:?}\n{command}\n{account}"),
        };
        // The text is canonical, so that it is the same by every door.
        assert_eq!(object.to_text(), after.to_string(), "seed {seed}: text is object\n{command}\n{account}");
        assert_eq!(ledger.to_text(), after.to_string(), "seed {seed}: text is ledger\n{command}\n{account}");
        if answer["ok"] != true {
            assert_eq!(after, *account, "seed {seed}: a refusal leaves no trace\n{command}");
        }
        Ok((answer, after))
    }

    /// Preview is apply, wishes aside.
    fn preview_is_apply(&self, ledger: &mut Account, account: &Value, command: &Value, decided: &Decided) {
        let context = || format!("seed {}: preview is apply\n{command}\n{account}", self.seed);
        let preview = self.engine.preview_text(ledger, &command.to_string(), Dialect::Json);
        assert_eq!(ledger.to_text(), account.to_string(), "{}: it leaves no trace", context());
        let wish = ["purchase", "subscribe", "cancel", "close"].contains(&command["type"].as_str().unwrap());
        let person = command.get("by").is_some_and(|by| by != "system");
        match (preview, decided) {
            (Ok(_), Ok(_)) if wish && person => {}
            (Ok(preview), Ok((answer, _))) => assert_eq!(parsed(&preview), *answer, "{}", context()),
            (Err(preview), Err(mistake)) => assert_eq!(preview, *mistake, "{}", context()),
            (Err(_), Ok((answer, _))) if wish && person && answer["code"] == "role_forbids" => {}
            doors => panic!("{doors:?}\n{}", context()),
        }
    }

    /// Order is total: shuffling whatever has no order of its own changes no answer.
    fn order_is_total(&mut self, account: &Value, command: &Value, decided: &Decided) {
        let seed = self.seed;
        let context = format!("seed {seed}: order is total\n{command}\n{account}");
        let mut same = read(&self.engine, &account.to_string(), Dialect::Json);
        let mut other = read(&self.other, &shuffled(account, &mut self.rng, true), Dialect::Json);
        let at = command["at"].clone();
        let by = command.get("by").cloned().unwrap_or_else(|| json!("system"));
        let view = json!({ "at": at, "by": by }).to_string();
        let request = json!({ "model": "image", "inputs": { "fine": true } }).to_string();
        let answers = |engine: &Bursar, account: &mut Account| {
            let dialect = Dialect::Json;
            [
                engine.balance_text(account, &view, dialect),
                engine.order_text(account, &view, dialect),
                engine.limits_text(account, &view, dialect),
                engine.view_text(account, &view, dialect),
                engine.affordable_text(account, &request, "\"n\"", &view, dialect),
                engine.estimate_for_text(account, &request, &at.to_string(), dialect),
            ]
            .map(|answer| answer.map(|answer| settled(&parsed(&answer))))
        };
        assert_eq!(answers(&self.other, &mut other), answers(&self.engine, &mut same), "{context}");
        let command = shuffled(command, &mut self.rng, false);
        match (self.other.apply_text(&mut other, &command, Dialect::Json), decided) {
            (Ok(shuffled), Ok((answer, after))) => {
                assert_eq!(settled(&parsed(&shuffled)), settled(answer), "{context}");
                assert_eq!(settled(&parsed(&other.to_text())), settled(after), "{context}");
            }
            (Err(shuffled), Err(mistake)) => assert_eq!(shuffled, *mistake, "{context}"),
            doors => panic!("{doors:?}\n{context}"),
        }
    }

    /// Replay: the same id and content changes nothing, other content is refused.
    fn replay(&self, account: &Value, command: &Value) {
        let seed = self.seed;
        let mut again = command.clone();
        again["at"] = (account["asOf"].as_i64().unwrap() + 1).into();
        again["note"] = "once more".into();
        let (answer, after) = apply(&self.engine, account, &again).unwrap();
        let told = ["ok", "replayed", "credits", "draws", "entries", "alerts"].map(|field| &answer[field]);
        let nothing = [json!(true), json!(true), json!(0), json!([]), json!([]), json!([])];
        assert_eq!(told, nothing.each_ref(), "seed {seed}: replay of {command}");
        assert_eq!(after, *account, "seed {seed}: a replay changes nothing\n{command}");
        let kind = if command["type"] == "tick" { "renew" } else { "tick" };
        let other = json!({ "type": kind, "id": command["id"], "at": again["at"], "by": "system" });
        let (answer, after) = apply(&self.engine, account, &other).unwrap();
        let code = if account.get("closed").is_some() { "account_closed" } else { "id_reused" };
        assert_eq!((&answer["code"], after), (&json!(code), account.clone()), "seed {seed}: {other}");
    }

    /// 5.6: hold and release leave the account as it was, and hold n, settle m as spend m would have.
    fn holding(&mut self, account: &Value, charge: &Value) {
        let seed = self.seed;
        let at = account["asOf"].as_i64().unwrap().max(instant(charge));
        let command = |fields: Value| {
            let mut command = json!({ "at": at, "by": "system" });
            command.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            command
        };
        let as_a = |kind: &str| {
            let mut command = charge.clone();
            command.as_object_mut().unwrap().remove("expiresAt");
            (command["type"], command["id"]) = (json!(kind), json!(format!("law-{kind}")));
            command
        };
        let (held, holding) = apply(&self.engine, account, &as_a("hold")).unwrap();
        let (spent, spending) = apply(&self.engine, account, &as_a("spend")).unwrap();
        assert_eq!(held["ok"], spent["ok"], "seed {seed}: hold is spend\n{charge}\n{account}");
        if held["ok"] != true {
            return;
        }
        let context = format!("seed {seed}: {charge}\n{account}");
        let end = |mut fields: Value| {
            (fields["id"], fields["hold"]) = (json!("law-end"), json!("law-hold"));
            apply(&self.engine, &holding, &command(fields)).unwrap()
        };
        let (released, after) = end(json!({ "type": "release" }));
        assert_eq!((&released["ok"], &released["credits"]), (&json!(true), &held["credits"]), "{context}");
        let (_, ticked) =
            apply(&self.engine, account, &command(json!({ "type": "tick", "id": "law-tick" }))).unwrap();
        assert_eq!(bare(&after), bare(&ticked), "hold and release: {context}");
        let (settled, after) = end(json!({ "type": "settle" }));
        assert_eq!(
            (&settled["credits"], &settled["draws"]),
            (&spent["credits"], &spent["draws"]),
            "{context}"
        );
        assert_eq!(bare(&after), bare(&spending), "hold and settle: {context}");

        // For less or more than was held: as the system would have spent it for them.
        let held = held["credits"].as_i64().unwrap();
        let credits = self.rng.between(1, held + held / 3 + 1);
        let (settled, after) = end(json!({ "type": "settle", "credits": credits }));
        let mut plain = json!({ "type": "spend", "id": "law-spend", "credits": credits });
        plain["from"] = holding["holds"]["law-hold"]["from"].clone();
        if let Some(person) = holding["holds"]["law-hold"].get("by") {
            plain["for"] = person.clone();
        }
        let (spent, spending) = apply(&self.engine, account, &command(plain)).unwrap();
        assert!(settled["ok"] == true || credits > held, "{context}");
        // A settle may go on in the bank where a spend from a team's wallet would not.
        if spent["ok"] == true && settled["ok"] == true {
            self.meets(if credits > held { "settled for more" } else { "settled for less" });
            assert_eq!(bare(&after), bare(&spending), "hold {held}, settle {credits}: {context}");
        } else if spent["ok"] == true {
            panic!("hold {held}, settle {credits} is refused: {settled}\n{context}");
        }
    }
}

/// The instant of a command that has it as a number; an earlier one of a text, which matters not.
fn instant(command: &Value) -> i64 {
    model::field::instant(command, "at").unwrap()
}

/// An account without what counts its commands, and without what its alerts have told: a hold tells,
/// and what is told is told.
fn bare(account: &Value) -> Value {
    let mut bare = account.clone();
    for field in ["seq", "recent"] {
        bare.as_object_mut().unwrap().remove(field);
    }
    for alert in bare.get_mut("alerts").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        alert.as_object_mut().unwrap().remove("told");
    }
    bare
}

/// What lies where: by wallet and grant.
fn lying(account: &Value) -> BTreeMap<(String, String), i64> {
    let mut lying = BTreeMap::new();
    let mut add = |wallet: &str, grants: &Value| {
        for (id, grant) in grants.as_object().unwrap() {
            lying.insert((wallet.to_owned(), id.clone()), grant["credits"].as_i64().unwrap());
        }
    };
    add("bank", &account["bank"]);
    for (id, team) in account.get("teams").and_then(Value::as_object).into_iter().flatten() {
        add(&format!("team:{id}"), &team["grants"]);
    }
    lying
}

/// Conservation: old account + entries = new account, for each wallet and grant; a transfer's
/// entries sum to zero.
fn conserved(before: &Value, answer: &Value, after: &Value) {
    let mut sums = lying(before);
    let mut moved = 0;
    for entry in answer["entries"].as_array().unwrap() {
        let credits = entry["credits"].as_i64().unwrap();
        assert_ne!(credits, 0, "an entry moves something: {entry}");
        let key = ["wallet", "grant"].map(|field| entry[field].as_str().unwrap().to_owned());
        *sums.entry(key.into()).or_insert(0) += credits;
        moved += if entry["kind"] == "transfer" { credits } else { 0 };
    }
    assert_eq!(moved, 0, "a transfer's entries sum to zero: {answer}");
    sums.retain(|_, credits| *credits != 0);
    assert_eq!(sums, lying(after), "conservation: {answer}\n{before}");
}

/// Never negative, never above 2^53−1, and no grant above what it had at first.
fn in_bounds(account: &Value) {
    let mut total = 0_i128;
    let mut grant = |grant: &Value| {
        let (credits, of) = (grant["credits"].as_i64().unwrap(), grant["of"].as_i64().unwrap());
        assert!((1..=MOST).contains(&credits) && (credits..=MOST).contains(&of), "{grant} in {account}");
        total += i128::from(credits);
    };
    let wallets = account.get("teams").and_then(Value::as_object).into_iter().flat_map(Map::values);
    for grants in wallets.map(|team| &team["grants"]).chain([&account["bank"]]) {
        grants.as_object().unwrap().values().for_each(&mut grant);
    }
    let holds = account.get("holds").and_then(Value::as_object).into_iter().flat_map(Map::values);
    holds.flat_map(|hold| hold["draws"].as_array().unwrap()).for_each(&mut grant);
    assert!(total <= i128::from(MOST), "{total} in {account}");
    for (counted, windows) in account.get("spent").and_then(Value::as_object).into_iter().flatten() {
        for (window, count) in windows.as_object().unwrap() {
            let credits = count["credits"].as_i64().unwrap();
            assert!((1..=MOST).contains(&credits), "{counted} in the {window}: {credits} in {account}");
        }
    }
}

/// Adding entries up asks for no order of theirs.
fn usage_is_a_sum(laws: &mut Laws, entries: &mut [Value]) {
    for by in [json!(["member", "model"]), json!(["wallet", "source"]), json!(["month"]), json!([])] {
        let query = json!({ "by": by }).to_string();
        let usage = |entries: &[Value]| {
            let entries = json!(entries).to_string();
            laws.engine.usage_text(&entries, &query, (Dialect::Json, Dialect::Json)).unwrap()
        };
        let rows = usage(entries);
        shuffle(entries, &mut laws.rng);
        assert_eq!(usage(entries), rows, "seed {}: usage {query}", laws.seed);
    }
}

// ───────────────────────────── Histories ─────────────────────────────

/// Now and then a grant that almost fills the account, so that its bounds are met.
fn perhaps_huge(mut command: Value, rng: &mut Rng) -> Value {
    if command["type"] == "grant" && rng.chance(8) {
        command["credits"] = (MOST - rng.between(0, 2000)).into();
    }
    command
}

fn history(seed: u64, steps: usize, met: &mut BTreeMap<String, usize>) {
    let mut rng = Rng::new(seed);
    let rules = generate::rules(&mut rng);
    let new = generate::account(&mut rng, &rules);
    let mut laws = Laws::new(seed, &rules);
    let mut author = Author::new(seed ^ 0x5eed);
    let (created, mut ledger) = laws.engine.create_text(&new.to_string(), Dialect::Json).unwrap();
    let mut account = parsed(&ledger.to_text());
    conserved(&json!({ "bank": {} }), &parsed(&created), &account);
    let mut entries = Vec::new();
    for _ in 0..steps {
        let now = account["asOf"].as_i64().unwrap();
        let command = perhaps_huge(author.command(&rules, &account, now), &mut rng);
        let mut before = read(&laws.engine, &account.to_string(), Dialect::Json);
        let decided = laws.by_every_door(&mut ledger, &account, &command);
        laws.preview_is_apply(&mut before, &account, &command, &decided);
        laws.order_is_total(&account, &command, &decided);
        let Ok((answer, after)) = decided else { continue };
        let replayed = if answer.get("replayed").is_some() { "replayed" } else { "accepted" };
        laws.meets(answer["code"].as_str().unwrap_or(replayed));
        if answer["ok"] != true || replayed == "replayed" {
            continue;
        }
        conserved(&account, &answer, &after);
        in_bounds(&after);
        laws.replay(&after, &command);
        if matches!(command["type"].as_str(), Some("spend" | "hold")) {
            laws.holding(&account, &command);
        }
        author.heard(&command, &answer);
        entries.extend(answer["entries"].as_array().unwrap().iter().cloned());
        account = after;
    }
    usage_is_a_sum(&mut laws, &mut entries);
    for (what, times) in laws.met {
        *met.entry(what).or_default() += times;
    }
}

#[test]
fn the_laws_hold_over_random_histories() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("HISTORY_SEED").unwrap_or(1);
    let seeds = first..first + number("HISTORIES").unwrap_or(8);
    let mut met = BTreeMap::new();
    seeds.for_each(|seed| history(seed, 60, &mut met));
    println!("{met:#?}");
    assert!(met.contains_key("accepted"));
}
