//! A recording and the same report in a later export: offered as one, joined by an officer's word, and two
//! again; at a desk of its own and at a region's hub.

use std::path::PathBuf;

use tanggap_app::joining::{Verb, change_of, split_of};
use tanggap_app::{Desk, complaint, compose, import, inbox, joining, link};
use tanggap_domain::change::{ChangeKind, Then};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::EventKind;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::likeness::Evidence;
use tanggap_domain::status::Stage;
use tanggap_ipc::complaint::{Detail, Get};
use tanggap_ipc::compose::{Draft, DraftKind, SaveDraft, Submit};
use tanggap_ipc::inbox::GetCounts;
use tanggap_ipc::joining::{Likely, ListLikely};
use tanggap_upstream::export;

use crate::office::{Office, at};

const RECORDED: &str = "2026-11-17T09:00:00+07:00";

/// The report as the office typed it into the national site, two days later.
fn reported() -> Complaint {
    let tracking_id = TrackingId::parse("9165816").unwrap();
    let json = serde_json::json!({
        "id": ComplaintId::of_tracking(&tracking_id),
        "tracking_id": tracking_id,
        "title": "Lampu jalan depan balai warga padam",
        "body": "Lampu di depan balai warga padam sejak beberapa hari. Mohon diperbaiki.",
        "classification": "pengaduan-tidak-berkadar",
        "channel": "website",
        "received_at": at("2026-11-19T08:00:00+07:00"),
        "location": { "province": "Jawa Timur", "regency": "Kota Surabaya", "district": "Bubutan" },
        "stage": "belum-terdisposisi",
        "national": { "name": "Terverifikasi" },
    });
    serde_json::from_value(json).unwrap()
}

fn another(n: u32) -> Complaint {
    let tracking_id = TrackingId::parse(&format!("{}", 9_200_000 + n)).unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: format!("Sampah menumpuk di pasar {n}"),
        body: "Sampah di pasar tidak diangkut sejak Senin, baunya menyengat.".into(),
        ..reported()
    }
}

fn file_of(rows: &[Complaint], office: &Office, name: &str) -> PathBuf {
    let file = office.folder.path().join(name);
    export::write(rows, &file, Default::default()).unwrap();
    file
}

async fn bring(office: &Office, rows: &[Complaint], name: &str) {
    let file = file_of(rows, office, name);
    import::run_path(&office.desk, &file).await.unwrap();
    link::sync(&office.desk).await.unwrap();
}

async fn detail(desk: &Desk, id: ComplaintId) -> Detail {
    complaint::get(desk, Get { id }).await.unwrap()
}

async fn likely(desk: &Desk) -> Vec<Likely> {
    joining::list(desk, ListLikely {}).await.unwrap()
}

async fn said(desk: &Desk, verb: Verb, one: ComplaintId, other: ComplaintId) {
    let (report, change) = change_of(desk, verb, one, other).await.unwrap();
    compose::submit_at_once(desk, Submit::new(report, change))
        .await
        .unwrap();
}

async fn split(desk: &Desk, id: ComplaintId) {
    let (report, change) = split_of(desk, id).await.unwrap();
    compose::submit_at_once(desk, Submit::new(report, change))
        .await
        .unwrap();
}

async fn listed(desk: &Desk) -> u32 {
    inbox::counts(desk, GetCounts).await.unwrap().all
}

fn reply(text: &str) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then: Then::Proses,
        attachments: Vec::new(),
    }
}

async fn recorded(office: &Office) -> ComplaintId {
    let title = "Lampu jalan padam di depan balai warga";
    let id = office.record(title, RECORDED).await;
    link::sync(&office.desk).await.unwrap();
    id
}

