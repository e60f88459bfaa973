//! Public origin of the site, from which canonical URLs, link previews and feeds are built.

use axum::http::HeaderMap;
use axum::http::header::HOST;

use crate::state::AppState;

/// The public origin of the site: the configured one, else that of the `Host` header. Empty for a
/// header that is not a plain host name: what any client may send must not end up in a cached page.
pub(crate) fn public_origin(app: &AppState, headers: &HeaderMap) -> String {
    if let Some(origin) = &app.origin {
        return origin.clone();
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let scheme = if app.secure_cookies { "https" } else { "http" };
    match host.filter(|host| !host.is_empty() && host.chars().all(is_plain)) {
        Some(host) => format!("{scheme}://{host}"),
        None => String::new(),
    }
}
