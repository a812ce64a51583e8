//! Writing: reply, note, disposition, the other actions, and what comes back.

use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{DraftKind, MarkKind};

use crate::labels::{Say, phrases};

phrases! {
    editor: "Penyunting", "Editor";
    reply_tab: "Balasan pelapor", "Reply to reporter";
    note_tab: "Catatan internal", "Internal note";
    dispose_tab: "Disposisi", "Send to unit";
    reply_where: "Untuk pelapor, tersimpan di hub", "For the reporter, kept at the hub";
    reply_where_secret: "Rahasia: untuk pelapor saja, tersimpan di hub", "Secret: for the reporter only, kept at the hub";
    note_where: "Hanya dibaca petugas", "Read by officers only";
    dispose_where: "Menugaskan laporan kepada unit; tersimpan di hub", "Assigns the complaint to a unit; kept at the hub";
    reply_hint: "Tulis balasan untuk pelapor: apa yang sudah dilakukan, oleh siapa, dan kapan selesai.", "Write to the reporter: what was done, by whom, and when it will be finished.";
    note_hint: "Catatan untuk rekan kerja. Tidak terlihat oleh pelapor.", "A note for colleagues. The reporter does not see it.";
    dispose_hint: "Pesan untuk unit (boleh kosong)", "Message to the unit (optional)";
    dispose_unit: "Unit tujuan", "Unit";
    dispose_unit_hint: "Cari unit…", "Search units…";
    dispose_unit_none: "Tidak ada unit yang cocok.", "No unit fits.";
    unit_unresolved(self, typed: &str): format!("“{typed}” bukan unit yang dikenal. Pilih dari daftar atau kosongkan."), format!("“{typed}” is no known unit. Choose from the list or clear it.");
    dispose_unit_missing: "Pilih unit tujuan.", "Choose a unit.";
    dispose_send: "Kirim disposisi", "Send to unit";
    note_send: "Simpan catatan", "Save note";
    templates: "Templat", "Templates";
    templates_none: "Belum ada templat.", "No templates yet.";
    attach: "Lampiran", "Attach";
    attach_drop: "Lepaskan berkas di sini untuk melampirkan", "Drop files here to attach them";
    attach_progress(self, percent: u32): format!("{percent} %"), format!("{percent}%");
    attach_remove(self, name: &str): format!("Hapus lampiran {name}"), format!("Remove attachment {name}");
    saved_at(self, at: &str): format!("Tersimpan {at}"), format!("Saved {at}");
    saving: "Menyimpan…", "Saving…";
    not_saved: "Belum tersimpan", "Not saved";
    then_choose: "Pilih cara kirim", "Choose how to send";
    sending: "Menyimpan…", "Saving…";
    drafts_kept: "Draf lain laporan ini", "Other drafts of this complaint";
    draft_discard: "Hapus draf", "Discard draft";
    draft_discarded: "Draf dihapus", "Draft discarded";
    closed_editor: "Laporan ini sudah ditutup. Buka kembali untuk membalas.", "This complaint is closed. Reopen it to reply.";

    warn_personal(self, what: &str): format!("Terdeteksi {what} pada balasan."), format!("The reply holds {what}.");
    warn_hide: "Sembunyikan", "Hide";
    warn_leave: "Biarkan", "Leave";
    warn_placeholder: "Balasan ini tampak seperti jawaban sementara. Sebutkan apa yang dilakukan dan oleh siapa.", "This looks like a placeholder. Say what is being done and by whom.";
    warn_no_date: "Belum ada tanggal atau waktu. Sebutkan kapan dilakukan atau selesai.", "No date or time yet. Say when it was or will be done.";
    warn_empty(self, names: &str): format!("Isian kosong: {names}. Lengkapi sebelum mengirim."), format!("Empty: {names}. Fill in before sending.");
    warn_show: "Tunjukkan", "Show";

    undo_reply(self, number: &str, seconds: i64): format!("Balasan #{number} tersimpan; masih dapat diurungkan {seconds} dtk"), format!("Reply to #{number} saved; can be undone for {seconds} s");
    undo_done(self, what: &str, number: &str): format!("{what} #{number} tersimpan"), format!("{what} #{number} saved");
    undo_already(self, what: &str, number: &str): format!("{what} #{number}: sudah demikian"), format!("{what} #{number}: it was so already");
    undo_taken_back: "Diurungkan. Teksnya kembali sebagai draf.", "Undone. Its text is a draft again.";
    undo_taken_back_plain: "Diurungkan.", "Undone.";
    undo_nothing: "Tidak ada tindakan yang dapat diurungkan.", "Nothing to undo.";

    reason: "Alasan", "Reason";
    reason_hint: "Jelaskan singkat; tercatat dalam riwayat.", "Explain briefly; it goes into the history.";
    reason_missing: "Alasan wajib diisi.", "A reason is needed.";
    reason_optional: "Alasan (boleh kosong)", "Reason (optional)";
    target_optional: "Instansi tujuan (boleh kosong)", "Target agency (optional)";
    hold_about: "Menunggu data dari pelapor. Tenggat dijeda selama ditunda.", "Waiting for the reporter. Deadlines pause while on hold.";
    not_ours_about: "Laporan ditandai bukan wewenang kantor ini. Tanggap tidak meneruskannya: sampaikan sendiri kepada instansi yang berwenang.", "The complaint is marked as not this office's. Tanggap does not forward it: tell the agency in charge yourself.";
    archive_about: "Terlalu umum, bukan tentang kinerja pemerintah, atau tidak sesuai format.", "Too general, not about government, or in the wrong form.";
    close_about: "Laporan dinyatakan selesai.", "The complaint is completed.";
    reopen_about: "Laporan kembali ke daftar kerja.", "The complaint returns to the list.";
    verify_about: "Laporan lengkap dan dapat ditangani.", "The complaint is complete and can be worked on.";
    resume_about: "Tenggat berjalan lagi.", "Deadlines run again.";
    dispose_about: "Unit ini dicatat sebagai yang menangani laporan.", "This unit is recorded as the one in charge of the complaint.";
    amend_about: "Perbaiki data yang salah. Yang tidak diubah tetap.", "Correct what is wrong. The rest stays.";
    amend_nothing: "Belum ada yang diubah.", "Nothing changed yet.";
    keep_as_is: "Tetap", "Keep";

    before_title: "Periksa sebelum mengirim", "Look before sending";
    before_replies: "Rekan sudah membalas sejak Anda mulai menulis", "A colleague replied since you began to write";
    before_same: "Teks yang sama sudah pernah dikirim", "The same text was sent before";
    before_mine: "Balasan Anda", "Your reply";
    before_anyway: "Kirim juga", "Send it too";
    before_back: "Kembali menyunting", "Back to editing";

    conflict: "Tindakan Anda kembali", "Your action came back";
    conflict_mine: "Yang Anda kirim", "What you sent";
    conflict_theirs: "Yang terjadi lebih dulu", "What happened first";
    conflict_nothing: "Tidak ada keterangan lain.", "Nothing else is known.";
}

