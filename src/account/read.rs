//! Reading an account: past this door everything in it leads somewhere, and the sums are right.

use crate::map::Map;

use super::state::{
    Alert, AlertOn, Asker, Counted, Draw, Grant, Hold, Member, NextPlan, PlanState, PlanStatus, Remembered,
    TeamInfo, Told, Watch,
};
use super::{Account, Came, Change, Count, Head, Team};
use crate::command::{self, faults};
use crate::credits::{Amount, Credits};
use crate::id::{self, Id};
use crate::json::{Fields, Place, Tree, quoted};
use crate::limits;
use crate::piece::Piece;
use crate::rules::{Capability, Rules, SourceRef, Window, read_limits};
use crate::wallet::{self, Wallet};

/// The newest form of an account that this engine knows, and the only one so far.
const SCHEMA: u64 = 1;

/// Reads and checks a whole account.
pub(crate) fn read_account(place: &Place<'_>, rules: &Rules) -> Option<Account> {
    let fields = place.object()?;
    fields.required("schema", |place| place.whole(SCHEMA, SCHEMA, "the version of the account"));
    let seq = fields.required("seq", |place| place.whole(0, Credits::MAX.get(), "a count of commands"));
    let head = Head {
        id: fields.required("id", Place::id).unwrap_or_else(|| Id::own(String::new())),
        product: fields
            .required("product", |place| read_product(place, rules))
            .unwrap_or_else(|| Id::own(String::new())),
        came: Came { seq: seq.unwrap_or(0), as_of: fields.required("asOf", Place::ms).unwrap_or_default() },
        closed: fields.optional("closed", read_closed).unwrap_or(false),
        view: fields.optional("view", read_asker),
        plan: fields.optional("plan", |place| read_plan(place, rules)),
        renewed_at: fields.optional("renewedAt", Place::ms),
        ended_at: fields.optional("endedAt", Place::ms),
    };
    let is_whole = fields.get("view").is_none();
    let mut account = Account::new(head, rules);
    let mut reader = Reader {
        account: &mut account,
        rules,
        seq,
        total: Some(0),
        grants: 0,
        knows_teams: is_whole,
        knows_members: is_whole,
    };
    // Teams and members come first: what names one needs it.
    let read = fields.get("teams").is_none_or(|place| reader.teams(place).is_some());
    reader.knows_teams &= read;
    fields.required("bank", |place| reader.grants(place, &Wallet::Bank));
    let read = fields.get("members").is_none_or(|place| reader.members(place).is_some());
    reader.knows_members &= read;
    fields.optional("holds", |place| reader.holds(place));
    fields.optional("alerts", |place| reader.alerts(place));
    fields.optional("spent", |place| reader.spent(place));
    fields.optional("recent", |place| reader.recent(place));
    reader.check_closed(&fields);
    fields.finish();
    reader.check_shares(place);
    account.fits();
    account.room.keep();
    Some(account)
}

/// Reads a product that the rules name.
pub(crate) fn read_product(place: &Place<'_>, rules: &Rules) -> Option<Id> {
    let id = place.id()?;
    if !rules.products.contains(&id) {
        place.leads_nowhere("one of the rules' `products`");
    }
    Some(id)
}

fn read_closed(place: &Place<'_>) -> Option<bool> {
    let closed = place.flag()?;
    if closed { Some(true) } else { place.expected("`true` or nothing") }
}

/// Reads who asks.
pub(crate) fn read_asker(place: &Place<'_>) -> Option<Asker> {
    let asker = Asker::parse(place.text()?);
    asker.or_else(|| place.expected(crate::parse::ASKER))
}

fn read_plan_id(place: &Place<'_>, rules: &Rules) -> Option<Id> {
    let id = place.id()?;
    if !rules.plans.contains_key(&id) {
        place.leads_nowhere("the id of one of the rules' `plans`");
    }
    Some(id)
}

