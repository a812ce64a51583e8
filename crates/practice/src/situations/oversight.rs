//! Pengaduan berkadar pengawasan: misuse of office. Nobody is named.

use super::Situation;
use crate::units::UnitKind::Inspektorat;

pub(super) const ALL: &[Situation] = &[
    Situation {
        topic: "Pengawasan",
        leaf: "Pungutan liar",
        unit: Inspektorat,
        titles: &[
            "Pungutan saat pengurusan kartu keluarga",
            "Diminta {rp} supaya berkas cepat selesai",
        ],
        bodies: &[
            "Saat mengurus kartu keluarga di {kec}, oknum petugas meminta {rp} supaya cepat selesai. Yang tidak membayar berkasnya ditaruh paling bawah. Saya bersedia memberi keterangan asal identitas dirahasiakan.",
            "Setiap pengurusan surat tanah di {kel} diminta {rp} tanpa kuitansi. Warga takut melapor karena semua urusan lewat orang itu.",
        ],
        action: "menelaah laporan dan menyusun tim pemeriksaan",
        outcome: "pemeriksaan selesai dan sanksi disiplin telah dijatuhkan sesuai ketentuan",
        photo: "",
    },
    Situation {
        topic: "Pengawasan",
        leaf: "Penyalahgunaan dana desa",
        unit: Inspektorat,
        titles: &[
            "Proyek jalan di {kel} diduga fiktif",
            "Pembangunan {kel} tidak sesuai anggaran",
        ],
        bodies: &[
            "Di laporan desa tertulis pembangunan jalan {m} meter di {kel}, kenyataannya yang dikerjakan tidak sampai separuh. Anggarannya {rp:juta}. Mohon diaudit.",
            "Sumur bor di {kel} dianggarkan tetapi tidak pernah ada. Warga yang bertanya di musyawarah malah dimarahi perangkat desa.",
        ],
        action: "melakukan audit dengan tujuan tertentu",
        outcome: "hasil audit telah disampaikan dan kerugian wajib dikembalikan ke kas desa",
        photo: "proyek",
    },
    Situation {
        topic: "Pengawasan",
        leaf: "Jual beli jabatan dan honorer",
        unit: Inspektorat,
        titles: &[
            "Diminta uang untuk masuk tenaga honorer",
            "Seleksi perangkat di {kel} tidak jujur",
        ],
        bodies: &[
            "Ada oknum pegawai menawarkan masuk tenaga honorer di kantor {kota} dengan bayaran {rp:juta}. Saudara saya sudah terlanjur membayar separuh.",
            "Seleksi perangkat di {kel} sudah diatur, nilai peserta yang lulus tidak diumumkan dan soalnya bocor.",
        ],
        action: "mengumpulkan keterangan dan bukti dari para pihak",
        outcome: "pemeriksaan selesai dan rekomendasi telah disampaikan kepada pimpinan",
        photo: "",
    },
    Situation {
        topic: "Pengawasan",
        leaf: "Kendaraan dinas",
        unit: Inspektorat,
        titles: &[
            "Mobil dinas dipakai liburan keluarga",
            "Kendaraan pelat merah dipakai usaha pribadi",
        ],
        bodies: &[
            "Hari {hari} mobil pelat merah terlihat di tempat wisata bersama keluarga, bukan hari kerja. Foto terlampir.",
            "Mobil bak terbuka milik dinas dipakai mengangkut barang dagangan pribadi hampir tiap hari di {jl}.",
        ],
        action: "meminta klarifikasi pengguna kendaraan",
        outcome: "pengguna telah diberi teguran tertulis",
        photo: "mobil-dinas",
    },
    Situation {
        topic: "Pengawasan",
        leaf: "Pengadaan barang dan jasa",
        unit: Inspektorat,
        titles: &[
            "Mutu beton proyek {jl} tidak sesuai",
            "Pemenang lelang diduga sudah diatur",
        ],
        bodies: &[
            "Proyek drainase di {jl} baru {lama} selesai sudah retak. Besinya kecil dan campurannya banyak pasir. Pengawasnya tidak pernah terlihat.",
            "Syarat lelang di {kota} dibuat sangat khusus sehingga hanya satu perusahaan yang bisa ikut. Mohon ditelaah.",
        ],
        action: "memeriksa dokumen pengadaan dan menguji mutu di lapangan",
        outcome: "pelaksana diwajibkan memperbaiki pekerjaan dan mengembalikan kelebihan bayar",
        photo: "beton-retak",
    },
    Situation {
        topic: "Pengawasan",
        leaf: "Disiplin pegawai",
        unit: Inspektorat,
        titles: &[
            "Pegawai {kec} jarang masuk tetapi absen penuh",
            "Titip absen pegawai di kantor {kota}",
        ],
        bodies: &[
            "Ada pegawai di {kec} yang hanya datang untuk absen lalu pulang, sudah {lama}. Semua orang tahu tetapi didiamkan.",
            "Absen sidik jari diakali dan saling titip. Yang rajin jadi kecewa.",
        ],
        action: "memeriksa data kehadiran dan keterangan atasan langsung",
        outcome: "pegawai yang bersangkutan telah dijatuhi hukuman disiplin",
        photo: "",
    },
];
