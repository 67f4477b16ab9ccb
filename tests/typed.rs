//! The typed door: what it refuses and what it says are what the text door refuses and says, and a
//! command is the same by whichever door it came.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test that fails says so by panicking, and a row of a table writes its values where they are"
)]

mod common;

use bursar::{
    Account, Action, Alert, Amount, Asker, Axis, Bursar, CameTo, Charge, Command, Credits, Destination,
    Dialect, Ending, Failure, Id, Instant, Limit, Malformed, Mistake, MistakeCode, NewAccount, Payer,
    Request, UsageBy, UsageQuery, View, Wallet, Watch, When, Window, to_json,
};
use common::doors;
use serde_json::{Value, json};

fn rules() -> Value {
    json!({
        "schema": 1, "name": "Typed", "currency": "USD",
        "sources": [{ "id": "monthly" }, { "id": "gift" }],
        "plans": {
            "pro": { "paid": true, "every": "month", "allowance": { "source": "monthly", "credits": 100 } },
            "max": { "paid": true, "every": "month", "allowance": { "source": "monthly", "credits": 500 } },
        },
        "packs": { "box": { "credits": 50, "price": 500 } }, "purchase": { "source": "gift" },
        "roles": { "boss": { "can": ["generate", "viewBalance", "manage"] } },
        "models": { "film": {
            "inputs": { "seconds": { "type": "number", "max": 9 } }, "price": [{ "rate": 2, "times": ["seconds"] }],
        } },
    })
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

fn amount(amount: u64) -> Amount {
    Amount::new(amount).unwrap()
}

fn film() -> Request {
    Request::new(id("film")).with(id("seconds"), 5)
}

/// An account with 100 credits in the bank under the name `g`.
fn account(bursar: &Bursar) -> Account {
    let (_, mut account) = bursar.create(&NewAccount::new(id("acme"), Instant::FIRST)).unwrap();
    let credits = amount(100);
    let gift = Action::Grant { source: id("gift"), credits, to: Wallet::Bank, expires_at: None };
    bursar.apply(&mut account, &Command::new(id("g"), Instant::FIRST, gift).unwrap()).unwrap();
    account
}

/// Both make the same of an account, and each takes the other for a replay.
#[track_caller]
fn same(action: Action, text: Value) {
    let bursar = doors::compiled(&rules());
    let mut whole = json!({ "id": "c", "at": 7, "note": "n" });
    whole.as_object_mut().unwrap().extend(text.as_object().unwrap().clone());
    let typed = Command::new(id("c"), Instant::from_ms(7).unwrap(), action).unwrap().note("n").unwrap();
    let read = bursar.read_command(&whole.to_string(), Dialect::Json).unwrap();
    // What is written of either is read again, and is the same command.
    for command in [&typed, &read] {
        let text = serde_json::to_string(command).unwrap();
        let again = bursar.read_command(&text, Dialect::Json).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), text, "{whole}");
        let mut account = account(&bursar);
        if bursar.apply(&mut account, command).is_ok() {
            assert!(bursar.apply(&mut account, &again).unwrap().replayed, "{text}");
        }
    }

    let (mut by_type, mut by_text) = (account(&bursar), account(&bursar));
    let answer = bursar.apply(&mut by_type, &typed);
    assert_eq!(answer, bursar.apply(&mut by_text, &read), "{whole}");
    assert_eq!(by_type.to_text(), by_text.to_text(), "{whole}");
    if answer.is_ok() {
        assert!(bursar.apply(&mut by_type, &read).unwrap().replayed, "{whole}");
        assert!(bursar.apply(&mut by_text, &typed).unwrap().replayed, "{whole}");
    }
}

