//! A map that iterates in the order of its keys.
//!
//! `BTreeMap` would do, but it is compiled anew for each kind of key and value, nine kilobytes of
//! wasm each time, and the engine has some thirty. Here what is large is compiled once: [`Order`]
//! keeps the numbers of slots in blocks, in an order that whoever asks it knows.

mod order;
mod recalled;

use core::borrow::Borrow;
use core::fmt;

pub(crate) use order::sort_by;
use order::{Numbers, Order};
pub(crate) use recalled::{Hint, Recalled};
use serde::{Serialize, Serializer};

/// A map in the order of its keys: `get`, `insert` and `remove` as the standard library's have it.
#[derive(Clone)]
pub struct Map<K, V> {
    order: Order,
    slots: Vec<Option<(K, V)>>,
}

/// A set in the order of what it holds.
pub(crate) type Set<K> = Map<K, ()>;

impl<K, V> Map<K, V> {
    /// A map with nothing in it.
    #[must_use]
    pub const fn new() -> Self {
        Self { order: Order::new(), slots: Vec::new() }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len() - self.order.free()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every entry, in order of the keys.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.slots_from(0, 0)
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// Every value, in order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The entry at a place in the order of the keys.
    pub(crate) fn nth(&self, place: usize) -> Option<(&K, &V)> {
        self.entry(self.order.nth(place)?)
    }

    fn slots_from(&self, block: usize, place: usize) -> Iter<'_, K, V> {
        Iter { map: self, numbers: self.order.from(block, place) }
    }

    #[inline]
    fn entry(&self, slot: usize) -> Option<(&K, &V)> {
        let (key, value) = self.slots.get(slot)?.as_ref()?;
        Some((key, value))
    }

    fn value_mut(&mut self, slot: usize) -> Option<&mut V> {
        self.slots.get_mut(slot)?.as_mut().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Where a key is, or where it would be.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<(usize, usize), (usize, usize)>
    where
        K: Borrow<Q>,
    {
        self.order.find(&mut |slot| match self.slots.get(slot) {
            Some(Some((there, _))) => there.borrow().cmp(key),
            // Only slots that are filled stand in the order.
            _ => core::cmp::Ordering::Equal,
        })
    }

    fn slot<Q: Ord + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let (block, place) = self.find(key).ok()?;
        self.order.at(block, place)
    }

    /// What a key leads to.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entry(self.slot(key)?).map(|(_, value)| value)
    }

    /// The place of a key in their order.
    pub(crate) fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let (block, place) = self.find(key).ok()?;
        Some(self.order.before(block) + place)
    }

    /// Whether a key leads anywhere.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let slot = self.slot(key)?;
        self.value_mut(slot)
    }

    /// Puts a value there, and gives back what was.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok((block, place)) => {
                let slot = self.order.at(block, place)?;
                let (_, there) = self.slots.get_mut(slot)?.as_mut()?;
                Some(core::mem::replace(there, value))
            }
            Err((block, place)) => {
                self.fill(block, place, (key, value));
                None
            }
        }
    }

    /// The last key.
    pub(crate) fn last(&self) -> Option<&K> {
        self.order.last().and_then(|slot| self.entry(slot)).map(|(key, _)| key)
    }

    /// Puts an entry behind all others, where that is its place; tells whether it is.
    #[inline]
    pub(crate) fn append(&mut self, key: K, value: V) -> bool {
        let is_last = self.last().is_none_or(|last| *last < key);
        if is_last {
            let slot = self.slots.len();
            self.slots.push(Some((key, value)));
            self.order.push(slot);
        }
        is_last
    }

    /// Puts an entry where its key would be, and tells in which slot it is.
    fn fill(&mut self, block: usize, place: usize, entry: (K, V)) -> usize {
        let slot = self.order.give(block, place, self.slots.len());
        match self.slots.get_mut(slot) {
            Some(empty) => *empty = Some(entry),
            None => self.slots.push(Some(entry)),
        }
        slot
    }

    /// Takes a key out, and gives what it led to.
    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (block, place) = self.find(key).ok()?;
        let slot = self.order.let_go(block, place)?;
        self.slots.get_mut(slot)?.take().map(|(_, value)| value)
    }

    /// What a key leads to, which is made where there is nothing yet.
    pub(crate) fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> Option<&mut V> {
        let slot = self.slot_or_insert_with(key, make)?;
        self.value_mut(slot)
    }

    fn slot_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> Option<usize> {
        match self.find(&key) {
            Ok((block, place)) => self.order.at(block, place),
            Err((block, place)) => Some(self.fill(block, place, (key, make()))),
        }
    }

    /// Every entry from a key on, in order.
    pub(crate) fn from<Q: Ord + ?Sized>(&self, key: &Q) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let (Ok((block, place)) | Err((block, place))) = self.find(key);
        self.slots_from(block, place)
    }

    /// The last key before one that is not there itself.
    pub(crate) fn last_before<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&K>
    where
        K: Borrow<Q>,
    {
        // Where it would stand is never the first place of a block but the very first.
        let (block, place) = self.find(key).err()?;
        self.entry(self.order.at(block, place.checked_sub(1)?)?).map(|(key, _)| key)
    }

    /// Keeps only what passes.
    pub(crate) fn retain(&mut self, mut keeps: impl FnMut(&K, &V) -> bool)
    where
        K: Clone,
    {
        let gone: Vec<K> =
            self.iter().filter(|(key, value)| !keeps(key, value)).map(|(key, _)| key.clone()).collect();
        for key in gone {
            self.remove(&key);
        }
    }
}

