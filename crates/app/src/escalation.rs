//! Tenggat → Eskalasi: what has been overdue for days, and reminding who must act.
//!
//! A reminder is a change of the complaint like any other: tried here, saved, decided by the hub, and in its
//! history for everybody. The desk proposes; nobody is reminded by a machine alone.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::calendar::{DayInterval, Reversed};
use tanggap_domain::change::{ChangeKind, Refused, Reminder, ReminderChannel};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::indicator;
use tanggap_domain::sla::{ClockFacts, Deadline};
use tanggap_domain::text::one_line;
use tanggap_ipc::compose::{Outcome, Submit};
use tanggap_ipc::escalation::{
    EscalationReply, EscalationRow, GetEscalations, ReminderTexts, SendReminders, Sent,
    WriteReminder,
};
use tanggap_ipc::{Code, Error};
use tanggap_store::{DueState, Filters, Query, Sort};

use crate::compose;
use crate::desk::{Desk, WHOLE_AT_ONCE};
use crate::error::{Result, of_store};
use crate::inbox::{self, whole};
use crate::office::Office;
use crate::watch::text::Speech;

/// Most rows of one answer.
const MOST_ROWS: u32 = 200;
/// How long the hub refuses another reminder of the same clock and channel.
const HUB_PAUSE: TimeDelta = TimeDelta::hours(24);

/// Complaints overdue by at least the office's number of working days, most overdue first.
pub async fn list(desk: &Desk, request: GetEscalations) -> Result<EscalationReply> {
    let (office, now) = (desk.office(), desk.now());
    let after_days = office.settings.escalation.after_days;
    let Some(filters) = overdue_filters(desk, &request, now) else {
        return Ok(EscalationReply {
            after_days,
            total: 0,
            rows: Vec::new(),
            by_unit: Vec::new(),
        });
    };
    let view = desk.store.view();
    let by_unit = view.by_unit(&filters).await.map_err(of_store)?;
    let query = Query {
        filters,
        sort: Sort::Due,
        offset: request.offset,
        limit: request.limit.min(MOST_ROWS),
    };
    let found = view.page(&query).await.map_err(of_store)?;
    let (total, heads) = (found.total, found.rows);
    let mut rows = Vec::with_capacity(heads.len());
    let ids: Vec<ComplaintId> = heads.iter().map(|head| head.id).collect();
    let mut whole_ones = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(WHOLE_AT_ONCE) {
        let read = desk.find_many(ids).await?;
        whole_ones.extend(read.into_iter().map(|it| (it.complaint.id, it)));
    }
    for row in inbox::rows(desk, heads, now).await? {
        let Some(visible) = whole_ones.remove(&row.id) else {
            continue;
        };
        // The list is sorted by a cache; the complaint itself says by which clock it is late.
        let Some(late) = most_overdue(&office, visible.for_clocks(), now) else {
            continue;
        };
        let Some(overdue_days) = indicator::days_late(late.due_at, now, office.rules.calendar())
        else {
            continue;
        };
        let sent = sent(&visible.complaint, &visible.pending);
        rows.push(EscalationRow {
            clock: late.kind,
            name: office.own_name(late.kind),
            overdue_days,
            due_now: is_due(&office, sent.first(), now),
            again_at: again_at(&visible.complaint, &late, now),
            reminders: sent,
            row,
        });
    }
    Ok(EscalationReply {
        after_days,
        total: whole(total),
        rows,
        by_unit: same_units(by_unit),
    })
}

/// One line a unit: rows from before names were cleaned may hold it in two spellings.
fn same_units(counted: Vec<(Option<String>, u64)>) -> Vec<(Option<String>, u32)> {
    let mut units: Vec<(Option<String>, u32)> = Vec::with_capacity(counted.len());
    for (unit, count) in counted {
        let unit = unit.map(|unit| one_line(&unit).into_owned());
        match units.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, sum)) => *sum = sum.saturating_add(whole(count)),
            None => units.push((unit, whole(count))),
        }
    }
    units
}

/// Ready texts to copy: number, clock, dates, unit. No personal data, and no title, which may hold
/// some.
pub async fn write(desk: &Desk, request: WriteReminder) -> Result<ReminderTexts> {
    let (office, now) = (desk.office(), desk.now());
    let visible = desk.visible(request.complaint).await?;
    let not_overdue = || Error::new(Code::NotOverdue);
    let late = most_overdue(&office, visible.for_clocks(), now).ok_or_else(not_overdue)?;
    let days =
        indicator::days_late(late.due_at, now, office.rules.calendar()).ok_or_else(not_overdue)?;
    let speech = Speech {
        language: office.settings.language,
        zone: office.settings.zone,
        calendar: office.rules.calendar(),
        own_name: &|clock| office.own_name(clock),
        now,
    };
    let complaint = &visible.complaint;
    let unit = complaint.unit.as_ref();
    let unit = unit.map(|unit| one_line(&unit.name).into_owned());
    let text = speech.reminder_text(
        unit.as_deref(),
        &complaint.tracking_id,
        late.kind,
        late.due_at,
        days,
        &office.settings.office,
    );
    Ok(ReminderTexts {
        unit,
        whatsapp: text.body.clone(),
        email_subject: text.title,
        email_body: text.body,
    })
}

