//! What a vote needs from a proxy: the Host of the request, and cookies as they are. No vote is made.

use reqwest::Client;
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use serde_json::Value;

use super::report::{Finding, Report};

pub(super) async fn check(report: &mut Report, client: &Client, base: &str) {
    let feed = client.get(format!("{base}/api/feeds/latest?limit=1")).send().await;
    let feed = match feed {
        Ok(response) => response.bytes().await.unwrap_or_default(),
        Err(_) => Default::default(),
    };
    let feed: Value = serde_json::from_slice(&feed).unwrap_or_default();
    let Some(id) = feed["items"][0]["id"].as_str() else {
        let found = "there is no article, so that cookies and votes cannot be checked";
        return report.add(Finding::warn("articles", found, "import some; see --content"));
    };
    let url = format!("{base}/api/articles/{}/reaction", zaidu_model::url::encode_component(id));
    let body = r#"{"mood":"like"}"#;
    // A browser's request, which has no cookie yet: it is answered with one, and counts nothing.
    let request = client.put(url).header(ORIGIN, base).header("content-type", "application/json");
    let Ok(response) = request.body(body).send().await else {
        let found = "a vote is not answered";
        return report.add(Finding::fail("votes", found, "see the log of the server"));
    };
    let status = response.status().as_u16();
    report.add(match status {
        307 => Finding::ok("votes", "the proxy passes them on with the site's Host"),
        403 => Finding::fail(
            "votes",
            "they are refused as those of another site: the server gets another Host",
            "let the proxy send the Host of the request (nginx: proxy_set_header Host $host)",
        ),
        429 => Finding::warn("votes", "a rate limit is reached", "wait, or see --trusted-proxy"),
        status => Finding::fail(
            "votes",
            format!("one is answered with {status}"),
            "let the proxy pass PUT and its body on; see the log of the server",
        ),
    });
    let cookie = response.headers().get(SET_COOKIE).and_then(|it| it.to_str().ok());
    let Some(cookie) = cookie else {
        if status == 307 {
            let found = format!("{SET_COOKIE} does not arrive");
            let advice = format!("let the proxy pass {SET_COOKIE} and {COOKIE} on");
            report.add(Finding::fail("cookies", found, advice));
        }
        return;
    };
    let is_secure = cookie.to_ascii_lowercase().contains("; secure");
    report.add(match (base.starts_with("https://"), is_secure) {
        (true, true) => Finding::ok("cookies", "they are for https only"),
        (true, false) => Finding::fail(
            "cookies",
            "they are not Secure",
            "start the server with --secure-cookies",
        ),
        (false, true) => Finding::fail(
            "cookies",
            "they are for https only, and the site is read by http: no vote counts",
            "put TLS in front and name it in --origin, or leave out --secure-cookies",
        ),
        (false, false) => Finding::warn(
            "cookies",
            "the site is read without TLS: anyone on the way reads and changes it",
            "put TLS in front or see --tls-certificate, then add --secure-cookies",
        ),
    });
}
