//! Pictures of a text that can be enlarged, and the dialog in which one is shown.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, MouseEvent};

use super::dom::query_all;
use super::events::is_plain_click;
use super::page::{container, document, property, window};

/// The links to pictures in a text.
const LINKS: &str = "a.enlarge";
/// The text around them.
const TEXT: &str = ".article-body";

/// A picture of a text, as the page has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnlargedPicture {
    /// The URL of its default file.
    pub href: String,
    /// The URL of the file that the page has loaded.
    pub loaded: String,
    /// Its files, as the `srcset` attribute; empty for none.
    pub srcset: String,
    /// Its alternative text.
    pub alt: String,
    /// Its caption; empty for none.
    pub caption: String,
}

/// What a reader does in the dialog. Positions are CSS pixels from the centre of the frame, times
/// milliseconds, and pointers have identifiers.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A pointer has come down.
    Down(i32, (f64, f64), f64),
    /// A pointer has moved.
    Move(i32, (f64, f64)),
    /// A pointer has gone.
    Up(i32, f64),
    /// The browser has taken a pointer over.
    Cancel,
    /// A button with this action was pressed.
    Action(String),
    /// The dialog is closed.
    Closed,
}

/// The link to a picture that was clicked, unless the click is one that opens a tab or a menu.
#[must_use]
pub fn clicked_link(event: &MouseEvent) -> Option<Element> {
    let target: Element = event.target().filter(|_| is_plain_click(event))?.dyn_into().ok()?;
    target.closest(LINKS).ok()?
}

/// Follows `link`, in the same tab.
pub fn follow(link: &Element) {
    if let (Some(window), Some(href)) = (window(), link.get_attribute("href")) {
        // It throws only in a sandboxed frame.
        let _ = Reflect::set(&window, &"location".into(), &href.into());
    }
}

/// Every picture of the text of `link`, and which of them it links to.
#[must_use]
pub fn pictures_of(link: &Element) -> Option<(Vec<EnlargedPicture>, usize)> {
    let links = query_all(&link.closest(TEXT).ok()??, LINKS);
    let index = links.iter().position(|each| each == link)?;
    Some((links.iter().map(picture).collect(), index))
}

fn picture(link: &Element) -> EnlargedPicture {
    let image = query_all(link, "img").into_iter().next();
    let image = |name| image.as_ref().map(|image| text(image, name)).unwrap_or_default();
    // Its own caption, else that of its group.
    let caption = ["figure", ".picture-group"].into_iter().find_map(|figure| {
        let figure = link.closest(figure).ok()??;
        query_all(&figure, ":scope > figcaption").into_iter().next()
    });
    let caption = caption.and_then(|caption| caption.text_content()).unwrap_or_default();
    let mut loaded = image("currentSrc");
    if loaded.is_empty() {
        loaded = image("src");
    }
    EnlargedPicture {
        href: link.get_attribute("href").unwrap_or_default(),
        loaded,
        srcset: image("srcset"),
        alt: image("alt"),
        caption: caption.trim().to_owned(),
    }
}

fn text(object: &JsValue, name: &str) -> String {
    property(object, name).as_string().unwrap_or_default()
}

fn number(object: &JsValue, name: &str) -> f64 {
    property(object, name).as_f64().unwrap_or_default()
}

/// Calls a method of `object` that some browsers lack.
fn call(object: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = property(object, name).dyn_into().ok()?;
    method.call1(object, argument).ok()
}

/// Loads the file of `picture` that fits `sizes`, as in the attribute. Returns its URL; `None` if
/// it cannot be loaded.
pub async fn load(picture: &EnlargedPicture, sizes: &str) -> Option<String> {
    let image = document()?.create_element("img").ok()?;
    image.set_attribute("referrerpolicy", "no-referrer").ok()?;
    if !picture.srcset.is_empty() {
        image.set_attribute("sizes", sizes).ok()?;
        image.set_attribute("srcset", &picture.srcset).ok()?;
    }
    image.set_attribute("src", &picture.href).ok()?;
    let decoded: Promise = call(&image, "decode", &JsValue::UNDEFINED)?.dyn_into().ok()?;
    JsFuture::from(decoded).await.ok()?;
    Some(text(&image, "currentSrc"))
}

fn image_in(frame: &Element) -> Option<Element> {
    query_all(frame, "img").into_iter().next()
}

/// Sets the file of the picture in `frame`.
pub fn set_file(frame: &Element, url: &str) {
    if let Some(image) = image_in(frame).filter(|image| text(image, "src") != url) {
        // It fails only for an invalid attribute name.
        let _ = image.set_attribute("src", url);
    }
}

/// Shows the picture in `frame` enlarged by `scale` and moved by CSS pixels. While a pointer holds
/// it, it follows at once.
pub fn place(frame: &Element, scale: f64, (x, y): (f64, f64), is_held: bool) {
    let Some(image) = image_in(frame) else { return };
    let numbers = [x, y, scale].map(decimal);
    let [x, y, scale] = numbers.each_ref().map(String::as_str);
    let transform = ["translate(", x, "px,", y, "px) scale(", scale, ")"].concat();
    // Every browser that has pointer events knows the property.
    let _ = Reflect::set(&property(&image, "style"), &"transform".into(), &transform.into());
    // It fails only for an invalid attribute name.
    let _ = frame.set_attribute("data-held", if is_held { "true" } else { "false" });
}

