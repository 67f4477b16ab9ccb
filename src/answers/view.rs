//! As much of an account as someone may see.

use super::{View, ask, visible};
use crate::account::{Account, Asker, Change, Hold, Purse};
use crate::decide::Who;
use crate::id::Id;
use crate::map::Map;
use crate::refusal::Failure;
use crate::rules::{Capability, Rules};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::windows::spans;
use crate::work::Work;

/// A copy of the account, brought to the instant, without what the asker may not see.
pub(crate) fn view(
    rules: &Rules,
    account: &mut Account,
    at: Instant,
    by: Option<Asker>,
) -> Result<Account, Failure> {
    seen(rules, account, at, by, |account| {
        let mut copy = account.clone();
        for id in ids(copy.recent()) {
            copy.set(Change::Recent(id, None));
        }
        copy.commit();
        copy
    })
}

/// The same as text, for which no copy is needed.
pub(crate) fn view_text(
    rules: &Rules,
    account: &mut Account,
    at: Instant,
    by: Option<Asker>,
) -> Result<String, Failure> {
    seen(rules, account, at, by, Account::text_of_view)
}

/// Tells of an account as someone sees it; then it is as it was.
fn seen<T>(
    rules: &Rules,
    account: &mut Account,
    at: Instant,
    by: Option<Asker>,
    tell: impl FnOnce(&mut Account) -> T,
) -> Result<T, Failure> {
    let asked = View { at, by, wallet: None };
    ask(rules, account, &asked, None, |work, who, _| {
        restrict(rules, work.account, who);
        Ok(tell(work.account))
    })
}

/// Takes out what someone may not see, what is remembered aside.
fn restrict(rules: &Rules, account: &mut Account, who: &Who) {
    let asker = match who {
        Who::System => Asker::System,
        Who::Owner => Asker::Owner,
        Who::Member(id) => Asker::Member(id.clone()),
    };
    let sees_all = who.may(rules, account, Capability::Manage);
    account.set_head(|head| head.view = Some(asker));
    if let (Who::Member(id), false) = (who, sees_all) {
        restrict_to(rules, account, who, id);
    }
}

fn ids<V>(things: &Map<Id, V>) -> Vec<Id> {
    things.keys().cloned().collect()
}

fn restrict_to(rules: &Rules, copy: &mut Account, who: &Who, id: &Id) {
    let sees_balance = who.may(rules, copy, Capability::ViewBalance);
    let shown = visible(rules, copy, who);
    let lies = |wallet: &Wallet| sees_balance && shown.contains(wallet);

    for (hold_id, hold) in copy.holds().clone() {
        copy.set(Change::Hold(hold_id, seen_hold(hold, id, &lies)));
    }
    for alert in ids(copy.alerts()) {
        copy.set(Change::Alert(alert, None));
    }
    let wallets: Vec<Wallet> = copy.wallets().map(|(wallet, _)| wallet).collect();
    for wallet in wallets {
        if !lies(&wallet) {
            let grants = copy.purse(&wallet).into_iter().flat_map(Purse::iter);
            for grant in grants.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
                copy.set_grant(&wallet, &grant, None);
            }
        }
        match wallet {
            Wallet::Team(team) if !shown.contains(&Wallet::Team(team.clone())) => {
                copy.set(Change::Team(team, None));
            }
            _ => {}
        }
    }
    for member in ids(copy.members()) {
        if member != *id {
            copy.set(Change::Member(member, None));
        }
    }
    // What was spent stays only where a limit that stays asks for it.
    let now = spans(copy, copy.as_of());
    Work::new(rules, copy).count_as_asked(&now, &|_| true);
}

/// A hold as someone sees it: what it has of what is shown, and whose it is only where it is theirs.
fn seen_hold(mut hold: Hold, viewer: &Id, lies: &impl Fn(&Wallet) -> bool) -> Option<Hold> {
    let was_empty = hold.draws.is_empty();
    hold.draws.retain(|draw| lies(&draw.wallet));
    if hold.by.as_ref() != Some(viewer) {
        hold.by = None;
        hold.model = None;
        hold.note = None;
    }
    (!hold.draws.is_empty() || (was_empty && lies(&hold.from))).then_some(hold)
}
