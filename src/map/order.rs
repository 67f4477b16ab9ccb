//! Numbers in an order that whoever asks knows.

use core::cmp::Ordering;

/// Numbers that each stand at their own place, 0 first, as where entries came in their order: then
/// nothing is kept but how many. Others stand in two levels of blocks: to find takes as many
/// comparisons as in any tree, to insert moves at most one block's numbers.
#[derive(Clone)]
pub(super) struct Order {
    /// How many stand so; then there are no blocks, and all places count as those of the first.
    straight: usize,
    /// None of them is empty.
    blocks: Vec<Vec<usize>>,
    /// Numbers that stood here, and may be given again.
    free: Vec<usize>,
}

/// A block that grows larger is halved.
const BLOCK_MAX: usize = 256;

impl Order {
    pub(super) const fn new() -> Self {
        Self { straight: 0, blocks: Vec::new(), free: Vec::new() }
    }

    /// Where the number stands that is as sought, or where it would stand: its block and the place
    /// therein. `compare` tells how a number that stands here is to what is sought.
    pub(super) fn find(
        &self,
        compare: &mut dyn FnMut(usize) -> Ordering,
    ) -> Result<(usize, usize), (usize, usize)> {
        if self.blocks.is_empty() {
            return self.find_straight(compare);
        }
        let after = self.blocks.partition_point(|block| match block.first() {
            Some(first) => compare(*first) != Ordering::Greater,
            None => true,
        });
        let block = after.saturating_sub(1);
        match self.blocks.get(block) {
            Some(numbers) => match numbers.binary_search_by(|number| compare(*number)) {
                Ok(place) => Ok((block, place)),
                Err(place) => Err((block, place)),
            },
            None => Err((0, 0)),
        }
    }

