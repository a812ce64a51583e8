//! Officers: who may connect, and what they see.

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde::Serialize;
use tanggap_domain::ids::OfficerId;
use tanggap_hub::clock::Clock;
use tanggap_hub::db::{Db, NewOfficer, OfficerRow};
use tanggap_hub::token;
use tanggap_protocol::scope::Scope;

use super::{Folder, Output, open, print};

#[derive(Subcommand)]
pub enum Command {
    /// Add an officer and print the access token, which is shown this once
    Add {
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

fn scope(text: &str) -> Result<Scope, String> {
    text.parse()
        .map_err(|error: tanggap_protocol::scope::NotAScope| error.to_string())
}

pub async fn run(command: Command, clock: &Clock) -> Result<()> {
    match command {
        Command::Add {
            name,
            scopes,
            folder,
            output,
        } => {
            let db = open(&folder.data).await?;
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
            let db = open(&folder.data).await?;
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
            let db = open(&folder.data).await?;
            let done = revoke(&db, &officer, clock).await;
            db.close().await;
            let revoked = listed(done?);
            print(&output, &revoked, || "revoked".to_owned())
        }
    }
}

async fn revoke(db: &impl Db, who: &str, clock: &Clock) -> Result<OfficerRow> {
    let officers = db.officers().await?;
    let mut meant = officers
        .into_iter()
        .filter(|row| row.revoked_at.is_none())
        .filter(|row| row.name == who || row.id.to_string() == who);
    let (Some(mut row), None) = (meant.next(), meant.next()) else {
        bail!("exactly one active officer must have this name or id; see `officer list`");
    };
    let now = clock.now();
    db.revoke(row.id, now).await?;
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
