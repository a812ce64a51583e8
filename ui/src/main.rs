//! The desk's window. It shows what the shell tells it and decides nothing.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], catch)]
    async fn invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;
}

fn main() {
    mount_to_body(Window);
}

#[derive(Clone, Deserialize)]
struct About {
    version: String,
}

#[component]
fn Window() -> impl IntoView {
    let version = LocalResource::new(async || {
        let about = invoke("about", JsValue::UNDEFINED).await.ok()?;
        let about: About = serde_wasm_bindgen::from_value(about).ok()?;
        Some(about.version)
    });
    view! {
        <nav>
            <button data-go="masuk">
                <svg class="icon"><use href="icons.svg#inbox"/></svg>
                "Masuk"
            </button>
        </nav>
        <main data-page="masuk">
            <h1>"Tanggap"</h1>
            <p>{move || version.get().flatten()}</p>
        </main>
    }
}
