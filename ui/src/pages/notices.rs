//! The notice list: what was told to whom and when. The system's notifications come and go; this is
//! the record. As a page with filters and history, and as a short list under the bell.

mod line;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::sla::ClockKind;
use tanggap_ipc::Error;
use tanggap_ipc::notices::{List, MarkRead, NoticeFilter, NoticePage, NoticeShow};

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Empty, Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::Page;
use crate::state::{Panel, State, say, state};
use line::Line;

/// Notices at first, and with every step back in time.
const PAGE: u32 = 50;
/// As many as the shell gives at once.
const MOST: u32 = 200;
/// Under the bell.
const FEW: u32 = 12;

/// What the parts of the list share.
#[derive(Clone, Copy)]
pub(super) struct View {
    state: State,
    say: Say,
    filter: RwSignal<NoticeFilter>,
    list: RwSignal<Option<NoticePage>>,
    error: RwSignal<Option<Error>>,
    /// Notices whose history is open.
    unfolded: RwSignal<BTreeSet<i64>>,
    loading: RwSignal<bool>,
}

impl View {
    fn new(state: State, say: Say) -> Self {
        Self {
            state,
            say,
            filter: RwSignal::default(),
            list: RwSignal::new(None),
            error: RwSignal::new(None),
            unfolded: RwSignal::default(),
            loading: RwSignal::new(false),
        }
    }

