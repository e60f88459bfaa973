//! Reader identity: a random id in a signed cookie.
//!
//! It is set at the first reaction and not before, so that pages and articles are the same for
//! everyone until then and stay cacheable.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, Key, SameSite, SignedCookieJar};
use time::Duration;

use crate::etag::hex;
use crate::http::error::ApiError;
use crate::state::AppState;

/// The cookie's name, and its name under TLS: the `__Host-` prefix makes browsers reject a cookie
/// that another host of the same domain set.
const NAME: &str = "zaidu_reader";
const SECURE_NAME: &str = "__Host-zaidu_reader";

/// The longest lifetime that browsers grant a cookie.
const MAX_AGE: Duration = Duration::days(400);

/// Length of a reader id in random bytes; in the cookie it is hexadecimal.
const ID_BYTES: usize = 16;

/// The reader id in the cookies of `headers`. A cookie with an invalid signature counts as none.
pub(crate) fn reader_id(app: &AppState, headers: &HeaderMap) -> Option<String> {
    let jar = jar(app, headers);
    let id = jar.get(name(app))?.value().to_owned();
    (id.len() == 2 * ID_BYTES && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// A new random reader id.
///
/// # Errors
/// [`ApiError::Internal`] when the system provides no random bytes.
pub(crate) fn new_id() -> Result<String, ApiError> {
    let mut bytes = [0; ID_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(hex(&bytes))
}

/// The cookies of `headers` with that of `reader` added, for the response.
pub(crate) fn with_reader(
    app: &AppState,
    headers: &HeaderMap,
    reader: String,
) -> SignedCookieJar<Key> {
    let cookie = Cookie::build((name(app), reader))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.secure_cookies)
        .max_age(MAX_AGE)
        .build();
    jar(app, headers).add(cookie)
}

fn name(app: &AppState) -> &'static str {
    if app.secure_cookies { SECURE_NAME } else { NAME }
}

fn jar(app: &AppState, headers: &HeaderMap) -> SignedCookieJar<Key> {
    SignedCookieJar::from_headers(headers, app.cookie_key.clone())
}
