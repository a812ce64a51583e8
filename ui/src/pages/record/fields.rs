//! The fields of the form: what was said on the left, who, when and where on the right.

use leptos::prelude::*;
use tanggap_domain::region::RegionLevel;
use tanggap_ipc::record::NamedRegion;

use super::View;
use super::files::Files;
use super::form::{CHANNELS, Field, Form};
use crate::components::suggest::Suggest;
use crate::icons::{Icon, icon};
use crate::shared::filters::classes;
use crate::shared::places::{PlaceSearch, PlaceSteps};

#[component]
pub(super) fn Main(view: View) -> impl IntoView {
    let say = view.say;
    let categories = Signal::derive(move || {
        view.reference.with(|reference| {
            reference
                .categories
                .iter()
                .map(|path| path.join(" > "))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="form">
            <div class="field">
                <span id="record-channel">{say.record_channel()}</span>
                <div class="segments" role="group" aria-labelledby="record-channel">
                    {CHANNELS
                        .into_iter()
                        .map(|channel| {
                            let (mine, chosen) = (channel.clone(), channel.clone());
                            view! {
                                <button
                                    type="button"
                                    aria-pressed=move || {
                                        if view.form.with(|form| form.channel == mine) { "true" } else { "false" }
                                    }
                                    data-testid=format!("record-channel-{}", channel.code())
                                    on:click=move |_| view.edit(|form| form.channel = chosen.clone())
                                >
                                    {say.channel(&channel)}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            </div>
            <TextField
                view
                field=Field::Title
                name=say.record_title()
                hint=say.record_title_hint()
                read=|form| form.title.clone()
                write=|form, text| form.title = text
            />
            <div class="field record-body">
                <label for=Field::Body.code()>{say.record_body()}</label>
                <textarea
                    class="area"
                    id=Field::Body.code()
                    dir="auto"
                    placeholder=say.record_body_hint()
                    aria-invalid=move || invalid(view, Field::Body)
                    aria-describedby="record-body-fault"
                    data-testid=Field::Body.code()
                    prop:value=move || view.form.with(|form| form.body.clone())
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        view.edit(|form| form.body = text);
                    }
                ></textarea>
                <Fault view field=Field::Body />
            </div>
            <Suggest
                name=say.record_category()
                hint=say.record_category_hint()
                testid="record-category"
                text=Signal::derive(move || view.form.with(|form| form.category.clone()))
                choices=categories
                unknown=say.record_category_none()
                on_text=Callback::new(move |text| view.edit(|form| form.category = text))
            />
            <fieldset class="choices two" id=Field::Class.code() tabindex="-1">
                <legend>{say.record_class()}</legend>
                {classes()
                    .into_iter()
                    .map(|class| {
                        let (mine, chosen) = (class.clone(), class.clone());
                        view! {
                            <label class="choice">
                                <input
                                    type="radio"
                                    name="record-class"
                                    prop:checked=move || {
                                        view.form.with(|form| form.classification.as_ref() == Some(&mine))
                                    }
                                    data-testid=format!("record-class-{}", class.code())
                                    on:change=move |_| {
                                        view.edit(|form| form.classification = Some(chosen.clone()));
                                    }
                                />
                                <span>{say.classification(&class)}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <Fault view field=Field::Class />
        </div>
    }
}

#[component]
pub(super) fn Side(view: View) -> impl IntoView {
    let say = view.say;
    let placed = Callback::new(move |place: Option<NamedRegion>| {
        view.edit(|form| form.region = place.map(|place| place.code));
    });
    let units = Signal::derive(move || {
        view.reference.with(|reference| {
            reference
                .units
                .iter()
                .map(|unit| unit.name.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="form record-side">
            <When view />
            <TextField
                view
                field=Field::Incident
                name=say.record_incident()
                hint=say.record_date_hint()
                read=|form| form.incident.clone()
                write=|form, text| form.incident = text
            />
            <PlaceSearch
                name=say.record_place()
                about=say.record_place_about()
                testid="record-place"
                chosen=view.place
                text=view.place_typed
                fault=Signal::derive(move || view.fault(Field::Place))
                deepest=RegionLevel::Village
                on_choose=placed
            />
            <PlaceSteps testid="record-place" chosen=view.place on_choose=placed />
            <PlainField
                view
                testid="record-address"
                name=say.record_address()
                hint=say.record_address_hint()
                read=|form| form.address.clone()
                write=|form, text| form.address = text
            />
            <div class="record-pair">
                <PlainField
                    view
                    testid="record-name"
                    name=say.record_name()
                    read=|form| form.name.clone()
                    write=|form, text| form.name = text
                />
                <TextField
                    view
                    field=Field::Phone
                    name=say.record_phone()
                    read=|form| form.phone.clone()
                    write=|form, text| form.phone = text
                />
            </div>
            <Privacy view />
            <Suggest
                name=say.record_agency()
                hint=say.record_agency_hint()
                testid="record-agency"
                text=Signal::derive(move || view.form.with(|form| form.agency.clone()))
                choices=units
                on_text=Callback::new(move |text| view.edit(|form| form.agency = text))
            />
            <Files view />
        </div>
    }
}

/// When it was received, with the hand's own time one press away.
#[component]
fn When(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <div class="record-when">
            <TextField
                view
                field=Field::ReceivedDate
                name=say.record_received()
                hint=say.record_date_hint()
                read=|form| form.received_date.clone()
                write=|form, text| form.received_date = text
            />
            <TextField
                view
                field=Field::ReceivedTime
                name=say.record_received_time()
                hint=say.record_time_hint()
                read=|form| form.received_time.clone()
                write=|form, text| form.received_time = text
            />
            <span class="record-zone">{say.zone.code()}</span>
            <button
                type="button"
                class="button small"
                data-testid="record-now"
                on:click=move |_| {
                    let now = view.state.now.get_untracked();
                    view.edit(|form| form.receive(say, now));
                }
            >
                {say.record_now()}
            </button>
        </div>
    }
}

/// Who may see it, and whether the name is kept.
#[component]
fn Privacy(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || view.form.with(|form| form.anonymous)
                data-testid="record-anonymous"
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    view.edit(|form| form.anonymous = on);
                }
            />
            <span>{icon(Icon::Anonymous)} {say.record_anonymous()} <small>{say.record_anonymous_about()}</small></span>
        </label>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || view.form.with(|form| form.secret)
                data-testid="record-secret"
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    view.edit(|form| form.secret = on);
                }
            />
            <span>{icon(Icon::Lock)} {say.record_secret()} <small>{say.record_secret_about()}</small></span>
        </label>
    }
}

fn invalid(view: View, field: Field) -> &'static str {
    if view.fault(field).is_some() {
        "true"
    } else {
        "false"
    }
}

/// What is wrong with a field, under it.
#[component]
fn Fault(view: View, field: Field) -> impl IntoView {
    move || {
        view.fault(field).map(|words| {
            let id = format!("{}-fault", field.code());
            view! {
                <p class="wrong" id=id.clone() data-testid=id.clone()>
                    {icon(Icon::Warning)}
                    {words}
                </p>
            }
        })
    }
}

/// A line of text that can be wrong.
#[component]
fn TextField(
    view: View,
    field: Field,
    name: &'static str,
    #[prop(optional)] hint: &'static str,
    read: fn(&Form) -> String,
    write: fn(&mut Form, String),
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=field.code()>{name}</label>
            <input
                class="input"
                id=field.code()
                type="text"
                dir="auto"
                autocomplete="off"
                placeholder=hint
                aria-invalid=move || invalid(view, field)
                aria-describedby=format!("{}-fault", field.code())
                data-testid=field.code()
                prop:value=move || view.form.with(read)
                on:input=move |event| {
                    let text = event_target_value(&event);
                    view.edit(|form| write(form, text));
                }
            />
            <Fault view field />
        </div>
    }
}

/// A line of text that is right whatever it says.
#[component]
fn PlainField(
    view: View,
    testid: &'static str,
    name: &'static str,
    #[prop(optional)] hint: &'static str,
    read: fn(&Form) -> String,
    write: fn(&mut Form, String),
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=testid>{name}</label>
            <input
                class="input"
                id=testid
                type="text"
                dir="auto"
                autocomplete="off"
                placeholder=hint
                data-testid=testid
                prop:value=move || view.form.with(read)
                on:input=move |event| {
                    let text = event_target_value(&event);
                    view.edit(|form| write(form, text));
                }
            />
        </div>
    }
}
