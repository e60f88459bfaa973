//! One preview in a list.

use zaidu_model::{Preview, Query, Route, Size};

use crate::ui;
use crate::ui::markup::{Element, Piece, tag};

/// The card of `preview`: excerpt and time; title and picture when there are. What
/// `query` looks for is marked.
pub(super) fn card(preview: Preview, query: &Query) -> Element {
    let Preview { id, title, excerpt, published, picture } = preview;
    let picture = picture.map(|picture| {
        // The words beside it say what it is about.
        ui::picture(picture.url.into(), String::new(), picture.size.map(Size::into))
    });
    let words = tag("div")
        .attr("class", "card-words")
        .with_all(title.map(|title| tag("h3").with_all(marked(&title, query))))
        .with(tag("p").with_all(marked(&excerpt, query)));
    let link = tag("a")
        .attr("class", "card-link")
        .attr("href", Route::Article(id).to_string())
        .with(words)
        .with_all(picture);
    let time = tag("time").attr("datetime", published.to_string()).with(published.display());
    tag("article").attr("class", "card").with(link).with(time)
}

fn marked(text: &str, query: &Query) -> Vec<Piece> {
    let piece = |(piece, is_marked): (&str, bool)| {
        let words = Piece::from(piece.to_owned());
        if is_marked { tag("mark").with(words).into() } else { words }
    };
    query.marks(text).into_iter().map(piece).collect()
}
