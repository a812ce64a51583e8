//! What an action needs before it can be done: a reason, a target, a unit, or corrected facts.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Amendment, ChangeKind};
use tanggap_domain::complaint::{Category, Priority};
use tanggap_domain::region::RegionLevel;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{Draft, DraftOf};
use tanggap_ipc::record::{GetReference, NamedRegion};

use crate::act::{self, Written};
use crate::call::call;
use crate::components::dialog::Dialog;
use crate::frame::shortcuts::Key;
use crate::pages::inbox::editor::UnitPicker;
use crate::pages::inbox::filters::classes;
use crate::pages::inbox::{Asking, Inbox};
use crate::pages::places::{PlaceSearch, name_of};
use crate::state::say;

#[component]
pub fn AskDialog(inbox: Inbox, asking: Asking) -> impl IntoView {
    let say = say();
    let close = Callback::new(move |()| inbox.asking.set(None));
    let sending = RwSignal::new(false);
    let Asking { action, draft } = asking;
    let of = draft.as_ref().map(Draft::of);
    view! {
        <Dialog title=say.action(action) testid="action-dialog" on_close=close>
            {if action == Action::Amend {
                let before = draft.as_ref().map(amended).unwrap_or_default();
                view! { <Amend inbox close of before /> }.into_any()
            } else {
                let send = move |change| send_one(inbox, change, of, sending, close);
                view! { <Ask action draft sending close on_change=Callback::new(send) /> }.into_any()
            }}
        </Dialog>
    }
}

/// The corrections that came back.
fn amended(draft: &Draft) -> Amendment {
    let amendment = draft.fields.get("amendment").cloned();
    amendment
        .and_then(|amendment| serde_json::from_value(amendment).ok())
        .unwrap_or_default()
}

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
    let needs = |about, reason, reason_required, target| Needs {
        about,
        reason,
        reason_required,
        target,
    };
    let asks = match action {
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
    };
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
        let change = match action {
            Action::Hold => ChangeKind::Hold { reason: words },
            Action::NotOurAuthority => ChangeKind::NotOurAuthority {
                target: target.get_untracked(),
                reason: words,
            },
            Action::Archive => ChangeKind::Archive { reason: words },
            Action::Close => ChangeKind::Close { reason: words },
            Action::Reopen => ChangeKind::Reopen { reason: words },
            Action::Verify => ChangeKind::Verify,
            Action::Resume => ChangeKind::Resume,
            Action::Dispose => match target.get_untracked() {
                Some(to) => ChangeKind::Dispose { to, note: words },
                None => {
                    fault.set(Some(say.dispose_unit_missing().to_owned()));
                    return;
                }
            },
            // These have their own places.
            Action::Reply | Action::Note | Action::Amend => return,
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
                                fault.set(None);
                            }
                            on:keydown=move |event| {
                                if Key::of(&event) == Some(Key::ControlEnter) {
                                    event.prevent_default();
                                    send();
                                }
                            }
                        ></textarea>
                    </label>
                }
            })}
        {move || {
            fault.get().map(|fault| view! { <p class="field-error" role="alert" data-testid="action-fault">{fault}</p> })
        }}
        <Foot action sending close on_send=Callback::new(move |()| send()) />
    }
}

