//! What the HTTP client of feeds takes and refuses.

use std::time::Duration;

use zaidu_server::{Answer, Fetch, FetchError, FetchLimits, Fetched, Fetcher, Validators};

use super::site::{Reply, Site, WORDPRESS_PAGE, rsshub};

/// Small limits, but for time, which only what never ends reaches.
fn limits() -> FetchLimits {
    FetchLimits { bytes: 100_000, redirects: 3, ..FetchLimits::default() }
}

async fn fetch_with(limits: FetchLimits, url: &str) -> Result<Fetch, FetchError> {
    let fetcher = Fetcher::new(&["localhost".to_owned()], limits).unwrap();
    fetcher.fetch(&url.parse().unwrap(), &Validators::default()).await
}

async fn fetch(url: &str) -> Result<Fetch, FetchError> {
    fetch_with(limits(), url).await
}

fn fetched(fetch: Fetch) -> Fetched {
    match fetch.answer {
        Answer::Fetched(fetched) => *fetched,
        Answer::NotModified => panic!("it is new"),
    }
}

#[tokio::test]
async fn a_feed_is_fetched_and_then_asked_whether_it_has_changed() {
    let site = Site::start().await;
    let feed = rsshub(&["1"]);
    let date = "Wed, 18 Nov 2020 04:00:00 GMT";
    let reply = Reply::gzip(feed.as_bytes())
        .with("etag", "W/\"a-1\"")
        .with("last-modified", date)
        .with("content-type", "application/xml; charset=GBK")
        .with("cache-control", "public, max-age=90");
    site.set("/ferry", reply);
    let url = site.url("/ferry").parse().unwrap();
    let fetcher = Fetcher::new(&["localhost".to_owned()], limits()).unwrap();
    let first = fetcher.fetch(&url, &Validators::default()).await.unwrap();
    assert_eq!(first.max_age, Some(Duration::from_secs(90)));
    let first = fetched(first);
    assert_eq!(first.bytes, feed.as_bytes());
    assert_eq!((first.charset.as_deref(), &first.url), (Some("GBK"), &url));
    let again = fetcher.fetch(&url, &first.validators).await.unwrap();
    assert_eq!((again.answer, again.moved_to), (Answer::NotModified, None));
    let requests = site.requests("/ferry");
    assert_eq!(requests[0].get("if-none-match"), None);
    assert_eq!(requests[1]["if-none-match"], "W/\"a-1\"");
    assert_eq!(requests[1]["if-modified-since"], date);
    assert!(requests[1]["user-agent"].to_str().unwrap().starts_with("Zaidu/"));
    // They are of this address: another one is not told them.
    site.set("/other", Reply::ok(feed));
    let other = site.url("/other").parse().unwrap();
    fetched(fetcher.fetch(&other, &first.validators).await.unwrap());
    assert_eq!(site.requests("/other")[0].get("if-none-match"), None);
}

#[tokio::test]
async fn requirement_11_only_public_addresses_are_connected_to() {
    let site = Site::start().await;
    site.set("/feed", Reply::ok(rsshub(&["1"])));
    let nobody = Fetcher::new(&[], limits()).unwrap();
    let refused = |host: &str| Err(FetchError::NotPublic { host: host.to_owned() });
    for (url, host) in [
        (site.url("/feed"), "localhost"),
        (site.numeric_url("/feed"), "127.0.0.1"),
        (site.numeric_url("/feed").replace("127.0.0.1", "[::ffff:127.0.0.1]"), "::ffff:7f00:1"),
        (site.numeric_url("/feed").replace("127.0.0.1", "2130706433"), "127.0.0.1"),
    ] {
        let url = url.parse().unwrap();
        assert_eq!(nobody.fetch(&url, &Validators::default()).await, refused(host), "{url}");
    }
    assert_eq!(site.requests("/feed").len(), 0);
    // A redirect is checked like an address that is given.
    site.set("/away", Reply::redirect(302, &site.numeric_url("/feed")));
    site.set("/cloud", Reply::redirect(301, "http://169.254.169.254/latest/meta-data"));
    site.set("/v6", Reply::redirect(307, "http://[fd00::1]/"));
    assert_eq!(fetch(&site.url("/away")).await, refused("127.0.0.1"));
    assert_eq!(fetch(&site.url("/cloud")).await, refused("169.254.169.254"));
    let mapped = site.numeric_url("/feed").replace("127.0.0.1", "[::ffff:127.0.0.1]");
    site.set("/mapped", Reply::redirect(308, &mapped));
    assert_eq!(fetch(&site.url("/v6")).await, refused("fd00::1"));
    assert_eq!(fetch(&site.url("/mapped")).await, refused("::ffff:7f00:1"));
    assert_eq!(site.requests("/feed").len(), 0);
    let both = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let allowed = Fetcher::new(&both, limits()).unwrap();
    let url = site.url("/away").parse().unwrap();
    assert!(allowed.fetch(&url, &Validators::default()).await.is_ok());
    let reason = FetchError::NotPublic { host: "cms".into() }.to_string();
    assert!(reason.contains("--allow-private-feed"), "{reason}");
}

