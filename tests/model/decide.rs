//! A command is decided: replay, mistakes, who asks, what is done, what it leaves (sections 8, 10, 11).

use serde_json::{Map, Value, json};

use super::account::{Account, Draw, write_draw};
use super::asker::{self, Asker};
use super::book::{Book, Tag};
use super::refusal::{Mistake, Stop};
use super::rules::Rules;
use super::{advance, alerts, field, grant, order, people, plan, spend, subscribe, time, transfer, windows};

/// A command under decision.
pub struct Case<'a> {
    pub book: Book<'a>,
    pub command: &'a Value,
    pub id: String,
    pub at: i64,
    pub asker: Asker,
    /// The account as time has brought it, before the command.
    pub before: Account,
    /// Whether this is a preview, in which persons may wish for what only the system applies (7.5).
    pub wish: bool,
}

/// What a command did.
#[derive(Default)]
pub struct Done {
    pub credits: i64,
    pub draws: Vec<Draw>,
    pub estimate: Option<Value>,
    pub price: Option<Value>,
}

pub type Outcome = Result<Done, Stop>;

impl<'a> Case<'a> {
    pub fn rules(&self) -> &'a Rules {
        self.book.rules
    }

    pub fn text(&self, field: &str) -> Option<&'a str> {
        field::text(self.command, field)
    }

    pub fn int(&self, field: &str) -> Option<i64> {
        field::int(self.command, field)
    }

    /// 11.1: the person who asked, or whom `for` names, never the system.
    pub fn person(&self) -> Option<String> {
        self.text("for").map(str::to_owned).or_else(|| self.asker.person())
    }

    /// 13: what a command itself moves bears its id, its person and its note.
    pub fn tag(&self) -> Tag {
        Tag {
            command: Some(self.id.clone()),
            by: self.person(),
            note: field::some_text(self.command, "note"),
            ..Tag::default()
        }
    }

    /// The wallet is the bank's or that of a team that is there.
    pub fn known_wallet(&self, wallet: &str) -> Result<(), Stop> {
        match super::account::team_of(wallet) {
            Some(team) if !self.book.account.teams.contains_key(team) => {
                Err(Stop::refuse("unknown_team", json!({"id": team})))
            }
            _ => Ok(()),
        }
    }

    /// 8.3: whether this asker sees credits.
    pub fn sees_credits(&self) -> bool {
        self.asker.may(self.rules(), &self.book.account, "viewBalance")
    }

    /// 8.2a: on a view without `viewBalance`, credits are taken as enough.
    pub fn blind(&self) -> bool {
        self.book.account.view.is_some() && !self.sees_credits()
    }
}

/// 10.1, 13: what makes two commands the same: all but `at` and `note`, compared as read.
pub fn content(command: &Value) -> String {
    let mut fields = command.as_object().cloned().unwrap_or_default();
    fields.remove("at");
    fields.remove("note");
    if fields.get("by") == Some(&json!("system")) {
        fields.remove("by");
    }
    canonical(&as_read(Value::Object(fields)))
}

/// Instants as milliseconds, numbers as whole ones where they are, `-0` as 0.
fn as_read(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let read = |(k, v): (String, Value)| {
                let instant = matches!(k.as_str(), "expiresAt" | "grantedAt" | "until");
                let v = if instant { time::instant(&v).map_or(v, Value::from) } else { as_read(v) };
                (k, v)
            };
            Value::Object(map.into_iter().map(read).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(as_read).collect()),
        Value::Number(n) => field::whole(&Value::Number(n.clone())).map_or(Value::Number(n), Value::from),
        other => other,
    }
}

/// Text with the keys of every object in order.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            let fields = keys.into_iter().map(|k| format!("{}:{}", json!(k), canonical(&map[k])));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// Decides a command: `Ok` with the answer, the account afterwards in it unless this is a preview.
pub fn decide(rules: &Rules, passed: &Account, command: &Value, wish: bool) -> Result<Value, Mistake> {
    let id = field::text(command, "id").unwrap_or("~draft").to_owned();
    let at = field::instant(command, "at").unwrap_or(0).max(passed.as_of);
    let content = content(command);
    if passed.recent.get(&id).is_some_and(|(_, digest)| *digest == content) {
        return Ok(replay(rules, passed, command, at, wish));
    }
    match judge(rules, passed, command, &id, at, wish) {
        Ok((case, done)) => Ok(accept(case, passed, done, content)),
        Err(stop) => stop.answer(at),
    }
}

