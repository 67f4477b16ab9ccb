//! Commands about plans: subscribe, cancel, renew, close (section 3).

use serde_json::json;

use super::account::{Next, PlanState};
use super::book::{Book, Tag};
use super::decide::{Case, Done, Outcome};
use super::merge::Slept;
use super::refusal::Stop;
use super::{advance, field, giving, plan, remedies, time, windows};

/// What a subscribe asks for.
struct Wanted {
    id: String,
    seats: Option<i64>,
    contract: Option<i64>,
}

/// 3.5, 3.10: starts a plan, changes to it, or changes its seats.
pub fn subscribe(case: &mut Case) -> Outcome {
    let rules = case.rules();
    let id = case.text("plan").unwrap_or_default().to_owned();
    let offered = rules.plans.get(&id).is_some_and(|p| p.offered || case.asker.is_system());
    if !offered {
        return Err(Stop::refuse("unknown_plan", json!({"id": id})));
    }
    let wanted = Wanted { id, seats: case.int("seats"), contract: case.int("allowance") };
    let later = case.text("when") == Some("periodEnd");
    let running = case.book.account.plan.clone();
    let credits = match running {
        None => start(case, &wanted, None)?,
        Some(running) if running.id == wanted.id && later => plan_next(case, running, wanted),
        Some(running) if running.id == wanted.id => adjust(case, running, &wanted)?,
        Some(running) if later && may_wait(case, &running, &wanted) => plan_next(case, running, wanted),
        Some(running) => change(case, &running, &wanted)?,
    };
    Ok(Done { credits, ..Done::default() })
}

fn paid(case: &Case, id: &str) -> bool {
    case.rules().plans.get(id).is_some_and(|p| p.paid)
}

/// 3.5: from the fallback plan, `periodEnd` means now; so it does from paid to unpaid where that end has passed.
fn may_wait(case: &Case, running: &PlanState, wanted: &Wanted) -> bool {
    let ended = paid(case, &running.id) && !paid(case, &wanted.id) && running.renews_at <= case.at;
    Some(&running.id) != case.rules().fallback.as_ref() && !ended
}

/// 3.5, 10.5: what a command has granted is granted in full, or it is refused.
fn in_full(granted: i64, meant: i64) -> Result<i64, Stop> {
    if granted == meant {
        return Ok(granted);
    }
    Err(Stop::refuse("too_many", json!({"what": "credits", "limit": plan::MOST})))
}

fn start(case: &mut Case, wanted: &Wanted, seats: Option<i64>) -> Result<i64, Stop> {
    let (tag, seats) = (case.tag(), wanted.seats.or(seats));
    let granted = plan::start(&mut case.book, case.at, &wanted.id, seats, wanted.contract, &tag);
    in_full(granted, case.rules().period_amount_in_full(&wanted.id, seats, wanted.contract))
}

/// 3.5: another plan, now: nothing is lost, unless the paid one ends for an unpaid one.
fn change(case: &mut Case, running: &PlanState, wanted: &Wanted) -> Result<i64, Stop> {
    if paid(case, &running.id) && !paid(case, &wanted.id) {
        let tag = case.tag();
        plan::end(&mut case.book, case.at, &tag);
    }
    start(case, wanted, running.seats)
}

/// 3.5: at the period's end: planned, in place of what was planned before.
fn plan_next(case: &mut Case, running: PlanState, wanted: Wanted) -> i64 {
    let next = Next { id: wanted.id, seats: wanted.seats, allowance: wanted.contract };
    case.book.account.plan = Some(PlanState { cancelled: false, ends_at: None, next: Some(next), ..running });
    0
}

