//! Random rules and histories: small, valid, and full of what the rules have to say. Deterministic by seed.

use serde_json::{Map, Value, json};

use super::account::{Account, read_draw, write_draw};
use super::field;
use super::time::{DAY, HOUR, LAST};

/// SplitMix64.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.draw() % (high - low + 1).max(1) as u64) as i64
    }

    /// True so many times of a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.between(0, all.len() as i64 - 1) as usize) }
    }

    fn text(&mut self, all: &[&str]) -> String {
        self.pick(all).map_or(String::new(), |s| (*s).to_owned())
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, self.between(0, i as i64) as usize);
        }
    }
}

/// 2026-01-31T10:00:00Z: a day that most months lack.
pub const START: i64 = 1_769_853_600_000;

// ───────────────────────────── Rules ─────────────────────────────

/// Before which an instant can be told as RFC 3339.
const YEAR_10000: i64 = 253_402_300_800_000;
const ALLOWANCES: [&str; 2] = ["monthly", "daily"];
const OTHERS: [&str; 3] = ["roll", "topup", "gift"];

/// Small valid rules.
pub fn rules(rng: &mut Rng) -> Value {
    let mut sources: Vec<Value> = Vec::new();
    let allowances: Vec<&str> = if rng.chance(40) { ALLOWANCES.to_vec() } else { vec!["monthly"] };
    let mut others = OTHERS.to_vec();
    others.truncate(rng.between(1, 3) as usize);
    for id in allowances.iter().chain(&others) {
        sources.push(source(rng, id, allowances.contains(id)));
    }
    rng.shuffle(&mut sources);
    let mut plans = Map::new();
    let mut names = vec!["free", "basic", "pro", "team"];
    names.truncate(rng.between(1, 4) as usize);
    for id in &names {
        plans.insert((*id).into(), plan(rng, id, &allowances, &others));
    }
    let mut out =
        json!({"schema": 1, "name": "random", "currency": "USD", "sources": sources, "plans": plans});
    if rng.chance(60) {
        out["fallbackPlan"] = "free".into();
    }
    if rng.chance(50) {
        out["contact"] = json!({"sales": "sales@example.com"});
    }
    if rng.chance(80) {
        let bought = if others.contains(&"topup") { "topup" } else { "roll" };
        out["purchase"] = purchase(rng, bought);
        out["packs"] = packs(rng);
    }
    out["roles"] = roles(rng);
    if rng.chance(75) {
        out["bankFor"] = rng.text(&["managers", "teamless", "all"]).into();
    }
    if rng.chance(30) {
        out["holdMs"] = (rng.between(1, 200) * HOUR).into();
    }
    if rng.chance(20) {
        out["products"] = json!(["app", "api"]);
    }
    out["models"] = models(rng, &names);
    out
}

fn source(rng: &mut Rng, id: &str, allowance: bool) -> Value {
    let mut out = json!({"id": id});
    if rng.chance(if allowance { 10 } else { 35 }) {
        out["needsPlan"] = rng.text(&["any", "paid"]).into();
    }
    if rng.chance(25) {
        out["endsWithPlan"] = rng.chance(80).into();
    }
    if rng.chance(20) {
        out["label"] = format!("the {id}").into();
    }
    out
}

fn plan(rng: &mut Rng, id: &str, allowances: &[&str], others: &[&str]) -> Value {
    let paid = id != "free" || rng.chance(5);
    let mut out = json!({"paid": paid, "every": rng.text(&["day", "month", "month", "month", "year"])});
    if rng.chance(85) {
        let mut allowance = json!({"source": rng.text(allowances), "credits": rng.between(1, 12) * 10});
        if rng.chance(50) {
            allowance["per"] = rng.text(&["account", "seat", "seat"]).into();
        }
        out["allowance"] = allowance;
    }
    if out.get("allowance").is_some() && rng.chance(60) {
        let mut rollover = json!({"into": rng.text(others), "cap": rng.between(1, 30) * 10});
        if rng.chance(30) {
            rollover["per"] = rng.text(&["account", "seat"]).into();
        }
        if rng.chance(50) {
            rollover["expiresAfterPeriods"] = rng.between(1, 4).into();
        }
        out["rollover"] = rollover;
    }
    if rng.chance(35) {
        out["renews"] = rng.text(&["command", "command", "clock"]).into();
    }
    if rng.chance(25) {
        out["discount"] = rng.text(&["0.25", "0.1", "0.333"]).into();
    }
    if rng.chance(15) {
        out["prices"] = json!({"image": []});
    }
    if rng.chance(12) {
        out["offered"] = false.into();
    }
    out
}

