//! Masuk: list, detail, facts, actions on many.

use crate::labels::phrases;

phrases! {
    tab_to_do: "Perlu tindakan", "To do";
    tab_overdue: "Terlambat", "Overdue";
    tab_in_progress: "Proses", "In progress";
    tab_all: "Semua", "All";
    list: "Daftar laporan", "Complaints";
    filters: "Saring", "Filters";
    filter_region: "Wilayah", "Region";
    filter_region_hint: "Ketik nama wilayah…", "Type a region…";
    filter_without_region: "Tanpa lokasi jelas", "Place not clear";
    filter_category: "Kategori", "Category";
    filter_class: "Jenis", "Class";
    filter_unit: "Unit", "Unit";
    filter_unit_hint: "Ketik nama unit…", "Type a unit…";
    filter_secret: "Rahasia", "Secret";
    filter_not_secret: "Bukan rahasia", "Not secret";
    filter_text(self, text: &str): format!("“{text}”"), format!("“{text}”");
    filter_remove(self, what: &str): format!("Hapus saringan {what}"), format!("Remove filter {what}");
    filter_clear: "Hapus semua saringan", "Clear all filters";
    sort: "Urut", "Order";
    sort_due: "tenggat ↑", "deadline ↑";
    sort_newest: "terbaru", "newest";
    sort_oldest: "terlama", "oldest";
    secret: "Rahasia", "Secret";
    anonymous: "Pelapor anonim", "Anonymous reporter";
    reporter_unnamed: "Pelapor tidak disebut", "Reporter not named";
    has_draft: "Draf", "Draft";
    row_attention: "Perlu dilihat", "Needs a look";
    no_place: "Tanpa lokasi jelas", "Place not clear";
    no_category: "Tanpa kategori", "No category";
    select: "Pilih", "Select";

    empty_inbox: "Belum ada laporan", "No complaints yet";
    empty_inbox_next: "Hubungkan ke hub atau impor ekspor Excel di Atur, atau catat laporan pertama.", "Connect to a hub or import the Excel export in Settings, or record the first complaint.";
    empty_to_do: "Tidak ada yang perlu tindakan", "Nothing to do";
    empty_to_do_next: "Semua laporan sudah ditangani. Lihat yang sedang berjalan di tab Proses.", "Every complaint is taken care of. See what is under way in the tab In progress.";
    empty_overdue: "Tidak ada yang terlambat", "Nothing overdue";
    empty_overdue_next: "Semua tenggat masih terjaga.", "Every deadline is being kept.";
    empty_filtered: "Tidak ada laporan yang cocok", "No complaint fits";
    empty_filtered_next: "Kurangi saringan atau cari di semua laporan.", "Remove a filter or search all complaints.";

    none_open: "Pilih laporan di daftar", "Choose a complaint from the list";
    none_open_next: "J dan K berpindah, Enter membuka, E membalas.", "J and K move, Enter opens, E replies.";
    copy_number: "Salin nomor", "Copy number";
    copied: "Nomor disalin", "Number copied";
    channel_label(self, channel: &str): format!("Kanal: {channel}"), format!("Channel: {channel}");
    moving: "pindah", "move";
    received_on(self, at: &str): format!("Masuk {at}"), format!("Received {at}");
    incident_on(self, on: &str): format!("Kejadian {on}"), format!("Happened {on}");
    show_all(self, size: &str): format!("Tampilkan semua ({size})"), format!("Show all ({size})");
    first_body: "Isi laporan awal", "Text as first received";
    attachments: "Lampiran", "Attachments";
    attachment_open(self, name: &str): format!("Lihat {name}"), format!("View {name}");
    attachment_save: "Simpan salinan", "Save a copy";
    attachment_saved(self, path: &str): format!("Disimpan di {path}"), format!("Saved in {path}");
    attachment_no_preview: "Pratinjau tidak tersedia untuk jenis berkas ini.", "No preview for this kind of file.";
    attachment_name_only: "Sumber hanya menyebut nama berkas ini; isinya tidak tersedia.", "The source only names this file; its content is not available.";
    thread: "Percakapan", "Thread";
    public_reply: "Balasan publik", "Public reply";
    internal_note: "Catatan internal", "Internal note";
    reporter_answer: "Jawaban pelapor", "Reporter's answer";
    pending: "menunggu konfirmasi", "waiting for confirmation";
    actions: "Tindakan", "Actions";
    more_actions: "Tindakan lain", "More actions";

    stage_done: "terpenuhi", "met";
    waiting: "menunggu", "waiting";

    facts: "Fakta laporan", "Facts";
    deadline_heading: "Tenggat", "Deadlines";
    due_on(self, at: &str): format!("jatuh tempo {at}"), format!("due {at}");
    no_deadline: "Tidak ada tenggat berjalan", "No deadline is running";
    met_on(self, at: &str): format!("terpenuhi {at}"), format!("met {at}");
    met_late_on(self, at: &str): format!("terpenuhi terlambat {at}"), format!("met late {at}");
    met_some_time: "terpenuhi, waktunya tidak diketahui", "met, time unknown";
    met_late_some_time: "terpenuhi terlambat, waktunya tidak diketahui", "met late, time unknown";
    paused: "dijeda", "paused";
    undecreed: "kalender belum ditetapkan", "calendar not decreed yet";
    used_of(self, used: u32, limit: &str): format!("{used} dari {limit}"), format!("{used} of {limit}");
    why_paused_since(self, from: &str): format!("Jeda sejak {from}"), format!("Paused since {from}");

    complaint_heading: "Laporan", "Complaint";
    fact_agency: "Instansi", "Agency";
    fact_unit: "Disposisi", "Unit";
    fact_category: "Kategori", "Category";
    fact_class: "Jenis", "Class";
    fact_priority: "Prioritas", "Priority";
    fact_status: "Status", "Status";
    fact_national: "Nasional", "National";
    fact_rating: "Penilaian", "Rating";
    fact_none: "belum ada", "none yet";
    national_unknown: "belum dikenal", "not known there";
    as_of(self, age: &str): format!("per {age}"), format!("as of {age}");
    status_pending(self, stage: &str): format!("Hub: {stage}"), format!("Hub: {stage}");
    history_heading: "Riwayat", "History";
    event_by(self, name: &str): format!("oleh {name}"), format!("by {name}");
    received_from(self, channel: &str): format!("lewat {channel}"), format!("through {channel}");
    received: "Diterima", "Received";

    remind: "Ingatkan unit", "Remind the unit";
    remind_through_hub: "Ingatkan lewat hub", "Remind through the hub";
    reminded: "Unit diingatkan lewat hub.", "The unit was reminded through the hub.";
    remind_about: "Pengingat lewat hub, tercatat di riwayat laporan.", "A reminder through the hub, kept in the complaint's history.";
    bulk_selected(self, count: usize): format!("{} dipilih", self.number(count as u32)), format!("{} selected", self.number(count as u32));
    bulk_running(self, done: usize, total: usize): format!("Menyimpan {} dari {}…", self.number(done as u32), self.number(total as u32)), format!("Saving {} of {}…", self.number(done as u32), self.number(total as u32));
    bulk_clear: "Batalkan pilihan", "Clear selection";
    bulk_results: "Hasil tindakan", "Outcomes";
    bulk_done(self, count: usize): format!("{} berhasil disimpan", self.number(count as u32)), format!("{} saved", self.number(count as u32));
    bulk_refused(self, count: usize): format!("{} ditolak", self.number(count as u32)), format!("{} refused", self.number(count as u32));
    bulk_ok: "tersimpan", "saved";
}
