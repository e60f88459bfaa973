//! The clipboard.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDocument, HtmlInputElement};

use super::page::{document, property, window};

/// The browser did not take the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Copies the text of the input `field`, first by the clipboard, then by the
/// old command on the selected field. It stays selected, so that the reader can
/// copy by hand.
///
/// # Errors
/// [`Refused`] when both ways are closed, as inside some apps.
pub async fn copy(field: &Element) -> Result<(), Refused> {
    let field = field.dyn_ref::<HtmlInputElement>().ok_or(Refused)?;
    field.select();
    if write(&field.value()).await.is_ok() {
        return Ok(());
    }
    let document = document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    match document.ok_or(Refused)?.exec_command("copy") {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(Refused),
    }
}

async fn write(text: &str) -> Result<(), Refused> {
    let navigator = window().ok_or(Refused)?.navigator();
    // Absent outside secure contexts, though its type does not say so.
    if !property(&navigator, "clipboard").is_object() {
        return Err(Refused);
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.map_err(|_| Refused)?;
    Ok(())
}
