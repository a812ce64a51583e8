//! Decrees on days off, read from files as offices have them (`tests/fixtures/decree`), from the
//! data that ship, and from what is no decree.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use proptest::prelude::*;
use tanggap_domain::calendar::{Calendar, Holiday, HolidayKind, OfficeHours};
use tanggap_upstream::decree::{self, Decree, DecreeError, DecreeFault, Merge, Place};

fn file(name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn fixture(name: &str) -> Decree {
    decree::read(name, &file(&format!("tests/fixtures/decree/{name}"))).unwrap()
}

fn bundled() -> Calendar {
    Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays)
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2026-01-01 N Tahun Baru`, with `C` for collective leave.
fn lines(days: &[Holiday]) -> Vec<String> {
    days.iter()
        .map(|day| {
            let kind = match day.kind {
                HolidayKind::National => 'N',
                HolidayKind::CollectiveLeave => 'C',
            };
            format!("{} {kind} {}", day.date, day.name)
        })
        .collect()
}

fn faults(decree: &Decree) -> Vec<String> {
    decree
        .unreadable
        .iter()
        .map(|entry| format!("{}: {}", entry.place, entry.what))
        .collect()
}

/// Days of a file, or its faults where it has none.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let decree =
        decree::read("berkas", text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(lines(&decree.days), expected, "{text}");
    assert_eq!(faults(&decree), [""; 0], "{text}");
}

#[track_caller]
fn check_error(bytes: &[u8], expected: &DecreeError) {
    assert_eq!(&decree::read("berkas", bytes).unwrap_err(), expected);
}

mod json {
    use super::*;

    #[test]
    fn the_bundled_data_are_read_as_the_program_knows_them() {
        let name = "data/holidays/id-holidays-2018-2027.json";
        let decree = decree::read(name, &file(name)).unwrap();
        let calendar = bundled();
        assert_eq!(decree.days.len(), 239);
        assert_eq!(lines(&decree.days), lines(&calendar.holidays));
        assert_eq!(faults(&decree), [""; 0]);
        assert_eq!(decree.years, calendar.decreed_years);
        let of_2026 = decree
            .days
            .iter()
            .find(|day| day.date == date("2026-03-20"));
        assert!(of_2026.unwrap().source.contains("1497/2025"));
        assert!(decree.source.starts_with("SKB 3 Menteri No. 1497/2025"));

        let merged = decree.merged_into(&calendar, decree.suggested());
        assert_eq!(decree.suggested(), Merge::ReplaceYears);
        assert_eq!(lines(&merged.calendar.holidays), lines(&calendar.holidays));
        assert_eq!((merged.added, merged.removed), (vec![], vec![]));
        assert_eq!((merged.changed, merged.unchanged), (vec![], 239));
    }

    #[test]
    fn lists_of_many_makers() {
        for text in [
            r#"[{"date": "2026-01-01", "name": "Tahun Baru", "type": "libur_nasional"},
                {"date": "2026-02-16", "name": "Imlek", "type": "cuti_bersama"}]"#,
            r#"[{"tanggal": "1 Januari 2026", "keterangan": "Tahun Baru", "is_cuti": false},
                {"tanggal": "2026-2-16", "keterangan": "Imlek", "is_cuti": true}]"#,
            r#"{"data": [
                {"holiday_date": "2026-01-01", "holiday_name": "Tahun Baru", "is_national_holiday": true},
                {"holiday_date": "2026-02-16", "holiday_name": "Imlek", "jenis": "Cuti Bersama"}]}"#,
            r#"{"2026-01-01": {"summary": ["Tahun Baru"], "holiday": true},
                "2026-02-16": {"summary": ["Imlek"], "category": "joint holiday"},
                "info": {"author": "siapa saja"}}"#,
        ] {
            check(text, &["2026-01-01 N Tahun Baru", "2026-02-16 C Imlek"]);
        }
        check(
            r#"[{"start": "2026-03-23", "end": "2026-03-24", "name": "Cuti Bersama Idul Fitri"}]"#,
            &[
                "2026-03-23 C Cuti Bersama Idul Fitri",
                "2026-03-24 C Cuti Bersama Idul Fitri",
            ],
        );
    }

    #[test]
    fn entries_that_are_none_are_named() {
        let text = r#"{"title": "SKB 2026", "years": [2026, 3026], "holidays": [
            7,
            {"date": "2026-04-31", "name": "Salah"},
            {"name": "Tanpa tanggal"},
            {"date": "2026-05-01"},
            {"date": "2026-04-21", "name": "Hari Kartini", "is_national_holiday": false},
            {"date": "2026-08-17", "name": "Kemerdekaan", "type": "fakultatif"},
            {"date": 20260601, "name": "Pancasila"},
            {"date": "2026-06-01", "name": "Pancasila"}]}"#;
        let decree = decree::read("x", text.as_bytes()).unwrap();
        assert_eq!(lines(&decree.days), ["2026-06-01 N Pancasila"]);
        assert_eq!(decree.source, "SKB 2026");
        assert_eq!(decree.days[0].source, "SKB 2026");
        assert_eq!(decree.years, BTreeSet::from([2026]));
        assert_eq!(
            faults(&decree),
            [
                "item 1: is no entry",
                "item 2: \"2026-04-31\" is no date",
                "item 3: there is no date",
                "item 4: the day has no name",
                "item 5: \"Hari Kartini\" is no kind of day off",
                "item 6: \"fakultatif\" is no kind of day off",
                "item 8: 2026-06-01 is named a second time",
            ]
        );
    }

    #[test]
    fn broken_json_tells_its_line() {
        let text = b"[{\"date\": \"2026-01-01\",\n \"name\": \"Tahun Baru\"},\n";
        check_error(text, &DecreeError::BrokenJson { line: 3 });
        check_error(b"{\"a\": 1}", &DecreeError::NotADecree);
        let nothing = DecreeError::NothingReadable { unreadable: vec![] };
        check_error(b"[]", &nothing);
    }
}

mod tables {
    use super::*;

    #[test]
    fn the_annex_of_a_decree() {
        let decree = fixture("skb-2026.csv");
        assert_eq!(faults(&decree), [""; 0]);
        let kinds = |days: &[Holiday]| -> Vec<(NaiveDate, HolidayKind)> {
            days.iter().map(|day| (day.date, day.kind)).collect()
        };
        let mut of_2026 = bundled().holidays;
        of_2026.retain(|day| day.date.to_string().starts_with("2026"));
        assert_eq!(kinds(&decree.days), kinds(&of_2026));
        assert_eq!(decree.days.len(), 25);
        assert!(
            decree.source.contains("NOMOR 1497 TAHUN 2025"),
            "{}",
            decree.source
        );
        assert_eq!(decree.years, BTreeSet::from([2026]));
        assert_eq!(decree.suggested(), Merge::ReplaceYears);
    }

    #[test]
    fn the_same_annex_in_other_encodings() {
        let text = String::from_utf8(file("tests/fixtures/decree/skb-2026.csv")).unwrap();
        let expected = fixture("skb-2026.csv");
        let windows: Vec<u8> = text
            .chars()
            .map(|c| {
                if c == '–' {
                    0x96
                } else {
                    u8::try_from(c).unwrap()
                }
            })
            .collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let utf16 = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let crlf = text.replace('\n', "\r\n").into_bytes();
        let tabs = text.replace(';', "\t").into_bytes();
        for bytes in [windows, marked, utf16, crlf, tabs] {
            assert_eq!(decree::read("skb-2026.csv", &bytes).unwrap(), expected);
        }
    }

    #[test]
    fn a_list_kept_by_hand() {
        let decree = fixture("kantor.csv");
        assert_eq!(
            lines(&decree.days),
            [
                "2026-01-01 N Tahun Baru Masehi",
                "2026-01-16 N Isra Mikraj",
                "2026-02-16 C Cuti Bersama Imlek",
                "2026-02-17 N Tahun Baru Imlek, 2577 Kongzili",
                "2026-12-25 N Natal",
            ]
        );
        assert_eq!(
            faults(&decree),
            [
                "line 4: \"31 April 2026\" is no date",
                "line 5: \"30 Feb 2026\" is no date",
                "line 6: \"Juni 31\" is no date",
                "line 10: 2026-02-17 is named a second time",
                "line 11: \"Peringatan\" is no kind of day off",
                "line 12: there is no date",
                "line 13: the day has no name",
                "line 14: the year 1026 is not plausible",
                "line 15: ends on 2026-03-20, before it starts on 2026-03-24",
            ]
        );
        assert_eq!(decree.source, "kantor.csv");
        assert_eq!(decree.suggested(), Merge::AddDays);
    }

    #[test]
    fn headers_in_two_languages() {
        for text in [
            "date,name,type\n2026-01-01,Tahun Baru,national\n2026-02-16,Imlek,joint leave\n",
            "Holiday Date;Holiday Name;Category\n1/1/2026;Tahun Baru;Public Holiday\n16/2/2026;Imlek;Collective leave\n",
            "Tgl\tUraian\tJenis Libur\n1 Jan 2026\tTahun Baru\tLibur\n16 Feb 2026\tImlek\tCuti Bersama\n",
            "No|Hari/Tanggal|Nama Hari Libur|Keterangan\n1|Kamis, 1 Januari 2026|Tahun Baru|Libur nasional\n2|Senin, 16 Februari 2026|Imlek|Cuti bersama\n",
            "sep=;\r\n\"Tanggal\";\"Nama\";\"Keterangan\"\r\n\"01-01-2026\";\"Tahun\r\nBaru\";\"\"\r\n\"16-02-2026\";\"Imlek\";\"cuti bersama\"\r\n",
            "Tahun,Tanggal,Keterangan\n2026,1 Januari,Tahun Baru\n,,\n,CUTI BERSAMA,\n2026,16 Februari,Imlek\n",
        ] {
            check(text, &["2026-01-01 N Tahun Baru", "2026-02-16 C Imlek"]);
        }
        check(
            "tanggal mulai,tanggal selesai,nama\n23/03/2026,24/03/2026,Cuti Bersama\n2026-05-01,,Buruh\n",
            &[
                "2026-03-23 C Cuti Bersama",
                "2026-03-24 C Cuti Bersama",
                "2026-05-01 N Buruh",
            ],
        );
    }

    #[test]
    fn a_title_gives_year_and_kind() {
        let decree = decree::read(
            "x.csv",
            b"Keputusan Presiden Nomor 42 Tahun 2025\nCuti Bersama Pegawai ASN Tahun 2026\n\n\
              Tanggal,Keterangan\n16 Februari,Imlek\n",
        )
        .unwrap();
        assert_eq!(lines(&decree.days), ["2026-02-16 C Imlek"]);
        assert_eq!(
            decree.days[0].source,
            "Keputusan Presiden Nomor 42 Tahun 2025 Cuti Bersama Pegawai ASN Tahun 2026"
        );
        let unreadable = match decree::read("x.csv", b"Tanggal,Nama\n16 Februari,Imlek\n") {
            Err(DecreeError::NothingReadable { unreadable }) => unreadable,
            other => panic!("{other:?}"),
        };
        assert_eq!(unreadable[0].place, Place::Line(2));
        let text = "16 Februari".to_owned();
        assert_eq!(unreadable[0].what, DecreeFault::NoYear { text });
    }

    #[test]
    fn a_row_may_name_its_own_decree() {
        let text =
            "tanggal,nama,sumber\n2026-08-18,Cuti Bersama,SKB No. 933/2025\n2026-08-19,Lain,\n";
        let decree = decree::read("daftar.csv", text.as_bytes()).unwrap();
        assert_eq!(decree.days[0].source, "SKB No. 933/2025");
        assert_eq!(decree.days[1].source, "daftar.csv");
    }
}

mod calendars {
    use super::*;

    #[test]
    fn events_of_rfc_5545() {
        let decree = fixture("libur-2026.ics");
        let fitri = "Hari Raya Idul Fitri 1447 Hijriah, hari pertama dan hari kedua sesuai sidang isbat pemerintah";
        assert_eq!(
            lines(&decree.days),
            [
                "2026-01-01 N Tahun Baru Masehi".to_owned(),
                format!("2026-03-21 N {fitri}"),
                format!("2026-03-22 N {fitri}"),
                "2026-03-23 C Cuti Bersama Hari Raya Idul Fitri".to_owned(),
                "2026-03-24 C Cuti Bersama Hari Raya Idul Fitri".to_owned(),
                "2026-05-15 C Kenaikan Yesus Kristus".to_owned(),
                "2026-12-25 N Hari Raya Natal".to_owned(),
            ]
        );
        assert_eq!(
            faults(&decree),
            [
                "VEVENT 5: repeats by a rule",
                "VEVENT 6: is not a whole day",
                "VEVENT 7: \"20260230\" is no date",
                "VEVENT 8: is cancelled",
                "VEVENT 9: ends on 2026-06-09, before it starts on 2026-06-12",
            ]
        );
        assert_eq!(decree.source, "Hari Libur Nasional dan Cuti Bersama 2026");
    }

    #[test]
    fn events_of_a_public_calendar() {
        let decree = fixture("layanan-publik.ics");
        assert_eq!(
            lines(&decree.days),
            [
                "2026-02-16 C Cuti Bersama Tahun Baru Imlek",
                "2026-02-17 N Tahun Baru Imlek, 2577 Kongzili",
                "2026-06-01 N Hari Lahir Pancasila",
                "2026-08-16 N Tanpa penutup",
                "2026-08-17 N Hari Kemerdekaan",
            ]
        );
        assert_eq!(
            faults(&decree),
            [
                "VEVENT 3: \"Perayaan Untuk menyembunyikan perayaan, buka Setelan\" is no kind of day off",
                "VEVENT 4: there is no date",
                "VEVENT 5: the day has no name",
            ]
        );
    }

    #[test]
    fn moments_are_no_days() {
        for (start, fault) in [
            ("DTSTART:20260320T170000Z", DecreeFault::NotAllDay),
            ("DTSTART:20260321T000000Z", DecreeFault::NotAllDay),
            (
                "DTSTART;TZID=Asia/Jakarta:20260321T000000",
                DecreeFault::NotAllDay,
            ),
            (
                "DTSTART;VALUE=DATE:20260321\nDURATION:PT8H",
                DecreeFault::NotAllDay,
            ),
            (
                "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20270101",
                DecreeFault::RangeTooLong { days: 365 },
            ),
            (
                "DTSTART;VALUE=DATE:20260101\nDURATION:P4294967295W",
                DecreeFault::RangeTooLong {
                    days: 30_064_771_065,
                },
            ),
            (
                "DTSTART;VALUE=DATE:19260101",
                DecreeFault::YearOutOfRange { year: 1926 },
            ),
            (
                "DTSTART;VALUE=DATE:besok",
                DecreeFault::BadDate {
                    text: "besok".to_owned(),
                },
            ),
            (
                "DTSTART;VALUE=DATE:20260321\nRDATE;VALUE=DATE:20260401",
                DecreeFault::Repeats,
            ),
        ] {
            let text = format!("BEGIN:VEVENT\n{start}\nSUMMARY:Libur\nEND:VEVENT\n");
            let unreadable = match decree::read("x.ics", text.as_bytes()) {
                Err(DecreeError::NothingReadable { unreadable }) => unreadable,
                other => panic!("{start}: {other:?}"),
            };
            assert_eq!(unreadable[0].what, fault, "{start}");
        }
    }
}

mod amendments;

mod estimates;

mod months_first;

mod moments_that_are_days;

mod what_is_no_decree {
    use super::*;

    #[test]
    fn is_refused_with_the_reason() {
        check_error(b"", &DecreeError::Empty);
        check_error(b"\xef\xbb\xbf \r\n", &DecreeError::Empty);
        let max_bytes = decree::MAX_FILE_BYTES;
        let large = vec![b' '; max_bytes + 1];
        check_error(&large, &DecreeError::TooLarge { max_bytes });
        for other in [
            b"PK\x03\x04\x14\0\x06\0".as_slice(),
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
            b"Kepada Yth. Bupati,\nhari libur terlampir.",
            b"tanggal\n2026-01-01\n",
            b"nama,jenis\nTahun Baru,libur\n",
            b"\"just a text\"",
        ] {
            check_error(other, &DecreeError::NotADecree);
        }
        let nothing = DecreeError::NothingReadable { unreadable: vec![] };
        check_error(b"tanggal,nama\n", &nothing);
        check_error(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", &nothing);
        assert_eq!(nothing.code(), "decree-unreadable");
    }
}

mod merging {
    use super::*;

    #[test]
    fn a_new_year_is_added_and_counts_as_decreed() {
        let text = String::from_utf8(file("tests/fixtures/decree/skb-2026.csv")).unwrap();
        let next = decree::read(
            "skb-2028.csv",
            text.replace("TAHUN 2026", "TAHUN 2028").as_bytes(),
        );
        let next = next.unwrap();
        assert_eq!(next.years, BTreeSet::from([2028]));
        let merged = next.merged_into(&bundled(), next.suggested());
        assert_eq!(merged.added.len(), 25);
        assert_eq!((merged.removed, merged.changed), (vec![], vec![]));
        assert_eq!(merged.newly_decreed, BTreeSet::from([2028]));
        assert_eq!(merged.calendar.holidays.len(), 239 + 25);
        assert!(merged.calendar.is_decreed(date("2028-06-01")));
        let source = &merged.calendar.day_off(date("2028-01-01")).unwrap().source;
        assert!(source.contains("1497"), "{source}");
        merged.calendar.check().unwrap();
    }

    #[test]
    fn a_whole_year_replaces_what_stood_there() {
        let mut calendar = bundled();
        let stray = Holiday {
            date: date("2026-07-09"),
            name: "Hari yang batal".to_owned(),
            kind: HolidayKind::National,
            source: "dulu".to_owned(),
        };
        calendar.holidays.push(stray.clone());
        let decree = fixture("skb-2026.csv");
        let merged = decree.merged_into(&calendar, Merge::ReplaceYears);
        assert_eq!(merged.removed, [stray]);
        assert_eq!(merged.added, []);
        // The decree's words are not those of the data that ship.
        assert_eq!(merged.changed.len() + merged.unchanged, 25);
        let renamed = &merged.changed[0];
        assert_eq!(renamed.before.name, "Tahun Baru Masehi");
        assert_eq!(renamed.after.name, "Tahun Baru 2026 Masehi");
        assert_eq!(merged.newly_decreed, BTreeSet::new());
        let others = |calendar: &Calendar| -> Vec<Holiday> {
            let mut days = calendar.holidays.clone();
            days.retain(|day| !day.date.to_string().starts_with("2026"));
            days
        };
        assert_eq!(others(&merged.calendar), others(&calendar));
    }

    #[test]
    fn a_change_within_the_year_only_adds() {
        let change = fixture("perubahan-2026.json");
        assert_eq!(change.suggested(), Merge::AddDays);
        let merged = change.merged_into(&bundled(), change.suggested());
        let added: Vec<String> = merged
            .added
            .iter()
            .map(|day| day.date.to_string())
            .collect();
        assert_eq!(added, ["2026-08-18", "2026-12-26"]);
        assert_eq!((merged.removed, merged.changed), (vec![], vec![]));
        assert_eq!(merged.calendar.holidays.len(), 241);

        let replaced = change.merged_into(&bundled(), Merge::ReplaceYears);
        assert_eq!(replaced.removed.len(), 25);
    }

    #[test]
    fn a_few_days_do_not_make_a_year_decreed() {
        let text = b"date,name\n2028-01-01,Tahun Baru\n";
        let decree = decree::read("x", text).unwrap();
        let merged = decree.merged_into(&bundled(), decree.suggested());
        assert!(!merged.calendar.is_decreed(date("2028-01-01")));
        assert_eq!(merged.added.len(), 1);
        let merged = decree.merged_into(&bundled(), Merge::ReplaceYears);
        assert!(merged.calendar.is_decreed(date("2028-01-01")));
    }
}

/// Pieces of which files are made, so that chance gets past the first look.
fn almost_a_file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("BEGIN:VCALENDAR\r\n".to_owned()),
        Just("BEGIN:VEVENT\n".to_owned()),
        Just("END:VEVENT\n".to_owned()),
        Just("DTSTART;VALUE=DATE:20260321\n".to_owned()),
        Just("DTSTART:".to_owned()),
        Just("DTEND;VALUE=DATE:2026".to_owned()),
        Just("DURATION:P".to_owned()),
        Just("RRULE:FREQ=".to_owned()),
        Just("SUMMARY;ENCODING=QUOTED-PRINTABLE:=C3".to_owned()),
        Just("CATEGORIES:Cuti\\, ".to_owned()),
        Just("\r\n ".to_owned()),
        Just("tanggal;nama;jenis\n".to_owned()),
        Just("date,name\n".to_owned()),
        Just("31 Maret - 2 April 2026;".to_owned()),
        Just("20, 23, dan 24 Maret 2026,".to_owned()),
        Just("{\"holidays\":[{\"date\":\"".to_owned()),
        Just("2026-03-21\",\"name\":\"x\"}]}".to_owned()),
        Just("\"".to_owned()),
        "[0-9]{1,9}",
        "[ -~]{0,8}",
        "\\PC{0,4}",
    ];
    prop_oneof![
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat().into_bytes()),
        proptest::collection::vec(any::<u8>(), 0..200),
        (0_usize..3, any::<prop::sample::Index>(), any::<u8>()).prop_map(|(which, at, byte)| {
            let name = ["skb-2026.csv", "libur-2026.ics", "perubahan-2026.json"][which];
            let mut bytes = file(&format!("tests/fixtures/decree/{name}"));
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_the_bytes_reading_ends_with_an_answer(bytes in almost_a_file()) {
        if let Ok(decree) = decree::read("berkas", &bytes) {
            let dates: BTreeSet<NaiveDate> = decree.days.iter().map(|day| day.date).collect();
            prop_assert_eq!(dates.len(), decree.days.len());
            for merge in [Merge::ReplaceYears, Merge::AddDays] {
                let merged = decree.merged_into(&bundled(), merge);
                prop_assert!(merged.calendar.check().is_ok());
            }
        }
    }
}

proptest! {
    #[test]
    fn days_survive_a_table_and_a_calendar(
        days in proptest::collection::btree_map(0_i64..3_000, ("[A-Z][a-z ,;]{0,20}x", any::<bool>()), 1..20)
    ) {
        let first = date("2024-01-01");
        let mut table = "tanggal;nama;jenis\n".to_owned();
        let mut calendar = "BEGIN:VCALENDAR\n".to_owned();
        let mut expected = Vec::new();
        for (day, (name, leave)) in &days {
            let date = first + chrono::TimeDelta::days(*day);
            let kind = if *leave { "Cuti Bersama" } else { "Libur Nasional" };
            table += &format!("{};\"{name}\";{kind}\n", date.format("%d/%m/%Y"));
            let escaped = name.replace(',', "\\,").replace(';', "\\;");
            calendar += &format!(
                "BEGIN:VEVENT\nDTSTART;VALUE=DATE:{}\nSUMMARY:{escaped}\nCATEGORIES:{kind}\nEND:VEVENT\n",
                date.format("%Y%m%d")
            );
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            expected.push(format!("{date} {} {name}", if *leave { 'C' } else { 'N' }));
        }
        calendar += "END:VCALENDAR\n";
        for text in [table, calendar] {
            let decree = decree::read("berkas", text.as_bytes()).unwrap();
            prop_assert_eq!(&lines(&decree.days), &expected);
        }
    }

    #[test]
    fn merging_loses_nothing_outside_the_years_and_adding_loses_nothing(
        days in proptest::collection::btree_set(0_i64..4_000, 1..40), replace: bool
    ) {
        let first = date("2018-01-01");
        let mut text = "date,name\n".to_owned();
        for day in &days {
            text += &format!("{},Libur\n", first + chrono::TimeDelta::days(*day));
        }
        let decree = decree::read("x", text.as_bytes()).unwrap();
        let merge = if replace { Merge::ReplaceYears } else { Merge::AddDays };
        let before = bundled();
        let merged = decree.merged_into(&before, merge);
        let dates = |calendar: &Calendar| -> BTreeSet<NaiveDate> {
            calendar.holidays.iter().map(|day| day.date).collect()
        };
        let (old, new) = (dates(&before), dates(&merged.calendar));
        prop_assert_eq!(new.len() + merged.removed.len(), old.len() + merged.added.len());
        prop_assert!(decree.days.iter().all(|day| new.contains(&day.date)));
        prop_assert_eq!(merged.added.len() + merged.changed.len() + merged.unchanged, days.len());
        for lost in old.difference(&new) {
            prop_assert!(replace && decree.years.contains(&chrono::Datelike::year(lost)));
        }
        // The same decree once more changes nothing.
        let again = decree.merged_into(&merged.calendar, merge);
        prop_assert_eq!(&again.calendar, &merged.calendar);
        prop_assert_eq!(again.unchanged, days.len());
    }
}
