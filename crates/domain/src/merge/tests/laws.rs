//! Laws of merging: again changes nothing, an officer's work survives, the order of files is irrelevant.

use proptest::prelude::*;

use super::*;

const STATUSES: [&str; 6] = [
    "",
    "Belum Terverifikasi",
    "Terverifikasi",
    "Ditindaklanjuti oleh Instansi",
    "Ditutup oleh Admin",
    "Menunggu Kelengkapan Informasi",
];
const PRIVACY: [&str; 6] = [
    "",
    "Anonim",
    "Rahasia",
    "Tidak anonim",
    "Tidak rahasia",
    "Terbatas",
];

/// One file's row about the complaint, with anything left out.
pub(super) fn any_row() -> impl Strategy<Value = NationalRow> {
    let texts = (0..6usize, 0..4u8, 0..4u8, 0..4u8, 0..7usize);
    let facts = (0..4u8, 0..3u8, any::<bool>(), any::<bool>(), 0..4u8, 0..3u8);
    let beside = (0..3u8, 0..3u8, 0..3u8, 0..3u8, 0..3u32, 0..3u8);
    (texts, facts, beside).prop_map(|(texts, facts, beside)| {
        let (status, title, body, unit, privacy) = texts;
        let (rating, class, without_hour, assumed, category, regency) = facts;
        let mut it = row(STATUSES[status], None);
        it.title = format!("Judul {title}");
        it.body = format!("Teks {body}");
        it.unit = (unit > 0).then(|| AgencyRef::named(format!("Dinas {unit}")));
        it.rating = (rating > 0).then_some(rating);
        it.classification = match class {
            0 => Classification::Other(String::new()),
            1 => Classification::Aspirasi,
            _ => Classification::PermintaanInformasi,
        };
        it.category = match category {
            0 => Category::default(),
            n => Category::read(None, &format!("Kategori {n}")),
        };
        it.location = Location {
            regency: (regency > 0).then(|| format!("Kota {regency}")),
            ..Location::default()
        };
        it.provenance.receipt = Receipt {
            without_hour,
            assumed_zone: assumed.then_some(AssumedZone {
                offset_minutes: 420,
            }),
        };
        let (first_body, channel, reporter, agency, incident, decree) = beside;
        let named = |what: &str, n: u8| (n > 0).then(|| format!("{what} {n}"));
        it.first_body = named("Teks awal", first_body);
        it.channel = match channel {
            0 => Channel::Other(String::new()),
            1 => Channel::Sms,
            _ => Channel::Website,
        };
        it.reporter.name = named("Warga", reporter);
        it.agency = named("Pemerintah Kota", agency).map(AgencyRef::named);
        it.incident_on = (incident > 0).then(|| at(incident).date_naive());
        // One column: the age of all that has no field is one (`NationalField::Extra`).
        let decree = named("SK", decree).map(|it| ("Nomor SK".to_owned(), it));
        it.extra = decree.into_iter().collect();
        it.stage = stage_of_national(&it.national.name, it.unit.is_some());
        it.provenance.stand_ins = StandIns {
            title: title == 0,
            body: body == 0,
        };
        NationalRow {
            privacy: PRIVACY
                .get(privacy)
                .map_or_else(PrivacyTold::default, |it| told(it)),
            complaint: it,
        }
    })
}

pub(super) fn made(mut row: NationalRow, on: u32) -> NationalRow {
    row.complaint.provenance.as_of = Some(day(on));
    row.complaint.received_at = at(on);
    row
}

/// What is known, without the traces of how it came to be known.
pub(super) fn known(complaint: &Complaint) -> Complaint {
    let mut it = complaint.clone();
    it.history.clear();
    it.versions = Versions::default();
    it.national.as_of = None;
    // A text that only stands in is the first file's: nobody told it.
    if it.provenance.stand_ins.title {
        it.title.clear();
    }
    if it.provenance.stand_ins.body {
        it.body.clear();
    }
    it.provenance = Provenance {
        receipt: it.provenance.receipt,
        anonymous: it.provenance.anonymous,
        secret: it.provenance.secret,
        ..Provenance::default()
    };
    it
}

/// What an officer may do to a complaint, any of it or nothing.
pub(super) fn any_work() -> impl Strategy<Value = Vec<ChangeKind>> {
    let one = prop_oneof![
        Just(ChangeKind::Verify),
        (1..4u8).prop_map(|unit| ChangeKind::Dispose {
            to: AgencyRef::named(format!("Unit {unit}")),
            note: String::new(),
        }),
        Just(ChangeKind::Hold {
            reason: "Foto belum ada".into()
        }),
        Just(ChangeKind::Resume),
        (0..3u8).prop_map(|then| ChangeKind::Reply {
            text: "Sudah dijadwalkan.".into(),
            then: [Then::Keep, Then::Proses, Then::Selesai][usize::from(then)],
            attachments: vec![],
        }),
        Just(ChangeKind::Note {
            text: "Ditelepon.".into(),
            attachments: vec![]
        }),
        Just(ChangeKind::Archive {
            reason: "Ganda".into()
        }),
        Just(ChangeKind::Close {
            reason: String::new()
        }),
        (0..8u8).prop_map(|which| {
            ChangeKind::Amend(Amendment {
                classification: (which & 1 > 0).then_some(Classification::PengaduanBerkadar),
                category: (which & 2 > 0).then(|| Category::read(None, "Dikoreksi")),
                region: (which & 4 > 0).then(|| RegionCode::parse("16.71.02").unwrap()),
                priority: (which == 0).then_some(Priority::Urgent),
            })
        }),
    ];
    proptest::collection::vec(one, 0..5)
}

