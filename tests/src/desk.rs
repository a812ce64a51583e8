//! The real desk in its real window, driven through WebKitWebDriver.
//!
//! Every question waits, with a deadline, for the window to be ready to answer it: what the window
//! shows arrives when it arrives.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::poll::until;
use crate::process::{Group, members};
use crate::programs;

/// How long the window may take to open: a debug build on a busy machine.
const OPEN_LIMIT: Duration = Duration::from_secs(60);

/// How long the window may take to show what is asked for.
const SHOW_LIMIT: Duration = Duration::from_secs(20);

/// Pictures of failures so far, in this process.
static FAILURES: AtomicU32 = AtomicU32::new(0);

/// The selector of an element by its `data-testid`: the names are listed in `ui/README.md`.
pub fn id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// An open desk. Dropping it ends the program without asking it.
pub struct Desk {
    name: String,
    client: Client,
    driver: Group,
    screens: PathBuf,
}

impl Desk {
    /// Opens the desk; `Stage::open_desk` is the way in.
    pub(crate) async fn open(
        name: &str,
        environment: &[(String, String)],
        arguments: &[&str],
        logs: &Path,
        screens: &Path,
    ) -> Result<Self> {
        let port = free_port()?;
        let mut environment = environment.to_vec();
        environment.push(("TAURI_WEBVIEW_AUTOMATION".to_owned(), "true".to_owned()));
        let driver = Group::start(
            &format!("desk-{name}"),
            Path::new("WebKitWebDriver"),
            &[&format!("--port={port}"), "--host=127.0.0.1"],
            &environment,
            logs,
        )?;
        let client = connect(port, arguments)
            .await
            .with_context(|| driver.tail())?;
        Ok(Self {
            name: name.to_owned(),
            client,
            driver,
            screens: screens.to_owned(),
        })
    }

    /// Waits until an element is there and visible.
    pub async fn wait_for(&self, css: &str) -> Result<Element> {
        self.wait_for_within(css, SHOW_LIMIT).await
    }

    /// The same, where it depends on more than the window.
    pub async fn wait_for_within(&self, css: &str, limit: Duration) -> Result<Element> {
        self.until(&format!("{css} in the window"), limit, async || {
            let element = self.client.find(Locator::Css(css)).await?;
            Ok(self.is_shown(&element).await?.then_some(element))
        })
        .await
    }

    /// Waits until no element of this kind is there.
    pub async fn wait_until_gone(&self, css: &str) -> Result<()> {
        self.until(
            &format!("{css} gone from the window"),
            SHOW_LIMIT,
            async || {
                Ok(self
                    .client
                    .find_all(Locator::Css(css))
                    .await?
                    .is_empty()
                    .then_some(()))
            },
        )
        .await
    }

    /// Waits until an element's visible text contains `part`; the whole text.
    pub async fn wait_for_text(&self, css: &str, part: &str) -> Result<String> {
        self.wait_for_text_within(css, part, SHOW_LIMIT).await
    }

    /// The same, where the text depends on more than the window: a hub, a clock.
    pub async fn wait_for_text_within(
        &self,
        css: &str,
        part: &str,
        limit: Duration,
    ) -> Result<String> {
        self.until(&format!("{part:?} in {css}"), limit, async || {
            let text = words(&self.client.find(Locator::Css(css)).await?).await?;
            Ok(text.contains(part).then_some(text))
        })
        .await
    }

    /// Waits until an element has some other visible text than `before`; that text.
    pub async fn wait_for_other_text(&self, css: &str, before: &str) -> Result<String> {
        self.until(
            &format!("Another text than {before:?} in {css}"),
            SHOW_LIMIT,
            async || {
                let text = words(&self.client.find(Locator::Css(css)).await?).await?;
                Ok((!text.is_empty() && text != before).then_some(text))
            },
        )
        .await
    }

    /// Waits until the element of this `data-testid` has the focus; nothing has it for an empty name.
    pub async fn wait_for_focus(&self, name: &str) -> Result<()> {
        let script = "return document.activeElement?.dataset?.testid ?? ''";
        self.until(&format!("The focus in {name:?}"), SHOW_LIMIT, async || {
            let focused = self.run_script(script, vec![]).await?;
            Ok((focused == name).then_some(()))
        })
        .await
    }

