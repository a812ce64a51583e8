//! Everything the store keeps as JSON, as it lies on the disk: one file each in `stored/`, compared to
//! the letter, and read again. `stored/before/` holds what earlier versions wrote; it is never edited,
//! and is read for ever.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tanggap_domain::calendar::{Calendar, OfficeHours};
use tanggap_domain::change::{Amendment, Base, NewComplaint, Refused};
use tanggap_domain::complaint::{Attachment, Point};
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::ids::{AgencyId, HubId};
use tanggap_domain::merge::first_national;
use tanggap_domain::provenance::AsOf;
use tanggap_domain::sla::OfficeRules;

use super::*;
use crate::key::{KdfRecord, KeyRecord};
use crate::profile::Profile;
use crate::{
    Attention, Connection, StoredAgency, StoredDaily, StoredDesktop, StoredDigest, StoredDraft,
    StoredEscalation, StoredNotify, StoredOutcome, StoredReference, StoredReminder, StoredSettings,
    StoredTemplate, Unreadable,
};

macro_rules! stored {
    ($name:literal) => {
        include_str!(concat!("stored/", $name, ".json"))
    };
}

/// `file` is what is written of `value`; it reads back, and so it does with a member of a later version.
fn lies<Kept: Serialize + DeserializeOwned + PartialEq + Debug>(file: &str, value: &Kept) {
    let written = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(written, file.trim_end());
    reads(file, value);
    assert!(with_a_later_member::<Kept>(file).is_ok());
}

fn with_a_later_member<Kept: DeserializeOwned>(file: &str) -> serde_json::Result<Kept> {
    let mut json: serde_json::Map<String, Value> = serde_json::from_str(file).unwrap();
    json.insert("kelak".to_owned(), Value::from("x"));
    serde_json::from_value(json.into())
}

fn reads<Kept: DeserializeOwned + PartialEq + Debug>(file: &str, value: &Kept) {
    assert_eq!(&serde_json::from_str::<Kept>(file).unwrap(), value);
}

fn foto() -> Attachment {
    Attachment {
        sha256: "ab".repeat(32),
        name: "lubang.jpg".to_owned(),
        mime: "image/jpeg".to_owned(),
        size_bytes: 2048,
    }
}

fn base() -> Base {
    Base {
        status: 2,
        assign: 1,
        meta: 1,
        last_public_reply: Some(op(3)),
    }
}

fn settings() -> StoredSettings {
    StoredSettings {
        office: Some("Diskominfo Kota Palembang".to_owned()),
        zone: Some("WITA".to_owned()),
        region: RegionCode::parse("16.71").ok(),
        language: Some("en".to_owned()),
        theme: Some("dark".to_owned()),
        notify: StoredNotify {
            desktop: Some(true),
            sound: Some(false),
            working_hours_only: Some(true),
            quiet_min: Some((1200, 360)),
            any_hour_classes: vec![Classification::PengaduanBerkadar],
            any_hour_urgent: Some(true),
            daily_digest: Some(false),
        },
        escalation: StoredEscalation {
            after_days: Some(3),
            every_days: Some(5),
        },
        desktop: StoredDesktop {
            autostart: Some(true),
            keep_in_tray: Some(true),
        },
    }
}

fn draft_kept() -> StoredDraft {
    StoredDraft {
        text: "Diteruskan ke dinas.".to_owned(),
        then: Then::Proses,
        attachments: vec![foto()],
        fields: serde_json::json!({ "unit": { "name": "Dinas PUPR" } }),
        seen: Some(base()),
    }
}

fn connection() -> Connection {
    Connection {
        hub_url: "https://pusat.example.id".to_owned(),
        token: "tanda".to_owned(),
        officer: OfficerId(Uuid::from_u128(7)),
        officer_name: "Petugas".to_owned(),
        scopes: vec!["16.71".to_owned()],
        hub: Some(HubId(Uuid::from_u128(9))),
        practice: false,
    }
}

fn attention() -> Attention {
    Attention {
        refused: Some(Refused::ReplyRace),
        reason: "reply-race".to_owned(),
        events: vec![Event {
            id: op(4),
            at: at(5),
            acted_at: Some(at(4)),
            by: officer(),
            what: EventKind::Replied {
                text: "Sudah ditangani.".to_owned(),
                then: Then::Selesai,
                attachments: vec![],
            },
        }],
    }
}

