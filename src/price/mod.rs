//! What a request costs.
//!
//! - [`request`] reads a request, and finds out to what it sets the inputs of its model,
//! - [`charge`] is the arithmetic: terms, discount, clamps, rounding,
//! - [`estimate`] answers for one request, [`grid`] for very many, [`rates`] for a whole page.

mod charge;
mod estimate;
mod grid;
mod payer;
mod rates;
mod request;
mod value;

pub use estimate::{Estimate, Line};
pub use grid::Axis;
pub use payer::Payer;
pub use rates::{RateCard, RateLine};
pub use request::Request;
pub use value::{Number, Value};

pub(crate) use estimate::{Availability, estimate};
pub(crate) use grid::{grid, grid_of_numbers, read_axes};
pub(crate) use payer::Buyer;
pub(crate) use rates::rates;
