//! The disposition: to which unit, with which message.

use leptos::prelude::*;
use tanggap_domain::change::ChangeKind;

use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::editor::write::{SavedLine, submit};
use crate::shared::units::UnitPicker;
use crate::shortcuts::Key;
use crate::state::say;

#[component]
pub fn DisposeSheet(inbox: Inbox, sheet: Sheet, focus: RwSignal<u32>) -> impl IntoView {
    let say = say();
    let sending = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let send = Callback::new(move |()| {
        if sending.get_untracked() {
            return;
        }
        let Some(to) = sheet.unit.get_untracked() else {
            missing.set(true);
            focus.update(|count| *count += 1);
            return;
        };
        missing.set(false);
        let note = sheet.text.get_untracked();
        let change = ChangeKind::Dispose { to, note };
        submit(inbox, sheet, sending, change, false, None);
    });
    view! {
        <p class="editor-where">{icon(Icon::Forward)}<span class="where">{say.dispose_where()}</span></p>
        <div class="dispose-form">
            <UnitPicker
                chosen=sheet.unit
                on_choose=Callback::new(move |()| {
                    missing.set(false);
                    sheet.touch();
                })
                label=say.dispose_unit()
                testid="dispose-unit"
                focus
                beside=sheet.complaint
                typed
                on_send=send
            />
            // What is typed and no unit is said by the field itself.
            <Show when=move || missing.get() && typed.with(|typed| typed.trim().is_empty())>
                <p class="field-error" role="alert" data-testid="dispose-missing">{say.dispose_unit_missing()}</p>
            </Show>
            <textarea
                class="area"
                dir="auto"
                placeholder=say.dispose_hint()
                aria-label=say.dispose_hint()
                data-testid="dispose-note"
                prop:value=move || sheet.text.get()
                on:input=move |event| {
                    sheet.text.set(event_target_value(&event));
                    sheet.touch();
                }
                on:keydown=move |event| {
                    if Key::of(&event) == Some(Key::ControlEnter) {
                        event.prevent_default();
                        send.run(());
                    }
                }
            ></textarea>
        </div>
        <footer class="editor-foot">
            <SavedLine sheet />
            <span class="spring"></span>
            <button
                class="button primary"
                disabled=move || sending.get()
                data-testid="dispose-send"
                on:click=move |_| send.run(())
            >
                {icon(Icon::Forward)}
                {say.dispose_send()}
                <kbd>"Ctrl ↵"</kbd>
            </button>
        </footer>
    }
}
