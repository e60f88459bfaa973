//! How long a server says that its answer stays the same: `max-age` of `Cache-Control`.

use std::time::Duration;

use reqwest::header::{CACHE_CONTROL, HeaderMap};

/// The pause that the headers of an answer ask for; none without `max-age`, or if the answer must
/// not be kept.
pub(super) fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let mut seconds = None;
    for directive in values.flat_map(|value| value.split(',')) {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-cache" | "no-store" => return None,
            "max-age" => seconds = value.trim().trim_matches('"').parse().ok(),
            _ => {}
        }
    }
    seconds.filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn the_age_is_that_of_all_headers_together() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(CACHE_CONTROL, HeaderValue::from_static(value));
            }
            max_age(&headers).map(|age| age.as_secs())
        };
        assert_eq!(of(&["public, Max-Age=600"]), Some(600));
        assert_eq!(of(&["public", "max-age=\"60\", must-revalidate"]), Some(60));
        for none in ["max-age=0", "max-age=soon", "s-maxage=9", "no-cache, max-age=60", ""] {
            assert_eq!(of(&[none]), None, "{none}");
        }
        assert_eq!(of(&["max-age=60", "no-store"]), None);
    }
}
