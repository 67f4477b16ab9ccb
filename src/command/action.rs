//! What can be asked of an account, as Rust has it.

use serde::Serialize;

use super::faults;
use crate::account::{self, AlertOn, Counted, Draw};
use crate::credits::{Amount, Credits};
use crate::id::Id;
use crate::limits::THRESHOLDS_MAX;
use crate::map::{Map, sort_by};
use crate::mistake::{Mistake, MistakeCode};
use crate::price::Request;
use crate::rules::{Limit, Window};
use crate::time::Instant;
use crate::wallet::Wallet;

/// What is to be done: the 20 types of command.
///
/// In the examples an account of a studio has just begun a plan, with 1,000 credits, at the instant
/// `at`. It has no members, so that who asks may be left out: it is the system.
///
/// By itself it is written as what a replay is known by; the JSON of a command is that of a [`super::Command`].
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Action {
    /// Takes credits for good: what a request costs, or plain credits where it is the system that asks.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
    /// let spend = Action::Spend { from: None, charge: Charge::Request { request: film, expect: Some(120.into()) } };
    /// let spent = bursar.apply(&mut account, &Command::new("job-7".parse()?, at, spend)?)?;
    /// assert_eq!((spent.credits, spent.spendable), (120.into(), Some(880.into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Spend {
        /// The wallet to draw on; none: the one that the asker draws on by themselves.
        from: Option<Wallet>,
        /// What is charged.
        charge: Charge,
    },
    /// Sets credits aside until it is known what something came to. The hold bears the command's id.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let film = Request::new("film".parse()?).with("seconds".parse()?, 10);
    /// let hold = Action::Hold { from: None, expires_at: at.after(60_000), charge: film.into() };
    /// bursar.apply(&mut account, &Command::new("job-7".parse()?, at, hold)?)?;
    /// assert_eq!(bursar.balance(&mut account, &View::new(at))?.held, 120.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Hold {
        /// The wallet to draw on; none: the one that the asker draws on by themselves.
        from: Option<Wallet>,
        /// When it lapses by itself; none: as late as the rules say.
        expires_at: Option<Instant>,
        /// What is set aside.
        charge: Charge,
    },
    /// Ends a hold with what it came to: the rest is given back, what goes beyond is drawn.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let hold = Action::Hold { from: None, expires_at: None, charge: Amount::try_from(120)?.into() };
    /// bursar.apply(&mut account, &Command::new("job-7".parse()?, at, hold)?)?;
    ///
    /// let settle = Action::Settle { hold: "job-7".parse()?, came_to: CameTo::Credits(60.into()) };
    /// let settled = bursar.apply(&mut account, &Command::new("done-7".parse()?, at, settle)?)?;
    /// assert_eq!((settled.credits, settled.spendable), (60.into(), Some(940.into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Settle {
        /// Which hold.
        hold: Id,
        /// What it came to.
        came_to: CameTo,
    },
    /// Ends a hold and gives all of it back.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let hold = Action::Hold { from: None, expires_at: None, charge: Amount::try_from(120)?.into() };
    /// bursar.apply(&mut account, &Command::new("job-7".parse()?, at, hold)?)?;
    ///
    /// let release = Action::Release { hold: "job-7".parse()? };
    /// let released = bursar.apply(&mut account, &Command::new("failed-7".parse()?, at, release)?)?;
    /// assert_eq!(released.spendable, Some(1_000.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Release {
        /// Which hold.
        hold: Id,
    },
    /// Gives back what was spent, last drawn first. The engine does not know what was refunded before: the
    /// host that stores decisions does.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let spend = Action::Spend { from: None, charge: Amount::try_from(120)?.into() };
    /// let spent = bursar.apply(&mut account, &Command::new("job-7".parse()?, at, spend)?)?;
    ///
    /// let refund = Action::Refund { draws: spent.draws, credits: Some(20_u64.try_into()?), model: None };
    /// let refunded = bursar.apply(&mut account, &Command::new("sorry-7".parse()?, at, refund)?)?;
    /// assert_eq!(refunded.spendable, Some(900.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Refund {
        /// The draws of an earlier decision; [`crate::Bursar::read_draws`] reads stored ones.
        draws: Vec<Draw>,
        /// How many of them; none: all.
        credits: Option<Amount>,
        /// What had been generated with, for the entries.
        model: Option<Id>,
    },
    /// Moves credits between the bank and the teams of one account.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let team = Action::SetTeam { team: "art".parse()?, label: None, limits: vec![] };
    /// bursar.apply(&mut account, &Command::new("t1".parse()?, at, team)?)?;
    ///
    /// let to = Destination::Wallet("team:art".parse()?);
    /// let transfer = Action::Transfer { from: Wallet::Bank, to, credits: 400_u64.try_into()? };
    /// let moved = bursar.apply(&mut account, &Command::new("t2".parse()?, at, transfer)?)?;
    /// assert_eq!(moved.spendable, Some(600.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Transfer {
        /// Where they lie.
        from: Wallet,
        /// Where they go.
        to: Destination,
        /// How many.
        credits: Amount,
    },
    /// Credits packs that are paid for. A person's purchase is a wish, for a preview to judge; the
    /// system's, named by the payment, is a fact.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let consent = Some("I agree".to_owned());
    /// let wish = Action::Purchase { pack: "box".parse()?, quantity: 2, consent };
    /// let wished = bursar.preview(&mut account, &Command::draft(at, wish)?.by(Asker::Owner))?;
    /// assert_eq!(wished.price.map(|price| price.to_string()).as_deref(), Some("USD 18.00"));
    ///
    /// let paid = Action::Purchase { pack: "box".parse()?, quantity: 2, consent: None };
    /// let bought = bursar.apply(&mut account, &Command::new("payment-3".parse()?, at, paid)?)?;
    /// assert_eq!(bought.spendable, Some(2_000.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Purchase {
        /// Which pack.
        pack: Id,
        /// How many at once.
        quantity: u64,
        /// The words that the buyer typed.
        consent: Option<String>,
    },
    /// Makes credits out of nothing. The grant bears the command's id.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let credits = 50_u64.try_into()?;
    /// let grant = Action::Grant { source: "gift".parse()?, credits, to: Wallet::Bank, expires_at: None };
    /// let granted = bursar.apply(&mut account, &Command::new("welcome".parse()?, at, grant)?)?;
    /// assert_eq!(granted.spendable, Some(1_050.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Grant {
        /// What kind of credit.
        source: Id,
        /// How many.
        credits: Amount,
        /// Where they are to lie.
        to: Wallet,
        /// When they are gone; none: never.
        expires_at: Option<Instant>,
    },
    /// Takes a grant back from wherever it lies; what was spent of it stays spent.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let order = bursar.order(&mut account, &View::new(at))?;
    /// let revoke = Action::Revoke { grant: order.grants[0].draw.grant.clone(), credits: None };
    /// let revoked = bursar.apply(&mut account, &Command::new("r1".parse()?, at, revoke)?)?;
    /// assert_eq!((revoked.credits, revoked.spendable), (1_000.into(), Some(0.into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Revoke {
        /// Which grant.
        grant: Id,
        /// How many of it; none: all.
        credits: Option<Amount>,
    },
    /// Starts a plan, or changes the one that runs, which is granted now; or plans either for the
    /// period's end.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let plan = "max".parse()?;
    /// let larger = Action::Subscribe { plan, seats: None, allowance: None, when: When::Now };
    /// let subscribed = bursar.apply(&mut account, &Command::new("s1".parse()?, at, larger)?)?;
    /// assert_eq!((subscribed.credits, subscribed.spendable), (5_000.into(), Some(6_000.into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Subscribe {
        /// Which plan.
        plan: Id,
        /// For how many; none: as before.
        seats: Option<Amount>,
        /// A contract's own amount, instead of the plan's; none: as before.
        allowance: Option<Amount>,
        /// When.
        when: When,
    },
    /// Ends the plan: now, at the period's end, or at the first renewal from an instant on.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let cancel = Action::Cancel { ends: Ending::PeriodEnd };
    /// bursar.apply(&mut account, &Command::new("bye".parse()?, at, cancel)?)?;
    /// let renewal = bursar.balance(&mut account, &View::new(at))?.renewal;
    /// assert!(renewal.is_some_and(|renewal| renewal.ends && renewal.lost == 1_000.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Cancel {
        /// When it ends.
        ends: Ending,
    },
    /// Renews the plan: the period that is due, where plans wait for it, or else the next one early.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let renewed = bursar.apply(&mut account, &Command::new("paid-2".parse()?, at, Action::Renew)?)?;
    /// assert_eq!(renewed.credits, 1_000.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Renew,
    /// Closes the account for good: all that it holds lapses, and every later command is refused.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// bursar.apply(&mut account, &Command::new("end".parse()?, at, Action::Close)?)?;
    /// assert_eq!(bursar.balance(&mut account, &View::new(at))?.spendable, 0.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Close,
    /// Makes a team, or sets what is said of one; its credits stay as they are.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let limits = vec![Limit { per: Window::Month, credits: 500.into() }];
    /// let team = Action::SetTeam { team: "art".parse()?, label: Some("Art".to_owned()), limits };
    /// bursar.apply(&mut account, &Command::new("t1".parse()?, at, team)?)?;
    /// let wallets = bursar.balance(&mut account, &View::new(at))?.wallets;
    /// assert_eq!(wallets[1].wallet.to_string(), "team:art");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    SetTeam {
        /// Which team.
        team: Id,
        /// What it is called.
        label: Option<String>,
        /// How much its members may charge to it.
        limits: Vec<Limit>,
    },
    /// Dissolves a team: its credits return to the bank.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let team = Action::SetTeam { team: "art".parse()?, label: None, limits: vec![] };
    /// bursar.apply(&mut account, &Command::new("t1".parse()?, at, team)?)?;
    ///
    /// let gone = Action::RemoveTeam { team: "art".parse()? };
    /// bursar.apply(&mut account, &Command::new("t2".parse()?, at, gone)?)?;
    /// assert_eq!(bursar.balance(&mut account, &View::new(at))?.wallets.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    RemoveTeam {
        /// Which team.
        team: Id,
    },
    /// Takes a member in, or sets what is said of one. From the first on, every command and view says
    /// who asks.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let (member, role) = ("ann".parse()?, "boss".parse()?);
    /// let ann = Action::SetMember { member, role, teams: vec![], limits: vec![] };
    /// bursar.apply(&mut account, &Command::new("m1".parse()?, at, ann)?)?;
    /// assert!(bursar.may(&account, &"ann".parse()?, Capability::Manage));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    SetMember {
        /// Who: never `owner` or `system`.
        member: Id,
        /// One of the rules' roles.
        role: Id,
        /// The teams whose wallets they draw on, the first one by themselves.
        teams: Vec<Id>,
        /// How much they may spend, beside what their role says.
        limits: Vec<Limit>,
    },
    /// Lets a member go. The last who may manage cannot.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let (member, role) = ("ann".parse()?, "boss".parse()?);
    /// let ann = Action::SetMember { member, role, teams: vec![], limits: vec![] };
    /// bursar.apply(&mut account, &Command::new("m1".parse()?, at, ann)?)?;
    ///
    /// let ann_leaves = Action::RemoveMember { member: "ann".parse()? };
    /// let left = bursar.apply(&mut account, &Command::new("m2".parse()?, at, ann_leaves)?.by(Asker::System));
    /// assert!(left.is_ok(), "nobody is left to be managed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    RemoveMember {
        /// Who.
        member: Id,
    },
    /// Sets an alert, which watches from the next command on.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let set = Alert::on_balance(Watch::Account, [100.into(), 500.into()])?;
    /// let low = Action::SetAlert { alert: "low".parse()?, set };
    /// bursar.apply(&mut account, &Command::new("a1".parse()?, at, low)?)?;
    ///
    /// let spend = Action::Spend { from: None, charge: Amount::try_from(600)?.into() };
    /// let spent = bursar.apply(&mut account, &Command::new("job-7".parse()?, at, spend)?)?;
    /// assert_eq!((spent.alerts[0].threshold, spent.alerts[0].now), (500.into(), 400.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    SetAlert {
        /// Which alert.
        alert: Id,
        /// What it watches and when it tells.
        set: Alert,
    },
    /// Removes an alert.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let set = Alert::on_spent(Watch::Members, Window::Day, [250.into()])?;
    /// let keen = Action::SetAlert { alert: "keen".parse()?, set };
    /// bursar.apply(&mut account, &Command::new("a1".parse()?, at, keen)?)?;
    ///
    /// let off = Action::RemoveAlert { alert: "keen".parse()? };
    /// assert_eq!(bursar.apply(&mut account, &Command::new("a2".parse()?, at, off)?)?.seq, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    RemoveAlert {
        /// Which alert.
        alert: Id,
    },
    /// Does nothing but bring the account to the instant.
    ///
    /// ```
    /// # use bursar::*;
    /// # let (bursar, mut account, at) = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doc/studio.rs"));
    /// let next_month = "2026-03-01T00:00:00Z".parse()?;
    /// let ticked = bursar.apply(&mut account, &Command::new("tick".parse()?, next_month, Action::Tick)?)?;
    /// let kinds: Vec<EntryKind> = ticked.entries.iter().map(|entry| entry.kind).collect();
    /// assert_eq!(kinds, [EntryKind::Lapse, EntryKind::Grant]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Tick,
}

