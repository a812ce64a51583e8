//! Tables for the plan of incoming complaints.

use super::*;
use tanggap_domain::change::{Base, ChangeKind, Then};
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{ComplaintId, TrackingId};

fn complaint(number: &str, head: u64) -> Complaint {
    let tracking = TrackingId::parse(number).unwrap();
    let id = ComplaintId::of_tracking(&TrackingId::parse("9165816").unwrap());
    serde_json::from_value(serde_json::json!({
        "id": id,
        "tracking_id": tracking,
        "title": "Lampu jalan padam",
        "body": "Padam sejak Senin.",
        "classification": "aspirasi",
        "channel": "website",
        "received_at": "2026-08-06T06:45:00Z",
        "stage": "proses",
        "versions": { "head": head, "status": head, "assign": 1, "meta": 1 },
    }))
    .unwrap()
}

fn change(op: u128, base: Base, kind: ChangeKind) -> Change {
    Change {
        op: OpId(uuid::Uuid::from_u128(op)),
        complaint: complaint("9165816", 1).id,
        by: Actor::system("uji"),
        at: "2026-08-06T07:00:00Z".parse().unwrap(),
        base,
        kind,
    }
}

fn server_time() -> DateTime<Utc> {
    "2026-08-07T00:00:00Z".parse().unwrap()
}

#[track_caller]
fn checked(known: Option<&str>, incoming: &Complaint, expected: Result<(), Fault>) {
    let known = known.map(|number| TrackingId::parse(number).unwrap());
    assert_eq!(check(known.as_ref(), incoming, server_time()), expected);
}

#[test]
fn a_number_may_be_given_but_not_changed() {
    let told = complaint("9165816", 2);
    checked(Some("C-AB12CD"), &told, Ok(()));
    checked(Some("9165816"), &told, Ok(()));
    checked(Some("9165817"), &told, Err(Fault::NumberChanged));
    // A hub put back from a copy may know it as recorded once more.
    checked(Some("9165816"), &complaint("C-AB12CD", 1), Ok(()));
}

#[test]
fn a_text_beyond_every_bound_is_kept_aside() {
    let mut long = complaint("9165816", 1);
    long.body = "x".repeat(MAX_BODY_BYTES + 1);
    checked(None, &long, Err(Fault::TextTooLong));
}

#[test]
fn what_waits_is_tried_on_the_new_ground() {
    let before = complaint("9165816", 1);
    let close = |op| {
        change(
            op,
            before.base(),
            ChangeKind::Close {
                reason: String::new(),
            },
        )
    };
    let note = change(
        1,
        before.base(),
        ChangeKind::Note {
            text: "Catatan".into(),
            attachments: Vec::new(),
        },
    );
    let reply = change(
        3,
        before.base(),
        ChangeKind::Reply {
            text: "Balasan".into(),
            then: Then::Keep,
            attachments: Vec::new(),
        },
    );
    let pending = [note, close(2), reply];
    let overtaken = overtaken(&pending, &complaint("9165816", 2));
    let overtaken: Vec<u128> = overtaken.iter().map(|(op, _)| op.0.as_u128()).collect();
    assert_eq!(overtaken, [2]);
}

#[test]
fn what_is_in_the_history_has_landed() {
    let before = complaint("9165816", 1);
    let note = change(
        7,
        before.base(),
        ChangeKind::Note {
            text: "Catatan".into(),
            attachments: Vec::new(),
        },
    );
    let after = before.apply(&note, note.at).unwrap().complaint;
    let ops = [7, 8].map(|op| OpId(uuid::Uuid::from_u128(op)));
    assert_eq!(landed(ops, &after), [ops[0]]);
    assert_eq!(landed(ops, &before), []);
}

/// Such a report made the synchronisation of every desk panic until somebody erased it.
#[test]
fn a_time_that_cannot_be_true_is_kept_aside() {
    let aside = || Err(Fault::ImplausibleTime);
    for received_at in [
        "2026-08-08T00:00:01Z",
        "+262142-12-31T23:59:59Z",
        "1904-01-01T00:00:00Z",
        "-262143-01-01T00:00:00Z",
    ] {
        let mut told = complaint("9165816", 1);
        told.received_at = received_at.parse().unwrap();
        checked(None, &told, aside());
        checked(Some("9165816"), &told, aside());
    }
    let mut old = complaint("9165816", 1);
    old.received_at = "2011-05-02T00:00:00Z".parse().unwrap();
    checked(None, &old, Ok(()));
    let mut heard = complaint("9165816", 1);
    heard.national.as_of = Some(DateTime::<Utc>::MAX_UTC);
    checked(None, &heard, aside());
}
