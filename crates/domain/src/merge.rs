//! What a newer row of the national system does to a complaint that is known already.
//!
//! One rule for hub and desk. The national system speaks for its own fields; what an officer decided
//! here (unit, corrected facts, a step ahead) stays, and history is only ever added to.

use uuid::Uuid;

use crate::classification::Classification;
use crate::complaint::{Category, Channel, Complaint, Location, Reporter, Versions};
use crate::event::{Actor, ActorRole, Event, EventKind};
use crate::ids::OpId;
use crate::status::{NationalStatus, Stage};

/// The name under which the national system appears in a history.
pub const NATIONAL_SYSTEM: &str = "SP4N-LAPOR!";

/// The first row seen of a complaint, ready to be kept: versions start at 1, so that "never seen" and
/// "seen once" differ.
pub fn first_national(mut incoming: Complaint) -> Complaint {
    let Versions {
        head,
        status,
        assign,
        meta,
    } = &mut incoming.versions;
    *head = (*head).max(1);
    for version in [status, assign, meta] {
        *version = (*version).max(1);
    }
    incoming
}

/// `known` after the national row `incoming`, none where the row says nothing new.
///
/// - A field that the row leaves empty stays as it is.
/// - Classification, category, region and priority stay where an officer corrected them; the unit
///   stays where an officer chose it.
/// - New status words are kept, give a [`EventKind::NationalStatusChanged`] and move the stage, but
///   not back behind a step that an officer took here.
/// - When the row was fetched (`national.as_of`) alone is not news.
///
/// Importing the same row again therefore changes nothing, in whatever order hub and desk see it.
pub fn merge_national(known: &Complaint, incoming: Complaint) -> Option<Complaint> {
    let mut next = known.clone();
    take_text(&mut next.title, incoming.title);
    take_text(&mut next.body, incoming.body);
    take(&mut next.first_body, incoming.first_body);
    take(&mut next.incident_on, incoming.incident_on);
    take(&mut next.agency, incoming.agency);
    take(&mut next.rating, incoming.rating);
    next.received_at = incoming.received_at;
    next.privacy = incoming.privacy;
    take_reporter(&mut next.reporter, incoming.reporter);
    if incoming.channel != Channel::Other(String::new()) {
        next.channel = incoming.channel;
    }
    if !corrected_here(known, |it| it.classification.is_some())
        && incoming.classification != Classification::Other(String::new())
    {
        next.classification = incoming.classification;
    }
    if !corrected_here(known, |it| it.category.is_some())
        && incoming.category != Category::default()
    {
        next.category = incoming.category;
    }
    let region_stays = corrected_here(known, |it| it.region.is_some());
    take_location(&mut next.location, incoming.location, region_stays);
    if !chosen_here(known) {
        take(&mut next.unit, incoming.unit);
    }
    for attachment in incoming.attachments {
        let held = next
            .attachments
            .iter()
            .any(|it| it.sha256 == attachment.sha256 && it.name == attachment.name);
        if !held {
            next.attachments.push(attachment);
        }
    }
    next.extra.extend(incoming.extra);

    if words_differ(&known.national, &incoming.national) {
        next.stage = stage_after(known, incoming.stage);
        next.history.push(status_event(known, &incoming.national));
        next.national = incoming.national;
    }
    if next == *known {
        return None;
    }

    let facts = |it: &Complaint| {
        (
            it.classification.clone(),
            it.category.clone(),
            it.location.region.clone(),
        )
    };
    next.versions.head += 1;
    next.versions.status += u32::from(next.stage != known.stage);
    next.versions.assign += u32::from(next.unit != known.unit);
    next.versions.meta += u32::from(facts(&next) != facts(known));
    Some(next)
}

fn take<Field>(field: &mut Option<Field>, incoming: Option<Field>) {
    if incoming.is_some() {
        *field = incoming;
    }
}

fn take_text(field: &mut String, incoming: String) {
    if !incoming.trim().is_empty() {
        *field = incoming;
    }
}

