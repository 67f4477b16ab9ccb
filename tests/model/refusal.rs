//! Refusals are data; mistakes are the caller's.

use serde_json::{Value, json};

/// Input that is no rules, no account, no command: what the engine throws.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    pub code: &'static str,
}

/// Why something is not done: a refusal, or a mistake of the caller's.
#[derive(Clone, Debug)]
pub enum Stop {
    Refuse(Refusal),
    Mistake(Mistake),
}

#[derive(Clone, Debug)]
pub struct Refusal {
    pub code: &'static str,
    pub facts: Value,
    pub remedies: Vec<Value>,
    pub estimate: Option<Value>,
}

impl Refusal {
    pub fn new(code: &'static str, facts: Value) -> Refusal {
        Refusal { code, facts, remedies: Vec::new(), estimate: None }
    }

    pub fn write(&self, at: i64) -> Value {
        let mut out = json!({
            "ok": false, "code": self.code, "message": "", "facts": self.facts, "remedies": self.remedies, "at": at,
        });
        if let Some(estimate) = &self.estimate {
            out["estimate"] = estimate.clone();
        }
        out
    }
}

impl Stop {
    pub fn refuse(code: &'static str, facts: Value) -> Stop {
        Stop::Refuse(Refusal::new(code, facts))
    }

    pub fn with(code: &'static str, facts: Value, remedies: Vec<Value>) -> Stop {
        Stop::Refuse(Refusal { remedies, ..Refusal::new(code, facts) })
    }

    pub fn mistake(code: &'static str) -> Stop {
        Stop::Mistake(Mistake { code })
    }

    /// A refusal as an answer, a mistake as an error.
    pub fn answer(self, at: i64) -> Result<Value, Mistake> {
        match self {
            Stop::Refuse(refusal) => Ok(refusal.write(at)),
            Stop::Mistake(mistake) => Err(mistake),
        }
    }

    /// 13: `estimate` stands on those told after pricing.
    pub fn priced(self, estimate: &Option<Value>) -> Stop {
        match self {
            Stop::Refuse(refusal) => Stop::Refuse(Refusal { estimate: estimate.clone(), ..refusal }),
            mistake => mistake,
        }
    }
}
