//! Loading, error and retry states of every request, under every network and server fault.

use zaidu::backend::BackendError;
use zaidu::strings;
use zaidu_model::{Problem, ProblemCode, Route, api};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

const ARTICLE: &str = sample::LONG;

/// The message that a reader sees for `fault`.
fn message(fault: Fault) -> &'static str {
    strings::error_message(&match fault {
        Fault::Unavailable | Fault::BadGateway | Fault::NotFound => {
            BackendError::Problem(Problem::new(ProblemCode::StoreUnavailable))
        }
        Fault::InvalidJson | Fault::WrongSchema | Fault::CaptivePortal | Fault::Altered => {
            BackendError::InvalidResponse(String::new())
        }
        Fault::TooManyRequests => BackendError::RateLimited(1),
        Fault::CursorForged => BackendError::Problem(Problem::new(ProblemCode::CursorForged)),
        Fault::Truncated | Fault::Disconnected | Fault::ResponseLost => BackendError::Unreachable,
    })
}

/// Tolerates the console errors that the browser logs for failed requests.
fn with_failures(visit: Visit) -> Visit {
    visit.tolerating("Failed to load resource").tolerating("net::ERR_")
}

#[test]
fn a_loading_article_shows_a_skeleton() {
    phone().mounted().run(async |page| {
        let held = page.proxy.hold(sample::get_article(ARTICLE));
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.wait_for(".skeleton-text[role=status]").await;
        page.wait_for_value("document.querySelector('.skeleton').textContent", strings::LOADING)
            .await;
        page.wait_for(".site-channels").await;
        held.release();
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        page.wait_for_none(".skeleton-text").await;
    });
}

#[test]
fn a_loading_list_shows_a_skeleton() {
    phone().mounted().run(async |page| {
        let held = page.proxy.hold(format!("GET {}", api::HEADLINES));
        page.open("/").await;
        held.arrived().await;
        page.wait_for(".page-main .skeleton-cards[role=status]").await;
        held.release();
        page.wait_for(".feed .card").await;
        page.wait_for_none(".skeleton-cards").await;
    });
}

/// Opens `address` as a new visit: opening the current address again would be a reload, which
/// restores the page that was left.
async fn open_afresh(page: &Page, address: &str) {
    page.goto("/healthz").await;
    page.open(address).await;
}

/// For every retryable fault: `within` shows its message and a retry button, and the retry loads
/// `content`.
async fn check_recovery(page: &Page, address: &str, request: &str, within: &str, content: &str) {
    for fault in Fault::RETRYABLE {
        let failing = page.proxy.fail(request, fault);
        open_afresh(page, address).await;
        page.wait_for_text(&format!("{within} [role=alert] :is(p, span)"), message(fault)).await;
        assert_eq!(page.count(&format!("{within} {content}")).await, 0, "{fault:?}");
        failing.clear();
        page.tap_text(&format!("{within} [role=alert] .button"), strings::RETRY).await;
        page.wait_for(&format!("{within} {content}")).await;
        page.wait_for_none("[role=alert]").await;
    }
}

#[test]
fn an_article_recovers_from_every_fault() {
    with_failures(phone().mounted()).run(async |page| {
        let address = sample::article_path(ARTICLE);
        check_recovery(page, &address, &sample::get_article(ARTICLE), "main", "article h1").await;
    });
}

#[test]
fn a_list_recovers_from_every_fault() {
    with_failures(phone().mounted()).run(async |page| {
        let request = format!("GET {}", api::FRONT_LATEST);
        check_recovery(page, "/", &request, "main", ".card").await;
    });
}

#[test]
fn site_data_recovers_from_every_fault() {
    with_failures(phone().mounted()).run(async |page| {
        let request = format!("GET {}", api::SITE);
        check_recovery(page, "/", &request, "header", ".site-channels").await;
    });
}

#[test]
fn a_ranking_recovers_from_every_fault() {
    with_failures(phone().mounted()).run(async |page| {
        let address = Route::Ranking.to_string();
        let request = format!("GET {}*", api::RANKINGS);
        check_recovery(page, &address, &request, "main", ".notice:not([role])").await;
    });
}

#[test]
fn the_next_page_of_a_list_recovers_from_every_fault() {
    with_failures(phone().mounted().saving_data()).run(async |page| {
        for fault in Fault::RETRYABLE {
            open_afresh(page, &sample::list_path()).await;
            page.wait_for(".feed .card").await;
            let failing = page.proxy.fail("GET /api/feeds/latest?cursor=*", fault);
            page.tap(".feed-more").await;
            page.wait_for_text(".feed-end [role=status]", message(fault)).await;
            failing.clear();
            page.tap_text(".feed-more", strings::RETRY).await;
            page.wait_for_value("visible('.feed .card').length", 40).await;
        }
    });
}

#[test]
fn an_article_is_readable_without_site_data() {
    with_failures(phone().mounted()).run(async |page| {
        let failing = page.proxy.fail(format!("GET {}", api::SITE), Fault::Unavailable);
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        page.wait_for_text(".site-failed span", message(Fault::Unavailable)).await;
        page.wait_for(".mood").await;
        page.wait_for(".feed .card").await;
        failing.clear();
        page.tap(".site-failed .button").await;
        page.wait_for(".site-channels").await;
        page.wait_for(".cards .tile").await;
        assert_eq!(page.count("article h1").await, 1);
    });
}

#[test]
fn an_article_is_readable_when_all_other_requests_fail() {
    with_failures(desktop().mounted()).run(async |page| {
        let requests = ["GET /api/feeds/*", "GET /api/rankings*", "GET /api/site"];
        let _failing = requests.map(|request| page.proxy.fail(request, Fault::Disconnected));
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        page.wait_for(".article-body > p").await;
        page.wait_for_text(".feed [role=alert] p", message(Fault::Disconnected)).await;
        page.wait_for_text(".aside-ranking [role=alert] p", message(Fault::Disconnected)).await;
    });
}

#[test]
fn a_request_times_out() {
    with_failures(phone().mounted()).run(async |page| {
        // The app's request timeout fires at once; other timers are unchanged, those of a driver too.
        page.prepare(
            "const timer = window.setTimeout;
            window.setTimeout = (then, wait, ...more) =>
                timer(then, wait === 20000 ? 0 : wait, ...more);",
        )
        .await;
        let held = page.proxy.hold(sample::get_article(ARTICLE));
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_text("main [role=alert] p", strings::error_message(&BackendError::TimedOut))
            .await;
        held.arrived().await;
    });
}

#[test]
fn a_mounted_page_without_scripts_shows_noscript_text() {
    phone().mounted().without_scripts().run(async |page| {
        page.goto(&sample::article_path(ARTICLE)).await;
        page.wait_for("noscript p").await;
    });
}
