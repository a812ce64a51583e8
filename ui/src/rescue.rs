//! What is written and not on disk yet, left in the page where it outlives the program: should that
//! break, `ui/watch.js` hands it to the shell as a draft. Nothing is kept here once it is saved.

use js_sys::{Object, Reflect};
use tanggap_ipc::compose::SaveDraft;
use wasm_bindgen::JsValue;

/// A member of the page's `window`; `ui/watch.js` names it alike.
const UNSAVED: &str = "tanggapUnsaved";

/// This draft is not on disk yet; an older one of the same name is forgotten.
pub fn keep(name: &str, draft: &SaveDraft) {
    let request = serde_json::json!({ "request": draft }).to_string();
    let Some(unsaved) = unsaved() else { return };
    // A plain object takes every member.
    drop(Reflect::set(&unsaved, &name.into(), &request.into()));
}

/// It is on disk, or gone for good.
pub fn done(name: &str) {
    if let Some(unsaved) = unsaved() {
        // As above.
        drop(Reflect::delete_property(&unsaved, &name.into()));
    }
}

fn unsaved() -> Option<Object> {
    let window = web_sys::window()?;
    let found = Reflect::get(&window, &UNSAVED.into()).ok()?;
    if found.is_object() {
        return Some(found.into());
    }
    let fresh = Object::new();
    Reflect::set(&window, &UNSAVED.into(), &JsValue::from(&fresh)).ok()?;
    Some(fresh)
}
