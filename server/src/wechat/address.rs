//! Validation of the addresses to sign: only pages of this site, unchanged.
//!
//! They are not parsed by a URL library, because WeChat compares them byte by byte: a library that
//! normalises an address, even by a slash after the host, would break the signature.

use zaidu_model::ProblemCode;
use zaidu_model::wechat::MAX_URL_BYTES;

/// The part of `url` to sign, if `url` is a page below one of `origins`: the configured ones, since
/// the `Host` header of a request can hold any name.
///
/// # Errors
/// [`ProblemCode::AddressMalformed`] or [`ProblemCode::AddressForeign`].
pub(crate) fn signed_address<'a, 'o>(
    mut origins: impl Iterator<Item = &'o str>,
    url: &'a str,
) -> Result<&'a str, ProblemCode> {
    let url = signed_part(url)?;
    let is_own = origins.any(|origin| is_below(origin, url));
    if is_own { Ok(url) } else { Err(ProblemCode::AddressForeign) }
}

/// The part of `url` before its fragment. Browsers serialise URLs in visible ASCII.
fn signed_part(url: &str) -> Result<&str, ProblemCode> {
    let url = url.split('#').next().unwrap_or_default();
    let is_whole = url.starts_with("https://") || url.starts_with("http://");
    if is_whole && url.len() <= MAX_URL_BYTES && url.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(url)
    } else {
        Err(ProblemCode::AddressMalformed)
    }
}

/// Whether `url` is `origin` or an address below it. The character after the origin decides: with a
/// dot, a colon or an `@` it would be part of another host's name.
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
    fn a_prefix_of_an_origin_may_be_another_host() {
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
