//! What a browser may do with an answer.
//!
//! Scripts and styles inside a page are allowed by their own hashes, which are
//! taken from the page itself. A nonce would have to be new each time, and so a
//! page with one could not be kept by a cache.

use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zaidu_model::wechat::SDK_URLS;

/// For what is no page: nothing it holds may run or be framed.
const NO_PAGE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
);

/// Two years, as browsers' own lists ask.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The headers of every answer.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
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
        HeaderValue::from_static(
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), \
             browsing-topics=(), clipboard-write=(self)",
        ),
    ),
];

/// Adds what every answer says. `has_tls`: readers reach the site by https only.
pub(crate) async fn guard(has_tls: bool, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    if has_tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    // What a browser has already keeps the policy that it came with.
    let is_known = status == StatusCode::NOT_MODIFIED;
    if !is_known && !headers.contains_key(CONTENT_SECURITY_POLICY) && may_be_shown(headers) {
        headers.insert(CONTENT_SECURITY_POLICY, NO_PAGE);
    }
    response
}

/// Whether a browser that is led to an answer could show it as a document. A
/// module, a sheet or a script must not lose what it may do.
fn may_be_shown(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let works = ["application/wasm", "text/javascript", "text/css", "application/javascript"];
    !works.iter().any(|work| kind.starts_with(work))
}

/// The policy of `page`, which is HTML of ours: its own scripts and styles, its
/// own files, pictures and films from anywhere, pictures that it draws itself
/// (`data:`), and nothing else. `has_wechat`: WeChat's script too.
pub(crate) fn of_page(page: &str, has_wechat: bool) -> HeaderValue {
    of_page_with(page, "", has_wechat)
}

/// The headers with which another host should send the built app: those that
/// this server sends, for the `index.html` that stands for every page. The app
/// asks `backend` (`https://host[:port]`) where it is not the host itself, and
/// loads WeChat's script where that `has_wechat`.
#[must_use]
pub fn for_static_host(index: &str, backend: Option<&str>, has_wechat: bool) -> HeaderMap {
    let backend = backend.map(|backend| format!(" {backend}")).unwrap_or_default();
    let policy = of_page_with(index, &backend, has_wechat);
    ALWAYS.into_iter().chain([(CONTENT_SECURITY_POLICY, policy)]).collect()
}

/// The same, with more that scripts may ask: each after a blank.
fn of_page_with(page: &str, backend: &str, has_wechat: bool) -> HeaderValue {
    let scripts = hashes(page, "script", is_executed);
    let styles = hashes(page, "style", |_| true);
    // WeChat changes its script under the same name, so nobody can promise its
    // integrity. On some phones it talks to the program around the page through
    // frames of a scheme of its own.
    let (wechat, frames) = match has_wechat {
        true => (SDK_URLS.map(|script| format!(" {script}")).concat(), "frame-src weixin:; "),
        false => (String::new(), ""),
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}{wechat}; {frames}\
         style-src 'self'{styles}; img-src 'self' https: http: data:; media-src 'self' https: http:; \
         connect-src 'self'{backend}; font-src 'self'; manifest-src 'self'; worker-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    );
    // Hashes are base64, and the rest is ours.
    HeaderValue::from_str(&policy).unwrap_or(NO_PAGE)
}

/// Whether a `script` with these attributes runs, and not only holds data.
fn is_executed(attributes: &str) -> bool {
    !attributes.contains("json") && !attributes.contains("src=")
}

/// The hashes of what stands in each element `name` that counts, as sources of a
/// policy.
///
/// It reads markup that we wrote: in it `<` begins a tag and nothing else, in
/// words it is escaped, and no script or style holds its own end.
fn hashes(page: &str, name: &str, counts: impl Fn(&str) -> bool) -> String {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let mut sources = String::new();
    let mut rest = page;
    while let Some((_, from)) = rest.split_once(&opening) {
        let Some((attributes, from)) = from.split_once('>') else { break };
        let Some((content, after)) = from.split_once(&closing) else { break };
        if counts(attributes) {
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

    fn policy(page: &str) -> String {
        of_page(page, false).to_str().unwrap().to_owned()
    }

    #[test]
    fn a_pages_own_scripts_and_styles_are_allowed_by_hash() {
        let page = "<head><script>1</script><style>a{}</style><script type=module>2</script>\
                    <script type=\"application/json\">3</script><script src=\"/a.js\"></script>";
        let policy = policy(page);
        // printf 1 | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains(
                "script-src 'self' 'wasm-unsafe-eval' \
             'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=' \
             'sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=';"
            ),
            "{policy}"
        );
        assert_eq!(policy.matches("sha256-").count(), 3, "two scripts and a style");
        assert!(!policy.contains("unsafe-inline") && !policy.contains(" 'unsafe-eval'"));
    }

    #[test]
    fn a_static_host_says_the_same_and_where_the_backend_is() {
        let page = "<script>1</script>";
        for has_wechat in [false, true] {
            let own = for_static_host(page, None, has_wechat);
            assert_eq!(own[CONTENT_SECURITY_POLICY], of_page(page, has_wechat));
            assert_eq!(own[X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        let other = for_static_host(page, Some("https://api.example.org"), false);
        let other = other[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(other.contains("connect-src 'self' https://api.example.org;"), "{other}");
    }

    #[test]
    fn wechats_script_is_allowed_where_there_is_an_account() {
        let policy = of_page("", true);
        let policy = policy.to_str().unwrap();
        let scripts = "script-src 'self' 'wasm-unsafe-eval' \
                       https://res.wx.qq.com/open/js/jweixin-1.6.0.js \
                       https://res2.wx.qq.com/open/js/jweixin-1.6.0.js; frame-src weixin:; ";
        assert!(policy.contains(scripts), "{policy}");
        let without = of_page("", false);
        let without = without.to_str().unwrap();
        assert_eq!(policy.replace(scripts, "script-src 'self' 'wasm-unsafe-eval'; "), without);
    }

    #[test]
    fn another_script_is_another_policy() {
        assert_ne!(policy("<script>1</script>"), policy("<script>2</script>"));
    }
}
