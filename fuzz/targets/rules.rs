//! Whatever is given as rules: they compile and price, or every fault is told, and nothing panics.
#![no_main]

mod told;

use bursar::{Bursar, Dialect, Id, Payer, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let json = Bursar::from_text(&text, Dialect::Json);
    let object = Bursar::from_text(&text, Dialect::Object);
    match (&json, &object) {
        (Ok(json), Ok(object)) => assert_eq!(json.digest(), object.digest(), "rules are the same in both"),
        (Ok(_), Err(mistake)) => panic!("JSON is what was written from an object, too: {mistake}"),
        _ => {}
    }
    for compiled in [json, object] {
        match compiled {
            Ok(bursar) => price(&bursar),
            Err(mistake) => told::mistake(&mistake),
        }
    }
});

/// Asks for one fixed request, and for every model with its defaults.
fn price(bursar: &Bursar) {
    let id = |text: &str| text.parse::<Id>().unwrap_or_else(|malformed| panic!("{malformed}"));
    let fixed = Request::new(id("m")).with(id("n"), 7).with(id("size"), "large").with(id("fine"), true);
    ask(bursar, &fixed);
    match bursar.rates(&Payer::default()) {
        Ok(cards) => cards.iter().take(8).for_each(|card| ask(bursar, &Request::new(card.model.clone()))),
        Err(mistake) => told::mistake(&mistake),
    }
}

fn ask(bursar: &Bursar, request: &Request) {
    if let Err(failure) = bursar.estimate(request, &Payer::default()) {
        told::failure(&failure);
    }
}
