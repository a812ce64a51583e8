//! What a desk carries from one hub to another: complaints with their histories, what became of operations,
//! who imported what, and the files. The hub takes it over like an import: whole or not at all.

use std::collections::BTreeMap;
use std::pin::pin;

use bytes::Bytes;
use tanggap_domain::complaint::Attachment;
use tanggap_hub::carried::Packing;
use tanggap_protocol::about::Officer;
use tanggap_protocol::carried::CarriedLine;
use tanggap_protocol::import as wire;
use tanggap_store::{Import, StoreError};
use tanggap_upstream::{Hub, Upstream, UpstreamError};

use crate::desk::Desk;
use crate::error::{Result, internal, of_store, of_upstream};
use crate::import::at_hub;
use crate::own::hub as own_hub;
use crate::reach;

/// Complaints read at once.
const ROWS: u32 = 500;

/// What is carried, ready to be sent.
pub(crate) struct Load {
    content: Vec<u8>,
    complaints: u64,
    files: BTreeMap<String, Attachment>,
    imports: usize,
}

impl Load {
    pub fn is_empty(&self) -> bool {
        self.complaints == 0 && self.imports == 0
    }

    pub fn complaints(&self) -> u64 {
        self.complaints
    }
}

/// Everything the own hub keeps.
pub(crate) async fn of_own_hub(desk: &Desk) -> Result<Load> {
    let packed = own_hub::packed(desk).await?;
    Ok(Load {
        content: packed.content,
        complaints: packed.complaints,
        files: packed.files,
        imports: 0,
    })
}

/// Everything the mirror holds, and what a profile of before imported by itself.
pub(crate) async fn of_mirror(desk: &Desk) -> Result<Load> {
    let (mirror, journal) = (desk.store.mirror(), desk.store.journal());
    let mut packing = Packing::default();
    let mut files = BTreeMap::new();
    let first = CarriedLine::Hub {
        id: None,
        at: desk.now(),
    };
    packing.add(&first).map_err(internal)?;
    let mut after = i64::MIN;
    loop {
        let (last, complaints) = mirror
            .confirmed_after(after, ROWS)
            .await
            .map_err(of_store)?;
        if complaints.is_empty() {
            break;
        }
        after = last;
        for complaint in complaints {
            let named = complaint.files().filter(|file| !file.sha256.is_empty());
            files.extend(named.map(|file| (file.sha256.clone(), file.clone())));
            let line = CarriedLine::Complaint(Box::new(complaint.into()));
            packing.add(&line).map_err(internal)?;
        }
    }
    let imports = journal.imports().await.map_err(of_store)?;
    let count = imports.len();
    for import in imports.into_iter().rev() {
        let line = CarriedLine::Import(Box::new(of_before(import)));
        packing.add(&line).map_err(internal)?;
    }
    Ok(Load {
        complaints: packing.complaints(),
        content: packing.finish().map_err(internal)?,
        files,
        imports: count,
    })
}

/// An import that the desk did by itself, under an id that is the same whenever it is carried.
fn of_before(import: Import) -> wire::Import {
    let Import {
        no,
        name,
        begun_at,
        counts,
    } = import;
    let counts = counts.map(|counts| {
        let tanggap_store::ImportCounts {
            read,
            new,
            updated,
            unchanged,
            unreadable: _,
        } = counts;
        wire::ImportReport {
            read,
            new,
            updated,
            unchanged,
            ..wire::ImportReport::default()
        }
    });
    let seed = format!("{no}/{}/{name}", begun_at.timestamp_millis());
    wire::Import {
        id: uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, seed.as_bytes()).to_string(),
        name,
        sha256: String::new(),
        // Whoever carries it: the record of the desk had no name.
        by: Officer {
            id: tanggap_domain::ids::OfficerId(uuid::Uuid::nil()),
            name: String::new(),
        },
        begun_at,
        ended_at: Some(begun_at),
        state: match &counts {
            Some(_) => wire::ImportState::Done,
            None => wire::ImportState::Failed("interrupted".to_owned()),
        },
        read: 0,
        expected: 0,
        report: counts,
        kind: wire::ImportKind::Export,
        at_hub: false,
        kept: false,
        takes_back: None,
        taken_back_by: None,
    }
}

/// Brings it to a hub: the files first, then everything else at once. `name` is how it stands among the hub's
/// imports.
pub(crate) async fn bring(
    desk: &Desk,
    hub: &Hub,
    load: Load,
    name: &str,
) -> Result<wire::ImportReport> {
    let mut called_off = pin!(desk.import_called_off.notified());
    called_off.as_mut().enable();
    for file in load.files.values() {
        let Some(content) = content_of(desk, &file.sha256).await? else {
            // The national site's, or never fetched: its name goes along.
            continue;
        };
        hub.upload(file, content).await.map_err(of_upstream)?;
    }
    let sha256 = hub
        .send_export(name, load.content.into())
        .await
        .map_err(at_hub::not_begun)?;
    let request = wire::ImportRequest {
        sha256,
        name: name.to_owned(),
        zones: Vec::new(),
        office: None,
        kind: wire::ImportKind::Carried,
    };
    at_hub::taken_in(desk, hub, &request, called_off).await
}

/// The content of a file, from the desk or from the hub it is connected to.
async fn content_of(desk: &Desk, sha256: &str) -> Result<Option<Bytes>> {
    match desk.store.blobs().get(sha256).await {
        Ok(content) => return Ok(Some(content.into())),
        Err(StoreError::NoBlob) => {}
        Err(error) => return Err(of_store(error)),
    }
    let Some(connection) = desk.connection() else {
        return Ok(None);
    };
    let from = reach::hub(desk, &connection).await?;
    match from.download(sha256).await {
        Ok(content) => Ok(Some(content)),
        Err(UpstreamError::Refused { .. }) => Ok(None),
        Err(error) => Err(of_upstream(error)),
    }
}
