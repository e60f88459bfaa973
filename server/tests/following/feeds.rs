//! Feeds that are followed: what is imported, what stays, and how often they are asked.

use std::time::Duration;

use zaidu_model::{Key, Site as Settings};
use zaidu_server::{
    Content, FetchLimits, Fetcher, Follow, FollowStatus, Following, HttpState, Pace, SourceState,
    SourceStatus, Store,
};

use super::common::{Fixture, Server};
use super::site::{Reply, Site, WORDPRESS_PAGE, rsshub};

/// Intervals so short that a test waits for nothing but what happens.
pub(crate) const PACE: Pace =
    Pace { feeds: Duration::from_millis(20), files: Duration::from_millis(20) };

/// A running follower.
pub(crate) struct Run {
    pub(crate) store: Store,
    pub(crate) status: FollowStatus,
    _following: Following,
}

impl Run {
    pub(crate) async fn start(contents: &[&str]) -> Self {
        Self::start_pruning(contents, |_| false).await
    }

    pub(crate) async fn start_pruning(
        contents: &[&str],
        is_pruned: impl Fn(&Content) -> bool,
    ) -> Self {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let fetcher = Fetcher::new(&["localhost".to_owned()], FetchLimits::default()).unwrap();
        let contents: Vec<Content> = contents.iter().map(|text| text.parse().unwrap()).collect();
        let follow = Follow::new(store.clone(), fetcher, &contents, PACE).with_prune(is_pruned);
        let status = follow.status();
        Self { store, status, _following: follow.start().await.unwrap() }
    }

    /// Waits until `condition` holds for source `n`; returns it.
    pub(crate) async fn until(
        &self,
        n: usize,
        condition: impl Fn(&SourceStatus) -> bool,
    ) -> SourceStatus {
        self.status.wait_for(|sources| condition(&sources[n])).await;
        self.status.sources().remove(n)
    }

    pub(crate) async fn imported(&self, n: usize, times: u64) {
        self.until(n, |source| source.imported >= times).await;
    }

    pub(crate) async fn has(&self, id: &str) -> bool {
        self.store.has_article(&Key::new(id).unwrap()).await.unwrap()
    }

    async fn settings(&self) -> Settings {
        self.store.site().await.unwrap()
    }
}

fn is_failing(source: &SourceStatus) -> bool {
    matches!(source.state, SourceState::Failing { .. })
}

#[tokio::test]
async fn a_feed_is_asked_again_and_imported_when_it_has_changed() {
    let site = Site::start().await;
    site.set("/ferry", Reply::ok(rsshub(&["1"])).with("etag", "\"1\""));
    let run = Run::start(&[&site.url("/ferry")]).await;
    let source = run.until(0, |source| source.unchanged >= 2).await;
    assert_eq!((source.imported, source.state), (1, SourceState::Current));
    assert_eq!(run.settings().await.name, "渡轮");
    // The window has moved on: what has left it stays.
    site.set("/ferry", Reply::ok(rsshub(&["3", "2"])).with("etag", "\"2\""));
    run.imported(0, 2).await;
    for id in ["1", "2", "3"] {
        assert!(run.has(id).await, "{id}");
    }
    let first = &site.requests("/ferry")[..2];
    assert_eq!(first[0].get("if-none-match"), None);
    assert_eq!(first[1]["if-none-match"], "\"1\"");
}

#[tokio::test]
async fn a_server_without_validators_does_not_cause_imports() {
    let site = Site::start().await;
    site.set("/ferry", Reply::ok(rsshub(&["1"])));
    let run = Run::start(&[&site.url("/ferry")]).await;
    let source = run.until(0, |source| source.asked >= 4).await;
    assert_eq!(source.imported, 1);
}

#[tokio::test]
async fn several_feeds_have_sections_of_their_own_and_the_settings_of_the_first() {
    let site = Site::start().await;
    site.set("/a", Reply::status(503));
    site.set("/b", Reply::ok(rsshub(&["b"]).replace("渡轮</title>", "航运</title>")));
    let contents = [site.url("/a"), format!("江河/潮汐={}", site.url("/b"))];
    let run = Run::start(&contents.each_ref().map(String::as_str)).await;
    run.imported(1, 1).await;
    run.until(0, is_failing).await;
    assert_eq!(run.settings().await.name, "航运", "better than no name");
    site.set("/a", Reply::ok(rsshub(&["a"])));
    run.imported(0, 1).await;
    site.set("/b", Reply::ok(rsshub(&["c"]).replace("渡轮</title>", "航运</title>")));
    run.imported(1, 2).await;
    let settings = run.settings().await;
    assert_eq!((&*settings.name, settings.channels.len()), ("渡轮", 1));
    assert_eq!(settings.channels[0].name, "江河");
    assert_eq!(settings.channels[0].columns[0].name, "潮汐");
    assert!(run.has("a").await && run.has("b").await && run.has("c").await);
}

