//! Slots in which numbers cross: read from their places, and filled one behind the other.

use crate::credits::Credits;
use crate::float::{negative, to_f64, to_u64};
use crate::fraction::Fraction;
use crate::price::numbers::Parts;

/// What an input is set to, where the slots of a request begin.
pub(super) fn parts(slots: &[f64], input: usize) -> Option<Parts> {
    let slots = slots.get(input * 2..)?;
    Some(Parts { number: to_u64(*slots.first()?), trillionths: to_u64(*slots.get(1)?) })
}

/// How many slots a price takes before its lines.
pub(super) const PRICE: usize = 4;

/// Slots that are filled. What finds no more of them, or is no number that JavaScript has, gives none.
pub(super) struct Slots<'s> {
    all: &'s mut [f64],
    told: usize,
}

impl<'s> Slots<'s> {
    pub(super) fn new(all: &'s mut [f64]) -> Self {
        Self { all, told: 0 }
    }

    /// How many are filled.
    pub(super) fn told(&self) -> usize {
        self.told
    }

    /// Takes back all but the first so many.
    pub(super) fn take_back_to(&mut self, told: usize) {
        self.told = told;
    }

    pub(super) fn tell(&mut self, number: f64) -> Option<()> {
        *self.all.get_mut(self.told)? = number;
        self.told += 1;
        Some(())
    }

    pub(super) fn whole(&mut self, number: u64) -> Option<()> {
        self.tell(to_f64(number))
    }

    pub(super) fn signed(&mut self, number: i64) -> Option<()> {
        let size = number.unsigned_abs();
        self.tell(if number < 0 { negative(size) } else { to_f64(size) })
    }

    pub(super) fn place(&mut self, place: usize) -> Option<()> {
        self.whole(u64::try_from(place).ok()?)
    }

    /// A number that may be missing, which 0 stands for: the others are one more than they are.
    pub(super) fn optional(&mut self, number: Option<u64>) -> Option<()> {
        self.whole(number.map_or(0, |number| number + 1))
    }

    /// What comes before the lines of a price: the cost, 1 where an input that was left out was taken
    /// at its maximum, and the exact price.
    pub(super) fn price(&mut self, cost: Credits, ceiling: bool, exact: Option<Fraction>) -> Option<()> {
        self.whole(cost.get())?;
        self.whole(ceiling.into())?;
        self.exact(exact)
    }

    /// A line of a price: the place of its term, its rate, units and credits.
    pub(super) fn line(
        &mut self,
        term: usize,
        mut numbers: impl Iterator<Item = Option<Fraction>>,
    ) -> Option<()> {
        self.place(term)?;
        numbers.try_for_each(|number| self.exact(number))
    }

    /// Two slots: the digits, and how many of them stand behind the point; where that is negative, they
    /// are a fraction in lowest terms.
    fn exact(&mut self, number: Option<Fraction>) -> Option<()> {
        let (plain, places) = number?.plain()?;
        let mut above = plain.above;
        let second = match places {
            Some(0) => 0.0,
            Some(mut places) => {
                for (power, zeros) in [(1_000, 3), (10, 1)] {
                    while places >= zeros && above.is_multiple_of(power) {
                        above /= power;
                        places -= zeros;
                    }
                }
                f64::from(places)
            }
            None if plain.below > Credits::MAX.get() => return None,
            None => negative(plain.below),
        };
        if above > Credits::MAX.get() {
            return None;
        }
        self.whole(above)?;
        self.tell(second)
    }
}
