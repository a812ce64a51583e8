//! Judging every open clock anew after another calendar came into force.
//!
//! The version is in force as soon as the journal has it; what lists sort by follows complaint by
//! complaint. The journal keeps that this has begun, so that a desk which ends in the middle finishes
//! it at its next start: no deadline stays as an earlier calendar had it.

use std::sync::Arc;

use tanggap_domain::sla::AdoptedCalendar;
use tanggap_ipc::Event;
use tanggap_store::Which;

use super::versions;
use crate::desk::Desk;
use crate::error::{Result, internal, of_store};
use crate::office::Office;

/// Where the journal keeps that complaints are being judged anew.
const JUDGING: &str = "judging-anew";

/// Keeps that judging begins. Comes before the version: none may be in force without it.
pub(super) async fn begin(desk: &Desk) -> Result<()> {
    let journal = desk.store.journal();
    journal.set_setting(JUDGING, &true).await.map_err(of_store)
}

/// Every complaint is judged by the calendar in force.
pub(super) async fn end(desk: &Desk) -> Result<()> {
    let journal = desk.store.journal();
    journal.delete_setting(JUDGING).await.map_err(of_store)
}

/// Judges every complaint anew, after the calendar changed; says how far it is.
pub(super) async fn judge(desk: &Desk, before: &Office, which: Which) -> Result<()> {
    let (office, now) = (desk.office(), desk.now());
    let mirror = desk.store.mirror();
    let total = mirror.count_judged(which).await.map_err(of_store)?;
    let mut progress = Progress::begin(desk, total);
    let moved = mirror
        .judge_anew(which, |complaint, known| {
            progress.one_more();
            office.kept_again(before, complaint, known, now)
        })
        .await;
    // Also where the disk failed: nothing is being judged any more.
    progress.end();
    let moved = moved.map_err(of_store)?;
    end(desk).await?;
    tracing::info!(moved = moved.len(), "Deadlines were judged anew");
    desk.tell(Event::ComplaintsChanged { ids: Vec::new() });
    desk.tell_frame().await;
    desk.watch_again();
    Ok(())
}

/// Finishes what a desk that ended in the middle of it had begun, and judges what another version of the
/// program kept; nothing where nothing is open. For everybody who opens a profile.
pub async fn finish(desk: &Desk) -> Result<()> {
    let _one_at_a_time = desk.adopting.lock().await;
    let journal = desk.store.journal();
    let begun: Option<bool> = journal.setting(JUDGING).await.map_err(of_store)?;
    let mirror = desk.store.mirror();
    let asked = mirror.asks_for_judging().await.map_err(of_store)?;
    if begun.is_none() && !asked {
        return Ok(());
    }
    let which = if asked { Which::Every } else { Which::Open };
    if mirror.count_judged(which).await.map_err(of_store)? > 0 {
        tracing::info!(
            "Judging anew was interrupted, or is needed since the program is a newer one"
        );
        let before = match begun {
            Some(_) => Arc::new(before_newest(desk).await?),
            None => desk.office(),
        };
        judge(desk, &before, which).await?;
    } else {
        end(desk).await?;
    }
    if asked {
        mirror.was_judged().await.map_err(of_store)?;
    }
    Ok(())
}

/// The office as it was before its newest calendar.
async fn before_newest(desk: &Desk) -> Result<Office> {
    let adopted = versions::all(desk).await?;
    let mut calendars: Vec<AdoptedCalendar> = adopted.into_iter().map(|it| it.adopted).collect();
    if calendars.len() > 1 {
        calendars.pop();
    }
    let settings = desk.office().settings.clone();
    Office::new(settings, calendars, &versions::of_rules(desk).await?).map_err(internal)
}

/// How far judging is, told in hundredths: two hundred thousand complaints are a hundred messages.
struct Progress<'a> {
    desk: &'a Desk,
    done: u64,
    total: u64,
}

impl<'a> Progress<'a> {
    fn begin(desk: &'a Desk, total: u64) -> Self {
        let progress = Self {
            desk,
            done: 0,
            total,
        };
        progress.tell(0);
        progress
    }

    /// Another one is about to be judged. Complaints that came in meanwhile are not counted.
    fn one_more(&mut self) {
        let step = self.total.div_ceil(100).max(1);
        if self.done > 0 && self.done < self.total && self.done.is_multiple_of(step) {
            self.tell(self.done);
        }
        self.done += 1;
    }

    fn end(self) {
        self.tell(self.total);
    }

    fn tell(&self, done: u64) {
        let total = self.total;
        self.desk.tell(Event::JudgingProgress { done, total });
    }
}
