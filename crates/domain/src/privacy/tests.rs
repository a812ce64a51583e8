//! What is personal and what is not, in the spellings of the field; laws over any text.

use proptest::prelude::*;

use super::PersonalData::{Account, Bpjs, Email, Kk, Nik, Npwp, Passport, Phone, Plate};
use super::*;

#[track_caller]
fn check(text: &str, expected: &[(PersonalData, &str)]) {
    let found: Vec<(PersonalData, &str)> = find_personal_data(text)
        .into_iter()
        .map(|finding| (finding.kind, &text[finding.range]))
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// The whole text, alone and inside a sentence, is one number of this kind.
#[track_caller]
fn is(kind: PersonalData, text: &str) {
    check(text, &[(kind, text)]);
    check(&format!("Warga ({text}), lapor 9165816."), &[(kind, text)]);
}

#[track_caller]
fn nothing(text: &str) {
    check(text, &[]);
}

#[test]
fn phones_in_every_spelling() {
    for phone in [
        "081200001234",
        "0811123456",
        "0812345678901",
        "0812-0000-1234",
        "0812 0000 1234",
        "0812.0000.1234",
        "0812_0000_1234",
        "0812 - 0000 - 1234",
        "081 200 001 234",
        "08120000 1234",
        "08 12 00 00 12 34",
        "08-12-00-00-12-34",
        "0 8 1 2 0 0 0 0 1 2 3 4",
        "0-8-1-2-0-0-0-0-1-2-3-4",
        "0 812 0000 1234",
        "0812*0000*1234",
        "+6281200001234",
        "+62 812-0000-1234",
        "+6 2 8 1 2 0 0 0 0 1 2 3 4 5",
        "0 0 6 2 8 1 2 0 0 0 0 1 2 3 4",
        "+62 (812) 0000-1234",
        "+62 (0)812 0000 1234",
        "+62 0812 0000 1234",
        "6281200001234",
        "62 812 0000 1234",
        "62812-0000-1234",
        "0062 812 0000 1234",
        "+65 9123 4567",
        "+60 12-345 6789",
        "0341-555012",
        "0341 555 012",
        "0341555012",
        "0341/555012",
        "021-5550123",
        "021 555 0123",
        "021.555.0123",
        "0215550123",
        "+62 341 555012",
        "+62-21-5550123",
        "62 31 5345678",
        "０８１２－００００－１２３４",
        "٠٨١٢ ٠٠٠٠ ١٢٣٤",
        "𝟎𝟖𝟏𝟐𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒",
        "0812–0000–1234",
        "0812—0000—1234",
        "0812\u{2011}0000\u{2011}1234",
        "0812\u{2212}0000\u{2212}1234",
        "0812\u{a0}0000\u{a0}1234",
        "0812\u{2009}0000\u{202f}1234",
        "0812\u{200b}0000\u{200b}1234",
        "0812\u{ad}0000\u{2060}1234",
        "0\u{200d}8\u{200d}1\u{200d}2\u{200d}00001234",
        "+62\u{200e} 812 0000 1234",
        "08\u{336}1\u{336}200001234",
        "0812·0000·1234",
        "O812-0000-1234",
        "o8l2ooooI234",
        "0 8 1 2 - 0 0 0 0 - 1 2 3 4",
        "o81200oo1234",
        "nol delapan satu dua nol nol nol nol satu dua tiga empat",
        "Nol-delapan-satu-dua-nol-nol-nol-nol-satu-dua-tiga-empat",
        "nol delapan dua belas 0000 1234",
        "nol delapan 12 0000 1234",
        "kosong delapan lima puluh dua 345 678 90",
    ] {
        is(Phone, phone);
    }
    check("(0812) 0000-1234", &[(Phone, "0812) 0000-1234")]);
    check("telp (031) 5345678", &[(Phone, "031) 5345678")]);
    check("(+62)812 0000 1234", &[(Phone, "+62)812 0000 1234")]);
    check(
        "hub:\u{202a}+62 812\u{2011}0000\u{2011}1234\u{202c}",
        &[(Phone, "+62 812\u{2011}0000\u{2011}1234")],
    );
}

#[test]
fn phones_that_only_a_word_or_a_link_tells() {
    for (text, phone) in [
        ("HP 81200001234", "81200001234"),
        ("WA: 812-0000-1234", "812-0000-1234"),
        ("hubungi saya di 812 0000 1234 ya", "812 0000 1234"),
        ("81200001234 (WA)", "81200001234"),
        ("telp 5345678", "5345678"),
        ("Tlp. kantor: 555-0123", "555-0123"),
        ("fax no 534567", "534567"),
        ("HP 0812/0000/1234", "0812/0000/1234"),
        ("HP 8.1200.001234", "8.1200.001234"),
        ("HP 0812 3456 7 890", "0812 3456 7 890"),
        ("Telp 024-6921424", "024-6921424"),
        ("No.HP081200001234a.n. warga", "081200001234"),
        ("https://wa.me/6281200001234", "6281200001234"),
        ("wa.me/+6281200001234?text=halo", "+6281200001234"),
        (
            "https://api.whatsapp.com/send?phone=6281200001234&text=x",
            "6281200001234",
        ),
        (
            "https://api.whatsapp.com/send/?phone=%2B6281200001234",
            "6281200001234",
        ),
        ("whatsapp://send?phone=6591234567", "6591234567"),
        ("<a href=\"tel:+6234155501\">", "+6234155501"),
        ("tel:62341555012", "62341555012"),
    ] {
        check(text, &[(Phone, phone)]);
    }
    check(
        "Telp 024-6921424 / 6921463",
        &[(Phone, "024-6921424"), (Phone, "6921463")],
    );
    check(
        "telp 0294-381275,381074",
        &[(Phone, "0294-381275"), (Phone, "381074")],
    );
    for (text, is_one) in [
        // Lengths of a mobile number, whole and in groups.
        ("081234567", true),
        ("08123456", false),
        ("08123456789012", true),
        ("0812-34567", false),
        ("0812-345678", true),
        ("0812-3456-78901", true),
        ("0801234567890", false),
        // Of a fixed line.
        ("0341-55501", true),
        ("0341-5550", false),
        ("0341-5550123", true),
        ("0341-55501234", false),
        ("021-555012", false),
        ("021-55501234", true),
        ("021-555012345", false),
        ("0141-555012", false),
        ("0341-155012", false),
        // Abroad.
        ("+651234567", true),
        ("+65123456", false),
        ("+65123456789012345", false),
        // In links.
        ("wa.me/1234567", false),
        ("wa.me/12345678", true),
        ("telp 234567", true),
        ("telp 23456", false),
        ("telp 23456789", true),
        ("telp 123456", false),
        ("telp satu 234567", false),
        // 62 without a plus.
        ("6281234567", true),
        ("6221555012", false),
        ("62 21 5550123", true),
        ("62.812.345.678", false),
        ("HP 62.812.345.678", true),
        ("62812 345 678", true),
        ("62 812 345 678", true),
        ("62.812.345.678-1", false),
        ("6281234 345678", false),
    ] {
        assert_eq!(!find_personal_data(text).is_empty(), is_one, "{text}");
    }
    nothing("nomor antrean 0034155012");
    nothing("panel 0341 5550 1 2");
    nothing("jadwal 08-12 34-56 78-90");
    nothing("agenda 08 2026 12345");
    nothing("surat 0812/00001234, surat 0341/555/012");
    // Columns of a table.
    nothing("0812    00001234");
    nothing("81200001234");
    nothing("5345678");
    nothing("telp 112, telp 110, hotline 1500670, telp 0800 1234567");
    nothing("laporan 5345678 lewat telepon");
}

#[test]
fn numbers_side_by_side_are_all_covered() {
    const A: &str = "081200001234";
    const B: &str = "081200005678";
    const N: &str = "3578134501900001";
    for between in [
        " ",
        "  ",
        ",",
        ", ",
        "/",
        " / ",
        "-",
        " - ",
        ";",
        "; ",
        ".",
        " . ",
        "|",
        "\n",
        "\r\n",
        "\t",
        " & ",
        " dan ",
        "+",
        "\u{a0}",
        "–",
        "\u{200b} ",
        "•",
        " atau ",
        "_",
        "(",
        ") (",
        ":",
        "=",
    ] {
        check(&format!("HP {A}{between}{B}"), &[(Phone, A), (Phone, B)]);
        check(&format!("{N}{between}{A}"), &[(Nik, N), (Phone, A)]);
        check(&format!("{A}{between}{N}"), &[(Phone, A), (Nik, N)]);
        check(&format!("{N}{between}{N}"), &[(Nik, N), (Nik, N)]);
    }
    let run_on = format!("{N}{A}");
    check(&run_on, &[(Nik, &run_on)]);
    let joined = format!("{A}{B}");
    check(&joined, &[(Phone, &joined)]);
    check(
        "0812-0000-1234 0341-555012",
        &[(Phone, "0812-0000-1234"), (Phone, "0341-555012")],
    );
    check(
        "0811-55-5012 021-5550123",
        &[(Phone, "0811-55-5012"), (Phone, "021-5550123")],
    );
    check(
        "0812 0000 1234 0812 0000 5678",
        &[(Phone, "0812 0000 1234"), (Phone, "0812 0000 5678")],
    );
    check(
        "3578 1345 0190 0001 0812 0000 1234",
        &[(Nik, "3578 1345 0190 0001"), (Phone, "0812 0000 1234")],
    );
    check(
        "KK 3578130102030004 NIK 3578134501900001",
        &[(Kk, "3578130102030004"), (Nik, N)],
    );
    check(
        "NIK:3578134501900001/HP:081200001234",
        &[(Nik, N), (Phone, A)],
    );
    check("NIK3578134501900001HP081200001234", &[(Nik, N), (Phone, A)]);
    check(
        "081200001234,081200005678;081200009012",
        &[(Phone, A), (Phone, B), (Phone, "081200009012")],
    );
    check(
        "3578134501900001nol81200001234",
        &[(Nik, N), (Phone, "nol81200001234")],
    );
    check(
        "rek 12345678 87654321",
        &[(Account, "12345678"), (Account, "87654321")],
    );
}

#[test]
fn ordinary_numbers_beside_them_stay() {
    for text in [
        "RT 03 3578134501900001",
        "RT 03/05 3578134501900001",
        "3578134501900001 RT 03",
        "3578134501900001 06-08-2026",
        "2026 3578134501900001",
        "3578134501900001 (2026)",
        "No. 12 3578134501900001",
    ] {
        check(text, &[(Nik, "3578134501900001")]);
    }
    for text in [
        "Telepon 081200001234 (2026)",
        "Hub 081200001234 06-08-2026",
        "06-08-2026 081200001234",
        "No. 12 081200001234",
        "081200001234 12",
        "12 081200001234 12",
        "081200001234 08.00-16.00",
        "08.00-16.00 081200001234",
        "Rp 50.000 081200001234",
        "081200001234 9165816",
        "9165816 081200001234",
        "9165816/081200001234",
        "-7.2575 112.7521 081200001234",
        "5.1.02.01.01.0024 081200001234",
        "NIP 19850412 201001 1 003 081200001234",
    ] {
        check(text, &[(Phone, "081200001234")]);
    }
    // Two digits behind another mark are no part of it, behind the same one they are.
    check("0812-0000-123 12 warga", &[(Phone, "0812-0000-123")]);
    check("0812-0000-123-12 warga", &[(Phone, "0812-0000-123-12")]);
    check("0341 55501-23", &[(Phone, "0341 55501-23")]);
    // Nothing is added to a whole one.
    for number in ["08120000123", "HP 08120000123"] {
        let text = format!("{number} 12 warga");
        check(&text, &[(Phone, "08120000123")]);
    }
    check(
        "0812-0000-123 12 0341-555012",
        &[(Phone, "0812-0000-123"), (Phone, "0341-555012")],
    );
    check("0812-0000-12.5 warga", &[(Phone, "0812-0000-12")]);
    check("0812 0000 123,12 warga", &[(Phone, "0812 0000 123")]);
    check("Rp 50.000 62 812 0000 1234", &[(Phone, "62 812 0000 1234")]);
    check(
        "Biaya yang diminta Rp ......... 6281200001234",
        &[(Phone, "6281200001234")],
    );
    check(
        "telp 5345 +62 812 0000 1234",
        &[(Phone, "+62 812 0000 1234")],
    );
    check(
        "Hubungi 0812-0000-1234 sebelum 06-08-2026.",
        &[(Phone, "0812-0000-1234")],
    );
    check(
        "0812-0000-1234 06-08-2026 13:45:09",
        &[(Phone, "0812-0000-1234")],
    );
}

#[test]
fn numbers_of_residents() {
    for nik in [
        "3578134501900001",
        "3578 1345 0190 0001",
        "3578-1345-0190-0001",
        "357813 450190 0001",
        "35.78.13.450190.0001",
        "357813.450190.0001",
        "35 78 13 45 01 90 0001",
        "3 5 7 8 1 3 4 5 0 1 9 0 0 0 0 1",
        "３５７８１３４５０１９００００１",
        "3578\u{a0}1345\u{2009}0190–0001",
    ] {
        is(Nik, nik);
    }
    check("NIK 9999999999999999", &[(Nik, "9999999999999999")]);
    check("no ktp saya 357813450190001", &[(Nik, "357813450190001")]);
    check(
        "Kartu Keluarga no. 3578130102030004",
        &[(Kk, "3578130102030004")],
    );
    check("NOKK: 9999 9999 9999 9999", &[(Kk, "9999 9999 9999 9999")]);
    nothing("9999999999999999");
    nothing("surat 3578/1345/0190/0001");
    nothing("nomor pesanan 3578139901900001");
    nothing("3578134513900001");
    for (day, is_one) in [
        ("01", true),
        ("31", true),
        ("41", true),
        ("71", true),
        ("00", false),
        ("32", false),
        ("40", false),
        ("72", false),
    ] {
        let text = format!("357813{day}01900001");
        assert_eq!(!find_personal_data(&text).is_empty(), is_one, "{text}");
    }
    for (month, is_one) in [("01", true), ("12", true), ("00", false), ("13", false)] {
        let text = format!("35781305{month}900001");
        assert_eq!(!find_personal_data(&text).is_empty(), is_one, "{text}");
    }
    for (province, is_one) in [
        ("11", true),
        ("21", true),
        ("22", false),
        ("31", true),
        ("36", true),
        ("37", false),
        ("97", true),
        ("98", false),
    ] {
        let text = format!("{province}78130501900001");
        assert_eq!(!find_personal_data(&text).is_empty(), is_one, "{text}");
    }
    nothing("0978134501900001");
    nothing("nomor 32***1 11000 22017 11131 60532");
}

#[test]
fn numbers_of_taxpayers_and_insured() {
    for npwp in [
        "09.254.294.3-407.000",
        "09 254 294 3 407 000",
        "92.542.943.4-070.000",
        "09.254.294.3 - 407.000",
        "09–254–294–3–407–000",
    ] {
        is(Npwp, npwp);
    }
    check("NPWP 092542943407000", &[(Npwp, "092542943407000")]);
    check("NPWP: 0092542943407000", &[(Npwp, "0092542943407000")]);
    check("NPWP saya 3578134501900001", &[(Npwp, "3578134501900001")]);
    check(
        "NPWP 0092542943407000-000001",
        &[(Npwp, "0092542943407000-000001")],
    );
    check(
        "wajib pajak 0092542943407000000001",
        &[(Npwp, "0092542943407000000001")],
    );
    nothing("nomor 192542943407000");
    check("BPJS 0001234567890", &[(Bpjs, "0001234567890")]);
    check(
        "kartu KIS nomor 0001 2345 67890",
        &[(Bpjs, "0001 2345 67890")],
    );
    check("KPJ 12345678901", &[(Bpjs, "12345678901")]);
    check("no. kartu 0001234567890", &[(Bpjs, "0001234567890")]);
    nothing("BPJS 000123456789, BPJS 00012345678901");
    nothing("0001234567890");
    nothing("BPJS 2026");
}

#[test]
fn accounts_have_their_word() {
    for (text, account) in [
        ("rekening BCA 1234567890", "1234567890"),
        (
            "no. rek: 1234-01-012345-53-4 a.n. warga",
            "1234-01-012345-53-4",
        ),
        ("norek 123 456 7890", "123 456 7890"),
        ("Bank Jatim nomor 0012345678", "0012345678"),
        ("transfer ke 1234567890 (BRI)", "1234567890"),
        ("mandiri 1420012345678", "1420012345678"),
        ("nomor rekening 9999999999999999", "9999999999999999"),
    ] {
        check(text, &[(Account, account)]);
    }
    check(
        "rek BCA 1234567890, 1987654321",
        &[(Account, "1234567890"), (Account, "1987654321")],
    );
    nothing("Kode rekening 5.1.02.01.01.0024, sub kegiatan 1.03.10.2.01.0022.");
    nothing("kode rekening 51020101");
    nothing("saldo rekening Rp 62.500.000.000");
    check("rek 12345678", &[(Account, "12345678")]);
    nothing("rek 1234567");
    check("rek 123456789012345678", &[(Account, "123456789012345678")]);
    nothing("rek 1234567890123456789");
    nothing("rekening listrik 512345678901");
    nothing("rekening per 06-08-2026");
    nothing("tabungan 62.500.000.000");
    nothing("hubungi dinas soal dana 62.812.345.678");
    nothing("1234567890");
}

#[test]
fn things_with_letters() {
    check("paspor A1234567", &[(Passport, "A1234567")]);
    check(
        "truk B 1234 XYZ dan nopol l 12 ab",
        &[(Plate, "B 1234 XYZ"), (Plate, "l 12 ab")],
    );
    check(
        "\u{202d}B\u{a0}1234\u{2009}XYZ",
        &[(Plate, "B\u{a0}1234\u{2009}XYZ")],
    );
    check(
        "surel warga.satu@contoh.go.id dan 081234567890",
        &[(Email, "warga.satu@contoh.go.id"), (Phone, "081234567890")],
    );
    check(
        "081200001234@contoh.id",
        &[(Email, "081200001234@contoh.id")],
    );
    check(
        "war\u{ad}ga＠contoh．id",
        &[(Email, "war\u{ad}ga＠contoh．id")],
    );
}

#[test]
fn ordinary_numbers_are_left_alone() {
    for text in [
        // As the national API, ISO, letters and chats write moments.
        "Selesai ditangani 06-08-2026 13:45:09 oleh petugas lapangan.",
        "Disposisi 05-11-2026 08:00 WIB ke Dinas PUPR.",
        "Jadwal pemadaman 02-08-2026 08.30 sampai selesai.",
        "Perbaikan 06.08.2026 13.45 s.d. 07.08.2026.",
        "2026-08-06T13:45:09+07:00",
        "2026-08-06 13:45:09.123456",
        "20260806134509",
        "06/08/2026 08.15-12.30 13.00-16.00",
        "08.15-12.30 13.00",
        "06 08 2026 13 45",
        "tgl 06-08-26 s/d 08-08-26",
        "[06/08/26 08.15]",
        "Jam layanan 08.00-16.00, istirahat 12.00-13.00.",
        "Senin-Jumat 08:00–16:00, Sabtu 08.00 – 12.00",
        "tahun 2025-2026, 2024/2025, 2011 2012 2013",
        // Money.
        "Nilai kontrak Rp 6.250.000.000 tahun anggaran 2026.",
        "Anggaran Rp62.500.000.000 dari APBD.",
        "Rp 1.250.000.000,00 / Rp1,250,000",
        "62500000000 rupiah",
        "sebesar 62.500.000.000",
        "62,5 juta; 6281 juta",
        // Reports, letters, codes.
        "Laporan sebelumnya 6212345 6212346 belum dijawab.",
        "laporan 9165816, 9165817/9165818 dan 62812345-62812346",
        "6281234 6281235",
        "628123456 628123457",
        "laporan 9165816 tanggal 06-08-2026",
        "Surat Nomor 027.5-1234 2026 perihal normalisasi.",
        "Surat No. 061.1-12345 2026",
        "Nomor 081/1234/436.7.5/2026",
        "PJU no. 081-2026-08, panel 0341.02.015",
        "No 551.2/7800 tanggal 9 Maret 2018",
        "SK 821.2/0341/35.07/2026",
        "Kode rekening 5.1.02.01.01.0024, sub kegiatan 1.03.10.2.01.0022.",
        "6.1.01.01.01.0001 6.2.02.01.01.0001",
        "PBB 35.78.130.001.012-0345.0",
        "NIP 19850412 201001 1 003, Kepala Bidang Jalan.",
        "NIP. 198504122010011003",
        "NIP 19850412.201001.1.003",
        "ID Pelanggan 512345678901, meter 14012345678",
        "token 1234 5678 9012 3456 7890",
        "kartu 0812, 0813, 0852",
        "550e8400-e29b-41d4-a716-446655440000",
        // Places and measures.
        "Titik 0.5071 101.4478 dekat pasar.",
        "-7.257472, 112.752088",
        "-7.257472 112.752088",
        "https://maps.google.com/?q=-7.2574719,112.7520883",
        "7°15'26.9\"S 112°45'07.5\"E",
        "RT 03 RW 05 No. 12, RT 003/RW 005",
        "Jl. Raya KM 12 No 345, kode pos 60111",
        "panjang 1.250 m, lebar 3,5 m, 1200 x 600 mm",
        "0.812345678 0,81234",
        "3x24 jam, 14 HK, 100%",
        "telp 112 / 110 / 1500670",
        "",
    ] {
        nothing(text);
    }
}

#[test]
fn masking_keeps_the_rest() {
    for (text, masked) in [
        ("é 081234567890 é", "é 0812••• é"),
        ("tanpa data", "tanpa data"),
        (
            "warga@contoh.id, 0812-0000-1234/0341-555012",
            "w•••, 0812•••/0341•••",
        ),
        ("nopol B 1234 XYZ", "nopol B•••"),
        ("+62 812 0000 1234", "+62 •••"),
        ("selesai 06-08-2026 13:45:09", "selesai 06-08-2026 13:45:09"),
    ] {
        assert_eq!(mask(text), masked);
        assert_eq!(mask(masked), masked);
    }
}

/// Pieces that make personal data, or nearly.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9]{1,9}",
        2 => "08[0-9]{8,11}",
        1 => "(3578|1171)13[0-7][0-9]0[1-9][0-9]{6}",
        4 => proptest::sample::select(vec![
            " ", "-", ".", ",", "/", "\n", "+", "(", ") ", "•", ":", "@", "\u{200b}", "\u{a0}", "–", "é", "０",
        ]).prop_map(str::to_owned),
        2 => proptest::sample::select(vec![
            "HP ", "NIK ", "rekening ", "telp ", "Rp ", "NIP ", "nopol ", "paspor ", "B ", " XYZ", "A", "nol ",
            "delapan ", "belas ", "wa.me/", "a@b.id", " at gmail.com", "(BCA)", "o", "surat ", "dan ",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ]
}

proptest! {
    #[test]
    fn findings_lie_in_the_text(pieces in prop::collection::vec(piece(), 0..14)) {
        let text = pieces.concat();
        let mut done = 0;
        for finding in find_personal_data(&text) {
            prop_assert!(done <= finding.range.start && finding.range.start < finding.range.end);
            prop_assert!(text.get(finding.range.clone()).is_some());
            done = finding.range.end;
        }
    }

    #[test]
    fn nothing_is_left_behind_a_mask(pieces in prop::collection::vec(piece(), 0..14)) {
        let masked = mask(&pieces.concat());
        prop_assert_eq!(find_personal_data(&masked), vec![]);
        prop_assert_eq!(mask(&masked), masked);
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        find_personal_data(&text);
        mask(&text);
    }

    /// Whatever stands around it, a number is covered.
    #[test]
    fn a_phone_is_covered_in_any_company(
        phone in "08[1-9][0-9]{8,10}",
        before in "([a-zA-Z.,;:() ]{0,12}[ .,;:(]|[0-9]{1,4} )?",
        behind in "([ .,;:)][a-zA-Z.,;:() ]{0,12}| [0-9]{1,4}| [0-9]{2}-[0-9]{2}-20[0-9]{2})?",
    ) {
        let text = format!("{before}{phone}{behind}");
        let place = before.len()..before.len() + phone.len();
        let covered = find_personal_data(&text)
            .iter()
            .any(|finding| finding.range.start <= place.start && place.end <= finding.range.end);
        prop_assert!(covered, "{}", text);
    }
}
