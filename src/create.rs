//! A new account, its fallback plan begun.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::account::{Account, Came, Change, Head, Member, read_member, read_person, read_product};
use crate::decide::spendable;
use crate::decision::Accepted;
use crate::id::Id;
use crate::json::Place;
use crate::limits::MEMBERS_MAX;
use crate::rules::{Limit, Rules};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::work::Work;

/// What a new account is to be.
///
/// ```
/// # use bursar::*;
/// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
/// let new = NewAccount::new("acme".parse()?, at)
///     .member("ann".parse()?, "boss".parse()?, vec![])
///     .member("bob".parse()?, "artist".parse()?, vec![]);
/// let (created, account) = bursar.create(&new)?;
/// assert_eq!((created.seq, account.id().as_str()), (0, "acme"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct NewAccount {
    id: Id,
    at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<Id>,
    #[serde(serialize_with = "by_id")]
    members: Vec<(Id, NewMember)>,
}

#[derive(Clone, Debug, Serialize)]
struct NewMember {
    role: Id,
    limits: Vec<Limit>,
}

impl NewAccount {
    /// An account without members, of the first product that the rules name.
    #[must_use]
    pub const fn new(id: Id, at: Instant) -> Self {
        Self { id, at, product: None, members: Vec::new() }
    }

    /// The same, of another product.
    #[must_use]
    pub fn product(self, product: Id) -> Self {
        Self { product: Some(product), ..self }
    }

    /// The same with a member more, of one of the rules' roles and with limits of their own.
    #[must_use]
    pub fn member(mut self, id: Id, role: Id, limits: Vec<Limit>) -> Self {
        self.members.push((id, NewMember { role, limits }));
        self
    }
}

fn by_id<S: Serializer>(members: &[(Id, NewMember)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(members.len()))?;
    for (id, member) in members {
        map.serialize_entry(id, member)?;
    }
    map.end()
}

/// Reads what a new account is to be, and makes it.
pub(crate) fn create(place: &Place<'_>, rules: &Rules) -> Option<(Accepted, Account)> {
    let fields = place.object()?;
    let id = fields.required("id", Place::id);
    let at = fields.required("at", Place::instant);
    let product = match fields.get("product") {
        Some(place) => read_product(place, rules),
        None => rules.first_product().cloned(),
    };
    let members = fields.optional("members", |place| read_members(place, rules)).unwrap_or_default();
    fields.finish();
    let (id, product, at) = (id?, product?, at?);
    let head = Head {
        id,
        product,
        came: Came { seq: 0, as_of: at },
        closed: false,
        view: None,
        plan: None,
        renewed_at: None,
        ended_at: None,
    };
    let mut account = Account::new(head, rules);
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
    let told = place.faults_told();
    let entries = place.entries_at_most(MEMBERS_MAX, "members")?;
    let mut members = Vec::new();
    for (key, entry) in entries {
        let id = read_person(&entry, key);
        let member = read_member(&entry, rules, |place| {
            place.leads_nowhere("no team, because a new account has none");
            None
        });
        members.extend(id.zip(member));
    }
    // Who could not be read may manage for all that is known.
    let are_read = place.faults_told() == told && !members.is_empty();
    if are_read && !members.iter().any(|(_, member)| member.manages) {
        place.fault("expected at least one member who may `manage`, found none");
    }
    Some(members)
}
