//! One preview in a list.

use zaidu_model::{Preview, Route};

use crate::pictures::{self, Room};
use crate::ui::Comes;
use crate::ui::markup::{Element, tag};

/// The card of `preview`: excerpt and time; title and picture when there are.
pub(super) fn card(preview: Preview) -> Element {
    let Preview { id, title, excerpt, published, picture } = preview;
    let picture = picture.map(|mut picture| {
        let alt = std::mem::take(&mut picture.alt);
        // Nobody wants to hear twice what the words beside it say.
        let is_said = alt == excerpt || title.as_ref() == Some(&alt);
        let alt = if is_said { String::new() } else { alt };
        pictures::picture(&picture, alt, Room::List, Comes::WhenNear)
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
