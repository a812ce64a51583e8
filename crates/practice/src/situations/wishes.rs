//! Aspirasi: what people would like.

use super::Situation;
use crate::units::UnitKind::{Bappeda, Disdik, Dishub, Diskominfo, Dispora, Dlh, Perkim, Pupr};

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Perhubungan",
        leaf: "Usulan halte",
        unit: Dishub,
        titles: &[
            "Usulan halte baru di {jl}",
            "Mohon zebra cross di depan {sekolah}",
        ],
        bodies: &[
            "Kami mengusulkan halte beratap di {jl}, {patokan}. Setiap pagi ada puluhan pelajar menunggu bus kehujanan.",
            "Mohon dibuat zebra cross dan lampu kuning di depan {sekolah}. Anak-anak menyeberang di jalan yang ramai truk.",
        ],
        action: "mengkaji usulan bersama forum lalu lintas",
        outcome: "usulan dimasukkan ke rencana kerja tahun anggaran berikutnya",
        photo: "lokasi-usulan",
    },
    Situation {
        topic: "Permukiman",
        leaf: "Usulan taman",
        unit: Perkim,
        titles: &[
            "Usul lahan kosong {kel} jadi taman",
            "Mohon ruang terbuka untuk lansia di {kec}",
        ],
        bodies: &[
            "Lahan kosong milik pemerintah di {patokan} sebaiknya dijadikan taman kecil. Warga siap ikut merawat.",
            "Di {kec} belum ada tempat olahraga ringan untuk lansia. Jalur jalan kaki sederhana saja sudah cukup.",
        ],
        action: "memeriksa status lahan",
        outcome: "usulan dibahas dalam musyawarah perencanaan kecamatan",
        photo: "",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Usulan jalan",
        unit: Pupr,
        titles: &[
            "Usulan pelebaran {jl}",
            "Mohon jembatan penghubung di {kel}",
        ],
        bodies: &[
            "{jl} sudah terlalu sempit untuk dua mobil. Kami usul dilebarkan, sebagian warga bersedia menghibahkan tanah.",
            "Warga {kel} harus memutar {n} km ke pasar. Jembatan kecil di {patokan} akan sangat membantu.",
        ],
        action: "menghitung kebutuhan dan prioritas ruas",
        outcome: "usulan masuk daftar prioritas dan menunggu penetapan anggaran",
        photo: "",
    },
    Situation {
        topic: "Pendidikan",
        leaf: "Usulan perpustakaan",
        unit: Disdik,
        titles: &[
            "Usul perpustakaan keliling ke {kel}",
            "Beasiswa untuk anak petani {kec}",
        ],
        bodies: &[
            "Anak-anak {kel} suka membaca tetapi tidak ada perpustakaan. Mohon mobil perpustakaan keliling datang sebulan sekali.",
            "Banyak anak petani di {kec} putus sekolah setelah SMP. Kami harap ada beasiswa daerah.",
        ],
        action: "menyusun rute dan jadwal",
        outcome: "perpustakaan keliling akan singgah setiap bulan di balai desa",
        photo: "",
    },
    Situation {
        topic: "Komunikasi",
        leaf: "Usulan layanan daring",
        unit: Diskominfo,
        titles: &[
            "Usul satu aplikasi untuk semua layanan {kota}",
            "Saran: jawaban laporan lewat WhatsApp",
        ],
        bodies: &[
            "Terlalu banyak aplikasi layanan, warga bingung. Usul digabung jadi satu saja dan bisa dipakai orang tua.",
            "Saran saya, perkembangan laporan dikirim lewat WhatsApp supaya pelapor tidak perlu mengecek terus.",
        ],
        action: "membahas usulan bersama dinas terkait",
        outcome: "penggabungan layanan sedang disusun dalam peta jalan pemerintahan digital",
        photo: "",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Usulan pengelolaan sampah",
        unit: Dlh,
        titles: &[
            "Usul tempat sampah terpilah di {patokan}",
            "Usulan hari tanpa plastik di pasar",
        ],
        bodies: &[
            "Mohon disediakan tempat sampah terpilah di {patokan} dan jalan protokol, supaya anak-anak terbiasa.",
            "Usul satu hari tanpa kantong plastik di pasar {kel}. Ibu-ibu PKK siap membantu.",
        ],
        action: "menyiapkan uji coba bersama kelurahan",
        outcome: "uji coba akan dimulai di dua pasar",
        photo: "",
    },
    Situation {
        topic: "Olahraga dan Pemuda",
        leaf: "Usulan kegiatan pemuda",
        unit: Dispora,
        titles: &[
            "Mohon lapangan futsal untuk pemuda {kel}",
            "Usul lomba antar kampung di {kec}",
        ],
        bodies: &[
            "Pemuda {kel} tidak punya tempat berkumpul yang baik. Lapangan futsal sederhana bisa mengurangi tawuran.",
            "Usul diadakan lagi lomba perahu atau voli antar kampung di {kec} seperti dulu.",
        ],
        action: "memasukkan usulan ke kalender kegiatan",
        outcome: "kegiatan dijadwalkan pada peringatan hari jadi daerah",
        photo: "",
    },
    Situation {
        topic: "Pemerintahan",
        leaf: "Usulan pembangunan",
        unit: Bappeda,
        titles: &[
            "Saran pemerataan pembangunan ke {kec}",
            "Usulan Musrenbang {kel} belum ada kabar",
        ],
        bodies: &[
            "Pembangunan jangan hanya di pusat {kota}. Kami di {kec} juga membayar pajak dan butuh perhatian.",
            "Usulan Musrenbang {kel} {lama} lalu belum ada kabar diterima atau tidak. Mohon hasilnya diumumkan.",
        ],
        action: "mencocokkan usulan dengan rencana pembangunan",
        outcome: "status usulan dapat dilihat di papan informasi kecamatan",
        photo: "",
    },
];
