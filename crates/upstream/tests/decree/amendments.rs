//! Decrees that are changed within the year: taken back, moved, said anew.

use super::*;

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")
}

fn ics(events: &[String]) -> String {
    format!(
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Perubahan SKB 2027\n{}END:VCALENDAR\n",
        events.concat()
    )
}

#[track_caller]
fn check_merged(text: &str, added: &[&str], removed: &[&str]) {
    let decree = decree::read("perubahan", text.as_bytes()).unwrap();
    assert_eq!(decree.suggested(), Merge::AddDays);
    let merged = decree.merged_into(&bundled(), Merge::AddDays);
    let dates =
        |days: &[Holiday]| -> Vec<String> { days.iter().map(|day| day.date.to_string()).collect() };
    assert_eq!(dates(&merged.added), added, "{text}");
    assert_eq!(dates(&merged.removed), removed, "{text}");
    let left = merged.calendar.holidays.len() + removed.len();
    assert_eq!(left, bundled().holidays.len() + added.len(), "{text}");
    let again = decree.merged_into(&merged.calendar, Merge::AddDays);
    assert_eq!(again.calendar, merged.calendar, "{text}");
}

#[test]
fn a_cancelled_day_and_one_that_moved_are_taken_back() {
    let first = "UID:a@x\nSEQUENCE:0\nDTSTART;VALUE=DATE:20270518\nSUMMARY:Cuti Bersama Idul Adha";
    let moved = "UID:a@x\nSEQUENCE:1\nDTSTART;VALUE=DATE:20270521\nSUMMARY:Cuti Bersama Idul Adha";
    let gone = "UID:b@x\nSEQUENCE:1\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20270325\nSUMMARY:Cuti Bersama Wafat Yesus Kristus";
    for order in [[first, gone, moved], [moved, first, gone]] {
        check_merged(
            &ics(&order.map(event)),
            &["2027-05-21"],
            &["2027-03-25", "2027-05-18"],
        );
    }
    // Only what the calendar has as that kind of day: 1 January is no joint leave.
    let other = "UID:c@x\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20270101\nSUMMARY:Cuti Bersama";
    check_merged(&ics(&[event(other), event(moved)]), &["2027-05-21"], &[]);
    check_merged(&ics(&[event(gone)]), &[], &["2027-03-25"]);
}

#[test]
fn a_later_stamp_or_a_cancelled_file_takes_back_too() {
    let first = "UID:a@x\nDTSTAMP:20261101T000000Z\nDTSTART;VALUE=DATE:20270518\nSUMMARY:Cuti Bersama Idul Adha";
    let moved = "UID:a@x\nDTSTAMP:20261201T000000Z\nDTSTART;VALUE=DATE:20270521\nSUMMARY:Cuti Bersama Idul Adha";
    check_merged(
        &ics(&[event(moved), event(first)]),
        &["2027-05-21"],
        &["2027-05-18"],
    );
    let gone = ics(&[event(first)]).replace("X-WR-CALNAME", "METHOD:CANCEL\nX-WR-CALNAME");
    check_merged(&gone, &[], &["2027-05-18"]);
}

#[test]
fn words_take_days_back_too() {
    for text in [
        "Tanggal;Keterangan;Status\n25 Maret 2027;Cuti Bersama Wafat Yesus Kristus;dicabut\n",
        "Tanggal;Nama;Keterangan\n25/03/2027;Cuti Bersama Wafat Yesus Kristus;Dibatalkan dengan SKB perubahan\n",
        "Tanggal;Keterangan\n25 Maret 2027;Cuti Bersama Wafat Yesus Kristus (dibatalkan)\n",
        r#"[{"tanggal": "2027-03-25", "nama": "Cuti Bersama Paskah", "status": "dicabut"}]"#,
    ] {
        check_merged(text, &[], &["2027-03-25"]);
    }
    for text in [
        "Tanggal;Keterangan\nsemula 18 Mei 2027 menjadi 21 Mei 2027;Cuti Bersama Idul Adha\n",
        "Tanggal;Nama;Keterangan\n21 Mei 2027;Cuti Bersama Idul Adha;semula 18 Mei\n",
        r#"[{"tanggal": "2027-05-21", "nama": "Cuti Bersama Idul Adha (semula 18 Mei 2027)"}]"#,
    ] {
        check_merged(text, &["2027-05-21"], &["2027-05-18"]);
    }
}