/// 3.5: the same plan: what is more is granted now and the period stays; what is less counts from the next renewal.
fn adjust(case: &mut Case, running: PlanState, wanted: &Wanted) -> Result<i64, Stop> {
    let rules = case.rules();
    let amount = |seats, contract| rules.period_amount_in_full(&running.id, seats, contract);
    let before = amount(running.seats, running.allowance);
    let after = amount(wanted.seats.or(running.seats), wanted.contract.or(running.allowance));
    let fewer = |new: &i64, old: i64| *new < old;
    let later_seats = wanted.seats.filter(|s| fewer(s, running.seats.unwrap_or(1)));
    let later_contract = wanted.contract.filter(|c| fewer(c, running.allowance.unwrap_or(before)));
    let next = (later_seats.is_some() || later_contract.is_some()).then(|| Next {
        id: running.id.clone(),
        seats: later_seats,
        allowance: later_contract,
    });
    let seats = wanted.seats.filter(|_| later_seats.is_none()).or(running.seats);
    let allowance = wanted.contract.filter(|_| later_contract.is_none()).or(running.allowance);
    case.book.account.plan =
        Some(PlanState { cancelled: false, ends_at: None, next, seats, allowance, ..running });
    let tag = case.tag();
    if after <= before {
        return Ok(0);
    }
    in_full(plan::grant_allowance(&mut case.book, case.at, after - before, &tag), after - before)
}

fn no_plan(case: &Case) -> Stop {
    Stop::with("no_plan", json!({}), remedies::for_no_plan(case.rules(), &case.book.account))
}

/// 3.6: marks the plan to its end, or ends it.
pub fn cancel(case: &mut Case) -> Outcome {
    let fallback = case.rules().fallback.clone();
    let Some(running) = case.book.account.plan.clone().filter(|p| Some(&p.id) != fallback.as_ref()) else {
        return Err(no_plan(case));
    };
    let until = field::instant(case.command, "until");
    // 13: while a renewal is overdue, `until` after `renewsAt` lets it wait on.
    let passed = running.renews_at <= case.at && until.is_none_or(|until| until <= running.renews_at);
    if case.text("when") == Some("now") || passed {
        let tag = case.tag();
        plan::end_to_fallback(&mut case.book, case.at, &tag);
    } else {
        case.book.account.plan = Some(PlanState { cancelled: true, ends_at: until, next: None, ..running });
    }
    Ok(Done::default())
}

/// 3.9: renews early, or as of `renewsAt`, once for each period due.
pub fn renew(case: &mut Case) -> Outcome {
    let rules = case.rules();
    let Some(running) = case.book.account.plan.clone().filter(|p| !rules.ends_next(p)) else {
        return Err(no_plan(case));
    };
    let tag = case.tag();
    if running.renews_at > case.at {
        let credits = plan::renewal(&mut case.book, case.at, true, &tag);
        return Ok(Done { credits, ..Done::default() });
    }
    let mut slept = Slept::default();
    let mut credits = 0;
    while let Some(due) = case.book.account.plan.clone() {
        // 13: where the plan ends or changes on the way, what follows is time's.
        if due.renews_at > case.at
            || due.renews_at >= time::LAST
            || due.id != running.id
            || rules.ends_next(&due)
        {
            break;
        }
        advance::steps(&mut case.book, due.renews_at);
        case.book.renewal = Some(slept.next());
        credits += plan::renewal(&mut case.book, due.renews_at, false, &tag);
        case.book.renewal = None;
        slept.ran(&case.book, due.renews_at);
    }
    slept.merge(&mut case.book);
    advance::bring(&mut case.book, case.at);
    Ok(Done { credits, ..Done::default() })
}

/// 3.11: everything lapses, holds included; members, teams and `recent` stay.
pub fn close(case: &mut Case) -> Outcome {
    let tag = case.tag();
    for (id, hold) in std::mem::take(&mut case.book.account.holds) {
        let ended = advance::hold_tag(&id, &hold);
        let (by, note) = (ended.by.or(tag.by.clone()), tag.note.clone().or(ended.note));
        let ended = Tag { command: tag.command.clone(), by, note, ..ended };
        giving::give_back(&mut case.book, case.at, "release", &hold.draws, &ended);
    }
    for wallet in case.book.account.wallets() {
        for (id, grant) in super::order::sorted(case.book.rules, &case.book.account, &wallet) {
            case.book.take("lapse", case.at, &Book::whole(&wallet, &id, &grant), &tag);
        }
    }
    let account = &mut case.book.account;
    account.closed = true;
    account.plan = None;
    (account.renewed_at, account.ended_at) = (None, None);
    account.alerts.clear();
    account.spent.clear();
    windows::tidy(case.book.rules, account);
    Ok(Done::default())
}
