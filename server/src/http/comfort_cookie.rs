//! Reading comfort in its cookie: read from requests, and set by the settings form and by links to
//! 关怀模式. Scripts may read and set it too.

use axum::http::header::{COOKIE as COOKIE_HEADER, HOST, REFERER};
use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::{Cookie, SameSite};
use time::Duration;
use zaidu_model::Route;
use zaidu_model::comfort::{CARE_PARAM, COOKIE, Comfort};
use zaidu_model::url::query_parameter;

use crate::state::AppState;

/// The longest lifetime that browsers grant a cookie. Some grant a cookie that a script has set only
/// a week, so each page renews it.
const MAX_AGE: Duration = Duration::days(400);

/// The comfort in the cookies of `headers`; the default one without a cookie.
pub(crate) fn comfort(headers: &HeaderMap) -> Comfort {
    let lines = headers.get_all(COOKIE_HEADER).iter().filter_map(|line| line.to_str().ok());
    let all = lines.map(Comfort::from_cookies);
    all.into_iter().find(|comfort| *comfort != Comfort::default()).unwrap_or_default()
}

/// The value of `Set-Cookie` that keeps `comfort`, or removes the cookie if it is the default.
pub(crate) fn set_cookie(app: &AppState, comfort: Comfort) -> Option<HeaderValue> {
    let text = comfort.to_string();
    let age = if text.is_empty() { Duration::ZERO } else { MAX_AGE };
    let cookie = Cookie::build((COOKIE, text))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(app.secure_cookies)
        .max_age(age)
        .build();
    HeaderValue::from_str(&cookie.to_string()).ok()
}

/// Where a request that turns 关怀模式 on or off leads, and that value; `None` for any other request.
/// On a page that is the page itself. The links of the header lead back to where they were followed,
/// and to the home page from elsewhere.
pub(crate) fn care_redirect(
    route: Option<&Route>,
    address: &str,
    headers: &HeaderMap,
) -> Option<(String, String)> {
    let (path, query) = address.split_once('?')?;
    let value = query_parameter(query, CARE_PARAM)?;
    let target = if route == Some(&Route::Settings) {
        referring_page(headers).unwrap_or_else(|| Route::Home.to_string())
    } else {
        without_care(path, query)
    };
    Some((target, value))
}

/// `path` with `query`, without the parameter that turns 关怀模式 on or off.
fn without_care(path: &str, query: &str) -> String {
    let is_care = |pair: &&str| pair.split('=').next() == Some(CARE_PARAM);
    let pairs: Vec<&str> = query.split('&').filter(|pair| !is_care(pair)).collect();
    // `//host` would be another site.
    let path = format!("/{}", path.trim_start_matches('/'));
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

/// The page of this host that the request was made from.
fn referring_page(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let (_, referrer) = headers.get(REFERER)?.to_str().ok()?.split_once("://")?;
    let address = referrer.strip_prefix(host).filter(|address| address.starts_with('/'))?;
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    Some(without_care(path, query)).map(|page| page.trim_end_matches('?').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(address: &str, referrer: Option<&'static str>) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("a.example:8720"));
        if let Some(referrer) = referrer {
            headers.insert(REFERER, HeaderValue::from_static(referrer));
        }
        let route = Route::parse(address.split('?').next().unwrap_or_default());
        care_redirect(route.as_ref(), address, &headers).map(|(target, _)| target)
    }

    #[test]
    fn a_page_stays_and_loses_the_parameter() {
        assert_eq!(redirect("/?care=on", None).as_deref(), Some("/"));
        let ranking = redirect("/ranking?mood=sad&care=off&period=day", None);
        assert_eq!(ranking.as_deref(), Some("/ranking?mood=sad&period=day"));
        assert_eq!(redirect("/ranking?mood=sad", None), None);
        assert_eq!(redirect("/", None), None);
        assert_eq!(redirect("//evil.example/?care=on", None).as_deref(), Some("/evil.example/"));
    }

    #[test]
    fn the_links_of_the_header_lead_back_within_the_site() {
        for (referrer, target) in [
            (None, "/"),
            (Some("http://a.example:8720/articles/a?x=1"), "/articles/a?x=1"),
            (Some("https://a.example:8720/settings"), "/settings"),
            (Some("https://a.example:8720/settings?care=on"), "/settings"),
            (Some("https://b.example/articles/a"), "/"),
            (Some("https://a.example:8720.evil.example/a"), "/"),
            (Some("https://a.example:8720//evil.example/a"), "/evil.example/a"),
            (Some("a.example:8720/a"), "/"),
        ] {
            let found = redirect("/settings?care=on", referrer);
            assert_eq!(found.as_deref(), Some(target), "{referrer:?}");
        }
    }

    #[test]
    fn the_cookie_is_read_from_any_line() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE_HEADER, HeaderValue::from_static("a=b"));
        headers.append(COOKIE_HEADER, HeaderValue::from_static("c=d; zaidu-comfort=s4"));
        assert_eq!(comfort(&headers).to_string(), "s4");
    }
}
