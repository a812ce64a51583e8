//! The left column: tabs, filters, and the virtual list.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::complaint::Priority;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::inbox::{Row, Tab};
use tanggap_ipc::joining::ListLikely;

use crate::call::call;
use crate::components::states::{Empty, Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::shared::deadline::DeadlineBadge;
use crate::shared::filters::{self, Filters};
use crate::shared::many::BulkBar;
use crate::shared::nothing::Nothing;
use crate::state::{Panel, say, state};

/// Height of a row in pixels, equal to `.row` in the style sheet.
const ROW_PX: u32 = 57;
/// Rows drawn beyond the visible ones, so that fast scrolling meets text.
const AROUND: u32 = 6;

#[component]
pub fn ListColumn(inbox: Inbox) -> impl IntoView {
    view! {
        <section class="list-column" aria-label=say().list()>
            <Tabs />
            <Filters />
            <MayBeTheSame />
            <VirtualList inbox />
            <BulkBar many=inbox.many />
        </section>
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let (state, say) = (state(), say());
    let tabs = [
        (Tab::ToDo, say.tab_to_do(), "tab-to-do"),
        (Tab::Overdue, say.tab_overdue(), "tab-overdue"),
        (Tab::InProgress, say.tab_in_progress(), "tab-in-progress"),
        (Tab::All, say.tab_all(), "tab-all"),
    ];
    let current = Memo::new(move |_| state.filter.with(|filter| filter.tab));
    let buttons = tabs.map(|(tab, label, testid)| {
        let count = Memo::new(move |_| {
            state.frame.with(|frame| match tab {
                Tab::ToDo => frame.counts.to_do,
                Tab::Overdue => frame.counts.overdue,
                Tab::InProgress => frame.counts.in_progress,
                Tab::All => frame.counts.all,
            })
        });
        view! {
            <button
                class="tab"
                aria-pressed=move || if current.get() == tab { "true" } else { "false" }
                data-testid=testid
                on:click=move |_| {
                    if current.get_untracked() != tab {
                        state.filter.update(|filter| filter.tab = tab);
                    }
                }
            >
                {label}
                <span class="tab-count" title=move || say.number(count.get())>
                    {move || say.short_number(count.get())}
                </span>
            </button>
        }
    });
    view! { <div class="tabs" role="group" data-testid="tabs">{buttons.into_iter().collect_view()}</div> }
}

/// That recordings look like national reports, where some do: nobody would find out otherwise.
#[component]
fn MayBeTheSame() -> impl IntoView {
    let (state, say) = (state(), say());
    let count = RwSignal::new(0_usize);
    let (asking, asked_again) = (StoredValue::new(false), StoredValue::new(false));
    let read = move || {
        // One question at a time, however much changes meanwhile; then once more.
        if asking.get_value() {
            asked_again.set_value(true);
            return;
        }
        asking.set_value(true);
        spawn_local(async move {
            loop {
                asked_again.try_set_value(false);
                // Where it fails, opening the list says why.
                if let Ok(pairs) = call(&ListLikely {}).await {
                    count.try_set(pairs.len());
                }
                if asked_again.try_get_value() != Some(true) {
                    break;
                }
            }
            asking.try_set_value(false);
        });
    };
    Effect::new(move |_| {
        state.outbox_changed.track();
        state.complaints_changed.track();
        read();
    });
    view! {
        <Show when=move || { count.get() > 0 }>
            <button
                class="button small likely-some"
                data-testid="likely-some"
                on:click=move |_| state.panel.set(Panel::Likely)
            >
                {icon(Icon::Copy)}
                {move || say.likely_some(count.get())}
            </button>
        </Show>
    }
}

/// The part of the list in sight.
#[derive(Clone, Copy)]
struct Sight {
    scroller: NodeRef<html::Div>,
    top_px: RwSignal<u32>,
    height_px: RwSignal<u32>,
    /// First and one past the last row to draw.
    drawn: Memo<(u32, u32)>,
}

impl Sight {
    fn of(inbox: Inbox) -> Self {
        let (top_px, height_px) = (RwSignal::new(0_u32), RwSignal::new(640_u32));
        let sight = Self {
            scroller: NodeRef::new(),
            top_px,
            height_px,
            drawn: Memo::new(move |_| {
                let total = inbox.rows.total.get().unwrap_or_default();
                let first = (top_px.get() / ROW_PX).saturating_sub(AROUND).min(total);
                let last = (top_px.get() + height_px.get()) / ROW_PX + 1 + AROUND;
                (first, last.min(total))
            }),
        };
        Effect::new(move |_| {
            sight.scroller.track();
            sight.measure();
        });
        let resized = window_event_listener(leptos::ev::resize, move |_| sight.measure());
        on_cleanup(move || resized.remove());
        Effect::new(move |_| {
            let (first, last) = sight.drawn.get();
            inbox.rows.need(first, last);
        });
        // Another list begins at its top.
        Effect::new(move |_| {
            inbox.state.filter.track();
            inbox.state.sort.track();
            if let Some(scroller) = sight.scroller.get_untracked() {
                scroller.set_scroll_top(0);
                top_px.set(0);
            }
        });
        sight
    }

    fn measure(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            let height = u32::try_from(scroller.client_height()).unwrap_or_default();
            if height > 0 && height != self.height_px.get_untracked() {
                self.height_px.set(height);
            }
        }
    }

    fn scrolled(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            let top = u32::try_from(scroller.scroll_top()).unwrap_or_default();
            self.top_px.set(top);
        }
    }

    /// What is opened comes into sight, once: a list that changes must not move under the reader.
    fn follow_open(self, inbox: Inbox) {
        Effect::new(move |shown: Option<Option<ComplaintId>>| {
            let shown = shown.flatten();
            let open = inbox.state.open.get();
            let (Some(index), Some(scroller)) = (inbox.index.get(), self.scroller.get()) else {
                return shown;
            };
            let is_here = inbox.rows.at(index).map(|row| row.id) == open;
            if shown == open || !is_here {
                return shown;
            }
            let (top, bottom) = (index * ROW_PX, (index + 1) * ROW_PX);
            let (from, height) = (self.top_px.get_untracked(), self.height_px.get_untracked());
            let wanted = if top < from {
                Some(top)
            } else if bottom > from + height {
                Some(bottom - height)
            } else {
                None
            };
            if let Some(wanted) = wanted.and_then(|wanted| i32::try_from(wanted).ok()) {
                scroller.set_scroll_top(wanted);
            }
            open
        });
    }
}

