//! Icons of the newsroom: those that browsers ask for without a link, and those of the installed
//! site, which its manifest names.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use moka::future::Cache;
use zaidu::strings;
use zaidu_model::{MediaUrl, ProblemCode, Site};

use super::error::ApiError;
use super::response::SHOWN_ANYWHERE;
use super::state::HttpState;
use crate::share_card::{Logo, draw_icon};

/// Drawn icons change with the newsroom's name or logo, which is rare.
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// The drawn icons, by their names in an address: size in pixels, and whether systems may cut it to
/// any shape.
pub(crate) const DRAWN: [(&str, u32, bool); 4] = [
    ("180.png", 180, false),
    ("192.png", 192, false),
    ("512.png", 512, false),
    ("maskable-512.png", 512, true),
];

/// The name in [`DRAWN`] of the icon for iOS.
const TOUCH: &str = "180.png";

/// The icons that were drawn, by name and logo of the newsroom and by their own names.
#[derive(Debug)]
pub(crate) struct DrawnIcons(Cache<(String, Option<MediaUrl>, &'static str), Bytes>);

impl Default for DrawnIcons {
    fn default() -> Self {
        // One newsroom; a changed one leaves its icons behind for a while.
        Self(Cache::new(4 * DRAWN.len() as u64))
    }
}

pub(crate) fn router() -> Router<HttpState> {
    let mut router = Router::new().route("/app-icons/{name}", get(drawn));
    for path in ["/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"] {
        router = router.route(path, get(icon));
    }
    router
}

async fn icon(State(state): State<HttpState>, request: Request) -> Result<Response, ApiError> {
    let (request, _body) = request.into_parts();
    let path = request.uri.path().replace("-precomposed", "");
    // Without settings there is the app's icon.
    let site = state.app.site().await.unwrap_or_default();
    let is_touch_icon = path != "/favicon.ico";
    let logo = site.logo.as_ref().and_then(media_path);
    if let Some(logo) = logo.filter(|logo| !is_touch_icon || is_raster(logo))
        && let Some(file) = state.files.media_file(logo, &request).await
    {
        return Ok(file);
    }
    if is_touch_icon && let Ok(png) = draw(&state, &site, TOUCH).await {
        return Ok(png_response(png));
    }
    let own = state.files.asset(&path, &request).await;
    own.ok_or(ApiError::Code(ProblemCode::NotFound)).map(IntoResponse::into_response)
}

async fn drawn(
    State(state): State<HttpState>,
    Path(name): Path<String>,
) -> Result<Response, ApiError> {
    let site = state.app.site().await?;
    match draw(&state, &site, &name).await {
        Ok(png) => Ok(png_response(png)),
        Err(error) => Ok(error.response()),
    }
}

fn png_response(png: Bytes) -> Response {
    let headers = [(CACHE_CONTROL, ONE_DAY), SHOWN_ANYWHERE];
    ([(CONTENT_TYPE, "image/png")], headers, png).into_response()
}

/// The icon with this name. Concurrent calls for the same one wait for one drawing.
async fn draw(state: &HttpState, site: &Site, name: &str) -> Result<Bytes, Arc<ApiError>> {
    let not_found = || ApiError::Code(ProblemCode::NotFound);
    let drawn = DRAWN.into_iter().find(|(drawn, ..)| *drawn == name);
    let (name, size, is_maskable) = drawn.ok_or_else(not_found)?;
    let key = (site.name.clone(), site.logo.clone(), name);
    let draw = async {
        let file = match site.logo.as_ref().and_then(media_path) {
            Some(path) if is_raster(path) => state.files.read_media(path).await,
            _ => None,
        };
        let title = match &*site.name {
            "" => strings::SITE_FALLBACK.to_owned(),
            name => name.to_owned(),
        };
        let draw = move || {
            let logo = file.and_then(|file| Logo::decode(&file));
            draw_icon(&title, logo.as_ref(), size, is_maskable)
        };
        let drawn = tokio::task::spawn_blocking(draw).await;
        let drawn = drawn.map_err(|error| ApiError::Internal(format!("drawing: {error}")))?;
        drawn.map(Bytes::from).ok_or_else(not_found)
    };
    state.drawn_icons.0.try_get_with(key, draw).await
}

/// The path of a file of this server below `/media`, with a slash at its start.
fn media_path(logo: &MediaUrl) -> Option<&str> {
    logo.as_str().strip_prefix("/media").filter(|path| path.starts_with('/'))
}

/// Whether iOS can show the file on its home screen: no SVG.
fn is_raster(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".png", ".jpg", ".jpeg"].iter().any(|extension| path.ends_with(extension))
}