fn purchase(rng: &mut Rng, source: &str) -> Value {
    let mut out = json!({"source": source});
    if rng.chance(40) {
        out["consent"] = "I agree".into();
    }
    if rng.chance(40) {
        out["inAppLimit"] = (rng.between(5, 40) * 100).into();
    }
    out
}

fn packs(rng: &mut Rng) -> Value {
    let mut out = Map::new();
    for id in ["small", "big", "huge"].into_iter().take(rng.between(1, 3) as usize) {
        let mut pack = json!({"credits": rng.between(1, 10) * 10, "price": rng.between(1, 20) * 100});
        if rng.chance(30) {
            pack["bonus"] = rng.between(1, 9).into();
        }
        if rng.chance(30) {
            pack["min"] = rng.between(1, 3).into();
        }
        if rng.chance(30) {
            pack["max"] = rng.between(3, 6).into();
        }
        if rng.chance(40) {
            pack["expiresAfterDays"] = rng.between(1, 90).into();
        }
        out.insert(id.into(), pack);
    }
    Value::Object(out)
}

/// Limits of different windows, each once.
fn limits(rng: &mut Rng) -> Vec<Value> {
    let mut windows = vec!["hour", "day", "month", "period"];
    rng.shuffle(&mut windows);
    windows.truncate(rng.between(1, 2) as usize);
    windows.into_iter().map(|per| json!({"per": per, "credits": rng.between(1, 15) * 10})).collect()
}

fn roles(rng: &mut Rng) -> Value {
    let mut out = json!({
        "admin": {"can": ["generate", "viewBalance", "viewUsage", "billing", "transfer", "manage"]},
        "maker": {"can": ["generate", "viewBalance"]},
        "blind": {"can": ["generate"]},
        "buyer": {"can": ["billing", "viewBalance"]},
        "mover": {"can": ["transfer", "generate", "viewBalance"]},
        "clerk": {"can": ["manage", "generate", "viewBalance"]},
    });
    for role in ["maker", "blind", "mover", "admin"] {
        if rng.chance(40) {
            out[role]["limits"] = limits(rng).into();
        }
    }
    out
}

fn models(rng: &mut Rng, plans: &[&str]) -> Value {
    let mut video = json!({
        "inputs": {
            "seconds": {"type": "number", "min": 1, "max": 60, "step": 1},
            "size": {"type": "choice", "of": ["small", "large"], "default": "small"},
        },
        "price": [{"label": "video", "rate": {"by": "size", "cells": {"small": "1.5", "large": 4}}, "times": ["seconds"]}],
    });
    if rng.chance(30) {
        video["plans"] = json!([rng.text(plans)]);
    }
    if rng.chance(30) {
        video["atLeast"] = rng.between(1, 30).into();
    }
    let mut image = json!({
        "inputs": {"n": {"type": "number", "min": 1, "max": 30, "default": 1}, "fine": {"type": "flag", "default": false}},
        "price": [
            {"label": "image", "rate": rng.text(&["0.5", "2", "3.25", "7"])},
            {"label": "fine", "rate": 2, "when": {"fine": true}},
        ],
        "each": "n",
    });
    if rng.chance(30) {
        image["round"] = rng.text(&["down", "nearest", "up"]).into();
    }
    if rng.chance(20) {
        image["roundTo"] = rng.between(2, 5).into();
    }
    let mut text = json!({
        "inputs": {"prompt": {"type": "text", "measure": "characters", "max": 5000}, "out": {"type": "number", "max": 900, "assume": "max"}},
        "price": [
            {"label": "prompt", "rate": "0.5", "times": [{"of": "prompt", "block": 50}]},
            {"label": "answer", "rate": {"by": "out", "steps": [{"upTo": 300, "rate": "10"}, {"upTo": 800, "rate": "20"}]}, "times": [{"of": "out", "unit": 600}]},
        ],
    });
    if rng.chance(30) {
        text["atMost"] = rng.between(10, 30).into();
    }
    json!({"video": video, "image": image, "text": text, "secret": {"inputs": {}}})
}

