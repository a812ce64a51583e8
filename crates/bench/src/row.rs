//! Rows of the table: medians with their spread, and what they are held against.
//!
//! A ratio is always ours ÷ peer in the row's own unit; the limit says which way is good.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// What a number must not exceed, or must reach.
#[derive(Clone, Copy)]
pub enum Limit {
    RatioAtLeast(f64),
    RatioAtMost(f64),
    AtMost(f64),
    None,
}

/// One measured thing.
#[derive(Serialize)]
pub struct Row {
    pub name: &'static str,
    pub workload: String,
    pub unit: &'static str,
    /// Median of the rounds.
    pub ours: f64,
    /// Least and most of the rounds.
    pub ours_spread: [f64; 2],
    /// In words; empty where nothing is promised.
    pub limit: String,
    /// Whether the limit is kept; none where nothing is promised.
    pub kept: Option<bool>,
    pub peer_name: String,
    pub peer: Option<f64>,
    pub peer_spread: Option<[f64; 2]>,
    /// Ours ÷ peer, of the medians.
    pub ratio: Option<f64>,
    pub rounds: usize,
    /// 1, 5 and 15 minutes, when the row was done.
    pub load: String,
    /// What else was seen.
    pub detail: String,
}

impl Row {
    /// `ours` and `peer` hold one figure per round.
    pub fn new(
        name: &'static str,
        workload: String,
        unit: &'static str,
        ours: &[f64],
        peer: Option<(&str, &[f64])>,
        limit: Limit,
    ) -> Self {
        let median_ours = median(ours);
        let median_peer = peer.map(|(_, figures)| median(figures));
        let ratio = median_peer.map(|peer| median_ours / peer);
        let (words, kept) = match limit {
            Limit::None => (String::new(), None),
            Limit::AtMost(most) => (format!("≤ {most} {unit}"), Some(median_ours <= most)),
            Limit::RatioAtLeast(least) => (
                format!("ratio ≥ {least}"),
                ratio.map(|ratio| ratio >= least),
            ),
            Limit::RatioAtMost(most) => {
                (format!("ratio ≤ {most}"), ratio.map(|ratio| ratio <= most))
            }
        };
        Self {
            name,
            workload,
            unit,
            ours: median_ours,
            ours_spread: spread(ours),
            limit: words,
            kept,
            peer_name: peer.map_or(String::new(), |(name, _)| name.to_owned()),
            peer: median_peer,
            peer_spread: peer.map(|(_, figures)| spread(figures)),
            ratio,
            rounds: ours.len(),
            load: load().unwrap_or_default(),
            detail: String::new(),
        }
    }

    pub fn with_detail(mut self, detail: String) -> Self {
        self.detail = detail;
        self
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = self.ours_spread;
        write!(f, "{}: {}\n  ours ", self.name, self.workload)?;
        write!(f, "{} ", figure(self.ours))?;
        write!(f, "({}–{}) {}", figure(low), figure(high), self.unit)?;
        if let (Some(peer), Some([low, high])) = (self.peer, self.peer_spread) {
            let (low, high) = (figure(low), figure(high));
            write!(f, "\n  peer {} ({low}–{high}) ", figure(peer))?;
            write!(f, "{}: {}", self.unit, self.peer_name)?;
        }
        if let Some(ratio) = self.ratio {
            write!(f, "\n  ratio {ratio:.3}")?;
        }
        match self.kept {
            Some(true) => write!(f, "\n  limit {}: kept", self.limit)?,
            Some(false) => write!(f, "\n  limit {}: NOT KEPT", self.limit)?,
            None => {}
        }
        if !self.detail.is_empty() {
            write!(f, "\n  {}", self.detail)?;
        }
        write!(f, "\n  {} rounds, load {}", self.rounds, self.load)
    }
}

/// All rows of a run, and the machine they were measured on.
#[derive(Serialize)]
pub struct Report {
    machine: String,
    load_at_start: String,
    load_at_end: String,
    pub rows: Vec<Row>,
}

impl Report {
    pub fn begin() -> Result<Self> {
        Ok(Self {
            machine: machine()?,
            load_at_start: load()?,
            load_at_end: load()?,
            rows: Vec::new(),
        })
    }

    /// Notes the load as it is now.
    pub fn end(&mut self) -> Result<()> {
        self.load_at_end = load()?;
        Ok(())
    }

    pub fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("Writing rows as JSON")?;
        fs::write(file, text + "\n").with_context(|| format!("Writing {}", file.display()))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.machine)?;
        let (start, end) = (&self.load_at_start, &self.load_at_end);
        writeln!(f, "Load {start} at the start, {end} at the end\n")?;
        writeln!(
            f,
            "| name | workload | ours | limit | peer | ratio |\n|---|---|---|---|---|---|"
        )?;
        for row in &self.rows {
            let [low, high] = row.ours_spread.map(figure);
            let ours = figure(row.ours);
            write!(f, "| {} | {} | ", row.name, row.workload)?;
            write!(f, "{ours} {} ({low}–{high}) | ", row.unit)?;
            let mark = match row.kept {
                Some(true) => " ✓",
                Some(false) => " ✗",
                None => "",
            };
            write!(f, "{}{mark} | ", row.limit)?;
            if let (Some(peer), Some(spread)) = (row.peer, row.peer_spread) {
                let [low, high] = spread.map(figure);
                write!(f, "{} ({low}–{high}), {}", figure(peer), row.peer_name)?;
            }
            match row.ratio {
                Some(ratio) => writeln!(f, " | {ratio:.2} |")?,
                None => writeln!(f, " | |")?,
            }
        }
        Ok(())
    }
}

/// Three digits that matter.
fn figure(number: f64) -> String {
    match number.abs() {
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match (
        sorted.get((sorted.len().max(1) - 1) / 2),
        sorted.get(sorted.len() / 2),
    ) {
        (Some(below), Some(above)) => (below + above) / 2.0,
        _ => f64::NAN,
    }
}

fn spread(figures: &[f64]) -> [f64; 2] {
    let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
    let most = figures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    [least, most]
}

/// 1, 5 and 15 minutes.
fn load() -> Result<String> {
    let text = fs::read_to_string("/proc/loadavg").context("Reading the load")?;
    Ok(text.split(' ').take(3).collect::<Vec<_>>().join(" "))
}

fn machine() -> Result<String> {
    let cpus = fs::read_to_string("/proc/cpuinfo").context("Reading about the processor")?;
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, name)| name);
    let cores = cpus
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    let memory = fs::read_to_string("/proc/meminfo").context("Reading about the memory")?;
    let kib = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next())
        .and_then(|kib| kib.parse::<f64>().ok())
        .unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").context("Reading the kernel")?;
    let gib = kib / 1024.0 / 1024.0;
    Ok(format!(
        "{cores} × {model}, {gib:.0} GiB, Linux {}",
        kernel.trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn a_limit_is_judged_by_the_medians() {
        let peer = [10.0, 10.0, 11.0];
        let row = |ours: f64, limit| {
            let peer = Some(("peer", &peer[..]));
            Row::new("x", String::new(), "ms", &[ours], peer, limit).kept
        };
        assert_eq!(row(12.0, Limit::RatioAtMost(1.3)), Some(true));
        assert_eq!(row(14.0, Limit::RatioAtMost(1.3)), Some(false));
        assert_eq!(row(4.0, Limit::RatioAtLeast(0.5)), Some(false));
        assert_eq!(row(4.0, Limit::AtMost(4.0)), Some(true));
        assert_eq!(row(4.0, Limit::None), None);
    }
}
