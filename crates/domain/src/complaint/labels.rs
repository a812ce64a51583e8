//! Labels of a complaint on one line each: title, category, names of agencies and places, status.

use super::{Channel, Complaint};
use crate::agency::AgencyRef;
use crate::classification::Classification;
use crate::text::one_line;

impl Complaint {
    /// Brings every label onto one line, without control characters and without what nobody sees; the
    /// body keeps its lines. For whatever takes complaints in: a unit whose name was broken over two
    /// lines is the same unit.
    pub fn tidy_labels(&mut self) {
        tidy(&mut self.title);
        self.category.path.iter_mut().for_each(tidy);
        self.category.path.retain(|word| !word.is_empty());
        self.unit
            .iter_mut()
            .chain(&mut self.agency)
            .for_each(tidy_agency);
        let place = &mut self.location;
        let names = [
            &mut place.province,
            &mut place.regency,
            &mut place.district,
            &mut place.village,
            &mut place.address,
            &mut self.reporter.name,
        ];
        names.into_iter().flatten().for_each(tidy);
        tidy(&mut self.national.name);
        if let Classification::Other(word) = &mut self.classification {
            tidy(word);
        }
        if let Channel::Other(word) = &mut self.channel {
            tidy(word);
        }
    }
}

fn tidy_agency(agency: &mut AgencyRef) {
    tidy(&mut agency.name);
}

fn tidy(label: &mut String) {
    if let std::borrow::Cow::Owned(line) = one_line(label) {
        *label = line;
    }
}

#[cfg(test)]
mod tests {
    use crate::change::tests::fresh;

    #[test]
    fn labels_stand_on_one_line_and_the_body_keeps_its_own() {
        let mut told = fresh();
        told.title = "Judul\u{2028}dua\u{b}baris\ndan\u{c}halaman\u{1b}[31m".to_owned();
        told.body = "satu\ndua".to_owned();
        told.category.path = vec!["Jalan\nrusak".to_owned(), "\u{7}".to_owned()];
        told.unit = Some(crate::agency::AgencyRef::named("Dinas\nPerhubungan"));
        told.location.district = Some("Kota\u{85}Barat".to_owned());
        told.tidy_labels();
        assert_eq!(told.title, "Judul dua baris dan halaman[31m");
        assert_eq!(told.body, "satu\ndua");
        assert_eq!(told.category.path, ["Jalan rusak"]);
        assert_eq!(
            told.unit.as_ref().map(|unit| unit.name.as_str()),
            Some("Dinas Perhubungan")
        );
        assert_eq!(told.location.district.as_deref(), Some("Kota Barat"));
        let once = told.clone();
        told.tidy_labels();
        assert_eq!(told, once);
    }
}
