//! Words of the domain: stages, classes, channels, clocks, people. Every match is exhaustive.

use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{ChangeCode, Reminder, ReminderChannel, Then};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Priority};
use tanggap_domain::event::{Actor, ActorRole, EventKind};
use tanggap_domain::privacy::PersonalData;
use tanggap_domain::sla::ClockKind;
use tanggap_domain::status::Stage;
use tanggap_ipc::complaint::Action;

use crate::labels::Say;

impl Say {
    pub fn stage(self, stage: Stage) -> &'static str {
        self.words().stage(stage)
    }

    pub fn classification(self, classification: &Classification) -> String {
        match classification {
            Classification::PengaduanBerkadar => self.pick(
                "Pengaduan berkadar pengawasan",
                "Complaint about an official's conduct",
            ),
            Classification::PengaduanTidakBerkadar => self.pick(
                "Pengaduan tidak berkadar pengawasan",
                "Complaint about a service",
            ),
            Classification::PermintaanInformasi => {
                self.pick("Permintaan informasi", "Information request")
            }
            Classification::Aspirasi => self.pick("Aspirasi", "Suggestion"),
            Classification::Other(words) => return words.clone(),
        }
        .to_owned()
    }

    pub fn channel(self, channel: &Channel) -> String {
        match channel {
            Channel::Website => self.pick("Situs", "Website"),
            Channel::Sms => "SMS 1708",
            Channel::Android => "Android",
            Channel::Ios => "iOS",
            Channel::Twitter => "X/Twitter",
            Channel::Whatsapp => "WhatsApp",
            Channel::Instagram => "Instagram",
            Channel::Setwapres => "Lapor Mas Wapres",
            Channel::Phone => self.pick("Telepon", "Phone"),
            Channel::Counter => self.pick("Loket", "Counter"),
            Channel::Letter => self.pick("Surat", "Letter"),
            Channel::Other(words) => return words.clone(),
        }
        .to_owned()
    }

    pub fn priority(self, priority: Priority) -> &'static str {
        match priority {
            Priority::Normal => self.pick("Biasa", "Normal"),
            Priority::High => self.pick("Penting", "High"),
            Priority::Urgent => self.pick("Mendesak", "Urgent"),
        }
    }

    pub fn clock(self, clock: ClockKind) -> &'static str {
        match clock {
            ClockKind::Verification => self.pick("Verifikasi", "Verification"),
            ClockKind::FollowUp => self.pick("Tindak lanjut", "Follow-up"),
            ClockKind::Completion => self.pick("Penyelesaian", "Completion"),
            ClockKind::ReporterSilence => self.pick("Tanggapan pelapor", "Reporter's answer"),
            ClockKind::MissingData => self.pick("Kelengkapan data", "Missing data"),
            ClockKind::Ombudsman => self.pick("Batas Ombudsman", "Ombudsman limit"),
            // Its own name, where it is known, comes before this.
            ClockKind::Own(own) => self.words().own_clock(own),
        }
    }

    /// What it means that a clock nobody is late by has run out; none of those that are a duty.
    pub fn ran_out(self, clock: ClockKind) -> Option<&'static str> {
        match clock {
            ClockKind::Verification
            | ClockKind::FollowUp
            | ClockKind::Completion
            | ClockKind::Own(_) => None,
            ClockKind::ReporterSilence => Some(self.pick("boleh ditutup", "may be closed")),
            ClockKind::MissingData => Some(self.pick("boleh diarsipkan", "may be archived")),
            ClockKind::Ombudsman => Some(self.pick(
                "Ombudsman dapat mengambil alih",
                "the Ombudsman may take over",
            )),
        }
    }

    pub fn action(self, action: Action) -> &'static str {
        match action {
            Action::Verify => self.pick("Verifikasi", "Verify"),
            Action::Dispose => self.pick("Disposisi", "Send to unit"),
            Action::Hold => self.pick("Tunda", "Hold"),
            Action::Resume => self.pick("Lanjutkan", "Resume"),
            Action::NotOurAuthority => self.pick("Bukan wewenang", "Not our authority"),
            Action::Archive => self.pick("Arsipkan", "Archive"),
            Action::Reply => self.pick("Balas", "Reply"),
            Action::Note => self.pick("Catatan", "Note"),
            Action::Close => self.pick("Tutup laporan", "Close complaint"),
            Action::Reopen => self.pick("Buka kembali", "Reopen"),
            Action::Amend => self.pick("Koreksi data", "Correct facts"),
        }
    }

    pub fn personal_data(self, what: PersonalData) -> &'static str {
        match what {
            PersonalData::Nik => self.pick("NIK", "an identity number (NIK)"),
            PersonalData::Kk => self.pick("nomor KK", "a family card number (KK)"),
            PersonalData::Npwp => self.pick("NPWP", "a tax number (NPWP)"),
            PersonalData::Bpjs => self.pick("nomor BPJS", "an insurance number (BPJS)"),
            PersonalData::Account => self.pick("nomor rekening", "a bank account number"),
            PersonalData::Passport => self.pick("nomor paspor", "a passport number"),
            PersonalData::Plate => self.pick("pelat nomor", "a vehicle plate"),
            PersonalData::Phone => self.pick("nomor telepon", "a phone number"),
            PersonalData::Email => self.pick("alamat surel", "an e-mail address"),
        }
    }

    pub fn then(self, then: Then) -> &'static str {
        match then {
            Then::Keep => self.pick("Kirim", "Send"),
            Then::Proses => self.pick("Kirim & tandai Proses", "Send & mark in progress"),
            Then::Selesai => self.pick("Kirim & selesai", "Send & complete"),
            Then::AskReporter => self.pick("Kirim & tunggu pelapor", "Send & wait for reporter"),
        }
    }

    /// A kind of change in words; one of another version by its own name.
    pub fn change(self, code: &ChangeCode) -> String {
        match code {
            ChangeCode::Record => self.pick("Laporan baru", "New complaint"),
            ChangeCode::Verify => self.action(Action::Verify),
            ChangeCode::Dispose => self.action(Action::Dispose),
            ChangeCode::Hold => self.action(Action::Hold),
            ChangeCode::Resume => self.action(Action::Resume),
            ChangeCode::NotOurAuthority => self.action(Action::NotOurAuthority),
            ChangeCode::Archive => self.action(Action::Archive),
            ChangeCode::Reply => self.pick("Balasan pelapor", "Reply to reporter"),
            ChangeCode::Note => self.pick("Catatan internal", "Internal note"),
            ChangeCode::Close => self.action(Action::Close),
            ChangeCode::Reopen => self.action(Action::Reopen),
            ChangeCode::Amend => self.action(Action::Amend),
            ChangeCode::Remind => self.reminder_entry(),
            ChangeCode::Join => self.join(),
            ChangeCode::Split => self.split(),
            ChangeCode::TellApart => self.tell_apart(),
            ChangeCode::Other(name) => name,
        }
        .to_owned()
    }

    /// Who did something.
    pub fn actor(self, actor: &Actor) -> String {
        if !actor.name.is_empty() {
            return actor.name.clone();
        }
        match actor.role {
            ActorRole::Officer => self.pick("Petugas", "An officer"),
            ActorRole::Agency => self.pick("Instansi", "An agency"),
            ActorRole::Reporter => self.pick("Pelapor", "The reporter"),
            ActorRole::System => self.pick("Sistem", "The system"),
        }
        .to_owned()
    }

    /// What happened, as the strong first words of a line of the history.
    pub fn event(self, event: &EventKind) -> String {
        match event {
            EventKind::Recorded => self.pick("Dicatat", "Recorded"),
            EventKind::Verified => self.pick("Diverifikasi", "Verified"),
            EventKind::Disposed { .. } => self.pick("Didisposisi", "Sent to unit"),
            EventKind::Held { .. } => self.pick("Ditunda", "Put on hold"),
            EventKind::Resumed => self.pick("Dilanjutkan", "Resumed"),
            EventKind::NotOurAuthority { .. } => {
                self.pick("Dinyatakan bukan wewenang", "Marked not our authority")
            }
            EventKind::Archived { .. } => self.pick("Diarsipkan", "Archived"),
            EventKind::Replied { then, .. } => match then {
                Then::Keep => self.pick("Dibalas", "Replied"),
                Then::Proses => self.pick("Dibalas, menjadi Proses", "Replied, now in progress"),
                Then::Selesai => self.pick("Dibalas, menjadi Selesai", "Replied, now completed"),
                Then::AskReporter => {
                    self.pick("Dibalas, menunggu pelapor", "Replied, waiting for reporter")
                }
            },
            EventKind::Noted { .. } => self.pick("Catatan internal", "Internal note"),
            EventKind::ReporterAnswered { .. } => {
                self.pick("Pelapor menjawab", "Reporter answered")
            }
            EventKind::Rated { stars } => {
                return match self.language {
                    tanggap_ipc::settings::Language::Id => format!("Dinilai {stars} dari 5"),
                    tanggap_ipc::settings::Language::En => format!("Rated {stars} of 5"),
                };
            }
            EventKind::Closed { .. } => self.pick("Ditutup", "Closed"),
            EventKind::Reopened { .. } => self.pick("Dibuka kembali", "Reopened"),
            EventKind::Amended(_) => self.pick("Data dikoreksi", "Facts corrected"),
            EventKind::Reminded(_) => self.pick("Pengingat terkirim", "Reminder sent"),
            EventKind::NationalStatusChanged { .. } => {
                self.pick("Status nasional berubah", "National status changed")
            }
            EventKind::Joined { .. } => self.pick("Digabung", "Joined"),
            EventKind::Split { .. } => self.pick("Dipisahkan", "Separated"),
            EventKind::ToldApart { .. } => self.pick(
                "Dinyatakan bukan laporan yang sama",
                "Said not to be the same",
            ),
            EventKind::Other(_) => self.pick("Kejadian lain", "Something else"),
        }
        .to_owned()
    }

    /// The rest of the line, in the words of whoever acted; none where the first words say it all.
    pub fn event_detail(self, event: &EventKind) -> Option<String> {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match event {
            EventKind::Disposed { to, note } => Some(joined(&self.to(to), note)),
            EventKind::NotOurAuthority { target, reason } => Some(match target {
                Some(target) => joined(&self.to(target), reason),
                None => reason.clone(),
            }),
            EventKind::Held { reason }
            | EventKind::Archived { reason }
            | EventKind::Closed { reason }
            | EventKind::Reopened { reason } => said(reason),
            EventKind::Amended(amendment) => {
                let mut facts = Vec::new();
                if let Some(class) = &amendment.classification {
                    facts.push(self.classification(class));
                }
                if let Some(category) = &amendment.category {
                    facts.push(category.path.join(" › "));
                }
                if let Some(region) = &amendment.region {
                    facts.push(region.to_string());
                }
                if let Some(priority) = amendment.priority {
                    facts.push(self.priority(priority).to_owned());
                }
                said(&facts.join(", "))
            }
            EventKind::Reminded(reminder) => Some(self.reminder(reminder)),
            EventKind::NationalStatusChanged { from, to, .. } => {
                Some(format!("{} → {}", from.name, to.name))
            }
            EventKind::Other(raw) => said(
                raw.get("kind")
                    .and_then(|kind| kind.as_str())
                    .unwrap_or_default(),
            ),
            EventKind::Joined { number, .. }
            | EventKind::Split { number, .. }
            | EventKind::ToldApart { number, .. } => Some(format!("#{number}")),
            EventKind::Recorded
            | EventKind::Verified
            | EventKind::Resumed
            | EventKind::Replied { .. }
            | EventKind::Noted { .. }
            | EventKind::ReporterAnswered { .. }
            | EventKind::Rated { .. } => None,
        }
    }

    /// Whom a reminder reached, how, and of what.
    fn reminder(self, reminder: &Reminder) -> String {
        let Reminder {
            clock,
            overdue_days: days,
            via,
            to,
        } = reminder;
        let to = match to {
            Some(unit) => self.to(unit),
            None => self.pick("ke unit", "to the unit").to_owned(),
        };
        let via = self.reminder_channel(*via);
        let clock = self.clock(*clock);
        let late = match days {
            0 => self.pick("melewati tenggat".to_owned(), "past due".to_owned()),
            1 => self.pick(
                "terlambat 1 hari kerja".to_owned(),
                "1 working day late".to_owned(),
            ),
            days => self.pick(
                format!("terlambat {days} hari kerja"),
                format!("{days} working days late"),
            ),
        };
        self.pick(
            format!("{to} lewat {via}: {clock} {late}"),
            format!("{to} by {via}: {clock} {late}"),
        )
    }

    /// The heading of a reminder among replies and notes.
    pub fn reminder_entry(self) -> &'static str {
        self.pick("Pengingat", "Reminder")
    }

    pub fn reminder_channel(self, via: ReminderChannel) -> &'static str {
        match via {
            ReminderChannel::InApp => self.pick("aplikasi", "the application"),
            ReminderChannel::Whatsapp => "WhatsApp",
            ReminderChannel::Email => self.pick("surel", "e-mail"),
        }
    }

    fn to(self, agency: &AgencyRef) -> String {
        match self.language {
            tanggap_ipc::settings::Language::Id => format!("ke {}", agency.name),
            tanggap_ipc::settings::Language::En => format!("to {}", agency.name),
        }
    }
}

