//! Who reacts: a random id in a signed cookie.
//!
//! Made at the first reaction and not before, so that pages and articles are the
//! same for everyone until then and stay cacheable.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, Key, SameSite, SignedCookieJar};
use time::Duration;

use super::error::ApiError;
use crate::App;
use crate::digest::hex;

/// The cookie's name, and the one under TLS: the prefix makes browsers refuse
/// one that another host of the same domain planted.
const NAME: &str = "zaidu_reader";
const SECURE_NAME: &str = "__Host-zaidu_reader";

/// The longest time that browsers keep a cookie.
const MAX_AGE: Duration = Duration::days(400);

/// Random bytes in a reader's id.
const ID: usize = 16;

/// The reader that `headers` name. A cookie that was not signed here counts as
/// none.
pub(crate) fn known(app: &App, headers: &HeaderMap) -> Option<String> {
    let jar = jar(app, headers);
    let id = jar.get(name(app))?.value().to_owned();
    (id.len() == 2 * ID && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// A reader never seen before.
///
/// # Errors
/// [`ApiError::Internal`] when the system gives no random bytes.
pub(crate) fn new_id() -> Result<String, ApiError> {
    let mut bytes = [0; ID];
    getrandom::fill(&mut bytes).map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(hex(&bytes))
}

/// The cookies of `headers` and the one that names `reader`, to be sent along.
pub(crate) fn remember(app: &App, headers: &HeaderMap, reader: String) -> SignedCookieJar<Key> {
    let cookie = Cookie::build((name(app), reader))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.secure_cookies)
        .max_age(MAX_AGE)
        .build();
    jar(app, headers).add(cookie)
}

fn name(app: &App) -> &'static str {
    if app.secure_cookies { SECURE_NAME } else { NAME }
}

fn jar(app: &App, headers: &HeaderMap) -> SignedCookieJar<Key> {
    SignedCookieJar::from_headers(headers, app.key.clone())
}
