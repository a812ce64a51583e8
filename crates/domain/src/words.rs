//! Words of what people write in Indonesian: one spelling for the many of chats and forms, and their roots.
//!
//! Texts and questions meet through them, in the search and wherever two reports are compared. Whoever
//! changes what comes out here raises the search's own number (`NORMALISER` of the store), so that mirrors
//! are indexed anew.

mod normalise;
mod stem;

pub use normalise::{each_token, tokens};
pub use stem::stems;
