//! One preview in a list.

use zaidu_model::{Preview, Route, SearchQuery};

use crate::pictures::{self, Room};
use crate::ui::Comes;
use crate::ui::node::{Element, Node, element};

/// Where a card stands among others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// The name of the list, which no other on the page has.
    pub list: &'static str,
    /// Counted from 1.
    pub number: usize,
    /// How many there are, once that is known.
    pub of: Option<usize>,
}

/// The card of `preview`: excerpt and time; title and picture when there are. As a
/// part of a feed it can take the focus and says where it stands. What `query` looks
/// for is marked.
pub(super) fn card(preview: Preview, standing: Standing, query: &SearchQuery) -> Element {
    let Preview { id, title, excerpt, published, picture } = preview;
    let number = standing.number.to_string();
    let name = [standing.list, "-", &number].concat();
    let picture = picture.map(|mut picture| {
        let alt = std::mem::take(&mut picture.alt);
        // Nobody wants to hear twice what the words beside it say.
        let is_said = alt == excerpt || title.as_ref() == Some(&alt);
        let alt = if is_said { String::new() } else { alt };
        pictures::picture(&picture, alt, Room::List, Comes::WhenNear)
    });
    // What names the card is its title, else all its words.
    let labelled = |element: Element| element.attr("id", name.clone());
    let excerpt = element("p").with_all(marked(&excerpt, query));
    let words = element("div").attr("class", "card-words");
    let words = match title {
        Some(title) => {
            words.with(labelled(element("h3")).with_all(marked(&title, query))).with(excerpt)
        }
        None => words.with(labelled(excerpt)),
    };
    let link = element("a")
        .attr("class", "card-link")
        .attr("href", Route::Article(id).to_string())
        .with(words)
        .with_all(picture);
    let time = element("time").attr("datetime", published.to_string()).with(published.display());
    element("article")
        .attr("class", "card")
        .attr("tabindex", "-1")
        .attr("aria-labelledby", name)
        .attr("aria-posinset", number)
        .attr("aria-setsize", size(standing.of))
        .with(link)
        .with(time)
}

/// The size of a list as assistive technology reads it.
pub(super) fn size(of: Option<usize>) -> String {
    of.map_or_else(|| "-1".to_owned(), |of| of.to_string())
}

fn marked(text: &str, query: &SearchQuery) -> Vec<Node> {
    let piece = |(piece, is_marked): (&str, bool)| {
        let words = Node::from(piece.to_owned());
        if is_marked { element("mark").with(words).into() } else { words }
    };
    query.highlights(text).into_iter().map(piece).collect()
}
