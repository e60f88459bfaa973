//! Inline formatting: text with its marks, and its conversion to nested inline elements.

use zaidu_model::block::Mark;
use zaidu_model::{Inline, Key, Link};

use super::dom::NodeId;

use crate::normalize::{is_blank, is_hidden, is_unspaced};

/// The formatting of text by the elements around it. It is a set and not a stack: bold inside
/// bold is bold, so inline elements never nest deeper than there are kinds of marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The link, and its element: two links to the same place are not one.
    pub(super) link: Option<(Link, NodeId)>,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
    /// Sorted, without duplicates.
    pub(super) others: Vec<Mark>,
}

impl Marks {
    /// How much a blank with these marks would show.
    fn weight(&self) -> usize {
        let others = usize::from(self.strong) + usize::from(self.emphasis);
        8 * usize::from(self.link.is_some())
            + 4 * usize::from(self.code)
            + 2 * self.others.len()
            + others
    }

    /// These marks and that of the element `name`.
    pub(super) fn of_element(&self, name: &str) -> Self {
        match name {
            "strong" | "b" => Self { strong: true, ..self.clone() },
            "em" | "i" => Self { emphasis: true, ..self.clone() },
            "s" | "strike" => self.with(Mark::Deleted),
            name => Mark::of_element(name).map_or_else(|| self.clone(), |mark| self.with(mark)),
        }
    }

    /// These marks and `mark`.
    pub(super) fn with(&self, mark: Mark) -> Self {
        let mut marks = self.clone();
        if let Err(at) = marks.others.binary_search(&mark) {
            marks.others.insert(at, mark);
        }
        marks
    }
}

/// White space of the source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Blank,
    /// With a line end, where an editor may have broken a line.
    LineEnd,
}

/// Part of a paragraph with the same marks.
#[derive(PartialEq)]
enum Segment {
    Text(String),
    LineBreak,
    Anchor(Key),
}

impl Segment {
    fn is_shown(&self) -> bool {
        !matches!(self, Self::Anchor(_))
    }
}

/// Builder of the inline content of one paragraph. White space is collapsed as in HTML, where
/// ideographic and non-breaking spaces are ordinary characters.
#[derive(Default)]
pub(super) struct InlineBuilder {
    segments: Vec<(Marks, Segment)>,
    /// White space that has been read but not yet written.
    pending: Option<Space>,
}

