//! Who asks, what they may do, and which wallets they draw on.

use super::{Mode, No};
use crate::account::{Account, Asker, Few};
use crate::command::{Action, Charge, Command};
use crate::credits::Credits;
use crate::id::Id;
use crate::refusal::{Facts, Needs};
use crate::rules::{BankFor, Capability, Rules};
use crate::wallet::Wallet;
use crate::work::{Work, running};

/// Someone who is known to the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    System,
    Owner,
    Member(Id),
}

/// Finds out who asks. Left out, where there are no members, it is the system.
pub(crate) fn who(account: &Account, by: Option<&Asker>) -> Result<Who, Facts> {
    let unknown = |id: &Id| Facts::UnknownMember { id: id.clone() };
    match by {
        None | Some(Asker::System) => Ok(Who::System),
        Some(Asker::Owner) if account.members().is_empty() => Ok(Who::Owner),
        Some(Asker::Owner) => Err(unknown(&Id::owner())),
        // By the id as the account has it: to find that again takes less.
        Some(Asker::Member(id)) => match account.members().get_key_value(id) {
            Some((id, _)) => Ok(Who::Member(id.clone())),
            None => Err(unknown(id)),
        },
    }
}

impl Who {
    /// Whether they may do something. The system is free of roles; an owner may do all that a role
    /// can allow.
    pub(crate) fn may(&self, rules: &Rules, account: &Account, capability: Capability) -> bool {
        match self {
            Self::System | Self::Owner => true,
            Self::Member(id) => {
                account.members().get(id).is_some_and(|member| rules.role_allows(&member.role, capability))
            }
        }
    }

    /// The refusal of something that they may not do.
    pub(crate) fn forbidden(&self, account: &Account, needs: Needs) -> Facts {
        let (member, role) = match self {
            Self::System => (Id::own("system".to_owned()), None),
            Self::Owner => (Id::owner(), None),
            Self::Member(id) => (id.clone(), account.members().get(id).map(|member| member.role.clone())),
        };
        Facts::RoleForbids { member, role, needs }
    }

    /// Whether they may draw on a wallet.
    pub(crate) fn may_draw_on(&self, rules: &Rules, account: &Account, wallet: &Wallet) -> bool {
        let Self::Member(id) = self else { return true };
        let Some(member) = account.members().get(id) else { return false };
        let among_theirs = match wallet {
            Wallet::Team(team) => member.teams.contains(team),
            Wallet::Bank => match rules.bank_for {
                BankFor::Managers => false,
                BankFor::Teamless => member.teams.is_empty(),
                BankFor::All => true,
            },
        };
        among_theirs || member.manages
    }

    /// The wallet that a charge begins with: the one that is named, or a member's first team's, or
    /// the bank.
    pub(crate) fn begins_with(&self, account: &Account, from: Option<&Wallet>) -> Wallet {
        let first_team = match self {
            Self::Member(id) => account.members().get(id).and_then(|member| member.teams.first()),
            _ => None,
        };
        from.cloned().or_else(|| first_team.cloned().map(Wallet::Team)).unwrap_or(Wallet::Bank)
    }
}

/// The wallets that a charge draws on, in order: one that was named alone; else the bank follows a
/// team's where the rules say so.
pub(crate) fn drawn_on(rules: &Rules, begins_with: &Wallet, named: bool) -> Few<Wallet> {
    if rules.bank_for == BankFor::All && *begins_with != Wallet::Bank && !named {
        Few::More(vec![begins_with.clone(), Wallet::Bank])
    } else {
        Few::One(begins_with.clone())
    }
}

/// What can be spent of some wallets.
pub(crate) fn spendable(rules: &Rules, account: &Account, wallets: &[Wallet]) -> Credits {
    let unlocked = rules.unlocked.on(running(rules, account));
    let purses = wallets.iter().filter_map(|wallet| account.purse(wallet));
    let sum = purses.map(|purse| unlocked.iter().map(|rank| purse.sum(*rank)).sum::<u64>()).sum();
    Credits::new(sum).unwrap_or(Credits::MAX)
}

