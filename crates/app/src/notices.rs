//! The record of what was told to whom, and when.

pub(crate) mod record;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{ClockKind, Threshold};
use tanggap_ipc::notices::{
    About, Happened, List, MarkRead, Notice, NoticeFilter, NoticePage, NoticeShow, Snooze,
    Standing, What,
};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{
    Named, NoticeEvent, NoticeQuery, NoticeStanding, NoticeWhat, StoredDaily, StoredDigest,
    StoredReminder,
};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::inbox::whole;
use crate::notifier::Reaction;

use record::{DAILY, DIGEST, REMINDER, threshold_of};

/// Most notices of one answer.
const MOST: u32 = 200;
/// "Ingatkan 1 jam lagi".
const SNOOZE: TimeDelta = TimeDelta::hours(1);

/// Newest first. What is kept of a kind, or in a way, that this version does not know is not listed; it stays.
pub async fn list(desk: &Desk, request: List) -> Result<NoticePage> {
    let journal = desk.store.journal();
    let query = query(&request.filter);
    let limit = request.limit.clamp(1, MOST);
    let stored = journal
        .notices(&query, request.before, limit + 1)
        .await
        .map_err(of_store)?;
    let more = stored.len() > limit as usize;
    let stored = &stored[..stored.len().min(limit as usize)];
    let numbers: Vec<i64> = stored.iter().map(|notice| notice.no).collect();
    let mut histories: HashMap<i64, Vec<Happened>> = HashMap::new();
    for event in journal.notice_history(&numbers).await.map_err(of_store)? {
        histories
            .entry(event.notice)
            .or_default()
            .push(happened(event));
    }
    // None of those that have left this desk.
    let named = desk
        .named(stored.iter().filter_map(|it| it.key.complaint))
        .await?;
    let mut notices = Vec::with_capacity(stored.len());
    for notice in stored {
        let Some(about) = about(desk, &named, notice) else {
            continue;
        };
        notices.push(Notice {
            id: notice.no,
            about,
            told_at: notice.told_at,
            read: notice.read_at.is_some(),
            standing: match notice.standing {
                NoticeStanding::Current => Standing::Current,
                NoticeStanding::Withdrawn => Standing::Withdrawn,
                NoticeStanding::Settled => Standing::Settled,
            },
            history: histories.remove(&notice.no).unwrap_or_default(),
        });
    }
    Ok(NoticePage {
        notices,
        total: whole(journal.count_notices(&query).await.map_err(of_store)?),
        unread: whole(journal.unread_notices().await.map_err(of_store)?),
        more,
    })
}

fn query(filter: &NoticeFilter) -> NoticeQuery {
    NoticeQuery {
        unread: filter.show == NoticeShow::Unread,
        standing: (filter.show == NoticeShow::Standing).then_some(NoticeStanding::Current),
        complaint: filter.complaint,
        clock: filter.clock.map(|clock| clock.code().to_owned()),
        threshold: filter.breaches.then(|| Threshold::Breach.key()),
    }
}

fn about(
    desk: &Desk,
    named: &HashMap<ComplaintId, Named>,
    notice: &tanggap_store::Notice,
) -> Option<About> {
    let key = &notice.key;
    let Some(complaint) = key.complaint else {
        return match key.clock.as_str() {
            DIGEST => {
                let StoredDigest { passed, near } = notice.said()?;
                Some(About::Digest { passed, near })
            }
            DAILY => {
                let StoredDaily { overdue, .. } = notice.said()?;
                let date = key.threshold.parse().ok()?;
                Some(About::Daily { date, overdue })
            }
            _ => None,
        };
    };
    let tracking_id = named.get(&complaint).map(|it| it.tracking_id.clone());
    if key.clock == REMINDER {
        let said: StoredReminder = notice.said()?;
        return Some(About::Reminder {
            complaint,
            tracking_id,
            clock: said.clock,
            by: said.by,
            overdue_days: said.overdue_days,
        });
    }
    let (clock, threshold) = (
        ClockKind::of_code(&key.clock)?,
        threshold_of(&key.threshold)?,
    );
    Some(About::Threshold {
        complaint,
        tracking_id,
        clock,
        name: desk.office().own_name(clock),
        threshold,
        due_at: notice.due_at,
    })
}

fn happened(event: NoticeEvent) -> Happened {
    let until = event.until.unwrap_or(event.at);
    Happened {
        at: event.at,
        what: match event.what {
            NoticeWhat::Shown => What::Shown,
            NoticeWhat::ShownInDigest => What::ShownInDigest,
            NoticeWhat::Listed => What::Listed,
            NoticeWhat::Renewed => What::Renewed { due_at: until },
            NoticeWhat::Withdrawn => What::Withdrawn,
            NoticeWhat::Settled => What::Settled,
            NoticeWhat::Opened => What::Opened,
            NoticeWhat::Read => What::Read,
            NoticeWhat::Snoozed => What::Snoozed { until },
            NoticeWhat::ShownAgain => What::ShownAgain,
        },
        who: event.who,
    }
}

/// Marks notices as read; all of them where none is named.
pub async fn mark_read(desk: &Desk, request: MarkRead) -> Result<()> {
    let notices = (!request.ids.is_empty()).then_some(request.ids);
    read(desk, notices, NoticeWhat::Read).await
}

async fn read(desk: &Desk, notices: Option<Vec<i64>>, what: NoticeWhat) -> Result<()> {
    desk.store
        .journal()
        .read_notices(notices, what, &desk.witness(desk.now()))
        .await
        .map_err(of_store)?;
    changed(desk).await;
    Ok(())
}

/// Tells a notice again in one hour; answers when.
pub async fn snooze(desk: &Desk, request: Snooze) -> Result<DateTime<Utc>> {
    let now = desk.now();
    let until = now + SNOOZE;
    let snoozed = desk
        .store
        .journal()
        .snooze_notice(request.id, until, &desk.witness(now))
        .await
        .map_err(of_store)?;
    if !snoozed {
        // It was met or moved in the meantime: there is nothing left to be told.
        return Err(Error::new(Code::NotFound));
    }
    changed(desk).await;
    desk.watch_again();
    Ok(until)
}

/// What somebody did with a notification of the desktop.
pub async fn react(desk: &Desk, reaction: Reaction) -> Result<()> {
    match reaction {
        Reaction::Open { notice, .. } => read(desk, Some(vec![notice]), NoticeWhat::Opened).await,
        Reaction::Snooze { notice } => snooze(desk, Snooze { id: notice }).await.map(|_| ()),
    }
}

async fn changed(desk: &Desk) {
    desk.tell(Event::NoticesChanged);
    desk.tell_frame().await;
}