/// The same rules as their maker may change them under accounts that run: other roles have other limits.
pub fn with_other_limits(rng: &mut Rng, rules: &Value) -> Value {
    let mut out = rules.clone();
    for role in out["roles"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        let role = role.as_object_mut().unwrap();
        role.remove("limits");
        if rng.chance(50) {
            role.insert("limits".into(), limits(rng).into());
        }
    }
    out
}

// ───────────────────────────── Histories ─────────────────────────────

/// What `create` is given.
pub fn account(rng: &mut Rng, rules: &Value) -> Value {
    let mut out = json!({"id": "acme", "at": START + rng.between(0, 400) * DAY + rng.between(0, 23) * HOUR});
    if rng.chance(50) {
        out["members"] = json!({"ann": {"role": "admin"}});
        if rng.chance(50) {
            out["members"]["bob"] = json!({"role": rng.text(&["maker", "blind", "mover"])});
        }
    }
    if rules.get("products").is_some() && rng.chance(50) {
        out["product"] = "api".into();
    }
    out
}

/// The author of a history: it remembers what it sent and what was drawn.
pub struct Author {
    pub rng: Rng,
    count: usize,
    sent: Vec<Value>,
    drawn: Vec<Vec<Value>>,
}

/// The kinds of command and how often each comes.
const WEIGHTS: [(&str, i64); 20] = [
    ("spend", 14),
    ("hold", 12),
    ("settle", 10),
    ("release", 5),
    ("refund", 8),
    ("transfer", 9),
    ("purchase", 6),
    ("grant", 9),
    ("revoke", 4),
    ("subscribe", 8),
    ("cancel", 4),
    ("renew", 5),
    ("setTeam", 4),
    ("removeTeam", 2),
    ("setMember", 6),
    ("removeMember", 2),
    ("setAlert", 5),
    ("removeAlert", 1),
    ("tick", 3),
    ("close", 0),
];

impl Author {
    pub fn new(seed: u64) -> Author {
        Author { rng: Rng::new(seed), count: 0, sent: Vec::new(), drawn: Vec::new() }
    }

    /// Tells the author how a command was answered, so that later ones may refund what it drew.
    pub fn heard(&mut self, command: &Value, answer: &Value) {
        self.sent.push(command.clone());
        let kind = field::text(command, "type").unwrap_or_default();
        let draws = field::items(answer, "draws");
        if field::flag(answer, "ok") && matches!(kind, "spend" | "settle") && !draws.is_empty() {
            self.drawn.push(draws);
        }
    }

    /// The next instant: mostly later by minutes to months, sometimes the same, sometimes earlier.
    pub fn later(&mut self, now: i64) -> i64 {
        let rng = &mut self.rng;
        let at = match rng.between(1, 100) {
            1..=8 => now,
            9..=14 => (now - rng.between(1, 90) * 60_000).max(0),
            15..=70 => now + rng.between(1, 120) * 60_000,
            71..=87 => now + rng.between(1, 48) * HOUR,
            88..=96 => now + rng.between(1, 40) * DAY,
            97..=98 => now + rng.between(40, 200) * DAY,
            _ => now + rng.between(200, 700) * DAY,
        };
        at.min(LAST)
    }

    /// The next command on an account as it stands, at about `now`.
    pub fn command(&mut self, rules: &Value, account: &Value, now: i64) -> Value {
        if !self.sent.is_empty() && self.rng.chance(3) {
            return self.again();
        }
        let state = Account::read(account);
        let at = self.later(now);
        let kind = self.kind(&state);
        let mut out = self.body(kind, rules, &state, at.max(state.as_of));
        self.count += 1;
        out["id"] = format!("c{}", self.count).into();
        out["type"] = kind.into();
        out["at"] = if self.rng.chance(10) && at < YEAR_10000 { iso(at) } else { at.into() };
        if out.get("by").is_none() {
            self.asker(kind, &mut out, &state);
        }
        if self.rng.chance(15) {
            out["note"] = self.rng.text(&["job 7", "ticket", "paid", ""]).into();
        }
        out
    }

