//! The core against scripted and random sources.

use super::*;
use proptest::prelude::*;
use tanggap_upstream::MAX_WAIT_MS;

const PUSH: Step = Step::Push {
    limit: MAX_PUSH,
    narrow: false,
};

fn never() -> f64 {
    0.0
}

fn always() -> f64 {
    1.0
}

fn pushed(decided: usize) -> Report {
    Report::Pushed {
        decided,
        more: false,
        blocked: false,
        release_in_ms: None,
    }
}

fn pulled(more: bool) -> Report {
    Report::Pulled {
        more,
        news: true,
        took_ms: 10,
    }
}

fn transient(why: Why, retry_after_ms: Option<u64>) -> Report {
    Report::Failed(UpstreamError::Transient {
        why,
        retry_after_ms,
    })
}

/// Identified, nothing to push, everything read.
fn caught_up() -> Core {
    let mut core = Core::default();
    for (step, report) in [
        (Step::Identify, Report::Identified),
        (PUSH, pushed(0)),
        (pull(0), pulled(false)),
    ] {
        assert_eq!(core.next(0, &mut never), step);
        core.report(report, 0, &mut never);
    }
    assert!(core.is_caught_up());
    core
}

fn pull(wait_ms: u32) -> Step {
    Step::Pull {
        wait_ms,
        max_bytes: FIRST_PAGE_BYTES,
    }
}

#[test]
fn identity_then_outbox_then_news_then_waiting() {
    let mut core = caught_up();
    assert_eq!(core.next(0, &mut never), pull(MAX_WAIT_MS / 2));
    assert_eq!(core.next(0, &mut always), pull(MAX_WAIT_MS));
    core.report(pulled(true), 0, &mut never);
    assert!(matches!(
        core.next(0, &mut never),
        Step::Pull { wait_ms: 0, .. }
    ));
}

#[test]
fn an_officers_act_goes_before_news() {
    let mut core = caught_up();
    core.next(0, &mut never);
    core.wake(Wake::Enqueued);
    core.report(Report::Interrupted, 0, &mut never);
    assert_eq!(core.next(0, &mut never), PUSH);
    core.report(pushed(1), 0, &mut never);
    assert!(core.is_caught_up());
}

#[test]
fn full_batches_follow_one_another() {
    let mut core = caught_up();
    core.wake(Wake::Enqueued);
    core.next(0, &mut never);
    let full = Report::Pushed {
        decided: MAX_PUSH,
        more: true,
        blocked: false,
        release_in_ms: None,
    };
    core.report(full, 0, &mut never);
    assert_eq!(core.next(0, &mut never), PUSH);
}

#[test]
fn what_is_held_back_for_undoing_leaves_in_time() {
    let mut core = caught_up();
    core.wake(Wake::Enqueued);
    core.next(1_000, &mut never);
    let held = Report::Pushed {
        decided: 0,
        more: false,
        blocked: false,
        release_in_ms: Some(10_000),
    };
    core.report(held, 1_000, &mut never);
    assert_eq!(core.next(1_000, &mut never), pull(10_000));
    core.report(pulled(false), 11_000, &mut never);
    assert_eq!(core.next(11_000, &mut never), PUSH);
}

#[test]
fn undecided_operations_come_again_without_hurry() {
    let mut core = caught_up();
    core.wake(Wake::Enqueued);
    core.next(0, &mut never);
    let blocked = Report::Pushed {
        decided: 0,
        more: true,
        blocked: true,
        release_in_ms: None,
    };
    core.report(blocked, 0, &mut always);
    assert!(matches!(core.next(0, &mut never), Step::Pull { .. }));
    core.report(pulled(false), 0, &mut never);
    assert!(matches!(
        core.next(BLOCKED_MS, &mut never),
        Step::Push { .. }
    ));
}

