//! Telling those who watch.

use super::asker::{Who, spendable};
use crate::account::{Alert, AlertOn, Change, Counted, Few, Told, Watch};
use crate::command::Action;
use crate::credits::Credits;
use crate::decision::AlertTold;
use crate::id::Id;
use crate::map::sort_by;
use crate::time::Instant;
use crate::wallet::Wallet;
use crate::windows::{span, watches};
use crate::work::Work;

/// A balance that is watched, as it stood in the account that was passed in.
pub(super) struct Watched {
    alert: Id,
    counted: Counted,
    before: Credits,
}

impl Work<'_> {
    /// The balances that alerts watch.
    pub(super) fn watched_balances(&self) -> Few<Watched> {
        let alerts = self.account.alerts().iter().filter(|(_, alert)| alert.on == AlertOn::Balance);
        let watched = alerts.filter_map(|(id, alert)| {
            let Watch::One(counted) = &alert.watch else { return None };
            let before = self.balance_of(counted);
            Some(Watched { alert: id.clone(), counted: counted.clone(), before })
        });
        watched.collect()
    }

    fn balance_of(&self, counted: &Counted) -> Credits {
        match counted {
            Counted::Account => {
                let lying = self.unlocked().iter().map(|rank| self.account.lying_of_rank(*rank)).sum();
                Credits::new(lying).unwrap_or(Credits::MAX)
            }
            Counted::Team(team) => spendable(self.rules, self.account, &[Wallet::Team(team.clone())]),
            Counted::Member(id) => self.could_spend(&Who::Member(id.clone()), None),
        }
    }

    /// What alerts have to tell after a command; one that has just been set watches from the next.
    pub(super) fn tell_alerts(
        &mut self,
        balances: &[Watched],
        action: &Action,
        at: Instant,
    ) -> Vec<AlertTold> {
        let just_set = match action {
            Action::SetAlert { alert, .. } => Some(alert),
            Action::Close => return Vec::new(),
            _ => None,
        };
        let (mut told, mut changed) = (Vec::new(), Vec::new());
        for (id, alert) in self.account.alerts().iter().filter(|(id, _)| Some(*id) != just_set) {
            match alert.on {
                AlertOn::Balance => {
                    let watched = balances.iter().filter(|watched| watched.alert == *id);
                    watched.for_each(|watched| told.extend(self.tell_balance(alert, watched)));
                }
                AlertOn::Spent if self.risen_for(alert).next().is_none() => {}
                AlertOn::Spent => {
                    let (new, alert) = self.tell_spent(id, alert, at);
                    told.extend(new);
                    changed.extend(alert.map(|alert| (id.clone(), alert)));
                }
            }
        }
        for (id, alert) in changed {
            self.account.set(Change::Alert(id, Some(alert)));
        }
        told
    }

    /// Every threshold that a balance has fallen to, the highest first.
    fn tell_balance<'w>(
        &self,
        alert: &'w Alert,
        watched: &'w Watched,
    ) -> impl Iterator<Item = AlertTold> + use<'w> {
        let now = self.balance_of(&watched.counted);
        let passed = alert
            .thresholds
            .iter()
            .rev()
            .filter(move |threshold| now <= **threshold && **threshold < watched.before);
        let told = move |threshold: &Credits| AlertTold {
            alert: watched.alert.clone(),
            watch: watched.counted.to_string(),
            threshold: *threshold,
            now,
        };
        passed.map(told)
    }

    /// Whose spending has risen, of those whom an alert watches in its window, and from what.
    fn risen_for(&self, alert: &Alert) -> impl Iterator<Item = (&Counted, Credits)> {
        let rises = self.risen.iter();
        rises
            .filter(|(counted, per, _)| Some(*per) == alert.per && watches(&alert.watch, counted))
            .map(|(counted, _, before)| (counted, *before))
    }

    /// Every threshold that spending has risen to, each once in a window, the lowest first; and the
    /// alert as it is once they are told.
    fn tell_spent(&self, id: &Id, alert: &Alert, at: Instant) -> (Vec<AlertTold>, Option<Alert>) {
        let Some(window) = alert.per else { return (Vec::new(), None) };
        let passed = |before: Credits, now: Credits| {
            alert.thresholds.iter().copied().filter(move |threshold| before < *threshold && *threshold <= now)
        };
        let risen = self.risen_for(alert).map(|(counted, before)| {
            let now = self.spent_in(counted, window, at);
            (counted, before, now)
        });
        // Mostly none has: then nothing needs to be kept.
        let mut risen: Vec<_> =
            risen.filter(|(_, before, now)| passed(*before, *now).next().is_some()).collect();
        sort_by(&mut risen, |(a, ..), (b, ..)| a.cmp(b));
        let since = span(self.account, window, at).since;
        let mut changed: Option<Alert> = None;
        let mut all = Vec::new();
        for (counted, before, now) in risen {
            let so_far = changed.as_ref().unwrap_or(alert);
            let already = so_far.told.get(counted).filter(|told| told.since == since);
            let mut thresholds = already.map(|told| told.thresholds.clone()).unwrap_or_default();
            let new: Vec<Credits> =
                passed(before, now).filter(|threshold| !thresholds.contains(threshold)).collect();
            if new.is_empty() {
                continue;
            }
            thresholds.extend(&new);
            sort_by(&mut thresholds, Credits::cmp);
            // Copied only where it changes: an alert on all members may have told of many.
            let told = &mut changed.get_or_insert_with(|| alert.clone()).told;
            told.insert(counted.clone(), Told { since, thresholds });
            let told =
                |threshold| AlertTold { alert: id.clone(), watch: counted.to_string(), threshold, now };
            all.extend(new.into_iter().map(told));
        }
        (all, changed)
    }
}
