//! What would help (11.3).

use serde_json::{Value, json};

use super::account::Account;
use super::advance;
use super::asker::Asker;
use super::book::Book;
use super::field;
use super::order;
use super::price;
use super::rules::Rules;
use super::time::LAST;
use super::windows::Use;

/// The plans that may be offered, by id (3.10).
fn offered(rules: &Rules) -> impl Iterator<Item = &String> {
    rules.plans.iter().filter(|(_, p)| p.offered).map(|(id, _)| id)
}

fn subscribe(plans: Vec<&String>) -> Vec<Value> {
    if plans.is_empty() { vec![] } else { vec![json!({"do": "subscribe", "plans": plans})] }
}

/// 13: `plan_required` names all offered plans, or the paid ones, as it needs.
pub fn for_plan_required(rules: &Rules, needs: &str) -> Vec<Value> {
    subscribe(
        offered(rules).filter(|id| needs == "any" || rules.plans.get(*id).is_some_and(|p| p.paid)).collect(),
    )
}

/// 13: `no_plan`: what is offered beside the running and the fallback plan.
pub fn for_no_plan(rules: &Rules, account: &Account) -> Vec<Value> {
    let running = account.plan.as_ref().map(|p| &p.id);
    subscribe(
        offered(rules).filter(|id| Some(*id) != running && Some(*id) != rules.fallback.as_ref()).collect(),
    )
}

/// 11.3: `not_on_plan`: the plans that have it.
pub fn for_not_on_plan(rules: &Rules, plans: &[String]) -> Vec<Value> {
    subscribe(offered(rules).filter(|id| plans.contains(id)).collect())
}

/// 6.4, 11.3: an address to turn to, if the rules have one.
pub fn contact_sales(rules: &Rules) -> Value {
    match &rules.sales {
        Some(to) => json!({"do": "contact_sales", "to": to}),
        None => json!({"do": "contact_sales"}),
    }
}

/// 9.1, 11.3: when all limits leave enough, unless the amount exceeds one of them itself; then someone to ask.
pub fn for_limit(uses: &[Use], needed: i64, at: i64) -> Vec<Value> {
    let short: Vec<&Use> = uses.iter().filter(|u| u.left() < needed).collect();
    let never = uses.iter().any(|u| needed > u.limit) || short.iter().any(|u| u.waits);
    let until = short.iter().map(|u| u.resets_at).max().filter(|until| *until > at);
    let wait = until.filter(|_| !never).map(|until| json!({"do": "wait", "until": until}));
    wait.into_iter().chain([json!({"do": "ask_admin"})]).collect()
}

/// 7.4: whether buying is allowed while this plan runs.
fn buying_on(rules: &Rules, plan: Option<&str>) -> bool {
    rules.purchase.as_ref().is_some_and(|p| rules.usable_on(&p.source, plan))
}

/// 7.7: the cheapest purchase that covers the shortfall; at the same price the most credits, then the pack's id.
fn top_up(rules: &Rules, shortfall: i64) -> Option<Value> {
    let purchase = rules.purchase.as_ref()?;
    let mut best: Option<(i64, i64, &String, i64)> = None;
    for (id, pack) in &rules.packs {
        let quantity = pack.min.max((shortfall + pack.credits - 1) / pack.credits.max(1));
        let (price, credits) = (quantity.saturating_mul(pack.price), quantity.saturating_mul(pack.credits));
        let within = pack.max.is_none_or(|max| quantity <= max)
            && purchase.in_app_limit.is_none_or(|most| price <= most);
        let candidate = (price, -credits, id, quantity);
        if within && credits >= shortfall && best.is_none_or(|b| candidate < b) {
            best = Some(candidate);
        }
    }
    best.map(|(price, credits, id, quantity)| {
        let price = json!({"amount": price, "currency": rules.currency});
        json!({"do": "top_up", "pack": id, "quantity": quantity, "credits": -credits, "price": price})
    })
}

/// A spend that is short: who asks, on which wallets, and by how much.
pub struct Missing<'a> {
    pub rules: &'a Rules,
    pub account: &'a Account,
    pub asker: &'a Asker,
    pub wallets: &'a [String],
    pub needed: i64,
    pub shortfall: i64,
    /// What was priced for a spend or a hold.
    pub request: Option<&'a Value>,
}

