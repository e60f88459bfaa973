//! Pictures on other servers.

use zaidu_model::Size;

use crate::desk::{Desk, jpeg, newsroom, photo, picture};
use crate::site::{Reply, Site};

async fn desk(hosts: Option<&[&str]>) -> Desk {
    let fetch = hosts.map(|hosts| hosts.iter().map(ToString::to_string).collect());
    Desk { fetch, ..Desk::new().await }
}

#[tokio::test]
async fn a_foreign_picture_is_fetched_once_and_shown_from_here() {
    let (site, desk) = (Site::start().await, desk(Some(&["localhost"])).await);
    let photo = jpeg(&photo(400, 20));
    site.set("/a", Reply::ok(photo.clone()).with("content-type", "image/jpeg"));
    site.set("/b", Reply::ok(photo.clone()));
    site.set("/old", Reply::redirect(301, &site.url("/a")));
    let all = ["/a", "/b", "/old"].map(|path| picture(&site.url(path)));
    desk.import(&newsroom(&all)).await;
    let running = desk.serve().await;
    running.made(3).await;
    let shown = running.article().await.picture.unwrap();
    assert!(shown.url.as_str().starts_with("/pictures/"), "{shown:?}");
    assert_eq!((shown.size, shown.variants.len()), (Size::new(400, 20), 2));
    assert_eq!(running.server.get(shown.url.as_str()).await.status, 200);
    assert_eq!(running.pictures.status().counts().encoded, 1, "they are one picture");
    assert!(site.requests("/a")[0]["accept"].to_str().unwrap().starts_with("image/"));
    let asked = site.requests("/a").len();
    running.stop().await;
    let running = desk.serve().await;
    running.made(3).await;
    assert_eq!(site.requests("/a").len(), asked, "a restart fetches nothing");
}

#[tokio::test]
async fn without_the_option_foreign_pictures_stay_foreign() {
    let (site, desk) = (Site::start().await, desk(None).await);
    site.set("/a", Reply::ok(jpeg(&photo(40, 20))));
    desk.put("b.jpg", jpeg(&photo(40, 20)));
    let all = [picture(&site.url("/a")), picture("/media/b.jpg")];
    desk.import(&newsroom(&all)).await;
    let running = desk.serve().await;
    running.made(1).await;
    assert_eq!(running.article().await.picture.as_ref(), Some(&all[0]));
    assert!(running.pictures.status().counts().failed.is_empty());
    assert!(site.requests("/a").is_empty());
}

#[tokio::test]
async fn only_public_addresses_are_asked_and_only_pictures_taken() {
    let (site, desk) = (Site::start().await, desk(Some(&["localhost"])).await);
    let photo = jpeg(&photo(40, 20));
    site.set("/inside", Reply::ok(photo.clone()));
    site.set("/away", Reply::redirect(302, &site.numeric_url("/inside")));
    site.set("/endless", Reply::endless());
    site.set("/page", Reply::ok("<!DOCTYPE html><title>登录</title>"));
    site.set("/told", Reply::ok(photo.clone()).with("content-type", "text/plain; charset=utf-8"));
    site.set("/svg", Reply::ok("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    site.set("/cut", Reply::ok(&photo[..photo.len() / 2]));
    let addresses = [
        site.numeric_url("/inside"),
        site.url("/away"),
        site.url("/endless?key=secret"),
        site.url("/page"),
        site.url("/told"),
        site.url("/svg"),
        site.url("/cut"),
        site.url("/none"),
    ];
    site.set("/endless?key=secret", Reply::endless());
    let all = addresses.clone().map(|address| picture(&address));
    desk.import(&newsroom(&all)).await;
    let running = desk.serve().await;
    let failed = running.failed(8).await;
    let expected = [
        "which is not on the public Internet; if it is yours, see --allow-private-picture",
        "which is not on the public Internet; if it is yours, see --allow-private-picture",
        "is larger than 33554432 bytes",
        "is an HTML page and no picture",
        "is no picture, but \"text/plain\"",
        "is no picture in JPEG, PNG, WebP or GIF",
        "ends in the middle of the picture",
        "answers with status 404",
    ];
    for (address, reason) in addresses.iter().zip(expected) {
        let name = address.replace("key=secret", "…");
        let found = failed.iter().find(|(failed, _)| *failed == name);
        let why = &found.unwrap_or_else(|| panic!("{name} in {failed:?}")).1;
        assert!(why.ends_with(reason), "{address}: {why}");
    }
    assert!(site.requests("/inside").is_empty());
    // They are shown as they are.
    assert_eq!(running.article().await.picture.as_ref(), Some(&all[0]));
    let asked = site.requests("/none").len();
    running.stop().await;
    let running = desk.serve().await;
    assert_eq!(running.failed(8).await, failed, "and left alone for a while");
    assert_eq!(site.requests("/none").len(), asked);
}
