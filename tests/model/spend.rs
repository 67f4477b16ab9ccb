//! Spend, hold, settle, release, refund (section 5).

use serde_json::{Value, json};

use super::account::{Draw, Hold, read_draw};
use super::advance::hold_tag;
use super::asker::Asker;
use super::book::Tag;
use super::decide::{Case, Done, Outcome};
use super::refusal::Stop;
use super::remedies::{self, Missing};
use super::{field, giving, order, price, time, windows};

/// What a charge costs, and the estimate where it was priced.
struct Cost {
    credits: i64,
    estimate: Option<Value>,
    model: Option<String>,
}

/// Prices a request as the account stands; a settle does not ask plans and products again (5.4).
fn priced(case: &Case, request: &Value, ask: bool) -> Result<Cost, Stop> {
    let account = &case.book.account;
    let plan = account.plan.as_ref().map(|p| p.id.as_str());
    let estimate = price::estimate(case.rules(), request, plan, &account.product, ask, "invalid_command")?;
    Ok(Cost {
        credits: field::int(&estimate, "cost").unwrap_or(0),
        model: field::string(request, "model"),
        estimate: Some(estimate),
    })
}

/// 5.1, 5.2: what a spend or a hold charges: the price of its request, guarded by `expect`, or plain credits.
fn cost(case: &Case) -> Result<Cost, Stop> {
    let Some(request) = case.command.get("request") else {
        return Ok(Cost { credits: case.int("credits").unwrap_or(0), estimate: None, model: None });
    };
    let cost = priced(case, request, true)?;
    match case.int("expect") {
        Some(expected) if expected != cost.credits => {
            let facts = json!({"expected": expected, "cost": cost.credits});
            let stop = Stop::with("price_changed", facts, vec![json!({"do": "refresh_quote"})]);
            Err(stop.priced(&cost.estimate))
        }
        _ => Ok(cost),
    }
}

/// 8.3, 11.3: the refusal of a charge that is short.
fn insufficient(
    case: &Case,
    asker: &Asker,
    wallets: &[String],
    needed: i64,
    request: Option<&Value>,
) -> Stop {
    let (rules, account) = (case.rules(), &case.book.account);
    let spendable = order::spendable(rules, account, wallets);
    let shortfall = needed - spendable;
    let facts = shortage(case, wallets, needed, spendable);
    let missing = Missing { rules, account, asker, wallets, needed, shortfall, request };
    Stop::with("insufficient_credits", facts, missing.remedies())
}

/// 8.3: the facts of missing credits: only `needed` for who may not see balances.
pub fn shortage(case: &Case, wallets: &[String], needed: i64, spendable: i64) -> Value {
    if !case.sees_credits() {
        return json!({"needed": needed});
    }
    json!({
        "needed": needed,
        "spendable": spendable,
        "shortfall": needed - spendable,
        "locked": order::locked(case.rules(), &case.book.account, wallets),
        "held": order::held(&case.book.account, wallets),
    })
}

/// 9.1: limits stop a member's charge, also one that costs more than there is.
fn within_limits(case: &Case, first: Option<&str>, needed: i64) -> Result<(), Stop> {
    let Asker::Member(member) = &case.asker else { return Ok(()) };
    let uses = windows::met(case.rules(), &case.book.account, member, first, case.at);
    let Some(tightest) = windows::tightest(&uses) else { return Ok(()) };
    if needed == 0 || needed <= tightest.left() {
        return Ok(());
    }
    let mut facts = limit_use(tightest);
    facts["needed"] = needed.into();
    Err(Stop::with("limit_reached", facts, remedies::for_limit(&uses, needed, case.at)))
}

/// A limit's use as it is told.
pub fn limit_use(u: &windows::Use) -> Value {
    json!({"of": u.of, "id": u.id, "per": u.per, "limit": u.limit, "spent": u.spent, "resetsAt": u.resets_at})
}

/// 2.5, 5.1, 9.1: everything that a spend and a hold have in common: what it costs, from which wallet it begins, what
/// it draws. Counted when made (5.3).
fn charge(case: &mut Case) -> Result<(Cost, String, Vec<Draw>), Stop> {
    let (rules, from) = (case.rules(), case.text("from"));
    if let Some(from) = from {
        case.known_wallet(from)?;
    }
    let cost = cost(case)?;
    let wallets = case.asker.draws_on(rules, &case.book.account, from).unwrap_or_default();
    let first = wallets.first().cloned().unwrap_or_default();
    within_limits(case, Some(&first), cost.credits).map_err(|stop| stop.priced(&cost.estimate))?;
    let draws = match order::draw(rules, &case.book.account, &wallets, cost.credits) {
        _ if case.blind() => Vec::new(),
        Some(draws) => draws,
        None => {
            let asker = case.asker.clone();
            return Err(insufficient(case, &asker, &wallets, cost.credits, case.command.get("request"))
                .priced(&cost.estimate));
        }
    };
    let person = case.person();
    windows::count(rules, &mut case.book.account, case.at, person.as_deref(), &first, cost.credits);
    Ok((cost, first, draws))
}

/// Section 5: takes what a request costs, or plain credits.
pub fn spend(case: &mut Case) -> Outcome {
    let (cost, _, draws) = charge(case)?;
    let tag = Tag { model: cost.model, ..case.tag() };
    for draw in &draws {
        case.book.take("spend", case.at, draw, &tag);
    }
    Ok(Done { credits: cost.credits, draws, estimate: cost.estimate, price: None })
}

