//! Text in, text out: what the bindings call, and any host that keeps JSON.

use core::result::Result::Ok as Fine;

use serde::Serialize;

use super::Ok;
use crate::bursar::Bursar;
use crate::json::{self, Dialect, Faults, Place};
use crate::mistake::{Mistake, MistakeCode};
use crate::price::{self, Payer, Request};
use crate::refusal::Failure;

impl Bursar {
    /// What a request costs, as [`Bursar::estimate`] answers it.
    ///
    /// # Errors
    /// Where a text is no request or no payer. A refusal is an answer, not an error.
    pub fn estimate_text(
        &self,
        request: &str,
        payer: Option<&str>,
        dialect: Dialect,
    ) -> Result<String, Mistake> {
        let request = read(request, dialect, Request::read)?;
        let payer = read_payer(payer, dialect)?;
        answer(self.estimate(&request, &payer))
    }

    /// The costs of all combinations, as a list of numbers: `vary` is a list of pairs of an input
    /// and its values.
    ///
    /// # Errors
    /// Where a text is no request, no axes or no payer, or names what there is not.
    pub fn grid_text(
        &self,
        request: &str,
        vary: &str,
        payer: Option<&str>,
        dialect: Dialect,
    ) -> Result<Vec<f64>, Mistake> {
        let request = read(request, dialect, Request::read)?;
        let axes = read(vary, dialect, price::read_axes)?;
        let payer = read_payer(payer, dialect)?;
        self.grid_over(&request, &axes, &payer)
    }

    /// The table of rates, as [`Bursar::rates`] answers it.
    ///
    /// # Errors
    /// Where the text is no payer, or names what there is not.
    pub fn rates_text(&self, payer: Option<&str>, dialect: Dialect) -> Result<String, Mistake> {
        let payer = read_payer(payer, dialect)?;
        self.rates(&payer).map(|rates| json::write(&rates))
    }
}

/// Reads a text whole, telling every fault in it as a mistake in a request.
fn read<T>(text: &str, dialect: Dialect, read: impl FnOnce(&Place<'_>) -> Option<T>) -> Result<T, Mistake> {
    let faults = Faults::default();
    let tree = json::text::parse(text, dialect, &faults);
    let value = tree.as_ref().and_then(|tree| read(&Place::root(tree, &faults)));
    faults.finish(value, MistakeCode::InvalidRequest)
}

fn read_payer(payer: Option<&str>, dialect: Dialect) -> Result<Payer, Mistake> {
    payer.map_or_else(|| Fine(Payer::default()), |payer| read(payer, dialect, Payer::read))
}

/// An answer or a refusal as text.
fn answer(answer: Result<impl Serialize, Failure>) -> Result<String, Mistake> {
    match answer {
        Fine(answer) => Fine(json::write(&Ok::new(answer))),
        Err(Failure::Refused(refused)) => Fine(json::write(&refused)),
        Err(Failure::Mistake(mistake)) => Err(*mistake),
    }
}
