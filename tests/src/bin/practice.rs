//! What `cargo xtask run` starts once everything is built: a practice hub, and a desk connected to
//! it, in a real window or, headless, on an invisible display with a picture of every page.
//!
//! Practice data live under `target/practice` and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Parser;
use tanggap_tests::hub::Serving;
use tanggap_tests::{Hub, Stage, hub, pages, programs};

/// Practise with invented complaints.
#[derive(Parser)]
struct Arguments {
    /// On an invisible display: a picture of every page, then end.
    #[arg(long)]
    headless: bool,
    /// Where the pictures go [default: target/screenshots].
    #[arg(long)]
    out: Option<PathBuf>,
    /// Start over.
    #[arg(long)]
    fresh: bool,
}

/// The practice office serves one province: Sumatera Selatan.
const PROVINCE: &str = "16";
const OFFICER: &str = "Petugas Latihan";
const OFFICE: &str = "Diskominfo Prov. Sumatera Selatan";
/// Guards invented complaints only.
const PASSPHRASE: &str = "sandi latihan";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.headless {
        let out = arguments.out.map_or_else(programs::screens, Ok)?;
        return headless(&out).await;
    }
    let folder = programs::screens()?.with_file_name("practice");
    if arguments.fresh && folder.exists() {
        fs::remove_dir_all(&folder).context("Forgetting the earlier practice")?;
    }
    windowed(&folder).await
}

/// A picture of every page of a desk that starts from nothing.
async fn headless(out: &Path) -> Result<()> {
    let stage = Stage::start_into(out).await?;
    let data = stage.folder().join("hub");
    fs::create_dir_all(&data).context("Making the hub's folder")?;
    hub::fill_with_practice(&data, PROVINCE)?;
    let officer = hub::add_officer(&data, OFFICER, &[PROVINCE])?;
    let serving = Serving {
        practice: Some(PROVINCE),
        ..Serving::default()
    };
    let hub = Hub::start(&data, serving, &stage.logs()).await?;
    let connection = [
        ("TANGGAP_CONNECT_HUB", hub.url.as_str()),
        ("TANGGAP_CONNECT_TOKEN", officer.token.as_str()),
        ("TANGGAP_OFFICE", OFFICE),
    ];
    let desk = stage.open_desk("praktik", &connection).await?;
    pages::loaded(&desk).await?;
    let pictures = pages::screenshots(&desk, "latihan").await?;
    desk.close().await?;
    hub.stop().await?;
    for picture in pictures {
        println!("{}", picture.display());
    }
    Ok(())
}

/// The desk on this display, until its window is closed.
async fn windowed(folder: &Path) -> Result<()> {
    let data = folder.join("hub");
    let profile = folder.join("desk");
    fs::create_dir_all(&data).context("Making the hub's folder")?;
    fs::create_dir_all(&profile).context("Making the desk's folder")?;

    // The desk remembers its hub by address and token, so both stay the same over runs.
    let token_file = folder.join("token");
    let token = match fs::read_to_string(&token_file) {
        Ok(token) => token,
        Err(_) => {
            hub::fill_with_practice(&data, PROVINCE)?;
            let token = hub::add_officer(&data, OFFICER, &[PROVINCE])?.token;
            fs::write(&token_file, &token).context("Keeping the practice token")?;
            token
        }
    };
    let address_file = folder.join("address");
    let address = fs::read_to_string(&address_file).unwrap_or_else(|_| "127.0.0.1:0".to_owned());
    let serving = Serving {
        listen: &address,
        practice: Some(PROVINCE),
        ..Serving::default()
    };
    let hub = Hub::start(&data, serving, &folder.join("logs")).await?;
    fs::write(&address_file, hub.address()).context("Keeping the practice hub's address")?;
    println!("Practice hub: {}", hub.url);

    let status = Command::new(programs::find("tanggap")?)
        .env("TANGGAP_DATA", &profile)
        .env("TANGGAP_KEY", PASSPHRASE)
        .env("TANGGAP_CONNECT_HUB", &hub.url)
        .env("TANGGAP_CONNECT_TOKEN", &token)
        .env("TANGGAP_OFFICE", OFFICE)
        .status()
        .context("Opening the desk")?;
    hub.stop().await?;
    if !status.success() {
        bail!("The desk ended with {status}");
    }
    Ok(())
}
