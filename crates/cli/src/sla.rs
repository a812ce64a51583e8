//! `sla explain`: the clocks of a report that was just received, and why. Needs no profile.

use chrono::{DateTime, Utc};
use tanggap_app::office::Office;
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{Clock, ClockFacts, ClockKind, Limit, Unit};
use tanggap_ipc::settings::{Settings, Zone};

use crate::args::local_instant;
use crate::json::{ExplainedClockJson, ExplainedJson, time};
use crate::run::document;
use crate::words::Language;
use crate::{Answer, Failure};

pub fn explain(
    class: Classification,
    received: &str,
    zone: Zone,
    now: DateTime<Utc>,
    language: Language,
) -> Result<Answer, Failure> {
    let settings = Settings {
        zone,
        ..Settings::default()
    };
    let fault = |cause: &dyn std::fmt::Display| Failure::Refused {
        code: "bad-input".to_owned(),
        message: cause.to_string(),
    };
    let office = Office::new(settings).map_err(|cause| fault(&cause))?;
    let tz = office.rules.calendar.zone();
    let received_at = local_instant(received, tz).map_err(Failure::Usage)?;
    let facts = ClockFacts::received(class, received_at);
    // Nothing has happened yet, so what is due does not depend on the time of asking.
    let clocks = office
        .rules
        .clocks(&facts, now.max(received_at))
        .map_err(|cause| fault(&cause))?;
    let text = clocks
        .iter()
        .map(|clock| sentence(clock, zone, tz, language))
        .collect::<Vec<_>>()
        .join("\n");
    let clocks = clocks
        .into_iter()
        .map(|clock| ExplainedClockJson::of(clock, tz))
        .collect();
    Ok(Answer::Done {
        document: document(&ExplainedJson { clocks })?,
        text,
    })
}

fn sentence(clock: &Clock, zone: Zone, tz: chrono_tz::Tz, language: Language) -> String {
    let Limit { amount, unit } = clock.limit;
    let unit = match unit {
        Unit::WorkingDays => language.pick("hari kerja", "working days"),
        Unit::WorkingHours => language.pick("jam kerja", "working hours"),
    };
    let due = time(clock.due_at, tz).format("%Y-%m-%d %H:%M");
    let mut text = format!(
        "{}: {amount} {unit}, {} {due} {}",
        clock_name(clock.kind, language),
        language.pick("jatuh tempo", "due"),
        zone.code(),
    );
    for skipped in &clock.skipped {
        text.push_str(&format!(
            "\n  {} {}: {} ({})",
            language.pick("melewati", "skips"),
            skipped.date,
            skipped.name,
            skipped.source
        ));
    }
    if clock.undecreed {
        text.push_str(language.pick(
            "\n  kalender belum ditetapkan",
            "\n  the calendar is not decreed yet",
        ));
    }
    text.push_str(&format!("\n  {}", clock.citation));
    text
}

pub fn clock_name(clock: ClockKind, language: Language) -> &'static str {
    match clock {
        ClockKind::Verification => language.pick("Verifikasi", "Verification"),
        ClockKind::FollowUp => language.pick("Tindak lanjut", "Follow-up"),
        ClockKind::Completion => language.pick("Penyelesaian", "Completion"),
    }
}
