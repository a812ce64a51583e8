//! Catat: recording a complaint from phone, WhatsApp, counter or letter.

use crate::labels::phrases;

phrases! {
    record: "Catat laporan", "Record a complaint";
    record_about: "Laporan dari telepon, WhatsApp, loket, atau surat.", "A complaint by phone, WhatsApp, counter or letter.";
    record_drafts: "Pencatatan lain yang belum selesai", "Other unfinished recordings";
    record_channel: "Kanal", "Channel";
    record_title: "Judul", "Title";
    record_title_hint: "Apa dan di mana, mis. Jalan berlubang di depan SDN 42", "What and where, e.g. Pothole in front of primary school 42";
    record_body: "Isi laporan", "Text";
    record_body_hint: "Kata-kata pelapor. Percakapan WhatsApp boleh ditempel utuh.", "The reporter's words. A whole WhatsApp conversation may be pasted.";
    record_class: "Jenis", "Class";
    record_category: "Kategori", "Category";
    record_category_hint: "Ketik untuk mencari kategori…", "Type to find a category…";
    record_category_none: "Tidak ada dalam daftar; akan dicatat seperti ditulis.", "Not in the list; it is recorded as written.";
    record_received: "Diterima", "Received";
    record_received_time: "Jam", "Time";
    record_date_hint: "24/11/2026", "24/11/2026";
    record_time_hint: "10.30", "10:30";
    record_now: "Sekarang", "Now";
    record_incident: "Tanggal kejadian (boleh kosong)", "Date of incident (optional)";
    record_place: "Wilayah", "Region";
    record_place_about: "Kosong berarti tanpa lokasi jelas.", "Empty means no clear place.";
    record_address: "Alamat atau patokan", "Address or landmark";
    record_address_hint: "Jl., nomor, dekat apa", "Street, number, near what";
    record_name: "Nama (boleh kosong)", "Name (optional)";
    record_phone: "Telepon (boleh kosong)", "Phone (optional)";
    record_anonymous: "Anonim", "Anonymous";
    record_anonymous_about: "Nama pelapor tidak diperlihatkan kepada instansi terlapor.", "The reporter's name is not shown to the reported agency.";
    record_secret: "Rahasia", "Secret";
    record_secret_about: "Laporan ditandai rahasia: hanya untuk petugas yang berwenang.", "The complaint is marked secret: for officers in charge only.";
    record_agency: "Instansi (boleh kosong)", "Agency (optional)";
    record_agency_hint: "Ketik nama instansi…", "Type an agency…";
    record_attachments: "Lampiran", "Attachments";
    record_attach: "Tambah berkas", "Add files";
    record_submit: "Catat laporan", "Record";
    record_submitting: "Menyimpan…", "Saving…";
    record_clear: "Kosongkan", "Clear";
    record_cleared: "Isian dikosongkan", "The form is empty";
    record_draft_saved(self, at: &str): format!("Draf tersimpan {at}"), format!("Draft saved {at}");
    record_draft_saving: "Menyimpan draf…", "Saving draft…";
    record_draft_failed: "Draf belum tersimpan", "The draft is not saved";
    record_draft_none: "Isian disimpan sebagai draf saat Anda berhenti mengetik.", "What you type is kept as a draft when you pause.";
    record_faults(self, count: usize): format!("{count} isian perlu diperbaiki."), format!("{count} fields need a look.");
    record_uploading: "Tunggu sampai lampiran selesai dibaca.", "Wait until the attachments are read.";

    fault_title: "Isi judul laporan.", "Enter a title.";
    fault_title_long: "Judul terlalu panjang; pindahkan rinciannya ke isi laporan.", "The title is too long; move the details into the text.";
    fault_body: "Tulis isi laporan.", "Enter the text.";
    fault_body_long(self, most: &str): format!("Isi laporan terlalu panjang (paling banyak {most})."), format!("The text is too long (at most {most}).");
    fault_class: "Pilih jenis laporan.", "Choose a class.";
    fault_date: "Tulis tanggal seperti 24/11/2026.", "Write a date like 24/11/2026.";
    fault_time: "Tulis jam seperti 10.30.", "Write a time like 10:30.";
    fault_future: "Waktu ini belum terjadi.", "This time has not come yet.";
    fault_incident_after: "Kejadian tidak mungkin setelah laporan diterima.", "The incident cannot be after the receipt.";
    fault_phone: "Nomor telepon hanya berisi angka, spasi, +, dan -.", "A phone number has digits, spaces, + and - only.";

    recorded: "Laporan tercatat", "Complaint recorded";
    recorded_about: "Sampaikan nomor ini kepada pelapor. Nomor ini dari kantor ini dan bukan nomor SP4N-LAPOR!; Tanggap tidak mendaftarkan laporan ke sana.", "Give this number to the reporter. It is this office's own and no SP4N-LAPOR! number; Tanggap does not register complaints there.";
    recorded_copy: "Salin nomor", "Copy number";
    recorded_again: "Catat lagi", "Record another";
    recorded_open: "Buka laporan", "Open complaint";
    recorded_waiting: "Tersimpan di komputer ini; belum di hub sampai hub menerimanya.", "Saved on this computer; not at the hub until the hub takes it.";
    place_unresolved(self, typed: &str): format!("“{typed}” belum dipilih sebagai wilayah. Pilih dari daftar, pindahkan ke alamat, atau kosongkan."), format!("“{typed}” is not chosen as a region yet. Choose from the list, move it to the address, or clear it.");
    place_nothing: "Tidak ada wilayah yang cocok.", "No region fits.";
}
