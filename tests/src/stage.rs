//! A private world for one journey: a display (Xvfb), a session bus, a notification daemon and
//! folders of its own. Desks are opened on it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::desk::Desk;
use crate::notifications::{Daemon, Notification, Recorder, Request};
use crate::poll::until;
use crate::process::{Group, kept_environment};
use crate::programs;
use crate::screen::Screen;
use crate::tray::Tray;

/// How long the world may take to stand.
const START_LIMIT: Duration = Duration::from_secs(20);

/// How long a start may take that only finds the desk running: a debug build on a busy machine.
const HAND_OVER_LIMIT: Duration = Duration::from_secs(20);

/// The notification daemon's settings, in the stage's folder.
const DUNST_FILE: &str = "dunstrc";

/// The file in the stage's folder that says what is chosen in the daemon's menu of actions.
const MENU_CHOICE: &str = "menu-choice";

/// The screen most offices have.
const SCREEN: &str = "1366x768x24";

/// A session bus that starts nothing by itself: what is installed here is no part of the stage.
const BUS_SETTINGS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>LISTEN</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// What is shown stays until it is clicked or closed: a busy machine is slower than usual timeouts.
const DUNST_SETTINGS: &str = r##"
[global]
    font = "DejaVu Sans 10"
    format = "<b>%s</b>\n%b"
    markup = full
    frame_width = 1
    separator_height = 1
    padding = 10
    horizontal_padding = 12
    corner_radius = 6
    offset = 12x60
    width = 340
[urgency_low]
    timeout = 0
[urgency_normal]
    background = "#0d2733"
    foreground = "#ffffff"
    frame_color = "#0a5c7a"
    timeout = 0
[urgency_critical]
    background = "#fce8e6"
    foreground = "#b3261e"
    frame_color = "#b3261e"
    timeout = 0
"##;

/// See the module.
pub struct Stage {
    // Ended in this order: who uses the bus or the display goes first.
    daemon: Daemon,
    recorder: Recorder,
    dunst: Option<Group>,
    _bus: Group,
    _display: Group,
    folder: TempDir,
    screens: PathBuf,
    bus_address: String,
    environment: Vec<(String, String)>,
}

impl Stage {
    /// A world whose pictures go to `target/screenshots`.
    pub async fn start() -> Result<Self> {
        Self::start_into(&programs::screens()?).await
    }

