//! Tests of the store as a whole, on real encrypted files in temporary folders.

mod clocks;
mod crash;
mod erase;
mod files;
mod filled;
mod joined;
mod journal;
mod mirror;
mod notices;
mod stored;
mod versions;
mod view;
mod worlds;

use chrono::{DateTime, Duration, Utc};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Change, ChangeKind, Then};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{
    Category, Channel, Complaint, Location, Priority, Reporter, Versions,
};
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_domain::sla::{ClockKind, ClockState, Kept, KeptClock};
use tanggap_domain::status::{NationalStatus, Stage};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{DueCache, ImportPart, KeySource, MirrorRow, Opened, PageWrite, Store};

const KEY: [u8; 32] = [42; 32];

fn key() -> KeySource {
    KeySource::raw(KEY)
}

async fn new_store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let Opened { store, .. } = Store::create(dir.path(), &key()).await.unwrap();
    (dir, store)
}

async fn reopened(dir: &TempDir) -> Opened {
    Store::open(dir.path(), &key()).await.unwrap()
}

fn start() -> DateTime<Utc> {
    "2026-11-02T01:00:00Z".parse().unwrap()
}

fn at(minutes: i64) -> DateTime<Utc> {
    start() + Duration::minutes(minutes)
}

/// An invented complaint; different numbers give different complaints.
fn complaint(n: u32) -> Complaint {
    let tracking_id = TrackingId::parse(&format!("{}", 9_000_000 + n)).unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: format!("Jalan berlubang nomor {n}"),
        body: "Mohon diperbaiki, lubangnya dalam sekali.".to_owned(),
        first_body: None,
        classification: Classification::PengaduanTidakBerkadar,
        category: Category {
            id: None,
            path: vec!["Infrastruktur".to_owned(), "Jalan rusak".to_owned()],
        },
        channel: Channel::Website,
        privacy: Privacy::default(),
        reporter: Reporter {
            name: Some("Pelaporku Rahasiawan".to_owned()),
            ..Reporter::default()
        },
        received_at: at(i64::from(n)),
        incident_on: None,
        location: Location {
            region: Some(RegionCode::parse("35.78.13").unwrap()),
            ..Location::default()
        },
        agency: None,
        unit: None,
        stage: Stage::BelumTerverifikasi,
        national: NationalStatus::default(),
        priority: Priority::Normal,
        attachments: Vec::new(),
        rating: None,
        history: Vec::new(),
        provenance: Default::default(),
        joined: None,
        versions: Versions {
            head: 1,
            status: 1,
            assign: 1,
            meta: 1,
        },
        extra: Default::default(),
    }
}

fn row(complaint: Complaint, seq: u64) -> MirrorRow {
    MirrorRow::new(complaint, seq, Kept::default())
}

/// One clock that runs, due after so many minutes.
fn kept(minutes: i64) -> Kept {
    Kept {
        clocks: vec![KeptClock {
            kind: ClockKind::FollowUp,
            started_ms: start().timestamp_millis(),
            due_ms: at(minutes).timestamp_millis(),
            met_ms: None,
            state: ClockState::Running,
            rule: "uji/1".to_owned(),
            hangs_on_zone: false,
        }],
        wake_ms: None,
    }
}

/// What [`kept`] comes to.
fn due(minutes: i64) -> DueCache {
    DueCache::of(&kept(minutes).clocks).unwrap()
}

fn page(rows: Vec<MirrorRow>, cursor: &str) -> PageWrite {
    PageWrite {
        scope: Some("35".to_owned()),
        upserts: rows,
        cursor: Some(cursor.to_owned()),
        ..PageWrite::default()
    }
}

fn op(n: u128) -> OpId {
    OpId(Uuid::from_u128(
        0x0192_f00d_0000_7000_8000_0000_0000_0000 + n,
    ))
}

fn officer() -> Actor {
    Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas")
}

fn change(n: u128, on: &Complaint, kind: ChangeKind) -> Change {
    Change {
        op: op(n),
        complaint: on.id,
        by: officer(),
        at: at(1000),
        base: on.base(),
        kind,
    }
}

fn reply(n: u128, on: &Complaint, text: &str) -> Change {
    let kind = ChangeKind::Reply {
        text: text.to_owned(),
        then: Then::Proses,
        attachments: Vec::new(),
    };
    change(n, on, kind)
}

fn dispose(n: u128, on: &Complaint, unit: &str) -> Change {
    let kind = ChangeKind::Dispose {
        to: AgencyRef::named(unit),
        note: String::new(),
    };
    change(n, on, kind)
}

/// Writes what a profile of before had after it had imported a file: sealed parts, their names in the
/// journal, and the rows in the mirror.
async fn imported_before(store: &Store, name: &str, parts: Vec<ImportPart>) {
    let inner = store.journal().store;
    let mut hashes = Vec::new();
    for part in &parts {
        let sealed = crate::journal::pack(part).unwrap();
        hashes.push(hex::decode(inner.imports.put(sealed).await.unwrap()).unwrap());
    }
    let counts = serde_json::to_string(&crate::ImportCounts::default()).unwrap();
    let named = name.to_owned();
    let written = inner.journal.write(move |tx| {
        Box::pin(async move {
            let sql = "INSERT INTO import (name, begun_ms, ended_ms, counts) VALUES (?1, 0, 0, ?2)";
            let done = sqlx::query(sql)
                .bind(named)
                .bind(counts)
                .execute(&mut *tx)
                .await?;
            for (part, sha256) in (1i64..).zip(hashes) {
                let sql = "INSERT INTO import_part (import, part, sha256) VALUES (?1, ?2, ?3)";
                sqlx::query(sql)
                    .bind(done.last_insert_rowid())
                    .bind(part)
                    .bind(sha256)
                    .execute(&mut *tx)
                    .await?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
    for part in parts {
        store
            .mirror()
            .quarantine(name, part.unreadable)
            .await
            .unwrap();
        let page = PageWrite {
            upserts: part.rows,
            ..PageWrite::default()
        };
        store.mirror().apply_page(page).await.unwrap();
    }
}

fn draft(text: &str) -> crate::StoredDraft {
    crate::StoredDraft {
        text: text.to_owned(),
        ..Default::default()
    }
}
