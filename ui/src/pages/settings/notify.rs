//! When the desk speaks up, how it stays at work, and from when on units are to be reminded.

use leptos::prelude::*;
use tanggap_ipc::settings::Settings;

use super::View;
use super::parts::{Check, FaultLine};
use crate::shared::filters::classes;
use crate::shared::when::read_time;

/// Working days that a rule of escalation may say.
const MOST_DAYS: u32 = 60;
/// Quiet hours to begin with: the night.
const NIGHT: (u16, u16) = (20 * 60, 6 * 60);

#[component]
pub(super) fn Notify(view: View) -> impl IntoView {
    let say = view.say;
    let switch = move |read: fn(&Settings) -> bool| Signal::derive(move || read(&view.settings()));
    let flip = move |write: fn(&mut Settings, bool)| {
        Callback::new(move |on| view.change(|settings| write(settings, on)))
    };
    view! {
        <div class="form" data-testid="section-notify">
            <Check
                name=say.notify_desktop()
                about=say.notify_desktop_about()
                testid="notify-desktop"
                on=switch(|settings| settings.notify.desktop)
                on_change=flip(|settings, on| settings.notify.desktop = on)
            />
            <Check
                name=say.notify_sound()
                testid="notify-sound"
                on=switch(|settings| settings.notify.sound)
                on_change=flip(|settings, on| settings.notify.sound = on)
            />
            <Check
                name=say.notify_daily()
                about=say.notify_daily_about()
                testid="notify-daily"
                on=switch(|settings| settings.notify.daily_digest)
                on_change=flip(|settings, on| settings.notify.daily_digest = on)
            />
            <section class="form-part" aria-labelledby="notify-when">
                <h3 class="heading" id="notify-when">{say.notify_when()}</h3>
                <Check
                    name=say.notify_hours()
                    about=say.notify_hours_about()
                    testid="notify-hours"
                    on=switch(|settings| settings.notify.working_hours_only)
                    on_change=flip(|settings, on| settings.notify.working_hours_only = on)
                />
                <Quiet view />
                <AnyHour view />
            </section>
            <section class="form-part" aria-labelledby="notify-escalation">
                <h3 class="heading" id="notify-escalation">{say.notify_escalation()}</h3>
                <p class="quiet">{say.notify_escalation_about()}</p>
                <div class="field-row wrap">
                    <WorkingDays
                        view
                        name=say.notify_escalation_after()
                        testid="escalation-after"
                        read=|settings| settings.escalation.after_days
                        write=|settings, days| settings.escalation.after_days = days
                    />
                    <WorkingDays
                        view
                        name=say.notify_escalation_every()
                        testid="escalation-every"
                        read=|settings| settings.escalation.every_days
                        write=|settings, days| settings.escalation.every_days = days
                    />
                </div>
            </section>
            <section class="form-part" aria-labelledby="notify-computer">
                <h3 class="heading" id="notify-computer">{say.notify_computer()}</h3>
                <Check
                    name=say.autostart()
                    about=say.autostart_about()
                    testid="autostart"
                    on=switch(|settings| settings.desktop.autostart)
                    on_change=flip(|settings, on| settings.desktop.autostart = on)
                />
                <Check
                    name=say.keep_in_tray()
                    about=say.keep_in_tray_about()
                    testid="keep-in-tray"
                    on=switch(|settings| settings.desktop.keep_in_tray)
                    on_change=flip(|settings, on| settings.desktop.keep_in_tray = on)
                />
            </section>
        </div>
    }
}

/// Hours in which nothing is shown.
#[component]
fn Quiet(view: View) -> impl IntoView {
    let say = view.say;
    let quiet = Memo::new(move |_| view.settings().notify.quiet_min);
    let fault = RwSignal::new(false);
    // Both are read together: neither means anything alone.
    let take = move |from: Option<u16>, until: Option<u16>| match (from, until) {
        (Some(from), Some(until)) if from != until => {
            fault.set(false);
            view.change(|settings| settings.notify.quiet_min = Some((from, until)));
        }
        _ => fault.set(true),
    };
    let now = move || quiet.get_untracked().unwrap_or(NIGHT);
    view! {
        <Check
            name=say.quiet()
            about=say.quiet_about()
            testid="notify-quiet"
            on=Signal::derive(move || quiet.get().is_some())
            on_change=Callback::new(move |on: bool| {
                fault.set(false);
                view.change(|settings| settings.notify.quiet_min = on.then_some(NIGHT));
            })
        />
        <Show when=move || quiet.get().is_some()>
            <div class="nested">
                <div class="field-row">
                    <label class="field">
                        <span>{say.quiet_from()}</span>
                        <input
                            class="input time"
                            type="text"
                            inputmode="numeric"
                            aria-invalid=move || if fault.get() { "true" } else { "false" }
                            data-testid="quiet-from"
                            prop:value=move || say.minutes(quiet.get().unwrap_or(NIGHT).0)
                            on:change=move |event| take(read_time(&event_target_value(&event)), Some(now().1))
                        />
                    </label>
                    <label class="field">
                        <span>{say.quiet_until()}</span>
                        <input
                            class="input time"
                            type="text"
                            inputmode="numeric"
                            aria-invalid=move || if fault.get() { "true" } else { "false" }
                            data-testid="quiet-until"
                            prop:value=move || say.minutes(quiet.get().unwrap_or(NIGHT).1)
                            on:change=move |event| take(Some(now().0), read_time(&event_target_value(&event)))
                        />
                    </label>
                </div>
                <FaultLine fault=Signal::derive(move || fault.get().then(|| say.quiet_fault().to_owned())) />
            </div>
        </Show>
    }
}

/// What is told at any hour all the same.
#[component]
fn AnyHour(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <fieldset class="checks any-hour">
            <legend>{say.any_hour()}</legend>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || view.settings().notify.any_hour_urgent
                    data-testid="any-hour-urgent"
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        view.change(|settings| settings.notify.any_hour_urgent = on);
                    }
                />
                <span>{say.any_hour_urgent()}</span>
            </label>
            {classes()
                .iter()
                .map(|class| {
                    let (shown, changed) = (class.clone(), class.clone());
                    view! {
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || view.settings().notify.any_hour_classes.contains(&shown)
                                data-testid=format!("any-hour-{}", class.code())
                                on:change=move |event| {
                                    let on = event_target_checked(&event);
                                    view.change(|settings| {
                                        let told = &mut settings.notify.any_hour_classes;
                                        told.retain(|it| *it != changed);
                                        if on {
                                            told.push(changed.clone());
                                        }
                                    });
                                }
                            />
                            <span>{say.classification(class)}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn WorkingDays(
    view: View,
    name: &'static str,
    testid: &'static str,
    read: fn(&Settings) -> u32,
    write: fn(&mut Settings, u32),
) -> impl IntoView {
    let say = view.say;
    let fault = RwSignal::new(false);
    view! {
        <label class="field">
            <span>{name}</span>
            <input
                class="input time"
                type="text"
                inputmode="numeric"
                aria-invalid=move || if fault.get() { "true" } else { "false" }
                data-testid=testid
                prop:value=move || read(&view.settings()).to_string()
                on:change=move |event| {
                    let days = event_target_value(&event).trim().parse().ok();
                    match days.filter(|days| (1..=MOST_DAYS).contains(days)) {
                        Some(days) => {
                            fault.set(false);
                            view.change(|settings| write(settings, days));
                        }
                        None => fault.set(true),
                    }
                }
            />
            <FaultLine fault=Signal::derive(move || {
                fault.get().then(|| say.escalation_days_wrong(MOST_DAYS))
            }) />
        </label>
    }
}
