//! What to do next, decided without doing anything: no network, no clock, no randomness, no store.
//!
//! The driver asks [`Core::next`] for a [`Step`], does it, reports how it went, and asks again. One
//! request is under way at a time, so order needs no further rule: who we are, what the desk has to
//! say, what the others said.
//!
//! Times are milliseconds of a clock that never jumps. Chances are numbers in `0.0..1.0`, drawn by the
//! driver. Nothing ever gives up by count: what cannot be sent today is sent tomorrow.

mod wait;

use tanggap_upstream::{MAX_PUSH, UpstreamError, Why};

use wait::Wait;

/// First and longest bound of the backoff.
const FIRST_BACKOFF_MS: u64 = 1_000;
const LONGEST_BACKOFF_MS: u64 = 300_000;
/// What a source may ask for with Retry-After is taken seriously within these bounds.
const RETRY_AFTER_MS: std::ops::RangeInclusive<u64> = 1_000..=3_600_000;
/// Between two tries where only an update of the program helps.
const TOO_OLD_MS: u64 = 3_600_000;
/// Until operations that the source would not decide are offered again.
const BLOCKED_MS: u64 = 60_000;
/// Between two questions to a source that answers at once where it should wait for news.
const NO_WAITING_MS: u64 = 5_000;
/// Size of the first page, and its bounds, in bytes.
const FIRST_PAGE_BYTES: u32 = 256 * 1024;
const PAGE_BYTES: std::ops::RangeInclusive<u32> = 16 * 1024..=4 * 1024 * 1024;
/// A page that came faster than this may grow.
const QUICK_PAGE_MS: u64 = 1_000;

/// What the driver shall do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask who we are and what is granted; bring scopes and reference data in line.
    Identify,
    /// Forget the cursors and offer again what was settled lately.
    StartOver,
    /// Offer what waits in the outbox, at most `limit` operations. With `narrow` the source kept failing
    /// at the whole: find out which operation is at fault, so that the others go on.
    Push { limit: usize, narrow: bool },
    /// Ask for news. A local wake-up interrupts the waiting.
    Pull { wait_ms: u32, max_bytes: u32 },
    /// Nothing until this time, or until woken where there is none.
    Sleep { until_ms: Option<u64> },
}

/// How a step went. A [`Step::Sleep`] has nothing to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    Identified,
    StartedOver,
    Pushed {
        /// Operations that left the queue: settled, or now needing a decision.
        decided: usize,
        /// The batch was full: there may be more.
        more: bool,
        /// Some were not decided and will be offered again.
        blocked: bool,
        /// How long until the next operation may leave that is held back for undoing.
        release_in_ms: Option<u64>,
    },
    Pulled {
        /// There is more already.
        more: bool,
        /// The page held anything.
        news: bool,
        took_ms: u64,
    },
    /// The waiting was interrupted; nothing happened.
    Interrupted,
    Failed(UpstreamError),
    /// Our own store failed (a full disk, say). The source is not to blame.
    StoreFailed,
}

/// Why the driver woke up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// An officer did something.
    Enqueued,
    /// An officer asks for it, or the network came back.
    Now,
    /// New credentials.
    Credentials,
}

/// How it stands with the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Not tried yet.
    #[default]
    Unknown,
    Online,
    /// The network or the source is away.
    Offline(Why),
    /// Something else answers: a login page of the network.
    CaptivePortal,
    /// The officer must sign in again. The outbox stays as it is.
    NeedsLogin {
        revoked: bool,
    },
    /// One side must be updated.
    TooOld,
    /// The source refuses, or answers in another form; with its code.
    Refused(String),
    /// Our own disk.
    StoreFailed,
}

