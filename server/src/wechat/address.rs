//! Which addresses are signed: those of this site's pages, as they were given.
//!
//! No library reads them, because WeChat compares letter by letter: one that
//! writes an address anew, if only with a slash after its host, breaks the
//! signature.

use zaidu_model::ProblemCode;
use zaidu_model::wechat::MAX_URL_BYTES;

use crate::App;

/// The part of `url` that is signed, if it is a page of this site. Where readers
/// find the site is the newsroom's to say: a client may call us by any name.
///
/// # Errors
/// [`ProblemCode::AddressMalformed`] or [`ProblemCode::AddressForeign`].
pub(crate) fn of_page<'a>(app: &App, url: &'a str) -> Result<&'a str, ProblemCode> {
    let url = signed_part(url)?;
    let allowed = app.allow_origins.iter().filter_map(|origin| origin.to_str().ok());
    let is_own = app.named_origin().into_iter().chain(allowed).any(|origin| is_below(origin, url));
    if is_own { Ok(url) } else { Err(ProblemCode::AddressForeign) }
}

/// Everything before `#`. Browsers write addresses in visible ASCII.
fn signed_part(url: &str) -> Result<&str, ProblemCode> {
    let url = url.split('#').next().unwrap_or_default();
    let is_whole = url.starts_with("https://") || url.starts_with("http://");
    if is_whole && url.len() <= MAX_URL_BYTES && url.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(url)
    } else {
        Err(ProblemCode::AddressMalformed)
    }
}

/// Whether `url` is `origin` or below it. What follows an origin decides: a dot, a
/// colon or an `@` would make it a part of another host's name.
fn is_below(origin: &str, url: &str) -> bool {
    let rest = url.strip_prefix(origin);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fragment_is_not_signed_and_the_rest_is_not_touched() {
        let part = |url| signed_part(url);
        assert_eq!(part("https://a.example/b?c=%E6#d#e"), Ok("https://a.example/b?c=%E6"));
        assert_eq!(part("http://a.example?b=c"), Ok("http://a.example?b=c"));
        let long = format!("https://a.example/{}", "a".repeat(MAX_URL_BYTES));
        for bad in ["", "#", "/articles/a", "ftp://a.example/", "https://a.example/ ", &long] {
            assert_eq!(part(bad), Err(ProblemCode::AddressMalformed), "{bad:?}");
        }
        for bad in ["https://a.example/潮", "https://a.example/\n", "https://a.example/\0"] {
            assert_eq!(part(bad), Err(ProblemCode::AddressMalformed), "{bad:?}");
        }
    }

    #[test]
    fn what_begins_like_an_origin_may_be_elsewhere() {
        let origin = "https://a.example";
        for own in ["https://a.example", "https://a.example/b", "https://a.example?b"] {
            assert!(is_below(origin, own), "{own}");
        }
        for other in [
            "https://a.example.evil.example/",
            "https://a.example:444/",
            "https://a.example@evil.example/",
            "https://a.example\\@evil.example/",
            "http://a.example/",
            "https://evil.example/?https://a.example/",
        ] {
            assert!(!is_below(origin, other), "{other}");
        }
    }
}