fn new_complaint() -> NewComplaint {
    NewComplaint {
        title: "Lampu mati".to_owned(),
        body: "Lampu jalan mati sejak Senin.".to_owned(),
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::read(None, "Penerangan"),
        channel: Channel::Phone,
        privacy: Privacy {
            anonymous: true,
            secret: false,
        },
        reporter: Reporter::default(),
        received_at: at(1),
        incident_on: None,
        location: Location::default(),
        agency: None,
        attachments: vec![foto()],
    }
}

/// A complaint of which nothing is left out.
fn whole() -> Complaint {
    let mut it = complaint(1);
    it.first_body = Some("Mohon diperbaiki.".to_owned());
    it.incident_on = Some("2026-11-01".parse().unwrap());
    it.location.regency = Some("Kota Palembang".to_owned());
    it.location.point = Some(Point {
        lat: -2.99,
        lng: 104.75,
    });
    it.agency = Some(AgencyRef {
        id: AgencyId::parse("1671").ok(),
        name: "Pemerintah Kota Palembang".to_owned(),
    });
    it.attachments = vec![foto()];
    it.rating = Some(4);
    it.national.name = "Terverifikasi".to_owned();
    it.provenance.as_of = Some(AsOf {
        from: at(2),
        until: at(3),
    });
    it.extra.insert("Nomor SK".to_owned(), "12/2026".to_owned());
    let mut it = first_national(it.into());
    for (n, kind) in [
        (1, ChangeKind::Verify),
        (
            2,
            ChangeKind::Dispose {
                to: AgencyRef::named("Dinas PUPR"),
                note: "Segera".to_owned(),
            },
        ),
        (
            3,
            ChangeKind::Amend(Amendment {
                priority: Some(Priority::High),
                ..Amendment::default()
            }),
        ),
    ] {
        it = it.apply(&change(n, &it, kind), at(9)).unwrap().complaint;
    }
    it
}

#[test]
fn settings_lie_so() {
    lies(stored!("settings"), &settings());
    reads(stored!("before/settings"), &settings());
}

#[test]
fn drafts_lie_so() {
    lies(stored!("draft"), &draft_kept());
    reads(stored!("before/draft"), &draft_kept());
}

#[test]
fn the_connection_lies_so() {
    lies(stored!("connection"), &connection());
    let before = Connection {
        hub: None,
        ..connection()
    };
    reads(stored!("before/connection"), &before);
}

#[test]
fn changes_lie_so() {
    let it = complaint(1);
    lies(stored!("change"), &reply(1, &it, "Sudah dijadwalkan."));
    let record = ChangeKind::Record(Box::new(new_complaint()));
    lies(stored!("recording"), &change(2, &it, record));
}

#[test]
fn what_needs_a_decision_lies_so() {
    lies(stored!("attention"), &attention());
    let before = Attention {
        refused: None,
        reason: "hash-mismatch".to_owned(),
        events: vec![],
    };
    reads(stored!("before/attention"), &before);
}

#[test]
fn what_a_notice_said_lies_so() {
    let digest = StoredDigest { passed: 3, near: 5 };
    lies(stored!("digest"), &digest);
    let daily = StoredDaily {
        overdue: 4,
        escalated: 1,
    };
    lies(stored!("daily"), &daily);
    let before = StoredDaily {
        overdue: 4,
        escalated: 0,
    };
    reads(stored!("before/daily"), &before);
    let reminder = StoredReminder {
        clock: ClockKind::FollowUp,
        by: "Koordinator".to_owned(),
        overdue_days: 6,
    };
    lies(stored!("reminder"), &reminder);
}

#[test]
fn what_became_of_an_operation_lies_so() {
    let again_at = at(86_400);
    lies(
        stored!("outcomes"),
        &Outcomes {
            outcomes: vec![
                StoredOutcome::Applied { seq: 5 },
                StoredOutcome::Merged { seq: 6 },
                StoredOutcome::AlreadySatisfied { seq: 7 },
                StoredOutcome::Moot {
                    refused: Refused::TooSoon { again_at },
                },
                StoredOutcome::Landed,
            ],
        },
    );
}

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Outcomes {
    outcomes: Vec<StoredOutcome>,
}

