//! A table of names that is thrown away: it tells whether a name was there before, and in no order.

use crate::bytes::are_same;

/// Names by their places, in the order in which they came.
pub(super) struct Table<'t> {
    /// By the hash of a name its place among `names`, and one more.
    slots: Vec<u32>,
    names: Vec<&'t [u8]>,
    /// How many more slots may be looked at: names that were made to meet in one slot would make
    /// it slow, and then reading is given up.
    patience: usize,
}

impl<'t> Table<'t> {
    /// For so many names at most, and about so many questions.
    pub(super) fn new(names: usize, questions: usize) -> Self {
        let size = (names * 2 + 1).next_power_of_two();
        Self { slots: vec![0; size], names: Vec::with_capacity(names), patience: (names + questions) * 8 }
    }

    /// The place of a name, where it is there.
    pub(super) fn find(&mut self, name: &[u8]) -> Option<usize> {
        self.look(name).and_then(|(place, _)| place)
    }

    /// The place of a name, which is put behind all others where it is not there.
    pub(super) fn put(&mut self, name: &'t [u8]) -> Option<usize> {
        match self.look(name)? {
            (Some(place), _) => Some(place),
            (None, slot) => {
                self.names.push(name);
                *self.slots.get_mut(slot)? = u32::try_from(self.names.len()).ok()?;
                Some(self.names.len() - 1)
            }
        }
    }

    /// The place of a name, and the slot that leads to it or would.
    fn look(&mut self, name: &[u8]) -> Option<(Option<usize>, usize)> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(name) & mask;
        loop {
            let Some(place) = self.slots.get(slot)?.checked_sub(1) else { return Some((None, slot)) };
            let place = usize::try_from(place).ok()?;
            if self.names.get(place).is_some_and(|there| are_same(there, name)) {
                return Some((Some(place), slot));
            }
            self.patience = self.patience.checked_sub(1)?;
            slot = (slot + 1) & mask;
        }
    }
}

/// Eight bytes at a time; where it is poor, patience ends.
fn hash(name: &[u8]) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = 0_u64;
    let mut rest = name;
    while let Some((first, behind)) = rest.split_first_chunk::<8>() {
        hash = (hash ^ u64::from_le_bytes(*first)).wrapping_mul(FACTOR).rotate_left(29);
        rest = behind;
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(FACTOR).rotate_left(29);
    }
    usize::try_from(hash.wrapping_mul(FACTOR) >> 33).unwrap_or(0)
}
