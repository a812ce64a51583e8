//! Journeys in the real window, on a private display with a notification daemon of its own.

mod bad_input;
mod calendar;
mod day;
mod deadlines;
mod looks;
mod main_job;
mod notices;
mod office;
mod opens;
mod presence;
mod reminder;
mod rules;
mod stage;
