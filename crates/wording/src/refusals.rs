//! Why a change was not done: one sentence each, the true reason and what to do. Window and command
//! line say the same.

use chrono::{DateTime, FixedOffset, Timelike, Utc};
use tanggap_domain::change::Refused;
use tanggap_domain::limits::{ListKind, TextKind};
use tanggap_domain::status::Stage;
use tanggap_ipc::settings::Zone;

use crate::{Words, capital, dates};

impl Words {
    pub fn refused(self, refused: &Refused) -> String {
        let fixed = match refused {
            Refused::UnknownComplaint => self.pick(
                "Laporan ini tidak dikenal oleh hub.",
                "The hub does not know this complaint.",
            ),
            Refused::AlreadyExists => {
                self.pick("Laporan ini sudah ada.", "The complaint exists already.")
            }
            Refused::Closed => self.pick(
                "Laporan sudah ditutup. Buka kembali dulu.",
                "The complaint is closed. Reopen it first.",
            ),
            Refused::NotAllowed { stage } => {
                let stage = self.stage(*stage);
                return self.pick(
                    format!("Tidak dapat dilakukan pada status “{stage}”."),
                    format!("Not possible in stage “{stage}”."),
                );
            }
            Refused::EmptyText => self.pick("Teks masih kosong.", "The text is empty."),
            Refused::TextTooLong { text, max_bytes } => {
                let (text, most) = (self.text_kind(*text), in_kilobytes(*max_bytes));
                return self.pick(
                    format!("{} terlalu panjang (paling banyak {most}).", capital(text)),
                    format!("{} is too long (at most {most}).", capital(text)),
                );
            }
            Refused::TooMany { list, most } => {
                let list = self.list_kind(*list);
                return self.pick(
                    format!("Terlalu banyak {list} (paling banyak {most})."),
                    format!("Too many {list} (at most {most})."),
                );
            }
            Refused::HistoryFull => self.pick(
                "Riwayat laporan ini penuh. Balasan dan penutupan masih muat; catatan dan langkah lain tidak.",
                "The history of this complaint is full. Replies and closing still fit; notes and other steps do not.",
            ),
            Refused::MissingReason => self.pick("Alasan wajib diisi.", "A reason is needed."),
            Refused::OutOfScope => self.pick(
                "Laporan ini di luar wewenang akun Anda.",
                "The complaint is outside your account's scope.",
            ),
            Refused::NotYourRole => self.pick(
                "Akun unit hanya dapat membalas, bertanya, mencatat, dan mengingatkan. Langkah ini diputuskan oleh koordinator.",
                "An account of the unit only replies, asks, notes and reminds. This step is the coordinator's.",
            ),
            Refused::UnknownRegion => self.pick(
                "Kode wilayah itu tidak ada. Pilih wilayah dari daftar.",
                "There is no region with that code. Choose one from the list.",
            ),
            Refused::RegionOutOfScope => self.pick(
                "Wilayah itu di luar wewenang akun Anda; laporan akan hilang dari meja Anda. Pakai “bukan wewenang”, atau minta petugas provinsi memindahkannya.",
                "That region is outside your account's scope; the complaint would vanish from your desk. Use “not our authority”, or ask an officer of the province to move it.",
            ),
            Refused::NumberTaken => self.pick(
                "Nomor laporan ini sudah dipakai laporan lain di hub. Kirim ulang: laporan mendapat nomor baru.",
                "Another complaint on the hub has this number. Send it again: it gets a new number.",
            ),
            Refused::CannotJoin => self.pick(
                "Hanya satu catatan dan satu laporan nasional dapat digabung, dan masing-masing belum tergabung dengan yang lain.",
                "Only one recording and one national report can be joined, and neither may be joined with another already.",
            ),
            Refused::JoinedInto { number } => {
                return self.pick(
                    format!("Catatan ini sudah digabung dengan laporan #{number}. Lanjutkan di sana."),
                    format!("This recording was joined with report #{number}. Go on there."),
                );
            }
            Refused::ImplausibleTime => self.pick(
                "Waktu diterima tidak mungkin benar: sebelum 1990 atau lewat besok. Periksa tanggal dan jam komputer ini.",
                "The time of receipt cannot be true: before 1990 or after tomorrow. Check date and time of this computer.",
            ),
            Refused::NoUnit => self.pick(
                "Belum ada unit yang menangani laporan ini. Disposisikan dulu.",
                "No unit has the complaint yet. Send it to one first.",
            ),
            Refused::TooSoon { again_at } => {
                let again_at = self.date_time(*again_at);
                return self.pick(
                    format!("Unit sudah diingatkan. Pengingat berikutnya dapat dikirim mulai {again_at}."),
                    format!("The unit was reminded already. The next reminder may go from {again_at}."),
                );
            }
            Refused::NotOverdue => self.pick(
                "Laporan ini tidak terlambat; tidak ada yang perlu diingatkan.",
                "The complaint is not overdue; there is nothing to remind of.",
            ),
            Refused::ReplyRace => self.pick(
                "Petugas lain sudah membalas sejak Anda mulai menulis.",
                "Another officer replied since you began.",
            ),
            Refused::StatusMoved { stage } => {
                let stage = self.stage(*stage);
                return self.pick(
                    format!("Status sudah berubah menjadi “{stage}” sejak Anda melihatnya."),
                    format!("The stage became “{stage}” since you looked."),
                );
            }
            Refused::UnitMoved => self.pick(
                "Laporan sudah didisposisi ke unit lain sejak Anda melihatnya.",
                "The complaint went to another unit since you looked.",
            ),
            Refused::FactsMoved => self.pick(
                "Data laporan sudah dikoreksi petugas lain sejak Anda melihatnya.",
                "Another officer corrected the facts since you looked.",
            ),
            Refused::FileMissing => self.pick(
                "Berkas lampirannya tidak ada lagi di komputer ini. Lampirkan lagi, lalu kirim ulang.",
                "A file attached to it is not on this computer any more. Attach it again, then send again.",
            ),
            Refused::TooLarge => self.pick(
                "Teks atau lampirannya terlalu besar untuk diterima hub. Perkecil, lalu kirim ulang.",
                "The text or its files are larger than the hub takes. Make them smaller, then send again.",
            ),
            Refused::KeyReused => self.pick(
                "Hub sudah memakai tanda pengenal perubahan ini untuk perubahan lain. Kirim ulang: isinya tetap sama.",
                "The hub has this change's identifier for another one. Send it again: its content stays the same.",
            ),
            Refused::NotUnderstood => self.pick(
                "Hub tidak memahami perubahan ini: versi hub atau program ini lebih lama. Perbarui, lalu kirim ulang.",
                "The hub does not understand this change: the hub or this program is older. Update, then send again.",
            ),
            Refused::HubFailed => self.pick(
                "Hub sendiri gagal mengolah perubahan ini, padahal yang lain diterimanya. Beri tahu pengelola hub, lalu kirim ulang.",
                "The hub itself failed at this change, though it takes others. Tell whoever looks after the hub, then send again.",
            ),
            Refused::StoppedOnTheWay => self.pick(
                "Jaringan menuju hub menolak perubahan ini, padahal yang lain lewat. Beri tahu pengelola jaringan, lalu kirim ulang.",
                "The network on the way to the hub refuses this change, though it lets others through. Tell whoever looks after the network, then send again.",
            ),
        };
        fixed.to_owned()
    }

