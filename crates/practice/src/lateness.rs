//! How late an office is, judged as every desk judges it: with the bundled policy and calendar.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::sla::{Calendars, ClockKind, ClockState, Policies, Rules};

/// WIB, WITA and WIT.
static RULES: [LazyLock<Rules>; 3] = [
    LazyLock::new(|| rules(chrono_tz::Asia::Jakarta)),
    LazyLock::new(|| rules(chrono_tz::Asia::Makassar)),
    LazyLock::new(|| rules(chrono_tz::Asia::Jayapura)),
];

fn rules(zone: Tz) -> Rules {
    let calendar = Calendar::indonesia(zone, OfficeHours::default());
    let calendar = CompiledCalendar::new(calendar).expect("the bundled calendar is sound");
    Rules::new(Policies::bundled(), Calendars::only(calendar))
}

/// How many working days the first follow-up is late; none where it is not, or nothing can be said.
pub(crate) fn overdue_days(
    complaint: &Complaint,
    zone: FixedOffset,
    at: DateTime<Utc>,
) -> Option<u32> {
    let hours_east = zone.local_minus_utc() / 3_600;
    let rules = &RULES[usize::try_from(hours_east - 7).ok()?.min(2)];
    let clocks = rules.clocks_of(complaint, at).clocks;
    let late = clocks
        .iter()
        .find(|clock| clock.kind == ClockKind::FollowUp && clock.state == ClockState::Overdue)?;
    let remaining = late.remaining(at, rules.calendar()).ok()?;
    Some(remaining.working_days)
}
