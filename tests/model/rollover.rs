//! What becomes of an unused allowance (3.1, 3.4, 5.5): one credit at a time.

use super::account::{Account, Draw};
use super::book::{Book, Tag};
use super::order;
use super::plan;
use super::rules::Rollover;

/// The plan that runs now and its rollover, if it has one.
fn rule(book: &Book) -> Option<(Rollover, i64)> {
    let plan = book.account.plan.as_ref()?;
    let rule = book.rules.plans.get(&plan.id)?.rollover.clone()?;
    let cap = book.rules.cap(&rule, plan.seats);
    Some((rule, cap))
}

/// 2.1, 13: the grant that what rolls over goes into: `~<source>` joins what is there and keeps its `grantedAt`;
/// with an expiry it is one of its own.
fn target(book: &Book, rule: &Rollover, at: i64) -> Draw {
    let expires_at = plan::rollover_expiry(book, rule.expires_after);
    let grant = match rule.expires_after {
        Some(_) => book.account.fresh_id(&rule.into, at),
        None => format!("~{}", rule.into),
    };
    let granted_at = book.account.bank.get(&grant).map_or(at, |g| g.granted_at);
    Draw {
        wallet: "bank".into(),
        grant,
        source: rule.into.clone(),
        credits: 0,
        of: 0,
        granted_at,
        expires_at,
    }
}

/// 3.1: what is unused is gathered; what the rollover allows goes into the bank; over the cap the bank's lapse, those
/// that expire soonest first, then the newest; the rest lapses where it lies (13).
pub fn at_renewal(book: &mut Book, at: i64, tag: &Tag) {
    let unused = plan::unused(book);
    let mut rolls: i64 = unused.iter().map(|(_, _, g)| g.credits).sum();
    let mut over = Vec::new();
    let mut into = None;
    match rule(book) {
        None => rolls = 0,
        Some((rule, cap)) => {
            let target = target(book, &rule, at);
            (rolls, over) = fit(&book.account, &target, rolls, cap, |a| order::sorted(book.rules, a, "bank"));
            into = Some(target);
        }
    }
    let mut left = rolls;
    for (wallet, id, grant) in &unused {
        let piece = Book::whole(wallet, id, grant);
        let rolled = grant.credits.min(left);
        left -= rolled;
        book.take("rollover", at, &piece.part(rolled), tag);
        book.take("lapse", at, &piece.part(grant.credits - rolled), tag);
    }
    for piece in &over {
        book.take("lapse", at, piece, tag);
    }
    if let Some(target) = into {
        book.put("rollover", at, &Draw { credits: rolls, of: rolls, ..target }, tag);
    }
}

/// 3.1: how many of `rolls` roll over into `target`, and what of the bank lapses, under the cap on all wallets.
fn fit(
    account: &Account,
    target: &Draw,
    rolls: i64,
    cap: i64,
    bank: impl Fn(&Account) -> Vec<(String, super::account::Grant)>,
) -> (i64, Vec<Draw>) {
    // What could lapse: the bank's grants of that source, and what comes in, as the grant that it would be part of.
    struct Piece {
        lying: Draw,
        left: i64,
        coming: i64,
    }
    let mut pieces: Vec<Piece> = bank(account)
        .into_iter()
        .filter(|(_, g)| g.source == target.source)
        .map(|(id, g)| Piece {
            lying: Draw::of_grant("bank", &id, &g, g.credits),
            left: g.credits,
            coming: 0,
        })
        .collect();
    match pieces.iter_mut().find(|p| p.lying.grant == target.grant) {
        Some(piece) => piece.coming = rolls,
        None => pieces.push(Piece { lying: target.clone(), left: 0, coming: rolls }),
    }
    // Soonest expiry first, then the newest, then the last id: consumption's order, but for the newest.
    pieces.sort_by(|a, b| {
        let expiry = |p: &Piece| p.lying.expires_at.unwrap_or(i64::MAX);
        expiry(a)
            .cmp(&expiry(b))
            .then(b.lying.granted_at.cmp(&a.lying.granted_at))
            .then(b.lying.grant.cmp(&a.lying.grant))
    });
    let mut total = account.of_source(&target.source) + rolls;
    for piece in &mut pieces {
        while total > cap && piece.coming > 0 {
            piece.coming -= 1;
            total -= 1;
        }
        while total > cap && piece.left > 0 {
            piece.left -= 1;
            total -= 1;
        }
    }
    let rolled = pieces.iter().map(|p| p.coming).sum();
    let over =
        pieces.iter().filter(|p| p.lying.credits > p.left).map(|p| p.lying.part(p.lying.credits - p.left));
    (rolled, over.collect())
}

/// 5.5, 13: a late roll-over, by the plan that runs now, as far as its cap leaves room; the rest lapses. While a
/// renewal is overdue a roll-over into the running period can have expired already: then all of it lapses.
/// The pieces have been entered as given back already.
pub fn late(book: &mut Book, at: i64, pieces: &[Draw], tag: &Tag) {
    let rule = rule(book)
        .filter(|(rule, _)| plan::rollover_expiry(book, rule.expires_after).is_none_or(|expiry| at < expiry));
    let room = rule.as_ref().map_or(0, |(rule, cap)| (cap - book.account.of_source(&rule.into)).max(0));
    let mut left = room;
    let mut rolls = 0;
    for piece in pieces {
        let rolled = piece.credits.min(left);
        left -= rolled;
        rolls += rolled;
        book.enter("rollover", at, piece, -rolled, tag);
        book.enter("lapse", at, piece, rolled - piece.credits, tag);
    }
    if let Some((rule, _)) = rule {
        let target = target(book, &rule, at);
        book.put("rollover", at, &Draw { credits: rolls, of: rolls, ..target }, tag);
    }
}
