//! Sources, and proxies before them, that refuse for ever what they do not like.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tanggap_domain::change::Change;
use tanggap_domain::complaint::Attachment;
use tanggap_domain::ids::ReplicaId;
use tanggap_store::{Attention, OpState};
use tanggap_sync::engine::push::reason;
use tanggap_sync::{Engine, SyncError, run_until_caught_up};
use tanggap_upstream::{Me, PullRequest, Pulled, Pushed, Reference, Upstream, UpstreamError, Why};

use crate::world::*;

type Refuses = dyn Fn(&[Change]) -> Option<UpstreamError> + Send + Sync;

/// A hub behind something that refuses some pushes, and counts them.
struct Stubborn {
    hub: Arc<dyn Upstream>,
    refuses: Box<Refuses>,
    pushes: AtomicUsize,
    /// Pulls at which the desk itself breaks down.
    breaks_down: AtomicUsize,
    /// There is always more.
    endless: bool,
}

impl Stubborn {
    fn before(
        desk: &Desk,
        refuses: impl Fn(&[Change]) -> Option<UpstreamError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            hub: desk.upstream.clone(),
            refuses: Box::new(refuses),
            pushes: AtomicUsize::new(0),
            breaks_down: AtomicUsize::new(0),
            endless: false,
        }
    }
}

#[async_trait]
impl Upstream for Stubborn {
    async fn me(&self) -> Result<Me, UpstreamError> {
        self.hub.me().await
    }

    async fn reference(&self, known: Option<&str>) -> Result<Option<Reference>, UpstreamError> {
        self.hub.reference(known).await
    }

    async fn pull(&self, request: &PullRequest) -> Result<Pulled, UpstreamError> {
        let left = |left: usize| left.checked_sub(1);
        let breaks = &self.breaks_down;
        if breaks
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, left)
            .is_ok()
        {
            panic!("a fault of the program");
        }
        let mut pulled = self.hub.pull(request).await?;
        pulled.more |= self.endless;
        Ok(pulled)
    }

    async fn push(&self, replica: ReplicaId, changes: &[Change]) -> Result<Pushed, UpstreamError> {
        self.pushes.fetch_add(1, Ordering::SeqCst);
        match (self.refuses)(changes) {
            Some(error) => Err(error),
            None => self.hub.push(replica, changes).await,
        }
    }

    async fn upload(&self, file: &Attachment, content: Bytes) -> Result<(), UpstreamError> {
        self.hub.upload(file, content).await
    }

    async fn download(&self, sha256: &str) -> Result<Bytes, UpstreamError> {
        self.hub.download(sha256).await
    }
}

fn transient(why: Why) -> UpstreamError {
    UpstreamError::Transient {
        why,
        retry_after_ms: None,
    }
}

/// As a proxy counts.
fn larger_than(limit: usize) -> impl Fn(&[Change]) -> Option<UpstreamError> + Send + Sync {
    move |changes| {
        let bytes = serde_json::to_vec(changes).unwrap().len();
        (bytes > limit).then_some(UpstreamError::TooLarge)
    }
}

fn naming(word: &'static str, error: UpstreamError) -> impl Fn(&[Change]) -> Option<UpstreamError> {
    move |changes| {
        let named = serde_json::to_string(changes).unwrap().contains(word);
        named.then(|| error.clone())
    }
}

