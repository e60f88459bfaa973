//! Every wait has its faces, whatever the network does.

use zaidu::backend::BackendError;
use zaidu::strings;
use zaidu_model::{Problem, ProblemCode, Route, api};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

const ARTICLE: &str = sample::LONG;

/// What a reader is told about `fault`.
fn said(fault: Fault) -> &'static str {
    strings::failure(&match fault {
        Fault::Unavailable | Fault::BadGateway | Fault::NotFound => {
            BackendError::Problem(Problem::new(ProblemCode::StoreUnavailable))
        }
        Fault::Garbage | Fault::OtherShape | Fault::SignIn | Fault::Altered => {
            BackendError::Garbled(String::new())
        }
        Fault::TooMany => BackendError::Busy(1),
        Fault::CursorForged => BackendError::Problem(Problem::new(ProblemCode::CursorForged)),
        Fault::Truncated | Fault::HangUp | Fault::Lost => BackendError::Unreachable,
    })
}

/// A visit on which requests fail, which the browser says on its console.
fn stormy(visit: Visit) -> Visit {
    visit.tolerating("Failed to load resource").tolerating("net::ERR_")
}

#[test]
fn an_article_on_its_way_has_a_skeleton() {
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
fn a_list_on_its_way_has_a_skeleton() {
    phone().mounted().run(async |page| {
        let held = page.proxy.hold(format!("GET {}", api::LATEST));
        page.open("/").await;
        held.arrived().await;
        page.wait_for(".feed .skeleton-cards[role=status]").await;
        held.release();
        page.wait_for(".feed .card").await;
        page.wait_for_none(".skeleton-cards").await;
    });
}

/// Opens `address` as a visit of its own: the same address once more would be the
/// page that was left.
async fn open_afresh(page: &Page, address: &str) {
    page.goto("/healthz").await;
    page.open(address).await;
}

/// With every fault: words and a retry in `within`; the retry brings `content`.
async fn recovers(page: &Page, address: &str, call: &str, within: &str, content: &str) {
    for fault in Fault::RETRYABLE {
        let failing = page.proxy.fail(call, fault);
        open_afresh(page, address).await;
        page.wait_for_text(&format!("{within} [role=alert] :is(p, span)"), said(fault)).await;
        assert_eq!(page.count(&format!("{within} {content}")).await, 0, "{fault:?}");
        failing.clear();
        page.tap_text(&format!("{within} [role=alert] .button"), strings::RETRY).await;
        page.wait_for(&format!("{within} {content}")).await;
        page.wait_for_none("[role=alert]").await;
    }
}

#[test]
fn an_article_recovers_from_every_fault() {
    stormy(phone().mounted()).run(async |page| {
        let address = sample::article_path(ARTICLE);
        recovers(page, &address, &sample::get_article(ARTICLE), "main", "article h1").await;
    });
}

#[test]
fn a_list_recovers_from_every_fault() {
    stormy(phone().mounted()).run(async |page| {
        let call = format!("GET {}", api::LATEST);
        recovers(page, "/", &call, "main", ".card").await;
    });
}

#[test]
fn the_newsroom_recovers_from_every_fault() {
    stormy(phone().mounted()).run(async |page| {
        let call = format!("GET {}", api::SITE);
        recovers(page, "/", &call, "header", ".site-channels").await;
    });
}

#[test]
fn a_ranking_recovers_from_every_fault() {
    stormy(phone().mounted()).run(async |page| {
        let address = Route::Ranking.to_string();
        let call = format!("GET {}*", api::RANKINGS);
        recovers(page, &address, &call, "main", ".notice:not([role])").await;
    });
}

#[test]
fn the_next_page_of_a_list_recovers_from_every_fault() {
    stormy(phone().mounted().saving_data().with_feed(sample::feed_without_pins())).run(
        async |page| {
            for fault in Fault::RETRYABLE {
                open_afresh(page, "/").await;
                page.wait_for(".feed .card").await;
                let failing = page.proxy.fail("GET /api/feeds/latest?cursor=*", fault);
                page.tap(".feed-more").await;
                page.wait_for_text(".feed-end [role=status]", said(fault)).await;
                failing.clear();
                page.tap_text(".feed-more", strings::RETRY).await;
                page.wait_for_value("visible('.feed .card').length", 40).await;
            }
        },
    );
}

#[test]
fn an_article_is_read_while_the_newsroom_is_away() {
    stormy(phone().mounted()).run(async |page| {
        let failing = page.proxy.fail(format!("GET {}", api::SITE), Fault::Unavailable);
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        page.wait_for_text(".site-failed span", said(Fault::Unavailable)).await;
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
fn an_article_is_read_while_everything_else_is_away() {
    stormy(desktop().mounted()).run(async |page| {
        let calls = ["GET /api/feeds/*", "GET /api/rankings*", "GET /api/site"];
        let _failing = calls.map(|call| page.proxy.fail(call, Fault::HangUp));
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        page.wait_for(".article-body > p").await;
        page.wait_for_text(".feed [role=alert] p", said(Fault::HangUp)).await;
        page.wait_for_text(".aside-ranking [role=alert] p", said(Fault::HangUp)).await;
    });
}

#[test]
fn an_answer_that_never_comes_is_given_up() {
    stormy(phone().mounted()).run(async |page| {
        // The app's deadline passes at once; shorter timers are not touched.
        page.prepare(
            "const timer = window.setTimeout;
            window.setTimeout = (then, wait, ...more) =>
                timer(then, wait >= 20000 ? 0 : wait, ...more);",
        )
        .await;
        let held = page.proxy.hold(sample::get_article(ARTICLE));
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_text("main [role=alert] p", strings::failure(&BackendError::TimedOut)).await;
        held.arrived().await;
    });
}

#[test]
fn a_mounted_page_without_scripts_says_so() {
    phone().mounted().without_scripts().run(async |page| {
        page.goto(&sample::article_path(ARTICLE)).await;
        page.wait_for("noscript p").await;
    });
}
