//! The public reply: templates, what to look at before it leaves, and how it is sent.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::{ChangeKind, Mandate, Then};
use tanggap_domain::privacy;
use tanggap_ipc::compose::{
    Before, CheckReply, FillTemplate, ListTemplates, LookBefore, Mark, MarkKind, Template,
};

use crate::call::call;
use crate::components::menu::{Menu, Side};
use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::pages::inbox::editor::before::Told;
use crate::pages::inbox::editor::files::{AttachButton, FileChips, Uploading};
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::editor::write::{SavedLine, Writing, submit};
use crate::state::say;

const CHECK_PAUSE: Duration = Duration::from_millis(350);

#[component]
pub fn ReplySheet(inbox: Inbox, sheet: Sheet, focus: RwSignal<u32>) -> impl IntoView {
    let say = say();
    let uploading = Uploading::new(sheet);
    let marks = RwSignal::new(Vec::<Mark>::new());
    let left = RwSignal::new(Vec::<MarkKind>::new());
    let area = NodeRef::<html::Textarea>::new();
    let sending = RwSignal::new(false);
    let mandate = inbox.mandate();

    check_at_pauses(sheet, marks);
    let point = move |mark: Mark| {
        if let Some(area) = area.get_untracked() {
            // The area is on screen while its marks are.
            drop(area.focus());
            drop(area.set_selection_range(mark.range.start, mark.range.end));
        }
    };
    let first_empty = move || {
        marks.with(|marks| {
            marks
                .iter()
                .find(|mark| matches!(mark.kind, MarkKind::EmptyVariable { .. }))
                .cloned()
        })
    };
    let told = RwSignal::new(None::<Before>);
    // What the officer sees at the first letter is what they answer to.
    let base = move || {
        inbox
            .detail
            .with_untracked(|detail| detail.as_ref().map(|detail| detail.complaint.base()))
    };
    Effect::new(move |_| {
        if sheet.text.with(|text| !text.trim().is_empty()) {
            sheet.begin(base());
        }
    });
    let look = Callback::new(move |()| {
        let request = LookBefore {
            complaint: sheet.complaint,
            text: sheet.text.get_untracked(),
            seen: sheet.seen.get_untracked(),
        };
        spawn_local(async move {
            match call(&request).await {
                Ok(before) => {
                    told.try_set(Some(before));
                }
                Err(error) => inbox.state.tell_error(say, &error),
            }
        });
    });
    let send_as = move |anyway: bool| {
        if sending.get_untracked() || untrack(|| uploading.is_busy()) {
            return;
        }
        if let Some(mark) = untrack(first_empty) {
            // Its warning stands below already; the place itself is selected.
            point(mark);
            return;
        }
        let change = ChangeKind::Reply {
            text: sheet.text.get_untracked(),
            then: sheet.then.get_untracked(),
            attachments: sheet.attachments.get_untracked(),
        };
        submit(inbox, sheet, sending, change, anyway, Some(look));
    };
    let send = Callback::new(move |()| send_as(false));
    let back = Callback::new(move |()| {
        told.set(None);
        // They have it before their eyes now: it is not news any more.
        sheet.seen.set(base());
        sheet.touch();
    });
    let send_anyway = Callback::new(move |()| {
        told.set(None);
        send_as(true);
    });
    view! {
        <Where inbox>
            <Templates sheet marks area />
            <AttachButton uploading />
        </Where>
        <Writing sheet marks uploading hint=say.reply_hint() testid="reply-text" focus area on_send=send />
        <FileChips uploading />
        <Warnings sheet marks left point=Callback::new(point) />
        {move || told.get().map(|before| view! { <Told sheet before on_back=back on_send=send_anyway /> })}
        <footer class="editor-foot">
            <SavedLine sheet />
            <span class="spring"></span>
            <SendButton sheet mandate sending busy=Signal::derive(move || uploading.is_busy()) on_send=send />
        </footer>
    }
}

/// Who will read the reply, and what helps to write it.
#[component]
fn Where(inbox: Inbox, children: Children) -> impl IntoView {
    let say = say();
    let is_secret = inbox.detail.with_untracked(|detail| {
        detail
            .as_ref()
            .is_some_and(|it| it.complaint.privacy.secret)
    });
    view! {
        <p class="editor-where">
            {icon(if is_secret { Icon::Lock } else { Icon::Person })}
            <span class="where">{if is_secret { say.reply_where_secret() } else { say.reply_where() }}</span>
            <span class="spring"></span>
            {children()}
        </p>
    }
}

