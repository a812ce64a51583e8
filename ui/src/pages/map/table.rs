//! The table twin: everything the map says, sortable, by keyboard.

use std::cmp::Ordering;

use leptos::html;
use leptos::prelude::*;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_ipc::map::{Figures, RegionRow};
use wasm_bindgen::JsCast;

use super::measure::Measure;
use super::{View, level_in, waiting};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::shared::filters::Filters;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Received,
    Overdue,
    FollowedUp,
    Days,
}

impl Column {
    const ALL: [Self; 5] = [
        Self::Name,
        Self::Received,
        Self::Overdue,
        Self::FollowedUp,
        Self::Days,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Received => "received",
            Self::Overdue => "overdue",
            Self::FollowedUp => "followed-up",
            Self::Days => "days",
        }
    }

    fn name(self, say: Say, level: RegionLevel) -> &'static str {
        match self {
            Self::Name => say.level(level),
            Self::Received => say.column_received(),
            Self::Overdue => say.column_overdue(),
            Self::FollowedUp => say.column_followed_up(),
            Self::Days => say.column_days(),
        }
    }

    fn explained(self, say: Say) -> Option<&'static str> {
        match self {
            Self::FollowedUp => Some(say.column_followed_up_in_full()),
            Self::Days => Some(say.column_days_in_full()),
            Self::Name | Self::Received | Self::Overdue => None,
        }
    }

    /// Ascending; rows without a figure last in both directions.
    fn compare(self, a: &RegionRow, b: &RegionRow, descending: bool) -> Ordering {
        if self == Self::Name {
            let order = a.name.cmp(&b.name);
            return if descending { order.reverse() } else { order };
        }
        let figure = |row: &RegionRow| -> Option<f64> {
            match self {
                Self::Name => None,
                Self::Received => Some(f64::from(row.figures.received)),
                Self::Overdue => Some(f64::from(row.figures.overdue)),
                Self::FollowedUp => Measure::FollowedUp.value(&row.figures),
                Self::Days => row.figures.mean_days,
            }
        };
        match (figure(a), figure(b)) {
            (Some(a), Some(b)) if descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
        .then_with(|| a.name.cmp(&b.name))
    }
}

#[component]
pub fn Panel(view: View) -> impl IntoView {
    let here = Memo::new(move |_| view.reply.with(Option::is_some));
    view! {
        <aside class="map-panel" data-testid="map-panel">
            {move || {
                if here.get() {
                    view! {
                        <Heading view />
                        <RegionTable view />
                    }
                        .into_any()
                } else {
                    waiting(view)
                }
            }}
        </aside>
    }
}

/// Name and figures of what is chosen, or of the whole map.
#[component]
fn Heading(view: View) -> impl IntoView {
    let say = view.say;
    let chosen = Memo::new(move |_| {
        let selected = view.selected.get()?;
        view.row(&selected)
    });
    let whole = Memo::new(move |_| {
        view.reply.with(|reply| {
            reply.as_ref().map(|reply| {
                let place = reply.path.last().filter(|place| place.code.is_some());
                let name =
                    place.map_or_else(|| say.country().to_owned(), |place| place.name.clone());
                (name, reply.total)
            })
        })
    });
    let name = move || match chosen.get() {
        Some(row) => row.name,
        None => whole.get().map(|(name, _)| name).unwrap_or_default(),
    };
    let figures = Memo::new(move |_| match chosen.get() {
        Some(row) => row.figures,
        None => whole.get().map(|(_, total)| total).unwrap_or_default(),
    });
    let as_of = move || {
        let now = view.state.now.get();
        view.state.frame.with(|frame| match frame.synced_at {
            Some(at) => say.per_sync(&format!("{} {}", say.lately(at, now), say.zone.code())),
            None => say.per_now().to_owned(),
        })
    };
    view! {
        <header class="map-head">
            <h1 data-testid="map-place">{name}</h1>
            <p class="quiet">{as_of}</p>
            <Filters placed=false sorted=false />
        </header>
        <dl class="map-figures">{move || view! { <Totals say figures=figures.get() /> }}</dl>
        <div class="map-actions">{move || view! { <Ways view chosen=chosen.get().map(|row| row.code) /> }}</div>
    }
}

