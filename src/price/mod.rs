//! What a request costs.
//!
//! - [`request`] reads a request, and finds out to what it sets the inputs of its model,
//! - [`charge`] is the arithmetic: terms, discount, clamps, rounding,
//! - [`estimate`] answers for one request, [`grid`] for very many, [`rates`] for a whole page,
//! - [`exactly`] are the numbers of an answer, and [`inputs`] what it was asked for, put into words where they are read,
//! - [`numbers`] are a request and its price without texts,
//! - [`table`] is the arithmetic of a grid, whose [`factor`]s are worked out once.

mod axis;
mod charge;
mod estimate;
mod exactly;
mod factor;
mod given;
mod grid;
mod inputs;
pub(crate) mod numbers;
mod payer;
mod rates;
mod request;
mod table;
mod value;

pub use axis::Axis;
pub use estimate::{Estimate, Line};
pub use exactly::Exactly;
pub use inputs::Inputs;
pub use payer::Payer;
pub use rates::{RateCard, RateLine};
pub use request::Request;
pub use value::{Number, Value};

pub(crate) use axis::read_axes;
pub(crate) use charge::Charged;
pub(crate) use estimate::{Availability, estimate};
pub(crate) use grid::{grid, grid_of_numbers};
pub(crate) use payer::Buyer;
pub(crate) use rates::rates;
