//! What another calendar would do, before anybody adopts it.

use tanggap_domain::calendar::{Calendar, Holiday};
use tanggap_domain::ids::TrackingId;
use tanggap_domain::sla::{ClockFacts, Rules, Shift, Shifts};
use tanggap_ipc::calendar::{Example, Preview, PreviewCalendar};

use super::versions::{fault, next};
use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Most complaints that are named.
const MOST_EXAMPLES: usize = 10;

/// Judges every open complaint by both calendars. Nothing is stored.
pub async fn preview(desk: &Desk, request: PreviewCalendar) -> Result<Preview> {
    let office = desk.office();
    let before = office.calendar();
    let adopted = next(
        desk,
        request.calendar.clone(),
        request.reach,
        String::new(),
        before.version,
    )?;
    let calendars = office.rules.calendars.with(adopted).map_err(fault)?;
    let after = Rules::new(office.rules.policies.clone(), calendars);
    let now = desk.now();
    let mut shifts = Shifts::default();
    let mut examples = Examples::default();
    let mirror = desk.store.mirror();
    let scanned = mirror.scan_open(|complaint| {
        let moved = shifts.count(&ClockFacts::of(complaint), &office.rules, &after, now);
        examples.take(&complaint.tracking_id, &moved);
    });
    scanned.await.map_err(of_store)?;
    Ok(Preview {
        shifts,
        examples: examples.0,
        added: missing(&request.calendar, before),
        removed: missing(before, &request.calendar),
    })
}

/// The complaints that move most, in order.
#[derive(Default)]
struct Examples(Vec<Example>);

impl Examples {
    fn take(&mut self, tracking_id: &TrackingId, moved: &[Shift]) {
        let Some(shift) = moved.iter().max_by_key(|shift| size(shift)) else {
            return;
        };
        let place = self
            .0
            .partition_point(|other| size(&other.shift) >= size(shift));
        if place < MOST_EXAMPLES {
            self.0.truncate(MOST_EXAMPLES - 1);
            let example = Example {
                tracking_id: tracking_id.clone(),
                shift: *shift,
            };
            self.0.insert(place, example);
        }
    }
}

fn size(shift: &Shift) -> (i64, i64) {
    let moved = shift.to - shift.from;
    (shift.working_days.abs(), moved.num_milliseconds().abs())
}

/// Named days of one calendar that the other does not have.
fn missing(of: &Calendar, other: &Calendar) -> Vec<Holiday> {
    let is_known = |day: &Holiday| {
        let same = |known: &&Holiday| known.date == day.date && known.kind == day.kind;
        other.holidays.iter().find(same).is_some()
    };
    let mut days: Vec<Holiday> = of
        .holidays
        .iter()
        .filter(|day| !is_known(day))
        .cloned()
        .collect();
    days.sort_by_key(|day| day.date);
    days
}
