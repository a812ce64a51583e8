//! What an imported file changed, and taking a wrong one back.

use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Channel;
use tanggap_domain::status::Stage;
use tanggap_ipc::import::{BackCounts, Field, Stays, What};

use crate::labels::{Say, phrases};

phrases! {
    import_history_open: "Apa yang diubah", "What it changed";
    import_history_at_hub: "Hub (perintah admin)", "The hub (command)";
    import_history_back_of(self, reason: &str): format!("Menarik kembali impor ini: {reason}"), format!("Takes this import back: {reason}");
    import_history_taken_back(self, who: &str, when: &str): format!("Ditarik kembali oleh {who}, {when}"), format!("Taken back by {who}, {when}");
    import_changes_title(self, file: &str): format!("Yang diubah {file}"), format!("What {file} changed");
    import_changes_back_title(self, file: &str): format!("Menarik kembali {file}"), format!("Taking {file} back");
    import_changes_carried: "Dibawa dari hub lain; yang dilebur tercatat per laporan.", "Carried over from another hub; what was joined is told complaint by complaint.";
    import_changes_none: "Tidak ada laporan dalam kelompok ini yang dapat Anda lihat.", "No complaint of this kind is yours to see.";
    import_changes_hidden(self, count: u64): format!("{} laporan di luar wilayah Anda: dihitung, tidak ditampilkan.", self.number(count)), format!("{} complaints outside your region: counted, not shown.", self.number(count));
    import_changes_more: "Tampilkan berikutnya", "Show more";
    import_changes_all(self, count: u64): format!("Semua ({})", self.number(count)), format!("All ({})", self.number(count));
    import_changes_number: "Nomor", "Number";
    import_changes_what: "Apa yang terjadi", "What happened";
    import_changes_fields: "Isian", "Fields";
    import_changes_not_here: "sudah tidak di daftar", "no longer listed";
    import_changes_from_to(self, field: &str, old: &str, new: &str): format!("{field}: {old} → {new}"), format!("{field}: {old} → {new}");
    import_changes_nothing: "kosong", "empty";
    import_back: "Tarik kembali berkas ini…", "Take this file back…";
    import_back_about: "Yang dikatakan berkas ini dikembalikan seperti semula, kecuali yang sudah dikatakan berkas lebih baru atau dikerjakan petugas. Laporan yang hanya dikenal dari berkas ini keluar dari daftar, kecuali sudah dikerjakan. Impor lagi berkasnya bila ternyata benar.", "What this file told is put back as it stood, except where a newer file has spoken or an officer has worked. Complaints that only this file knew leave the lists, unless somebody worked on them. Import the file again if it was right after all.";
    import_back_looking: "Menghitung akibatnya…", "Counting what it would do…";
    import_back_reason: "Sebab (tercatat di riwayat)", "Reason (kept in the history)";
    import_back_do: "Tarik kembali", "Take back";
    import_back_doing: "Menarik kembali…", "Taking back…";
    import_back_done: "Berkas ditarik kembali; tercatat di Riwayat impor.", "The file was taken back; it is in the history of imports.";
}