/// The state machine.
#[derive(Clone, Debug)]
pub struct Core {
    connection: Connection,
    /// Of everything: the network, the portal, our disk.
    line: Gate,
    /// Of pushing and of pulling alone: what is stuck in one direction does not stop the other.
    push: Gate,
    pull: Gate,
    /// The source's word on when to come back: nothing overrides it.
    retry_after_until_ms: u64,
    identified: bool,
    starting_over: bool,
    /// Feeds rebuilt since the last page.
    restarts: u32,
    push_due: bool,
    push_limit: usize,
    /// Operations held back or blocked become due again.
    push_due_at_ms: Option<u64>,
    caught_up: bool,
    page_bytes: u32,
    wait: Wait,
    /// And since when.
    under_way: Option<(Step, u64)>,
}

/// Closed after failures, for longer and longer. An officer's wish opens it.
#[derive(Clone, Copy, Debug, Default)]
struct Gate {
    failures: u32,
    until_ms: u64,
}

impl Default for Core {
    fn default() -> Self {
        Self {
            connection: Connection::Unknown,
            line: Gate::default(),
            push: Gate::default(),
            pull: Gate::default(),
            retry_after_until_ms: 0,
            identified: false,
            starting_over: false,
            restarts: 0,
            push_due: true,
            push_limit: MAX_PUSH,
            push_due_at_ms: None,
            caught_up: false,
            page_bytes: FIRST_PAGE_BYTES,
            wait: Wait::default(),
            under_way: None,
        }
    }
}

impl Core {
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Everything the source had was read, and what could be offered was.
    pub fn is_caught_up(&self) -> bool {
        self.identified && self.caught_up && !self.push_due && !self.starting_over
    }

    /// What to do now. Asking twice gives the same answer, except for chance.
    pub fn next(&mut self, now_ms: u64, chance: &mut dyn FnMut() -> f64) -> Step {
        if matches!(self.connection, Connection::NeedsLogin { .. }) {
            return Step::Sleep { until_ms: None };
        }
        let until_ms = self.line.until_ms.max(self.retry_after_until_ms);
        if now_ms < until_ms {
            return sleep(until_ms);
        }
        if self.push_due_at_ms.is_some_and(|at| at <= now_ms) {
            self.push_due = true;
            self.push_due_at_ms = None;
        }
        self.wait.lengthen(now_ms);
        let step = self.step(now_ms, chance);
        self.under_way = Some((step, now_ms));
        step
    }

    fn step(&self, now_ms: u64, chance: &mut dyn FnMut() -> f64) -> Step {
        if self.starting_over && self.identified {
            return Step::StartOver;
        }
        if !self.identified && now_ms >= self.pull.until_ms {
            return Step::Identify;
        }
        let push_at_ms = if self.push_due {
            Some(self.push.until_ms)
        } else {
            self.push_due_at_ms
        };
        if self.identified && push_at_ms.is_some_and(|at| at <= now_ms) {
            return Step::Push {
                limit: self.push_limit,
                // Where nothing works the source is away, and no operation is to blame.
                narrow: self.push.failures > 1 && self.pull.failures == 0,
            };
        }
        if now_ms < self.pull.until_ms {
            let push_at_ms = push_at_ms.filter(|_| self.identified);
            return sleep(push_at_ms.map_or(self.pull.until_ms, |at| at.min(self.pull.until_ms)));
        }
        Step::Pull {
            wait_ms: self.wait_ms(push_at_ms, now_ms, chance),
            max_bytes: self.page_bytes,
        }
    }

    fn wait_ms(
        &self,
        push_at_ms: Option<u64>,
        now_ms: u64,
        chance: &mut dyn FnMut() -> f64,
    ) -> u32 {
        if !self.caught_up {
            return 0;
        }
        let wait_ms = self.wait.ms(chance);
        let until_push = push_at_ms.map(|at| at.saturating_sub(now_ms));
        until_push.map_or(wait_ms, |left| {
            wait_ms.min(u32::try_from(left).unwrap_or(u32::MAX))
        })
    }

