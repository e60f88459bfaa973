//! Scripts of the tests in pages, for engines whose drivers cannot run one before the page's own: the
//! proxy writes them into each page, and allows them in its policy.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Keeps what an engine would report as an error on its console, over all pages of a tab. Read by
/// [`super::page::Page`].
pub(super) const ERROR_LOG: &str = r"{
    const log = message => {
        try {
            const logged = JSON.parse(sessionStorage.getItem('harness-errors') || '[]');
            sessionStorage.setItem('harness-errors', JSON.stringify([...logged, message]));
        } catch { /* a test has broken the storage */ }
    };
    // A page may say that an error is its own: whether it does is known after all listeners.
    const unlessPrevented = (event, message) =>
        setTimeout(() => event.defaultPrevented || log(message));
    addEventListener('error', event => {
        const source = event.target.src || event.target.href;
        // One that is given up is no error.
        if (/preload/.test(event.target.rel)) return;
        // A note that layout goes on in the next frame.
        if (/^ResizeObserver loop/.test(event.message)) return;
        if (source) log('Failed to load resource: ' + source);
        else unlessPrevented(event, 'Uncaught ' + event.message);
    }, true);
    addEventListener('unhandledrejection', event =>
        unlessPrevented(event, 'Uncaught ' + event.reason));
    addEventListener('securitypolicyviolation', event =>
        log('Content Security Policy: ' + event.violatedDirective + ' ' + event.blockedURI));
    const print = console.error;
    console.error = (...parts) => { log(parts.join(' ')); print(...parts); };
}";

/// What a line of it begins with that is about a file.
pub(super) const LOAD_FAILED: &str = "Failed to load resource: ";

/// The nonce of the scripts; it leaves the policy for all others as it is.
const NONCE: &str = "harness";

/// The server's response; a page has `scripts` in its head, which remove themselves.
pub(super) async fn respond(scripts: &[String], mut request: Request, next: Next) -> Response {
    let accept = request.headers().get(ACCEPT).map(HeaderValue::as_bytes).unwrap_or_default();
    // The service worker asks for the page that is shown without a network.
    if accept.starts_with(b"text/html") || request.uri().path() == "/index.html" {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    let mut response = next.run(request).await;
    allow(response.headers_mut());
    let content_type = response.headers().get(CONTENT_TYPE);
    let is_page = content_type.is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
    // A test that fetches a page sees it as it was sent.
    if !is_page || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let page = with_scripts(&String::from_utf8_lossy(&body), scripts);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(page))
}

/// Also in responses without a page: a 304 updates the headers of what a browser has cached.
fn allow(headers: &mut HeaderMap) {
    let Some(policy) = headers.get(CONTENT_SECURITY_POLICY) else { return };
    let policy = policy.to_str().unwrap();
    let allowed = policy.replace("script-src ", &format!("script-src 'nonce-{NONCE}' "));
    headers.insert(CONTENT_SECURITY_POLICY, allowed.parse().unwrap());
}

fn with_scripts(page: &str, scripts: &[String]) -> String {
    // After the encoding, which must be at the start of a page.
    let start = page.find("<meta charset").unwrap_or_default();
    let Some(end) = page[start..].find('>') else { return page.to_owned() };
    let (before, after) = page.split_at(start + end + 1);
    let tag = |script: &String| {
        format!("<script nonce={NONCE}>{script};document.currentScript.remove()</script>")
    };
    let scripts: String = scripts.iter().map(tag).collect();
    [before, &scripts, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_follow_the_encoding_and_the_policy_allows_them() {
        let page = with_scripts("<head><meta charset=utf-8><title>", &["a()".to_owned()]);
        let script = "<script nonce=harness>a();document.currentScript.remove()</script>";
        assert_eq!(page, format!("<head><meta charset=utf-8>{script}<title>"));
        let mut headers = HeaderMap::new();
        allow(&mut headers);
        assert!(headers.is_empty());
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("script-src 'self'"));
        allow(&mut headers);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "script-src 'nonce-harness' 'self'");
    }
}
