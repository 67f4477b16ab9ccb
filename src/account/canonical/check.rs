//! What cannot be seen where it stands: that what is named is there, and that no grant lies about with more
//! than it had.

use super::super::state::{Counted, Watch};
use super::super::{Account, Purse};
use super::table::Table;
use crate::credits::Credits;
use crate::id::Id;
use crate::rules::{Rules, SourceRef};
use crate::wallet::Wallet;

/// Every team and member that is named must be there, and a member's teams each once.
pub(super) fn leads_somewhere(account: &Account) -> Option<()> {
    let mut teams = Table::new(account.teams.len(), account.members.len());
    for team in account.teams.keys() {
        teams.put(team.as_bytes())?;
    }
    for member in account.members.values() {
        for (place, team) in member.teams.iter().enumerate() {
            teams.find(team.as_bytes())?;
            // Whoever is in many is left to the general reader, for whom that is not slow.
            let is_new = place < 16 && !member.teams.iter().take(place).any(|before| before == team);
            is_new.then_some(())?;
        }
    }
    for hold in account.holds.values() {
        find_team(&mut teams, &hold.from)?;
        for draw in &hold.draws {
            find_team(&mut teams, &draw.wallet)?;
        }
    }
    // Those whose spending is counted stand in the order of the members.
    let mut members = account.members.keys();
    for counted in account.spent.keys() {
        match counted {
            Counted::Member(id) => _ = members.find(|member| *member == id)?,
            other => find(account, &mut teams, other)?,
        }
    }
    for alert in account.alerts.values() {
        if let Watch::One(counted) = &alert.watch {
            find(account, &mut teams, counted)?;
        }
        for counted in alert.told.keys() {
            find(account, &mut teams, counted)?;
        }
    }
    Some(())
}

fn find(account: &Account, teams: &mut Table<'_>, counted: &Counted) -> Option<()> {
    match counted {
        Counted::Account => Some(()),
        Counted::Member(id) => account.members.get(id).map(|_| ()),
        Counted::Team(id) => teams.find(id.as_bytes()).map(|_| ()),
    }
}

fn find_team(teams: &mut Table<'_>, wallet: &Wallet) -> Option<()> {
    match wallet {
        Wallet::Bank => Some(()),
        Wallet::Team(team) => teams.find(team.as_bytes()).map(|_| ()),
    }
}

/// No grant may have more, in all wallets and holds, than it had at first.
pub(super) fn is_spread_rightly(account: &Account, rules: &Rules) -> Option<()> {
    if account.teams.is_empty() && account.holds.is_empty() {
        return Some(());
    }
    let mut held = 0;
    for hold in account.holds.values() {
        held += hold.draws.len();
    }
    let places = account.index.grants + held;
    let mut spread = Spread { rules, table: Table::new(places, 0), sums: Vec::with_capacity(places) };
    spread.add_purse(&account.bank)?;
    for team in account.teams.values() {
        spread.add_purse(&team.purse)?;
    }
    for hold in account.holds.values() {
        for draw in &hold.draws {
            spread.add(&draw.grant, &draw.source, draw.credits, draw.of)?;
        }
    }
    spread.sums.iter().all(|(sum, most)| sum <= most).then_some(())
}

struct Spread<'t> {
    rules: &'t Rules,
    table: Table<'t>,
    /// By grant, what it has, and the least that any of its places says it had at first.
    sums: Vec<(u64, u64)>,
}

impl<'t> Spread<'t> {
    fn add_purse(&mut self, purse: &'t Purse) -> Option<()> {
        for (id, grant) in purse.iter() {
            self.add(id, &grant.source, grant.credits, grant.of)?;
        }
        Some(())
    }

    fn add(&mut self, id: &'t Id, source: &SourceRef, credits: Credits, of: Credits) -> Option<()> {
        let grows = id.is_own() && !self.rules.is_allowance(source);
        let most = if grows { u64::MAX } else { of.get() };
        let place = self.table.put(id.as_bytes())?;
        match self.sums.get_mut(place) {
            Some((sum, least)) => (*sum, *least) = (*sum + credits.get(), most.min(*least)),
            None => self.sums.push((credits.get(), most)),
        }
        Some(())
    }
}