/// 10.1: accepted again, nothing changes; `spendable` is at `at` (13).
fn replay(rules: &Rules, passed: &Account, command: &Value, at: i64, wish: bool) -> Value {
    let mut book = Book::new(rules, passed.clone());
    advance::bring(&mut book, at);
    let asker = Asker::read(field::text(command, "by"));
    let mut out = json!({
        "ok": true, "at": at, "seq": passed.seq, "credits": 0, "draws": [], "entries": [], "alerts": [], "replayed": true,
    });
    if asker.known(&book.account) && asker.may(rules, &book.account, "viewBalance") {
        out["spendable"] = spendable_after(rules, &book.account, &asker, command).into();
    }
    if !wish {
        out["account"] = passed.write();
    }
    out
}

/// 8.2, 13: what a spend by the asker could draw; `from` counts in spend and hold alone; nothing where nothing may be
/// drawn on.
fn spendable_after(rules: &Rules, account: &Account, asker: &Asker, command: &Value) -> i64 {
    let charges = matches!(field::text(command, "type"), Some("spend" | "hold"));
    let from = if charges { field::text(command, "from") } else { None };
    asker.draws_on(rules, account, from).map_or(0, |wallets| order::spendable(rules, account, &wallets))
}

/// All that is asked before and while a command is carried out, in the order of `Facts`.
fn judge<'a>(
    rules: &'a Rules,
    passed: &Account,
    command: &'a Value,
    id: &str,
    at: i64,
    wish: bool,
) -> Result<(Case<'a>, Done), Stop> {
    mistakes(passed, command, at)?;
    if passed.closed {
        return Err(Stop::refuse("account_closed", json!({"account": passed.id})));
    }
    let mut book = Book::new(rules, passed.clone());
    advance::bring(&mut book, at);
    if passed.recent.contains_key(id) || already_there(&book.account, command, id) {
        return Err(Stop::refuse("id_reused", json!({"id": id})));
    }
    let asker = asker::resolve(&book.account, field::text(command, "by"), "invalid_command")?;
    let before = book.account.clone();
    let mut case = Case { book, command, id: id.into(), at, asker, before, wish };
    permit(&case)?;
    let asked = windows::asked(rules, &case.book.account);
    let (was, _) = windows::span(&case.book.account, "period", at);
    let done = carry_out(&mut case)?;
    if !case.book.account.closed {
        windows::period_begins(rules, &mut case.book.account, was);
        windows::begin(rules, &mut case.book.account, &asked);
    }
    windows::tidy(rules, &mut case.book.account);
    sizes(&case.book.account, done.estimate.as_ref())?;
    Ok((case, done))
}

/// The semantic mistakes of commands: 8.1, 10.4, 13.
fn mistakes(account: &Account, command: &Value, at: i64) -> Result<(), Stop> {
    let kind = field::text(command, "type").unwrap_or_default();
    let now = field::text(command, "when") == Some("now");
    let expiring =
        matches!(kind, "grant" | "hold") && field::instant(command, "expiresAt").is_some_and(|e| e <= at);
    let unclear = field::text(command, "by").is_none() && !account.members.is_empty();
    let until_now = kind == "cancel" && now && command.get("until").is_some();
    let watch = field::text(command, "watch").unwrap_or_default();
    let spent = field::text(command, "on") == Some("spent");
    let alert =
        kind == "setAlert" && (spent != command.get("per").is_some() || (watch == "members" && !spent));
    let named = matches!(field::text(command, "member"), Some("owner" | "system")) && kind == "setMember";
    let outweighs = kind == "refund" && {
        let held: i64 = field::items(command, "draws").iter().filter_map(|d| field::int(d, "credits")).sum();
        field::int(command, "credits").is_some_and(|credits| credits > held)
    };
    if expiring || unclear || until_now || alert || named || outweighs {
        return Err(Stop::mistake("invalid_command"));
    }
    Ok(())
}

/// 2.1: a grant or hold of the command's id that is already there.
fn already_there(account: &Account, command: &Value, id: &str) -> bool {
    match field::text(command, "type") {
        Some("grant" | "purchase") => account.bears_grant(id),
        Some("hold") => account.holds.contains_key(id),
        _ => false,
    }
}