#[tokio::test]
async fn whatever_goes_wrong_what_was_there_stays_and_readyz_says_so() {
    let (site, fixture) = (Site::start().await, Fixture::on_sqlite());
    site.set("/ferry?key=s3cr3t", Reply::ok(rsshub(&["1"])).with("etag", "\"1\""));
    let run = Run::start(&[&site.url("/ferry?key=s3cr3t")]).await;
    run.imported(0, 1).await;
    let app: HttpState = fixture.app().await.with_follow(run.status.clone());
    let server = Server::start(app).await;
    let ready = server.get("/readyz").await;
    assert_eq!((ready.status, ready.text()), (200, "ok"));
    let mut failed = 0;
    for (reply, reason) in [
        (Reply::status(500), "status 500"),
        (Reply::status(503).with("retry-after", "0"), "status 503"),
        (Reply::ok(WORDPRESS_PAGE), "HTML page"),
        (Reply::ok(""), "empty"),
        (Reply::ok("nonsense"), "no known format"),
        (Reply::broken("<rss><channel>"), "cannot be fetched"),
        (Reply::redirect(302, &site.numeric_url("/ferry")), "not on the public Internet"),
    ] {
        site.set("/ferry?key=s3cr3t", reply);
        // Later than any request that is under way.
        let source = run.until(0, |source| source.failed > failed + 1).await;
        failed = source.failed;
        let ready = server.get("/readyz").await;
        assert_eq!(ready.status, 200, "it serves what it has");
        let text = ready.text();
        assert!(text.starts_with("ok\ncontent http://localhost:"), "{text}");
        assert!(text.contains("/ferry?…: failing (") && text.contains(reason), "{text}");
        assert!(!text.contains("s3cr3t"), "{text}");
        site.set("/ferry?key=s3cr3t", Reply::ok(rsshub(&["1"])).with("etag", "\"1\""));
        run.until(0, |source| source.state == SourceState::Current).await;
        assert_eq!(server.get("/readyz").await.text(), "ok");
    }
    assert!(run.has("1").await);
    // A feed without items is none that has lost them.
    site.set("/ferry?key=s3cr3t", Reply::ok(rsshub(&[])));
    run.imported(0, 2).await;
    assert!(run.has("1").await);
    // One that breaks off gives what is whole.
    let whole = rsshub(&["2", "3"]);
    let cut = &whole[..whole.rfind("<guid").unwrap()];
    site.set("/ferry?key=s3cr3t", Reply::ok(cut));
    run.imported(0, 3).await;
    assert!(run.has("1").await && run.has("2").await && !run.has("3").await);
}

#[tokio::test]
async fn a_feed_that_moves_is_followed_and_one_that_is_gone_is_not() {
    let site = Site::start().await;
    site.set("/feed/", Reply::ok(rsshub(&["1"])).with("etag", "\"1\""));
    site.set("/feed", Reply::redirect(301, "/feed/"));
    site.set("/other", Reply::ok(rsshub(&["x"])));
    let run = Run::start(&[&site.url("/feed"), &site.url("/other")]).await;
    site.asked("/feed/", 4).await;
    assert_eq!(site.requests("/feed").len(), 1, "the old address is asked once");
    // A new address without a feed is none.
    site.set("/feed/", Reply::redirect(301, "/parked"));
    site.set("/parked", Reply::ok("<html>"));
    run.until(0, is_failing).await;
    site.set("/feed/", Reply::ok(rsshub(&["2"])));
    run.imported(0, 2).await;
    site.set("/feed/", Reply::status(410));
    let gone = run.until(0, |it| matches!(it.state, SourceState::Stopped { .. })).await;
    let asked = site.requests("/feed/").len();
    run.until(1, |source| source.asked >= 12).await;
    assert_eq!(site.requests("/feed/").len(), asked);
    assert_eq!(run.status.sources()[0], gone);
    assert!(run.has("1").await && run.has("2").await);
}