    fn find_straight(
        &self,
        compare: &mut dyn FnMut(usize) -> Ordering,
    ) -> Result<(usize, usize), (usize, usize)> {
        let (mut from, mut to) = (0, self.straight);
        while from < to {
            let middle = from.midpoint(to);
            match compare(middle) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Ok((0, middle)),
                Ordering::Greater => to = middle,
            }
        }
        Err((0, from))
    }

    /// The number at a place.
    #[inline]
    pub(super) fn at(&self, block: usize, place: usize) -> Option<usize> {
        if self.blocks.is_empty() {
            return (block == 0 && place < self.straight).then_some(place);
        }
        self.blocks.get(block)?.get(place).copied()
    }

    /// The number that so many others stand before.
    pub(super) fn nth(&self, mut place: usize) -> Option<usize> {
        if self.blocks.is_empty() {
            return self.at(0, place);
        }
        for numbers in &self.blocks {
            match numbers.get(place) {
                Some(number) => return Some(*number),
                None => place -= numbers.len(),
            }
        }
        None
    }

    /// How many numbers stand before a block.
    pub(super) fn before(&self, block: usize) -> usize {
        self.blocks.iter().take(block).map(Vec::len).sum()
    }

    /// The number that stands last.
    pub(super) fn last(&self) -> Option<usize> {
        match self.blocks.last() {
            Some(numbers) => numbers.last().copied(),
            None => self.straight.checked_sub(1),
        }
    }

    /// Puts a number behind all others.
    pub(super) fn push(&mut self, number: usize) {
        if self.stays_straight(self.straight, number) {
            self.straight += 1;
            return;
        }
        self.bend(0, self.straight);
        match self.blocks.last_mut() {
            Some(numbers) if numbers.len() < BLOCK_MAX => numbers.push(number),
            _ => self.blocks.push(vec![number]),
        }
    }

    /// How many numbers may be given again.
    pub(super) fn free(&self) -> usize {
        self.free.len()
    }

    /// Puts a number that is free, or else the next one, where [`Order::find`] said that it would stand.
    pub(super) fn give(&mut self, block: usize, place: usize, next: usize) -> usize {
        let number = self.free.pop().unwrap_or(next);
        self.insert(block, place, number);
        number
    }

    /// Takes out the number at a place, which is free from now on.
    pub(super) fn let_go(&mut self, block: usize, place: usize) -> Option<usize> {
        let number = self.remove(block, place)?;
        self.free.push(number);
        Some(number)
    }

    fn insert(&mut self, block: usize, place: usize, number: usize) {
        if self.stays_straight(place, number) {
            self.straight += 1;
            return;
        }
        let (block, place) = self.bend(block, place);
        let Some(numbers) = self.blocks.get_mut(block) else {
            self.blocks.push(vec![number]);
            return;
        };
        numbers.insert(place, number);
        if numbers.len() > BLOCK_MAX {
            // Where numbers come in order, as they do when an account is read, full blocks are left behind.
            let keep = if place + 1 == numbers.len() { BLOCK_MAX } else { BLOCK_MAX / 2 };
            let rest = numbers.split_off(keep);
            self.blocks.insert(block + 1, rest);
        }
    }

    fn remove(&mut self, block: usize, place: usize) -> Option<usize> {
        if self.blocks.is_empty() && place + 1 == self.straight {
            self.straight = place;
            return Some(place);
        }
        let (block, place) = self.bend(block, place);
        let numbers = self.blocks.get_mut(block)?;
        if place >= numbers.len() {
            return None;
        }
        let number = numbers.remove(place);
        if numbers.is_empty() {
            self.blocks.remove(block);
        }
        Some(number)
    }

    /// Whether a number that comes to a place would stand at its own, as all others do.
    fn stays_straight(&self, place: usize, number: usize) -> bool {
        self.blocks.is_empty() && place == self.straight && number == self.straight
    }

    /// Writes down in blocks what stood straight, and tells where a place of it is then.
    fn bend(&mut self, block: usize, place: usize) -> (usize, usize) {
        if !self.blocks.is_empty() {
            return (block, place);
        }
        let numbers: Vec<usize> = (0..core::mem::take(&mut self.straight)).collect();
        self.blocks.extend(numbers.chunks(BLOCK_MAX).map(<[usize]>::to_vec));
        (place / BLOCK_MAX, place % BLOCK_MAX)
    }

    /// The numbers from a place on.
    pub(super) fn from(&self, block: usize, place: usize) -> Numbers<'_> {
        Numbers { order: self, block, place }
    }
}

/// Numbers, one after the other.
pub(super) struct Numbers<'o> {
    order: &'o Order,
    block: usize,
    place: usize,
}

impl Iterator for Numbers<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if let Some(number) = self.order.at(self.block, self.place) {
            self.place += 1;
            return Some(number);
        }
        self.block += 1;
        self.place = 1;
        self.order.at(self.block, 0)
    }
}

/// Sorts a list; what compares equal stays as it stood. Compiled once for lists of all kinds, where
/// the standard library's takes some kilobytes for each.
pub(crate) fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let mut sources = sorted(list.len(), &mut |a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(&mut sources, &mut |a, b| list.swap(a, b));
}

/// For each place of a sorted list, the place at which stands what belongs there.
fn sorted(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    if length <= BLOCK_MAX {
        // As one block, which needs no other beside it.
        let mut block: Vec<usize> = Vec::with_capacity(length);
        for place in 0..length {
            block.insert(block.partition_point(|there| compare(*there, place) != Ordering::Greater), place);
        }
        return block;
    }
    let mut order = Order::new();
    for place in 0..length {
        // Behind all that it equals: there is no equal to be found.
        let found = order.find(&mut |there| compare(there, place).then(Ordering::Less));
        let (Ok((block, at)) | Err((block, at))) = found;
        order.insert(block, at, place);
    }
    order.from(0, 0).collect()
}

/// Moves everything to where it belongs: what makes room goes to where that came from, until it is in
/// its own place.
fn arrange(sources: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..sources.len() {
        let mut place = first;
        while let Some(source) = sources.get_mut(place) {
            let from = core::mem::replace(source, place);
            if from == first || from == place {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}
