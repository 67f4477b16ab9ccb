//! Numbers in, numbers out: the door for hosts to which texts are dear, as they are to JavaScript.
//!
//! A host asks once for the names of a model, and from then on hands over places and numbers. What
//! comes through here has a price; everything else is for the text doors, which say what is wrong.

use super::slots::{self, Slots};
use crate::account::{Account, Asker};
use crate::bursar::Bursar;
use crate::decision::EntryKind;
use crate::float::to_f64;
use crate::fraction::Fraction;
use crate::json;
use crate::price::numbers::{self, Parts};
use crate::price::{Buyer, Charged};
use crate::rules::{Capability, Term, Window};
use crate::time::Instant;

/// What is priced and for whom, by places: those of the names that [`Bursar::shape_text`] and
/// [`Bursar::names_text`] tell. Without a plan it is the list price, without a product the first.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The model.
    pub model: usize,
    /// The plan.
    pub plan: Option<usize>,
    /// The product.
    pub product: Option<usize>,
}

#[doc(hidden)]
impl Bursar {
    /// The place of a model, and its inputs: the id of each, what it is to be, and what it is where
    /// it is left out. None where there is no such model.
    #[must_use]
    pub fn shape_text(&self, model: &str) -> Option<String> {
        numbers::shape(self.rules(), model).map(|shape| json::write(&shape))
    }

    /// The plans, the products, the sources, the kinds of entries and the windows, each in order of their
    /// places.
    #[must_use]
    pub fn names_text(&self) -> String {
        let plans: Vec<_> = self.rules().plans.keys().collect();
        let sources: Vec<_> = self.rules().sources.iter().map(|source| &source.id).collect();
        let (kinds, windows) = (EntryKind::WORDS.map(|(word, _)| word), Window::WORDS.map(|(word, _)| word));
        json::write(&(plans, &self.rules().products, sources, kinds, windows))
    }

    /// What a part of a price is called, by the place of its term.
    #[must_use]
    pub fn label(&self, offer: Offer, term: usize) -> Option<&str> {
        numbers::label_of(
            self.rules(),
            offer.model,
            &numbers::buyer(self.rules(), offer.plan, offer.product)?,
            term,
        )
    }

    /// What a request costs. It stands in the slots: for each input a number and how many
    /// trillionths it counts, or none where it is left out. A choice is its place, a flag 0 or 1.
    ///
    /// The answer takes its place: the cost, 1 where an input that was left out was taken at its
    /// maximum, the exact price, then for each line the place of its term, its rate, units and
    /// credits. These are two numbers each, the digits and how many of them stand behind the point;
    /// where that is negative, they are a fraction in lowest terms. It tells how many slots that are; none where there is no
    /// price that could be told so.
    pub fn price_numbers(&self, offer: Offer, slots: &mut [f64]) -> Option<usize> {
        let buyer = numbers::buyer(self.rules(), offer.plan, offer.product)?;
        self.price_for(offer.model, &buyer, slots)
    }

    /// The same for an account at an instant; behind the answer stands the place of its plan, counted
    /// from one, or 0.
    pub fn price_numbers_for(
        &self,
        account: &mut Account,
        model: usize,
        at: Instant,
        slots: &mut [f64],
    ) -> Option<usize> {
        let payer = self.payer_of(account, at);
        let buyer = Buyer::of(&payer, self.rules()).ok()?;
        let plan = match &payer.plan {
            Some(plan) => self.rules().plans.place(plan)? + 1,
            None => 0,
        };
        let told = self.price_for(model, &buyer, slots)?;
        *slots.get_mut(told)? = to_f64(u64::try_from(plan).ok()?);
        Some(told + 1)
    }

    fn price_for(&self, model: usize, buyer: &Buyer<'_>, slots: &mut [f64]) -> Option<usize> {
        let settings = numbers::settings(self.rules(), model, &|place| slots::parts(slots, place))?;
        let (head, lines) = slots.split_at_mut_checked(slots::PRICE)?;
        let (mut head, mut lines) = (Slots::new(head), Slots::new(lines));
        let mut all_told = Some(());
        let mut tell = |place, _: &Term, Charged { rate, units, credits }: Charged<Fraction>| {
            all_told =
                all_told.and_then(|()| lines.line(place, [rate, units, credits].into_iter().map(Some)));
        };
        let price = numbers::price(self.rules(), model, buyer, &settings, &mut tell)?;
        all_told?;
        head.price(price.cost, settings.ceiling, Some(price.exact))?;
        Some(head.told() + lines.told())
    }

    /// The costs of a grid, NaN where one cannot be had: behind the slots of all inputs stands for
    /// each axis the place of its input and how many values it has, and then these.
    #[must_use]
    pub fn grid_numbers(&self, offer: Offer, slots: &[f64]) -> Option<Vec<f64>> {
        let buyer = numbers::buyer(self.rules(), offer.plan, offer.product)?;
        let parts: Vec<Parts> = slots.chunks_exact(2).filter_map(|slots| slots::parts(slots, 0)).collect();
        numbers::costs(self.rules(), offer.model, &buyer, &parts)
    }

    /// Each capability, and whether an asker has it.
    #[must_use]
    pub fn rights_text(&self, account: &Account, asker: &Asker) -> String {
        let mut text = String::from("{");
        for (word, capability) in Capability::WORDS {
            text.push_str(if text.len() > 1 { ",\"" } else { "\"" });
            text.push_str(word);
            text.push_str(if self.may(account, asker, capability) { "\":true" } else { "\":false" });
        }
        text.push('}');
        text
    }
}
