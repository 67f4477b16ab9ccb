//! A map that is asked for the same keys again and again, as a decision asks for who it is about.

use core::borrow::Borrow;
use core::fmt;
use core::ops::Deref;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::Map;

/// How many slots are kept in mind.
const RECALLED: usize = 8;

/// What a key is kept in mind by.
pub(crate) trait Hint {
    /// A small number that most other keys do not have.
    fn hint(&self) -> usize;
}

/// A map that looks first where it found a key of the same [`Hint`] last. What it keeps in mind is
/// no more than a guess, which is checked: nothing depends on it.
pub(crate) struct Recalled<K, V> {
    map: Map<K, V>,
    slots: [AtomicUsize; RECALLED],
}

impl<K, V> Recalled<K, V> {
    pub(crate) const fn new() -> Self {
        Self { map: Map::new(), slots: [const { AtomicUsize::new(0) }; RECALLED] }
    }
}

impl<K: Ord, V> Recalled<K, V> {
    #[inline]
    fn slot<Q: Ord + Hint + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.recalled(key).or_else(|| self.find_anew(key))
    }

    /// Where it was found last, if it still is there.
    #[inline]
    fn recalled<Q: Ord + Hint + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let slot = self.slots.get(key.hint() % RECALLED)?.load(Relaxed);
        let (there, _) = self.map.entry(slot)?;
        (there.borrow() == key).then_some(slot)
    }

    /// Searches for it, and keeps in mind where it was. Not part of what is inlined: mostly it is not needed.
    #[inline(never)]
    fn find_anew<Q: Ord + Hint + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let slot = self.map.slot(key)?;
        self.recall(key, slot);
        Some(slot)
    }

    fn recall<Q: Hint + ?Sized>(&self, key: &Q, slot: usize) {
        if let Some(there) = self.slots.get(key.hint() % RECALLED) {
            there.store(slot, Relaxed);
        }
    }

    /// What a key leads to.
    pub(crate) fn get<Q: Ord + Hint + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// A key as it stands here, and what it leads to.
    pub(crate) fn get_key_value<Q: Ord + Hint + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        self.map.entry(self.slot(key)?)
    }

    /// Whether a key leads anywhere.
    pub(crate) fn contains_key<Q: Ord + Hint + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.slot(key).is_some()
    }

    pub(crate) fn get_mut<Q: Ord + Hint + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let slot = self.slot(key)?;
        self.map.value_mut(slot)
    }

    /// Puts a value there, and gives back what was.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V>
    where
        K: Hint,
    {
        match self.recalled(&key).and_then(|slot| self.map.value_mut(slot)) {
            Some(there) => Some(core::mem::replace(there, value)),
            None => self.map.insert(key, value),
        }
    }

    /// What a key leads to, which is made where there is nothing yet.
    pub(crate) fn get_or_insert_with(&mut self, key: &K, make: impl FnOnce() -> V) -> Option<&mut V>
    where
        K: Hint + Clone,
    {
        if let Some(slot) = self.recalled(key) {
            return self.map.value_mut(slot);
        }
        let slot = self.map.slot_or_insert_with(key.clone(), make)?;
        self.recall(key, slot);
        self.map.value_mut(slot)
    }

    /// Puts an entry behind all others, where that is its place; tells whether it is.
    #[inline]
    pub(crate) fn append(&mut self, key: K, value: V) -> bool {
        self.map.append(key, value)
    }

    /// Takes a key out, and gives what it led to.
    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        self.map.remove(key)
    }
}

/// To go through it all is asked of the map itself.
impl<K, V> Deref for Recalled<K, V> {
    type Target = Map<K, V>;

    fn deref(&self) -> &Map<K, V> {
        &self.map
    }
}

impl<K, V> From<Map<K, V>> for Recalled<K, V> {
    fn from(map: Map<K, V>) -> Self {
        Self { map, ..Self::new() }
    }
}

impl<K, V> Default for Recalled<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Clone, V: Clone> Clone for Recalled<K, V> {
    fn clone(&self) -> Self {
        self.map.clone().into()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Recalled<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.map.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl Hint for u16 {
        fn hint(&self) -> usize {
            usize::from(*self)
        }
    }

    proptest! {
        /// Few keys and many steps, so that slots are emptied, filled by others and asked for again.
        #[test]
        fn it_is_the_map_that_it_holds(
            steps in prop::collection::vec((0..40_u16, prop::option::weighted(0.7, any::<u8>())), 0..400),
        ) {
            let mut plain = Map::new();
            let mut recalled = Recalled::new();
            for (key, value) in steps {
                let found = match value {
                    Some(value) if value % 2 == 0 => [recalled.insert(key, value), plain.insert(key, value)],
                    Some(value) => [
                        recalled.get_or_insert_with(&key, || value).copied(),
                        plain.get_or_insert_with(key, || value).copied(),
                    ],
                    None => [recalled.remove(&key), plain.remove(&key)],
                };
                prop_assert_eq!(found[0], found[1]);
                for key in 0..40 {
                    prop_assert_eq!(recalled.get_key_value(&key), plain.get(&key).map(|value| (&key, value)));
                    prop_assert_eq!(recalled.contains_key(&key), plain.contains_key(&key));
                }
            }
            prop_assert_eq!(&*recalled, &plain);
        }
    }
}