impl Say {
    /// The form a draft opens in.
    pub fn draft_kind(self, kind: DraftKind) -> &'static str {
        match kind {
            DraftKind::Reply => self.reply_tab(),
            DraftKind::Note => self.note_tab(),
            DraftKind::Disposition => self.dispose_tab(),
            DraftKind::Record => self.pick("Pencatatan", "Recording"),
            DraftKind::Hold => self.action(Action::Hold),
            DraftKind::NotOurAuthority => self.action(Action::NotOurAuthority),
            DraftKind::Archive => self.action(Action::Archive),
            DraftKind::Close => self.action(Action::Close),
            DraftKind::Reopen => self.action(Action::Reopen),
            DraftKind::Amend => self.action(Action::Amend),
        }
    }

    /// What to say about a place in a reply; none where the mark alone says it.
    pub fn mark(self, mark: &MarkKind) -> Option<String> {
        match mark {
            MarkKind::Filled => None,
            MarkKind::EmptyVariable { name } => Some(self.warn_empty(&name.replace('_', " "))),
            MarkKind::PersonalData { what } => Some(self.warn_personal(self.personal_data(*what))),
            MarkKind::Placeholder => Some(self.warn_placeholder().to_owned()),
            MarkKind::NoDate => Some(self.warn_no_date().to_owned()),
        }
    }
}
