//! Notices, what became of them, and reminders in words.

use tanggap_domain::change::ReminderChannel;
use tanggap_domain::sla::Threshold;
use tanggap_domain::text::one_line;
use tanggap_ipc::escalation::{EscalationRow, Sent};
use tanggap_ipc::notices::{About, Happened, Notice, Standing, What};
use tanggap_wording::Words;

/// One notice and, below it, its history.
pub fn notice(words: Words, notice: &Notice) -> String {
    let mut line = format!(
        "{}  {}",
        words.moment(notice.told_at),
        about(words, &notice.about)
    );
    let standing = match notice.standing {
        Standing::Current => None,
        Standing::Withdrawn => Some(words.pick("ditarik", "withdrawn")),
        Standing::Settled => Some(words.pick("selesai", "settled")),
    };
    let unread = (!notice.read).then(|| words.pick("belum dibaca", "unread"));
    let marks: Vec<&str> = standing.into_iter().chain(unread).collect();
    if !marks.is_empty() {
        line.push_str(&format!(" [{}]", marks.join(", ")));
    }
    for happened in &notice.history {
        line.push_str(&format!("\n    {}", line_of(words, happened)));
    }
    line
}

fn about(words: Words, about: &About) -> String {
    match about {
        About::Threshold {
            tracking_id,
            clock,
            name,
            threshold,
            due_at,
            ..
        } => {
            let what = match threshold {
                Threshold::Breach => words.pick("lewat", "passed").to_owned(),
                Threshold::DayBefore => words.pick("H-1", "the day before").to_owned(),
                Threshold::Used(percent) => words.pick(
                    format!("{percent} % waktu terpakai"),
                    format!("{percent} % of the time used"),
                ),
            };
            format!(
                "{} {}: {what}, {} {}",
                number(words, tracking_id.as_ref()),
                words.clock(*clock, name.as_deref()),
                words.pick("jatuh tempo", "due"),
                words.moment(*due_at)
            )
        }
        About::Reminder {
            tracking_id,
            clock,
            by,
            overdue_days,
            ..
        } => {
            let (number, clock) = (
                number(words, tracking_id.as_ref()),
                words.clock(*clock, None),
            );
            words.pick(
                format!("{number} {clock}: diingatkan {by}, terlambat {overdue_days} hari kerja"),
                format!("{number} {clock}: reminded by {by}, {overdue_days} working days late"),
            )
        }
        About::Digest { passed, near } => words.pick(
            format!("Ringkasan: {passed} lewat, {near} mendekat"),
            format!("Digest: {passed} passed, {near} approaching"),
        ),
        About::Daily { overdue, .. } => words.pick(
            format!("Ringkasan harian: {overdue} laporan masih terlambat"),
            format!("Daily digest: {overdue} complaints still overdue"),
        ),
    }
}

fn number(words: Words, tracking_id: Option<&tanggap_domain::ids::TrackingId>) -> String {
    match tracking_id {
        Some(tracking_id) => format!("#{tracking_id}"),
        None => words
            .pick(
                "(laporan tidak lagi di meja ini)",
                "(no longer on this desk)",
            )
            .to_owned(),
    }
}

fn line_of(words: Words, happened: &Happened) -> String {
    let what = match &happened.what {
        What::Shown => words.pick("ditampilkan", "shown").to_owned(),
        What::ShownInDigest => words
            .pick("ditampilkan dalam ringkasan", "shown in a digest")
            .into(),
        What::Listed => words.pick("hanya di daftar", "only listed").into(),
        What::Renewed { due_at } => format!(
            "{} {}",
            words.pick("diberitahukan lagi, jatuh tempo", "told anew, due"),
            words.moment(*due_at)
        ),
        What::Withdrawn => words
            .pick("ditarik: tenggat bergeser", "withdrawn: the deadline moved")
            .into(),
        What::Settled => words
            .pick("selesai: sudah dipenuhi", "settled: the clock was met")
            .into(),
        What::Opened => words.pick("dibuka", "opened").into(),
        What::Read => words.pick("dibaca", "read").into(),
        What::Snoozed { until } => format!(
            "{} {}",
            words.pick("ditunda sampai", "snoozed until"),
            words.moment(*until)
        ),
        What::ShownAgain => words.pick("ditampilkan lagi", "shown again").into(),
    };
    let at = words.moment(happened.at);
    match happened.who.as_str() {
        "" => format!("{at}: {what}"),
        who => format!("{at}: {what}, {}", one_line(who)),
    }
}

/// One complaint that is late, and who was reminded of it.
pub fn escalation(words: Words, row: &EscalationRow) -> String {
    let clock = words.clock(row.clock, row.name.as_deref());
    let unit = one_line(row.row.unit.as_deref().unwrap_or("-"));
    let days = row.overdue_days;
    let mut line = format!(
        "#{:<9} {clock}: {}; {unit}",
        row.row.tracking_id,
        words.pick(
            format!("terlambat {days} hari kerja"),
            format!("{days} working days late")
        )
    );
    for sent in &row.reminders {
        line.push_str(&format!("\n    {}", reminder(words, sent)));
    }
    line
}

fn reminder(words: Words, sent: &Sent) -> String {
    let mut line = format!(
        "{}: {} {}, {}",
        words.moment(sent.at),
        words.pick("diingatkan lewat", "reminded through"),
        channel(words, sent.via),
        sent.by
    );
    if sent.pending {
        line.push_str(words.pick(" (menunggu konfirmasi)", " (waits for the hub)"));
    }
    line
}

pub fn channel(words: Words, via: ReminderChannel) -> &'static str {
    match via {
        ReminderChannel::InApp => words.pick("hub", "the hub"),
        ReminderChannel::Whatsapp => "WhatsApp",
        ReminderChannel::Email => words.pick("surel", "e-mail"),
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::ids::TrackingId;
    use tanggap_domain::sla::ClockKind;
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    #[test]
    fn a_notice_is_told_with_what_became_of_it() {
        let at = |text: &str| text.parse().unwrap();
        let told = Notice {
            id: 1,
            about: About::Threshold {
                complaint: tanggap_domain::ids::ComplaintId(Default::default()),
                tracking_id: TrackingId::parse("9165816").ok(),
                clock: ClockKind::FollowUp,
                name: None,
                threshold: Threshold::Used(75),
                due_at: at("2026-11-24T16:00:00+07:00"),
            },
            told_at: at("2026-11-23T09:00:00+07:00"),
            read: false,
            standing: Standing::Withdrawn,
            history: vec![Happened {
                at: at("2026-11-23T10:00:00+07:00"),
                what: What::Withdrawn,
                who: String::new(),
            }],
        };
        let words = Words {
            language: Language::Id,
            zone: Zone::Wib,
        };
        assert_eq!(
            notice(words, &told),
            "Sen 23 Nov 2026, 09.00 WIB  #9165816 Tindak lanjut pertama: 75 % waktu terpakai, jatuh \
             tempo Sel 24 Nov 2026, 16.00 WIB [ditarik, belum dibaca]\n    \
             Sen 23 Nov 2026, 10.00 WIB: ditarik: tenggat bergeser"
        );
    }
}
