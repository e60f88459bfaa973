//! Clipboard: copies the text of an input field.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Element, FocusEvent, HtmlDocument, HtmlInputElement};

use super::clock;
use super::page::{document, property, window};

/// How long the Clipboard API may take, in milliseconds; in some web views its promise never
/// settles.
const TIMEOUT: u32 = 1_000;

/// The browser has not copied the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyError;

/// Copies the text of the input in `container`, by the Clipboard API, else by
/// `document.execCommand("copy")`. The text stays selected, so that the reader can copy it
/// by hand.
///
/// # Errors
/// [`CopyError`] if both are denied, as in the web views of some apps.
pub fn copy(container: &Element) -> impl Future<Output = Result<(), CopyError>> + use<> {
    let field = container.query_selector("input").ok().flatten();
    copy_from(field.and_then(|field| field.dyn_into().ok()))
}

async fn copy_from(field: Option<HtmlInputElement>) -> Result<(), CopyError> {
    let field = field.ok_or(CopyError)?;
    field.select();
    if write(&field.value()).await.is_ok() {
        return Ok(());
    }
    let document = document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    match document.ok_or(CopyError)?.exec_command("copy") {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(CopyError),
    }
}

/// Selects the text of the input that has received the focus.
pub fn select(event: &FocusEvent) {
    let field = event.target().and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.select();
    }
}

async fn write(text: &str) -> Result<(), CopyError> {
    let navigator = window().ok_or(CopyError)?.navigator();
    // Missing outside secure contexts, and incomplete in some web views.
    let clipboard = property(&navigator, "clipboard");
    let write: Function = property(&clipboard, "writeText").dyn_into().map_err(|_| CopyError)?;
    let written = write.call1(&clipboard, &text.into()).map_err(|_| CopyError)?;
    let timeout = future_to_promise(async {
        clock::sleep(TIMEOUT).await;
        Err(JsValue::NULL)
    });
    let first = Promise::race(&Array::of2(&written, &timeout));
    JsFuture::from(first).await.map_err(|_| CopyError)?;
    Ok(())
}
