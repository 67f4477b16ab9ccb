//! Reading an account that stands as the engine writes it: in one pass, and in silence.
//!
//! Most accounts come back just as they were written. [`read_canonical`] takes those, and gives
//! nothing for any other: escapes, spaces, another order of keys, a view, whatever is wrong. The
//! general reader then finds what there is to be told. What this one takes, the other takes as well
//! and makes the same account of it, and writing that gives the same text again:
//! `tests/canonical.rs` holds them to it.

mod check;
mod scan;
mod table;

use std::sync::Arc;

use super::few::Few;
use super::room::Room;
use super::state::{
    Alert, AlertOn, Counted, Draw, Grant, Hold, Member, NextPlan, PlanState, PlanStatus, Remembered,
    TeamInfo, Told, Watch,
};
use super::written::{Section, Sections, Written};
use super::{Account, Came, Change, Count, Counts, Head, Purse, Team};
use crate::command::faults;
use crate::credits::Credits;
use crate::id::Id;
use crate::limits;
use crate::map::Map;
use crate::piece::{Piece, Text};
use crate::rules::{Capability, Limit, Rules, SourceRef, Window};
use crate::time::Instant;
use crate::wallet::Wallet;
use check::{is_spread_rightly, leads_somewhere};
use scan::Scan;

/// Reads a whole account in its canonical form.
pub(crate) fn read_canonical(text: &str, rules: &Rules) -> Option<Account> {
    if text.len() > limits::TEXT_BYTES_MAX || !text.starts_with('{') {
        return None;
    }
    let text = Text::new(text);
    let mut reading = Reading::of(&text, rules);
    reading.account()?;
    let Reading { mut account, sections, .. } = reading;
    leads_somewhere(&account)?;
    is_spread_rightly(&account, rules)?;
    account.room = Room::of(text.as_str().len());
    account.written = Some(Written::new(text, sections));
    Some(account)
}

/// What is read is put into the account at once: there is nothing to be put away where reading ends
/// in the middle.
struct Reading<'t> {
    rules: &'t Rules,
    scan: Scan<'t>,
    account: Account,
    sections: Sections,
    /// The wallet that is read.
    purse: Purse,
    /// What the alert has told that is read.
    told: Map<Counted, Told>,
    /// How many grants have been read, the engine's own aside.
    given: usize,
    /// The role that was read last, and whether it may manage: the next is often the same.
    role: Option<(&'t Id, bool)>,
    /// The source that was read last.
    source: Option<SourceRef>,
}

impl<'t> Reading<'t> {
    fn of(text: &'t Arc<Text>, rules: &'t Rules) -> Self {
        let nothing = Id::part(Piece::new(text, 0, 0));
        let head = Head {
            id: nothing.clone(),
            product: nothing,
            came: Came { seq: 0, as_of: Instant::FIRST },
            closed: false,
            view: None,
            plan: None,
            renewed_at: None,
            ended_at: None,
        };
        Self {
            rules,
            scan: Scan::new(text),
            account: Account::new(head, rules),
            sections: Sections::default(),
            purse: Purse::default(),
            told: Map::new(),
            given: 0,
            role: None,
            source: None,
        }
    }

    fn account(&mut self) -> Option<()> {
        self.scan.take_byte(b'{')?;
        if self.scan.takes("\"alerts\":") {
            self.sections.alerts = self.entries(true, Self::alert)?;
            there_are_some(self.account.alerts.len(), limits::ALERTS_MAX)?;
            self.scan.take_byte(b',')?;
        }
        self.scan.take("\"asOf\":")?;
        self.account.head.came.as_of = self.scan.instant()?;
        self.scan.take(",\"bank\":")?;
        self.sections.bank = self.entries(true, Self::grant)?;
        self.account.bank = core::mem::take(&mut self.purse);
        if self.scan.takes(",\"endedAt\":") {
            self.account.head.ended_at = Some(self.scan.instant()?);
        }
        if self.scan.takes(",\"holds\":") {
            self.sections.holds = self.entries(true, Self::hold)?;
            there_are_some(self.account.holds.len(), limits::HOLDS_MAX)?;
        }
        self.scan.take(",\"id\":")?;
        self.account.head.id = self.scan.id()?;
        if self.scan.takes(",\"members\":") {
            self.sections.members = self.entries(true, Self::member)?;
            there_are_some(self.account.members.len(), limits::MEMBERS_MAX)?;
        }
        if self.scan.takes(",\"plan\":") {
            self.account.head.plan = Some(self.plan()?);
        }
        self.scan.take(",\"product\":")?;
        let product = self.scan.string()?;
        self.account.head.product = self.rules.products.iter().find(|known| *known == product)?.clone();
        if self.scan.takes(",\"recent\":") {
            self.sections.recent = self.entries(true, Self::remembered)?;
            there_are_some(self.account.recent.len(), limits::REMEMBERED_MAX)?;
        }
        if self.scan.takes(",\"renewedAt\":") {
            self.account.head.renewed_at = Some(self.scan.instant()?);
        }
        self.scan.take(",\"schema\":1,\"seq\":")?;
        let seq = self.scan.whole(Credits::MAX.get())?;
        self.account.head.came.seq = seq;
        if self.scan.takes(",\"spent\":") {
            self.sections.spent = self.entries(true, Self::counts)?;
            there_are_some(self.account.spent.len(), usize::MAX)?;
        }
        if self.scan.takes(",\"teams\":") {
            self.sections.teams = self.entries(true, Self::team)?;
            there_are_some(self.account.teams.len(), limits::TEAMS_MAX)?;
        }
        self.scan.take_byte(b'}')?;
        let is_old = self.account.index.remembered.last().is_none_or(|last| last <= seq);
        (self.scan.is_at_end() && is_old).then_some(())
    }

