//! Public origin of the site (`https://host[:port]`), for absolute URLs in pages, feeds and
//! sitemaps.

use axum::http::HeaderMap;
use axum::http::header::HOST;

use crate::state::AppState;

/// The public origin of the site: the configured one, else that of the `Host` header. Empty when
/// the header is not a host name with an optional port: otherwise any client could inject text into
/// a cached page.
pub(crate) fn public_origin(app: &AppState, headers: &HeaderMap) -> String {
    if let Some(origin) = &app.origin {
        return origin.clone();
    }
    let is_host_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let scheme = if app.secure_cookies { "https" } else { "http" };
    match host.filter(|host| !host.is_empty() && host.chars().all(is_host_char)) {
        Some(host) => format!("{scheme}://{host}"),
        None => String::new(),
    }
}
