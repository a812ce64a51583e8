//! What citizens write about: situations, each with its titles, texts and what a unit does about it.
//!
//! Words in braces (`{jl}`, `{kec}`, `{lama}` …) are filled in by [`crate::wording`]. Everything is
//! invented; no real person, address or event is meant.

mod information;
mod infrastructure;
mod order;
mod oversight;
mod people;
mod surroundings;
mod wishes;

use tanggap_domain::classification::Classification;

use crate::units::UnitKind;

/// One kind of trouble or wish.
pub(crate) struct Situation {
    pub(crate) topic: &'static str,
    pub(crate) leaf: &'static str,
    pub(crate) unit: UnitKind,
    /// The title at a place belongs to the text at the same place, counted round.
    pub(crate) titles: &'static [&'static str],
    pub(crate) bodies: &'static [&'static str],
    /// "Kami … " what the unit is doing.
    pub(crate) action: &'static str,
    /// What it came to; of a question, the answer.
    pub(crate) outcome: &'static str,
    /// What a photo of it would be called; empty where nobody sends one.
    pub(crate) photo: &'static str,
}

pub(crate) fn of(classification: &Classification) -> Vec<&'static Situation> {
    match classification {
        Classification::PengaduanBerkadar => oversight::ALL.iter().collect(),
        Classification::PermintaanInformasi => information::ALL.iter().collect(),
        Classification::Aspirasi => wishes::ALL.iter().collect(),
        Classification::PengaduanTidakBerkadar | Classification::Other(_) => [
            infrastructure::ALL,
            surroundings::ALL,
            people::ALL,
            order::ALL,
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

pub(crate) fn all() -> impl Iterator<Item = &'static Situation> {
    let kinds = [
        infrastructure::ALL,
        surroundings::ALL,
        people::ALL,
        order::ALL,
        oversight::ALL,
        information::ALL,
        wishes::ALL,
    ];
    kinds.into_iter().flatten()
}
