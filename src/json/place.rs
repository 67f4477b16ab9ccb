//! A value and where it stands: how readers walk a tree and tell what is wrong with it.

use crate::map::Set;
use core::cell::RefCell;
use core::fmt::{Display, Write};
use std::borrow::Cow;

use super::tree::{Tree, quoted};
use crate::credits::{Amount, Credits};
use crate::decimal::{Decimal, NotDecimal};
use crate::id::{self, Id};
use crate::limits::ISSUES_MAX;
use crate::mistake::{Issue, Mistake, MistakeCode};
use crate::time::{self, Instant};

/// The faults found so far. Readers go on after a fault, so that all are told at once.
#[derive(Default)]
pub(crate) struct Faults(RefCell<Found>);

#[derive(Default)]
struct Found {
    issues: Vec<Issue>,
    too_large: bool,
    /// So many bytes of paths and messages.
    bytes: usize,
}

/// Paths have the keys of what was read, and these may be long: no more is told beyond so much.
const BYTES_MAX: usize = 1 << 20;

impl Faults {
    pub(crate) fn tell(&self, path: &dyn Display, message: String) {
        if !self.is_full() {
            let path = path.to_string();
            let mut found = self.0.borrow_mut();
            found.bytes += path.len() + message.len();
            found.issues.push(Issue { path, message });
        }
    }

    /// Whether one of this value was told already.
    fn has_told(&self, path: &Path<'_>) -> bool {
        let path = path.to_string();
        self.0.borrow().issues.iter().any(|issue| issue.path == path)
    }

    /// Whether there are so many that no more is told.
    fn is_full(&self) -> bool {
        let found = self.0.borrow();
        found.issues.len() >= ISSUES_MAX || found.bytes >= BYTES_MAX
    }

    /// Tells a fault of size, which gives the whole mistake its code.
    pub(crate) fn too_large(&self, path: &Path<'_>, message: String) {
        self.tell(path, message);
        self.0.borrow_mut().too_large = true;
    }

    /// Faults that all lie inside one value, as that value's own; others stay as they are.
    pub(crate) fn all_below(self, path: &str) -> Result<Self, Self> {
        let mut found = self.0.into_inner();
        let is_below =
            |issue: &Issue| issue.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        if !found.issues.iter().all(is_below) {
            return Err(Self(RefCell::new(found)));
        }
        for issue in &mut found.issues {
            issue.path.drain(..path.len());
        }
        Ok(Self(RefCell::new(found)))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().issues.is_empty()
    }

    /// The value, if there was one and no fault; else the mistake that the faults make.
    pub(crate) fn finish<T>(self, value: Option<T>, code: MistakeCode) -> Result<T, Mistake> {
        let found = self.0.into_inner();
        match (value, found.issues.first()) {
            (Some(value), None) => Ok(value),
            (_, first) => Err(Mistake {
                code: if found.too_large { MistakeCode::TooLarge } else { code },
                path: first.map(|issue| issue.path.clone()).unwrap_or_default(),
                issues: found.issues,
            }),
        }
    }
}

/// Where a value stands, as a list of steps towards the root.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p>(Option<(&'p Path<'p>, Step<'p>)>);

#[derive(Clone, Copy)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(crate) const ROOT: Path<'static> = Path(None);

    pub(crate) fn key(&'p self, key: &'p str) -> Self {
        Self(Some((self, Step::Key(key))))
    }

    pub(crate) fn index(&'p self, index: usize) -> Self {
        Self(Some((self, Step::Index(index))))
    }
}

/// A JSON Pointer (RFC 6901).
impl Display for Path<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Some((parent, step)) = self.0 else {
            return Ok(());
        };
        write!(f, "{parent}/")?;
        match step {
            Step::Index(index) => write!(f, "{index}"),
            Step::Key(key) => key.chars().try_for_each(|character| match character {
                '~' => f.write_str("~0"),
                '/' => f.write_str("~1"),
                _ => f.write_char(character),
            }),
        }
    }
}

/// A value in a tree, where it stands, and where its faults are told.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p> {
    pub(crate) tree: &'p Tree<'p>,
    pub(crate) path: Path<'p>,
    faults: &'p Faults,
}

/// A key of an object and what stands under it.
type Entry<'p> = (Cow<'p, str>, Tree<'p>);

impl<'p> Place<'p> {
    pub(crate) fn root(tree: &'p Tree<'p>, faults: &'p Faults) -> Self {
        Self { tree, path: Path::ROOT, faults }
    }

