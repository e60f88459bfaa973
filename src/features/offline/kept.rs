//! The articles that are kept, as a list of links.

use leptos::tachys::renderer::types::Element;
use leptos::task::spawn_local;
use zaidu_model::json::{self, WithoutText};
use zaidu_model::{Route, Timestamp};

use super::bar::add_styles;
use crate::browser::{clock, service_worker};
use crate::strings;
use crate::ui::node::{Node, element, replace_content};

/// Shows the list in `place` when it is read. An entry that is damaged is left out.
pub(super) fn show(place: Element) {
    add_styles();
    spawn_local(async move {
        let now = clock::now();
        let kept = service_worker::kept_articles().await;
        let items: Vec<Node> = kept.iter().filter_map(|(at, text)| item(*at, text, now)).collect();
        let content = if !items.is_empty() {
            element("ul").with_all(items)
        } else if service_worker::is_supported() {
            element("p").with(strings::NOTHING_KEPT)
        } else {
            element("p").with(strings::NO_OFFLINE)
        };
        replace_content(&place, &[content.into()]);
    });
}

fn item(kept_at: i64, text: &str, now: Timestamp) -> Option<Node> {
    let WithoutText(article) = json::from_str(text).ok()?;
    let link = element("a").attr("href", Route::Article(article.id.clone()).to_string());
    let link = link.with(article.headline().into_owned());
    let kept_at = Timestamp::from_unix(kept_at).ok()?;
    let kept = strings::kept_article(&strings::relative_time(kept_at, now));
    let time = element("time").attr("datetime", kept_at.to_string()).with(kept);
    Some(element("li").with(link).with(time).into())
}