#[test]
#[rustfmt::skip] // A row is a line.
fn a_command_is_the_same_by_either_door() {
    let request = json!({ "model": "film", "inputs": { "seconds": 5 } });
    same(Action::Spend { from: None, charge: film().into() }, json!({ "type": "spend", "request": request }));
    same(Action::Spend { from: Some(Wallet::Bank), charge: amount(5).into() }, json!({ "type": "spend", "from": "bank", "credits": 5 }));
    same(Action::Spend { from: None, charge: Charge::Request { request: film(), expect: Some(9.into()) } }, json!({ "type": "spend", "request": request, "expect": 9 }));
    same(Action::Hold { from: None, expires_at: Instant::from_ms(9), charge: film().into() }, json!({ "type": "hold", "expiresAt": 9, "request": request }));
    same(Action::Settle { hold: id("h"), came_to: CameTo::All }, json!({ "type": "settle", "hold": "h" }));
    same(Action::Settle { hold: id("h"), came_to: CameTo::Credits(0.into()) }, json!({ "type": "settle", "hold": "h", "credits": 0 }));
    same(Action::Settle { hold: id("h"), came_to: CameTo::Request(film()) }, json!({ "type": "settle", "hold": "h", "request": request }));
    same(Action::Release { hold: id("h") }, json!({ "type": "release", "hold": "h" }));
    same(Action::Transfer { from: Wallet::Bank, to: Destination::Wallet("team:t".parse().unwrap()), credits: amount(1) }, json!({ "type": "transfer", "from": "bank", "to": "team:t", "credits": 1 }));
    same(Action::Transfer { from: Wallet::Bank, to: Destination::Elsewhere { account: id("b"), product: id("app") }, credits: amount(1) }, json!({ "type": "transfer", "from": "bank", "to": { "account": "b", "product": "app" }, "credits": 1 }));
    same(Action::Purchase { pack: id("box"), quantity: 2, consent: None }, json!({ "type": "purchase", "pack": "box", "quantity": 2 }));
    same(Action::Grant { source: id("gift"), credits: amount(3), to: Wallet::Bank, expires_at: None }, json!({ "type": "grant", "source": "gift", "credits": 3 }));
    same(Action::Revoke { grant: id("g"), credits: Some(amount(1)) }, json!({ "type": "revoke", "grant": "g", "credits": 1 }));
    same(Action::Subscribe { plan: id("pro"), seats: Some(amount(2)), allowance: Some(amount(7)), when: When::Now }, json!({ "type": "subscribe", "plan": "pro", "seats": 2, "allowance": 7 }));
    same(Action::Cancel { ends: Ending::PeriodEnd }, json!({ "type": "cancel" }));
    same(Action::Cancel { ends: Ending::Now }, json!({ "type": "cancel", "when": "now" }));
    same(Action::Cancel { ends: Ending::Until(Instant::LAST) }, json!({ "type": "cancel", "until": Instant::LAST.ms() }));
    same(Action::Renew, json!({ "type": "renew" }));
    same(Action::Close, json!({ "type": "close" }));
    same(Action::SetTeam { team: id("t"), label: Some("T".to_owned()), limits: vec![Limit { per: Window::Day, credits: 5.into() }] }, json!({ "type": "setTeam", "team": "t", "label": "T", "limits": [{ "per": "day", "credits": 5 }] }));
    same(Action::RemoveTeam { team: id("t") }, json!({ "type": "removeTeam", "team": "t" }));
    same(Action::SetMember { member: id("ann"), role: id("boss"), teams: vec![], limits: vec![] }, json!({ "type": "setMember", "member": "ann", "role": "boss" }));
    same(Action::RemoveMember { member: id("ann") }, json!({ "type": "removeMember", "member": "ann" }));
    same(Action::SetAlert { alert: id("a"), set: Alert::on_balance(Watch::Account, [9.into(), 5.into(), 9.into()]).unwrap() }, json!({ "type": "setAlert", "alert": "a", "watch": "account", "on": "balance", "thresholds": [9, 5, 9] }));
    same(Action::SetAlert { alert: id("a"), set: Alert::on_spent(Watch::Members, Window::Hour, [5.into()]).unwrap() }, json!({ "type": "setAlert", "alert": "a", "watch": "members", "on": "spent", "per": "hour", "thresholds": [5] }));
    same(Action::RemoveAlert { alert: id("a") }, json!({ "type": "removeAlert", "alert": "a" }));
    same(Action::Tick, json!({ "type": "tick" }));
}

