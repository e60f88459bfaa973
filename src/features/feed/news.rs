//! New articles of a list, published while it is read: a button at its head says how many, and shows
//! them. Nothing is added by itself.

use std::sync::atomic::AtomicBool;

use leptos::prelude::*;
use zaidu_model::event::Placed;
use zaidu_model::{Event, Feed, FeedPage, Key, Preview, Topic};

use super::pagination::Pagination;
use crate::backend::{ApiRequest, backend};
use crate::browser::event_source::random;
use crate::browser::{clock, dom, style_sheet};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data::events;
use crate::strings;
use crate::ui::StaticHtml;

/// Within how many milliseconds all readers ask for what they were told of.
const SPREAD: f64 = 4_000.0;

/// Whether the page has the styles of the button.
static HAS_STYLES: AtomicBool = AtomicBool::new(false);

/// The button of the list of `feed` in `pagination`; none for lists that are not by time.
pub(super) fn view_news(feed: &Feed, pagination: RwSignal<Pagination>) -> Option<AnyView> {
    let source = source(feed)?;
    let new = RwSignal::new(Vec::<Preview>::new());
    client_effect(move || follow(source.clone(), pagination, new));
    let is_hidden = move || new.with(Vec::is_empty);
    let text = move || match new.with(Vec::len) {
        0 => String::new(),
        number => strings::new_count(number),
    };
    let show = move |_| {
        pagination.update(|pagination| _ = pagination.prepend(new.get_untracked()));
        new.set(Vec::new());
        // The button is hidden now.
        dom::focus_first("#feed-title");
    };
    let view = view! {
        <p class="feed-news" role="status">
            <button type="button" class="button" hidden=is_hidden on:click=show>
                {StaticHtml::text(text)}
            </button>
        </p>
    };
    Some(view.into_any())
}

/// The feed that has the new articles of `feed`. On the front page the newest are among the headlines
/// when it is loaded anew; until then they are at the head of its list.
fn source(feed: &Feed) -> Option<Feed> {
    match feed {
        Feed::Latest | Feed::FrontLatest => Some(Feed::Latest),
        Feed::Channel { .. } => Some(feed.clone()),
        Feed::Facet(_)
        | Feed::Headlines
        | Feed::FrontChannels
        | Feed::Recommended { .. }
        | Feed::Search { .. } => None,
    }
}

/// Whether the article is in `feed`.
fn is_in(feed: &Feed, placed: &Placed) -> bool {
    match feed {
        Feed::Channel { channel, column } => {
            placed.channel.as_ref() == Some(channel)
                && (column.is_none() || placed.column == *column)
        }
        _ => true,
    }
}

/// Which of the items of the first page are new to a list: those that events have `announced`, and
/// those before the first that it has.
fn unknown(page: FeedPage, announced: &[Key], list: &Pagination) -> Vec<Preview> {
    let mut is_head = true;
    let is_new = |item: &Preview| {
        let is_known = list.knows(&item.id);
        is_head &= !is_known;
        !is_known && (is_head || announced.contains(&item.id))
    };
    let mut is_new = is_new;
    page.items.into_iter().filter(|item| is_new(item)).collect()
}

/// Keeps `new` up to date. It asks for the first page when an event says that there may be more.
fn follow(source: Feed, pagination: RwSignal<Pagination>, new: RwSignal<Vec<Preview>>) {
    style_sheet::add(&HAS_STYLES, include_str!("../../../style/chunks/news.css"));
    let announced = StoredValue::new(Vec::<Key>::new());
    let is_asking = StoredValue::new(false);
    let owner = Owner::current().unwrap_or_default();
    let backend = backend();
    events::subscribe(Topic::Lists, move |event| {
        match event {
            Event::Articles { added, withdrawn } => {
                if withdrawn.iter().any(|id| new.with_untracked(|new| has(new, id))) {
                    new.update(|new| new.retain(|item| !withdrawn.contains(&item.id)));
                }
                let is_new = |placed: &&Placed| {
                    let id = &placed.article;
                    is_in(&source, placed) && !pagination.with_untracked(|it| it.knows(id))
                };
                let ids: Vec<Key> =
                    added.iter().filter(is_new).map(|it| it.article.clone()).collect();
                if ids.is_empty() {
                    return;
                }
                announced.update_value(|announced| announced.extend(ids));
            }
            Event::Reset {} => {}
            Event::Counts { .. } | Event::Article { .. } => return,
        }
        if is_asking.get_value() {
            return;
        }
        is_asking.set_value(true);
        let (backend, source) = (backend.clone(), source.clone());
        owner.with(|| {
            spawn_scoped(async move {
                // Not all readers at once.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                clock::sleep((random() * SPREAD) as u32).await;
                // What comes from here on may not be in the answer.
                is_asking.set_value(false);
                let request = ApiRequest::Feed(source, None);
                if let Ok(page) = backend.fetch_as::<FeedPage>(request).await {
                    let ids = announced.get_value();
                    new.set(pagination.with_untracked(|list| unknown(page, &ids, list)));
                }
            });
        });
    });
}

fn has(items: &[Preview], id: &Key) -> bool {
    items.iter().any(|item| item.id == *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Timestamp;

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    fn page(ids: &[&str]) -> FeedPage {
        let preview = |id: &&str| Preview {
            id: key(id),
            title: None,
            excerpt: String::new(),
            published: Timestamp::EPOCH,
            picture: None,
            channel: None,
            source: None,
            language: None,
            live: None,
        };
        FeedPage { items: ids.iter().map(preview).collect(), next: None, facets: Vec::new() }
    }

    #[test]
    fn new_is_what_was_announced_or_stands_before_what_is_known() {
        let list = Pagination::new(page(&["a", "b"]), [key("above")]);
        let new = |ids: &[&str], announced: &[&str]| {
            let announced: Vec<Key> = announced.iter().map(|id| key(id)).collect();
            let new = unknown(page(ids), &announced, &list);
            new.iter().map(|item| item.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(new(&["n", "above", "a", "old", "b"], &[]), ["n"]);
        assert_eq!(new(&["a", "late", "b", "old"], &["late", "gone"]), ["late"]);
        assert!(new(&["a", "b"], &["a"]).is_empty());
    }

    #[test]
    fn a_channel_has_its_own_articles() {
        let placed = |channel, column| Placed {
            article: key("a"),
            channel: Option::map(channel, key),
            column: Option::map(column, key),
        };
        let feed = |column| Feed::Channel { channel: key("c"), column: Option::map(column, key) };
        assert!(is_in(&feed(None), &placed(Some("c"), Some("d"))));
        assert!(is_in(&feed(Some("d")), &placed(Some("c"), Some("d"))));
        assert!(!is_in(&feed(Some("e")), &placed(Some("c"), Some("d"))));
        assert!(
            !is_in(&feed(None), &placed(Some("x"), None))
                && !is_in(&feed(None), &placed(None, None))
        );
        assert!(is_in(&Feed::Latest, &placed(None, None)));
        assert_eq!(source(&Feed::FrontLatest), Some(Feed::Latest));
        assert_eq!(source(&Feed::Headlines), None);
    }
}
