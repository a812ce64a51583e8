//! Permintaan informasi: questions, with their answers.

use super::Situation;
use crate::units::UnitKind::{
    Bapenda, Dinkes, Dinsos, Disdik, Disdukcapil, Dishub, Disnaker, Disperindag, Dlh, Dpmptsp,
};

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Kependudukan",
        leaf: "Syarat pindah domisili",
        unit: Disdukcapil,
        titles: &[
            "Syarat pindah domisili ke {kota}",
            "Bagaimana cara urus surat pindah?",
        ],
        bodies: &[
            "Saya mau pindah alamat dari luar provinsi ke {kel}. Berkas apa saja yang dibutuhkan dan apakah bisa secara daring?",
            "Mohon info cara mengurus surat pindah untuk {n} orang satu keluarga, apakah anak harus ikut datang?",
        ],
        action: "menyiapkan penjelasan persyaratan",
        outcome: "pindah domisili cukup membawa surat keterangan pindah dari daerah asal dan kartu keluarga lama; anak tidak perlu hadir dan layanan tidak dipungut biaya",
        photo: "",
    },
    Situation {
        topic: "Perdagangan",
        leaf: "Jadwal pasar murah",
        unit: Disperindag,
        titles: &[
            "Permintaan informasi: jadwal pasar murah",
            "Kapan pasar murah di {kec}?",
        ],
        bodies: &[
            "Mohon informasi jadwal dan lokasi pasar murah bulan ini di {kec}. Apakah harus membawa kupon?",
            "Kapan operasi pasar beras diadakan lagi di {kota}? Harga beras di warung sudah Rp8{n}.000 per karung kecil.",
        ],
        action: "menyiapkan jadwal kegiatan",
        outcome: "pasar murah diadakan setiap Kamis minggu kedua di halaman kantor camat; warga cukup membawa KTP",
        photo: "",
    },
    Situation {
        topic: "Pendidikan",
        leaf: "Penerimaan siswa",
        unit: Disdik,
        titles: &[
            "Syarat jalur zonasi ke {sekolah}",
            "Informasi pindah sekolah tengah tahun",
        ],
        bodies: &[
            "Rumah saya di {rt} {kel}. Apakah masih termasuk zona {sekolah}? Berkas apa yang perlu disiapkan?",
            "Anak saya akan pindah sekolah di tengah tahun karena orang tua pindah tugas. Bagaimana prosedurnya?",
        ],
        action: "menyiapkan penjelasan aturan penerimaan",
        outcome: "zona ditentukan dari alamat kartu keluarga yang terbit paling singkat satu tahun; pindah sekolah memerlukan surat dari sekolah asal dan rapor",
        photo: "",
    },
    Situation {
        topic: "Perizinan",
        leaf: "Izin mendirikan bangunan",
        unit: Dpmptsp,
        titles: &[
            "Cara mengurus persetujuan bangunan gedung",
            "Berapa biaya izin bangunan rumah tinggal?",
        ],
        bodies: &[
            "Saya mau membangun rumah satu lantai di {jl}. Bagaimana cara mengurus persetujuan bangunan gedung dan berapa lama?",
            "Mohon info biaya dan syarat izin bangunan rumah tinggal di {kota}. Apakah harus memakai arsitek?",
        ],
        action: "menyiapkan rincian persyaratan",
        outcome: "permohonan diajukan melalui sistem daring dengan gambar rumah sederhana yang tersedia gratis; retribusi dihitung dari luas bangunan",
        photo: "",
    },
    Situation {
        topic: "Pajak dan Retribusi",
        leaf: "Pemutihan pajak",
        unit: Bapenda,
        titles: &[
            "Apakah ada pemutihan pajak kendaraan tahun ini?",
            "Cara cek tunggakan PBB",
        ],
        bodies: &[
            "Apakah tahun ini ada pemutihan denda pajak kendaraan? Motor saya menunggak {n} tahun.",
            "Bagaimana cara mengecek tunggakan PBB secara daring dan di mana bisa dibayar?",
        ],
        action: "menyiapkan penjelasan ketentuan pajak",
        outcome: "tunggakan dapat dilihat dengan nomor objek pajak di situs resmi dan dibayar melalui bank atau kantor pos",
        photo: "",
    },
    Situation {
        topic: "Kesehatan",
        leaf: "Jadwal vaksin",
        unit: Dinkes,
        titles: &[
            "Jadwal vaksin meningitis untuk umrah",
            "Jam layanan imunisasi di {pkm}",
        ],
        bodies: &[
            "Di mana bisa vaksin meningitis untuk umrah di {kota} dan berapa biayanya?",
            "Mohon info hari imunisasi anak di {pkm}, apakah hari Sabtu buka?",
        ],
        action: "menyiapkan jadwal layanan",
        outcome: "imunisasi dilayani setiap Selasa dan Kamis pukul 08.00–11.00; vaksin perjalanan tersedia di rumah sakit daerah",
        photo: "",
    },
    Situation {
        topic: "Sosial",
        leaf: "Cek bantuan",
        unit: Dinsos,
        titles: &[
            "Cara cek penerima bantuan sosial",
            "Kenapa bantuan saya belum cair?",
        ],
        bodies: &[
            "Bagaimana cara mengecek apakah orang tua saya terdaftar sebagai penerima bantuan? Kami tidak paham aplikasi.",
            "Tetangga di {rt} sudah cair, saya belum. Ke mana harus bertanya?",
        ],
        action: "memeriksa data penerima",
        outcome: "pengecekan dapat dilakukan di kantor kelurahan dengan membawa KTP; pencairan dilakukan bertahap menurut kecamatan",
        photo: "",
    },
    Situation {
        topic: "Ketenagakerjaan",
        leaf: "Lowongan dan pelatihan",
        unit: Disnaker,
        titles: &[
            "Informasi pelatihan kerja gratis",
            "Jadwal bursa kerja di {kota}",
        ],
        bodies: &[
            "Apakah ada pelatihan menjahit atau las gratis untuk warga {kec}? Saya baru berhenti bekerja.",
            "Kapan bursa kerja diadakan lagi di {kota} dan apa saja syaratnya untuk lulusan SMA?",
        ],
        action: "menyiapkan daftar pelatihan",
        outcome: "pendaftaran pelatihan dibuka setiap awal triwulan di balai latihan kerja tanpa biaya",
        photo: "",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Bank sampah",
        unit: Dlh,
        titles: &[
            "Di mana bank sampah terdekat dari {kel}?",
            "Cara buang lemari dan kasur bekas",
        ],
        bodies: &[
            "Kami warga {rt} ingin memilah sampah. Di mana bank sampah terdekat dan bagaimana mendaftarnya?",
            "Ke mana membuang kasur dan lemari bekas? Truk sampah tidak mau mengangkut.",
        ],
        action: "menyiapkan daftar bank sampah",
        outcome: "bank sampah terdekat berada di kantor kelurahan dan buka setiap Sabtu pagi; barang besar dijemput setelah mendaftar",
        photo: "",
    },
    Situation {
        topic: "Perhubungan",
        leaf: "Rute bus",
        unit: Dishub,
        titles: &[
            "Rute dan tarif bus kota ke {kec}",
            "Uji kendaraan: syarat dan biaya",
        ],
        bodies: &[
            "Mohon info rute dan jam bus kota dari {patokan} ke {kec}, serta tarif untuk pelajar.",
            "Berapa biaya uji berkala mobil angkutan barang di {kota} dan apa saja syaratnya?",
        ],
        action: "menyiapkan rute dan jadwal",
        outcome: "bus beroperasi pukul 06.00–18.00 setiap 20 menit dan pelajar berseragam membayar separuh tarif",
        photo: "",
    },
];
