//! Where credits that are given back go (5.5).

use super::account::{Draw, team_of};
use super::book::{Book, Tag};
use super::rollover;

enum Where {
    Returns,
    Lapses,
    RollsOver,
}

/// 5.5: whether a piece returns to its grant, lapses, or rolls over as it would have at the last renewal.
fn destiny(book: &Book, at: i64, piece: &Draw) -> Where {
    let allowance = book.rules.is_allowance(&piece.source);
    let before = |instant: Option<i64>| instant.is_some_and(|i| piece.granted_at < i);
    if piece.expires_at.is_some_and(|expiry| expiry <= at) {
        return Where::Lapses;
    }
    if (allowance || book.rules.ends_with_plan(&piece.source)) && before(book.account.ended_at) {
        return Where::Lapses;
    }
    if allowance && before(book.account.renewed_at) {
        return Where::RollsOver;
    }
    Where::Returns
}

/// 5.5: if its team is gone, the bank.
pub fn home(book: &Book, piece: &Draw) -> Draw {
    let gone = team_of(&piece.wallet).is_some_and(|team| !book.account.teams.contains_key(team));
    Draw { wallet: if gone { "bank".into() } else { piece.wallet.clone() }, ..piece.clone() }
}

/// 5.5: what of a piece may return to its grant without lifting it above its `of`; a roll-over's grows instead.
fn room(book: &Book, piece: &Draw) -> i64 {
    if book.rules.is_rollover(&piece.grant, &piece.source) {
        return piece.credits;
    }
    let of = book
        .account
        .all_grants()
        .into_iter()
        .find(|(_, id, _)| *id == piece.grant)
        .map_or(piece.of, |(_, _, g)| g.of);
    (of - book.account.everywhere(&piece.grant)).clamp(0, piece.credits)
}

/// 5.5: whether giving these back would lift a grant above its `of`.
pub fn overfills(book: &Book, at: i64, pieces: &[Draw]) -> bool {
    let returning = |p: &&Draw| matches!(destiny(book, at, p), Where::Returns);
    pieces.iter().filter(returning).any(|piece| {
        let credits =
            pieces.iter().filter(returning).filter(|p| p.grant == piece.grant).map(|p| p.credits).sum();
        room(book, &piece.part(credits)) < credits
    })
}

/// 5.5: puts pieces that have been entered as given back where they belong: those that return to their grants first,
/// then those that lapse or roll over, which is entered after it (13).
pub fn settle_down(book: &mut Book, at: i64, pieces: &[Draw], tag: &Tag) {
    let mut rest: Vec<(Draw, Where)> = Vec::new();
    for piece in pieces {
        match destiny(book, at, piece) {
            Where::Returns => {
                // 13: what a hold would give back above a grant's `of` lapses.
                let fits = room(book, piece);
                book.account.put(book.rules, &piece.part(fits));
                rest.push((piece.part(piece.credits - fits), Where::Lapses));
            }
            other => rest.push((piece.clone(), other)),
        }
    }
    let mut late = Vec::new();
    for (piece, destiny) in rest {
        match destiny {
            Where::RollsOver => late.push(piece),
            _ => book.enter("lapse", at, &piece, -piece.credits, tag),
        }
    }
    rollover::late(book, at, &late, tag);
}

/// 5.5, 13: gives pieces back: entered as given back, then as lapsed or rolled over.
pub fn give_back(book: &mut Book, at: i64, kind: &'static str, pieces: &[Draw], tag: &Tag) {
    for piece in pieces {
        book.enter(kind, at, piece, piece.credits, tag);
    }
    settle_down(book, at, pieces, tag);
}
