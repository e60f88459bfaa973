//! Trimming and truncating inline content across nested elements.

use zaidu_model::Inline;

/// Trims white space, of every width, and line breaks at both ends.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    trim_side(inlines, Side::Start);
    trim_side(inlines, Side::End);
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Start,
    End,
}

/// Trims one side. Returns whether nothing is left.
fn trim_side(inlines: &mut Vec<Inline>, side: Side) -> bool {
    // Anchors show nothing and stay.
    let is_shown = |inline: &Inline| !matches!(inline, Inline::Anchor(_));
    while let Some(index) = match side {
        Side::Start => inlines.iter().position(is_shown),
        Side::End => inlines.iter().rposition(is_shown),
    } {
        let inline = &mut inlines[index];
        let is_empty = match inline {
            Inline::Text(text) => {
                *text = match side {
                    Side::Start => text.trim_start().to_owned(),
                    Side::End => text.trim_end().to_owned(),
                };
                text.is_empty()
            }
            Inline::Code(text) => text.trim().is_empty(),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Marked { text: inner, .. }
            | Inline::Link { text: inner, .. } => trim_side(inner, side),
            Inline::LineBreak | Inline::Anchor(_) => true,
        };
        if !is_empty {
            return false;
        }
        inlines.remove(index);
    }
    true
}

/// Removes the last `count` characters, where a line break counts as one, and trims the end.
pub(super) fn truncate_end(inlines: &mut Vec<Inline>, mut count: usize) {
    remove_last_chars(inlines, &mut count);
    trim_side(inlines, Side::End);
}

fn remove_last_chars(inlines: &mut Vec<Inline>, count: &mut usize) {
    while *count > 0
        && let Some(inline) = inlines.last_mut()
    {
        let is_empty = match inline {
            Inline::Text(text) | Inline::Code(text) => {
                while *count > 0 && text.pop().is_some() {
                    *count -= 1;
                }
                text.is_empty()
            }
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Marked { text: inner, .. }
            | Inline::Link { text: inner, .. } => {
                remove_last_chars(inner, count);
                inner.is_empty()
            }
            Inline::LineBreak => {
                *count -= 1;
                true
            }
            Inline::Anchor(_) => true,
        };
        if is_empty {
            inlines.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::fixtures::text;
    use super::*;

    #[test]
    fn trims_inside_nested_elements() {
        let mut inlines = vec![
            Inline::Strong(vec![text("\u{3000}")]),
            Inline::LineBreak,
            Inline::Emphasis(vec![text("\u{a0}潮 ")]),
            text("\u{3000}水\u{3000}"),
            Inline::Code(" ".into()),
        ];
        let anchor = Inline::Anchor(zaidu_model::Key::new("to-1").unwrap());
        let mut anchored = inlines.clone();
        anchored.insert(0, anchor.clone());
        trim(&mut anchored);
        assert_eq!(anchored, [anchor, Inline::Emphasis(vec![text("潮 ")]), text("\u{3000}水")]);
        trim(&mut inlines);
        assert_eq!(inlines, [Inline::Emphasis(vec![text("潮 ")]), text("\u{3000}水")]);
    }

    #[test]
    fn truncates_across_nested_elements() {
        let mut inlines =
            vec![text("潮水。"), Inline::Strong(vec![text("(林")]), Inline::LineBreak, text("舟)")];
        truncate_end(&mut inlines, 5);
        assert_eq!(inlines, [text("潮水。")]);
        truncate_end(&mut inlines, 9);
        assert_eq!(inlines, []);
    }
}
