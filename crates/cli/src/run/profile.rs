//! The profile as a whole: made, filled from a file, connected, synchronised.

use std::path::Path;

use serde_json::json;
use tanggap_app::{Desk, boot, import, link};
use tanggap_domain::source_zone::ZonePeriod;
use tanggap_ipc::Event;
use tanggap_ipc::boot::HubConnect;
use tanggap_ipc::import::ImportReport;
use tanggap_ipc::settings::Settings;

use super::waiting;
use crate::answer::{Answer, Failure, done};
use crate::args::Init;
use crate::place::Place;
use crate::words::Language;

pub async fn init(place: &Place, asked: Init, passphrase: Option<&str>) -> Result<Answer, Failure> {
    boot::check_passphrase(passphrase).map_err(|error| place.failure(&error))?;
    let settings = Settings {
        office: asked.office,
        zone: asked.zone,
        ..Settings::default()
    };
    let desk = Desk::create(&place.folder, &place.key, settings, &place.around)
        .await
        .map_err(|error| place.failure(&error))?;
    let folder = std::path::absolute(desk.folder()).unwrap_or_else(|_| desk.folder().to_owned());
    desk.close().await;
    let profile = folder.display().to_string();
    Ok(Answer::Done {
        text: match place.language {
            Language::Id => format!("Profil dibuat di {profile}"),
            Language::En => format!("Profile made in {profile}"),
        },
        document: json!({ "profile": profile }),
    })
}

pub async fn import(
    place: &Place,
    desk: &Desk,
    file: &Path,
    zones: Vec<ZonePeriod>,
) -> Result<Answer, Failure> {
    let zones = (!zones.is_empty()).then_some(zones);
    let mut events = place.around.events.subscribe();
    let importing = import::run_path_in(desk, file, zones);
    tokio::pin!(importing);
    let report = loop {
        tokio::select! {
            report = &mut importing => break report,
            event = events.recv() => {
                if let Ok(Event::ImportProgress { done, total, storing }) = event {
                    eprintln!("{}", progress(place.language, done, total, storing));
                }
            }
        }
    };
    let report = report.map_err(|error| place.failure(&error))?;
    let bad = report.unreadable.len();
    let mut said = vec![match place.language {
        Language::Id => format!(
            "{} baris dibaca: {} baru, {} diperbarui, {} tetap, {bad} tidak terbaca",
            report.read, report.new, report.updated, report.unchanged
        ),
        Language::En => format!(
            "{} rows read: {} new, {} updated, {} unchanged, {bad} unreadable",
            report.read, report.new, report.updated, report.unchanged
        ),
    }];
    said.extend(remarks(place.language, &report));
    done(&report, said.join("\n"))
}

/// What an import would meet; nothing is taken in.
pub async fn look(
    place: &Place,
    desk: &Desk,
    file: &Path,
    zones: Vec<ZonePeriod>,
) -> Result<Answer, Failure> {
    let zones = (!zones.is_empty()).then_some(zones);
    let report = import::look(desk, file, zones)
        .await
        .map_err(|error| place.failure(&error))?;
    let mut said = vec![match place.language {
        Language::Id => format!("{} baris; belum ada yang disimpan", report.read),
        Language::En => format!("{} rows; nothing is stored yet", report.read),
    }];
    said.extend(remarks(place.language, &report));
    done(
        &json!({
            "rows": report.read,
            "missing_columns": report.missing_columns,
            "zones": report.zones,
            "assumed_zone": report.assumed_zone,
            "proposed": report.proposed_zones(),
        }),
        said.join("\n"),
    )
}

fn progress(language: Language, done: u64, total: u64, storing: bool) -> String {
    match (language, storing) {
        (Language::Id, false) => format!("Membaca {done} / {total} baris"),
        (Language::Id, true) => format!("Menyimpan {done} / {total} baris"),
        (Language::En, false) => format!("Reading {done} / {total} rows"),
        (Language::En, true) => format!("Storing {done} / {total} rows"),
    }
}

