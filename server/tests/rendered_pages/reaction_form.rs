//! Integration tests of the reaction form, which works without JavaScript.

use zaidu_model::{Mood, ProblemCode, Reaction, api};

use crate::common::Server;
use crate::common::client::ApiResponse;
use crate::{ARTICLE, start};

const FORM: &str = "/articles/a-1/reaction";
const FORM_CONTENT_TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Submits the form as a browser does: a 307 is followed with the cookie that it set.
pub(crate) async fn react(
    server: &Server,
    cookie: Option<&str>,
    body: &str,
) -> (ApiResponse, Option<String>) {
    let mut headers = vec![FORM_CONTENT_TYPE, ("sec-fetch-site", "same-origin")];
    headers.extend(cookie.map(|cookie| ("cookie", cookie)));
    let response = server.send("POST", FORM, &headers, body).await;
    if response.status != 307 {
        return (response, None);
    }
    let cookie = response.cookie().unwrap().to_owned();
    headers.push(("cookie", &cookie));
    let response = server.send("POST", response.header("location"), &headers, body).await;
    (response, Some(cookie))
}

#[tokio::test]
async fn a_form_post_counts_once_and_redirects_to_the_article() {
    let (_fixture, server) = start().await;
    let (response, cookie) = react(&server, None, "mood=like").await;
    assert_eq!((response.status, response.header("location")), (303, "/articles/a-1#moods"));
    assert_eq!(response.header("cache-control"), "no-store");
    let cookie = cookie.unwrap();
    let mine = [("cookie", &*cookie)];
    let page = server.get_with(ARTICLE, &mine).await;
    assert_eq!(page.header("cache-control"), "private, no-cache");
    assert_eq!(page.text().matches("aria-pressed=\"true\"").count(), 1);
    assert!(page.text().contains("value=\"none\""), "a second tap withdraws");
    // Other readers do not see the reaction as their own.
    assert!(!server.get(ARTICLE).await.text().contains("aria-pressed=\"true\""));

    let likes = async || {
        let response = server.get_with("/api/articles/a-1/reaction", &mine).await;
        let Reaction { counts, mine } = response.json();
        (counts.like, counts.sad, mine)
    };
    assert_eq!(likes().await, (1, 0, Some(Mood::Like)));
    for (body, after) in [
        ("mood=like", (1, 0, Some(Mood::Like))),
        ("mood=sad&x=1", (0, 1, Some(Mood::Sad))),
        ("mood=none", (0, 0, None)),
    ] {
        assert_eq!(react(&server, Some(&cookie), body).await.0.status, 303);
        assert_eq!(likes().await, after, "{body}");
    }
}

#[tokio::test]
async fn an_invalid_form_post_is_rejected_without_effect() {
    let (_fixture, server) = start().await;
    let post = async |path: &str, headers: &[(&str, &str)], body: &str| {
        server.send("POST", path, headers, body).await
    };
    for (headers, body, code) in [
        (vec![FORM_CONTENT_TYPE], "mood=angry", ProblemCode::MoodUnknown),
        (vec![FORM_CONTENT_TYPE], "", ProblemCode::BodyMalformed),
        (vec![FORM_CONTENT_TYPE], "mood=%ff", ProblemCode::BodyMalformed),
        (vec![("content-type", "text/plain")], "mood=like", ProblemCode::UnsupportedMediaType),
        (
            vec![FORM_CONTENT_TYPE, ("sec-fetch-site", "cross-site")],
            "mood=like",
            ProblemCode::CrossSite,
        ),
        (
            vec![FORM_CONTENT_TYPE, ("origin", "https://evil.example")],
            "mood=like",
            ProblemCode::CrossSite,
        ),
    ] {
        assert_eq!(post(FORM, &headers, body).await.code(), code, "{headers:?} {body}");
    }
    let long = format!("mood=like&x={}", "a".repeat(api::MAX_CHOICE_BYTES));
    assert_eq!(post(FORM, &[FORM_CONTENT_TYPE], &long).await.code(), ProblemCode::BodyTooLarge);
    let unknown = post("/articles/missing/reaction", &[FORM_CONTENT_TYPE], "mood=like").await;
    assert_eq!(unknown.code(), ProblemCode::ArticleNotFound);
    // A browser without cookies is redirected to the article, which shows the error.
    let refused = post(&format!("{FORM}?introduced"), &[FORM_CONTENT_TYPE], "mood=like").await;
    let error_page = "/articles/a-1?reaction=failed#moods";
    assert_eq!((refused.status, refused.header("location")), (303, error_page));
    server.store.close().await;
    let unavailable = post(FORM, &[FORM_CONTENT_TYPE], "mood=like").await;
    assert_eq!((unavailable.status, unavailable.header("location")), (303, error_page));
}
