//! Long list demo, `/gallery?list=10000`: generated articles for benchmarks and tests of very long
//! lists. Only in builds with the `mock` feature.

use leptos::prelude::*;
use zaidu_model::{Cursor, FeedPage, Key, MediaUrl, Picture, Preview, Size, Timestamp};

use crate::features::feed::{self, FeedList, Pagination, Trigger};
use crate::{router, scroll_restoration};

/// Number of previews per page.
const PAGE_SIZE: usize = 20;

/// A list with a button that fills it up to `length`, besides its own, which adds a page.
#[component]
pub(super) fn LongListPage(
    /// The target number of previews.
    length: usize,
) -> impl IntoView {
    let address = router::current().0;
    let first =
        scroll_restoration::take_list(&address).unwrap_or_else(|| page(0, PAGE_SIZE.min(length)));
    let pagination = RwSignal::new(Pagination::new(first, []));
    feed::cache_list(address, pagination);
    let fill = move |_| {
        pagination.update(|pagination| {
            if let Some(start) = pagination.request(Trigger::User) {
                let _ = pagination.receive(&start, Ok(page(pagination.len(), length)));
            }
        });
    };
    let on_load_more = move |trigger| {
        // No prefetch: a benchmark controls when a page is added.
        if trigger == Trigger::User {
            pagination.update(|pagination| {
                if let Some(start) = pagination.request(trigger) {
                    let _ = pagination
                        .receive(&start, Ok(page(pagination.len(), pagination.len() + PAGE_SIZE)));
                }
            });
        }
    };
    view! {
        <div class="page">
            <h1 id="feed-title">"Endless"</h1>
            <button class="button" id="fill" on:click=fill>
                "Fill"
            </button>
            <section class="feed">
                <FeedList pagination on_load_more />
            </section>
        </div>
    }
}

/// A page with the previews `from..to`, which always has a next page.
fn page(from: usize, to: usize) -> FeedPage {
    let items = (from..to).filter_map(preview).collect();
    FeedPage { items, next: Some(Cursor::from_wire(to.to_string())), facets: Vec::new() }
}

/// Preview `number`: every third has a title, every fourth a picture.
fn preview(number: usize) -> Option<Preview> {
    let size = Size::new(120, 80);
    let picture = MediaUrl::new("/icon.svg").ok().filter(|_| number.is_multiple_of(4));
    Some(Preview {
        id: Key::new(format!("made-up-{number}")).ok()?,
        title: number.is_multiple_of(3).then(|| format!("Made up, number {number}")),
        excerpt: "Words that nobody wrote for anybody. ".repeat(1 + number % 3),
        published: Timestamp::from_unix(1_700_000_000 - 60 * i64::try_from(number).ok()?).ok()?,
        picture: picture.map(|url| Picture {
            url,
            size,
            alt: String::new(),
            variants: Vec::new(),
            color: None,
        }),
        channel: None,
        source: None,
        language: None,
        live: None,
    })
}
