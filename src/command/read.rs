//! Reading a command from JSON.

use super::action::{Action, Alert, CameTo, Charge, Destination, Ending, When};
use super::{Command, Issue, faults};
use crate::account::{read_alert, read_asker, read_draws, read_person, read_wallet};
use crate::credits::Credits;
use crate::id::Id;
use crate::json::{self, Fields, Place};
use crate::price::Request;
use crate::rules::{Rules, read_limits};
use crate::wallet::Wallet;

/// Whether a command may lack its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Command,
    Draft,
}

impl Command {
    pub(crate) fn read(place: &Place<'_>, rules: &Rules, form: Form) -> Option<Self> {
        Self::read_as(place, rules, form, |fields| fields.required("type", |place| place.word(&READERS)))
    }

    /// Reads the draft of a transfer, which need not say so.
    pub(crate) fn read_transfer(place: &Place<'_>, rules: &Rules) -> Option<Self> {
        Self::read_as(place, rules, Form::Draft, |_| Some(read_transfer))
    }

    fn read_as(
        place: &Place<'_>,
        rules: &Rules,
        form: Form,
        reader: impl FnOnce(&Fields<'_>) -> Option<Reader>,
    ) -> Option<Self> {
        let fields = place.object()?;
        let id = match form {
            Form::Command => fields.required("id", Place::id),
            Form::Draft => fields.optional("id", Place::id),
        };
        let at = fields.required("at", Place::instant);
        let by = fields.optional("by", read_asker);
        let for_whom = fields.optional("for", read_whom);
        let note = fields.optional("note", read_note);
        let read = reader(&fields);
        let action = read.and_then(|read| read(&fields, place, rules));
        // Which fields there are is known only where it is known what is to be done.
        if read.is_some() {
            fields.finish();
        }
        Some(Self { id, at: at?, by, for_whom, note, action: action? })
    }
}

/// Reads a person's id.
pub(crate) fn read_whom(place: &Place<'_>) -> Option<Id> {
    let id = place.id()?;
    place.fault_if(faults::of_whom(&id));
    Some(id)
}

/// Reads a note of at most 256 characters; an empty one is none.
pub(crate) fn read_note(place: &Place<'_>) -> Option<String> {
    let note = place.some_text()?;
    place.fault_if(faults::of_note(&note));
    Some(note)
}

type Reader = fn(&Fields<'_>, &Place<'_>, &Rules) -> Option<Action>;

const READERS: [(&str, Reader); 20] = [
    ("spend", |fields, place, _| {
        let from = fields.optional("from", read_wallet);
        Some(Action::Spend { from, charge: read_charge(fields, place)? })
    }),
    ("hold", |fields, place, _| {
        let from = fields.optional("from", read_wallet);
        let expires_at = fields.optional("expiresAt", Place::instant);
        Some(Action::Hold { from, expires_at, charge: read_charge(fields, place)? })
    }),
    ("settle", read_settle),
    ("release", |fields, _, _| Some(Action::Release { hold: fields.required("hold", Place::id)? })),
    ("refund", read_refund),
    ("transfer", read_transfer),
    ("purchase", |fields, _, _| {
        let pack = fields.required("pack", Place::id);
        let quantity = fields.required("quantity", |place| place.whole(0, Credits::MAX.get(), "a quantity"));
        let consent = fields.optional("consent", Place::owned_text);
        Some(Action::Purchase { pack: pack?, quantity: quantity?, consent })
    }),
    ("grant", |fields, _, _| {
        let source = fields.required("source", Place::id);
        let credits = fields.required("credits", Place::amount);
        let to = fields.optional("to", read_wallet).unwrap_or(Wallet::Bank);
        let expires_at = fields.optional("expiresAt", Place::instant);
        Some(Action::Grant { source: source?, credits: credits?, to, expires_at })
    }),
    ("revoke", |fields, _, _| {
        let grant = fields.required("grant", Place::grant_id);
        let credits = fields.optional("credits", Place::amount);
        Some(Action::Revoke { grant: grant?, credits })
    }),
    ("subscribe", |fields, _, _| {
        let plan = fields.required("plan", Place::id);
        let seats = fields.optional("seats", Place::seats);
        let allowance = fields.optional("allowance", Place::amount);
        let when = fields.optional("when", read_when).unwrap_or(When::Now);
        Some(Action::Subscribe { plan: plan?, seats, allowance, when })
    }),
    ("cancel", |fields, _, _| {
        let when = fields.optional("when", read_when).unwrap_or(When::PeriodEnd);
        let ends = match (when, fields.get("until")) {
            (When::PeriodEnd, None) => Ending::PeriodEnd,
            (When::PeriodEnd, Some(until)) => Ending::Until(until.instant()?),
            (When::Now, None) => Ending::Now,
            (When::Now, Some(until)) => return until.wrong("expected `when` `now` or `until`, found both"),
        };
        Some(Action::Cancel { ends })
    }),
    ("renew", |_, _, _| Some(Action::Renew)),
    ("close", |_, _, _| Some(Action::Close)),
    ("setTeam", |fields, _, _| {
        let team = fields.required("team", Place::id);
        let label = fields.optional("label", Place::some_text);
        let limits = fields.optional("limits", read_limits).unwrap_or_default();
        Some(Action::SetTeam { team: team?, label, limits })
    }),
    ("removeTeam", |fields, _, _| Some(Action::RemoveTeam { team: fields.required("team", Place::id)? })),
    ("setMember", |fields, _, _| {
        let member = fields.required("member", |place| read_person(place, place.text()?));
        let role = fields.required("role", Place::id);
        let teams = fields.optional("teams", |place| place.each_once(Place::id)).unwrap_or_default();
        let limits = fields.optional("limits", read_limits).unwrap_or_default();
        Some(Action::SetMember { member: member?, role: role?, teams, limits })
    }),
    ("removeMember", |fields, _, _| {
        Some(Action::RemoveMember { member: fields.required("member", Place::id)? })
    }),
    ("setAlert", |fields, _, _| {
        let alert = fields.required("alert", Place::id);
        let set = read_alert(fields)?;
        Some(Action::SetAlert { alert: alert?, set: Alert::rising(set) })
    }),
    ("removeAlert", |fields, _, _| Some(Action::RemoveAlert { alert: fields.required("alert", Place::id)? })),
    ("tick", |_, _, _| Some(Action::Tick)),
];

fn read_transfer(fields: &Fields<'_>, _: &Place<'_>, _: &Rules) -> Option<Action> {
    let from = fields.required("from", read_wallet);
    let to = fields.required("to", read_destination);
    let credits = fields.required("credits", Place::amount);
    Some(Action::Transfer { from: from?, to: to?, credits: credits? })
}

fn read_when(place: &Place<'_>) -> Option<When> {
    place.word(&[("now", When::Now), ("periodEnd", When::PeriodEnd)])
}

fn read_charge(fields: &Fields<'_>, place: &Place<'_>) -> Option<Charge> {
    let request = fields.get("request").map(|place| Request::read(place));
    let expect = fields.get("expect").map(Place::credits);
    let credits = fields.get("credits").map(Place::credits);
    if let (Some(place), Some(_)) = (fields.get("expect"), credits) {
        place.fault("expected no `expect` beside `credits`, found one");
    }
    match (request, credits) {
        (Some(request), None) => Some(Charge::Request { request: request?, expect: expect.flatten() }),
        (None, Some(credits)) => Some(Charge::Credits(credits?)),
        (None, None) => place.wrong("expected the field `request` or `credits`, found neither"),
        (Some(_), Some(_)) => place.wrong("expected `request` or `credits`, found both"),
    }
}

fn read_settle(fields: &Fields<'_>, place: &Place<'_>, _: &Rules) -> Option<Action> {
    let hold = fields.required("hold", Place::id);
    let credits = fields.get("credits").map(Place::credits);
    let request = fields.get("request").map(|place| Request::read(place));
    let came_to = match (credits, request) {
        (None, None) => CameTo::All,
        (Some(credits), None) => CameTo::Credits(credits?),
        (None, Some(request)) => CameTo::Request(request?),
        (Some(_), Some(_)) => {
            return place.wrong("expected `credits` or `request`, found both");
        }
    };
    Some(Action::Settle { hold: hold?, came_to })
}

fn read_refund(fields: &Fields<'_>, place: &Place<'_>, rules: &Rules) -> Option<Action> {
    let told = place.faults_told();
    let draws = fields.required("draws", |place| read_draws(place, rules));
    let credits = fields.optional("credits", Place::amount);
    let model = fields.optional("model", Place::id);
    let draws = draws?;
    // What could not be read is not missing.
    if place.faults_told() == told
        && let Some(Issue { path, message }) = faults::of_refund(&draws, credits)
    {
        place.fault_below(&path, message);
    }
    Some(Action::Refund { draws, credits, model })
}

fn read_destination(place: &Place<'_>) -> Option<Destination> {
    if !matches!(place.tree, json::Tree::Object(_)) {
        return read_wallet(place).map(Destination::Wallet);
    }
    let fields = place.object()?;
    let account = fields.required("account", Place::id);
    let product = fields.required("product", Place::id);
    fields.finish();
    Some(Destination::Elsewhere { account: account?, product: product? })
}
