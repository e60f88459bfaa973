//! Offline reading: what the service worker keeps, what it never keeps, and what a reader sees without
//! a network; new builds, the kill switch, full storage.
//!
//! The network ends with the server. What the worker does in the background is waited for by what it
//! has put into its caches.

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::{Mood, Route, api};

use crate::harness::{Capability, Fault, Page, Visit, desktop, js_string, phone, sample};
use crate::reactions::{button, wait_for_empty_outbox, wait_for_moods};

const BAR: &str = ".offline-bar";
const STATUS: &str = ".offline-bar p";

/// A visit whose failed requests the browser reports as errors.
fn visit() -> Visit {
    phone().with_worker().tolerating("net::ERR_").tolerating("Failed to load resource")
}

/// JavaScript: whether the worker keeps `path`, in the cache with this name.
fn keeps(cache: &str, path: &str) -> String {
    format!("caches.open('{cache}').then(it => it.match({})).then(Boolean)", js_string(path))
}

async fn wait_for_promise(page: &Page, promise: &str, expected: impl Into<Value>) {
    let expected = expected.into();
    page.wait_until(&format!("{promise} to be {expected}"), async || {
        let seen = page.evaluate_async(promise).await;
        if seen == expected { Ok(()) } else { Err(seen.to_string()) }
    })
    .await;
}

/// Waits until the article `id` is kept, with what is beside it.
async fn wait_until_kept(page: &Page, id: &str) {
    for path in [api::article(&sample::key(id)), api::SITE.to_owned()] {
        wait_for_promise(page, &keeps("zaidu-data", &path), true).await;
    }
}

/// Opens the article `id` in full, and waits until it is kept.
async fn visit_article(page: &Page, id: &str) {
    page.open(&sample::article_path(id)).await;
    page.wait_for_program().await;
    wait_until_kept(page, id).await;
}

/// JavaScript: cache, path and type of everything that is kept.
const ALL: &str = "caches.keys().then(names => Promise.all(names.map(async name => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async key => [name,
        new URL(key.url).pathname + new URL(key.url).search,
        (await cache.match(key)).headers.get('content-type')]));
}))).then(all => all.flat())";

async fn all_kept(page: &Page) -> Vec<(String, String, Option<String>)> {
    serde_json::from_value(page.evaluate_async(ALL).await).unwrap()
}

async fn wait_for_status(page: &Page, start: &str) {
    page.wait_until(&format!("{start} in the line"), async || {
        let seen = page.texts(STATUS).await;
        if seen.iter().any(|text| text.starts_with(start)) {
            Ok(())
        } else {
            Err(format!("{seen:?}"))
        }
    })
    .await;
}

/// What a page says that shows what was kept.
fn kept_mark() -> String {
    strings::kept_at(Some(""), false)
}

#[test]
fn after_one_visit_an_article_is_read_and_reacted_to_without_a_network() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        // Pictures that were loaded before the worker was there.
        let picture = "document.querySelector('.article-body img')";
        page.wait_for_value(&format!("{picture}.naturalWidth > 0"), true).await;
        let picture: String = page.evaluate(&format!("{picture}.currentSrc")).await;
        wait_for_promise(page, &keeps("zaidu-pictures", &picture), true).await;
        page.stop_server().await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_text("h1", &sample::article(sample::LONG).headline()).await;
        page.wait_for(".article-body p").await;
        page.wait_for_value(
            "document.querySelector('.article-body img').complete \
             && document.querySelector('.article-body img').naturalWidth > 0",
            true,
        )
        .await;
        wait_for_status(page, &kept_mark()).await;
        page.assert_accessible().await;
        // The recommendations that came with the page.
        page.wait_for(".feed .card").await;
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status span", strings::MOOD_PENDING).await;
        page.restart_server().await;
        page.execute("dispatchEvent(new Event('online'))").await;
        wait_for_empty_outbox(page).await;
        page.wait_for_none(BAR).await;
        page.reload().await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        wait_for_promise(
            page,
            "caches.open('zaidu-outbox').then(it => it.keys()).then(it => it.length)",
            0,
        )
        .await;
    });
}