fn read_plan(place: &Place<'_>, rules: &Rules) -> Option<PlanState> {
    let fields = place.object()?;
    let id = fields.required("id", |place| read_plan_id(place, rules));
    let status = fields.required("status", |place| {
        place.word(&[("active", PlanStatus::Active), ("cancelled", PlanStatus::Cancelled)])
    });
    let started_at = fields.required("startedAt", Place::ms);
    let periods =
        fields.required("periods", |place| place.whole(0, Credits::MAX.get(), "a count of periods"));
    let renews_at = fields.required("renewsAt", Place::ms);
    let ends_at = fields.optional("endsAt", |place| {
        if status == Some(PlanStatus::Active) {
            place.fault("expected no `endsAt` beside `status` `active`, found one");
        }
        place.ms()
    });
    let seats = fields.optional("seats", Place::seats).map(Amount::get);
    let allowance = fields.optional("allowance", Place::some_credits);
    let next = fields.optional("next", |place| {
        let fields = place.object()?;
        let id = fields.required("id", |place| read_plan_id(place, rules));
        let seats = fields.optional("seats", Place::seats).map(Amount::get);
        let allowance = fields.optional("allowance", Place::some_credits);
        fields.finish();
        Some(NextPlan { id: id?, seats, allowance })
    });
    fields.finish();
    Some(PlanState {
        id: id?,
        status: status?,
        started_at: started_at?,
        periods: periods?,
        renews_at: renews_at?,
        ends_at,
        seats,
        allowance,
        next,
    })
}

struct Reader<'r> {
    account: &'r mut Account,
    rules: &'r Rules,
    /// How many commands it has accepted, where that could be read.
    seq: Option<u64>,
    /// All credits read so far; none once there were too many, which is told once.
    total: Option<u64>,
    /// All grants read so far, those aside that time has made.
    grants: usize,
    /// Whether all teams, and all members, are known: a view leaves some out, and what could not be
    /// read leads nobody astray.
    knows_teams: bool,
    knows_members: bool,
}