    /// Takes in how the step went.
    pub fn report(&mut self, report: Report, now_ms: u64, chance: &mut dyn FnMut() -> f64) {
        let (step, since_ms) = self.under_way.take().unzip();
        let step_took_ms = now_ms.saturating_sub(since_ms.unwrap_or(now_ms));
        match report {
            Report::Identified => {
                self.identified = true;
                self.connection = Connection::Online;
                self.line = Gate::default();
            }
            Report::StartedOver => {
                self.starting_over = false;
                self.push_due = true;
                self.caught_up = false;
            }
            Report::Pushed {
                decided,
                more,
                blocked,
                release_in_ms,
            } => {
                if decided > 0 {
                    self.connection = Connection::Online;
                    self.line = Gate::default();
                    self.push = Gate::default();
                    self.push_limit = (self.push_limit * 2).min(MAX_PUSH);
                }
                self.push_due = more && decided > 0;
                let again_ms = (blocked || more && decided == 0)
                    .then(|| now_ms + BLOCKED_MS / 2 + spread(BLOCKED_MS / 2, chance));
                self.push_due_at_ms = earliest(again_ms, release_in_ms.map(|left| now_ms + left));
            }
            Report::Pulled {
                more,
                news,
                took_ms,
            } => {
                self.connection = Connection::Online;
                self.line = Gate::default();
                self.pull = Gate::default();
                self.restarts = 0;
                self.wait.answered();
                self.caught_up = !more;
                let asked_ms = match step {
                    Some(Step::Pull { wait_ms, .. }) => u64::from(wait_ms),
                    _ => 0,
                };
                if !news && took_ms < asked_ms / 2 {
                    // It does not wait for news: then we do.
                    self.pull.until_ms = now_ms + asked_ms.min(NO_WAITING_MS);
                }
                if more && took_ms < QUICK_PAGE_MS {
                    let larger = self.page_bytes + self.page_bytes / 2;
                    self.page_bytes = larger.min(*PAGE_BYTES.end());
                }
            }
            Report::Interrupted => {}
            Report::Failed(error)
                if self.was_only_cut(step, &error, step_took_ms, now_ms, chance) => {}
            Report::Failed(error) => self.failed(step, error, now_ms, chance),
            Report::StoreFailed => {
                self.connection = Connection::StoreFailed;
                self.line.close(now_ms, chance);
            }
        }
    }

    /// Takes in that something happened here.
    pub fn wake(&mut self, wake: Wake) {
        self.push_due = true;
        match wake {
            Wake::Enqueued => {}
            Wake::Now | Wake::Credentials => {
                self.caught_up = false;
                self.identified = false;
                for gate in [&mut self.line, &mut self.push, &mut self.pull] {
                    gate.until_ms = 0;
                }
                if matches!(self.connection, Connection::NeedsLogin { .. }) {
                    self.connection = Connection::Unknown;
                }
            }
        }
    }

    /// A wait for news that something on the way ended early is no outage: the next follows at once.
    fn was_only_cut(
        &mut self,
        step: Option<Step>,
        error: &UpstreamError,
        took_ms: u64,
        now_ms: u64,
        chance: &mut dyn FnMut() -> f64,
    ) -> bool {
        let Some(Step::Pull { wait_ms, .. }) = step else {
            return false;
        };
        let (why, retry_after_ms) = match *error {
            UpstreamError::Transient {
                why,
                retry_after_ms,
            } => (why, retry_after_ms),
            // A proxy's own page. A login page of the network would have come at once, and will.
            UpstreamError::CaptivePortal => (Why::Busy, None),
            _ => return false,
        };
        let cut = self.wait.was_cut(why, wait_ms, took_ms, now_ms);
        if let Some(asked_ms) = retry_after_ms.filter(|_| cut) {
            self.come_back_after(asked_ms, now_ms, chance);
        }
        cut
    }

