//! The language of a complaint desk: complaints, what officers may do to them, and the clocks that run.
//!
//! Pure: no IO, no async, no clock and no randomness. Whoever needs the time or a new id passes it in.

pub mod ids;

pub mod complaint;
pub mod event;
pub mod likeness;

pub mod change;
pub mod limits;
pub mod merge;
pub mod provenance;
pub mod reply;
pub mod source_zone;
pub mod status;

pub mod agency;
pub mod classification;
pub mod moment;
pub mod privacy;
pub mod region;
pub mod text;
pub mod words;
pub mod world;

pub mod calendar;
pub mod indicator;
pub mod sla;
