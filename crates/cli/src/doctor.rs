//! `doctor`: what was found, in words. A profile that does not open is a finding too.

use serde::Serialize;
use tanggap_app::doctor::{Findings, HubFinding, examine as look};
use tanggap_ipc::boot::Repaired;
use tanggap_ipc::settings::KeyPlace;
use tanggap_ipc::{Code, Error};

use crate::answer::{Answer, Failure, document};
use crate::place::Place;
use crate::words::{self, Language};

#[derive(Serialize)]
struct Checks {
    checks: Vec<Check>,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    detail: String,
}

/// Examines the profile; not well where any check is not.
pub async fn examine(place: &Place) -> Result<Answer, Failure> {
    let opened = tanggap_app::Desk::open(&place.folder, &place.key, &place.around).await;
    let checks = match opened {
        Ok(desk) => {
            let findings = look(&desk).await;
            desk.close().await;
            of_findings(&findings, place.language)
        }
        // Without a profile there is nothing to examine: that is a refusal, not a finding.
        Err(error) if error.code == Code::NoProfile => return Err(place.failure(&error)),
        Err(error) => of_closed(&error, place.language),
    };
    let well = checks.iter().all(|check| check.ok);
    let text = checks
        .iter()
        .map(|check| {
            let mark = if check.ok { "✓" } else { "✗" };
            format!("{mark} {:<9} {}", check.name, check.detail)
        })
        .collect::<Vec<_>>()
        .join("\n");
    let document = document(&Checks { checks })?;
    Ok(if well {
        Answer::Done { document, text }
    } else {
        Answer::Unwell { document, text }
    })
}

/// The profile did not open: which file is to blame, as far as that is known.
fn of_closed(error: &Error, language: Language) -> Vec<Check> {
    let name = match error.code {
        Code::JournalDamaged => "journal",
        Code::WrongKey | Code::NoKeychain | Code::PassphraseTooShort => "key",
        Code::DiskFull => "disk",
        _ => "profile",
    };
    let check = |name, ok, detail| Check { name, ok, detail };
    let mut checks = vec![check(name, false, words::error(error, language))];
    if name != "profile" {
        let detail = language.pick("tidak dapat dibuka", "cannot be opened");
        checks.insert(0, check("profile", false, detail.to_owned()));
    }
    checks
}

fn of_findings(findings: &Findings, language: Language) -> Vec<Check> {
    let check = |name, ok, detail: String| Check { name, ok, detail };
    let pick = |id: &str, en: &str| language.pick(id, en).to_owned();
    let restored = findings.repaired == Some(Repaired::Journal);
    let rebuilt = findings.repaired == Some(Repaired::Mirror);
    let off_s = findings.clock_off.map(|off| off.num_seconds());
    let (year, decreed) = findings.calendar;
    vec![
        check("profile", true, pick("terbuka", "opens")),
        check(
            "journal",
            findings.outbox.is_some() && !restored,
            match findings.outbox {
                _ if restored => pick(
                    "rusak; dipulihkan dari cadangan terakhir",
                    "damaged; restored from its last backup",
                ),
                None => pick("tidak dapat dibaca", "cannot be read"),
                Some((waiting, attention)) => match language {
                    Language::Id => {
                        format!("utuh; {waiting} menunggu, {attention} perlu keputusan")
                    }
                    Language::En => {
                        format!("intact; {waiting} waiting, {attention} need a decision")
                    }
                },
            },
        ),
        check(
            "mirror",
            findings.complaints.is_some(),
            match findings.complaints {
                None => pick("tidak dapat dibaca", "cannot be read"),
                Some(_) if rebuilt => pick(
                    "dibangun ulang; salinan hub diambil lagi saat sinkron",
                    "made anew; the hub's copy comes with the next sync",
                ),
                Some(complaints) => match language {
                    Language::Id => format!("utuh; {complaints} laporan"),
                    Language::En => format!("intact; {complaints} complaints"),
                },
            },
        ),
        check(
            "key",
            true,
            match findings.key {
                KeyPlace::Keychain => pick("keychain sistem", "the system's keychain"),
                KeyPlace::Passphrase => {
                    pick("passphrase (TANGGAP_KEY)", "passphrase (TANGGAP_KEY)")
                }
            },
        ),
        check(
            "disk",
            findings.has_room(),
            match findings.free_bytes {
                None => pick("ruang tidak diketahui", "room unknown"),
                Some(bytes) => match language {
                    Language::Id => format!("{} MB kosong", bytes / 1_000_000),
                    Language::En => format!("{} MB free", bytes / 1_000_000),
                },
            },
        ),
        check(
            "clock",
            findings.clock_is_right(),
            match off_s {
                None => pick(
                    "tidak dibandingkan: hub tidak menjawab",
                    "not compared: no answer of a hub",
                ),
                Some(off_s) => match language {
                    Language::Id => format!("berbeda {off_s} detik dari jam hub"),
                    Language::En => format!("{off_s} seconds from the hub's clock"),
                },
            },
        ),
        check(
            "hub",
            !matches!(findings.hub, HubFinding::Failed(_)),
            match &findings.hub {
                HubFinding::NotConnected => pick(
                    "tidak tersambung; hanya impor",
                    "not connected; imports only",
                ),
                HubFinding::Reachable => pick("menjawab", "answers"),
                HubFinding::Failed(error) => words::error(error, language),
            },
        ),
        check(
            "calendar",
            decreed,
            match (language, decreed) {
                (Language::Id, true) => format!("{year} sudah ditetapkan"),
                (Language::Id, false) => format!("kalender {year} belum ditetapkan"),
                (Language::En, true) => format!("{year} is decreed"),
                (Language::En, false) => format!("the calendar of {year} is not decreed yet"),
            },
        ),
        check(
            "version",
            true,
            format!("tanggapctl {}", env!("CARGO_PKG_VERSION")),
        ),
    ]
}
