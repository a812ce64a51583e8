//! The commands: each calls one use case and shows what it answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use tanggap_app::desk::{Key, Surroundings};
use tanggap_app::environment::Environment;
use tanggap_app::inbox::Listed;
use tanggap_app::notifier::Silent;
use tanggap_app::{Desk, boot, complaint, compose, deadlines, import, inbox, link, outbox, place};
use tanggap_domain::change::{ChangeKind, MAX_TEXT_BYTES};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::boot::HubConnect;
use tanggap_ipc::compose::Submit;
use tanggap_ipc::inbox::{Filter, Tab};
use tanggap_ipc::outbox::OutboxState;
use tanggap_ipc::settings::Settings;
use tanggap_ipc::{Code, Error};

use crate::args::{Arguments, Command, Init, List, Sla, Then};
use crate::json::{ComplaintJson, DeadlineJson, FollowUpJson, OutboxJson, ShowJson, time};
use crate::words::Language;
use crate::{Answer, Failure, doctor, sla, words};

/// Runs one command to its end.
pub async fn run(arguments: Arguments, language: Language) -> Result<Answer, Failure> {
    let environment = Environment::read().map_err(|cause| Failure::Usage(cause.to_string()))?;
    if let Command::Sla {
        command: Sla::Explain {
            class,
            received,
            zone,
        },
    } = arguments.command
    {
        let now = environment.clock().now();
        return sla::explain(class, &received, zone, now, language);
    }
    let folder = arguments.data.ok_or_else(|| {
        Failure::usage(language.pick(
            "Sebutkan folder profil dengan --data DIR.",
            "Name the profile folder with --data DIR.",
        ))
    })?;
    let place = Place {
        folder,
        key: Key::of(environment.passphrase.as_deref()),
        around: Surroundings::new(
            environment.clock(),
            Arc::new(Silent),
            env!("CARGO_PKG_VERSION"),
        ),
        language,
    };
    match arguments.command {
        Command::Init(asked) => init(&place, asked, environment.passphrase.as_deref()).await,
        Command::Doctor => doctor::examine(&place).await,
        command => {
            let desk = place.open().await?;
            let answer = at_desk(&place, &desk, command).await;
            desk.close().await;
            answer
        }
    }
}

/// Where a profile is, and how it is opened.
pub struct Place {
    pub folder: PathBuf,
    pub key: Key,
    pub around: Surroundings,
    pub language: Language,
}

impl Place {
    pub async fn open(&self) -> Result<Arc<Desk>, Failure> {
        Desk::open(&self.folder, &self.key, &self.around)
            .await
            .map_err(|error| self.failure(&error))
    }

    pub fn failure(&self, error: &Error) -> Failure {
        Failure::of(error, self.language)
    }
}

/// The answer as a document.
pub fn document(answer: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|cause| Failure::Refused {
        code: "internal".to_owned(),
        message: cause.to_string(),
    })
}

