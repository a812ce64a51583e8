//! First run and lock (being written).

use leptos::prelude::*;
use tanggap_ipc::boot::BootReply;

#[component]
pub fn Setup(boot: BootReply, answered: Callback<BootReply>) -> impl IntoView {
    let _ = (boot, answered);
}
