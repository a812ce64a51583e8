//! Where a profile is, how it is opened, and which of its complaints is meant.

use std::path::PathBuf;
use std::sync::Arc;

use tanggap_app::desk::{Key, Surroundings};
use tanggap_app::{Desk, inbox};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::{Code, Error};
use tanggap_wording::Words;

use crate::answer::Failure;
use crate::words::Language;

/// Where a profile is, and how it is opened.
pub struct Place {
    pub folder: PathBuf,
    pub key: Key,
    pub around: Surroundings,
    pub language: Language,
}

impl Place {
    pub async fn open(&self) -> Result<Arc<Desk>, Failure> {
        let failed = |error: Error| self.failure(&error);
        let desk = Desk::open(&self.folder, &self.key, &self.around)
            .await
            .map_err(failed)?;
        // Lists go by what an interrupted adoption has not come to yet.
        let ready = match tanggap_app::calendar::finish_judging(&desk).await {
            Ok(()) => tanggap_app::link::read_own_anew(&desk).await,
            unfinished => unfinished,
        };
        match ready {
            Ok(()) => Ok(desk),
            Err(error) => {
                desk.close().await;
                Err(failed(error))
            }
        }
    }

    pub fn failure(&self, error: &Error) -> Failure {
        Failure::of(error, self.language)
    }

    /// How clocks of this desk are spoken of.
    pub fn words(&self, desk: &Desk) -> Words {
        self.language.words(desk.office().settings.zone)
    }
}

/// The complaint that a person means.
pub async fn meant(place: &Place, desk: &Desk, id: &str) -> Result<ComplaintId, Failure> {
    let found = inbox::lookup(desk, id)
        .await
        .map_err(|error| place.failure(&error))?;
    found.ok_or_else(|| place.failure(&Error::new(Code::NotFound)))
}
