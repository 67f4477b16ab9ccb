//! The engine and the second model agree over random rules and histories, and the laws of section 12
//! hold in the engine.
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

#[path = "common/merge.rs"]
mod merge;
mod model;
#[path = "common/order.rs"]
mod order;

use bursar::{Account, Bursar, Dialect, Instant, Mistake};
use merge::merge;
use model::compare::{loose, plain};
use model::generate::{self, Author, Rng};
use model::{Model, priced};
use order::in_order;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;
/// The last instant there is.
const LAST: i64 = 8_640_000_000_000_000;

/// Both, side by side.
struct Pair {
    seed: u64,
    engine: Bursar,
    model: Model,
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

impl Pair {
    fn new(seed: u64, rules: &Value) -> Self {
        let engine = Bursar::from_text(&rules.to_string(), Dialect::Json);
        let engine = engine.unwrap_or_else(|mistake| panic!("seed {seed}: {mistake}\n{rules}"));
        Self { seed, engine, model: Model::new(rules.clone()) }
    }

    fn read(&self, account: &Value) -> Account {
        let read = self.engine.read_account(&account.to_string(), Dialect::Json);
        read.unwrap_or_else(|mistake| panic!("seed {}: {mistake}\n{account}", self.seed))
    }

    /// Applies a command by text, and by a held account beside its patch: both are the same.
    fn apply(&self, account: &Value, command: &Value) -> Result<Value, Mistake> {
        let mut by_text = self.read(account);
        let mut held = self.read(account);
        let command = command.to_string();
        let decided = self.engine.apply_text(&mut by_text, &command, Dialect::Json);
        let with_changes = self.engine.apply_with_changes_text(&mut held, &command, Dialect::Json);
        let (decided, with_changes) = match (decided, with_changes) {
            (Ok(decided), Ok(with_changes)) => (parsed(&decided), parsed(&with_changes)),
            (Err(mistake), Err(same)) => {
                assert_eq!(mistake, same);
                return Err(mistake);
            }
            (one, other) => panic!("seed {}: {one:?}\n{other:?}", self.seed),
        };
        let after = parsed(&by_text.to_text());
        assert_eq!(by_text.to_text(), in_order(&after).to_string(), "the text is canonical");
        assert_eq!(after, parsed(&held.to_text()), "seed {}: text is ledger", self.seed);
        let mut answer = decided;
        if answer["ok"] == true {
            let mut patched = account.clone();
            merge(&mut patched, &with_changes["changes"]);
            assert_eq!(patched, after, "seed {}: patch\n{}", self.seed, with_changes["changes"]);
            assert_eq!(by_text.to_text(), self.read(&after).to_text(), "what is written reads the same");
            answer["account"] = after;
        } else {
            assert_eq!(after, *account, "seed {}: a refusal leaves no trace", self.seed);
        }
        Ok(answer)
    }

    fn preview(&self, account: &Value, command: &Value) -> Result<Value, Mistake> {
        let mut held = self.read(account);
        let answer = self.engine.preview_text(&mut held, &command.to_string(), Dialect::Json)?;
        assert_eq!(parsed(&held.to_text()), *account, "a preview leaves no trace");
        Ok(parsed(&answer))
    }

    #[track_caller]
    fn same(&self, what: &str, engine: &Value, model: &Value, context: &str) {
        let (engine, mut model) = (loose(engine), loose(model));
        if matches!(what, "order" | "affordable") && model["ok"] == true {
            // The contract gives these no `at`.
            model.as_object_mut().unwrap().remove("at");
        }
        let told = || differences(&engine, &model, "").join("\n");
        assert!(engine == model, "seed {}: {what}\n{}\n--- {context}", self.seed, told());
    }

