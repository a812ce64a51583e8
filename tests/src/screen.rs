//! The stage's display, as somebody in front of it sees and uses it: which windows are on it, and the
//! button that closes one.

use anyhow::{Context, Result};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

/// Smaller ones are helpers of the toolkit, nothing to look at.
const LEAST_PX: u16 = 200;

/// A connection to a display.
pub struct Screen {
    connection: RustConnection,
    root: Window,
    process: Atom,
    title: Atom,
    text: Atom,
    protocols: Atom,
    delete: Atom,
}

impl Screen {
    /// Connects to the display named `:N`.
    pub(crate) fn open(display: &str) -> Result<Self> {
        let (connection, number) =
            x11rb::connect(Some(display)).context("Connecting to the display")?;
        let root = connection.setup().roots[number].root;
        let atom = |name: &str| -> Result<Atom> {
            let known = connection.intern_atom(false, name.as_bytes())?.reply()?;
            Ok(known.atom)
        };
        Ok(Self {
            root,
            process: atom("_NET_WM_PID")?,
            title: atom("_NET_WM_NAME")?,
            text: atom("UTF8_STRING")?,
            protocols: atom("WM_PROTOCOLS")?,
            delete: atom("WM_DELETE_WINDOW")?,
            connection,
        })
    }

    /// Whether a window of this process can be seen.
    pub fn shows(&self, process: u32) -> Result<bool> {
        Ok(self.window(process)?.is_some())
    }

    /// The title of this process's window, as the desktop lists it.
    pub fn title(&self, process: u32) -> Result<String> {
        let window = self.window(process)?.context("There is no window")?;
        let property = |property, kind| {
            self.connection
                .get_property(false, window, property, kind, 0, 256)
        };
        let title = property(self.title, self.text)?.reply()?;
        String::from_utf8(title.value).context("Reading a window's title")
    }

    /// The process whose window is in front of all others.
    pub fn front(&self) -> Result<Option<u32>> {
        Ok(self.windows()?.into_iter().map(|(_, owner)| owner).next())
    }

    /// Closes the window of this process as the button in its frame does: it is asked to.
    pub fn close(&self, process: u32) -> Result<()> {
        let window = self.window(process)?.context("There is no window")?;
        let data = [self.delete, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.protocols, data);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)?
            .check()
            .context("Asking a window to close")
    }

    fn window(&self, process: u32) -> Result<Option<Window>> {
        let mut windows = self.windows()?.into_iter();
        let found = windows.find(|(_, owner)| *owner == process);
        Ok(found.map(|(window, _)| window))
    }

    /// All that can be seen, uppermost first, each with its process. Without a window manager they
    /// are children of the root.
    fn windows(&self) -> Result<Vec<(Window, u32)>> {
        let windows = self.connection.query_tree(self.root)?.reply()?.children;
        let from_top = windows.into_iter().rev();
        // One that is gone in the meantime is not there.
        let seen = from_top.filter_map(|window| Some((window, self.owner(window).ok()??)));
        Ok(seen.collect())
    }

    /// The process of a window that can be seen.
    fn owner(&self, window: Window) -> Result<Option<u32>> {
        let attributes = self.connection.get_window_attributes(window)?.reply()?;
        let size = self.connection.get_geometry(window)?.reply()?;
        let owner = self
            .connection
            .get_property(false, window, self.process, AtomEnum::CARDINAL, 0, 1)?
            .reply()?;
        let owner = owner.value32().and_then(|mut values| values.next());
        let seen =
            attributes.map_state == MapState::VIEWABLE && size.width.min(size.height) >= LEAST_PX;
        Ok(owner.filter(|_| seen))
    }
}
