//! A new account, its fallback plan begun.

use crate::account::{Account, Change, Head, Member, read_member, read_person, read_product};
use crate::decide::spendable;
use crate::decision::Accepted;
use crate::id::Id;
use crate::json::Place;
use crate::limits::MEMBERS_MAX;
use crate::rules::Rules;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

/// Reads what a new account is to be, and makes it.
pub(crate) fn create(place: &Place<'_>, rules: &Rules) -> Option<(Accepted, Account)> {
    let fields = place.object()?;
    let id = fields.required("id", Place::id);
    let at = fields.required("at", Place::instant);
    let product = match fields.get("product") {
        Some(place) => read_product(&place, rules),
        None => rules.first_product().cloned(),
    };
    let members = fields.optional("members", |place| read_members(place, rules)).unwrap_or_default();
    fields.finish();
    let (id, product, at) = (id?, product?, at?);
    let head = Head {
        id,
        product,
        seq: 0,
        as_of: at,
        closed: false,
        view: None,
        plan: None,
        renewed_at: None,
        ended_at: None,
    };
    let mut account = Account::new(head);
    for (id, member) in members {
        account.set(Change::Member(id, Some(member)));
    }
    let accepted = begin(rules, &mut account, at);
    account.commit();
    Some((accepted, account))
}

fn begin(rules: &Rules, account: &mut Account, at: Instant) -> Accepted {
    let mut work = Work::new(rules, account);
    if let Some(fallback) = &rules.fallback_plan {
        work.start_plan(fallback, at, None, None);
    }
    let entries = work.entries;
    let spendable = Some(spendable(rules, account, &[Wallet::Bank]));
    Accepted { entries, spendable, ..Accepted::nothing(at, 0) }
}

fn read_members(place: &Place<'_>, rules: &Rules) -> Option<Vec<(Id, Member)>> {
    let entries = place.entries()?;
    let count = entries.len();
    if !place.at_most(count, MEMBERS_MAX, "members") {
        return None;
    }
    let mut members = Vec::new();
    for (key, entry) in entries {
        let id = read_person(&entry, key);
        let member = read_member(&entry, rules, |place| {
            place.leads_nowhere("no team, because a new account has none");
            None
        });
        members.extend(id.zip(member));
    }
    if members.len() == count && count > 0 && !members.iter().any(|(_, member)| member.manages) {
        place.fault("expected at least one member who may `manage`, found none");
    }
    Some(members)
}