/// `number` with two decimals. The formatting of the standard library is six kilobytes of code.
fn decimal(number: f64) -> String {
    // Far below the limit of an `i64`.
    #[allow(clippy::cast_possible_truncation)]
    let hundredths = (number * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let zero = if rest < 10 { "0" } else { "" };
    [sign, &whole.to_string(), ".", zero, &rest.to_string()].concat()
}

/// The size of the picture in `frame`, which contains it, and the size of the frame.
#[must_use]
pub fn sizes(frame: &Element) -> ((f64, f64), (f64, f64)) {
    let (width, height) = (number(frame, "clientWidth"), number(frame, "clientHeight"));
    let natural = image_in(frame).map_or((0.0, 0.0), |image| {
        (number(&image, "naturalWidth"), number(&image, "naturalHeight"))
    });
    let scale = (width / natural.0).min(height / natural.1);
    let picture = if scale.is_finite() { (natural.0 * scale, natural.1 * scale) } else { natural };
    (picture, (width, height))
}

/// Adds a dialog to the page, without content.
#[must_use]
pub fn add_dialog(class: &str, label: &str) -> Option<Element> {
    let dialog = document()?.create_element("dialog").ok()?;
    dialog.set_attribute("class", class).ok()?;
    dialog.set_attribute("aria-label", label).ok()?;
    container()?.append_child(&dialog).ok()?;
    Some(dialog)
}

/// Shows a dialog of [`add_dialog`].
pub fn show_dialog(dialog: &Element) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() {
        // It throws only if the dialog is not in the document.
        drop(dialog.show_modal());
    }
}

/// Closes it. The browser gives the focus back.
pub fn close(dialog: &Element) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() {
        dialog.close();
    }
}

/// Calls `on_input` with what a reader does in `dialog`. Buttons have their action in the attribute
/// `action`; other controls are left alone.
pub fn listen(dialog: &Element, action: &'static str, on_input: impl Fn(Input) + 'static) {
    let place = dialog.clone();
    let on_event = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(input) = input(&place, action, &event) {
            on_input(input);
        }
    });
    let on_event = on_event.into_js_value();
    for kind in ["pointerdown", "pointermove", "pointerup", "pointercancel", "click", "close"] {
        // It cannot fail: the callback is a function.
        let _ = dialog.add_event_listener_with_callback(kind, on_event.unchecked_ref());
    }
}

fn input(dialog: &Element, action: &'static str, event: &Event) -> Option<Input> {
    // An identifier is an `i32`.
    #[allow(clippy::cast_possible_truncation)]
    let id = number(event, "pointerId") as i32;
    let frame = query_all(dialog, ".viewer-frame").into_iter().next()?;
    let at = || {
        let frame = frame.get_bounding_client_rect();
        let x = number(event, "clientX") - frame.left() - frame.width() / 2.0;
        (x, number(event, "clientY") - frame.top() - frame.height() / 2.0)
    };
    match &*event.type_() {
        "pointerdown" => {
            let target: Element = event.target()?.dyn_into().ok()?;
            let is_ours = frame.contains(Some(&target)) && number(event, "button") == 0.0;
            is_ours.then(|| {
                // All events of this pointer come, also those outside the frame.
                call(&frame, "setPointerCapture", &id.into());
                Input::Down(id, at(), number(event, "timeStamp"))
            })
        }
        "pointermove" => Some(Input::Move(id, at())),
        "pointerup" => Some(Input::Up(id, number(event, "timeStamp"))),
        "pointercancel" => Some(Input::Cancel),
        "click" => {
            // Not by the function of `dom`, which would be in a file of its own for two chunks.
            let target: Element = event.target()?.dyn_into().ok()?;
            target.closest("button").ok()??.get_attribute(action).map(Input::Action)
        }
        _ => Some(Input::Closed),
    }
}

/// Sets the address of the links in `dialog` that match `selector`.
pub fn set_href(dialog: &Element, selector: &str, href: &str) {
    for link in query_all(dialog, selector) {
        // It fails only for an invalid attribute name.
        let _ = link.set_attribute("href", href);
    }
}

/// Shows or hides each element in `element` that matches `selector`.
pub fn show_all(element: &Element, selector: &str, is_shown: bool) {
    for found in query_all(element, selector) {
        // It fails only for an invalid attribute name.
        let _ = match is_shown {
            true => found.remove_attribute("hidden"),
            false => found.set_attribute("hidden", ""),
        };
    }
}

/// Moves the focus to the element of `selector` in `dialog`, if it is not in the dialog or on a
/// control that is not shown any more.
pub fn keep_focus(dialog: &Element, selector: &str) {
    let focused = document().and_then(|document| document.active_element());
    let is_lost = focused
        .is_none_or(|focused| !dialog.contains(Some(&focused)) || focused.has_attribute("hidden"));
    let place = query_all(dialog, selector).into_iter().next();
    if let Some(place) = place.filter(|_| is_lost).and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        // It is in the document.
        let _ = place.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_as_in_css() {
        for (number, text) in
            [(0.0, "0.00"), (1.0, "1.00"), (-0.25, "-0.25"), (2.055, "2.06"), (-150.0, "-150.00")]
        {
            assert_eq!(decimal(number), text);
        }
    }
}
