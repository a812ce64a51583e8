//! Indicators: what is due next, what is late and by how much, and every share and mean that a screen,
//! a notice or a command shows. Each is defined here once, with its formula, what it divides by and where
//! it comes from; whoever shows one asks here, so that list, board, map and command line agree.
//!
//! Pure: kept clocks, counts and instants in, figures out. It counts nothing itself and reads no clock.
//!
//! | indicator | formula | divided by | source |
//! |---|---|---|---|
//! | next duty ([`next`]) | the earliest open duty that runs, else the earliest paused one | | Permenpan RB 62/2018, limits of each step |
//! | late ([`is_late`]) | the due instant has passed; the instant itself is in time | | `docs/clocks.md`, "In time until?" |
//! | late by *n* working days ([`days_late`], [`late_before`]) | whole working days since the due instant | | as on every badge, [`Remaining`] |
//! | persentase tindak lanjut ([`Tally::followed_up_permille`]) | selesai + proses | received | the national monitoring of SP4N-LAPOR! |
//! | share that is late ([`Tally::overdue_percent`]) | complaints whose next duty is late | received | ours |
//! | on time ([`OnTime::permille`]) | duties met in time | duties that were met, at a known time or late, or are late | ours |
//! | mean days to the first public reply ([`Answers::mean_days`]) | sum of calendar time from receipt to reply | complaints with a reply | ours |
//! | working time used ([`used_permille`]) | working time from start until now | working time from start until due | ours |

mod tally;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::calendar::{CompiledCalendar, Reversed};
use crate::sla::{ClockState, Deadline, KeptClock, Remaining};

pub use crate::calendar::due_day::{due_on, due_within};
pub use tally::{
    Answers, Group, IN_PROGRESS, OnTime, TO_DO, Tally, is_followed_up, percent, permille,
};

/// The clock that a complaint is sorted and shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next<'a> {
    pub clock: &'a KeptClock,
    /// Whether somebody is late once it has run out. Where nothing but a clock of the reporter or the
    /// Ombudsman is open, that one is next, and nobody is late by it.
    pub is_duty: bool,
}

/// What is due next: of the open duties the earliest that runs, else the earliest that stands still; where
/// there is none, the first other clock that is open. None where nothing is open.
pub fn next(clocks: &[KeptClock]) -> Option<Next<'_>> {
    let open = || clocks.iter().filter(|clock| clock.state.is_open());
    let order = |clock: &&KeptClock| (clock.state == ClockState::Paused, clock.due_ms);
    let duty = open()
        .filter(|clock| clock.kind.is_duty())
        .min_by_key(order);
    match duty {
        Some(clock) => Some(Next {
            clock,
            is_duty: true,
        }),
        None => open().next().map(|clock| Next {
            clock,
            is_duty: false,
        }),
    }
}

/// Whether what was due then is late: the due instant has passed. The instant itself is in time.
pub fn is_late(due_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now > due_at
}

/// The state at `now` of a clock that was kept in `state`: one that runs is overdue once it is late.
pub fn state_at(state: ClockState, due_at: DateTime<Utc>, now: DateTime<Utc>) -> ClockState {
    match state {
        ClockState::Running | ClockState::Overdue if is_late(due_at, now) => ClockState::Overdue,
        ClockState::Running | ClockState::Overdue => ClockState::Running,
        ClockState::Paused | ClockState::Met | ClockState::MetLate => state,
    }
}

/// Whole working days something is late; 0 where it is not, or by less than one. None where one of the
/// instants lies outside the years of the calendar, so that nothing can be said.
pub fn days_late(
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
    calendar: &CompiledCalendar,
) -> Option<u32> {
    let left = Remaining::between(now, due_at, calendar).ok()?;
    Some(if left.late { left.working_days } else { 0 })
}

/// What was due before this instant is late at `now` by at least so many whole working days
/// ([`days_late`]), and nothing else is; with 0: what is late at all. None as for [`days_late`].
pub fn late_before(
    working_days: u32,
    now: DateTime<Utc>,
    calendar: &CompiledCalendar,
) -> Option<DateTime<Utc>> {
    Remaining::late_by(working_days, now, calendar).ok()
}

/// The duty that has been late longest; none where nobody is late.
pub fn most_late(deadlines: &[Deadline]) -> Option<&Deadline> {
    deadlines
        .iter()
        .filter(|deadline| deadline.is_overdue_duty())
        .min_by_key(|deadline| deadline.due_at)
}

/// Thousandths of the working time between start and due that are used at `now`; more than 1000 where
/// late. 0 where there is no working time between the two, or the calendar does not reach that far.
///
/// Pauses are not known here: this is the picture of a card, the clock itself has the exact figure.
pub fn used_permille(
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
    calendar: &CompiledCalendar,
) -> u32 {
    let worked_ms = |until| {
        let worked = calendar.elapsed(started_at, until, Reversed::Zero);
        worked.map_or(0, |worked| worked.num_milliseconds())
    };
    let total_ms = worked_ms(due_at);
    if total_ms <= 0 {
        return 0;
    }
    u32::try_from(worked_ms(now) * 1_000 / total_ms).unwrap_or(u32::MAX)
}

/// What a kept clock counts for in [`OnTime`] at `now`: nothing for clocks by which nobody is late, and for
/// those that still have time.
pub fn on_time(clock: &KeptClock, now: DateTime<Utc>) -> OnTime {
    let mut counted = OnTime::default();
    if !clock.kind.is_duty() {
        return counted;
    }
    match clock.state {
        ClockState::Met if clock.met_ms.is_some() => counted.in_time = 1,
        ClockState::Met => counted.unknown = 1,
        ClockState::MetLate => counted.late = 1,
        ClockState::Running | ClockState::Overdue if now.timestamp_millis() > clock.due_ms => {
            counted.late = 1;
        }
        ClockState::Running | ClockState::Overdue | ClockState::Paused => {}
    }
    counted
}
