//! Record (being written).

use leptos::prelude::*;

#[component]
pub fn RecordPage() -> impl IntoView {}