    /// The entries of an object, and where they stand where that is to be kept.
    fn entries(&mut self, keeps: bool, read: fn(&mut Self) -> Option<()>) -> Option<Section> {
        let mut section = Section { from: self.scan.at(), ..Section::default() };
        self.scan.take_byte(b'{')?;
        if !self.scan.takes_byte(b'}') {
            loop {
                if keeps {
                    section.entries.push(self.scan.at());
                }
                read(self)?;
                if self.scan.takes_byte(b'}') {
                    break;
                }
                self.scan.take_byte(b',')?;
            }
        }
        section.to = self.scan.at();
        Some(section)
    }

    fn alert(&mut self) -> Option<()> {
        let id = self.scan.key()?;
        self.scan.take("{\"on\":\"")?;
        let mut per = None;
        let on = if self.scan.takes("balance\"") {
            AlertOn::Balance
        } else {
            self.scan.take("spent\",\"per\":")?;
            per = Some(Window::of(self.scan.string()?)?);
            AlertOn::Spent
        };
        self.scan.take(",\"thresholds\":")?;
        let thresholds = self.thresholds()?;
        if self.scan.takes(",\"told\":") {
            self.entries(false, Self::told)?;
            there_are_some(self.told.len(), usize::MAX)?;
        }
        let told = core::mem::take(&mut self.told);
        self.scan.take(",\"watch\":")?;
        let watch = if self.scan.takes("\"members\"") { Watch::Members } else { Watch::One(self.counted()?) };
        self.scan.take_byte(b'}')?;
        let is_right = faults::of_watch(&watch, on).is_none();
        let alert = Alert { on, per, thresholds, told, watch };
        (self.account.alerts.append(self.scan.part(id), alert) && is_right).then_some(())
    }

    fn told(&mut self) -> Option<()> {
        let counted = self.counted()?;
        self.scan.take(":{\"since\":")?;
        let since = self.scan.instant()?;
        self.scan.take(",\"thresholds\":")?;
        let thresholds = self.thresholds()?;
        self.scan.take_byte(b'}')?;
        self.told.append(counted, Told { since, thresholds }).then_some(())
    }

    fn thresholds(&mut self) -> Option<Vec<Credits>> {
        let thresholds = self.scan.items(Scan::credits)?.to_vec();
        let is_right = thresholds.len() <= limits::THRESHOLDS_MAX && thresholds.is_sorted_by(|a, b| a < b);
        is_right.then_some(thresholds)
    }

    fn plan(&mut self) -> Option<PlanState> {
        self.scan.take_byte(b'{')?;
        let (allowance, mut ends_at) = (self.allowance()?, None);
        if self.scan.takes("\"endsAt\":") {
            ends_at = Some(self.scan.instant()?);
            self.scan.take_byte(b',')?;
        }
        let id = self.plan_id()?;
        let mut next = None;
        if self.scan.takes(",\"next\":{") {
            next = Some(NextPlan { allowance: self.allowance()?, id: self.plan_id()?, seats: self.seats()? });
            self.scan.take_byte(b'}')?;
        }
        self.scan.take(",\"periods\":")?;
        let periods = self.scan.whole(Credits::MAX.get())?;
        self.scan.take(",\"renewsAt\":")?;
        let renews_at = self.scan.instant()?;
        let seats = self.seats()?;
        self.scan.take(",\"startedAt\":")?;
        let started_at = self.scan.instant()?;
        self.scan.take(",\"status\":\"")?;
        // What goes on has no end.
        let status = if ends_at.is_none() && self.scan.takes("active\"}") {
            PlanStatus::Active
        } else {
            self.scan.take("cancelled\"}")?;
            PlanStatus::Cancelled
        };
        Some(PlanState { allowance, ends_at, id, next, periods, renews_at, seats, started_at, status })
    }

