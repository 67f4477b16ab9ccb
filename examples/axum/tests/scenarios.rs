//! Plays the engine's own scenarios through HTTP, and what only a host can get wrong.
//!
//! A step whose verb has no route (`grid`, `rates`, `usage`, `may` …) is left out: none of these
//! changes an account.

/// As the engine's own runner compares.
#[path = "../../../tests/common/matcher.rs"]
mod matcher;

use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};

use bursar::{Bursar, Dialect};
use matcher::{differences, differences_of_mistakes};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// A server over some rules, for as long as the runtime lives.
struct Server {
    address: SocketAddr,
}

impl Server {
    fn start(runtime: &Runtime, rules: &Value) -> Self {
        let bursar = Bursar::from_text(&rules.to_string(), Dialect::Json).unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(async { axum::serve(listener, bursar_axum::router(bursar)).await });
        Self { address }
    }

    /// The status and the body, `null` where there is none.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() };
        (status, body)
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.ask("POST", path, &body.to_string())
    }

    fn get(&self, path: &str) -> (u16, Value) {
        self.ask("GET", path, "")
    }
}

#[test]
fn scenarios_come_true_through_http() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let runtime = Runtime::new().unwrap();
    let (mut played, mut left_out) = (0, 0);
    for file in files(&root.join("tests/scenarios")) {
        let content = read(&file);
        for scenario in content["scenarios"].as_array().unwrap() {
            let title = format!("{}: {}", file.display(), scenario["title"]);
            let rules = match (&scenario["rules"], &scenario["rulebook"]) {
                (Value::Null, Value::Null) => continue,
                (rules, Value::Null) => rules.clone(),
                (_, name) => read(&root.join(format!("pkg/rules/{}.json", name.as_str().unwrap()))),
            };
            let mut stage = Stage { server: Server::start(&runtime, &rules), account: None };
            for (place, step) in scenario["steps"].as_array().unwrap().iter().enumerate() {
                let Some((status, found)) = stage.answer(step) else {
                    left_out += 1;
                    continue;
                };
                played += 1;
                let told = judge(step, status, &found);
                assert!(told.is_empty(), "{title}, step {}: {status} {}", place + 1, told.join("\n"));
            }
        }
    }
    println!("{played} steps played, {left_out} left out");
    assert!(played > 0);
}

struct Stage {
    server: Server,
    /// The id of the account that the scenario has begun.
    account: Option<String>,
}

impl Stage {
    /// What the server answers to a step, where there is a route for it.
    fn answer(&mut self, step: &Value) -> Option<(u16, Value)> {
        let fields = step.as_object()?;
        let has = |verb: &&str| fields.contains_key(*verb);
        const VERBS: [&str; 11] = [
            "estimate",
            "create",
            "open",
            "apply",
            "preview",
            "balance",
            "order",
            "limits",
            "view",
            "affordable",
            "account",
        ];
        let verb = VERBS.into_iter().find(has)?;
        let (server, asked) = (&self.server, &step[verb]);
        let path = |last: &str| format!("/accounts/{}{last}", encoded(self.account.as_deref().unwrap()));
        match verb {
            "estimate" => {
                let mut body = json!({ "request": asked });
                if !step["payer"].is_null() {
                    body["payer"] = step["payer"].clone();
                }
                Some(server.post("/estimate", &body))
            }
            "create" | "open" => {
                let id = asked["id"].as_str().unwrap_or("?").to_owned();
                let (status, mut found) = match verb {
                    "create" => server.post("/accounts", asked),
                    _ => server.ask("PUT", &format!("/accounts/{}", encoded(&id)), &asked.to_string()),
                };
                if status < 300 {
                    let (_, account) = server.get(&format!("/accounts/{}", encoded(&id)));
                    found = if found.is_null() { json!({}) } else { found };
                    found["account"] = account;
                    self.account = Some(id);
                }
                Some((status, found))
            }
            "apply" => {
                let (status, mut found) = server.post(&path("/commands"), asked);
                if status == 200 {
                    found["account"] = server.get(&path("")).1;
                }
                Some((status, found))
            }
            "preview" | "affordable" => Some(server.post(&path(&format!("/{verb}")), asked)),
            "account" => Some(server.get(&path(""))),
            _ => {
                // What cannot be said in a query is not asked.
                let mut query = Vec::new();
                for (key, value) in asked.as_object()? {
                    let text = match value {
                        Value::String(text) if text.parse::<u64>().is_err() => text.clone(),
                        Value::Number(number) if key == "at" && number.is_u64() => number.to_string(),
                        _ => return None,
                    };
                    query.push(format!("{}={}", encoded(key), encoded(&text)));
                }
                Some(server.get(&path(&format!("/{verb}?{}", query.join("&")))))
            }
        }
    }
}

