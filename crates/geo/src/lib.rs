//! Where things are in Indonesia: region names and codes, and approximate boundaries, all bundled.
//!
//! Facts only, from `data/wilayah`, `data/boundaries-approx` and `data/basemap`. Never asks the
//! network, never guesses: an ambiguous name stays at the wider region.

mod agency;
mod codes;
mod former;
pub mod gazetteer;
mod names;
mod resolve;

pub mod boundaries;
mod check;
mod topology;

pub use check::check_region;

pub use boundaries::{Backdrop, BoundaryError, backdrop, boundaries};
pub use gazetteer::{Gazetteer, Place, PlaceKind, Point};
