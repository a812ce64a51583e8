//! Putting a version into force: with a reason, once, and what becomes of it. What is adopted, and what
//! stands around the button, is each page's own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::text_prop::TextProp;
use tanggap_ipc::{Error, Request};

use super::parts::FaultLine;
use crate::call::call;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;

/// A version on its way into force.
#[derive(Clone, Copy)]
pub struct Adoption {
    pub state: State,
    pub say: Say,
    reason: RwSignal<String>,
    /// Somebody wanted to adopt: now a missing reason is worth a word.
    asked: RwSignal<bool>,
    pub sending: RwSignal<bool>,
}

impl Adoption {
    pub fn new(state: State, say: Say) -> Self {
        Self {
            state,
            say,
            reason: RwSignal::new(String::new()),
            asked: RwSignal::new(false),
            sending: RwSignal::new(false),
        }
    }

    /// The reason; where there is none, its field says from now on that one is needed.
    pub fn ask_reason(self) -> Option<String> {
        self.asked.set(true);
        let reason = self.reason.get_untracked().trim().to_owned();
        (!reason.is_empty()).then_some(reason)
    }

    pub fn is_reason_missing(self) -> bool {
        self.asked.get() && self.reason.with(|reason| reason.trim().is_empty())
    }

    /// Hands the version over. `answered` runs even where nobody looks at the page any more.
    pub fn send<R: Request + 'static>(
        self,
        request: R,
        answered: impl FnOnce(Result<R::Reply, Error>) + 'static,
    ) {
        self.sending.set(true);
        spawn_local(async move {
            let answer = call(&request).await;
            self.sending.try_set(false);
            if answer.is_ok() {
                self.state.settings_changed.set(());
            }
            answered(answer);
        });
    }
}

/// Why the version comes into force.
#[component]
pub fn Reason(
    adoption: Adoption,
    hint: &'static str,
    testid: &'static str,
    #[prop(default = "field-fault")] fault_testid: &'static str,
) -> impl IntoView {
    let say = adoption.say;
    let fault = move || {
        let missing = adoption.is_reason_missing();
        missing.then(|| say.reason_missing().to_owned())
    };
    view! {
        <label class="field">
            <span>{say.adopt_reason()}</span>
            <textarea
                class="area short"
                dir="auto"
                placeholder=hint
                disabled=move || adoption.sending.get()
                aria-invalid=move || if adoption.is_reason_missing() { "true" } else { "false" }
                data-testid=testid
                on:input=move |event| adoption.reason.set(event_target_value(&event))
            ></textarea>
            <FaultLine fault=Signal::derive(fault) testid=fault_testid />
        </label>
    }
}

/// Back, or into force.
#[component]
pub fn Buttons(
    adoption: Adoption,
    #[prop(into)] cancel: TextProp,
    cancel_testid: &'static str,
    adopt_testid: &'static str,
    #[prop(optional, into)] blocked: Signal<bool>,
    on_cancel: Callback<()>,
    on_adopt: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="button" data-testid=cancel_testid on:click=move |_| on_cancel.run(())>
            {move || cancel.get()}
        </button>
        <button
            class="button primary"
            disabled=move || adoption.sending.get() || blocked.get()
            data-testid=adopt_testid
            on:click=move |_| on_adopt.run(())
        >
            {icon(Icon::Check)}
            {adoption.say.adopt()}
        </button>
    }
}
