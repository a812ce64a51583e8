//! Tenggat: the board by time, on the office's wall.

mod export;

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use tanggap_domain::calendar::{CompiledCalendar, Reversed};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::sla::{Clock, ClockKind};
use tanggap_ipc::deadlines::{
    Board, BoardReply, Card, Column, Day, DayLoad, Lane, LaneRows, MOST_CHOSEN, Month, MonthReply,
};
use tanggap_ipc::inbox::{Filter, Page, Row};
use tanggap_ipc::{Code, Error};
use tanggap_store::{DueState, Filters, Query, Sort};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::inbox::{self, whole};
use crate::office::Office;

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
    let midnight = |days: u64| Some(after_midnight(calendar, today + Days::new(days)));
    let (due_from, before) = match lane {
        Lane::Overdue => (None, Some(now)),
        Lane::Today => (Some(now), midnight(1)),
        Lane::Tomorrow => (midnight(1), midnight(2)),
        Lane::ThisWeek => (midnight(2), midnight(7)),
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
        let due = desk
            .store
            .view()
            .due_times(
                &running,
                after_midnight(calendar, first),
                after_midnight(calendar, next),
            )
            .await
            .map_err(of_store)?;
        for due_at in due.into_iter().filter_map(DateTime::from_timestamp_millis) {
            let date = due_date(calendar, due_at);
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
    let until = after_midnight(calendar, next);
    let filters = Filters {
        due_from: Some(after_midnight(calendar, request.date)),
        due_before: Some(filters.due_before.map_or(until, |before| before.min(until))),
        due_state: Some(DueState::Running),
        ..filters
    };
    column(desk, filters, request.limit.min(MOST_CARDS), now).await
}

/// The end of a day is the midnight after it, and belongs to the day it ends.
fn due_date(calendar: &CompiledCalendar, due_at: DateTime<Utc>) -> NaiveDate {
    calendar.local_date(due_at - TimeDelta::milliseconds(1))
}

fn after_midnight(calendar: &CompiledCalendar, date: NaiveDate) -> DateTime<Utc> {
    calendar.midnight(date) + TimeDelta::milliseconds(1)
}

async fn column(desk: &Desk, filters: Filters, limit: u32, now: DateTime<Utc>) -> Result<Column> {
    let view = desk.store.view();
    let total = view.count(&filters).await.map_err(of_store)?;
    let query = Query {
        filters,
        sort: Sort::Due,
        offset: 0,
        limit,
    };
    let heads = view.list(&query).await.map_err(of_store)?;
    let office = desk.office();
    let cards = inbox::rows(desk, heads, now)
        .await?
        .into_iter()
        .map(|row| Card {
            used_permille: used_permille(&office, &row, now),
            row,
        })
        .collect();
    Ok(Column {
        total: whole(total),
        cards,
    })
}

/// Share of the working time used between the clock's start and its due instant. Pauses are not known
/// here: the card is a picture, the complaint's own clock has the exact figure.
fn used_permille(office: &Office, row: &Row, now: DateTime<Utc>) -> u32 {
    let Some(deadline) = row.deadline else {
        return 0;
    };
    let calendar = office.rules.calendar();
    let worked = |until| {
        calendar
            .elapsed(deadline.started_at, until, Reversed::Zero)
            .map_or(0, |worked| worked.num_milliseconds())
    };
    let total = worked(deadline.due_at);
    if total <= 0 {
        return 0;
    }
    u32::try_from(worked(now) * 1_000 / total).unwrap_or(u32::MAX)
}

/// One clock of one complaint that somebody still has to meet.
pub struct Due {
    pub complaint: ComplaintId,
    pub tracking_id: TrackingId,
    pub clock: Clock,
}

/// Every clock that somebody still has to meet, judged at `at`, in order of time.
pub async fn all(desk: &Desk, at: DateTime<Utc>) -> Result<Vec<Due>> {
    let mut due = Vec::new();
    inbox::each(desk, &Filter::default(), None, |listed| {
        let clocks = crate::complaint::clocks(desk, &listed.judged, at).clocks;
        let open = clocks.into_iter().filter(|clock| clock.state.is_open());
        due.extend(open.map(|clock| Due {
            complaint: listed.complaint.id,
            tracking_id: listed.complaint.tracking_id.clone(),
            clock,
        }));
    })
    .await?;
    let order = |due: &Due| -> (DateTime<Utc>, String, ClockKind) {
        let number = due.tracking_id.to_string();
        (due.clock.due_at, number, due.clock.kind)
    };
    due.sort_by_cached_key(order);
    Ok(due)
}
