//! What an office did with a practice complaint, step by step, up to `now`.
//!
//! Every step goes through [`Complaint::apply`], so a practice history cannot hold what the rules
//! forbid. Reporters' answers and stars, which are not an officer's change, are added beside.

use chrono::Datelike;
use chrono::{DateTime, FixedOffset, TimeDelta, Timelike, Utc, Weekday};
use rand::{Rng, RngCore};
use rand_chacha::ChaCha8Rng;
use tanggap_domain::change::{Change, ChangeKind, Reminder, ReminderChannel, Then};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::{Actor, Event, EventKind};
use tanggap_domain::ids::OpId;
use tanggap_domain::region::RegionCode;
use tanggap_domain::sla::ClockKind;
use tanggap_domain::status::Stage;

use crate::lateness::overdue_days;
use crate::places::pick;
use crate::situations::Situation;
use crate::units::UnitKind;
use crate::wording;

/// What a step needs to know.
pub(crate) struct Office<'a> {
    pub(crate) situation: &'a Situation,
    pub(crate) government: &'a RegionCode,
    pub(crate) zone: FixedOffset,
    /// The place in words, for replies.
    pub(crate) place: String,
}

#[derive(Clone, Copy)]
enum Step {
    Verify,
    Dispose(UnitKind),
    Hold,
    ReporterAnswers,
    Resume,
    NotOurs,
    Archive,
    Progress,
    /// A public question: what is missing?
    Ask,
    Result,
    /// Only where the unit is late by then; else nothing happens.
    Remind(ReminderChannel),
    Note,
    CloseByAdmin,
    CloseBySystem,
    Rate,
}

/// Lives the complaint's life until `now`.
pub(crate) fn live(
    mut complaint: Complaint,
    office: &Office<'_>,
    rng: &mut ChaCha8Rng,
    now: DateTime<Utc>,
) -> Complaint {
    let mut at = complaint.received_at;
    for (days, step) in plan(&complaint, office, rng) {
        at = if matches!(
            step,
            Step::ReporterAnswers | Step::Rate | Step::CloseBySystem
        ) {
            at + seconds_of(days)
        } else {
            office_time(at + seconds_of(days), at, office.zone, rng)
        };
        if at >= now {
            break;
        }
        complaint = take(complaint, step, office, rng, at);
    }
    complaint
}

/// After so many days without an answer an office looks whether its unit is late.
const SLOW_DAYS: f64 = 7.5;

