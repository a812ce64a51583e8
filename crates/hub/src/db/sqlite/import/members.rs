//! The members of a complaint, as the disk has them, that a file changed: kept as they stood and as they were left.
//! Histories and counters are not among them.

use serde_json::{Map, Value};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::provenance::NationalField;
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::import::FieldChange;

use crate::db::DbError;

pub type Members = Map<String, Value>;

const NOT_A_FILES: [&str; 6] = [
    "id",
    "tracking_id",
    "history",
    "versions",
    "priority",
    "joined",
];

/// How a member is told to officers.
enum Telling {
    /// The word of the field, and its words old and new.
    Words(&'static str),
    /// The word of the field alone: its words may be personal data.
    Named(&'static str),
    Untold,
}

fn telling(member: &str) -> Telling {
    match member {
        "classification" | "channel" | "received_at" | "incident_on" | "agency" | "unit"
        | "stage" | "anonymous" | "secret" | "rating" | "category" => {
            Telling::Words(match member {
                "classification" => "classification",
                "channel" => "channel",
                "received_at" => "received",
                "incident_on" => "incident",
                "agency" => "agency",
                "unit" => "unit",
                "stage" => "stage",
                "anonymous" => "anonymous",
                "secret" => "secret",
                "rating" => "rating",
                _ => "category",
            })
        }
        "national" => Telling::Words("status"),
        "title" => Telling::Named("title"),
        "body" => Telling::Named("body"),
        "first_body" => Telling::Named("first-body"),
        "reporter" => Telling::Named("reporter"),
        "location" => Telling::Named("location"),
        "attachments" => Telling::Named("attachments"),
        "extra" => Telling::Named("extra"),
        // Where it comes from; the id of a category goes with its words.
        "provenance" | "category_id" => Telling::Untold,
        _ => Telling::Named("extra"),
    }
}

fn members(complaint: &Complaint) -> Result<Members, DbError> {
    match serde_json::to_value(WireComplaint::from(complaint.clone())) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(damaged()),
    }
}

/// The members in which two states differ: as the first has them, and as the second.
pub fn apart(before: &Complaint, after: &Complaint) -> Result<(Members, Members), DbError> {
    let (before, after) = (members(before)?, members(after)?);
    let (mut old, mut new) = (Members::new(), Members::new());
    let names = before.keys().chain(after.keys());
    for name in names.filter(|name| !NOT_A_FILES.contains(&name.as_str())) {
        if before.get(name) != after.get(name) {
            let of = |state: &Members| state.get(name).cloned().unwrap_or(Value::Null);
            old.insert(name.clone(), of(&before));
            new.insert(name.clone(), of(&after));
        }
    }
    Ok((old, new))
}

/// `now` with these members instead of its own.
pub fn laid_over(now: &Complaint, members_of_then: &Members) -> Result<Complaint, DbError> {
    let mut state = members(now)?;
    for (name, value) in members_of_then {
        match value {
            Value::Null => state.remove(name),
            value => state.insert(name.clone(), value.clone()),
        };
    }
    let wire: WireComplaint =
        serde_json::from_value(Value::Object(state)).map_err(|_| damaged())?;
    Complaint::try_from(wire).map_err(|_| damaged())
}

/// The field that a member belongs to; none of what follows from all of them.
pub fn field_of(member: &str) -> Option<NationalField> {
    Some(match member {
        "title" => NationalField::Title,
        "body" => NationalField::Body,
        "first_body" => NationalField::FirstBody,
        "classification" => NationalField::Classification,
        "category" | "category_id" => NationalField::Category,
        "channel" => NationalField::Channel,
        "reporter" => NationalField::Reporter,
        "received_at" => NationalField::Received,
        "incident_on" => NationalField::Incident,
        "location" => NationalField::Location,
        "agency" => NationalField::Agency,
        "unit" => NationalField::Unit,
        "national" | "stage" => NationalField::Status,
        "rating" => NationalField::Rating,
        "extra" => NationalField::Extra,
        _ => return None,
    })
}

/// Whether officers see any of it.
pub fn is_seen(members: &Members) -> bool {
    members.keys().any(|name| name != "provenance")
}

/// What officers are told of it.
pub fn told(old: &Members, new: &Members) -> Vec<FieldChange> {
    let mut fields: Vec<FieldChange> = Vec::new();
    for (name, was) in old {
        let is = new.get(name).unwrap_or(&Value::Null);
        let field = match telling(name) {
            Telling::Untold => continue,
            Telling::Named(field) => FieldChange {
                field: field.to_owned(),
                old: None,
                new: None,
            },
            Telling::Words(field) => FieldChange {
                field: field.to_owned(),
                old: words(was),
                new: words(is),
            },
        };
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields.sort_by(|one, other| one.field.cmp(&other.field));
    fields
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(words) => Some(words.clone()),
        Value::Array(path) => {
            let path: Vec<&str> = path.iter().filter_map(Value::as_str).collect();
            (!path.is_empty()).then(|| path.join(" > "))
        }
        Value::Object(named) => named.get("name").and_then(words),
        other => Some(other.to_string()),
    }
    .filter(|words| !words.is_empty())
}

pub fn read(json: Option<String>) -> Result<Members, DbError> {
    match json {
        None => Ok(Members::new()),
        Some(json) => serde_json::from_str(&json).map_err(|_| damaged()),
    }
}

fn damaged() -> DbError {
    DbError::Damaged {
        what: "what an import did",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::complaint;
    use tanggap_domain::agency::AgencyRef;

    #[test]
    fn what_differs_leads_back_and_names_no_person() {
        let before = complaint("1", Some("16.71"));
        let mut after = before.clone();
        after.reporter.name = Some("Warga Contoh".into());
        after.unit = Some(AgencyRef::named("Dinas PUPR"));
        after.national.name = "Ditutup oleh Admin".into();
        after.title = "Judul lain".into();
        after.versions.head += 1;
        let (old, new) = apart(&before, &after).unwrap();
        let mut back = laid_over(&after, &old).unwrap();
        back.versions = before.versions;
        assert_eq!(back, before);
        let told = told(&old, &new);
        let json = serde_json::to_string(&told).unwrap();
        assert!(!json.contains("Warga") && !json.contains("Judul"), "{json}");
        let unit = told.iter().find(|it| it.field == "unit").unwrap();
        assert_eq!(
            (&unit.old, unit.new.as_deref()),
            (&None, Some("Dinas PUPR"))
        );
        let names: Vec<&str> = told.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(names, ["reporter", "status", "title", "unit"]);
    }

    /// A member that nobody decided about would be kept without a word for officers.
    #[test]
    fn every_member_of_a_complaint_is_told_or_not_on_purpose() {
        let document = <WireComplaint as utoipa::PartialSchema>::schema();
        let document = serde_json::to_value(document).unwrap();
        let members = document["properties"].as_object().unwrap().keys();
        for member in members.filter(|it| !NOT_A_FILES.contains(&it.as_str())) {
            let decided = match telling(member) {
                Telling::Named("extra") => member == "extra",
                _ => true,
            };
            assert!(decided, "{member}");
        }
    }
}