    pub fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::BelumTerverifikasi => self.pick("Belum terverifikasi", "Not verified"),
            Stage::BelumTerdisposisi => self.pick("Belum terdisposisi", "Not sent to a unit"),
            Stage::BelumDitindaklanjuti => self.pick("Belum ditindaklanjuti", "Not followed up"),
            Stage::Proses => self.pick("Proses", "In progress"),
            Stage::Tertunda => self.pick("Tertunda", "On hold"),
            Stage::Selesai => self.pick("Selesai", "Completed"),
            Stage::Diarsipkan => self.pick("Diarsipkan", "Archived"),
            Stage::BukanWewenang => self.pick("Bukan wewenang", "Not our authority"),
            Stage::Dihapus => self.pick("Dihapus", "Deleted"),
            Stage::TidakDikenal => self.pick("Status baru", "New status"),
        }
    }

    /// Which text of a form or file.
    pub fn text_kind(self, kind: TextKind) -> &'static str {
        match kind {
            TextKind::Title => self.pick("judul", "the title"),
            TextKind::Body => self.pick("isi laporan", "the text of the complaint"),
            TextKind::Reply => self.pick("balasan", "the reply"),
            TextKind::Note => self.pick("catatan", "the note"),
            TextKind::Reason => self.pick("alasan", "the reason"),
            TextKind::Instruction => self.pick("pesan kepada unit", "the message to the unit"),
            TextKind::Agency => self.pick("nama instansi atau unit", "the name of the agency"),
            TextKind::Category => self.pick("kategori", "the category"),
            TextKind::Classification => self.pick("klasifikasi", "the classification"),
            TextKind::Channel => self.pick("kanal", "the channel"),
            TextKind::Name => self.pick("nama pelapor", "the reporter's name"),
            TextKind::Contact => self.pick("kontak pelapor", "the reporter's contact"),
            TextKind::Place => self.pick("nama wilayah", "the name of the region"),
            TextKind::Address => self.pick("alamat", "the address"),
            TextKind::Status => self.pick("status nasional", "the national status"),
            TextKind::StatusText => self.pick("keterangan status", "the explanation of the status"),
            TextKind::FileName => self.pick("nama berkas", "the name of the file"),
            TextKind::FileType => self.pick("jenis berkas", "the type of the file"),
            TextKind::Column => self.pick("nama kolom", "the name of a column"),
            TextKind::ColumnValue => self.pick("isi kolom lain", "the content of another column"),
        }
    }

    /// What there is too much of.
    pub fn list_kind(self, kind: ListKind) -> &'static str {
        match kind {
            ListKind::CategoryPath => self.pick("tingkat kategori", "levels of the category"),
            ListKind::Files => self.pick("lampiran", "files"),
            ListKind::ComplaintFiles => self.pick("lampiran laporan", "files of the complaint"),
            ListKind::Columns => self.pick("kolom lain", "other columns"),
        }
    }

    /// `20 November 2026, 16.00 WIB`.
    fn date_time(self, at: DateTime<Utc>) -> String {
        let hours = match self.zone {
            Zone::Wib => 7,
            Zone::Wita => 8,
            Zone::Wit => 9,
        };
        let wall = FixedOffset::east_opt(hours * 3600)
            .and_then(|offset| at.naive_utc().checked_add_offset(offset))
            .unwrap_or(at.naive_utc());
        let mark = self.pick('.', ':');
        format!(
            "{}, {:02}{mark}{:02} {}",
            dates::date(wall.date(), self.language),
            wall.hour(),
            wall.minute(),
            self.zone.code()
        )
    }
}