#[tokio::test]
async fn redirects_are_followed_within_bounds_and_told_if_they_are_for_good() {
    let site = Site::start().await;
    site.set("/feed/", Reply::ok(rsshub(&["1"])));
    site.set("/feed", Reply::redirect(301, "/feed/"));
    site.set("/old", Reply::redirect(308, "/feed"));
    site.set("/today", Reply::redirect(302, "/feed"));
    site.set("/old-today", Reply::redirect(301, "/today"));
    let moved = async |path: &str| {
        let fetch = fetch(&site.url(path)).await.unwrap();
        let moved_to = fetch.moved_to.as_ref().map(|url| url.path().to_owned());
        assert_eq!(fetched(fetch).url.path(), "/feed/");
        moved_to
    };
    assert_eq!(moved("/feed/").await, None);
    assert_eq!(moved("/feed").await.as_deref(), Some("/feed/"));
    assert_eq!(moved("/old").await.as_deref(), Some("/feed/"));
    assert_eq!(moved("/today").await, None);
    assert_eq!(moved("/old-today").await.as_deref(), Some("/today"), "and not what is behind it");
    site.set("/loop", Reply::redirect(302, "/loop"));
    assert_eq!(fetch(&site.url("/loop")).await, Err(FetchError::Redirects));
    assert_eq!(site.requests("/loop").len(), 1 + limits().redirects);
    for nowhere in [Reply::status(301), Reply::redirect(302, "http://"), Reply::redirect(302, "")] {
        site.set("/nowhere", nowhere);
        assert_eq!(fetch(&site.url("/nowhere")).await.unwrap_err(), FetchError::Redirects);
    }
    site.set("/file", Reply::redirect(302, "file:///etc/passwd"));
    assert!(matches!(fetch(&site.url("/file")).await, Err(FetchError::Address(_))));
    site.set("/gone", Reply::status(410));
    assert_eq!(fetch(&site.url("/gone")).await, Err(FetchError::Gone));
    site.set("/gone-today", Reply::redirect(302, "/gone"));
    let gone = FetchError::Status { status: 410, retry_after: None };
    assert_eq!(fetch(&site.url("/gone-today")).await, Err(gone));
}

#[tokio::test]
async fn requirement_11_answers_are_bounded_in_size_also_unpacked() {
    let site = Site::start().await;
    let too_large = Err(FetchError::TooLarge(limits().bytes));
    site.set("/endless", Reply::endless());
    assert_eq!(fetch(&site.url("/endless")).await, too_large);
    site.set("/long", Reply::ok(vec![b' '; 100_001]));
    assert_eq!(fetch(&site.url("/long")).await, too_large);
    site.set("/bomb", Reply::gzip(&vec![b' '; 5_000_000]));
    assert_eq!(fetch(&site.url("/bomb")).await, too_large);
    site.set("/fits", Reply::gzip(&vec![b' '; 100_000]));
    assert!(fetch(&site.url("/fits")).await.is_ok());
    site.set("/brotli", Reply::ok("x").with("content-encoding", "br"));
    assert!(matches!(fetch(&site.url("/brotli")).await, Err(FetchError::Encoding(_))));
    site.set("/no-gzip", Reply::ok("<rss>").with("content-encoding", "gzip"));
    assert!(matches!(fetch(&site.url("/no-gzip")).await, Err(FetchError::Encoding(_))));
}

#[tokio::test]
async fn requirement_11_answers_are_bounded_in_time() {
    let site = Site::start().await;
    site.set("/stuck", Reply::stuck("<rss>"));
    let idle = FetchLimits { idle: Duration::from_millis(50), ..limits() };
    assert_eq!(
        fetch_with(idle, &site.url("/stuck")).await,
        Err(FetchError::Timeout(Duration::from_millis(50)))
    );
    // One that sends a little from time to time is bounded by the whole.
    let total = FetchLimits { total: Duration::from_millis(50), bytes: usize::MAX, ..limits() };
    site.set("/endless", Reply::endless());
    for path in ["/stuck", "/endless"] {
        let result = fetch_with(total, &site.url(path)).await;
        assert_eq!(result, Err(FetchError::Timeout(Duration::from_millis(50))), "{path}");
    }
}

#[tokio::test]
async fn what_is_no_feed_is_told_by_kind() {
    let site = Site::start().await;
    site.set("/", Reply::ok(WORDPRESS_PAGE).with("content-type", "text/html"));
    let page = fetch(&site.url("/")).await.unwrap_err();
    assert_eq!(page, FetchError::Html { feed: Some(site.url("/feed/")) });
    assert!(page.to_string().contains(&site.url("/feed/")), "{page}");
    site.set("/login", Reply::ok("<html><body>登录</body></html>"));
    assert_eq!(fetch(&site.url("/login")).await, Err(FetchError::Html { feed: None }));
    for (status, header, seconds) in
        [(503, "120", Some(120)), (429, "7", Some(7)), (500, "", None), (404, "x", None)]
    {
        site.set("/busy", Reply::status(status).with("retry-after", header));
        let retry_after = seconds.map(Duration::from_secs);
        let expected = FetchError::Status { status, retry_after };
        assert_eq!(fetch(&site.url("/busy")).await, Err(expected));
    }
    site.set("/304", Reply::status(304));
    assert!(matches!(fetch(&site.url("/304")).await, Err(FetchError::Status { status: 304, .. })));
    site.set("/cut", Reply::broken("<rss><channel>"));
    assert!(matches!(fetch(&site.url("/cut")).await, Err(FetchError::Transport(_))));
    let nobody = "http://localhost:1/";
    let Err(FetchError::Transport(reason)) = fetch(nobody).await else { panic!("nobody is there") };
    assert!(!reason.contains("localhost:1/"), "no address, which may have a password: {reason}");
}
