//! The working calendar: what is in force, its versions, and putting another one into force. Nothing
//! is adopted that was not shown, and nothing without `--yes`.

use tanggap_app::{Desk, calendar};
use tanggap_domain::sla;
use tanggap_ipc::calendar::{
    AdoptCalendar, CalendarReply, DecreeReply, GetCalendar, GetCalendarVersion, Merge,
    PreviewCalendar, ReadDecree,
};
use tanggap_ipc::files::FileUse;
use tanggap_ipc::{Code, Error};
use tanggap_wording::Words;

use super::hand_over::hand_over;
use crate::answer::{Answer, Failure, done, lines};
use crate::args::{self, Adopt, ImportDecree};
use crate::json::calendar::{CalendarJson, DecreeJson, PreviewJson, ProposalJson, VersionJson};
use crate::place::Place;
use crate::words::{clocks, faults};

pub async fn run(place: &Place, desk: &Desk, command: args::Calendar) -> Result<Answer, Failure> {
    match command {
        args::Calendar::Show => show(place, desk).await,
        args::Calendar::Versions => versions(place, desk).await,
        args::Calendar::Import(asked) => import(place, desk, asked).await,
        args::Calendar::Restore { version, adopt } => restore(place, desk, version, adopt).await,
    }
}

async fn in_force(place: &Place, desk: &Desk) -> Result<CalendarReply, Failure> {
    calendar::get(desk, GetCalendar)
        .await
        .map_err(|error| place.failure(&error))
}

async fn show(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let reply = in_force(place, desk).await?;
    let (words, current) = (place.words(desk), &reply.current);
    let adopted = reply
        .versions
        .iter()
        .find(|it| it.version == current.version);
    let shown = CalendarJson::of(current, adopted);
    let mut text = format!("{}\n", current.label);
    if let Some(adopted) = adopted {
        text.push_str(&format!("{}\n", clocks::version(words, adopted)));
    }
    text.push_str(&format!(
        "{} ({})\n{}\n{}",
        current.zone.name(),
        words.zone.code(),
        clocks::hours(words, current),
        words.days_off(current.days_off)
    ));
    for entry in &current.overrides {
        text.push_str(&format!(
            "\n{} – {}: {}",
            words.date(entry.from),
            words.date(entry.to),
            entry.name
        ));
    }
    for year in &shown.years {
        let (national, leave) = (year.national, year.collective_leave);
        text.push_str(&format!(
            "\n{}: {}",
            year.year,
            words.pick(
                format!("{national} libur nasional, {leave} cuti bersama"),
                format!("{national} holidays, {leave} days of joint leave"),
            )
        ));
        if !year.decreed {
            text.push_str(words.pick(" (belum ditetapkan)", " (not decreed yet)"));
        }
    }
    done(&shown, text)
}

async fn versions(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let reply = in_force(place, desk).await?;
    let (words, zone) = (place.words(desk), reply.current.zone);
    let text = lines(reply.versions.iter().map(|it| clocks::version(words, it)));
    let versions = reply.versions.iter().map(|it| VersionJson::of(it, zone));
    done(&versions.collect::<Vec<_>>(), text)
}

async fn import(place: &Place, desk: &Desk, asked: ImportDecree) -> Result<Answer, Failure> {
    let request = ReadDecree {
        file: hand_over(place, desk, &asked.file, FileUse::Decree).await?,
        merge: asked.merge.map(|merge| match merge {
            args::Merge::ReplaceYears => Merge::ReplaceYears,
            args::Merge::AddDays => Merge::AddDays,
        }),
    };
    let decree = calendar::decree_read(desk, request)
        .await
        .map_err(|error| place.failure(&error))?;
    let read = read(place, place.words(desk), &decree);
    let proposal = Proposal {
        decree: Some(DecreeJson::of(&decree, place.language)),
        calendar: decree.calendar,
        restores: None,
    };
    propose(place, desk, proposal, asked.adopt, read).await
}

/// What a decree says, and what of it could not be read.
fn read(place: &Place, words: Words, decree: &DecreeReply) -> String {
    let years: Vec<String> = decree.years.iter().map(ToString::to_string).collect();
    let (days, years) = (decree.days, years.join(", "));
    let mut text = format!(
        "{}\n{} ({})\n",
        decree.source,
        words.pick(
            format!("{days} hari libur untuk {years}"),
            format!("{days} days off for {years}"),
        ),
        clocks::merge(words, decree.merge)
    );
    for entry in &decree.unreadable {
        text.push_str(&format!(
            "{} {}\n",
            words.pick("Tidak diambil,", "Not taken,"),
            faults::entry(entry, place.language)
        ));
    }
    text
}

