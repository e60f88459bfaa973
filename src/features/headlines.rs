//! Headlines (要闻): the first articles of the front page.

use leptos::prelude::*;
use zaidu_model::{Preview, Route};

use crate::client_effect::client_effect;
use crate::pictures::{self, PictureSlot};
use crate::preview_meta::{keep_times_relative, preview_meta};
use crate::strings;
use crate::ui::node::{Element, Node, element};
use crate::ui::{Loading, StaticHtml, clauses};

/// Number of headlines with a picture beside the lead: a row on wide screens.
const PICTURED: usize = 3;

/// The headlines: the lead with its picture and excerpt, some with a picture, the others as links.
#[component]
pub fn Headlines(
    /// The headlines; at least one.
    items: Vec<Preview>,
) -> impl IntoView {
    let root = NodeRef::new();
    client_effect(move || keep_times_relative(root));
    view! {
        <div class="headlines" node_ref=root>
            {StaticHtml::new(move || block(items))}
        </div>
    }
}

fn block(items: Vec<Preview>) -> Vec<Node> {
    let mut items = items.into_iter();
    let lead = items.next().map(lead);
    let (pictured, lines) = arrange(items.collect());
    let list = |class: &'static str, items: Vec<Element>| {
        (!items.is_empty()).then(|| element("ul").attr("class", class).with_all(items))
    };
    let pictured = list("headlines-pictured", pictured.into_iter().map(with_picture).collect());
    let lines = list("headlines-lines", lines.into_iter().map(line).collect());
    let heading = element("h2").attr("class", "visually-hidden").with(strings::HEADLINES);
    [Some(heading), lead, pictured, lines].into_iter().flatten().map(Node::from).collect()
}

/// Those that are shown with a picture, and the others. A single picture would not make a row.
fn arrange(items: Vec<Preview>) -> (Vec<Preview>, Vec<Preview>) {
    let (mut pictured, mut lines) = (Vec::new(), Vec::new());
    let count = items.iter().filter(|item| item.picture.is_some()).count();
    for item in items {
        let has_place = count > 1 && pictured.len() < PICTURED;
        let list = if item.picture.is_some() && has_place { &mut pictured } else { &mut lines };
        list.push(item);
    }
    (pictured, lines)
}

fn lead(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let excerpt = preview.title.is_some().then(|| element("p").with(preview.excerpt));
    let picture = preview.picture.map(|picture| {
        // Decorative: the text beside it describes the picture.
        pictures::picture(&picture, String::new(), PictureSlot::Lead, Loading::First)
    });
    let words = element("div")
        .attr("class", "headlines-words")
        .with(element("h3").with_all(clauses(&headline)))
        .with_all(excerpt)
        .with(preview_meta(preview.channel, preview.source, preview.published, preview.live));
    element("a")
        .attr("class", "headlines-lead")
        .attr("href", Route::Article(preview.id).to_string())
        .with_all(picture)
        .with(words)
}

fn with_picture(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let picture = preview.picture.map(|picture| {
        pictures::picture(&picture, String::new(), PictureSlot::Headline, Loading::Lazy)
    });
    let words = element("div")
        .attr("class", "headlines-words")
        .with(element("h3").with(headline))
        .with(preview_meta(preview.channel, None, preview.published, preview.live));
    let link = element("a").attr("href", Route::Article(preview.id).to_string());
    element("li").with(link.with_all(picture).with(words))
}

fn line(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let channel = preview
        .channel
        .map(|channel| element("span").attr("class", "preview-channel").with(channel.name));
    let link = element("a").attr("href", Route::Article(preview.id).to_string());
    element("li").with(link.with_all(channel).with(element("span").with(headline)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{Key, MediaUrl, Picture, Timestamp};

    fn previews(pictured: &[bool]) -> Vec<Preview> {
        let picture = || Picture {
            url: MediaUrl::new("/a.jpg").unwrap(),
            size: None,
            alt: String::new(),
            variants: Vec::new(),
            color: None,
        };
        let preview = |(number, has_picture): (usize, &bool)| Preview {
            id: Key::new(number.to_string()).unwrap(),
            title: None,
            excerpt: String::new(),
            published: Timestamp::EPOCH,
            picture: has_picture.then(picture),
            channel: None,
            source: None,
            language: None,
            live: None,
        };
        pictured.iter().enumerate().map(preview).collect()
    }

    #[test]
    fn pictures_make_a_row_or_are_left_out() {
        let arranged = |pictured: &[bool]| {
            let (pictured, lines) = arrange(previews(pictured));
            let ids = |items: Vec<Preview>| {
                items.into_iter().map(|it| it.id.to_string()).collect::<String>()
            };
            (ids(pictured), ids(lines))
        };
        for (given, pictured, lines) in [
            (&[true, false, true, true, true][..], "023", "14"),
            (&[false, true, false], "", "012"),
            (&[false, false], "", "01"),
            (&[true, true], "01", ""),
        ] {
            assert_eq!(arranged(given), (pictured.to_owned(), lines.to_owned()));
        }
    }
}
