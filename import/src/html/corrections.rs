//! Corrections in HTML: `<aside class="correction"><time datetime="2026-11-21">…</time> text</aside>`.
//! They are a field of the article and no part of its text.

use super::dom::{Dom, NodeId, NodeKind};
use crate::limits::{MAX_ENTRIES, MAX_LINE};
use crate::wire::{Correction, Lenient};

/// Takes the corrections out of `dom`. An aside that tells no date stays text.
pub(super) fn take(dom: &mut Dom) -> Vec<Correction> {
    let is_correction = |id: &NodeId| {
        let class = dom.attribute(*id, "class").unwrap_or_default();
        dom.name(*id) == "aside" && class.split_ascii_whitespace().any(|it| it == "correction")
    };
    let found: Vec<NodeId> =
        (0..dom.node_count()).filter(is_correction).take(MAX_ENTRIES).collect();
    let mut corrections = Vec::new();
    for id in found {
        let (mut date, mut text) = (None, String::new());
        // In document order, without recursion.
        let mut rest = vec![id];
        while let Some(id) = rest.pop() {
            let children = &dom.node(id).children;
            match &dom.node(id).kind {
                NodeKind::Element { .. } if dom.name(id) == "time" => {
                    date = date.or_else(|| dom.attribute(id, "datetime").map(str::to_owned));
                }
                NodeKind::Element { .. } | NodeKind::Document => {
                    if matches!(dom.name(id), "p" | "div" | "br" | "li") {
                        text.push(' ');
                    }
                    rest.extend(children.iter().rev());
                }
                NodeKind::Text(words) if text.len() < 8 * MAX_LINE => text.push_str(words),
                NodeKind::Text(_) | NodeKind::Other => {}
            }
        }
        if date.is_some() {
            dom.detach(id);
            corrections.push(Correction { date: Lenient(date), text: Lenient(Some(text)) });
        }
    }
    corrections
}
