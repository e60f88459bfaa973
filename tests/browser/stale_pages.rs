//! Pages that do not fit the program: cut off, with data that does not parse, or of an older build,
//! from a cache. Each can be read and reacted to, and none reloads itself.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::{self, Next};
use axum::response::Response;
use zaidu::strings;
use zaidu_model::Mood;

use crate::harness::{Fault, Page, phone, sample};
use crate::reactions::{ARTICLE, button, wait_for_moods, wait_for_saved};

type Layer = fn(Router) -> Router;

/// Alters each page of `routes`, after the server has sent it with its policy.
fn altering(routes: Router, alter: fn(String) -> String) -> Router {
    routes.layer(middleware::from_fn(move |mut request: Request, next: Next| async move {
        request.headers_mut().remove(ACCEPT_ENCODING);
        let (mut head, body) = next.run(request).await.into_parts();
        let content_type = head.headers.get(CONTENT_TYPE);
        if !content_type.is_some_and(|it| it.as_bytes().starts_with(b"text/html")) {
            return Response::from_parts(head, body);
        }
        head.headers.remove(CONTENT_LENGTH);
        let page = to_bytes(body, usize::MAX).await.unwrap();
        Response::from_parts(head, Body::from(alter(String::from_utf8(page.to_vec()).unwrap())))
    }))
}

/// Where the hydration data of `page` starts.
fn data_start(page: &str) -> usize {
    page.rfind("<script type=\"application/json\"").unwrap()
}

/// Checks that the article is complete, and that its program works.
async fn comes_to_life(page: &Page) {
    page.goto(&sample::article_path(ARTICLE)).await;
    page.wait_for_program().await;
    page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
    page.tap(".fold-button").await;
    let editor = strings::editor(sample::article(ARTICLE).editor.as_ref().unwrap());
    page.wait_for_text(".editor", &editor).await;
    assert_eq!(page.evaluate::<usize>("document.querySelectorAll('h1').length").await, 1);
    page.tap(&button(Mood::Like)).await;
    wait_for_saved(page).await;
    wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    page.execute("scrollTo(0, 0)").await;
    page.tap(".breadcrumb a").await;
    page.wait_for_text(".feed h2", strings::LATEST).await;
    assert_eq!(page.proxy.count("GET /articles/*"), 1, "it was loaded again");
}

#[test]
fn a_page_without_the_end_of_its_data_comes_to_life() {
    let cut: Layer = |routes| altering(routes, |page| page[..data_start(&page) + 200].to_owned());
    phone().saving_data().with_layer(cut).run(comes_to_life);
}

#[test]
fn a_page_whose_data_was_edited_comes_to_life() {
    let edited: Layer = |routes| {
        altering(routes, |page| {
            let (start, data) = page.split_at(data_start(&page));
            format!(
                "{start}{}",
                data.replace('"', "\u{201d}").replace("\u{201d}zaidu-came\u{201d}", "zaidu-came")
            )
        })
    };
    phone().saving_data().with_layer(edited).run(comes_to_life);
}

#[test]
fn a_page_that_is_cut_in_its_text_is_completed() {
    let cut: Layer = |routes| {
        altering(routes, |page| {
            let text = page.find("class=\"article-body").map_or(page.len(), |at| at + 1_500);
            String::from_utf8_lossy(&page.as_bytes()[..text.min(page.len())]).into_owned()
        })
    };
    phone().saving_data().with_layer(cut).run(comes_to_life);
}

#[test]
fn a_page_of_a_build_without_a_container_is_replaced() {
    let older: Layer = |routes| {
        altering(routes, |page| match page.find("<div id=\"app\"") {
            Some(at) => {
                let length = page[at..].find('>').unwrap() + 1;
                [&page[..at], &page[at + length..]].concat()
            }
            None => page,
        })
    };
    phone().saving_data().with_layer(older).run(comes_to_life);
}

/// Waits until the page has given its program up, and reacts by the form, which loads it again.
async fn works_by_its_forms(page: &Page) {
    page.wait_for_value("document.documentElement.dataset.program ?? ''", "").await;
    page.wait_for(".article-body > .editor").await;
    page.execute("window.isOld = true").await;
    page.tap(&button(Mood::Like)).await;
    page.wait_for_value("window.isOld === undefined", true).await;
    page.wait_for(&format!("{}[aria-pressed=true]", button(Mood::Like))).await;
}

#[test]
fn a_page_without_data_stays_as_it_is_when_the_data_cannot_be_loaded() {
    let cut: Layer = |routes| altering(routes, |page| page[..data_start(&page)].to_owned());
    phone().saving_data().with_layer(cut).tolerating("502").run(async |page| {
        let _failing = page.proxy.fail("GET /api/*", Fault::BadGateway);
        page.goto(&sample::article_path(ARTICLE)).await;
        works_by_its_forms(page).await;
    });
}

#[test]
fn a_page_whose_files_are_gone_works_by_its_forms() {
    phone().tolerating("404").tolerating("integrity").run(async |page| {
        let _gone = page.proxy.fail("GET /zaidu-*", Fault::NotFound);
        page.goto(&sample::article_path(ARTICLE)).await;
        works_by_its_forms(page).await;
    });
}
