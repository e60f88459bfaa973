//! HTTP client of feeds and of pictures: conditional requests, bounded in time, size and redirects, to public
//! addresses only.

use std::time::{Duration, SystemTime};

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};

use super::body;
use super::cache_control::max_age;
use super::fetch_error::FetchError;
use super::kind::{FetchLimits, Kind};
use super::resolver::{AllowedHosts, PublicResolver, check_literal};

/// Maximum length of a validator or an address in a header, in bytes. A longer one is ignored.
const MAX_HEADER: usize = 4096;

/// What a server gave to ask whether a feed has changed. They hold for one address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    url: Option<Url>,
    etag: Option<String>,
    last_modified: Option<String>,
}

/// A feed or a picture that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// The media type that HTTP tells, without parameters.
    pub media_type: Option<String>,
    /// The encoding that HTTP tells.
    pub charset: Option<String>,
    /// What the next request tells the server.
    pub validators: Validators,
    /// Its address after all redirects.
    pub url: Url,
}

/// What came of a request that did not fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The feed.
    Fetched(Box<Fetched>),
    /// It has not changed.
    NotModified,
}

/// An answer, and where the feed is from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// What came of it.
    pub answer: Answer,
    /// The new address of a feed that has moved for good (301, 308).
    pub moved_to: Option<Url>,
    /// How long the server says that its answer stays the same.
    pub max_age: Option<Duration>,
}

/// The client. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    allowed: AllowedHosts,
    limits: FetchLimits,
    kind: Kind,
}

impl Fetcher {
    /// A client of feeds with these limits. `allowed` names hosts that need not be public.
    ///
    /// # Errors
    /// When the system's TLS does not start.
    pub fn new(allowed: &[String], limits: FetchLimits) -> reqwest::Result<Self> {
        Self::of_kind(Kind::Feed, allowed, limits)
    }

    /// The same, of pictures.
    ///
    /// # Errors
    /// When the system's TLS does not start.
    pub fn of_pictures(allowed: &[String], limits: FetchLimits) -> reqwest::Result<Self> {
        Self::of_kind(Kind::Picture, allowed, limits)
    }

    fn of_kind(kind: Kind, allowed: &[String], limits: FetchLimits) -> reqwest::Result<Self> {
        let allowed = AllowedHosts::new(allowed);
        let client = Client::builder()
            // Each redirect is checked anew.
            .redirect(Policy::none())
            // A proxy would resolve names by itself.
            .no_proxy()
            .dns_resolver(PublicResolver(allowed.clone()))
            .connect_timeout(limits.connect)
            .read_timeout(limits.idle)
            // The next request is minutes away.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("Zaidu/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, allowed, limits, kind })
    }

