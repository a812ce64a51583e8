//! What several pages have in common. Unlike `components/` it may know the window's state and ask the
//! shell; it never knows which page it stands on.

pub mod deadline;