    /// Tells a fault of this value.
    pub(crate) fn fault(&self, message: impl Display) {
        self.tell_fault(&message);
    }

    /// The part of it that need not be compiled for each message anew.
    fn tell_fault(&self, message: &dyn Display) {
        if !self.faults.is_full() && !self.is_broken_text() {
            self.faults.tell(&self.path, message.to_string());
        }
    }

    /// Whether it is a text with half a surrogate pair: that was told when it was read.
    fn is_broken_text(&self) -> bool {
        let is_broken = |text: &str| text.chars().any(|found| found == char::REPLACEMENT_CHARACTER);
        matches!(self.tree, Tree::Text(text) if is_broken(text)) && self.faults.has_told(&self.path)
    }

    /// Tells a fault of something that lies below, by its path from here.
    pub(crate) fn fault_below(&self, below: &str, message: String) {
        self.faults.tell(&format_args!("{}{below}", self.path), message);
    }

    /// The same, by the keys that lead there.
    pub(crate) fn fault_at(&self, keys: &[&str], message: String) {
        fn tell(faults: &Faults, path: &Path<'_>, keys: &[&str], message: String) {
            match keys.split_first() {
                Some((first, rest)) => tell(faults, &path.key(first), rest, message),
                None => faults.tell(path, message),
            }
        }
        tell(self.faults, &self.path, keys, message);
    }

    /// How many faults have been told so far, of whatever.
    pub(crate) fn faults_told(&self) -> usize {
        self.faults.0.borrow().issues.len()
    }

    /// The same where there is one.
    pub(crate) fn fault_if(&self, fault: Option<impl Display>) {
        if let Some(message) = fault {
            self.fault(message);
        }
    }

    /// Tells a fault of this value, and gives nothing.
    pub(crate) fn wrong<T>(&self, message: &str) -> Option<T> {
        self.fault(message);
        None
    }

    /// Tells that something else should stand here, and gives nothing.
    pub(crate) fn expected<T>(&self, what: impl Display) -> Option<T> {
        self.tell_expected(&what);
        None
    }

    /// The part of it that need not be compiled for each answer anew.
    fn tell_expected(&self, what: &dyn Display) {
        if !self.faults.is_full() {
            self.leads_nowhere(what);
        }
    }

    /// Whether there are at most so many; otherwise that is told.
    pub(crate) fn at_most(&self, count: usize, most: usize, what: &str) -> bool {
        if count > most {
            let message = format!("expected at most {most} {what}, found {count}");
            self.faults.too_large(&self.path, message);
        }
        count <= most
    }

    pub(crate) fn object(&'p self) -> Option<Fields<'p>> {
        match self.tree {
            Tree::Object(entries) => {
                let place = |(key, tree): &'p Entry<'p>| self.below(self.path.key(key), tree);
                let places = entries.iter().map(place).collect();
                Some(Fields { place: self, entries, places, known: RefCell::new(Vec::with_capacity(KNOWN)) })
            }
            _ => self.expected("an object"),
        }
    }

    /// The place of a value in this one.
    fn below(&self, path: Path<'p>, tree: &'p Tree<'p>) -> Self {
        Self { tree, path, faults: self.faults }
    }

    pub(crate) fn list(&'p self) -> Option<impl ExactSizeIterator<Item = Place<'p>>> {
        match self.tree {
            Tree::List(items) => {
                Some(items.iter().enumerate().map(|(index, tree)| self.below(self.path.index(index), tree)))
            }
            _ => self.expected("a list"),
        }
    }

    /// The entries of an object that is used as a map.
    pub(crate) fn entries(&'p self) -> Option<impl ExactSizeIterator<Item = (&'p str, Place<'p>)>> {
        match self.tree {
            Tree::Object(entries) => {
                Some(entries.iter().map(|(key, tree)| (key.as_ref(), self.below(self.path.key(key), tree))))
            }
            _ => self.expected("an object"),
        }
    }

    /// The same where there may be only so many.
    pub(crate) fn entries_at_most(
        &'p self,
        most: usize,
        what: &str,
    ) -> Option<impl ExactSizeIterator<Item = (&'p str, Place<'p>)>> {
        let entries = self.entries()?;
        self.at_most(entries.len(), most, what).then_some(entries)
    }

    /// Reads every item of a list; a faulty one is told and left out.
    pub(crate) fn each<T>(&'p self, read: impl Fn(&Place<'p>) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        self.for_each(&mut |place| {
            if let Some(item) = read(place) {
                items.push(item);
            }
        })?;
        Some(items)
    }

    /// The part of it that need not be compiled for each kind of item anew.
    fn for_each(&'p self, read: &mut dyn FnMut(&Place<'p>)) -> Option<()> {
        self.list()?.for_each(|place| read(&place));
        Some(())
    }