/// Where an answer is not what the step expects.
fn judge(step: &Value, status: u16, found: &Value) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(throws) = step.get("throws") {
        if !matches!(status, 400 | 413) {
            told.push(format!("expected the mistake {throws}, found {found}"));
        }
        told.extend(differences_of_mistakes(throws, found));
        return told;
    }
    let expected = step.get("is").or_else(|| step.get("account")).unwrap_or(&Value::Null);
    let right = match &expected["ok"] {
        Value::Bool(false) => matches!(status, 402 | 403 | 404 | 409 | 422 | 429),
        _ => status < 300 || found["ok"] == false,
    };
    if !right {
        told.push(format!("with {expected} this is no status; found {found}"));
    }
    if !expected.is_null() {
        told.extend(differences(expected, found));
    }
    told
}

/// Percent-encoded, all but what is free in a path and in a query.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.to_string_lossy().ends_with(".json") && !path.ends_with("scenario.schema.json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const DAY: u64 = 86_400_000;

fn sketch() -> Value {
    json!({
        "schema": 1, "name": "Sketch", "currency": "USD",
        "sources": [{"id": "monthly"}, {"id": "topup", "needsPlan": "paid"}],
        "plans": {"pro": {"paid": true, "every": "month", "allowance": {"source": "monthly", "credits": 100}}},
        "packs": {"box": {"credits": 50, "price": 500}},
        "purchase": {"source": "topup", "consent": "yes"},
        "roles": {
            "boss": {"can": ["generate", "viewBalance", "billing", "transfer", "manage"]},
            "maker": {"can": ["generate"], "limits": [{"per": "day", "credits": 30}]}
        },
        "bankFor": "all",
        "models": {"film": {
            "inputs": {"seconds": {"type": "number", "min": 1, "max": 60}},
            "price": [{"rate": 2, "times": ["seconds"]}]
        }}
    })
}