#[test]
fn backoff_doubles_up_to_its_bound_and_ends_with_success() {
    let mut core = caught_up();
    let mut now_ms = 0;
    let mut waits = Vec::new();
    for _ in 0..12 {
        core.next(now_ms, &mut never);
        core.report(transient(Why::Network, None), now_ms, &mut always);
        let Step::Sleep {
            until_ms: Some(until_ms),
        } = core.next(now_ms, &mut never)
        else {
            panic!("no pause after a failure");
        };
        waits.push(until_ms - now_ms);
        now_ms = until_ms;
    }
    assert_eq!(
        waits,
        [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map(|seconds| seconds * 1_000)
    );
    core.next(now_ms, &mut never);
    core.report(pulled(false), now_ms, &mut never);
    core.next(now_ms, &mut never);
    core.report(transient(Why::Network, None), now_ms, &mut always);
    assert_eq!(core.next(now_ms, &mut never), sleep(now_ms + 1_000));
}

#[test]
fn a_wish_overrides_our_pause_but_not_the_sources() {
    let mut core = caught_up();
    core.next(0, &mut never);
    core.report(transient(Why::Network, None), 0, &mut always);
    core.wake(Wake::Now);
    assert_eq!(core.next(0, &mut never), Step::Identify);
    core.report(transient(Why::Busy, Some(20_000)), 0, &mut always);
    core.wake(Wake::Now);
    assert_eq!(core.next(0, &mut never), sleep(25_000));
    assert_eq!(core.next(24_999, &mut never), sleep(25_000));
    assert_eq!(core.next(25_000, &mut never), Step::Identify);
}

#[test]
fn an_absurd_retry_after_is_cut() {
    let mut core = caught_up();
    core.next(0, &mut never);
    core.report(transient(Why::Busy, Some(u64::MAX)), 0, &mut never);
    assert_eq!(core.next(0, &mut never), sleep(3_600_000));
}

#[test]
fn a_stuck_outbox_does_not_stop_news() {
    let mut core = caught_up();
    core.wake(Wake::Enqueued);
    core.next(0, &mut never);
    core.report(transient(Why::Busy, None), 0, &mut always);
    assert_eq!(core.next(0, &mut never), pull(1_000));
    core.report(pulled(false), 1_000, &mut never);
    assert_eq!(core.next(1_000, &mut never), PUSH);
}

#[test]
fn stuck_news_do_not_stop_the_outbox() {
    let mut core = caught_up();
    core.next(0, &mut never);
    core.report(transient(Why::Damaged, None), 0, &mut always);
    assert_eq!(core.next(0, &mut never), sleep(1_000));
    core.wake(Wake::Enqueued);
    assert_eq!(core.next(0, &mut never), PUSH);
}

#[test]
fn without_credentials_nothing_is_asked_until_there_are_new_ones() {
    let mut core = caught_up();
    core.next(0, &mut never);
    core.report(
        Report::Failed(UpstreamError::NeedsLogin { revoked: true }),
        0,
        &mut never,
    );
    assert_eq!(core.connection(), &Connection::NeedsLogin { revoked: true });
    core.wake(Wake::Enqueued);
    assert_eq!(
        core.next(u64::MAX / 2, &mut never),
        Step::Sleep { until_ms: None }
    );
    core.wake(Wake::Credentials);
    assert_eq!(core.next(0, &mut never), Step::Identify);
    core.report(Report::Identified, 0, &mut never);
    assert!(matches!(core.next(0, &mut never), Step::Push { .. }));
}

#[test]
fn a_rebuilt_feed_is_read_from_the_start_once() {
    let mut core = caught_up();
    core.next(0, &mut never);
    core.report(Report::Failed(UpstreamError::EpochChanged), 0, &mut always);
    assert_eq!(core.next(0, &mut never), Step::StartOver);
    core.report(Report::StartedOver, 0, &mut never);
    assert!(matches!(core.next(0, &mut never), Step::Push { .. }));
    core.report(pushed(0), 0, &mut never);
    assert_eq!(core.next(0, &mut never), pull(0));
    core.report(Report::Failed(UpstreamError::EpochChanged), 0, &mut always);
    core.next(0, &mut never);
    core.report(Report::StartedOver, 0, &mut never);
    core.next(0, &mut never);
    core.report(pushed(0), 0, &mut never);
    assert_eq!(core.next(0, &mut never), sleep(1_000));
}

#[test]
fn a_source_that_does_not_wait_for_news_is_not_asked_all_the_time() {
    let mut core = caught_up();
    core.next(0, &mut never);
    let nothing = Report::Pulled {
        more: false,
        news: false,
        took_ms: 10,
    };
    core.report(nothing, 10, &mut never);
    assert_eq!(core.next(10, &mut never), sleep(10 + NO_WAITING_MS));
}

#[test]
fn batches_and_pages_shrink_where_they_are_too_large() {
    let mut core = caught_up();
    core.wake(Wake::Enqueued);
    core.next(0, &mut never);
    core.report(Report::Failed(UpstreamError::TooLarge), 0, &mut never);
    assert_eq!(
        core.next(0, &mut never),
        Step::Push {
            limit: MAX_PUSH / 2,
            narrow: false
        }
    );
    core.report(pushed(1), 0, &mut never);
    core.next(0, &mut never);
    core.report(pulled(true), 0, &mut never);
    core.next(0, &mut never);
    core.report(transient(Why::Timeout, None), 0, &mut never);
    let Step::Pull { max_bytes, .. } = core.next(0, &mut never) else {
        panic!("not a pull");
    };
    // Grown by half after the quick page, then halved.
    assert_eq!(max_bytes, FIRST_PAGE_BYTES * 3 / 4);
}

#[test]
fn operations_are_told_apart_only_where_nothing_but_pushing_fails() {
    for (pulls_work, expected) in [(true, true), (false, false)] {
        let mut core = caught_up();
        core.wake(Wake::Enqueued);
        let mut now_ms = 0;
        let mut failures = 0;
        let narrow = loop {
            match core.next(now_ms, &mut always) {
                Step::Push { narrow, .. } if failures == 2 => break narrow,
                Step::Push { narrow, .. } => {
                    assert!(!narrow, "not before it failed twice");
                    failures += 1;
                    core.report(transient(Why::Failed, None), now_ms, &mut always);
                }
                Step::Pull { wait_ms, .. } if pulls_work => {
                    now_ms += u64::from(wait_ms);
                    core.report(pulled(false), now_ms, &mut always);
                }
                Step::Sleep { until_ms } => now_ms = until_ms.unwrap(),
                _ => core.report(transient(Why::Failed, None), now_ms, &mut always),
            }
        };
        assert_eq!(narrow, expected);
    }
}

#[test]
fn what_breaks_the_line_when_sent_does_not_keep_news_away() {
    for why in [Why::Timeout, Why::Closed] {
        let mut core = caught_up();
        core.wake(Wake::Enqueued);
        core.next(0, &mut never);
        core.report(transient(why, None), 0, &mut always);
        assert!(
            matches!(core.next(0, &mut never), Step::Pull { .. }),
            "{why:?}"
        );
    }
}

/// What a desk does for ten minutes against a source that ends waits or fails: how often it was shown
/// as anything but online, the number of requests, and the longest wait it asks for at the end.
fn ten_minutes(answer: impl Fn(u32) -> (u64, Option<Report>)) -> (usize, usize, u32) {
    let mut core = caught_up();
    let (mut now_ms, mut offline, mut requests) = (0, 0, 0);
    let mut longest = 0;
    while now_ms < 600_000 {
        match core.next(now_ms, &mut always) {
            Step::Sleep { until_ms } => now_ms = until_ms.unwrap(),
            Step::Pull { wait_ms, .. } => {
                let (took_ms, failure) = answer(wait_ms);
                let nothing = Report::Pulled {
                    more: false,
                    news: false,
                    took_ms,
                };
                now_ms += took_ms;
                requests += 1;
                longest = wait_ms;
                core.report(failure.unwrap_or(nothing), now_ms, &mut always);
            }
            step => panic!("{step:?}"),
        }
        offline += usize::from(*core.connection() != Connection::Online);
    }
    (offline, requests, longest)
}

#[test]
fn a_wait_that_is_cut_on_its_way_is_no_outage() {
    // A limit of some length, and how it says that it was reached.
    for limit_ms in [5_000, 15_000, 30_000, 45_000] {
        for why in [
            transient(Why::Busy, None),
            transient(Why::Closed, None),
            transient(Why::Damaged, None),
            Report::Failed(UpstreamError::CaptivePortal),
        ] {
            let (offline, requests, longest) = ten_minutes(|wait_ms| {
                let cut = u64::from(wait_ms) > limit_ms;
                let took_ms = u64::from(wait_ms).min(limit_ms);
                (took_ms, cut.then(|| why.clone()))
            });
            assert_eq!(offline, 0, "{why:?} after {limit_ms} ms");
            // Two cuts, then waits of half the limit.
            assert_eq!(
                u64::from(longest),
                limit_ms / 2,
                "{why:?} after {limit_ms} ms"
            );
            assert!(
                requests as u64 <= 4 + 600_000 / (limit_ms / 2),
                "{requests}"
            );
        }
    }
}

#[test]
fn a_real_outage_is_shown_and_costs_little() {
    for (what, took_ms, why) in [
        ("refused", 1, Why::Network),
        ("a proxy without a hub", 20, Why::Busy),
        ("a proxy that finds out slowly", 10_000, Why::Busy),
        ("a hub that hangs", 80_000, Why::Timeout),
    ] {
        let (offline, requests, _) = ten_minutes(|_| (took_ms, Some(transient(why, None))));
        assert!(offline > 0, "{what} is shown");
        assert!(requests < 25, "{what}: {requests} requests in ten minutes");
    }
}

/// Any answer a source may give to a step.
fn answer() -> impl Strategy<Value = usize> {
    0..14usize
}

fn report_of(step: Step, answer: usize, now_ms: u64) -> Report {
    let failure = match answer {
        0 => Some(transient_error(Why::Network, None)),
        1 => Some(transient_error(Why::Timeout, None)),
        2 => Some(transient_error(
            Why::Busy,
            Some(u64::from(now_ms as u32 % 90_000)),
        )),
        3 => Some(transient_error(Why::Damaged, None)),
        4 => Some(UpstreamError::CaptivePortal),
        5 => Some(UpstreamError::Forbidden),
        6 => Some(UpstreamError::EpochChanged),
        7 => Some(UpstreamError::TooLarge),
        8 => Some(UpstreamError::Protocol("x")),
        9 => Some(UpstreamError::TooOld),
        _ => None,
    };
    match (step, failure) {
        (Step::StartOver, _) => Report::StartedOver,
        (_, Some(error)) => Report::Failed(error),
        (Step::Identify, _) => Report::Identified,
        (Step::Push { .. }, _) => Report::Pushed {
            decided: answer % 3,
            more: answer.is_multiple_of(2),
            blocked: answer == 11,
            release_in_ms: None,
        },
        (Step::Pull { .. }, _) => pulled(answer.is_multiple_of(3)),
        (Step::Sleep { .. }, _) => Report::Interrupted,
    }
}

fn transient_error(why: Why, retry_after_ms: Option<u64>) -> UpstreamError {
    UpstreamError::Transient {
        why,
        retry_after_ms,
    }
}

proptest! {
    /// Whatever the source does: it is never asked before its Retry-After; between two requests that
    /// fail there is never more than the longest pause; and once it is well, everything is read and
    /// offered within that pause.
    #[test]
    fn no_source_is_pestered_and_none_is_given_up(
        answers in prop::collection::vec(answer(), 1..120),
        chances in prop::collection::vec(0.0..1.0f64, 16),
    ) {
        let mut drawn = 0;
        let mut chance = || { drawn += 1; chances[drawn % chances.len()] };
        let mut core = Core::default();
        let mut now_ms = 0;
        let mut not_before_ms = 0;
        for answer in answers {
            match core.next(now_ms, &mut chance) {
                Step::Sleep { until_ms } => {
                    let until_ms = until_ms.expect("this source never asks to sign in");
                    prop_assert!(until_ms > now_ms);
                    prop_assert!(until_ms - now_ms <= TOO_OLD_MS * 5 / 4);
                    now_ms = until_ms;
                }
                step => {
                    prop_assert!(now_ms >= not_before_ms, "{step:?} too early");
                    let report = report_of(step, answer, now_ms);
                    if let Report::Failed(UpstreamError::Transient { retry_after_ms: Some(ms), .. }) = report {
                        not_before_ms = now_ms + ms.max(1_000);
                    }
                    core.report(report, now_ms, &mut chance);
                }
            }
        }
        let healed_ms = now_ms;
        // Waits may be short by now, and a closed gate outlasts many of them.
        for _ in 0..4_000 {
            if core.is_caught_up() {
                break;
            }
            match core.next(now_ms, &mut chance) {
                Step::Sleep { until_ms } => now_ms = until_ms.unwrap_or(now_ms),
                Step::Pull { wait_ms, .. } => {
                    now_ms += u64::from(wait_ms);
                    core.report(pulled(false), now_ms, &mut chance);
                }
                Step::Push { .. } => core.report(pushed(1), now_ms, &mut chance),
                Step::Identify => core.report(Report::Identified, now_ms, &mut chance),
                Step::StartOver => core.report(Report::StartedOver, now_ms, &mut chance),
            }
        }
        prop_assert!(core.is_caught_up());
        prop_assert!(now_ms - healed_ms <= TOO_OLD_MS * 5 / 4);
    }

    /// A source that is away costs at most a request every few seconds on average, and ever fewer.
    #[test]
    fn a_dead_source_costs_little(answers in prop::collection::vec(0..2usize, 40)) {
        let mut core = Core::default();
        let mut now_ms = 0;
        let mut half = || 0.5;
        for answer in answers {
            while let Step::Sleep { until_ms: Some(until_ms) } = core.next(now_ms, &mut half) {
                now_ms = until_ms;
            }
            let step = core.next(now_ms, &mut half);
            core.report(report_of(step, answer, now_ms), now_ms, &mut half);
        }
        // Nine doublings of half a second, then half of five minutes each time.
        prop_assert!(now_ms >= 30 * 150_000);
    }
}