impl Action {
    /// As it would be read: limits stand in order, and a label that says nothing is none.
    pub(super) fn in_one_form(mut self) -> Self {
        if let Self::SetTeam { label, .. } = &mut self {
            *label = label.take().filter(|label| !label.is_empty());
        }
        if let Self::SetTeam { limits, .. } | Self::SetMember { limits, .. } = &mut self {
            sort_by(limits, Limit::order);
        }
        self
    }
}

/// What is charged.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Charge {
    /// A request, which is priced.
    Request {
        /// What is to be generated.
        request: Request,
        /// The cost that the asker was shown: at another nothing is taken.
        expect: Option<Credits>,
    },
    /// Plain credits, perhaps none, by the system.
    Credits(Credits),
}

impl Charge {
    /// What is to be generated, where that is what is charged.
    pub(crate) fn request(&self) -> Option<&Request> {
        match self {
            Self::Request { request, .. } => Some(request),
            Self::Credits(_) => None,
        }
    }
}

impl From<Request> for Charge {
    fn from(request: Request) -> Self {
        Self::Request { request, expect: None }
    }
}

impl From<Credits> for Charge {
    fn from(credits: Credits) -> Self {
        Self::Credits(credits)
    }
}

impl From<Amount> for Charge {
    fn from(credits: Amount) -> Self {
        Self::Credits(credits.into())
    }
}

