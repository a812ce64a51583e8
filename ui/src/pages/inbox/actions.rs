//! What an action needs before it can be done: a reason, a target, a unit, or corrected facts.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::{Amendment, ChangeKind};
use tanggap_domain::complaint::{Category, Priority};
use tanggap_domain::region::RegionLevel;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{Draft, DraftOf};
use tanggap_ipc::record::{GetReference, NamedRegion};

use crate::act::{self, Written};
use crate::call::call;
use crate::components::dialog::Dialog;
use crate::pages::inbox::{Asking, Inbox};
use crate::shared::ask::{Ask, Foot};
use crate::shared::filters::classes;
use crate::shared::places::{PlaceSearch, name_of};
use crate::state::say;

#[component]
pub fn AskDialog(inbox: Inbox, asking: Asking) -> impl IntoView {
    let say = say();
    let close = Callback::new(move |()| inbox.asking.set(None));
    let sending = RwSignal::new(false);
    let Asking { action, draft } = asking;
    let of = draft.as_ref().map(Draft::of);
    view! {
        <Dialog say title=say.action(action) testid="action-dialog" on_close=close>
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
    view! {
        <p class="dialog-about">{say.amend_about()}</p>
        <ClassChoice amendment />
        <CategoryChoice amendment categories />
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
        <PriorityChoice amendment />
        {move || {
            fault.get().map(|fault| view! { <p class="field-error" role="alert" data-testid="action-fault">{fault}</p> })
        }}
        <Foot action=Action::Amend sending close on_send=Callback::new(move |()| send()) />
    }
}

/// The place of the option that was chosen; none for "as it is".
fn chosen(event: &web_sys::Event) -> Option<usize> {
    event_target_value(event).parse().ok()
}

#[component]
fn ClassChoice(amendment: RwSignal<Amendment>) -> impl IntoView {
    let say = say();
    let is_class = move |at: usize| {
        amendment.with(|amendment| {
            amendment.classification.is_some()
                && amendment.classification.as_ref() == classes().get(at)
        })
    };
    view! {
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
    }
}

#[component]
fn CategoryChoice(
    amendment: RwSignal<Amendment>,
    categories: RwSignal<Vec<Vec<String>>>,
) -> impl IntoView {
    let say = say();
    let is_category = move |path: &[String]| {
        amendment.with(|amendment| {
            let category = amendment.category.as_ref();
            category.is_some_and(|category| category.path == path)
        })
    };
    view! {
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
    }
}

#[component]
fn PriorityChoice(amendment: RwSignal<Amendment>) -> impl IntoView {
    let say = say();
    let priorities = [Priority::Normal, Priority::High, Priority::Urgent];
    view! {
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
    }
}