#[test]
fn draws_that_were_stored_are_refunded() {
    let bursar = doors::compiled(&rules());
    let mut account = account(&bursar);
    let command = |id: &str, action| Command::new(id.parse().unwrap(), Instant::FIRST, action).unwrap();
    let five = command("s", Action::Spend { from: None, charge: amount(5).into() });
    let decision = bursar.apply(&mut account, &five).unwrap();
    let stored = serde_json::to_string(&decision.draws).unwrap();
    let draws = bursar.read_draws(&stored, Dialect::Json).unwrap();
    assert_eq!(draws, decision.draws);
    let refund = command("r", Action::Refund { draws, credits: Some(amount(2)), model: Some(id("film")) });
    assert_eq!(bursar.apply(&mut account, &refund).unwrap().spendable, Some(97.into()));
}

#[test]
fn time_passes_for_the_payer_of_an_account_by_its_own_rules_alone() {
    let bursar = doors::compiled(&rules());
    let mut account = account(&bursar);
    let pro = Action::Subscribe { plan: id("pro"), seats: None, allowance: None, when: When::Now };
    for (name, action) in [("s", pro), ("c", Action::Cancel { ends: Ending::PeriodEnd })] {
        bursar.apply(&mut account, &Command::new(id(name), Instant::FIRST, action).unwrap()).unwrap();
    }
    let mut others = rules();
    others["name"] = json!("Others");
    let after = "1970-03-01T00:00:00Z".parse().unwrap();
    assert_eq!(bursar.payer_of(&mut account, after).plan, None);
    assert_eq!(doors::compiled(&others).payer_of(&mut account, after).plan, Some(id("pro")));
}

#[test]
fn what_is_held_belongs_to_the_rules_that_it_was_read_with() {
    let bursar = doors::compiled(&rules());
    let mut account = account(&bursar);
    // The same sources in another order: `gift` stands where `monthly` stood.
    let mut others = rules();
    others["sources"] = json!([{ "id": "gift" }, { "id": "monthly" }]);
    let others = doors::compiled(&others);

    let before = account.to_text();
    let (view, request, input) = (View::new(Instant::FIRST), film(), id("seconds"));
    let spend = Action::Spend { from: None, charge: amount(5).into() };
    let spend = Command::new(id("s"), Instant::FIRST, spend).unwrap();
    let failures = [
        others.balance(&mut account, &view).map(|_| ()),
        others.order(&mut account, &view).map(|_| ()),
        others.limits(&mut account, &view).map(|_| ()),
        others.affordable(&mut account, &request, &input, &view).map(|_| ()),
        others.estimate_for(&mut account, &request, Instant::FIRST).map(|_| ()),
        others.view(&mut account, Instant::FIRST, None).map(|_| ()),
        others.preview(&mut account, &spend).map(|_| ()),
        others.apply(&mut account, &spend).map(|_| ()),
        others.apply_with_changes(&mut account, &spend).map(|_| ()),
    ];
    for failure in failures {
        let Err(Failure::Mistake(mistake)) = failure else { panic!("{failure:?}") };
        assert_eq!((mistake.code, mistake.path.as_str()), (MistakeCode::InvalidAccount, ""));
        assert_eq!(
            mistake.to_string(),
            "expected an account that was read with these rules, found one of other rules: write it as text and read that"
        );
        common::laws::mistake(&mistake);
    }
    assert_eq!(account.to_text(), before);
    assert_eq!(others.payer_of(&mut account, Instant::FIRST).product, Some(id("app")));

    // Equal rules are the same, wherever they were compiled; and so it is done.
    assert!(doors::compiled(&rules()).balance(&mut account, &view).is_ok());
    let mut moved = others.read_account(&before, Dialect::Json).unwrap();
    let draws = bursar.apply(&mut account, &spend).unwrap().draws;
    assert_eq!(others.apply(&mut moved, &spend).unwrap().spendable, Some(95.into()));

    // Draws name their sources, so that they mean the same to other rules.
    let refund = |draws| {
        let refund = Action::Refund { draws, credits: None, model: None };
        Command::new(id("r"), Instant::FIRST, refund).unwrap()
    };
    let given = others.apply(&mut moved, &refund(draws.clone())).unwrap();
    assert_eq!((given.spendable, given.draws[0].source.id()), (Some(100.into()), &id("gift")));
    let text = moved.to_text();
    assert_eq!(others.read_account(&text, Dialect::Json).unwrap().to_text(), text);

    let mut without = rules();
    without["sources"] = json!([{ "id": "monthly" }, { "id": "present" }]);
    without["purchase"] = json!({ "source": "present" });
    let without = doors::compiled(&without);
    let (_, mut empty) = without.create(&NewAccount::new(id("acme"), Instant::FIRST)).unwrap();
    let Err(Failure::Mistake(mistake)) = without.apply(&mut empty, &refund(draws)) else {
        panic!("it was given")
    };
    assert_eq!((mistake.code, mistake.path.as_str()), (MistakeCode::InvalidCommand, "/draws/0/source"));
    assert_eq!(mistake.issues[0].message, "expected the id of one of the rules' `sources`, found `gift`");
    common::laws::mistake(&mistake);
}

