//! In-page links: the places of a text to which its own links lead, and what becomes of links to
//! places that are not there.

use std::collections::{HashMap, HashSet};

use zaidu_model::block::plain_text;
use zaidu_model::{Block, Inline, Key, Link};

use super::dom::{Dom, NodeId};
use crate::address::Base;

/// The elements to which links of the same text lead.
#[derive(Default)]
pub(super) struct Targets {
    anchors: HashMap<NodeId, Key>,
    /// The anchor of each fragment.
    fragments: HashMap<String, Key>,
}

/// Prefix of the ids of anchors: no id of the page begins with it.
const PREFIX: &str = "to-";

/// Maximum length of an anchor, in bytes.
const MAX_ANCHOR: usize = 64;

impl Targets {
    /// Finds the targets in `dom`.
    pub(super) fn find(dom: &Dom, base: &Base) -> Self {
        let nodes = || 0..dom.node_count();
        let href = |id| Some(dom.attribute(id, "href")?).filter(|_| dom.name(id) == "a");
        let wanted: HashSet<String> =
            nodes().filter_map(|id| base.own_fragment(href(id)?)).collect();
        let mut targets = Self::default();
        let mut used = HashSet::new();
        for id in nodes().filter(|_| !wanted.is_empty()) {
            let name = dom.attribute(id, "name").filter(|_| dom.name(id) == "a");
            for fragment in [dom.attribute(id, "id"), name].into_iter().flatten() {
                if wanted.contains(fragment)
                    && !targets.fragments.contains_key(fragment)
                    && let Some(key) = anchor(fragment, &mut used)
                {
                    targets.fragments.insert(fragment.to_owned(), key.clone());
                    targets.anchors.insert(id, key);
                }
            }
        }
        targets
    }

    /// The anchor at element `id`.
    pub(super) fn anchor(&self, id: NodeId) -> Option<&Key> {
        self.anchors.get(&id)
    }

    /// The link to the place that `href` names, if it is on the item's own page: to nowhere if it is
    /// not there, so that it is found at the end.
    pub(super) fn link(&self, href: &str, base: &Base) -> Option<Link> {
        let anchor = self.fragments.get(&base.own_fragment(href)?);
        Link::new(format!("#{}", anchor.map_or(PREFIX, Key::as_str))).ok()
    }
}

/// An id for `fragment` that is safe in addresses and in the page, and not among those `used`.
fn anchor(fragment: &str, used: &mut HashSet<String>) -> Option<Key> {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let mut id = PREFIX.to_owned();
    // Those of our own feeds have the prefix.
    let fragment = fragment.strip_prefix(PREFIX).unwrap_or(fragment);
    id.extend(fragment.chars().map(safe).take(MAX_ANCHOR));
    let base = id.trim_end_matches('-').to_owned();
    let mut number = 1;
    // Fragments in Chinese have nothing but their number.
    while base.len() < PREFIX.len() && number == 1 || used.contains(&id) {
        number += 1;
        id = format!("{base}-{number}");
    }
    used.insert(id.clone());
    Key::new(id).ok()
}

/// Takes links to places that are not in `blocks` away: a link back from a note with its arrow, of
/// another one the words stay.
pub(crate) fn remove_dead_links(blocks: &mut [Block]) {
    let mut anchors = HashSet::new();
    let mut has_links = false;
    for_each_text(blocks, &mut |text| has_links |= collect(text, &mut anchors));
    if has_links {
        for_each_text(blocks, &mut |text| unlink(text, &anchors));
    }
}

fn for_each_text(blocks: &mut [Block], change: &mut impl FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        block.texts_mut().into_iter().for_each(&mut *change);
        block.children_mut().into_iter().for_each(|body| for_each_text(body, change));
    }
}

/// Collects the anchors of a text. Returns whether it has links within the page.
fn collect(text: &[Inline], anchors: &mut HashSet<String>) -> bool {
    let mut has_links = false;
    for inline in text {
        match inline {
            Inline::Anchor(key) => _ = anchors.insert(key.as_str().to_owned()),
            Inline::Link { url, .. } => has_links |= url.as_str().starts_with('#'),
            Inline::Strong(_)
            | Inline::Emphasis(_)
            | Inline::Marked { .. }
            | Inline::Text(_)
            | Inline::Code(_)
            | Inline::LineBreak => {}
        }
    }
    has_links
}

fn unlink(text: &mut Vec<Inline>, anchors: &HashSet<String>) {
    for inline in std::mem::take(text) {
        match inline {
            Inline::Link { url, text: words }
                if url.as_str().strip_prefix('#').is_some_and(|id| !anchors.contains(id)) =>
            {
                if !is_arrow(&plain_text(&words)) {
                    text.extend(words);
                }
            }
            inline => text.push(inline),
        }
    }
}

/// Whether the words of a link are only an arrow back.
fn is_arrow(words: &str) -> bool {
    words.chars().all(|c| {
        c.is_whitespace()
            || matches!(c, '↩' | '↵' | '⏎' | '↑' | '⤴' | '⬆' | '^' | '\u{fe0e}' | '\u{fe0f}')
    })
}