/// The complaint after as much of the work as its stage allows.
pub(super) fn worked(known: Complaint, work: Vec<ChangeKind>) -> Complaint {
    worked_from(known, work, 1)
}

/// With operations numbered from `first` on.
pub(super) fn worked_from(mut known: Complaint, work: Vec<ChangeKind>, first: u128) -> Complaint {
    for (number, kind) in (first..).zip(work) {
        let change = Change {
            op: OpId(Uuid::from_u128(number)),
            complaint: known.id,
            by: Actor::officer(OfficerId(Uuid::nil()), "Desk"),
            at: at(4),
            base: known.base(),
            kind,
        };
        if let Ok(applied) = known.apply(&change, at(4)) {
            known = applied.complaint;
        }
    }
    known
}

/// What officers did and decided; the rest is the national system's.
pub(super) fn work_of(complaint: &Complaint) -> Vec<Event> {
    let events = complaint.history.iter();
    events.filter(by_officer).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_officers_work_survives_every_file(
        one in any_row(),
        work in any_work(),
        files in proptest::collection::vec((any_row(), 1..9u32), 1..4),
    ) {
        let before = worked(first_national(made(one, 3)), work);
        let names = |names: fn(&Amendment) -> bool| corrected_here(&before, names);
        let mut it = before.clone();
        for (row, day) in files {
            it = after(it, made(row, day));
            prop_assert_eq!(work_of(&it), work_of(&before));
            prop_assert_eq!((it.id, &it.tracking_id), (before.id, &before.tracking_id));
            prop_assert_eq!(it.priority, before.priority);
            prop_assert!(it.versions.head >= before.versions.head);
            if chosen_here(&before) {
                prop_assert_eq!(&it.unit, &before.unit);
            }
            if names(|it| it.classification.is_some()) {
                prop_assert_eq!(&it.classification, &before.classification);
            }
            if names(|it| it.category.is_some()) {
                prop_assert_eq!(&it.category, &before.category);
            }
            if names(|it| it.region.is_some()) {
                prop_assert_eq!(&it.location.region, &before.location.region);
            }
        }
    }

    #[test]
    fn a_file_imported_again_after_an_officer_worked_changes_nothing(
        one in any_row(),
        work in any_work(),
    ) {
        let one = made(one, 3);
        let before = worked(first_national(one.clone()), work);
        prop_assert_eq!(merge_national(&before, one), Merged::Unchanged);
    }

    #[test]
    fn the_order_of_import_does_not_matter_after_an_officers_work_either(
        one in any_row(),
        work in any_work(),
        two in any_row(),
        three in any_row(),
    ) {
        let before = worked(first_national(made(one, 3)), work);
        let (two, three) = (made(two, 6), made(three, 9));
        let straight = after(after(before.clone(), two.clone()), three.clone());
        let turned = after(after(before, three), two);
        // Which step counts as further than the officer's own hangs on when it was learnt.
        let without_stage = |it: &Complaint| Complaint { stage: Stage::Proses, ..known(it) };
        prop_assert_eq!(without_stage(&turned), without_stage(&straight));
    }

    #[test]
    fn the_order_of_import_does_not_matter(one in any_row(), two in any_row(), three in any_row()) {
        let rows = [made(one, 3), made(two, 6), made(three, 9)];
        let in_order = |order: [usize; 3]| {
            let [first, rest @ ..] = order;
            let mut it = first_national(rows[first].clone());
            for next in rest {
                it = after(it, rows[next].clone());
            }
            known(&it)
        };
        let straight = in_order([0, 1, 2]);
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            prop_assert_eq!(&in_order(order), &straight, "{:?}", order);
        }
    }

    #[test]
    fn importing_again_changes_nothing(one in any_row(), two in any_row(), same_day in any::<bool>()) {
        let (one, two) = (made(one, 3), made(two, if same_day { 3 } else { 6 }));
        let once = after(first_national(one), two.clone());
        prop_assert_eq!(merge_national(&once, two), Merged::Unchanged);
    }

    #[test]
    fn no_file_lowers_a_flag_without_denying_it(one in any_row(), two in any_row(), on in 1..9u32) {
        let before = first_national(made(one, 5));
        let two = made(two, on);
        let denied = two.privacy;
        let next = after(before.clone(), two);
        let may_fall = |told: FlagTold, ground: Ground| {
            told == FlagTold::Lowered || (told == FlagTold::Unmarked && ground == Ground::Silence)
        };
        prop_assert!(
            next.privacy.anonymous >= before.privacy.anonymous
                || may_fall(denied.anonymous, before.provenance.anonymous)
        );
        prop_assert!(
            next.privacy.secret >= before.privacy.secret
                || may_fall(denied.secret, before.provenance.secret)
        );
    }
}
