//! The account: read from JSON, written back exactly as the contract says, and small motions on it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::field;
use super::rules::{Limit, Rules, limits};

pub type Grants = BTreeMap<String, Grant>;

#[derive(Clone, Default)]
pub struct Account {
    pub id: String,
    pub product: String,
    pub seq: i64,
    pub as_of: i64,
    pub closed: bool,
    pub view: Option<String>,
    pub plan: Option<PlanState>,
    pub renewed_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub bank: Grants,
    pub teams: BTreeMap<String, Team>,
    pub members: BTreeMap<String, Member>,
    pub holds: BTreeMap<String, Hold>,
    pub alerts: BTreeMap<String, Alert>,
    pub spent: BTreeMap<String, BTreeMap<String, Count>>,
    pub recent: BTreeMap<String, (i64, String)>,
}

#[derive(Clone)]
pub struct PlanState {
    pub id: String,
    pub cancelled: bool,
    pub started_at: i64,
    pub periods: i64,
    pub renews_at: i64,
    pub ends_at: Option<i64>,
    pub seats: Option<i64>,
    pub allowance: Option<i64>,
    pub next: Option<Next>,
}

#[derive(Clone)]
pub struct Next {
    pub id: String,
    pub seats: Option<i64>,
    pub allowance: Option<i64>,
}

#[derive(Clone)]
pub struct Grant {
    pub source: String,
    pub credits: i64,
    pub of: i64,
    pub granted_at: i64,
    pub expires_at: Option<i64>,
}

#[derive(Clone, Default)]
pub struct Team {
    pub label: Option<String>,
    pub grants: Grants,
    pub limits: Vec<Limit>,
}

#[derive(Clone)]
pub struct Member {
    pub role: String,
    pub teams: Vec<String>,
    pub limits: Vec<Limit>,
}

#[derive(Clone)]
pub struct Hold {
    pub at: i64,
    pub expires_at: i64,
    pub from: String,
    pub draws: Vec<Draw>,
    pub by: Option<String>,
    pub model: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone)]
pub struct Draw {
    pub wallet: String,
    pub grant: String,
    pub source: String,
    pub credits: i64,
    pub of: i64,
    pub granted_at: i64,
    pub expires_at: Option<i64>,
}

#[derive(Clone)]
pub struct Alert {
    pub watch: String,
    pub on: String,
    pub per: Option<String>,
    pub thresholds: Vec<i64>,
    pub told: BTreeMap<String, (i64, Vec<i64>)>,
}

#[derive(Clone)]
pub struct Count {
    pub since: i64,
    pub credits: i64,
}

impl Hold {
    pub fn credits(&self) -> i64 {
        self.draws.iter().map(|d| d.credits).sum()
    }
}

impl Draw {
    /// What is taken from a grant, with what it takes to give it back.
    pub fn of_grant(wallet: &str, id: &str, grant: &Grant, credits: i64) -> Draw {
        Draw {
            wallet: wallet.into(),
            grant: id.into(),
            source: grant.source.clone(),
            credits,
            of: grant.of,
            granted_at: grant.granted_at,
            expires_at: grant.expires_at,
        }
    }

    /// The same draw, of fewer credits.
    pub fn part(&self, credits: i64) -> Draw {
        Draw { credits, ..self.clone() }
    }
}

/// The name of a team whose wallet this is.
pub fn team_of(wallet: &str) -> Option<&str> {
    wallet.strip_prefix("team:")
}

impl Account {
    /// Every wallet: the bank first, then teams by id.
    pub fn wallets(&self) -> Vec<String> {
        std::iter::once("bank".to_owned()).chain(self.teams.keys().map(|t| format!("team:{t}"))).collect()
    }

    pub fn grants(&self, wallet: &str) -> Option<&Grants> {
        match team_of(wallet) {
            None => Some(&self.bank),
            Some(team) => self.teams.get(team).map(|t| &t.grants),
        }
    }

    fn grants_mut(&mut self, wallet: &str) -> &mut Grants {
        match team_of(wallet) {
            Some(team) if self.teams.contains_key(team) => {
                &mut self.teams.entry(team.into()).or_default().grants
            }
            _ => &mut self.bank,
        }
    }

    /// Every grant in every wallet: (wallet, grant id, grant).
    pub fn all_grants(&self) -> Vec<(String, String, Grant)> {
        let of = |w: String| -> Vec<(String, String, Grant)> {
            self.grants(&w).into_iter().flatten().map(|(id, g)| (w.clone(), id.clone(), g.clone())).collect()
        };
        self.wallets().into_iter().flat_map(of).collect()
    }

