//! Icons that browsers ask for without a link: the newsroom's logo, else the app's own icon.

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use zaidu_model::{MediaUrl, ProblemCode};

use super::error::ApiError;
use super::state::HttpState;

pub(crate) fn router() -> Router<HttpState> {
    let mut router = Router::new();
    for path in ["/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"] {
        router = router.route(path, get(icon));
    }
    router
}

async fn icon(State(state): State<HttpState>, request: Request) -> Result<Response, ApiError> {
    let (request, _body) = request.into_parts();
    let path = request.uri.path().replace("-precomposed", "");
    // Without settings there is the app's icon.
    let logo = state.app.site().await.ok().and_then(|site| site.logo);
    let is_touch_icon = path != "/favicon.ico";
    let logo = logo.as_ref().and_then(media_path).filter(|logo| !is_touch_icon || is_raster(logo));
    if let Some(logo) = logo
        && let Some(file) = state.files.media_file(logo, &request).await
    {
        return Ok(file);
    }
    let own = state.files.asset(&path, &request).await;
    own.ok_or(ApiError::Code(ProblemCode::NotFound)).map(IntoResponse::into_response)
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
