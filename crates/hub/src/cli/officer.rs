//! Officers: who may connect, and what they see.

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde::Serialize;
use tanggap_domain::ids::OfficerId;
use tanggap_geo::Gazetteer;
use tanggap_hub::clock::Clock;
use tanggap_hub::db::sqlite::SqliteDb;
use tanggap_hub::db::{Db, NewOfficer, OfficerRow};
use tanggap_hub::erasing;
use tanggap_hub::register::Register;
use tanggap_hub::token;
use tanggap_protocol::scope::Scope;

use super::{Folder, Output, open, print, register};

const MAX_NAME_CHARS: usize = 100;
/// A desk asks for all of them at once.
const MAX_SCOPES: usize = 50;
const MAX_AGENCY_CHARS: usize = 200;

#[derive(Subcommand)]
pub enum Command {
    /// Add an officer and print the access token, which is shown this once
    Add {
        /// As colleagues know them; two active officers cannot share one
        #[arg(value_parser = name)]
        name: String,
        /// nat, a province (16), a regency (16.71) or an agency (ins:ID)
        #[arg(long = "scope", value_name = "CODE", required = true, num_args = 1.., value_parser = scope)]
        scopes: Vec<Scope>,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// List everybody who ever had access
    List {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// Withdraw an officer's access at once
    Revoke {
        /// Name or id
        officer: String,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Serialize)]
struct Added {
    officer: String,
    id: OfficerId,
    scopes: Vec<Scope>,
    token: String,
}

#[derive(Serialize)]
struct Listed {
    officer: String,
    id: OfficerId,
    scopes: Vec<Scope>,
    created_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
}

/// A name is shown beside everything its officer does.
fn name(text: &str) -> Result<String, String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = |c: char| c.is_alphanumeric();
    if text.chars().any(|c| c.is_control() || is_invisible(c)) {
        Err("a name holds no control characters or invisible ones".to_owned())
    } else if !name.chars().any(visible) {
        Err("a name is needed".to_owned())
    } else if name.chars().count() > MAX_NAME_CHARS {
        Err(format!("a name has at most {MAX_NAME_CHARS} characters"))
    } else {
        Ok(name)
    }
}

/// Characters that take no room, or turn the text around: two names that look the same would differ.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn scope(text: &str) -> Result<Scope, String> {
    let scope: Scope = text
        .parse()
        .map_err(|error: tanggap_protocol::scope::NotAScope| error.to_string())?;
    match &scope {
        Scope::Region(region) if Gazetteer::bundled().place(region).is_none() => {
            Err(format!("no region has the code {region}"))
        }
        Scope::Agency(id) if id.chars().count() > MAX_AGENCY_CHARS => Err(format!(
            "the id of an agency has at most {MAX_AGENCY_CHARS} characters"
        )),
        Scope::Agency(id) if id.chars().any(|c| c.is_control() || is_invisible(c)) => {
            Err("the id of an agency holds no control characters or invisible ones".to_owned())
        }
        _ => Ok(scope),
    }
}

pub async fn run(command: Command, clock: &Clock) -> Result<()> {
    match command {
        Command::Add {
            name,
            scopes,
            folder,
            output,
        } => {
            if scopes.len() > MAX_SCOPES {
                bail!("an officer has at most {MAX_SCOPES} scopes: give a wider one");
            }
            let db = open(&folder.data, clock).await?;
            let token = token::generate();
            let id = OfficerId(uuid::Builder::from_random_bytes(rand::random()).into_uuid());
            let new = NewOfficer {
                id,
                name: name.clone(),
                scopes: scopes.clone(),
                token: token::hash(&token),
                now: clock.now(),
            };
            let done = db.add_officer(new).await;
            db.close().await;
            done?;
            let added = Added {
                officer: name,
                id,
                scopes,
                token,
            };
            print(&output, &added, || added.token.clone())
        }
        Command::List { folder, output } => {
            let db = open(&folder.data, clock).await?;
            let officers = db.officers().await;
            db.close().await;
            let listed: Vec<Listed> = officers?.into_iter().map(listed).collect();
            print(&output, &listed, || {
                let lines = listed.iter().map(|it| {
                    let scopes: Vec<String> = it.scopes.iter().map(Scope::to_string).collect();
                    let state = if it.revoked_at.is_some() {
                        "revoked"
                    } else {
                        "active"
                    };
                    let scopes = scopes.join(",");
                    format!("{}  {state}  {scopes}  {}", it.id, it.officer)
                });
                lines.collect::<Vec<_>>().join("\n")
            })
        }
        Command::Revoke {
            officer,
            folder,
            output,
        } => {
            let db = open(&folder.data, clock).await?;
            let done = revoke(&db, &register(&folder.data, &db), &officer, clock).await;
            db.close().await;
            let revoked = listed(done?);
            print(&output, &revoked, || "revoked".to_owned())
        }
    }
}

async fn revoke(
    db: &SqliteDb,
    register: &Register,
    who: &str,
    clock: &Clock,
) -> Result<OfficerRow> {
    let officers = db.officers().await?;
    let mut meant = officers
        .into_iter()
        .filter(|row| row.revoked_at.is_none())
        .filter(|row| row.name == who || row.id.to_string() == who);
    let (Some(mut row), None) = (meant.next(), meant.next()) else {
        bail!("exactly one active officer must have this name or id; see `officer list`");
    };
    let now = clock.now();
    erasing::revoke(db, register, row.id, now).await?;
    row.revoked_at = Some(now);
    Ok(row)
}

fn listed(row: OfficerRow) -> Listed {
    Listed {
        officer: row.name,
        id: row.id,
        scopes: row.scopes,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_can_be_told_apart() {
        for (typed, expected) in [
            ("Ani Wulandari", Some("Ani Wulandari")),
            ("  Ani   Wulandari ", Some("Ani Wulandari")),
            ("Muḥammad Hatta, S.H.", Some("Muḥammad Hatta, S.H.")),
            ("", None),
            ("   ", None),
            ("--", None),
            ("Ani\tWulandari", None),
            ("Ani\u{0}", None),
            ("Ani\u{1b}[31m", None),
            ("Ani\u{200b}", None),
            ("\u{202e}inA", None),
        ] {
            assert_eq!(name(typed).ok().as_deref(), expected, "{typed:?}");
        }
        assert!(name(&"a".repeat(100)).is_ok());
        assert!(name(&"a".repeat(101)).is_err());
    }

    #[test]
    fn scopes_that_exist() {
        let long = format!("ins:{}", "a".repeat(201));
        for (typed, good) in [
            ("nat", true),
            ("16", true),
            ("16.71", true),
            ("ins:dinas-pupr-kota-palembang", true),
            ("99", false),
            ("99.99", false),
            ("16.99", false),
            ("16.71.01", false),
            ("ins:", false),
            ("ins:12 34", false),
            ("ins:12\u{200b}34", false),
            ("ins:12\u{7}34", false),
            (&long, false),
            ("", false),
        ] {
            assert_eq!(scope(typed).is_ok(), good, "{typed:?}");
        }
    }
}
