//! The middle column: who says what and where, what was answered, and the editor.

use std::sync::Arc;

use leptos::prelude::*;
use tanggap_domain::change::{Mandate, Refused};
use tanggap_ipc::complaint::{Action, Detail};

use crate::components::menu::{Menu, Side};
use crate::components::states::{Empty, Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::pages::inbox::attachments::Attachments;
use crate::pages::inbox::editor::Editor;
use crate::pages::inbox::joining::Joining;
use crate::pages::inbox::returned::Returned;
use crate::pages::inbox::thread::Thread;
use crate::state::{say, state};

/// A text longer than this is shown in part first: a megabyte must not stop the window.
const SHOWN_BYTES: usize = 4_096;

#[component]
pub fn DetailColumn(inbox: Inbox) -> impl IntoView {
    let say = say();
    let opened = Memo::new(move |_| {
        inbox
            .detail
            .with(|detail| detail.as_ref().map(|detail| detail.complaint.id))
    });
    view! {
        <section class="detail" id="detail" tabindex="-1" aria-label=say.complaint_heading() data-testid="detail">
            // Where no complaint's title heads the page.
            <Show when=move || opened.get().is_none() || inbox.error.with(Option::is_some)>
                <h1 class="visually-hidden">{say.page_inbox()}</h1>
            </Show>
            {move || match (inbox.error.get(), opened.get()) {
                (Some(error), _) => {
                    view! { <Failure say error on_retry=Callback::new(move |()| inbox.read()) /> }.into_any()
                }
                (None, Some(id)) => {
                    view! {
                        <Parts inbox />
                        <Editor inbox id />
                    }
                        .into_any()
                }
                (None, None) if inbox.state.open.get().is_some() => view! { <Skeleton say lines=9 /> }.into_any(),
                (None, None) if inbox.rows.total.get() == Some(0) => {
                    view! { <Empty title=say.none_to_open() /> }.into_any()
                }
                (None, None) => {
                    view! { <Empty title=say.none_open() next=say.none_open_next() /> }.into_any()
                }
            }}
        </section>
    }
}

/// Everything above the editor; drawn anew when the complaint changes, while the editor stays.
#[component]
fn Parts(inbox: Inbox) -> impl IntoView {
    move || {
        inbox.detail.get().map(|detail| {
            view! {
                <Heading inbox detail=detail.clone() />
                <div class="detail-scroll" tabindex="0" data-testid="detail-scroll">
                    <Returned detail=detail.clone() />
                    <Joining inbox detail=detail.clone() />
                    <Body detail=detail.clone() />
                    <Thread detail />
                </div>
            }
        })
    }
}

#[component]
fn Heading(inbox: Inbox, detail: Arc<Detail>) -> impl IntoView {
    let (state, say) = (state(), say());
    let complaint = &detail.complaint;
    let number = complaint.tracking_id.to_string();
    let copied = number.clone();
    let copy = move |_| {
        let copying = window().navigator().clipboard().write_text(&copied);
        leptos::task::spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(copying).await.is_ok() {
                state.tell(say.copied());
            }
        });
    };
    let reporter = match (complaint.privacy.anonymous, &complaint.reporter.name) {
        (true, _) => (Icon::Anonymous, say.anonymous().to_owned()),
        (false, Some(name)) => (Icon::Person, name.clone()),
        (false, None) => (Icon::Person, say.reporter_unnamed().to_owned()),
    };
    let mut place: Vec<String> = complaint.location.address.iter().cloned().collect();
    place.extend(detail.place.iter().rev().take(3).cloned());
    let place = if place.is_empty() {
        say.no_place().to_owned()
    } else {
        place.join(", ")
    };
    view! {
        <header class="detail-head">
            <div class="detail-line identity">
                <button class="number-copy" title=say.copy_number() aria-label=format!("#{number}, {}", say.copy_number()) data-testid="detail-number" on:click=copy>
                    {format!("#{number}")}
                    {icon(Icon::Copy)}
                </button>
                <span class="detail-class" data-testid="detail-class">{say.classification(&complaint.classification)}</span>
                <span>{say.channel_label(&say.channel(&complaint.channel))}</span>
                <span class="spring"></span>
                <span class="moving"><kbd>"J"</kbd><kbd>"K"</kbd>{say.moving()}</span>
            </div>
            <h1 class="detail-title" dir="auto" data-testid="detail-title">{complaint.title.clone()}</h1>
            <div class="detail-line about">
                {complaint
                    .privacy
                    .secret
                    .then(|| view! { <b class="flag secret" data-testid="flag-secret">{icon(Icon::Lock)}{say.secret()}</b> })}
                {complaint
                    .provenance
                    .privacy_is_assumed()
                    .then(|| {
                        view! {
                            <span class="quiet" title=say.privacy_assumed_about() data-testid="privacy-assumed">
                                {say.privacy_assumed()}
                                <span class="visually-hidden">". " {say.privacy_assumed_about()}</span>
                            </span>
                        }
                    })}
                <span data-testid="detail-reporter">{icon(reporter.0)}<bdi>{reporter.1}</bdi></span>
                <span class="quiet" data-testid="detail-received">
                    {say.received_on(&say.date_time(complaint.received_at))}
                </span>
                {complaint
                    .incident_on
                    .map(|on| view! { <span class="quiet">{say.incident_on(&say.date(on))}</span> })}
                <span data-testid="detail-place">{icon(Icon::Place)}<bdi>{place}</bdi></span>
            </div>
            <ActionBar inbox allowed=detail.allowed.clone() mandate=detail.mandate />
        </header>
    }
}