/// 5.8, 7.5, 8.1, 8.4: what the asker's role must allow; what is the system's alone is asked first.
fn permit(case: &Case) -> Result<(), Stop> {
    if case.asker.is_system() {
        return Ok(());
    }
    let kind = case.text("type").unwrap_or_default();
    let charge = matches!(kind, "spend" | "hold");
    let systems = matches!(kind, "settle" | "release" | "refund" | "grant" | "revoke" | "renew" | "tick")
        || (!case.wish && matches!(kind, "purchase" | "subscribe" | "cancel" | "close"))
        || case.command.get("for").is_some()
        || (charge && case.command.get("request").is_none())
        || (kind == "subscribe" && case.command.get("allowance").is_some());
    let account = &case.book.account;
    if systems {
        return Err(case.asker.forbidden(account, "system"));
    }
    let needs = match kind {
        "spend" | "hold" => "generate",
        "purchase" | "subscribe" | "cancel" => "billing",
        "transfer" => "transfer",
        _ => "manage",
    };
    case.asker.must(case.rules(), account, needs)?;
    let wallets_allowed = match kind {
        "spend" | "hold" => case.asker.draws_on(case.rules(), account, case.text("from")).is_some(),
        "transfer" => {
            let wallets: Vec<&str> = [case.text("from"), case.text("to")].into_iter().flatten().collect();
            case.asker.may_move(case.rules(), account, &wallets)
        }
        _ => true,
    };
    if wallets_allowed { Ok(()) } else { Err(case.asker.forbidden(account, "manage")) }
}

fn carry_out(case: &mut Case) -> Outcome {
    match case.text("type").unwrap_or_default() {
        "spend" => spend::spend(case),
        "hold" => spend::hold(case),
        "settle" => spend::settle(case),
        "release" => spend::release(case),
        "refund" => spend::refund(case),
        "transfer" => transfer::transfer(case),
        "purchase" => grant::purchase(case),
        "grant" => grant::grant(case),
        "revoke" => grant::revoke(case),
        "subscribe" => subscribe::subscribe(case),
        "cancel" => subscribe::cancel(case),
        "renew" => subscribe::renew(case),
        "close" => subscribe::close(case),
        "setTeam" => people::set_team(case),
        "removeTeam" => people::remove_team(case),
        "setMember" => people::set_member(case),
        "removeMember" => people::remove_member(case),
        "setAlert" => people::set_alert(case),
        "removeAlert" => people::remove_alert(case),
        // Does nothing but bring the account to `at`.
        "tick" => Ok(Done::default()),
        _ => Err(Stop::mistake("invalid_command")),
    }
}

/// 10.2, 10.5: what a command may not go over.
fn sizes(account: &Account, estimate: Option<&Value>) -> Result<(), Stop> {
    let counts = [
        ("teams", account.teams.len() as i64, 10_000),
        ("members", account.members.len() as i64, 100_000),
        ("holds", account.holds.len() as i64, 10_000),
        ("alerts", account.alerts.len() as i64, 1_000),
        ("grants", account.all_grants().len() as i64, 100_000),
        ("credits", account.total(), plan::MOST),
    ];
    match counts.into_iter().find(|(_, count, limit)| count > limit) {
        Some((what, _, limit)) => {
            Err(Stop::refuse("too_many", json!({"what": what, "limit": limit})).priced(&estimate.cloned()))
        }
        None => Ok(()),
    }
}

/// The decision on what was carried out: counted, remembered, alerts told (10.1, 11.1).
fn accept(case: Case, passed: &Account, done: Done, content: String) -> Value {
    let Case { mut book, command, id, at, asker, before, wish } = case;
    let rules = book.rules;
    let sees = asker.may(rules, passed, "viewBalance");
    book.account.seq += 1;
    remember(rules, &mut book.account, id, content);
    let told = alerts::tell(rules, passed, &before, &mut book.account, command);
    let mut out = Map::new();
    out.insert("ok".into(), true.into());
    out.insert("at".into(), at.into());
    out.insert("seq".into(), book.account.seq.into());
    out.insert("credits".into(), done.credits.into());
    out.insert("draws".into(), done.draws.iter().map(write_draw).collect());
    out.insert("entries".into(), book.entries.iter().map(super::book::Entry::write).collect());
    out.insert("alerts".into(), Value::Array(told));
    if sees {
        out.insert("spendable".into(), spendable_after(rules, &book.account, &asker, command).into());
    }
    out.extend(done.estimate.map(|e| ("estimate".into(), e)));
    out.extend(done.price.map(|p| ("price".into(), p)));
    if !wish {
        out.insert("account".into(), book.account.write());
    }
    Value::Object(out)
}

/// 10.1: the last `remember` accepted commands, by seq.
fn remember(rules: &Rules, account: &mut Account, id: String, content: String) {
    account.recent.insert(id, (account.seq, content));
    while account.recent.len() > rules.remember {
        let oldest = account.recent.iter().min_by_key(|(_, (seq, _))| *seq).map(|(id, _)| id.clone());
        oldest.map(|id| account.recent.remove(&id));
    }
}