    /// Waits until a script returns true.
    pub async fn until_true(&self, what: &str, script: &str) -> Result<()> {
        self.until(what, SHOW_LIMIT, async || {
            Ok((self.run_script(script, vec![]).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// The visible text of the first element of this kind, once there is one with any text.
    pub async fn text(&self, css: &str) -> Result<String> {
        self.until(&format!("Text in {css}"), SHOW_LIMIT, async || {
            let text = words(&self.client.find(Locator::Css(css)).await?).await?;
            Ok((!text.is_empty()).then_some(text))
        })
        .await
    }

    /// The visible texts of all elements of this kind that are there now.
    pub async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await? {
            texts.push(words(&element).await?);
        }
        Ok(texts)
    }

    /// How many elements of this kind are there now.
    pub async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.client.find_all(Locator::Css(css)).await?.len())
    }

    /// An attribute of the first element of this kind; `None` if the element has none such.
    pub async fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        Ok(self.wait_for(css).await?.attr(name).await?)
    }

    /// Waits until a field holds exactly this.
    pub async fn wait_for_value(&self, css: &str, value: &str) -> Result<()> {
        self.until(&format!("{value:?} in {css}"), SHOW_LIMIT, async || {
            let field = self.client.find(Locator::Css(css)).await?;
            let held = field.prop("value").await?;
            Ok((held.as_deref() == Some(value)).then_some(()))
        })
        .await
    }

    /// What a field holds now.
    pub async fn value(&self, css: &str) -> Result<String> {
        let value = self.wait_for(css).await?.prop("value").await?;
        value.with_context(|| format!("{css} has no value"))
    }

    /// Clicks an element, once it is there and nothing covers it.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.until(&format!("A click on {css}"), SHOW_LIMIT, async || {
            self.client.find(Locator::Css(css)).await?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Clicks the first element of this kind whose text contains `part`.
    pub async fn click_text(&self, css: &str, part: &str) -> Result<()> {
        self.until(
            &format!("A click on {part:?} in {css}"),
            SHOW_LIMIT,
            async || {
                for element in self.client.find_all(Locator::Css(css)).await? {
                    if words(&element).await?.contains(part) {
                        element.click().await?;
                        return Ok(Some(()));
                    }
                }
                Ok(None)
            },
        )
        .await
    }

    /// Types into a field, after what it holds.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        Ok(self.wait_for(css).await?.send_keys(text).await?)
    }

    /// Empties a field.
    pub async fn clear(&self, css: &str) -> Result<()> {
        Ok(self.wait_for(css).await?.clear().await?)
    }

    /// Empties a field, then types into it.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.wait_for(css).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses an option of a `<select>` by its value.
    pub async fn choose(&self, css: &str, value: &str) -> Result<()> {
        Ok(self.wait_for(css).await?.select_by_value(value).await?)
    }

