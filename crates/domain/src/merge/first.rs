//! The first row that tells of a complaint.

use super::NationalRow;
use crate::classification::Classification;
use crate::complaint::{Category, Channel, Complaint, Location, Reporter, Versions};
use crate::provenance::{Fields, NationalField};

/// The first row seen of a complaint, ready to be kept: versions start at 1, so that "never seen" and
/// "seen once" differ. Where the row is silent on privacy, the report is protected.
pub fn first_national(row: NationalRow) -> Complaint {
    let NationalRow {
        complaint: mut first,
        privacy,
    } = row;
    first.cut_to_limits();
    let Versions {
        head,
        status,
        assign,
        meta,
    } = &mut first.versions;
    *head = (*head).max(1);
    for version in [status, assign, meta] {
        *version = (*version).max(1);
    }
    let as_of = first.provenance.as_of;
    (first.privacy.anonymous, first.provenance.anonymous) = privacy.anonymous.first(as_of);
    (first.privacy.secret, first.provenance.secret) = privacy.secret.first(as_of);
    first
}

/// What a row tells of a complaint that nobody knew: every field that it does not leave empty.
pub fn first_told(row: &NationalRow) -> Fields {
    let Complaint {
        id: _,
        tracking_id: _,
        title,
        body,
        first_body,
        classification,
        category,
        channel,
        privacy: _,
        reporter,
        // No complaint is without one.
        received_at: _,
        incident_on,
        location,
        agency,
        unit,
        stage: _,
        national,
        priority: _,
        attachments: _,
        rating,
        history: _,
        versions: _,
        provenance,
        extra,
        joined: _,
    } = &row.complaint;
    let there = provenance.stand_ins;
    let told = [
        (
            NationalField::Title,
            !there.title && !title.trim().is_empty(),
        ),
        (NationalField::Body, !there.body && !body.trim().is_empty()),
        (NationalField::FirstBody, first_body.is_some()),
        (
            NationalField::Classification,
            *classification != Classification::Other(String::new()),
        ),
        (NationalField::Category, *category != Category::default()),
        (
            NationalField::Channel,
            *channel != Channel::Other(String::new()),
        ),
        (NationalField::Reporter, *reporter != Reporter::default()),
        (NationalField::Received, true),
        (NationalField::Incident, incident_on.is_some()),
        (NationalField::Location, *location != Location::default()),
        (NationalField::Agency, agency.is_some()),
        (NationalField::Unit, unit.is_some()),
        (
            NationalField::Status,
            !national.name.is_empty() || national.code.is_some(),
        ),
        (NationalField::Rating, rating.is_some()),
        (NationalField::Extra, !extra.is_empty()),
    ];
    let told = told.into_iter().filter(|(_, told)| *told);
    told.map(|(field, _)| field).collect()
}