    /// The same for a list in which nothing may stand twice.
    pub(crate) fn each_once<T: Clone + Ord>(
        &'p self,
        read: impl Fn(&Place<'p>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut items = Vec::new();
        let mut known = Set::new();
        self.for_each(&mut |place| match read(place) {
            Some(item) if known.add(item.clone()) => items.push(item),
            Some(_) => place.tell_twice(),
            None => {}
        })?;
        Some(items)
    }

    fn tell_twice(&self) {
        self.fault(format_args!("expected each once, found {} twice", self.tree.describe()));
    }

    pub(crate) fn text(&self) -> Option<&'p str> {
        match self.tree {
            Tree::Text(text) => Some(text.as_ref()),
            _ => self.expected("a text"),
        }
    }

    pub(crate) fn owned_text(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// A text that may be left out: an empty one says nothing either.
    pub(crate) fn some_text(&self) -> Option<String> {
        self.owned_text().filter(|text| !text.is_empty())
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match self.tree {
            Tree::Bool(flag) => Some(*flag),
            _ => self.expected("`true` or `false`"),
        }
    }

    pub(crate) fn id(&self) -> Option<Id> {
        match self.tree {
            Tree::Text(text) => Id::new(text).or_else(|| self.expected(id::ALLOWED)),
            _ => self.expected(id::ALLOWED),
        }
    }

    /// The id of a grant, which may be one of the engine's own.
    pub(crate) fn grant_id(&self) -> Option<Id> {
        match self.tree {
            Tree::Text(text) if id::is_grant_id(text) => Some(Id::own(text.to_string())),
            _ => self.expected("the id of a grant"),
        }
    }

    /// The key of this entry as an id.
    pub(crate) fn key_id(&self, key: &str) -> Option<Id> {
        let id = Id::new(key);
        if id.is_none() {
            self.fault(format_args!("expected as key {}, found {}", id::ALLOWED, quoted(key)));
        }
        id
    }

    /// A whole number within bounds, told as `what`.
    pub(crate) fn whole(&self, least: u64, most: u64, what: &str) -> Option<u64> {
        let number = match self.tree {
            Tree::Number(number) => number.whole(),
            _ => None,
        };
        number.filter(|number| (least..=most).contains(number)).or_else(|| {
            if least == most {
                self.expected(format_args!("{what}, {least}"))
            } else {
                self.expected(format_args!("{what}, a whole number from {least} to {most}"))
            }
        })
    }

    pub(crate) fn credits(&self) -> Option<Credits> {
        self.whole(0, Credits::MAX.get(), "credits").and_then(Credits::new)
    }

    /// Credits where none at all would make no sense.
    pub(crate) fn amount(&self) -> Option<Amount> {
        self.some("credits")
    }

    pub(crate) fn some_credits(&self) -> Option<Credits> {
        self.amount().map(Credits::from)
    }

    pub(crate) fn seats(&self) -> Option<Amount> {
        self.some("seats")
    }

    fn some(&self, what: &str) -> Option<Amount> {
        self.whole(1, Credits::MAX.get(), what).and_then(Amount::new)
    }

    /// An instant as an account keeps it.
    pub(crate) fn ms(&self) -> Option<Instant> {
        self.whole(0, Instant::LAST.ms(), "epoch milliseconds").and_then(Instant::from_ms)
    }

    pub(crate) fn instant(&self) -> Option<Instant> {
        let instant = match self.tree {
            Tree::Number(number) => number.whole().and_then(Instant::from_ms),
            Tree::Text(text) => Instant::parse(text),
            _ => None,
        };
        instant.or_else(|| self.expected(time::ALLOWED))
    }

    /// An exact decimal: a string, or a number read as the shortest decimal that prints it.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        const WHAT: &str = "a decimal such as `0.025`";
        let read = match self.tree {
            Tree::Text(text) => Decimal::parse(text),
            Tree::Number(number) => number.decimal(),
            _ => Err(NotDecimal::Malformed),
        };
        match read {
            Ok(decimal) => Some(decimal),
            Err(NotDecimal::Malformed) => self.expected(WHAT),
            Err(NotDecimal::Negative) => self.expected(format_args!("{WHAT} that is not negative")),
            Err(NotDecimal::TooManyDigits) => {
                self.expected(format_args!("{WHAT} with at most 15 digits before the point and 12 after it"))
            }
        }
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let word = |place| words.get(place).map_or("", |(word, _)| *word);
        let found = self.place_of_word(words.len(), &word)?;
        words.get(found).map(|(_, meaning)| *meaning)
    }