/// Steps with the days each comes after the one before.
fn plan(complaint: &Complaint, office: &Office<'_>, rng: &mut ChaCha8Rng) -> Vec<(f64, Step)> {
    let pace = match rng.random_range(0..100) {
        0..72 => 1.0,
        72..90 => 1.7,
        _ => 3.2,
    };
    let unit = office.situation.unit;
    let mut days = |from: f64, to: f64| rng.random_range(from..to) * pace;
    let mut steps = vec![(days(0.05, 2.0), Step::Verify)];
    if unit == UnitKind::Pln {
        steps.push((days(0.1, 1.5), Step::NotOurs));
        return steps;
    }
    let first_answer = days(0.8, 4.5);
    let work = match complaint.classification {
        Classification::PengaduanBerkadar => days(14.0, 55.0),
        Classification::PermintaanInformasi => days(0.1, 2.5),
        _ => days(2.0, 12.0),
    };
    let dispose = (days(0.01, 0.8), Step::Dispose(unit));
    let kind = rng.random_range(0..100);
    match kind {
        // Too general, or not about a public service.
        0..4 => return vec![(rng.random_range(0.2..3.0), Step::Archive)],
        // The reporter must say more first.
        4..14 => {
            steps.push((rng.random_range(0.1..1.0), Step::Hold));
            if rng.random_bool(0.6) {
                steps.push((rng.random_range(0.5..9.0), Step::ReporterAnswers));
                steps.push((rng.random_range(0.1..1.5), Step::Resume));
            } else {
                steps.push((rng.random_range(14.0..20.0), Step::Archive));
                return steps;
            }
        }
        // Sent to the wrong unit, which sends it back.
        14..21 => {
            let wrong =
                [UnitKind::Pupr, UnitKind::Perkim, UnitKind::SatpolPp][rng.random_range(0..3)];
            if wrong != unit {
                steps.push((rng.random_range(0.05..0.8), Step::Dispose(wrong)));
                steps.push((rng.random_range(1.0..4.0), Step::Note));
            }
        }
        _ => {}
    }
    steps.push(dispose);
    let quick =
        complaint.classification == Classification::PermintaanInformasi || rng.random_bool(0.12);
    let mut wait = first_answer;
    if wait > SLOW_DAYS {
        steps.push((SLOW_DAYS, Step::Remind(ReminderChannel::InApp)));
        wait -= SLOW_DAYS;
    }
    if quick {
        steps.push((wait, Step::Result));
    } else {
        let silence = rng.random_bool(0.2).then(|| rng.random_range(0.2..3.0));
        match silence {
            // What the agency asks for takes the reporter longer than a comment.
            Some(days) if days > 1.6 => {
                steps.push((wait, Step::Ask));
                steps.push((days * 3.0, Step::ReporterAnswers));
            }
            Some(days) => {
                steps.push((wait, Step::Progress));
                steps.push((days, Step::ReporterAnswers));
            }
            None => {}
        }
        let then = match silence {
            Some(_) => rng.random_range(0.3..3.0),
            None => wait,
        };
        steps.push((then, Step::Progress));
        if rng.random_bool(0.15) {
            steps.push((work * 0.3, Step::Note));
        }
        match rng.random_range(0..100) {
            0..62 => steps.push((work, Step::Result)),
            62..76 => steps.push((work, Step::CloseByAdmin)),
            _ => steps.push((rng.random_range(10.0..15.0), Step::CloseBySystem)),
        }
    }
    if rng.random_bool(0.35) {
        steps.push((rng.random_range(0.1..6.0), Step::Rate));
    }
    // Nobody looks at it any more: the reports that lie unanswered.
    if rng.random_bool(0.045) {
        steps.truncate(rng.random_range(0..4));
        if let Some((_, Step::Dispose(_))) = steps.last() {
            steps.push((SLOW_DAYS, Step::Remind(ReminderChannel::InApp)));
            steps.push((4.0, Step::Remind(ReminderChannel::Whatsapp)));
        }
    }
    steps
}