#[component]
fn Totals(say: Say, figures: Figures) -> impl IntoView {
    let share = figures.tally().followed_up_permille();
    view! {
        <div>
            <dd data-testid="map-received">{say.number(figures.received)}</dd>
            <dt>{say.figure_received()}</dt>
        </div>
        <div>
            <dd data-testid="map-followed-up">
                {share.map_or_else(|| say.figures_none().to_owned(), |share| say.permille(share))}
            </dd>
            <dt>
                {say.figure_followed_up()}
                <small>{say.figure_of(figures.followed_up, figures.received)}</small>
            </dt>
        </div>
        <div class:over=figures.overdue.gt(&0)>
            <dd data-testid="map-overdue">
                {(figures.overdue > 0).then_some("▲ ")} {say.number(figures.overdue)}
            </dd>
            <dt>{say.figure_overdue()}</dt>
        </div>
    }
}

/// What can be done with the region that is chosen, or with the whole map.
#[component]
fn Ways(view: View, chosen: Option<RegionCode>) -> impl IntoView {
    let (say, code) = (view.say, chosen);
    let deeper = code
        .clone()
        .filter(|code| code.level() < RegionLevel::District);
    let target = code.clone().or_else(|| view.within.get());
    view! {
        {deeper
            .map(|code| {
                view! {
                    <button
                        class="button small"
                        data-testid="map-open"
                        on:click=move |_| view.open(code.clone())
                    >
                        {say.region_open()}
                    </button>
                }
            })}
        <button
            class="button small"
            data-testid="map-to-inbox"
            on:click=move |_| view.to_inbox(target.clone())
        >
            {icon(Icon::Inbox)}
            {say.region_to_inbox()}
        </button>
        {code
            .is_some()
            .then(|| {
                view! {
                    <button
                        class="ghost"
                        data-testid="map-unselect"
                        on:click=move |_| view.selected.set(None)
                    >
                        {icon(Icon::Close)}
                        {say.close()}
                    </button>
                }
            })}
    }
}