#[component]
fn VirtualList(inbox: Inbox) -> impl IntoView {
    let (say, rows) = (say(), inbox.rows);
    let sight = Sight::of(inbox);
    sight.follow_open(inbox);
    let drawn = sight.drawn;
    let whole_px = move || {
        let total = u64::from(rows.total.get().unwrap_or_default());
        format!("{}px", total * u64::from(ROW_PX))
    };
    let has_rows = Memo::new(move |_| rows.total.get().is_some_and(|total| total > 0));
    let is_empty = Memo::new(move |_| rows.total.get() == Some(0));
    let waiting =
        Memo::new(move |_| rows.total.get().is_none() && rows.error.with(Option::is_none));
    view! {
        <div
            class="rows"
            node_ref=sight.scroller
            // A list box without lines would be none; what stands there then is read as it is.
            role=move || if has_rows.get() { "listbox" } else { "group" }
            tabindex="0"
            aria-label=say.list()
            aria-multiselectable=move || has_rows.get().then_some("true")
            aria-activedescendant=move || {
                let index = inbox.index.get().filter(|index| {
                    let (first, last) = drawn.get();
                    has_rows.get() && (first..last).contains(index)
                })?;
                Some(format!("row-{index}"))
            }
            data-testid="inbox-list"
            on:scroll=move |_| sight.scrolled()
        >
            <Show when=move || waiting.get()>
                <Skeleton say lines=12 />
            </Show>
            {move || {
                rows.error
                    .get()
                    .map(|error| {
                        view! { <Failure say error on_retry=Callback::new(move |()| rows.refresh()) /> }
                    })
            }}
            <Show when=move || is_empty.get()>
                <Nothing>
                    <NothingHere />
                </Nothing>
            </Show>
            <div class="rows-inner" style:height=whole_px>
                <For each=move || { let (first, last) = drawn.get(); first..last } key=|index| *index let:index>
                    <RowSlot inbox index />
                </For>
            </div>
        </div>
    }
}