impl Work<'_> {
    /// Whether a command is the asker's to give.
    pub(super) fn check_allowed(&self, who: &Who, command: &Command, mode: Mode) -> Result<(), No> {
        if *who == Who::System {
            return Ok(());
        }
        let needs = match needs(&command.action) {
            Needs::Capability(_) if is_wish(&command.action) && mode == Mode::Apply => Some(Needs::System),
            Needs::Capability(capability) if who.may(self.rules, self.account, capability) => None,
            needs => Some(needs),
        };
        let for_the_system = command.for_whom.is_some()
            || matches!(
                &command.action,
                Action::Subscribe { allowance: Some(_), .. }
                    | Action::Spend { charge: Charge::Credits(_), .. }
                    | Action::Hold { charge: Charge::Credits(_), .. }
            );
        let needs = if for_the_system { Some(Needs::System) } else { needs };
        match needs {
            Some(needs) => Err(self.forbid(who, needs)),
            None => Ok(()),
        }
    }

    /// The refusal of something that is not the asker's to do, with who could.
    pub(super) fn forbid(&self, who: &Who, needs: Needs) -> No {
        let remedies = match needs {
            Needs::Capability(_) => vec![crate::refusal::Remedy::AskAdmin],
            Needs::System => Vec::new(),
        };
        No::helped_by(who.forbidden(self.account, needs), remedies)
    }

    /// Whether the account is a view whose credits are hidden, and so are taken as enough.
    pub(crate) fn is_blind(&self) -> bool {
        let Some(viewer) = &self.account.head().view else { return false };
        who(self.account, Some(viewer))
            .map_or(true, |who| !who.may(self.rules, self.account, Capability::ViewBalance))
    }

    /// What the asker of a command could spend now. Only of a spend or a hold does it matter which
    /// wallet was named.
    pub(super) fn spendable_by(&self, who: &Who, action: &Action) -> Credits {
        let from = match action {
            Action::Spend { from, .. } | Action::Hold { from, .. } => from.as_ref(),
            _ => None,
        };
        self.could_spend(who, from)
    }

    /// What someone could spend: nothing of a wallet that they may not draw on.
    pub(crate) fn could_spend(&self, who: &Who, from: Option<&Wallet>) -> Credits {
        let wallet = who.begins_with(self.account, from);
        if who.may_draw_on(self.rules, self.account, &wallet) {
            spendable(self.rules, self.account, &drawn_on(self.rules, &wallet, from.is_some()))
        } else {
            Credits::ZERO
        }
    }

    /// Checks that there is such a team.
    pub(super) fn check_wallet(&self, wallet: &Wallet) -> Result<(), No> {
        match wallet.team().filter(|team| !self.account.teams().contains_key(*team)) {
            Some(team) => Err(Facts::UnknownTeam { id: team.clone() }.into()),
            None => Ok(()),
        }
    }
}

/// What a person needs for a command.
fn needs(action: &Action) -> Needs {
    match action {
        Action::Spend { .. } | Action::Hold { .. } => Needs::Capability(Capability::Generate),
        Action::Purchase { .. } | Action::Subscribe { .. } | Action::Cancel { .. } => {
            Needs::Capability(Capability::Billing)
        }
        Action::Transfer { .. } => Needs::Capability(Capability::Transfer),
        Action::Close
        | Action::SetTeam { .. }
        | Action::RemoveTeam { .. }
        | Action::SetMember { .. }
        | Action::RemoveMember { .. }
        | Action::SetAlert { .. }
        | Action::RemoveAlert { .. } => Needs::Capability(Capability::Manage),
        Action::Settle { .. }
        | Action::Release { .. }
        | Action::Refund { .. }
        | Action::Grant { .. }
        | Action::Revoke { .. }
        | Action::Renew
        | Action::Tick => Needs::System,
    }
}

/// Whether a person can only wish for it, and the system does it once it is paid or confirmed.
fn is_wish(action: &Action) -> bool {
    matches!(
        action,
        Action::Purchase { .. } | Action::Subscribe { .. } | Action::Cancel { .. } | Action::Close
    )
}
