//! The notice list: what was told and when. The system's notifications come and go; this is the record.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::sla::Threshold;
use tanggap_ipc::Error;
use tanggap_ipc::notices::{List, MarkRead, Notice};

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Empty, Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::state::{Panel, State, say, state};

#[component]
pub fn NoticesPanel() -> impl IntoView {
    let (state, say) = (state(), say());
    let notices = RwSignal::new(None::<Result<Vec<Notice>, Error>>);
    let read = move || {
        spawn_local(async move {
            let reply = call(&List).await;
            notices.try_set(Some(reply));
        });
    };
    Effect::new(move |_| {
        state.notices_changed.track();
        read();
    });
    let unread = Memo::new(move |_| {
        notices.with(|notices| match notices {
            Some(Ok(notices)) => notices.iter().filter(|notice| !notice.read).count(),
            _ => 0,
        })
    });
    let read_all = move |_| {
        spawn_local(async move {
            match call(&MarkRead { ids: Vec::new() }).await {
                Ok(()) => read(),
                Err(error) => state.tell_error(say, &error),
            }
        });
    };
    view! {
        <Dialog
            title=say.notices()
            testid="notices-panel"
            wide=true
            on_close=Callback::new(move |()| state.panel.set(Panel::None))
        >
            <div class="notice-head">
                <p class="quiet">
                    {move || match u32::try_from(unread.get()).unwrap_or(u32::MAX) {
                        0 => say.notice_all_read().to_owned(),
                        count => say.notices_unread(count),
                    }}
                </p>
                <button
                    class="button small"
                    disabled=move || unread.get() == 0
                    data-testid="notices-read-all"
                    on:click=read_all
                >
                    {icon(Icon::Check)}
                    {say.notice_read_all()}
                </button>
            </div>
            {move || match notices.get() {
                None => view! { <Skeleton /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(list)) if list.is_empty() => {
                    view! { <Empty title=say.notice_empty() next=say.notice_empty_next() /> }.into_any()
                }
                Some(Ok(list)) => {
                    view! {
                        <ul class="notice-list">
                            {list.into_iter().map(|notice| view! { <Line notice /> }).collect_view()}
                        </ul>
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
}

#[component]
fn Line(notice: Notice) -> impl IntoView {
    let (state, say) = (state(), say());
    let now = state.now.get_untracked();
    let (tone, shape) = match notice.threshold {
        Threshold::Breach => ("over", "▲"),
        Threshold::DayBefore | Threshold::Used(_) => ("warn", "◆"),
    };
    let number = notice.tracking_id.to_string();
    let due = say.notice_due(&say.due(notice.due_at, now));
    view! {
        <li>
            <button
                class="notice"
                class:unread=!notice.read
                title=say.notice_open(&number)
                data-testid="notice"
                on:click=move |_| open(state, &notice)
            >
                <span class=format!("badge {tone}")>
                    <span class="shape" aria-hidden="true">{shape}</span>
                    {say.threshold(notice.threshold)}
                </span>
                <span class="notice-what">
                    <b>{format!("#{number}")}</b>
                    {format!(" {} · {due}", say.clock(notice.clock))}
                </span>
                {(!notice.read).then(|| view! { <span class="notice-new">{say.notice_unread()}</span> })}
                <time class="quiet">{say.lately(notice.told_at, now)}</time>
            </button>
        </li>
    }
}

/// Shows the complaint; that the notice was read is secondary and may fail.
fn open(state: State, notice: &Notice) {
    let (id, was_read, complaint) = (notice.id, notice.read, notice.complaint);
    state.show(complaint);
    if was_read {
        return;
    }
    spawn_local(async move {
        if let Err(error) = call(&MarkRead { ids: vec![id] }).await {
            web_sys::console::warn_1(&format!("notice_read: {:?}", error.code).into());
        }
    });
}
