//! Reading an account: balance, order, limits, affordable (8.2, 4.9, 13).

use num_bigint::BigInt;
use serde_json::{Map, Value, json};

use super::account::{Account, PlanState, team_of, write_draw, write_plan};
use super::asker::{self, Asker};
use super::book::{Book, Tag};
use super::refusal::{Mistake, Stop};
use super::rules::Rules;
use super::time::LAST;
use super::{advance, decide, field, order, plan, price, spend, windows};

/// A view's asker and the account brought to its instant.
pub struct Look {
    pub account: Account,
    pub asker: Asker,
    pub at: i64,
    pub wallet: Option<String>,
}

/// 1.2, 8.1: brings the account to the view's instant and resolves who asks.
pub fn look(rules: &Rules, passed: &Account, view: &Value) -> (i64, Result<Look, Stop>) {
    let at = field::instant(view, "at").unwrap_or(0).max(passed.as_of);
    let mut book = Book::new(rules, passed.clone());
    advance::bring(&mut book, at);
    let look = asker::resolve(&book.account, field::text(view, "by"), "invalid_request").map(|asker| Look {
        account: book.account,
        asker,
        at,
        wallet: field::string(view, "wallet"),
    });
    (at, look)
}

/// Runs a reading and turns what stops it into an answer.
fn answer(
    rules: &Rules,
    passed: &Account,
    view: &Value,
    read: impl Fn(&Look) -> Result<Value, Stop>,
) -> Result<Value, Mistake> {
    let (at, look) = look(rules, passed, view);
    look.and_then(|look| read(&look)).or_else(|stop| stop.answer(at))
}

/// 8.2: the wallets shown: those the asker may see, or the one named, which must be one of these.
fn shown(rules: &Rules, look: &Look) -> Result<Vec<String>, Stop> {
    look.asker.must(rules, &look.account, "viewBalance")?;
    let wallets = look.asker.sees(rules, &look.account);
    let Some(named) = &look.wallet else { return Ok(wallets) };
    if wallets.contains(named) {
        return Ok(vec![named.clone()]);
    }
    if look.asker.may(rules, &look.account, "manage") {
        return Err(Stop::refuse("unknown_team", json!({"id": team_of(named)})));
    }
    Err(look.asker.forbidden(&look.account, "manage"))
}

/// 8.2: what is spendable, locked and held, by source and by wallet.
pub fn balance(rules: &Rules, passed: &Account, view: &Value) -> Result<Value, Mistake> {
    answer(rules, passed, view, |look| {
        let wallets = shown(rules, look)?;
        let account = &look.account;
        let mut out = three(rules, account, &wallets);
        out.insert("ok".into(), true.into());
        out.insert("at".into(), look.at.into());
        out.insert(
            "sources".into(),
            rules.sources.iter().map(|s| source(rules, account, &wallets, s)).collect(),
        );
        let by_wallet = wallets.iter().map(|w| {
            let mut row = three(rules, account, std::slice::from_ref(w));
            row.insert("wallet".into(), w.clone().into());
            Value::Object(row)
        });
        out.insert("wallets".into(), by_wallet.collect());
        out.extend(account.plan.as_ref().map(|p| ("plan".into(), write_plan(p))));
        out.extend(forecast(rules, account).map(|r| ("renewal".into(), r)));
        out.extend(advance::next_change(rules, account).map(|at| ("changesAt".into(), at.into())));
        Ok(Value::Object(out))
    })
}

fn three(rules: &Rules, account: &Account, wallets: &[String]) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("spendable".into(), order::spendable(rules, account, wallets).into());
    out.insert("locked".into(), order::locked(rules, account, wallets).into());
    out.insert("held".into(), order::held(account, wallets).into());
    out
}

