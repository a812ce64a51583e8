//! Who acts at a desk, and under which id.

use chrono::{DateTime, Utc};
use tanggap_domain::change::Mandate;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::OpId;
use tanggap_store::Witness;

use super::Desk;

impl Desk {
    /// Who acts here: the hub's officer, else the office itself.
    pub(crate) fn actor(&self) -> Actor {
        match self.connection() {
            // What the hub granted last, also while there is no line.
            Some(connection) => Actor::officer(connection.officer, connection.officer_name)
                .with_mandate(Mandate::of_scopes(&connection.scopes)),
            None => Actor::office(self.office().settings.office.clone()),
        }
    }

    /// Who acts here on this complaint: what the hub granted last, also while there is no line.
    pub(crate) fn actor_on(&self, complaint: &Complaint) -> Actor {
        let actor = self.actor();
        match self.connection() {
            Some(connection) => {
                let region = complaint.location.region.as_ref();
                actor.with_mandate(Mandate::on(&connection.scopes, region))
            }
            None => actor,
        }
    }

    /// Who is at the desk now, for records.
    pub(crate) fn witness(&self, at: DateTime<Utc>) -> Witness {
        Witness {
            who: self.actor().name,
            at,
        }
    }

    /// A fresh operation id.
    pub(crate) fn new_op(&self) -> OpId {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let stamp =
            uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos());
        OpId(uuid::Uuid::new_v7(stamp))
    }
}
