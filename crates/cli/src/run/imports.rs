//! The history of imports: what each file changed, what could not be read, and taking one back.

use chrono_tz::Tz;
use serde_json::{Value, json};
use tanggap_app::{Desk, import};
use tanggap_ipc::import::{
    BackCounts, Changed, Changes, History, Imported, ImportedState, LookBack, TakeBack,
};
use tanggap_ipc::{Code, Error};

use crate::answer::{self, Answer, Failure, done, lines};
use crate::args::{self, Imports};
use crate::json::time;
use crate::place::Place;
use crate::words::Language;

pub async fn run(place: &Place, desk: &Desk, asked: Option<Imports>) -> Result<Answer, Failure> {
    match asked {
        None => list(place, desk).await,
        Some(Imports::Changes { id }) => changes(place, desk, &id).await,
        Some(Imports::Unreadable { id }) => unreadable(place, desk, &id).await,
        Some(Imports::TakeBack(asked)) => take_back(place, desk, asked).await,
    }
}

/// What is named here is an import, not a complaint.
fn failure(place: &Place, error: &Error) -> Failure {
    if error.code != Code::NotFound {
        return place.failure(error);
    }
    let message = place.language.pick(
        "Tidak ada impor dengan ID itu. ID-nya tampil di `tanggapctl imports`.",
        "No import has that ID. `tanggapctl imports` shows them.",
    );
    Failure::refused("not-found", message)
}

async fn list(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let listed = import::history(desk, History).await;
    let listed = listed.map_err(|error| failure(place, &error))?;
    let zone = desk.office().rules.calendar().zone();
    let documents: Vec<Value> = listed.iter().map(|it| document(it, zone)).collect();
    let text = lines(listed.iter().map(|it| {
        let by = match (it.at_hub, &it.by) {
            (true, _) => place
                .language
                .pick("hub (perintah)", "the hub (command)")
                .to_owned(),
            (false, Some(by)) => by.clone(),
            (false, None) => place.language.pick("meja ini", "this desk").to_owned(),
        };
        let counts = format!("+{} ~{} ={}", it.new, it.updated, it.unchanged);
        let at = time(it.begun_at, zone).format("%Y-%m-%d %H:%M");
        format!(
            "{} {at} {:<11} {counts:<18} {by}: {}",
            it.id,
            state(it).0,
            it.file
        )
    }));
    done(&documents, text)
}

/// The state's word, and the code of what failed.
fn state(it: &Imported) -> (&'static str, Option<Code>) {
    match it.state {
        ImportedState::Running => ("running", None),
        ImportedState::Done if it.taken_back.is_some() => ("taken-back", None),
        ImportedState::Done if it.takes_back.is_some() => ("takes-back", None),
        ImportedState::Done => ("done", None),
        ImportedState::Cancelled => ("cancelled", None),
        ImportedState::Failed { code } => ("failed", Some(code)),
    }
}

fn document(it: &Imported, zone: Tz) -> Value {
    let (state, code) = state(it);
    json!({
        "id": it.id,
        "file": it.file,
        "sha256": it.sha256,
        "by": it.by,
        "at_hub": it.at_hub,
        "begun_at": time(it.begun_at, zone),
        "ended_at": it.ended_at.map(|at| time(at, zone)),
        "state": state,
        "code": code,
        "read": it.read,
        "new": it.new,
        "updated": it.updated,
        "unchanged": it.unchanged,
        "unreadable": it.unreadable,
        "out_of_reach": it.out_of_reach,
        "kept": it.kept,
        "carried": it.carried,
        "takes_back": it.takes_back,
        "taken_back_by": it.taken_back.as_ref().map(|back| &back.id),
    })
}

async fn changes(place: &Place, desk: &Desk, id: &str) -> Result<Answer, Failure> {
    let (mut all, mut counts, mut after) = (Vec::new(), Vec::new(), Some(0));
    while let Some(from) = after {
        let request = Changes {
            id: id.to_owned(),
            what: None,
            after: from,
        };
        let page = import::changes(desk, request).await;
        let page = page.map_err(|error| failure(place, &error))?;
        counts = page.counts;
        all.extend(page.changes);
        after = page.next;
    }
    let text = lines(all.iter().map(line));
    done(&json!({ "counts": counts, "changes": all }), text)
}

fn line(change: &Changed) -> String {
    let fields = change.fields.iter().map(|it| match (&it.old, &it.new) {
        (None, None) => it.field.clone(),
        (old, new) => {
            let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "-".to_owned());
            format!("{}: {} → {}", it.field, words(old), words(new))
        }
    });
    let fields = fields.collect::<Vec<_>>().join("; ");
    format!(
        "#{:<9} {:<9} {fields}",
        change.tracking_id,
        change.what.code()
    )
}

async fn unreadable(place: &Place, desk: &Desk, id: &str) -> Result<Answer, Failure> {
    let rows = import::unreadable(desk, id).await;
    let rows = rows.map_err(|error| failure(place, &error))?;
    let documents: Vec<Value> = rows
        .iter()
        .map(|row| json!({ "row": row.place.parse::<u64>().ok(), "reason": row.reason, "raw": row.raw }))
        .collect();
    let text = lines(
        rows.iter()
            .map(|it| format!("{:>6} {} {}", it.place, it.reason, it.raw)),
    );
    done(&documents, text)
}

async fn take_back(place: &Place, desk: &Desk, asked: args::TakeBack) -> Result<Answer, Failure> {
    let args::TakeBack { id, reason, yes } = asked;
    let counts = match (yes, reason) {
        (true, Some(reason)) => import::take_back(desk, TakeBack { id, reason }).await,
        _ => import::look_back(desk, LookBack { id }).await,
    };
    let counts = counts.map_err(|error| failure(place, &error))?;
    let BackCounts {
        back,
        partly,
        gone,
        worked,
        newer,
        untouched,
        out_of_reach,
    } = counts;
    let said = match place.language {
        Language::Id => format!(
            "{back} kembali seperti semula ({partly} sebagian), {gone} keluar dari daftar, tetap: {worked} sudah dikerjakan, {newer} sudah dikatakan berkas yang lebih baru, {untouched} tidak diubah, {out_of_reach} di luar wilayah"
        ),
        Language::En => format!(
            "{back} put back ({partly} in part), {gone} leave the lists, stay: {worked} worked on, {newer} told by a newer file, {untouched} untouched, {out_of_reach} outside the region"
        ),
    };
    let hint = match yes {
        true => String::new(),
        false => format!(
            "\n{}",
            place.language.pick(
                "Belum ada yang diubah. Untuk melakukannya: --reason TEKS --yes",
                "Nothing was changed yet. To do it: --reason TEXT --yes",
            )
        ),
    };
    let mut document = answer::document(&counts)?;
    document["done"] = yes.into();
    done(&document, format!("{said}{hint}"))
}