impl Say {
    pub fn import_what(self, what: What) -> &'static str {
        match what {
            What::New => self.pick("Baru", "New"),
            What::Changed => self.pick("Diubah", "Changed"),
            What::Confirmed => self.pick("Ditegaskan", "Confirmed"),
            What::Same => self.pick("Tetap", "Unchanged"),
            What::Back => self.pick("Dikembalikan", "Put back"),
            What::Gone => self.pick("Keluar dari daftar", "Left the lists"),
            What::Stays => self.pick("Tetap ada", "Stays"),
            What::Other => self.pick("Lainnya", "Other"),
        }
    }

    pub fn import_stays(self, stays: Stays) -> &'static str {
        match stays {
            Stays::Worked => self.pick("sudah dikerjakan petugas", "an officer worked on it"),
            Stays::Newer => self.pick(
                "sudah dikatakan berkas lebih baru",
                "a newer file has told it",
            ),
        }
    }

    /// What taking a file back does, line by line; nothing that does not happen.
    pub fn import_back_counts(self, counts: &BackCounts) -> Vec<String> {
        let BackCounts {
            back,
            partly,
            gone,
            worked,
            newer,
            untouched,
            out_of_reach,
        } = *counts;
        let lines = [
            (
                back,
                self.pick("dikembalikan seperti semula", "put back as they stood"),
            ),
            (
                partly,
                self.pick(
                    "di antaranya hanya sebagian, sebab ada yang lebih baru",
                    "of these in part only, since something is newer",
                ),
            ),
            (
                gone,
                self.pick(
                    "keluar dari daftar: hanya dikenal dari berkas ini",
                    "leave the lists: only this file knew them",
                ),
            ),
            (
                worked,
                self.pick(
                    "tetap: sudah dikerjakan petugas",
                    "stay: an officer worked on them",
                ),
            ),
            (
                newer,
                self.pick(
                    "tetap: sudah dikatakan berkas lebih baru",
                    "stay: a newer file has told them",
                ),
            ),
            (
                untouched,
                self.pick("tidak diubah berkas ini", "not changed by this file"),
            ),
            (
                out_of_reach,
                self.pick("tetap: di luar wilayah Anda", "stay: outside your region"),
            ),
        ];
        let said = lines.into_iter().filter(|(count, _)| *count > 0);
        said.map(|(count, words)| format!("{} {words}", self.number(count)))
            .collect()
    }

    /// A field that a file changed, with its words where the hub tells them.
    pub fn import_field(self, field: &Field) -> String {
        let name = self.import_field_name(&field.field);
        let words = |words: &Option<String>| match words {
            Some(words) => self.import_field_words(&field.field, words),
            None => self.import_changes_nothing().to_owned(),
        };
        match (&field.old, &field.new) {
            (None, None) => name.to_owned(),
            (old, new) => self.import_changes_from_to(name, &words(old), &words(new)),
        }
    }

    fn import_field_name(self, field: &str) -> &'static str {
        match field {
            "title" => self.pick("Judul", "Title"),
            "body" => self.pick("Isi laporan", "Text"),
            "first-body" => self.pick("Isi awal", "First text"),
            "reporter" => self.pick("Pelapor", "Reporter"),
            "location" => self.pick("Lokasi", "Place"),
            "attachments" => self.pick("Lampiran", "Files"),
            "classification" => self.pick("Klasifikasi", "Classification"),
            "category" => self.pick("Kategori", "Category"),
            "channel" => self.pick("Kanal", "Channel"),
            "received" => self.pick("Diterima", "Received"),
            "incident" => self.pick("Tanggal kejadian", "Day of the incident"),
            "agency" => self.pick("Instansi", "Agency"),
            "unit" => self.pick("Unit", "Unit"),
            "status" => self.pick("Status nasional", "National status"),
            "stage" => self.pick("Tahap", "Stage"),
            "anonymous" => self.pick("Anonim", "Anonymous"),
            "secret" => self.pick("Rahasia", "Secret"),
            "rating" => self.pick("Penilaian", "Rating"),
            _ => self.pick("Kolom lain", "Other columns"),
        }
    }

    fn import_field_words(self, field: &str, words: &str) -> String {
        match field {
            "stage" => Stage::of_code(words)
                .map_or_else(|| words.to_owned(), |stage| self.stage(stage).to_owned()),
            "classification" => self.classification(&Classification::read(words)),
            "channel" => self.channel(&Channel::read(words)),
            "anonymous" | "secret" => match words {
                "true" => self.pick("ya", "yes").to_owned(),
                "false" => self.pick("tidak", "no").to_owned(),
                other => other.to_owned(),
            },
            "received" => match words.parse() {
                Ok(at) => self.date_time(at),
                Err(_) => words.to_owned(),
            },
            "incident" => match words.parse() {
                Ok(day) => self.date(day),
                Err(_) => words.to_owned(),
            },
            _ => words.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanggap_ipc::settings::{Language, Zone};

    #[test]
    fn fields_are_told_in_the_offices_words() {
        let say = Say {
            language: Language::Id,
            zone: Zone::Wib,
        };
        let field = |field: &str, old: Option<&str>, new: Option<&str>| {
            say.import_field(&Field {
                field: field.into(),
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
            })
        };
        assert_eq!(field("body", None, None), "Isi laporan");
        assert_eq!(
            field("unit", None, Some("Dinas PUPR")),
            "Unit: kosong → Dinas PUPR"
        );
        assert_eq!(
            field("anonymous", Some("false"), Some("true")),
            "Anonim: tidak → ya"
        );
        let stage = field("stage", Some("proses"), Some("selesai"));
        assert!(
            stage.starts_with("Tahap: ") && !stage.contains("proses →"),
            "{stage}"
        );
        assert_eq!(field("baru-sama-sekali", None, None), "Kolom lain");
    }

    #[test]
    fn nothing_is_said_of_what_does_not_happen() {
        let say = Say {
            language: Language::Id,
            zone: Zone::Wib,
        };
        let counts = BackCounts {
            gone: 3,
            worked: 1,
            ..BackCounts::default()
        };
        let said = say.import_back_counts(&counts);
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("3 keluar dari daftar"), "{said:?}");
    }
}
