//! Population papers, health, schools, social aid, work.

use super::Situation;
use crate::units::UnitKind::{Dinkes, Dinsos, Disdik, Disdukcapil, Disnaker, Dispora, Rsud};

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Kependudukan",
        leaf: "KTP elektronik",
        unit: Disdukcapil,
        titles: &[
            "KTP belum jadi sudah {lama}",
            "Cetak ulang KTP hilang dipersulit",
        ],
        bodies: &[
            "Saya rekam KTP {lama} lalu, sampai sekarang belum dicetak. Setiap ke kantor camat dibilang blanko habis. Padahal mau dipakai melamar kerja.",
            "KTP saya hilang dan sudah lapor polisi. Mau cetak ulang disuruh bolak-balik {n} kali, antrean mulai subuh dan kuota cuma sedikit.",
        ],
        action: "memeriksa status rekam data dan ketersediaan blanko",
        outcome: "KTP telah dicetak dan dapat diambil di kantor kecamatan pada jam kerja",
        photo: "",
    },
    Situation {
        topic: "Kependudukan",
        leaf: "Kartu keluarga",
        unit: Disdukcapil,
        titles: &[
            "Data kartu keluarga salah, tidak bisa daftar sekolah",
            "Pecah KK belum selesai {lama}",
        ],
        bodies: &[
            "Nama anak di kartu keluarga salah satu huruf, akibatnya ditolak waktu daftar sekolah. Sudah mengajukan perbaikan {lama} lalu lewat aplikasi.",
            "Saya mengurus pecah KK sejak {lama}. Di aplikasi statusnya masih diproses terus. Kami butuh untuk BPJS.",
        ],
        action: "memverifikasi berkas pengajuan di sistem kependudukan",
        outcome: "kartu keluarga telah diperbarui dan berkasnya dikirim melalui surel pemohon",
        photo: "",
    },
    Situation {
        topic: "Kependudukan",
        leaf: "Akta kelahiran",
        unit: Disdukcapil,
        titles: &[
            "Akta kelahiran anak tidak kunjung terbit",
            "Pengajuan akta online ditolak terus tanpa alasan",
        ],
        bodies: &[
            "Pengajuan akta kelahiran anak saya sudah {lama} tidak terbit. Nomor layanan di situs tidak pernah dijawab.",
            "Sudah {n} kali unggah berkas akta di aplikasi dan ditolak terus, alasannya cuma 'berkas tidak lengkap'. Kurangnya apa tidak dijelaskan.",
        ],
        action: "memeriksa kelengkapan berkas dan menghubungi pemohon",
        outcome: "akta kelahiran telah terbit dan dapat dicetak mandiri",
        photo: "",
    },
    Situation {
        topic: "Kesehatan",
        leaf: "Antrean puskesmas",
        unit: Dinkes,
        titles: &[
            "Antrean obat di {pkm} lebih dari {jam} jam",
            "Loket {pkm} baru buka jam sembilan",
        ],
        bodies: &[
            "Antrean obat di {pkm} lebih dari {jam} jam, petugas loket hanya satu. Banyak lansia berdiri karena kursi kurang.",
            "Jam buka {pkm} tertulis 07.30, kenyataannya loket dibuka jam sembilan. Hari {hari} saya datang jam tujuh baru dilayani jam sebelas.",
        ],
        action: "mengevaluasi alur layanan dan menambah petugas loket",
        outcome: "loket kini dibuka tepat waktu dan antrean memakai nomor daring",
        photo: "antrean",
    },
    Situation {
        topic: "Kesehatan",
        leaf: "Obat kosong",
        unit: Dinkes,
        titles: &[
            "Obat hipertensi kosong di {pkm}",
            "Vaksin anak tidak tersedia di {pkm}",
        ],
        bodies: &[
            "Obat darah tinggi untuk ibu saya kosong di {pkm} sudah {lama}. Disuruh beli di luar {rp}, padahal peserta BPJS.",
            "Jadwal imunisasi anak saya sudah lewat karena vaksin di {pkm} kosong terus. Kapan tersedia lagi?",
        ],
        action: "memeriksa persediaan dan mengirim obat dari gudang farmasi",
        outcome: "obat sudah tersedia kembali di puskesmas",
        photo: "",
    },
    Situation {
        topic: "Kesehatan",
        leaf: "Pelayanan rumah sakit",
        unit: Rsud,
        titles: &[
            "Pasien BPJS menunggu kamar {jam} jam di IGD RSUD",
            "Ruang tunggu RSUD panas dan bocor",
        ],
        bodies: &[
            "Ayah saya menunggu kamar {jam} jam di IGD RSUD dengan alasan penuh, padahal pasien umum yang datang belakangan langsung masuk.",
            "Ruang tunggu poli RSUD panas, kipas mati, atap bocor waktu hujan. Dokter baru datang siang.",
        ],
        action: "menelusuri kejadian pada jam tersebut bersama kepala ruangan",
        outcome: "alur penempatan kamar telah diperbaiki dan keluarga pasien sudah kami temui",
        photo: "ruang-tunggu",
    },
    Situation {
        topic: "Kesehatan",
        leaf: "Demam berdarah",
        unit: Dinkes,
        titles: &[
            "Sudah {n} anak kena demam berdarah di {rt}",
            "Mohon fogging di {kel}",
        ],
        bodies: &[
            "Di {rt} {kel} sudah {n} anak dirawat karena demam berdarah dalam {lama}. Mohon penyuluhan dan fogging sebelum bertambah.",
            "Banyak genangan di {patokan} jadi sarang nyamuk. Kami sudah minta fogging ke puskesmas tapi katanya menunggu giliran.",
        ],
        action: "melakukan penyelidikan epidemiologi dan memeriksa jentik",
        outcome: "fogging dan pembagian abate telah dilaksanakan",
        photo: "genangan",
    },
    Situation {
        topic: "Pendidikan",
        leaf: "Bangunan sekolah",
        unit: Disdik,
        titles: &[
            "Atap kelas {sekolah} hampir roboh",
            "Toilet {sekolah} tidak bisa dipakai",
        ],
        bodies: &[
            "Plafon {n} ruang kelas di {sekolah} jebol dan rangkanya lapuk. Anak-anak belajar bergantian di perpustakaan.",
            "Toilet {sekolah} rusak semua, anak perempuan menahan sampai pulang. Air pun tidak ada.",
        ],
        action: "meninjau kerusakan bersama konsultan dan mengusulkan rehabilitasi",
        outcome: "perbaikan ruang kelas dan toilet telah selesai",
        photo: "plafon-jebol",
    },
    Situation {
        topic: "Pendidikan",
        leaf: "Pungutan sekolah",
        unit: Disdik,
        titles: &[
            "Uang perpisahan {rp} diwajibkan di {sekolah}",
            "Orang tua diminta beli seragam di sekolah",
        ],
        bodies: &[
            "Orang tua siswa {sekolah} diwajibkan membayar {rp} untuk perpisahan. Yang tidak mampu tetap ditagih lewat grup WhatsApp kelas.",
            "Seragam dan buku harus dibeli di koperasi {sekolah} seharga {rp}, tidak boleh beli di luar. Apakah memang aturannya begitu?",
        ],
        action: "memanggil kepala sekolah dan komite untuk klarifikasi",
        outcome: "sekolah telah membatalkan pungutan dan mengembalikan uang orang tua",
        photo: "",
    },
    Situation {
        topic: "Pendidikan",
        leaf: "Kekurangan guru",
        unit: Disdik,
        titles: &[
            "{sekolah} kekurangan guru, kelas sering kosong",
            "Guru jarang masuk di {sekolah}",
        ],
        bodies: &[
            "Di {sekolah} hanya ada {n} guru untuk enam kelas. Anak-anak lebih sering bermain karena tidak ada yang mengajar.",
            "Guru di {sekolah} sering tidak masuk hari {hari}. Anak pulang jam sembilan. Sudah kami sampaikan ke kepala sekolah.",
        ],
        action: "memeriksa daftar hadir dan pemerataan guru di kecamatan",
        outcome: "guru bantu telah ditempatkan di sekolah tersebut",
        photo: "",
    },
    Situation {
        topic: "Sosial",
        leaf: "Bantuan tidak tepat",
        unit: Dinsos,
        titles: &[
            "Bansos tidak tepat sasaran di {kel}",
            "Nama saya hilang dari penerima PKH",
        ],
        bodies: &[
            "Di {rt} {kel} yang punya mobil dapat bantuan, sedangkan janda tua tetangga saya tidak pernah. Mohon didata ulang.",
            "Saya penerima PKH, tiba-tiba {lama} terakhir tidak cair dan nama tidak ada di data. Pendamping bilang tidak tahu sebabnya.",
        ],
        action: "memeriksa data terpadu dan melakukan kunjungan rumah",
        outcome: "data telah diperbaiki melalui musyawarah kelurahan dan diusulkan pada periode berikutnya",
        photo: "",
    },
    Situation {
        topic: "Sosial",
        leaf: "Warga terlantar",
        unit: Dinsos,
        titles: &[
            "Lansia hidup sendiri dan sakit di {rt}",
            "ODGJ berkeliaran di {patokan}",
        ],
        bodies: &[
            "Ada nenek sekitar 80 tahun tinggal sendiri di gubuk {rt} {kel}, sakit dan tidak ada yang merawat. Mohon bantuan.",
            "Ada orang dengan gangguan jiwa tidur di {patokan} sudah {lama}. Kasihan dan kadang mengamuk. Mohon dijemput dengan baik.",
        ],
        action: "mengirim pekerja sosial dan tenaga kesehatan ke lokasi",
        outcome: "yang bersangkutan telah dirawat dan keluarganya dihubungi",
        photo: "",
    },
    Situation {
        topic: "Ketenagakerjaan",
        leaf: "Upah dan THR",
        unit: Disnaker,
        titles: &[
            "Gaji {n} bulan belum dibayar",
            "Upah di bawah minimum di toko {jl}",
        ],
        bodies: &[
            "Saya dan {n} teman bekerja di gudang {jl}, gaji belum dibayar {lama}. Kalau ditanya, disuruh sabar terus.",
            "Karyawan toko di {patokan} dibayar {rp:besar} sebulan, jauh di bawah upah minimum, tanpa BPJS. Mohon diperiksa tanpa menyebut kami.",
        ],
        action: "memanggil pihak perusahaan untuk klarifikasi",
        outcome: "perusahaan menandatangani kesepakatan pembayaran upah",
        photo: "",
    },
    Situation {
        topic: "Olahraga dan Pemuda",
        leaf: "Lapangan olahraga",
        unit: Dispora,
        titles: &[
            "Lapangan bola {kel} jadi parkir truk",
            "Lampu GOR mati, tidak bisa latihan malam",
        ],
        bodies: &[
            "Lapangan bola {kel} rusak karena dipakai parkir truk proyek. Anak-anak tidak punya tempat main lagi.",
            "Lampu gedung olahraga di {kec} mati {lama}. Latihan bulu tangkis anak-anak terhenti.",
        ],
        action: "memeriksa lapangan dan menertibkan pemakaian",
        outcome: "lapangan telah dikosongkan dan lampu diganti",
        photo: "lapangan",
    },
];
