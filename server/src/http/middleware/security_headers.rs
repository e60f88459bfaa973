//! Security headers: Content-Security-Policy (CSP), HSTS, Referrer-Policy and others.
//!
//! The CSP allows inline scripts and styles by their hashes, computed from the page itself. A
//! nonce would have to differ in each response, so a page with one could not be cached.

use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zaidu_model::wechat::SDK_URLS;

/// CSP of responses that are not pages: the content may neither run scripts nor be framed.
const NON_PAGE_CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
);

/// Two years, as the HSTS preload lists of browsers require.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The headers of every response.
const COMMON_HEADERS: [(HeaderName, HeaderValue); 5] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Films and sounds have no attribute for it; see `src/ui/picture.rs` for pictures.
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        // What a page could ask its reader for. The other features need no word against them: only
        // the app's own scripts run.
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// Adds the security headers. `has_tls`: readers reach the site by https only.
pub(crate) fn add_security_headers(has_tls: bool, response: &mut Response) {
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in COMMON_HEADERS {
        // Pictures that the pages of others may show have another CORP.
        headers.entry(name).or_insert(value);
    }
    if has_tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    // After a 304 the response in the browser's cache keeps the CSP that is stored with it.
    let is_not_modified = status == StatusCode::NOT_MODIFIED;
    if !is_not_modified && !headers.contains_key(CONTENT_SECURITY_POLICY) && is_document(headers) {
        headers.insert(CONTENT_SECURITY_POLICY, NON_PAGE_CSP);
    }
}

/// Whether a browser that navigates to the response could show it as a document. Scripts,
/// stylesheets and WebAssembly modules are none: the CSP for documents must not restrict them.
fn is_document(headers: &HeaderMap) -> bool {
    let content_type =
        headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let subresources =
        ["application/wasm", "text/javascript", "text/css", "application/javascript"];
    !subresources.iter().any(|subresource| content_type.starts_with(subresource))
}

/// The Content-Security-Policy of `page`, which must be the app's own HTML. It allows the inline
/// scripts and styles of the page, files of the same origin, images and media from anywhere,
/// generated images (`data:`), and nothing else. `has_wechat` allows WeChat's script too.
pub(crate) fn page_csp(page: &str, has_wechat: bool) -> HeaderValue {
    page_csp_with_connect_sources(page, "", has_wechat)
}

/// The headers that a static host of the app should send: those of this server, for the
/// `index.html` that the host serves at every address. `backend` (`https://host[:port]`) is the
/// API's origin where it is another one; `has_wechat` tells whether it has a WeChat account.
#[must_use]
pub fn headers_for_static_host(index: &str, backend: Option<&str>, has_wechat: bool) -> HeaderMap {
    let connect_sources = backend.map(|origin| format!(" {origin}")).unwrap_or_default();
    let csp = page_csp_with_connect_sources(index, &connect_sources, has_wechat);
    COMMON_HEADERS.into_iter().chain([(CONTENT_SECURITY_POLICY, csp)]).collect()
}

/// [`page_csp`] with additional sources for `connect-src`, each preceded by a space.
fn page_csp_with_connect_sources(
    page: &str,
    connect_sources: &str,
    has_wechat: bool,
) -> HeaderValue {
    let scripts = csp_hashes(page, "script", is_inline_script);
    let styles = csp_hashes(page, "style", |_| true);
    // WeChat changes its script under the same URL, so its integrity cannot be pinned. On some
    // phones the script communicates with the WeChat app through frames with its own URL scheme.
    let (wechat_scripts, frame_src) = match has_wechat {
        true => (SDK_URLS.map(|script| format!(" {script}")).concat(), "frame-src weixin:; "),
        false => (String::new(), ""),
    };
    let csp = format!(
        "default-src 'none'; \
         script-src 'self' 'wasm-unsafe-eval'{scripts}{wechat_scripts}; {frame_src}\
         style-src 'self'{styles}; img-src * data:; media-src *; \
         connect-src 'self'{connect_sources}; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'"
    );
    // Hashes are base64, and the rest is ASCII text of this file or a validated origin.
    HeaderValue::from_str(&csp).unwrap_or(NON_PAGE_CSP)
}

/// Whether a `script` element with these attributes is inline and executed, not a data block.
fn is_inline_script(attributes: &str) -> bool {
    !attributes.contains("json") && !attributes.contains("src=")
}

/// The SHA-256 hash of the content of each element `name` whose attributes match `filter`, as CSP
/// source expressions.
///
/// The input is the app's own markup: `<` only starts tags and is escaped in text, and no script or
/// style contains its own end tag.
fn csp_hashes(page: &str, name: &str, filter: impl Fn(&str) -> bool) -> String {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut sources = String::new();
    let mut rest = page;
    while let Some((_, from)) = rest.split_once(&opening) {
        let Some((attributes, from)) = from.split_once('>') else { break };
        let Some((content, after)) = from.split_once(&closing) else { break };
        if filter(attributes) {
            let hash = STANDARD.encode(Sha256::digest(content));
            sources.push_str(&format!(" 'sha256-{hash}'"));
        }
        rest = after;
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csp(page: &str) -> String {
        page_csp(page, false).to_str().unwrap().to_owned()
    }

    #[test]
    fn the_scripts_and_styles_of_a_page_are_allowed_by_hash() {
        let page = "<head><script>1</script><style>a{}</style><script type=module>2</script>\
                    <script type=\"application/json\">3</script><script src=\"/a.js\"></script>";
        let csp = csp(page);
        // printf 1 | openssl dgst -sha256 -binary | base64
        assert!(
            csp.contains(
                "script-src 'self' 'wasm-unsafe-eval' \
             'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=' \
             'sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=';"
            ),
            "{csp}"
        );
        assert_eq!(csp.matches("sha256-").count(), 3, "two scripts and a style");
        assert!(!csp.contains("unsafe-inline") && !csp.contains(" 'unsafe-eval'"));
    }

    #[test]
    fn a_static_host_sends_the_same_headers_and_allows_the_backend() {
        let page = "<script>1</script>";
        for has_wechat in [false, true] {
            let headers = headers_for_static_host(page, None, has_wechat);
            assert_eq!(headers[CONTENT_SECURITY_POLICY], page_csp(page, has_wechat));
            assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        let headers = headers_for_static_host(page, Some("https://api.example.org"), false);
        let csp = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(csp.contains("connect-src 'self' https://api.example.org;"), "{csp}");
    }

    #[test]
    fn wechats_script_is_allowed_with_an_account() {
        let csp = page_csp("", true);
        let csp = csp.to_str().unwrap();
        let scripts = "script-src 'self' 'wasm-unsafe-eval' \
                       https://res.wx.qq.com/open/js/jweixin-1.6.0.js \
                       https://res2.wx.qq.com/open/js/jweixin-1.6.0.js; frame-src weixin:; ";
        assert!(csp.contains(scripts), "{csp}");
        let without = page_csp("", false);
        let without = without.to_str().unwrap();
        assert_eq!(csp.replace(scripts, "script-src 'self' 'wasm-unsafe-eval'; "), without);
    }

    #[test]
    fn another_script_changes_the_csp() {
        assert_ne!(csp("<script>1</script>"), csp("<script>2</script>"));
    }
}
