//! What every database must do. `over!(open)` runs all of it on what `open().await` gives.

mod deciding;
mod joining;
mod keeping;
mod sharing;
mod taking_in;

use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{
    Amendment, Base, Change, ChangeKind, REMINDER_PAUSE, Reminder, ReminderChannel, Then,
};
use tanggap_domain::complaint::{Attachment, Complaint};
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, ReplicaId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_domain::sla::ClockKind;
use tanggap_protocol::op::WireOp;
use tanggap_protocol::outcome::{Outcome, WireOutcome};
use uuid::Uuid;

use super::*;
use crate::testing::{at, complaint};
use crate::token;

pub use deciding::*;
pub use joining::*;
pub use keeping::*;
pub use sharing::*;
pub use taking_in::*;

/// One test for each law.
macro_rules! over {
    ($open:ident) => {
        $crate::db::suite::over!($open:
            every_scope_has_its_own_feed,
            a_feed_is_read_in_pieces_without_loss,
            a_complaint_that_moves_leaves_one_feed_and_enters_another,
            the_same_rows_again_change_nothing,
            changed_rows_update,
            a_file_is_taken_in_as_a_whole_or_not_at_all,
            a_newer_file_that_says_the_same_reaches_no_feed,
            who_brought_what_is_on_record,
            a_reply_is_applied_once_however_often_it_comes,
            one_id_serves_one_operation,
            conflicts_are_settled_and_hold_back_what_follows,
            a_unit_is_reminded_once_a_day_by_the_hubs_time,
            what_cannot_be_read_stops_nothing_else,
            nobody_acts_outside_their_scope,
            a_recording_creates_a_complaint,
            labels_are_brought_onto_one_line,
            two_recordings_never_share_a_number,
            officers_of_the_unit_answer_and_no_more,
            a_complaint_moves_only_to_regions_in_sight,
            an_id_with_a_space_stops_nothing,
            files_must_arrive_before_the_operation_that_names_them,
            files_are_seen_by_those_who_see_the_complaint,
            erased_is_erased,
            what_has_no_place_goes_to_those_it_concerns,
            a_neighbour_reads_and_notes_and_nothing_else,
            the_agency_fetches_only_files_it_is_shown,
            a_mirror_fed_in_any_steps_equals_the_hub,
            uploads_that_nothing_came_of_are_swept,
            a_file_the_disk_lost_is_asked_for_again,
            two_active_officers_never_share_a_name,
            tokens_open_until_they_are_revoked,
            concurrent_pushes_leave_no_gap,
            reference_data_is_kept,
            two_become_one_and_two_again,
            exports_go_on_to_tell_what_is_joined,
            work_on_a_joined_recording_goes_on_at_the_report,
            only_who_sees_both_may_join_them,
            what_is_joined_is_erased_with_it,
            files_of_the_recording_go_back_with_it,
            the_stricter_of_both_is_what_the_unit_reads,
            what_is_carried_over_stays_joined,
        );
    };
    ($open:ident: $($law:ident),+ $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $law() {
                let fixture = $open().await;
                $crate::db::suite::$law(&*fixture).await;
            }
        )+
    };
}
pub(crate) use over;

pub async fn officer(db: &impl Db, name: &str, scopes: &[&str]) -> (Grant, String) {
    let token = token::generate();
    let scopes: Vec<Scope> = scopes.iter().map(|text| text.parse().unwrap()).collect();
    let id = OfficerId(Uuid::from_u128(rand::random()));
    let new = NewOfficer {
        id,
        name: name.into(),
        scopes: scopes.clone(),
        token: token::hash(&token),
        now: at(0),
    };
    db.add_officer(new).await.unwrap();
    (Grant::new(id, name.into(), scopes), token)
}

fn op_of(number: u128) -> OpId {
    OpId(Uuid::from_u128(number))
}

fn op(number: u128, complaint: &Complaint, kind: ChangeKind) -> WireOp {
    let first = complaint.versions.head == 0;
    let base = if first {
        Base {
            status: 1,
            assign: 1,
            meta: 1,
            last_public_reply: None,
        }
    } else {
        complaint.base()
    };
    WireOp::from(Change {
        op: op_of(number),
        complaint: complaint.id,
        by: tanggap_domain::event::Actor::reporter(),
        at: at(3),
        base,
        kind,
    })
}

