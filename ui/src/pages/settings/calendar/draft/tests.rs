//! A draft goes to the shell and comes back as it was, whatever an officer types on the way.

use tanggap_domain::calendar::{Interval, TimeOfDay};
use tanggap_ipc::files::FileId;
use tanggap_ipc::settings::Language;

use super::*;

const ID: Say = Say {
    language: Language::Id,
    zone: Zone::Wib,
};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn office() -> Calendar {
    let zone = "Asia/Makassar".parse().unwrap();
    let mut calendar = Calendar::indonesia(zone, OfficeHours::FiveDays);
    calendar.version = 3;
    calendar.overrides = vec![
        OfficeHours::ramadan(date("2026-02-18"), date("2026-03-19")),
        Override {
            from: date("2026-01-12"),
            to: date("2026-01-13"),
            name: "Banjir".to_owned(),
            source: "SE Bupati 1/2026".to_owned(),
            exception: Exception::Closed,
        },
    ];
    calendar
}

#[track_caller]
fn check(change: impl FnOnce(&mut Draft), expected: Field, words: &str) {
    let mut draft = Draft::of(&office(), ID);
    change(&mut draft);
    let wrong = draft.read(ID).unwrap_err();
    let (field, why) = wrong.first().unwrap();
    assert_eq!((*field, why.words(ID).as_str()), (expected, words));
}

#[test]
fn what_is_in_force_survives_editing() {
    let draft = Draft::of(&office(), ID);
    assert_eq!(draft.zone, Zone::Wita);
    assert_eq!(draft.read(ID), Ok(office()));
    let english = Say {
        language: Language::En,
        ..ID
    };
    assert_eq!(Draft::of(&office(), english).read(english), Ok(office()));
}

#[test]
fn faults_stand_at_their_field() {
    let set = |draft: &mut Draft, at, from: &str, until: &str| {
        let hours = draft.hours_mut(at).unwrap();
        hours[0].from = from.to_owned();
        hours[0].until = until.to_owned();
    };
    check(
        |draft| set(draft, HoursAt::Office(1), "16.00", "08.00"),
        Field::Office(1),
        "Jam kerja Selasa: 16.00–08.00 berakhir sebelum mulai.",
    );
    check(
        |draft| set(draft, HoursAt::Office(4), "pagi", "08.00"),
        Field::Office(4),
        "“pagi” bukan jam. Tulis seperti 07.30.",
    );
    let ramadan = Draft::of(&office(), ID).overrides[0].key;
    check(
        |draft| set(draft, HoursAt::Week(ramadan, 0), "08.00", "13.00"),
        Field::OverrideDay(ramadan, 0),
        "Pengecualian “Jam kerja Ramadan”, Senin: 12.30–15.00 mulai sebelum 08.00–13.00 berakhir.",
    );
    check(
        |draft| draft.over_mut(ramadan).unwrap().to = "17/02/2026".to_owned(),
        Field::OverrideTo(ramadan),
        "Pengecualian “Jam kerja Ramadan” berakhir 17 Feb 2026, sebelum mulai 18 Feb 2026.",
    );
    check(
        |draft| draft.over_mut(ramadan).unwrap().from = "31/02/2026".to_owned(),
        Field::OverrideFrom(ramadan),
        "Bukan tanggal yang ada. Tulis seperti 24/11/2026.",
    );
    check(
        |draft| {
            draft.weekly = Week::default();
            draft.overrides.clear();
        },
        Field::Whole,
        "Tidak ada hari buka: isi jam kerja paling sedikit satu hari.",
    );
}

#[test]
fn a_day_is_named_once() {
    let mut draft = Draft::of(&office(), ID);
    let key = draft.add_holiday("SKB");
    let holiday = draft.holiday_mut(key).unwrap();
    holiday.date = "17/08/2026".to_owned();
    holiday.name = "Cuti tambahan".to_owned();
    let wrong = draft.read(ID).unwrap_err();
    assert_eq!(wrong[0].0, Field::HolidayDate(key));
    assert!(
        wrong[0]
            .1
            .words(ID)
            .starts_with("17 Agu 2026 tercantum dua kali")
    );
}

#[test]
fn new_rows_wait_for_what_is_missing() {
    let mut draft = Draft::of(&office(), ID);
    let key = draft.add_holiday("SKB");
    let wrong = draft.read(ID).unwrap_err();
    let expected = [
        (Field::HolidayDate(key), Wrong::Missing),
        (Field::HolidayName(key), Wrong::Missing),
    ];
    assert_eq!(wrong, expected);
    let mut draft = Draft::of(&office(), ID);
    draft.add_override(ExceptionKind::Closed, date("2026-11-25"), ID);
    draft.add_ramadan(date("2026-11-25"), ID);
    let calendar = draft.read(ID).unwrap();
    assert_eq!(calendar.overrides[2].from, date("2026-11-25"));
    assert_eq!(calendar.overrides[3].name, "Jam kerja Ramadan");
}

#[test]
fn an_office_may_work_until_midnight() {
    let mut draft = Draft::of(&office(), ID);
    let hours = draft.hours_mut(HoursAt::Office(5)).unwrap();
    hours.push(Hours::typed(9_999, "18:00", "24:00", ID));
    let calendar = draft.read(ID).unwrap();
    let evening = Interval::new(TimeOfDay::hm(18, 0).unwrap(), TimeOfDay::END);
    assert_eq!(calendar.weekly.sat, [evening]);
}

fn decree(merge: Merge) -> DecreeReply {
    let mut calendar = office();
    let year = |holiday: &Holiday| holiday.date.year() == 2026;
    calendar.holidays.retain(|holiday| !year(holiday));
    calendar.holidays.push(Holiday {
        date: date("2026-12-24"),
        name: "Cuti bersama Natal".to_owned(),
        kind: HolidayKind::CollectiveLeave,
        source: "SKB 9/2026".to_owned(),
    });
    DecreeReply {
        file: FileId("1".to_owned()),
        source: "SKB 9/2026".to_owned(),
        years: vec![2026],
        days: 1,
        merge,
        calendar,
        unreadable: Vec::new(),
    }
}

#[test]
fn a_decree_replaces_its_years_or_adds_to_them() {
    let of_2026 = |draft: &Draft| {
        let year = |holiday: &&HolidayDraft| holiday.year() == Some(2026);
        draft.holidays.iter().filter(year).count()
    };
    let mut draft = Draft::of(&office(), ID);
    let (all, before) = (draft.holidays.len(), of_2026(&draft));
    draft.take_decree(&decree(Merge::ReplaceYears), ID);
    assert_eq!(of_2026(&draft), 1);
    assert_eq!(draft.holidays.len(), all - before + 1);
    let mut draft = Draft::of(&office(), ID);
    let known = draft.holidays.iter().any(|it| it.date == "24/12/2026");
    draft.take_decree(&decree(Merge::AddDays), ID);
    assert_eq!(of_2026(&draft), before + usize::from(!known));
}
