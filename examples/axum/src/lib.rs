//! The engine behind HTTP: rules given at the start, accounts held in memory.
//!
//! The engine's text doors do nearly all of it: a body goes in as it came, an answer goes out as it
//! is. What is left for a host is where accounts are kept, and which status an answer has.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bursar::{Account, Bursar, Dialect, Mistake, MistakeCode};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// The most that the engine reads; a body above it is refused before it is read whole.
const BODY_MAX: usize = 32 * 1024 * 1024;

struct Host {
    bursar: Bursar,
    /// The lock is what keeps two commands to one account apart. A host with a database locks the
    /// row instead, or compares `seq` before it writes.
    accounts: Mutex<HashMap<String, Account>>,
}

type Shared = State<Arc<Host>>;

/// What a question through a text door comes to.
type Answer = Result<String, Mistake>;

/// Every route, over these rules.
pub fn router(bursar: Bursar) -> Router {
    Router::new()
        .route("/estimate", post(estimate))
        .route("/accounts", post(create))
        .route("/accounts/{id}", get(read).put(store))
        .route("/accounts/{id}/{question}", get(look))
        .route("/accounts/{id}/affordable", post(affordable))
        .route("/accounts/{id}/preview", post(preview))
        .route("/accounts/{id}/commands", post(apply))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(Arc::new(Host { bursar, accounts: Mutex::default() }))
}

/// `{ "request": …, "payer": … }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Priced<'t> {
    #[serde(borrow)]
    request: &'t RawValue,
    #[serde(borrow)]
    payer: Option<&'t RawValue>,
}

