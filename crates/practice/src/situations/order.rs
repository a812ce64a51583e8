//! Markets, parking, transport, permits, internet, villages, taxes.

use super::Situation;
use crate::units::UnitKind::{
    Bapenda, Dishub, Diskominfo, Disperindag, Distan, Dpmd, Dpmptsp, Kecamatan, SatpolPp,
};

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Perdagangan",
        leaf: "Pasar",
        unit: Disperindag,
        titles: &[
            "Atap pasar {kel} bocor, dagangan basah",
            "Pasar becek dan bau, pembeli berkurang",
        ],
        bodies: &[
            "Atap los pasar {kel} bocor di {n} titik. Setiap hujan dagangan kami basah, padahal retribusi dibayar tiap hari.",
            "Lantai pasar {patokan} becek dan bau karena saluran mampet. Pembeli pindah ke tempat lain.",
        ],
        action: "memeriksa bangunan pasar bersama kepala pasar",
        outcome: "atap dan saluran pasar telah diperbaiki",
        photo: "pasar",
    },
    Situation {
        topic: "Perdagangan",
        leaf: "Harga dan gas melon",
        unit: Disperindag,
        titles: &[
            "Gas 3 kg langka dan mahal di {kec}",
            "Harga gas melon Rp3{n}.000 di pengecer",
        ],
        bodies: &[
            "Gas 3 kg susah dicari di {kec} sejak {lama}. Di pengecer dijual Rp3{n}.000. Mohon pangkalan diperiksa.",
            "Pangkalan gas di {jl} menjual ke pengecer dulu, warga sekitar tidak kebagian. Tiap {hari} pagi langsung habis.",
        ],
        action: "memeriksa penyaluran di pangkalan bersama agen",
        outcome: "pangkalan diberi peringatan dan operasi pasar telah digelar",
        photo: "",
    },
    Situation {
        topic: "Perdagangan",
        leaf: "Timbangan curang",
        unit: Disperindag,
        titles: &[
            "Timbangan pedagang di pasar {kel} curang",
            "Takaran bensin eceran di {jl} kurang",
        ],
        bodies: &[
            "Beli daging satu kilo di pasar {kel}, ditimbang di rumah kurang dua ons. Bukan sekali ini. Mohon tera ulang.",
            "Takaran di kios bahan bakar {jl} selalu kurang. Banyak yang mengeluh tapi tidak berani bicara.",
        ],
        action: "melaksanakan tera ulang timbangan",
        outcome: "timbangan yang tidak sesuai telah disita dan pedagang dibina",
        photo: "timbangan",
    },
    Situation {
        topic: "Perhubungan",
        leaf: "Parkir liar",
        unit: Dishub,
        titles: &[
            "Parkir liar di {jl} bikin macet",
            "Trotoar dipakai parkir, pejalan kaki turun ke jalan",
        ],
        bodies: &[
            "Mobil parkir dua lapis di {jl} setiap sore, jalan tinggal satu jalur. Juru parkirnya tidak memberi karcis dan minta {rp:kecil}.",
            "Trotoar di {patokan} penuh motor parkir, pejalan kaki dan kursi roda terpaksa turun ke jalan raya.",
        ],
        action: "menertibkan parkir bersama polisi lalu lintas",
        outcome: "rambu larangan telah dipasang dan lokasi dijaga pada jam sibuk",
        photo: "parkir-liar",
    },
    Situation {
        topic: "Perhubungan",
        leaf: "Lampu lalu lintas",
        unit: Dishub,
        titles: &[
            "Lampu merah simpang {patokan} mati",
            "Lampu lalu lintas {jl} terlalu singkat",
        ],
        bodies: &[
            "Lampu lalu lintas di simpang {patokan} mati sudah {lama}, sering hampir tabrakan terutama jam pulang kantor.",
            "Lampu hijau dari arah {jl} hanya sekitar sepuluh detik, antrean sampai {m} meter. Mohon diatur ulang.",
        ],
        action: "memeriksa pengatur lampu dan lama waktu tiap arah",
        outcome: "lampu telah berfungsi dan waktunya disesuaikan",
        photo: "lampu-merah",
    },
    Situation {
        topic: "Perhubungan",
        leaf: "Angkutan umum",
        unit: Dishub,
        titles: &[
            "Bus kota jarang lewat di {kec}",
            "Sopir angkot menaikkan tarif jadi Rp1{n}.000",
        ],
        bodies: &[
            "Bus ke arah {kec} jarang sekali, menunggu bisa {jam} jam. Haltenya juga tidak ada atap.",
            "Sopir angkutan menarik tarif Rp1{n}.000 untuk pelajar, tidak sesuai aturan. Kalau protes diturunkan di jalan.",
        ],
        action: "mengevaluasi jadwal dan memanggil pengelola angkutan",
        outcome: "jadwal telah ditambah dan tarif resmi ditempel di setiap kendaraan",
        photo: "",
    },
    Situation {
        topic: "Perhubungan",
        leaf: "Truk muatan berlebih",
        unit: Dishub,
        titles: &[
            "Truk batu bara lewat {jl} siang hari",
            "Truk bermuatan lebih merusak jalan {kel}",
        ],
        bodies: &[
            "Truk batu bara melintas di {jl} siang hari beriringan {n} sampai belasan unit. Bukannya dilarang? Jalan hancur dan warga takut menyeberang.",
            "Truk sawit dan pasir melebihi muatan tiap hari lewat {kel}. Rumah bergetar, jalan ambles.",
        ],
        action: "melakukan razia muatan bersama kepolisian",
        outcome: "jam lintas truk telah dibatasi dan pos pengawasan didirikan",
        photo: "truk",
    },
    Situation {
        topic: "Ketertiban Umum",
        leaf: "Pedagang di badan jalan",
        unit: SatpolPp,
        titles: &[
            "Lapak menutup badan jalan di {jl}",
            "PKL di {patokan} bikin macet tiap sore",
        ],
        bodies: &[
            "Lapak pedagang di {jl} sudah sampai ke tengah jalan. Mobil pemadam saja tidak bisa lewat. Mohon ditata, bukan digusur begitu saja.",
            "PKL di {patokan} tiap sore memakai separuh jalan dan meninggalkan sampah.",
        ],
        action: "menata lapak bersama kelurahan dan paguyuban pedagang",
        outcome: "lapak telah digeser ke lokasi yang ditentukan",
        photo: "lapak",
    },
    Situation {
        topic: "Ketertiban Umum",
        leaf: "Bangunan tanpa izin",
        unit: SatpolPp,
        titles: &[
            "Bangunan di atas saluran air {jl}",
            "Ruko dibangun tanpa papan izin di {patokan}",
        ],
        bodies: &[
            "Ada bangunan didirikan di atas saluran di {jl}. Air jadi tersumbat dan kami yang kebanjiran. Apakah ada izinnya?",
            "Ruko di {patokan} dibangun siang malam tanpa papan izin, material menutup jalan.",
        ],
        action: "memeriksa perizinan dan mengukur garis sempadan",
        outcome: "pemilik telah diberi surat peringatan dan pembangunan dihentikan sementara",
        photo: "bangunan",
    },
    Situation {
        topic: "Ketertiban Umum",
        leaf: "Reklame liar",
        unit: SatpolPp,
        titles: &[
            "Spanduk dipaku di pohon sepanjang {jl}",
            "Baliho roboh menutup jalan {patokan}",
        ],
        bodies: &[
            "Spanduk dan poster dipaku di pohon sepanjang {jl}, merusak pemandangan dan menutup rambu.",
            "Baliho di {patokan} roboh karena angin hari {hari} dan sampai sekarang belum dipindahkan.",
        ],
        action: "menertibkan reklame yang tidak berizin",
        outcome: "reklame liar telah diturunkan",
        photo: "spanduk",
    },
    Situation {
        topic: "Perizinan",
        leaf: "Izin usaha",
        unit: Dpmptsp,
        titles: &[
            "Izin usaha belum terbit sudah {lama}",
            "Sistem perizinan galat terus saat unggah berkas",
        ],
        bodies: &[
            "Pengajuan izin usaha warung makan saya sudah {lama} dan status tetap menunggu verifikasi. Padahal syarat lengkap.",
            "Setiap unggah berkas izin di sistem selalu gagal di langkah ke-{n}. Telepon ke layanan tidak diangkat.",
        ],
        action: "memeriksa berkas permohonan di sistem perizinan",
        outcome: "izin telah terbit dan dapat diunduh pada akun pemohon",
        photo: "",
    },
    Situation {
        topic: "Komunikasi",
        leaf: "Internet dan sinyal",
        unit: Diskominfo,
        titles: &[
            "Tidak ada sinyal di {kel}",
            "WiFi publik {patokan} tidak berfungsi",
        ],
        bodies: &[
            "Di {kel} tidak ada sinyal sama sekali, anak sekolah harus naik ke bukit untuk mengerjakan tugas. Padahal hanya {n} km dari kantor camat.",
            "WiFi publik di {patokan} tersambung tapi tidak ada internet sejak {lama}.",
        ],
        action: "memeriksa perangkat dan berkoordinasi dengan penyedia",
        outcome: "perangkat telah diganti dan jaringan berfungsi kembali",
        photo: "",
    },
    Situation {
        topic: "Pemerintahan",
        leaf: "Pelayanan kecamatan",
        unit: Kecamatan,
        titles: &[
            "Kantor kosong saat jam kerja, warga menunggu",
            "Pelayanan loket lambat dan tidak ramah",
        ],
        bodies: &[
            "Hari {hari} jam dua siang saya ke kantor {kel}, semua kursi kosong. Katanya rapat. Padahal sudah cuti kerja untuk mengurus surat.",
            "Petugas di loket {kec} melayani sambil main telepon genggam dan menjawab ketus. Antre {jam} jam untuk satu tanda tangan.",
        ],
        action: "menegur petugas dan mengatur piket layanan",
        outcome: "piket layanan telah diatur sehingga loket selalu terisi pada jam kerja",
        photo: "",
    },
    Situation {
        topic: "Pemerintahan",
        leaf: "Dana desa",
        unit: Dpmd,
        titles: &[
            "Papan informasi dana desa di {kel} tidak ada",
            "BLT di {kel} belum dibagikan",
        ],
        bodies: &[
            "Di {kel} tidak pernah ada papan informasi anggaran. Warga tidak tahu dana desa dipakai untuk apa saja.",
            "BLT dana desa di {kel} belum dibagikan {lama}. Desa sebelah sudah.",
        ],
        action: "meminta penjelasan pemerintah desa melalui camat",
        outcome: "papan informasi telah dipasang dan bantuan dibagikan kepada penerima",
        photo: "",
    },
    Situation {
        topic: "Pertanian",
        leaf: "Pupuk dan irigasi",
        unit: Distan,
        titles: &[
            "Pupuk subsidi sulit didapat di {kel}",
            "Irigasi sawah {kel} kering",
        ],
        bodies: &[
            "Pupuk subsidi di {kel} tidak ada padahal sudah masuk musim tanam. Di luar harganya {rp} per karung.",
            "Saluran irigasi di {kel} jebol {lama} lalu, {n} hektare sawah kering dan terancam gagal panen.",
        ],
        action: "memeriksa penyaluran di kios resmi dan kondisi saluran",
        outcome: "pupuk telah disalurkan sesuai kuota dan saluran diperbaiki bersama kelompok tani",
        photo: "sawah-kering",
    },
    Situation {
        topic: "Pajak dan Retribusi",
        leaf: "PBB",
        unit: Bapenda,
        titles: &[
            "PBB naik jadi {rp:besar} tanpa pemberitahuan",
            "Sudah bayar PBB tapi masih ditagih",
        ],
        bodies: &[
            "PBB rumah saya di {jl} naik jadi {rp:besar} tahun ini tanpa pemberitahuan. Mohon dijelaskan dasarnya.",
            "PBB sudah saya bayar lewat bank, ada buktinya, tapi di sistem masih tertunggak dan ditagih petugas.",
        ],
        action: "mencocokkan data objek pajak dan bukti pembayaran",
        outcome: "data telah diperbaiki dan tunggakan dihapus",
        photo: "bukti-bayar",
    },
];