fn take_reporter(reporter: &mut Reporter, incoming: Reporter) {
    take(&mut reporter.name, incoming.name);
    take(&mut reporter.phone, incoming.phone);
    take(&mut reporter.email, incoming.email);
}

/// A region goes with the words it was read from: new words without a region take the old one away.
fn take_location(location: &mut Location, incoming: Location, region_stays: bool) {
    let words = |it: &Location| {
        (
            it.province.clone(),
            it.regency.clone(),
            it.district.clone(),
            it.village.clone(),
        )
    };
    let before = words(location);
    take(&mut location.province, incoming.province);
    take(&mut location.regency, incoming.regency);
    take(&mut location.district, incoming.district);
    take(&mut location.village, incoming.village);
    take(&mut location.address, incoming.address);
    take(&mut location.point, incoming.point);
    if !region_stays && (incoming.region.is_some() || words(location) != before) {
        location.region = incoming.region;
    }
}

fn corrected_here(known: &Complaint, names: impl Fn(&crate::change::Amendment) -> bool) -> bool {
    let mut events = known.history.iter();
    events.any(|event| matches!(&event.what, EventKind::Amended(amendment) if names(amendment)))
}

fn by_officer(event: &&Event) -> bool {
    event.by.role == ActorRole::Officer
}

fn chosen_here(known: &Complaint) -> bool {
    let mut events = known.history.iter().filter(by_officer);
    events.any(|event| matches!(event.what, EventKind::Disposed { .. }))
}

/// Code, name and text; when we learned them does not count. No words at all are no news.
fn words_differ(known: &NationalStatus, incoming: &NationalStatus) -> bool {
    if incoming.name.is_empty() && incoming.code.is_none() {
        return false;
    }
    (&known.code, &known.name, &known.text) != (&incoming.code, &incoming.name, &incoming.text)
}

/// The national stage, but not back behind what an officer did here.
fn stage_after(known: &Complaint, national: Stage) -> Stage {
    let mut events = known.history.iter().filter(by_officer);
    let moved_here = events.any(|event| match &event.what {
        EventKind::Verified
        | EventKind::Disposed { .. }
        | EventKind::Held { .. }
        | EventKind::Resumed
        | EventKind::NotOurAuthority { .. }
        | EventKind::Archived { .. }
        | EventKind::Replied { .. }
        | EventKind::Closed { .. }
        | EventKind::Reopened { .. } => true,
        EventKind::Recorded
        | EventKind::Noted { .. }
        | EventKind::ReporterAnswered { .. }
        | EventKind::Rated { .. }
        | EventKind::Amended(_)
        | EventKind::Reminded(_)
        | EventKind::NationalStatusChanged { .. }
        | EventKind::Other(_) => false,
    });
    if moved_here && progress(national) <= progress(known.stage) {
        known.stage
    } else {
        national
    }
}

/// How far along a stage is. Only compared, never shown.
fn progress(stage: Stage) -> u8 {
    match stage {
        Stage::TidakDikenal => 0,
        Stage::BelumTerverifikasi => 1,
        Stage::BelumTerdisposisi => 2,
        Stage::BelumDitindaklanjuti => 3,
        Stage::Tertunda | Stage::Proses => 4,
        Stage::Selesai | Stage::Diarsipkan | Stage::BukanWewenang | Stage::Dihapus => 5,
    }
}

