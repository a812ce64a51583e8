//! Waste, floods, smoke, noise, animals, trees and graves.

use super::Situation;
use crate::units::UnitKind::{Bpbd, Distan, Dlh, Perkim, SatpolPp};

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Sampah menumpuk",
        unit: Dlh,
        titles: &[
            "Sampah menumpuk di TPS {patokan}",
            "Sampah tidak diangkut {lama}",
            "TPS {kel} meluber ke jalan",
        ],
        bodies: &[
            "Sampah di TPS {patokan} sudah menumpuk dan meluber ke badan jalan. Baunya sampai ke rumah dan banyak lalat. Tidak diangkut {lama}.",
            "Truk sampah tidak masuk ke {rt} {kel} sejak {lama}, padahal iuran {rp:kecil} per bulan tetap ditarik.",
        ],
        action: "menambah ritase truk pengangkut ke lokasi",
        outcome: "tumpukan sampah telah diangkut dan jadwal pengangkutan ditetapkan dua kali seminggu",
        photo: "tumpukan-sampah",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Buang sampah sembarangan",
        unit: Dlh,
        titles: &[
            "Tanah kosong di {jl} jadi tempat buang sampah",
            "Orang buang sampah ke sungai di {kel}",
        ],
        bodies: &[
            "Tanah kosong di {jl} tiap malam jadi tempat buang sampah orang dari luar. Sudah dipasang spanduk tetap saja. Mohon dipasang kamera atau dijaga.",
            "Banyak warga dan pedagang {patokan} buang sampah ke sungai. Kalau hujan airnya naik dan bau sekali.",
        ],
        action: "membersihkan lokasi dan memasang papan larangan bersama kelurahan",
        outcome: "lokasi telah dibersihkan dan diawasi petugas secara berkala",
        photo: "sampah-liar",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Pencemaran air",
        unit: Dlh,
        titles: &[
            "Limbah usaha mencemari parit di {kel}",
            "Air sungai berbusa dan ikan mati di {kel}",
        ],
        bodies: &[
            "Parit di {rt} {kel} berwarna putih dan bau menyengat, diduga limbah dari usaha tahu di {jl}. Sumur warga ikut berbau.",
            "Sejak {hari} air sungai di {kel} berbusa dan banyak ikan mengapung. Warga tidak berani mandi. Mohon diambil sampel airnya.",
        ],
        action: "mengambil sampel air dan memeriksa izin lingkungan usaha di sekitar lokasi",
        outcome: "pelaku usaha telah diberi teguran tertulis dan wajib memasang instalasi pengolahan limbah",
        photo: "air-limbah",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Asap dan debu",
        unit: Dlh,
        titles: &[
            "Asap pembakaran sampah tiap sore di {rt}",
            "Debu truk tanah di {jl} sangat mengganggu",
        ],
        bodies: &[
            "Tiap sore ada yang membakar sampah plastik di {rt} {kel}. Asapnya masuk rumah, anak saya sesak napas.",
            "Truk tanah lewat {jl} tanpa penutup, debunya luar biasa. Sudah {lama}. Minimal disiram setiap hari.",
        ],
        action: "mendatangi lokasi dan memberi peringatan kepada pihak yang membakar",
        outcome: "pembakaran sudah dihentikan dan pelaksana angkutan wajib menyiram jalan",
        photo: "asap",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Bau peternakan",
        unit: Distan,
        titles: &[
            "Bau kandang ayam dekat permukiman {kel}",
            "Kandang babi dan ayam tanpa izin di {jl}",
        ],
        bodies: &[
            "Ada kandang ayam besar hanya {m} meter dari rumah warga {rt} {kel}. Kalau hujan baunya tidak tertahan dan lalat masuk rumah.",
            "Kandang di {jl} kotorannya dibuang ke parit. Sudah ditegur RT tetapi tidak didengar. Apakah ada izinnya?",
        ],
        action: "memeriksa kandang, jarak, dan pengelolaan kotoran bersama kecamatan",
        outcome: "pemilik kandang bersedia mengurangi jumlah ternak dan mengolah kotoran",
        photo: "kandang",
    },
    Situation {
        topic: "Lingkungan Hidup",
        leaf: "Pohon rawan tumbang",
        unit: Dlh,
        titles: &[
            "Pohon besar di {patokan} hampir tumbang",
            "Dahan pohon menutupi lampu lalu lintas {jl}",
        ],
        bodies: &[
            "Pohon besar di {patokan} sudah keropos dan miring ke jalan. Kemarin dahannya jatuh hampir kena pengendara.",
            "Dahan pohon di {jl} rimbun sekali, menutup rambu dan menyentuh kabel. Mohon dipangkas sebelum musim hujan.",
        ],
        action: "menjadwalkan pemangkasan pohon",
        outcome: "pohon telah dipangkas dan batang yang keropos ditebang",
        photo: "pohon-miring",
    },
    Situation {
        topic: "Bencana",
        leaf: "Banjir",
        unit: Bpbd,
        titles: &[
            "Banjir {n} hari belum surut di {kel}",
            "Rumah warga {rt} terendam, butuh bantuan",
            "tolong banjir lagi di {kel}",
        ],
        bodies: &[
            "Banjir di {rt} {kel} sudah {n} hari belum surut, tinggi air sepaha orang dewasa. Ada lansia dan bayi. Kami butuh perahu, makanan, dan obat.",
            "Tiap tahun {kel} banjir, tapi tahun ini lebih parah. {n} rumah terendam dan sekolah diliburkan. Pompa air tidak jalan.",
        ],
        action: "mengirim regu evakuasi, perahu, dan dapur umum",
        outcome: "air telah surut, warga sudah kembali, dan bantuan logistik telah dibagikan",
        photo: "banjir",
    },
    Situation {
        topic: "Bencana",
        leaf: "Kebakaran lahan",
        unit: Bpbd,
        titles: &[
            "Kebakaran lahan dekat permukiman {kel}",
            "Kabut asap pekat di {kec}",
        ],
        bodies: &[
            "Lahan kosong {patokan} terbakar sejak {hari}, apinya mendekati rumah warga. Mohon pemadam segera dikirim.",
            "Asap pekat tiap pagi di {kec} sudah {lama}. Jarak pandang pendek dan banyak anak batuk. Mohon pembagian masker.",
        ],
        action: "mengerahkan regu pemadam dan memantau titik api",
        outcome: "api telah padam dan lokasi didinginkan",
        photo: "lahan-terbakar",
    },
    Situation {
        topic: "Ketertiban Umum",
        leaf: "Kebisingan",
        unit: SatpolPp,
        titles: &[
            "Musik kafe di {jl} sampai jam tiga pagi",
            "Orgen tunggal tiap malam, tidak bisa tidur",
        ],
        bodies: &[
            "Kafe di {jl} memutar musik keras sampai jam tiga pagi hampir tiap malam. Ada bayi dan orang sakit di sini. Sudah ditegur RT.",
            "Hiburan orgen tunggal di {rt} {kel} lewat tengah malam terus. Bukannya ada aturan batas jam? Tolong ditertibkan.",
        ],
        action: "mendatangi tempat usaha dan memeriksa izin keramaian",
        outcome: "pengelola menandatangani pernyataan berhenti memutar musik setelah pukul 22.00",
        photo: "",
    },
    Situation {
        topic: "Ketertiban Umum",
        leaf: "Hewan liar",
        unit: Distan,
        titles: &[
            "Anjing liar menyerang anak di {kel}",
            "Sapi berkeliaran di {jl}",
        ],
        bodies: &[
            "Anjing liar berkeliaran di {patokan}, {hari} kemarin seorang anak digigit. Kami khawatir rabies. Mohon ditangkap dan divaksin.",
            "Sapi dan kambing dilepas begitu saja di {jl}. Sudah beberapa kali motor menabrak. Pemiliknya tidak peduli.",
        ],
        action: "menurunkan petugas kesehatan hewan ke lokasi",
        outcome: "hewan telah ditangani dan pemiliknya diberi peringatan",
        photo: "hewan-liar",
    },
    Situation {
        topic: "Permukiman",
        leaf: "Pemakaman umum",
        unit: Perkim,
        titles: &[
            "TPU {kel} penuh rumput dan tergenang",
            "Jalan ke makam umum rusak",
        ],
        bodies: &[
            "TPU {kel} tidak terawat, rumput setinggi pinggang dan sebagian makam terendam kalau hujan. Kasihan keluarga yang ziarah.",
            "Jalan masuk ke TPU {patokan} rusak, ambulans jenazah tidak bisa masuk, jenazah digotong {m} meter.",
        ],
        action: "membersihkan area makam dan memperbaiki saluran",
        outcome: "area makam telah dibersihkan dan jalan masuk ditimbun kerikil",
        photo: "makam",
    },
    Situation {
        topic: "Permukiman",
        leaf: "Taman dan ruang bermain",
        unit: Perkim,
        titles: &[
            "Ayunan di taman {kel} putus",
            "Taman {patokan} gelap dan kotor",
        ],
        bodies: &[
            "Ayunan dan perosotan di taman {kel} rusak, besinya tajam. Anak saya hampir luka. Sudah {lama} tidak diperbaiki.",
            "Taman di {patokan} sekarang gelap, kotor, dan jadi tempat nongkrong sampai pagi. Toiletnya tidak ada air.",
        ],
        action: "memeriksa alat bermain dan menutup sementara yang berbahaya",
        outcome: "alat bermain telah diperbaiki dan lampu taman menyala kembali",
        photo: "taman-rusak",
    },
];
