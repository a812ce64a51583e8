//! An office for journeys in the window: a stage, a hub with imported complaints, officers' desks.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use tanggap_tests::hub::{self, Serving, add_officer};
use tanggap_tests::{Complaints, Ctl, Desk, Hub, Stage, id, pages};

/// Thousands of complaints into an encrypted store by a debug build, while other tests run.
pub const SYNC_LIMIT: Duration = Duration::from_secs(120);

pub struct Office {
    pub stage: Stage,
    pub complaints: Complaints,
    hub: Option<Hub>,
    address: String,
}

impl Office {
    /// Everything stands at the complaints' own time, so that clocks look as they did then.
    pub async fn open(complaints: Complaints) -> Result<Self> {
        let stage = Stage::start().await?;
        let data = stage.folder().join("hub");
        std::fs::create_dir(&data).context("Making the hub's folder")?;
        let file = complaints.write(stage.folder())?;
        hub::import_at(&data, &file, Some(complaints.now))?;
        let mut office = Self {
            stage,
            complaints,
            hub: None,
            address: "127.0.0.1:0".to_owned(),
        };
        office.bring_hub_back().await?;
        Ok(office)
    }

    pub fn hub_data(&self) -> PathBuf {
        self.stage.folder().join("hub")
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The hub is gone, as if the power had failed. Where it was.
    pub async fn take_hub_away(&mut self) -> Result<String> {
        let hub = self.hub.take().context("The hub is away already")?;
        hub.kill().await?;
        Ok(self.address.clone())
    }

    /// The hub is back where it was.
    pub async fn bring_hub_back(&mut self) -> Result<()> {
        let address = self.address.clone();
        self.bring_hub_back_at(&address).await
    }

    /// The hub is back, at an address of the network that may be another one.
    pub async fn bring_hub_back_at(&mut self, address: &str) -> Result<()> {
        let serving = Serving {
            listen: address,
            environment: &[("TANGGAP_NOW", self.complaints.now)],
            ..Serving::default()
        };
        let hub = Hub::start(&self.hub_data(), serving, &self.stage.logs()).await?;
        self.address = hub.address().to_owned();
        self.hub = Some(hub);
        Ok(())
    }

    /// A token for a new officer.
    pub fn officer(&self, name: &str) -> Result<String> {
        Ok(add_officer(&self.hub_data(), name, &[self.complaints.scope])?.token)
    }

    /// A desk's window, connected at its first start and with everything the hub has.
    pub async fn desk(&self, name: &str) -> Result<Desk> {
        let token = self.officer(&format!("Petugas {name}"))?;
        let url = self.url();
        let environment = [
            ("TANGGAP_CONNECT_HUB", url.as_str()),
            ("TANGGAP_CONNECT_TOKEN", &token),
            ("TANGGAP_OFFICE", "Diskominfo Kota Uji"),
            ("TANGGAP_NOW", self.complaints.now),
        ];
        let desk = self.stage.open_desk(name, &environment).await?;
        self.synced(&desk).await?;
        Ok(desk)
    }

    /// The desk of that name again, which knows its hub already.
    pub async fn desk_again(&self, name: &str) -> Result<Desk> {
        let now = [("TANGGAP_NOW", self.complaints.now)];
        self.stage.open_desk(name, &now).await
    }

    /// Waits until the desk has every complaint and says that it is up to date.
    pub async fn synced(&self, desk: &Desk) -> Result<()> {
        let all = grouped(self.complaints.all.len());
        let count = id("count-local");
        desk.wait_for_text_within(&count, &all, SYNC_LIMIT).await?;
        let pill = id("sync-pill");
        desk.wait_for_text_within(&pill, "Tersinkron", SYNC_LIMIT)
            .await?;
        pages::loaded(desk).await
    }

    /// The same office from the command line; the desk of that name must be closed.
    pub fn ctl(&self, name: &str) -> Ctl {
        Ctl::new(&self.stage.profile(name), name).with("TANGGAP_NOW", self.complaints.now)
    }

    /// A desk without a window, connected, with everything the hub has.
    pub async fn witness(&self, name: &str) -> Result<Ctl> {
        let token = self.officer(&format!("Petugas {name}"))?;
        let ctl = self.ctl(name);
        ctl.first_day(&self.url(), &token).await?;
        Ok(ctl)
    }

    pub async fn close(self) -> Result<()> {
        match self.hub {
            Some(hub) => hub.stop().await,
            None => Ok(()),
        }
    }
}

/// `7518` as the window writes it: `7.518`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Opens a complaint by its number through the search field.
pub async fn show(desk: &Desk, number: &str) -> Result<()> {
    desk.fill(&id("search-input"), number).await?;
    desk.click_text(&id("search-choice"), &format!("#{number}"))
        .await?;
    desk.wait_for_text(&id("detail-number"), number).await?;
    Ok(())
}