async fn reasons(desk: &Desk) -> Vec<String> {
    let pending = desk.store.journal().pending().await.unwrap();
    let reasons = pending.into_iter().filter_map(|op| match op.state {
        OpState::Attention(Attention { reason, .. }) => Some(reason),
        OpState::Queued => None,
    });
    reasons.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_cut_until_it_fits_through_a_proxy() {
    for limit in [1 << 20, 256 * 1024, 64 * 1024] {
        let world = World::new(3).await;
        let desk = world.desk(&[SURABAYA]).await;
        desk.sync().await.unwrap();
        for n in 0..40 {
            let text = format!("Berita acara {n} {}", "x".repeat(30_000));
            desk.act(complaint(n % 3).id, note(&text)).await;
        }
        let proxy = Arc::new(Stubborn::before(&desk, larger_than(limit)));
        let summary = run_until_caught_up(desk.store.clone(), proxy.clone(), surroundings())
            .await
            .unwrap();
        assert_eq!((summary.pushed, summary.waiting), (40, 0), "{limit}");
        // What fits, and a handful to find that out.
        let needed = 40 * 30_500 / limit.min(768 * 1024) + 1;
        let pushes = proxy.pushes.load(Ordering::SeqCst);
        assert!(pushes <= 2 * needed + 8, "{pushes} for {needed}");
        let history = world.complaint(complaint(0).id).await.history;
        let said: Vec<_> = history.iter().map(|event| event.id).collect();
        assert_eq!(said.len(), 14, "in order and once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_alone_is_named_and_stops_only_its_own_complaint() {
    let world = World::new(3).await;
    let desk = world.desk(&[SURABAYA]).await;
    desk.sync().await.unwrap();
    desk.act(complaint(0).id, note(&"x".repeat(60_000))).await;
    desk.act(complaint(0).id, note("menyusul")).await;
    for n in [1, 2, 1] {
        desk.act(complaint(n).id, note("pendek")).await;
    }
    let proxy = Arc::new(Stubborn::before(&desk, larger_than(20_000)));
    let summary = run_until_caught_up(desk.store.clone(), proxy, surroundings())
        .await
        .unwrap();
    assert_eq!(
        (summary.pushed, summary.conflicts, summary.waiting),
        (3, 1, 1)
    );
    assert_eq!(reasons(&desk).await, [reason::TOO_LARGE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_the_hub_fails_at_stops_only_its_own_complaint() {
    for (error, expected) in [
        (transient(Why::Failed), reason::HUB_FAILED),
        (UpstreamError::Protocol("json"), reason::HUB_FAILED),
        (
            UpstreamError::Refused {
                code: "something-new".into(),
            },
            reason::HUB_FAILED,
        ),
        // A filter on the way that dislikes a word.
        (UpstreamError::CaptivePortal, reason::STOPPED),
    ] {
        let world = World::new(3).await;
        let desk = world.desk(&[SURABAYA]).await;
        desk.sync().await.unwrap();
        for n in 0..30 {
            let text = if n == 7 { "racun" } else { "biasa" };
            desk.act(complaint(n % 3).id, note(text)).await;
        }
        let hub = Arc::new(Stubborn::before(&desk, naming("racun", error)));
        let summary = run_until_caught_up(desk.store.clone(), hub, surroundings())
            .await
            .unwrap();
        // Of its own complaint: two before it, seven behind it.
        assert_eq!(
            (summary.pushed, summary.conflicts, summary.waiting),
            (22, 1, 7)
        );
        assert_eq!(reasons(&desk).await, [expected]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_ends_whatever_the_hub_says_and_nothing_is_lost() {
    for error in [
        transient(Why::Failed),
        transient(Why::Full),
        transient(Why::Busy),
        transient(Why::Damaged),
        transient(Why::Closed),
        transient(Why::Timeout),
        UpstreamError::TooOld,
        UpstreamError::Forbidden,
        UpstreamError::EpochChanged,
        UpstreamError::CaptivePortal,
        UpstreamError::Protocol("json"),
        UpstreamError::Refused { code: "x".into() },
    ] {
        let world = World::new(2).await;
        let desk = world.desk(&[SURABAYA]).await;
        desk.sync().await.unwrap();
        for n in 0..6 {
            desk.act(complaint(n % 2).id, note("catatan")).await;
        }
        let said = error.clone();
        let hub = Arc::new(Stubborn::before(&desk, move |_| Some(said.clone())));
        let run = run_until_caught_up(desk.store.clone(), hub.clone(), surroundings());
        let ended = tokio::time::timeout(Duration::from_secs(60), run).await;
        let ended = ended.unwrap_or_else(|_| panic!("{error:?}: it never ended"));
        assert!(
            matches!(ended, Err(SyncError::Upstream(_))),
            "{error:?}: {ended:?}"
        );
        assert_eq!(
            desk.store.journal().stats().await.unwrap().queued,
            6,
            "{error:?}"
        );
        let pushes = hub.pushes.load(Ordering::SeqCst);
        assert!(pushes <= 20, "{error:?}: {pushes} pushes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_without_an_end_ends_the_run() {
    let world = World::new(2).await;
    let desk = world.desk(&[SURABAYA]).await;
    let hub = Stubborn {
        endless: true,
        ..Stubborn::before(&desk, |_| None)
    };
    let run = run_until_caught_up(desk.store.clone(), Arc::new(hub), surroundings());
    let ended = tokio::time::timeout(Duration::from_secs(60), run).await;
    let ended = ended.expect("it ends");
    assert!(
        matches!(ended, Err(SyncError::Upstream(UpstreamError::Protocol(_)))),
        "{ended:?}"
    );
    assert!(
        desk.confirmed(complaint(1).id).await.is_some(),
        "what came is kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breakdown_is_said_and_syncing_stands_up_again() {
    let world = World::new(2).await;
    let desk = world.desk(&[SURABAYA]).await;
    let hub = Stubborn {
        breaks_down: AtomicUsize::new(1),
        ..Stubborn::before(&desk, |_| None)
    };
    let engine = Engine::start(desk.store.clone(), Arc::new(hub), surroundings());
    let mut status = engine.status();
    let up = status.wait_for(|status| status.breakdowns.count == 1 && status.caught_up);
    let up = eventually("syncing again", up).await.unwrap().clone();
    assert!(up.breakdowns.last_at.is_some());
    assert!(desk.confirmed(complaint(1).id).await.is_some());
    engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_that_the_clocks_break_down_at_stops_no_other() {
    let world = World::new(3).await;
    let desk = world.desk(&[SURABAYA]).await;
    let poison = complaint(1).id;
    let around = tanggap_sync::Surroundings {
        clocks_of: Arc::new(move |complaint| {
            assert!(complaint.id != poison, "a fault of the program");
            tanggap_domain::sla::Kept::default()
        }),
        ..surroundings()
    };
    let summary = run_until_caught_up(desk.store.clone(), desk.upstream.clone(), around)
        .await
        .unwrap();
    assert_eq!(summary.pulled, 3);
}