/// What may be done now, as the shell says; the editor's own three stand in the editor.
#[component]
fn ActionBar(inbox: Inbox, allowed: Vec<Action>, mandate: Mandate) -> impl IntoView {
    let say = say();
    let open = RwSignal::new(false);
    let is_first = |action: Action| {
        matches!(
            action,
            Action::Verify | Action::Dispose | Action::Hold | Action::Resume | Action::Reopen
        )
    };
    let first: Vec<Action> = allowed
        .iter()
        .copied()
        .filter(|action| is_first(*action))
        .collect();
    let more: Vec<Action> = allowed
        .into_iter()
        .filter(|action| !is_first(*action) && !matches!(action, Action::Reply | Action::Note))
        .collect();
    let has_more = !more.is_empty();
    let more = StoredValue::new(more);
    let drawing = |action: Action| match action {
        Action::Verify => Icon::Check,
        Action::Dispose => Icon::Forward,
        Action::Hold => Icon::Pause,
        Action::Resume => Icon::Right,
        Action::NotOurAuthority => Icon::Ban,
        Action::Archive => Icon::Archive,
        Action::Reply => Icon::Message,
        Action::Note => Icon::Note,
        Action::Close => Icon::Done,
        Action::Reopen => Icon::Reopen,
        Action::Amend => Icon::Edit,
    };
    let key = |action: Action| match action {
        Action::Verify => Some("V"),
        Action::Dispose => Some("D"),
        Action::Hold => Some("T"),
        _ => None,
    };
    view! {
        <div class="action-bar" role="group" aria-label=say.actions() data-testid="actions">
            {first
                .into_iter()
                .map(|action| {
                    view! {
                        <button
                            class="button small"
                            data-testid=format!("action-{}", action.code())
                            on:click=move |_| inbox.begin(action)
                        >
                            {icon(drawing(action))}
                            {say.action(action)}
                            {key(action).map(|key| view! { <kbd>{key}</kbd> })}
                        </button>
                    }
                })
                .collect_view()}
            <Show when=move || has_more>
                <Menu
                    label=move || view! { {icon(Icon::More)} {say.more_actions()} }
                    testid="more-actions"
                    class="button small"
                    side=Side::Start
                    open
                >
                    {more
                        .get_value()
                        .into_iter()
                        .map(|action| {
                            view! {
                                <button
                                    class="menu-item"
                                    data-testid=format!("action-{}", action.code())
                                    on:click=move |_| {
                                        open.set(false);
                                        inbox.begin(action);
                                    }
                                >
                                    {icon(drawing(action))}
                                    {say.action(action)}
                                </button>
                            }
                        })
                        .collect_view()}
                </Menu>
            </Show>
        </div>
        <Show when=move || !mandate.is_full()>
            <p class="quiet" data-testid="own-unit">
                {say.refused(&Refused::NotYourRole)}
            </p>
        </Show>
    }
}

#[component]
fn Body(detail: Arc<Detail>) -> impl IntoView {
    let say = say();
    let complaint = &detail.complaint;
    let attachments = complaint.attachments.clone();
    view! {
        <article class="card body" data-testid="detail-body">
            <LongText text=complaint.body.clone() />
            {complaint
                .first_body
                .clone()
                .map(|text| {
                    view! {
                        <details class="first-body">
                            <summary>{say.first_body()}</summary>
                            <LongText text />
                        </details>
                    }
                })}
            <Attachments attachments />
        </article>
    }
}

/// A citizen's words: always text, never markup; right-to-left marks stay inside their block.
#[component]
pub fn LongText(text: String) -> impl IntoView {
    let say = say();
    let whole = RwSignal::new(text.len() <= SHOWN_BYTES);
    let text = Arc::new(text);
    let cut = text
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= SHOWN_BYTES)
        .last()
        .unwrap_or_default();
    let size = say.bytes(text.len() as u64);
    let shown = {
        let text = text.clone();
        move || {
            if whole.get() {
                text.to_string()
            } else {
                format!("{}…", &text[..cut])
            }
        }
    };
    view! {
        <p class="long-text" dir="auto">{shown}</p>
        <Show when=move || !whole.get()>
            <button class="link" data-testid="show-all" on:click=move |_| whole.set(true)>
                {say.show_all(&size)}
            </button>
        </Show>
    }
}
