//! One draft being written: text, files, choice; saved at every pause in typing, and when it is left.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Base, Then};
use tanggap_domain::complaint::Attachment;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_ipc::Error;
use tanggap_ipc::compose::{DiscardDraft, Draft, DraftKind, DraftOf, GetDraft, SaveDraft};

use crate::call::call;
use crate::rescue;

/// A pause in typing.
const PAUSE: Duration = Duration::from_millis(600);

/// What may be said about the draft. "Saved" only after the shell answered so.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    Nothing,
    Waiting,
    At(DateTime<Utc>),
    Failed(Error),
}

#[derive(Clone, Copy)]
pub struct Sheet {
    pub complaint: ComplaintId,
    pub kind: DraftKind,
    /// The change that came back as what stands here; none for what is being written.
    pub source: RwSignal<Option<OpId>>,
    /// What the officer saw when they began to write.
    pub seen: RwSignal<Option<Base>>,
    pub text: RwSignal<String>,
    pub then: RwSignal<Then>,
    pub attachments: RwSignal<Vec<Attachment>>,
    /// Where a disposition goes.
    pub unit: RwSignal<Option<AgencyRef>>,
    pub saved: RwSignal<Saved>,
    /// Rises with every change, so that an answer about an older text is not taken for this one.
    revision: StoredValue<u32>,
    pause: StoredValue<Option<TimeoutHandle>>,
    usual: Then,
}

impl Sheet {
    /// An empty sheet; saved when its owner goes.
    pub fn new(complaint: ComplaintId, kind: DraftKind, usual: Then) -> Self {
        let sheet = Self {
            complaint,
            kind,
            source: RwSignal::new(None),
            seen: RwSignal::new(None),
            text: RwSignal::default(),
            then: RwSignal::new(usual),
            attachments: RwSignal::default(),
            unit: RwSignal::new(None),
            saved: RwSignal::new(Saved::Nothing),
            revision: StoredValue::new(0),
            pause: StoredValue::new(None),
            usual,
        };
        on_cleanup(move || sheet.flush());
        sheet
    }

    /// Which draft stands here.
    pub fn of(self) -> DraftOf {
        DraftOf {
            kind: self.kind,
            source: self.source.get_untracked(),
        }
    }

    /// Puts a kept draft on the sheet. What stood there is kept first: none takes another's place.
    pub fn load(self, draft: &Draft) {
        self.flush();
        self.source.set(draft.source);
        self.seen.set(draft.seen);
        self.text.set(draft.text.clone());
        self.then.set(draft.then);
        self.attachments.set(draft.attachments.clone());
        // Older drafts of a returned disposition say it otherwise.
        let unit = ["unit", "to"]
            .iter()
            .find_map(|name| draft.fields.get(name));
        self.unit
            .set(unit.and_then(|unit| serde_json::from_value(unit.clone()).ok()));
        self.saved
            .set(draft.saved_at.map_or(Saved::Nothing, Saved::At));
    }

    /// Reads a kept draft, because it changed elsewhere or another one is wanted.
    pub fn open(self, source: Option<OpId>) {
        let request = GetDraft {
            complaint: Some(self.complaint),
            draft: DraftOf {
                kind: self.kind,
                source,
            },
        };
        spawn_local(async move {
            if let Ok(Some(draft)) = call(&request).await
                && !self.text.is_disposed()
            {
                self.load(&draft);
            }
        });
    }

    /// The officer begins to write: this is what they see. Said once for each draft.
    pub fn begin(self, base: Option<Base>) {
        if self.seen.with_untracked(Option::is_none) {
            self.seen.set(base);
        }
    }

    /// Something changed: save at the next pause.
    pub fn touch(self) {
        self.stop();
        self.revision.update_value(|revision| *revision += 1);
        if self.saved.get_untracked() != Saved::Waiting {
            self.saved.set(Saved::Waiting);
        }
        if let Some(draft) = self.draft() {
            rescue::keep(&self.name(), &SaveDraft { draft });
        }
        let pause = set_timeout_with_handle(move || self.save(), PAUSE);
        self.pause.set_value(pause.ok());
    }

