//! Channel blocks of the front page: the newest articles of each channel.

use leptos::prelude::*;
use zaidu_model::{NamedKey, Preview, Route};

use crate::client_effect::client_effect;
use crate::pictures::{self, PictureSlot};
use crate::preview_meta::{keep_times_relative, preview_meta};
use crate::strings;
use crate::ui::node::{Element, Node, element};
use crate::ui::{Loading, StaticHtml};

/// A block for each channel: its first article with picture and excerpt, the others as links.
#[component]
pub fn ChannelBlocks(
    /// The articles, channel by channel.
    items: Vec<Preview>,
) -> impl IntoView {
    let root = NodeRef::new();
    client_effect(move || keep_times_relative(root));
    view! {
        <div class="channel-blocks" node_ref=root>
            {StaticHtml::new(move || blocks(items))}
        </div>
    }
}

fn blocks(items: Vec<Preview>) -> Vec<Node> {
    let groups = items.chunk_by(|a, b| a.channel == b.channel);
    groups.filter_map(|items| Some(block(items[0].channel.clone()?, items).into())).collect()
}

fn block(channel: NamedKey, items: &[Preview]) -> Element {
    let NamedKey { key, name } = channel;
    let address = Route::Channel { channel: key, column: None }.to_string();
    let heading = element("h2").with(element("a").attr("href", address.clone()).with(name.clone()));
    let more = element("a")
        .attr("class", "channel-more")
        .attr("href", address)
        .attr("aria-label", strings::more_of(&name))
        .with(strings::MORE);
    let mut items = items.iter().cloned();
    let lead = items.next().map(lead);
    let lines: Vec<Element> = items.map(line).collect();
    let lines = (!lines.is_empty()).then(|| element("ul").with_all(lines));
    element("section")
        .attr("class", "channel-block")
        .with(element("header").with(heading).with(more))
        .with_all(lead)
        .with_all(lines)
}

fn lead(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let excerpt = preview.title.is_some().then(|| element("p").with(preview.excerpt));
    let picture = preview.picture.map(|picture| {
        // Decorative: the text beside it describes the picture.
        pictures::picture(&picture, String::new(), PictureSlot::Headline, Loading::Lazy)
    });
    let words = element("div")
        .with(element("h3").with(headline))
        .with_all(excerpt)
        .with(preview_meta(None, preview.source, preview.published, preview.live));
    element("a")
        .attr("class", "channel-lead")
        .attr("href", Route::Article(preview.id).to_string())
        .with_all(picture)
        .with(words)
}

fn line(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let address = Route::Article(preview.id).to_string();
    element("li").with(element("a").attr("href", address).with(headline))
}