impl InlineBuilder {
    /// Appends text with `marks`.
    pub(super) fn push_text(&mut self, text: &str, marks: &Marks) {
        let marks = &self.joined(marks);
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                let is_line_end = matches!(c, '\n' | '\r');
                let space = if is_line_end { Space::LineEnd } else { Space::Blank };
                self.pending = self.pending.max(Some(space));
            } else if !is_hidden(c) {
                match self.pending.take() {
                    Some(space) => self.push_space(space, c, marks),
                    None => self.separate_links(c, marks),
                }
                self.push_char(c, marks);
            }
        }
    }

    /// `marks`, with the link that ends here if it leads to the same place: editors make several of
    /// one link when they change the look of a part of it.
    fn joined(&self, marks: &Marks) -> Marks {
        let known = self.last_shown().and_then(|(known, _)| known.link.as_ref());
        match (known, &marks.link) {
            (Some(known), Some(link)) if known.0 == link.0 && self.pending.is_none() => {
                Marks { link: Some(known.clone()), ..marks.clone() }
            }
            _ => marks.clone(),
        }
    }

    /// Appends a blank between two links to different pages that would look like one.
    fn separate_links(&mut self, next: char, marks: &Marks) {
        let Some((known, Segment::Text(text))) = self.last_shown() else { return };
        let (Some((one, _)), Some((other, _))) = (&known.link, &marks.link) else { return };
        let is_note = |link: &Link| link.as_str().starts_with('#');
        if one != other
            && !is_note(one)
            && !is_note(other)
            && text.ends_with(char::is_alphanumeric)
            && next.is_alphanumeric()
        {
            self.push_char(' ', &Marks::default());
        }
    }

    fn last_shown(&self) -> Option<&(Marks, Segment)> {
        self.segments.iter().rev().find(|(_, segment)| segment.is_shown())
    }

    fn push_char(&mut self, c: char, marks: &Marks) {
        match self.segments.last_mut() {
            Some((known, Segment::Text(text))) if known == marks => text.push(c),
            _ => self.segments.push((marks.clone(), Segment::Text(c.into()))),
        }
    }

    /// Appends the space before `next`, to the text on the side that has fewer marks, so that no
    /// link begins or ends with it. It is dropped at the beginning of a line.
    fn push_space(&mut self, space: Space, next: char, marks: &Marks) {
        let last = self.segments.iter_mut().rev().find(|(_, segment)| segment.is_shown());
        let Some((known, Segment::Text(text))) = last else { return };
        if space == Space::LineEnd && text.ends_with(is_unspaced) && is_unspaced(next) {
            return;
        }
        let has_link = known.link.is_some() && marks.link.is_some() && known.link != marks.link;
        if has_link {
            self.push_char(' ', &Marks::default());
        } else if known.weight() > marks.weight() {
            self.push_char(' ', marks);
        } else {
            text.push(' ');
        }
    }

    /// Adds a place to which links lead.
    pub(super) fn push_anchor(&mut self, anchor: Key) {
        self.segments.push((Marks::default(), Segment::Anchor(anchor)));
    }

    /// The anchors, if there is nothing else. Resets the builder then.
    pub(super) fn take_anchors(&mut self) -> Vec<Key> {
        if self.segments.iter().any(|(_, segment)| segment.is_shown()) {
            return Vec::new();
        }
        let anchor = |(_, segment)| match segment {
            Segment::Anchor(anchor) => Some(anchor),
            Segment::Text(_) | Segment::LineBreak => None,
        };
        std::mem::take(&mut self.segments).into_iter().filter_map(anchor).collect()
    }

    /// Appends a line break, unless the line is empty.
    pub(super) fn push_line_break(&mut self, marks: &Marks) {
        self.pending = None;
        if !self.is_at_line_start() {
            self.segments.push((marks.clone(), Segment::LineBreak));
        }
    }

    /// Whether the current line is empty.
    pub(super) fn is_at_line_start(&self) -> bool {
        self.last_shown().is_none_or(|(_, segment)| *segment == Segment::LineBreak)
    }

    /// The collected inline elements; none, and the anchors stay, if they show nothing. Resets the
    /// builder.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let Self { mut segments, .. } = std::mem::take(self);
        while matches!(segments.last(), Some((_, Segment::LineBreak))) {
            segments.pop();
        }
        let shows_nothing = |(_, segment): &(Marks, Segment)| match segment {
            // Spaces may be an indent, or blanks to fill in.
            Segment::Text(text) => is_blank(text) && !text.contains(char::is_whitespace),
            Segment::LineBreak | Segment::Anchor(_) => true,
        };
        if segments.iter().all(shows_nothing) {
            segments.retain(|(_, segment)| !segment.is_shown());
            self.segments = segments;
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut link = None;
        for (marks, segment) in segments {
            let leaf = match segment {
                Segment::Text(text) if marks.code => Inline::Code(text),
                Segment::Text(text) => Inline::Text(text),
                Segment::LineBreak => Inline::LineBreak,
                Segment::Anchor(anchor) => {
                    out.push(Inline::Anchor(anchor));
                    continue;
                }
            };
            let is_same_link = std::mem::replace(&mut link, marks.link.clone()) == marks.link;
            push_linked(&mut out, marks, leaf, is_same_link);
        }
        out
    }
}

/// Appends `leaf` inside elements for its marks, reusing the last element where it has the same
/// mark. Links are outermost, so that a link with a bold word remains one link.
fn push_linked(out: &mut Vec<Inline>, marks: Marks, leaf: Inline, is_same_link: bool) {
    let Marks { link, strong, emphasis, others, .. } = marks;
    let mut target = out;
    if let Some((link, _)) = link {
        let is_same = |last: &Inline| is_same_link && matches!(last, Inline::Link { .. });
        target = reuse_or_push(target, is_same, |text| Inline::Link { url: link.clone(), text });
    }
    for mark in others {
        let is_same =
            |last: &Inline| matches!(last, Inline::Marked { mark: known, .. } if *known == mark);
        target = reuse_or_push(target, is_same, |text| Inline::Marked { mark, text });
    }
    if strong {
        target = reuse_or_push(target, |last| matches!(last, Inline::Strong(_)), Inline::Strong);
    }
    if emphasis {
        target =
            reuse_or_push(target, |last| matches!(last, Inline::Emphasis(_)), Inline::Emphasis);
    }
    target.push(leaf);
}

