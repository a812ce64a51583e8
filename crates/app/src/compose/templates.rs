//! Templates of replies: which there are for a complaint, and what the complaint can fill in.
//! Never invents a value: what is not known stays a variable.

use std::ops::Range;
use std::sync::LazyLock;

use tanggap_domain::complaint::Complaint;
use tanggap_ipc::compose::{Filled, MarkKind, Template};

use super::check;

/// What surrounds the complaint: the officer, the place in words, and today.
pub struct Around<'a> {
    pub officer: Option<&'a str>,
    /// Deepest region first, as in an address.
    pub place: Option<&'a str>,
    /// Already in words, e.g. `22 November 2026`.
    pub today: &'a str,
    pub received: &'a str,
}

/// The bundled set, for desks whose hub offers none.
pub fn bundled() -> &'static [Template] {
    static BUNDLED: LazyLock<Vec<Template>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("templates.json"))
            .expect("the bundled templates are part of the program and checked by a test")
    });
    &BUNDLED
}

/// Those meant for the complaint's category first, then those for any, then the rest; each group in
/// its own order.
pub fn in_order(mut templates: Vec<Template>, complaint: &Complaint) -> Vec<Template> {
    let words: Vec<String> = complaint
        .category
        .path
        .iter()
        .map(|word| word.to_lowercase())
        .collect();
    templates.sort_by_key(|template| match &template.category {
        Some(category) if words.contains(&category.to_lowercase()) => 0,
        None => 1,
        Some(_) => 2,
    });
    templates
}

/// The text with every variable replaced that the complaint knows, and where each of them stands.
pub fn fill(text: &str, complaint: &Complaint, around: &Around<'_>) -> Filled {
    let mut filled = String::with_capacity(text.len());
    let mut marks: Vec<(Range<usize>, MarkKind)> = Vec::new();
    let mut done = 0;
    for (range, name) in check::variables(text) {
        filled.push_str(&text[done..range.start]);
        let start = filled.len();
        let kind = match value(name, complaint, around) {
            Some(value) => {
                filled.push_str(&value);
                MarkKind::Filled
            }
            None => {
                filled.push_str(&text[range.clone()]);
                MarkKind::EmptyVariable {
                    name: name.to_owned(),
                }
            }
        };
        marks.push((start..filled.len(), kind));
        done = range.end;
    }
    filled.push_str(&text[done..]);
    let marks = check::in_utf16(&filled, marks);
    Filled {
        text: filled,
        marks,
    }
}

fn value(name: &str, complaint: &Complaint, around: &Around<'_>) -> Option<String> {
    let value = match name {
        "pelapor" => salutation(complaint),
        "nomor_laporan" => format!("#{}", complaint.tracking_id),
        "judul" => complaint.title.clone(),
        "kategori" => complaint.category.leaf().to_owned(),
        "lokasi" => place(complaint, around.place)?,
        "unit" => complaint
            .unit
            .as_ref()
            .or(complaint.agency.as_ref())?
            .name
            .clone(),
        "instansi" => complaint.agency.as_ref()?.name.clone(),
        "petugas" => around.officer?.to_owned(),
        "tanggal_laporan" => around.received.to_owned(),
        "tanggal_hari_ini" => around.today.to_owned(),
        _ => return None,
    };
    (!value.trim().is_empty()).then_some(value)
}

/// A public text names the reporter only where neither flag protects them.
fn salutation(complaint: &Complaint) -> String {
    let protected = complaint.privacy.anonymous || complaint.privacy.secret;
    match &complaint.reporter.name {
        Some(name) if !protected && !name.trim().is_empty() => format!("Bapak/Ibu {}", name.trim()),
        _ => "Bapak/Ibu Pelapor".to_owned(),
    }
}

fn place(complaint: &Complaint, region: Option<&str>) -> Option<String> {
    // An address is left out where the whole report is secret.
    let address = complaint
        .location
        .address
        .as_deref()
        .map(str::trim)
        .filter(|address| !address.is_empty() && !complaint.privacy.secret);
    match (address, region) {
        (Some(address), Some(region)) => Some(format!("{address}, {region}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn around() -> Around<'static> {
        Around {
            officer: Some("Petugas Satu"),
            place: Some("Kec. Bubutan, Kota Surabaya"),
            today: "22 November 2026",
            received: "20 November 2026",
        }
    }

    #[test]
    fn the_bundled_templates_are_whole() {
        let templates = bundled();
        assert!(templates.len() >= 12);
        for template in templates {
            assert!(
                check::variables(&template.text).any(|(_, name)| name == "nomor_laporan"),
                "{} names the report",
                template.id
            );
            let opened = template.text.matches("{{").count();
            assert_eq!(opened, check::variables(&template.text).count());
        }
    }

    #[test]
    fn what_is_known_is_filled_and_marked() {
        let complaint = testing::complaint("9120447");
        let filled = fill(
            "Yth. {{pelapor}}, laporan {{ nomor_laporan }} dikerjakan {{tanggal_rencana}}.",
            &complaint,
            &around(),
        );
        assert_eq!(
            filled.text,
            "Yth. Bapak/Ibu Pelapor, laporan #9120447 dikerjakan {{tanggal_rencana}}."
        );
        let kinds: Vec<&MarkKind> = filled.marks.iter().map(|mark| &mark.kind).collect();
        assert_eq!(
            kinds,
            [
                &MarkKind::Filled,
                &MarkKind::Filled,
                &MarkKind::EmptyVariable {
                    name: "tanggal_rencana".into()
                }
            ]
        );
    }

    #[test]
    fn a_protected_reporter_is_never_named() {
        let mut complaint = testing::complaint("9120447");
        complaint.reporter.name = Some("Warga Contoh".into());
        assert_eq!(salutation(&complaint), "Bapak/Ibu Warga Contoh");
        complaint.privacy.anonymous = true;
        assert_eq!(salutation(&complaint), "Bapak/Ibu Pelapor");
        complaint.privacy.anonymous = false;
        complaint.privacy.secret = true;
        assert_eq!(salutation(&complaint), "Bapak/Ibu Pelapor");
    }
}