/// What the text door tells of a command, the typed one tells too.
#[track_caller]
fn refused<T: std::fmt::Debug>(typed: Result<T, Mistake>, path: &str, text: Value) {
    let mistake = typed.expect_err("no such command can be made");
    let mut whole = json!({ "id": "c", "at": 0 });
    whole.as_object_mut().unwrap().extend(text.as_object().unwrap().clone());
    let read = doors::compiled(&rules()).read_command(&whole.to_string(), Dialect::Json);
    let read = read.expect_err("no such command can be read");
    assert_eq!((mistake.code, &*mistake.issues[0].message), (read.code, &*read.issues[0].message), "{whole}");
    assert_eq!(mistake.path, path, "{whole}");
    common::laws::mistake(&mistake);
}

#[test]
#[rustfmt::skip] // A row is a line.
fn what_no_account_could_be_asked_is_refused_by_either_door() {
    let made = |action| Command::new(id("c"), Instant::FIRST, action);
    let own = |action: fn(Id) -> Action| {
        // The one way to an id of the engine's own: to take it from a draw.
        let bursar = doors::compiled(&rules());
        let mut account = account(&bursar);
        let pro = Action::Subscribe { plan: id("pro"), seats: None, allowance: None, when: When::Now };
        bursar.apply(&mut account, &Command::new(id("p"), Instant::FIRST, pro).unwrap()).unwrap();
        let own = bursar.order(&mut account, &View::new(Instant::FIRST)).unwrap().grants[0].draw.grant.clone();
        assert_eq!(Command::new(own.clone(), Instant::FIRST, Action::Tick).unwrap_err().path, "/id");
        Command::new(id("c"), Instant::FIRST, action(own))
    };
    let tick = || made(Action::Tick).unwrap();
    refused(made(Action::Refund { draws: vec![], credits: None, model: None }), "/draws", json!({ "type": "refund", "draws": [] }));
    refused(made(Action::Purchase { pack: id("box"), quantity: 1 << 53, consent: None }), "/quantity", json!({ "type": "purchase", "pack": "box", "quantity": 1_u64 << 53 }));
    refused(made(Action::SetMember { member: id("owner"), role: id("boss"), teams: vec![], limits: vec![] }), "/member", json!({ "type": "setMember", "member": "owner", "role": "boss" }));
    refused(made(Action::SetMember { member: id("ann"), role: id("boss"), teams: vec![id("t"), id("t")], limits: vec![] }), "/teams/1", json!({ "type": "setMember", "member": "ann", "role": "boss", "teams": ["t", "t"] }));
    refused(own(|team| Action::SetTeam { team, label: None, limits: vec![] }), "/team", json!({ "type": "setTeam", "team": "~monthly:0" }));
    refused(own(|alert| Action::SetAlert { alert, set: Alert::on_balance(Watch::Account, [5.into()]).unwrap() }), "/alert", json!({ "type": "setAlert", "alert": "~monthly:0", "watch": "account", "on": "balance", "thresholds": [5] }));
    refused(Alert::on_balance(Watch::Members, [5.into()]), "/watch", json!({ "type": "setAlert", "alert": "a", "watch": "members", "on": "balance", "thresholds": [5] }));
    refused(Alert::on_balance(Watch::Account, []), "/thresholds", json!({ "type": "setAlert", "alert": "a", "watch": "account", "on": "balance", "thresholds": [] }));
    refused(Alert::on_balance(Watch::Account, (0..65).map(Credits::from)), "/thresholds", json!({ "type": "setAlert", "alert": "a", "watch": "account", "on": "balance", "thresholds": vec![1; 65] }));
    refused(tick().note("n".repeat(257)), "/note", json!({ "type": "tick", "note": "n".repeat(257) }));
    refused(tick().on_behalf_of(id("system")), "/for", json!({ "type": "tick", "for": "system" }));
}

