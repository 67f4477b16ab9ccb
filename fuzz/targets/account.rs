//! Whatever is given as an account and as commands: nothing panics, a no leaves no trace, and what
//! is written reads back the same.
//!
//! The first line of the input is the account; each line after it is a command.
#![no_main]

mod told;

use std::sync::LazyLock;

use bursar::{Account, Bursar, Dialect, Mistake};
use libfuzzer_sys::{Corpus, fuzz_target};

static BURSAR: LazyLock<Bursar> = LazyLock::new(|| {
    Bursar::from_text(include_str!("../rulebook.json"), Dialect::Json)
        .unwrap_or_else(|mistake| panic!("fuzz/rulebook.json: {mistake}"))
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let text = String::from_utf8_lossy(data);
    let Some((account, commands)) = text.split_once('\n') else { return Corpus::Reject };
    let mut account = BURSAR.read_account(account, Dialect::Json).inspect_err(told::mistake).ok();
    for command in commands.lines().take(8) {
        match &mut account {
            Some(account) => carry_out(account, command),
            None => {
                let _ = lawful(BURSAR.read_command(command, Dialect::Json));
            }
        }
    }
    if let Some(account) = &mut account {
        reads_back(account);
        question(account);
    }
    Corpus::Keep
});

fn lawful<T>(read: Result<T, Mistake>) -> Option<T> {
    read.inspect_err(told::mistake).ok()
}

/// Previews a command, then applies it.
fn carry_out(account: &mut Account, command: &str) {
    reads_back(account);
    let before = account.to_text();
    let wished = lawful(BURSAR.read_draft(command, Dialect::Json)).map(|draft| {
        let wished = BURSAR.preview(account, &draft);
        assert_eq!(account.to_text(), before, "a preview leaves no trace");
        wished.inspect_err(told::failure)
    });
    let Some(command) = lawful(BURSAR.read_command(command, Dialect::Json)) else { return };
    match BURSAR.apply(account, &command) {
        Ok(accepted) => assert_eq!(wished, Some(Ok(accepted)), "a preview is an apply"),
        Err(failure) => {
            assert_eq!(account.to_text(), before, "a refusal leaves no trace");
            told::failure(&failure);
        }
    }
}

fn reads_back(account: &Account) {
    let text = account.to_text();
    match BURSAR.read_account(&text, Dialect::Json) {
        Ok(again) => assert_eq!(again.to_text(), text, "what is written reads back the same"),
        Err(mistake) => panic!("what is written is read: {mistake}\n{text}"),
    }
}

fn question(account: &mut Account) {
    let before = account.to_text();
    for view in [r#"{ "at": 0, "by": "system" }"#, r#"{ "at": "2027-03-01T00:00:00Z", "by": "ann" }"#] {
        let request = r#"{ "model": "image", "inputs": { "fine": true } }"#;
        let _ = lawful(BURSAR.balance_text(account, view, Dialect::Json));
        let _ = lawful(BURSAR.order_text(account, view, Dialect::Json));
        let _ = lawful(BURSAR.limits_text(account, view, Dialect::Json));
        let _ = lawful(BURSAR.affordable_text(account, request, "\"n\"", view, Dialect::Json));
        let _ = lawful(BURSAR.view_text(account, view, Dialect::Json));
        assert_eq!(account.to_text(), before, "a question leaves no trace");
    }
}
