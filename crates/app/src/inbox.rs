//! Masuk: the list, its tabs and its filters.

use chrono::{DateTime, Utc};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::indicator;
use tanggap_domain::sla::ClockState;
use tanggap_domain::status::Stage;
use tanggap_ipc::frame::Counts;
use tanggap_ipc::inbox::{Deadline, Filter, GetCounts, List, Page, Row, Sort, Tab};
use tanggap_ipc::{Code, Error};
use tanggap_store::{DueCache, DueState, Filters, HeadRow, Query};

pub use tanggap_store::Visible;

use crate::desk::{Desk, WHOLE_AT_ONCE};
use crate::error::{Result, of_store};
use crate::office::Office;
use crate::place;

/// Most rows of one answer.
const MOST_ROWS: u32 = 200;

/// A window of the list.
pub async fn list(desk: &Desk, request: List) -> Result<Page> {
    let filters = filters(&request.filter, desk.now());
    let limit = request.limit.min(MOST_ROWS);
    page(desk, filters, sort(request.sort), request.offset, limit).await
}

/// A window of what the filters let through; none: nothing can match.
pub(crate) async fn page(
    desk: &Desk,
    filters: Option<Filters>,
    sort: tanggap_store::Sort,
    offset: u32,
    limit: u32,
) -> Result<Page> {
    let Some(filters) = filters else {
        return Ok(Page {
            total: 0,
            rows: Vec::new(),
        });
    };
    let query = Query {
        filters,
        sort,
        offset,
        limit,
    };
    let found = desk.store.view().page(&query).await.map_err(of_store)?;
    Ok(Page {
        total: whole(found.total),
        rows: rows(desk, found.rows, desk.now()).await?,
    })
}

/// Numbers of the tabs and the frame.
pub async fn counts(desk: &Desk, _request: GetCounts) -> Result<Counts> {
    let all = Filters::default();
    let counted = desk
        .store
        .view()
        .tally(&all, desk.now())
        .await
        .map_err(of_store)?;
    Ok(Counts {
        all: whole(counted.received),
        open: whole(counted.open),
        to_do: whole(counted.to_do),
        overdue: whole(counted.overdue),
        in_progress: whole(counted.in_progress),
        followed_up_permille: counted.followed_up_permille().unwrap_or_default(),
    })
}

/// The filter for the store; none where nothing can match.
pub(crate) fn filters(filter: &Filter, now: DateTime<Utc>) -> Option<Filters> {
    let mut stages = filter.stages.clone();
    let of_tab: &[Stage] = match filter.tab {
        Tab::ToDo => &indicator::TO_DO,
        Tab::InProgress => &indicator::IN_PROGRESS,
        Tab::Overdue | Tab::All => &[],
    };
    if !of_tab.is_empty() {
        if stages.is_empty() {
            stages = of_tab.to_vec();
        } else {
            stages.retain(|stage| of_tab.contains(stage));
            if stages.is_empty() {
                return None;
            }
        }
    }
    let text = filter.text.as_deref().unwrap_or_default();
    // A number in any of its spellings; the index knows only the plain one. A space behind the last
    // word stays: it says that the word is finished.
    let text = match TrackingId::parse(text.trim()) {
        Ok(number) => number.to_string(),
        Err(_) => text.trim_start().to_owned(),
    };
    Some(Filters {
        stages,
        region: filter.region.clone(),
        without_region: filter.without_region,
        category: filter.category.clone(),
        classification: filter.classification.clone(),
        unit: filter.unit.clone(),
        secret: filter.secret,
        due_before: (filter.tab == Tab::Overdue).then_some(now),
        text: (!text.is_empty()).then_some(text),
        ..Filters::default()
    })
}