#[tokio::test]
async fn a_recording_and_its_export_are_offered_joined_and_split() {
    let office = Office::open().await;
    let desk = &office.desk;
    let recording = recorded(&office).await;
    let number = detail(desk, recording).await.complaint.tracking_id;
    assert!(likely(desk).await.is_empty());
    let report = reported();
    let mut rows: Vec<Complaint> = (0..20).map(another).collect();
    rows.push(report.clone());
    bring(&office, &rows, "satu.xlsx").await;

    // Offered: in the list, and at both.
    let found = likely(desk).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].recording.id, found[0].report.id),
        (recording, report.id)
    );
    let evidence = &found[0].likeness.evidence;
    assert!(
        evidence.contains(&Evidence::Received { days: 2 }),
        "{evidence:?}"
    );
    for id in [recording, report.id] {
        assert_eq!(detail(desk, id).await.likely, found);
    }
    assert!(detail(desk, rows[0].id).await.likely.is_empty());

    let draft = Draft {
        complaint: Some(recording),
        kind: DraftKind::Note,
        source: None,
        seen: None,
        text: "Tanya RT setempat".into(),
        then: Then::Keep,
        attachments: Vec::new(),
        fields: serde_json::Value::Null,
        saved_at: None,
    };
    let request = SaveDraft { draft };
    compose::draft_save(desk, request).await.unwrap();

    // An officer's word. At once it is seen here; the hub makes it true.
    let all = listed(desk).await;
    said(desk, Verb::Join, recording, report.id).await;
    let waiting = detail(desk, report.id).await;
    assert_eq!(waiting.pending.len(), 1);
    assert!(waiting.complaint.joined.is_some());
    assert!(detail(desk, recording).await.likely.is_empty());
    link::sync(desk).await.unwrap();
    assert_eq!(listed(desk).await, all - 1, "one leaves the lists");
    assert!(likely(desk).await.is_empty());
    let whole = detail(desk, recording).await;
    assert_eq!(
        whole.complaint.id, report.id,
        "opening the one leads to the other"
    );
    assert_eq!(
        inbox::lookup(desk, number.as_str()).await.unwrap(),
        Some(report.id)
    );
    assert_eq!(whole.complaint.title, report.title);
    assert_eq!(whole.complaint.received_at, at(RECORDED));
    assert_eq!(whole.complaint.joined.as_ref().unwrap().number, number);
    let of_receipt = whole
        .clocks
        .iter()
        .filter_map(|view| view.explanation.received_as.clone());
    assert_eq!(whole.drafts.len(), 1, "what was being written goes on here");
    assert_eq!(whole.drafts[0].complaint, Some(report.id));
    assert!(of_receipt.clone().count() > 0);
    assert!(of_receipt.into_iter().all(|it| it == number));

    // Work goes on at the one, also what was begun on the other.
    let submitted =
        compose::submit_at_once(desk, Submit::new(recording, reply("Besok diganti."))).await;
    submitted.unwrap();
    link::sync(desk).await.unwrap();
    assert_eq!(detail(desk, report.id).await.complaint.stage, Stage::Proses);

    // A later export tells of the whole; the same file once more changes nothing.
    let mut later = report.clone();
    later.title = "Lampu jalan depan balai warga padam (disunting)".into();
    later.national.name = "Ditindaklanjuti oleh Instansi".into();
    bring(&office, std::slice::from_ref(&later), "dua.xlsx").await;
    let told = detail(desk, report.id).await.complaint;
    assert_eq!(
        (told.title.as_str(), told.received_at),
        (later.title.as_str(), at(RECORDED))
    );
    assert!(told.joined.is_some());

    // Two again: each as it was, with what was told and done since at the report.
    split(desk, number_of(desk, &number).await).await;
    link::sync(desk).await.unwrap();
    assert_eq!(listed(desk).await, all);
    let (one, two) = (detail(desk, report.id).await, detail(desk, recording).await);
    assert_eq!(one.complaint.joined, None);
    assert_eq!(one.complaint.title, later.title);
    assert_eq!(one.complaint.received_at, report.received_at);
    assert!(one.complaint.last_public_reply().is_some());
    assert_eq!(two.complaint.tracking_id, number);
    assert_eq!(two.complaint.stage, Stage::BelumTerverifikasi);
    let last = |it: &Detail| it.complaint.history.last().unwrap().what.clone();
    assert!(matches!(last(&one), EventKind::Split { other, .. } if other == recording));
    assert!(matches!(last(&two), EventKind::Split { other, .. } if other == report.id));
    assert!(likely(desk).await.is_empty(), "not offered again");
}

async fn number_of(desk: &Desk, number: &TrackingId) -> ComplaintId {
    inbox::lookup(desk, number.as_str()).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_export_may_come_before_the_recording_and_no_is_remembered() {
    let office = Office::open().await;
    let desk = &office.desk;
    bring(&office, &[reported()], "satu.xlsx").await;
    let recording = recorded(&office).await;
    assert_eq!(likely(desk).await.len(), 1);
    said(desk, Verb::TellApart, recording, reported().id).await;
    assert!(likely(desk).await.is_empty(), "at once");
    link::sync(desk).await.unwrap();
    bring(&office, &[reported()], "dua.xlsx").await;
    assert!(likely(desk).await.is_empty(), "also after the next export");
    for id in [recording, reported().id] {
        let history = detail(desk, id).await.complaint.history;
        let told = history.last().unwrap();
        assert!(matches!(told.what, EventKind::ToldApart { .. }));
        assert_eq!(told.by.name, desk_name(&office).await);
    }
    // Whoever was wrong may say otherwise.
    said(desk, Verb::Join, reported().id, recording).await;
    link::sync(desk).await.unwrap();
    assert_eq!(detail(desk, recording).await.complaint.id, reported().id);
}

async fn desk_name(office: &Office) -> String {
    let status = tanggap_app::frame::status(&office.desk, tanggap_ipc::frame::GetFrameStatus);
    let _ = status.await.unwrap();
    let connection = office.desk.connection().unwrap();
    connection.officer_name
}

#[tokio::test]
async fn a_refused_join_is_undone_and_said() {
    let office = Office::open().await;
    let desk = &office.desk;
    let (first, second) = (recorded(&office).await, recorded(&office).await);
    bring(&office, &[reported()], "satu.xlsx").await;
    said(desk, Verb::Join, first, reported().id).await;
    link::sync(desk).await.unwrap();
    // What another desk did not know of yet: the hub refuses it, and the view is as before.
    let number = detail(desk, second).await.complaint.tracking_id;
    let kind = ChangeKind::Join {
        recording: second,
        number,
    };
    let refused = compose::submit_at_once(desk, Submit::new(reported().id, kind)).await;
    assert!(refused.unwrap_err().refused.is_some());
    assert!(office.outbox().await.is_empty());
    assert_eq!(detail(desk, second).await.complaint.id, second);
}
