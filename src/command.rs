//! Commands: what an account is asked to do.

use serde::Serialize;

use crate::account::{
    Account, Alert, Asker, Draw, Member, read_alert, read_asker, read_draws, read_person, read_wallet,
};
use crate::credits::Credits;
use crate::hex;
use crate::id::Id;
use crate::json::{self, Fields, Place};
use crate::price::Request;
use crate::rules::{Limit, Rules, read_limits};
use crate::time::Instant;
use crate::wallet::Wallet;

/// A command, or a draft of one that is only asked about and so may lack an id.
///
/// It is read by [`crate::Bursar::read_command`].
#[derive(Clone, Debug)]
pub struct Command {
    pub(crate) id: Option<Id>,
    pub(crate) at: Instant,
    pub(crate) by: Option<Asker>,
    pub(crate) for_whom: Option<Id>,
    pub(crate) note: Option<String>,
    pub(crate) action: Action,
}

/// What is to be done.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Action {
    Spend {
        from: Option<Wallet>,
        #[serde(flatten)]
        charge: Charge,
    },
    Hold {
        from: Option<Wallet>,
        expires_at: Option<Instant>,
        #[serde(flatten)]
        charge: Charge,
    },
    Settle {
        hold: Id,
        came_to: CameTo,
    },
    Release {
        hold: Id,
    },
    Refund {
        draws: Vec<Draw>,
        credits: Option<Credits>,
        model: Option<Id>,
    },
    Transfer {
        from: Wallet,
        to: Destination,
        credits: Credits,
    },
    Purchase {
        pack: Id,
        quantity: u64,
        consent: Option<String>,
    },
    Grant {
        source: Id,
        credits: Credits,
        to: Wallet,
        expires_at: Option<Instant>,
    },
    Revoke {
        grant: Id,
        credits: Option<Credits>,
    },
    Subscribe {
        plan: Id,
        seats: Option<u64>,
        allowance: Option<Credits>,
        when: When,
    },
    Cancel {
        when: When,
        until: Option<Instant>,
    },
    Renew,
    Close,
    SetTeam {
        team: Id,
        label: Option<String>,
        limits: Vec<Limit>,
    },
    RemoveTeam {
        team: Id,
    },
    SetMember {
        member: Id,
        role: Id,
        teams: Vec<Id>,
        limits: Vec<Limit>,
    },
    RemoveMember {
        member: Id,
    },
    SetAlert {
        alert: Id,
        #[serde(flatten)]
        set: Alert,
    },
    RemoveAlert {
        alert: Id,
    },
    Tick,
}

/// What is charged.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Charge {
    /// A request, which is priced, and the cost that the asker was shown.
    Request { request: Request, expect: Option<Credits> },
    /// Plain credits, by the system.
    Credits(Credits),
}

/// What a hold came to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CameTo {
    All,
    Credits(Credits),
    Request(Request),
}

/// Where a transfer goes.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Destination {
    Wallet(Wallet),
    Elsewhere { account: Id, product: Id },
}

/// When a plan is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum When {
    Now,
    PeriodEnd,
}

/// Whether a command may lack its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Command,
    Draft,
}

impl Command {
    /// The digest of what is to be done: of all but the id, the instant and the note.
    pub(crate) fn digest(&self) -> Box<str> {
        #[derive(Serialize)]
        struct Content<'a> {
            by: &'a Asker,
            #[serde(rename = "for")]
            for_whom: &'a Option<Id>,
            action: &'a Action,
        }
        let by = self.by.as_ref().unwrap_or(&Asker::System);
        let content = json::write(&Content { by, for_whom: &self.for_whom, action: &self.action });
        // Half of the hash tells commands apart as well, and an account remembers many.
        hex::sha256(&content, 16).into()
    }

    /// The person who asks, or for whom the system acts.
    pub(crate) fn person(&self) -> Option<Id> {
        self.by.as_ref().and_then(Asker::person).or_else(|| self.for_whom.clone())
    }

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
        let for_whom = fields.optional("for", read_for);
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

fn read_for(place: &Place<'_>) -> Option<Id> {
    let id = place.id()?;
    if id.as_str() == "system" {
        return place.expected("the id of a person, which is never `system`");
    }
    Some(id)
}