impl Missing<'_> {
    /// 11.3: all that would help, in its order.
    pub fn remedies(&self) -> Vec<Value> {
        let mut told = Vec::new();
        // Whether what needs a right was told, and whether the asker has the right to any of it.
        let (mut gated, mut allowed) = (false, false);
        let mut tell = |remedy: Option<Value>, may: bool| {
            gated |= remedy.is_some();
            allowed |= remedy.is_some() && may;
            told.extend(remedy);
        };
        let billing = self.asker.may(self.rules, self.account, "billing");
        tell(subscribe(self.plans()).pop(), billing);
        tell(self.transfer(), self.may_fetch());
        let buys = self.bank_helps() && buying_on(self.rules, self.running());
        tell(if buys { top_up(self.rules, self.shortfall) } else { None }, billing);
        told.extend(self.wait());
        if gated && !allowed {
            told.push(json!({"do": "ask_admin"}));
        }
        told
    }

    fn running(&self) -> Option<&str> {
        self.account.plan.as_ref().map(|p| p.id.as_str())
    }

    /// Whether the asker may move from the bank to the wallet that is short.
    fn may_fetch(&self) -> bool {
        let first = self.wallets.first().map_or("bank", String::as_str);
        self.asker.may_move(self.rules, self.account, &["bank", first])
    }

    /// 11.3: what would land in the bank helps those who draw on it or may transfer from it.
    fn bank_helps(&self) -> bool {
        self.wallets.iter().any(|w| w == "bank") || self.may_fetch()
    }

    /// 11.3: the offered plans that would unlock what covers the shortfall, or that buying waits for, or whose allowance
    /// is larger than the running plan's and covers it; never from a paid plan to an unpaid one.
    fn plans(&self) -> Vec<&String> {
        let paid = |id: &str| self.rules.plans.get(id).is_some_and(|p| p.paid);
        let downgrade = |id: &str| self.running().is_some_and(paid) && !paid(id);
        offered(self.rules)
            .filter(|id| Some(id.as_str()) != self.running() && !downgrade(id))
            .filter(|id| {
                let there = self.needed - self.shortfall;
                let short = self.needed_on(Some(id)).map(|needed| needed - there);
                short.is_some_and(|short| {
                    self.unlocks(id, short) || self.opens_buying(id, short) || self.grants_enough(id, short)
                })
            })
            .collect()
    }

    /// What is needed on a plan: what is asked for may cost more there. None where it is not to be had: such a plan
    /// would help with nothing.
    fn needed_on(&self, plan: Option<&str>) -> Option<i64> {
        let Some(request) = self.request else { return Some(self.needed) };
        let priced =
            price::estimate(self.rules, request, plan, &self.account.product, true, "invalid_command");
        let there = field::int(&priced.ok()?, "cost")?;
        Some(self.needed.max(there))
    }

    fn unlocks(&self, plan: &str, short: i64) -> bool {
        let wallets = if self.bank_helps() { self.and_bank() } else { self.wallets.to_vec() };
        let pieces = order::consumption(self.rules, self.account, &wallets);
        let freed = pieces.iter().filter(|(d, free)| !free && self.rules.usable_on(&d.source, Some(plan)));
        freed.map(|(d, _)| d.credits).sum::<i64>() >= short
    }

    fn opens_buying(&self, plan: &str, short: i64) -> bool {
        let waits = !buying_on(self.rules, self.running()) && buying_on(self.rules, Some(plan));
        waits && self.bank_helps() && top_up(self.rules, short).is_some()
    }

    fn grants_enough(&self, plan: &str, short: i64) -> bool {
        let state = self.account.plan.as_ref();
        let running = state.map_or(0, |p| self.rules.period_amount(&p.id, p.seats, p.allowance));
        let amount = self.rules.period_amount(plan, state.and_then(|p| p.seats), None);
        let source = self.rules.plans.get(plan).and_then(|p| p.allowance.as_ref()).map(|a| a.source.clone());
        let usable = source.is_some_and(|s| self.rules.usable_on(&s, Some(plan)));
        self.bank_helps() && usable && amount > running && amount >= short
    }

    /// 11.3: a team is short and the bank, which is not drawn on, could cover it.
    fn transfer(&self) -> Option<Value> {
        let first = self.wallets.first()?;
        let bank = "bank".to_owned();
        let apart = !self.wallets.contains(&bank);
        let covers = order::spendable(self.rules, self.account, &[bank]) >= self.shortfall;
        let remedy = json!({"do": "transfer", "from": "bank", "to": first, "credits": self.shortfall});
        (apart && covers).then_some(remedy)
    }

    /// 11.3, 13: the next renewal would cover it: an account brought there says so. None for one that waits for a command,
    /// none for an end.
    fn wait(&self) -> Option<Value> {
        let plan = self.account.plan.as_ref()?;
        if self.rules.waits(plan) || self.rules.ends_next(plan) || !self.bank_helps() {
            return None;
        }
        let until = plan.renews_at;
        if until >= LAST {
            return None;
        }
        let mut then = Book::new(self.rules, self.account.clone());
        advance::bring(&mut then, until);
        // Another plan may take over, on which it costs more, or is not to be had.
        let needed = self.needed_on(then.account.plan.as_ref().map(|p| p.id.as_str()))?;
        let has = |account: &Account| order::spendable(self.rules, account, &self.and_bank());
        // Where the bank could cover it before, what the renewal grants must do so alone.
        let usable = |source: &str| order::usable(self.rules, &then.account, source);
        let came = then.entries.iter().filter(|e| e.kind == "grant" && usable(&e.source));
        let granted: i64 = came.map(|e| e.credits).sum();
        let alone = granted >= needed - (self.needed - self.shortfall);
        let helps = has(&then.account) >= needed && (has(self.account) < self.needed || alone);
        helps.then(|| json!({"do": "wait", "until": until}))
    }

    fn and_bank(&self) -> Vec<String> {
        let mut wallets = self.wallets.to_vec();
        if !wallets.iter().any(|w| w == "bank") {
            wallets.push("bank".into());
        }
        wallets
    }
}

/// 13: a transfer that is short has only `top_up`, where it would land in the wallet that is short, and `ask_admin`.
pub fn for_transfer(
    rules: &Rules,
    account: &Account,
    asker: &Asker,
    from: &str,
    shortfall: i64,
) -> Vec<Value> {
    let running = account.plan.as_ref().map(|p| p.id.as_str());
    let bought = if from == "bank" && buying_on(rules, running) { top_up(rules, shortfall) } else { None };
    let admin = bought.is_some() && !asker.may(rules, account, "billing");
    bought.into_iter().chain(admin.then(|| json!({"do": "ask_admin"}))).collect()
}
