//! One preview in a list.

use zaidu_model::{Preview, Route, Size};

use crate::ui;
use crate::ui::markup::{Element, tag};

/// The card of `preview`: excerpt and time; title and picture when there are.
pub(super) fn card(preview: Preview) -> Element {
    let Preview { id, title, excerpt, published, picture } = preview;
    let picture = picture.map(|picture| {
        // The words beside it say what it is about.
        ui::picture(picture.url.into(), String::new(), picture.size.map(Size::into))
    });
    let words = tag("div")
        .attr("class", "card-words")
        .with_all(title.map(|title| tag("h3").with(title)))
        .with(tag("p").with(excerpt));
    let link = tag("a")
        .attr("class", "card-link")
        .attr("href", Route::Article(id).to_string())
        .with(words)
        .with_all(picture);
    let time = tag("time").attr("datetime", published.to_string()).with(published.display());
    tag("article").attr("class", "card").with(link).with(time)
}