#[test]
fn versions_lie_so() {
    let mut calendar = Calendar::indonesia("Asia/Jakarta".parse().unwrap(), OfficeHours::FiveDays);
    calendar.holidays.truncate(2);
    lies(stored!("calendar"), &calendar);
    let rules = OfficeRules::none("2026-11-25".parse().unwrap());
    let file = stored!("rules");
    assert_eq!(
        serde_json::to_string_pretty(&rules).unwrap(),
        file.trim_end()
    );
    reads(file, &rules);
    // A limit that is not understood is never passed over: it would judge clocks without it.
    assert!(with_a_later_member::<OfficeRules>(file).is_err());
}

#[test]
fn imports_of_before_are_read() {
    let counts = crate::ImportCounts {
        read: 5,
        new: 1,
        updated: 2,
        unchanged: 1,
        unreadable: 1,
    };
    reads(stored!("before/import-counts"), &counts);
    let part = ImportPart {
        rows: vec![MirrorRow {
            raw: Some("{\"Status\":\"Terverifikasi\"}".to_owned()),
            // Judged anew: what was kept of its clocks then has another form.
            kept: Kept::default(),
            ..row(whole(), 0)
        }],
        unreadable: vec![Unreadable {
            place: "9".to_owned(),
            reason: "bad-date".to_owned(),
            raw: "{}".to_owned(),
        }],
    };
    reads(stored!("before/import-part"), &part);
}

#[test]
fn a_complaint_of_the_mirror_lies_so() {
    lies(stored!("complaint"), &whole());
}

#[test]
fn the_hubs_lists_lie_so() {
    let reference = StoredReference {
        version: "7".to_owned(),
        agencies: vec![StoredAgency {
            agency: AgencyRef::named("Dinas PUPR"),
            region: RegionCode::parse("16.71").ok(),
        }],
        categories: vec![Category::read(None, "Infrastruktur > Jalan rusak")],
        templates: vec![StoredTemplate {
            id: "terima-kasih".to_owned(),
            name: "Terima kasih".to_owned(),
            text: "Terima kasih, {{pelapor}}.".to_owned(),
        }],
        regions: RegionCode::parse("16.71").into_iter().collect(),
        calendar_version: "2".to_owned(),
        policy_version: "1".to_owned(),
    };
    lies(stored!("reference"), &reference);
}

#[test]
fn the_profile_lies_so() {
    let kdf = KdfRecord {
        salt: "00ff".to_owned(),
        memory_kib: 65536,
        rounds: 3,
        lanes: 4,
    };
    let check = "c0ffee".to_owned();
    let id = Uuid::from_u128(1);
    lies(
        stored!("profile"),
        &Profile::new(id, KeyRecord::Passphrase { kdf, check }),
    );
}

#[tokio::test]
async fn saving_settings_leaves_what_another_version_wrote() {
    let (_dir, store) = new_store().await;
    let journal = store.journal();
    let theirs = serde_json::json!({ "office": "Lama", "notify": { "sound": true, "lagu": 3 }, "kelak": [1] });
    let key = StoredSettings::KEY;
    journal.set_setting(key, &theirs).await.unwrap();
    journal.set_settings(&settings()).await.unwrap();
    assert_eq!(journal.settings().await.unwrap(), Some(settings()));
    let kept: Value = journal.setting(key).await.unwrap().unwrap();
    assert_eq!(
        (&kept["notify"]["lagu"], &kept["kelak"]),
        (&Value::from(3), &serde_json::json!([1]))
    );
    store.close().await;
}

#[tokio::test]
async fn lists_that_cannot_be_read_are_fetched_again() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    let reference = StoredReference {
        version: "7".to_owned(),
        ..StoredReference::default()
    };
    mirror.set_reference(&reference).await.unwrap();
    let sql = "UPDATE reference SET value = '{\"agencies\":7}'";
    let inner = mirror.store.clone();
    let broken = inner.mirror_write(move |tx| {
        Box::pin(async move {
            sqlx::query(sql).execute(tx).await?;
            Ok(())
        })
    });
    broken.await.unwrap();
    assert_eq!(mirror.reference().await.unwrap(), None);
    store.close().await;
}