/// What a hold came to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CameTo {
    /// All that was held.
    All,
    /// So many credits, perhaps none, perhaps more than were held.
    Credits(Credits),
    /// What this request costs.
    Request(Request),
}

/// Where a transfer goes.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Destination {
    /// A wallet of the same account.
    Wallet(Wallet),
    /// Another account, which is always refused, in words.
    Elsewhere {
        /// Which one.
        account: Id,
        /// Its product.
        product: Id,
    },
}

/// When a plan is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Now.
    Now,
    /// When the period that runs is over.
    PeriodEnd,
}

/// When a plan that is cancelled ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Ending {
    /// Now.
    Now,
    /// When the period that runs is over.
    PeriodEnd,
    /// At the first renewal from this instant on, renewing as usual until then.
    Until(Instant),
}

impl Ending {
    pub(crate) fn when(self) -> When {
        match self {
            Self::Now => When::Now,
            Self::PeriodEnd | Self::Until(_) => When::PeriodEnd,
        }
    }

    pub(crate) fn until(self) -> Option<Instant> {
        match self {
            Self::Until(until) => Some(until),
            Self::Now | Self::PeriodEnd => None,
        }
    }
}

/// What an alert watches, and the thresholds at which it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Alert(account::Alert);

impl Alert {
    /// Tells when what is spent in a window rises to a threshold.
    ///
    /// # Errors
    /// Where there are no thresholds, or more than 64.
    pub fn on_spent(
        watch: Watch,
        per: Window,
        thresholds: impl IntoIterator<Item = Credits>,
    ) -> Result<Self, Mistake> {
        Self::new(watch, AlertOn::Spent, Some(per), thresholds.into_iter().collect())
    }

