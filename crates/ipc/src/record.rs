//! Catat: record a complaint from phone, WhatsApp or the counter; and the lists its form offers.

use serde::{Deserialize, Serialize};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::NewComplaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::RegionCode;

use crate::command;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmitRecord {
    pub new: NewComplaint,
}
command!(SubmitRecord => "record_submit" -> Recorded);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    pub complaint: ComplaintId,
    /// The provisional number to give to the citizen.
    pub tracking_id: TrackingId,
}

/// Regions one level inside `code` (none: provinces), by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionChildren {
    pub code: Option<RegionCode>,
}
command!(RegionChildren => "region_children" -> Vec<NamedRegion>);

/// Regions whose name fits the text, the office's own first. At most 20.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindRegion {
    pub text: String,
}
command!(FindRegion => "region_find" -> Vec<NamedRegion>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRegion {
    pub code: RegionCode,
    pub name: String,
    /// Names of what it lies in, widest first.
    pub path: Vec<String>,
}

/// Units and categories that forms and filters offer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GetReference {
    /// Units of this complaint's kab/kota come first.
    #[serde(default)]
    pub beside: Option<ComplaintId>,
}
command!(GetReference => "reference_get" -> Reference);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub units: Vec<AgencyRef>,
    /// Paths of the category tree, in order.
    pub categories: Vec<Vec<String>>,
}
