//! Tenggat: the board by time, on the office's wall.

mod export;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::indicator;
use tanggap_domain::sla::{ClockKind, ClockState};
use tanggap_ipc::deadlines::{
    Board, BoardReply, Card, Column, Day, DayLoad, Lane, LaneRows, MOST_CHOSEN, Month, MonthReply,
};
use tanggap_ipc::inbox::{Filter, Page};
use tanggap_ipc::{Code, Error};
use tanggap_store::{DueState, Filters, Query, Sort};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::inbox::{self, whole};

pub use export::{export, write as export_to};

/// Most cards of one column.
const MOST_CARDS: u32 = 200;

pub async fn board(desk: &Desk, request: Board) -> Result<BoardReply> {
    let now = desk.now();
    let limit = request.limit.min(MOST_CARDS);
    let Some(filters) = inbox::filters(&request.filter, now) else {
        return Ok(BoardReply {
            overdue: nothing(),
            today: nothing(),
            tomorrow: nothing(),
            this_week: nothing(),
            paused: nothing(),
        });
    };
    let office = desk.office();
    let calendar = office.rules.calendar();
    let of = async |lane| {
        let filters = of_lane(&filters, lane, calendar, now);
        column(desk, filters, limit, now).await
    };
    Ok(BoardReply {
        overdue: of(Lane::Overdue).await?,
        today: of(Lane::Today).await?,
        tomorrow: of(Lane::Tomorrow).await?,
        this_week: of(Lane::ThisWeek).await?,
        paused: of(Lane::Paused).await?,
    })
}

/// The complaints of one column, in its order, as many as are chosen at once.
pub async fn lane(desk: &Desk, request: LaneRows) -> Result<Page> {
    let (office, now) = (desk.office(), desk.now());
    let filters = inbox::filters(&request.filter, now)
        .map(|filters| of_lane(&filters, request.lane, office.rules.calendar(), now));
    inbox::page(desk, filters, Sort::Due, 0, MOST_CHOSEN).await
}

fn of_lane(
    filters: &Filters,
    lane: Lane,
    calendar: &CompiledCalendar,
    now: DateTime<Utc>,
) -> Filters {
    let today = calendar.local_date(now);
    let within = |from: u64, until: u64| {
        let day = |days| today + Days::new(days);
        let due = indicator::due_within(day(from), day(until), calendar);
        (Some(due.start), Some(due.end))
    };
    let (due_from, before) = match lane {
        Lane::Overdue => (None, Some(now)),
        Lane::Today => (Some(now), within(0, 1).1),
        Lane::Tomorrow => within(1, 2),
        Lane::ThisWeek => within(2, 7),
        Lane::Paused => {
            return Filters {
                due_state: Some(DueState::Paused),
                ..filters.clone()
            };
        }
    };
    // An overdue filter already bounds the end; the narrower one holds.
    let due_before = match (filters.due_before, before) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Filters {
        due_from,
        due_before,
        due_state: Some(DueState::Running),
        ..filters.clone()
    }
}

fn nothing() -> Column {
    Column {
        total: 0,
        cards: Vec::new(),
    }
}

/// How many open complaints are due on each day of a month.
pub async fn month(desk: &Desk, request: Month) -> Result<MonthReply> {
    let office = desk.office();
    let calendar = office.rules.calendar();
    let bad = || Error::with(Code::BadInput, "no such month");
    let first = NaiveDate::from_ymd_opt(request.year, request.month, 1).ok_or_else(bad)?;
    let next = first.checked_add_months(Months::new(1)).ok_or_else(bad)?;
    let dates: Vec<NaiveDate> = first.iter_days().take_while(|date| *date < next).collect();
    let mut days = Vec::with_capacity(dates.len());
    for date in dates {
        let around = date.pred_opt().zip(date.succ_opt());
        let skipped = around.and_then(|(before, after)| calendar.skipped(before, after).first());
        days.push(DayLoad {
            date,
            due: 0,
            // Beyond the years of the calendar nobody knows; the month is marked as not decreed.
            is_working_day: calendar.is_working_day(date).unwrap_or(false),
            skipped: skipped.cloned(),
        });
    }
    if let Some(filters) = inbox::filters(&request.filter, desk.now()) {
        let running = Filters {
            due_state: Some(DueState::Running),
            ..filters
        };
        let within = indicator::due_within(first, next, calendar);
        let due = desk
            .store
            .view()
            .due_times(&running, within.start, within.end)
            .await
            .map_err(of_store)?;
        for due_at in due.into_iter().filter_map(DateTime::from_timestamp_millis) {
            let date = indicator::due_on(due_at, calendar);
            let position = (date - first).num_days();
            let day = usize::try_from(position)
                .ok()
                .and_then(|it| days.get_mut(it));
            if let Some(day) = day {
                day.due += 1;
            }
        }
    }
    Ok(MonthReply {
        undecreed: !calendar.calendar().is_decreed(first),
        days,
    })
}

