//! Journeys without a window: the real hub and the real command line as processes, complaints as they
//! come from the national system.

mod bad_input;
mod bring;
mod killed;
mod moving;
mod remind;
mod reply;
mod same_answer;
mod server;
mod world;