async fn restore(
    place: &Place,
    desk: &Desk,
    version: u32,
    adopt: Adopt,
) -> Result<Answer, Failure> {
    let calendar = calendar::version(desk, GetCalendarVersion { version }).await;
    let calendar = calendar.map_err(|error| match error.code {
        Code::NotFound => no_version(place, version),
        _ => place.failure(&error),
    })?;
    let words = place.words(desk);
    let read = words.pick(
        format!("Kembali ke kalender versi {version}\n"),
        format!("Back to version {version} of the calendar\n"),
    );
    let proposal = Proposal {
        decree: None,
        calendar,
        restores: Some(version),
    };
    propose(place, desk, proposal, adopt, read).await
}

/// The catalogue's sentence for this code speaks of complaints.
fn no_version(place: &Place, version: u32) -> Failure {
    let message = place.language.pick(
        format!("Kalender versi {version} tidak ada di profil ini."),
        format!("This profile has no version {version} of the calendar."),
    );
    Failure::refused("not-found", message)
}

/// A calendar that somebody may want to put into force.
struct Proposal {
    decree: Option<DecreeJson>,
    calendar: tanggap_domain::calendar::Calendar,
    restores: Option<u32>,
}

/// Shows what a calendar would do, and adopts it where that was asked for. `read` is what is said of
/// its origin.
async fn propose(
    place: &Place,
    desk: &Desk,
    proposal: Proposal,
    asked: Adopt,
    read: String,
) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    let (words, reply) = (place.words(desk), in_force(place, desk).await?);
    let zone = proposal.calendar.zone;
    let reach = match asked.reach {
        args::Reach::Open => sla::Reach::OpenClocks,
        args::Reach::New => sla::Reach::NewClocks,
    };
    let request = PreviewCalendar {
        calendar: proposal.calendar.clone(),
        reach,
    };
    let preview = calendar::preview(desk, request).await.map_err(failed)?;
    let mut numbered = proposal.calendar.clone();
    numbered.version = reply.current.version;
    // The same days may still move clocks that an earlier version did not reach.
    let unchanged = numbered == reply.current && preview.shifts.moved == 0;

    let mut text = read;
    for (sign, days) in [("+", &preview.added), ("−", &preview.removed)] {
        for day in days {
            text.push_str(&format!("{sign} {}\n", clocks::holiday(words, day)));
        }
    }
    text.push_str(&format!("{}\n", clocks::shifts(words, &preview.shifts)));
    for example in &preview.examples {
        let number = example.tracking_id.as_str();
        text.push_str(&format!(
            "  {}\n",
            clocks::example(words, number, &example.shift)
        ));
    }
    let newest = reply.versions.first();
    let based_on = newest.map_or(reply.current.version, |newest| newest.version);
    let adopted = match asked.reason {
        Some(reason) if asked.yes && !unchanged => {
            let request = AdoptCalendar {
                calendar: proposal.calendar,
                reach,
                reason,
                based_on,
                restores: proposal.restores,
            };
            let reply = calendar::adopt(desk, request).await.map_err(failed)?;
            reply.versions.into_iter().next()
        }
        _ => None,
    };
    text.push_str(&match &adopted {
        Some(adopted) => format!(
            "{} {}",
            words.pick("Berlaku:", "In force:"),
            clocks::version(words, adopted)
        ),
        None if unchanged => words
            .pick(
                "Sama dengan kalender yang berlaku; tidak ada yang diberlakukan.",
                "The same as the calendar in force; nothing was adopted.",
            )
            .to_owned(),
        None => words
            .pick(
                "Belum berlaku. Ulangi dengan --reason dan --yes untuk memberlakukannya.",
                "Not in force. Repeat with --reason and --yes to adopt it.",
            )
            .to_owned(),
    });
    let document = ProposalJson {
        decree: proposal.decree,
        restores: proposal.restores,
        reach,
        preview: PreviewJson::of(preview, zone),
        unchanged,
        adopted: adopted.map(|adopted| VersionJson::of(&adopted, zone)),
    };
    done(&document, text)
}
