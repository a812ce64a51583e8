//! Peta: measures, legend, table.

use tanggap_domain::region::RegionLevel;

use crate::labels::{Say, phrases};

phrases! {
    map: "Peta laporan", "Map of complaints";
    map_described: "Peta ini menggambarkan tabel di sebelahnya; tabel memuat semua angkanya.", "This map draws the table beside it; the table has all its figures.";
    map_measure: "Ukuran", "Measure";
    measure_overdue: "Terlambat", "Overdue";
    measure_received: "Masuk", "Received";
    measure_followed_up: "Tindak lanjut %", "Followed up %";
    measure_mean_days: "Rata-rata hari", "Mean days";
    legend_overdue: "Laporan terlambat, % dari yang masuk", "Overdue complaints, % of received";
    legend_received: "Laporan masuk", "Complaints received";
    legend_followed_up: "Selesai dan proses, % dari yang masuk", "Completed and in progress, % of received";
    legend_mean_days: "Rata-rata hari sampai balasan pertama", "Mean days until the first reply";
    legend_none: "tanpa laporan", "no complaints";
    legend_nobody: "belum dibalas", "no reply yet";
    legend_half: "Di bawah 50 % tergolong kurang.", "Below 50 % counts as poor.";
    map_approximate: "Batas perkiraan, bukan batas resmi", "Approximate boundaries, not official";
    map_zoom_in: "Perbesar", "Zoom in";
    map_zoom_out: "Perkecil", "Zoom out";
    map_path: "Wilayah pada peta", "Region on the map";
    country: "Indonesia", "Indonesia";
    regions_provinces(self, count: usize): format!("{count} provinsi"), format!("{count} provinces");
    regions_regencies(self, count: usize): format!("{count} kab/kota"), format!("{count} regencies");
    regions_districts(self, count: usize): format!("{count} kecamatan"), format!("{count} districts");
    unlocated(self, count: u32): format!("{} laporan tanpa lokasi jelas", self.number(count)), format!("{} complaints without a clear place", self.number(count));
    unlocated_none: "Semua laporan berlokasi jelas", "Every complaint has a clear place";
    unlocated_within(self, count: u32, place: &str): format!("{} laporan hanya menyebut {place}", self.number(count)), format!("{} complaints name only {place}", self.number(count));
    per_sync(self, at: &str): format!("semua laporan · per sinkron {at}"), format!("all complaints · as of sync {at}");
    per_now: "semua laporan di komputer ini", "all complaints on this computer";
    figure_received: "diterima", "received";
    figure_followed_up: "tindak lanjut", "followed up";
    figure_overdue: "terlambat", "overdue";
    figure_of(self, part: u32, whole: u32): format!("{} dari {}", self.number(part), self.number(whole)), format!("{} of {}", self.number(part), self.number(whole));
    figure_days(self, days: &str): format!("{days} hari"), format!("{days} days");
    column_received: "Masuk", "In";
    column_overdue: "Lambat", "Late";
    column_followed_up: "TL %", "FU %";
    column_followed_up_in_full: "Tindak lanjut: selesai dan proses, dalam persen dari yang masuk", "Followed up: completed and in progress, in percent of received";
    column_days: "Hari", "Days";
    column_days_in_full: "Rata-rata hari sampai balasan pertama", "Mean days until the first reply";
    region_open: "Buka", "Open";
    region_open_hint: "Enter atau klik dua kali membuka wilayah", "Enter or double click opens a region";
    region_to_inbox: "Lihat di Masuk", "Show in inbox";
    figures_none: "–", "–";
    map_empty: "Tidak ada laporan yang cocok untuk dipetakan", "No complaint fits to be mapped";
    map_failed: "Batas wilayah tidak dapat digambar. Tabel di sebelah tetap lengkap.", "The boundaries cannot be drawn. The table beside is still complete.";
}

impl Say {
    /// The heading of the table's first column.
    pub fn level(self, level: RegionLevel) -> &'static str {
        match level {
            RegionLevel::Province => self.pick("Provinsi", "Province"),
            RegionLevel::Regency => self.pick("Kab/Kota", "Regency"),
            RegionLevel::District => self.pick("Kecamatan", "District"),
            RegionLevel::Village => self.pick("Kelurahan/Desa", "Village"),
        }
    }

    pub fn regions(self, level: RegionLevel, count: usize) -> String {
        match level {
            RegionLevel::Province => self.regions_provinces(count),
            RegionLevel::Regency => self.regions_regencies(count),
            RegionLevel::District | RegionLevel::Village => self.regions_districts(count),
        }
    }

    /// A region's name where its level stands beside it: `Kabupaten Lahat` is `Lahat`. Cities keep
    /// their word, since many share the name of the kabupaten around them.
    pub fn region_beside_level(self, name: &str) -> &str {
        ["Kabupaten ", "Kab. ", "Kecamatan ", "Kec. "]
            .iter()
            .find_map(|level| name.strip_prefix(level))
            .unwrap_or(name)
    }

    /// One decimal: `4,2`.
    pub fn tenths(self, value: f64) -> String {
        self.pick(
            format!("{value:.1}").replace('.', ","),
            format!("{value:.1}"),
        )
    }
}
