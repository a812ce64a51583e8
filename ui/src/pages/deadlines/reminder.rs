//! The ready text of a reminder, to copy into WhatsApp or an e-mail. Copying sends nothing: that it was
//! sent is noted by the officer, in words, afterwards.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Error;
use tanggap_ipc::escalation::{ReminderTexts, SendReminders, WriteReminder};
use wasm_bindgen_futures::JsFuture;

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;

/// A reminder somebody is about to send outside the desk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Writing {
    pub complaint: ComplaintId,
    pub via: ReminderChannel,
}

/// What happened to the text on its way to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copied {
    NotYet,
    Done,
    /// The platform wants another click, or has no clipboard: the text can be marked by hand.
    Refused,
}

#[component]
pub(super) fn ReminderDialog(
    state: State,
    say: Say,
    writing: Writing,
    on_close: Callback<()>,
    on_noted: Callback<()>,
) -> impl IntoView {
    let texts = RwSignal::new(None::<Result<ReminderTexts, Error>>);
    let copied = RwSignal::new(Copied::NotYet);
    let text = move || {
        texts.with(|texts| match texts {
            Some(Ok(texts)) => text_of(texts, writing.via),
            _ => String::new(),
        })
    };
    let read = move || {
        spawn_local(async move {
            let answer = call(&WriteReminder {
                complaint: writing.complaint,
            })
            .await;
            let is_ready = answer.is_ok();
            if texts.try_set(Some(answer)).is_none() && is_ready {
                copy(untrack(text), copied);
            }
        });
    };
    read();
    let title = match writing.via {
        ReminderChannel::Whatsapp => say.reminder_whatsapp(),
        ReminderChannel::Email | ReminderChannel::InApp => say.reminder_email(),
    };
    view! {
        <Dialog say title testid="reminder-dialog" wide=true on_close>
            {move || match texts.get() {
                None => view! { <Skeleton say lines=5 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure say error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(texts)) => {
                    view! { <Ready state say writing texts copied on_close on_noted /> }.into_any()
                }
            }}
        </Dialog>
    }
}

fn text_of(texts: &ReminderTexts, via: ReminderChannel) -> String {
    match via {
        ReminderChannel::Whatsapp => texts.whatsapp.clone(),
        ReminderChannel::Email | ReminderChannel::InApp => {
            format!("{}\n\n{}", texts.email_subject, texts.email_body)
        }
    }
}

#[component]
fn Ready(
    state: State,
    say: Say,
    writing: Writing,
    texts: ReminderTexts,
    copied: RwSignal<Copied>,
    on_close: Callback<()>,
    on_noted: Callback<()>,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let noting = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let text = StoredValue::new(text_of(&texts, writing.via));
    let to = texts.unit;
    let note = move |()| {
        noting.set(true);
        refused.set(None);
        spawn_local(async move {
            let answer = call(&SendReminders {
                complaints: vec![writing.complaint],
                via: writing.via,
            })
            .await;
            noting.try_set(false);
            match answer {
                Ok(outcomes) => match outcomes.first().and_then(|it| it.refused.as_ref()) {
                    Some(why) => {
                        refused.try_set(Some(say.refused(why)));
                    }
                    None => {
                        state.tell(say.reminder_noted(say.reminder_channel(writing.via)));
                        // The dialog may be closed already.
                        on_noted.try_run(());
                        on_close.try_run(());
                    }
                },
                Err(error) => state.tell_error(say, &error),
            }
        });
    };
    view! {
        <p class="dialog-about">
            {match to {
                Some(unit) => view! { {say.reminder_to()} " " <b dir="auto">{unit}</b> ". " }.into_any(),
                None => view! { <b>{say.reminder_no_unit()}</b> " " }.into_any(),
            }}
            {say.reminder_about()}
        </p>
        <textarea
            class="area reminder-text"
            readonly
            dir="auto"
            aria-label=say.reminder_text()
            data-testid="reminder-text"
            node_ref=area
            prop:value=text.get_value()
        ></textarea>
        <p class="reminder-copied" role="status" data-testid="reminder-copied">
            {move || match copied.get() {
                Copied::NotYet => ().into_any(),
                Copied::Done => {
                    view! { <span class="good">{icon(Icon::Check)} {say.reminder_copied()}</span> }.into_any()
                }
                Copied::Refused => view! { <span class="quiet">{say.reminder_not_copied()}</span> }.into_any(),
            }}
        </p>
        {move || {
            refused
                .get()
                .map(|why| {
                    view! {
                        <p class="wrong" role="alert" data-testid="reminder-refused">
                            {icon(Icon::Ban)}
                            <span>{why}</span>
                        </p>
                    }
                })
        }}
        <Foot
            say
            noting
            on_copy=Callback::new(move |()| {
                if let Some(area) = area.get_untracked() {
                    area.select();
                }
                copy(text.get_value(), copied);
            })
            on_close
            on_note=Callback::new(note)
        />
    }
}

#[component]
fn Foot(
    say: Say,
    noting: RwSignal<bool>,
    on_copy: Callback<()>,
    on_close: Callback<()>,
    on_note: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="dialog-foot">
            <button
                class="button"
                data-testid="reminder-copy"
                on:click=move |_| on_copy.run(())
            >
                {icon(Icon::Copy)}
                {say.reminder_copy()}
            </button>
            <span class="spring"></span>
            <button class="button" data-testid="reminder-close" on:click=move |_| on_close.run(())>
                {say.close()}
            </button>
            <button
                class="button primary"
                disabled=move || noting.get()
                data-testid="reminder-note"
                on:click=move |_| on_note.run(())
            >
                {icon(Icon::Check)}
                {say.reminder_note()}
            </button>
        </div>
    }
}

fn copy(text: String, copied: RwSignal<Copied>) {
    let written = window().navigator().clipboard().write_text(&text);
    spawn_local(async move {
        let outcome = match JsFuture::from(written).await {
            Ok(_) => Copied::Done,
            Err(_) => Copied::Refused,
        };
        copied.try_set(outcome);
    });
}
