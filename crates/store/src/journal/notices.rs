//! Tables `notice` and `notice_event`: who was told what and when. One notice per complaint, clock and
//! threshold, for ever; what became of it is added, never changed.

mod read;
mod said;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use tanggap_domain::ids::ComplaintId;

use super::Journal;
use crate::columns::{id_bytes, json_of_ids, time_of_ms};
use crate::error::StoreError;

pub use read::NoticeQuery;
pub use said::{StoredDaily, StoredDigest, StoredReminder};

/// What a notice is about. There is at most one notice for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NoticeKey {
    /// None for what concerns many.
    pub complaint: Option<ComplaintId>,
    /// Code of the clock, or of another kind of notice.
    pub clock: String,
    /// Code of the threshold (`50`, `75`, `90`, `h-1`, `lewat` …), or what else makes it one of a kind.
    pub threshold: String,
}

/// What to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    pub key: NoticeKey,
    pub due_at: DateTime<Utc>,
    /// What else it says, as JSON.
    pub detail: Option<String>,
}

/// What [`Journal::tell`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Tell it now.
    New(i64),
    /// It was told before, and its deadline moved since: tell it again.
    Renewed(i64),
    /// It was told and stands.
    Before(i64),
}

impl Told {
    pub fn no(self) -> i64 {
        match self {
            Self::New(no) | Self::Renewed(no) | Self::Before(no) => no,
        }
    }