async fn init(place: &Place, asked: Init, passphrase: Option<&str>) -> Result<Answer, Failure> {
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

async fn at_desk(place: &Place, desk: &Arc<Desk>, command: Command) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    match command {
        Command::Import { file } => {
            let report = import::run_path(desk, &file).await.map_err(failed)?;
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
        Command::Connect { hub, token } => {
            let request = HubConnect { url: hub, token };
            let connected = boot::connect(desk, request).await.map_err(failed)?;
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
        Command::Sync => sync(place, desk).await,
        Command::List(asked) => list(place, desk, asked).await,
        Command::Show { id } => show(place, desk, &id).await,
        Command::Reply(asked) => {
            let change = ChangeKind::Reply {
                text: text_of(&asked.text_file, place.language)?,
                then: match asked.then {
                    None => tanggap_domain::change::Then::Keep,
                    Some(Then::Proses) => tanggap_domain::change::Then::Proses,
                    Some(Then::Selesai) => tanggap_domain::change::Then::Selesai,
                    Some(Then::TanyaPelapor) => tanggap_domain::change::Then::AskReporter,
                },
                attachments: Vec::new(),
            };
            submit(place, desk, &asked.id, change).await
        }
        Command::Note(asked) => {
            let change = ChangeKind::Note {
                text: text_of(&asked.text_file, place.language)?,
                attachments: Vec::new(),
            };
            submit(place, desk, &asked.id, change).await
        }
        Command::Outbox => waiting(place, desk).await,
        Command::Deadlines { at } => {
            let zone = desk.office().rules.calendar().zone();
            let at = at.unwrap_or_else(|| desk.now());
            let due = deadlines::all(desk, at).await.map_err(failed)?;
            let rows: Vec<DeadlineJson> = due
                .into_iter()
                .map(|due| DeadlineJson {
                    tracking_id: due.complaint.tracking_id.to_string(),
                    clock: due.clock.kind.code(),
                    due_at: time(due.clock.due_at, zone),
                    state: due.clock.state.code(),
                })
                .collect();
            let text = lines(rows.iter().map(|row| {
                let due = row.due_at.format("%Y-%m-%d %H:%M");
                format!(
                    "{due}  {:<9} {:<14} #{}",
                    row.state, row.clock, row.tracking_id
                )
            }));
            done(&rows, text)
        }
        Command::Init(_) | Command::Sla { .. } | Command::Doctor => {
            unreachable!("these commands open no desk and were handled before")
        }
    }
}

fn done(answer: &impl Serialize, text: String) -> Result<Answer, Failure> {
    Ok(Answer::Done {
        document: document(answer)?,
        text,
    })
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

async fn sync(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    if desk.connection().is_none() {
        return Err(Failure::Refused {
            code: "not-connected".to_owned(),
            message: place
                .language
                .pick(
                    "Profil ini belum tersambung ke hub. Jalankan `tanggapctl connect` dahulu.",
                    "This profile is not connected to a hub. Run `tanggapctl connect` first.",
                )
                .to_owned(),
        });
    }
    let summary = link::sync(desk)
        .await
        .map_err(|error| place.failure(&error))?;
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

async fn list(place: &Place, desk: &Desk, asked: List) -> Result<Answer, Failure> {
    let filter = Filter {
        tab: if asked.overdue {
            Tab::Overdue
        } else {
            Tab::All
        },
        stages: asked.stage.into_iter().collect(),
        region: asked.region,
        text: asked.search,
        ..Filter::default()
    };
    let listed = inbox::complaints(desk, &filter, asked.limit)
        .await
        .map_err(|error| place.failure(&error))?;
    let mut complaints = Vec::with_capacity(listed.len());
    for listed in &listed {
        complaints.push(complaint_json(place, desk, listed)?);
    }
    let text = lines(complaints.iter().map(|complaint| {
        let region = complaint.region.as_ref().map_or("-", |region| &region.name);
        format!(
            "#{:<9} {:<21} {:<20} {}",
            complaint.tracking_id, complaint.stage, region, complaint.title
        )
    }));
    done(&complaints, text)
}

async fn show(place: &Place, desk: &Desk, id: &str) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    let id = meant(place, desk, id).await?;
    let listed = inbox::one(desk, id).await.map_err(failed)?;
    let listed = listed.ok_or_else(|| failed(Error::new(Code::NotFound)))?;
    let raw = complaint::raw(desk, id).await.map_err(failed)?;
    let zone = desk.office().rules.calendar().zone();
    let history = listed.complaint.history.clone();
    let shown = ShowJson {
        complaint: complaint_json(place, desk, &listed)?,
        followups: history
            .iter()
            .filter_map(|event| FollowUpJson::of(event, &listed.pending, zone))
            .collect(),
        history,
        raw: raw.map_or(Value::Null, |raw| {
            // A row that is not JSON is shown as the text it is.
            serde_json::from_str(&raw).unwrap_or(Value::String(raw))
        }),
    };
    let complaint = &shown.complaint;
    let mut text = format!(
        "#{} {}\n{} · {} · {}\n\n{}\n",
        complaint.tracking_id,
        complaint.title,
        complaint.stage,
        complaint.classification,
        complaint.received_at.format("%Y-%m-%d %H:%M"),
        complaint.body
    );
    for clock in &complaint.clocks {
        let due = clock.due_at.format("%Y-%m-%d %H:%M");
        text.push_str(&format!("\n{:<14} {due} {}", clock.clock, clock.state));
    }
    for followup in &shown.followups {
        let at = followup.at.format("%Y-%m-%d %H:%M");
        text.push_str(&format!("\n\n{at} {}:\n{}", followup.by, followup.text));
    }
    done(&shown, text)
}

async fn submit(
    place: &Place,
    desk: &Desk,
    id: &str,
    change: ChangeKind,
) -> Result<Answer, Failure> {
    let complaint = meant(place, desk, id).await?;
    let submitted = compose::submit_at_once(desk, Submit { complaint, change })
        .await
        .map_err(|error| place.failure(&error))?;
    let state = if submitted.already {
        "already"
    } else {
        "queued"
    };
    let text = if submitted.already {
        place.language.pick("Sudah demikian.", "It was so already.")
    } else {
        place.language.pick(
            "Tersimpan; terkirim pada `tanggapctl sync` berikutnya.",
            "Saved; it is sent with the next `tanggapctl sync`.",
        )
    };
    done(
        &json!({ "op_id": submitted.op.to_string(), "state": state }),
        text.to_owned(),
    )
}

async fn waiting(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let rows = outbox::list(desk, tanggap_ipc::outbox::List)
        .await
        .map_err(|error| place.failure(&error))?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let (state, reason) = match row.state {
            OutboxState::Held { .. } => ("held", None),
            OutboxState::Queued => ("queued", None),
            OutboxState::Attention { refused, .. } => ("attention", Some(words::code_of(&refused))),
        };
        waiting.push(OutboxJson {
            op_id: row.op.to_string(),
            tracking_id: row.tracking_id.to_string(),
            kind: row.kind,
            state,
            reason,
        });
    }
    let text = lines(waiting.iter().map(|row| {
        let reason = row.reason.as_deref().unwrap_or_default();
        format!(
            "#{:<9} {:<18} {:<10} {reason}",
            row.tracking_id, row.kind, row.state
        )
    }));
    done(&waiting, text)
}

async fn meant(place: &Place, desk: &Desk, id: &str) -> Result<ComplaintId, Failure> {
    let found = inbox::lookup(desk, id)
        .await
        .map_err(|error| place.failure(&error))?;
    found.ok_or_else(|| place.failure(&Error::new(Code::NotFound)))
}

fn complaint_json(place: &Place, desk: &Desk, listed: &Listed) -> Result<ComplaintJson, Failure> {
    let clocks = complaint::clocks(desk, &listed.judged, desk.now())
        .map_err(|error| place.failure(&error))?;
    let region = listed.complaint.location.region.as_ref();
    Ok(ComplaintJson::of(
        &listed.complaint,
        region.and_then(place::name).map(str::to_owned),
        &clocks,
        listed.pending.len(),
        desk.office().rules.calendar().zone(),
    ))
}

/// The text of a reply or note. A file that can be no text of an officer is refused before it is read.
fn text_of(path: &Path, language: Language) -> Result<String, Failure> {
    let unreadable = || Failure::Refused {
        code: "file-missing".to_owned(),
        message: match language {
            Language::Id => format!("Berkas teks {} tidak dapat dibaca.", path.display()),
            Language::En => format!("The text file {} cannot be read.", path.display()),
        },
    };
    let size_bytes = std::fs::metadata(path).map_err(|_| unreadable())?.len();
    // A little more than a text may have: the rule itself names the limit.
    if size_bytes > 4 * MAX_TEXT_BYTES as u64 {
        let refused = tanggap_domain::change::Refused::TextTooLong {
            max_bytes: MAX_TEXT_BYTES,
        };
        return Err(Failure::of(&refused.into(), language));
    }
    let text = std::fs::read_to_string(path).map_err(|_| unreadable())?;
    Ok(text.trim_start_matches('\u{feff}').trim_end().to_owned())
}
