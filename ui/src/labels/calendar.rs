//! Atur → Kalender: the working calendar, its versions, and what a change does.

use crate::labels::phrases;

phrases! {
    reason_needed: "Alasan wajib diisi.", "A reason is needed.";
}
