//! What the window tells of itself, for the log: places and stages, never a word of what it shows.

use serde::{Deserialize, Serialize};

use crate::command;

/// The stages of a start, in their order; `ui/watch.js` names them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The page itself is there.
    Page,
    /// Its module runs.
    Module,
    /// The program is being fetched and compiled.
    Wasm,
    /// The program runs.
    App,
    /// It has asked the shell what to show.
    Asked,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Report {
    /// The page was laid out; `start` counts from 1.
    Began { start: u32 },
    /// A start stood still in this stage.
    Stalled { stage: Stage, start: u32 },
    /// The program broke an assumption of its own, here in its source.
    Panicked {
        file: String,
        line: u32,
        column: u32,
    },
    /// The program ended without saying where: out of memory, or a stack too deep.
    Trapped,
}
command!(Report => "window_report" -> ());
