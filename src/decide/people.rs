//! Teams, members and alerts.

use super::{No, Outcome};
use crate::account::{Alert, Change, Counted, Counts, Draw, Hold, TeamInfo, Watch};
use crate::command;
use crate::decision::EntryKind;
use crate::id::Id;
use crate::refusal::Facts;
use crate::rules::{Capability, Limit};
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::windows::{spans, watches};
use crate::work::Work;

impl Work<'_> {
    pub(super) fn set_team(&mut self, id: &Id, label: Option<&String>, limits: &[Limit], at: Instant) {
        let info = TeamInfo { label: label.cloned(), limits: limits.to_vec() };
        self.account.set(Change::Team(id.clone(), Some(info)));
        self.ask_anew(&[Watch::One(Counted::Team(id.clone()))], at);
    }

    /// Removes a team: its credits return to the bank, and what holds have of it is the bank's.
    pub(super) fn remove_team(&mut self, id: &Id, at: Instant) -> Result<Outcome, No> {
        let wallet = Wallet::Team(id.clone());
        self.check_wallet(&wallet)?;
        self.forget_watched(&Counted::Team(id.clone()));

        let purse = self.account.purse(&wallet).into_iter().flat_map(|purse| {
            purse.iter().map(|(id, grant)| Draw::of(&wallet, id, grant, grant.credits)).collect::<Vec<_>>()
        });
        for draw in purse.collect::<Vec<_>>() {
            self.take(EntryKind::Transfer, at, &wallet, &draw.grant, draw.credits);
            self.give(EntryKind::Transfer, at, &Draw { wallet: Wallet::Bank, ..draw });
        }
        self.give_holds_to_bank(&wallet);
        let theirs = self.account.members().iter().filter(|(_, member)| member.teams.contains(id));
        for (member_id, mut member) in
            theirs.map(|(id, member)| (id.clone(), member.clone())).collect::<Vec<_>>()
        {
            let left: Vec<Id> = member.teams.iter().filter(|team| *team != id).cloned().collect();
            member.teams = left.into();
            self.account.set(Change::Member(member_id, Some(member)));
        }
        self.account.set(Change::Team(id.clone(), None));
        Ok(Outcome::default())
    }

    fn give_holds_to_bank(&mut self, wallet: &Wallet) {
        let touches =
            |hold: &Hold| hold.from == *wallet || hold.draws.iter().any(|draw| draw.wallet == *wallet);
        let holds = self.account.holds().iter().filter(|(_, hold)| touches(hold));
        for (id, mut hold) in holds.map(|(id, hold)| (id.clone(), hold.clone())).collect::<Vec<_>>() {
            if hold.from == *wallet {
                hold.from = Wallet::Bank;
            }
            for draw in hold.draws.iter_mut().filter(|draw| draw.wallet == *wallet) {
                draw.wallet = Wallet::Bank;
            }
            self.account.set(Change::Hold(id, Some(hold)));
        }
    }

    pub(super) fn set_member(
        &mut self,
        id: &Id,
        role: &Id,
        teams: &[Id],
        limits: &[Limit],
        at: Instant,
    ) -> Result<Outcome, No> {
        for team in teams {
            self.check_wallet(&Wallet::Team(team.clone()))?;
        }
        if !self.rules.roles.contains_key(role) {
            return Err(Facts::UnknownRole { id: role.clone() }.into());
        }
        let is_new = !self.account.members().contains_key(id);
        let manages = self.rules.role_allows(role, Capability::Manage);
        let member = command::member(role, teams, limits, manages);
        self.account.set(Change::Member(id.clone(), Some(member)));
        self.check_managers(id)?;
        if is_new {
            self.count_holds_of_member(id, at, true);
        }
        self.ask_anew(&[Watch::One(Counted::Member(id.clone()))], at);
        Ok(Outcome::default())
    }

    pub(super) fn remove_member(&mut self, id: &Id, at: Instant) -> Result<Outcome, No> {
        if !self.account.members().contains_key(id) {
            return Err(Facts::UnknownMember { id: id.clone() }.into());
        }
        self.count_holds_of_member(id, at, false);
        self.forget_watched(&Counted::Member(id.clone()));
        self.account.set(Change::Member(id.clone(), None));
        self.check_managers(id)?;
        Ok(Outcome::default())
    }

    /// An account that has members must have one who may manage.
    fn check_managers(&self, changed: &Id) -> Result<(), No> {
        if !self.account.members().is_empty() && self.account.managers() == 0 {
            return Err(Facts::LastManager { member: changed.clone() }.into());
        }
        Ok(())
    }

    /// Alerts on a member or a team go with it, and what was told and counted of it.
    fn forget_watched(&mut self, counted: &Counted) {
        let alerts: Vec<(Id, Alert)> =
            self.account.alerts().iter().map(|(id, alert)| (id.clone(), alert.clone())).collect();
        for (id, mut alert) in alerts {
            if alert.watch == Watch::One(counted.clone()) {
                self.account.set(Change::Alert(id, None));
            } else if alert.told.remove(counted).is_some() {
                self.account.set(Change::Alert(id, Some(alert)));
            }
        }
        let windows = self.account.spent().get(counted).into_iter().flat_map(Counts::windows);
        for window in windows.collect::<Vec<_>>() {
            self.account.set(Change::Count(counted.clone(), window, None));
        }
    }

    pub(super) fn set_alert(&mut self, id: &Id, set: &Alert, at: Instant) -> Result<Outcome, No> {
        match &set.watch {
            Watch::One(Counted::Member(member)) if !self.account.members().contains_key(member) => {
                return Err(Facts::UnknownMember { id: member.clone() }.into());
            }
            Watch::One(Counted::Team(team)) => self.check_wallet(&Wallet::Team(team.clone()))?,
            _ => {}
        }
        let mut watched = vec![set.watch.clone()];
        watched.extend(self.account.alerts().get(id).map(|alert| alert.watch.clone()));
        self.account.set(Change::Alert(id.clone(), Some(set.clone())));
        self.ask_anew(&watched, at);
        Ok(Outcome::default())
    }

    pub(super) fn remove_alert(&mut self, id: &Id, at: Instant) -> Result<Outcome, No> {
        let Some(alert) = self.account.alerts().get(id) else {
            return Err(Facts::UnknownAlert { id: id.clone() }.into());
        };
        let watched = [alert.watch.clone()];
        self.account.set(Change::Alert(id.clone(), None));
        self.ask_anew(&watched, at);
        Ok(Outcome::default())
    }

    /// After limits or alerts have changed of those who are watched so.
    fn ask_anew(&mut self, watched: &[Watch], at: Instant) {
        let now = spans(self.account, at);
        self.count_as_asked(&now, &|counted| watched.iter().any(|watch| watches(watch, counted)));
    }
}
