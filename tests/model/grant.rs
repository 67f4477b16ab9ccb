//! Grants, purchases and what is taken back (sections 5.8 and 7).

use serde_json::json;

use super::account::Draw;
use super::book::Book;
use super::decide::{Case, Done, Outcome};
use super::refusal::Stop;
use super::{field, remedies, spend, time};

/// 2.1: a grant that bears the command's id.
fn fresh(case: &Case, wallet: &str, source: &str, credits: i64, expires_at: Option<i64>) -> Draw {
    Draw {
        wallet: wallet.into(),
        grant: case.id.clone(),
        source: source.into(),
        credits,
        of: credits,
        granted_at: case.at,
        expires_at,
    }
}

/// The system grants credits of a source, into the bank or a team.
pub fn grant(case: &mut Case) -> Outcome {
    let (source, to) = (case.text("source").unwrap_or_default(), case.text("to").unwrap_or("bank"));
    case.known_wallet(to)?;
    if case.rules().source(source).is_none() {
        return Err(Stop::refuse("unknown_source", json!({"id": source})));
    }
    let credits = case.int("credits").unwrap_or(0);
    let granted = fresh(case, to, source, credits, field::instant(case.command, "expiresAt"));
    let tag = case.tag();
    case.book.put("grant", case.at, &granted, &tag);
    Ok(Done { credits, ..Done::default() })
}

/// Section 7: one grant for each purchase, into the bank. A person's is asked for plan, consent and the in-app limit.
pub fn purchase(case: &mut Case) -> Outcome {
    let rules = case.rules();
    let (id, quantity) = (case.text("pack").unwrap_or_default(), case.int("quantity").unwrap_or(0));
    let (Some(pack), Some(terms)) = (rules.packs.get(id), rules.purchase.as_ref()) else {
        return Err(Stop::refuse("unknown_pack", json!({"id": id})));
    };
    let money = |amount: i64| json!({"amount": amount, "currency": rules.currency});
    let price = quantity.saturating_mul(pack.price);
    let person = !case.asker.is_system();
    let plan = case.book.account.plan.as_ref().map(|p| p.id.as_str());
    if person && !rules.usable_on(&terms.source, plan) {
        let needs = rules.source(&terms.source).and_then(|s| s.needs.as_deref()).unwrap_or("any");
        return Err(Stop::with(
            "plan_required",
            json!({"needs": needs}),
            remedies::for_plan_required(rules, needs),
        ));
    }
    if let Some(words) =
        terms.consent.as_deref().filter(|words| person && case.text("consent") != Some(*words))
    {
        return Err(Stop::refuse("consent_required", json!({"consent": words})));
    }
    if quantity < pack.min || pack.max.is_some_and(|max| quantity > max) {
        let mut facts = json!({"quantity": quantity, "min": pack.min});
        if let Some(max) = pack.max {
            facts["max"] = max.into();
        }
        return Err(Stop::refuse("quantity_out_of_range", facts));
    }
    if let Some(limit) = terms.in_app_limit.filter(|limit| person && price > *limit) {
        let facts = json!({"price": money(price), "limit": money(limit)});
        return Err(Stop::with("over_in_app_limit", facts, vec![remedies::contact_sales(rules)]));
    }
    let credits = quantity.saturating_mul(pack.credits);
    let expires_at = pack.days.map(|days| (case.at + days * time::DAY).min(time::LAST));
    let granted = fresh(case, "bank", &terms.source, credits, expires_at);
    let tag = case.tag();
    case.book.put("grant", case.at, &granted, &tag);
    if let Some(entry) = case.book.entries.last_mut() {
        entry.bought = Some(json!({"pack": id, "quantity": quantity, "price": money(price)}));
    }
    Ok(Done { credits, price: Some(money(price)), ..Done::default() })
}

/// 5.8: takes a grant, or part of it, back from wherever it lies. Taken whole, what holds have drawn of it expires now.
pub fn revoke(case: &mut Case) -> Outcome {
    let id = case.text("grant").unwrap_or_default();
    if !case.book.account.bears_grant(id) {
        return Err(Stop::refuse("unknown_grant", json!({"id": id})));
    }
    let lying: Vec<Draw> = case
        .book
        .account
        .all_grants()
        .iter()
        .filter(|(_, grant, _)| grant == id)
        .map(|(wallet, grant, g)| Book::whole(wallet, grant, g))
        .collect();
    let there: i64 = lying.iter().map(|d| d.credits).sum();
    let credits = case.int("credits").unwrap_or(there);
    if credits > there {
        return Err(Stop::refuse("insufficient_credits", revoke_facts(case, id, credits, there)));
    }
    let tag = case.tag();
    let mut left = credits;
    let mut draws = Vec::new();
    for piece in lying {
        let taken = piece.part(piece.credits.min(left));
        left -= taken.credits;
        case.book.take("revoke", case.at, &taken, &tag);
        draws.extend((taken.credits > 0).then_some(taken));
    }
    if credits == there {
        let holds = case.book.account.holds.values_mut();
        for draw in holds.flat_map(|h| &mut h.draws).filter(|d| d.grant == id) {
            draw.expires_at = Some(draw.expires_at.map_or(case.at, |e| e.min(case.at)));
        }
    }
    Ok(Done { credits, draws, ..Done::default() })
}

/// What is told of a grant that has not so many: what lies there, and what holds have of it.
fn revoke_facts(case: &Case, id: &str, needed: i64, there: i64) -> serde_json::Value {
    let held: i64 = case.book.account.everywhere(id) - there;
    let mut facts = spend::shortage(case, &[], needed, there);
    facts["held"] = held.into();
    facts
}
