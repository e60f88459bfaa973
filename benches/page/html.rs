//! Changes of rendered pages, as text: without the program, or with other content.

use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;

/// Applies `change` to the page in `response`; a response of another type stays as it is. The
/// headers stay, among them the length.
pub async fn map(response: Response, change: impl FnOnce(&str) -> String) -> Response {
    let content_type = response.headers().get(CONTENT_TYPE);
    if !content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (head, body) = response.into_parts();
    let page = to_bytes(body, usize::MAX).await.unwrap();
    Response::from_parts(head, Body::from(change(std::str::from_utf8(&page).unwrap())))
}

/// `page` with its scripts and preloads made inert: about the same number of bytes, none of which
/// the browser runs or requests.
pub fn with_inert_program(page: &str) -> String {
    change_program(page, |tag, rest| {
        let inert = tag.replace("type=module", "").replace("type=\"module\"", "");
        let inert = inert.replace("<script", "<script type=text/plain").replace("<link", "<meta");
        inert + rest
    })
}

/// `page` without its scripts and preloads. Data that search engines read stays.
pub fn without_program(page: &str) -> String {
    change_program(page, |_, _| String::new())
}

/// Replaces each script and preload of the program by `change` of its tag and of what follows the
/// tag, up to the end of the element.
fn change_program(page: &str, change: impl Fn(&str, &str) -> String) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(start) = rest.find("<script").into_iter().chain(rest.find("<link")).min() {
        let tag_end = start + rest[start..].find('>').unwrap() + 1;
        let tag = &rest[start..tag_end];
        let is_script = tag.starts_with("<script");
        let end = if is_script {
            tag_end + rest[tag_end..].find("</script>").unwrap() + "</script>".len()
        } else {
            tag_end
        };
        out.push_str(&rest[..start]);
        let is_program = if is_script { !tag.contains("ld+json") } else { tag.contains("preload") };
        if is_program {
            out.push_str(&change(tag, &rest[tag_end..end]));
        } else {
            out.push_str(&rest[start..end]);
        }
        rest = &rest[end..];
    }
    out + rest
}

/// `page` with `head` at the end of its head and `body` as its body.
pub fn with_content(page: &str, head: &str, body: &str) -> String {
    let (start, rest) = page.split_once("</head>").unwrap();
    let after_tag = rest.find("<body").unwrap();
    let body_tag = &rest[after_tag..=after_tag + rest[after_tag..].find('>').unwrap()];
    [start, head, "</head>", body_tag, body, "</body></html>"].concat()
}
