//! Dates as decrees write them.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let read =
        dates(text, Some(2026), Order::DayFirst).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let read: Vec<String> = read.iter().map(NaiveDate::to_string).collect();
    assert_eq!(read, expected, "{text}");
}

#[track_caller]
fn check_fault(text: &str, expected: &str) {
    let fault = dates(text, None, Order::DayFirst).unwrap_err();
    assert_eq!(fault.to_string(), expected, "{text}");
}

#[test]
fn one_date() {
    for text in [
        "21 Maret 2026",
        "21 Mar 2026",
        "21-Mar-2026",
        "21-Mar-26",
        "21 mar 26",
        "Sabtu, 21 Maret 2026",
        "Sabtu/21 Maret 2026",
        "21 Maret 2026 (Sabtu)",
        "March 21, 2026",
        "March 21st, 2026",
        "21/03/2026",
        "21-3-2026",
        "21.03.2026",
        "2026-03-21",
        "2026/3/21",
        "2026-03-21T00:00:00.000Z",
        "2026-03-21 00:00:00",
        "20260321",
        "21 Maret",
        "tgl 21 Maret",
    ] {
        check(text, &["2026-03-21"]);
    }
    check("Jum'at, 20 Maret 2026", &["2026-03-20"]);
    check("1 Mei 2025", &["2025-05-01"]);
    check("29 Pebruari 2028", &["2028-02-29"]);
}

#[test]
fn several_dates() {
    for text in [
        "20, 23, dan 24 Maret 2026",
        "20, 23 dan 24 Maret",
        "20 Maret, 23 Maret, 24 Maret 2026",
        "20/03/2026, 23/03/2026; 24/03/2026",
        "Jumat, Senin, dan Selasa; 20, 23, dan 24 Maret 2026",
        "March 20, 23 & 24, 2026",
    ] {
        check(text, &["2026-03-20", "2026-03-23", "2026-03-24"]);
    }
    check(
        "31 Desember 2025 dan 1 Januari 2026",
        &["2025-12-31", "2026-01-01"],
    );
}

#[test]
fn from_one_through_another() {
    for text in [
        "30 Maret - 2 April 2026",
        "30 Maret-2 April 2026",
        "30 Maret s.d. 2 April 2026",
        "30 Maret s/d 2 April 2026",
        "30 Maret sd 2 April",
        "30 Maret sampai dengan 2 April 2026",
        "30 Maret 2026 – 2 April 2026",
        "2026-03-30 - 2026-04-02",
        "30/03/2026 s.d. 02/04/2026",
    ] {
        let days = ["2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02"];
        check(text, &days);
    }
    for text in ["21-22 Maret 2026", "21 – 22 Maret", "21 sampai 22 Mar 2026"] {
        check(text, &["2026-03-21", "2026-03-22"]);
    }
    check(
        "18 dan 21-22 Maret 2026",
        &["2026-03-18", "2026-03-21", "2026-03-22"],
    );
}

#[test]
fn what_is_no_date_is_a_fault() {
    for text in [
        "31 April 2026",
        "30 Feb 2026",
        "Juni 31",
        "31 Juni 2026",
        "29 Februari 2026",
        "03/21/2026",
        "21/03/26",
        "21/03",
        "Maret 2026",
        "2026",
        "32 Maret 2026",
        "0 Maret 2026",
        "lusa",
        "21",
        "- 21 Maret 2026 s.d.",
        "s.d. 21 Maret 2026",
        "123456",
        "99999999999999999999",
        "21 Maret 2026?",
    ] {
        let fault = dates(text, Some(2026), Order::DayFirst).unwrap_err();
        let text = shown(text);
        assert_eq!(fault, DecreeFault::BadDate { text });
    }
}

#[test]
fn other_faults_say_what_is_wrong() {
    check_fault(" ", "there is no date");
    check_fault("21 Maret", "\"21 Maret\" has no year");
    check_fault("21 Maret 1026", "the year 1026 is not plausible");
    check_fault("2206-03-21", "the year 2206 is not plausible");
    check_fault(
        "2 April 2026 - 30 Maret 2026",
        "ends on 2026-03-30, before it starts on 2026-04-02",
    );
    check_fault(
        "1 Januari - 31 Desember 2026",
        "365 days at once are no holiday",
    );
}

#[test]
fn one_date_settles_which_number_is_the_day() {
    for (column, expected) in [
        (
            &["1/1/2028", "2/10/2028", "2/26/2028"][..],
            Order::MonthFirst,
        ),
        (&["1/1/2028", "10/2/2028", "26/2/2028"], Order::DayFirst),
        (&["3/4/2028 s.d. 25/4/2028"], Order::DayFirst),
        (
            &["2/10/2028", "5-1-2028", "26.2.2028", "2028-02-26"],
            Order::Unknown,
        ),
        (&["2/26/2028", "26/2/2028"], Order::Unknown),
        (&[], Order::Unknown),
    ] {
        assert_eq!(
            Order::of(column.iter().copied(), false),
            expected,
            "{column:?}"
        );
    }
    let unsettled = ["2/10/2028"];
    assert_eq!(Order::of(unsettled, true), Order::DayFirst);
    assert_eq!(Order::of(["2/26/2028"], true), Order::MonthFirst);
    assert_eq!(Order::of(["2/26/2028", "26/2/2028"], true), Order::Unknown);
    let read = |text, order| dates(text, None, order).map(|days| days[0].to_string());
    let october = || Ok("2028-10-02".to_owned());
    let february = || Ok("2028-02-10".to_owned());
    assert_eq!(read("2/10/2028", Order::DayFirst), october());
    assert_eq!(read("2/10/2028", Order::MonthFirst), february());
    let text = "2/10/2028".to_owned();
    let unsettled = Err(DecreeFault::DayOrMonth { text });
    assert_eq!(read("2/10/2028", Order::Unknown), unsettled);
    // What can be read one way only is read, whatever the others say.
    for order in [Order::DayFirst, Order::MonthFirst, Order::Unknown] {
        assert_eq!(read("2.10.2028", order), october());
        assert_eq!(read("2028-10-02", order), october());
        assert_eq!(read("2 Oktober 2028", order), october());
        assert_eq!(read("5/5/2028", order), Ok("2028-05-05".to_owned()));
    }
    assert_eq!(
        read("2/26/2028", Order::Unknown),
        Ok("2028-02-26".to_owned())
    );
    assert_eq!(
        read("26/2/2028", Order::Unknown),
        Ok("2028-02-26".to_owned())
    );
}

#[test]
fn the_year_of_a_title() {
    for (title, expected) in [
        (
            "NOMOR 2 TAHUN 2025 TENTANG HARI LIBUR NASIONAL TAHUN 2026",
            Some(2026),
        ),
        ("Libur nasional dan cuti bersama 2027", Some(2027)),
        ("SKB NOMOR 1497 TAHUN 2025", None),
        ("Daftar", None),
    ] {
        assert_eq!(year_of_title(title), expected, "{title}");
    }
}
