//! One overdue complaint of Eskalasi: for how long, who was reminded, and whether to remind again.

use leptos::prelude::*;
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::escalation::{EscalationRow, Sent};

use super::View;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::deadlines::reminder::Writing;
use crate::shared::deadline::DeadlineBadge;

/// Reminders that the hub has not confirmed.
pub fn pending(row: &EscalationRow) -> usize {
    row.reminders.iter().filter(|sent| sent.pending).count()
}

#[component]
pub fn Line(view: View, row: EscalationRow) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let id = row.row.id;
    let number = row.row.tracking_id.to_string();
    let selected = Memo::new(move |_| view.many.has(id));
    let clock = row
        .name
        .clone()
        .unwrap_or_else(|| say.words().clock(row.clock, None));
    let unit = row
        .row
        .unit
        .clone()
        .unwrap_or_else(|| say.no_unit().to_owned());
    let write = move |via| {
        view.writing.set(Some(Writing { complaint: id, via }));
    };
    view! {
        <li class="escalation-row" class:selected=move || selected.get() data-testid="escalation-row" data-id=number.clone()>
            <input
                type="checkbox"
                aria-label=say.board_select(&number)
                data-testid="escalation-select"
                prop:checked=move || selected.get()
                on:change=move |_| view.many.toggle(id)
            />
            <div class="escalation-what">
                <p class="escalation-line">
                    <b class="escalation-unit" dir="auto">{unit}</b>
                    {match row.row.deadline.filter(|deadline| deadline.clock == row.clock) {
                        // The badge of the board, ticking as it does there.
                        Some(deadline) => {
                            view! { <DeadlineBadge state say deadline /> }.into_any()
                        }
                        None => {
                            view! {
                                <span class="badge over">
                                    <span class="shape" aria-hidden="true">"▲"</span>
                                    {say.escalation_days(row.overdue_days)}
                                </span>
                            }
                                .into_any()
                        }
                    }}
                    <span class="quiet">{clock}</span>
                </p>
                <button
                    class="link escalation-title"
                    title=say.notice_open(&number)
                    data-testid="escalation-open"
                    on:click=move |_| state.show(id)
                >
                    <span class="number">{format!("#{number}")}</span>
                    " "
                    <bdi>{row.row.title.clone()}</bdi>
                </button>
                <div class="escalation-line">
                    <Proposal say due_now=row.due_now again_at=row.again_at />
                    <Reminders view id sent=row.reminders.clone() />
                </div>
            </div>
            <div class="escalation-actions">
                <button
                    class="button small"
                    data-testid="escalation-whatsapp"
                    on:click=move |_| write(ReminderChannel::Whatsapp)
                >
                    {icon(Icon::Copy)}
                    {say.escalation_whatsapp()}
                </button>
                <button
                    class="button small"
                    data-testid="escalation-email"
                    on:click=move |_| write(ReminderChannel::Email)
                >
                    {icon(Icon::Copy)}
                    {say.escalation_email()}
                </button>
            </div>
        </li>
    }
}

/// How often the unit was reminded, and the last time.
#[component]
fn Reminders(view: View, id: ComplaintId, sent: Vec<Sent>) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let now = state.now.get_untracked();
    let count = sent.len();
    match sent.into_iter().next() {
        None => view! { <p class="quiet" data-testid="escalation-reminders">{say.escalation_never()}</p> }
            .into_any(),
        Some(last) => {
            let via = say.reminder_channel(last.via);
            let words = say.escalation_reminded(count, &say.moment(last.at, now), via, &last.by);
            view! {
                <p class="quiet" data-testid="escalation-reminders">
                    <bdi>{words}</bdi>
                    {last
                        .pending
                        .then(|| view! { <span class="flag pending">" · " {move || state.pending_word(say, id)}</span> })}
                </p>
            }
            .into_any()
        }
    }
}

/// Whether a reminder is worth sending now, and from when the hub takes another one.
#[component]
fn Proposal(
    say: Say,
    due_now: bool,
    again_at: Option<chrono::DateTime<chrono::Utc>>,
) -> impl IntoView {
    let (tone, shape, words) = match (due_now, again_at) {
        (true, None) => ("warn", "◆", say.escalation_due().to_owned()),
        (_, Some(at)) => ("paused", "‖", say.escalation_again(&say.date_time(at))),
        (false, None) => ("", "✓", say.escalation_recent().to_owned()),
    };
    view! {
        <span class=format!("badge {tone}") data-testid="escalation-proposal">
            <span class="shape" aria-hidden="true">{shape}</span>
            {words}
        </span>
    }
}