    /// A contract's own amount, and the comma behind it.
    #[expect(clippy::option_option, reason = "it may be missing, and reading it may fail")]
    fn allowance(&mut self) -> Option<Option<Credits>> {
        if !self.scan.takes("\"allowance\":") {
            return Some(None);
        }
        let credits = self.scan.some_credits()?;
        self.scan.take_byte(b',')?;
        Some(Some(credits))
    }

    #[expect(clippy::option_option, reason = "they may be missing, and reading them may fail")]
    fn seats(&mut self) -> Option<Option<u64>> {
        if !self.scan.takes(",\"seats\":") {
            return Some(None);
        }
        self.scan.some_credits().map(|seats| Some(seats.get()))
    }

    fn plan_id(&mut self) -> Option<Id> {
        self.scan.take("\"id\":")?;
        let (id, _) = self.rules.plans.get_key_value(self.scan.string()?)?;
        Some(id.clone())
    }

    fn grant(&mut self) -> Option<()> {
        let scan = &mut self.scan;
        let id = scan.grant_id()?;
        scan.take(":{\"credits\":")?;
        let credits = scan.some_credits()?;
        let mut expires_at = None;
        if scan.takes(",\"expiresAt\":") {
            expires_at = Some(scan.instant()?);
        }
        scan.take(",\"grantedAt\":")?;
        let granted_at = scan.instant()?;
        scan.take(",\"of\":")?;
        let of = scan.some_credits().filter(|of| *of >= credits)?;
        scan.take(",\"source\":")?;
        let source = self.source()?;
        self.scan.take_byte(b'}')?;
        let grant = Grant { credits, expires_at, granted_at, of, source };
        let id = self.scan.part(id);
        self.given += usize::from(!id.is_own());
        let index = &mut self.account.index;
        index.count_lying(&grant);
        index.expiries.count(expires_at);
        let is_countable = self.given <= limits::GRANTS_MAX && index.total <= Credits::MAX.get();
        (self.purse.append(id, grant) && is_countable).then_some(())
    }

