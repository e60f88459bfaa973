//! Web app manifest at `/manifest.webmanifest`: how the newsroom's site is installed.

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::url::SEARCH_PARAM;
use zaidu_model::{Route, Site};

use super::error::ApiError;
use super::icons::DRAWN;
use super::response;
use super::state::HttpState;
use super::visible_text::visible_text;
use crate::share_card;

/// The colour of the page, which the first paint continues.
const PAPER: &str = "#fdfcfa";

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route("/manifest.webmanifest", get(manifest))
}

async fn manifest(
    State(state): State<HttpState>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let site = state.app.site().await?;
    let can_draw = tokio::task::spawn_blocking(share_card::is_available).await.unwrap_or(false);
    let mut response = response::shared(&headers, of(&site, can_draw).to_string().into_bytes());
    let media_type = HeaderValue::from_static("application/manifest+json");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    Ok(response)
}

/// The manifest of `site`. If its icons cannot be drawn, they are those of the app.
fn of(site: &Site, can_draw: bool) -> Value {
    let name = if site.name.is_empty() { strings::SITE_FALLBACK } else { &site.name };
    let name = visible_text(name);
    let drawn = DRAWN.iter().skip(1).map(|(file, size, is_maskable)| {
        let purpose = if *is_maskable { "maskable" } else { "any" };
        json!({
            "src": format!("/app-icons/{file}"), "sizes": format!("{size}x{size}"),
            "type": "image/png", "purpose": purpose,
        })
    });
    let own = json!({ "src": "/icon.svg", "sizes": "any", "type": "image/svg+xml" });
    let icons: Vec<Value> = if can_draw { drawn.collect() } else { vec![own] };
    let shortcut = |name: &str, route: Route| json!({ "name": name, "url": route.to_string() });
    let mut manifest = json!({
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": "zh-CN",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["news"],
        "icons": icons,
        "shortcuts": [
            shortcut(strings::HOME, Route::Home),
            shortcut(strings::RANKING_SHORT, Route::Ranking),
            shortcut(strings::SEARCH, Route::Search),
        ],
        "share_target": {
            "action": Route::Search.to_string(), "method": "GET",
            // Without it browsers complain, although it means nothing here.
            "enctype": "application/x-www-form-urlencoded",
            "params": { "text": SEARCH_PARAM },
        },
    });
    if !site.description.is_empty() {
        manifest["description"] = Value::from(visible_text(&site.description));
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_the_newsroom_and_can_be_installed() {
        let site = Site {
            name: "江\u{202e}报".into(),
            description: "江边的消息".into(),
            ..Site::default()
        };
        let manifest = of(&site, true);
        assert_eq!((&manifest["name"], &manifest["short_name"]), (&json!("江报"), &json!("江报")));
        assert_eq!(manifest["description"], "江边的消息");
        let sizes = manifest["icons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|icon| (icon["sizes"].as_str().unwrap(), icon["purpose"].as_str().unwrap()));
        let expected = [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")];
        assert_eq!(sizes.collect::<Vec<_>>(), expected);
        let shortcuts = manifest["shortcuts"].as_array().unwrap().iter();
        let urls: Vec<_> = shortcuts.map(|shortcut| shortcut["url"].as_str().unwrap()).collect();
        assert_eq!(urls, ["/", "/ranking", "/search"]);
        assert_eq!(manifest["share_target"]["params"]["text"], "q");
    }

    #[test]
    fn a_site_without_name_and_fonts_is_the_app() {
        let manifest = of(&Site::default(), false);
        assert_eq!(manifest["name"], strings::SITE_FALLBACK);
        assert_eq!(manifest["icons"][0]["src"], "/icon.svg");
        assert!(manifest.get("description").is_none());
    }
}
