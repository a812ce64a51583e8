//! Why a clock is due when it is: in one line, and in full. The reasoning is the engine's
//! ([`tanggap_domain::sla::Explanation`]); here it only gets its words.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Offset, Timelike, Utc};
use tanggap_domain::ids::TrackingId;
use tanggap_domain::sla::explain::{DayMeaning, ExplainedPause};
use tanggap_domain::sla::{ClockState, Explanation, Unit};
use tanggap_domain::text::one_line;

use crate::{Words, capital, dates};

/// The whole answer to "why then?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// `3 hari kerja setelah diterima Jum 13 Mar 2026: Rab 25 Mar 2026, 16.00 WIB; melewati …`.
    pub one_line: String,
    /// How it was counted, step by step.
    pub steps: Vec<String>,
    /// What it rests on: rule, regulation, policy, calendar, zone.
    pub basis: Vec<String>,
}

impl Why {
    /// Everything as text, for the clipboard and for files.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (number, step) in (1..).zip(&self.steps) {
            text.push_str(&format!("{number}. {step}\n"));
        }
        for line in &self.basis {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

impl Words {
    /// The explanation in words.
    pub fn why(self, explanation: &Explanation) -> Why {
        Why {
            one_line: self.one_line(explanation),
            steps: self.steps(explanation),
            basis: self.basis(explanation),
        }
    }

    fn one_line(self, explanation: &Explanation) -> String {
        let deadline = &explanation.deadline;
        let mut line = format!(
            "{} {} {}: {}",
            self.limit(deadline.limit),
            self.starts(explanation.starts),
            self.day(self.wall(deadline.started_at).date_naive()),
            self.moment(deadline.due_at),
        );
        let skipped = skipped(explanation);
        if !skipped.is_empty() {
            let days: Vec<String> = skipped
                .iter()
                .map(|group| format!("{} {}", self.days(&group.dates), one_line(group.name)))
                .collect();
            line.push_str(&format!(
                "; {} {}",
                self.pick("melewati", "skipping"),
                days.join(", ")
            ));
        }
        let counted = explanation.pauses.iter().filter(|pause| pause.counts);
        let pauses: Vec<&str> = counted
            .map(|pause| self.pause_reason(pause.reason))
            .collect();
        if !pauses.is_empty() {
            line.push_str(&format!(
                "; {} {}",
                self.pick("dijeda:", "paused:"),
                pauses.join(", ")
            ));
        }
        if !explanation.undecreed_years.is_empty() {
            line.push_str(&format!(
                "; {}",
                self.undecreed(&explanation.undecreed_years)
            ));
        }
        if let Some(other) = explanation.other_due_on {
            line.push_str(&format!("; {}", self.hangs_on_zone(other)));
        }
        if let Some(number) = &explanation.received_as {
            line.push_str(&format!("; {}", self.received_as(number)));
        }
        line
    }

    fn steps(self, explanation: &Explanation) -> Vec<String> {
        let deadline = &explanation.deadline;
        let mut steps = vec![format!(
            "{} {} {}",
            self.pick("Mulai", "Starts"),
            self.starts(explanation.starts),
            self.moment(deadline.started_at)
        )];
        steps.push(match deadline.limit.unit {
            Unit::CalendarDays => self
                .pick(
                    "Setiap hari dihitung, juga hari libur; hari terakhir dihitung penuh",
                    "Every day counts, days off included; the last day counts whole",
                )
                .to_owned(),
            Unit::WorkingHours => format!(
                "{} {}",
                self.pick(
                    "Jam kerja kantor dihitung mulai",
                    "The office's hours count from"
                ),
                self.moment(deadline.counts_from)
            ),
            Unit::WorkingDays => {
                let first = self.wall(deadline.counts_from).date_naive();
                let day_one = capital(self.day_one(explanation.day_one));
                format!("{day_one}: {}", self.day(first))
            }
        });
        let weekends: Vec<NaiveDate> = explanation
            .days
            .iter()
            .filter(|day| day.what == DayMeaning::Weekend)
            .map(|day| day.date)
            .collect();
        if !weekends.is_empty() {
            steps.push(format!(
                "{} {}",
                self.pick("Akhir pekan tidak dihitung:", "Weekends do not count:"),
                self.days(&weekends)
            ));
        }
        for group in skipped(explanation) {
            let mut step = format!(
                "{} {} {} ({})",
                self.pick("Dilewati:", "Skipped:"),
                self.days(&group.dates),
                one_line(group.name),
                self.skipped_kind(group.kind)
            );
            if !group.source.is_empty() {
                step.push_str(&format!(", {}", one_line(group.source)));
            }
            steps.push(step);
        }
        steps.extend(explanation.pauses.iter().map(|pause| self.pause(pause)));
        let due = self.moment(deadline.due_at);
        let last = self.pick("Hari terakhir", "The last day");
        steps.push(match deadline.limit.unit {
            Unit::WorkingHours => {
                format!("{}: {due}", self.pick("Waktunya habis", "The time ends"))
            }
            Unit::WorkingDays => format!("{last}: {due} ({})", self.due_at(explanation.due)),
            Unit::CalendarDays => {
                let whole = self.pick("akhir hari", "end of the day");
                format!("{last}: {due} ({whole})")
            }
        });
        if let Some((after, until)) = explanation.met_between {
            let (after, until) = (self.moment(after), self.moment(until));
            steps.push(self.pick(
                format!("Terpenuhi di antara dua ekspor, setelah {after} dan paling lambat {until}; waktunya tidak diketahui"),
                format!("Met between two exports, after {after} and not after {until}; the time is not known"),
            ));
        }
        if deadline.state == ClockState::Paused {
            steps.push(
                self.pick(
                    "Selama dijeda tenggat bergeser: tanggal ini berlaku bila dilanjutkan sekarang",
                    "While paused the deadline moves: this date holds if work resumed now",
                )
                .to_owned(),
            );
        }
        if !explanation.undecreed_years.is_empty() {
            steps.push(capital(&self.undecreed(&explanation.undecreed_years)));
        }
        if let Some(other) = explanation.other_due_on {
            steps.push(capital(&self.hangs_on_zone(other)));
        }
        if let Some(number) = &explanation.received_as {
            steps.push(capital(&self.received_as(number)));
        }
        steps
    }

    /// Of a report that is joined with a recording.
    fn received_as(self, number: &TrackingId) -> String {
        self.pick(
            format!("dihitung dari penerimaan yang lebih awal: catatan {number}"),
            format!("counted from the earlier receipt: recording {number}"),
        )
    }

    /// Of a report whose file does not say in which zone it writes.
    fn hangs_on_zone(self, other: NaiveDate) -> String {
        let other = dates::date(other, self.language);
        self.pick(
            format!("bergantung pada zona waktu berkas: bila zona lain, jatuh tempo {other}"),
            format!("hangs on the zone of its file: in another one it is due on {other}"),
        )
    }

    fn basis(self, explanation: &Explanation) -> Vec<String> {
        let (deadline, policy, calendar) = (
            &explanation.deadline,
            &explanation.policy,
            &explanation.calendar,
        );
        let mut rule = format!(
            "{} {}: {} {} {}",
            self.pick("Aturan:", "Rule:"),
            self.clock(deadline.kind, explanation.name.as_deref()),
            self.limit(deadline.limit),
            self.starts(explanation.starts),
            self.ends(explanation.ends),
        );
        if let Some(class) = &explanation.classification {
            rule.push_str(&format!(" ({})", self.classification(class)));
        }
        let mut basis = vec![
            rule,
            format!(
                "{} {}",
                self.pick("Dasar:", "Basis:"),
                one_line(&explanation.citation)
            ),
            format!(
                "{} {}, {} {}, {} {}",
                self.pick("Kebijakan:", "Policy:"),
                self.policy_name(&policy.name, policy.english.as_ref()),
                self.pick("versi", "version"),
                policy.version,
                self.pick("berlaku sejak", "in force since"),
                self.date(policy.effective_from)
            ),
        ];
        if let Some(office) = &policy.office {
            basis.push(format!(
                "{} {} {}, {} {}: {}",
                self.pick("Aturan kantor", "Office rules"),
                self.pick("versi", "version"),
                office.version,
                self.pick("berlaku sejak", "in force since"),
                self.date(office.effective_from),
                one_line(&office.citation)
            ));
        }
        let mut adopted = format!(
            "{} {}, {} {}",
            self.pick("Kalender:", "Calendar:"),
            calendar.label,
            self.pick("versi", "version"),
            calendar.version,
        );
        // A calendar that always was has no date of its own.
        if calendar.adopted_at > DateTime::UNIX_EPOCH {
            let date = self.wall(calendar.adopted_at).date_naive();
            adopted.push_str(&format!(
                ", {} {}",
                self.pick("ditetapkan", "adopted"),
                self.date(date)
            ));
        }
        if !calendar.reason.is_empty() {
            adopted.push_str(&format!(" ({})", calendar.reason));
        }
        adopted.push_str(&format!("; {}", self.days_off(calendar.days_off)));
        basis.push(adopted);
        basis.push(format!(
            "{} {} ({})",
            self.pick("Zona waktu:", "Time zone:"),
            explanation.zone,
            self.zone.code()
        ));
        basis
    }

    fn pause(self, pause: &ExplainedPause) -> String {
        let until = match pause.until {
            Some(until) => self.moment(until),
            None => self.pick("sekarang", "now").to_owned(),
        };
        let lead = if pause.counts {
            self.pick("Dijeda", "Paused")
        } else {
            self.pick(
                "Tidak menjeda tenggat ini:",
                "Does not pause this deadline:",
            )
        };
        format!(
            "{lead} {} – {until}, {}",
            self.moment(pause.from),
            self.pause_reason(pause.reason)
        )
    }

    fn undecreed(self, years: &[i32]) -> String {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        format!(
            "{} {} {}",
            self.pick("kalender", "the calendar of"),
            years.join(", "),
            self.pick(
                "belum ditetapkan, tenggat dapat bergeser",
                "is not decreed yet, the deadline may move"
            )
        )
    }

    /// `Jum 13 Mar 2026`.
    pub fn day(self, date: NaiveDate) -> String {
        format!(
            "{} {}",
            dates::weekday_short(date.weekday(), self.language),
            self.date(date)
        )
    }

    /// `13 Mar 2026`.
    pub fn date(self, date: NaiveDate) -> String {
        let month = dates::month_short(date, self.language);
        format!("{} {month} {}", date.day(), date.year())
    }

    /// `Rab 25 Mar 2026, 16.00 WIB`. The midnight that ends a day is told as that day's 24.00.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let wall = self.wall(at);
        let mark = self.pick('.', ':');
        let (date, hour) = if wall.num_seconds_from_midnight() == 0 {
            (wall.date_naive() - chrono::Days::new(1), 24)
        } else {
            (wall.date_naive(), wall.hour())
        };
        format!(
            "{}, {hour:02}{mark}{:02} {}",
            self.day(date),
            wall.minute(),
            self.zone.code()
        )
    }

    /// Days of one month together: `14–15, 21–22 Mar, 4 Apr`.
    pub fn days(self, days: &[NaiveDate]) -> String {
        let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for date in days {
            match runs.last_mut() {
                Some(run) if run.1.succ_opt() == Some(*date) && run.0.month() == date.month() => {
                    run.1 = *date;
                }
                _ => runs.push((*date, *date)),
            }
        }
        let mut words = String::new();
        for (position, (first, last)) in runs.iter().enumerate() {
            if position > 0 {
                words.push_str(", ");
            }
            words.push_str(&first.day().to_string());
            if last > first {
                words.push_str(&format!("–{}", last.day()));
            }
            let month_ends = runs
                .get(position + 1)
                .is_none_or(|next| next.0.month() != last.month());
            if month_ends {
                words.push(' ');
                words.push_str(dates::month_short(*last, self.language));
            }
        }
        words
    }

    fn wall(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(self.zone.offset_hours() * 3600);
        let offset = offset.unwrap_or_else(|| Utc.fix());
        match at.naive_utc().checked_add_offset(offset) {
            Some(_) => at.with_timezone(&offset),
            // The last hours that chrono knows have no time on the wall.
            None => at.fixed_offset(),
        }
    }
}

/// Days off of one name, in order of the first.
struct Group<'a> {
    name: &'a str,
    source: &'a str,
    kind: tanggap_domain::calendar::SkippedKind,
    dates: Vec<NaiveDate>,
}

fn skipped(explanation: &Explanation) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for day in &explanation.days {
        let DayMeaning::Skipped { name, source, kind } = &day.what else {
            continue;
        };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.dates.push(day.date),
            None => groups.push(Group {
                name,
                source,
                kind: *kind,
                dates: vec![day.date],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests;