/// One row of `sources`: `of` is the period's allowance or the rollover's cap, `expiring` the soonest to go.
fn source(rules: &Rules, account: &Account, wallets: &[String], source: &super::rules::Source) -> Value {
    let mut only = account.clone();
    let mine = |g: &super::account::Grant| g.source == source.id;
    only.bank.retain(|_, g| mine(g));
    only.teams.values_mut().for_each(|t| t.grants.retain(|_, g| mine(g)));
    only.holds.values_mut().for_each(|h| h.draws.retain(|d| d.source == source.id));
    let mut row = three(rules, &only, wallets);
    row.insert("source".into(), source.id.clone().into());
    row.insert("label".into(), source.label.clone().into());
    row.extend(
        account.plan.as_ref().and_then(|p| most(rules, p, &source.id)).map(|of| ("of".into(), of.into())),
    );
    let lying: Vec<(i64, i64)> = only
        .all_grants()
        .iter()
        .filter(|(w, _, _)| wallets.contains(w))
        .filter_map(|(_, _, g)| g.expires_at.map(|at| (at, g.credits)))
        .collect();
    if let Some(at) = lying.iter().map(|(at, _)| *at).min() {
        let credits: i64 = lying.iter().filter(|(expiry, _)| *expiry == at).map(|(_, c)| c).sum();
        row.insert("expiring".into(), json!({"at": at, "credits": credits}));
    }
    Value::Object(row)
}

/// The period's allowance, or the rollover's cap, of a source.
fn most(rules: &Rules, plan: &PlanState, source: &str) -> Option<i64> {
    let rule = rules.plans.get(&plan.id)?;
    if rule.allowance.as_ref().is_some_and(|a| a.source == source) {
        return Some(rules.period_amount(&plan.id, plan.seats, plan.allowance));
    }
    rule.rollover.as_ref().filter(|r| r.into == source).map(|r| rules.cap(r, plan.seats))
}

/// 13: what the next renewal, or the plan's end, grants, keeps, loses and locks; one that waits for a command as if it
/// came in time.
fn forecast(rules: &Rules, account: &Account) -> Option<Value> {
    let at = account.plan.as_ref().map(|p| p.renews_at).filter(|&at| at < LAST)?;
    // Everything that time does before, holds' ends and expiries at that very instant included, but not the plan's turn.
    let mut then = Book::new(rules, account.clone());
    advance::steps_but_plan(&mut then, at);
    then.entries.clear();
    let before = then.account.clone();
    let renews = plan::turn(&mut then, at, &Tag::default());
    let sum = |kind: &str, allowance: bool| -> i64 {
        let chosen =
            then.entries.iter().filter(|e| e.kind == kind && rules.is_allowance(&e.source) == allowance);
        chosen.map(|e| e.credits).sum()
    };
    let lost = -(sum("lapse", true) + sum("lapse", false));
    let newly_locked =
        |source: &str| order::usable(rules, &before, source) && !order::usable(rules, &then.account, source);
    let locked: i64 = before
        .all_grants()
        .iter()
        .filter(|(_, _, g)| newly_locked(&g.source))
        .filter_map(|(w, id, g)| {
            then.account.grants(w).and_then(|all| all.get(id)).map(|left| left.credits.min(g.credits))
        })
        .sum();
    let mut out = json!({
        "at": at, "granted": sum("grant", true), "kept": -sum("rollover", true), "lost": lost, "locked": locked,
    });
    if !renews {
        out["ends"] = true.into();
    }
    Some(out)
}

/// 2.2, 8.2: every grant in the order in which it would be consumed: the asker's teams, other teams, the bank.
pub fn order(rules: &Rules, passed: &Account, view: &Value) -> Result<Value, Mistake> {
    answer(rules, passed, view, |look| {
        let mut wallets = shown(rules, look)?;
        let own: Vec<String> = match &look.asker {
            Asker::Member(id) => look.account.members.get(id).map(|m| m.teams.clone()).unwrap_or_default(),
            _ => Vec::new(),
        };
        let place = |w: &String| team_of(w).map(|t| own.iter().position(|o| o == t).unwrap_or(own.len()));
        wallets.sort_by_key(|w| (w == "bank", place(w), w.clone()));
        let row = |(draw, usable): (super::account::Draw, bool)| {
            let mut row = write_draw(&draw);
            row["usable"] = usable.into();
            if !usable {
                row["why"] = "needs_plan".into();
            }
            row
        };
        let grants: Vec<Value> =
            order::consumption(rules, &look.account, &wallets).into_iter().map(row).collect();
        Ok(json!({"ok": true, "at": look.at, "grants": grants}))
    })
}

