//! Masuk: list, detail with editor, facts.

use leptos::prelude::*;

#[component]
pub fn InboxPage() -> impl IntoView {}
