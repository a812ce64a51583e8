//! Refusals and failures in the window's language. The sentences stand in `tanggap_wording`.

use tanggap_domain::change::Refused;
use tanggap_ipc::Error;

use crate::labels::Say;

impl Say {
    pub fn error(self, error: &Error) -> String {
        self.words().error(error)
    }

    pub fn refused(self, refused: &Refused) -> String {
        self.words().refused(refused)
    }
}
