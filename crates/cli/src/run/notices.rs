//! The record of what was told, and what became of it. Only looks: the watch runs beside a window.

use tanggap_app::{Desk, notices};
use tanggap_ipc::notices::{List, NoticeFilter, NoticeShow};

use crate::answer::{Answer, Failure, done, lines};
use crate::args::Notices;
use crate::json::told::{NoticeJson, NoticesJson};
use crate::place::Place;
use crate::words::told;

pub async fn list(place: &Place, desk: &Desk, asked: Notices) -> Result<Answer, Failure> {
    let request = List {
        filter: NoticeFilter {
            show: if asked.unread {
                NoticeShow::Unread
            } else {
                NoticeShow::All
            },
            breaches: asked.breaches,
            ..NoticeFilter::default()
        },
        before: None,
        limit: asked.limit,
    };
    let page = notices::list(desk, request)
        .await
        .map_err(|error| place.failure(&error))?;
    let words = place.words(desk);
    let zone = desk.office().rules.calendar().zone();
    let text = match page.notices.as_slice() {
        [] => words
            .pick("Tidak ada pemberitahuan.", "There are no notices.")
            .to_owned(),
        notices => lines(notices.iter().map(|notice| told::notice(words, notice))),
    };
    let document = NoticesJson {
        total: page.total,
        unread: page.unread,
        more: page.more,
        notices: page
            .notices
            .iter()
            .map(|notice| NoticeJson::of(notice, zone))
            .collect(),
    };
    done(&document, text)
}