async fn estimate(State(host): Shared, body: String) -> Response {
    let Priced { request, payer } = match serde_json::from_str(&body) {
        Ok(priced) => priced,
        Err(error) => return told(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    respond(host.bursar.estimate_text(request.get(), payer.map(RawValue::get), Dialect::Json))
}

async fn create(State(host): Shared, body: String) -> Response {
    let (decision, account) = match host.bursar.create_text(&body, Dialect::Json) {
        Ok(created) => created,
        Err(mistake) => return wrong(&mistake),
    };
    let id = account.id().as_str().to_owned();
    let mut accounts = host.accounts();
    if accounts.contains_key(&id) {
        return told(StatusCode::CONFLICT, &format!("there is an account `{id}` already"));
    }
    let place = [(header::LOCATION, format!("/accounts/{id}"))];
    accounts.insert(id, account);
    (StatusCode::CREATED, place, json_text(decision)).into_response()
}

/// The account whole, as it would be stored.
async fn read(State(host): Shared, Path(id): Path<String>) -> Response {
    match host.accounts().get(&id) {
        Some(account) => json_text(account.to_text()),
        None => no_account(&id),
    }
}

/// Takes an account over that was written elsewhere.
async fn store(State(host): Shared, Path(id): Path<String>, body: String) -> Response {
    match host.bursar.read_account(&body, Dialect::Json) {
        Ok(account) if account.id().as_str() == id => {
            host.accounts().insert(id, account);
            StatusCode::NO_CONTENT.into_response()
        }
        Ok(account) => told(
            StatusCode::BAD_REQUEST,
            &format!("this is the account `{}`, not `{id}`", account.id().as_str()),
        ),
        Err(mistake) => wrong(&mistake),
    }
}

/// What an account has, in which order, within which limits, and what the asker may see of it:
/// `?at=…&by=…&wallet=…`.
async fn look(
    State(host): Shared,
    Path((id, question)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    type Door = fn(&Bursar, &mut Account, &str, Dialect) -> Answer;
    let door: Door = match question.as_str() {
        "balance" => Bursar::balance_text,
        "order" => Bursar::order_text,
        "limits" => Bursar::limits_text,
        "view" => Bursar::view_text,
        _ => return told(StatusCode::NOT_FOUND, &format!("there is no question `{question}`")),
    };
    // An instant is milliseconds or a date; all else is text.
    let view: Value = query
        .into_iter()
        .map(|(key, text)| match text.parse::<u64>() {
            Ok(ms) if key == "at" => (key, json!(ms)),
            _ => (key, json!(text)),
        })
        .collect();
    host.ask(&id, |bursar, account| door(bursar, account, &view.to_string(), Dialect::Json))
}

/// `{ "request": …, "input": …, "view": … }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reach<'t> {
    #[serde(borrow)]
    request: &'t RawValue,
    #[serde(borrow)]
    input: &'t RawValue,
    #[serde(borrow)]
    view: &'t RawValue,
}

async fn affordable(State(host): Shared, Path(id): Path<String>, body: String) -> Response {
    let Reach { request, input, view } = match serde_json::from_str(&body) {
        Ok(reach) => reach,
        Err(error) => return told(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    host.ask(&id, |bursar, account| {
        bursar.affordable_text(account, request.get(), input.get(), view.get(), Dialect::Json)
    })
}

async fn preview(State(host): Shared, Path(id): Path<String>, body: String) -> Response {
    host.ask(&id, |bursar, account| bursar.preview_text(account, &body, Dialect::Json))
}

/// Carries a command out. A host with a database stores, in one transaction, the decision and the
/// account: whole, or by `Bursar::apply_with_changes_text` as a merge patch.
async fn apply(State(host): Shared, Path(id): Path<String>, body: String) -> Response {
    host.ask(&id, |bursar, account| bursar.apply_text(account, &body, Dialect::Json))
}

impl Host {
    fn accounts(&self) -> MutexGuard<'_, HashMap<String, Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a question to a held account, or a command.
    fn ask(&self, id: &str, ask: impl FnOnce(&Bursar, &mut Account) -> Answer) -> Response {
        match self.accounts().get_mut(id) {
            Some(account) => respond(ask(&self.bursar, account)),
            None => no_account(id),
        }
    }
}

/// An answer as it is, a refusal too, with the status that fits.
fn respond(answer: Answer) -> Response {
    #[derive(Deserialize)]
    struct Told {
        code: Option<String>,
    }
    let text = match answer {
        Ok(text) => text,
        Err(mistake) => return wrong(&mistake),
    };
    // Only a refusal has a code.
    let code = serde_json::from_str(&text).ok().and_then(|Told { code }| code);
    (code.map_or(StatusCode::OK, |code| status(&code)), json_text(text)).into_response()
}

/// The status of a refusal.
fn status(code: &str) -> StatusCode {
    match code {
        "insufficient_credits" | "no_plan" | "not_on_plan" | "plan_required" => StatusCode::PAYMENT_REQUIRED,
        "accounts_differ" | "not_in_product" | "over_in_app_limit" | "products_differ" | "role_forbids" => {
            StatusCode::FORBIDDEN
        }
        // What else is unknown is a thing of the account's or the rules' that is not there.
        "unknown_input" => StatusCode::UNPROCESSABLE_ENTITY,
        code if code.starts_with("unknown_") => StatusCode::NOT_FOUND,
        "account_closed" | "id_reused" | "last_manager" | "price_changed" | "too_many" => {
            StatusCode::CONFLICT
        }
        "limit_reached" => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// A mistake of the caller's, with every fault and its place.
fn wrong(mistake: &Mistake) -> Response {
    let status = match mistake.code {
        MistakeCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = json!({
        "code": mistake.code, "message": mistake.to_string(), "path": mistake.path, "issues": mistake.issues,
    });
    (status, json_text(body.to_string())).into_response()
}

fn no_account(id: &str) -> Response {
    told(StatusCode::NOT_FOUND, &format!("there is no account `{id}`"))
}

/// What this host itself has to say.
fn told(status: StatusCode, message: &str) -> Response {
    (status, json_text(json!({ "message": message }).to_string())).into_response()
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
