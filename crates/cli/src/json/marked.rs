//! A place that the guards mark as personal data; never what stands there.

use serde::Serialize;
use tanggap_domain::privacy::PersonalData;

/// A marked place. Lines count from 1; `start` and `end` count characters (Unicode code points) of the
/// line from 0, and `end` is the first one behind the place.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    pub line: usize,
    pub start: usize,
    pub end: usize,
    pub kind: PersonalData,
}
