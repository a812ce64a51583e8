//! Whole days that a calendar writes as moments.

use super::*;

#[test]
fn whole_days_in_a_zone_are_days() {
    for lines in [
        "DTSTART;TZID=Asia/Jakarta:20280101T000000\nDTEND;TZID=Asia/Jakarta:20280102T000000",
        "DTSTART:20271231T170000Z\nDTEND:20280101T170000Z",
        "DTSTART:20271231T150000Z\nDURATION:P1D",
        "DTSTART:20280101T000000\nDTEND:20280102T000000",
        "DTSTART;VALUE=DATE:20280101",
        "DTSTART;VALUE=DATE:20280101\nDTEND;VALUE=DATE:20280101",
        "DTSTART;VALUE=DATE:20280101\nDURATION:P1D",
    ] {
        let text = format!("BEGIN:VEVENT\n{lines}\nSUMMARY:Tahun Baru\nEND:VEVENT\n");
        check(&text, &["2028-01-01 N Tahun Baru"]);
    }
}

#[test]
fn folds_and_encodings_do_not_matter() {
    let utf8 = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20280101\r\nSUMMARY:Tahun \r\n Baru Imlek\u{e9}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let expected = ["2028-01-01 N Tahun Baru Imlek\u{e9}"];
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(utf8.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let marked = [b"\xef\xbb\xbf", utf8.as_bytes()].concat();
    let latin: Vec<u8> = utf8.chars().map(|c| c as u8).collect();
    let split = utf8.replace('\u{e9}', "\u{1}").into_bytes();
    let split: Vec<u8> = split
        .into_iter()
        .flat_map(|byte| {
            if byte == 1 {
                b"\xc3\r\n \xa9".to_vec()
            } else {
                vec![byte]
            }
        })
        .collect();
    for bytes in [
        utf8.as_bytes().to_vec(),
        utf16,
        marked,
        latin,
        split,
        utf8.replace("\r\n", "\n").into_bytes(),
    ] {
        let decree = decree::read("x.ics", &bytes).unwrap();
        assert_eq!(lines(&decree.days), expected, "{bytes:?}");
    }
}
