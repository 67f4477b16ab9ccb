// What the examples of the docs share, as a hidden first line: rules, an account whose plan has
// just begun with 1,000 credits, and that instant. The file is an expression that gives the three.
{
    let rules = r#"{
        "schema": 1, "name": "Studio", "currency": "USD",
        "sources": [{ "id": "monthly" }, { "id": "gift" }, { "id": "topup", "needsPlan": "paid" }],
        "plans": {
            "pro": { "paid": true, "every": "month", "allowance": { "source": "monthly", "credits": 1000 } },
            "max": { "paid": true, "every": "month", "allowance": { "source": "monthly", "credits": 5000 } }
        },
        "packs": { "box": { "credits": 500, "price": 900 } },
        "purchase": { "source": "topup", "consent": "I agree" },
        "roles": {
            "boss": { "can": ["generate", "viewBalance", "viewUsage", "billing", "transfer", "manage"] },
            "artist": { "can": ["generate"], "limits": [{ "per": "day", "credits": 300 }] }
        },
        "bankFor": "all",
        "models": { "film": {
            "inputs": { "seconds": { "type": "number", "of": [5, 10], "unit": "second" } },
            "price": [{ "rate": 12, "times": ["seconds"] }]
        } }
    }"#;
    let at: bursar::Instant = "2026-01-31T12:00:00Z".parse()?;
    let bursar = bursar::Bursar::from_text(rules, bursar::Dialect::Json)?;
    let (_, mut account) = bursar.create(&bursar::NewAccount::new("acme".parse()?, at))?;
    let pro = bursar::Action::Subscribe {
        plan: "pro".parse()?,
        seats: None,
        allowance: None,
        when: bursar::When::Now,
    };
    bursar.apply(&mut account, &bursar::Command::new("begin".parse()?, at, pro)?)?;
    (bursar, account, at)
}
