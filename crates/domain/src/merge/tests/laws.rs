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
fn any_row() -> impl Strategy<Value = NationalRow> {
    let texts = (0..6usize, 0..4u8, 0..4u8, 0..4u8, 0..7usize);
    let facts = (0..4u8, 0..3u8, any::<bool>(), any::<bool>(), 0..4u8, 0..3u8);
    (texts, facts).prop_map(|(texts, facts)| {
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

fn made(mut row: NationalRow, on: u32) -> NationalRow {
    row.complaint.provenance.as_of = Some(day(on));
    row.complaint.received_at = at(on);
    row
}

/// What is known, without the traces of how it came to be known.
fn known(complaint: &Complaint) -> Complaint {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

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
