//! From text to [`Tree`].

use std::borrow::Cow;

use super::place::{Faults, Path};
use super::tree::{Number, Tree};
use crate::decimal::is_number;
use crate::limits::{DEPTH_MAX, TEXT_BYTES_MAX};
use crate::map::sort_by;

/// What a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// JSON, as RFC 8259 has it.
    Json,
    /// JSON that was written from a JavaScript value. Where that held what JSON has no word for,
    /// an `@` stands, and a string that says what it was: `@"NaN"`.
    Object,
}

/// Reads a text. A text that is no JSON is one fault; a key twice, half a surrogate pair and too
/// deep a nesting are faults beside which reading goes on.
pub(crate) fn parse<'a>(text: &'a str, dialect: Dialect, faults: &Faults) -> Option<Tree<'a>> {
    if text.len() > TEXT_BYTES_MAX {
        faults.too_large(
            &Path::ROOT,
            format!("expected at most 32 MiB of JSON text, found {} bytes", text.len()),
        );
        return None;
    }
    let mut parser = Parser { text, at: 0, dialect, faults };
    parser.document()
}

/// Objects that are handed over have seldom more keys.
const FEW: usize = 8;

struct Parser<'a, 'f> {
    text: &'a str,
    /// The byte that is read next.
    at: usize,
    dialect: Dialect,
    faults: &'f Faults,
}

/// That reading cannot go on; the fault has been told.
struct Stop;

