//! Cards of a feed: one preview as static HTML, with its position for assistive technology.

use zaidu_model::{Preview, Route, SearchQuery};

use super::pagination::{Pagination, Section, State};
use crate::pictures::{self, PictureSlot};
use crate::preview_meta::{day, preview_meta};
use crate::ui::Loading;
use crate::ui::node::{Element, Node, element};

/// Position of a card in its list.
#[derive(Debug, Clone, Copy)]
struct CardPosition {
    /// The name of the list, unique on the page.
    list: &'static str,
    /// Counted from 1.
    number: usize,
    /// Length of the list; `None` while it is not known.
    total: Option<usize>,
}

/// The cards of `section`.
pub(super) fn section_cards(
    section: &Section,
    list: &'static str,
    pagination: &Pagination,
) -> Vec<Node> {
    let (total, query) = (known_length(pagination), pagination.query());
    let layout = pagination.layout();
    let mut previous = pagination.before(section.first).map(|item| item.published.start_of_day());
    let card_of = |(number, item): (usize, &Preview)| {
        let today = item.published.start_of_day();
        let is_first = layout.by_day && previous.replace(today) != Some(today);
        let mut item = item.clone();
        if layout.in_channel {
            item.channel = None;
        }
        let day = is_first.then(|| day(item.published));
        card(item, day, CardPosition { list, number, total }, query).into()
    };
    (section.first..).zip(&section.items).map(card_of).collect()
}

/// Length of the list; `None` before its end is loaded.
pub(super) fn known_length(pagination: &Pagination) -> Option<usize> {
    (*pagination.state() == State::Done).then(|| pagination.len())
}

/// The value of `aria-setsize` for a list of `total` items; -1 for an unknown length.
pub(super) fn aria_setsize(total: Option<usize>) -> String {
    total.map_or_else(|| "-1".to_owned(), |total| total.to_string())
}

/// The card of `preview`: excerpt and meta line; title and picture if there are any, and `day`
/// above. As an item of a feed it is focusable and has its position. Matches of `query` are marked.
fn card(
    preview: Preview,
    day: Option<Element>,
    position: CardPosition,
    query: &SearchQuery,
) -> Element {
    let Preview { id, title, excerpt, published, picture, channel, source, language, live } =
        preview;
    let number = position.number.to_string();
    let label_id = [position.list, "-", &number].concat();
    let picture = picture.map(|mut picture| {
        let alt = std::mem::take(&mut picture.alt);
        // A screen reader must not announce the same text twice.
        let is_redundant = alt == excerpt || title.as_ref() == Some(&alt);
        let alt = if is_redundant { String::new() } else { alt };
        pictures::picture(&picture, alt, PictureSlot::List, Loading::Lazy)
    });
    // The accessible name of the card is its title, else its excerpt.
    let label = |element: Element| element.attr("id", label_id.clone());
    // One from right to left stands at the right.
    let in_language = |element: Element| {
        let direction = language.as_ref().map(|_| "auto");
        let language = language.clone().map(String::from);
        element.maybe_attr("lang", language).maybe_attr("dir", direction)
    };
    let excerpt = in_language(element("p")).with_all(marked(&excerpt, query));
    let text = element("div").attr("class", "card-words");
    let text = match title {
        Some(title) => text
            .with(label(in_language(element("h3"))).with_all(marked(&title, query)))
            .with(excerpt),
        None => text.with(label(excerpt)),
    };
    let meta = preview_meta(channel, source, published, live);
    let link = element("a")
        .attr("class", "card-link")
        .attr("href", Route::Article(id).to_string())
        .with(text.with(meta))
        .with_all(picture);
    element("article")
        .attr("class", "card")
        // ARIA in HTML allows a position only with a role that is written out.
        .attr("role", "article")
        .attr("tabindex", "-1")
        .attr("aria-labelledby", label_id)
        .attr("aria-posinset", number)
        .attr("aria-setsize", aria_setsize(position.total))
        .with_all(day)
        .with(link)
}

/// `text` with the matches of `query` in `<mark>` elements.
fn marked(text: &str, query: &SearchQuery) -> Vec<Node> {
    let node = |(part, is_marked): (&str, bool)| {
        let text = Node::from(part.to_owned());
        if is_marked { element("mark").with(text).into() } else { text }
    };
    query.highlights(text).into_iter().map(node).collect()
}