#[test]
fn a_reaction_is_sent_in_the_background_after_its_page_is_closed() {
    visit().needs(Capability::DevTools).run(async |page| {
        visit_article(page, sample::LONG).await;
        page.stop_server().await;
        page.tap(&button(Mood::Sad)).await;
        page.wait_for_text(".moods-status span", strings::MOOD_PENDING).await;
        let path = api::reaction(&sample::key(sample::LONG));
        wait_for_promise(page, &keeps("zaidu-outbox", &path), true).await;
        // No page of the site is left that could send it.
        page.execute("location.href = 'about:blank'").await;
        page.wait_for_value("location.href", "about:blank").await;
        page.restart_server().await;
        page.cdp("ServiceWorker.enable", json!({})).await;
        let sync = json!({
            "origin": page.origin(), "registrationId": "0", "tag": "zaidu-outbox",
            "lastChance": false,
        });
        page.cdp("ServiceWorker.dispatchSyncEvent", sync).await;
        let put = sample::put_mood(sample::LONG);
        page.wait_until("the reaction to be sent", async || {
            let sent = page.proxy.count(&format!("{put}*"));
            if sent > 0 { Ok(()) } else { Err(sent.to_string()) }
        })
        .await;
        // The page that comes back has it in its outbox too.
        page.open(&sample::article_path(sample::LONG)).await;
        wait_for_empty_outbox(page).await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

#[test]
fn what_is_not_kept_says_so_and_leads_to_what_is() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        page.stop_server().await;
        page.open(&sample::article_path("bus-route-redesign")).await;
        // The settings of the site are kept, the article is not.
        page.wait_until("a part to be missing", async || {
            let seen = page.texts(STATUS).await;
            let is_told = seen.iter().any(|text| text.ends_with(strings::OFFLINE_INCOMPLETE));
            if is_told { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
        page.tap_text(".offline-bar a", strings::KEPT_ARTICLES).await;
        page.wait_for_text("h1", strings::OFFLINE_READING).await;
        assert_eq!(page.current_path().await, Route::Offline.to_string());
        page.wait_for(".kept li").await;
        let title = sample::article(sample::LONG).headline().into_owned();
        assert_eq!(page.texts(".kept a").await, [&*title]);
        page.assert_accessible().await;
        page.tap_text(".kept a", &title).await;
        page.wait_for(".article-body p").await;
    });
}

#[test]
fn what_was_opened_or_prefetched_within_the_app_is_kept_too() {
    visit().run(async |page| {
        page.open("/").await;
        page.wait_for_program().await;
        wait_for_promise(page, &keeps("zaidu-data", api::HEADLINES), true).await;
        page.wait_for_value("!!navigator.serviceWorker.controller", true).await;
        let link = "main a[href^=\"/articles/\"]";
        let path: String = page.evaluate(&format!("visible('{link}')[0].pathname")).await;
        page.tap(link).await;
        page.wait_for(".article-body p").await;
        wait_for_promise(page, &keeps("zaidu-data", &format!("/api{path}")), true).await;
        page.stop_server().await;
        page.open("/").await;
        page.wait_for(&format!("main a[href='{path}']")).await;
        wait_for_status(page, &kept_mark()).await;
        page.tap(&format!("main a[href='{path}']")).await;
        page.wait_for(".article-body p").await;
    });
}

#[test]
fn a_slow_network_is_not_waited_for_where_something_is_kept() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        let held = page.proxy.hold(format!("GET {}", sample::article_path(sample::LONG)));
        let answers = page.proxy.hold("GET /api/*");
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body p").await;
        wait_for_status(page, &kept_mark()).await;
        held.release();
        answers.release();
    });
}

#[test]
fn no_page_and_nothing_of_one_reader_is_kept() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        // Pages for this reader only: with a mood, and with a colour scheme.
        page.execute("document.cookie = 'zaidu-comfort=t4; Path=/'").await;
        visit_article(page, sample::LONG).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        page.open(&Route::search("公交")).await;
        page.wait_for(".card mark").await;
        page.open(&Route::Settings.to_string()).await;
        page.wait_for(".comfort").await;
        for (cache, path, media_type) in all_kept(page).await {
            let is_page = media_type.is_some_and(|it| it.starts_with("text/html"));
            assert!(!is_page || path == "/index.html", "{cache} {path}");
            for part in ["/reaction", "/api/search", "/api/wechat", "cursor="] {
                assert!(!path.contains(part) || path.ends_with(".css"), "{cache} {path}");
            }
        }
        let article = format!(
            "caches.open('zaidu-data').then(it => it.match({})).then(it => it.text())",
            js_string(&api::article(&sample::key(sample::LONG)))
        );
        assert!(!page.evaluate_async(&article).await.as_str().unwrap().contains("\"mine\""));
    });
}

