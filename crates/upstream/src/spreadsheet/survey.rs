//! What a file says of itself: when it was made, which period it covers, which columns it has, and in
//! which hours its reports arrived. Reads, and decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use tanggap_domain::provenance::AsOf;
use tanggap_domain::source_zone::{Hours, SourceZones, WrittenIn};

use super::cell::{Cell, Epoch};
use super::header::Column;
use super::row::Fields;
use super::{About, moment};

/// A file, looked through from its first row to its last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// Rows below the header that say anything.
    pub rows: u32,
    /// Columns that officers expect of an export and that this file does not have.
    pub absent: Vec<Column>,
    /// Whether any row says anything of privacy. Where none does, a new report is protected.
    pub speaks_of_privacy: bool,
    /// In which hours reports arrived, month by month, by the file's own clock.
    pub hours: Hours,
    made: Option<Made>,
    period_end: Option<NaiveDate>,
    newest: Option<NaiveDateTime>,
}

/// When a file says that it was made, by its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    On(NaiveDate),
    At(NaiveDateTime),
}

impl Survey {
    /// The stretch in which the file was made: what it says of that itself (`Tanggal Generate`), or else
    /// some time between the newest report in it and now. A date that its own rows or the clock of this
    /// computer contradict is not believed.
    pub fn as_of(&self, zones: &SourceZones, now: DateTime<Utc>) -> AsOf {
        // Clocks of the site, of whoever saved the file and of this computer may differ, and zones too.
        const MARGIN: TimeDelta = TimeDelta::hours(12);
        const CLOCKS: TimeDelta = TimeDelta::hours(1);
        let at = |local: NaiveDateTime| instant(zones, local);
        // A row of the future is a slip, and read by nobody.
        let soon = now + TimeDelta::days(1);
        let newest = self.newest.and_then(at).filter(|newest| *newest <= soon);
        let told = self.made.and_then(|made| match made {
            Made::At(local) => at(local).map(|at| (at, at)),
            Made::On(day) => at(day.and_time(NaiveTime::MIN))
                .map(|from| (from, from + TimeDelta::days(1) - TimeDelta::seconds(1))),
        });
        if let Some((from, until)) = told
            && from <= now + CLOCKS
            && newest.is_none_or(|newest| newest - MARGIN <= until)
        {
            let until = until.min(now).max(from);
            return AsOf { from, until };
        }
        // A period that ends before today was over when somebody asked for it.
        let period = self
            .period_end
            .and_then(|day| at(day.and_time(NaiveTime::MIN)));
        let from = [newest.map(|newest| newest - MARGIN), period]
            .into_iter()
            .flatten()
            .filter(|from| *from <= now)
            .max();
        AsOf {
            from: from.unwrap_or(DateTime::UNIX_EPOCH),
            until: now,
        }
    }
}

/// The national site's own clock is read as its reports are.
fn instant(zones: &SourceZones, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let (zone, _) = zones.on(local.date());
    // Nobody at an office reads UTC: the site stamps files in WIB, whatever its rows are in.
    let zone = if zone == WrittenIn::Utc {
        WrittenIn::Wib
    } else {
        zone
    };
    let at = zone.tz().from_local_datetime(&local).earliest()?;
    Some(at.to_utc())
}

/// The rows above the header.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Information {
    made: Option<Made>,
    period_end: Option<NaiveDate>,
}

impl Information {
    pub fn row(&mut self, cells: &[Cell], epoch: Epoch) {
        let mut words = cells.iter().filter(|cell| !cell.is_empty());
        let Some(label) = words.next() else { return };
        let Some(said) = label.owned() else { return };
        let (name, after) = said.split_once(':').unwrap_or((&said, ""));
        let name: String = name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let after = Cell::text(after.into());
        let value = if after.is_empty() {
            words.next()
        } else {
            Some(&after)
        };
        let Some(value) = value else { return };
        const MADE: [&str; 16] = [
            "tanggalgenerate",
            "tglgenerate",
            "waktugenerate",
            "generate",
            "generatedat",
            "generatedon",
            "tanggalcetak",
            "dicetak",
            "dicetakpada",
            "tanggalunduh",
            "diunduh",
            "diunduhpada",
            "tanggalekspor",
            "tanggalexport",
            "diekspor",
            "tanggaldibuat",
        ];
        if MADE.contains(&name.as_str()) {
            self.made = self.made.or_else(|| {
                let (date, clock) = moment::date(value, epoch).ok()?;
                let at = clock.and_then(|clock| clock.on(date));
                Some(at.map_or(Made::On(date), Made::At))
            });
        } else if name.starts_with("periode") {
            self.period_end = self.period_end.or_else(|| period_end(value, epoch));
        }
    }
}

/// The last day of `(2021-01-01) - (2024-12-31)`, `01 Jan 2026 s.d. 25 Nov 2026`.
fn period_end(value: &Cell, epoch: Epoch) -> Option<NaiveDate> {
    let words = value.owned()?;
    let separators = [
        ") - (",
        " - ",
        " – ",
        " s.d. ",
        " s/d ",
        " sd ",
        " sampai dengan ",
        " sampai ",
        " to ",
    ];
    let end = separators
        .into_iter()
        .find_map(|separator| words.rsplit_once(separator))
        .map(|(_, end)| end.trim_matches(['(', ')', ' ']).to_owned())?;
    let (date, _) = moment::date(&Cell::Text(end.into()), epoch).ok()?;
    Some(date)
}

