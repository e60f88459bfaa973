//! Live article (直播): state and key points above the text, the time line of entries below it. In
//! the chunk of texts: a rendered page has it, and a page that is followed makes new entries with it.

use zaidu_model::live::{LiveOrder, LiveView};
use zaidu_model::{Key, Live, LiveEntry, Route};

use super::blocks::blocks;
use crate::chunk::{self, ChunkFuture, chunk_fn};
use crate::strings;
use crate::ui::node::{Element, Node, element};

/// The stylesheet of live articles. In a body, a page without scripts loads it too.
const SHEET: &str = "/live.css";

chunk_fn! {
    in text, loaded by load_read;
    /// What a server answers about a live article; `None` for anything else.
    pub fn read_live(json: String) -> Option<Live> {
        zaidu_model::json::from_str(&json).ok()
    }
}

chunk_fn! {
    in text, loaded by load_head;
    /// The content of the head of a live article.
    pub fn live_head(live: Live) -> Vec<Node> {
        head_nodes(&live)
    }
}

chunk_fn! {
    in text, loaded by load_entry;
    /// An entry of a live article.
    pub fn live_entry(entry: LiveEntry) -> Vec<Node> {
        vec![entry_node(entry)]
    }
}

/// Loads the code of these functions, each of which is ready only then.
pub fn load_live() -> ChunkFuture<()> {
    chunk::all([load_read(), load_head(), load_entry()])
}

/// The head of a live article, which stands above its text.
pub(super) fn head(live: &Live) -> Element {
    element("div").attr("class", "live-head").with_all(head_nodes(live))
}

fn head_nodes(live: &Live) -> Vec<Node> {
    let state = element("p")
        .attr("class", "live-state")
        .attr("data-state", live.state.key())
        .with(strings::live_state(live.state, live.start, live.total));
    let points = live.key_points.iter().map(|point| element("li").with(point.clone()));
    let points = element("ul").with_all(points);
    let title = element("h2").with(strings::KEY_POINTS);
    let points = (!live.key_points.is_empty())
        .then(|| element("div").attr("class", "live-points").with(title).with(points));
    [Some(state), points].into_iter().flatten().map(Node::from).collect()
}

/// The time line of the live article `id`.
pub(super) fn time_line(id: &Key, live: Live) -> Element {
    let address = |view: &LiveView| Route::Article(id.clone()).to_string() + &view.query();
    let first = |order| address(&LiveView { order, cursor: None });
    // They load the page anew, with or without a program.
    let link = |href: String, text: &'static str| {
        element("a").attr("href", href).attr("rel", "external").with(text)
    };
    let order = |order, text| {
        let current = (order == live.order && !live.continued).then_some("true");
        link(first(order), text).maybe_attr("aria-current", current)
    };
    let orders = element("nav")
        .attr("class", "live-order")
        .attr("aria-label", strings::LIVE_ORDER)
        .with(order(LiveOrder::Newest, strings::NEWEST_FIRST))
        .with(order(LiveOrder::Oldest, strings::OLDEST_FIRST));
    let start = live.continued.then(|| {
        let start = link(first(live.order), strings::FIRST_ENTRIES);
        element("p").attr("class", "live-start").with(start)
    });
    let more = live.next.map(|cursor| {
        let text = match live.order {
            LiveOrder::Newest => strings::OLDER_ENTRIES,
            LiveOrder::Oldest => strings::NEWER_ENTRIES,
        };
        let view = LiveView { order: live.order, cursor: Some(cursor.clone()) };
        let link = link(address(&view), text).attr("class", "button").attr("data-next", cursor);
        element("p").attr("class", "live-more").with(link)
    });
    let none = live
        .entries
        .is_empty()
        .then(|| element("p").attr("class", "live-none").with(strings::NO_ENTRIES));
    let entries = element("ol").attr("class", "live-entries").attr("role", "list");
    element("section")
        .attr("class", "live")
        .attr("aria-label", strings::LIVE_UPDATES)
        .attr("data-revision", live.revision.to_string())
        .attr("data-order", live.order.key())
        .maybe_attr("data-continued", live.continued.then_some(""))
        .with(element("h2").attr("class", "visually-hidden").with(strings::LIVE_UPDATES))
        .with(orders)
        .with(element("div").attr("class", "live-new").attr("role", "status"))
        .with_all(start)
        .with_all(none)
        .with(entries.with_all(live.entries.into_iter().map(entry_node)))
        .with_all(more)
}

/// The link that brings the stylesheet.
pub(super) fn sheet() -> Element {
    element("link").attr("rel", "stylesheet").attr("href", SHEET)
}

fn entry_node(entry: LiveEntry) -> Node {
    let anchor = entry.anchor();
    let class = if entry.withdrawn {
        Some("live-withdrawn")
    } else {
        entry.important.then_some("live-important")
    };
    let time = element("time")
        .attr("datetime", entry.time.to_string())
        .with(strings::entry_time(entry.time));
    let time = element("p")
        .attr("class", "live-time")
        .with(time)
        .with_all(entry.important.then(|| element("strong").with(strings::IMPORTANT)));
    let withdrawn = entry.withdrawn.then(|| element("p").with(strings::ENTRY_WITHDRAWN));
    let correction = entry.correction.map(|text| {
        let label = element("strong").with(strings::CORRECTION);
        element("p").attr("class", "live-correction").with(label).with(text)
    });
    element("li")
        .attr("id", anchor)
        .attr("tabindex", "-1")
        .attr("data-time", entry.time.unix().to_string())
        .maybe_attr("class", class)
        .with(time)
        .with_all(entry.headline.map(|headline| element("h3").with(headline)))
        .with_all(withdrawn)
        .with_all(blocks(entry.body, 0, Vec::new()))
        .with_all(correction)
        .into()
}
