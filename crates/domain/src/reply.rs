//! What an officer should know before a public reply is sent: that somebody replied since they began,
//! and that the same was written before. It tells; it never forbids.

use crate::complaint::Complaint;
use crate::event::{Event, EventKind};
use crate::ids::{OfficerId, OpId, is_seen};

/// Public replies of others than `me` that came since the officer began to write, oldest first, however they came: pulled
/// while the officer was typing, too. `seen` is the newest one they saw
/// ([`Complaint::last_public_reply`] at the time).
///
/// Where that one is gone (withdrawn, or a history that was rebuilt), nobody can tell what came after
/// it: then the newest one is told of, since a warning too many costs a glance.
pub fn replies_since(
    complaint: &Complaint,
    seen: Option<OpId>,
    me: Option<OfficerId>,
) -> Vec<&Event> {
    let all: Vec<&Event> = replies(complaint).map(|(event, _)| event).collect();
    let from = match seen {
        None => 0,
        Some(seen) => all
            .iter()
            .position(|event| event.id == seen)
            .map_or(all.len().saturating_sub(1), |at| at + 1),
    };
    let others = |event: &&Event| event.by.id.is_none() || event.by.id != me;
    all.into_iter().skip(from).filter(others).collect()
}

/// The newest public reply with the same words as `text`. Case, white space, punctuation and invisible
/// marks make no difference; a text without words is like none.
pub fn same_sent_before<'a>(complaint: &'a Complaint, text: &str) -> Option<&'a Event> {
    let words = words_of(text);
    if words.is_empty() {
        return None;
    }
    let same = replies(complaint).filter(|(_, said)| words_of(said) == words);
    same.last().map(|(event, _)| event)
}

fn replies(complaint: &Complaint) -> impl Iterator<Item = (&Event, &str)> {
    complaint
        .history
        .iter()
        .filter_map(|event| match &event.what {
            EventKind::Replied { text, .. } => Some((event, text.as_str())),
            _ => None,
        })
}

fn words_of(text: &str) -> Vec<String> {
    let seen: String = text
        .chars()
        .filter(|c| c.is_whitespace() || is_seen(c))
        .collect();
    seen.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Then;
    use crate::event::Actor;
    use uuid::Uuid;

    fn op(n: u128) -> OpId {
        OpId(Uuid::from_u128(n))
    }

    fn event(n: u128, what: EventKind) -> Event {
        Event {
            id: op(n),
            at: "2026-11-20T03:00:00Z".parse().unwrap(),
            acted_at: None,
            by: Actor::office("Desk"),
            what,
        }
    }

    fn reply(n: u128, text: &str) -> Event {
        let text = text.to_owned();
        let (then, attachments) = (Then::Keep, vec![]);
        event(
            n,
            EventKind::Replied {
                text,
                then,
                attachments,
            },
        )
    }

    fn note(n: u128, text: &str) -> Event {
        let text = text.to_owned();
        let attachments = vec![];
        event(n, EventKind::Noted { text, attachments })
    }

    fn with(history: Vec<Event>) -> Complaint {
        Complaint {
            history,
            ..crate::change::tests::fresh()
        }
    }

    #[track_caller]
    fn check_since(seen: Option<u128>, expected: &[u128]) {
        let complaint = with(vec![
            note(1, "catatan"),
            reply(2, "satu"),
            reply(3, "dua"),
            note(4, "catatan"),
            reply(5, "tiga"),
            note(6, "catatan"),
        ]);
        let found = replies_since(&complaint, seen.map(op), None);
        let found: Vec<OpId> = found.iter().map(|event| event.id).collect();
        let expected: Vec<OpId> = expected.iter().map(|n| op(*n)).collect();
        assert_eq!(found, expected, "{seen:?}");
    }

    #[test]
    fn replies_since_the_one_seen_are_told() {
        check_since(None, &[2, 3, 5]);
        check_since(Some(2), &[3, 5]);
        check_since(Some(3), &[5]);
        check_since(Some(5), &[]);
        // No reply, or one that is gone.
        check_since(Some(1), &[5]);
        check_since(Some(99), &[5]);
        assert!(replies_since(&with(vec![]), Some(op(2)), None).is_empty());
    }

    #[test]
    fn own_replies_are_no_news() {
        let officer = |n| OfficerId(Uuid::from_u128(n));
        let by = |n: u128, who| Event {
            by: Actor::officer(officer(who), "Desk"),
            ..reply(n, "x")
        };
        let complaint = with(vec![by(1, 7), by(2, 8), reply(3, "x"), by(4, 7)]);
        let found = |me: Option<u128>| -> Vec<OpId> {
            let found = replies_since(&complaint, None, me.map(officer));
            found.iter().map(|event| event.id).collect()
        };
        assert_eq!(found(Some(7)), [op(2), op(3)]);
        assert_eq!(found(Some(9)), [op(1), op(2), op(3), op(4)]);
        assert_eq!(found(None), [op(1), op(2), op(3), op(4)]);
    }

    #[track_caller]
    fn check_same(text: &str, expected: Option<u128>) {
        let complaint = with(vec![
            reply(1, "Sudah ditinjau, besok diperbaiki."),
            reply(2, "Sudah\u{200b} ditinjau  besok\ndiperbaiki"),
            note(3, "Catatan ini"),
            reply(4, "…"),
        ]);
        let found = same_sent_before(&complaint, text).map(|event| event.id);
        assert_eq!(found, expected.map(op), "{text:?}");
    }

    #[test]
    fn the_same_words_are_found_however_they_are_spaced() {
        check_same("SUDAH ditinjau – besok diperbaiki!", Some(2));
        check_same("Sudah ditinjau besok", None);
        check_same("Sudah ditinjau, besok diperbaiki lagi.", None);
        check_same("sudahditinjau besok diperbaiki", None);
        check_same("Catatan ini", None);
        check_same("…", None);
        check_same("", None);
    }
}
