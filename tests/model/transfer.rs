//! Moving credits between wallets of one account (section 6).

use serde_json::{Value, json};

use super::account::Draw;
use super::decide::{Case, Done, Outcome};
use super::refusal::Stop;
use super::{field, order, remedies, spend};

/// Section 6: everything or nothing, in the order of consumption, locked credits last.
pub fn transfer(case: &mut Case) -> Outcome {
    let from = case.text("from").unwrap_or_default().to_owned();
    let credits = case.int("credits").unwrap_or(0);
    case.known_wallet(&from)?;
    let to = match case.command.get("to") {
        Some(Value::String(to)) => to.clone(),
        other => return Err(elsewhere(case, other.unwrap_or(&Value::Null))),
    };
    case.known_wallet(&to)?;
    if from == to {
        return Err(Stop::refuse("same_wallet", json!({"wallet": from})));
    }
    if case.blind() {
        return Ok(Done { credits, ..Done::default() });
    }
    let Some(draws) = order::draw_to_move(case.rules(), &case.book.account, &from, credits) else {
        return Err(short(case, &from, credits));
    };
    for draw in &draws {
        move_piece(case, draw, &to);
    }
    Ok(Done { credits, draws, ..Done::default() })
}

/// 6.4: to another account: always refused.
fn elsewhere(case: &Case, to: &Value) -> Stop {
    let account = &case.book.account;
    let product = field::string(to, "product").unwrap_or_default();
    let help = vec![remedies::contact_sales(case.rules())];
    if product != account.product {
        return Stop::with("products_differ", json!({"from": account.product, "to": product}), help);
    }
    Stop::with("accounts_differ", json!({"from": account.id, "to": to.get("account")}), help)
}

/// 11.2: of a transfer, `spendable` is all that could move.
fn short(case: &Case, from: &str, needed: i64) -> Stop {
    let (rules, account) = (case.rules(), &case.book.account);
    let there: i64 = account.grants(from).into_iter().flatten().map(|(_, g)| g.credits).sum();
    let facts = spend::shortage(case, &[from.to_owned()], needed, there);
    let help = remedies::for_transfer(rules, account, &case.asker, from, needed - there);
    Stop::with("insufficient_credits", facts, help)
}

/// 6.1: credits keep their grant's id, source and expiry; a share that returns is merged with the rest.
pub fn move_piece(case: &mut Case, piece: &Draw, to: &str) {
    let tag = case.tag();
    let arriving = Draw { wallet: to.into(), ..piece.clone() };
    case.book.take("transfer", case.at, piece, &tag);
    case.book.put("transfer", case.at, &arriving, &tag);
    // 13: a roll-over's share that moves takes its `of` along.
    case.book.account.widen(case.book.rules, &arriving);
}