/// Reminds of each through the hub, or notes that it was done elsewhere; each with its own outcome.
pub async fn send(desk: &Desk, request: SendReminders) -> Result<Vec<Outcome>> {
    compose::check_count(&request.complaints)?;
    let (office, now) = (desk.office(), desk.now());
    let mut outcomes = Vec::with_capacity(request.complaints.len());
    for id in request.complaints {
        let reminded = remind(desk, &office, id, request.via, now).await;
        outcomes.push(compose::outcome(id, reminded)?);
    }
    Ok(outcomes)
}

async fn remind(
    desk: &Desk,
    office: &Office,
    id: ComplaintId,
    via: ReminderChannel,
    now: DateTime<Utc>,
) -> Result<()> {
    let visible = desk.visible(id).await?;
    // Never was late, or somebody acted in the meantime: there is nothing to remind of.
    let late = match most_overdue(office, visible.for_clocks(), now) {
        Some(late) => late,
        None if !visible.complaint.stage.is_open() => return Err(Refused::Closed.into()),
        None => return Err(Refused::NotOverdue.into()),
    };
    let reminder = Reminder {
        clock: late.kind,
        overdue_days: indicator::days_late(late.due_at, now, office.rules.calendar())
            .ok_or(Refused::NotOverdue)?,
        via,
        to: visible.complaint.unit.clone(),
    };
    let request = Submit::new(id, ChangeKind::Remind(reminder));
    compose::submit(desk, request).await.map(|_| ())
}

/// The filter of the page, narrowed to what is late enough.
fn overdue_filters(desk: &Desk, request: &GetEscalations, now: DateTime<Utc>) -> Option<Filters> {
    let office = desk.office();
    let (Some(filters), Some(latest_due)) = (
        inbox::filters(&request.filter, now),
        latest_due(&office, now),
    ) else {
        return None;
    };
    Some(Filters {
        due_before: Some(latest_due),
        due_state: Some(DueState::Running),
        ..filters
    })
}

/// What was due before this is late by the office's number of working days. None where `now` lies
/// outside the years of the calendar, so that nothing can be said.
pub(crate) fn latest_due(office: &Office, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let after_days = office.settings.escalation.after_days;
    indicator::late_before(after_days, now, office.rules.calendar())
}

/// The duty that has been overdue longest.
fn most_overdue(office: &Office, complaint: &Complaint, now: DateTime<Utc>) -> Option<Deadline> {
    let mut deadlines = Vec::new();
    // Nobody is late by a clock without a rule.
    let _without_rule = office
        .rules
        .deadlines(&ClockFacts::of(complaint), now, |deadline| {
            deadlines.push(deadline);
        });
    indicator::most_late(&deadlines).copied()
}

/// Reminders in the history, newest first.
fn sent(complaint: &Complaint, pending: &[OpId]) -> Vec<Sent> {
    reminders(complaint)
        .map(|(event, reminder)| Sent {
            at: event.at,
            by: event.by.name.clone(),
            via: reminder.via,
            pending: pending.contains(&event.id),
        })
        .collect()
}

fn reminders(complaint: &Complaint) -> impl Iterator<Item = (&Event, &Reminder)> {
    let newest_first = complaint.history.iter().rev();
    newest_first.filter_map(|event| match &event.what {
        EventKind::Reminded(reminder) => Some((event, reminder)),
        _ => None,
    })
}

/// Whether the office's number of working days has passed since the last reminder.
/// A reminder of a time that no calendar has holds nobody up.
fn is_due(office: &Office, last: Option<&Sent>, now: DateTime<Utc>) -> bool {
    let Some(last) = last else { return true };
    let calendar = office.rules.calendar();
    let since = calendar.working_days_between(
        calendar.local_date(last.at),
        calendar.local_date(now),
        DayInterval::AfterFrom,
        Reversed::Zero,
    );
    since.map_or(true, |days| {
        days >= i64::from(office.settings.escalation.every_days)
    })
}

/// When the hub takes another reminder of this clock; none: now.
fn again_at(complaint: &Complaint, late: &Deadline, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let of_clock =
        |reminder: &Reminder| reminder.clock == late.kind && reminder.via == ReminderChannel::InApp;
    let (last, _) = reminders(complaint).find(|(_, reminder)| of_clock(reminder))?;
    let again_at = last.at.checked_add_signed(HUB_PAUSE)?;
    Some(again_at).filter(|again_at| *again_at > now)
}
