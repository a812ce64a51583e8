//! Headers as exports of every year have them.

use super::*;

fn row<'a>(names: &[&'a str]) -> Vec<Cell<'a>> {
    names
        .iter()
        .map(|name| Cell::text((*name).into()))
        .collect()
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    let cells = row(&[
        "RATING",
        " tracking_id ",
        "Kabupaten / Kota",
        "Kolom Baru",
        "ISI LAPORAN",
    ]);
    let header = Header::find(&cells).unwrap();
    assert_eq!(header.place(Column::TrackingId), Some(1));
    assert_eq!(header.place(Column::Regency), Some(2));
    assert_eq!(header.place(Column::Body), Some(4));
    assert_eq!(header.unknown().collect::<Vec<_>>(), [("Kolom Baru", 3)]);
    assert_eq!(header.missing(), ["Tanggal Laporan Masuk"]);
}

#[test]
fn a_columns_own_name_goes_before_other_spellings() {
    let cells = row(&[
        "Tracking ID",
        "Instansi Tujuan",
        "Isi Laporan",
        "Instansi Terdisposisi",
        "Isi Laporan Akhir",
    ]);
    let header = Header::find(&cells).unwrap();
    assert_eq!(header.place(Column::Unit), Some(3));
    assert_eq!(header.place(Column::Body), Some(4));
    let unknown: Vec<_> = header.unknown().collect();
    assert_eq!(unknown, [("Instansi Tujuan", 1), ("Isi Laporan", 2)]);
}

#[test]
fn every_column_that_may_speak_of_privacy_is_asked() {
    for (name, flag) in [
        ("Tipe Laporan (Anonim/Rahasia)", None),
        ("tipe_laporan", None),
        ("Tipe", None),
        ("Jenis Laporan", None),
        ("Status Privasi", None),
        ("Anonim / Rahasia", None),
        ("Anonim", Some(Flag::Anonymous)),
        ("is_anonymous", Some(Flag::Anonymous)),
        ("Rahasia?", Some(Flag::Secret)),
        ("Kerahasiaan", Some(Flag::Secret)),
    ] {
        let header = Header::find(&row(&["Tracking ID", "Judul", name])).unwrap();
        assert_eq!(
            header.privacy(),
            [PrivacyColumn { flag, place: 2 }],
            "{name}"
        );
        assert_eq!(header.unknown().count(), 0);
        assert!(!header.absent().contains(&Column::Privacy));
    }
    let header = Header::find(&row(&["Tracking ID", "Judul", "Tipografi"])).unwrap();
    assert_eq!(header.privacy(), []);
    assert!(header.absent().contains(&Column::Privacy));
}

#[test]
fn a_second_line_names_the_columns_of_a_group() {
    let upper = row(&[
        "Tracking ID",
        "Laporan Masuk",
        "",
        "Isi Laporan",
        "",
        "Lokasi",
        "",
        "Rating",
    ]);
    let lower = row(&[
        "",
        "Tanggal",
        "Waktu",
        "Awal",
        "Akhir",
        "Provinsi",
        "Kota/Kabupaten",
        "",
    ]);
    let header = Header::find(&upper)
        .unwrap()
        .with_second_line(&lower)
        .unwrap();
    for (place, column) in [
        (0, Column::TrackingId),
        (1, Column::ReceivedDate),
        (2, Column::ReceivedTime),
        (3, Column::FirstBody),
        (4, Column::Body),
        (5, Column::Province),
        (6, Column::Regency),
        (7, Column::Rating),
    ] {
        assert_eq!(header.place(column), Some(place), "{column:?}");
    }
    assert_eq!(header.unknown().count(), 0);
    let report = row(&[
        "9165816",
        "6 Agu 2026",
        "13:45",
        "x",
        "y",
        "Provinsi",
        "",
        "",
    ]);
    assert!(header.with_second_line(&report).is_none());
    let unit = row(&["", "", "", "", "", "", "Kota Surabaya", ""]);
    assert!(header.with_second_line(&unit).is_none());
}

#[test]
fn a_first_line_may_hold_the_names_that_run_over_both() {
    let upper = row(&["Laporan", "", "Tanggal Laporan Masuk", "Isi Laporan Akhir"]);
    let lower = row(&["Tracking ID", "Judul Laporan", "", ""]);
    let header = Header::find(&lower).unwrap().with_line_above(&upper);
    assert_eq!(header.place(Column::ReceivedDate), Some(2));
    assert_eq!(header.place(Column::Body), Some(3));
    assert_eq!(header.place(Column::Title), Some(1));
    let information = row(&["Judul Laporan", "Laporan Ringkas", "", "x"]);
    assert!(
        Header::find(&lower)
            .unwrap()
            .with_line_above(&information)
            .place(Column::Body)
            .is_none()
    );
}

#[test]
fn other_rows_are_no_header() {
    assert!(Header::find(&row(&["No", "Laporan", "Status"])).is_none());
    assert!(Header::find(&row(&["Tracking ID", "9165816"])).is_none());
    assert!(Header::find(&[]).is_none());
}

#[test]
fn every_name_of_the_export_is_known() {
    for (place, column) in Column::ALL.into_iter().enumerate() {
        assert_eq!(column as usize, place);
        assert_eq!(Column::of_name(column.name()), Some(column));
    }
}
