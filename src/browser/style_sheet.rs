//! Style sheets in the program and its chunks: rules that are added to the page when they are first
//! needed, so that they cost the page no byte.

use std::sync::atomic::{AtomicBool, Ordering};

use js_sys::Function;
use wasm_bindgen::JsCast;

use super::page::{document, property};

/// Adds the rules of `sheet` to the page, after all others, unless they are `added`. They are for
/// screens.
///
/// They become one rule of a sheet that applies to screens: the security policy allows no other inline
/// styles. Where every sheet is of another origin, the chunk's views have no styles of their own.
pub fn add(added: &AtomicBool, sheet: &'static str) {
    if added.swap(true, Ordering::Relaxed) {
        return;
    }
    let Some(document) = document() else { return };
    let rule = ["@media screen{", sheet, "}"].concat().into();
    let sheets = property(&document, "styleSheets");
    let count = property(&sheets, "length").as_f64().unwrap_or_default();
    // Counts of sheets are small.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    for at in (0..count as u32).rev() {
        let page = property(&sheets, &at.to_string());
        let media = property(&property(&page, "media"), "mediaText");
        if media == "print" || property(&page, "disabled").is_truthy() {
            continue;
        }
        let insert = property(&page, "insertRule");
        let end = property(&property(&page, "cssRules"), "length");
        if insert.unchecked_ref::<Function>().call2(&page, &rule, &end).is_ok() {
            return;
        }
    }
}
