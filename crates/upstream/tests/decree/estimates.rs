//! Estimated feasts are no decree.

use super::*;

/// Eleven days are fixed, and one is not.
#[test]
fn an_estimated_day_makes_no_decree() {
    let fixed: String = (1..=11)
        .map(|day| {
            format!(
                "BEGIN:VEVENT\nDTSTART;VALUE=DATE:202806{day:02}\nSUMMARY:Hari {day}\nEND:VEVENT\n"
            )
        })
        .collect();
    for estimate in [
        "SUMMARY:Eid al-Fitr (estimated)",
        "SUMMARY:Idul Fitri (perkiraan)",
        "SUMMARY:Idul Fitri\nSTATUS:TENTATIVE",
        "SUMMARY:Idul Fitri\nDESCRIPTION:belum pasti",
    ] {
        let text = format!(
            "BEGIN:VCALENDAR\nX-WR-CALNAME:Kalender\n{fixed}BEGIN:VEVENT\nDTSTART;VALUE=DATE:20280226\n{estimate}\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        let decree = decree::read("2028.ics", text.as_bytes()).unwrap();
        assert_eq!(decree.days.len(), 11);
        assert!(matches!(
            decree.unreadable[0].what,
            DecreeFault::Estimated { .. }
        ));
        assert_eq!(decree.suggested(), Merge::AddDays, "{estimate}");
        for merge in [Merge::AddDays, Merge::ReplaceYears] {
            let merged = decree.merged_into(&bundled(), merge);
            assert!(
                !merged.calendar.is_decreed(date("2028-02-26")),
                "{estimate}"
            );
            assert!(merged.newly_decreed.is_empty());
        }
    }
    let text = "BEGIN:VCALENDAR\nX-WR-CALNAME:Kalender\n".to_owned() + &fixed + "END:VCALENDAR\n";
    let decree = decree::read("2028.ics", text.as_bytes()).unwrap();
    assert_eq!(decree.suggested(), Merge::ReplaceYears);
}