    /// Presses keys wherever the focus is, for instance `"j"` or `Key::Enter`'s text.
    pub async fn press(&self, keys: &str) -> Result<()> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// Presses Control together with one key.
    pub async fn press_control(&self, key: &str) -> Result<()> {
        // Releasing is part of the chord: NULL lets go of every modifier.
        let chord = format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null));
        self.press(&chord).await
    }

    /// Runs JavaScript in the page: the body of a function with `arguments`, its value returned.
    pub async fn run_script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(body, arguments).await?)
    }

    /// Runs JavaScript that ends by calling its last argument with its value.
    pub async fn run_script_async(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(body, arguments).await?)
    }

    /// A picture of the window: `NAME.png` in the stage's folder of pictures.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        self.settle().await?;
        let file = self.screens.join(format!("{name}.png"));
        let picture = self
            .client
            .screenshot()
            .await
            .context("Taking a picture of the window")?;
        std::fs::write(&file, picture).with_context(|| format!("Writing {}", file.display()))?;
        Ok(file)
    }

    /// Waits until typefaces are loaded and what the page now shows has been painted.
    pub async fn settle(&self) -> Result<()> {
        let script = "const done = arguments[arguments.length - 1];
            document.fonts.ready.then(() =>
                requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.run_script_async(script, vec![])
            .await
            .context("Waiting for the window to paint")?;
        Ok(())
    }

    /// Whether it takes room and is not made invisible. The driver's own answer takes fields under
    /// transparent overlays and whatever leaves its parent's box for hidden.
    async fn is_shown(&self, element: &Element) -> Result<bool> {
        let script = "const [element] = arguments;
            const box = element.getBoundingClientRect();
            return box.width > 0 && box.height > 0
                && getComputedStyle(element).visibility === 'visible'";
        let element = serde_json::to_value(element).context("Naming an element")?;
        let shown = self.run_script(script, vec![element]).await?;
        Ok(shown == Value::Bool(true))
    }

    /// How far the page itself came, for an error: an empty window says nothing.
    async fn loaded(&self) -> String {
        let script = "const files = performance.getEntriesByType('resource');
            const ids = [...document.querySelectorAll('[data-testid]')].map(it => it.dataset.testid);
            return [document.readyState, `stage ${document.documentElement.dataset.stage}`,
                `shows ${[...new Set(ids)].slice(0, 40).join(' ')}`,
                ...files.map(file => `${file.name} after ${Math.round(file.responseEnd)} ms`)].join(', ')";
        match self.run_script(script, vec![]).await {
            Ok(Value::String(loaded)) => loaded,
            Ok(other) => other.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Repeats `attempt`; should it fail for good, leaves `failed-NUMBER-PROFILE.png` to look at.
    async fn until<T>(
        &self,
        what: &str,
        limit: Duration,
        attempt: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let outcome = until(what, limit, attempt).await;
        if outcome.is_ok() {
            return outcome;
        }
        let number = FAILURES.fetch_add(1, Ordering::Relaxed);
        let picture = format!("failed-{number}-{}", self.name);
        match self.screenshot(&picture).await {
            Ok(picture) => {
                let loaded = self.loaded().await;
                let seen = || format!("See {}; loaded: {loaded}", picture.display());
                outcome
                    .with_context(seen)
                    .with_context(|| self.driver.tail())
            }
            // The window itself may be gone: what was waited for says more.
            Err(_) => outcome,
        }
    }

    /// The browser's side, for what this type does not offer.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The process id of the desk's own program.
    pub async fn process_id(&self) -> Result<u32> {
        until("The desk's process", OPEN_LIMIT, async || {
            Ok(members(self.driver.id(), "tanggap")?.first().copied())
        })
        .await
    }

    /// The processes that draw the window.
    pub fn web_processes(&self) -> Result<Vec<u32>> {
        // The kernel keeps fifteen bytes of a name.
        members(self.driver.id(), "WebKitWebProces")
    }

    /// Closes the window as an officer would, and waits for the program to end.
    pub async fn close(self) -> Result<()> {
        let Self { client, driver, .. } = self;
        client.close().await.context("Closing the desk's window")?;
        until("The end of the desk", SHOW_LIMIT, async || {
            Ok(members(driver.id(), "tanggap")?.is_empty().then_some(()))
        })
        .await
    }

    /// `kill -9` at once: window, web process and all.
    pub async fn kill(self) -> Result<()> {
        self.driver.kill().await
    }
}

/// The text as it is laid out.
async fn words(element: &Element) -> Result<String> {
    Ok(element.prop("innerText").await?.unwrap_or_default())
}

async fn connect(port: u16, arguments: &[&str]) -> Result<Client> {
    let program = programs::find("tanggap")?.display().to_string();
    let options = json!({ "binary": program, "args": arguments });
    let capabilities = [("webkitgtk:browserOptions".to_owned(), options)];
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities.into_iter().collect());
    let address = format!("http://127.0.0.1:{port}");
    until("The driver", OPEN_LIMIT, async || {
        let listening = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
        Ok(listening.ok().map(drop))
    })
    .await?;
    // Without automation in the program the session never answers.
    tokio::time::timeout(OPEN_LIMIT, builder.connect(&address))
        .await
        .context("The desk's window did not open in time")?
        .context("Opening the desk's window")
}

/// A port nobody listens on now.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("Looking for a free port")?;
    Ok(listener
        .local_addr()
        .context("Looking for a free port")?
        .port())
}
