//! The current place of a text: the section whose heading the reader has reached last.

use std::cell::Cell;

use crate::browser::{dom, layout, observers, page, text_layout};

/// The window from which the list is beside the text and open, as in `style/contents.css`.
const BESIDE_TEXT: &str = "(min-width: 75rem)";

/// The share of the window's height above which a heading has been reached.
const REACHED: f64 = 0.4;

/// Marks the place in the table of contents, now and while the page is scrolled, until the current
/// owner ends.
pub(super) fn mark() {
    if page::matches_media(BESIDE_TEXT) {
        for details in dom::query_document(".toc > details") {
            // It fails only for an invalid attribute name.
            let _ = details.set_attribute("open", "");
        }
    }
    let headings = dom::query_document(".article-body > [id^=h-]");
    let links = dom::query_document(".toc a");
    let marked = Cell::new(None);
    let update = move || {
        let tops = headings.iter().map(layout::top);
        let current = current(tops, text_layout::viewport_height() * REACHED);
        if marked.replace(current) == current {
            return;
        }
        for (index, link) in links.iter().enumerate() {
            // They fail only for an invalid attribute name.
            let _ = match Some(index) == current {
                true => link.set_attribute("aria-current", "true"),
                false => link.remove_attribute("aria-current"),
            };
        }
    };
    update();
    observers::on_scroll_or_resize(update);
}

/// The index of the last of the headings with these `tops` that is not below `line`; none before
/// the first. Both are distances from the top of the window.
fn current(tops: impl Iterator<Item = f64>, line: f64) -> Option<usize> {
    // The line is where the top of what is being read is likely to be.
    tops.enumerate().take_while(|(_, top)| *top <= line).last().map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_the_last_heading_that_was_reached() {
        for (tops, place) in [
            ([500.0, 900.0, 1300.0], None),
            ([400.0, 900.0, 1300.0], Some(0)),
            ([-900.0, -500.0, 401.0], Some(1)),
            ([-900.0, -500.0, -100.0], Some(2)),
        ] {
            assert_eq!(current(tops.into_iter(), 400.0), place);
        }
        assert_eq!(current([].into_iter(), 400.0), None);
    }
}