    /// Somebody has to hear of it.
    pub fn is_news(self) -> bool {
        match self {
            Self::New(_) | Self::Renewed(_) => true,
            Self::Before(_) => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub no: i64,
    pub key: NoticeKey,
    /// The deadline as it stood when told last.
    pub due_at: DateTime<Utc>,
    pub told_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub standing: NoticeStanding,
    pub detail: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeStanding {
    Current,
    Withdrawn,
    Settled,
}

impl NoticeStanding {
    fn code(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Withdrawn => "withdrawn",
            Self::Settled => "settled",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        [Self::Current, Self::Withdrawn, Self::Settled]
            .into_iter()
            .find(|standing| standing.code() == code)
    }
}

/// Something that happened with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeWhat {
    Shown,
    ShownInDigest,
    Listed,
    Renewed,
    Withdrawn,
    Settled,
    Opened,
    Read,
    Snoozed,
    ShownAgain,
}

impl NoticeWhat {
    const ALL: [Self; 10] = [
        Self::Shown,
        Self::ShownInDigest,
        Self::Listed,
        Self::Renewed,
        Self::Withdrawn,
        Self::Settled,
        Self::Opened,
        Self::Read,
        Self::Snoozed,
        Self::ShownAgain,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::ShownInDigest => "shown-in-digest",
            Self::Listed => "listed",
            Self::Renewed => "renewed",
            Self::Withdrawn => "withdrawn",
            Self::Settled => "settled",
            Self::Opened => "opened",
            Self::Read => "read",
            Self::Snoozed => "snoozed",
            Self::ShownAgain => "shown-again",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
}

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeEvent {
    pub notice: i64,
    pub at: DateTime<Utc>,
    pub what: NoticeWhat,
    /// Until when (snoozed), due when (renewed).
    pub until: Option<DateTime<Utc>>,
    pub who: String,
}

/// Who is at the desk, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    pub who: String,
    pub at: DateTime<Utc>,
}

impl Journal {
    /// Forgets what was told about complaints that were never real, or that are erased.
    pub async fn forget_notices(&self, complaints: &[ComplaintId]) -> Result<(), StoreError> {
        let ids = json_of_ids(complaints);
        self.store
            .journal
            .write(move |tx| Box::pin(async move { forget(tx, &ids).await }))
            .await
    }

    /// Forgets what was told since then of many complaints at once, without naming any.
    pub async fn forget_summaries(&self, since: DateTime<Utc>) -> Result<(), StoreError> {
        let since_ms = since.timestamp_millis();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    for sql in [
                        "DELETE FROM notice_event WHERE notice IN (SELECT no FROM notice
                             WHERE complaint = x'' AND told_ms >= ?1)",
                        "DELETE FROM notice WHERE complaint = x'' AND told_ms >= ?1",
                    ] {
                        sqlx::query(sql).bind(since_ms).execute(&mut *tx).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Writes notices down, in one transaction and in the order given. Also across restarts and two
    /// windows only one caller ever gets [`Told::New`] for the same key and deadline.
    pub async fn tell(
        &self,
        tellings: Vec<Telling>,
        witness: &Witness,
    ) -> Result<Vec<Told>, StoreError> {
        let witness = witness.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let mut told = Vec::with_capacity(tellings.len());
                    for telling in tellings {
                        told.push(tell(tx, telling, &witness).await?);
                    }
                    Ok(told)
                })
            })
            .await
    }

    /// Adds a line to the history of each.
    pub async fn note_notices(
        &self,
        notices: Vec<i64>,
        what: NoticeWhat,
        witness: &Witness,
    ) -> Result<(), StoreError> {
        let witness = witness.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    for no in notices {
                        add_event(tx, no, what, None, &witness).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Says that notices do not stand any more. Those that were not standing stay as they are; the
    /// others are given back.
    pub async fn end_notices(
        &self,
        notices: Vec<i64>,
        standing: NoticeStanding,
        witness: &Witness,
    ) -> Result<Vec<i64>, StoreError> {
        let what = match standing {
            NoticeStanding::Current => return Ok(Vec::new()),
            NoticeStanding::Withdrawn => NoticeWhat::Withdrawn,
            NoticeStanding::Settled => NoticeWhat::Settled,
        };
        let witness = witness.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let mut ended = Vec::new();
                    for no in notices {
                        let done = sqlx::query(
                            "UPDATE notice SET standing = ?2, snooze_ms = NULL
                             WHERE no = ?1 AND standing = 'current'",
                        )
                        .bind(no)
                        .bind(standing.code())
                        .execute(&mut *tx)
                        .await?;
                        if done.rows_affected() == 1 {
                            add_event(tx, no, what, None, &witness).await?;
                            ended.push(no);
                        }
                    }
                    Ok(ended)
                })
            })
            .await
    }

    /// Marks notices as read: those named, or all with `None`. `what` is how: read in the list, or
    /// opened.
    pub async fn read_notices(
        &self,
        notices: Option<Vec<i64>>,
        what: NoticeWhat,
        witness: &Witness,
    ) -> Result<(), StoreError> {
        let witness = witness.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let notices = match notices {
                        Some(notices) => notices,
                        None => {
                            sqlx::query_scalar("SELECT no FROM notice WHERE read_ms IS NULL")
                                .fetch_all(&mut *tx)
                                .await?
                        }
                    };
                    for no in notices {
                        let done = sqlx::query(
                            "UPDATE notice SET read_ms = ?2 WHERE no = ?1 AND read_ms IS NULL",
                        )
                        .bind(no)
                        .bind(witness.at.timestamp_millis())
                        .execute(&mut *tx)
                        .await?;
                        if done.rows_affected() == 1 || what == NoticeWhat::Opened {
                            add_event(tx, no, what, None, &witness).await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Has a notice told again at `until`. `false` where it does not stand any more.
    pub async fn snooze_notice(
        &self,
        no: i64,
        until: DateTime<Utc>,
        witness: &Witness,
    ) -> Result<bool, StoreError> {
        let witness = witness.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let done = sqlx::query(
                        "UPDATE notice SET snooze_ms = ?2 WHERE no = ?1 AND standing = 'current'",
                    )
                    .bind(no)
                    .bind(until.timestamp_millis())
                    .execute(&mut *tx)
                    .await?;
                    if done.rows_affected() == 0 {
                        return Ok(false);
                    }
                    add_event(tx, no, NoticeWhat::Snoozed, Some(until), &witness).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Takes the snooze off notices and notes that they were shown again.
    pub async fn wake_notices(
        &self,
        notices: Vec<i64>,
        witness: &Witness,
    ) -> Result<(), StoreError> {
        let witness = witness.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    for no in notices {
                        sqlx::query("UPDATE notice SET snooze_ms = NULL WHERE no = ?1")
                            .bind(no)
                            .execute(&mut *tx)
                            .await?;
                        add_event(tx, no, NoticeWhat::ShownAgain, None, &witness).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

async fn tell(
    tx: &mut SqliteConnection,
    telling: Telling,
    witness: &Witness,
) -> Result<Told, StoreError> {
    let Telling {
        key,
        due_at,
        detail,
    } = telling;
    let complaint = complaint_bytes(key.complaint);
    let (due_ms, now_ms) = (due_at.timestamp_millis(), witness.at.timestamp_millis());
    let known: Option<(i64, i64, String)> = sqlx::query_as(
        "SELECT no, due_ms, standing FROM notice
         WHERE complaint = ?1 AND clock = ?2 AND threshold = ?3",
    )
    .bind(&complaint)
    .bind(&key.clock)
    .bind(&key.threshold)
    .fetch_optional(&mut *tx)
    .await?;
    let Some((no, known_due_ms, standing)) = known else {
        let no: i64 = sqlx::query_scalar(
            "INSERT INTO notice (complaint, clock, threshold, due_ms, told_ms, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING no",
        )
        .bind(complaint)
        .bind(key.clock)
        .bind(key.threshold)
        .bind(due_ms)
        .bind(now_ms)
        .bind(detail)
        .fetch_one(tx)
        .await?;
        return Ok(Told::New(no));
    };
    if known_due_ms == due_ms && standing == NoticeStanding::Current.code() {
        return Ok(Told::Before(no));
    }
    sqlx::query(
        "UPDATE notice SET due_ms = ?2, told_ms = ?3, detail = ?4, standing = 'current',
                read_ms = NULL, snooze_ms = NULL
         WHERE no = ?1",
    )
    .bind(no)
    .bind(due_ms)
    .bind(now_ms)
    .bind(detail)
    .execute(&mut *tx)
    .await?;
    add_event(tx, no, NoticeWhat::Renewed, Some(due_at), witness).await?;
    Ok(Told::Renewed(no))
}

async fn add_event(
    tx: &mut SqliteConnection,
    notice: i64,
    what: NoticeWhat,
    until: Option<DateTime<Utc>>,
    witness: &Witness,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO notice_event (notice, at_ms, what, until_ms, who)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(notice)
    .bind(witness.at.timestamp_millis())
    .bind(what.code())
    .bind(until.map(|until| until.timestamp_millis()))
    .bind(&witness.who)
    .execute(tx)
    .await?;
    Ok(())
}

/// Empty for what concerns many.
fn complaint_bytes(complaint: Option<ComplaintId>) -> Vec<u8> {
    complaint.map(id_bytes).unwrap_or_default()
}

fn time_of(ms: Option<i64>) -> Option<DateTime<Utc>> {
    ms.map(time_of_ms)
}

/// `ids` as [`json_of_ids`] writes them.
pub(crate) async fn forget(tx: &mut SqliteConnection, ids: &str) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM notice_event WHERE notice IN (SELECT no FROM notice
             WHERE complaint IN (SELECT unhex(value) FROM json_each(?1)))",
        "DELETE FROM notice WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
    ] {
        sqlx::query(sql)
            .bind(ids.to_owned())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}