/// Looks at one row after the other.
#[derive(Default)]
pub(super) struct Surveying {
    survey: Survey,
}

impl Surveying {
    pub fn row(&mut self, fields: Fields<'_>) {
        let survey = &mut self.survey;
        survey.rows = survey.rows.saturating_add(1);
        survey.speaks_of_privacy |= fields.speaks_of_privacy();
        if let Some((date, at)) = fields.received_locally() {
            if let Some(at) = at {
                survey.hours.count(at);
            }
            let at = at.unwrap_or_else(|| date.and_time(NaiveTime::MIN));
            survey.newest = survey.newest.max(Some(at));
        }
    }

    pub fn done(self, about: About) -> Survey {
        Survey {
            absent: about.absent,
            made: about.information.made,
            period_end: about.information.period_end,
            ..self.survey
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: &[&[&str]]) -> Information {
        let mut information = Information::default();
        for row in rows {
            let cells: Vec<Cell> = row
                .iter()
                .map(|words| Cell::text((*words).into()))
                .collect();
            information.row(&cells, Epoch::Of1900);
        }
        information
    }

    fn survey(rows: &[&[&str]], newest: &str) -> Survey {
        let Information { made, period_end } = told(rows);
        Survey {
            made,
            period_end,
            newest: newest.parse().ok(),
            ..Survey::default()
        }
    }

    #[track_caller]
    fn check(survey: &Survey, from: &str, until: &str) {
        let now = "2026-11-25T09:00:00+07:00".parse().unwrap();
        let as_of = survey.as_of(&SourceZones::default(), now);
        let shown = |at: DateTime<Utc>| at.to_rfc3339();
        let expected = |at: &str| at.parse::<DateTime<Utc>>().unwrap().to_rfc3339();
        assert_eq!(
            (shown(as_of.from), shown(as_of.until)),
            (expected(from), expected(until))
        );
    }

    #[test]
    fn a_file_says_when_it_was_made() {
        let newest = "2026-11-10T08:00:00";
        let day = ["Tanggal Generate", "", "2026-11-14"];
        check(
            &survey(&[&day], newest),
            "2026-11-14T00:00:00+07:00",
            "2026-11-14T23:59:59+07:00",
        );
        let moment = ["Tanggal Generate", "14 Nov 2026 08:00"];
        check(
            &survey(&[&moment], newest),
            "2026-11-14T08:00:00+07:00",
            "2026-11-14T08:00:00+07:00",
        );
        let one_cell = ["Dicetak pada: 14-11-2026 08.00"];
        check(
            &survey(&[&one_cell], newest),
            "2026-11-14T08:00:00+07:00",
            "2026-11-14T08:00:00+07:00",
        );
        let today = ["Tanggal Generate", "25 Nov 2026"];
        check(
            &survey(&[&today], newest),
            "2026-11-25T00:00:00+07:00",
            "2026-11-25T09:00:00+07:00",
        );
    }

    #[test]
    fn a_file_that_does_not_say_was_made_after_its_newest_report() {
        let now = "2026-11-25T09:00:00+07:00";
        check(
            &survey(&[], "2026-11-10T20:00:00"),
            "2026-11-10T08:00:00+07:00",
            now,
        );
        let past = ["Periode Masuk", "(2026-01-01) - (2026-10-31)"];
        check(
            &survey(&[&past], "2026-10-10T20:00:00"),
            "2026-10-31T00:00:00+07:00",
            now,
        );
        let one_cell = ["Periode: 01 Jan 2026 s.d. 12 Nov 2026"];
        check(
            &survey(&[&one_cell], "2026-11-10T20:00:00"),
            "2026-11-12T00:00:00+07:00",
            now,
        );
        let year = ["Periode", "01 Jan 2026 - 31 Des 2026"];
        check(
            &survey(&[&year], "2026-11-10T20:00:00"),
            "2026-11-10T08:00:00+07:00",
            now,
        );
        check(&Survey::default(), "1970-01-01T00:00:00Z", now);
    }

    #[test]
    fn a_date_that_cannot_be_true_is_not_believed() {
        let now = "2026-11-25T09:00:00+07:00";
        let future = ["Tanggal Generate", "2027-11-14"];
        check(
            &survey(&[&future], "2026-11-10T20:00:00"),
            "2026-11-10T08:00:00+07:00",
            now,
        );
        let before_its_rows = ["Tanggal Generate", "2026-10-14"];
        check(
            &survey(&[&before_its_rows], "2026-11-10T20:00:00"),
            "2026-11-10T08:00:00+07:00",
            now,
        );
        let words = ["Tanggal Generate", "kemarin"];
        check(
            &survey(&[&words], "2026-11-10T20:00:00"),
            "2026-11-10T08:00:00+07:00",
            now,
        );
    }
}
