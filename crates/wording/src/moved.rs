//! What a desk brought along to another hub, and where the two differ.

use tanggap_domain::merge::carried::CarriedField;
use tanggap_ipc::boot::{Differs, Moved};
use tanggap_ipc::settings::Language;

/// Most complaints that are named; the rest is counted.
const MOST_NAMED: usize = 20;

/// A sentence for what was brought, and one for each thing that somebody should look at.
pub fn moved(moved: &Moved, language: Language) -> Vec<String> {
    let Moved {
        new,
        updated,
        unchanged,
        left,
        differs,
    } = moved;
    let mut said = vec![match language {
        Language::Id => format!(
            "Laporan dari komputer ini ada di hub: {new} baru, {updated} digabung dengan yang sudah ada, {unchanged} sudah sama."
        ),
        Language::En => format!(
            "This computer's complaints are at the hub: {new} new, {updated} joined with what was there, {unchanged} the same already."
        ),
    }];
    if *left > 0 {
        said.push(match language {
            Language::Id => format!(
                "{left} laporan di luar wilayah Anda di hub itu; tetap tersimpan di komputer ini dan tidak tampil selama terhubung."
            ),
            Language::En => format!(
                "{left} complaints are outside your regions there; they stay on this computer and are not shown while connected."
            ),
        });
    }
    if !differs.is_empty() {
        let named: Vec<String> = differs
            .iter()
            .take(MOST_NAMED)
            .map(|it| one(it, language))
            .collect();
        let rest = differs.len().saturating_sub(MOST_NAMED);
        let (named, all) = (named.join("; "), differs.len());
        said.push(match (language, rest) {
            (Language::Id, 0) => {
                format!("{all} laporan berbeda isinya; yang berlaku isi hub: {named}.")
            }
            (Language::Id, _) => format!(
                "{all} laporan berbeda isinya; yang berlaku isi hub: {named}; dan {rest} lagi."
            ),
            (Language::En, 0) => {
                format!("{all} complaints differ; what the hub says holds: {named}.")
            }
            (Language::En, _) => {
                format!(
                    "{all} complaints differ; what the hub says holds: {named}; and {rest} more."
                )
            }
        });
    }
    said
}

fn one(differs: &Differs, language: Language) -> String {
    let fields: Vec<&str> = differs
        .fields
        .iter()
        .map(|code| CarriedField::of_code(code).map_or(code.as_str(), |it| field(it, language)))
        .collect();
    format!("#{} ({})", differs.tracking_id, fields.join(", "))
}

fn field(field: CarriedField, language: Language) -> &'static str {
    let (indonesian, english) = match field {
        CarriedField::Title => ("judul", "title"),
        CarriedField::Body => ("isi", "text"),
        CarriedField::Status => ("status", "status"),
        CarriedField::Unit => ("unit", "unit"),
        CarriedField::Classification => ("klasifikasi", "classification"),
        CarriedField::Category => ("kategori", "category"),
        CarriedField::Region => ("lokasi", "place"),
        CarriedField::Priority => ("prioritas", "priority"),
        CarriedField::Privacy => ("perlindungan pelapor", "protection of the reporter"),
        CarriedField::History => ("riwayat penuh", "full history"),
    };
    match language {
        Language::Id => indonesian,
        Language::En => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_said() {
        let mut brought = Moved {
            new: 2,
            updated: 1,
            ..Moved::default()
        };
        assert_eq!(
            moved(&brought, Language::Id),
            [
                "Laporan dari komputer ini ada di hub: 2 baru, 1 digabung dengan yang sudah ada, 0 sudah sama."
            ]
        );
        brought.left = 3;
        brought.differs = vec![Differs {
            tracking_id: "9120447".into(),
            fields: vec!["unit".into(), "privacy".into(), "of-a-newer-hub".into()],
        }];
        let said = moved(&brought, Language::Id);
        assert_eq!(said.len(), 3);
        assert_eq!(
            said[2],
            "1 laporan berbeda isinya; yang berlaku isi hub: #9120447 (unit, perlindungan pelapor, of-a-newer-hub)."
        );
        brought.differs = vec![brought.differs[0].clone(); 25];
        assert!(moved(&brought, Language::En)[2].ends_with("; and 5 more."));
    }
}
