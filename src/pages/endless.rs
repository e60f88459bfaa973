//! `/gallery?list=10000`: a list as long as the address says, of made-up articles,
//! for benchmarks and for tests of very long lists. Only builds with the mock have
//! it.

use leptos::prelude::*;
use zaidu_model::{Cursor, FeedPage, Key, MediaUrl, Picture, Preview, Size, Timestamp};

use crate::features::feed::{self, FeedList, Pagination, Trigger};
use crate::{router, scroll_restoration};

/// Previews that one tap adds.
const PAGE: usize = 20;

/// A list with a button that fills it to `length`, and its own that adds a page.
#[component]
pub(super) fn EndlessPage(
    /// How many previews there are to be.
    length: usize,
) -> impl IntoView {
    let address = router::current().0;
    let first =
        scroll_restoration::take_list(&address).unwrap_or_else(|| page(0, PAGE.min(length)));
    let pagination = RwSignal::new(Pagination::new(first, []));
    feed::keep(address, pagination);
    let fill = move |_| {
        pagination.update(|pagination| {
            if let Some(place) = pagination.ask(Trigger::User) {
                let _ = pagination.came(&place, Ok(page(pagination.len(), length)));
            }
        });
    };
    let on_wish = move |trigger| {
        // Nothing comes by itself: who measures says when.
        if trigger == Trigger::User {
            pagination.update(|pagination| {
                if let Some(place) = pagination.ask(trigger) {
                    let _ = pagination
                        .came(&place, Ok(page(pagination.len(), pagination.len() + PAGE)));
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
                <FeedList pagination on_wish />
            </section>
        </div>
    }
}

/// The previews from number `from` to before number `to`, and more behind them.
fn page(from: usize, to: usize) -> FeedPage {
    let items = (from..to).filter_map(preview).collect();
    FeedPage { items, next: Some(Cursor::from_wire(to.to_string())) }
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
        picture: picture.map(|url| Picture { url, size, alt: String::new(), variants: Vec::new() }),
    })
}
