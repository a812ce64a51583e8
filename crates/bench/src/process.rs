//! What Linux tells of processes: when they started, their processor time, their memory.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

/// Of `/proc/PID/stat`; the same on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// When a process started, in milliseconds since 1970, to a hundredth of a second.
pub fn started_at_ms(process: u32) -> Result<f64> {
    let uptime = fs::read_to_string("/proc/uptime").context("Reading the uptime")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let uptime_s: f64 = uptime
        .split(' ')
        .next()
        .context("An empty uptime")?
        .parse()?;
    let started_s = Stat::read(process)?.started_ticks / TICKS_PER_SECOND;
    Ok((now.as_secs_f64() - (uptime_s - started_s)) * 1e3)
}

/// Processor seconds of a process and everything it started.
pub fn busy_s(process: u32) -> Result<f64> {
    let ticks: f64 = family(process)?.iter().map(|it| it.busy_ticks).sum();
    Ok(ticks / TICKS_PER_SECOND)
}

/// The most memory that this process has held so far, in megabytes.
pub fn most_memory_mb() -> Result<f64> {
    let text = fs::read_to_string("/proc/self/status").context("Reading about this process")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kib: f64 = kib.context("Linux does not tell VmHWM")?.trim().parse()?;
    Ok(kib * 1024.0 / 1e6)
}

/// What `/proc/PID/stat` says of a process.
pub struct Stat {
    pub id: u32,
    pub name: String,
    parent: u32,
    busy_ticks: f64,
    started_ticks: f64,
}

impl Stat {
    fn read(process: u32) -> Result<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/stat"))
            .with_context(|| format!("Reading about process {process}"))?;
        Self::parse(&text).with_context(|| format!("Reading about process {process}"))
    }

    /// `pid (name) state ppid …`: the name may hold spaces and brackets.
    fn parse(text: &str) -> Option<Self> {
        let (head, rest) = text.rsplit_once(") ")?;
        let (id, name) = head.split_once(" (")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        // Numbered from 1 in proc(5); the state, field 3, comes first here.
        let number = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
        Some(Self {
            id: id.parse().ok()?,
            name: name.to_owned(),
            parent: fields.get(1)?.parse().ok()?,
            busy_ticks: number(14)? + number(15)?,
            started_ticks: number(22)?,
        })
    }
}

/// The process and everything it started, in that order.
pub fn family(process: u32) -> Result<Vec<Stat>> {
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc").context("Listing processes")? {
        let name = entry.context("Listing processes")?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // A process may end while we look.
        all.extend(Stat::read(id).ok());
    }
    let mut family = Vec::new();
    let mut ids = vec![process];
    while let Some(id) = ids.pop() {
        ids.extend(all.iter().filter(|it| it.parent == id).map(|it| it.id));
        if let Some(at) = all.iter().position(|it| it.id == id) {
            family.push(all.swap_remove(at));
        }
    }
    ensure!(
        family.first().is_some_and(|first| first.id == process),
        "The desk has ended"
    );
    Ok(family)
}

pub fn pss_mib(process: u32) -> Result<f64> {
    let file = format!("/proc/{process}/smaps_rollup");
    let text = fs::read_to_string(&file).with_context(|| format!("Reading {file}"))?;
    let kib: f64 = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next())
        .with_context(|| format!("No Pss in {file}"))?
        .parse()?;
    Ok(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_whatever_its_name() {
        let text = "42 (a) (b) S 7 42 42 0 -1 4194304 1 2 3 4 50 6 7 8 20 0 1 0 9000 1 2";
        let stat = Stat::parse(text).unwrap();
        assert_eq!((stat.id, stat.name.as_str(), stat.parent), (42, "a) (b", 7));
        assert_eq!((stat.busy_ticks, stat.started_ticks), (56.0, 9000.0));
    }

    #[test]
    fn we_belong_to_our_own_family() {
        let family = family(std::process::id()).unwrap();
        assert_eq!(family[0].id, std::process::id());
        assert!(pss_mib(std::process::id()).unwrap() > 0.0);
    }
}
