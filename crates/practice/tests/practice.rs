//! Practice complaints are the same every time, spread as they should be, and valid throughout.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
use tanggap_domain::change::Then;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::{ActorRole, EventKind};
use tanggap_domain::privacy::{PersonalData, find_personal_data};
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_domain::sla::{Calendars, Clock, ClockState, Policies, Rules};
use tanggap_domain::status::{Stage, stage_of_national};
use tanggap_geo::Gazetteer;
use tanggap_practice::{Practice, categories, templates, units};

fn now() -> DateTime<Utc> {
    "2026-11-18T03:20:00Z".parse().unwrap()
}

fn practice(seed: u64, province: &str) -> Practice {
    Practice::new(seed, RegionCode::parse(province).unwrap()).unwrap()
}

fn sample() -> Vec<Complaint> {
    practice(1, "16").complaints(2_000, now())
}

fn share(complaints: &[Complaint], picked: impl Fn(&Complaint) -> bool) -> f64 {
    complaints
        .iter()
        .filter(|complaint| picked(complaint))
        .count() as f64
        / complaints.len() as f64
}

fn counts<K: Ord>(complaints: &[Complaint], key: impl Fn(&Complaint) -> K) -> BTreeMap<K, usize> {
    complaints
        .iter()
        .fold(BTreeMap::new(), |mut counts, complaint| {
            *counts.entry(key(complaint)).or_default() += 1;
            counts
        })
}

#[test]
fn the_same_seed_gives_the_same_complaints() {
    let json = |seed| serde_json::to_string(&practice(seed, "16").complaints(200, now())).unwrap();
    assert_eq!(json(7), json(7));
    assert_ne!(json(7), json(8));
    // A shorter list is part of a longer one.
    let (short, long) = (
        practice(7, "16").complaints(50, now()),
        practice(7, "16").complaints(200, now()),
    );
    assert!(short.iter().all(|complaint| long.contains(complaint)));
}

#[test]
fn numbers_and_ids_are_unique_also_among_arrivals() {
    let practice = practice(1, "16");
    let mut complaints = practice.complaints(5_000, now());
    complaints.extend((0..1_000).map(|i| practice.next_arrival(i, now())));
    let numbers: HashSet<_> = complaints
        .iter()
        .map(|complaint| complaint.tracking_id.clone())
        .collect();
    assert_eq!(numbers.len(), complaints.len());
    let events: HashSet<_> = complaints
        .iter()
        .flat_map(|c| &c.history)
        .map(|event| event.id)
        .collect();
    assert_eq!(
        events.len(),
        complaints
            .iter()
            .map(|complaint| complaint.history.len())
            .sum::<usize>()
    );
}

#[test]
fn arrivals_are_new_and_untouched() {
    let practice = practice(1, "16");
    let arrival = practice.next_arrival(3, now());
    assert_eq!(arrival, practice.next_arrival(3, now()));
    assert_eq!(arrival.received_at, now());
    assert_eq!(arrival.stage, Stage::BelumTerverifikasi);
    assert!(arrival.history.is_empty());
    assert_ne!(
        arrival.tracking_id,
        practice.next_arrival(4, now()).tracking_id
    );
}

#[test]
fn every_place_exists_in_the_province() {
    let province = RegionCode::parse("16").unwrap();
    let gazetteer = Gazetteer::bundled();
    for complaint in sample() {
        let location = &complaint.location;
        let Some(code) = &location.region else {
            continue;
        };
        assert!(
            province.contains(code) && gazetteer.name(code).is_some(),
            "{code}"
        );
        let resolved = gazetteer.resolve(
            location.province.as_deref(),
            location.regency.as_deref(),
            location.district.as_deref(),
            location.village.as_deref(),
        );
        let resolved = resolved.unwrap();
        // Two villages of one name in a kecamatan cannot be told apart by their names.
        assert!(
            resolved.contains(code) && (resolved == *code || location.village.is_some()),
            "{code}"
        );
    }
}

