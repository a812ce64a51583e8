//! What a card says: title, clock and unit, how much of the time is used, and what is left.

use leptos::prelude::*;
use tanggap_domain::sla::ClockState;
use tanggap_ipc::deadlines::Card;

use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::shared::deadline::DeadlineBadge;
use crate::state::State;

#[component]
pub fn CardFace(state: State, say: Say, card: Card) -> impl IntoView {
    let row = card.row;
    let clock = row
        .deadline
        .map(|deadline| state.clock_name(say, deadline.clock));
    let unit = row.unit.clone().unwrap_or_else(|| say.no_unit().to_owned());
    let percent = card.used_permille / 10;
    let paused = row
        .deadline
        .is_some_and(|deadline| deadline.state == ClockState::Paused);
    view! {
        <span class="due-card-title" dir="auto">{row.title.clone()}</span>
        <span class="due-card-about">
            {row
                .privacy
                .secret
                .then(|| {
                    view! {
                        <span class="due-card-secret">
                            {icon(Icon::Lock)}
                            {say.secret()}
                            " · "
                        </span>
                    }
                })}
            {clock}
            " · "
            {unit}
        </span>
        <span class="due-card-foot">
            <span
                class="due-card-used"
                class:paused=paused
                role="img"
                aria-label=say.used(percent)
                title=say.used(percent)
            >
                <span style:width=format!("{}%", percent.min(100))></span>
            </span>
            {row
                .deadline
                .map(|deadline| view! { <DeadlineBadge state say deadline /> })}
        </span>
    }
}
