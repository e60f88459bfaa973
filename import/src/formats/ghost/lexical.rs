//! Documents of Ghost's editor (Lexical) as HTML, and the cards that both of its editors have.

use serde_json::Value;

use crate::formats::markdown;
use crate::limits::{MAX_CONTENT_BYTES, MAX_ENTRIES};

/// Maximum depth of a document.
const MAX_DEPTH: usize = 64;

/// The marks of a text by their bits.
const MARKS: [(u64, &str); 8] = [
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
];

/// The HTML of a document; `None` if it is none. Cards that are not known are added to `removed`.
pub(super) fn html(document: &str, removed: &mut Vec<String>) -> Option<String> {
    let document: Value = serde_json::from_str(document).ok()?;
    let mut out = String::new();
    children(document.get("root")?, 0, &mut out, removed);
    Some(out)
}

fn children(node: &Value, depth: usize, out: &mut String, removed: &mut Vec<String>) {
    for child in node.get("children").and_then(Value::as_array).into_iter().flatten() {
        if depth < MAX_DEPTH && out.len() < MAX_CONTENT_BYTES {
            convert(child, depth + 1, out, removed);
        }
    }
}

fn convert(node: &Value, depth: usize, out: &mut String, removed: &mut Vec<String>) {
    let text = |name: &str| node.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut around = |start: &str, end: &str, out: &mut String| {
        out.push_str(start);
        children(node, depth, out, removed);
        out.push_str(end);
    };
    match text("type") {
        "text" | "extended-text" => {
            let format = node.get("format").and_then(Value::as_u64).unwrap_or_default();
            let marks: Vec<&str> =
                MARKS.iter().filter(|(bit, _)| format & bit != 0).map(|(_, name)| *name).collect();
            marks.iter().for_each(|name| out.push_str(&format!("<{name}>")));
            out.push_str(&escape(text("text")));
            marks.iter().rev().for_each(|name| out.push_str(&format!("</{name}>")));
        }
        "linebreak" => out.push_str("<br>"),
        "paragraph" => around("<p>", "</p>", out),
        "heading" | "extended-heading" => {
            let known = ["h1", "h2", "h3", "h4", "h5", "h6"];
            let tag = known.into_iter().find(|tag| *tag == text("tag")).unwrap_or("h2");
            around(&format!("<{tag}>"), &format!("</{tag}>"), out);
        }
        "quote" | "extended-quote" | "aside" => around("<blockquote>", "</blockquote>", out),
        "list" => {
            let tag = if text("listType") == "number" { "ol" } else { "ul" };
            around(&format!("<{tag}>"), &format!("</{tag}>"), out);
        }
        "listitem" => around("<li>", "</li>", out),
        "link" | "autolink" => {
            around(&format!("<a href=\"{}\">", escape(text("url"))), "</a>", out);
        }
        kind if node.get("children").is_some() && kind != "root" => around("", "", out),
        kind => card(kind, node, out, removed),
    }
}

/// The HTML of a card of this kind. One that is not known is added to `removed`.
pub(super) fn card(kind: &str, card: &Value, out: &mut String, removed: &mut Vec<String>) {
    let text = |name: &str| card.get(name).and_then(Value::as_str).unwrap_or_default();
    let figure = |inner: String, caption: &str| {
        // It has markup.
        format!("<figure>{inner}<figcaption>{caption}</figcaption></figure>")
    };
    let picture = |card: &Value, caption: &str| {
        let text = |name: &str| escape(card.get(name).and_then(Value::as_str).unwrap_or_default());
        let size = |name: &str| card.get(name).and_then(Value::as_u64).unwrap_or_default();
        let (width, height) = (size("width"), size("height"));
        let size = match (width, height) {
            (0, _) | (_, 0) => String::new(),
            _ => format!(" width=\"{width}\" height=\"{height}\""),
        };
        figure(format!("<img src=\"{}\" alt=\"{}\"{size}>", text("src"), text("alt")), caption)
    };
    let html = match kind {
        "html" => text("html").to_owned(),
        "markdown" | "card-markdown" => markdown::to_html(text("markdown")),
        "image" => picture(card, text("caption")),
        "gallery" => {
            let all = card.get("images").and_then(Value::as_array).into_iter().flatten();
            let pictures: String = all.take(MAX_ENTRIES).map(|one| picture(one, "")).collect();
            format!("{pictures}<p>{}</p>", text("caption"))
        }
        "hr" | "horizontalrule" => "<hr>".to_owned(),
        "code" | "codeblock" => format!(
            "<pre><code class=\"language-{}\">{}</code></pre>",
            escape(text("language")),
            escape(text("code"))
        ),
        "embed" => match text("html") {
            "" => figure(
                format!("<iframe src=\"{}\"></iframe>", escape(text("url"))),
                text("caption"),
            ),
            html => figure(html.to_owned(), text("caption")),
        },
        "bookmark" => {
            let title = card.pointer("/metadata/title").and_then(Value::as_str);
            let title = title.unwrap_or_else(|| text("url"));
            let url = escape(text("url"));
            format!("<p><a href=\"{url}\">{}</a></p>", escape(title))
        }
        "video" => {
            figure(format!("<video src=\"{}\"></video>", escape(text("src"))), text("caption"))
        }
        "audio" => {
            let title = escape(text("title"));
            figure(format!("<audio src=\"{}\"></audio>", escape(text("src"))), &title)
        }
        "file" => {
            let title = ["fileTitle", "fileName"].iter().map(|name| text(name));
            let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
            format!("<p><a href=\"{}\">{}</a></p>", escape(text("src")), escape(title))
        }
        "toggle" => {
            format!("<details><summary>{}</summary>{}</details>", text("heading"), text("content"))
        }
        "callout" => {
            let words = if text("calloutText").is_empty() { "text" } else { "calloutText" };
            format!("<blockquote>{} {}</blockquote>", escape(text("calloutEmoji")), text(words))
        }
        "button" => format!(
            "<p><a href=\"{}\">{}</a></p>",
            escape(text("buttonUrl")),
            escape(text("buttonText"))
        ),
        "header" => format!("<h2>{}</h2><p>{}</p>", text("header"), text("subheader")),
        "product" => format!("<h4>{}</h4>{}", text("productTitle"), text("productDescription")),
        // Where the text for those begins who have paid.
        "paywall" | "" => String::new(),
        // Written for e-mails, or a form.
        _ => {
            if removed.len() < MAX_ENTRIES {
                removed.push(format!("card {kind}"));
            }
            String::new()
        }
    };
    out.push_str(&html);
}

/// `text` as a value of an attribute or as text of HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