    /// The part of it that need not be compiled for each kind of meaning anew.
    fn place_of_word<'w>(&self, count: usize, word: &dyn Fn(usize) -> &'w str) -> Option<usize> {
        let found = match self.tree {
            Tree::Text(text) => (0..count).find(|place| word(*place) == text),
            _ => None,
        };
        found.or_else(|| self.expected(one_of((0..count).map(word))))
    }

    /// Tells that a name leads nowhere: `what` says to what it should lead.
    pub(crate) fn leads_nowhere(&self, what: impl Display) {
        self.fault(format_args!("expected {what}, found {}", self.tree.describe()));
    }
}

impl super::Number<'_> {
    /// The decimal that it is, read as JavaScript would print it.
    pub(crate) fn decimal(self) -> Result<Decimal, NotDecimal> {
        if let Some(decimal) = Decimal::of_few_digits(self.0) {
            return Ok(decimal);
        }
        let shortest = self.shortest().ok_or(NotDecimal::TooManyDigits)?;
        if shortest.negative && !shortest.digits.is_empty() {
            return Err(NotDecimal::Negative);
        }
        shortest.to_decimal().ok_or(NotDecimal::TooManyDigits)
    }
}

/// `a`, `b` or `c`, each in backticks; of very many the first.
pub(crate) fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    one_of_all(&words.into_iter().collect::<Vec<_>>())
}

fn one_of_all(all: &[&str]) -> String {
    const NAMED_MAX: usize = 20;
    let mut words: Vec<String> = all.iter().take(NAMED_MAX).map(|word| quoted(word)).collect();
    match all.len() - words.len() {
        0 => {}
        more => words.push(format!("one of {more} more")),
    }
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Most objects have no more kinds of fields than these.
const KNOWN: usize = 12;

/// The fields of an object, each asked for by name; what nobody asked for is unknown.
pub(crate) struct Fields<'p> {
    place: &'p Place<'p>,
    entries: &'p [Entry<'p>],
    /// Where each of the entries stands.
    places: Vec<Place<'p>>,
    known: RefCell<Vec<&'static str>>,
}

impl Fields<'_> {
    /// The place of a field, where the object has it.
    pub(crate) fn get(&self, name: &'static str) -> Option<&Place<'_>> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&name) {
            known.push(name);
        }
        self.places.get(self.entries.iter().position(|(key, _)| key == name)?)
    }

    /// A field that must be there: none where it is missing or faulty, which is told.
    pub(crate) fn required<'s, T>(
        &'s self,
        name: &'static str,
        read: impl FnOnce(&Place<'s>) -> Option<T>,
    ) -> Option<T> {
        read(self.get_required(name)?)
    }

    fn get_required(&self, name: &'static str) -> Option<&Place<'_>> {
        let place = self.get(name);
        if place.is_none() {
            let path = self.place.path.key(name);
            self.place.faults.tell(&path, format!("expected the field `{name}`, found nothing"));
        }
        place
    }

    /// A field that may be left out: none where it is, and where it is faulty, which is told.
    pub(crate) fn optional<'s, T>(
        &'s self,
        name: &'static str,
        read: impl FnOnce(&Place<'s>) -> Option<T>,
    ) -> Option<T> {
        self.get(name).and_then(read)
    }

    /// Tells of every field that nobody asked for.
    pub(crate) fn finish(self) {
        let known = self.known.into_inner();
        for (key, _) in self.entries {
            if !known.contains(&key.as_ref()) && !self.place.faults.is_full() {
                self.place.faults.tell(
                    &self.place.path.key(key),
                    format!(
                        "expected {} {}, found {}",
                        if known.len() == 1 { "the field" } else { "one of the fields" },
                        one_of_all(&known),
                        quoted(key)
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_json_pointer() {
        let first = Path::ROOT.key("a/b");
        let second = first.index(3);
        assert_eq!(second.key("~x").to_string(), "/a~1b/3/~0x");
        assert_eq!(Path::ROOT.to_string(), "");
    }
}
