//! Tenggat → Kalender and Eskalasi: the load of days, and reminding units.

use chrono::NaiveDate;

use crate::labels::{Say, phrases};

phrases! {
    month_load: "Tenggat per hari", "Deadlines by day";
    month_before: "Bulan sebelumnya", "Previous month";
    month_after: "Bulan berikutnya", "Next month";
    month_due(self, count: u32): if count == 0 { "tidak ada tenggat".to_owned() } else { format!("{} laporan jatuh tempo", self.number(count)) }, if count == 0 { "nothing due".to_owned() } else { format!("{} complaints due", self.number(count)) };
    month_rest(self, count: u32): format!("{} lagi; persempit dengan saringan.", self.number(count)), format!("{} more; narrow them with the filters.", self.number(count));
    month_not_worked: "Bukan hari kerja", "Not a working day";
    month_legend_past: "sudah lewat", "past";
    month_legend_soon: "hari ini dan besok", "today and tomorrow";
    month_legend_later: "kemudian", "later";
    month_legend_off: "libur, cuti bersama, atau kantor tutup", "holiday, joint leave or office closed";

    escalation_empty: "Tidak ada yang perlu dieskalasi", "Nothing to escalate";
    escalation_empty_next: "Laporan muncul di sini setelah terlambat beberapa hari kerja.", "Complaints appear here once they are some working days overdue.";
    escalation_all(self, total: u32): format!("Pilih semua ({})", self.number(total)), format!("Select all ({})", self.number(total));
    escalation_first(self, most: u32, total: u32): format!("Pilih {} pertama dari {}", self.number(most), self.number(total)), format!("Select the first {} of {}", self.number(most), self.number(total));
    escalation_days(self, days: u32): format!("lewat {} hk", self.number(days)), format!("{} wd late", self.number(days));
    escalation_never: "Belum pernah diingatkan", "Never reminded";
    escalation_reminded(self, count: usize, at: &str, via: &str, by: &str): format!("Diingatkan {count}×, terakhir {at} lewat {via} oleh {by}"), format!("Reminded {count}×, last {at} by {via} by {by}");
    escalation_due: "Layak diingatkan sekarang", "Worth a reminder now";
    escalation_recent: "Baru diingatkan", "Reminded recently";
    escalation_again(self, at: &str): format!("Lewat hub lagi mulai {at}"), format!("Through the hub again from {at}");
    escalation_whatsapp: "Salin untuk WhatsApp", "Copy for WhatsApp";
    escalation_email: "Salin surel", "Copy e-mail";
    escalation_by_unit: "Menurut unit", "By unit";
    escalation_complaints: "laporan", "complaints";
    escalation_only(self, unit: &str): format!("Hanya {unit}"), format!("Only {unit}");
    escalation_rule(self, days: u32): format!("Dieskalasi setelah terlambat {} hari kerja.", self.number(days)), format!("Escalated after {} working days overdue.", self.number(days));
    escalation_change_rule: "Ubah aturan", "Change the rule";

    reminder_whatsapp: "Pengingat untuk WhatsApp", "Reminder for WhatsApp";
    reminder_email: "Pengingat untuk surel", "Reminder for e-mail";
    reminder_to: "Kepada", "To";
    reminder_no_unit: "Laporan ini belum didisposisi.", "This complaint has no unit yet.";
    reminder_about: "Menyalin belum mengirim apa pun; catat setelah Anda mengirimnya. Teks tidak memuat data pribadi.", "Copying sends nothing; note it once you have sent it. The text holds no personal data.";
    reminder_text: "Teks pengingat", "Text of the reminder";
    reminder_copy: "Salin", "Copy";
    reminder_copied: "Teks disalin.", "Text copied.";
    reminder_not_copied: "Belum disalin. Tekan Salin, atau tandai teks lalu Ctrl C.", "Not copied yet. Press Copy, or mark the text and press Ctrl C.";
    reminder_note: "Catat sebagai terkirim", "Note as sent";
    reminder_noted(self, via: &str): format!("Pengingat lewat {via} dicatat."), format!("The reminder by {via} is noted.");
}

impl Say {
    /// `Kamis, 26 November 2026`.
    pub fn day_in_full(self, date: NaiveDate) -> String {
        use chrono::Datelike;
        let weekday = tanggap_wording::dates::weekday(date.weekday(), self.language);
        format!("{weekday}, {} {}", date.day(), self.month_in_full(date))
    }
}
