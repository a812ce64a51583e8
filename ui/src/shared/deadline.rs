//! The deadline badge of rows and cards, fed by the window's clock and calendar. It counts down; what is
//! due, and when, the shell says.

use leptos::prelude::*;
use tanggap_ipc::inbox::Deadline;

use crate::components::badge::Badge;
use crate::labels::Say;
use crate::state::State;

#[component]
pub fn DeadlineBadge(state: State, say: Say, deadline: Deadline) -> impl IntoView {
    view! {
        <Badge
            say
            clock=state.ticking(deadline)
            undecreed=deadline.undecreed
            hangs_on_zone=deadline.hangs_on_zone
            now=state.now
            calendar=state.calendar
        />
    }
}