#[component]
fn Foot(
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

fn send_one(
    inbox: Inbox,
    change: ChangeKind,
    draft: Option<DraftOf>,
    sending: RwSignal<bool>,
    close: Callback<()>,
) {
    let written = Written {
        draft,
        ..Written::default()
    };
    let Some(detail) = inbox.detail.get_untracked() else {
        return;
    };
    let (id, number) = (
        detail.complaint.id,
        detail.complaint.tracking_id.to_string(),
    );
    let goes_on = !matches!(change, ChangeKind::Amend(_) | ChangeKind::Reopen { .. });
    sending.set(true);
    spawn_local(async move {
        match act::submit(inbox.state, inbox.say, id, number, change, written).await {
            Ok(_) => {
                // The dialog may be closed already.
                close.try_run(());
                if goes_on {
                    inbox.open_next(id);
                }
            }
            Err(error) => {
                sending.try_set(false);
                inbox.state.tell_error(inbox.say, &error);
            }
        }
    });
}

#[component]
fn Amend(
    inbox: Inbox,
    close: Callback<()>,
    of: Option<DraftOf>,
    before: Amendment,
) -> impl IntoView {
    let say = say();
    let amendment = RwSignal::new(before);
    let place = RwSignal::new(None::<NamedRegion>);
    // What came back says a code; the field shows its name.
    name_of(
        amendment.with_untracked(|amendment| amendment.region.clone()),
        place,
    );
    let place_typed = RwSignal::new(String::new());
    let is_class = move |at: usize| {
        amendment.with(|amendment| {
            amendment.classification.is_some()
                && amendment.classification.as_ref() == classes().get(at)
        })
    };
    let is_category = move |path: &[String]| {
        amendment.with(|amendment| {
            let category = amendment.category.as_ref();
            category.is_some_and(|category| category.path == path)
        })
    };
    let fault = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let categories = RwSignal::new(Vec::<Vec<String>>::new());
    spawn_local(async move {
        match call(&GetReference::default()).await {
            Ok(reference) => {
                categories.try_set(reference.categories);
            }
            Err(error) => inbox.state.tell_error(say, &error),
        }
    });
    let send = move || {
        let amendment = amendment.get_untracked();
        let typed = place_typed.with_untracked(|typed| typed.trim().to_owned());
        if !typed.is_empty() {
            fault.set(Some(say.place_unresolved(&typed)));
            return;
        }
        if amendment == Amendment::default() {
            fault.set(Some(say.amend_nothing().to_owned()));
            return;
        }
        send_one(inbox, ChangeKind::Amend(amendment), of, sending, close);
    };
    let chosen = move |event: &web_sys::Event| event_target_value(event).parse::<usize>().ok();
    let priorities = [Priority::Normal, Priority::High, Priority::Urgent];
    view! {
        <p class="dialog-about">{say.amend_about()}</p>
        <label class="field">
            <span>{say.fact_class()}</span>
            <select
                class="select"
                data-testid="amend-class"
                on:change=move |event| {
                    let class = chosen(&event).and_then(|at| classes().get(at).cloned());
                    amendment.update(|amendment| amendment.classification = class);
                }
            >
                <option value="">{say.keep_as_is()}</option>
                {classes()
                    .iter()
                    .enumerate()
                    .map(|(at, class)| {
                        view! {
                            <option value=at selected=move || is_class(at)>{say.classification(class)}</option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
        <label class="field">
            <span>{say.fact_category()}</span>
            <select
                class="select"
                data-testid="amend-category"
                on:change=move |event| {
                    let path = chosen(&event)
                        .and_then(|at| categories.with_untracked(|all| all.get(at).cloned()));
                    amendment
                        .update(|amendment| {
                            amendment.category = path.map(|path| Category { id: None, path });
                        });
                }
            >
                <option value="">{say.keep_as_is()}</option>
                {move || {
                    categories
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, path)| {
                            let words = path.join(" › ");
                            view! { <option value=at selected=move || is_category(&path)>{words}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </label>
        <PlaceSearch
            name=say.filter_region()
            about=say.keep_as_is()
            testid="amend-region"
            chosen=place
            text=place_typed
            deepest=RegionLevel::Village
            on_choose=Callback::new(move |place: Option<NamedRegion>| {
                amendment.update(|amendment| amendment.region = place.map(|place| place.code));
            })
        />
        <label class="field">
            <span>{say.fact_priority()}</span>
            <select
                class="select"
                data-testid="amend-priority"
                on:change=move |event| {
                    let priority = chosen(&event).and_then(|at| priorities.get(at).copied());
                    amendment.update(|amendment| amendment.priority = priority);
                }
            >
                <option value="">{say.keep_as_is()}</option>
                {priorities
                    .iter()
                    .enumerate()
                    .map(|(at, priority)| {
                        let priority = *priority;
                        let is_chosen = move || {
                            amendment.with(|amendment| amendment.priority == Some(priority))
                        };
                        view! { <option value=at selected=is_chosen>{say.priority(priority)}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
        {move || {
            fault.get().map(|fault| view! { <p class="field-error" role="alert" data-testid="action-fault">{fault}</p> })
        }}
        <Foot action=Action::Amend sending close on_send=Callback::new(move |()| send()) />
    }
}