fn joined(head: &str, tail: &str) -> String {
    if tail.is_empty() {
        head.to_owned()
    } else {
        format!("{head}: {tail}")
    }
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    #[test]
    fn a_reminder_is_told_in_one_line() {
        let reminder = |overdue_days, via, to: Option<&str>| {
            EventKind::Reminded(Reminder {
                clock: ClockKind::FollowUp,
                overdue_days,
                via,
                to: to.map(AgencyRef::named),
            })
        };
        for (event, indonesian, english) in [
            (
                reminder(3, ReminderChannel::Whatsapp, Some("Dinas PUPR")),
                "Pengingat terkirim ke Dinas PUPR lewat WhatsApp: Tindak lanjut terlambat 3 hari kerja",
                "Reminder sent to Dinas PUPR by WhatsApp: Follow-up 3 working days late",
            ),
            (
                reminder(1, ReminderChannel::InApp, None),
                "Pengingat terkirim ke unit lewat aplikasi: Tindak lanjut terlambat 1 hari kerja",
                "Reminder sent to the unit by the application: Follow-up 1 working day late",
            ),
            (
                reminder(0, ReminderChannel::Email, None),
                "Pengingat terkirim ke unit lewat surel: Tindak lanjut melewati tenggat",
                "Reminder sent to the unit by e-mail: Follow-up past due",
            ),
        ] {
            for (language, expected) in [(Language::Id, indonesian), (Language::En, english)] {
                let zone = Zone::Wib;
                let say = Say { language, zone };
                let detail = say.event_detail(&event).unwrap();
                assert_eq!(format!("{} {detail}", say.event(&event)), expected);
            }
        }
    }
}
