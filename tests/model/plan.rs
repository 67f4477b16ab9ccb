//! What plans do: start, renew, end (section 3).

use super::account::{Draw, Grant, PlanState};
use super::book::{Book, Tag};
use super::rollover;
use super::rules::Rules;
use super::time::add_periods;

/// 10.4: the most credits that there may be.
pub use super::rules::MOST;

/// 3.5: a plan begins, its periods counted from now, its allowance granted in full. Answers what was granted.
pub fn start(
    book: &mut Book,
    at: i64,
    id: &str,
    seats: Option<i64>,
    contract: Option<i64>,
    tag: &Tag,
) -> i64 {
    let Some(rule) = book.rules.plans.get(id) else { return 0 };
    book.account.plan = Some(PlanState {
        id: id.into(),
        cancelled: false,
        started_at: at,
        periods: 0,
        renews_at: add_periods(at, 1, &rule.every),
        ends_at: None,
        seats,
        allowance: contract,
        next: None,
    });
    let amount = book.rules.period_amount(id, seats, contract);
    grant_allowance(book, at, amount, tag)
}

/// 2.1, 3.1: grants an allowance into the bank, as far as the total stays within the most there may be.
pub fn grant_allowance(book: &mut Book, at: i64, amount: i64, tag: &Tag) -> i64 {
    let Some(plan) = &book.account.plan else { return 0 };
    let Some(allowance) = book.rules.plans.get(&plan.id).and_then(|p| p.allowance.as_ref()) else { return 0 };
    let credits = amount.min(MOST - book.account.total());
    let draw = Draw {
        wallet: "bank".into(),
        grant: book.account.fresh_id(&allowance.source, at),
        source: allowance.source.clone(),
        credits,
        of: credits,
        granted_at: at,
        expires_at: None,
    };
    book.put("grant", at, &draw, tag);
    credits
}

/// 3.1: the unused allowance, from every wallet: the bank first, then teams by id, each in order of consumption.
pub fn unused(book: &Book) -> Vec<(String, String, Grant)> {
    let mut all = Vec::new();
    for wallet in book.account.wallets() {
        for (id, grant) in super::order::sorted(book.rules, &book.account, &wallet) {
            if book.rules.is_allowance(&grant.source) {
                all.push((wallet.clone(), id, grant));
            }
        }
    }
    all
}

/// 3.1, 3.5, 3.9: the running plan, or the one planned next, renews at `at`. Early, a new period starts there.
/// Answers what was granted.
pub fn renewal(book: &mut Book, at: i64, early: bool, tag: &Tag) -> i64 {
    let Some(old) = book.account.plan.clone() else { return 0 };
    let new = renewed(book.rules, &old, at, early);
    let amount = book.rules.period_amount(&new.id, new.seats, new.allowance);
    book.account.plan = Some(new);
    rollover::at_renewal(book, at, tag);
    let granted = grant_allowance(book, at, amount, tag);
    book.account.renewed_at = Some(at);
    granted
}

/// 3.5, 3.9: the plan's state after a renewal at `at`.
fn renewed(rules: &Rules, old: &PlanState, at: i64, early: bool) -> PlanState {
    let every = |id: &str| rules.plans.get(id).map(|p| p.every.as_str()).unwrap_or("month").to_owned();
    let mut new = PlanState { next: None, ..old.clone() };
    if let Some(next) = &old.next {
        let same = next.id == old.id;
        new.id = next.id.clone();
        new.seats = next.seats.or(old.seats);
        new.allowance = next.allowance.or(if same { old.allowance } else { None });
    }
    let counted = old.renews_at == add_periods(old.started_at, old.periods + 1, &every(&old.id));
    let goes_on = !early && counted && every(&new.id) == every(&old.id);
    if goes_on {
        new.periods = old.periods + 1;
    } else {
        new.started_at = at;
        new.periods = 0;
    }
    new.renews_at = add_periods(new.started_at, new.periods + 1, &every(&new.id));
    new
}

/// 3.4: when what rolls over into the running period expires. Where `renewsAt` is not what is counted, it is counted from
/// there (3.9).
pub fn rollover_expiry(book: &Book, after: Option<i64>) -> Option<i64> {
    let plan = book.account.plan.as_ref()?;
    let every = &book.rules.plans.get(&plan.id)?.every;
    let counted = |n| add_periods(plan.started_at, plan.periods + n, every);
    let is_counted = || counted(1) == plan.renews_at;
    after.map(|n| if is_counted() { counted(n) } else { add_periods(plan.renews_at, n - 1, every) })
}

/// 3.7: the plan ends: its unused allowance and what ends with a plan lapse, from every wallet.
pub fn end(book: &mut Book, at: i64, tag: &Tag) {
    for wallet in book.account.wallets() {
        for (id, grant) in super::order::sorted(book.rules, &book.account, &wallet) {
            if book.rules.is_allowance(&grant.source) || book.rules.ends_with_plan(&grant.source) {
                book.take("lapse", at, &Book::whole(&wallet, &id, &grant), tag);
            }
        }
    }
    book.account.plan = None;
    book.account.ended_at = Some(at);
}

/// 3.7: the plan ends, and the fallback starts, if there is one.
pub fn end_to_fallback(book: &mut Book, at: i64, tag: &Tag) {
    end(book, at, tag);
    // 13: a fallback begins with 1 seat, which is what is not written.
    if let Some(fallback) = book.rules.fallback.clone() {
        start(book, at, &fallback, None, None, tag);
    }
}

/// 3.5, 13: from paid to unpaid: the paid one ends, the other starts; seats left out stay. Answers what was granted.
pub fn end_to(
    book: &mut Book,
    at: i64,
    id: &str,
    seats: Option<i64>,
    contract: Option<i64>,
    tag: &Tag,
) -> i64 {
    let kept = book.account.plan.as_ref().and_then(|p| p.seats);
    end(book, at, tag);
    start(book, at, id, seats.or(kept), contract, tag)
}

/// 3.5 to 3.7: what happens at the end of the running period, by time. True where the plan renewed.
pub fn turn(book: &mut Book, at: i64, tag: &Tag) -> bool {
    let Some(plan) = book.account.plan.clone() else { return false };
    match &plan.next {
        Some(next) if book.rules.falls_to_unpaid(&plan) => {
            end_to(book, at, &next.id, next.seats, next.allowance, tag);
            false
        }
        _ if book.rules.ends_next(&plan) => {
            end_to_fallback(book, at, tag);
            false
        }
        _ => {
            renewal(book, at, false, tag);
            true
        }
    }
}
