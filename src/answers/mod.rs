//! Questions about an account that change nothing: what is there, in what order it goes, how far
//! it reaches, who may what, and as much of it as someone may see.

mod affordable;
mod balance;
mod usage;
mod view;

pub use affordable::Affordable;
pub use balance::{Balance, Expiring, Renewal, SourceBalance, WalletBalance};
pub use usage::{UsageBy, UsageKey, UsageQuery, UsageRow};

pub(crate) use affordable::affordable;
pub(crate) use balance::balance;
pub(crate) use usage::{read_usage, usage, usage_of};
pub(crate) use view::{view, view_text};

use serde::{Serialize, Serializer};

use crate::account::{Account, Asker, Draw, read_asker, read_wallet};
use crate::command::lacks_asker;
use crate::credits::Credits;
use crate::decide::{Who, draw_order, drawn_on, who};
use crate::id::Id;
use crate::json::{Place, Yes};
use crate::map::sort_by;
use crate::mistake::{Mistake, MistakeCode};
use crate::refusal::{Facts, Failure, LimitUse, Needs, Refused, Remedy};
use crate::rules::{Capability, Rules, SourceRef};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::windows::spans;
use crate::work::Work;

/// Who looks, when, and at which wallet.
///
/// ```
/// use bursar::{Instant, View, Wallet};
/// let view = View::new(Instant::FIRST).by("ann".parse()?).wallet(Wallet::Bank);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The instant for which is answered.
    pub at: Instant,
    /// Who asks; left out, where there are no members, the system.
    pub by: Option<Asker>,
    /// One wallet alone.
    pub wallet: Option<Wallet>,
}

impl View {
    /// A look at all that the system may see, at an instant.
    #[must_use]
    pub const fn new(at: Instant) -> Self {
        Self { at, by: None, wallet: None }
    }

    /// The same, by someone. An account that has members wants to know.
    #[must_use]
    pub fn by(self, asker: Asker) -> Self {
        Self { by: Some(asker), ..self }
    }

    /// The same, at one wallet alone.
    #[must_use]
    pub fn wallet(self, wallet: Wallet) -> Self {
        Self { wallet: Some(wallet), ..self }
    }

    pub(crate) fn read(place: &Place<'_>) -> Option<Self> {
        let fields = place.object()?;
        let at = fields.required("at", Place::instant);
        let by = fields.optional("by", read_asker);
        let wallet = fields.optional("wallet", read_wallet);
        fields.finish();
        Some(Self { at: at?, by, wallet })
    }
}

/// Brings an account to the instant that is asked about, lets a question be answered, and leaves
/// the account as it was.
pub(crate) fn ask<T>(
    rules: &Rules,
    account: &mut Account,
    view: &View,
    needs: impl Into<Option<Capability>>,
    answer: impl FnOnce(&mut Work<'_>, &Who, Instant) -> Result<T, Failure>,
) -> Result<T, Failure> {
    account.check_is_of(rules)?;
    let at = view.at.max(account.as_of());
    let mut work = Work::new(rules, account);
    let answered = begin(&mut work, view, needs.into(), at).and_then(|who| answer(&mut work, &who, at));
    work.account.take_back();
    answered
}

/// Brings an account to an instant, and tells who asks, if they may.
fn begin(work: &mut Work<'_>, view: &View, needs: Option<Capability>, at: Instant) -> Result<Who, Failure> {
    let by = view.by.as_ref();
    if lacks_asker(work.account, by) {
        let message = "expected the field `by`, a member's id or `system`, found nothing";
        return Err(Mistake::one(MistakeCode::InvalidRequest, "/by", message).into());
    }
    let before = spans(work.account, work.account.as_of());
    work.advance(at);
    work.turn_windows(&before, at);
    let who = who(work.account, by).map_err(|facts| refused(work.rules, facts, at))?;
    match needs {
        Some(needs) if !who.may(work.rules, work.account, needs) => {
            Err(refused(work.rules, who.forbidden(work.account, Needs::Capability(needs)), at))
        }
        _ => Ok(who),
    }
}

/// A refusal of a question.
fn refused(rules: &Rules, facts: Facts, at: Instant) -> Failure {
    let remedies = match facts {
        Facts::RoleForbids { .. } => vec![Remedy::AskAdmin],
        _ => Vec::new(),
    };
    Refused { remedies, at, ..Refused::outright(facts, rules) }.into()
}

/// The wallets that someone may see, the bank first: those they may draw on, the bank where they may
/// transfer or buy, and all where they may manage.
fn visible(rules: &Rules, account: &Account, who: &Who) -> Vec<Wallet> {
    let sees_bank =
        [Capability::Transfer, Capability::Billing].iter().any(|can| who.may(rules, account, *can));
    let sees =
        |wallet: &Wallet| who.may_draw_on(rules, account, wallet) || (sees_bank && *wallet == Wallet::Bank);
    account.wallets().map(|(wallet, _)| wallet).filter(|wallet| sees(wallet)).collect()
}

/// The same, or the one of them that is named.
fn shown(work: &Work<'_>, who: &Who, view: &View, at: Instant) -> Result<Vec<Wallet>, Failure> {
    let visible = visible(work.rules, work.account, who);
    let Some(named) = &view.wallet else { return Ok(visible) };
    if visible.contains(named) {
        return Ok(vec![named.clone()]);
    }
    may_draw(work, who, named, at)?;
    Ok(Vec::new())
}

/// Refuses a wallet that someone may not draw on, and one that there is not.
fn may_draw(work: &Work<'_>, who: &Who, wallet: &Wallet, at: Instant) -> Result<(), Failure> {
    let facts = if who.may_draw_on(work.rules, work.account, wallet) {
        match wallet.team().filter(|team| !work.account.teams().contains_key(*team)) {
            Some(team) => Facts::UnknownTeam { id: team.clone() },
            None => return Ok(()),
        }
    } else {
        who.forbidden(work.account, Needs::Capability(Capability::Manage))
    };
    Err(refused(work.rules, facts, at))
}

/// Every grant in the order in which it would be consumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Order {
    pub(crate) ok: Yes,
    /// The grants.
    pub grants: Vec<Ordered>,
}

