//! Documents of Ghost's former editor (mobiledoc 0.3) as HTML.

use serde_json::Value;

use super::lexical::{card, escape};

/// Maximum number of parts of a document.
const MAX_PARTS: usize = 20_000;

/// The HTML of a document; `None` if it is none. Cards that are not known are added to `removed`.
pub(super) fn html(document: &str, removed: &mut Vec<String>) -> Option<String> {
    let document: Value = serde_json::from_str(document).ok()?;
    let mut out = String::new();
    for section in document.get("sections")?.as_array()?.iter().take(MAX_PARTS) {
        match section.get(0).and_then(Value::as_u64).unwrap_or_default() {
            1 => {
                let name = section.get(1).and_then(Value::as_str).unwrap_or("p");
                element(&mut out, name, section.get(2), &document);
            }
            2 => {
                let src = escape(section.get(1).and_then(Value::as_str).unwrap_or_default());
                out.push_str(&format!("<img src=\"{src}\">"));
            }
            3 => {
                let name = section.get(1).and_then(Value::as_str).unwrap_or("ul");
                let name = if name == "ol" { "ol" } else { "ul" };
                out.push_str(&format!("<{name}>"));
                for item in list(section.get(2)) {
                    element(&mut out, "li", Some(item), &document);
                }
                out.push_str(&format!("</{name}>"));
            }
            10 => {
                let place = section.get(1).and_then(Value::as_u64).unwrap_or(u64::MAX);
                let found =
                    usize::try_from(place).ok().and_then(|at| document.get("cards")?.get(at));
                let name = found.and_then(|card| card.get(0)).and_then(Value::as_str);
                let payload = found.and_then(|card| card.get(1)).unwrap_or(&Value::Null);
                card(name.unwrap_or_default(), payload, &mut out, removed);
            }
            _ => {}
        }
    }
    Some(out)
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn element(out: &mut String, name: &str, markers: Option<&Value>, document: &Value) {
    let known = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "li"];
    let name = known.into_iter().find(|known| *known == name).unwrap_or("p");
    out.push_str(&format!("<{name}>"));
    let mut open: Vec<&'static str> = Vec::new();
    for marker in list(markers).iter().take(MAX_PARTS) {
        for markup in list(marker.get(1)) {
            let markup = markup
                .as_u64()
                .and_then(|at| document.get("markups")?.get(usize::try_from(at).ok()?));
            open.push(start(markup.unwrap_or(&Value::Null), out));
        }
        match marker.get(0).and_then(Value::as_u64) {
            Some(0) => {
                out.push_str(&escape(marker.get(3).and_then(Value::as_str).unwrap_or_default()));
            }
            // The only atom that Ghost has.
            _ => out.push_str("<br>"),
        }
        for _ in 0..marker.get(2).and_then(Value::as_u64).unwrap_or_default().min(64) {
            let Some(name) = open.pop().filter(|name| !name.is_empty()) else { continue };
            out.push_str(&format!("</{name}>"));
        }
    }
    out.push_str(&format!("</{name}>"));
}

/// Writes the start tag of a markup. Returns its name.
fn start(markup: &Value, out: &mut String) -> &'static str {
    let known = ["strong", "b", "em", "i", "code", "u", "s", "sub", "sup", "a", "del", "mark"];
    let name = markup.get(0).and_then(Value::as_str).unwrap_or_default();
    let Some(name) = known.into_iter().find(|known| *known == name) else { return "" };
    match list(markup.get(1)) {
        [key, value, ..] if name == "a" && key == "href" => {
            out.push_str(&format!("<a href=\"{}\">", escape(value.as_str().unwrap_or_default())));
        }
        _ => out.push_str(&format!("<{name}>")),
    }
    name
}
