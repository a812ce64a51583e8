//! Sentences of `check`. They tell where personal data stands, never what it is.

use std::path::Path;

use tanggap_domain::privacy::PersonalData;

use super::Language;
use crate::json::marked::Marked;

/// `baris 3, huruf 5–16: nomor telepon`; letters count from 1 for people.
pub fn marked(mark: &Marked, language: Language) -> String {
    let Marked {
        line,
        start,
        end,
        kind,
    } = mark;
    let (first, kind) = (start + 1, kind_of(*kind, language));
    language.pick(
        format!("baris {line}, huruf {first}–{end}: {kind}"),
        format!("line {line}, letters {first}–{end}: {kind}"),
    )
}

pub fn nothing(language: Language) -> &'static str {
    language.pick("Tidak ada data pribadi.", "No personal data.")
}

pub fn unreadable(file: &Path, cause: &std::io::Error, language: Language) -> String {
    let file = file.display();
    language.pick(
        format!("{file} tidak terbaca: {cause}"),
        format!("{file} cannot be read: {cause}"),
    )
}

pub fn no_utf8(file: &Path, language: Language) -> String {
    let file = file.display();
    language.pick(
        format!("{file} bukan teks UTF-8; simpan ulang sebagai UTF-8."),
        format!("{file} is no UTF-8 text; save it as UTF-8."),
    )
}

fn kind_of(kind: PersonalData, language: Language) -> &'static str {
    match kind {
        PersonalData::Nik => language.pick("NIK", "identity number (NIK)"),
        PersonalData::Kk => language.pick("nomor KK", "family card number (KK)"),
        PersonalData::Npwp => language.pick("NPWP", "tax number (NPWP)"),
        PersonalData::Bpjs => language.pick("nomor BPJS", "insurance number (BPJS)"),
        PersonalData::Account => language.pick("nomor rekening", "bank account number"),
        PersonalData::Passport => language.pick("nomor paspor", "passport number"),
        PersonalData::Plate => language.pick("pelat nomor", "vehicle plate"),
        PersonalData::Phone => language.pick("nomor telepon", "phone number"),
        PersonalData::Email => language.pick("alamat surel", "e-mail address"),
    }
}