    /// Tells when what can be spent falls to a threshold.
    ///
    /// # Errors
    /// Where there are no thresholds, or more than 64, or where all members are watched, which is for
    /// what they spend.
    pub fn on_balance(watch: Watch, thresholds: impl IntoIterator<Item = Credits>) -> Result<Self, Mistake> {
        Self::new(watch, AlertOn::Balance, None, thresholds.into_iter().collect())
    }

    fn new(
        watch: Watch,
        on: AlertOn,
        per: Option<Window>,
        thresholds: Vec<Credits>,
    ) -> Result<Self, Mistake> {
        let mistake = |code, path, message: &str| Err(Mistake::one(code, path, message));
        let watch = watch.into();
        if thresholds.is_empty() {
            let message = "expected at least one threshold, found an empty list";
            return mistake(MistakeCode::InvalidCommand, "/thresholds", message);
        }
        if thresholds.len() > THRESHOLDS_MAX {
            let count = thresholds.len();
            let message = format!("expected at most {THRESHOLDS_MAX} thresholds, found {count}");
            return mistake(MistakeCode::TooLarge, "/thresholds", &message);
        }
        if let Some(message) = faults::of_watch(&watch, on) {
            return mistake(MistakeCode::InvalidCommand, "/watch", message);
        }
        let told = Map::default();
        Ok(Self::rising(account::Alert { on, per, thresholds, told, watch }))
    }

    /// Thresholds are kept rising, each once.
    pub(super) fn rising(mut alert: account::Alert) -> Self {
        sort_by(&mut alert.thresholds, Credits::cmp);
        alert.thresholds.dedup();
        Self(alert)
    }

    pub(crate) fn kept(&self) -> &account::Alert {
        &self.0
    }
}

/// Whom an alert watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watch {
    /// The account as a whole.
    Account,
    /// Each member on their own, for what they spend.
    Members,
    /// One member: what they spend, or could.
    Member(Id),
    /// A team: what is charged to it, or lies in it.
    Team(Id),
}

impl From<Watch> for account::Watch {
    fn from(watch: Watch) -> Self {
        match watch {
            Watch::Account => Self::One(Counted::Account),
            Watch::Members => Self::Members,
            Watch::Member(id) => Self::One(Counted::Member(id)),
            Watch::Team(id) => Self::One(Counted::Team(id)),
        }
    }
}
