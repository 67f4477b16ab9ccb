//! Very many prices of one model in whole numbers, all above one line that they have in common.
//!
//! What a term is multiplied by depends on few inputs, so it is worked out once for each value of
//! these and looked up from then on. Before the first price is made it is known that the greatest
//! outgrows nothing; where that is not so, there is no table, and each price is worked out by itself.

use super::axis::ResolvedAxis;
use super::charge::{self, applies, number};
use super::factor::{ABSENT, Along, Factor, common, plus, times};
use crate::decimal::Decimal;
use crate::exact::Exact;
use crate::fraction::Fraction;
use crate::map::sort_by;
use crate::rules::{Lookup, Model, Rate, Rounding, Setting, Term, Times};
use crate::whole::{multiple, product};

pub(super) struct Table {
    /// How many values each axis but the last has.
    outer: Vec<usize>,
    /// How many the last one has.
    length: usize,
    parts: Vec<Part>,
    least: u64,
    most: u64,
    steps: Steps,
    each: Factor,
}

/// What a term comes to: the product of its factors, where it applies.
struct Part {
    /// One where it does, else zero.
    applies: Factor,
    factors: Vec<Factor>,
    /// Whether it may be absent here and there along the last axis.
    has_gaps: bool,
    /// By what it stands above the common line, less what was taken off.
    scale: u64,
}

/// Rounding: `raise` times a number and `add` over `by` are the steps of `credits` each.
struct Steps {
    raise: u64,
    add: u64,
    by: u64,
    credits: u64,
}

impl Table {
    /// None where it takes more than 64 bits.
    pub(super) fn new(
        terms: &[Term],
        discount: Decimal,
        model: &Model,
        axes: &[ResolvedAxis],
        settings: &[Setting],
    ) -> Option<Self> {
        let factor =
            |inputs: &[usize], number: &dyn Fn(&[Setting]) -> _| Factor::new(inputs, axes, settings, number);
        let mut parts = Vec::with_capacity(terms.len() + 1);
        for term in terms {
            let when: Vec<usize> = term.when.iter().map(|(input, _)| *input).collect();
            let mut factors =
                vec![factor(&of_rate(&term.rate), &|settings| charge::rate(&term.rate, settings))?];
            for times in &term.times {
                factors.push(factor(&of_times(times), &|settings| charge::factor(times, settings))?);
            }
            let applies = |settings: &[Setting]| Ok(Fraction::whole(applies(term, settings).into()));
            parts.push(Part { applies: factor(&when, &applies)?, factors, has_gaps: false, scale: 1 });
        }
        // A part of nothing, that is not there where an axis has a value that its input does not allow.
        let nothing = |_: &[Setting]| Ok(Fraction::whole(0));
        let partly = axes.iter().filter(|axis| axis.settings.contains(&None));
        let factors = partly.map(|axis| factor(&[axis.input], &nothing)).collect::<Option<Vec<_>>>()?;
        if !factors.is_empty() {
            parts.push(Part {
                applies: factor(&[], &|_| Ok(Fraction::whole(1)))?,
                factors,
                has_gaps: false,
                scale: 1,
            });
        }
        let each = match model.each {
            None => factor(&[], &|_| Ok(Fraction::whole(1)))?,
            Some(each) => {
                factor(&[each], &|settings| number(settings, each).ok_or(charge::NoPrice::Outgrown))?
            }
        };

        let kept = Fraction::whole(1).minus_or_zero(Fraction::of(discount)?)?;
        let bounds = [model.at_least, model.at_most].map(|bound| bound.map(Fraction::of));
        let [at_least, at_most] = bounds;
        let mut below = 1;
        for part in &parts {
            below = common(below, product(part.below()?, kept.below)?)?;
        }
        for bound in bounds.into_iter().flatten() {
            below = common(below, bound?.below)?;
        }
        let on_line = |bound: Fraction| product(bound.above, multiple(below, bound.below)?);
        let least = at_least.map_or(Some(0), |least| on_line(least?))?;
        let most = at_most.map_or(Some(ABSENT), |most| on_line(most?))?;
        for part in &mut parts {
            part.has_gaps = part.applies.varies() || part.factors.iter().any(Factor::has_gaps);
            part.scale = product(multiple(below, product(part.below()?, kept.below)?)?, kept.above)?;
        }

        // Those last whose sums may be absent: what is absent can then not be added to.
        sort_by(&mut parts, |one, other| one.has_gaps.cmp(&other.has_gaps));

        let step = product(below, model.round_to)?;
        let steps = match model.round {
            Rounding::Up => Steps { raise: 1, add: step.checked_sub(1)?, by: step, credits: model.round_to },
            Rounding::Down => Steps { raise: 1, add: 0, by: step, credits: model.round_to },
            Rounding::Nearest => {
                Steps { raise: 2, add: step, by: product(step, 2)?, credits: model.round_to }
            }
        };
        let (outer, length) = match axes.split_last() {
            Some((inner, others)) => {
                (others.iter().map(|axis| axis.settings.len()).collect(), inner.settings.len())
            }
            None => (Vec::new(), 1),
        };
        let table = Self { outer, length, parts, least, most, steps, each };
        (table.each.below == 1 && table.greatest()? < ABSENT).then_some(table)
    }