#[component]
fn NothingHere() -> impl IntoView {
    let (state, say) = (state(), say());
    if state.is_filtered() {
        return view! { <filters::EmptyFiltered /> }.into_any();
    }
    match state.filter.with(|filter| filter.tab) {
        Tab::ToDo => {
            view! { <Empty title=say.empty_to_do() next=say.empty_to_do_next() /> }.into_any()
        }
        Tab::Overdue => {
            view! { <Empty title=say.empty_overdue() next=say.empty_overdue_next() /> }.into_any()
        }
        Tab::InProgress | Tab::All => {
            view! { <Empty title=say.empty_in_progress() next=say.empty_in_progress_next() /> }
                .into_any()
        }
    }
}

/// One place of the list; its row changes when the list does.
#[component]
fn RowSlot(inbox: Inbox, index: u32) -> impl IntoView {
    let row = Memo::new(move |_| inbox.rows.at(index).map(Arc::new));
    view! {
        <div class="row-slot" style:transform=format!("translateY({}px)", u64::from(index) * u64::from(ROW_PX))>
            {move || match row.get() {
                Some(row) => view! { <ListRow inbox index row /> }.into_any(),
                None => view! { <div class="row waiting" aria-hidden="true"><span></span></div> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn ListRow(inbox: Inbox, index: u32, row: Arc<Row>) -> impl IntoView {
    let (state, say) = (state(), say());
    let id = row.id;
    let is_open = Memo::new(move |_| state.open.get() == Some(id));
    let is_selected = Memo::new(move |_| inbox.many.has(id));
    let total = inbox.rows.total.get_untracked().unwrap_or_default();
    let mut about = vec![
        row.place
            .clone()
            .unwrap_or_else(|| say.no_place().to_owned()),
    ];
    about.push(if row.category.is_empty() {
        say.classification(&row.classification)
    } else {
        row.category.clone()
    });
    view! {
        <div
            class="row"
            class:open=move || is_open.get()
            class:selected=move || is_selected.get()
            id=format!("row-{index}")
            role="option"
            aria-selected=move || if is_open.get() || is_selected.get() { "true" } else { "false" }
            aria-setsize=total
            aria-posinset=index + 1
            data-testid="inbox-row"
            data-id=row.tracking_id.to_string()
            on:click=move |event| {
                if event.ctrl_key() || event.meta_key() {
                    inbox.many.toggle(id);
                } else {
                    state.open.set(Some(id));
                }
            }
        >
            <span
                class="row-check"
                aria-hidden="true"
                title=say.select()
                data-testid="row-select"
                on:click=move |event| {
                    event.stop_propagation();
                    inbox.many.toggle(id);
                }
            >
                {move || is_selected.get().then(|| icon(Icon::Check))}
            </span>
            <div class="row-line">
                <span class="row-title" dir="auto">{row.title.clone()}</span>
                {row
                    .deadline
                    .map(|deadline| view! { <DeadlineBadge state say deadline /> })}
                {row
                    .deadline
                    .is_none()
                    .then(|| match &row.without_rule {
                        Some(why) => {
                            let title = say.words().no_rule(why);
                            let short = say.words().without_rule();
                            view! { <span class="badge" title=title>{short}</span> }.into_any()
                        }
                        None => view! { <span class="badge">{say.stage(row.stage)}</span> }.into_any(),
                    })}
            </div>
            <div class="row-line about">
                <span class="row-about">
                    {row.privacy
                        .secret
                        .then(|| view! { <b class="flag secret">{icon(Icon::Lock)} {say.secret()}</b> })}
                    {(row.priority != Priority::Normal)
                        .then(|| view! { <b class="flag urgent">{say.priority(row.priority)}</b> })}
                    {row
                        .attention
                        .then(|| view! { <b class="flag attention">{icon(Icon::Warning)} {say.row_attention()}</b> })}
                    {row
                        .has_draft
                        .then(|| view! { <b class="flag draft">{icon(Icon::Edit)} {say.has_draft()}</b> })}
                    {(row.pending > 0)
                        .then(|| view! { <b class="flag pending">{icon(Icon::Cloud)} {move || state.pending_word(say, id)}</b> })}
                    <span dir="auto">{about.join(" · ")}</span>
                </span>
                <span class="row-number">{format!("#{}", row.tracking_id)}</span>
            </div>
        </div>
    }
}
