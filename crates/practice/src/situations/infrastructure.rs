//! Roads, bridges, drains, lamps, water and power.

use super::Situation;
use crate::units::UnitKind::{Dishub, Pdam, Perkim, Pln, Pupr};

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Infrastruktur",
        leaf: "Jalan berlubang",
        unit: Pupr,
        titles: &[
            "Jalan berlubang di {patokan}, sudah {n} motor jatuh minggu ini",
            "Lubang besar di {jl} membahayakan pengendara",
            "{jl} rusak parah dan berlubang",
        ],
        bodies: &[
            "Lubang di {jl}, {patokan}, sudah sedalam kurang lebih 20 cm dan melebar ke tengah jalan. Minggu ini sudah {n} sepeda motor jatuh saat hujan karena lubang tertutup air.",
            "Saya warga {rt} {kel}. Sepanjang {m} meter {jl} penuh lubang sejak {lama}. Malam hari tidak kelihatan karena lampu jalan juga mati.",
            "{jl} arah {patokan} rusak berat, aspal mengelupas dan tinggal batu. Truk lewat tiap hari jadi makin hancur. Anak sekolah lewat situ semua.",
        ],
        action: "meninjau lokasi bersama UPTD Jalan dan memasukkan ruas tersebut ke jadwal penambalan",
        outcome: "lubang telah ditambal dengan aspal hotmix dan ruas sudah aman dilalui",
        photo: "jalan-berlubang",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Jalan lingkungan",
        unit: Perkim,
        titles: &[
            "Jalan gang di {rt} becek dan licin",
            "Cor jalan lingkungan {kel} sudah hancur",
        ],
        bodies: &[
            "Jalan gang kami di {rt} {kel} masih tanah. Kalau hujan becek dan licin, ibu-ibu dan lansia sering terpeleset. Panjangnya kira-kira {m} meter saja.",
            "Cor beton jalan lingkungan di {jl} pecah-pecah, besinya keluar. Ban motor warga sering bocor. Sudah {lama} begini.",
        ],
        action: "mengukur panjang ruas dan memeriksa kesiapan lahan untuk pengecoran",
        outcome: "pengecoran jalan lingkungan selesai dan jalan sudah dapat dipakai",
        photo: "jalan-gang",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Jembatan",
        unit: Pupr,
        titles: &[
            "Papan jembatan gantung di {kel} lapuk",
            "Pagar jembatan {patokan} patah",
        ],
        bodies: &[
            "Papan lantai jembatan di {kel} banyak yang lapuk dan bolong, padahal dipakai anak sekolah dan petani tiap hari. {n} papan sudah hilang.",
            "Pagar pengaman jembatan {patokan} patah ditabrak truk sejak {lama} dan belum diperbaiki. Kalau malam gelap, sangat rawan.",
        ],
        action: "memasang pengaman sementara dan menghitung kebutuhan material",
        outcome: "papan lantai dan pagar jembatan telah diganti",
        photo: "jembatan",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Bekas galian",
        unit: Pupr,
        titles: &[
            "Bekas galian pipa di {jl} tidak dirapikan",
            "Galian kabel dibiarkan terbuka di {patokan}",
        ],
        bodies: &[
            "Bekas galian di {jl} hanya ditimbun tanah, sekarang ambles sepanjang {m} meter. Pekerjanya sudah pergi {lama} lalu. Siapa yang bertanggung jawab?",
            "Galian kabel di {patokan} dibiarkan terbuka tanpa pagar dan tanpa lampu. Tadi malam ada bapak-bapak jatuh bersama motornya.",
        ],
        action: "memanggil pelaksana galian untuk memulihkan badan jalan",
        outcome: "bekas galian telah dipadatkan dan diaspal kembali oleh pelaksana",
        photo: "bekas-galian",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Trotoar",
        unit: Pupr,
        titles: &[
            "Ubin trotoar di {jl} lepas, lansia tersandung",
            "Tutup saluran di trotoar {patokan} hilang",
        ],
        bodies: &[
            "Ubin trotoar {jl} banyak yang lepas. Ibu saya tersandung hari {hari} lalu dan lututnya luka. Jalur untuk tunanetra juga terputus.",
            "Tutup besi saluran di trotoar {patokan} hilang, lubangnya menganga kira-kira satu meter. Takut ada anak kecil masuk.",
        ],
        action: "memeriksa trotoar dan menyiapkan penggantian ubin serta tutup saluran",
        outcome: "trotoar telah diperbaiki dan tutup saluran sudah dipasang",
        photo: "trotoar",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Drainase tersumbat",
        unit: Pupr,
        titles: &[
            "Drainase tersumbat, banjir setinggi lutut di {jl}",
            "Got mampet di {rt} {kel}",
            "Saluran air {patokan} tertutup bangunan",
        ],
        bodies: &[
            "Setiap hujan lebih dari satu jam, {jl} tergenang setinggi lutut karena saluran tersumbat lumpur dan sampah. Air masuk ke {n} rumah.",
            "Got di {rt} {kel} sudah mampet {lama}. Airnya hitam, bau, dan jadi sarang nyamuk. Warga sudah kerja bakti tapi endapannya terlalu tebal.",
            "Saluran di {patokan} tertutup cor ruko baru, jadi air tidak bisa lewat. Dulu tidak pernah banjir di sini.",
        ],
        action: "menurunkan regu pengerukan untuk mengangkat endapan saluran",
        outcome: "saluran telah dikeruk sepanjang ruas yang dilaporkan dan air mengalir lancar",
        photo: "got-mampet",
    },
    Situation {
        topic: "Infrastruktur",
        leaf: "Tanggul dan sungai",
        unit: Pupr,
        titles: &[
            "Tanggul sungai di {kel} longsor",
            "Tebing sungai {patokan} terus tergerus",
        ],
        bodies: &[
            "Tanggul di belakang rumah warga {rt} {kel} longsor sepanjang {m} meter setelah hujan hari {hari}. Tinggal beberapa meter lagi dari dapur.",
            "Tebing sungai {patokan} tergerus arus, {n} rumah terancam. Kami minta bronjong atau turap secepatnya.",
        ],
        action: "memasang cerucuk darurat dan mengukur kebutuhan bronjong",
        outcome: "bronjong telah dipasang pada tebing yang longsor",
        photo: "tanggul-longsor",
    },
    Situation {
        topic: "Penerangan Jalan",
        leaf: "Lampu jalan padam",
        unit: Dishub,
        titles: &[
            "Lampu penerangan jalan mati sepanjang {m} meter di {jl}",
            "PJU padam di {patokan}, rawan begal",
            "lampu jalan mati sudah {lama}",
        ],
        bodies: &[
            "Lampu penerangan {jl} padam sepanjang kira-kira {m} meter sejak {lama}. Minggu lalu ada penjambretan di situ.",
            "Ada {n} tiang lampu jalan mati di {patokan}. Pulang kerja malam jadi takut, apalagi perempuan.",
        ],
        action: "mengirim regu PJU untuk memeriksa kabel dan mengganti lampu",
        outcome: "lampu yang padam telah diganti dan menyala normal",
        photo: "lampu-padam",
    },
    Situation {
        topic: "Penerangan Jalan",
        leaf: "Lampu menyala siang hari",
        unit: Dishub,
        titles: &[
            "Lampu jalan di {jl} menyala siang malam",
            "PJU {kel} tidak pernah dimatikan, boros",
        ],
        bodies: &[
            "Lampu jalan di {jl} menyala terus siang malam sejak {lama}. Sayang listriknya dibayar dari pajak warga.",
            "Sensor lampu di {patokan} rusak, {n} lampu menyala terus walaupun siang bolong.",
        ],
        action: "memeriksa sensor dan pengatur waktu lampu",
        outcome: "sensor lampu telah diganti sehingga lampu padam pada siang hari",
        photo: "lampu-siang",
    },
    Situation {
        topic: "Air Bersih",
        leaf: "Air tidak mengalir",
        unit: Pdam,
        titles: &[
            "Air PDAM mati {lama} di {kel}",
            "AIR PDAM TIDAK MENGALIR TAPI TAGIHAN TETAP JALAN",
            "Ledeng kering di {rt} {kel}",
        ],
        bodies: &[
            "Air PDAM di {rt} {kel} tidak mengalir sudah {lama}. Kami beli air galon untuk mandi dan masak. Tagihan tetap datang {rp:besar}.",
            "Air hanya keluar jam dua malam, itu pun kecil. Sudah lapor ke loket PDAM, katanya sedang perbaikan, tapi {lama} tidak ada kabar.",
        ],
        action: "memeriksa tekanan jaringan dan mengirim mobil tangki ke wilayah tersebut",
        outcome: "kebocoran pipa induk telah diperbaiki dan aliran kembali normal",
        photo: "keran-kering",
    },
    Situation {
        topic: "Air Bersih",
        leaf: "Air keruh",
        unit: Pdam,
        titles: &[
            "Air PDAM keruh dan berbau sejak {lama}",
            "Air ledeng berwarna kuning di {jl}",
        ],
        bodies: &[
            "Air ledeng di {jl} keruh kecokelatan dan berbau sejak {lama}. Anak saya gatal-gatal setelah mandi. Mohon dicek kualitas airnya.",
            "Air PDAM di {kel} warnanya kuning seperti teh, ada endapan pasir halus. Tidak bisa dipakai mencuci baju putih.",
        ],
        action: "mengambil sampel air dan menguras jaringan distribusi",
        outcome: "jaringan telah dikuras dan hasil uji air memenuhi baku mutu",
        photo: "air-keruh",
    },
    Situation {
        topic: "Air Bersih",
        leaf: "Tagihan air",
        unit: Pdam,
        titles: &[
            "Tagihan air melonjak jadi {rp:besar} tanpa sebab",
            "Meteran air tidak pernah dicek petugas",
        ],
        bodies: &[
            "Tagihan air bulan ini {rp:besar}, padahal biasanya tidak sampai sepertiganya. Di rumah hanya {n} orang. Mohon meteran diperiksa ulang.",
            "Petugas pencatat meter tidak pernah datang ke {rt} {kel}, angka di tagihan cuma perkiraan. Sudah {lama} begini terus.",
        ],
        action: "memeriksa ulang meter air dan riwayat pembacaan pelanggan",
        outcome: "meter telah diganti dan selisih tagihan dikembalikan pada rekening berikutnya",
        photo: "tagihan-air",
    },
    Situation {
        topic: "Air Bersih",
        leaf: "Pipa bocor",
        unit: Pdam,
        titles: &[
            "Pipa PDAM bocor di {jl}, air terbuang",
            "Pipa pecah {patokan} sudah {lama}",
        ],
        bodies: &[
            "Pipa PDAM di {jl} bocor besar, air meluap ke jalan siang malam. Sayang sekali, sementara rumah kami airnya kecil.",
            "Pipa pecah di {patokan} sudah {lama}, aspal di sekitarnya ikut rusak dan ambles.",
        ],
        action: "mengirim regu perbaikan pipa ke lokasi",
        outcome: "pipa yang bocor telah disambung dan lubang bekas galian dirapikan",
        photo: "pipa-bocor",
    },
    Situation {
        topic: "Energi",
        leaf: "Listrik padam",
        unit: Pln,
        titles: &[
            "Listrik padam tiap malam di {kel}",
            "Tegangan listrik naik turun di {jl}",
        ],
        bodies: &[
            "Listrik di {kel} padam hampir tiap malam selama {jam} jam tanpa pemberitahuan. Kulkas dan televisi warga sudah ada yang rusak.",
            "Tegangan listrik di {jl} naik turun, lampu kedip-kedip, mesin jahit tidak bisa dipakai. Sudah {lama}.",
        ],
        action: "meneruskan laporan kepada PT PLN (Persero)",
        outcome: "laporan telah diteruskan kepada PT PLN (Persero)",
        photo: "",
    },
    Situation {
        topic: "Energi",
        leaf: "Kabel dan tiang",
        unit: Pln,
        titles: &[
            "Tiang listrik miring di {patokan}",
            "Kabel menjuntai rendah di {jl}",
        ],
        bodies: &[
            "Tiang listrik di {patokan} miring hampir menyentuh atap rumah warga. Kalau angin kencang kami takut roboh.",
            "Kabel di {jl} menjuntai sangat rendah, truk lewat hampir tersangkut. Belum jelas kabel listrik atau kabel internet.",
        ],
        action: "meneruskan laporan kepada pemilik jaringan",
        outcome: "laporan telah diteruskan kepada pemilik jaringan",
        photo: "tiang-miring",
    },
];