/// A grant in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ordered {
    /// The grant, as a draw of all of it.
    pub draw: Draw,
    /// Whether it can be spent as things stand.
    pub usable: bool,
    /// Why not.
    pub why: Option<&'static str>,
}

/// The draw's fields and its own, side by side. `flatten` would say so too, at some kilobytes.
impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Told<'a> {
            credits: Credits,
            #[serde(skip_serializing_if = "Option::is_none")]
            expires_at: Option<Instant>,
            grant: &'a Id,
            granted_at: Instant,
            of: Credits,
            source: &'a SourceRef,
            wallet: &'a Wallet,
            usable: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            why: Option<&'static str>,
        }
        let Draw { credits, expires_at, grant, granted_at, of, source, wallet } = &self.draw;
        Told {
            credits: *credits,
            expires_at: *expires_at,
            grant,
            granted_at: *granted_at,
            of: *of,
            source,
            wallet,
            usable: self.usable,
            why: self.why,
        }
        .serialize(serializer)
    }
}

pub(crate) fn order(rules: &Rules, account: &mut Account, view: &View) -> Result<Order, Failure> {
    ask(rules, account, view, Capability::ViewBalance, |work, who, at| {
        let mut wallets = shown(work, who, view, at)?;
        // Teams come before the bank, one's own in the order in which one draws on them.
        let own = match who {
            Who::Member(id) => work.account.members().get(id).map_or(&[][..], |member| &member.teams),
            _ => &[],
        };
        let place = |wallet: &Wallet| match wallet {
            Wallet::Bank => (2, 0),
            Wallet::Team(team) => match own.iter().position(|own| own == team) {
                Some(place) => (0, place),
                None => (1, 0),
            },
        };
        sort_by(&mut wallets, |a, b| place(a).cmp(&place(b)));
        let order = draw_order(rules, work, &wallets).into_iter().map(|(draw, usable)| Ordered {
            draw,
            usable,
            why: (!usable).then_some("needs_plan"),
        });
        Ok(Order { ok: Yes, grants: order.collect() })
    })
}

/// Every limit that a spend meets, and how much of it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limits {
    pub(crate) ok: Yes,
    /// The instant for which it holds.
    pub at: Instant,
    /// The limits.
    pub limits: Vec<LimitUse>,
}

pub(crate) fn limits(rules: &Rules, account: &mut Account, view: &View) -> Result<Limits, Failure> {
    ask(rules, account, view, Capability::Generate, |work, who, at| {
        let from = who.begins_with(work.account, view.wallet.as_ref());
        if view.wallet.is_some() {
            may_draw(work, who, &from, at)?;
        }
        Ok(Limits { ok: Yes, at, limits: work.limits_of(who, &from, at) })
    })
}

/// Whether someone may do something.
pub(crate) fn may(rules: &Rules, account: &Account, asker: &Asker, capability: Capability) -> bool {
    who(account, Some(asker)).is_ok_and(|who| who.may(rules, account, capability))
}

/// What is left of the tightest limit that a charge by someone meets.
fn left_of_limits(work: &Work<'_>, who: &Who, from: &Wallet, at: Instant) -> Credits {
    let uses = work.limits_of(who, from, at);
    let left = uses.iter().map(|used| used.limit.minus_or_zero(used.spent));
    left.min().unwrap_or(Credits::MAX)
}

/// What a charge by someone could take at most, limits included.
fn reach(work: &Work<'_>, who: &Who, named: Option<&Wallet>, at: Instant) -> Credits {
    let from = who.begins_with(work.account, named);
    let there = if work.is_blind() {
        Credits::MAX
    } else {
        crate::decide::spendable(work.rules, work.account, &drawn_on(work.rules, &from, named.is_some()))
    };
    there.min(left_of_limits(work, who, &from, at))
}
