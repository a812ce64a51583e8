//! What several pages have in common. Unlike `components/` it may know the window's state and ask the
//! shell; it never knows which page it stands on.

pub mod ask;
pub mod connect;
pub mod deadline;
pub mod filters;
pub mod import;
pub mod many;
pub mod nothing;
pub mod places;
pub mod returned;
pub mod units;
pub mod when;