/// Reads a note of at most 256 characters.
pub(crate) fn read_note(place: &Place<'_>) -> Option<String> {
    const CHARACTERS_MAX: usize = 256;
    let note = place.owned_text()?;
    let count = note.chars().count();
    if count > CHARACTERS_MAX {
        place.fault(format!("expected at most {CHARACTERS_MAX} characters, found {count}"));
    }
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
        let credits = fields.required("credits", Place::some_credits);
        let to = fields.optional("to", read_wallet).unwrap_or(Wallet::Bank);
        let expires_at = fields.optional("expiresAt", Place::instant);
        Some(Action::Grant { source: source?, credits: credits?, to, expires_at })
    }),
    ("revoke", |fields, _, _| {
        let grant = fields.required("grant", read_grant_id);
        let credits = fields.optional("credits", Place::some_credits);
        Some(Action::Revoke { grant: grant?, credits })
    }),
    ("subscribe", |fields, _, _| {
        let plan = fields.required("plan", Place::id);
        let seats = fields.optional("seats", |place| place.whole(1, Credits::MAX.get(), "seats"));
        let allowance = fields.optional("allowance", Place::some_credits);
        let when = fields.optional("when", read_when).unwrap_or(When::Now);
        Some(Action::Subscribe { plan: plan?, seats, allowance, when })
    }),
    ("cancel", |fields, place, _| {
        let when = fields.optional("when", read_when).unwrap_or(When::PeriodEnd);
        let until = fields.optional("until", Place::instant);
        if when == When::Now && until.is_some() {
            place.fault("expected `when` `now` or `until`, found both");
        }
        Some(Action::Cancel { when, until })
    }),
    ("renew", |_, _, _| Some(Action::Renew)),
    ("close", |_, _, _| Some(Action::Close)),
    ("setTeam", |fields, _, _| {
        let team = fields.required("team", Place::id);
        let label = fields.optional("label", Place::owned_text);
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
    ("setAlert", |fields, place, _| {
        let alert = fields.required("alert", Place::id);
        let mut set = read_alert(fields, place)?;
        // Thresholds are kept rising, each once.
        set.thresholds.sort_unstable();
        set.thresholds.dedup();
        Some(Action::SetAlert { alert: alert?, set })
    }),
    ("removeAlert", |fields, _, _| Some(Action::RemoveAlert { alert: fields.required("alert", Place::id)? })),
    ("tick", |_, _, _| Some(Action::Tick)),
];

fn read_transfer(fields: &Fields<'_>, _: &Place<'_>, _: &Rules) -> Option<Action> {
    let from = fields.required("from", read_wallet);
    let to = fields.required("to", read_destination);
    let credits = fields.required("credits", Place::some_credits);
    Some(Action::Transfer { from: from?, to: to?, credits: credits? })
}

fn read_when(place: &Place<'_>) -> Option<When> {
    place.word(&[("now", When::Now), ("periodEnd", When::PeriodEnd)])
}

fn read_grant_id(place: &Place<'_>) -> Option<Id> {
    let text = place.text()?;
    if crate::id::is_grant_id(text) {
        Some(Id::own(text.to_owned()))
    } else {
        place.expected("the id of a grant")
    }
}

fn read_charge(fields: &Fields<'_>, place: &Place<'_>) -> Option<Charge> {
    let request = fields.get("request").map(|place| Request::read(&place));
    let expect = fields.get("expect").map(|place| place.credits());
    let credits = fields.get("credits").map(|place| place.some_credits());
    match (request, expect, credits) {
        (Some(request), expect, None) => {
            Some(Charge::Request { request: request?, expect: expect.flatten() })
        }
        (None, None, Some(credits)) => Some(Charge::Credits(credits?)),
        (None, _, None) => {
            place.fault("expected the field `request` or `credits`, found neither");
            None
        }
        _ => {
            place.fault("expected `request`, with or without `expect`, or `credits` alone, found both");
            None
        }
    }
}

fn read_settle(fields: &Fields<'_>, place: &Place<'_>, _: &Rules) -> Option<Action> {
    let hold = fields.required("hold", Place::id);
    let credits = fields.get("credits").map(|place| place.credits());
    let request = fields.get("request").map(|place| Request::read(&place));
    let came_to = match (credits, request) {
        (None, None) => CameTo::All,
        (Some(credits), None) => CameTo::Credits(credits?),
        (None, Some(request)) => CameTo::Request(request?),
        (Some(_), Some(_)) => {
            place.fault("expected `credits` or `request`, found both");
            return None;
        }
    };
    Some(Action::Settle { hold: hold?, came_to })
}

fn read_refund(fields: &Fields<'_>, place: &Place<'_>, rules: &Rules) -> Option<Action> {
    let draws = fields.required("draws", |place| read_draws(place, rules))?;
    let credits = fields.optional("credits", Place::some_credits);
    let model = fields.optional("model", Place::id);
    let total = draws.iter().try_fold(Credits::ZERO, |sum, draw| sum.plus(draw.credits));
    match total {
        None => place.fault(format!("expected draws of at most {} credits, found more", Credits::MAX.get())),
        Some(Credits::ZERO) => place.fault("expected draws to give back, found none"),
        Some(total) if credits.is_some_and(|credits| credits > total) => {
            place.fault(format!(
                "expected `credits` to be at most the {} that the draws hold, found more",
                total.get()
            ));
        }
        Some(_) => {}
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

/// A member as a command sets them.
pub(crate) fn member(role: &Id, teams: &[Id], limits: &[Limit], manages: bool) -> Member {
    Member { limits: limits.to_vec(), role: role.clone(), teams: teams.to_vec(), manages }
}

/// A command without its asker, in an account that has members, is one that nobody gave.
pub(crate) fn lacks_asker(account: &Account, by: Option<&Asker>) -> bool {
    by.is_none() && !account.members().is_empty()
}