fn in_kilobytes(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        _ => format!("{} KiB", bytes / 1024),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use tanggap_domain::ids::TrackingId;
    use tanggap_ipc::settings::Language;

    /// Does not compile while [`all`] may lack a reason: add it to both.
    const fn _is_listed(refused: &Refused) {
        match refused {
            Refused::UnknownComplaint
            | Refused::AlreadyExists
            | Refused::Closed
            | Refused::NotAllowed { .. }
            | Refused::EmptyText
            | Refused::TextTooLong { .. }
            | Refused::TooMany { .. }
            | Refused::HistoryFull
            | Refused::MissingReason
            | Refused::OutOfScope
            | Refused::NotYourRole
            | Refused::UnknownRegion
            | Refused::RegionOutOfScope
            | Refused::NumberTaken
            | Refused::CannotJoin
            | Refused::JoinedInto { .. }
            | Refused::ImplausibleTime
            | Refused::NoUnit
            | Refused::TooSoon { .. }
            | Refused::NotOverdue
            | Refused::ReplyRace
            | Refused::StatusMoved { .. }
            | Refused::UnitMoved
            | Refused::FactsMoved
            | Refused::FileMissing
            | Refused::TooLarge
            | Refused::KeyReused
            | Refused::NotUnderstood
            | Refused::HubFailed
            | Refused::StoppedOnTheWay => {}
        }
    }

    fn all() -> Vec<Refused> {
        let stage = Stage::Proses;
        let mut all = vec![
            Refused::UnknownComplaint,
            Refused::AlreadyExists,
            Refused::Closed,
            Refused::NotAllowed { stage },
            Refused::EmptyText,
            Refused::HistoryFull,
            Refused::MissingReason,
            Refused::OutOfScope,
            Refused::NotYourRole,
            Refused::UnknownRegion,
            Refused::RegionOutOfScope,
            Refused::NumberTaken,
            Refused::CannotJoin,
            Refused::JoinedInto {
                number: TrackingId::parse("9165816").unwrap(),
            },
            Refused::ImplausibleTime,
            Refused::NoUnit,
            Refused::NotOverdue,
            Refused::TooSoon {
                again_at: "2026-11-21T03:04:05Z".parse().unwrap(),
            },
            Refused::ReplyRace,
            Refused::StatusMoved { stage },
            Refused::UnitMoved,
            Refused::FactsMoved,
            Refused::FileMissing,
            Refused::TooLarge,
            Refused::KeyReused,
            Refused::NotUnderstood,
            Refused::HubFailed,
            Refused::StoppedOnTheWay,
        ];
        all.extend(TextKind::ALL.map(|text| Refused::TextTooLong {
            text,
            max_bytes: text.max_bytes(),
        }));
        all.extend(ListKind::ALL.map(|list| Refused::TooMany {
            list,
            most: list.most(),
        }));
        all
    }

    #[test]
    fn every_reason_has_a_sentence_of_its_own_in_both_languages() {
        let sentences: Vec<String> = [Language::Id, Language::En]
            .into_iter()
            .flat_map(|language| {
                let zone = Zone::Wib;
                all()
                    .into_iter()
                    .map(move |refused| Words { language, zone }.refused(&refused))
            })
            .collect();
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')));
        let different: BTreeSet<&String> = sentences.iter().collect();
        assert_eq!(different.len(), sentences.len());
    }

    #[test]
    fn the_protocol_lists_every_reason() {
        let document = include_str!("../../../docs/protocol.md");
        let (_, listed) = document.split_once("Reasons inside `refused`").unwrap();
        let (listed, _) = listed.split_once("\n\n").unwrap_or((listed, ""));
        let listed: BTreeSet<&str> = listed
            .split('`')
            .skip(1)
            .step_by(2)
            .map(|code| code.split(' ').next().unwrap_or_default())
            .collect();
        let known: BTreeSet<String> = all()
            .iter()
            .map(|refused| {
                let json = serde_json::to_value(refused).unwrap();
                json["code"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(listed, known.iter().map(String::as_str).collect());
    }

    #[test]
    fn values_stand_in_the_sentence() {
        let say = |language, refused| {
            let zone = Zone::Wit;
            Words { language, zone }.refused(&refused)
        };
        let again_at = "2026-11-20T18:04:05Z".parse().unwrap();
        assert_eq!(
            say(Language::Id, Refused::TooSoon { again_at }),
            "Unit sudah diingatkan. Pengingat berikutnya dapat dikirim mulai 21 November 2026, 03.04 WIT."
        );
        let text = TextKind::Instruction;
        let max_bytes = text.max_bytes();
        assert_eq!(
            say(Language::Id, Refused::TextTooLong { text, max_bytes }),
            "Pesan kepada unit terlalu panjang (paling banyak 64 KiB)."
        );
        let list = ListKind::Files;
        assert_eq!(
            say(Language::En, Refused::TooMany { list, most: 20 }),
            "Too many files (at most 20)."
        );
    }
}