    fn check_readings(&self, account: &Value, theirs: &Value, at: i64, rng: &mut Rng) {
        let mut askers: Vec<String> =
            account["members"].as_object().map_or(Vec::new(), |members| members.keys().cloned().collect());
        askers.push(if askers.is_empty() { "owner".into() } else { "system".into() });
        let by = rng.pick(&askers).unwrap().clone();
        let at = at + rng.between(-2, 60) * DAY / 4;
        let view = json!({"at": at.clamp(0, LAST), "by": by});
        let mut held = self.read(account);
        let text = view.to_string();
        let context = format!("{view}\n{account}");
        let engine = &self.engine;
        let balance = engine.balance_text(&mut held, &text, Dialect::Json).unwrap();
        self.same("balance", &parsed(&balance), &self.model.balance(theirs, &view).unwrap(), &context);
        let order = engine.order_text(&mut held, &text, Dialect::Json).unwrap();
        self.same("order", &parsed(&order), &self.model.order(theirs, &view).unwrap(), &context);
        let limits = engine.limits_text(&mut held, &text, Dialect::Json).unwrap();
        self.same("limits", &parsed(&limits), &self.model.limits(theirs, &view).unwrap(), &context);
        let request = json!({"model": "image", "inputs": {"fine": true}});
        let most = engine.affordable_text(&mut held, &request.to_string(), "\"n\"", &text, Dialect::Json);
        let model = self.model.affordable(theirs, &request, "n", &view).unwrap();
        self.same("affordable", &parsed(&most.unwrap()), &model, &context);
        let seen = engine.view_text(&mut held, &text, Dialect::Json).unwrap();
        self.same("view", &parsed(&seen), &self.model.view(theirs, &view).unwrap(), &context);
        let at = Instant::from_ms(view["at"].as_u64().unwrap()).unwrap();
        if let Ok(copy) = engine.view(&mut held, at, Some(by.parse().unwrap())) {
            assert_eq!(copy.to_text(), seen);
        }
        for capability in ["generate", "viewBalance", "viewUsage", "billing", "transfer", "manage"] {
            let may =
                engine.may_text(&held, &json!(by).to_string(), &json!(capability).to_string(), Dialect::Json);
            assert_eq!(may.unwrap(), self.model.may(account, &by, capability));
        }
        assert_eq!(parsed(&held.to_text()), *account, "questions leave no trace");
    }
}

/// Where two values differ, and how.
fn differences(engine: &Value, model: &Value, path: &str) -> Vec<String> {
    match (engine, model) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let null = Value::Null;
            keys.into_iter()
                .flat_map(|key| {
                    let (a, b) = (a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null));
                    differences(a, b, &format!("{path}/{key}"))
                })
                .collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.flat_map(|(index, (a, b))| differences(a, b, &format!("{path}/{index}"))).collect()
        }
        _ if engine == model => Vec::new(),
        _ => vec![format!("{path}: engine {engine}\n    model {model}")],
    }
}

fn history(seed: u64, steps: usize) -> usize {
    let mut rng = Rng::new(seed);
    let mut rules = generate::rules(&mut rng);
    let mut pair = Pair::new(seed, &rules);
    let mut author = Author::new(seed ^ 0xabcd);
    let mut new = generate::account(&mut rng, &rules);
    if seed % 12 == 7 {
        // Some live until time ends.
        new["at"] = json!(LAST - rng.between(0, 300) * DAY);
    }
    let (created, account) = pair.engine.create_text(&new.to_string(), Dialect::Json).unwrap();
    let mut created = parsed(&created);
    created["account"] = parsed(&account.to_text());
    pair.same("create", &created, &pair.model.create(&new), &format!("{new}\n{rules}"));
    let mut account = created["account"].clone();
    // The same, but for the digests of what is remembered.
    let mut theirs = account.clone();
    let mut accepted = 0;
    for step in 0..steps {
        if seed % 3 == 1 && step % 20 == 10 {
            // Rules may change under an account.
            rules = generate::with_other_limits(&mut rng, &rules);
            pair = Pair::new(seed, &rules);
        }
        let now = account["asOf"].as_i64().unwrap();
        let command = author.command(&rules, &account, now);
        let context = format!("{command}\n{account}\n{rules}");
        let (engine, model) = (pair.apply(&account, &command), pair.model.apply(&theirs, &command));
        let mut next = theirs.clone();
        let answer = match (engine, model) {
            (Ok(engine), Ok(model)) => {
                pair.same("apply", &engine, &model, &context);
                if model["ok"] == true {
                    next = model["account"].clone();
                }
                engine
            }
            (Err(_), Err(_)) => continue,
            (engine, model) => panic!("seed {seed}: engine {engine:?}\nmodel {model:?}\n{context}"),
        };
        let mut wished = match (pair.preview(&account, &command), pair.model.preview(&theirs, &command)) {
            (Ok(engine), Ok(model)) => {
                pair.same("preview", &engine, &model, &context);
                engine
            }
            (Err(_), Err(_)) => continue,
            (engine, model) => panic!("seed {seed}: engine {engine:?}\nmodel {model:?}\n{context}"),
        };
        let at = now.max(answer["at"].as_i64().unwrap());
        if answer["ok"] != true {
            pair.check_readings(&account, &theirs, at, &mut rng);
            continue;
        }
        wished["account"] = answer["account"].clone();
        assert_eq!(wished, answer, "seed {seed}: preview is apply");
        accepted += 1;
        if answer.get("replayed").is_some() {
            assert_eq!(answer["account"], account);
            continue;
        }
        author.heard(&command, &answer);
        account = answer["account"].clone();
        theirs = next;
        let again = pair.apply(&account, &command).unwrap();
        assert_eq!((&again["replayed"], &again["account"]), (&json!(true), &account), "seed {seed}: replay");
        pair.check_readings(&account, &theirs, at, &mut rng);
        split_time(&pair, &account, at, &mut rng);
    }
    accepted
}

/// 1.4: bringing an account to A and then to B gives the same account as bringing it to B at once.
fn split_time(pair: &Pair, account: &Value, at: i64, rng: &mut Rng) {
    if account.get("closed").is_some() {
        return;
    }
    let far = (at + rng.between(1, 500) * DAY).min(LAST);
    let near = rng.between(at, far);
    let tick = |account: &Value, at: i64, id: &str| {
        let command = json!({"type": "tick", "id": id, "at": at, "by": "system"});
        pair.apply(account, &command).unwrap()["account"].clone()
    };
    let once = tick(account, far, "t1");
    let mut twice = tick(&tick(account, near, "t0"), far, "t1");
    // Two ticks were counted and remembered where there was one.
    twice["seq"] = once["seq"].clone();
    twice["recent"] = once["recent"].clone();
    assert_eq!(once, twice, "seed {}: split time at {near}\n{account}", pair.seed);
}

