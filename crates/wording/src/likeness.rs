//! What speaks for two reports being one, each piece in few words.

use tanggap_domain::likeness::{Evidence, SamePlace};

use crate::{Words, dates};

impl Words {
    /// `nomor sama, diterima selang 1 hari, kecamatan sama`.
    pub fn likeness(self, evidence: &[Evidence]) -> String {
        let pieces: Vec<String> = evidence.iter().map(|it| self.evidence(it)).collect();
        pieces.join(", ")
    }

    pub fn evidence(self, evidence: &Evidence) -> String {
        match evidence {
            Evidence::Number { number } => self.pick(
                format!("nomor {number} tertulis"),
                format!("number {number} is written"),
            ),
            Evidence::Reporter => self.pick("pelapor sama".into(), "the same reporter".into()),
            Evidence::Received { days: 0 } => self.pick(
                "diterima pada hari yang sama".into(),
                "received on the same day".into(),
            ),
            Evidence::Received { days: 1 } => self.pick(
                "diterima selang 1 hari".into(),
                "received 1 day apart".into(),
            ),
            Evidence::Received { days } => self.pick(
                format!("diterima selang {days} hari"),
                format!("received {days} days apart"),
            ),
            Evidence::Incident { on } => {
                let on = dates::date(*on, self.language);
                self.pick(
                    format!("kejadian sama-sama {on}"),
                    format!("both happened on {on}"),
                )
            }
            Evidence::Place(SamePlace::Near { meters }) => {
                self.pick(format!("berjarak {meters} m"), format!("{meters} m apart"))
            }
            Evidence::Place(SamePlace::Village) => {
                self.pick("kelurahan/desa sama".into(), "the same village".into())
            }
            Evidence::Place(SamePlace::District) => {
                self.pick("kecamatan sama".into(), "the same district".into())
            }
            Evidence::Place(SamePlace::Regency) => self.pick(
                "kabupaten/kota sama".into(),
                "the same regency or city".into(),
            ),
            Evidence::Title { same, of } => self.pick(
                format!("{same} dari {of} kata judul sama"),
                format!("{same} of {of} words of the title are the same"),
            ),
            Evidence::Text { percent } => self.pick(
                format!("isi {percent}% serupa"),
                format!("texts {percent}% alike"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanggap_domain::ids::TrackingId;
    use tanggap_ipc::settings::{Language, Zone};

    #[test]
    fn each_piece_in_both_languages() {
        let number = TrackingId::parse("9165816").unwrap();
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 6).unwrap();
        let evidence = [
            Evidence::Number { number },
            Evidence::Reporter,
            Evidence::Received { days: 0 },
            Evidence::Received { days: 1 },
            Evidence::Received { days: 3 },
            Evidence::Incident { on },
            Evidence::Place(SamePlace::Near { meters: 120 }),
            Evidence::Place(SamePlace::District),
            Evidence::Title { same: 7, of: 9 },
            Evidence::Text { percent: 72 },
        ];
        let said = |language| {
            let zone = Zone::Wib;
            Words { language, zone }.likeness(&evidence)
        };
        assert_eq!(
            said(Language::Id),
            "nomor 9165816 tertulis, pelapor sama, diterima pada hari yang sama, diterima selang 1 hari, \
             diterima selang 3 hari, kejadian sama-sama 6 November 2026, berjarak 120 m, kecamatan sama, \
             7 dari 9 kata judul sama, isi 72% serupa"
        );
        assert_eq!(
            said(Language::En),
            "number 9165816 is written, the same reporter, received on the same day, received 1 day apart, \
             received 3 days apart, both happened on 6 November 2026, 120 m apart, the same district, \
             7 of 9 words of the title are the same, texts 72% alike"
        );
    }
}