    /// Whether a grant, or a hold's draw, bears this id (2.1).
    pub fn bears_grant(&self, id: &str) -> bool {
        self.all_grants().iter().any(|(_, g, _)| g == id)
            || self.holds.values().any(|h| h.draws.iter().any(|d| d.grant == id))
    }

    /// 2.1: `~<source>:<instant>`, or with `:2`, `:3` … after it.
    pub fn fresh_id(&self, source: &str, at: i64) -> String {
        let base = format!("~{source}:{at}");
        let mut id = base.clone();
        let mut n = 2;
        while self.bears_grant(&id) {
            id = format!("{base}:{n}");
            n += 1;
        }
        id
    }

    /// What a grant has in all wallets and holds (5.5).
    pub fn everywhere(&self, grant: &str) -> i64 {
        let lying: i64 =
            self.all_grants().iter().filter(|(_, id, _)| id == grant).map(|(_, _, g)| g.credits).sum();
        let held: i64 =
            self.holds.values().flat_map(|h| &h.draws).filter(|d| d.grant == grant).map(|d| d.credits).sum();
        lying + held
    }

    /// What all wallets have of a source, holds aside (3.1).
    pub fn of_source(&self, source: &str) -> i64 {
        self.all_grants().iter().filter(|(_, _, g)| g.source == source).map(|(_, _, g)| g.credits).sum()
    }

    /// Everything there is, in wallets and holds (10.5).
    pub fn total(&self) -> i64 {
        let lying: i64 = self.all_grants().iter().map(|(_, _, g)| g.credits).sum();
        lying + self.holds.values().map(Hold::credits).sum::<i64>()
    }

    /// Takes credits out of a grant; an emptied one is dropped.
    pub fn take(&mut self, wallet: &str, grant: &str, credits: i64) {
        let grants = self.grants_mut(wallet);
        let Some(found) = grants.get_mut(grant) else { return };
        found.credits -= credits;
        if found.credits == 0 {
            grants.remove(grant);
        }
    }

    /// Puts credits into a grant, made if it is not there. What is there keeps its `grantedAt` and its expiry;
    /// a roll-over's `of` grows with the most that the share holds (5.5, 13).
    pub fn put(&mut self, rules: &Rules, draw: &Draw) {
        if draw.credits == 0 {
            return;
        }
        let grows = rules.is_rollover(&draw.grant, &draw.source);
        let fresh = Grant {
            source: draw.source.clone(),
            credits: 0,
            of: draw.of,
            granted_at: draw.granted_at,
            expires_at: draw.expires_at,
        };
        let grant = self.grants_mut(&draw.wallet).entry(draw.grant.clone()).or_insert(fresh);
        grant.credits += draw.credits;
        if grows {
            grant.of = grant.of.max(grant.credits);
        }
    }

    /// 13: a roll-over's share that moves takes its `of` along.
    pub fn widen(&mut self, rules: &Rules, draw: &Draw) {
        if rules.is_rollover(&draw.grant, &draw.source)
            && let Some(grant) = self.grants_mut(&draw.wallet).get_mut(&draw.grant)
        {
            grant.of = grant.of.max(draw.of);
        }
    }
}

// ───────────────────────────── Reading ─────────────────────────────

fn read_grants(v: &Value, field: &str) -> Grants {
    field::fields(v, field)
        .into_iter()
        .map(|(id, g)| {
            let grant = Grant {
                source: field::string(&g, "source").unwrap_or_default(),
                credits: field::int(&g, "credits").unwrap_or(0),
                of: field::int(&g, "of").unwrap_or(0),
                granted_at: field::instant(&g, "grantedAt").unwrap_or(0),
                expires_at: field::instant(&g, "expiresAt"),
            };
            (id, grant)
        })
        .collect()
}

pub fn read_draw(v: &Value) -> Draw {
    Draw {
        wallet: field::string(v, "wallet").unwrap_or_default(),
        grant: field::string(v, "grant").unwrap_or_default(),
        source: field::string(v, "source").unwrap_or_default(),
        credits: field::int(v, "credits").unwrap_or(0),
        of: field::int(v, "of").unwrap_or(0),
        granted_at: field::instant(v, "grantedAt").unwrap_or(0),
        expires_at: field::instant(v, "expiresAt"),
    }
}