    /// Fetches what is at `url`, unless it is still what `known` are of.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn fetch(&self, url: &Url, known: &Validators) -> Result<Fetch, FetchError> {
        let fetch = self.follow_redirects(url.clone(), known);
        match tokio::time::timeout(self.limits.total, fetch).await {
            Ok(result) => result,
            Err(_) => Err(FetchError::Timeout(self.limits.total)),
        }
    }

    async fn follow_redirects(&self, url: Url, known: &Validators) -> Result<Fetch, FetchError> {
        let (mut url, mut moved_to, mut is_permanent) = (url, None, true);
        for _ in 0..=self.limits.redirects {
            let response = self.request(&url, known).await?;
            let status = response.status();
            if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                let next = target(&url, response.headers())?;
                // What is beyond a temporary redirect may be elsewhere tomorrow.
                is_permanent = is_permanent && matches!(status.as_u16(), 301 | 308);
                if is_permanent {
                    moved_to = Some(next.clone());
                }
                url = next;
                continue;
            }
            let max_age = max_age(response.headers());
            let answer = self.answer(url, is_permanent, response, known).await?;
            return Ok(Fetch { answer, moved_to, max_age });
        }
        Err(FetchError::Redirects)
    }

    async fn request(&self, url: &Url, known: &Validators) -> Result<Response, FetchError> {
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(FetchError::Address("it is not of http or https".to_owned()));
        }
        check_literal(url, &self.allowed)
            .map_err(|refused| FetchError::NotPublic { host: refused.host })?;
        let mut request = self.client.get(url.clone());
        request = request.header(ACCEPT, self.kind.accepted()).header(ACCEPT_ENCODING, "gzip");
        if known.url.as_ref() == Some(url) {
            if let Some(etag) = &known.etag {
                request = request.header(IF_NONE_MATCH, etag);
            }
            if let Some(date) = &known.last_modified {
                request = request.header(IF_MODIFIED_SINCE, date);
            }
        }
        request.send().await.map_err(|error| self.failed(error))
    }

    async fn answer(
        &self,
        url: Url,
        is_permanent: bool,
        response: Response,
        known: &Validators,
    ) -> Result<Answer, FetchError> {
        let headers = response.headers();
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if known.url.as_ref() == Some(&url) => {
                return Ok(Answer::NotModified);
            }
            StatusCode::GONE if is_permanent => return Err(FetchError::Gone),
            status => {
                let retry_after = text(headers, &RETRY_AFTER)
                    .and_then(|text| parse_retry_after(&text, SystemTime::now()));
                return Err(FetchError::Status { status: status.as_u16(), retry_after });
            }
        }
        let content_type = text(headers, &CONTENT_TYPE);
        let media_type = content_type.as_deref().and_then(|text| text.split(';').next());
        let media_type = media_type.map(|text| text.trim().to_ascii_lowercase());
        let charset = content_type.as_deref().and_then(charset);
        let validators = Validators {
            url: Some(url.clone()),
            etag: text(headers, &ETAG),
            last_modified: text(headers, &LAST_MODIFIED),
        };
        let bytes = body::read(response, self.limits.bytes).await.map_err(|error| match error {
            body::BodyError::Request(error) => self.failed(error),
            body::BodyError::Fetch(error) => error,
        })?;
        if body::is_html(&bytes) {
            let feed = zaidu_import::feed_link(&bytes);
            let feed = feed.map(|link| url.join(&link).map_or(link, |url| url.into()));
            return Err(FetchError::Html { feed });
        }
        Ok(Answer::Fetched(Box::new(Fetched { bytes, media_type, charset, validators, url })))
    }

    fn failed(&self, error: reqwest::Error) -> FetchError {
        match error.is_timeout() {
            true if error.is_connect() => FetchError::Timeout(self.limits.connect),
            true => FetchError::Timeout(self.limits.idle),
            false => FetchError::of_request(error),
        }
    }
}

/// Where a redirect from `url` leads.
fn target(url: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let location = headers.get(LOCATION).map(|value| value.as_bytes());
    let location = location.and_then(|bytes| std::str::from_utf8(bytes).ok());
    let location = location.filter(|location| location.len() <= MAX_HEADER);
    let next = location.and_then(|location| url.join(location).ok());
    let next = next.ok_or(FetchError::Redirects)?;
    match (url.scheme(), next.scheme()) {
        ("https", "http") => Err(FetchError::Downgrade),
        _ => Ok(next),
    }
}

/// The text of a header.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty() && text.len() <= MAX_HEADER).then(|| text.to_owned())
}

/// The encoding in the value of `Content-Type`.
fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The pause that `Retry-After` asks for: seconds, or a date.
fn parse_retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Wed, 18 Nov 2026 12:00:00 GMT").unwrap();
        let pause = |text: &str| parse_retry_after(text, now).map(|pause| pause.as_secs());
        assert_eq!(pause("120"), Some(120));
        assert_eq!(pause("Wed, 18 Nov 2026 12:01:30 GMT"), Some(90));
        assert_eq!(pause("Wed, 18 Nov 2026 11:00:00 GMT"), Some(0), "it has passed");
        assert_eq!(pause("99999999999999999999999"), Some(u64::MAX));
        for bad in ["soon", "-1", "1.5"] {
            assert_eq!(pause(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_encoding_is_found_in_the_content_type() {
        assert_eq!(charset("text/xml; charset=GBK").as_deref(), Some("GBK"));
        assert_eq!(charset("text/xml;a=b; Charset = \"gb2312\"").as_deref(), Some("gb2312"));
        assert_eq!(charset("text/xml; charset="), None);
        assert_eq!(charset("charset=utf-8"), None);
    }

    #[test]
    fn a_redirect_may_not_leave_https() {
        let url: Url = "https://a.example/b/c".parse().unwrap();
        let to = |location: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(LOCATION, reqwest::header::HeaderValue::from_static(location));
            target(&url, &headers).map(|url| url.to_string())
        };
        assert_eq!(to("../d"), Ok("https://a.example/d".into()));
        assert_eq!(to("//b.example/"), Ok("https://b.example/".into()));
        assert_eq!(to("http://a.example/"), Err(FetchError::Downgrade));
        assert_eq!(to("https://"), Err(FetchError::Redirects));
        assert_eq!(target(&url, &HeaderMap::new()), Err(FetchError::Redirects));
    }
}