#[test]
fn histories_are_in_order_and_stand_where_the_rules_say() {
    for complaint in sample() {
        let times: Vec<_> = complaint.history.iter().map(|event| event.at).collect();
        assert!(times.is_sorted(), "{}", complaint.tracking_id);
        assert!(
            times
                .iter()
                .all(|at| complaint.received_at < *at && *at < now())
        );
        assert!(complaint.received_at < now());
        assert!(now() - complaint.received_at < TimeDelta::days(275));
        let derived = stage_of_national(&complaint.national.name, complaint.unit.is_some());
        assert_eq!(derived, complaint.stage, "{}", complaint.tracking_id);
        assert_eq!(
            stage_by_replay(&complaint),
            complaint.stage,
            "{}",
            complaint.tracking_id
        );
        assert!(
            complaint
                .national
                .as_of
                .is_some_and(|at| at <= now() && at >= complaint.received_at)
        );
    }
}

/// The stage told from the events alone, without the rules that made them.
fn stage_by_replay(complaint: &Complaint) -> Stage {
    let (mut stage, mut has_unit, mut replied) = (Stage::BelumTerverifikasi, false, false);
    for event in &complaint.history {
        stage = match &event.what {
            EventKind::Verified if has_unit => Stage::BelumDitindaklanjuti,
            EventKind::Verified => Stage::BelumTerdisposisi,
            EventKind::Disposed { .. } => {
                has_unit = true;
                if stage == Stage::Proses {
                    stage
                } else {
                    Stage::BelumDitindaklanjuti
                }
            }
            EventKind::Held { .. } => Stage::Tertunda,
            EventKind::Resumed if replied => Stage::Proses,
            EventKind::Resumed if has_unit => Stage::BelumDitindaklanjuti,
            EventKind::Resumed => Stage::BelumTerdisposisi,
            EventKind::NotOurAuthority { .. } => Stage::BukanWewenang,
            EventKind::Archived { .. } => Stage::Diarsipkan,
            EventKind::Closed { .. } => Stage::Selesai,
            EventKind::Replied { then, .. } => {
                replied = true;
                match then {
                    Then::Keep => stage,
                    Then::Proses | Then::AskReporter => Stage::Proses,
                    Then::Selesai => Stage::Selesai,
                }
            }
            _ => stage,
        };
    }
    stage
}

#[test]
fn the_mix_is_believable() {
    let complaints = sample();
    let class = |code: &str| {
        share(&complaints, |complaint| {
            complaint.classification.code() == code
        })
    };
    assert!((0.04..0.08).contains(&class("pengaduan-berkadar")));
    assert!((0.10..0.14).contains(&class("permintaan-informasi")));
    assert!((0.08..0.12).contains(&class("aspirasi")));
    let stages = counts(&complaints, |complaint| complaint.stage);
    let channels = counts(&complaints, |complaint| complaint.channel.code().to_owned());
    println!("{stages:?}\n{channels:?}");
    for stage in [
        Stage::BelumTerverifikasi,
        Stage::BelumTerdisposisi,
        Stage::BelumDitindaklanjuti,
        Stage::Proses,
        Stage::Tertunda,
        Stage::Selesai,
        Stage::Diarsipkan,
        Stage::BukanWewenang,
    ] {
        assert!(
            stages.get(&stage).is_some_and(|count| *count >= 10),
            "{stage:?} of {stages:?}"
        );
    }
    assert!(channels.len() >= 11, "{channels:?}");
    let privacy = counts(&complaints, |c| (c.privacy.anonymous, c.privacy.secret));
    assert_eq!(privacy.len(), 4, "{privacy:?}");
    let open = share(&complaints, |complaint| complaint.stage.is_open());
    assert!((0.15..0.45).contains(&open), "{open}");
    let off_hours = share(&complaints, |complaint| {
        use chrono::{Datelike, Timelike};
        let local = complaint.received_at + TimeDelta::hours(7);
        local.weekday().number_from_monday() > 5 || !(8..16).contains(&local.hour())
    });
    assert!((0.3..0.7).contains(&off_hours), "{off_hours}");
}