pub fn read_member(v: &Value) -> Member {
    Member {
        role: field::string(v, "role").unwrap_or_default(),
        teams: field::strings(v, "teams"),
        limits: limits(v),
    }
}

fn read_plan(v: &Value) -> PlanState {
    PlanState {
        id: field::string(v, "id").unwrap_or_default(),
        cancelled: field::text(v, "status") == Some("cancelled"),
        started_at: field::instant(v, "startedAt").unwrap_or(0),
        periods: field::int(v, "periods").unwrap_or(0),
        renews_at: field::instant(v, "renewsAt").unwrap_or(0),
        ends_at: field::instant(v, "endsAt"),
        seats: field::int(v, "seats"),
        allowance: field::int(v, "allowance"),
        next: v.get("next").map(|n| Next {
            id: field::string(n, "id").unwrap_or_default(),
            seats: field::int(n, "seats"),
            allowance: field::int(n, "allowance"),
        }),
    }
}

fn read_hold(v: &Value) -> Hold {
    Hold {
        at: field::instant(v, "at").unwrap_or(0),
        expires_at: field::instant(v, "expiresAt").unwrap_or(0),
        from: field::string(v, "from").unwrap_or_default(),
        draws: field::items(v, "draws").iter().map(read_draw).collect(),
        by: field::string(v, "by"),
        model: field::string(v, "model"),
        note: field::some_text(v, "note"),
    }
}

fn thresholds(v: &Value) -> Vec<i64> {
    field::items(v, "thresholds").iter().filter_map(field::whole).collect()
}

fn read_alert(v: &Value) -> Alert {
    Alert {
        watch: field::string(v, "watch").unwrap_or_default(),
        on: field::string(v, "on").unwrap_or_default(),
        per: field::string(v, "per"),
        thresholds: thresholds(v),
        told: field::fields(v, "told")
            .into_iter()
            .map(|(watched, t)| (watched, (field::instant(&t, "since").unwrap_or(0), thresholds(&t))))
            .collect(),
    }
}

impl Account {
    pub fn read(v: &Value) -> Account {
        let map = |field: &str| field::fields(v, field).into_iter();
        Account {
            id: field::string(v, "id").unwrap_or_default(),
            product: field::string(v, "product").unwrap_or_default(),
            seq: field::int(v, "seq").unwrap_or(0),
            as_of: field::instant(v, "asOf").unwrap_or(0),
            closed: field::flag(v, "closed"),
            view: field::string(v, "view"),
            plan: v.get("plan").map(read_plan),
            renewed_at: field::instant(v, "renewedAt"),
            ended_at: field::instant(v, "endedAt"),
            bank: read_grants(v, "bank"),
            teams: map("teams")
                .map(|(id, t)| {
                    (
                        id,
                        Team {
                            label: field::some_text(&t, "label"),
                            grants: read_grants(&t, "grants"),
                            limits: limits(&t),
                        },
                    )
                })
                .collect(),
            members: map("members").map(|(id, m)| (id, read_member(&m))).collect(),
            holds: map("holds").map(|(id, h)| (id, read_hold(&h))).collect(),
            alerts: map("alerts").map(|(id, a)| (id, read_alert(&a))).collect(),
            spent: map("spent")
                .map(|(key, windows)| {
                    let windows = windows.as_object().cloned().unwrap_or_default();
                    let count = |c: &Value| Count {
                        since: field::instant(c, "since").unwrap_or(0),
                        credits: field::int(c, "credits").unwrap_or(0),
                    };
                    (key, windows.iter().map(|(w, c)| (w.clone(), count(c))).collect())
                })
                .collect(),
            recent: map("recent")
                .map(|(id, r)| {
                    let seq = r.get(0).and_then(field::whole).unwrap_or(0);
                    let digest = r.get(1).and_then(Value::as_str).unwrap_or_default().to_owned();
                    (id, (seq, digest))
                })
                .collect(),
        }
    }
}

// ───────────────────────────── Writing ─────────────────────────────

/// An object of what is there: nothing empty is written (13).
pub fn object(fields: Vec<(&str, Option<Value>)>) -> Value {
    Value::Object(fields.into_iter().filter_map(|(k, v)| v.map(|v| (k.to_owned(), v))).collect())
}

fn some<T: Into<Value>>(value: T) -> Option<Value> {
    Some(value.into())
}

fn filled<T>(map: &BTreeMap<String, T>, write: impl Fn(&T) -> Value) -> Option<Value> {
    let all: Map<String, Value> = map.iter().map(|(k, v)| (k.clone(), write(v))).collect();
    if all.is_empty() { None } else { Some(Value::Object(all)) }
}