/// A month of a small studio: every status that a refusal has, and the body of each.
#[test]
fn a_studio_through_http() {
    let runtime = Runtime::new().unwrap();
    let server = Server::start(&runtime, &sketch());
    let film = |seconds: u64| json!({"model": "film", "inputs": {"seconds": seconds}});
    let (status, estimate) = server.post("/estimate", &json!({"request": film(10)}));
    assert_eq!((status, &estimate["cost"]), (200, &json!(20)));

    let new =
        json!({"id": "studio/1", "at": 0, "members": {"ann": {"role": "boss"}, "bob": {"role": "maker"}}});
    assert_eq!(server.post("/accounts", &new).0, 201);
    assert_eq!(server.post("/accounts", &new).0, 409, "twice");
    assert_eq!(server.get("/accounts/nobody").0, 404);
    assert_eq!(server.get("/accounts/studio%2F1/weather").0, 404);

    let mut count = 0;
    let mut apply = |mut command: Value| {
        count += 1;
        command["id"] = json!(format!("c{count}"));
        server.post("/accounts/studio%2F1/commands", &command)
    };
    let (status, decision) = apply(json!({"type": "subscribe", "at": 1, "plan": "pro", "by": "system"}));
    assert_eq!((status, &decision["credits"]), (200, &json!(100)));
    let (status, decision) = apply(json!({"type": "spend", "at": 2, "by": "bob", "request": film(10)}));
    assert_eq!((status, &decision["credits"]), (200, &json!(20)));
    let refused = [
        (402, "insufficient_credits", json!({"type": "spend", "at": 3, "by": "ann", "request": film(41)})),
        (
            403,
            "role_forbids",
            json!({"type": "transfer", "at": 3, "by": "bob", "from": "bank", "to": "team:art", "credits": 1}),
        ),
        (404, "unknown_hold", json!({"type": "release", "at": 3, "by": "system", "hold": "h"})),
        (404, "unknown_model", json!({"type": "spend", "at": 3, "by": "ann", "request": {"model": "song"}})),
        (
            409,
            "price_changed",
            json!({"type": "spend", "at": 3, "by": "ann", "request": film(1), "expect": 1}),
        ),
        (422, "input_out_of_range", json!({"type": "spend", "at": 3, "by": "ann", "request": film(61)})),
        (429, "limit_reached", json!({"type": "spend", "at": 3, "by": "bob", "request": film(6)})),
    ];
    for (status, code, command) in refused {
        let (found, body) = apply(command);
        assert_eq!((found, &body["ok"], &body["code"]), (status, &json!(false), &json!(code)), "{body}");
        assert!(body["message"].is_string() && body["facts"].is_object() && body["remedies"].is_array());
    }

    let balance = server.get(&format!("/accounts/studio%2F1/balance?at={DAY}&by=ann"));
    assert_eq!((balance.0, &balance.1["spendable"]), (200, &json!(80)));
    let balance = server.get("/accounts/studio%2F1/balance?at=1970-01-02T00:00:00Z&by=bob");
    assert_eq!((balance.0, &balance.1["code"]), (403, &json!("role_forbids")));

    let wish = json!({"type": "purchase", "at": DAY, "by": "ann", "pack": "box", "quantity": 2});
    let (status, body) = server.post("/accounts/studio%2F1/preview", &wish);
    assert_eq!((status, &body["code"]), (422, &json!("consent_required")));
    let wish =
        json!({"type": "purchase", "at": DAY, "by": "ann", "pack": "box", "quantity": 2, "consent": "yes"});
    let (status, body) = server.post("/accounts/studio%2F1/preview", &wish);
    assert_eq!((status, &body["price"]["amount"]), (200, &json!(1_000)));
    let paid =
        json!({"type": "purchase", "at": DAY, "for": "ann", "by": "system", "pack": "box", "quantity": 2});
    assert_eq!(apply(paid).0, 200);

    let (status, account) = server.get("/accounts/studio%2F1");
    assert_eq!((status, &account["seq"]), (200, &json!(3)));
    let moved = account.to_string();
    assert_eq!(server.ask("PUT", "/accounts/studio%2F2", &moved).0, 400, "another account");
    assert_eq!(server.ask("PUT", "/accounts/studio%2F1", &moved).0, 204);
}

/// A mistake tells every fault and its place.
#[test]
fn mistakes_through_http() {
    let runtime = Runtime::new().unwrap();
    let server = Server::start(&runtime, &sketch());
    assert_eq!(server.post("/accounts", &json!({"id": "a", "at": 0})).0, 201);
    let wrong = json!({"type": "spend", "id": "~", "at": -1, "credits": 0.5, "colour": "red"});
    let (status, body) = server.post("/accounts/a/commands", &wrong);
    assert_eq!((status, &body["code"]), (400, &json!("invalid_command")), "{body}");
    let paths: Vec<&str> =
        body["issues"].as_array().unwrap().iter().map(|issue| issue["path"].as_str().unwrap()).collect();
    for path in ["/at", "/credits", "/colour"] {
        assert!(paths.contains(&path), "{body}");
    }
    for (path, text, code) in [
        ("/accounts/a/commands", "{", json!("invalid_command")),
        ("/accounts/a/commands", r#"{"id": "x", "id": "x"}"#, json!("invalid_command")),
        ("/accounts", "[]", json!("invalid_account")),
        ("/estimate", r#"{"request": 1}"#, json!("invalid_request")),
        ("/estimate", "{", Value::Null),
    ] {
        let (status, body) = server.ask("POST", path, text);
        assert_eq!((status, &body["code"]), (400, &code), "{path} {text}: {body}");
        assert!(body["message"].is_string());
    }
    let (status, body) = server.get("/accounts/a/balance?at=yesterday&tea=milk");
    assert_eq!((status, body["issues"].as_array().map(Vec::len)), (400, Some(2)), "{body}");
}
