//! Writing a command as JSON, as it is read.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Command;
use super::action::{Action, CameTo, Charge, Ending};
use crate::rules::Limit;

/// As [`crate::Bursar::read_command`] reads it, or [`crate::Bursar::read_draft`] where it has no id: for a queue, say.
impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.tell("type", self.action.word())?;
        fields.maybe("id", self.id.as_ref())?;
        fields.tell("at", &self.at)?;
        fields.maybe("by", self.by.as_ref())?;
        fields.maybe("for", self.for_whom.as_ref())?;
        fields.maybe("note", self.note.as_ref())?;
        fields.action(&self.action)?;
        fields.0.end()
    }
}

impl Action {
    /// What it is called.
    const fn word(&self) -> &'static str {
        match self {
            Self::Spend { .. } => "spend",
            Self::Hold { .. } => "hold",
            Self::Settle { .. } => "settle",
            Self::Release { .. } => "release",
            Self::Refund { .. } => "refund",
            Self::Transfer { .. } => "transfer",
            Self::Purchase { .. } => "purchase",
            Self::Grant { .. } => "grant",
            Self::Revoke { .. } => "revoke",
            Self::Subscribe { .. } => "subscribe",
            Self::Cancel { .. } => "cancel",
            Self::Renew => "renew",
            Self::Close => "close",
            Self::SetTeam { .. } => "setTeam",
            Self::RemoveTeam { .. } => "removeTeam",
            Self::SetMember { .. } => "setMember",
            Self::RemoveMember { .. } => "removeMember",
            Self::SetAlert { .. } => "setAlert",
            Self::RemoveAlert { .. } => "removeAlert",
            Self::Tick => "tick",
        }
    }
}

/// Fields of one object, of which those that say nothing are left out.
struct Fields<M>(M);

impl<M: SerializeMap> Fields<M> {
    fn tell(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn maybe(&mut self, name: &str, value: Option<&impl Serialize>) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| self.tell(name, value))
    }

    fn limits(&mut self, limits: &[Limit]) -> Result<(), M::Error> {
        self.maybe("limits", Some(&limits).filter(|limits| !limits.is_empty()))
    }

    fn charge(&mut self, charge: &Charge) -> Result<(), M::Error> {
        match charge {
            Charge::Request { request, expect } => {
                self.tell("request", request)?;
                self.maybe("expect", expect.as_ref())
            }
            Charge::Credits(credits) => self.tell("credits", credits),
        }
    }

    fn action(&mut self, action: &Action) -> Result<(), M::Error> {
        match action {
            Action::Spend { from, charge } => {
                self.maybe("from", from.as_ref())?;
                self.charge(charge)
            }
            Action::Hold { from, expires_at, charge } => {
                self.maybe("from", from.as_ref())?;
                self.maybe("expiresAt", expires_at.as_ref())?;
                self.charge(charge)
            }
            Action::Settle { hold, came_to } => {
                self.tell("hold", hold)?;
                match came_to {
                    CameTo::All => Ok(()),
                    CameTo::Credits(credits) => self.tell("credits", credits),
                    CameTo::Request(request) => self.tell("request", request),
                }
            }
            Action::Release { hold } => self.tell("hold", hold),
            Action::Refund { draws, credits, model } => {
                self.tell("draws", draws)?;
                self.maybe("credits", credits.as_ref())?;
                self.maybe("model", model.as_ref())
            }
            Action::Transfer { from, to, credits } => {
                self.tell("from", from)?;
                self.tell("to", to)?;
                self.tell("credits", credits)
            }
            Action::Purchase { pack, quantity, consent } => {
                self.tell("pack", pack)?;
                self.tell("quantity", quantity)?;
                self.maybe("consent", consent.as_ref())
            }
            Action::Grant { source, credits, to, expires_at } => {
                self.tell("source", source)?;
                self.tell("credits", credits)?;
                self.tell("to", to)?;
                self.maybe("expiresAt", expires_at.as_ref())
            }
            Action::Revoke { grant, credits } => {
                self.tell("grant", grant)?;
                self.maybe("credits", credits.as_ref())
            }
            Action::Subscribe { plan, seats, allowance, when } => {
                self.tell("plan", plan)?;
                self.maybe("seats", seats.as_ref())?;
                self.maybe("allowance", allowance.as_ref())?;
                self.tell("when", when)
            }
            Action::Cancel { ends: Ending::Until(until) } => self.tell("until", until),
            Action::Cancel { ends } => self.tell("when", &ends.when()),
            Action::SetTeam { team, label, limits } => {
                self.tell("team", team)?;
                self.maybe("label", label.as_ref())?;
                self.limits(limits)
            }
            Action::RemoveTeam { team } => self.tell("team", team),
            Action::SetMember { member, role, teams, limits } => {
                self.tell("member", member)?;
                self.tell("role", role)?;
                self.maybe("teams", Some(teams).filter(|teams| !teams.is_empty()))?;
                self.limits(limits)
            }
            Action::RemoveMember { member } => self.tell("member", member),
            Action::SetAlert { alert, set } => {
                let kept = set.kept();
                self.tell("alert", alert)?;
                self.tell("watch", &kept.watch)?;
                self.tell("on", &kept.on)?;
                self.maybe("per", kept.per.as_ref())?;
                self.tell("thresholds", &kept.thresholds)
            }
            Action::RemoveAlert { alert } => self.tell("alert", alert),
            Action::Renew | Action::Close | Action::Tick => Ok(()),
        }
    }
}