    /// A world whose pictures go to `screens`.
    pub async fn start_into(screens: &Path) -> Result<Self> {
        fs::create_dir_all(screens).context("Making the folder of pictures")?;
        let folder = tempfile::Builder::new()
            .prefix("tanggap-stage-")
            .tempdir()
            .context("Making the stage's folder")?;
        let logs = folder.path().join("logs");
        let runtime = folder.path().join("run");
        fs::create_dir(&runtime).context("Making the runtime folder")?;
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700))
            .context("Closing the runtime folder to others")?;

        let mut environment = vec![
            (
                "HOME".to_owned(),
                folder.path().join("home").display().to_string(),
            ),
            ("XDG_RUNTIME_DIR".to_owned(), runtime.display().to_string()),
            ("GDK_BACKEND".to_owned(), "x11".to_owned()),
            ("NO_AT_BRIDGE".to_owned(), "1".to_owned()),
            ("LIBGL_ALWAYS_SOFTWARE".to_owned(), "1".to_owned()),
            ("LANG".to_owned(), "C.UTF-8".to_owned()),
        ];
        fs::create_dir(folder.path().join("home")).context("Making the home folder")?;

        let mut display = Group::start(
            "display",
            Path::new("Xvfb"),
            &[
                "-displayfd",
                "1",
                "-screen",
                "0",
                SCREEN,
                "-nolisten",
                "tcp",
            ],
            &environment,
            &logs,
        )?;
        let number = display.first_line(START_LIMIT).await?;
        environment.push(("DISPLAY".to_owned(), format!(":{}", number.trim())));

        let settings = folder.path().join("bus.conf");
        let listen = format!("unix:path={}", runtime.join("bus").display());
        fs::write(&settings, BUS_SETTINGS.replace("LISTEN", &listen))
            .context("Writing the session bus's settings")?;
        let mut bus = Group::start(
            "bus",
            Path::new("dbus-daemon"),
            &[
                "--nofork",
                "--print-address=1",
                &format!("--config-file={}", settings.display()),
            ],
            &environment,
            &logs,
        )?;
        let bus_address = bus.first_line(START_LIMIT).await?;
        environment.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), bus_address.clone()));

        let settings = folder.path().join(DUNST_FILE);
        // dunst hands the labels of all actions to a program and does what that answers.
        let choice = folder.path().join(MENU_CHOICE);
        let menu = format!("[global]\n    dmenu = grep -m1 -F -f {}", choice.display());
        fs::write(&settings, DUNST_SETTINGS.replace("[global]", &menu))
            .context("Writing the notification daemon's settings")?;
        let dunst = start_dunst(folder.path(), &environment)?;
        let recorder = Recorder::start(&bus_address).await?;
        let daemon = until("The notification daemon", START_LIMIT, async || {
            Daemon::reach(&bus_address).await.map(Some)
        })
        .await?;
        Ok(Self {
            daemon,
            recorder,
            dunst: Some(dunst),
            _bus: bus,
            _display: display,
            folder,
            screens: screens.to_owned(),
            bus_address,
            environment,
        })
    }

    /// Opens a desk on the profile named `profile`: the same name later means the same data.
    ///
    /// `environment` adds to the desk's own, for instance `TANGGAP_CONNECT_HUB`.
    pub async fn open_desk(&self, profile: &str, environment: &[(&str, &str)]) -> Result<Desk> {
        self.open_desk_with(profile, environment, &[]).await
    }

    /// The same, with arguments on the program's command line.
    pub async fn open_desk_with(
        &self,
        profile: &str,
        environment: &[(&str, &str)],
        arguments: &[&str],
    ) -> Result<Desk> {
        let mut all = self.environment_of(profile)?;
        all.extend(
            environment
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        Desk::open(profile, &all, arguments, &self.logs(), &self.screens).await
    }

    /// Starts the desk of that name once more while it runs, and waits for that start to end.
    pub async fn start_again(&self, profile: &str, arguments: &[&str]) -> Result<()> {
        let program = programs::find("tanggap")?;
        let environment = self.environment_of(profile)?;
        let name = format!("again-{profile}");
        let group = Group::start(&name, &program, arguments, &environment, &self.logs())?;
        match group.end_or_kill(HAND_OVER_LIMIT).await? {
            (Some(status), _) if status.success() => Ok(()),
            (Some(status), _) => bail!("The second start ended with {status}"),
            (None, _) => bail!("The second start did not end"),
        }
    }

    fn environment_of(&self, profile: &str) -> Result<Vec<(String, String)>> {
        let home = self.folder.path().join(profile);
        let mut all = self.environment.clone();
        for (key, folder) in [
            ("HOME", "home"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("TANGGAP_DATA", "profile"),
        ] {
            let path = home.join(folder);
            fs::create_dir_all(&path).with_context(|| format!("Making {}", path.display()))?;
            all.push((key.to_owned(), path.display().to_string()));
        }
        // No keychain here: the store is opened with a passphrase.
        all.push(("TANGGAP_KEY".to_owned(), format!("sandi-{profile}")));
        Ok(all)
    }

    /// Where the desktop looks for what the user of that profile starts with the session.
    pub fn autostart(&self, profile: &str) -> PathBuf {
        self.folder.path().join(profile).join("config/autostart")
    }

    /// The profile folder of that name, as the command line takes it with `--data`.
    pub fn profile(&self, profile: &str) -> PathBuf {
        self.folder.path().join(profile).join("profile")
    }

    /// A folder of this stage for whatever a journey needs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where what the programs said is kept while the stage stands.
    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    /// Every notification any desk has asked for so far, oldest first: text, actions and
    /// replacement as they went over the bus.
    pub fn notification_requests(&self) -> Vec<Request> {
        self.recorder.requests()
    }

    /// Every notification people have been shown so far, oldest first. Those still on the screen
    /// are closed by it, as the daemon keeps a history of closed ones only.
    pub async fn notifications(&self) -> Result<Vec<Notification>> {
        self.daemon.close_all().await?;
        self.daemon.history().await
    }

    /// How many notifications are on the screen now.
    pub async fn notifications_on_screen(&self) -> Result<usize> {
        self.daemon.displayed().await
    }

    /// The notification daemon is gone, as on a desktop that has none.
    pub fn take_notifications_away(&mut self) {
        self.dunst = None;
    }

    /// The notification daemon is back.
    pub async fn bring_notifications_back(&mut self) -> Result<()> {
        self.dunst = Some(start_dunst(self.folder.path(), &self.environment)?);
        self.daemon = until("The notification daemon", START_LIMIT, async || {
            Daemon::reach(&self.bus_address).await.map(Some)
        })
        .await?;
        Ok(())
    }

    /// Does what a click on the newest notification does.
    pub async fn click_notification(&self) -> Result<()> {
        self.daemon.click(0).await
    }

    /// Chooses the action with this label in the daemon's menu, as after a right click.
    pub async fn choose_in_notification(&self, label: &str) -> Result<()> {
        fs::write(self.folder.path().join(MENU_CHOICE), label).context("Choosing in the menu")?;
        self.daemon.open_menu().await
    }

    /// A panel with a tray, for as long as it is kept. Desks show their icons in it.
    pub async fn tray(&self) -> Result<Tray> {
        Tray::open(&self.bus_address).await
    }

    /// The display.
    pub fn screen(&self) -> Result<Screen> {
        let display = self.environment.iter().find(|(key, _)| key == "DISPLAY");
        Screen::open(display.map_or("", |(_, display)| display))
    }

    /// A picture of the whole screen, notifications included: `NAME.png`.
    pub fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let file = self.screens.join(format!("{name}.png"));
        let target = file.display().to_string();
        self.output("import", &["-window", "root", &target])?;
        Ok(file)
    }

    /// The address of the session bus.
    pub fn bus(&self) -> &str {
        &self.bus_address
    }

    /// Runs a program in this world to its end; what it writes to standard output.
    pub fn output(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let output = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(kept_environment())
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .output()
            .with_context(|| format!("Starting {program}"))?;
        if !output.status.success() {
            bail!(
                "{program}: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        String::from_utf8(output.stdout).with_context(|| format!("Reading {program}"))
    }
}

fn start_dunst(folder: &Path, environment: &[(String, String)]) -> Result<Group> {
    let settings = folder.join(DUNST_FILE).display().to_string();
    let arguments = ["-config", &settings];
    let program = Path::new("dunst");
    Group::start(
        "dunst",
        program,
        &arguments,
        environment,
        &folder.join("logs"),
    )
}
