//! `zaidu-server headers`: prints the response headers for a static host of the app.

use super::options::HeadersOptions;
use super::output::{Failure, print_line};
use crate::http::headers_for_static_host;

pub(super) fn headers(options: &HeadersOptions) -> Result<(), Failure> {
    let index = options.dist.join("index.html");
    let page = std::fs::read_to_string(&index)
        .map_err(|error| format!("cannot read {}: {error}; see --dist", index.display()))?;
    let backend = options.backend.as_ref().and_then(|origin| origin.0.to_str().ok());
    for (name, value) in &headers_for_static_host(&page, backend, options.wechat) {
        print_line(&format!("{name}: {}", value.to_str()?))?;
    }
    Ok(())
}
