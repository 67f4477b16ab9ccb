//! Spending, counted in windows of time: by account, by member, by team.

use crate::account::{Account, AlertOn, Change, Count, Counted, Hold, Watch};
use crate::credits::Credits;
use crate::id::Id;
use crate::rules::{Limit, Window};
use crate::span::{Span, Spans};
use crate::time::{DAY_MS, HOUR_MS, Instant};
use crate::wallet::Wallet;
use crate::work::Work;

/// The window of a kind that runs at an instant.
pub(crate) fn span(account: &Account, window: Window, at: Instant) -> Span {
    match (window, account.plan()) {
        (Window::Hour, _) => Span::in_steps(HOUR_MS, at),
        (Window::Day, _) => Span::in_steps(DAY_MS, at),
        (Window::Period, Some(plan)) => {
            let renewed_at = account.head().renewed_at.unwrap_or_default();
            Span { since: plan.started_at.max(renewed_at), until: plan.renews_at }
        }
        (Window::Month, _) | (Window::Period, None) => {
            Some(account.month()).filter(|month| month.contains(at)).unwrap_or_else(|| Span::month(at))
        }
    }
}

pub(crate) fn spans(account: &Account, at: Instant) -> Spans {
    Window::WORDS.map(|(_, window)| (window, span(account, window, at)))
}

/// When a window began.
fn start_of(spans: &Spans, window: Window) -> Option<Instant> {
    spans.iter().find(|(there, _)| *there == window).map(|(_, span)| span.since)
}

/// Some of the windows there are: a bit for each.
#[derive(Clone, Copy, Default)]
pub(crate) struct Windows(u8);

impl Windows {
    fn add(&mut self, window: Window) {
        self.0 |= Self::bit(window);
    }

    pub(crate) const fn contains(self, window: Window) -> bool {
        self.0 & Self::bit(window) != 0
    }

    const fn bit(window: Window) -> u8 {
        match window {
            Window::Hour => 1,
            Window::Day => 2,
            Window::Month => 4,
            Window::Period => 8,
        }
    }

    /// Shorter ones first.
    fn iter(self) -> impl Iterator<Item = Window> {
        Window::WORDS.into_iter().map(|(_, window)| window).filter(move |window| self.contains(*window))
    }
}

/// The windows that a limit or an alert asks for.
fn asked(work: &Work<'_>, counted: &Counted) -> Windows {
    let account = &*work.account;
    let limits: [&[Limit]; 2] = match counted {
        Counted::Account => [&[], &[]],
        Counted::Team(id) => match account.teams().get(id) {
            Some(team) => [&team.info.limits, &[]],
            None => return Windows::default(),
        },
        Counted::Member(id) => match account.members().get(id) {
            Some(member) => [
                &member.limits,
                work.rules.roles.get(&member.role).map_or(&[], |role| role.limits.as_slice()),
            ],
            None => return Windows::default(),
        },
    };
    let mut asked = Windows::default();
    for limit in limits.into_iter().flatten() {
        asked.add(limit.per);
    }
    for alert in account.alerts().values().filter(|alert| alert.on == AlertOn::Spent) {
        if let Some(window) = alert.per
            && watches(&alert.watch, counted)
        {
            asked.add(window);
        }
    }
    asked
}

/// The same later: what still runs need not be worked out anew.
fn spans_later(account: &Account, before: &Spans, at: Instant) -> Spans {
    before.map(|(window, was)| {
        let still = window != Window::Period && was.contains(at);
        (window, if still { was } else { span(account, window, at) })
    })
}

/// Whether what an alert watches is, or includes, this.
pub(crate) fn watches(watch: &Watch, counted: &Counted) -> bool {
    match watch {
        Watch::Members => matches!(counted, Counted::Member(_)),
        Watch::One(one) => one == counted,
    }
}