impl<'a> Parser<'a, '_> {
    fn document(&mut self) -> Option<Tree<'a>> {
        let tree = self.value(&Path::ROOT, 1).ok()?;
        self.space();
        if self.peek().is_none() {
            return Some(tree);
        }
        let _: Stop = self.unexpected(&Path::ROOT, "the end of the text");
        None
    }

    fn value(&mut self, path: &Path<'_>, depth: usize) -> Result<Tree<'a>, Stop> {
        self.space();
        match self.peek() {
            Some(b'{' | b'[') if depth > DEPTH_MAX => {
                self.faults.too_large(
                    path,
                    format!("expected at most {DEPTH_MAX} levels of lists and objects, found more"),
                );
                Err(Stop)
            }
            Some(b'{') => self.object(path, depth),
            Some(b'[') => self.list(path, depth),
            Some(b'"') => self.string(path).map(Tree::Text),
            Some(b'-' | b'0'..=b'9') => self.number(path),
            Some(b't') => self.word("true", Tree::Bool(true), path),
            Some(b'f') => self.word("false", Tree::Bool(false), path),
            Some(b'n') => self.word("null", Tree::Null, path),
            Some(b'@') if self.dialect == Dialect::Object => {
                self.at += 1;
                self.string(path).map(Tree::Odd)
            }
            _ => Err(self.unexpected(path, "a value")),
        }
    }

    fn object(&mut self, path: &Path<'_>, depth: usize) -> Result<Tree<'a>, Stop> {
        self.at += 1;
        self.space();
        if self.eat(b'}') {
            return Ok(Tree::Object(Vec::new()));
        }
        let mut entries: Vec<(Cow<'a, str>, Tree<'a>)> = Vec::with_capacity(FEW);
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected(path, "a key in double quotes"));
            }
            let key = self.string(path)?;
            self.space();
            if !self.eat(b':') {
                return Err(self.unexpected(path, "`:`"));
            }
            let value = self.value(&path.key(&key), depth + 1)?;
            entries.push((key, value));
            self.space();
            if self.eat(b'}') {
                break;
            }
            if !self.eat(b',') {
                return Err(self.unexpected(path, "`,` or `}`"));
            }
        }
        self.tell_keys_twice(&entries, path);
        Ok(Tree::Object(entries))
    }

    fn tell_keys_twice(&self, entries: &[(Cow<'a, str>, Tree<'a>)], path: &Path<'_>) {
        // As they mostly are, for that is how accounts are written.
        if entries.is_sorted_by(|(key, _), (next, _)| key < next) {
            return;
        }
        let stands_before = |(place, (key, _)): (usize, &(Cow<'a, str>, _))| {
            entries.iter().take(place).any(|(before, _)| before == key)
        };
        if entries.len() <= FEW && !entries.iter().enumerate().any(stands_before) {
            return;
        }
        let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_ref()).collect();
        sort_by(&mut keys, Ord::cmp);
        let mut told = None;
        for (key, next) in keys.iter().zip(keys.iter().skip(1)) {
            if key == next && told != Some(key) {
                self.faults.tell(&path.key(key), "expected each key once, found it twice".to_owned());
                told = Some(key);
            }
        }
    }

    fn list(&mut self, path: &Path<'_>, depth: usize) -> Result<Tree<'a>, Stop> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat(b']') {
            return Ok(Tree::List(items));
        }
        loop {
            items.push(self.value(&path.index(items.len()), depth + 1)?);
            self.space();
            if self.eat(b']') {
                return Ok(Tree::List(items));
            }
            if !self.eat(b',') {
                return Err(self.unexpected(path, "`,` or `]`"));
            }
        }
    }

    fn word(&mut self, word: &str, tree: Tree<'a>, path: &Path<'_>) -> Result<Tree<'a>, Stop> {
        if self.rest().starts_with(word) {
            self.at += word.len();
            Ok(tree)
        } else {
            Err(self.unexpected(path, "a value"))
        }
    }

    fn number(&mut self, path: &Path<'_>) -> Result<Tree<'a>, Stop> {
        let length = self
            .rest()
            .bytes()
            .take_while(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
            .count();
        let token = self.rest().get(..length).unwrap_or_default();
        if !is_number(token) {
            return Err(self.unexpected(path, "a number"));
        }
        self.at += length;
        Ok(Tree::Number(Number(token)))
    }

    /// Reads a string, its opening quote being next.
    fn string(&mut self, path: &Path<'_>) -> Result<Cow<'a, str>, Stop> {
        if !self.eat(b'"') {
            return Err(self.unexpected(path, "a string"));
        }
        let mut built: Option<String> = None;
        loop {
            let length =
                self.rest().bytes().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
            let run = self.rest().get(..length).unwrap_or_default();
            self.at += length;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match built {
                        None => Cow::Borrowed(run),
                        Some(text) => Cow::Owned(text + run),
                    });
                }
                Some(b'\\') => {
                    let text = built.get_or_insert_default();
                    text.push_str(run);
                    let character = self.escape(path)?;
                    text.push(character);
                }
                Some(_) => return Err(self.unexpected(path, "no control characters in a string")),
                None => return Err(self.unexpected(path, "`\"`")),
            }
        }
    }

    fn escape(&mut self, path: &Path<'_>) -> Result<char, Stop> {
        self.at += 1;
        let character = match self.peek() {
            Some(b'u') => return self.unicode_escape(path),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            _ => return Err(self.unexpected(path, "an escape such as `\\n` or `\\u00e9`")),
        };
        self.at += 1;
        Ok(character)
    }

    fn unicode_escape(&mut self, path: &Path<'_>) -> Result<char, Stop> {
        let first = self.four_digits(path)?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let before = self.at;
        if first < 0xdc00 && self.rest().starts_with("\\u") {
            self.at += 1;
            let second = self.four_digits(path)?;
            if (0xdc00..0xe000).contains(&second) {
                let both = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        self.faults
            .tell(path, format!("expected whole characters, found the lone surrogate `\\u{first:04x}`"));
        Ok(char::REPLACEMENT_CHARACTER)
    }

    /// Reads `u` and four hexadecimal digits.
    fn four_digits(&mut self, path: &Path<'_>) -> Result<u32, Stop> {
        let digits = self.rest().get(1..5).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return Err(self.unexpected(path, "four hexadecimal digits after `\\u`"));
        };
        self.at += 5;
        Ok(code)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Tells that the text is no JSON: where, what would be right, and what is there.
    fn unexpected(&self, path: &Path<'_>, expected: &str) -> Stop {
        let read = self.text.get(..self.at).unwrap_or_default();
        let line = read.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = read.chars().rev().take_while(|character| *character != '\n').count() + 1;
        let found = match self.rest().chars().next() {
            Some(character) => super::tree::quoted(character.encode_utf8(&mut [0; 4])),
            None => "the end of the text".to_owned(),
        };
        self.faults.tell(
            path,
            format!("expected JSON with {expected} at line {line}, column {column}, found {found}"),
        );
        Stop
    }
}
