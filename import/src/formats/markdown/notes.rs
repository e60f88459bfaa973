//! Footnotes: numbers in the text that lead to a list at its end, and back.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// The footnotes of a text.
#[derive(Default)]
struct Notes<'a> {
    /// Labels in the order in which the text names them.
    named: Vec<CowStr<'a>>,
    /// The notes, in the order in which they stand in the file.
    notes: Vec<(CowStr<'a>, Vec<Event<'a>>)>,
    is_in_note: bool,
}

/// `events` with the notes in a list behind the text.
pub(super) fn at_the_end<'a>(events: Vec<Event<'a>>) -> Vec<Event<'a>> {
    let mut state = Notes::default();
    let mut out = Vec::with_capacity(events.len());
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                state.notes.push((label, Vec::new()));
                state.is_in_note = true;
            }
            Event::End(TagEnd::FootnoteDefinition) => state.is_in_note = false,
            event => {
                let event = match event {
                    Event::FootnoteReference(label) => state.reference(label),
                    other => other,
                };
                match state.notes.last_mut().filter(|_| state.is_in_note) {
                    Some((_, note)) => note.push(event),
                    None => out.push(event),
                }
            }
        }
    }
    state.list(&mut out);
    out
}

impl<'a> Notes<'a> {
    /// The number of a note, as a link to it.
    fn reference(&mut self, label: CowStr<'a>) -> Event<'a> {
        let known = self.named.iter().position(|known| *known == label);
        let number = known.unwrap_or(self.named.len()) + 1;
        let mut id = String::new();
        if known.is_none() {
            self.named.push(label);
            id = format!(" id=\"fnref-{number}\"");
        }
        let html = format!("<sup{id}><a href=\"#fn-{number}\">[{number}]</a></sup>");
        Event::InlineHtml(html.into())
    }

    /// Appends the notes, first those that the text names.
    fn list(mut self, out: &mut Vec<Event<'a>>) {
        if self.notes.is_empty() {
            return;
        }
        let named = std::mem::take(&mut self.named);
        let place = |label: &CowStr<'_>| named.iter().position(|known| known == label);
        self.notes.sort_by_key(|(label, _)| place(label).unwrap_or(usize::MAX));
        out.push(Event::Html("<ol>\n".into()));
        for (label, mut note) in self.notes {
            let number = place(&label).map(|place| place + 1);
            let id = number.map(|number| format!(" id=\"fn-{number}\"")).unwrap_or_default();
            out.push(Event::Html(format!("<li{id}>").into()));
            if let Some(number) = number {
                let back = format!(" <a href=\"#fnref-{number}\">↩</a>");
                let is_paragraph = matches!(note.last(), Some(Event::End(TagEnd::Paragraph)));
                let at = note.len() - usize::from(is_paragraph);
                note.insert(at, Event::InlineHtml(back.into()));
            }
            out.append(&mut note);
            out.push(Event::Html("</li>\n".into()));
        }
        out.push(Event::Html("</ol>\n".into()));
    }
}