/// Asks the shell what to look at, at every pause in typing.
fn check_at_pauses(sheet: Sheet, marks: RwSignal<Vec<Mark>>) {
    let pending = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let text = sheet.text.get();
        if let Some(pending) = pending.get_value() {
            pending.clear();
        }
        if text.trim().is_empty() {
            marks.set(Vec::new());
            return;
        }
        let check = move || {
            let request = CheckReply {
                complaint: sheet.complaint,
                text: text.clone(),
            };
            spawn_local(async move {
                let Ok(found) = call(&request).await else {
                    return;
                };
                if sheet.text.try_with_untracked(|now| *now == request.text) != Some(true) {
                    return;
                }
                marks.try_update(|marks| {
                    marks.retain(|mark| mark.kind == MarkKind::Filled);
                    marks.extend(found);
                });
            });
        };
        pending.set_value(set_timeout_with_handle(check, CHECK_PAUSE).ok());
    });
    on_cleanup(move || {
        if let Some(Some(pending)) = pending.try_get_value() {
            pending.clear();
        }
    });
}

#[component]
fn Templates(
    sheet: Sheet,
    marks: RwSignal<Vec<Mark>>,
    /// The editor's text area takes the focus back, so that what was filled in can be sent at once.
    area: NodeRef<html::Textarea>,
) -> impl IntoView {
    let (state, say) = (crate::state::state(), say());
    let open = RwSignal::new(false);
    let templates = RwSignal::new(None::<Vec<Template>>);
    Effect::new(move |_| {
        if open.get() && templates.with_untracked(Option::is_none) {
            spawn_local(async move {
                let request = ListTemplates {
                    complaint: sheet.complaint,
                };
                match call(&request).await {
                    Ok(found) => {
                        templates.try_set(Some(found));
                    }
                    Err(error) => state.tell_error(say, &error),
                }
            });
        }
    });
    let fill = move |template: String| {
        open.set(false);
        if let Some(area) = area.get_untracked() {
            // The area is on screen as long as its templates.
            drop(area.focus());
        }
        spawn_local(async move {
            let request = FillTemplate {
                complaint: sheet.complaint,
                template,
            };
            match call(&request).await {
                Ok(filled) if !sheet.text.is_disposed() => {
                    let old = sheet.text.get_untracked();
                    let before = if old.trim().is_empty() {
                        String::new()
                    } else {
                        format!("{}\n\n", old.trim_end())
                    };
                    let by = before.encode_utf16().count() as u32;
                    marks.update(|marks| {
                        marks.retain(|mark| mark.range.end <= by);
                        marks.extend(filled.marks.into_iter().map(|mark| Mark {
                            range: mark.range.start + by..mark.range.end + by,
                            kind: mark.kind,
                        }));
                    });
                    sheet.text.set(format!("{before}{}", filled.text));
                    sheet.touch();
                }
                Ok(_) => {}
                Err(error) => state.tell_error(say, &error),
            }
        });
    };
    view! {
        <Menu
            label=move || view! { {icon(Icon::Template)} {say.templates()} {icon(Icon::Down)} }
            testid="templates"
            class="button small"
            side=Side::End
            open
        >
            {move || match templates.get() {
                None => view! { <p class="menu-none">{say.loading()}</p> }.into_any(),
                Some(found) if found.is_empty() => {
                    view! { <p class="menu-none">{say.templates_none()}</p> }.into_any()
                }
                Some(found) => {
                    found
                        .into_iter()
                        .map(|template| {
                            view! {
                                <button
                                    class="menu-item"
                                    data-testid="template"
                                    on:click=move |_| fill(template.id.clone())
                                >
                                    <span>
                                        {template.name.clone()}
                                        {template.category.clone().map(|category| view! { <small>{category}</small> })}
                                    </span>
                                </button>
                            }
                        })
                        .collect_view()
                        .into_any()
                }
            }}
        </Menu>
    }
}