/// The content of the last element of `out` if it `is_same`, or else of a `new` one.
fn reuse_or_push(
    out: &mut Vec<Inline>,
    is_same: impl Fn(&Inline) -> bool,
    new: impl FnOnce(Vec<Inline>) -> Inline,
) -> &mut Vec<Inline> {
    if !out.last().is_some_and(is_same) {
        out.push(new(Vec::new()));
    }
    let at = out.len() - 1;
    match &mut out[at] {
        Inline::Strong(inner)
        | Inline::Emphasis(inner)
        | Inline::Marked { text: inner, .. }
        | Inline::Link { text: inner, .. } => inner,
        Inline::Text(_) | Inline::Code(_) | Inline::Anchor(_) | Inline::LineBreak => {
            unreachable!("it has content")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn space_collapses_across_marks() {
        let strong = Marks { strong: true, ..Marks::default() };
        let mut builder = InlineBuilder::default();
        builder.push_text(" \n tide ", &Marks::default());
        builder.push_text("  high", &strong);
        builder.push_text("\u{3000}water\t ", &Marks::default());
        let want = [text("tide "), Inline::Strong(vec![text("high")]), text("\u{3000}water")];
        assert_eq!(builder.take(), want);
        assert_eq!(builder.take(), []);
    }

    #[test]
    fn line_breaks_only_separate_lines() {
        let mut builder = InlineBuilder::default();
        builder.push_line_break(&Marks::default());
        builder.push_text("a ", &Marks::default());
        builder.push_line_break(&Marks::default());
        builder.push_line_break(&Marks::default());
        builder.push_text(" b", &Marks::default());
        builder.push_line_break(&Marks::default());
        assert_eq!(builder.take(), [text("a"), Inline::LineBreak, text("b")]);
    }

    #[test]
    fn a_link_with_bold_text_is_one_link() {
        let url = Link::new("/tide").unwrap();
        let plain = Marks { link: Some((url.clone(), 1)), ..Marks::default() };
        let bold = Marks { strong: true, emphasis: true, ..plain.clone() };
        let mut builder = InlineBuilder::default();
        builder.push_text("high", &plain);
        builder.push_text(" water", &bold);
        let bold = Inline::Strong(vec![Inline::Emphasis(vec![text("water")])]);
        assert_eq!(builder.take(), [Inline::Link { url, text: vec![text("high "), bold] }]);
    }

    #[test]
    fn no_link_begins_or_ends_with_a_blank() {
        let url = Link::new("/tide").unwrap();
        let link = |node| Marks { link: Some((url.clone(), node)), ..Marks::default() };
        let mut builder = InlineBuilder::default();
        builder.push_text("see", &Marks::default());
        builder.push_text(" high ", &link(1));
        builder.push_text("low", &link(2));
        builder.push_text(" tide", &Marks::default());
        let linked = |words| Inline::Link { url: url.clone(), text: vec![text(words)] };
        let want = [text("see "), linked("high"), text(" "), linked("low"), text(" tide")];
        assert_eq!(builder.take(), want);
    }

    #[test]
    fn links_beside_each_other_are_one_or_apart() {
        let link = |path: &str, node| {
            let url = Link::new(path).unwrap();
            (url.clone(), Marks { link: Some((url, node)), ..Marks::default() })
        };
        let read = |parts: &[(&str, &Marks)]| {
            let mut builder = InlineBuilder::default();
            parts.iter().for_each(|(words, marks)| builder.push_text(words, marks));
            builder.take()
        };
        let ((tide, one), (_, again), (ebb, other)) =
            (link("/tide", 1), link("/tide", 2), link("/ebb", 3));
        let linked = |url: &Link, words| Inline::Link { url: url.clone(), text: vec![text(words)] };
        assert_eq!(read(&[("涨", &one), ("潮 时", &again)]), [linked(&tide, "涨潮 时")]);
        let apart = [linked(&tide, "涨"), text(" "), linked(&ebb, "退")];
        assert_eq!(read(&[("涨", &one), ("退", &other)]), apart);
        let close = [linked(&tide, "涨"), linked(&ebb, "（退）")];
        assert_eq!(read(&[("涨", &one), ("（退）", &other)]), close);
        let ((a, note), (b, next)) = (link("#to-1", 4), link("#to-2", 5));
        assert_eq!(read(&[("1", &note), ("2", &next)]), [linked(&a, "1"), linked(&b, "2")]);
    }

    #[test]
    fn anchors_show_nothing_and_wait_for_text() {
        let anchor = Key::new("to-1").unwrap();
        let mut builder = InlineBuilder::default();
        builder.push_anchor(anchor.clone());
        assert!(builder.is_at_line_start());
        assert_eq!(builder.take(), []);
        builder.push_text("a", &Marks::default());
        assert_eq!(builder.take(), [Inline::Anchor(anchor.clone()), text("a")]);
        builder.push_anchor(anchor.clone());
        assert_eq!((builder.take_anchors(), builder.take_anchors()), (vec![anchor], vec![]));
    }
}
