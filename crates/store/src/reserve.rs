//! Room on the disk that is given back when there is none left, so that a profile opens and an officer's
//! work still fits. Kept only where there is plenty besides: it must never be what fills a disk.

use std::future::Future;

use crate::error::{OpenError, StoreError};
use crate::files;
use crate::profile::Folder;

/// Size of the file: some hundred replies and the log.
const BYTES: usize = 4 * 1024 * 1024;
/// Free room above which it is kept.
const PLENTY_BYTES: u64 = 16 * BYTES as u64;
/// Free room below which a failure of the disk is most likely for want of it.
const SCARCE_BYTES: u64 = 1024 * 1024;

/// Puts the room aside, where there is plenty.
pub(crate) fn keep(folder: &Folder) {
    let reserve = folder.reserve();
    if reserve.exists() || !fs4::available_space(folder.path()).is_ok_and(|it| it >= PLENTY_BYTES) {
        return;
    }
    if let Err(error) = files::write_durably(&reserve, &vec![0xA5; BYTES]) {
        tracing::warn!(error = %error, "no room could be reserved");
    }
}

/// Gives the room back to the disk; whether there was any.
pub(crate) fn free(folder: &Folder) -> bool {
    let freed = std::fs::remove_file(folder.reserve()).is_ok();
    if freed {
        tracing::warn!("the disk is full; the reserve was given back");
    }
    freed
}

/// Does `open`; once more with the reserve where it failed for want of room.
pub(crate) async fn or_with_it<T, F>(
    folder: &Folder,
    mut open: impl FnMut() -> F,
) -> Result<T, OpenError>
where
    F: Future<Output = Result<T, OpenError>>,
{
    match open().await {
        Err(error) if is_want_of_room(&error, folder) && free(folder) => open().await,
        opened => opened,
    }
}

/// Not every step of opening calls a full disk by its name.
fn is_want_of_room(error: &OpenError, folder: &Folder) -> bool {
    match error {
        OpenError::DiskFull => true,
        OpenError::Io(_) | OpenError::Store(StoreError::Sql(_) | StoreError::Io(_)) => {
            fs4::available_space(folder.path()).is_ok_and(|it| it < SCARCE_BYTES)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn opened(fails: &mut Vec<OpenError>, folder: &Folder) -> (bool, usize) {
        let mut tries = 0;
        let outcome = or_with_it(folder, || {
            tries += 1;
            let outcome = fails.pop().map_or(Ok(()), Err);
            async { outcome }
        })
        .await;
        (outcome.is_ok(), tries)
    }

    #[tokio::test]
    async fn a_full_disk_opens_with_the_reserve_and_once_only() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        for (what, reserved, mut fails, expected) in [
            ("no trouble", true, vec![], (true, 1)),
            ("a full disk", true, vec![OpenError::DiskFull], (true, 2)),
            (
                "nothing reserved",
                false,
                vec![OpenError::DiskFull],
                (false, 1),
            ),
            (
                "another trouble",
                true,
                vec![OpenError::WrongKey],
                (false, 1),
            ),
            (
                "it does not suffice",
                true,
                vec![OpenError::DiskFull, OpenError::DiskFull],
                (false, 2),
            ),
        ] {
            free(&folder);
            if reserved {
                std::fs::write(folder.reserve(), b"x").unwrap();
            }
            assert_eq!(opened(&mut fails, &folder).await, expected, "{what}");
        }
    }
}