#[component]
fn RegionTable(view: View) -> impl IntoView {
    let say = view.say;
    let order = RwSignal::new((Column::Received, true));
    // Columns of the measure come first to the eye.
    Effect::new(move |before: Option<()>| {
        let column = match view.measure.get() {
            Measure::Overdue => Column::Overdue,
            Measure::Received => Column::Received,
            Measure::FollowedUp => Column::FollowedUp,
            Measure::MeanDays => Column::Days,
        };
        if before.is_some() || column != Column::Overdue {
            order.set((column, true));
        }
    });
    let level = Memo::new(move |_| level_in(view.of.read().as_ref()));
    let rows = Memo::new(move |_| {
        let (column, descending) = order.get();
        let mut rows = view.reply.with(|reply| {
            reply
                .as_ref()
                .map(|reply| reply.rows.clone())
                .unwrap_or_default()
        });
        rows.sort_by(|a, b| column.compare(a, b, descending));
        rows
    });
    let most = Memo::new(move |_| {
        rows.with(|rows| {
            rows.iter()
                .map(|row| row.figures.received)
                .max()
                .unwrap_or_default()
        })
    });
    let body = NodeRef::<html::Tbody>::new();
    // A region chosen on the map comes into sight here.
    Effect::new(move |_| {
        if let (Some(code), Some(body)) = (view.selected.get(), body.get()) {
            reveal(&body, &code);
        }
    });
    let step = move |by: isize| {
        let next = rows.with_untracked(|rows| neighbour(rows, view.selected.get_untracked(), by));
        if let (Some(code), Some(body)) = (next, body.get_untracked()) {
            view.selected.set(Some(code.clone()));
            focus_row(&body, &code);
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "PageDown" => step(10),
            "PageUp" => step(-10),
            "Enter" => {
                if let Some(code) = view.selected.get_untracked() {
                    view.open(code);
                }
            }
            "Escape" => view.selected.set(None),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="map-table-area">
            <table class="map-table" role="grid" aria-label=say.map() data-testid="map-table">
                <thead>
                    <tr>
                        {Column::ALL
                            .map(|column| view! { <ColumnHead say column order level /> })
                            .into_iter()
                            .collect_view()}
                    </tr>
                </thead>
                <tbody node_ref=body on:keydown=key>
                    <For
                        each=move || {
                            rows.get().into_iter().enumerate().map(|(at, row)| (at == 0, row)).collect::<Vec<_>>()
                        }
                        key=|(first, row)| (*first, row.code.clone(), row.figures.received, row.figures.overdue, row.figures.followed_up)
                        let:entry
                    >
                        <Row view first=entry.0 row=entry.1 most />
                    </For>
                </tbody>
            </table>
            <p class="map-hint quiet">{say.region_open_hint()}</p>
        </div>
    }
}

/// The region `by` rows further than the chosen one; the first where none is.
fn neighbour(rows: &[RegionRow], chosen: Option<RegionCode>, by: isize) -> Option<RegionCode> {
    let at = rows
        .iter()
        .position(|row| Some(&row.code) == chosen.as_ref());
    let last = rows.len().saturating_sub(1);
    let to = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
    rows.get(to).map(|row| row.code.clone())
}

/// A column's name, which sorts by it; once more, the other way.
#[component]
fn ColumnHead(
    say: Say,
    column: Column,
    order: RwSignal<(Column, bool)>,
    level: Memo<RegionLevel>,
) -> impl IntoView {
    view! {
        <th
            scope="col"
            aria-sort=move || match order.get() {
                (sorted, _) if sorted != column => "none",
                (_, true) => "descending",
                (_, false) => "ascending",
            }
        >
            <button
                title=column.explained(say)
                data-testid=format!("map-sort-{}", column.code())
                on:click=move |_| {
                    order
                        .update(|order| {
                            *order = match *order {
                                (sorted, down) if sorted == column => (column, !down),
                                _ => (column, column != Column::Name),
                            };
                        });
                }
            >
                {move || column.name(say, level.get())}
                <span class="map-sort" aria-hidden="true">
                    {move || match order.get() {
                        (sorted, _) if sorted != column => "",
                        (_, true) => "↓",
                        (_, false) => "↑",
                    }}
                </span>
            </button>
        </th>
    }
}

#[component]
fn Row(view: View, first: bool, row: RegionRow, most: Memo<u32>) -> impl IntoView {
    let say = view.say;
    let figures = row.figures;
    let (code, opened) = (row.code.clone(), row.code.clone());
    let chosen = {
        let code = row.code.clone();
        Memo::new(move |_| {
            view.selected
                .with(|selected| selected.as_ref() == Some(&code))
        })
    };
    let nobody = Memo::new(move |_| view.selected.with(Option::is_none));
    let share = figures.tally().followed_up_permille();
    let width = move || {
        let most = f64::from(most.get().max(1));
        format!("{:.1}%", f64::from(figures.received) * 100.0 / most)
    };
    view! {
        <tr
            class:selected=move || chosen.get()
            aria-selected=move || if chosen.get() { "true" } else { "false" }
            tabindex=move || if chosen.get() || (first && nobody.get()) { "0" } else { "-1" }
            data-testid=format!("map-row-{}", row.code)
            on:click=move |_| view.selected.set(Some(code.clone()))
            on:dblclick=move |_| view.open(opened.clone())
        >
            <td>
                {say.region_beside_level(&row.name).to_owned()}
                <span class="map-bar" aria-hidden="true">
                    <span style:width=width></span>
                </span>
            </td>
            <td>{say.number(figures.received)}</td>
            <td class:over=figures.overdue.gt(&0)>
                {if figures.overdue > 0 {
                    format!("▲ {}", say.number(figures.overdue))
                } else {
                    say.number(figures.overdue)
                }}
            </td>
            <td title=say.figure_of(figures.followed_up, figures.received)>
                {share
                    .map_or_else(
                        || say.figures_none().to_owned(),
                        |share| say.tenths(f64::from(share) / 10.0),
                    )}
            </td>
            <td>
                {figures.mean_days.map_or_else(|| say.figures_none().to_owned(), |days| say.tenths(days))}
            </td>
        </tr>
    }
}

fn find_row(
    body: &web_sys::HtmlTableSectionElement,
    code: &RegionCode,
) -> Option<web_sys::HtmlElement> {
    let selector = format!("[data-testid='map-row-{code}']");
    let found = body.query_selector(&selector).ok().flatten()?;
    found.dyn_into().ok()
}

fn reveal(body: &web_sys::HtmlTableSectionElement, code: &RegionCode) {
    if let Some(row) = find_row(body, code) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

fn focus_row(body: &web_sys::HtmlTableSectionElement, code: &RegionCode) {
    if let Some(row) = find_row(body, code) {
        // A row that just went has nothing to focus.
        drop(row.focus());
    }
}
