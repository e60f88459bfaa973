//! Integration tests of the reading comfort: its cookie, the form of settings, links to 关怀模式.

use zaidu_model::ProblemCode;

use crate::common::client::ApiResponse;
use crate::common::{Fixture, Server, newsroom, write};
use crate::{ARTICLE, start};

const SETTINGS: &str = "/settings";
const FORM: [(&str, &str); 2] =
    [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];

/// A server whose `index.html` has what the built one has for the comfort.
async fn start_with_sheet() -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let index = "<!doctype html><html lang=zh-CN><meta charset=utf-8>\
        <meta content id=theme name=theme-color>\
        <meta content=#fdfcfa media=\"(prefers-color-scheme:light)\" name=theme-color>\
        <link data-a=b disabled href=/comfort-0.css id=comfort rel=stylesheet><title>x</title>\
        <script type=module>1</script><body></body>";
    write(&fixture.dist().join("index.html"), index);
    let server = fixture.serve(&newsroom::newsroom()).await;
    (fixture, server)
}

fn set_cookie(response: &ApiResponse) -> &str {
    response.header("set-cookie")
}

#[tokio::test]
async fn a_comfort_is_added_to_the_page_of_its_reader_only() {
    let (_fixture, server) = start_with_sheet().await;
    let everyone = server.get(ARTICLE).await;
    let comfort = [("cookie", "a=b; zaidu-comfort=s4t3")];
    for path in [ARTICLE, "/"] {
        let own = server.get_with(path, &comfort).await;
        let start = "<!doctype html><html data-comfort=\"s4t3\" lang=zh-CN><head>\
            <meta charset=utf-8>\
            <meta name=\"theme-color\" id=\"theme\" content=\"#141311\">\
            <meta content=#fdfcfa media=\"(prefers-color-scheme:light)\" name=theme-color>\
            <link data-a=b href=/comfort-0.css id=comfort rel=stylesheet>";
        assert!(own.text().starts_with(start), "{}", own.text());
        assert_eq!(own.header("cache-control"), "private, no-cache");
        assert_ne!(own.header("etag"), everyone.header("etag"));
        // Some browsers forget a cookie of scripts after a week, and not one of a response.
        assert!(set_cookie(&own).starts_with("zaidu-comfort=s4t3; "), "{}", set_cookie(&own));
        assert!(set_cookie(&own).contains("Max-Age=34560000"));
    }
    let again = server.get(ARTICLE).await;
    assert_eq!((again.text(), again.header("etag")), (everyone.text(), everyone.header("etag")));
    assert!(
        again.text().contains("<meta content id=theme name=theme-color>"),
        "as the system has it"
    );
    assert!(
        !again.text().contains("data-comfort")
            && again.text().contains(" disabled href=/comfort-0.css")
    );
    assert!(again.header("cache-control").contains("s-maxage"));
    assert_eq!(set_cookie(&again), "");
}

#[tokio::test]
async fn a_page_with_comfort_revalidates() {
    let (_fixture, server) = start_with_sheet().await;
    let cookie = ("cookie", "zaidu-comfort=t4");
    let first = server.get_with(ARTICLE, &[cookie]).await;
    let etag = first.header("etag").to_owned();
    let known = ("if-none-match", &*etag);
    assert_eq!(server.get_with(ARTICLE, &[cookie, known]).await.status, 304);
    let other = ("cookie", "zaidu-comfort=t3");
    assert_eq!(server.get_with(ARTICLE, &[other, known]).await.status, 200);
}

#[tokio::test]
async fn a_damaged_cookie_is_no_comfort() {
    let (_fixture, server) = start_with_sheet().await;
    let everyone = server.get(ARTICLE).await;
    for value in ["", "s9", "\"><script>", "s2"] {
        let cookie = format!("zaidu-comfort={value}");
        let page = server.get_with(ARTICLE, &[("cookie", &cookie)]).await;
        assert_eq!(page.text(), everyone.text(), "{value}");
    }
}

#[tokio::test]
async fn the_form_sets_the_cookie_and_leads_back() {
    let (_fixture, server) = start().await;
    let post = async |body: &str| server.send("POST", SETTINGS, &FORM, body).await;
    let kept = post("size=5&line=3&face=2&theme=4&care=1").await;
    assert_eq!((kept.status, kept.header("location")), (303, SETTINGS));
    assert_eq!(kept.header("cache-control"), "no-store");
    let cookie = set_cookie(&kept);
    assert!(
        cookie.starts_with("zaidu-comfort=s5l3f2t4; SameSite=Lax; Path=/; Max-Age="),
        "{cookie}"
    );
    assert!(!cookie.contains("HttpOnly"), "the inline script reads it");
    let removed = post("size=2&line=2&face=1&theme=1&care=1").await;
    assert!(set_cookie(&removed).contains("Max-Age=0"), "{}", set_cookie(&removed));
    assert_eq!(post(&"a".repeat(1_000)).await.code(), ProblemCode::BodyTooLarge);
    let foreign = [FORM[0], ("sec-fetch-site", "cross-site")];
    let refused = server.send("POST", SETTINGS, &foreign, "size=5").await;
    assert_eq!((refused.code(), set_cookie(&refused)), (ProblemCode::CrossSite, ""));
}

#[tokio::test]
async fn the_page_of_settings_shows_what_its_reader_has_chosen() {
    let (_fixture, server) = start_with_sheet().await;
    for (cookie, chosen) in [
        ("", [("size", 2), ("line", 2), ("face", 1), ("theme", 1), ("care", 1)]),
        (
            "zaidu-comfort=s5t3c2",
            [("size", 5), ("line", 2), ("face", 1), ("theme", 3), ("care", 2)],
        ),
    ] {
        let page = server.get_with(SETTINGS, &[("cookie", cookie)]).await;
        assert_eq!(page.header("cache-control"), "private, no-cache");
        assert_eq!(page.text().matches(" checked=\"\"").count(), 5);
        for (name, value) in chosen {
            let radio =
                format!("<input type=\"radio\" name=\"{name}\" value=\"{value}\" checked=\"\">");
            assert!(page.text().contains(&radio), "{radio} for {cookie:?}");
        }
        assert!(
            page.text().contains("<link data-a=b href=/comfort-0.css"),
            "the form has its style"
        );
    }
}

#[tokio::test]
async fn an_address_turns_care_on_and_off() {
    let (_fixture, server) = start().await;
    let back = format!("http://{}/ranking?mood=sad", server.address);
    for (path, referrer, location, cookie) in [
        ("/?care=on", "", "/", "zaidu-comfort=t3c2;"),
        ("/articles/a-1?care=1&from=x", "", "/articles/a-1?from=x", "zaidu-comfort=t3c2;"),
        ("/settings?care=on", "", "/", "zaidu-comfort=t3c2;"),
        ("/settings?care=on", &*back, "/ranking?mood=sad", "zaidu-comfort=t3c2;"),
        ("/settings?care=off", &*back, "/ranking?mood=sad", "zaidu-comfort=t3;"),
    ] {
        let headers = [("cookie", "zaidu-comfort=t3"), ("referer", referrer)];
        let response = server.get_with(path, &headers).await;
        assert_eq!((response.status, response.header("location")), (303, location), "{path}");
        assert!(set_cookie(&response).starts_with(cookie), "{}", set_cookie(&response));
    }
}