#[test]
fn the_deadline_board_is_alive() {
    let hours = OfficeHours::default();
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, hours);
    let rules = Rules::new(
        Policies::bundled(),
        Calendars::only(CompiledCalendar::new(calendar).unwrap()),
    );
    let complaints = practice(1, "16").complaints(1_200, now());
    let today = (now() + TimeDelta::hours(7)).date_naive();
    let (mut late, mut due_today, mut due_tomorrow, mut paused) = (0, 0, 0, 0);
    for complaint in complaints
        .iter()
        .filter(|complaint| complaint.stage.is_open())
    {
        let clocks = rules.clocks_of(complaint, now()).clocks;
        let days =
            |clock: &Clock| ((clock.due_at + TimeDelta::hours(7)).date_naive() - today).num_days();
        let running = |clock: &&Clock| clock.state == ClockState::Running;
        late += usize::from(
            clocks
                .iter()
                .any(|clock| clock.state == ClockState::Overdue),
        );
        due_today += usize::from(clocks.iter().filter(running).any(|clock| days(clock) == 0));
        due_tomorrow += usize::from(clocks.iter().filter(running).any(|clock| days(clock) == 1));
        paused += usize::from(clocks.iter().any(|clock| clock.state == ClockState::Paused));
    }
    let open = complaints
        .iter()
        .filter(|complaint| complaint.stage.is_open())
        .count();
    println!(
        "of {open} open: late {late}, today {due_today}, tomorrow {due_tomorrow}, paused {paused}"
    );
    assert!((30..180).contains(&late), "{late}");
    assert!(
        due_today >= 8 && due_tomorrow >= 8 && paused >= 5,
        "{due_today} {due_tomorrow} {paused}"
    );
}

#[test]
fn units_are_reminded_and_reporters_asked() {
    let complaints = practice(1, "16").complaints(1_200, now());
    let (mut answered, mut waiting, mut reminded, mut followed) = (0, 0, 0, 0);
    for complaint in &complaints {
        let mut events = complaint.history.iter().peekable();
        while let Some(event) = events.next() {
            match &event.what {
                EventKind::Replied {
                    then: Then::AskReporter,
                    text,
                    ..
                } => {
                    assert!(text.contains("ohon "), "{text}");
                    match events.peek().map(|next| &next.what) {
                        Some(EventKind::ReporterAnswered { .. }) => answered += 1,
                        None => waiting += 1,
                        Some(other) => panic!("{other:?}"),
                    }
                }
                EventKind::Reminded(reminder) => {
                    assert_eq!(event.by.role, ActorRole::Officer);
                    assert_eq!(reminder.to, complaint.unit);
                    assert!(reminder.overdue_days < 15, "{reminder:?}");
                    reminded += 1;
                    followed += usize::from(events.peek().is_some());
                }
                _ => {}
            }
        }
    }
    println!("asked: answered {answered}, waiting {waiting}; reminded {reminded}, then {followed}");
    assert!(answered >= 20 && waiting >= 2, "{answered} {waiting}");
    assert!(reminded >= 20 && followed >= 5, "{reminded} {followed}");
}

#[test]
fn the_whole_province_is_there_and_its_capital_most_of_all() {
    let complaints = sample();
    let known: Vec<_> = complaints
        .iter()
        .filter_map(|complaint| complaint.location.region.as_ref())
        .collect();
    let regencies = known
        .iter()
        .filter_map(|code| code.at(RegionLevel::Regency));
    let by_regency = regencies.fold(BTreeMap::<_, usize>::new(), |mut counts, code| {
        *counts.entry(code.to_string()).or_default() += 1;
        counts
    });
    assert_eq!(by_regency.len(), 17, "{by_regency:?}");
    let most = by_regency.iter().max_by_key(|(_, count)| **count).unwrap();
    assert_eq!(most.0, "16.71", "{by_regency:?}");
    let districts: BTreeSet<_> = known
        .iter()
        .filter_map(|code| code.at(RegionLevel::District))
        .collect();
    assert!(districts.len() > 200, "{}", districts.len());
    let unclear = complaints.len() - known.len();
    assert!((20..150).contains(&unclear), "{unclear}");
}

