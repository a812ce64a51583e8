//! Journeys in the real window, on a private display with a notification daemon of its own.

mod axe;
mod bad_input;
mod calendar;
mod day;
mod deadlines;
mod imported;
mod joining;
mod keys;
mod late;
mod looks;
mod main_job;
mod many;
mod memory;
mod moving;
mod notices;
mod office;
mod opens;
mod practice;
mod presence;
mod reminder;
mod rules;
mod stage;
mod start;
mod zoom;
