//! What a part of a price is multiplied by, worked out once for all that it can be in a grid.

use super::axis::ResolvedAxis;
use super::charge::NoPrice;
use crate::fraction::Fraction;
use crate::rules::Setting;
use crate::whole::{gcd, multiple, product};

/// Stands for a number that there is not, and is greater than any there can be.
pub(super) const ABSENT: u64 = u64::MAX;

/// A table over those axes of a grid on which something depends.
pub(super) struct Factor {
    /// By axis, how far apart two of its neighbours lie; zero where nothing depends on it.
    strides: Vec<usize>,
    /// What stands above the line.
    numbers: Vec<u64>,
    pub(super) below: u64,
}

/// The numbers that a factor has along the last axis.
#[derive(Clone, Copy)]
pub(super) enum Along<'f> {
    Same(u64),
    Each(&'f [u64]),
}

impl Factor {
    /// Works a factor out for every combination of the inputs on which it depends; none where a
    /// fraction cannot hold it.
    pub(super) fn new(
        inputs: &[usize],
        axes: &[ResolvedAxis],
        settings: &[Setting],
        number: &dyn Fn(&[Setting]) -> Result<Fraction, NoPrice>,
    ) -> Option<Self> {
        let mut strides = Vec::with_capacity(axes.len());
        let mut count = 1_usize;
        for varied in axes.iter().rev() {
            let depends = inputs.contains(&varied.input);
            strides.push(if depends { count } else { 0 });
            count = count.checked_mul(if depends { varied.settings.len() } else { 1 })?;
        }
        strides.reverse();
        let mut factor = Self { strides, numbers: Vec::with_capacity(count), below: 1 };
        factor.work_out(0, axes, &mut settings.to_vec(), false, number)?;
        Some(factor)
    }

    /// Goes through the axes from one on, the last varying fastest.
    fn work_out(
        &mut self,
        place: usize,
        axes: &[ResolvedAxis],
        settings: &mut [Setting],
        absent: bool,
        number: &dyn Fn(&[Setting]) -> Result<Fraction, NoPrice>,
    ) -> Option<()> {
        let Some(varied) = axes.get(place) else {
            return match number(settings) {
                _ if absent => self.push(None),
                Ok(number) => self.push(Some(number)),
                Err(NoPrice::NotOffered(_)) => self.push(None),
                Err(NoPrice::Outgrown) => None,
            };
        };
        if self.strides.get(place) == Some(&0) {
            return self.work_out(place + 1, axes, settings, absent, number);
        }
        for setting in &varied.settings {
            if let (Some(setting), Some(there)) = (setting, settings.get_mut(varied.input)) {
                *there = *setting;
            }
            self.work_out(place + 1, axes, settings, absent || setting.is_none(), number)?;
        }
        Some(())
    }

    /// Puts a number behind the others, above a line that all of them have in common.
    fn push(&mut self, number: Option<Fraction>) -> Option<()> {
        let Some(number) = number else {
            self.numbers.push(ABSENT);
            return Some(());
        };
        if multiple(self.below, number.below).is_none() {
            let below = common(self.below, number.below)?;
            let factor = multiple(below, self.below)?;
            for above in self.numbers.iter_mut().filter(|above| **above != ABSENT) {
                *above = product(*above, factor)?;
            }
            self.below = below;
        }
        self.numbers.push(product(number.above, multiple(self.below, number.below)?)?);
        Some(())
    }

    /// Whether it has other numbers along the last axis.
    pub(super) fn varies(&self) -> bool {
        self.strides.last() == Some(&1)
    }

    /// Whether some of these may be absent.
    pub(super) fn has_gaps(&self) -> bool {
        self.varies() && self.numbers.contains(&ABSENT)
    }

    /// The greatest of its numbers, and at least one.
    pub(super) fn greatest(&self) -> u64 {
        self.numbers.iter().copied().filter(|number| *number != ABSENT).fold(1, u64::max)
    }

    /// Its numbers where all axes but the last stand at certain places.
    pub(super) fn along(&self, at: &[usize], length: usize) -> Along<'_> {
        let start = at.iter().zip(&self.strides).map(|(place, stride)| place * stride).sum();
        match self.strides.get(at.len()) {
            Some(1) => Along::Each(self.numbers.get(start..start + length).unwrap_or_default()),
            _ => Along::Same(self.numbers.get(start).copied().unwrap_or(ABSENT)),
        }
    }
}

/// The least common multiple.
pub(super) fn common(a: u64, b: u64) -> Option<u64> {
    product(a.checked_div(gcd(a, b))?, b)
}

impl Along<'_> {
    /// Multiplies numbers by these; what is absent stays so.
    ///
    /// Nothing wraps: whoever asks knows that the greatest of all products is none too great.
    pub(super) fn multiply(self, products: &mut [u64]) {
        match self {
            Self::Same(1) => {}
            Self::Same(number) => products.iter_mut().for_each(|product| *product = times(*product, number)),
            Self::Each(numbers) => products
                .iter_mut()
                .zip(numbers)
                .for_each(|(product, number)| *product = times(*product, *number)),
        }
    }

    /// Leaves nothing of products where these are zero, not even that they are absent.
    pub(super) fn keep(self, products: &mut [u64]) {
        if let Self::Each(numbers) = self {
            let none = products.iter_mut().zip(numbers).filter(|(_, number)| **number == 0);
            none.for_each(|(product, _)| *product = 0);
        }
    }
}

pub(super) const fn times(a: u64, b: u64) -> u64 {
    if a == ABSENT || b == ABSENT { ABSENT } else { a.wrapping_mul(b) }
}

pub(super) const fn plus(a: u64, b: u64) -> u64 {
    if a == ABSENT || b == ABSENT { ABSENT } else { a.wrapping_add(b) }
}
