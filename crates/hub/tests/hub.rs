//! The hub from outside: its router without a network, and its real program as a process.

#[cfg(test)]
#[path = "hub/admin.rs"]
mod admin;
#[cfg(test)]
#[path = "hub/carried.rs"]
mod carried;
#[cfg(test)]
#[path = "hub/desk.rs"]
mod desk;
#[cfg(test)]
#[path = "hub/erasing.rs"]
mod erasing;
#[cfg(test)]
#[path = "hub/http.rs"]
mod http;
#[cfg(test)]
#[path = "hub/imports.rs"]
mod imports;
#[cfg(test)]
#[path = "hub/imports_back.rs"]
mod imports_back;
#[cfg(test)]
#[path = "hub/inside.rs"]
mod inside;
#[cfg(test)]
#[path = "hub/limits.rs"]
mod limits;
#[cfg(test)]
#[path = "hub/process.rs"]
mod process;
#[cfg(test)]
#[path = "hub/uploads.rs"]
mod uploads;
#[cfg(test)]
#[path = "hub/worlds.rs"]
mod worlds;
