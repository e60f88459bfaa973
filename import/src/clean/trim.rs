//! Cutting at the ends of inlines, through their marks.

use zaidu_model::Inline;

/// Leaves nothing at the beginning, and at the end, that shows nothing: white
/// space of every width, and line breaks.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    trim_side(inlines, Side::Start);
    trim_side(inlines, Side::End);
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Start,
    End,
}

/// Trims one side. True when nothing is left.
fn trim_side(inlines: &mut Vec<Inline>, side: Side) -> bool {
    while let Some(inline) = match side {
        Side::Start => inlines.first_mut(),
        Side::End => inlines.last_mut(),
    } {
        let gone = match inline {
            Inline::Text(text) => {
                *text = match side {
                    Side::Start => text.trim_start().to_owned(),
                    Side::End => text.trim_end().to_owned(),
                };
                text.is_empty()
            }
            Inline::Code(text) => text.trim().is_empty(),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => {
                trim_side(inner, side)
            }
            Inline::LineBreak => true,
        };
        match (gone, side) {
            (false, _) => return false,
            (true, Side::Start) => drop(inlines.remove(0)),
            (true, Side::End) => drop(inlines.pop()),
        }
    }
    true
}

/// Takes the last `count` characters away; a line break counts as one.
pub(super) fn cut_tail(inlines: &mut Vec<Inline>, mut count: usize) {
    cut(inlines, &mut count);
    trim_side(inlines, Side::End);
}

fn cut(inlines: &mut Vec<Inline>, count: &mut usize) {
    while *count > 0
        && let Some(inline) = inlines.last_mut()
    {
        let gone = match inline {
            Inline::Text(text) | Inline::Code(text) => {
                while *count > 0 && text.pop().is_some() {
                    *count -= 1;
                }
                text.is_empty()
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => {
                cut(inner, count);
                inner.is_empty()
            }
            Inline::LineBreak => {
                *count -= 1;
                true
            }
        };
        if gone {
            inlines.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test::text;
    use super::*;

    #[test]
    fn trims_through_marks() {
        let mut inlines = vec![
            Inline::Strong(vec![text("\u{3000}")]),
            Inline::LineBreak,
            Inline::Emphasis(vec![text("\u{a0}潮 ")]),
            text("\u{3000}水\u{3000}"),
            Inline::Code(" ".into()),
        ];
        trim(&mut inlines);
        assert_eq!(inlines, [Inline::Emphasis(vec![text("潮 ")]), text("\u{3000}水")]);
    }

    #[test]
    fn cuts_characters_across_marks() {
        let mut inlines =
            vec![text("潮水。"), Inline::Strong(vec![text("(林")]), Inline::LineBreak, text("舟)")];
        cut_tail(&mut inlines, 5);
        assert_eq!(inlines, [text("潮水。")]);
        cut_tail(&mut inlines, 9);
        assert_eq!(inlines, []);
    }
}
