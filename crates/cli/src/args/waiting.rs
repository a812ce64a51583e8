//! `outbox …`: what is not settled, one by one.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tanggap_domain::ids::OpId;

#[derive(Subcommand)]
pub enum Outbox {
    /// Satu perubahan selengkapnya: teksnya, sebab kembalinya, dan apa yang terjadi lebih dulu
    Show { op: OpId },
    /// Teks baru untuk perubahan yang kembali; dikirim dengan ID baru
    Edit(EditOutbox),
    /// Membuang perubahan yang kembali, belum berangkat, atau milik petugas lain
    Discard {
        op: OpId,
        /// Tanpa bertanya
        #[arg(long)]
        yes: bool,
    },
    /// Menjadikan perubahan yang menunggu petugas lain milik sendiri, atas nama sendiri
    Take {
        op: OpId,
        /// Walau rekan sudah membalas sejak perubahan itu ditulis
        #[arg(long)]
        anyway: bool,
    },
}

/// The text comes from one of the two, else from standard input.
#[derive(Args)]
pub struct EditOutbox {
    pub op: OpId,
    #[arg(long, value_name = "TEKS", conflicts_with = "file")]
    pub text: Option<String>,
    #[arg(long, value_name = "BERKAS")]
    pub file: Option<PathBuf>,
}

/// The last public reply that whoever writes has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenReply(pub Option<OpId>);

pub fn seen(text: &str) -> Result<SeenReply, String> {
    if text == "none" {
        return Ok(SeenReply(None));
    }
    text.parse()
        .map(|op| SeenReply(Some(op)))
        .map_err(|_| "tulis ID peristiwa balasan dari `show`, atau none".to_owned())
}
