//! Counts of complaints, and the shares and means made of them.

use crate::status::Stage;

/// Stages in which this desk is the one to act: "perlu tindakan".
pub const TO_DO: [Stage; 4] = [
    Stage::BelumTerverifikasi,
    Stage::BelumTerdisposisi,
    Stage::BelumDitindaklanjuti,
    Stage::TidakDikenal,
];

/// Stages in which somebody works on it, or waits for data: "proses".
pub const IN_PROGRESS: [Stage; 2] = [Stage::Proses, Stage::Tertunda];

/// Whether a complaint in this stage counts as followed up: selesai or proses, as the national
/// monitoring has it. What waits for data (tertunda) does not, nor what was archived or sent away.
pub fn is_followed_up(stage: Stage) -> bool {
    matches!(stage, Stage::Proses | Stage::Selesai)
}

/// Complaints of one stage, as they were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    pub stage: Stage,
    /// How many there are.
    pub received: u64,
    /// Those among them whose next duty is late.
    pub overdue: u64,
}

/// Complaints counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub received: u64,
    pub open: u64,
    /// See [`TO_DO`].
    pub to_do: u64,
    /// See [`IN_PROGRESS`].
    pub in_progress: u64,
    /// The next duty is late.
    pub overdue: u64,
    /// See [`is_followed_up`].
    pub followed_up: u64,
}

impl Tally {
    /// Counts a group in.
    pub fn add(&mut self, group: &Group) {
        let of = |is_one: bool| if is_one { group.received } else { 0 };
        *self += Self {
            received: group.received,
            open: of(group.stage.is_open()),
            to_do: of(TO_DO.contains(&group.stage)),
            in_progress: of(IN_PROGRESS.contains(&group.stage)),
            overdue: group.overdue,
            followed_up: of(is_followed_up(group.stage)),
        };
    }

    /// Persentase tindak lanjut, in tenths of a percent, rounded half up: followed up ÷ received. None of
    /// nothing.
    pub fn followed_up_permille(&self) -> Option<u32> {
        permille(self.followed_up, self.received)
    }

    /// Persentase tindak lanjut, unrounded: followed up ÷ received. None of nothing.
    pub fn followed_up_percent(&self) -> Option<f64> {
        percent(self.followed_up, self.received)
    }

    /// Late ÷ received, in percent. None of nothing.
    pub fn overdue_percent(&self) -> Option<f64> {
        percent(self.overdue, self.received)
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        let Self {
            received,
            open,
            to_do,
            in_progress,
            overdue,
            followed_up,
        } = other;
        self.received += received;
        self.open += open;
        self.to_do += to_do;
        self.in_progress += in_progress;
        self.overdue += overdue;
        self.followed_up += followed_up;
    }
}

/// First public replies counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Complaints with a public reply.
    pub answered: u64,
    /// From receipt to the first public reply, in milliseconds, all together.
    pub sum_ms: i64,
}

impl Answers {
    /// Mean calendar days, of 24 hours, from receipt to the first public reply, over the complaints that
    /// have one. None where none has.
    pub fn mean_days(&self) -> Option<f64> {
        let mean_ms = || self.sum_ms as f64 / self.answered as f64;
        (self.answered > 0).then(|| mean_ms() / DAY_MS)
    }
}

impl std::ops::AddAssign for Answers {
    fn add_assign(&mut self, other: Self) {
        let Self { answered, sum_ms } = other;
        self.answered += answered;
        self.sum_ms += sum_ms;
    }
}

/// What became of duties, for the share that was met in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnTime {
    /// Met, and known when.
    pub in_time: u64,
    /// Met late, or late and still open.
    pub late: u64,
    /// Met, and no source says when: neither in time nor late, so no share counts them.
    pub unknown: u64,
}

impl OnTime {
    /// In time ÷ (in time + late), in tenths of a percent, rounded half up. None where nothing counts.
    pub fn permille(&self) -> Option<u32> {
        permille(self.in_time, self.in_time + self.late)
    }
}

impl std::ops::AddAssign for OnTime {
    fn add_assign(&mut self, other: Self) {
        let Self {
            in_time,
            late,
            unknown,
        } = other;
        self.in_time += in_time;
        self.late += late;
        self.unknown += unknown;
    }
}

const DAY_MS: f64 = 86_400_000.0;

/// `part` of `whole` in tenths of a percent, rounded half up; none without a whole.
pub fn permille(part: u64, whole: u64) -> Option<u32> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    let rounded = (part * 2_000 + whole).checked_div(whole * 2)?;
    Some(u32::try_from(rounded).unwrap_or(u32::MAX))
}

/// `part` of `whole` in percent; none without a whole.
pub fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}