fn take(
    complaint: Complaint,
    step: Step,
    office: &Office<'_>,
    rng: &mut ChaCha8Rng,
    at: DateTime<Utc>,
) -> Complaint {
    let unit_name = complaint
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| unit.name.clone());
    let agency_name = complaint
        .agency
        .as_ref()
        .map_or_else(String::new, |agency| agency.name.clone());
    let coordinator =
        |rng: &mut ChaCha8Rng| Actor::office(wording::officer(rng, office.government));
    let (by, kind) = match step {
        Step::ReporterAnswers => return answered(complaint, rng, at),
        Step::Rate => return rated(complaint, rng, at),
        Step::Verify => (coordinator(rng), ChangeKind::Verify),
        Step::Dispose(kind) => {
            let urgent = "Mohon segera ditinjau, sudah dilaporkan dua kali.";
            let usual = "Mohon ditindaklanjuti sesuai kewenangan.";
            let is_trouble = complaint.classification == Classification::PengaduanTidakBerkadar;
            let note = pick(rng, &["", "", usual, if is_trouble { urgent } else { "" }]);
            (
                coordinator(rng),
                ChangeKind::Dispose {
                    to: kind.of(office.government),
                    note: note.to_owned(),
                },
            )
        }
        Step::Hold => (
            coordinator(rng),
            ChangeKind::Hold {
                reason: pick(rng, hold_reasons(&complaint, office.situation)).to_owned(),
            },
        ),
        Step::Resume => (coordinator(rng), ChangeKind::Resume),
        Step::NotOurs => {
            let target = Some(office.situation.unit.of(office.government));
            let reason = "Jaringan listrik merupakan kewenangan PT PLN (Persero).".to_owned();
            (
                coordinator(rng),
                ChangeKind::NotOurAuthority { target, reason },
            )
        }
        Step::Archive => {
            let reasons = if complaint.history.is_empty() {
                ARCHIVE_REASONS
            } else {
                SILENT_REASONS
            };
            (
                coordinator(rng),
                ChangeKind::Archive {
                    reason: pick(rng, reasons).to_owned(),
                },
            )
        }
        Step::Progress => {
            let text = progress_reply(office, &unit_name, rng, at);
            (
                Actor::agency(unit_name),
                ChangeKind::Reply {
                    text,
                    then: Then::Proses,
                    attachments: vec![],
                },
            )
        }
        Step::Ask => {
            let text = question(&complaint, office, &unit_name, rng);
            (
                Actor::agency(unit_name),
                ChangeKind::Reply {
                    text,
                    then: Then::AskReporter,
                    attachments: vec![],
                },
            )
        }
        Step::Remind(via) => {
            let Some(overdue_days) = overdue_days(&complaint, office.zone, at) else {
                return complaint;
            };
            let reminder = Reminder {
                clock: ClockKind::FollowUp,
                overdue_days,
                via,
                to: complaint.unit.clone(),
            };
            (coordinator(rng), ChangeKind::Remind(reminder))
        }
        Step::Result => {
            let text = result_reply(&complaint, office, &unit_name, rng, at);
            (
                Actor::agency(unit_name),
                ChangeKind::Reply {
                    text,
                    then: Then::Selesai,
                    attachments: vec![],
                },
            )
        }
        Step::Note => {
            let text = pick(rng, NOTES).to_owned();
            let by = if unit_name.is_empty() {
                Actor::agency(agency_name)
            } else {
                Actor::agency(unit_name)
            };
            (
                by,
                ChangeKind::Note {
                    text,
                    attachments: vec![],
                },
            )
        }
        Step::CloseByAdmin => {
            let reason = "Tindak lanjut telah disampaikan kepada pelapor.".to_owned();
            (coordinator(rng), ChangeKind::Close { reason })
        }
        Step::CloseBySystem => {
            let reason = "Tidak ada tanggapan pelapor selama 10 hari.".to_owned();
            (Actor::system("SP4N-LAPOR!"), ChangeKind::Close { reason })
        }
    };
    let change = Change {
        op: op_id(rng, at),
        complaint: complaint.id,
        by,
        at,
        base: complaint.base(),
        kind,
    };
    complaint
        .apply(&change, at)
        .expect("a plan holds only steps that its stage allows")
        .complaint
}

fn answered(mut complaint: Complaint, rng: &mut ChaCha8Rng, at: DateTime<Utc>) -> Complaint {
    let asked = complaint.history.last().is_some_and(|event| {
        matches!(
            event.what,
            EventKind::Replied {
                then: Then::AskReporter,
                ..
            }
        )
    });
    let answers = if asked || complaint.stage == Stage::Tertunda {
        MISSING_DATA
    } else {
        ANSWERS
    };
    let text = pick(rng, answers).to_owned();
    push(
        &mut complaint,
        rng,
        at,
        EventKind::ReporterAnswered {
            text,
            attachments: vec![],
        },
    );
    complaint
}

fn rated(mut complaint: Complaint, rng: &mut ChaCha8Rng, at: DateTime<Utc>) -> Complaint {
    if complaint.stage.is_open() {
        return complaint;
    }
    let stars = [5, 5, 4, 4, 3, 2, 1][rng.random_range(0..7)];
    complaint.rating = Some(stars);
    push(&mut complaint, rng, at, EventKind::Rated { stars });
    complaint
}

fn push(complaint: &mut Complaint, rng: &mut ChaCha8Rng, at: DateTime<Utc>, what: EventKind) {
    complaint.versions.head += 1;
    complaint.history.push(Event {
        id: op_id(rng, at),
        at,
        acted_at: None,
        by: Actor::reporter(),
        what,
    });
}