impl<K: Ord> Set<K> {
    /// Whether it holds this.
    pub(crate) fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.contains_key(key)
    }

    /// Takes it up, and tells whether it was not there.
    pub(crate) fn add(&mut self, key: K) -> bool {
        self.insert(key, ()).is_none()
    }
}

/// Entries in order of their keys.
pub struct Iter<'m, K, V> {
    map: &'m Map<K, V>,
    numbers: Numbers<'m>,
}

impl<'m, K, V> Iterator for Iter<'m, K, V> {
    type Item = (&'m K, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        self.map.entry(self.numbers.next()?)
    }
}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(mut self) -> Self::IntoIter {
        let numbers = self.order.from(0, 0);
        let entries = numbers.filter_map(|slot| self.slots.get_mut(slot).and_then(Option::take));
        entries.collect::<Vec<_>>().into_iter()
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        keys.into_iter().map(|key| (key, ())).collect()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(here, there)| here == there)
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Insert(u16, u8),
        Remove(u16),
        Retain(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            8 => (0..600_u16, any::<u8>()).prop_map(|(key, value)| Step::Insert(key, value)),
            4 => (0..600_u16).prop_map(Step::Remove),
            1 => (0..8_u8).prop_map(Step::Retain),
        ]
    }

    proptest! {
        #[test]
        fn it_is_the_map_of_the_standard_library(
            in_order in prop_oneof![Just(0), 0..600_u16],
            steps in prop::collection::vec(step(), 0..2_000),
            from in 0..600_u16,
        ) {
            let mut theirs: BTreeMap<u16, u8> = (0..in_order).map(|key| (key, 0)).collect();
            let mut ours: Map<u16, u8> = theirs.clone().into_iter().collect();
            for step in steps {
                match step {
                    Step::Insert(key, value) => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                    Step::Remove(key) => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    Step::Retain(modulus) => {
                        ours.retain(|_, value| value % 8 != modulus);
                        theirs.retain(|_, value| *value % 8 != modulus);
                    }
                }
                prop_assert_eq!(ours.len(), theirs.len());
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert!(ours.from(&from).eq(theirs.range(from..)));
            prop_assert_eq!(ours.get(&from), theirs.get(&from));
            prop_assert_eq!(&ours, &theirs.into_iter().collect());
        }

        #[test]
        fn sorting_is_stable(mut list in prop::collection::vec((0..40_u8, any::<u16>()), 0..800)) {
            let mut ours = list.clone();
            sort_by(&mut ours, |(a, _), (b, _)| a.cmp(b));
            list.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, list);
        }
    }
}