#[test]
fn a_draft_is_previewed_and_never_applied() {
    let bursar = doors::compiled(&rules());
    let mut account = account(&bursar);
    let draft =
        Command::draft(Instant::FIRST, Action::Spend { from: None, charge: amount(5).into() }).unwrap();
    assert_eq!(bursar.preview(&mut account, &draft).unwrap().spendable, Some(95.into()));
    let before = account.to_text();
    let Err(Failure::Mistake(mistake)) = bursar.apply(&mut account, &draft) else { panic!("it was applied") };
    assert_eq!((mistake.path.as_str(), account.to_text()), ("/id", before));
}

#[test]
fn small_words_are_read_or_told() {
    let malformed = |told: Result<(), Malformed>| told.unwrap_err().to_string();
    let told = malformed("a\nb".parse::<Id>().map(|_| ()));
    assert!(told.ends_with(r"`A-Z a-z 0-9 . _ : @ / | + = -`, found `a\nb`"), "{told}");
    assert_eq!(
        malformed(Amount::try_from(0_u64).map(|_| ())),
        "expected credits, a whole number from 1 to 9007199254740991, found 0"
    );
    assert_eq!(
        malformed("today".parse::<Instant>().map(|_| ())),
        "expected epoch milliseconds from 0 to 8640000000000000, or an RFC 3339 date and time with its offset, such as `2026-01-31T12:00:00Z`, found `today`"
    );
    for asker in ["system", "owner", "ann"] {
        assert_eq!(asker.parse::<Asker>().unwrap().to_string(), asker);
    }
    assert!("a b".parse::<Asker>().is_err() && "team:".parse::<Wallet>().is_err());
}

#[test]
fn a_new_account_is_checked_where_it_is_read() {
    let bursar = doors::compiled(&rules());
    let new = || NewAccount::new(id("acme"), Instant::FIRST);
    let faults = |new: NewAccount| bursar.create(&new).unwrap_err().path;
    assert_eq!(faults(new().product(id("api"))), "/product");
    assert_eq!(faults(new().member(id("ann"), id("clerk"), vec![])), "/members/ann/role");
    assert_eq!(faults(new().member(id("owner"), id("boss"), vec![])), "/members/owner");
    let boss = |new: NewAccount| new.member(id("ann"), id("boss"), vec![]);
    assert_eq!(faults(boss(boss(new()))), "/members/ann", "twice");
    let limit = Limit { per: Window::Day, credits: 5.into() };
    let (_, account) = bursar.create(&new().member(id("ann"), id("boss"), vec![limit])).unwrap();
    let text = r#"{ "id": "acme", "at": 0, "members": { "ann": { "role": "boss", "limits": [{ "per": "day", "credits": 5 }] } } }"#;
    assert_eq!(account.to_text(), bursar.create_text(text, Dialect::Json).unwrap().1.to_text());
}

