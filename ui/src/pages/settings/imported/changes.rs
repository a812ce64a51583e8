//! What one file changed: counts, and the complaints, a page at a time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::import::{Changed, Changes, ChangesPage, Count, Imported, What};

use super::super::View;
use super::back::TakeBackPart;
use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Failure, Skeleton};
use crate::labels::Say;

/// What is on screen of an import.
#[derive(Clone, Copy)]
struct Shown {
    id: StoredValue<String>,
    /// Only these.
    what: RwSignal<Option<What>>,
    page: RwSignal<Option<Result<ChangesPage, Error>>>,
}

impl Shown {
    fn of(import: &Imported) -> Self {
        let shown = Self {
            id: StoredValue::new(import.id.clone()),
            what: RwSignal::new(None),
            page: RwSignal::new(None),
        };
        shown.read(0);
        shown
    }

    fn only(self, what: Option<What>) {
        self.what.set(what);
        self.page.set(None);
        self.read(0);
    }

    /// Reads the page after this place; it goes below what is there.
    fn read(self, after: u64) {
        let request = Changes {
            id: self.id.get_value(),
            what: self.what.get_untracked(),
            after,
        };
        let asked = request.what;
        spawn_local(async move {
            let reply = call(&request).await;
            // Another kind was asked for meanwhile, or nobody looks any more.
            if self.what.try_get_untracked() != Some(asked) {
                return;
            }
            self.page.try_update(|page| match (page, reply) {
                (Some(Ok(there)), Ok(mut next)) if after > 0 => {
                    there.changes.append(&mut next.changes);
                    there.next = next.next;
                }
                (page, reply) => *page = Some(reply),
            });
        });
    }
}

#[component]
pub(super) fn ChangesDialog(
    view: View,
    import: Imported,
    on_close: Callback<()>,
    on_done: Callback<()>,
) -> impl IntoView {
    let say = view.say;
    let shown = Shown::of(&import);
    let title = match import.takes_back {
        Some(_) => say.import_changes_back_title(&import.file),
        None => say.import_changes_title(&import.file),
    };
    let back = import.can_be_taken_back().then(|| {
        let on_done = Callback::new(move |()| {
            on_close.run(());
            on_done.run(());
        });
        view! { <TakeBackPart view id=import.id.clone() on_done /> }
    });
    view! {
        <Dialog say title=title testid="import-changes" wide=true on_close>
            {import.carried.then(|| view! { <p class="quiet">{say.import_changes_carried()}</p> })}
            {back}
            {move || match shown.page.get() {
                None => view! { <Skeleton say lines=4 /> }.into_any(),
                Some(Err(error)) => {
                    let on_retry = Callback::new(move |()| shown.only(None));
                    view! { <Failure say error on_retry /> }.into_any()
                }
                Some(Ok(page)) => view! { <Page view shown page on_close /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Page(view: View, shown: Shown, page: ChangesPage, on_close: Callback<()>) -> impl IntoView {
    let say = view.say;
    let ChangesPage {
        counts,
        changes,
        next,
    } = page;
    let hidden: u64 = counts.iter().map(|it| it.hidden).sum();
    let none = changes.is_empty();
    view! {
        <Kinds say shown counts />
        {(hidden > 0)
            .then(|| view! { <p class="quiet" data-testid="import-hidden">{say.import_changes_hidden(hidden)}</p> })}
        {none.then(|| view! { <p class="quiet">{say.import_changes_none()}</p> })}
        {(!none)
            .then(|| {
                view! {
                    <div class="table-area tall" tabindex="0" role="region" aria-label=say.import_changes_what()>
                        <table class="table" data-testid="import-changed">
                            <thead>
                                <tr>
                                    <th scope="col">{say.import_changes_number()}</th>
                                    <th scope="col">{say.import_changes_what()}</th>
                                    <th scope="col">{say.import_changes_fields()}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {changes
                                    .into_iter()
                                    .map(|change| view! { <Row view change on_close /> })
                                    .collect_view()}
                            </tbody>
                        </table>
                    </div>
                }
            })}
        {next
            .map(|next| {
                view! {
                    <button class="button small" data-testid="import-more" on:click=move |_| shown.read(next)>
                        {say.import_changes_more()}
                    </button>
                }
            })}
    }
}

/// How many of each kind; a click shows only these.
#[component]
fn Kinds(say: Say, shown: Shown, counts: Vec<Count>) -> impl IntoView {
    let all: u64 = counts.iter().map(|it| it.complaints).sum();
    let kinds = What::ALL.into_iter().filter_map(|what| {
        let count = counts.iter().find(|it| it.what == what)?;
        let words = format!(
            "{} ({})",
            say.import_what(what),
            say.number(count.complaints)
        );
        Some((Some(what), words, what.code()))
    });
    let kinds = std::iter::once((None, say.import_changes_all(all), "all")).chain(kinds);
    let buttons = kinds.map(|(what, words, code)| {
        view! {
            <button
                class="button small"
                aria-pressed=move || (shown.what.get() == what).to_string()
                data-testid=format!("import-kind-{code}")
                on:click=move |_| shown.only(what)
            >
                {words}
            </button>
        }
    });
    view! { <div class="import-kinds" role="group" aria-label=say.import_changes_what()>{buttons.collect_view()}</div> }
}

#[component]
fn Row(view: View, change: Changed, on_close: Callback<()>) -> impl IntoView {
    let say = view.say;
    let Changed {
        complaint,
        tracking_id,
        what,
        stays,
        is_here,
        fields,
    } = change;
    let number = format!("#{tracking_id}");
    let open = move |_| {
        on_close.run(());
        view.state.show(complaint);
    };
    let stays = stays.map(|stays| format!(" · {}", say.import_stays(stays)));
    view! {
        <tr>
            <td class="figure">
                {if is_here {
                    view! {
                        <button class="link" data-testid="import-complaint" on:click=open>{number}</button>
                    }
                        .into_any()
                } else {
                    view! { <span title=say.import_changes_not_here()>{number}</span> }.into_any()
                }}
            </td>
            <td>{say.import_what(what)} {stays}</td>
            <td dir="auto">
                {fields.iter().map(|field| view! { <div>{say.import_field(field)}</div> }).collect_view()}
            </td>
        </tr>
    }
}