    /// What the greatest cost cannot exceed, where it and all on the way to it can be counted.
    fn greatest(&self) -> Option<u64> {
        let mut sum = self.least;
        for part in &self.parts {
            let greatest = part
                .factors
                .iter()
                .try_fold(part.scale.max(1), |all, factor| product(all, factor.greatest()))?;
            sum = sum.checked_add(greatest)?;
        }
        let Steps { raise, add, by, credits } = self.steps;
        let steps = product(sum, raise)?.checked_add(add)?.checked_div(by)?.max(1);
        product(product(steps, credits)?, self.each.greatest())
    }

    /// Tells every cost in order, as many at once as the last axis has; one that is greater than
    /// credits can be is none.
    pub(super) fn fill(&self, tell: &mut dyn FnMut(&[u64])) {
        let mut at = vec![0; self.outer.len()];
        let (mut sums, mut products) = (vec![0; self.length], vec![0; self.length]);
        for _ in 0..self.outer.iter().product() {
            self.run(&at, &mut sums, &mut products);
            tell(&sums);
            for (place, length) in at.iter_mut().zip(&self.outer).rev() {
                *place += 1;
                if *place < *length {
                    break;
                }
                *place = 0;
            }
        }
    }

    /// Works out the costs along the last axis.
    fn run(&self, at: &[usize], sums: &mut [u64], products: &mut [u64]) {
        sums.fill(0);
        let mut same = 0;
        for part in &self.parts {
            let applies = part.applies.along(at, self.length);
            if matches!(applies, Along::Same(0)) {
                continue;
            }
            let mut fixed = part.scale;
            let mut varying = Vec::new();
            for factor in &part.factors {
                match factor.along(at, self.length) {
                    Along::Same(number) => fixed = times(fixed, number),
                    Along::Each(numbers) => varying.push(numbers),
                }
            }
            match (varying.as_slice(), applies) {
                (_, Along::Same(_)) if fixed == ABSENT => return sums.fill(ABSENT),
                ([], Along::Same(_)) => same = plus(same, fixed),
                // As most parts are: one measure that varies, at a rate that does not.
                ([numbers], Along::Same(_)) if !part.has_gaps => {
                    for (sum, number) in sums.iter_mut().zip(*numbers) {
                        *sum = sum.wrapping_add(fixed.wrapping_mul(*number));
                    }
                }
                (varying, applies) => {
                    products.fill(fixed);
                    for numbers in varying {
                        Along::Each(numbers).multiply(products);
                    }
                    applies.keep(products);
                    for (sum, product) in sums.iter_mut().zip(products.iter()) {
                        *sum = plus(*sum, *product);
                    }
                }
            }
        }
        for sum in sums.iter_mut() {
            *sum = self.cost(plus(*sum, same));
        }
        self.each.along(at, self.length).multiply(sums);
    }

    /// What a sum costs before it is multiplied. What is absent stays so.
    fn cost(&self, sum: u64) -> u64 {
        if sum == ABSENT || sum == 0 {
            return sum;
        }
        let Steps { raise, add, by, credits } = self.steps;
        let exact = sum.max(self.least).min(self.most);
        exact.wrapping_mul(raise).wrapping_add(add).checked_div(by).unwrap_or(ABSENT).wrapping_mul(credits)
    }
}

impl Part {
    fn below(&self) -> Option<u64> {
        self.factors.iter().try_fold(1, |below, factor| product(below, factor.below))
    }
}

/// On which inputs a rate depends.
fn of_rate(rate: &Rate) -> Vec<usize> {
    match rate {
        Rate::Flat(_) => Vec::new(),
        Rate::Lookup(Lookup { by, .. }) => by.clone(),
        Rate::Tiers { by, .. } => by.inputs().collect(),
    }
}

fn of_times(times: &Times) -> Vec<usize> {
    match times {
        Times::Lookup(Lookup { by, .. }) => by.clone(),
        Times::Measure(measure) => measure.inputs().collect(),
    }
}
