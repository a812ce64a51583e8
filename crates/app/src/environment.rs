//! What a program is told from outside, read once at its start: `TANGGAP_KEY`, `TANGGAP_NOW`, and for
//! a first start `TANGGAP_CONNECT_HUB`, `TANGGAP_CONNECT_TOKEN`, `TANGGAP_OFFICE`, `TANGGAP_ZONE`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tanggap_ipc::settings::Zone;

use crate::clock::{Clock, SetClock, SystemClock};

/// A variable that says something unusable.
#[derive(Debug, thiserror::Error)]
#[error("{name} is set, but {expected}")]
pub struct Unusable {
    name: &'static str,
    expected: &'static str,
}

/// Everything that may be set.
#[derive(Clone)]
pub struct Environment {
    /// The store's passphrase, for unattended use.
    pub passphrase: Option<String>,
    /// `TANGGAP_NOW` (RFC 3339): the clock starts there and runs on from it.
    pub now: Option<DateTime<Utc>>,
    pub first_start: FirstStart,
}

/// How to make the profile where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstStart {
    /// Address and token: the profile is made and connected without asking.
    pub hub: Option<(String, String)>,
    pub office: Option<String>,
    pub zone: Option<Zone>,
}

impl Environment {
    /// # Errors
    /// [`Unusable`], naming the variable.
    pub fn read() -> Result<Self, Unusable> {
        Self::of(|name| std::env::var(name).ok())
    }

    fn of(var: impl Fn(&str) -> Option<String>) -> Result<Self, Unusable> {
        let var = |name: &str| var(name).filter(|value| !value.is_empty());
        let now = var("TANGGAP_NOW")
            .map(|text| {
                DateTime::parse_from_rfc3339(&text).map_err(|_| Unusable {
                    name: "TANGGAP_NOW",
                    expected: "is not a time like 2026-11-20T09:00:00+07:00",
                })
            })
            .transpose()?
            .map(|now| now.with_timezone(&Utc));
        let zone = var("TANGGAP_ZONE")
            .map(|text| {
                zone_of(&text).ok_or(Unusable {
                    name: "TANGGAP_ZONE",
                    expected: "is not WIB, WITA or WIT",
                })
            })
            .transpose()?;
        let hub = match (var("TANGGAP_CONNECT_HUB"), var("TANGGAP_CONNECT_TOKEN")) {
            (Some(url), Some(token)) => Some((url, token)),
            (None, None) => None,
            (Some(_), None) => {
                return Err(Unusable {
                    name: "TANGGAP_CONNECT_HUB",
                    expected: "TANGGAP_CONNECT_TOKEN is missing",
                });
            }
            (None, Some(_)) => {
                return Err(Unusable {
                    name: "TANGGAP_CONNECT_TOKEN",
                    expected: "TANGGAP_CONNECT_HUB is missing",
                });
            }
        };
        Ok(Self {
            passphrase: var("TANGGAP_KEY"),
            now,
            first_start: FirstStart {
                hub,
                office: var("TANGGAP_OFFICE"),
                zone,
            },
        })
    }

    /// The clock this process lives by.
    pub fn clock(&self) -> Arc<dyn Clock> {
        match self.now {
            Some(now) => Arc::new(SetClock::starting(now)),
            None => Arc::new(SystemClock),
        }
    }
}

/// `WIB`, `WITA` or `WIT`, in any case.
pub fn zone_of(text: &str) -> Option<Zone> {
    [Zone::Wib, Zone::Wita, Zone::Wit]
        .into_iter()
        .find(|zone| zone.code().eq_ignore_ascii_case(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Result<Environment, Unusable> {
        Environment::of(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn what_is_set_is_read() {
        let environment = of(&[
            ("TANGGAP_NOW", "2026-11-20T09:00:00+07:00"),
            ("TANGGAP_ZONE", "wita"),
            ("TANGGAP_KEY", ""),
            ("TANGGAP_CONNECT_HUB", "http://127.0.0.1:1"),
            ("TANGGAP_CONNECT_TOKEN", "t"),
        ])
        .unwrap();
        assert_eq!(environment.passphrase, None);
        assert_eq!(environment.first_start.zone, Some(Zone::Wita));
        assert_eq!(
            environment.now.unwrap().to_rfc3339(),
            "2026-11-20T02:00:00+00:00"
        );
        assert!(environment.first_start.hub.is_some());
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (pairs, name) in [
            ([("TANGGAP_NOW", "besok")], "TANGGAP_NOW"),
            ([("TANGGAP_ZONE", "CET")], "TANGGAP_ZONE"),
            ([("TANGGAP_CONNECT_HUB", "http://x")], "TANGGAP_CONNECT_HUB"),
        ] {
            let error = of(&pairs).map(|_| ()).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
    }
}
