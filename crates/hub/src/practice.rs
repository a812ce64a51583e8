//! A hub to practise on: invented complaints of one real province, and new ones all the time.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tanggap_domain::region::RegionCode;
use tanggap_practice::{NotAProvince, Practice, categories, templates, units};
use tanggap_protocol::about::{Reference, ReferenceAgency, ReferenceCategory, Template};

use crate::clock::Clock;
use crate::db::{Db, DbError, Kind, TakenIn};

/// The same for everybody, so that two people practise on the same complaints.
const SEED: u64 = 1708;
/// So many arrivals are distinct.
const DISTINCT_ARRIVALS: u64 = 399_981;

/// What to practise on.
#[derive(Clone, Debug)]
pub struct Course {
    pub province: RegionCode,
    /// Complaints of the past.
    pub count: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    #[error(transparent)]
    Province(#[from] NotAProvince),
    #[error("writing practice complaints")]
    Db(#[from] DbError),
    /// Invented complaints are never mixed with real ones.
    #[error(
        "this hub was made for real complaints; practise on one of its own: `tanggap-hub init --practice`"
    )]
    RealHub,
}

impl Course {
    /// Fills the hub, or adds what is missing from an earlier, smaller course.
    ///
    /// # Errors
    /// [`PracticeError`]
    pub async fn fill(self, db: &dyn Db, now: DateTime<Utc>) -> Result<TakenIn, PracticeError> {
        let practice = Practice::new(SEED, self.province.clone())?;
        if db.identity().kind != Kind::Practice {
            return Err(PracticeError::RealHub);
        }
        db.set_reference(self.reference(), now).await?;
        let mut rows = practice.complaints(self.count, now);
        let mut kept = 0;
        let mut at = 0;
        // Those that are there stay as the learner left them.
        while at < rows.len() {
            if db.complaint(rows[at].id).await?.is_some() {
                rows.swap_remove(at);
                kept += 1;
            } else {
                at += 1;
            }
        }
        rows.sort_by_key(|row| row.received_at);
        let mut taken = db.take_in(rows, now).await?;
        taken.unchanged += kept;
        Ok(taken)
    }

    /// Lets a complaint arrive after each `every`, until it is dropped.
    pub async fn keep_arriving(&self, db: Arc<dyn Db>, clock: Clock, every: Duration) {
        let practice = match Practice::new(SEED, self.province.clone()) {
            Ok(practice) => practice,
            Err(error) => return tracing::error!(%error, "practice"),
        };
        let every_ms = (every.as_millis() as u64).max(1);
        // Numbered by the time of day, so that a restart goes on instead of repeating.
        let first = clock.now().timestamp_millis() as u64 / every_ms;
        let mut ticks = tokio::time::interval(every);
        ticks.tick().await;
        for number in first.. {
            ticks.tick().await;
            let arrival = practice.next_arrival(number % DISTINCT_ARRIVALS, clock.now());
            if let Err(error) = db.take_in(vec![arrival], clock.now()).await {
                tracing::warn!(%error, "a practice complaint did not arrive");
            }
        }
    }

    fn reference(&self) -> Reference {
        let mut agencies = Vec::new();
        for government in units::agencies(&self.province) {
            let region = government.region.to_string();
            let all = government.units.into_iter().chain([government.agency]);
            agencies.extend(all.map(|agency| ReferenceAgency {
                id: agency.id.map(Into::into),
                name: agency.name,
                region: Some(region.clone()),
            }));
        }
        let mut paths = Vec::new();
        for topic in categories::tree() {
            let leaves = topic.leaves.into_iter().map(|leaf| ReferenceCategory {
                id: Some(leaf.id),
                path: vec![topic.name.to_owned(), leaf.name.to_owned()],
            });
            paths.extend(leaves);
        }
        let templates = templates::ALL.iter().map(|template| Template {
            id: template.id.to_owned(),
            name: template.title.to_owned(),
            text: template.text.to_owned(),
        });
        Reference {
            agencies,
            categories: paths,
            templates: templates.collect(),
            ..Default::default()
        }
    }
}