    /// Saves at once what is not saved yet.
    pub fn flush(self) {
        self.stop();
        let unsaved = self
            .saved
            .try_with_untracked(|saved| matches!(saved, Saved::Waiting | Saved::Failed(_)));
        if unsaved == Some(true) {
            self.save();
        }
    }

    pub fn is_empty(self) -> bool {
        self.text.with_untracked(|text| text.trim().is_empty())
            && self.attachments.with_untracked(Vec::is_empty)
            && self.unit.with_untracked(Option::is_none)
    }

    /// Nothing is left to write: empties the sheet and forgets the kept draft.
    pub fn clear(self) {
        self.stop();
        self.revision.try_update_value(|revision| *revision += 1);
        rescue::done(&self.name());
        // The sheet may be gone from the screen by now; the kept draft goes either way.
        self.text.try_set(String::new());
        self.then.try_set(self.usual);
        self.attachments.try_set(Vec::new());
        self.unit.try_set(None);
        self.saved.try_set(Saved::Nothing);
        self.seen.try_set(None);
        let source = self.source.try_get_untracked().flatten();
        self.source.try_set(None);
        let request = DiscardDraft {
            complaint: Some(self.complaint),
            draft: DraftOf {
                kind: self.kind,
                source,
            },
        };
        spawn_local(async move {
            // A draft that stays behind is seen again, and lost nothing.
            drop(call(&request).await);
            // What was being written beside it comes back into sight.
            let still_empty = !self.text.is_disposed() && self.is_empty();
            if source.is_some() && still_empty {
                self.open(None);
            }
        });
    }

    /// A submit takes the text over: nothing of it is saved as a draft any more.
    pub fn hand_over(self) {
        self.stop();
        self.revision.update_value(|revision| *revision += 1);
        rescue::done(&self.name());
        self.saved.set(Saved::Nothing);
    }

    /// The draft as it is now; none while there is nothing to keep.
    fn draft(self) -> Option<Draft> {
        (!self.is_empty()).then(|| Draft {
            complaint: Some(self.complaint),
            kind: self.kind,
            source: self.source.get_untracked(),
            seen: self.seen.get_untracked(),
            text: self.text.get_untracked(),
            then: self.then.get_untracked(),
            attachments: self.attachments.get_untracked(),
            fields: match self.unit.get_untracked() {
                Some(unit) => serde_json::json!({ "unit": unit }),
                None => serde_json::Value::Null,
            },
            saved_at: None,
        })
    }

    /// Tells it from other sheets.
    fn name(self) -> String {
        let source = self.source.try_get_untracked().flatten();
        format!("{}-{:?}-{source:?}", self.complaint, self.kind)
    }

    fn stop(self) {
        if let Some(Some(pause)) = self.pause.try_get_value() {
            pause.clear();
        }
    }

    fn save(self) {
        let revision = self.revision.get_value();
        let (complaint, of) = (Some(self.complaint), self.of());
        let (draft, name) = (self.draft(), self.name());
        spawn_local(async move {
            let saved = match draft {
                Some(draft) => match call(&SaveDraft { draft }).await {
                    Ok(at) => Saved::At(at),
                    Err(error) => Saved::Failed(error),
                },
                None => match call(&DiscardDraft {
                    complaint,
                    draft: of,
                })
                .await
                {
                    Ok(()) => Saved::Nothing,
                    Err(error) => Saved::Failed(error),
                },
            };
            // A sheet that went from the screen was not changed since.
            let current = self.revision.try_get_value().unwrap_or(revision) == revision;
            if current && !matches!(saved, Saved::Failed(_)) {
                rescue::done(&name);
            }
            if current {
                self.saved.try_set(saved);
            }
        });
    }
}
