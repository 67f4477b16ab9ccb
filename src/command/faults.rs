//! What is wrong with a command by itself, whatever account it is for. The reader of JSON and the
//! makers of commands in Rust ask the same questions here.

use super::{Action, Issue};
use crate::account::{AlertOn, Draw, Watch};
use crate::credits::{Amount, Credits};
use crate::id::{self, Id};
use crate::map::Set;

/// Every fault of what a Rust value can say and a command cannot.
pub(super) fn of(action: &Action) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut tell = |path: &str, fault: Option<String>| {
        issues.extend(fault.map(|message| Issue { path: path.to_owned(), message }));
    };
    match action {
        Action::Refund { draws, credits, .. } => {
            if let Some(Issue { path, message }) = of_refund(draws, *credits) {
                tell(&path, Some(message));
            }
        }
        Action::Purchase { quantity, .. } => {
            let most = Credits::MAX.get();
            let fault = || format!("expected a quantity, a whole number from 0 to {most}, found {quantity}");
            tell("/quantity", (*quantity > most).then(fault));
        }
        Action::SetTeam { team, .. } => tell("/team", of_id(team)),
        Action::SetMember { member, teams, .. } => {
            tell("/member", of_id(member).or_else(|| of_member(member.as_str())));
            let mut known = Set::new();
            for (place, team) in teams.iter().enumerate() {
                let twice = !known.add(team);
                tell(
                    &format!("/teams/{place}"),
                    twice.then(|| format!("expected each once, found `{team}` twice")),
                );
            }
        }
        Action::SetAlert { alert, .. } => tell("/alert", of_id(alert)),
        _ => {}
    }
    issues
}

/// What the engine names by itself, nobody else may.
pub(super) fn of_id(id: &Id) -> Option<String> {
    id.is_own().then(|| format!("expected {}, found `{id}`", id::ALLOWED))
}

/// The system acts for persons, not for itself.
pub(crate) fn of_whom(person: &Id) -> Option<String> {
    let is_system = person.as_str() == "system";
    of_id(person).or_else(|| {
        is_system.then(|| "expected the id of a person, which is never `system`, found `system`".to_owned())
    })
}

/// Nobody is called `owner` or `system`.
pub(crate) fn of_member(id: &str) -> Option<String> {
    matches!(id, "owner" | "system")
        .then(|| format!("expected a member's id, which is never `owner` or `system`, found `{id}`"))
}

pub(crate) fn of_note(note: &str) -> Option<String> {
    const CHARACTERS_MAX: usize = 256;
    let count = note.chars().count();
    (count > CHARACTERS_MAX).then(|| format!("expected at most {CHARACTERS_MAX} characters, found {count}"))
}

/// There must be something to give back, and no more of it than there was.
pub(super) fn of_refund(draws: &[Draw], credits: Option<Amount>) -> Option<Issue> {
    let issue = |path: String, message| Some(Issue { path, message });
    if let Some((place, draw)) = draws.iter().enumerate().find(|(_, draw)| draw.credits > draw.of) {
        let (credits, of) = (draw.credits.get(), draw.of.get());
        let message = format!(
            "expected no more in a draw than its grant had at first, {of}, found {credits} of `{}`",
            draw.grant
        );
        return issue(format!("/draws/{place}/credits"), message);
    }
    let all = || "/draws".to_owned();
    let total = draws.iter().try_fold(Credits::ZERO, |sum, draw| sum.plus(draw.credits));
    match (total, credits) {
        (None, _) => {
            issue(all(), format!("expected draws of at most {} credits, found more", Credits::MAX.get()))
        }
        (Some(Credits::ZERO), _) => issue(all(), "expected draws to give back, found none".to_owned()),
        (Some(total), Some(credits)) if credits.get() > total.get() => {
            let (total, credits) = (total.get(), credits.get());
            let message =
                format!("expected `credits` to be at most the {total} that the draws hold, found {credits}");
            issue("/credits".to_owned(), message)
        }
        _ => None,
    }
}

/// Members are watched for what they spend: what each could spend is not kept.
pub(crate) fn of_watch(watch: &Watch, on: AlertOn) -> Option<&'static str> {
    let all = *watch == Watch::Members && on == AlertOn::Balance;
    all.then_some("expected `members` to be watched for what they spend, found `on` `balance`")
}
