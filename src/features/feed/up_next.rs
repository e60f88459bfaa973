//! 接着读: the first recommendation as a card of its own, ahead of the list, which leaves it out.

use leptos::prelude::*;
use zaidu_model::{FeedPage, Key, Preview, Route};

use super::visited::visited_ids;
use crate::client_effect::client_effect;
use crate::pictures::{self, PictureSlot};
use crate::preview_meta::{keep_times_relative, preview_meta};
use crate::scroll_restoration;
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{Loading, StaticHtml};

/// The article to be read next, among the recommendations of `first`: the first that is neither
/// `excluded` nor visited nor pinned, for what is pinned is recommended with every article; else
/// the first pinned one.
pub(super) fn choose<'a>(
    first: &'a FeedPage,
    excluded: &[Key],
    pins: &[Key],
    visited: &[Key],
) -> Option<&'a Preview> {
    let is_new = |item: &&Preview| !excluded.contains(&item.id) && !visited.contains(&item.id);
    let new = || first.items.iter().filter(is_new);
    new().find(|item| !pins.contains(&item.id)).or_else(|| new().next())
}

/// The visited articles that a list of recommendations with the API path `path` leaves out. The
/// server does not know them, and a restored list is shown unchanged.
pub(super) fn left_out(path: &str, is_rendered: bool) -> Vec<Key> {
    let is_new = !is_rendered && !scroll_restoration::has_restored_list(path);
    if is_new { visited_ids() } else { Vec::new() }
}

/// The card of `next`; nothing without one.
pub(super) fn up_next(next: Option<Preview>) -> AnyView {
    next.map(|next| {
        let root = NodeRef::new();
        client_effect(move || keep_times_relative(root));
        view! {
            <section class="up-next">
                <h2>{strings::UP_NEXT}</h2>
                <div class="card" node_ref=root>{StaticHtml::new(move || card(next))}</div>
            </section>
        }
    })
    .into_any()
}

fn card(next: Preview) -> Vec<Node> {
    let title = element("h3").with(next.headline().into_owned());
    // One from right to left stands at the right.
    let direction = next.language.as_ref().map(|_| "auto");
    let title = title.maybe_attr("lang", next.language.map(String::from));
    let title = title.maybe_attr("dir", direction);
    let meta = preview_meta(next.channel, next.source, next.published, next.live);
    let picture = next.picture.map(|picture| {
        // Decorative: the title beside it describes the picture.
        pictures::picture(&picture, String::new(), PictureSlot::List, Loading::Lazy)
    });
    let words = element("div").attr("class", "card-words").with(title).with(meta);
    let link = element("a")
        .attr("href", Route::Article(next.id).to_string())
        .with(words)
        .with_all(picture);
    vec![link.into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_read_or_pinned_is_not_next() {
        let preview = |id: &str| -> Preview {
            let wire = format!(r#"{{"id":"{id}","published":"2026-11-20T08:00:00Z"}}"#);
            serde_json::from_str(&wire).unwrap()
        };
        let first =
            FeedPage { items: ["pin", "b", "c", "d"].map(preview).to_vec(), ..FeedPage::default() };
        let keys = |ids: &[&str]| ids.iter().map(|id| Key::new(*id).unwrap()).collect::<Vec<_>>();
        let chosen = |excluded: &[&str], visited: &[&str]| {
            choose(&first, &keys(excluded), &keys(&["pin"]), &keys(visited))
                .map(|next| next.id.to_string())
        };
        assert_eq!(chosen(&[], &[]).as_deref(), Some("b"));
        assert_eq!(chosen(&["b"], &["c"]).as_deref(), Some("d"));
        assert_eq!(chosen(&["b", "d"], &["c"]).as_deref(), Some("pin"));
        assert_eq!(chosen(&["b", "d"], &["c", "pin"]), None);
    }
}
