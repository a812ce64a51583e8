//! A source of invented complaints, already in the hub's wire format: what a pull answers, without
//! the network in between.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use tanggap_domain::change::Change;
use tanggap_domain::complaint::{Attachment, Complaint};
use tanggap_domain::ids::{HubId, OfficerId, ReplicaId};
use tanggap_domain::region::RegionCode;
use tanggap_practice::Practice;
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::page::{Page, PageWriter};
use tanggap_upstream::{Me, PullRequest, Pulled, Pushed, Reference, Upstream, UpstreamError};

/// The moment of all measurements: a Friday morning.
pub const NOW: &str = "2026-11-20T02:00:00Z";
const SEED: u64 = 35;
const OFFICER: &str = "01977e5a-0000-7000-8000-000000000035";
/// Jawa Timur: 38 regencies and cities, the province with the most complaints of the national system.
const PROVINCE: &str = "35";

/// Complaints invented at once where only the open ones are wanted: a third of them.
const ONE_REGION: usize = 150_000;

/// Pages of one scope. Cheap to clone.
#[derive(Clone)]
pub struct Feed {
    inner: Arc<Inner>,
}

struct Inner {
    now: DateTime<Utc>,
    officer: OfficerId,
    /// One complaint a line, as a hub keeps them.
    lines: Vec<String>,
    /// Pages that were asked for before: from which row, how long, and the row after.
    pages: Mutex<HashMap<(usize, u32), (Bytes, usize)>>,
    /// Where the pages of the last run began and ended.
    served: Mutex<Vec<(usize, usize)>>,
}

impl Feed {
    pub fn invent(complaints: usize) -> Result<Self> {
        let now = now()?;
        Self::of(practice(SEED)?.complaints(complaints, now), now)
    }

    /// Complaints that somebody still has to see to, and no others: as many seeds' as it takes.
    pub fn invent_open(complaints: usize) -> Result<Self> {
        let now = now()?;
        let mut open = Vec::with_capacity(complaints);
        // Invented apart, some have drawn the same number.
        let mut taken = HashSet::new();
        for seed in SEED.. {
            let of_region = practice(seed)?.complaints(ONE_REGION, now);
            let is_wanted = |it: &Complaint| it.stage.is_open() && taken.insert(it.id);
            open.extend(of_region.into_iter().filter(is_wanted));
            if open.len() >= complaints {
                break;
            }
        }
        open.truncate(complaints);
        Self::of(open, now)
    }

    fn of(complaints: Vec<Complaint>, now: DateTime<Utc>) -> Result<Self> {
        let lines = complaints
            .into_iter()
            .map(|complaint| serde_json::to_string(&WireComplaint::from(complaint)))
            .collect::<Result<Vec<_>, _>>()
            .context("Writing a complaint for the wire")?;
        Ok(Self {
            inner: Arc::new(Inner {
                now,
                officer: OFFICER.parse().context("The officer's id")?,
                lines,
                pages: Mutex::default(),
                served: Mutex::default(),
            }),
        })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.inner.now
    }

    pub fn len(&self) -> usize {
        self.inner.lines.len()
    }

    /// Of all complaints on the wire.
    pub fn bytes(&self) -> usize {
        self.inner.lines.iter().map(String::len).sum()
    }

    /// Where the pages served since the last call began and ended.
    pub fn take_served(&self) -> Vec<(usize, usize)> {
        let mut served = self
            .inner
            .served
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut served)
    }

    /// The page from this row on. Making it is the hub's work: it is made once and kept.
    fn page(&self, from: usize, max_bytes: u32) -> (Bytes, usize) {
        let mut pages = self
            .inner
            .pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let made = pages.entry((from, max_bytes)).or_insert_with(|| {
            let mut page = PageWriter::new();
            let mut next = from;
            for line in &self.inner.lines[from..] {
                if next > from && page.len() + line.len() > max_bytes as usize {
                    break;
                }
                page.upsert(PROVINCE, next as u64 + 1, line);
                next += 1;
            }
            let cursors = [(PROVINCE.to_owned(), next.to_string())].into();
            let more = next < self.inner.lines.len();
            (page.end(cursors, more, self.inner.now).into(), next)
        });
        made.clone()
    }
}

fn now() -> Result<DateTime<Utc>> {
    NOW.parse().context("The moment of all measurements")
}

fn practice(seed: u64) -> Result<Practice> {
    let province = RegionCode::parse(PROVINCE).context("The province")?;
    Ok(Practice::new(seed, province)?)
}

#[async_trait]
impl Upstream for Feed {
    async fn me(&self) -> Result<Me, UpstreamError> {
        Ok(Me {
            officer: self.inner.officer,
            name: "Petugas".to_owned(),
            scopes: vec![PROVINCE.to_owned()],
            hub: HubId(self.inner.officer.0),
            practice: true,
            server_time: self.inner.now,
        })
    }

    async fn reference(&self, _known: Option<&str>) -> Result<Option<Reference>, UpstreamError> {
        Ok(None)
    }

    /// Reads and verifies the page, as the hub's adapter does with what came over the network.
    async fn pull(&self, request: &PullRequest) -> Result<Pulled, UpstreamError> {
        let cursor = request
            .scopes
            .iter()
            .find_map(|(_, cursor)| cursor.as_ref());
        let from = match cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| UpstreamError::Protocol("cursor"))?,
            None => 0,
        };
        let (bytes, next) = self.page(from, request.max_bytes);
        let page = Page::read(&bytes).map_err(|_| UpstreamError::Protocol("page"))?;
        let mut served = self
            .inner
            .served
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        served.push((from, next));
        Ok(page.into())
    }

    async fn push(&self, _: ReplicaId, _: &[Change]) -> Result<Pushed, UpstreamError> {
        Err(UpstreamError::Protocol("nothing is pushed here"))
    }

    async fn upload(&self, _: &Attachment, _: Bytes) -> Result<(), UpstreamError> {
        Err(UpstreamError::Protocol("nothing is uploaded here"))
    }

    async fn download(&self, _: &str) -> Result<Bytes, UpstreamError> {
        Err(UpstreamError::Protocol("nothing is downloaded here"))
    }
}