    fn come_back_after(&mut self, asked_ms: u64, now_ms: u64, chance: &mut dyn FnMut() -> f64) {
        let asked_ms = asked_ms.clamp(*RETRY_AFTER_MS.start(), *RETRY_AFTER_MS.end());
        let until_ms = now_ms + asked_ms + spread(asked_ms / 4, chance);
        self.retry_after_until_ms = self.retry_after_until_ms.max(until_ms);
    }

    fn failed(
        &mut self,
        step: Option<Step>,
        error: UpstreamError,
        now_ms: u64,
        chance: &mut dyn FnMut() -> f64,
    ) {
        let is_pull = matches!(step, Some(Step::Pull { .. }));
        let is_push = matches!(step, Some(Step::Push { .. }));
        if let UpstreamError::Transient {
            retry_after_ms: Some(asked_ms),
            ..
        } = error
        {
            self.come_back_after(asked_ms, now_ms, chance);
        }
        let one_way = match step {
            Some(Step::Push { .. }) => &mut self.push,
            _ => &mut self.pull,
        };
        match error {
            UpstreamError::Transient { why, .. } => {
                self.connection = Connection::Offline(why);
                if is_pull && matches!(why, Why::Timeout | Why::Damaged) {
                    self.page_bytes = (self.page_bytes / 2).max(*PAGE_BYTES.start());
                }
                match why {
                    // Where only what we send breaks the line, news still come.
                    Why::Timeout | Why::Closed if is_push => one_way.close(now_ms, chance),
                    Why::Network | Why::Timeout | Why::Closed => self.line.close(now_ms, chance),
                    Why::Busy | Why::Failed | Why::Full | Why::Damaged => {
                        one_way.close(now_ms, chance);
                    }
                }
            }
            UpstreamError::CaptivePortal => {
                self.connection = Connection::CaptivePortal;
                // Something on the way may dislike what we send, and let news through.
                let gate = if is_push { one_way } else { &mut self.line };
                gate.close(now_ms, chance);
            }
            UpstreamError::NeedsLogin { revoked } => {
                self.connection = Connection::NeedsLogin { revoked };
            }
            UpstreamError::Forbidden => {
                self.identified = false;
                one_way.close(now_ms, chance);
            }
            UpstreamError::EpochChanged => {
                self.starting_over = true;
                self.restarts += 1;
                // The first time at once; a source that keeps saying so is left in peace.
                if self.restarts > 1 {
                    one_way.close(now_ms, chance);
                }
            }
            UpstreamError::TooOld => {
                self.connection = Connection::TooOld;
                self.line.until_ms = now_ms + TOO_OLD_MS + spread(TOO_OLD_MS / 4, chance);
            }
            UpstreamError::TooLarge => {
                one_way.close(now_ms, chance);
                if is_pull {
                    self.page_bytes = (self.page_bytes / 2).max(*PAGE_BYTES.start());
                } else {
                    self.push_limit = (self.push_limit / 2).max(1);
                }
            }
            UpstreamError::Refused { .. } | UpstreamError::Protocol(_) => {
                self.connection = Connection::Refused(error.code().to_owned());
                one_way.close(now_ms, chance);
            }
        }
    }
}

impl Gate {
    /// Full jitter: anywhere up to the bound, so that desks that failed together do not come back
    /// together.
    fn close(&mut self, now_ms: u64, chance: &mut dyn FnMut() -> f64) {
        let bound_ms = FIRST_BACKOFF_MS << self.failures.min(20);
        self.failures = self.failures.saturating_add(1);
        self.until_ms = now_ms + spread(bound_ms.min(LONGEST_BACKOFF_MS), chance);
    }
}

fn sleep(until_ms: u64) -> Step {
    Step::Sleep {
        until_ms: Some(until_ms),
    }
}

/// Somewhere between nothing and all of `bound_ms`.
fn spread(bound_ms: u64, chance: &mut dyn FnMut() -> f64) -> u64 {
    (bound_ms as f64 * chance().clamp(0.0, 1.0)) as u64
}

fn earliest(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests;