fn reply(text: &str) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then: Then::Proses,
        attachments: vec![],
    }
}

async fn push(db: &impl Db, grant: &Grant, ops: Vec<WireOp>) -> Vec<WireOutcome> {
    let ops = ops
        .into_iter()
        .map(|op| Offered::Op(Box::new(op)))
        .collect();
    offer(db, grant, ops).await
}

async fn offer(db: &impl Db, grant: &Grant, ops: Vec<Offered>) -> Vec<WireOutcome> {
    offer_at(db, grant, ops, at(5)).await
}

async fn offer_at(
    db: &impl Db,
    grant: &Grant,
    ops: Vec<Offered>,
    now: DateTime<Utc>,
) -> Vec<WireOutcome> {
    let batch = Batch {
        grant: grant.clone(),
        replica: ReplicaId(Uuid::from_u128(1)),
        ops,
        now,
    };
    let outcomes = db.push(batch).await.unwrap();
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// The outcome's word and, where refused, the reason's.
fn word(outcome: &WireOutcome) -> String {
    let json = serde_json::to_value(outcome).unwrap();
    let word = json["outcome"].as_str().unwrap();
    match json["refused"]["code"].as_str() {
        Some(code) => format!("{word} {code}"),
        None => word.to_owned(),
    }
}

async fn slice(db: &impl Db, scope: &str, after: Place, max_bytes: usize) -> Slice {
    let scope = scope.parse().unwrap();
    db.slice(vec![Wanted { scope, after }], max_bytes)
        .await
        .unwrap()
}

/// The feed of a scope from its start: `+` upsert, `-` exit, `x` erase, with the tracking number
/// where there is one.
async fn feed(db: &impl Db, scope: &str) -> Vec<String> {
    let slice = slice(db, scope, Place::START, usize::MAX).await;
    assert!(!slice.more);
    let rows = slice.rows.into_iter().map(|row| match row.what {
        FeedRowKind::Upsert { doc, .. } => {
            let json: serde_json::Value = serde_json::from_str(&doc).unwrap();
            format!("+{}", json["tracking_id"].as_str().unwrap())
        }
        FeedRowKind::Exit(_) => "-".to_owned(),
        FeedRowKind::Erase(_) => "x".to_owned(),
    });
    rows.collect()
}

pub async fn every_scope_has_its_own_feed(db: &impl Db) {
    let mut at_agency = complaint("3", None);
    at_agency.unit = Some(AgencyRef::named("Dinas PUPR"));
    let rows = vec![
        complaint("1", Some("16.71.01")),
        complaint("2", Some("16.02")),
        at_agency,
    ];
    db.take_in(rows, at(1)).await.unwrap();
    assert_eq!(feed(db, "nat").await, ["+1", "+2", "+3"]);
    assert_eq!(feed(db, "16").await, ["+1", "+2"]);
    assert_eq!(feed(db, "16.71").await, ["+1"]);
    assert_eq!(feed(db, "ins:dinas-pupr").await, ["+3"]);
    assert_eq!(feed(db, "tanpa-lokasi").await, ["+3"]);
    assert_eq!(feed(db, "32").await, [""; 0]);
}

pub async fn a_feed_is_read_in_pieces_without_loss(db: &impl Db) {
    let rows = (1..=50).map(|n| complaint(&n.to_string(), Some("16.71")));
    db.take_in(rows.collect(), at(1)).await.unwrap();
    let (mut after, mut seen, mut pieces) = (Place::START, Vec::new(), 0);
    loop {
        let slice = slice(db, "16", after, 3000).await;
        seen.extend(slice.rows.iter().map(|row| row.seq));
        after = slice.reached[0];
        pieces += 1;
        if !slice.more {
            assert_eq!(after.seq, slice.n);
            break;
        }
    }
    assert!(pieces > 5, "{pieces}");
    assert_eq!(seen, (1..=50).collect::<Vec<u64>>());
}

pub async fn a_complaint_that_moves_leaves_one_feed_and_enters_another(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (officer, _) = officer(db, "Provinsi", &["16"]).await;
    let amendment = Amendment {
        region: Some(RegionCode::parse("16.02.02").unwrap()),
        ..Default::default()
    };
    let moved = push(
        db,
        &officer,
        vec![op(1, &row, ChangeKind::Amend(amendment))],
    )
    .await;
    assert_eq!(word(&moved[0]), "applied");
    assert_eq!(feed(db, "16.71").await, ["-"]);
    assert_eq!(feed(db, "16.02").await, ["+1"]);
    assert_eq!(feed(db, "16").await, ["+1"]);
}

fn recording(number: u128, region: &str) -> WireOp {
    let new = tanggap_domain::change::NewComplaint {
        title: "Lampu mati".into(),
        body: "Sejak Senin.".into(),
        classification: tanggap_domain::classification::Classification::PengaduanTidakBerkadar,
        category: Default::default(),
        channel: tanggap_domain::complaint::Channel::Phone,
        privacy: Default::default(),
        reporter: Default::default(),
        received_at: at(0),
        incident_on: None,
        location: complaint("1", Some(region)).location,
        agency: None,
        attachments: vec![],
    };
    let mut op = op(
        number,
        &complaint("1", None),
        ChangeKind::Record(Box::new(new)),
    );
    op.complaint_id = ComplaintId::of_recording(op.op_id);
    op
}

pub async fn a_recording_creates_a_complaint(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let here = recording(1, "16.71.01");
    let mut stolen = recording(3, "16.71");
    stolen.complaint_id = complaint("1", None).id;
    let ops = vec![here.clone(), recording(2, "16.02"), stolen];
    let outcomes = push(db, &officer, ops).await;
    let words: Vec<_> = outcomes.iter().map(word).collect();
    assert_eq!(words, ["applied", "rejected out-of-scope", "unreadable"]);
    let known = db.complaint(here.complaint_id).await.unwrap().unwrap();
    assert_eq!(known.title, "Lampu mati");
    assert_eq!(feed(db, "16.71").await.len(), 1);
    assert_eq!(feed(db, "nat").await.len(), 1);
}

pub async fn labels_are_brought_onto_one_line(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let with = |number, edit: &dyn Fn(&mut tanggap_protocol::op::WireNewComplaint)| {
        let mut op = recording(number, "16.71.01");
        let tanggap_protocol::op::WireChange::Record(new) = &mut op.change else {
            unreachable!("a recording")
        };
        edit(new);
        op
    };
    let broken = with(1, &|new| {
        new.title = "Lampu\u{2028}mati \u{1b}[31m".into();
        new.body = "Sejak\nSenin.".into();
        new.location.address = Some("Jalan\tVeteran\r\n".into());
    });
    let nothing = with(2, &|new| new.title = "\u{7}\u{200b}".into());
    let outcomes = push(db, &officer, vec![broken.clone(), nothing]).await;
    let words: Vec<_> = outcomes.iter().map(word).collect();
    assert_eq!(words, ["applied", "rejected empty-text"]);
    let known = db.complaint(broken.complaint_id).await.unwrap().unwrap();
    assert_eq!(known.title, "Lampu mati [31m");
    assert_eq!(known.body, "Sejak\nSenin.");
    assert_eq!(known.location.address.as_deref(), Some("Jalan Veteran"));
    let unit = AgencyRef::named("Dinas\nPerhubungan\u{b}Kota");
    let sent = op(
        3,
        &known,
        ChangeKind::Dispose {
            to: unit,
            note: String::new(),
        },
    );
    let outcomes = push(db, &officer, vec![sent]).await;
    assert_eq!(word(&outcomes[0]), "applied");
    let known = db.complaint(known.id).await.unwrap().unwrap();
    let unit = known.unit.unwrap();
    assert_eq!(unit.name, "Dinas Perhubungan Kota");
}

fn file(sha256: &str) -> Attachment {
    Attachment {
        sha256: sha256.into(),
        name: "foto.jpg".into(),
        mime: "image/jpeg".into(),
        size_bytes: 3,
    }
}

fn noted_with(sha256: &str) -> ChangeKind {
    ChangeKind::Note {
        text: "foto".into(),
        attachments: vec![file(sha256)],
    }
}

async fn uploaded(db: &impl Db, grant: &Grant, sha256: &str) -> Upload {
    let new = NewUpload {
        id: Uuid::from_u128(rand::random()),
        officer: grant.officer,
        sha256: sha256.into(),
        size: 3,
        mime: "image/jpeg".into(),
        now: at(1),
    };
    db.begin_upload(new).await.unwrap()
}

pub async fn two_recordings_never_share_a_number(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let first = recording(1, "16.71.01");
    // Nobody can wait for two hashes to meet: somebody else's complaint has the number.
    let mut other = complaint("1", Some("16.71"));
    other.tracking_id = TrackingId::of_recording(first.op_id);
    db.take_in(vec![other.clone()], at(1)).await.unwrap();
    let outcomes = push(db, &officer, vec![first.clone(), recording(2, "16.71")]).await;
    let words: Vec<_> = outcomes.iter().map(word).collect();
    assert_eq!(words, ["rejected number-taken", "applied"]);
    assert_eq!(db.complaint(first.complaint_id).await.unwrap(), None);
}

pub async fn officers_of_the_unit_answer_and_no_more(db: &impl Db) {
    let mut row = complaint("1", Some("16.71"));
    row.unit = Some(AgencyRef::new(Some("77"), "Dinas PUPR"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (unit, _) = officer(db, "Petugas Dinas", &["ins:77"]).await;
    let reason = || "Bukan urusan kami".to_owned();
    let refused = [
        ChangeKind::Archive { reason: reason() },
        ChangeKind::Close { reason: reason() },
        ChangeKind::Hold { reason: reason() },
        ChangeKind::Verify,
        ChangeKind::NotOurAuthority {
            target: None,
            reason: reason(),
        },
        ChangeKind::Dispose {
            to: AgencyRef::named("PDAM"),
            note: String::new(),
        },
        ChangeKind::Amend(Amendment {
            region: Some(RegionCode::parse("16.02").unwrap()),
            ..Default::default()
        }),
        ChangeKind::Reply {
            text: reason(),
            then: Then::Selesai,
            attachments: vec![],
        },
    ];
    for (number, kind) in (1..).zip(refused) {
        let outcomes = push(db, &unit, vec![op(number, &row, kind)]).await;
        assert_eq!(word(&outcomes[0]), "rejected not-your-role", "{number}");
    }
    let outcomes = push(db, &unit, vec![recording(20, "16.71")]).await;
    assert_eq!(word(&outcomes[0]), "rejected not-your-role");
    let answered = vec![op(21, &row, reply("Besok kami tinjau"))];
    assert_eq!(word(&push(db, &unit, answered).await[0]), "applied");

    // Who has a region besides decides there as everybody does.
    let (both, _) = officer(db, "Koordinator", &["16.71", "ins:77"]).await;
    let archive = ChangeKind::Archive { reason: reason() };
    let known = db.complaint(row.id).await.unwrap().unwrap();
    let outcomes = push(db, &both, vec![op(22, &known, archive)]).await;
    assert_eq!(word(&outcomes[0]), "applied");
}

pub async fn a_complaint_moves_only_to_regions_in_sight(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (city, _) = officer(db, "Kota", &["16.71"]).await;
    let (province, _) = officer(db, "Provinsi", &["16"]).await;
    let to = |code: &str| {
        ChangeKind::Amend(Amendment {
            region: Some(RegionCode::parse(code).unwrap()),
            ..Default::default()
        })
    };
    for (number, grant, code, expected) in [
        (1, &city, "99.99", "rejected unknown-region"),
        (2, &province, "16.71.99", "rejected unknown-region"),
        (3, &city, "16.02", "rejected region-out-of-scope"),
        (4, &city, "16", "rejected region-out-of-scope"),
        (5, &province, "35.78", "rejected region-out-of-scope"),
    ] {
        let outcomes = push(db, grant, vec![op(number, &row, to(code))]).await;
        assert_eq!(word(&outcomes[0]), expected, "{code}");
    }
    assert_eq!(feed(db, "16.71").await, ["+1"]);
    let outcomes = push(db, &city, vec![op(6, &row, to("16.71.01"))]).await;
    assert_eq!(word(&outcomes[0]), "applied");
    let unknown = push(db, &city, vec![recording(7, "16.71.99")]).await;
    assert_eq!(word(&unknown[0]), "rejected unknown-region");
}

pub async fn an_id_with_a_space_stops_nothing(db: &impl Db) {
    let mut row = complaint("1", Some("16.71"));
    row.unit = Some(AgencyRef::new(Some("12 34\t"), "Dinas PUPR"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let again = db.take_in(vec![row.clone()], at(2)).await.unwrap();
    assert_eq!((again.new, again.unchanged), (0, 1));
    let (unit, _) = officer(db, "Petugas Dinas", &["ins:12-34"]).await;
    let outcomes = push(db, &unit, vec![op(1, &row, reply("Sudah ditinjau"))]).await;
    assert_eq!(word(&outcomes[0]), "applied");
    assert_eq!(feed(db, "ins:12-34").await, ["+1"]);
}

pub async fn files_must_arrive_before_the_operation_that_names_them(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let (two, _) = officer(db, "Dua", &["16.71"]).await;
    let sha256 = "ab".repeat(32);
    let the_op = op(1, &row, noted_with(&sha256));
    let waiting = push(db, &one, vec![the_op.clone()]).await;
    let expected = Outcome::Blocked(tanggap_protocol::outcome::WireBlocked::Attachments {
        missing: vec![sha256.clone()],
    });
    assert_eq!(waiting[0], expected.into());
    let upload = uploaded(db, &one, &sha256).await;
    assert_eq!(
        word(&push(db, &one, vec![the_op.clone()]).await[0]),
        "blocked"
    );
    let resumed = uploaded(db, &one, &sha256).await;
    assert_eq!(resumed.id, upload.id);
    db.finish_upload(upload, at(2)).await.unwrap();
    assert_eq!(word(&push(db, &one, vec![the_op]).await[0]), "applied");
    let borrowed = op(2, &row, noted_with(&sha256));
    assert_eq!(word(&push(db, &two, vec![borrowed]).await[0]), "blocked");
    let unnamed = op(3, &row, noted_with("../x"));
    assert_eq!(word(&push(db, &one, vec![unnamed]).await[0]), "unreadable");
}

pub async fn files_are_seen_by_those_who_see_the_complaint(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let (two, _) = officer(db, "Dua", &["16"]).await;
    let (far, _) = officer(db, "Jauh", &["16.02"]).await;
    let sha256 = "ab".repeat(32);
    let upload = uploaded(db, &one, &sha256).await;
    assert_eq!(db.blob(&one, sha256.clone()).await.unwrap(), None);
    db.finish_upload(upload, at(2)).await.unwrap();
    assert!(db.blob(&one, sha256.clone()).await.unwrap().is_some());
    assert!(db.blob(&two, sha256.clone()).await.unwrap().is_none());
    push(db, &one, vec![op(1, &row, noted_with(&sha256))]).await;
    assert!(db.blob(&two, sha256.clone()).await.unwrap().is_some());
    assert!(db.blob(&far, sha256).await.unwrap().is_none());
}

pub async fn erased_is_erased(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let sha256 = "ab".repeat(32);
    let upload = uploaded(db, &officer, &sha256).await;
    db.finish_upload(upload, at(2)).await.unwrap();
    let the_op = op(1, &row, noted_with(&sha256));
    push(db, &officer, vec![the_op.clone()]).await;
    assert_eq!(db.complaints_with("1").await.unwrap(), [row.id]);
    let erased = db.erase(row.id, at(8)).await.unwrap().unwrap();
    assert_eq!(
        (erased.ids, erased.files),
        (vec![row.id], vec![sha256.clone()])
    );
    assert_eq!(db.erase(row.id, at(8)).await.unwrap(), None);
    assert_eq!(feed(db, "nat").await, ["x"]);
    assert_eq!(feed(db, "16.71").await, ["x"]);
    assert_eq!(db.blob(&officer, sha256).await.unwrap(), None);
    let again = push(db, &officer, vec![the_op]).await;
    assert_eq!(word(&again[0]), "applied");
    assert!(serde_json::to_value(&again[0]).unwrap()["complaint"].is_null());
    let old_export = db.take_in(vec![row.clone()], at(9)).await.unwrap();
    assert_eq!((old_export.new, old_export.unchanged), (0, 1));
    assert_eq!(db.complaint(row.id).await.unwrap(), None);
    let erased = db.erased().await.unwrap();
    assert_eq!(erased, [(row.id, at(8))]);

    // Nor does a desk bring it back that recorded it, or anybody what never was here.
    let here = recording(7, "16.71");
    let never = complaint("2", Some("16.71"));
    push(db, &officer, vec![here.clone()]).await;
    db.erase(here.complaint_id, at(8)).await.unwrap();
    assert_eq!(db.erase(never.id, at(8)).await.unwrap(), None);
    let mut anew = here;
    anew.at = at(4);
    let outcomes = push(db, &officer, vec![anew]).await;
    assert!(["key-reused", "rejected unknown-complaint"].contains(&word(&outcomes[0]).as_str()));
    db.take_in(vec![never.clone()], at(9)).await.unwrap();
    assert_eq!(db.complaint(never.id).await.unwrap(), None);
}

/// What a desk with one scope holds.
#[derive(Default)]
struct Mirror {
    after: Place,
    held: std::collections::BTreeMap<ComplaintId, String>,
}

impl Mirror {
    async fn pull(&mut self, db: &impl Db, scope: &str, max_bytes: usize) {
        loop {
            let slice = slice(db, scope, self.after, max_bytes).await;
            for row in slice.rows {
                assert!(row.seq > self.after.seq, "a feed only moves on");
                match row.what {
                    FeedRowKind::Upsert { doc, .. } => {
                        let json: serde_json::Value = serde_json::from_str(&doc).unwrap();
                        let id = json["id"].as_str().unwrap().parse().unwrap();
                        self.held.insert(id, doc);
                    }
                    FeedRowKind::Exit(id) | FeedRowKind::Erase(id) => {
                        self.held.remove(&id);
                    }
                }
            }
            self.after = slice.reached[0];
            if !slice.more {
                return;
            }
        }
    }
}

/// Complaints are taken in, moved, noted and erased in an order drawn from `seed`, while desks of
/// several scopes pull now and then in pages of all sizes. In the end each holds what is in its scope.
pub async fn a_mirror_fed_in_any_steps_equals_the_hub(db: &impl Db) {
    use rand::{Rng, SeedableRng};
    const REGIONS: [Option<&str>; 4] = [Some("16.71"), Some("16.02"), Some("32.73"), None];
    const SCOPES: [&str; 5] = ["nat", "16", "16.71", "32.73", "tanpa-lokasi"];
    let mut rng = rand::rngs::StdRng::seed_from_u64(1708);
    let (officer, _) = officer(db, "Nasional", &["nat"]).await;
    let mut mirrors: Vec<Mirror> = SCOPES.iter().map(|_| Mirror::default()).collect();
    for step in 1..=400_u128 {
        let number = rng.random_range(1..=60).to_string();
        let region = REGIONS[rng.random_range(0..REGIONS.len())];
        let row = complaint(&number, region);
        match rng.random_range(0..10) {
            0..4 => {
                db.take_in(vec![row], at(1)).await.unwrap();
            }
            4..6 => {
                let amendment = Amendment {
                    region: region.map(|code| RegionCode::parse(code).unwrap()),
                    ..Default::default()
                };
                let known = db.complaint(row.id).await.unwrap().unwrap_or(row);
                push(
                    db,
                    &officer,
                    vec![op(step, &known, ChangeKind::Amend(amendment))],
                )
                .await;
            }
            6..9 => {
                let note = ChangeKind::Note {
                    text: format!("catatan {step}"),
                    attachments: vec![],
                };
                push(db, &officer, vec![op(step, &row, note)]).await;
            }
            _ if step % 5 == 0 => {
                db.erase(row.id, at(8)).await.unwrap();
            }
            _ => {
                let which = rng.random_range(0..SCOPES.len());
                let max_bytes = rng.random_range(1..20_000);
                mirrors[which].pull(db, SCOPES[which], max_bytes).await;
            }
        }
    }
    for (mirror, scope) in mirrors.iter_mut().zip(SCOPES) {
        mirror.pull(db, scope, 700).await;
        let scope: Scope = scope.parse().unwrap();
        let mut expected = std::collections::BTreeMap::new();
        for number in 1..=60 {
            let id = complaint(&number.to_string(), None).id;
            let Some(known) = db.complaint(id).await.unwrap() else {
                continue;
            };
            if crate::feeds::feeds_of(&known, &Default::default()).contains(&scope) {
                let wire = WireComplaint::from(known);
                expected.insert(id, serde_json::to_string(&wire).unwrap());
            }
        }
        assert!(!expected.is_empty(), "{scope} holds something to compare");
        assert_eq!(mirror.held, expected, "{scope}");
    }
}
