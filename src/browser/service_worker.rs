//! Service worker of the site (`public/sw.js`): its registration, what it tells a page, and the
//! articles that it keeps.

use js_sys::Promise;
use leptos::prelude::on_cleanup;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlImageElement;

use super::dom::query_document;
use super::page::{origin, property, window};
use super::speech::{call, call_two, callback};

/// The worker's script, at the root of the site, which is what it serves.
pub(super) const SCRIPT: &str = "/sw.js";

/// The worker's cache of answers, and the header with the time at which one was kept, in
/// milliseconds since 1970 of this browser's clock.
const ANSWERS: &str = "zaidu-data";
const KEPT_AT: &str = "zaidu-kept";

/// What the addresses of articles in the API begin with.
const ARTICLES: &str = "/api/articles/";

fn container() -> JsValue {
    window().map(|window| property(&window.navigator(), "serviceWorker")).unwrap_or_default()
}

/// Whether the browser has service workers, which it may not in an app, in private windows, or
/// without https.
#[must_use]
pub fn is_supported() -> bool {
    container().is_truthy()
}

/// The result of a promise; undefined for what is none, and for one that is rejected.
async fn settled(promise: JsValue) -> JsValue {
    match promise.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await.unwrap_or_default(),
        Err(_) => JsValue::UNDEFINED,
    }
}

/// Registers the worker, and ends when one serves this page. It may never do so: there may be no
/// room for what it keeps. Returns whether one served the page from the beginning.
pub async fn register() -> bool {
    let container = container();
    let is_served = || property(&container, "controller").is_truthy();
    let registered = settled(call(&container, "register", &SCRIPT.into()));
    if is_served() {
        // WebKit answers only when it has looked for a new worker: on a slow network that is late.
        spawn_local(async move {
            registered.await;
        });
        return true;
    }
    registered.await;
    let served = Promise::new(&mut |resolve, _| {
        call_two(&container, "addEventListener", &"controllerchange".into(), &resolve);
    });
    // It may have begun to serve before the listener was there.
    if !is_served() {
        settled(served.into()).await;
    }
    false
}

/// Asks the worker what this page shows, and tells it what to keep: a text whose first line is the
/// hydration data of the page, or empty, and whose others are addresses.
pub fn post(text: &str) {
    call(&property(&container(), "controller"), "postMessage", &text.into());
}

/// Calls `told` with the time at which the worker kept what the page shows, in Unix seconds; none
/// if something could not be shown. Until the current owner ends.
pub fn on_message(told: impl Fn(Option<i64>) + 'static) {
    let on_event = callback(move |event| {
        let Some(milliseconds) = property(&event, "data").as_f64() else { return };
        // Milliseconds of a date fit exactly.
        #[allow(clippy::cast_possible_truncation)]
        told(milliseconds.is_finite().then_some((milliseconds / 1000.0) as i64));
    });
    call_two(&container(), "addEventListener", &"message".into(), &on_event);
    on_cleanup(move || {
        call_two(&container(), "removeEventListener", &"message".into(), &on_event);
    });
}

/// The addresses of the pictures on the page that are loaded and of this origin.
#[must_use]
pub fn loaded_pictures() -> Vec<String> {
    let pictures = query_document("main img").into_iter();
    let pictures = pictures.filter_map(|picture| picture.dyn_into::<HtmlImageElement>().ok());
    let urls = pictures.filter(HtmlImageElement::complete).map(|picture| picture.current_src());
    let own = [origin(), "/".to_owned()].concat();
    urls.filter(|url| url.starts_with(&own)).collect()
}

/// Loads the pictures of a text that are loaded only when they come near.
pub fn load_pictures() {
    for picture in query_document(".article-body img[loading]") {
        // It fails only for an invalid attribute name.
        let _ = picture.remove_attribute("loading");
    }
}

/// The articles that are kept, the last one first: when each was kept, in Unix seconds, and its
/// JSON. None where storage is closed.
pub async fn kept_articles() -> Vec<(i64, String)> {
    let caches = window().map(|window| property(&window, "caches")).unwrap_or_default();
    let cache = settled(call(&caches, "open", &ANSWERS.into())).await;
    let requests = settled(call(&cache, "keys", &JsValue::UNDEFINED)).await;
    let mut kept = Vec::new();
    if requests.is_object() {
        for request in js_sys::Array::from(&requests).to_vec() {
            let url = property(&request, "url").as_string().unwrap_or_default();
            if url.contains(ARTICLES) {
                kept.extend(entry(&cache, &request).await);
            }
        }
    }
    // The cache has them in the order in which they were put.
    kept.reverse();
    kept
}

/// Time and text of a kept response; none if it is damaged.
async fn entry(cache: &JsValue, request: &JsValue) -> Option<(i64, String)> {
    let response = settled(call(cache, "match", request)).await;
    let at = call(&property(&response, "headers"), "get", &KEPT_AT.into()).as_string()?;
    let text = settled(call(&response, "text", &JsValue::UNDEFINED)).await.as_string()?;
    Some((at.parse::<i64>().ok()? / 1_000, text))
}
