//! Meta line of a preview, channel, source and time; and the times of a page relative to now.
//!
//! A page is rendered with absolute times: it may be cached, and the reader's clock is not known.
//! Once it is in a browser they are replaced; the absolute time stays in `datetime` and as title.

use leptos::html;
use leptos::prelude::*;
use leptos::tachys::renderer::types::Element as DomElement;
use zaidu_model::{LiveState, NamedKey, Timestamp};

use crate::browser::{clock, dom, lifecycle};
use crate::strings;
use crate::ui::node::{Element, element};

/// The class of a time that stands for its day.
const DAY_CLASS: &str = "day";

/// The line with `channel`, `source` and time of a preview, after the mark of a `live` article.
#[must_use]
pub fn preview_meta(
    channel: Option<NamedKey>,
    source: Option<String>,
    published: Timestamp,
    live: Option<LiveState>,
) -> Element {
    let name = |name| element("span").with(name);
    let channel = channel.map(|channel| name(channel.name).attr("class", "preview-channel"));
    let time = element("time").attr("datetime", published.to_string()).with(published.display());
    element("span")
        .attr("class", "preview-meta")
        .with_all(live.map(|state| element("strong").with(strings::live_mark(state))))
        .with_all(channel)
        .with_all(source.map(name))
        .with(time)
}

/// The day of `published`, above the first article of that day.
#[must_use]
pub fn day(published: Timestamp) -> Element {
    element("time")
        .attr("class", DAY_CLASS)
        .attr("datetime", published.to_string())
        .with(strings::day(published, None))
}

/// Shows the times in `root` relative to now, and again when the reader comes back to the page,
/// until the current owner ends. Only in a browser.
pub fn keep_times_relative(root: NodeRef<html::Div>) {
    let show = move || {
        if let Some(root) = root.get_untracked() {
            show_relative_times(&root);
        }
    };
    show();
    lifecycle::on_return(show);
}

/// Shows the times in `root` relative to now.
pub fn show_relative_times(root: &DomElement) {
    let now = clock::now();
    for time in dom::query_all(root, "time") {
        let at = time.get_attribute("datetime").map(|at| Timestamp::parse(&at));
        let Some(Ok(published)) = at else { continue };
        let text = if time.class_name() == DAY_CLASS {
            strings::day(published, Some(now))
        } else {
            strings::relative_time(published, now)
        };
        dom::set_text(&time, &text, &published.display());
    }
}