/// 10.2: of grants there may be 100,000; a command that adds none is carried out all the same.
#[test]
fn an_account_with_as_many_grants_as_there_may_be_takes_no_more() {
    let pair = Pair::new(0, &json!({"schema": 1, "name": "Example", "sources": [{"id": "credits"}]}));
    let grant = json!({"source": "credits", "credits": 1, "of": 1, "grantedAt": 0});
    let bank: serde_json::Map<_, _> = (0..100_000).map(|n| (format!("g{n}"), grant.clone())).collect();
    let mut held = pair.read(&json!({
        "schema": 1, "id": "acme", "product": "app", "seq": 0, "asOf": 0, "bank": bank,
    }));
    let mut apply = |command: Value| {
        parsed(&pair.engine.apply_text(&mut held, &command.to_string(), Dialect::Json).unwrap())
    };
    let more = apply(json!({"type": "grant", "id": "more", "at": 0, "source": "credits", "credits": 1}));
    assert_eq!(
        (&more["code"], &more["facts"]),
        (&json!("too_many"), &json!({"what": "grants", "limit": 100_000}))
    );
    assert_eq!(apply(json!({"type": "spend", "id": "spend", "at": 0, "credits": 1}))["ok"], true);
    let again = apply(json!({"type": "grant", "id": "again", "at": 0, "source": "credits", "credits": 1}));
    assert_eq!(again["ok"], true, "{again}");
}

/// 10.2: what only a hold has left of a share makes it again, and is counted where the rest of it goes to another wallet.
#[test]
fn a_share_that_leaves_what_a_hold_gives_back_is_one_grant_more() {
    let pair = Pair::new(0, &json!({"schema": 1, "name": "Example", "sources": [{"id": "credits"}]}));
    let grant = json!({"source": "credits", "credits": 1, "of": 1, "grantedAt": 0});
    let mut bank: serde_json::Map<_, _> = (1..100_000).map(|n| (format!("g{n}"), grant.clone())).collect();
    bank.insert(
        "a".into(),
        json!({"source": "credits", "credits": 2, "of": 2, "grantedAt": 0, "expiresAt": 9000}),
    );
    let mut held = pair.read(&json!({
        "schema": 1, "id": "acme", "product": "app", "seq": 0, "asOf": 0, "bank": bank, "teams": {"t": {"grants": {}}},
    }));
    let mut apply = |command: Value| {
        parsed(&pair.engine.apply_text(&mut held, &command.to_string(), Dialect::Json).unwrap())
    };
    assert_eq!(apply(json!({"type": "hold", "id": "h", "at": 0, "credits": 1}))["ok"], true);
    let moved = |id: &str, credits: i64| json!({"type": "transfer", "id": id, "at": 0, "from": "bank", "to": "team:t", "credits": credits});
    let first = apply(moved("moved", 1));
    assert_eq!(
        (&first["code"], &first["facts"]),
        (&json!("too_many"), &json!({"what": "grants", "limit": 100_000}))
    );
    // What is spent makes room for it.
    assert_eq!(apply(json!({"type": "spend", "id": "spend", "at": 0, "credits": 2}))["ok"], true);
    assert_eq!(apply(moved("again", 1))["ok"], true);
    assert_eq!(apply(json!({"type": "release", "id": "r", "at": 1, "hold": "h"}))["ok"], true);
    pair.engine.read_account(&held.to_text(), Dialect::Json).unwrap();
}

/// How many histories, and from which seed on.
fn runs(default: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("HISTORY_SEED").unwrap_or(1);
    first..first + number("HISTORIES").unwrap_or(default)
}

#[test]
fn the_engine_and_the_second_model_agree_over_random_histories() {
    let accepted: usize = runs(40).map(|seed| history(seed, 80)).sum();
    println!("{accepted} accepted commands");
    assert!(accepted > 0);
}

#[test]
fn the_engine_and_the_second_model_agree_on_random_prices() {
    for seed in runs(300) {
        let mut rng = Rng::new(seed);
        let rules = priced::rules(&mut rng);
        let pair = Pair::new(seed, &rules);
        for _ in 0..20 {
            let (request, payer) = (priced::request(&mut rng), priced::payer(&mut rng));
            let payer_text = payer.as_ref().map(Value::to_string);
            let engine =
                pair.engine.estimate_text(&request.to_string(), payer_text.as_deref(), Dialect::Json);
            match (engine, pair.model.estimate(&request, payer.as_ref())) {
                (Ok(engine), Ok(model)) => {
                    assert_eq!(
                        plain(&parsed(&engine)),
                        plain(&model),
                        "seed {seed}: {request} {payer:?}\n{rules}"
                    );
                }
                (Err(_), Err(_)) => {}
                (engine, model) => panic!("seed {seed}: {engine:?}\n{model:?}\n{request}\n{rules}"),
            }
        }
    }
}