impl Reader<'_> {
    fn team(&self, place: &Place<'_>) -> Option<Id> {
        let id = place.id()?;
        self.check_team(&id, place).then_some(id)
    }

    fn check_team(&self, id: &Id, place: &Place<'_>) -> bool {
        let known = self.account.teams.contains_key(id) || !self.knows_teams;
        if !known {
            place.leads_nowhere("one of the account's teams");
        }
        known
    }

    /// A wallet of this account.
    fn wallet(&self, place: &Place<'_>) -> Option<Wallet> {
        let wallet = read_wallet(place)?;
        match wallet.team() {
            Some(team) if !self.check_team(team, place) => None,
            _ => Some(wallet),
        }
    }

    /// Counts credits into the total, which must stay countable.
    fn add(&mut self, credits: Credits, place: &Place<'_>) -> Option<()> {
        let most = Credits::MAX.get();
        self.total = Some(self.total? + credits.get()).filter(|total| *total <= most);
        if self.total.is_none() {
            place.fault(format_args!("expected at most {most} credits in one account, found more"));
        }
        self.total.map(|_| ())
    }

    fn grants(&mut self, place: &Place<'_>, wallet: &Wallet) -> Option<()> {
        if self.grants > limits::GRANTS_MAX {
            return None;
        }
        // A renewal grants also where there are many already, and what was written is read again.
        self.grants += place.entries()?.filter(|(key, _)| !key.starts_with('~')).count();
        if !place.at_most(self.grants, limits::GRANTS_MAX, "grants in one account") {
            return None;
        }
        let entries = place.entries()?;
        for (key, entry) in entries {
            if !id::is_grant_id(key) {
                entry.fault(format_args!("expected as key the id of a grant, found {}", quoted(key)));
            }
            if let Some(grant) = self.grant(&entry)
                && self.add(grant.credits, &entry).is_some()
            {
                let id = Id::own(key.to_owned());
                self.account.make(Change::Grant(wallet.clone(), id, Some(grant)));
            }
        }
        Some(())
    }

    fn grant(&self, place: &Place<'_>) -> Option<Grant> {
        let fields = place.object()?;
        let source = fields.required("source", |place| read_source(place, self.rules));
        let of = fields.required("of", Place::some_credits);
        let credits = fields.required("credits", |place| {
            let credits = place.some_credits()?;
            match of.filter(|of| credits > *of) {
                Some(of) => place.wrong(&format!(
                    "expected `credits` to be at most `of`, {}, found {}",
                    of.get(),
                    credits.get()
                )),
                None => Some(credits),
            }
        });
        let granted_at = fields.required("grantedAt", Place::ms);
        let expires_at = fields.optional("expiresAt", Place::ms);
        fields.finish();
        Some(Grant { source: source?, credits: credits?, of: of?, granted_at: granted_at?, expires_at })
    }

    fn teams(&mut self, place: &Place<'_>) -> Option<()> {
        for (key, entry) in place.entries_at_most(limits::TEAMS_MAX, "teams")? {
            let id = entry.key_id(key);
            let Some(fields) = entry.object() else {
                // Faulty as it is, it is there: what names it is not at fault.
                if let Some(id) = id {
                    self.account.make(Change::Team(id, Some(TeamInfo::default())));
                }
                continue;
            };
            let info = TeamInfo {
                label: fields.optional("label", Place::some_text),
                limits: fields.optional("limits", read_limits).unwrap_or_default(),
            };
            let grants = fields.required("grants", |place| Some(*place));
            if let Some(id) = id {
                self.account.make(Change::Team(id.clone(), Some(info)));
                grants.and_then(|place| self.grants(&place, &Wallet::Team(id)));
            }
            fields.finish();
        }
        Some(())
    }

    fn members(&mut self, place: &Place<'_>) -> Option<()> {
        for (key, entry) in place.entries_at_most(limits::MEMBERS_MAX, "members")? {
            let id = read_person(&entry, key);
            let member = read_member(&entry, self.rules, |place| self.team(place));
            if let Some(id) = id {
                // A faulty one is there all the same.
                let member = member.unwrap_or_else(|| command::member(&id, &[], &[], false));
                self.account.make(Change::Member(id, Some(member)));
            }
        }
        Some(())
    }

    fn holds(&mut self, place: &Place<'_>) -> Option<()> {
        for (key, entry) in place.entries_at_most(limits::HOLDS_MAX, "holds")? {
            let id = entry.key_id(key);
            if let (Some(id), Some(hold)) = (id, self.hold(&entry)) {
                self.account.make(Change::Hold(id, Some(hold)));
            }
        }
        Some(())
    }

    fn hold(&mut self, place: &Place<'_>) -> Option<Hold> {
        let fields = place.object()?;
        let at = fields.required("at", Place::ms);
        let expires_at = fields.required("expiresAt", Place::ms);
        let from = fields.required("from", |place| self.wallet(place));
        let draws = fields.required("draws", |place| {
            let mut draws = Vec::new();
            for item in place.list()? {
                let draw = read_draw(&item, self.rules, |place| self.wallet(place));
                if let Some(draw) = draw
                    && self.add(draw.credits, &item).is_some()
                {
                    draws.push(draw);
                }
            }
            Some(draws)
        });
        let by = fields.optional("by", command::read_whom);
        let model = fields.optional("model", Place::id);
        let note = fields.optional("note", crate::command::read_note);
        fields.finish();
        Some(Hold { at: at?, expires_at: expires_at?, from: from?, draws: draws?, by, model, note })
    }

    /// A grant never has more, in all wallets and holds, than it had at first; a roll-over grows.
    fn check_shares(&self, place: &Place<'_>) {
        let account = &*self.account;
        let lying = account.wallets().flat_map(|(_, purse)| {
            purse.iter().map(|(id, grant)| (id, &grant.source, grant.of)).collect::<Vec<_>>()
        });
        let held = account
            .holds
            .values()
            .flat_map(|hold| hold.draws.iter().map(|draw| (&draw.grant, &draw.source, draw.of)));
        let mut told: Option<Id> = None;
        for (id, source, of) in lying.chain(held) {
            let grows = id.is_own() && !self.rules.is_allowance(source);
            let has = account.share(id).unwrap_or(0);
            if !grows && has > of.get() && told.as_ref() != Some(id) {
                let message = format!(
                    "expected the grant `{id}` to have at most its `of`, {}, found {has} in all wallets and holds",
                    of.get()
                );
                self.fault_share(place, id, message);
                told = Some(id.clone());
            }
        }
    }

    /// Tells a fault of a grant where it first lies or is held.
    fn fault_share(&self, place: &Place<'_>, id: &Id, message: String) {
        let account = &*self.account;
        let lies_there = |(_, team): &(&Id, &Team)| team.purse.get(id).is_some();
        let drawn = |hold: &Hold| hold.draws.iter().position(|draw| draw.grant == *id);
        if account.bank.get(id).is_some() {
            place.fault_at(&["bank", id.as_str(), "credits"], message);
        } else if let Some((team, _)) = account.teams.iter().find(lies_there) {
            place.fault_at(&["teams", team.as_str(), "grants", id.as_str(), "credits"], message);
        } else if let Some((hold, draw)) =
            account.holds.iter().find_map(|(id, hold)| Some((id, drawn(hold)?)))
        {
            place.fault_at(&["holds", hold.as_str(), "draws", &draw.to_string(), "credits"], message);
        }
    }

    fn alerts(&mut self, place: &Place<'_>) -> Option<()> {
        for (key, entry) in place.entries_at_most(limits::ALERTS_MAX, "alerts")? {
            let id = entry.key_id(key);
            let Some(fields) = entry.object() else { continue };
            let alert = read_alert(&fields);
            if let (Some(alert), Some(place)) = (&alert, fields.get("thresholds")) {
                check_rising(place, &alert.thresholds);
            }
            if let (Some(Alert { watch: Watch::One(counted), .. }), Some(place)) =
                (&alert, fields.get("watch"))
            {
                self.check_counted(counted, "`watch`", place);
            }
            let told = fields.optional("told", |place| self.told(place)).unwrap_or_default();
            fields.finish();
            if let (Some(id), Some(alert)) = (id, alert) {
                self.account.make(Change::Alert(id, Some(Alert { told, ..alert })));
            }
        }
        Some(())
    }

    /// Who is watched, or counted, must be there: who goes takes that along.
    fn check_counted(&self, counted: &Counted, what: &str, place: &Place<'_>) {
        let account = &self.account;
        let (is_there, all, id) = match counted {
            Counted::Account => return,
            Counted::Team(id) => (account.teams.contains_key(id) || !self.knows_teams, "teams", id),
            Counted::Member(id) => (account.members.contains_key(id) || !self.knows_members, "members", id),
        };
        if !is_there {
            place.fault(format_args!("expected {what} to name one of the account's {all}, found `{id}`"));
        }
    }

    fn counted(&self, place: &Place<'_>, key: &str) -> Option<Counted> {
        let counted = Counted::parse(key);
        match &counted {
            Some(counted) => self.check_counted(counted, "the key", place),
            None => place.fault(format_args!(
                "expected as key `account`, `member:` and an id, or `team:` and an id, found {}",
                quoted(key)
            )),
        }
        counted
    }

    fn told(&self, place: &Place<'_>) -> Option<Map<Counted, Told>> {
        let read = |(key, entry): (&str, Place<'_>)| {
            let counted = self.counted(&entry, key);
            let fields = entry.object()?;
            let since = fields.required("since", Place::ms);
            let thresholds = fields.required("thresholds", |place| {
                let thresholds = read_thresholds(place)?;
                check_rising(place, &thresholds);
                Some(thresholds)
            });
            fields.finish();
            Some((counted?, Told { since: since?, thresholds: thresholds? }))
        };
        Some(place.entries()?.filter_map(read).collect())
    }

    fn spent(&mut self, place: &Place<'_>) -> Option<()> {
        for (key, entry) in place.entries()? {
            let counted = self.counted(&entry, key);
            for (key, entry) in entry.entries().into_iter().flatten() {
                let window = Window::of(key);
                if window.is_none() {
                    entry.fault(format_args!("expected as key a window, found {}", quoted(key)));
                }
                let Some(fields) = entry.object() else { continue };
                let since = fields.required("since", Place::ms);
                let credits = fields.required("credits", Place::some_credits);
                fields.finish();
                if let (Some(counted), Some(window), Some(since), Some(credits)) =
                    (&counted, window, since, credits)
                {
                    self.account.make(Change::Count(counted.clone(), window, Some(Count { credits, since })));
                }
            }
        }
        Some(())
    }

    fn recent(&mut self, place: &Place<'_>) -> Option<()> {
        let entries = place.entries_at_most(limits::REMEMBERED_MAX, "remembered commands")?;
        if entries.len() > 0 && self.seq == Some(0) {
            return place.wrong("expected no commands to be remembered where `seq` is 0, found some");
        }
        let last = self.seq.unwrap_or(Credits::MAX.get());
        for (key, entry) in entries {
            let id = entry.key_id(key);
            let pair = match entry.tree {
                Tree::List(_) => entry.list().map(Iterator::collect::<Vec<_>>).unwrap_or_default(),
                _ => Vec::new(),
            };
            let [seq, digest] = pair.as_slice() else {
                entry.expected::<()>("a pair of a number and a digest");
                continue;
            };
            let seq = seq.whole(1, last, "the number of an accepted command");
            let digest = digest.text();
            if let Some(seq) = seq
                && self.account.index.remembered.contains(seq)
            {
                entry.fault(format_args!("expected each number once, found {seq} twice"));
            } else if let (Some(id), Some(seq), Some(digest)) = (id, seq, digest) {
                self.account.make(Change::Recent(id, Some(Remembered(seq, Piece::whole(digest)))));
            }
        }
        Some(())
    }

    /// Closing lets all else go.
    fn check_closed(&self, fields: &Fields<'_>) {
        let account = &self.account;
        let head = &account.head;
        if !head.closed {
            return;
        }
        let in_bank = account.bank.iter().next().is_some();
        let in_teams = account.teams.values().any(|team| team.purse.iter().next().is_some());
        let kept = [
            ("bank", in_bank),
            ("teams", in_teams),
            ("plan", head.plan.is_some()),
            ("renewedAt", head.renewed_at.is_some()),
            ("endedAt", head.ended_at.is_some()),
            ("holds", !account.holds.is_empty()),
            ("alerts", !account.alerts.is_empty()),
            ("spent", !account.spent.is_empty()),
        ];
        for (field, _) in kept.into_iter().filter(|(_, is_kept)| *is_kept) {
            fields.optional(field, |place| {
                place.wrong::<()>(
                    "expected a closed account to have kept members, teams and what is remembered, found more",
                )
            });
        }
    }
}