    /// The same command again, now and then with other content.
    fn again(&mut self) -> Value {
        let mut old = self.rng.pick(&self.sent).cloned().unwrap_or_default();
        let moves = matches!(field::text(&old, "type"), Some("grant" | "transfer" | "revoke"));
        if moves && self.rng.chance(50) {
            old["credits"] = 77.into();
        }
        if self.rng.chance(30) {
            old["note"] = "again".into();
        }
        old
    }

    /// A kind by its weight; one that has nothing to work on mostly makes way for another.
    fn kind(&mut self, state: &Account) -> &'static str {
        if self.rng.between(1, 3000) == 1 {
            return "close";
        }
        for _ in 0..8 {
            let kind = self.weighted();
            let works = match kind {
                "settle" | "release" => !state.holds.is_empty(),
                "refund" => !self.drawn.is_empty(),
                "transfer" | "removeTeam" => !state.teams.is_empty(),
                "removeMember" => state.members.len() > 1,
                "removeAlert" => !state.alerts.is_empty(),
                "cancel" | "renew" => state.plan.is_some(),
                "revoke" => !state.all_grants().is_empty(),
                _ => true,
            };
            if works || self.rng.chance(4) {
                return kind;
            }
        }
        "setTeam"
    }

    fn weighted(&mut self) -> &'static str {
        let total: i64 = WEIGHTS.iter().map(|(_, w)| w).sum();
        let mut left = self.rng.between(1, total);
        for (kind, weight) in WEIGHTS {
            left -= weight;
            if left <= 0 {
                return kind;
            }
        }
        "tick"
    }

    /// Who asks: the system, mostly, where only it may; sometimes for somebody.
    fn asker(&mut self, kind: &str, out: &mut Value, state: &Account) {
        let systems = !matches!(
            kind,
            "spend"
                | "hold"
                | "transfer"
                | "setTeam"
                | "removeTeam"
                | "setMember"
                | "removeMember"
                | "setAlert"
                | "removeAlert"
        ) || (matches!(kind, "spend" | "hold") && out.get("request").is_none());
        let mut members: Vec<String> = state.members.keys().cloned().collect();
        let wishes = matches!(kind, "purchase" | "subscribe" | "cancel" | "close");
        let person = (!systems && self.rng.chance(65)) || self.rng.chance(if wishes { 15 } else { 3 });
        if person && members.is_empty() {
            out["by"] = "owner".into();
        } else if person {
            if self.rng.chance(3) {
                members.push("nobody".into());
            }
            let managing = !matches!(kind, "spend" | "hold" | "transfer")
                && state.members.contains_key("ann")
                && self.rng.chance(70);
            out["by"] =
                if managing { Some("ann".to_owned()) } else { self.rng.pick(&members).cloned() }.into();
        } else if !members.is_empty() || self.rng.chance(30) {
            out["by"] = "system".into();
        }
        let system = out.get("by").is_none_or(|by| by == "system");
        let charges = matches!(kind, "spend" | "hold" | "purchase" | "refund" | "settle");
        if (system && charges && self.rng.chance(35)) || self.rng.chance(1) {
            members.push("guest".into());
            out["for"] = self.rng.pick(&members).cloned().into();
        }
    }

    fn wallet(&mut self, state: &Account) -> String {
        let mut all = state.wallets();
        if self.rng.chance(4) {
            all = vec!["team:gone".into()];
        }
        self.rng.pick(&all).cloned().unwrap_or_default()
    }

    fn request(&mut self) -> Value {
        let rng = &mut self.rng;
        match rng.between(1, 20) {
            1..=8 => {
                json!({"model": "video", "inputs": {"seconds": rng.between(1, 30), "size": rng.text(&["small", "large"])}})
            }
            9..=15 => json!({"model": "image", "inputs": {"n": rng.between(1, 20), "fine": rng.chance(40)}}),
            16..=17 => {
                json!({"model": "text", "inputs": {"prompt": "héllo ".repeat(rng.between(0, 40) as usize), "out": rng.between(0, 850)}})
            }
            18 => json!({"model": "text", "inputs": {"prompt": rng.between(0, 400)}}),
            19 => json!({"model": rng.text(&["secret", "nothing", "video"]), "inputs": {}}),
            _ => json!({"model": "image", "inputs": {"n": rng.between(0, 40), "colour": "red"}}),
        }
    }

    fn charge(&mut self, state: &Account, at: i64, hold: bool) -> Value {
        let mut out = if self.rng.chance(70) {
            json!({"request": self.request()})
        } else {
            json!({"credits": self.rng.between(0, 60)})
        };
        if self.rng.chance(30) {
            out["from"] = self.wallet(state).into();
        }
        if hold && self.rng.chance(50) {
            let expires_at = at + self.rng.between(0, 50) * 12 * HOUR + self.rng.between(0, 1) * HOUR;
            out["expiresAt"] = expires_at.min(LAST).into();
        } else if let Some(plan) = state.plan.as_ref().filter(|_| hold && self.rng.chance(30)) {
            // The very instant of a renewal, now or in some days.
            out["expiresAt"] = (plan.renews_at + self.rng.between(0, 3) * DAY).min(LAST).into();
        }
        if !hold && out.get("request").is_some() && self.rng.chance(6) {
            out["expect"] = self.rng.between(1, 30).into();
        }
        out
    }

    fn held(&mut self, state: &Account) -> String {
        let ids: Vec<String> = state.holds.keys().cloned().collect();
        if self.rng.chance(5) {
            "c0".into()
        } else {
            self.rng.pick(&ids).cloned().unwrap_or_else(|| "c0".into())
        }
    }

    fn plan(&mut self, rules: &Value) -> String {
        let mut ids: Vec<String> = field::fields(rules, "plans").into_iter().map(|(id, _)| id).collect();
        if self.rng.chance(4) {
            ids = vec!["nothing".into()];
        }
        self.rng.pick(&ids).cloned().unwrap_or_default()
    }

    /// A kind's own fields.
    fn body(&mut self, kind: &str, rules: &Value, state: &Account, at: i64) -> Value {
        match kind {
            "spend" | "hold" => self.charge(state, at, kind == "hold"),
            "settle" => self.settle(state),
            "release" => json!({"hold": self.held(state)}),
            "refund" => self.refund(),
            "transfer" => self.transfer(state),
            "purchase" => self.purchase(rules),
            "grant" => self.grant(rules, state, at),
            "revoke" => self.revoke(state),
            "subscribe" => self.subscribe(rules),
            "cancel" => self.cancel(at),
            "setTeam" => self.set_team(),
            "removeTeam" => json!({"team": self.team(state)}),
            "setMember" => self.set_member(state),
            "removeMember" => {
                let ids: Vec<String> = state.members.keys().cloned().chain(["guest".into()]).collect();
                json!({"member": self.rng.pick(&ids)})
            }
            "setAlert" => self.set_alert(state),
            "removeAlert" => json!({"alert": self.rng.text(&["a1", "a2", "a3"])}),
            _ => json!({}),
        }
    }

    fn settle(&mut self, state: &Account) -> Value {
        let hold = self.held(state);
        let held = state.holds.get(&hold).map_or(10, |h| h.credits());
        match self.rng.between(1, 10) {
            1..=3 => json!({"hold": hold}),
            4..=6 => json!({"hold": hold, "credits": self.rng.between(0, held.max(1))}),
            7..=8 => json!({"hold": hold, "credits": held + self.rng.between(1, 15)}),
            _ => json!({"hold": hold, "request": self.request()}),
        }
    }

    /// Gives back what was drawn, all or some, mostly once.
    fn refund(&mut self) -> Value {
        let place = if self.drawn.is_empty() {
            None
        } else {
            Some(self.rng.between(0, self.drawn.len() as i64 - 1) as usize)
        };
        let draws = match place {
            Some(place) if self.rng.chance(80) => self.drawn.swap_remove(place),
            Some(place) => self.drawn.get(place).cloned().unwrap_or_default(),
            None => vec![
                json!({"wallet": "bank", "grant": "c0", "source": "monthly", "credits": 5, "of": 5, "grantedAt": 0}),
            ],
        };
        let all: i64 = draws.iter().map(|d| read_draw(d).credits).sum();
        let mut out = json!({"draws": draws});
        if self.rng.chance(50) {
            let beyond = i64::from(self.rng.chance(5));
            let credits = self.rng.between(1, all + beyond);
            out["credits"] = credits.into();
            self.keep_rest(&draws, all - credits);
        }
        if self.rng.chance(30) {
            out["model"] = "image".into();
        }
        out
    }

    /// What is left of draws after a refund of the last, for another refund.
    fn keep_rest(&mut self, draws: &[Value], mut left: i64) {
        let mut rest = Vec::new();
        for draw in draws.iter().map(read_draw) {
            let credits = draw.credits.min(left);
            left -= credits;
            rest.extend((credits > 0).then(|| write_draw(&draw.part(credits))));
        }
        if !rest.is_empty() && self.rng.chance(70) {
            self.drawn.push(rest);
        }
    }

    fn transfer(&mut self, state: &Account) -> Value {
        let filled: Vec<String> =
            state.wallets().into_iter().filter(|w| state.grants(w).is_some_and(|g| !g.is_empty())).collect();
        let from = self.rng.pick(&filled).cloned().unwrap_or_else(|| "bank".into());
        let from = if self.rng.chance(5) { self.wallet(state) } else { from };
        let mut others = state.wallets();
        others.retain(|w| *w != from || self.rng.chance(5));
        let to: Value = match self.rng.between(1, 30) {
            1 => json!({"account": "other", "product": "app"}),
            2 => json!({"account": "other", "product": "api"}),
            3 => "team:gone".into(),
            _ => self.rng.pick(&others).cloned().unwrap_or_else(|| "bank".into()).into(),
        };
        let there: i64 = state.grants(&from).into_iter().flatten().map(|(_, g)| g.credits).sum();
        let most = if self.rng.chance(85) { there.max(1) } else { there + 20 };
        json!({"from": from, "to": to, "credits": self.rng.between(1, most)})
    }

    fn purchase(&mut self, rules: &Value) -> Value {
        let mut ids: Vec<String> = field::fields(rules, "packs").into_iter().map(|(id, _)| id).collect();
        if ids.is_empty() || self.rng.chance(3) {
            ids = vec!["nothing".into()];
        }
        let mut out = json!({"pack": self.rng.pick(&ids), "quantity": self.rng.between(1, 4)});
        if self.rng.chance(50) {
            out["consent"] = self.rng.text(&["I agree", "I agree", "i agree"]).into();
        }
        out
    }

    fn grant(&mut self, rules: &Value, state: &Account, at: i64) -> Value {
        let mut ids: Vec<String> =
            field::items(rules, "sources").iter().filter_map(|s| field::string(s, "id")).collect();
        if self.rng.chance(3) {
            ids = vec!["nothing".into()];
        }
        let mut out = json!({"source": self.rng.pick(&ids), "credits": self.rng.between(1, 100)});
        if self.rng.chance(35) {
            out["to"] = self.wallet(state).into();
        }
        if self.rng.chance(45) {
            out["expiresAt"] = (at + self.rng.between(0, 90) * DAY).min(LAST).into();
        }
        out
    }

    fn revoke(&mut self, state: &Account) -> Value {
        let mut ids: Vec<String> = state.all_grants().into_iter().map(|(_, id, _)| id).collect();
        ids.extend(state.holds.values().flat_map(|h| &h.draws).map(|d| d.grant.clone()));
        if ids.is_empty() || self.rng.chance(5) {
            ids = vec!["c0".into()];
        }
        let mut out = json!({"grant": self.rng.pick(&ids)});
        if self.rng.chance(40) {
            out["credits"] = self.rng.between(1, 30).into();
        }
        out
    }

    fn subscribe(&mut self, rules: &Value) -> Value {
        let mut out = json!({"plan": self.plan(rules)});
        if self.rng.chance(45) {
            // Some are more than there can be credits for.
            let most = if self.rng.chance(5) { 1 << 53 } else { 5 };
            out["seats"] = self.rng.between(1, most - 1).into();
        }
        if self.rng.chance(15) {
            out["allowance"] = (self.rng.between(1, 20) * 10).into();
        }
        if self.rng.chance(40) {
            out["when"] = self.rng.text(&["now", "periodEnd", "periodEnd"]).into();
        }
        out
    }

    fn cancel(&mut self, at: i64) -> Value {
        let mut out = json!({});
        if self.rng.chance(40) {
            out["when"] = self.rng.text(&["now", "periodEnd"]).into();
        }
        if self.rng.chance(if out.get("when") == Some(&json!("now")) { 5 } else { 40 }) {
            out["until"] = (at + self.rng.between(-10, 120) * DAY).clamp(0, LAST).into();
        }
        out
    }

    fn set_team(&mut self) -> Value {
        let mut out = json!({"team": self.rng.text(&["x", "y", "z"])});
        if self.rng.chance(50) {
            out["limits"] = limits(&mut self.rng).into();
        }
        if self.rng.chance(20) {
            out["label"] = self.rng.text(&["A team", ""]).into();
        }
        out
    }

    fn team(&mut self, state: &Account) -> String {
        let ids: Vec<String> = state.teams.keys().cloned().collect();
        if self.rng.chance(10) {
            "gone".into()
        } else {
            self.rng.pick(&ids).cloned().unwrap_or_else(|| "gone".into())
        }
    }

    fn set_member(&mut self, state: &Account) -> Value {
        // ann stays an admin, mostly, so that someone may manage.
        let rng = &mut self.rng;
        if rng.chance(if state.members.is_empty() { 60 } else { 15 }) {
            return json!({"member": "ann", "role": rng.text(&["admin", "admin", "admin", "clerk"])});
        }
        let role = if rng.chance(4) {
            "king".into()
        } else {
            rng.text(&["admin", "maker", "maker", "blind", "buyer", "mover", "clerk"])
        };
        let mut out = json!({"member": rng.text(&["ann", "bob", "cy", "dee", "guest"]), "role": role});
        let mut teams: Vec<String> = state.teams.keys().cloned().collect();
        rng.shuffle(&mut teams);
        teams.truncate(rng.between(0, 2) as usize);
        if rng.chance(3) {
            teams.push("gone".into());
        }
        if !teams.is_empty() {
            out["teams"] = teams.into();
        }
        if rng.chance(35) {
            out["limits"] = limits(rng).into();
        }
        out
    }

    fn set_alert(&mut self, state: &Account) -> Value {
        let mut watches = vec!["account".to_owned(), "members".into()];
        watches.extend(state.members.keys().map(|m| format!("member:{m}")));
        watches.extend(state.teams.keys().map(|t| format!("team:{t}")));
        if self.rng.chance(5) {
            watches = vec!["member:nobody".into(), "team:gone".into()];
        }
        let watch = self.rng.pick(&watches).cloned().unwrap_or_default();
        let rng = &mut self.rng;
        let thresholds: Vec<i64> = (0..rng.between(1, 4)).map(|_| rng.between(1, 15) * 10).collect();
        let spent = watch == "members" || rng.chance(55);
        let mut out =
            json!({"alert": rng.text(&["a1", "a2", "a3"]), "watch": watch, "thresholds": thresholds});
        out["on"] = if spent { "spent" } else { "balance" }.into();
        if spent {
            out["per"] = rng.text(&["hour", "day", "month", "period"]).into();
        }
        out
    }
}

/// An instant as RFC 3339, on the second and in UTC; `at` where it is not on one.
fn iso(at: i64) -> Value {
    let start = super::time::calendar_window("month", at).0;
    let mut year = 1970;
    while super::time::add_periods(0, year - 1970 + 1, "year") <= start {
        year += 1;
    }
    let january = super::time::add_periods(0, year - 1970, "year");
    let month = (1..=12).find(|m| super::time::add_periods(january, *m, "month") > start).unwrap_or(1);
    let rest = at - start;
    let (day, left) = (rest / DAY + 1, rest % DAY);
    let (hour, minute, ms) = (left / HOUR, left % HOUR / 60_000, left % 60_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}.{:03}Z", ms / 1000, ms % 1000).into()
}