/// 2.5: the wallets that a spend by this asker draws on; one named must be theirs to draw on, and be there.
fn drawn(rules: &Rules, look: &Look) -> Result<Option<Vec<String>>, Stop> {
    let wallets = look.asker.draws_on(rules, &look.account, look.wallet.as_deref());
    if let (Some(named), None) = (&look.wallet, &wallets) {
        let _ = named;
        return Err(look.asker.forbidden(&look.account, "manage"));
    }
    match look.wallet.as_deref().and_then(team_of) {
        Some(team) if !look.account.teams.contains_key(team) => {
            Err(Stop::refuse("unknown_team", json!({"id": team})))
        }
        _ => Ok(wallets),
    }
}

/// 9.1: every limit that a spend by this asker meets.
pub fn limits(rules: &Rules, passed: &Account, view: &Value) -> Result<Value, Mistake> {
    answer(rules, passed, view, |look| {
        look.asker.must(rules, &look.account, "generate")?;
        let wallets = drawn(rules, look)?;
        let first = wallets.as_ref().and_then(|w| w.first()).map(String::as_str);
        let uses = match &look.asker {
            Asker::Member(id) => windows::met(rules, &look.account, id, first, look.at),
            _ => Vec::new(),
        };
        Ok(
            json!({"ok": true, "at": look.at, "limits": uses.iter().map(spend::limit_use).collect::<Vec<_>>()}),
        )
    })
}

/// 4.9: the largest value of a number input that this asker could spend on now; if none can be paid, the refusal that a
/// spend of the least would get.
pub fn affordable(
    rules: &Rules,
    passed: &Account,
    request: &Value,
    input: &str,
    view: &Value,
) -> Result<Value, Mistake> {
    let model = field::text(request, "model").unwrap_or_default();
    let (at, look) = look(rules, passed, view);
    let look = match look {
        Ok(look) => look,
        Err(stop) => return stop.answer(at),
    };
    let judge = |request: &Value| -> Result<Value, Mistake> {
        let mut command = json!({"type": "spend", "at": at, "by": look.asker.name(), "request": request});
        if let Some(wallet) = &look.wallet {
            command["from"] = wallet.clone().into();
        }
        decide::decide(rules, &look.account, &command, true)
    };
    if field::fields(&rules.raw, "models").iter().all(|(id, _)| id != model) {
        return judge(request);
    }
    let Some(range) = price::range(rules, model, input) else {
        return Err(Mistake { code: "invalid_request" });
    };
    let spend = |n: &BigInt| -> Result<Value, Mistake> {
        let mut request = request.clone();
        request["inputs"][input] = range.at(n);
        judge(&request)
    };
    let paid = |n: &BigInt| spend(n).is_ok_and(|d| field::flag(&d, "ok"));
    let found = if range.count <= BigInt::from(10_000) {
        let mut n = range.count.clone();
        loop {
            n -= 1;
            if n < BigInt::from(0) {
                break None;
            }
            if paid(&n) {
                break Some(n);
            }
        }
    } else {
        let mut best = largest(&range.count, paid);
        // Tables may offer single values alone.
        for n in price::named(rules, model).iter().filter_map(|value| range.place(value)) {
            if best.as_ref().is_none_or(|best| *best < n) && paid(&n) {
                best = Some(n);
            }
        }
        best
    };
    match found {
        Some(n) => {
            let cost = spend(&n)?.get("credits").cloned();
            Ok(json!({"ok": true, "value": range.at(&n), "cost": cost}))
        }
        None => spend(&BigInt::from(0)).map_err(|_| Mistake { code: "invalid_request" }),
    }
}

/// The last of so many that can be paid, where those before it can be too.
fn largest(count: &BigInt, paid: impl Fn(&BigInt) -> bool) -> Option<BigInt> {
    let (mut low, mut high) = (BigInt::from(0), count.clone());
    if !paid(&low) {
        return None;
    }
    while &high - &low > BigInt::from(1) {
        let middle: BigInt = (&low + &high) / 2;
        if paid(&middle) { low = middle } else { high = middle }
    }
    Some(low)
}
