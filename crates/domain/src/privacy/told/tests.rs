//! Columns of privacy as exports fill them.

use super::FlagTold::{Lowered, Set, Silent, Unknown, Unmarked};
use super::*;

#[track_caller]
fn check(words: &str, anonymous: FlagTold, secret: FlagTold) {
    assert_eq!(
        PrivacyTold::read(words),
        PrivacyTold { anonymous, secret },
        "{words:?}"
    );
}

#[test]
fn words_that_protect() {
    for anonymous in [
        "Anonim",
        "ANONIM",
        "anonim ",
        "Anon",
        "Anonymous",
        "anonym",
        "Tanpa Nama",
        "tanpa identitas",
        "Pelapor anonim",
        "Pelapor anon",
        "No name",
        "Laporan Anonim",
        "Ano\u{ad}nim",
        "\u{200b}Anonim",
        "(anonim)",
        "NN",
    ] {
        check(anonymous, Set, Unmarked);
    }
    for secret in [
        "Rahasia",
        "Secret",
        "CONFIDENTIAL",
        "Laporan rahasia",
        "Tertutup",
        "Privat",
        "Tidak Publik",
    ] {
        check(secret, Unmarked, Set);
    }
    for both in [
        "Anonim, Rahasia",
        "Anonim|Rahasia",
        "Rahasia / Anonim",
        "Anonim & Rahasia",
        "Anonim;Rahasia",
        "anonim dan rahasia",
        "Anonim Rahasia",
        "AnonimRahasia",
        "Anonymous + Secret",
        "Anonim\nRahasia",
        "Nama dirahasiakan",
        "Identitas Dirahasiakan",
        "Ya",
        "yes",
        "1",
        "TRUE",
        "Tanpa nama, rahasia",
        "Anon, Rahasia",
    ] {
        check(both, Set, Set);
    }
}

#[test]
fn nothing_but_a_denial_of_that_very_flag_lowers_it() {
    check("Tidak Anonim", Lowered, Unmarked);
    check("bukan anonim", Lowered, Unmarked);
    check("Non-Anonim", Lowered, Unmarked);
    check("Not anonymous", Lowered, Unmarked);
    check("Tidak Rahasia", Unmarked, Lowered);
    check("bukan laporan rahasia", Unmarked, Lowered);
    check("Tidak anonim dan tidak rahasia", Lowered, Lowered);
    check("Tidak anonim, rahasia", Lowered, Set);
    check("Anonim, tidak rahasia", Set, Lowered);
    for ordinary in [
        "",
        " ",
        "-",
        "–",
        "Publik",
        "Terbuka",
        "Public",
        "Biasa",
        "Tidak",
        "No",
        "0",
        "false",
        "Tidak ada",
        "NaN",
        "Nama jelas",
        "|",
    ] {
        check(ordinary, Unmarked, Unmarked);
    }
}

#[test]
fn what_is_not_understood_protects() {
    for unknown in [
        "Terbatas",
        "Kode 7",
        "???a",
        "Pseudonim B",
        "identitas",
        "xyz",
        "Terlindungi",
        "???",
        "*",
    ] {
        check(unknown, Unknown, Unknown);
    }
    check("tidak bukan anonim", Unknown, Unmarked);
    check("Tidak anonim rahasia", Unknown, Unknown);
    check("Anonim, tidak anonim", Unknown, Unmarked);
    check("mungkin tidak anonim", Unknown, Unmarked);
    check("identitas tidak dirahasiakan", Unmarked, Unknown);
    check("Anonim, Terbatas", Unknown, Unknown);
}

#[test]
fn a_class_says_nothing_of_privacy() {
    for class in [
        "Aspirasi",
        "Permintaan Informasi",
        "Pengaduan",
        "Pengaduan Berkadar Pengawasan",
    ] {
        check(class, Silent, Silent);
    }
}

#[test]
fn a_column_of_one_flag_answers_yes_or_no() {
    let read = |flag, words| {
        let told = PrivacyTold::read_flag(flag, words);
        (told.anonymous, told.secret)
    };
    for yes in ["Ya", "1", "true", "Anonim", "✓"] {
        assert_eq!(read(Flag::Anonymous, yes), (Set, Silent), "{yes}");
    }
    for no in ["Tidak", "0", "FALSE", "bukan", "Tidak anonim"] {
        assert_eq!(read(Flag::Anonymous, no), (Lowered, Silent), "{no}");
    }
    for nothing in ["", "-", "Publik"] {
        assert_eq!(
            read(Flag::Anonymous, nothing),
            (Unmarked, Silent),
            "{nothing}"
        );
    }
    for unknown in ["barangkali", "???"] {
        assert_eq!(
            read(Flag::Anonymous, unknown),
            (Unknown, Silent),
            "{unknown}"
        );
    }
    assert_eq!(read(Flag::Anonymous, "Rahasia"), (Unmarked, Set));
    assert_eq!(read(Flag::Secret, "Ya"), (Silent, Set));
    assert_eq!(read(Flag::Secret, "Tidak"), (Silent, Lowered));
    assert_eq!(read(Flag::Secret, "Anonim"), (Set, Unmarked));
}

#[test]
fn two_columns_protect_together() {
    let set = PrivacyTold::read_flag(Flag::Anonymous, "Ya");
    let denied = PrivacyTold::read("Tidak anonim");
    assert_eq!(set.and(denied).anonymous, Unknown);
    assert_eq!(denied.and(set).anonymous, Unknown);
    assert_eq!(set.and(PrivacyTold::UNMARKED).anonymous, Set);
    assert_eq!(PrivacyTold::default().and(denied), denied);
    assert!(set.speaks() && !PrivacyTold::UNMARKED.speaks() && !PrivacyTold::default().speaks());
    assert!(PrivacyTold::read("xyz").is_unknown() && !set.is_unknown());
    for of_one in ["Anonim, tidak anonim", "identitas tidak dirahasiakan"] {
        assert!(PrivacyTold::read(of_one).is_unknown(), "{of_one}");
    }
}

#[test]
fn what_was_told_is_kept_as_a_number() {
    for anonymous in FlagTold::ALL {
        for secret in FlagTold::ALL {
            let told = PrivacyTold { anonymous, secret };
            assert_eq!(PrivacyTold::of_number(told.number()), told);
        }
    }
    assert_eq!(PrivacyTold::default().number(), 0);
    assert_eq!(PrivacyTold::UNMARKED.number(), 6);
    assert_eq!(PrivacyTold::of_number(99).anonymous, Unknown);
}

#[test]
fn flags_that_are_known_are_told_as_they_are() {
    for (anonymous, secret) in [(false, false), (true, false), (false, true), (true, true)] {
        let told = PrivacyTold::from(Privacy { anonymous, secret });
        let of = |set| if set { Set } else { Unmarked };
        assert_eq!((told.anonymous, told.secret), (of(anonymous), of(secret)));
    }
}