/// Whose spending a charge is: the account's; the member's; and the team's, where a member charges
/// it first.
fn charged(account: &Account, by: Option<&Id>, from: &Wallet) -> impl Iterator<Item = Counted> + use<> {
    let member = by.filter(|by| account.members().contains_key(*by));
    let team = member.and(from.team()).filter(|team| account.teams().contains_key(*team));
    let charged =
        [Some(Counted::Account), member.cloned().map(Counted::Member), team.cloned().map(Counted::Team)];
    charged.into_iter().flatten()
}

impl Work<'_> {
    /// Counts a charge in every window that asks for it.
    pub(crate) fn count(&mut self, at: Instant, by: Option<&Id>, from: &Wallet, credits: Credits) {
        for counted in charged(self.account, by, from) {
            for window in asked(self, &counted).iter() {
                let since = span(self.account, window, at).since;
                self.add_to_count(&counted, window, since, credits);
            }
        }
    }

    /// Takes part of a hold out of the windows in which it was made and that still run.
    pub(crate) fn uncount(&mut self, hold: &Hold, credits: Credits) {
        for counted in charged(self.account, hold.by.as_ref(), &hold.from) {
            self.uncount_in(&counted, hold.at, credits);
        }
    }

    fn uncount_in(&mut self, counted: &Counted, made_at: Instant, credits: Credits) {
        for (_, window) in Window::WORDS {
            if let Some(count) = self.account.count(counted, window).filter(|count| count.since <= made_at) {
                self.change_count(counted, window, count.since, |spent| spent.minus_or_zero(credits));
            }
        }
    }

    fn add_to_count(&mut self, counted: &Counted, window: Window, since: Instant, credits: Credits) {
        self.change_count(counted, window, since, |spent| spent.plus(credits).unwrap_or(Credits::MAX));
    }

    fn change_count(
        &mut self,
        counted: &Counted,
        window: Window,
        since: Instant,
        change: impl FnOnce(Credits) -> Credits,
    ) {
        let there = self.account.count(counted, window);
        let before = there.filter(|count| count.since == since).map_or(Credits::ZERO, |count| count.credits);
        let credits = change(before);
        if credits > before {
            self.risen.push((counted.clone(), window, before));
        }
        let count = (!credits.is_zero()).then_some(Count { credits, since });
        if count != there {
            self.account.set(Change::Count(counted.clone(), window, count));
        }
    }

    /// What was spent in the window that runs.
    pub(crate) fn spent_in(&self, counted: &Counted, window: Window, at: Instant) -> Credits {
        let since = span(self.account, window, at).since;
        let count = self.account.count(counted, window).filter(|count| count.since == since);
        count.map_or(Credits::ZERO, |count| count.credits)
    }

    /// After time has passed or a plan has turned: windows that are over are forgotten. `before` is
    /// what ran before; what runs now is given back.
    pub(crate) fn turn_windows(&mut self, before: &Spans, at: Instant) -> Spans {
        let now = spans_later(self.account, before, at);
        if let Some((_, month)) = now.iter().find(|(window, _)| *window == Window::Month) {
            self.account.keep_month(*month);
        }
        let is_current = self.counts_are_current(before);
        if is_current && now == *before {
            return now;
        }
        for ((window, was), (_, Span { since, .. })) in before.iter().zip(now) {
            if was.since == since && is_current {
                continue;
            }
            for counted in self.account.counted_outside(*window, since) {
                self.account.set(Change::Count(counted, *window, None));
            }
        }
        // Of windows that turn, holds can have been made in a period's already: where its renewal came late, where
        // a plan changed at the instant they were made, or where a plan has ended and its period becomes the month.
        if !is_current || start_of(before, Window::Period) != start_of(&now, Window::Period) {
            self.count_as_asked(&now, &|_| true);
        }
        self.forget_told(&now);
        now
    }

    /// After a command, whose plan's period alone can have turned: calendars do not turn within an instant.
    pub(crate) fn turn_period(&mut self, before: &Spans, at: Instant) {
        let now = span(self.account, Window::Period, at);
        if before.iter().any(|(window, was)| *window == Window::Period && *was != now) {
            self.turn_windows(before, at);
        }
    }

    /// Whether all that is counted was in windows that ran then, and is as limits and alerts ask for it. An account
    /// that was read can have been left by other rules; once it is so it stays so, for whatever is done to it keeps to it.
    fn counts_are_current(&mut self, spans: &Spans) -> bool {
        if !*self.account.counts_current() {
            *self.account.counts_current() =
                self.account.counts_only_in(spans) && self.not_as_asked(spans, &|_| true).is_empty();
        }
        *self.account.counts_current()
    }

    /// Windows that nobody asks for any more are forgotten, and those that begin to be asked for start with what the
    /// open holds made in them hold: of all whom a change of limits or alerts may concern.
    pub(crate) fn count_as_asked(&mut self, now: &Spans, concerns: &dyn Fn(&Counted) -> bool) {
        for (counted, window, since, held) in self.not_as_asked(now, concerns) {
            match held {
                Some(held) => self.add_to_count(&counted, window, since, held),
                None => self.account.set(Change::Count(counted, window, None)),
            }
        }
    }

    /// What is not counted as limits and alerts ask for it: with nothing, what is counted though nothing asks for it;
    /// with what an open hold holds, a window in which it was made, and in which nothing is counted yet.
    fn not_as_asked(
        &self,
        spans: &Spans,
        concerns: &dyn Fn(&Counted) -> bool,
    ) -> Vec<(Counted, Window, Instant, Option<Credits>)> {
        let mut all = Vec::new();
        for (counted, counts) in self.account.spent().iter().filter(|(counted, _)| concerns(counted)) {
            let asked = asked(self, counted);
            for (window, Span { since, .. }) in spans {
                if counts.get(*window).is_some() && !asked.contains(*window) {
                    all.push((counted.clone(), *window, *since, None));
                }
            }
        }
        for hold in self.account.holds().values() {
            for counted in charged(self.account, hold.by.as_ref(), &hold.from).filter(concerns) {
                let asked = asked(self, &counted);
                for (window, Span { since, .. }) in spans {
                    let is_new = asked.contains(*window) && self.account.count(&counted, *window).is_none();
                    if is_new && hold.at >= *since {
                        all.push((counted.clone(), *window, *since, Some(hold.credits())));
                    }
                }
            }
        }
        all
    }

    /// What has been told in windows that are over is forgotten.
    fn forget_told(&mut self, now: &Spans) {
        let alerts = self.account.alerts().iter().filter(|(_, alert)| !alert.told.is_empty());
        let stale: Vec<_> = alerts
            .filter_map(|(id, alert)| {
                let (_, Span { since, .. }) = now.iter().find(|(window, _)| Some(*window) == alert.per)?;
                // Looked at first: to copy what has been told takes far longer.
                alert.told.values().find(|told| told.since != *since)?;
                let mut kept = alert.clone();
                kept.told.retain(|_, told| told.since == *since);
                Some((id.clone(), kept))
            })
            .collect();
        for (id, alert) in stale {
            self.account.set(Change::Alert(id, Some(alert)));
        }
    }

    /// A hold counts for its team while its maker is a member: who comes or goes takes along what
    /// their open holds count there.
    pub(crate) fn count_holds_of_member(&mut self, member: &Id, at: Instant, comes: bool) {
        let theirs = |hold: &&Hold| hold.by.as_ref() == Some(member);
        let holds: Vec<Hold> = self.account.holds().values().filter(theirs).cloned().collect();
        for hold in holds {
            let Some(team) = hold.from.team().cloned() else { continue };
            let team = Counted::Team(team);
            if !comes {
                self.uncount_in(&team, hold.at, hold.credits());
                continue;
            }
            for window in asked(self, &team).iter() {
                let since = span(self.account, window, at).since;
                if hold.at >= since {
                    self.add_to_count(&team, window, since, hold.credits());
                }
            }
        }
    }
}
