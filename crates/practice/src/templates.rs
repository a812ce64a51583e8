//! Reply templates a practice office starts with.
//!
//! Variables stand in double braces and are filled in by the desk: `pelapor`, `judul`, `lokasi`,
//! `nomor_laporan`, `tanggal_laporan`, `unit`, `petugas`, `tanggal_rencana`, `tanggal_selesai`,
//! `hasil`, `data_diminta`, `instansi_tujuan`, `jawaban`, `dasar`.

/// One text an officer may start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTemplate {
    pub id: &'static str,
    pub title: &'static str,
    /// The topic it is offered for first; none for any.
    pub topic: Option<&'static str>,
    pub text: &'static str,
}

pub const ALL: &[ReplyTemplate] = &[
    ReplyTemplate {
        id: "diterima",
        title: "Laporan diterima dan didisposisikan",
        topic: None,
        text: "Yth. {{pelapor}},\n\nTerima kasih atas laporan Anda nomor {{nomor_laporan}} mengenai {{judul}}. Laporan telah kami terima dan kami disposisikan kepada {{unit}} untuk ditindaklanjuti. Perkembangannya akan disampaikan paling lambat {{tanggal_rencana}}.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "ditinjau",
        title: "Lokasi telah ditinjau, perbaikan dijadwalkan",
        topic: Some("Infrastruktur"),
        text: "Yth. {{pelapor}},\n\nTim {{unit}} telah meninjau {{lokasi}}. Perbaikan dijadwalkan selesai paling lambat {{tanggal_rencana}}. Selama pekerjaan berlangsung mohon berhati-hati saat melintas.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "selesai-pekerjaan",
        title: "Pekerjaan selesai",
        topic: Some("Infrastruktur"),
        text: "Yth. {{pelapor}},\n\nPekerjaan di {{lokasi}} telah selesai pada {{tanggal_selesai}}: {{hasil}}. Foto sebelum dan sesudah kami lampirkan. Bila masih ada kekurangan, silakan menanggapi laporan ini.\n\nHormat kami,\n{{petugas}}, {{unit}}",
    },
    ReplyTemplate {
        id: "menunggu-anggaran",
        title: "Perlu anggaran, penanganan sementara dilakukan",
        topic: Some("Infrastruktur"),
        text: "Yth. {{pelapor}},\n\nHasil peninjauan {{unit}} di {{lokasi}} menunjukkan bahwa perbaikan permanen memerlukan anggaran tersendiri dan kami usulkan untuk {{tanggal_rencana}}. Sementara itu telah kami lakukan: {{hasil}}.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "minta-data",
        title: "Mohon melengkapi data",
        topic: None,
        text: "Yth. {{pelapor}},\n\nAgar laporan nomor {{nomor_laporan}} dapat ditindaklanjuti, mohon melengkapi: {{data_diminta}}. Bila data belum kami terima dalam 10 hari kerja, laporan akan diarsipkan dan Anda dapat melapor kembali kapan saja.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "bukan-wewenang",
        title: "Bukan wewenang kantor ini",
        topic: None,
        text: "Yth. {{pelapor}},\n\nSetelah kami telaah, persoalan di {{lokasi}} merupakan kewenangan {{instansi_tujuan}}. Yang sudah kami lakukan dengan laporan Anda: {{hasil}}.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "jawaban-informasi",
        title: "Jawaban permintaan informasi",
        topic: None,
        text: "Yth. {{pelapor}},\n\nMenjawab pertanyaan Anda tentang {{judul}}: {{jawaban}}. Dasar ketentuannya adalah {{dasar}}. Untuk keterangan lebih lanjut silakan menghubungi {{unit}} pada jam kerja.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "aspirasi",
        title: "Aspirasi dicatat",
        topic: None,
        text: "Yth. {{pelapor}},\n\nTerima kasih atas usulan Anda mengenai {{judul}}. Usulan ini telah dicatat oleh {{unit}} dan akan dibahas pada {{tanggal_rencana}}. Hasil pembahasannya kami sampaikan melalui laporan ini.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "air-bersih",
        title: "Gangguan air bersih",
        topic: Some("Air Bersih"),
        text: "Yth. {{pelapor}},\n\nGangguan aliran di {{lokasi}} disebabkan oleh {{hasil}}. Perbaikan ditargetkan selesai {{tanggal_rencana}}. Sementara itu mobil tangki disiagakan; permintaan air dapat disampaikan kepada {{unit}}.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "adminduk",
        title: "Dokumen kependudukan siap diambil",
        topic: Some("Kependudukan"),
        text: "Yth. {{pelapor}},\n\nPermohonan Anda telah kami periksa dan dokumennya selesai pada {{tanggal_selesai}}. Dokumen dapat diambil di {{unit}} pada jam kerja dengan membawa bukti permohonan. Layanan ini tidak dipungut biaya.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "sampah",
        title: "Pengangkutan sampah",
        topic: Some("Lingkungan Hidup"),
        text: "Yth. {{pelapor}},\n\nSampah di {{lokasi}} telah kami angkut pada {{tanggal_selesai}}. Mulai minggu ini jadwal pengangkutan adalah {{hasil}}. Mohon sampah dikeluarkan pada jadwal tersebut.\n\nHormat kami,\n{{petugas}}, {{unit}}",
    },
    ReplyTemplate {
        id: "penertiban",
        title: "Penertiban telah dilakukan",
        topic: Some("Ketertiban Umum"),
        text: "Yth. {{pelapor}},\n\nPetugas {{unit}} telah mendatangi {{lokasi}} pada {{tanggal_selesai}}. Hasilnya: {{hasil}}. Kami akan memantau secara berkala; bila terulang, silakan menanggapi laporan ini.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "pengawasan",
        title: "Laporan berkadar pengawasan ditelaah",
        topic: Some("Pengawasan"),
        text: "Yth. {{pelapor}},\n\nLaporan nomor {{nomor_laporan}} sedang ditelaah oleh {{unit}}. Identitas Anda dirahasiakan. Bila memiliki bukti tambahan, mohon melampirkannya pada laporan ini sebelum {{tanggal_rencana}}.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "bantuan-sosial",
        title: "Pemeriksaan data bantuan sosial",
        topic: Some("Sosial"),
        text: "Yth. {{pelapor}},\n\nPetugas {{unit}} akan melakukan kunjungan untuk memeriksa data pada {{tanggal_rencana}}. Hasil pemeriksaan menjadi bahan musyawarah kelurahan sebelum diusulkan sebagai penerima bantuan.\n\nHormat kami,\n{{petugas}}",
    },
    ReplyTemplate {
        id: "permohonan-maaf",
        title: "Permohonan maaf atas keterlambatan",
        topic: None,
        text: "Yth. {{pelapor}},\n\nKami mohon maaf karena laporan nomor {{nomor_laporan}} yang Anda sampaikan pada {{tanggal_laporan}} terlambat ditangani. Saat ini {{unit}} sedang mengerjakannya dan kami targetkan selesai pada {{tanggal_rencana}}.\n\nHormat kami,\n{{petugas}}",
    },
];