#[tokio::test]
async fn the_pauses_that_feeds_and_servers_ask_for_are_kept() {
    let site = Site::start().await;
    site.set("/busy", Reply::status(503).with("retry-after", "3600"));
    let ttl = rsshub(&["1"]).replace("<generator>", "<ttl>60</ttl><generator>");
    site.set("/ttl", Reply::ok(ttl));
    site.set("/other", Reply::ok(rsshub(&["x"])));
    let contents = ["/busy", "/ttl", "/other"].map(|path| site.url(path));
    let run = Run::start(&contents.each_ref().map(String::as_str)).await;
    run.until(0, is_failing).await;
    run.imported(1, 1).await;
    // As often as the others would be asked several times.
    let asked = run.status.sources()[2].asked;
    run.until(2, |source| source.asked >= asked + 15).await;
    assert_eq!((site.requests("/busy").len(), site.requests("/ttl").len()), (1, 1));
}

#[tokio::test]
async fn the_encoding_of_http_and_a_wrong_one_are_read() {
    let site = Site::start().await;
    let text = rsshub(&["1"]).replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "");
    let big5 = Reply::ok(
        encoding_rs::BIG5
            .encode(&text.replace('号', "號").replace("将", "將").replace("轮", "輪"))
            .0
            .into_owned(),
    );
    site.set("/big5", big5.with("content-type", "text/xml; charset=Big5"));
    let gbk = Reply::ok(encoding_rs::GBK.encode(&text.replace(">1<", ">2<")).0.into_owned());
    site.set("/gbk", gbk.with("content-type", "text/xml; charset=utf-8"));
    let contents = [site.url("/big5"), site.url("/gbk")];
    let run = Run::start(&contents.each_ref().map(String::as_str)).await;
    for (n, id, title) in [(0, "1", "1號渡輪停航"), (1, "2", "1号渡轮停航")] {
        run.imported(n, 1).await;
        let article = run.store.article(&Key::new(id).unwrap()).await.unwrap();
        assert_eq!(article.article.title.as_deref(), Some(title));
    }
}

#[tokio::test]
async fn what_is_gone_is_withdrawn_only_where_that_is_asked_for() {
    let site = Site::start().await;
    for path in ["/all", "/window"] {
        let name = path.trim_start_matches('/');
        let ids = [format!("{name}-1"), format!("{name}-2")];
        site.set(path, Reply::ok(rsshub(&ids.each_ref().map(String::as_str))));
    }
    let contents = [site.url("/all"), site.url("/window")];
    let run = Run::start_pruning(&contents.each_ref().map(String::as_str), |content| {
        content.shown().ends_with("/all")
    })
    .await;
    run.imported(0, 1).await;
    run.imported(1, 1).await;
    let is_shown = async |id: &str| run.store.article(&Key::new(id).unwrap()).await.is_ok();
    // Half a feed withdraws nothing.
    let whole = rsshub(&["all-1", "all-2"]);
    site.set("/all", Reply::ok(&whole[..whole.rfind("<guid").unwrap()]));
    run.imported(0, 2).await;
    assert!(is_shown("all-2").await);
    site.set("/all", Reply::ok(rsshub(&["all-1"])));
    site.set("/window", Reply::ok(rsshub(&["window-1"])));
    run.imported(0, 3).await;
    run.imported(1, 2).await;
    assert!(!is_shown("all-2").await, "withdrawn");
    assert!(is_shown("window-2").await && is_shown("all-1").await);
}

#[tokio::test]
async fn an_import_that_the_database_refuses_is_tried_again() {
    let site = Site::start().await;
    site.set("/ferry", Reply::ok(rsshub(&["1"])).with("etag", "\"1\""));
    let run = Run::start(&[&site.url("/ferry")]).await;
    run.imported(0, 1).await;
    run.store.close().await;
    site.set("/ferry", Reply::ok(rsshub(&["2"])).with("etag", "\"2\""));
    let source = run.until(0, |source| source.failed >= 2).await;
    let SourceState::Failing { reason, .. } = source.state else { panic!("it fails") };
    assert_eq!(reason, "the database does not take it");
    let last = site.requests("/ferry").pop().unwrap();
    assert_eq!(last["if-none-match"], "\"1\"", "what is not imported is not known");
}