#[test]
fn requirement_17_errors_are_not_kept_and_do_not_replace_what_is() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        let (id, other) = (sample::LONG, "bus-route-redesign");
        for fault in [
            Fault::Unavailable,
            Fault::BadGateway,
            Fault::NotFound,
            Fault::InvalidJson,
            Fault::CaptivePortal,
            Fault::Truncated,
        ] {
            let failing = page.proxy.fail(sample::get_article(other), fault);
            let fetched = format!(
                "fetch({}).then(it => it.text()).then(() => true, () => true)",
                js_string(&api::article(&sample::key(other)))
            );
            page.evaluate_async(&fetched).await;
            // The worker takes messages in turn with what it keeps: this one is kept after it.
            page.evaluate_async("fetch('/api/site', { cache: 'reload' }).then(() => true)").await;
            let kept = keeps("zaidu-data", &api::article(&sample::key(other)));
            assert_eq!(page.evaluate_async(&kept).await, false, "{fault:?}");
            failing.clear();
        }
        let _failing = page.proxy.fail(sample::get_article(id), Fault::Unavailable);
        let kept =
            format!("fetch({}).then(it => it.status)", js_string(&api::article(&sample::key(id))));
        assert_eq!(page.evaluate_async(&kept).await, 200, "what is kept, for a failing server");
    });
}

#[test]
fn what_was_taken_down_is_forgotten() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        page.withdraw(sample::LONG).await;
        page.goto(&sample::article_path(sample::LONG)).await;
        page.wait_for_text("h1", strings::WITHDRAWN).await;
        let path = api::article(&sample::key(sample::LONG));
        wait_for_promise(page, &keeps("zaidu-data", &path), false).await;
    });
}

#[test]
fn a_new_build_takes_over_while_a_page_is_read() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        page.execute("window.same = true").await;
        page.deploy_without("speech-").await;
        let update = "navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => 1)";
        page.evaluate_async(update).await;
        let apps = "caches.keys().then(names => names.filter(it => it.startsWith('zaidu-app-')).length)";
        wait_for_promise(page, apps, 2).await;
        wait_for_promise(
            page,
            "navigator.serviceWorker.getRegistration().then(it => !it.installing && !it.waiting \
             && it.active.state)",
            "activated",
        )
        .await;
        // The page was not loaded again, and still has the parts of its own build.
        assert!(page.evaluate::<bool>("window.same === true").await);
        page.tap(".speech-button").await;
        page.wait_for(".speech").await;
        // The next page is of the new build, also without a network.
        page.stop_server().await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body p").await;
        let new = "caches.open('zaidu-app-ffffffffffffffff').then(it => it.keys()).then(it => it.length > 5)";
        assert_eq!(page.evaluate_async(new).await, true);
    });
}

#[test]
fn a_build_that_is_being_replaced_is_not_installed() {
    visit().run(async |page| {
        // index.html of another build.
        let _failing = page.proxy.fail("GET /index.html", Fault::CaptivePortal);
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        wait_for_promise(
            page,
            "navigator.serviceWorker.getRegistration().then(it => !it || !(it.installing || it.waiting || it.active))",
            true,
        )
        .await;
        assert_eq!(all_kept(page).await, []);
    });
}

#[test]
fn requirement_17_the_kill_switch_removes_everything_for_good() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        page.restart_without_worker().await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        wait_for_promise(page, "navigator.serviceWorker.getRegistration().then(it => !it)", true)
            .await;
        wait_for_promise(page, "caches.keys().then(it => it.length)", 0).await;
        page.open("/").await;
        page.wait_for(".feed .card").await;
        assert!(page.evaluate::<bool>("!navigator.serviceWorker.controller").await);
    });
}

