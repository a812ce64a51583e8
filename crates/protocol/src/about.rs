//! Who am I, where am I, and what the desks of this hub share: `/v1/me`, `/v1/reference`, `/healthz`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::ids::{HubId, OfficerId};

/// `GET /v1/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub officer: Officer,
    /// The feeds to pull, implied ones included.
    pub scopes: Vec<String>,
    pub hub: HubInfo,
    pub server_time: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Officer {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: OfficerId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HubInfo {
    /// Stays the same over the life of this hub's database, also when it moves to another machine.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: HubId,
    pub version: String,
    /// Practice data: nothing here is real.
    #[serde(default)]
    pub practice: bool,
}

/// `GET /v1/reference`: what replies and forms are filled from. Carries an `ETag`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reference {
    #[serde(default)]
    pub agencies: Vec<ReferenceAgency>,
    /// Paths, widest word first.
    #[serde(default)]
    pub categories: Vec<ReferenceCategory>,
    #[serde(default)]
    pub templates: Vec<Template>,
    /// Codes of the regions in the officer's scopes.
    #[serde(default)]
    pub regions: Vec<String>,
    /// The calendar and policy the region has agreed on; empty where each desk uses its own.
    #[serde(default)]
    pub calendar_version: String,
    #[serde(default)]
    pub policy_version: String,
}

/// An agency or unit that a complaint may be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceAgency {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
    /// Where it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl From<ReferenceAgency> for AgencyRef {
    fn from(agency: ReferenceAgency) -> Self {
        Self::new(agency.id.as_deref(), agency.name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferenceCategory {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub path: Vec<String>,
}

/// A ready text for a reply. Variables stand in double braces: `{{pelapor}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    pub id: String,
    pub name: String,
    pub text: String,
}

/// `GET /healthz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    pub ok: bool,
    pub version: String,
    pub server_time: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-11-20T03:04:05Z".parse().unwrap()
    }

    #[test]
    fn me_on_the_wire() {
        let me = Me {
            officer: Officer {
                id: "0192f00d-7a2b-7c11-9abc-def012345678".parse().unwrap(),
                name: "Desk Palembang".into(),
            },
            scopes: vec!["16.71".into(), "tanpa-lokasi".into()],
            hub: HubInfo {
                id: "0192f00d-7a2b-7c11-9abc-def000000001".parse().unwrap(),
                version: "0.1.0".into(),
                practice: true,
            },
            server_time: at(),
        };
        insta::assert_snapshot!(serde_json::to_string(&me).unwrap(), @r#"{"officer":{"id":"0192f00d-7a2b-7c11-9abc-def012345678","name":"Desk Palembang"},"scopes":["16.71","tanpa-lokasi"],"hub":{"id":"0192f00d-7a2b-7c11-9abc-def000000001","version":"0.1.0","practice":true},"server_time":"2026-11-20T03:04:05Z"}"#);
    }

    #[test]
    fn reference_on_the_wire() {
        let reference = Reference {
            agencies: vec![ReferenceAgency {
                id: None,
                name: "Dinas PUPR Kota Palembang".into(),
                region: Some("16.71".into()),
            }],
            categories: vec![ReferenceCategory {
                id: Some("7".into()),
                path: vec!["Infrastruktur".into(), "Jalan".into()],
            }],
            templates: vec![Template {
                id: "terima-kasih".into(),
                name: "Terima kasih".into(),
                text: "Terima kasih, {{pelapor}}.".into(),
            }],
            regions: vec!["16.71".into()],
            calendar_version: "2026-1".into(),
            policy_version: String::new(),
        };
        insta::assert_snapshot!(serde_json::to_string(&reference).unwrap(), @r#"{"agencies":[{"name":"Dinas PUPR Kota Palembang","region":"16.71"}],"categories":[{"id":"7","path":["Infrastruktur","Jalan"]}],"templates":[{"id":"terima-kasih","name":"Terima kasih","text":"Terima kasih, {{pelapor}}."}],"regions":["16.71"],"calendar_version":"2026-1","policy_version":""}"#);
    }

    #[test]
    fn health_on_the_wire() {
        let health = Health {
            ok: true,
            version: "0.1.0".into(),
            server_time: at(),
        };
        insta::assert_snapshot!(serde_json::to_string(&health).unwrap(), @r#"{"ok":true,"version":"0.1.0","server_time":"2026-11-20T03:04:05Z"}"#);
    }
}
