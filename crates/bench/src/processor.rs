//! Processor time. Waiting for the processor is nobody's work, and a busy machine makes everybody wait:
//! what is compared is what was used. Never a clock on the wall.

use rustix::time::{ClockId, clock_gettime};

/// Seconds that this thread has used so far.
pub fn thread_s() -> f64 {
    seconds(ClockId::ThreadCPUTime)
}

/// Seconds that all threads of this process have used so far, ended ones included.
pub fn process_s() -> f64 {
    seconds(ClockId::ProcessCPUTime)
}

fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