    /// Nothing empty is written.
    fn some_text(&mut self) -> Option<String> {
        self.scan.string().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn team(&mut self) -> Option<()> {
        let id = self.scan.key()?;
        self.scan.take("{\"grants\":")?;
        self.entries(false, Self::grant)?;
        let mut team = Team { info: TeamInfo::default(), purse: core::mem::take(&mut self.purse) };
        if self.scan.takes(",\"label\":") {
            team.info.label = Some(self.some_text()?);
        }
        if self.scan.takes(",\"limits\":") {
            team.info.limits = limits_of(&mut self.scan)?.to_vec();
        }
        self.scan.take_byte(b'}')?;
        self.account.teams.append(self.scan.part(id), team).then_some(())
    }

    fn member(&mut self) -> Option<()> {
        let id = self.scan.key()?;
        self.scan.take_byte(b'{')?;
        let mut limits = Vec::new();
        if self.scan.takes("\"limits\":") {
            limits = limits_of(&mut self.scan)?.to_vec();
            self.scan.take_byte(b',')?;
        }
        self.scan.take("\"role\":")?;
        let (role, manages) = self.role()?;
        let mut teams = Few::None;
        if self.scan.takes(",\"teams\":") {
            teams = self.scan.items(Scan::id)?;
        }
        self.scan.take_byte(b'}')?;
        let id = self.scan.part(id);
        let is_person = faults::of_member(id.as_str()).is_none();
        self.account.index.managers += usize::from(manages);
        let member = Member { limits, role: role.clone(), teams, manages };
        (self.account.members.append(id, member) && is_person).then_some(())
    }

    fn hold(&mut self) -> Option<()> {
        let id = self.scan.key()?;
        self.scan.take("{\"at\":")?;
        let at = self.scan.instant()?;
        let mut by = None;
        if self.scan.takes(",\"by\":") {
            by = Some(self.scan.id()?);
        }
        self.scan.take(",\"draws\":[")?;
        let mut draws = Vec::new();
        let mut total = self.account.index.total;
        while !self.scan.takes_byte(b']') {
            if !draws.is_empty() {
                self.scan.take_byte(b',')?;
            }
            let draw = self.draw()?;
            total = Some(total + draw.credits.get()).filter(|total| *total <= Credits::MAX.get())?;
            draws.push(draw);
        }
        self.scan.take(",\"expiresAt\":")?;
        let expires_at = self.scan.instant()?;
        self.scan.take(",\"from\":")?;
        let from = self.wallet()?;
        let mut model = None;
        if self.scan.takes(",\"model\":") {
            model = Some(self.scan.id()?);
        }
        let mut note = None;
        if self.scan.takes(",\"note\":") {
            note = Some(self.some_text()?);
        }
        self.scan.take_byte(b'}')?;
        let id = self.scan.part(id);
        let is_right = by.as_ref().is_none_or(|by| faults::of_whom(by).is_none())
            && note.as_ref().is_none_or(|note| faults::of_note(note).is_none())
            && self.account.holds.last().is_none_or(|last| *last < id);
        let hold = Hold { at, by, draws, expires_at, from, model, note };
        self.account.make(Change::Hold(id, Some(hold)));
        is_right.then_some(())
    }

    fn draw(&mut self) -> Option<Draw> {
        let scan = &mut self.scan;
        scan.take("{\"credits\":")?;
        let credits = scan.some_credits()?;
        let mut expires_at = None;
        if scan.takes(",\"expiresAt\":") {
            expires_at = Some(scan.instant()?);
        }
        scan.take(",\"grant\":")?;
        let grant = scan.grant_id()?;
        scan.take(",\"grantedAt\":")?;
        let granted_at = scan.instant()?;
        scan.take(",\"of\":")?;
        let of = scan.some_credits()?;
        scan.take(",\"source\":")?;
        let source = self.source()?;
        self.scan.take(",\"wallet\":")?;
        let wallet = self.wallet()?;
        self.scan.take_byte(b'}')?;
        Some(Draw { credits, expires_at, grant: self.scan.part(grant), granted_at, of, source, wallet })
    }

    fn wallet(&mut self) -> Option<Wallet> {
        if self.scan.takes("\"bank\"") {
            return Some(Wallet::Bank);
        }
        self.scan.take("\"team:")?;
        let team = self.scan.id_and_quote()?;
        Some(Wallet::Team(self.scan.part(team)))
    }

    fn role(&mut self) -> Option<(&'t Id, bool)> {
        let text = self.scan.string()?;
        if self.role.is_none_or(|(known, _)| known != text) {
            let (id, role) = self.rules.roles.get_key_value(text)?;
            self.role = Some((id, role.can.contains(&Capability::Manage)));
        }
        self.role
    }

    fn source(&mut self) -> Option<SourceRef> {
        let text = self.scan.string()?;
        if self.source.as_ref().is_none_or(|known| known.id != *text) {
            self.source = Some(self.rules.source_named(text)?);
        }
        self.source.clone()
    }

    fn remembered(&mut self) -> Option<()> {
        let id = self.scan.key()?;
        self.scan.take_byte(b'[')?;
        let seq = self.scan.whole(Credits::MAX.get()).filter(|seq| *seq > 0)?;
        self.scan.take_byte(b',')?;
        let digest = self.scan.unescaped()?;
        self.scan.take_byte(b']')?;
        let (id, digest) = (self.scan.part(id), self.scan.piece(digest));
        let is_new = self.account.index.remembered.add(seq, &id);
        (self.account.recent.append(id, Remembered(seq, digest)) && is_new).then_some(())
    }

    /// What is counted of someone, in the order of the windows' words.
    fn counts(&mut self) -> Option<()> {
        const NAMES: [(&str, Window); 4] = [
            ("\"day\":{\"credits\":", Window::Day),
            ("\"hour\":{\"credits\":", Window::Hour),
            ("\"month\":{\"credits\":", Window::Month),
            ("\"period\":{\"credits\":", Window::Period),
        ];
        let counted = self.counted()?;
        let mut counts = Counts::default();
        let scan = &mut self.scan;
        scan.take(":{")?;
        for (name, window) in NAMES {
            if scan.takes(name) {
                let credits = scan.some_credits()?;
                scan.take(",\"since\":")?;
                let since = scan.instant()?;
                scan.take_byte(b'}')?;
                counts.exchange(window, &mut Some(Count { credits, since }));
                if scan.takes_byte(b'}') {
                    return self.account.spent.append(counted, counts).then_some(());
                }
                scan.take_byte(b',')?;
            }
        }
        None
    }

    fn counted(&mut self) -> Option<Counted> {
        let scan = &mut self.scan;
        if scan.takes("\"account\"") {
            return Some(Counted::Account);
        }
        let of = if scan.takes("\"member:") {
            Counted::Member
        } else {
            scan.take("\"team:")?;
            Counted::Team
        };
        let id = scan.id_and_quote()?;
        Some(of(scan.part(id)))
    }
}

/// What is empty is not written.
fn there_are_some(count: usize, most: usize) -> Option<()> {
    (1..=most).contains(&count).then_some(())
}

fn limits_of(scan: &mut Scan<'_>) -> Option<Few<Limit>> {
    let limits = scan.items(|scan| {
        scan.take("{\"credits\":")?;
        let credits = scan.credits()?;
        scan.take(",\"per\":")?;
        let per = Window::of(scan.string()?)?;
        scan.take_byte(b'}')?;
        Some(Limit { credits, per })
    })?;
    limits.is_sorted_by(|one, next| one.order(next).is_le()).then_some(limits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Dialect;
    use crate::{Bursar, Command};

    const RULES: &str = r#"{
        "schema": 1, "name": "Films", "sources": [{ "id": "monthly" }, { "id": "gift" }],
        "plans": { "pro": { "paid": true, "every": "month", "allowance": { "source": "monthly", "credits": 100 } } },
        "roles": { "boss": { "can": ["generate", "viewBalance", "manage"] }, "maker": { "can": ["generate"] } }
    }"#;

    /// An account in which every part has something.
    fn text(bursar: &Bursar) -> String {
        let new = r#"{ "id": "acme", "at": 0, "members": { "ann": { "role": "boss" }, "bob": { "role": "maker" } } }"#;
        let (_, mut account) = bursar.create_text(new, Dialect::Json).unwrap();
        for (number, command) in [
            r#""type": "subscribe", "plan": "pro""#,
            r#""type": "setTeam", "team": "art", "label": "Art", "limits": [{ "per": "day", "credits": 90 }]"#,
            r#""type": "setMember", "member": "bob", "role": "maker", "teams": ["art"], "limits": [{ "per": "month", "credits": 50 }]"#,
            r#""type": "grant", "source": "gift", "credits": 40, "to": "team:art", "expiresAt": 900000"#,
            r#""type": "setAlert", "alert": "low", "watch": "account", "on": "spent", "per": "day", "thresholds": [1, 60]"#,
            r#""type": "transfer", "from": "bank", "to": "team:art", "credits": 10"#,
            r#""type": "spend", "for": "bob", "credits": 5"#,
            r#""type": "hold", "for": "bob", "credits": 45, "note": "a note""#,
        ]
        .iter()
        .enumerate()
        {
            let command = format!(r#"{{ "id": "c{number}", "at": {number}, "by": "system", {command} }}"#);
            let command: Command = bursar.read_command(&command, Dialect::Json).unwrap();
            bursar.apply(&mut account, &command).unwrap();
        }
        account.to_text()
    }

    #[test]
    fn what_the_engine_writes_is_taken_and_nothing_else() {
        let bursar = Bursar::from_text(RULES, Dialect::Json).unwrap();
        let text = text(&bursar);
        let account = read_canonical(&text, bursar.rules()).unwrap();
        assert!(account.written.is_some() && account.to_text() == text);
        for part in ["alerts", "holds", "members", "plan", "recent", "spent", "teams", "told"] {
            assert!(text.contains(&format!("\"{part}\":{{")), "{part} in {text}");
        }
        let plan = text.split_once("\"plan\":").and_then(|(_, behind)| behind.split_once('}')).unwrap().0;
        for other in [
            r#"{"endsAt":9,"id":"pro","next":{"id":"pro","seats":2},"periods":3,"renewsAt":8,"startedAt":7,"status":"cancelled""#,
            r#"{"allowance":5,"id":"pro","next":{"allowance":6,"id":"pro"},"periods":0,"renewsAt":8,"seats":4,"startedAt":7,"status":"active""#,
        ] {
            let text = text.replacen(plan, other, 1);
            assert_eq!(read_canonical(&text, bursar.rules()).map(|account| account.to_text()), Some(text));
        }
        for odd in
            [format!("{text} "), text.replacen(':', ": ", 1), text.replacen("a note", "a\\u006eote", 1)]
        {
            assert!(read_canonical(&odd, bursar.rules()).is_none(), "{odd}");
        }
    }
}
