//! Units, categories and templates: from the hub where it has any, else what is bundled.

use std::collections::BTreeSet;

use tanggap_domain::agency::AgencyRef;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::region::RegionLevel;
use tanggap_ipc::compose::Template;
use tanggap_ipc::record;
use tanggap_store::StoredReference;

use crate::compose::templates;
use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::place;

/// What forms and filters offer. Units and categories that only complaints name are offered too, so
/// that a desk without a hub has lists at all. Units that name the kab/kota of `beside` come first:
/// a province has a Dinas PUPR in each of them.
pub(crate) async fn get(desk: &Desk, beside: Option<ComplaintId>) -> Result<record::Reference> {
    let hub = of_hub(desk).await?.unwrap_or_default();
    let seen = desk.store.view().seen().await.map_err(of_store)?;
    let mut units: Vec<AgencyRef> = hub.agencies.into_iter().map(|entry| entry.agency).collect();
    for unit in seen.units {
        if !units.iter().any(|known| known.is_same(&unit)) {
            units.push(unit);
        }
    }
    let near = match beside {
        Some(id) => regency_of(desk, id).await?.map(str::to_lowercase),
        None => None,
    };
    units.sort_by_cached_key(|unit| {
        let name = unit.name.to_lowercase();
        let elsewhere = near.as_ref().is_some_and(|near| !name.contains(near));
        (elsewhere, name)
    });
    let mut categories: Vec<Vec<String>> =
        hub.categories.into_iter().map(|entry| entry.path).collect();
    let known: BTreeSet<Vec<String>> = categories.iter().cloned().collect();
    categories.extend(
        seen.categories
            .into_iter()
            .map(|path| path.split(" > ").map(str::to_owned).collect::<Vec<_>>())
            .filter(|path| !known.contains(path)),
    );
    Ok(record::Reference { units, categories })
}

async fn regency_of(desk: &Desk, id: ComplaintId) -> Result<Option<&'static str>> {
    let region = desk.visible(id).await?.complaint.location.region;
    let regency = region.and_then(|region| region.at(RegionLevel::Regency));
    Ok(regency.and_then(|regency| place::name(&regency)))
}

/// The hub's templates, else the bundled ones.
pub(crate) async fn templates(desk: &Desk) -> Result<Vec<Template>> {
    let hub = of_hub(desk).await?.unwrap_or_default();
    if hub.templates.is_empty() {
        return Ok(templates::bundled().to_vec());
    }
    Ok(hub
        .templates
        .into_iter()
        .map(|template| Template {
            id: template.id,
            name: template.name,
            text: template.text,
            category: None,
        })
        .collect())
}

async fn of_hub(desk: &Desk) -> Result<Option<StoredReference>> {
    desk.store.mirror().reference().await.map_err(of_store)
}