fn progress_reply(
    office: &Office<'_>,
    unit: &str,
    rng: &mut ChaCha8Rng,
    at: DateTime<Utc>,
) -> String {
    let Situation { action, leaf, .. } = office.situation;
    let (topic, place) = (lower_first(leaf), &office.place);
    let planned = rng.random_range(3..12);
    let by = wording::long_date(wording::working_day_after(
        at.with_timezone(&office.zone),
        planned,
    ));
    match rng.random_range(0..10) {
        0 => "Terima kasih atas laporannya, akan kami koordinasikan dengan bidang terkait."
            .to_owned(),
        1..4 => format!(
            "Yth. Bapak/Ibu Pelapor,\n\nTerima kasih atas laporan Anda mengenai {topic} di {place}. Saat ini {unit} sedang {action}. Hasilnya akan kami sampaikan paling lambat {by}.\n\nHormat kami,\n{unit}"
        ),
        4..7 => format!(
            "Yth. Pelapor,\n\nLaporan mengenai {topic} telah kami terima. {unit} akan {action}, direncanakan paling lambat {by}. Mohon kesabaran Bapak/Ibu.\n\nTerima kasih."
        ),
        _ => format!(
            "Selamat siang. Menindaklanjuti laporan di {place}, petugas kami sedang {action}. Kami perbarui kembali sebelum {by}."
        ),
    }
}

fn question(
    complaint: &Complaint,
    office: &Office<'_>,
    unit: &str,
    rng: &mut ChaCha8Rng,
) -> String {
    let topic = lower_first(office.situation.leaf);
    let missing = pick(rng, hold_reasons(complaint, office.situation));
    format!(
        "Yth. Bapak/Ibu Pelapor,\n\nTerima kasih atas laporan Anda mengenai {topic}. {missing} Laporan kami tindak lanjuti setelah jawaban Anda kami terima.\n\n{unit}"
    )
}

fn result_reply(
    complaint: &Complaint,
    office: &Office<'_>,
    unit: &str,
    rng: &mut ChaCha8Rng,
    at: DateTime<Utc>,
) -> String {
    let Situation {
        outcome,
        leaf,
        photo,
        ..
    } = office.situation;
    let (topic, place) = (lower_first(leaf), &office.place);
    let today = wording::long_date(at.with_timezone(&office.zone));
    match complaint.classification {
        Classification::PermintaanInformasi => format!(
            "Yth. Bapak/Ibu Pemohon Informasi,\n\nMenjawab pertanyaan Anda, kami sampaikan bahwa {outcome}. Bila masih ada yang kurang jelas, silakan menanggapi laporan ini.\n\n{unit}"
        ),
        Classification::Aspirasi => format!(
            "Yth. Bapak/Ibu,\n\nTerima kasih atas usulan Anda. Setelah dibahas, {outcome}. Partisipasi Anda sangat berarti bagi kami.\n\n{unit}"
        ),
        _ if !photo.is_empty() && rng.random_bool(0.6) => format!(
            "Yth. Bapak/Ibu Pelapor,\n\nKami sampaikan bahwa per {today} {outcome}. Dokumentasi pekerjaan ada pada {unit}. Terima kasih telah melapor.\n\n{unit}"
        ),
        _ => format!(
            "Yth. Pelapor,\n\nMenindaklanjuti laporan {topic} di {place}: {outcome}. Laporan kami nyatakan selesai; bila masih ada kendala silakan melapor kembali.\n\nHormat kami,\n{unit}"
        ),
    }
}

/// `Jalan berlubang` inside a sentence; `KTP elektronik` keeps its capitals.
fn lower_first(words: &str) -> String {
    let is_acronym = words.chars().nth(1).is_some_and(char::is_uppercase);
    let mut chars = words.chars();
    match chars.next() {
        Some(first) if !is_acronym => first.to_lowercase().chain(chars).collect(),
        _ => words.to_owned(),
    }
}

