//! The only file that knows Tauri: asks the shell, and listens to it. It interprets nothing.
//!
//! Both directions go through JSON text, so that the window reads exactly what the shell's serde
//! wrote (flattened and untagged members included).

use js_sys::{JSON, Reflect};
use tanggap_ipc::{Code, Error, Event, Request, event};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], catch)]
    async fn invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = invoke, catch)]
    fn invoke_and_go(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["window", "__TAURI_INTERNALS__"], js_name = transformCallback)]
    fn transform_callback(callback: &Closure<dyn FnMut(JsValue)>, once: bool) -> JsValue;
}

/// Sends a request to the shell.
///
/// # Errors
/// What the shell answered; [`Code::Internal`] where the answer itself cannot be read.
pub async fn call<R: Request>(request: &R) -> Result<R::Reply, Error> {
    let arguments = arguments(request).map_err(|detail| Error::with(Code::Internal, detail))?;
    match invoke(R::COMMAND, arguments).await {
        Ok(reply) => {
            read(&reply).map_err(|error| unreadable(R::COMMAND, "its answer", error.to_string()))
        }
        Err(error) => Err(read(&error)
            .unwrap_or_else(|reason| unreadable(R::COMMAND, "its refusal", reason.to_string()))),
    }
}

/// Tells the shell something at once, without waiting for an answer: for when nothing waits any more.
pub fn tell<R: Request>(request: &R) {
    if let Ok(arguments) = arguments(request) {
        // Nobody is left who could be told that it failed.
        drop(invoke_and_go(R::COMMAND, arguments));
    }
}

/// Draws the whole window `factor` times as large; whether that worked.
pub async fn zoom(factor: f64) -> bool {
    let arguments = js_sys::Object::new();
    let set = Reflect::set(&arguments, &"value".into(), &factor.into());
    set.is_ok()
        && invoke("plugin:webview|set_webview_zoom", arguments.into())
            .await
            .is_ok()
}

/// Hears everything the shell says by itself, for as long as the window lives.
pub async fn listen(mut heard: impl FnMut(Event) + 'static) {
    let callback = Closure::new(move |message: JsValue| {
        let payload = Reflect::get(&message, &"payload".into()).unwrap_or(JsValue::NULL);
        // An event of a newer shell is not for this window.
        if let Ok(event) = read(&payload) {
            heard(event);
        }
    });
    let handler = transform_callback(&callback, false);
    callback.forget();
    let arguments = js_sys::Object::new();
    let target = js_sys::Object::new();
    let wanted: [(&js_sys::Object, &str, JsValue); 4] = [
        (&target, "kind", "Any".into()),
        (&arguments, "event", event::CHANNEL.into()),
        (&arguments, "target", target.clone().into()),
        (&arguments, "handler", handler),
    ];
    for (object, name, value) in wanted {
        if Reflect::set(object, &name.into(), &value).is_err() {
            return;
        }
    }
    if invoke("plugin:event|listen", arguments.into())
        .await
        .is_err()
    {
        web_sys::console::error_1(&"the shell's events cannot be heard".into());
    }
}

fn arguments(request: &impl serde::Serialize) -> Result<JsValue, String> {
    let text = serde_json::to_string(request).map_err(|error| error.to_string())?;
    let parsed = JSON::parse(&text).map_err(|_| "the request is not JSON".to_owned())?;
    let arguments = js_sys::Object::new();
    Reflect::set(&arguments, &"request".into(), &parsed)
        .map_err(|_| "the request cannot be handed over".to_owned())?;
    Ok(arguments.into())
}

fn read<T: serde::de::DeserializeOwned>(value: &JsValue) -> Result<T, serde_json::Error> {
    let text = JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| "null".to_owned());
    serde_json::from_str(&text)
}

/// The reason names a field or type, never a value: serde is asked for its place only.
fn unreadable(command: &str, what: &str, reason: String) -> Error {
    let place = reason.rsplit(" at line ").next().unwrap_or_default();
    Error::with(
        Code::Internal,
        format!("{command}: {what} cannot be read at line {place}"),
    )
}
