//! Bringing an account to an instant (1.2 to 1.6): event by event.

use super::account::{Account, Hold, PlanState};
use super::book::{Book, Tag};
use super::giving;
use super::merge::Slept;
use super::order;
use super::plan;
use super::rules::Rules;
use super::time::LAST;
use super::windows;

/// 3.5, 3.6, 3.9: when time turns the plan's page: at `renewsAt`, unless it waits for a command and does not end.
pub fn plan_event(rules: &Rules, plan: &PlanState) -> Option<i64> {
    // 13: nothing happens beyond the last instant, where what is counted stops.
    let turns = rules.ends_next(plan) || !rules.waits(plan);
    (turns && plan.renews_at < LAST).then_some(plan.renews_at)
}

/// When time alone next changes anything: a hold's end, an expiry, a renewal.
pub fn next_change(rules: &Rules, account: &Account) -> Option<i64> {
    let plan = account.plan.iter().filter_map(|p| plan_event(rules, p));
    next_but_plan(account).into_iter().chain(plan).min()
}

fn next_but_plan(account: &Account) -> Option<i64> {
    let holds = account.holds.values().map(|h| h.expires_at);
    let grants = account.all_grants().into_iter().filter_map(|(_, _, g)| g.expires_at);
    holds.chain(grants).min()
}

/// The same as `steps`, but for the plan's turns.
pub fn steps_but_plan(book: &mut Book, to: i64) {
    while let Some(at) = next_but_plan(&book.account).filter(|&at| at <= to) {
        lapse_holds(book, at);
        expire_grants(book, at);
    }
}

/// 1.2: runs every event up to `to`, each at its instant; at one instant holds lapse, then grants expire, then the plan
/// turns. The renewals slept through are summed.
pub fn steps(book: &mut Book, to: i64) {
    let mut slept = Slept::default();
    while let Some(at) = next_change(book.rules, &book.account).filter(|&at| at <= to) {
        lapse_holds(book, at);
        expire_grants(book, at);
        if book.account.plan.as_ref().and_then(|p| plan_event(book.rules, p)).is_some_and(|event| event <= at)
        {
            let renewing = book.account.plan.as_ref().is_some_and(|p| !book.rules.ends_next(p));
            book.renewal = renewing.then(|| slept.next());
            book.ending = !renewing;
            if plan::turn(book, at, &Tag::default()) {
                slept.ran(book, at);
            }
            (book.renewal, book.ending) = (None, false);
        }
    }
    slept.merge(book);
}

/// 1.2, 1.3: brings the account to `to`; never back.
pub fn bring(book: &mut Book, to: i64) {
    let to = to.max(book.account.as_of);
    steps(book, to);
    book.account.as_of = to;
    windows::begin_what_is_asked(book.rules, &mut book.account);
    windows::tidy(book.rules, &mut book.account);
}

/// What the end of a hold leaves names the hold's person, model and note (11.1).
pub fn hold_tag(id: &str, hold: &Hold) -> Tag {
    Tag {
        command: None,
        by: hold.by.clone(),
        model: hold.model.clone(),
        hold: Some(id.into()),
        note: hold.note.clone(),
    }
}

/// 1.2: holds that have reached their end give back what they hold, by id.
fn lapse_holds(book: &mut Book, at: i64) {
    let due: Vec<String> =
        book.account.holds.iter().filter(|(_, h)| h.expires_at <= at).map(|(id, _)| id.clone()).collect();
    for id in due {
        let Some(hold) = book.account.holds.remove(&id) else { continue };
        windows::give_back(book.rules, &mut book.account, &hold, hold.credits());
        giving::give_back(book, at, "release", &hold.draws, &hold_tag(&id, &hold));
    }
}

/// 1.1, 1.2: a grant that expires at T is gone at T.
fn expire_grants(book: &mut Book, at: i64) {
    for wallet in book.account.wallets() {
        for (id, grant) in order::sorted(book.rules, &book.account, &wallet) {
            if grant.expires_at.is_some_and(|expiry| expiry <= at) {
                book.take("lapse", at, &Book::whole(&wallet, &id, &grant), &Tag::default());
            }
        }
    }
}