    /// Reads the newest ones again; older ones that were loaded stay.
    fn read(self, least: u32) {
        let filter = self.filter.get_untracked();
        let shown = self
            .list
            .with_untracked(|list| list.as_ref().map_or(0, |list| list.notices.len()));
        let limit = u32::try_from(shown).unwrap_or(MOST).clamp(least, MOST);
        spawn_local(async move {
            let reply = call(&List {
                filter: filter.clone(),
                before: None,
                limit,
            })
            .await;
            // The page was left, or another question was asked meanwhile.
            if self.filter.try_get_untracked() != Some(filter) {
                return;
            }
            match reply {
                Ok(mut page) => {
                    self.error.set(None);
                    self.list.update(|list| {
                        if let Some(before) = list.take()
                            && page.more
                            && before.notices.len() > page.notices.len()
                        {
                            keep_older(&mut page, before);
                        }
                        *list = Some(page);
                    });
                }
                Err(error) => {
                    if self.list.with_untracked(Option::is_some) {
                        self.state.tell_error(self.say, &error);
                    }
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn read_older(self) {
        let filter = self.filter.get_untracked();
        let last = self
            .list
            .with_untracked(|list| list.as_ref()?.notices.last().map(|notice| notice.id));
        self.loading.set(true);
        spawn_local(async move {
            let reply = call(&List {
                filter: filter.clone(),
                before: last,
                limit: PAGE,
            })
            .await;
            self.loading.try_set(false);
            if self.filter.try_get_untracked() != Some(filter) {
                return;
            }
            match reply {
                Ok(older) => self.list.update(|list| {
                    if let Some(list) = list {
                        list.notices.extend(older.notices);
                        list.more = older.more;
                    }
                }),
                Err(error) => self.state.tell_error(self.say, &error),
            }
        });
    }

    /// Another question: the answer to the old one does not fit any more.
    fn ask(self, change: impl FnOnce(&mut NoticeFilter)) {
        self.filter.update(change);
        self.list.set(None);
    }

    /// Marks as read; empty: all.
    fn mark_read(self, ids: Vec<i64>) {
        spawn_local(async move {
            match call(&MarkRead { ids }).await {
                Ok(()) => self.state.notices_changed.set(()),
                Err(error) => self.state.tell_error(self.say, &error),
            }
        });
    }

    fn unread(self) -> u32 {
        self.list
            .with(|list| list.as_ref().map_or(0, |list| list.unread))
    }
}

/// Puts those of `before` that are older than all of `page` behind it.
fn keep_older(page: &mut NoticePage, before: NoticePage) {
    let here: BTreeSet<i64> = page.notices.iter().map(|notice| notice.id).collect();
    let Some(last) = page.notices.last().map(|notice| notice.id) else {
        return;
    };
    let older = before
        .notices
        .into_iter()
        .filter(|notice| notice.id < last && !here.contains(&notice.id));
    page.notices.extend(older);
    page.more = before.more;
}

#[component]
pub fn NoticesPage() -> impl IntoView {
    let (state, say) = (state(), say());
    let view = View::new(state, say);
    Effect::new(move |_| {
        state.notices_changed.track();
        view.filter.track();
        view.read(PAGE);
    });
    let total = Memo::new(move |_| view.list.with(|list| list.as_ref().map(|list| list.total)));
    view! {
        <div class="notices-page" data-testid="notices-panel">
            <header class="notices-head">
                <div>
                    <h1>{say.notices()}</h1>
                    <p class="quiet">{say.notices_about()}</p>
                </div>
                <ReadAll view />
            </header>
            <Filters view />
            <p class="quiet notices-total" role="status" data-testid="notices-total">
                {move || total.get().map(|total| say.notice_count(total))}
            </p>
            <div class="notices-body">
                <Lines view whole=true />
                {move || {
                    let more = view.list.with(|list| list.as_ref().is_some_and(|list| list.more));
                    more.then(|| {
                        view! {
                            <button
                                class="button notices-older"
                                disabled=move || view.loading.get()
                                data-testid="notices-older"
                                on:click=move |_| view.read_older()
                            >
                                {move || {
                                    if view.loading.get() { say.notice_loading() } else { say.notice_older() }
                                }}
                            </button>
                        }
                    })
                }}
            </div>
        </div>
    }
}

#[component]
pub fn NoticesPanel() -> impl IntoView {
    let (state, say) = (state(), say());
    let view = View::new(state, say);
    Effect::new(move |_| {
        state.notices_changed.track();
        view.read(FEW);
    });
    view! {
        <Dialog
            say
            title=say.notices()
            testid="notices-panel"
            wide=true
            on_close=Callback::new(move |()| state.panel.set(Panel::None))
        >
            <div class="notices-head">
                <p class="quiet">
                    {move || match view.unread() {
                        0 => say.notice_all_read().to_owned(),
                        count => say.notices_unread(count),
                    }}
                </p>
                <ReadAll view />
            </div>
            <Lines view whole=false />
            <div class="dialog-foot">
                <button
                    class="button"
                    data-testid="notices-all"
                    on:click=move |_| {
                        state.panel.set(Panel::None);
                        state.page.set(Page::Notices);
                    }
                >
                    {icon(Icon::Bell)}
                    {say.notice_all()}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn ReadAll(view: View) -> impl IntoView {
    view! {
        <button
            class="button small"
            disabled=move || view.unread() == 0
            data-testid="notices-read-all"
            on:click=move |_| view.mark_read(Vec::new())
        >
            {icon(Icon::Check)}
            {view.say.notice_read_all()}
        </button>
    }
}

#[component]
fn Filters(view: View) -> impl IntoView {
    let say = view.say;
    let shown = [NoticeShow::All, NoticeShow::Unread, NoticeShow::Standing];
    view! {
        <div class="notices-filters" role="group" aria-label=say.filters()>
            <div class="segments" role="group" aria-label=say.notice_show()>
                {shown
                    .map(|show| {
                        view! {
                            <button
                                aria-pressed=move || {
                                    if view.filter.with(|filter| filter.show == show) { "true" } else { "false" }
                                }
                                data-testid=format!("notices-show-{}", show_code(show))
                                on:click=move |_| view.ask(|filter| filter.show = show)
                            >
                                {say.notice_show_words(show)}
                            </button>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </div>
            <label class="inline-field">
                <span>{say.notice_clock()}</span>
                <select
                    class="select"
                    data-testid="notices-clock"
                    on:change=move |event| {
                        let clock = ClockKind::of_code(&event_target_value(&event));
                        view.ask(|filter| filter.clock = clock);
                    }
                >
                    <option value="" selected=move || view.filter.with(|filter| filter.clock.is_none())>
                        {say.notice_every_clock()}
                    </option>
                    {move || {
                        let clocks = view.state.clocks.get();
                        clocks
                            .kinds()
                            .into_iter()
                            .map(|kind| {
                                view! {
                                    <option
                                        value=kind.code()
                                        selected=move || view.filter.with(|filter| filter.clock == Some(kind))
                                    >
                                        {clocks.name(say, kind)}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || view.filter.with(|filter| filter.breaches)
                    data-testid="notices-breaches"
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        view.ask(|filter| filter.breaches = on);
                    }
                />
                <span>{say.notice_breaches()}</span>
            </label>
        </div>
    }
}

fn show_code(show: NoticeShow) -> &'static str {
    match show {
        NoticeShow::All => "all",
        NoticeShow::Unread => "unread",
        NoticeShow::Standing => "standing",
    }
}

/// `whole`: with what one can do about each, and its history.
#[component]
fn Lines(view: View, whole: bool) -> impl IntoView {
    let say = view.say;
    let count = Memo::new(move |_| {
        view.list
            .with(|list| list.as_ref().map(|list| list.notices.len()))
    });
    let notices = move || {
        view.list.with(|list| {
            list.as_ref()
                .map(|list| list.notices.clone())
                .unwrap_or_default()
        })
    };
    let is_filtered = move || {
        view.filter
            .with(|filter| *filter != NoticeFilter::default())
    };
    move || match (count.get(), view.error.get()) {
        (None, Some(error)) => {
            view! { <Failure say error on_retry=Callback::new(move |()| view.read(PAGE)) /> }
                .into_any()
        }
        (None, None) => view! { <Skeleton say lines=6 /> }.into_any(),
        (Some(0), _) if is_filtered() => view! {
            <Empty title=say.notice_none_fits() next=say.notice_none_fits_next()>
                <button
                    class="button"
                    data-testid="empty-clear"
                    on:click=move |_| view.ask(|filter| *filter = NoticeFilter::default())
                >
                    {say.notice_filter_clear()}
                </button>
            </Empty>
        }
        .into_any(),
        (Some(0), _) => {
            view! { <Empty title=say.notice_empty() next=say.notice_empty_next() /> }.into_any()
        }
        (Some(_), _) => view! {
            <ul class="notice-list" aria-label=say.notice_list()>
                <For
                    each=notices
                    key=|notice| (notice.id, notice.read, notice.told_at, notice.history.len())
                    let:notice
                >
                    <Line view notice whole />
                </For>
            </ul>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use tanggap_ipc::notices::{About, Notice, Standing};

    use super::*;

    fn page(ids: &[i64], more: bool) -> NoticePage {
        let notices = ids.iter().map(|id| Notice {
            id: *id,
            about: About::Digest { passed: 1, near: 1 },
            told_at: DateTime::<Utc>::UNIX_EPOCH,
            read: false,
            standing: Standing::Current,
            history: Vec::new(),
        });
        NoticePage {
            notices: notices.collect(),
            total: 9,
            unread: 9,
            more,
        }
    }

    #[test]
    fn what_was_loaded_stays_behind_what_is_new() {
        let mut new = page(&[9, 8, 7], true);
        keep_older(&mut new, page(&[8, 7, 6, 5], false));
        let ids: Vec<i64> = new.notices.iter().map(|notice| notice.id).collect();
        assert_eq!(ids, [9, 8, 7, 6, 5]);
        assert!(!new.more);
    }
}