/// A UUIDv7 of that moment.
fn op_id(rng: &mut ChaCha8Rng, at: DateTime<Utc>) -> OpId {
    let mut bytes = [0; 10];
    rng.fill_bytes(&mut bytes);
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    OpId(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// `wished`, moved into office hours (Monday to Friday, 08:00–15:59) and after `before`.
fn office_time(
    wished: DateTime<Utc>,
    before: DateTime<Utc>,
    zone: FixedOffset,
    rng: &mut ChaCha8Rng,
) -> DateTime<Utc> {
    let local = wished.with_timezone(&zone);
    let start_of = |day: DateTime<FixedOffset>, rng: &mut ChaCha8Rng| {
        let midnight = day - TimeDelta::seconds(i64::from(day.num_seconds_from_midnight()));
        midnight + TimeDelta::seconds(rng.random_range(8 * 3_600..11 * 3_600))
    };
    let mut moved = match local.hour() {
        8..16 => local,
        0..8 => start_of(local, rng),
        _ => start_of(local + TimeDelta::days(1), rng),
    };
    while matches!(moved.weekday(), Weekday::Sat | Weekday::Sun) {
        moved = start_of(moved + TimeDelta::days(1), rng);
    }
    moved
        .to_utc()
        .max(before + TimeDelta::seconds(rng.random_range(90..1_800)))
}

fn seconds_of(days: f64) -> TimeDelta {
    TimeDelta::seconds((days * 86_400.0) as i64)
}

/// What an office asks for before it can work.
fn hold_reasons(complaint: &Complaint, situation: &Situation) -> &'static [&'static str] {
    match complaint.classification {
        Classification::PermintaanInformasi => {
            return &["Mohon menjelaskan pertanyaan secara lebih rinci."];
        }
        Classification::Aspirasi => {
            return &["Mohon menjelaskan lokasi dan maksud usulan secara lebih rinci."];
        }
        _ => {}
    }
    match situation.topic {
        "Air Bersih" => &["Mohon melengkapi nomor pelanggan dan periode tagihan."],
        "Kependudukan" => &["Mohon melengkapi tanggal pengajuan dan nomor bukti permohonan."],
        "Pengawasan" => &["Mohon menjelaskan waktu kejadian dan melampirkan bukti pendukung."],
        _ if situation.photo.is_empty() => &["Mohon menjelaskan waktu kejadian dan tempatnya."],
        _ => &[
            "Lokasi belum jelas, mohon menyebutkan nama jalan dan patokan terdekat.",
            "Mohon melampirkan foto terbaru kondisi di lapangan.",
        ],
    }
}

const ARCHIVE_REASONS: &[&str] = &[
    "Laporan terlalu umum sehingga tidak dapat ditindaklanjuti.",
    "Laporan tidak berkaitan dengan kinerja pemerintah.",
    "Laporan sama dengan laporan sebelumnya dari pelapor yang sama.",
];
const SILENT_REASONS: &[&str] = &["Pelapor tidak melengkapi data dalam 10 hari kerja."];
const NOTES: &[&str] = &[
    "Bukan tugas kami, mohon disposisi ulang ke dinas yang menangani.",
    "Sudah dicek petugas lapangan, menunggu material dari gudang.",
    "Koordinasi dengan lurah setempat dijadwalkan hari Senin.",
    "Pelapor sudah dihubungi lewat telepon, lokasi sudah dipastikan.",
    "Anggaran pemeliharaan triwulan ini tersisa sedikit, diusulkan masuk paket berikutnya.",
];
const MISSING_DATA: &[&str] = &[
    "Lokasinya dekat warung sayur, sebelah kiri kalau dari arah pasar. Foto saya lampirkan.",
    "Ini data yang diminta, sudah saya tulis di foto. Terima kasih.",
    "Kejadiannya Selasa minggu lalu sekitar jam sepuluh pagi. Selebihnya sama seperti laporan saya.",
];
const ANSWERS: &[&str] = &[
    "Sampai hari ini belum ada petugas yang datang. Mohon kepastiannya.",
    "Terima kasih tanggapannya, kami tunggu realisasinya.",
    "Sudah ada petugas datang melihat, tapi belum ada kelanjutan.",
    "Kapan tanggal pastinya? Kami menunggu.",
];
