//! One notice: what it speaks of, what became of it, what one can do, and its history.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::Threshold;
use tanggap_ipc::notices::{About, Happened, Notice, Snooze, Standing};
use tanggap_wording::capital;

use super::View;
use crate::call::call;
use crate::icons::{Icon, icon};
use crate::state::DeadlineTab;

/// A notice in words.
struct Words {
    tone: &'static str,
    shape: &'static str,
    badge: String,
    lead: String,
    rest: String,
    complaint: Option<ComplaintId>,
    number: String,
    /// The complaint is still on this desk, or it speaks of many.
    opens: bool,
}

fn words(view: View, about: &About) -> Words {
    let (state, say) = (view.state, view.say);
    let now = state.now.get_untracked();
    let numbered = |number: &Option<_>| match number {
        Some(number) => format!("#{number}"),
        None => say.notice_gone().to_owned(),
    };
    match about {
        About::Threshold {
            complaint,
            tracking_id,
            clock,
            name,
            threshold,
            due_at,
        } => {
            let (tone, shape) = match threshold {
                Threshold::Breach if clock.is_duty() => ("over", "▲"),
                Threshold::Breach | Threshold::DayBefore | Threshold::Used(_) => ("warn", "◆"),
            };
            let name = name
                .clone()
                .unwrap_or_else(|| state.clock_name(say, *clock));
            Words {
                tone,
                shape,
                badge: say.crossed(*threshold, *clock),
                lead: numbered(tracking_id),
                rest: format!("{name} · {}", say.notice_due(&say.due(*due_at, now))),
                complaint: Some(*complaint),
                number: tracking_id
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                opens: tracking_id.is_some(),
            }
        }
        About::Reminder {
            complaint,
            tracking_id,
            clock,
            by,
            overdue_days,
        } => Words {
            tone: "brand",
            shape: "●",
            badge: say.notice_reminder().to_owned(),
            lead: numbered(tracking_id),
            rest: say.notice_reminder_by(&state.clock_name(say, *clock), *overdue_days, by),
            complaint: Some(*complaint),
            number: tracking_id
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            opens: tracking_id.is_some(),
        },
        About::Digest { passed, near } => Words {
            tone: "brand",
            shape: "≡",
            badge: say.notice_digest().to_owned(),
            lead: String::new(),
            rest: capital(&say.notice_digest_about(*passed, *near)),
            complaint: None,
            number: String::new(),
            opens: true,
        },
        About::Daily { date, overdue } => Words {
            tone: "brand",
            shape: "≡",
            badge: say.notice_daily().to_owned(),
            lead: String::new(),
            rest: say.notice_daily_about(*overdue, &say.day_of(*date, say.wall(now).date_naive())),
            complaint: None,
            number: String::new(),
            opens: true,
        },
    }
}

#[component]
pub(super) fn Line(view: View, notice: Notice, whole: bool) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let now = state.now.get_untracked();
    let words = words(view, &notice.about);
    let (id, was_read, complaint) = (notice.id, notice.read, words.complaint);
    let (standing, told_at) = (notice.standing, notice.told_at);
    let is_past = notice.standing != Standing::Current;
    let tone = if is_past { "" } else { words.tone };
    let title = match complaint {
        Some(_) => say.notice_open(&words.number),
        None => say.notice_open_board().to_owned(),
    };
    view! {
        <li
            class="notice"
            class:unread=!was_read
            class:past=is_past
            data-testid="notice-item"
            data-standing=standing_code(standing)
        >
            <button
                class="notice-main"
                title=words.opens.then(|| title.clone())
                disabled=!words.opens
                data-testid="notice"
                on:click=move |_| open(view, id, was_read, complaint)
            >
                <span class=format!("badge {tone}")>
                    <span class="shape" aria-hidden="true">{words.shape}</span>
                    {words.badge}
                </span>
                <span class="notice-what">
                    {(!words.lead.is_empty()).then(|| view! { <b>{words.lead.clone()}</b> " " })}
                    <bdi>{words.rest}</bdi>
                </span>
                <span class="notice-flags">
                    {say.standing(standing).map(|became| view! { <span class="notice-became">{became}</span> })}
                    {(!was_read).then(|| view! { <span class="notice-new">{say.notice_unread()}</span> })}
                </span>
                <time class="quiet" datetime=told_at.to_rfc3339()>{say.lately(told_at, now)}</time>
            </button>
            {whole.then(|| view! { <Foot view notice /> })}
        </li>
    }
}

fn standing_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Current => "current",
        Standing::Withdrawn => "withdrawn",
        Standing::Settled => "settled",
    }
}

/// What one can do about it, and its history.
#[component]
fn Foot(view: View, notice: Notice) -> impl IntoView {
    let say = view.say;
    let id = notice.id;
    let count = notice.history.len();
    let open = Memo::new(move |_| view.unfolded.with(|unfolded| unfolded.contains(&id)));
    let controls = format!("notice-history-{id}");
    let list = controls.clone();
    let history = StoredValue::new(notice.history);
    // Only what still holds is worth telling again.
    let can_snooze = notice.standing == Standing::Current
        && matches!(
            notice.about,
            About::Threshold { .. } | About::Reminder { .. }
        );
    view! {
        <div class="notice-foot">
            {(!notice.read)
                .then(|| {
                    view! {
                        <button
                            class="link"
                            data-testid="notice-read"
                            on:click=move |_| view.mark_read(vec![id])
                        >
                            {say.notice_read()}
                        </button>
                    }
                })}
            {can_snooze
                .then(|| {
                    view! {
                        <button class="link" data-testid="notice-snooze" on:click=move |_| snooze(view, id)>
                            {say.notice_snooze()}
                        </button>
                    }
                })}
            <button
                class="link notice-unfold"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=controls
                data-testid="notice-unfold"
                on:click=move |_| {
                    view.unfolded
                        .update(|unfolded| {
                            if !unfolded.remove(&id) {
                                unfolded.insert(id);
                            }
                        });
                }
            >
                {say.notice_history(count)}
                {icon(Icon::Down)}
            </button>
        </div>
        <ol class="notice-history" id=list hidden=move || !open.get() data-testid="notice-history">
            {move || {
                open.get()
                    .then(|| {
                        history
                            .get_value()
                            .into_iter()
                            .map(|line| view! { <HistoryLine view line /> })
                            .collect_view()
                    })
            }}
        </ol>
    }
}

#[component]
fn HistoryLine(view: View, line: Happened) -> impl IntoView {
    let say = view.say;
    let now = view.state.now.get_untracked();
    let who = if line.who.is_empty() {
        say.notice_by_nobody().to_owned()
    } else {
        line.who
    };
    view! {
        <li data-testid="notice-happened">
            <time datetime=line.at.to_rfc3339()>{say.moment(line.at, now)}</time>
            <span>{say.happened(&line.what, now)}</span>
            <bdi class="quiet">{who}</bdi>
        </li>
    }
}

/// Shows the complaint or the board; that the notice was read is secondary and may fail.
fn open(view: View, id: i64, was_read: bool, complaint: Option<ComplaintId>) {
    match complaint {
        Some(complaint) => view.state.show(complaint),
        None => view.state.show_deadlines(DeadlineTab::Board),
    }
    if !was_read {
        view.mark_read(vec![id]);
    }
}

fn snooze(view: View, id: i64) {
    let (state, say) = (view.state, view.say);
    spawn_local(async move {
        match call(&Snooze { id }).await {
            Ok(until) => {
                state.tell(say.notice_snoozed(&say.time_with_zone(until)));
                state.notices_changed.set(());
            }
            Err(error) => state.tell_error(say, &error),
        }
    });
}
