//! The profile as a whole: made, filled from a file, connected, synchronised.

use std::path::Path;

use serde_json::json;
use tanggap_app::{Desk, boot, import, link};
use tanggap_ipc::boot::HubConnect;
use tanggap_ipc::settings::Settings;

use super::{Place, done};
use crate::args::Init;
use crate::words::Language;
use crate::{Answer, Failure};

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

pub async fn import(place: &Place, desk: &Desk, file: &Path) -> Result<Answer, Failure> {
    let report = import::run_path(desk, file)
        .await
        .map_err(|error| place.failure(&error))?;
    let bad = report.unreadable.len();
    let text = match place.language {
        Language::Id => format!(
            "{} baris dibaca: {} baru, {} diperbarui, {} tetap, {bad} tidak terbaca",
            report.read, report.new, report.updated, report.unchanged
        ),
        Language::En => format!(
            "{} rows read: {} new, {} updated, {} unchanged, {bad} unreadable",
            report.read, report.new, report.updated, report.unchanged
        ),
    };
    done(&report, text)
}

pub async fn connect(
    place: &Place,
    desk: &std::sync::Arc<Desk>,
    request: HubConnect,
) -> Result<Answer, Failure> {
    let connected = boot::connect(desk, request)
        .await
        .map_err(|error| place.failure(&error))?;
    let scopes = connected.scopes.join(", ");
    let text = match place.language {
        Language::Id => format!("Tersambung sebagai {}: {scopes}", connected.officer),
        Language::En => format!("Connected as {}: {scopes}", connected.officer),
    };
    done(
        &json!({
            "officer": connected.officer,
            "scopes": connected.scopes,
            "hub": connected.hub,
        }),
        text,
    )
}

pub async fn sync(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    if desk.connection().is_none() {
        return Err(Failure::refused(
            "not-connected",
            place.language.pick(
                "Profil ini belum tersambung ke hub. Jalankan `tanggapctl connect` dahulu.",
                "This profile is not connected to a hub. Run `tanggapctl connect` first.",
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
    done(
        &json!({
            "pulled": summary.pulled,
            "pushed": summary.pushed,
            "waiting": summary.waiting,
            "conflicts": summary.conflicts,
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