/// Rows as the window shows them.
pub(crate) async fn rows(desk: &Desk, heads: Vec<HeadRow>, now: DateTime<Utc>) -> Result<Vec<Row>> {
    let office = desk.office();
    let drafts = desk.store.journal().drafts().await.map_err(of_store)?;
    let drafted: Vec<ComplaintId> = drafts
        .iter()
        .filter_map(|draft| draft.key.complaint)
        .collect();
    Ok(heads
        .into_iter()
        .map(|head| Row {
            id: head.id,
            tracking_id: head.tracking_id,
            title: head.title,
            stage: head.stage,
            classification: head.classification,
            priority: head.priority,
            privacy: head.privacy,
            received_at: head.received_at,
            place: head.region.as_ref().and_then(place::short),
            category: head
                .category
                .rsplit(" > ")
                .next()
                .unwrap_or_default()
                .to_owned(),
            unit: head.unit,
            without_rule: (head.due.is_none() && head.stage.is_open())
                .then(|| office.rules.no_rule_at(head.received_at))
                .flatten(),
            deadline: head
                .due
                .as_ref()
                .and_then(|due| deadline(&office, due, now)),
            pending: head.waiting,
            attention: head.attention > 0,
            has_draft: drafted.contains(&head.id),
        })
        .collect())
}

fn deadline(office: &Office, due: &DueCache, now: DateTime<Utc>) -> Option<Deadline> {
    let started_at = DateTime::from_timestamp_millis(due.started_ms)?;
    let due_at = DateTime::from_timestamp_millis(due.due_ms)?;
    let kept = match due.state {
        DueState::Running => ClockState::Running,
        DueState::Paused => ClockState::Paused,
        DueState::Met => return None,
    };
    Some(Deadline {
        clock: due.clock,
        started_at,
        due_at,
        state: indicator::state_at(kept, due_at, now),
        undecreed: office.is_undecreed(started_at, due_at),
        hangs_on_zone: due.hangs_on_zone,
    })
}

fn sort(sort: Sort) -> tanggap_store::Sort {
    match sort {
        Sort::Due => tanggap_store::Sort::Due,
        Sort::Newest => tanggap_store::Sort::Received,
        Sort::Oldest => tanggap_store::Sort::Oldest,
    }
}

/// The complaint that a person means: its number in any spelling, or its id. Fails with
/// [`Code::NumberNotUnique`] rather than take one of two.
pub async fn lookup(desk: &Desk, text: &str) -> Result<Option<ComplaintId>> {
    if let Ok(number) = TrackingId::parse(text) {
        let found = desk.store.view().find(&number).await.map_err(of_store)?;
        match found.as_slice() {
            [] => {}
            [one] => return Ok(Some(*one)),
            // Which of them is meant, only the caller knows.
            several => {
                let ids: Vec<String> = several.iter().map(ComplaintId::to_string).collect();
                return Err(Error::with(Code::NumberNotUnique, ids.join(", ")));
            }
        }
    }
    match text.trim().parse::<ComplaintId>() {
        Ok(id) => Ok(desk.find(id).await?.map(|visible| visible.complaint.id)),
        Err(_) => Ok(None),
    }
}

/// Whole complaints, for scripts: what is shown, and what clocks go by. Some after the others, so that a
/// region's hundred thousand need not fit into memory: what `visit` does not keep is gone.
pub async fn each(
    desk: &Desk,
    filter: &Filter,
    limit: Option<u32>,
    mut visit: impl FnMut(Visible),
) -> Result<()> {
    let Some(filters) = filters(filter, desk.now()) else {
        return Ok(());
    };
    let view = desk.store.view();
    let mut offset = 0;
    let limit = limit.unwrap_or(u32::MAX);
    while offset < limit {
        let query = Query {
            filters: filters.clone(),
            sort: tanggap_store::Sort::Due,
            offset,
            limit: MOST_ROWS.min(limit - offset),
        };
        let heads = view.list(&query).await.map_err(of_store)?;
        let Some(read) = u32::try_from(heads.len()).ok().filter(|read| *read > 0) else {
            break;
        };
        let ids: Vec<ComplaintId> = heads.into_iter().map(|head| head.id).collect();
        for ids in ids.chunks(WHOLE_AT_ONCE) {
            desk.find_many(ids).await?.into_iter().for_each(&mut visit);
        }
        offset += read;
    }
    Ok(())
}

/// One complaint as [`each`] hands it over.
pub async fn one(desk: &Desk, id: ComplaintId) -> Result<Option<Visible>> {
    desk.find(id).await
}

pub(crate) fn whole(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
