//! `imports …`: what was imported, one by one.

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub enum Imports {
    /// Apa yang diubah berkas ini pada tiap laporan
    Changes {
        /// ID dari `tanggapctl imports`
        id: String,
    },
    /// Baris yang tidak terbaca, seperti tertulis di berkasnya; hanya untuk yang mengimpornya
    Unreadable { id: String },
    /// Menarik kembali berkas yang salah; tanpa --yes hanya dikatakan apa yang akan terjadi
    TakeBack(TakeBack),
}

#[derive(Args)]
pub struct TakeBack {
    pub id: String,
    /// Sebabnya; tercatat di riwayat
    #[arg(long, value_name = "TEKS", required_if_eq("yes", "true"))]
    pub reason: Option<String>,
    /// Lakukan
    #[arg(long)]
    pub yes: bool,
}