#[test]
fn answers_are_written_as_the_text_doors_write_them() {
    let bursar = doors::compiled(&rules());
    let mut account = account(&bursar);
    let view = View::new(Instant::FIRST);
    let typed = to_json(bursar.balance(&mut account, &view)).unwrap();
    assert_eq!(typed, bursar.balance_text(&mut account, r#"{ "at": 0 }"#, Dialect::Json).unwrap());

    for (model, request) in [("film", film()), ("none", Request::new(id("none")))] {
        let typed = to_json(bursar.estimate_for(&mut account, &request, Instant::from_ms(7).unwrap()));
        let text = serde_json::to_string(&request).unwrap();
        let by_text = bursar.estimate_for_text(&mut account, &text, "7", Dialect::Json);
        assert_eq!(typed, by_text, "{model}");
    }

    let spend = Action::Spend { from: None, charge: film().into() };
    let spend = Command::new(id("s"), Instant::FIRST, spend).unwrap();
    let entries = bursar.apply(&mut account, &spend).unwrap().entries;
    let by = vec![UsageBy::Model, UsageBy::Wallet, UsageBy::Source, UsageBy::Member, UsageBy::Month];
    let rows = bursar.usage(&entries, &UsageQuery { by, ..UsageQuery::default() }).unwrap();
    let query = r#"{ "by": ["model", "wallet", "source", "member", "month"] }"#;
    let dialects = (Dialect::Json, Dialect::Json);
    let by_text = bursar.usage_text(&serde_json::to_string(&entries).unwrap(), query, dialects).unwrap();
    assert_eq!(serde_json::to_string(&rows).unwrap(), by_text);
}

#[test]
fn an_estimate_is_told_and_compared_by_its_values() {
    let bursar = doors::compiled(&rules());
    let of = |seconds: u32| {
        let request = Request::new(id("film")).with(id("seconds"), seconds);
        (bursar.estimate(&request, &Payer::default()).unwrap(), request)
    };
    let ((five, request), (six, other)) = (of(5), of(6));
    assert!(five.exact == "10" && five.exact != "12");
    assert_eq!(five.exact.to_string(), "10");
    assert_eq!(five.exact, five.lines[0].credits);
    assert_ne!(five.exact, six.exact);
    assert_eq!(five.inputs.get("seconds"), Some(5_u32.into()));
    assert_eq!(five.inputs.get("minutes"), None);
    assert_ne!(five.inputs, six.inputs);
    assert_eq!(of(5).0, five);
    assert_ne!(of(5).0, six);
    assert_eq!(of(5).1, request);
    assert_ne!(of(5).1, other);
}

#[test]
fn a_grid_is_told_in_credits() {
    let bursar = doors::compiled(&rules());
    let grid = |values: Vec<u32>| {
        bursar.grid(&Request::new(id("film")), &[Axis::new(id("seconds"), values)], &Payer::default())
    };
    let credits = |credits: u64| Credits::new(credits);
    assert_eq!(grid(vec![1, 10, 2, 3]), Ok(vec![credits(2), None, credits(4), credits(6)]));
    assert_eq!(grid(vec![]), Ok(vec![]));
    assert_eq!(grid(vec![1; 1_000_000]).map(|costs| costs.len()), Ok(1_000_000));
    assert_eq!(grid(vec![1; 1_000_001]).map_err(|mistake| mistake.code), Err(MistakeCode::TooLarge));
}