#[test]
fn full_storage_costs_nothing_but_offline_reading() {
    visit().tolerating("Quota").run(async |page| {
        let quota = |bytes: u64| json!({ "origin": page.origin(), "quotaSize": bytes });
        page.cdp("Storage.overrideQuotaForOrigin", quota(1_000)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        wait_for_promise(
            page,
            "navigator.serviceWorker.getRegistration().then(it => !it || !(it.installing || it.active))",
            true,
        )
        .await;
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        // There is room again.
        page.cdp("Storage.overrideQuotaForOrigin", json!({ "origin": page.origin() })).await;
        visit_article(page, sample::LONG).await;
        // And none for another article, which is read all the same, and what is kept stays.
        page.cdp("Storage.overrideQuotaForOrigin", quota(1_000)).await;
        page.open(&sample::article_path("bus-route-redesign")).await;
        page.wait_for_text("h1", &sample::article("bus-route-redesign").headline()).await;
        page.stop_server().await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body p").await;
    });
}

#[test]
fn requirement_18_damaged_entries_are_left_out_or_fetched_again() {
    visit().tolerating("integrity").tolerating("zaidu").run(async |page| {
        visit_article(page, sample::LONG).await;
        // A kept answer that is none.
        let damage = "caches.open('zaidu-data').then(cache => cache.put('/api/articles/broken', \
            new Response('{', { headers: { 'zaidu-kept': '1' } }))).then(() => 1)";
        page.evaluate_async(damage).await;
        page.open(&Route::Offline.to_string()).await;
        page.wait_for(".kept li").await;
        assert_eq!(page.count(".kept li").await, 1);
        // A file of the build that was damaged is fetched again, and kept anew.
        let damage = "caches.keys().then(async names => {
            const cache = await caches.open(names.find(it => it.startsWith('zaidu-app-')));
            const file = (await cache.keys()).find(it => /speech-/.test(it.url));
            await cache.put(file, new Response('x', { headers: { 'content-type': 'application/wasm' } }));
            return new URL(file.url).pathname;
        })";
        let file = page.evaluate_async(damage).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        page.tap(".speech-button").await;
        page.wait_for(".speech").await;
        let size = format!(
            "caches.match({}).then(it => it.blob()).then(it => it.size > 1000)",
            js_string(file.as_str().unwrap())
        );
        wait_for_promise(page, &size, true).await;
    });
}

#[test]
fn two_tabs_share_what_is_kept_and_one_vote() {
    visit().run(async |page| {
        visit_article(page, sample::LONG).await;
        let [first, second] = page.open_tab(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        page.wait_for_value("!!navigator.serviceWorker.controller", true).await;
        page.stop_server().await;
        page.tap(&button(Mood::Happy)).await;
        page.wait_for_text(".moods-status span", strings::MOOD_PENDING).await;
        page.switch_to_tab(&first).await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body p").await;
        page.restart_server().await;
        for tab in [&first, &second] {
            page.switch_to_tab(tab).await;
            page.execute("dispatchEvent(new Event('online'))").await;
        }
        wait_for_empty_outbox(page).await;
        page.reload().await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
    });
}

#[test]
fn pictures_are_not_kept_for_readers_who_save_data() {
    visit().saving_data().run(async |page| {
        visit_article(page, sample::LONG).await;
        let pictures =
            all_kept(page).await.into_iter().filter(|(cache, ..)| cache == "zaidu-pictures");
        assert_eq!(pictures.count(), 0);
    });
}

#[test]
fn it_works_beside_a_backend_of_another_origin() {
    visit().with_remote_backend().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body p").await;
        let kept = "caches.open('zaidu-data').then(it => it.keys()).then(keys => \
            keys.filter(it => /articles|site/.test(it.url)).length)";
        wait_for_promise(page, kept, 2).await;
        page.stop_server().await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body p").await;
    });
}

#[test]
fn nothing_is_loaded_where_there_are_no_service_workers() {
    desktop().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.proxy.count("GET /sw.js"), 0);
        assert_eq!(page.proxy.count("GET /offline-*"), 0);
    });
}
