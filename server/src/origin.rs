//! Web origin: scheme, host and port, as options and HTTP headers hold it.

use std::str::FromStr;

use axum::http::{HeaderValue, Uri};

/// An origin: `http://` or `https://`, a host, optionally a port, and no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(pub HeaderValue);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let malformed = || "an origin is http:// or https:// with a host and no path".to_owned();
        let uri: Uri = text.parse().map_err(|_| malformed())?;
        let origin = match (uri.scheme_str(), uri.authority()) {
            (Some(scheme @ ("http" | "https")), Some(host)) => format!("{scheme}://{host}"),
            _ => return Err(malformed()),
        };
        // The text may also hold a path or a query, and the authority a user name.
        if origin != text || origin.contains('@') {
            return Err(malformed());
        }
        HeaderValue::from_str(&origin).map(Self).map_err(|_| malformed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_have_no_path() {
        let origin = |text: &str| text.parse::<Origin>().ok().map(|origin| origin.0);
        assert_eq!(origin("https://A.example/").unwrap(), "https://a.example");
        assert_eq!(origin("http://localhost:8080").unwrap(), "http://localhost:8080");
        for bad in
            ["", "*", "null", "a.example", "https://a/b", "https://u@a", "ftp://a", "https://a?b"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
