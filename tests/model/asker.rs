//! Who asks, what they may, and on which wallets (2.5, section 8).

use serde_json::{Value, json};

use super::account::{Account, team_of};
use super::refusal::{Refusal, Stop};
use super::rules::Rules;

#[derive(Clone, PartialEq)]
pub enum Asker {
    System,
    Owner,
    Member(String),
}

impl Asker {
    /// 8.1: who says they ask. Left out where there are no members: the system.
    pub fn read(by: Option<&str>) -> Asker {
        match by {
            None | Some("system") => Asker::System,
            Some("owner") => Asker::Owner,
            Some(member) => Asker::Member(member.into()),
        }
    }

    pub fn is_system(&self) -> bool {
        *self == Asker::System
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<String> {
        match self {
            Asker::System => None,
            Asker::Owner => Some("owner".into()),
            Asker::Member(id) => Some(id.clone()),
        }
    }

    pub fn name(&self) -> String {
        self.person().unwrap_or_else(|| "system".into())
    }

    /// 8.1: "owner" is no one where there are members, and a member must be there.
    pub fn known(&self, account: &Account) -> bool {
        match self {
            Asker::System => true,
            Asker::Owner => account.members.is_empty(),
            Asker::Member(id) => account.members.contains_key(id),
        }
    }

    /// 8.1: what this asker's role allows; the owner and the system may all that a role can allow.
    pub fn may(&self, rules: &Rules, account: &Account, capability: &str) -> bool {
        match self {
            Asker::System => true,
            Asker::Owner => true,
            Asker::Member(id) => {
                let role = account.members.get(id).and_then(|m| rules.roles.get(&m.role));
                role.is_some_and(|r| r.can.contains(capability))
            }
        }
    }

    fn teams<'a>(&self, account: &'a Account) -> &'a [String] {
        match self {
            Asker::Member(id) => account.members.get(id).map_or(&[], |m| &m.teams),
            _ => &[],
        }
    }

    pub fn is_in(&self, account: &Account, wallet: &str) -> bool {
        team_of(wallet).is_some_and(|team| self.teams(account).iter().any(|t| t == team))
    }

    /// 2.5: whether this asker may draw on a wallet.
    pub fn may_draw_on(&self, rules: &Rules, account: &Account, wallet: &str) -> bool {
        if let Asker::Member(id) = self
            && !account.members.contains_key(id)
        {
            return false;
        }
        if self.may(rules, account, "manage") || self.is_in(account, wallet) {
            return true;
        }
        let teamless = self.teams(account).is_empty();
        wallet == "bank" && (rules.bank_for == "all" || (rules.bank_for == "teamless" && teamless))
    }

    /// 2.5: the wallets that a spend would draw on, in order: with `from` that alone, else the first team, followed by
    /// the bank where it is for all, or the bank. None where that is forbidden.
    pub fn draws_on(&self, rules: &Rules, account: &Account, from: Option<&str>) -> Option<Vec<String>> {
        let wallets = match (from, self.teams(account).first()) {
            (Some(from), _) => vec![from.to_owned()],
            (None, Some(team)) if rules.bank_for == "all" => vec![format!("team:{team}"), "bank".into()],
            (None, Some(team)) => vec![format!("team:{team}")],
            (None, None) => vec!["bank".into()],
        };
        wallets.iter().all(|w| self.may_draw_on(rules, account, w)).then_some(wallets)
    }

    /// 6.5: whether this asker may move credits between two wallets.
    pub fn may_move(&self, rules: &Rules, account: &Account, wallets: &[&str]) -> bool {
        let own = |w: &&str| *w == "bank" || self.is_in(account, w);
        self.may(rules, account, "transfer")
            && (self.may(rules, account, "manage") || wallets.iter().all(own))
    }

    /// 8.2: the wallets that a balance shows this asker: the bank first, then teams by id.
    pub fn sees(&self, rules: &Rules, account: &Account) -> Vec<String> {
        let may = |capability: &str| self.may(rules, account, capability);
        let bank = |w: &str| w == "bank" && (may("transfer") || may("billing"));
        account.wallets().into_iter().filter(|w| self.may_draw_on(rules, account, w) || bank(w)).collect()
    }

    /// The refusal of what this asker's role does not allow.
    pub fn forbidden(&self, account: &Account, needs: &str) -> Stop {
        let mut facts = json!({"member": self.name(), "needs": needs});
        if let Asker::Member(id) = self
            && let Some(member) = account.members.get(id)
        {
            facts["role"] = Value::from(member.role.clone());
        }
        // 11.3: `ask_admin`, unless it is the system's.
        let remedies = if needs == "system" { vec![] } else { vec![json!({"do": "ask_admin"})] };
        Stop::Refuse(Refusal { remedies, ..Refusal::new("role_forbids", facts) })
    }

    /// 8.1: stops an asker whose role does not allow this.
    pub fn must(&self, rules: &Rules, account: &Account, capability: &str) -> Result<(), Stop> {
        if self.may(rules, account, capability) { Ok(()) } else { Err(self.forbidden(account, capability)) }
    }
}

/// 8.1: resolves who asks: left out in an account with members is a mistake, an unknown one a refusal.
pub fn resolve(account: &Account, by: Option<&str>, mistake: &'static str) -> Result<Asker, Stop> {
    if by.is_none() && !account.members.is_empty() {
        return Err(Stop::mistake(mistake));
    }
    let asker = Asker::read(by);
    if asker.known(account) {
        return Ok(asker);
    }
    Err(Stop::refuse("unknown_member", json!({"id": asker.name()})))
}
