//! The owner's rules, read into words (sources, plans, packs, roles); models stay JSON for `price`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::account::PlanState;
use super::field;

/// As many credits as there may be.
pub const MOST: i64 = 9_007_199_254_740_991;

pub struct Rules {
    pub raw: Value,
    pub sources: Vec<Source>,
    pub plans: BTreeMap<String, Plan>,
    pub fallback: Option<String>,
    pub packs: BTreeMap<String, Pack>,
    pub purchase: Option<Purchase>,
    pub roles: BTreeMap<String, Role>,
    pub bank_for: String,
    pub remember: usize,
    pub hold_ms: i64,
    pub products: Vec<String>,
    pub currency: String,
    pub sales: Option<String>,
}

pub struct Source {
    pub id: String,
    pub label: String,
    /// "any", "paid" or nothing.
    pub needs: Option<String>,
    pub ends_with_plan: bool,
}

pub struct Plan {
    pub paid: bool,
    pub every: String,
    pub allowance: Option<Allowance>,
    pub rollover: Option<Rollover>,
    pub by_command: bool,
    pub offered: bool,
    pub raw: Value,
}

pub struct Allowance {
    pub source: String,
    pub credits: i64,
    pub per_seat: bool,
}

#[derive(Clone)]
pub struct Rollover {
    pub into: String,
    pub cap: i64,
    pub per_seat: bool,
    pub expires_after: Option<i64>,
}

pub struct Pack {
    pub credits: i64,
    pub price: i64,
    pub min: i64,
    pub max: Option<i64>,
    pub days: Option<i64>,
}

pub struct Purchase {
    pub source: String,
    pub consent: Option<String>,
    pub in_app_limit: Option<i64>,
}

pub struct Role {
    pub can: BTreeSet<String>,
    pub limits: Vec<Limit>,
}

#[derive(Clone, PartialEq)]
pub struct Limit {
    pub per: String,
    pub credits: i64,
}

/// 12: limits as they are read; their order says nothing, and they are kept shortest window first, then the tightest.
pub fn limits(object: &Value) -> Vec<Limit> {
    let mut limits: Vec<Limit> = field::items(object, "limits")
        .iter()
        .map(|l| Limit {
            per: field::string(l, "per").unwrap_or_default(),
            credits: field::int(l, "credits").unwrap_or(0),
        })
        .collect();
    let length = |per: &str| ["hour", "day", "month", "period"].iter().position(|word| *word == per);
    limits.sort_by_key(|limit| (length(&limit.per), limit.credits));
    limits
}

fn source(v: &Value) -> Source {
    let id = field::string(v, "id").unwrap_or_default();
    Source {
        // 13: a source without a label is labelled by its id.
        label: field::string(v, "label").unwrap_or_else(|| id.clone()),
        needs: field::string(v, "needsPlan"),
        ends_with_plan: field::flag(v, "endsWithPlan"),
        id,
    }
}

fn plan(v: &Value) -> Plan {
    let per_seat = |o: &Value| field::text(o, "per") == Some("seat");
    Plan {
        paid: field::flag(v, "paid"),
        every: field::string(v, "every").unwrap_or_default(),
        allowance: v.get("allowance").map(|a| Allowance {
            source: field::string(a, "source").unwrap_or_default(),
            credits: field::int(a, "credits").unwrap_or(0),
            per_seat: per_seat(a),
        }),
        rollover: v.get("rollover").map(|r| Rollover {
            into: field::string(r, "into").unwrap_or_default(),
            cap: field::int(r, "cap").unwrap_or(0),
            per_seat: per_seat(r),
            expires_after: field::int(r, "expiresAfterPeriods"),
        }),
        by_command: field::text(v, "renews") == Some("command"),
        offered: v.get("offered").and_then(Value::as_bool).unwrap_or(true),
        raw: v.clone(),
    }
}

fn pack(v: &Value) -> Pack {
    Pack {
        credits: field::int(v, "credits").unwrap_or(0) + field::int(v, "bonus").unwrap_or(0),
        price: field::int(v, "price").unwrap_or(0),
        min: field::int(v, "min").unwrap_or(1),
        max: field::int(v, "max"),
        days: field::int(v, "expiresAfterDays"),
    }
}