/// Reads a kind of credit that the rules name.
fn read_source(place: &Place<'_>, rules: &Rules) -> Option<SourceRef> {
    let id = place.id()?;
    let source = rules.source_named(id.as_str());
    if source.is_none() {
        place.leads_nowhere("the id of one of the rules' `sources`");
    }
    source
}

/// Reads a wallet by its name.
pub(crate) fn read_wallet(place: &Place<'_>) -> Option<Wallet> {
    match place.tree {
        Tree::Text(text) => Wallet::parse(text).or_else(|| place.expected(wallet::ALLOWED)),
        _ => place.expected(wallet::ALLOWED),
    }
}

/// The id of a person: nobody is called `owner` or `system`.
pub(crate) fn read_person(place: &Place<'_>, text: &str) -> Option<Id> {
    match faults::of_member(text) {
        Some(message) => place.wrong(&message),
        None => place.key_id(text),
    }
}

/// Reads a member whose role the rules know.
pub(crate) fn read_member(
    place: &Place<'_>,
    rules: &Rules,
    team: impl Fn(&Place<'_>) -> Option<Id>,
) -> Option<Member> {
    let fields = place.object()?;
    let role = fields.required("role", |place| {
        let role = place.id()?;
        if !rules.roles.contains_key(&role) {
            place.leads_nowhere("the id of one of the rules' `roles`");
        }
        Some(role)
    });
    let teams = fields.optional("teams", |place| place.each_once(|place| team(place)));
    let limits = fields.optional("limits", read_limits).unwrap_or_default();
    fields.finish();
    let role = role?;
    let manages = rules.role_allows(&role, Capability::Manage);
    Some(Member { role, teams: teams.unwrap_or_default().into(), limits, manages })
}

fn read_draw(
    place: &Place<'_>,
    rules: &Rules,
    wallet: impl FnOnce(&Place<'_>) -> Option<Wallet>,
) -> Option<Draw> {
    let fields = place.object()?;
    let wallet = fields.required("wallet", wallet);
    let grant = fields.required("grant", Place::grant_id);
    let source = fields.required("source", |place| read_source(place, rules));
    let credits = fields.required("credits", Place::some_credits);
    let of = fields.required("of", Place::some_credits);
    let granted_at = fields.required("grantedAt", Place::ms);
    let expires_at = fields.optional("expiresAt", Place::ms);
    fields.finish();
    Some(Draw {
        wallet: wallet?,
        grant: grant?,
        source: source?,
        credits: credits?,
        of: of?,
        granted_at: granted_at?,
        expires_at,
    })
}

/// Reads the draws of an earlier decision, whose teams may be gone.
pub(crate) fn read_draws(place: &Place<'_>, rules: &Rules) -> Option<Vec<Draw>> {
    place.each(|place| read_draw(place, rules, read_wallet))
}

/// Reads what an alert watches and when it tells, what it has told aside.
pub(crate) fn read_alert(fields: &Fields<'_>) -> Option<Alert> {
    let watch = fields.required("watch", |place| {
        let text = place.text()?;
        let watch = match text {
            "members" => Some(Watch::Members),
            _ => Counted::parse(text).map(Watch::One),
        };
        watch.or_else(|| place.expected("`account`, `members`, `member:` and an id, or `team:` and an id"))
    });
    let on = fields
        .required("on", |place| place.word(&[("spent", AlertOn::Spent), ("balance", AlertOn::Balance)]));
    let per = match on {
        Some(AlertOn::Spent) => fields.required("per", |place| place.word(&Window::WORDS)),
        Some(AlertOn::Balance) => fields
            .optional("per", |place| place.wrong("expected no field `per` beside `on` `balance`, found one")),
        None => fields.optional("per", |place| place.word(&Window::WORDS)),
    };
    let thresholds = fields.required("thresholds", |place| {
        if place.list()?.len() == 0 {
            place.expected("at least one threshold")
        } else {
            read_thresholds(place)
        }
    });
    if let (Some(place), Some(on), Some(watch)) = (fields.get("watch"), on, &watch) {
        place.fault_if(faults::of_watch(watch, on));
    }
    Some(Alert { watch: watch?, on: on?, per, thresholds: thresholds?, told: Map::new() })
}

fn read_thresholds(place: &Place<'_>) -> Option<Vec<Credits>> {
    let count = place.list()?.len();
    place.at_most(count, limits::THRESHOLDS_MAX, "thresholds").then(|| place.each(Place::credits))?
}

/// Thresholds as an account keeps them.
fn check_rising(place: &Place<'_>, thresholds: &[Credits]) {
    if !thresholds.is_sorted_by(|a, b| a < b) {
        place.fault("expected thresholds that rise, each once");
    }
}