#[test]
fn texts_are_many_and_filled_in_and_name_nobody() {
    let complaints = sample();
    let bodies: HashSet<_> = complaints.iter().map(|complaint| &complaint.body).collect();
    assert!(bodies.len() > 1_950, "{}", bodies.len());
    let situations: HashSet<_> = complaints
        .iter()
        .map(|complaint| complaint.category.path.clone())
        .collect();
    assert!(situations.len() >= 60, "{}", situations.len());
    let replies = complaints
        .iter()
        .flat_map(|complaint| &complaint.history)
        .filter_map(|event| match &event.what {
            EventKind::Replied { text, .. } => Some(text),
            _ => None,
        });
    for text in complaints
        .iter()
        .flat_map(|c| [&c.title, &c.body])
        .chain(replies)
    {
        assert!(!text.contains(['{', '}']), "{text}");
        assert!(!text.contains("  "), "{text}");
        for finding in find_personal_data(text) {
            assert_eq!(finding.kind, PersonalData::Phone);
            assert!(text[finding.range].starts_with("0812-0000-"), "{text}");
        }
    }
    assert!(
        complaints
            .iter()
            .all(|c| !c.privacy.anonymous || c.reporter.name.is_none())
    );
}

#[test]
fn any_province_can_be_practised_and_nothing_else() {
    for province in Gazetteer::bundled().provinces() {
        let complaints = Practice::new(3, province.code.clone())
            .unwrap()
            .complaints(40, now());
        let inside = |code: &RegionCode| province.code.contains(code);
        assert!(
            complaints
                .iter()
                .filter_map(|c| c.location.region.as_ref())
                .all(inside),
            "{}",
            province.name
        );
    }
    for code in ["16.71", "99"] {
        assert!(
            Practice::new(1, RegionCode::parse(code).unwrap()).is_err(),
            "{code}"
        );
    }
}

#[test]
fn units_and_categories_are_the_listed_ones() {
    let agencies = units::agencies(&RegionCode::parse("16").unwrap());
    assert_eq!(agencies.len(), 18);
    let listed: HashSet<_> = agencies.iter().flat_map(|agency| &agency.units).collect();
    let ids: HashSet<_> = listed.iter().map(|unit| unit.id.clone()).collect();
    assert_eq!(ids.len(), 18 * 23);
    let tree = categories::tree();
    let leaves: HashSet<_> = tree
        .iter()
        .flat_map(|topic| &topic.leaves)
        .map(|leaf| leaf.id.clone())
        .collect();
    assert_eq!(
        leaves.len(),
        tree.iter().map(|topic| topic.leaves.len()).sum::<usize>()
    );
    for complaint in sample() {
        assert!(
            complaint
                .unit
                .as_ref()
                .is_none_or(|unit| listed.contains(unit)),
            "{:?}",
            complaint.unit
        );
        assert!(
            agencies
                .iter()
                .any(|agency| Some(&agency.agency) == complaint.agency.as_ref())
        );
        assert!(leaves.contains(complaint.category.id.as_deref().unwrap()));
    }
}

#[test]
fn templates_use_only_the_variables_they_may() {
    const KNOWN: [&str; 14] = [
        "pelapor",
        "judul",
        "lokasi",
        "nomor_laporan",
        "tanggal_laporan",
        "unit",
        "petugas",
        "tanggal_rencana",
        "tanggal_selesai",
        "hasil",
        "data_diminta",
        "instansi_tujuan",
        "jawaban",
        "dasar",
    ];
    assert!(templates::ALL.len() >= 12);
    let ids: HashSet<_> = templates::ALL.iter().map(|template| template.id).collect();
    assert_eq!(ids.len(), templates::ALL.len());
    for template in templates::ALL {
        let pieces: Vec<_> = template.text.split("{{").collect();
        assert!(pieces.len() > 2, "{}", template.id);
        for piece in &pieces[1..] {
            let (name, _) = piece.split_once("}}").unwrap();
            assert!(KNOWN.contains(&name), "{name} in {}", template.id);
        }
        let topics = categories::tree();
        assert!(
            template
                .topic
                .is_none_or(|name| topics.iter().any(|topic| topic.name == name)),
            "{}",
            template.id
        );
    }
}