/// 5.3: sets aside what a request costs.
pub fn hold(case: &mut Case) -> Outcome {
    let (cost, from, draws) = charge(case)?;
    let tag = Tag { model: cost.model.clone(), hold: Some(case.id.clone()), ..case.tag() };
    for draw in &draws {
        case.book.take("hold", case.at, draw, &tag);
    }
    let expires_at =
        field::instant(case.command, "expiresAt").unwrap_or((case.at + case.rules().hold_ms).min(time::LAST));
    let hold = Hold {
        at: case.at,
        expires_at,
        from,
        draws: draws.clone(),
        by: case.person(),
        model: cost.model,
        note: field::some_text(case.command, "note"),
    };
    case.book.account.holds.insert(case.id.clone(), hold);
    Ok(Done { credits: cost.credits, draws, estimate: cost.estimate, price: None })
}

/// The hold that a command names, if it is still there (5.4).
fn named_hold(case: &Case) -> Result<(String, Hold), Stop> {
    let id = case.text("hold").unwrap_or_default().to_owned();
    match case.book.account.holds.get(&id) {
        Some(hold) => Ok((id, hold.clone())),
        None => Err(Stop::refuse("unknown_hold", json!({"id": id}))),
    }
}

/// 11.1: what the end of a hold leaves names the hold's person and model, and its note where the command has none.
fn ending(case: &Case, id: &str, hold: &Hold) -> Tag {
    let own = case.tag();
    let held = hold_tag(id, hold);
    Tag { command: own.command, by: held.by.or(own.by), note: own.note.or(held.note), ..held }
}

/// 5.4: ends a hold with what it came to.
pub fn settle(case: &mut Case) -> Outcome {
    let (id, hold) = named_hold(case)?;
    let cost = match (case.int("credits"), case.command.get("request")) {
        (Some(credits), _) => Cost { credits, estimate: None, model: None },
        (None, Some(request)) => priced(case, request, false)?,
        (None, None) => Cost { credits: hold.credits(), estimate: None, model: None },
    };
    let (covered, left) = split(&hold.draws, cost.credits);
    let beyond = cost.credits - covered.iter().map(|d| d.credits).sum::<i64>();
    let mut wallets = vec![hold.from.clone()];
    if case.rules().bank_for == "all" && hold.from != "bank" {
        wallets.push("bank".into());
    }
    let Some(more) = order::draw(case.rules(), &case.book.account, &wallets, beyond) else {
        return Err(insufficient(case, &Asker::System, &wallets, beyond, None).priced(&cost.estimate));
    };
    let draws = [covered, more.clone()].concat();
    case.book.account.holds.remove(&id);
    count_settled(case, &hold, cost.credits);
    let mut tag = ending(case, &id, &hold);
    tag.model = tag.model.or(cost.model);
    for draw in &hold.draws {
        case.book.enter("release", case.at, draw, draw.credits, &tag);
    }
    for draw in &draws {
        case.book.enter("spend", case.at, draw, -draw.credits, &tag);
    }
    for draw in &more {
        case.book.account.take(&draw.wallet, &draw.grant, draw.credits);
    }
    giving::settle_down(&mut case.book, case.at, &left, &tag);
    Ok(Done { credits: cost.credits, draws, estimate: cost.estimate, price: None })
}

/// 8.4, 9.2: settling for more counts the rest now, as the maker's, or as theirs for whom it is settled; for less gives
/// back to the hold's windows.
fn count_settled(case: &mut Case, hold: &Hold, came: i64) {
    let (rules, held) = (case.rules(), hold.credits());
    if came > held {
        let by = hold.by.clone().or(case.tag().by);
        windows::count(rules, &mut case.book.account, case.at, by.as_deref(), &hold.from, came - held);
    } else {
        windows::give_back(rules, &mut case.book.account, hold, held - came);
    }
}

/// 5.4: the first `credits` of these draws, in their order, and what is left of them.
fn split(draws: &[Draw], credits: i64) -> (Vec<Draw>, Vec<Draw>) {
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    let mut needed = credits;
    for draw in draws {
        let taken = draw.credits.min(needed);
        needed -= taken;
        first.extend((taken > 0).then(|| draw.part(taken)));
        rest.extend((taken < draw.credits).then(|| draw.part(draw.credits - taken)));
    }
    (first, rest)
}

/// Section 5: ends a hold and gives back all it holds.
pub fn release(case: &mut Case) -> Outcome {
    let (id, hold) = named_hold(case)?;
    let tag = ending(case, &id, &hold);
    case.book.account.holds.remove(&id);
    windows::give_back(case.rules(), &mut case.book.account, &hold, hold.credits());
    giving::give_back(&mut case.book, case.at, "release", &hold.draws, &tag);
    Ok(Done { credits: hold.credits(), draws: hold.draws, ..Done::default() })
}

/// 5.7: gives back credits of an earlier decision's draws, last drawn first.
pub fn refund(case: &mut Case) -> Outcome {
    let mut draws: Vec<Draw> = field::items(case.command, "draws").iter().map(read_draw).collect();
    if let Some(unknown) = draws.iter().find(|d| case.rules().source(&d.source).is_none()) {
        return Err(Stop::refuse("unknown_source", json!({"id": unknown.source})));
    }
    draws.reverse();
    let all: i64 = draws.iter().map(|d| d.credits).sum();
    let credits = case.int("credits").unwrap_or(all);
    let (pieces, _) = split(&draws, credits);
    let pieces: Vec<Draw> = pieces.iter().map(|piece| giving::home(&case.book, piece)).collect();
    if giving::overfills(&case.book, case.at, &pieces) {
        return Err(Stop::mistake("invalid_command"));
    }
    let tag = Tag { model: case.text("model").map(str::to_owned), ..case.tag() };
    giving::give_back(&mut case.book, case.at, "refund", &pieces, &tag);
    Ok(Done { credits, draws: pieces, ..Done::default() })
}