/// The cards of one day.
pub async fn day(desk: &Desk, request: Day) -> Result<Column> {
    let now = desk.now();
    let office = desk.office();
    let calendar = office.rules.calendar();
    let Some(filters) = inbox::filters(&request.filter, now) else {
        return Ok(nothing());
    };
    let no_such_day = || Error::with(Code::BadInput, "no such day");
    let next = request.date.succ_opt().ok_or_else(no_such_day)?;
    let within = indicator::due_within(request.date, next, calendar);
    let before = filters.due_before;
    let filters = Filters {
        due_from: Some(within.start),
        due_before: Some(before.map_or(within.end, |before| before.min(within.end))),
        due_state: Some(DueState::Running),
        ..filters
    };
    column(desk, filters, request.limit.min(MOST_CARDS), now).await
}

async fn column(desk: &Desk, filters: Filters, limit: u32, now: DateTime<Utc>) -> Result<Column> {
    let query = Query {
        filters,
        sort: Sort::Due,
        offset: 0,
        limit,
    };
    let found = desk.store.view().page(&query).await.map_err(of_store)?;
    let total = found.total;
    let office = desk.office();
    let cards = inbox::rows(desk, found.rows, now)
        .await?
        .into_iter()
        .map(|row| Card {
            used_permille: row.deadline.map_or(0, |deadline| {
                let (start, due) = (deadline.started_at, deadline.due_at);
                indicator::used_permille(start, due, now, office.rules.calendar())
            }),
            row,
        })
        .collect();
    Ok(Column {
        total: whole(total),
        cards,
    })
}

/// One clock of one complaint that somebody still has to meet. Small: a region has some hundred thousand.
pub struct Due {
    pub complaint: ComplaintId,
    pub tracking_id: TrackingId,
    pub clock: ClockKind,
    /// What the office calls it, where it is its own.
    pub name: Option<Arc<str>>,
    pub due_at: DateTime<Utc>,
    pub state: ClockState,
}

/// Every clock that somebody still has to meet, judged at `at`, in order of time.
pub async fn all(desk: &Desk, at: DateTime<Utc>) -> Result<Vec<Due>> {
    let mut due: Vec<Due> = Vec::new();
    let mut names: BTreeMap<String, Arc<str>> = BTreeMap::new();
    let mut shared = |name: String| {
        let known = names.entry(name);
        Arc::clone(known.or_insert_with_key(|name| Arc::from(name.as_str())))
    };
    inbox::each(desk, &Filter::default(), None, |listed| {
        let clocks = crate::complaint::clocks(desk, listed.for_clocks(), at).clocks;
        let open = clocks.into_iter().filter(|clock| clock.state.is_open());
        due.extend(open.map(|clock| Due {
            complaint: listed.complaint.id,
            tracking_id: listed.complaint.tracking_id.clone(),
            clock: clock.kind,
            name: clock.name.map(&mut shared),
            due_at: clock.due_at,
            state: clock.state,
        }));
    })
    .await?;
    due.sort_by(|a, b| {
        let by_time = a.due_at.cmp(&b.due_at);
        by_time
            .then_with(|| a.tracking_id.as_str().cmp(b.tracking_id.as_str()))
            .then_with(|| a.clock.cmp(&b.clock))
    });
    Ok(due)
}