impl Rules {
    pub fn read(raw: Value) -> Rules {
        let by_id = |field: &str| field::fields(&raw, field);
        let products = field::strings(&raw, "products");
        Rules {
            sources: field::items(&raw, "sources").iter().map(source).collect(),
            plans: by_id("plans").iter().map(|(id, v)| (id.clone(), plan(v))).collect(),
            fallback: field::string(&raw, "fallbackPlan"),
            packs: by_id("packs").iter().map(|(id, v)| (id.clone(), pack(v))).collect(),
            purchase: raw.get("purchase").map(|p| Purchase {
                source: field::string(p, "source").unwrap_or_default(),
                consent: field::string(p, "consent"),
                in_app_limit: field::int(p, "inAppLimit"),
            }),
            roles: by_id("roles")
                .iter()
                .map(|(id, v)| {
                    (
                        id.clone(),
                        Role { can: field::strings(v, "can").into_iter().collect(), limits: limits(v) },
                    )
                })
                .collect(),
            bank_for: field::string(&raw, "bankFor").unwrap_or_else(|| "teamless".into()),
            remember: field::int(&raw, "remember").unwrap_or(32) as usize,
            hold_ms: field::int(&raw, "holdMs").unwrap_or(super::time::DAY),
            products: if products.is_empty() { vec!["app".into()] } else { products },
            currency: field::string(&raw, "currency").unwrap_or_default(),
            sales: raw.get("contact").and_then(|c| field::string(c, "sales")),
            raw,
        }
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// 2.2 (b): the place of a source in the rules.
    pub fn place(&self, source: &str) -> usize {
        self.sources.iter().position(|s| s.id == source).unwrap_or(usize::MAX)
    }

    /// 3.1: whether any plan has this source as its allowance's.
    pub fn is_allowance(&self, source: &str) -> bool {
        self.plans.values().any(|p| p.allowance.as_ref().is_some_and(|a| a.source == source))
    }

    /// 3.7: whether grants of this source lapse when the plan ends.
    pub fn ends_with_plan(&self, source: &str) -> bool {
        self.source(source).is_some_and(|s| s.ends_with_plan)
    }

    /// 2.1: what rolled over bears `~<source>` or `~<source>:<instant>`, and is of no allowance's source.
    pub fn is_rollover(&self, grant: &str, source: &str) -> bool {
        let rest = grant.strip_prefix('~').and_then(|g| g.strip_prefix(source));
        !self.is_allowance(source) && rest.is_some_and(|r| r.is_empty() || r.starts_with(':'))
    }

    /// 2.3, 3.8: whether a source is usable while the given plan runs.
    pub fn usable_on(&self, source: &str, plan: Option<&str>) -> bool {
        let paid = plan.and_then(|id| self.plans.get(id)).is_some_and(|p| p.paid);
        match self.source(source).and_then(|s| s.needs.as_deref()) {
            None => true,
            Some("paid") => paid,
            Some(_) => plan.is_some(),
        }
    }

    /// 3.3: what a period grants: a contract's own amount, or the plan's, times the seats where it says so.
    pub fn period_amount_in_full(&self, plan: &str, seats: Option<i64>, contract: Option<i64>) -> i64 {
        let Some(allowance) = self.plans.get(plan).and_then(|p| p.allowance.as_ref()) else { return 0 };
        let seats = if allowance.per_seat { seats.unwrap_or(1) } else { 1 };
        contract.unwrap_or(allowance.credits.saturating_mul(seats))
    }

    /// The same as far as there can be credits.
    pub fn period_amount(&self, plan: &str, seats: Option<i64>, contract: Option<i64>) -> i64 {
        self.period_amount_in_full(plan, seats, contract).min(MOST)
    }

    /// 3.3: a rollover's cap, times the seats where it says so; a contract does not change it.
    pub fn cap(&self, rollover: &Rollover, seats: Option<i64>) -> i64 {
        rollover.cap.saturating_mul(if rollover.per_seat { seats.unwrap_or(1) } else { 1 }).min(MOST)
    }

    /// Whether a plan's state ends at its next renewal rather than renewing: 3.6, and 3.5 from paid to unpaid.
    pub fn ends_next(&self, plan: &PlanState) -> bool {
        let cancelled = plan.cancelled && plan.ends_at.is_none_or(|end| end <= plan.renews_at);
        cancelled || self.falls_to_unpaid(plan)
    }

    /// 3.5: whether what is planned next is an unpaid plan after a paid one.
    pub fn falls_to_unpaid(&self, plan: &PlanState) -> bool {
        let paid = |id: &str| self.plans.get(id).is_some_and(|p| p.paid);
        plan.next.as_ref().is_some_and(|next| paid(&plan.id) && !paid(&next.id))
    }

    /// 3.9: whether the plan renews only when `renew` comes.
    pub fn waits(&self, plan: &PlanState) -> bool {
        self.plans.get(&plan.id).is_some_and(|p| p.by_command)
    }
}
