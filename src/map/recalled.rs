//! A map that is asked for the same keys again and again, as a decision asks for who it is about.

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

impl<K: Ord + Hint, V> Recalled<K, V> {
    fn slot(&self, key: &K) -> Option<usize> {
        let recalled = self.slots.get(key.hint() % RECALLED)?;
        let slot = recalled.load(Relaxed);
        if self.map.entry(slot).is_some_and(|(there, _)| there == key) {
            return Some(slot);
        }
        let slot = self.map.slot(key)?;
        recalled.store(slot, Relaxed);
        Some(slot)
    }

    /// What a key leads to.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// A key as it stands here, and what it leads to.
    pub(crate) fn get_key_value(&self, key: &K) -> Option<(&K, &V)> {
        self.map.entry(self.slot(key)?)
    }

    /// Whether a key leads anywhere.
    pub(crate) fn contains_key(&self, key: &K) -> bool {
        self.slot(key).is_some()
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let slot = self.slot(key)?;
        self.map.value_mut(slot)
    }

    /// Puts a value there, and gives back what was.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.get_mut(&key) {
            Some(there) => Some(core::mem::replace(there, value)),
            None => self.map.insert(key, value),
        }
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

impl<K, V> Default for Recalled<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Clone, V: Clone> Clone for Recalled<K, V> {
    fn clone(&self) -> Self {
        Self { map: self.map.clone(), ..Self::new() }
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
                let before = match value {
                    Some(value) => [recalled.insert(key, value), plain.insert(key, value)],
                    None => [recalled.remove(&key), plain.remove(&key)],
                };
                prop_assert_eq!(before[0], before[1]);
                for key in 0..40 {
                    prop_assert_eq!(recalled.get_key_value(&key), plain.get_key_value(&key));
                    prop_assert_eq!(recalled.contains_key(&key), plain.contains_key(&key));
                }
            }
            prop_assert_eq!(&*recalled, &plain);
        }
    }
}