/// The same on every hub and desk that sees the same row on the same complaint.
fn status_event(known: &Complaint, to: &NationalStatus) -> Event {
    let name = format!(
        "national-status\n{}\n{}\n{}\n{}",
        known.versions.head,
        to.code.as_deref().unwrap_or_default(),
        to.name,
        to.text.as_deref().unwrap_or_default(),
    );
    Event {
        id: OpId(Uuid::new_v5(&known.id.0, name.as_bytes())),
        at: to
            .as_of
            .or_else(|| known.history.last().map(|event| event.at))
            .unwrap_or(known.received_at),
        acted_at: None,
        by: Actor::system(NATIONAL_SYSTEM),
        what: EventKind::NationalStatusChanged {
            from: known.national.clone(),
            to: to.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::AgencyRef;
    use crate::change::{Amendment, Change, ChangeKind, Reminder, ReminderChannel, Then};
    use crate::ids::{ComplaintId, OfficerId, TrackingId};
    use crate::region::RegionCode;
    use crate::sla::ClockKind;
    use crate::status::stage_of_national;
    use chrono::{DateTime, Utc};

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T02:00:00Z").parse().unwrap()
    }

    fn row(status: &str, unit: Option<&str>) -> Complaint {
        let tracking_id = TrackingId::parse("9165816").unwrap();
        Complaint {
            id: ComplaintId::of_tracking(&tracking_id),
            tracking_id,
            title: "Jalan berlubang".into(),
            body: "Mohon diperbaiki.".into(),
            first_body: None,
            classification: Classification::PengaduanTidakBerkadar,
            category: Category::read(None, "Jalan"),
            channel: Channel::Website,
            privacy: Default::default(),
            reporter: Reporter::default(),
            received_at: at(2),
            incident_on: None,
            location: Location {
                region: Some(RegionCode::parse("16.71").unwrap()),
                regency: Some("Kota Palembang".into()),
                ..Default::default()
            },
            agency: None,
            unit: unit.map(AgencyRef::named),
            stage: stage_of_national(status, unit.is_some()),
            national: NationalStatus {
                name: status.into(),
                as_of: Some(at(3)),
                ..Default::default()
            },
            priority: Default::default(),
            attachments: vec![],
            rating: None,
            history: vec![],
            versions: Default::default(),
            extra: Default::default(),
        }
    }

    fn act(complaint: &Complaint, number: u128, kind: ChangeKind) -> Complaint {
        let change = Change {
            op: OpId(Uuid::from_u128(number)),
            complaint: complaint.id,
            by: Actor::officer(OfficerId(Uuid::nil()), "Desk"),
            at: at(4),
            base: complaint.base(),
            kind,
        };
        complaint.apply(&change, at(4)).unwrap().complaint
    }

    #[test]
    fn the_same_row_again_is_no_news() {
        let known = first_national(row("Terverifikasi", None));
        assert_eq!(merge_national(&known, row("Terverifikasi", None)), None);
        let mut later = row("Terverifikasi", None);
        later.national.as_of = Some(at(9));
        assert_eq!(merge_national(&known, later), None);
    }

    #[test]
    fn a_row_with_less_takes_nothing_away() {
        let mut full = row("Terverifikasi", Some("Dinas PUPR"));
        full.reporter.name = Some("Warga Contoh".into());
        full.rating = Some(4);
        full.extra.insert("Nomor SK".into(), "1".into());
        let known = first_national(full);
        let mut poor = row("Terverifikasi", None);
        poor.body = " ".into();
        poor.category = Category::default();
        poor.location = Location::default();
        poor.national = NationalStatus::default();
        assert_eq!(merge_national(&known, poor), None);
    }

    #[test]
    fn new_status_words_move_the_stage_and_leave_a_trace() {
        let known = first_national(row("Belum Terverifikasi", None));
        let next = merge_national(&known, row("Terverifikasi", Some("Dinas PUPR"))).unwrap();
        assert_eq!(next.stage, Stage::BelumDitindaklanjuti);
        assert_eq!(next.unit, Some(AgencyRef::named("Dinas PUPR")));
        assert_eq!(
            (
                next.versions.head,
                next.versions.status,
                next.versions.assign,
                next.versions.meta
            ),
            (2, 2, 2, 1)
        );
        let EventKind::NationalStatusChanged { from, to } = &next.history[0].what else {
            panic!("{:?}", next.history);
        };
        assert_eq!(from.name, "Belum Terverifikasi");
        assert_eq!(to.name, "Terverifikasi");
        assert_eq!(
            merge_national(&next, row("Terverifikasi", Some("Dinas PUPR"))),
            None
        );
    }

    #[test]
    fn two_importers_make_the_same_complaint() {
        let known = first_national(row("Belum Terverifikasi", None));
        let once = merge_national(&known, row("Dalam Proses", None));
        assert_eq!(once, merge_national(&known, row("Dalam Proses", None)));
        assert!(once.is_some());
    }

    #[test]
    fn unknown_status_words_are_kept() {
        let known = first_national(row("Terverifikasi", None));
        let next = merge_national(&known, row("Dimediasi", None)).unwrap();
        assert_eq!(next.stage, Stage::TidakDikenal);
        assert_eq!(next.national.name, "Dimediasi");
    }

    #[test]
    fn what_an_officer_decided_here_stays() {
        let known = first_national(row("Terverifikasi", Some("Dinas PUPR")));
        let to = AgencyRef::named("Dinas Perkim");
        let note = String::new();
        let known = act(&known, 1, ChangeKind::Dispose { to, note });
        let amendment = Amendment {
            region: Some(RegionCode::parse("16.71.03").unwrap()),
            classification: Some(Classification::Aspirasi),
            ..Default::default()
        };
        let known = act(&known, 2, ChangeKind::Amend(amendment));
        assert_eq!(
            merge_national(&known, row("Terverifikasi", Some("Dinas PUPR"))),
            None
        );
        let mut corrected = row("Terverifikasi", Some("Dinas PUPR"));
        corrected.title = "Jalan berlubang dalam".into();
        let next = merge_national(&known, corrected).unwrap();
        assert_eq!(next.title, "Jalan berlubang dalam");
        assert_eq!(next.unit, known.unit);
        assert_eq!(next.location.region, known.location.region);
        assert_eq!(next.classification, Classification::Aspirasi);
        assert_eq!(next.history, known.history);
    }

    #[test]
    fn the_national_status_does_not_undo_an_officers_step() {
        let known = first_national(row("Terverifikasi", Some("Dinas PUPR")));
        let reply = ChangeKind::Reply {
            text: "Sudah ditambal.".into(),
            then: Then::Selesai,
            attachments: vec![],
        };
        let known = act(&known, 1, reply);
        let behind = row("Ditindaklanjuti oleh Instansi", Some("Dinas PUPR"));
        let next = merge_national(&known, behind).unwrap();
        assert_eq!(next.stage, Stage::Selesai);
        assert_eq!(next.national.name, "Ditindaklanjuti oleh Instansi");
        assert_eq!(next.versions.status, known.versions.status);
    }

    #[test]
    fn a_reminder_is_no_step_ahead_of_the_national_status() {
        let known = first_national(row("Terverifikasi", Some("Dinas PUPR")));
        let reminder = Reminder {
            clock: ClockKind::FollowUp,
            overdue_days: 1,
            via: ReminderChannel::InApp,
            to: None,
        };
        let reminded = act(&known, 1, ChangeKind::Remind(reminder));
        let same = row("Terverifikasi", Some("Dinas PUPR"));
        assert_eq!(merge_national(&reminded, same), None);
        for status in ["Belum Terverifikasi", "Ditindaklanjuti oleh Instansi"] {
            let moved = |from| merge_national(from, row(status, Some("Dinas PUPR"))).unwrap();
            assert_eq!(moved(&reminded).stage, moved(&known).stage, "{status}");
            assert_eq!(moved(&reminded).history[0], reminded.history[0]);
        }
    }

    #[test]
    fn a_place_that_moved_takes_its_region_along() {
        let known = first_national(row("Terverifikasi", None));
        let mut moved = row("Terverifikasi", None);
        moved.location.regency = Some("Antah Berantah".into());
        moved.location.region = None;
        let next = merge_national(&known, moved).unwrap();
        assert_eq!(next.location.region, None);
        assert_eq!(next.versions.meta, 2);
    }
}