/// What an officer should know of a file that was taken in.
fn remarks(language: Language, report: &ImportReport) -> Vec<String> {
    let mut said = Vec::new();
    let mut say = |id: String, en: String| {
        said.push(match language {
            Language::Id => id,
            Language::En => en,
        });
    };
    if !report.missing_columns.is_empty() {
        let columns = report.missing_columns.join(", ");
        say(
            format!("Kolom yang tidak ada di berkas: {columns}"),
            format!("Columns that the file does not have: {columns}"),
        );
    }
    if report.protected > 0 {
        let count = report.protected;
        say(
            format!(
                "{count} laporan baru dilindungi (anonim dan rahasia), sebab berkas tidak menyebut tipenya"
            ),
            format!(
                "{count} new complaints are protected (anonymous and secret), for the file does not say what they are"
            ),
        );
    }
    if !report.unclear_privacy.is_empty() {
        let rows = report.unclear_privacy.len();
        say(
            format!(
                "{rows} baris memakai kata tipe laporan yang tidak dikenal; laporannya dilindungi"
            ),
            format!(
                "{rows} rows have a word of privacy that is not known; their complaints are protected"
            ),
        );
    }
    if let Some(zone) = report.assumed_zone {
        let zone = zone.code().to_uppercase();
        say(
            format!("Jam di berkas dibaca sebagai {zone}, sebab zonanya belum ditetapkan (--zone)"),
            format!(
                "The times of the file are read as {zone}, for nobody confirmed a zone (--zone)"
            ),
        );
    }
    let proposed = report.proposed_zones();
    if !proposed.is_empty() {
        let periods: Vec<String> = proposed
            .iter()
            .map(|period| match period.from {
                Some(from) => format!("--zone {from}={}", period.zone.code()),
                None => format!("--zone {}", period.zone.code()),
            })
            .collect();
        let options = periods.join(" ");
        say(
            format!(
                "Jam di berkas ini tampaknya ditulis dalam zona lain. Bila benar, impor lagi dengan {options}"
            ),
            format!(
                "The times in this file seem to be written in another zone. If so, import again with {options}"
            ),
        );
    }
    said
}

pub async fn connect(
    place: &Place,
    desk: &std::sync::Arc<Desk>,
    request: HubConnect,
) -> Result<Answer, Failure> {
    let connected = boot::connect(desk, request)
        .await
        .map_err(|error| place.failure(&error))?;
    let scopes = connected.scope_names.join(", ");
    let mut text = match place.language {
        Language::Id => format!("Tersambung sebagai {}: {scopes}", connected.officer),
        Language::En => format!("Connected as {}: {scopes}", connected.officer),
    };
    let (others, said) = waiting::others(&connected.others, place.language);
    if let Some(said) = said {
        text = format!("{text}\n{said}");
    }
    for said in connected
        .moved
        .iter()
        .flat_map(|it| tanggap_wording::moved(it, place.language.of_desk()))
    {
        text = format!("{text}\n{said}");
    }
    done(
        &json!({
            "officer": connected.officer,
            "scopes": connected.scopes,
            "hub": connected.hub,
            "waiting_for_others": others,
            "moved": connected.moved,
        }),
        text,
    )
}

pub async fn sync(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let left = link::left(desk)
        .await
        .map_err(|error| place.failure(&error))?;
    if desk.stands_alone() && left.waiting == 0 {
        return Err(Failure::refused(
            "not-connected",
            place.language.pick(
                "Profil ini belum tersambung ke hub wilayah, dan tidak ada yang menunggu di sini. Jalankan `tanggapctl connect` dahulu.",
                "This profile is not connected to a region's hub, and nothing waits here. Run `tanggapctl connect` first.",
            ),
        ));
    }
    let summary = match link::sync(desk).await {
        Ok(summary) => summary,
        Err(error) => return Err(unfinished(place, desk, &error).await),
    };
    let text = match place.language {
        Language::Id => format!(
            "{} laporan diterima, {} perubahan terkirim, {} menunggu, {} perlu keputusan",
            summary.pulled, summary.pushed, summary.waiting, summary.conflicts
        ),
        Language::En => format!(
            "{} complaints received, {} changes sent, {} waiting, {} need a decision",
            summary.pulled, summary.pushed, summary.waiting, summary.conflicts
        ),
    };
    let text = match (summary.offered_again, place.language) {
        (0, _) => text,
        (again, Language::Id) => format!(
            "{text}\nHub dipulihkan dari cadangan: {again} perubahan yang pernah diterima ditawarkan lagi"
        ),
        (again, Language::En) => format!(
            "{text}\nThe hub was put back from a backup: {again} changes it had taken were offered again"
        ),
    };
    done(
        &json!({
            "pulled": summary.pulled,
            "pushed": summary.pushed,
            "waiting": summary.waiting,
            "conflicts": summary.conflicts,
            "offered_again": summary.offered_again,
        }),
        text,
    )
}

/// What was done is done; what is left waits on this computer.
async fn unfinished(place: &Place, desk: &Desk, error: &tanggap_ipc::Error) -> Failure {
    let failure = place.failure(error);
    let Ok(left) = link::left(desk).await else {
        return failure;
    };
    let line = match place.language {
        Language::Id => format!(
            "{} perubahan menunggu di komputer ini, {} perlu keputusan; tidak ada yang hilang.",
            left.waiting, left.attention
        ),
        Language::En => format!(
            "{} changes wait on this computer, {} need a decision; nothing is lost.",
            left.waiting, left.attention
        ),
    };
    let members = json!({ "waiting": left.waiting, "conflicts": left.attention });
    failure.besides(members, &line)
}
