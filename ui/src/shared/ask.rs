//! The form of an action: what it asks for before it is done, for one complaint or for many. It does
//! nothing itself: what was filled in goes to whoever asked.

use leptos::prelude::*;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::ChangeKind;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::Draft;

use crate::labels::Say;
use crate::shared::units::UnitPicker;
use crate::shortcuts::Key;
use crate::state::say;

/// The agency or unit that came back.
fn target_of(draft: &Draft) -> Option<AgencyRef> {
    let target = ["target", "unit"]
        .iter()
        .find_map(|name| draft.fields.get(name));
    target.and_then(|target| serde_json::from_value(target.clone()).ok())
}

/// What the dialog of an action asks for.
struct Needs {
    about: &'static str,
    reason: bool,
    reason_required: bool,
    /// Unit (required) or agency (optional).
    target: Option<&'static str>,
}

impl Needs {
    fn of(action: Action, say: Say) -> Self {
        let needs = |about, reason, reason_required, target| Self {
            about,
            reason,
            reason_required,
            target,
        };
        match action {
            Action::Hold => needs(say.hold_about(), true, true, None),
            Action::NotOurAuthority => needs(
                say.not_ours_about(),
                true,
                true,
                Some(say.target_optional()),
            ),
            Action::Archive => needs(say.archive_about(), true, true, None),
            Action::Close => needs(say.close_about(), true, false, None),
            Action::Reopen => needs(say.reopen_about(), true, true, None),
            Action::Dispose => needs(say.dispose_about(), true, false, Some(say.dispose_unit())),
            Action::Verify => needs(say.verify_about(), false, false, None),
            Action::Resume => needs(say.resume_about(), false, false, None),
            Action::Reply | Action::Note | Action::Amend => needs("", false, false, None),
        }
    }
}

/// What a filled-in form amounts to.
enum Filled {
    Change(ChangeKind),
    /// A unit is needed, and none was chosen.
    NoUnit,
    /// The action has its own place.
    Elsewhere,
}

fn filled_in(action: Action, words: String, target: Option<AgencyRef>) -> Filled {
    Filled::Change(match action {
        Action::Hold => ChangeKind::Hold { reason: words },
        Action::NotOurAuthority => ChangeKind::NotOurAuthority {
            target,
            reason: words,
        },
        Action::Archive => ChangeKind::Archive { reason: words },
        Action::Close => ChangeKind::Close { reason: words },
        Action::Reopen => ChangeKind::Reopen { reason: words },
        Action::Verify => ChangeKind::Verify,
        Action::Resume => ChangeKind::Resume,
        Action::Dispose => match target {
            Some(to) => ChangeKind::Dispose { to, note: words },
            None => return Filled::NoUnit,
        },
        // These have their own places.
        Action::Reply | Action::Note | Action::Amend => return Filled::Elsewhere,
    })
}

/// The form of an action. What is filled in goes to whoever asked, for one complaint or for many.
#[component]
pub fn Ask(
    action: Action,
    /// What was filled in before and came back.
    #[prop(optional_no_strip)]
    draft: Option<Draft>,
    sending: RwSignal<bool>,
    close: Callback<()>,
    on_change: Callback<ChangeKind>,
) -> impl IntoView {
    let say = say();
    let target = RwSignal::new(draft.as_ref().and_then(target_of));
    let reason = RwSignal::new(draft.map(|draft| draft.text).unwrap_or_default());
    let typed = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let asks = Needs::of(action, say);
    let required = asks.reason_required;
    let send = move || {
        let words = reason.get_untracked().trim().to_owned();
        if required && words.is_empty() {
            fault.set(Some(say.reason_missing().to_owned()));
            return;
        }
        if typed.with_untracked(|typed| !typed.trim().is_empty()) {
            fault.set(Some(say.unit_unresolved(typed.get_untracked().trim())));
            return;
        }
        let change = match filled_in(action, words, target.get_untracked()) {
            Filled::Change(change) => change,
            Filled::NoUnit => {
                fault.set(Some(say.dispose_unit_missing().to_owned()));
                return;
            }
            Filled::Elsewhere => return,
        };
        on_change.run(change);
    };
    view! {
        <p class="dialog-about">{asks.about}</p>
        {asks
            .target
            .map(|label| {
                view! { <UnitPicker chosen=target on_choose=Callback::new(move |()| fault.set(None)) label testid="action-target" typed on_send=Callback::new(move |()| send()) /> }
            })}
        {asks
            .reason
            .then(|| {
                view! {
                    <Reason
                        reason
                        required
                        on_text=Callback::new(move |()| fault.set(None))
                        on_send=Callback::new(move |()| send())
                    />
                }
            })}
        {move || {
            fault.get().map(|fault| view! { <p class="field-error" role="alert" data-testid="action-fault">{fault}</p> })
        }}
        <Foot action sending close on_send=Callback::new(move |()| send()) />
    }
}

#[component]
fn Reason(
    reason: RwSignal<String>,
    required: bool,
    on_text: Callback<()>,
    on_send: Callback<()>,
) -> impl IntoView {
    let say = say();
    view! {
    <label class="field">
        <span>{if required { say.reason() } else { say.reason_optional() }}</span>
        <textarea
            class="area"
            dir="auto"
            autofocus
            placeholder=say.reason_hint()
            data-testid="action-reason"
            prop:value=move || reason.get()
            on:input=move |event| {
                reason.set(event_target_value(&event));
                on_text.run(());
            }
            on:keydown=move |event| {
                if Key::of(&event) == Some(Key::ControlEnter) {
                    event.prevent_default();
                    on_send.run(());
                }
            }
        ></textarea>
    </label>
    }
}

#[component]
pub fn Foot(
    action: Action,
    sending: RwSignal<bool>,
    close: Callback<()>,
    on_send: Callback<()>,
) -> impl IntoView {
    let say = say();
    view! {
        <div class="dialog-foot">
            <button class="button" data-testid="action-cancel" on:click=move |_| close.run(())>
                {say.cancel()}
            </button>
            <button
                class="button primary"
                disabled=move || sending.get()
                data-testid="action-confirm"
                on:click=move |_| on_send.run(())
            >
                {say.action(action)}
            </button>
        </div>
    }
}
