//! The notice list (being written).

use leptos::prelude::*;

#[component]
pub fn NoticesPanel() -> impl IntoView {}