/// What to look at before it leaves. Only an empty field stops it; the rest is the officer's choice.
#[component]
fn Warnings(
    sheet: Sheet,
    marks: RwSignal<Vec<Mark>>,
    left: RwSignal<Vec<MarkKind>>,
    point: Callback<Mark>,
) -> impl IntoView {
    let say = say();
    let shown = Memo::new(move |_| {
        let left = left.get();
        let mut shown: Vec<Mark> = Vec::new();
        for mark in marks.get() {
            let again = shown.iter().any(|other| other.kind == mark.kind);
            if !again && !left.contains(&mark.kind) && mark.kind != MarkKind::Filled {
                shown.push(mark);
            }
        }
        shown
    });
    let hide = move |_| {
        let old = sheet.text.get_untracked();
        let masked = privacy::mask(&old);
        marks.update(|marks| *marks = super::super::marks::moved(marks, &old, &masked));
        sheet.text.set(masked);
        sheet.touch();
    };
    view! {
        <div class="warnings" aria-live="polite" data-testid="reply-warnings">
            {move || {
                shown
                    .get()
                    .into_iter()
                    .map(|mark| {
                        let stops = matches!(mark.kind, MarkKind::EmptyVariable { .. });
                        let personal = matches!(mark.kind, MarkKind::PersonalData { .. });
                        let points = !mark.range.is_empty();
                        let kind = mark.kind.clone();
                        let testid = format!("warning-{}", code(&kind));
                        let words = say.mark(&kind);
                        view! {
                            <p class="warning" class:stops=stops data-testid=testid>
                                {icon(Icon::Warning)}
                                <span>{words}</span>
                                {personal
                                    .then(|| {
                                        view! {
                                            <button class="link" data-testid="warning-hide" on:click=hide>
                                                {say.warn_hide()}
                                            </button>
                                        }
                                    })}
                                {points
                                    .then(|| {
                                        view! {
                                            <button
                                                class="link"
                                                data-testid="warning-show"
                                                on:click=move |_| point.run(mark.clone())
                                            >
                                                {say.warn_show()}
                                            </button>
                                        }
                                    })}
                                {(!stops)
                                    .then(|| {
                                        view! {
                                            <button
                                                class="link"
                                                data-testid="warning-leave"
                                                on:click=move |_| left.update(|left| left.push(kind.clone()))
                                            >
                                                {say.warn_leave()}
                                            </button>
                                        }
                                    })}
                            </p>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

fn code(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Filled => "filled",
        MarkKind::EmptyVariable { .. } => "empty-variable",
        MarkKind::PersonalData { .. } => "personal-data",
        MarkKind::Placeholder => "placeholder",
        MarkKind::NoDate => "no-date",
    }
}

/// Sends as chosen; the arrow beside it chooses.
#[component]
fn SendButton(
    sheet: Sheet,
    mandate: Mandate,
    sending: RwSignal<bool>,
    busy: Signal<bool>,
    on_send: Callback<()>,
) -> impl IntoView {
    let say = say();
    let open = RwSignal::new(false);
    view! {
        <div class="split">
            <button
                class="button primary"
                disabled=move || sending.get() || busy.get()
                data-testid="reply-send"
                on:click=move |_| on_send.run(())
            >
                {icon(Icon::Send)}
                {move || if sending.get() { say.sending() } else { say.then(sheet.then.get()) }}
                <kbd>"Ctrl ↵"</kbd>
            </button>
            <Menu
                label=move || icon(Icon::Down)
                name=say.then_choose()
                testid="reply-then"
                class="button primary"
                side=Side::End
                up=true
                open
            >
                {[Then::Keep, Then::Proses, Then::AskReporter, Then::Selesai]
                    .into_iter()
                    .filter(|then| mandate.may_reply(*then))
                    .map(|then| {
                        view! {
                            <button
                                class="menu-item"
                                aria-pressed=move || if sheet.then.get() == then { "true" } else { "false" }
                                data-testid=format!("then-{}", then_code(then))
                                on:click=move |_| {
                                    open.set(false);
                                    sheet.then.set(then);
                                    sheet.touch();
                                }
                            >
                                {say.then(then)}
                            </button>
                        }
                    })
                    .collect_view()}
            </Menu>
        </div>
    }
}

fn then_code(then: Then) -> &'static str {
    match then {
        Then::Keep => "keep",
        Then::Proses => "proses",
        Then::Selesai => "selesai",
        Then::AskReporter => "ask-reporter",
    }
}