fn write_limits(all: &[Limit]) -> Option<Value> {
    let list: Vec<Value> = all.iter().map(|l| json!({"per": l.per, "credits": l.credits})).collect();
    if list.is_empty() { None } else { Some(Value::Array(list)) }
}

fn write_grants(grants: &Grants) -> Value {
    let write = |g: &Grant| {
        object(vec![
            ("source", some(g.source.clone())),
            ("credits", some(g.credits)),
            ("of", some(g.of)),
            ("grantedAt", some(g.granted_at)),
            ("expiresAt", g.expires_at.map(Value::from)),
        ])
    };
    filled(grants, write).unwrap_or_else(|| json!({}))
}

pub fn write_draw(d: &Draw) -> Value {
    object(vec![
        ("wallet", some(d.wallet.clone())),
        ("grant", some(d.grant.clone())),
        ("source", some(d.source.clone())),
        ("credits", some(d.credits)),
        ("of", some(d.of)),
        ("grantedAt", some(d.granted_at)),
        ("expiresAt", d.expires_at.map(Value::from)),
    ])
}

pub fn write_plan(p: &PlanState) -> Value {
    object(vec![
        ("id", some(p.id.clone())),
        ("status", some(if p.cancelled { "cancelled" } else { "active" })),
        ("startedAt", some(p.started_at)),
        ("periods", some(p.periods)),
        ("renewsAt", some(p.renews_at)),
        ("endsAt", p.ends_at.map(Value::from)),
        ("seats", p.seats.map(Value::from)),
        ("allowance", p.allowance.map(Value::from)),
        (
            "next",
            p.next.as_ref().map(|n| {
                object(vec![
                    ("id", some(n.id.clone())),
                    ("seats", n.seats.map(Value::from)),
                    ("allowance", n.allowance.map(Value::from)),
                ])
            }),
        ),
    ])
}

fn write_team(t: &Team) -> Value {
    object(vec![
        ("label", t.label.clone().map(Value::from)),
        ("grants", Some(write_grants(&t.grants))),
        ("limits", write_limits(&t.limits)),
    ])
}

fn write_member(m: &Member) -> Value {
    let teams = if m.teams.is_empty() { None } else { some(m.teams.clone()) };
    object(vec![("role", some(m.role.clone())), ("teams", teams), ("limits", write_limits(&m.limits))])
}

fn write_hold(h: &Hold) -> Value {
    object(vec![
        ("at", some(h.at)),
        ("expiresAt", some(h.expires_at)),
        ("from", some(h.from.clone())),
        ("draws", Some(h.draws.iter().map(write_draw).collect())),
        ("by", h.by.clone().map(Value::from)),
        ("model", h.model.clone().map(Value::from)),
        ("note", h.note.clone().map(Value::from)),
    ])
}

fn write_alert(a: &Alert) -> Value {
    object(vec![
        ("watch", some(a.watch.clone())),
        ("on", some(a.on.clone())),
        ("per", a.per.clone().map(Value::from)),
        ("thresholds", some(a.thresholds.clone())),
        ("told", filled(&a.told, |(since, list)| json!({"since": since, "thresholds": list}))),
    ])
}

impl Account {
    pub fn write(&self) -> Value {
        let windows = |w: &BTreeMap<String, Count>| {
            filled(w, |c| json!({"since": c.since, "credits": c.credits})).unwrap_or_else(|| json!({}))
        };
        object(vec![
            ("schema", some(1)),
            ("id", some(self.id.clone())),
            ("product", some(self.product.clone())),
            ("seq", some(self.seq)),
            ("asOf", some(self.as_of)),
            ("closed", self.closed.then_some(Value::Bool(true))),
            ("view", self.view.clone().map(Value::from)),
            ("plan", self.plan.as_ref().map(write_plan)),
            ("renewedAt", self.renewed_at.map(Value::from)),
            ("endedAt", self.ended_at.map(Value::from)),
            ("bank", Some(write_grants(&self.bank))),
            ("teams", filled(&self.teams, write_team)),
            ("members", filled(&self.members, write_member)),
            ("holds", filled(&self.holds, write_hold)),
            ("alerts", filled(&self.alerts, write_alert)),
            ("spent", filled(&self.spent, windows)),
            ("recent", filled(&self.recent, |(seq, digest)| json!([seq, digest]))),
        ])
    }
}
