//! The corrections and the body of an article as HTML, for feeds. It is the inverse of the import: from this HTML it
//! makes the same blocks again.

use std::fmt::Display;

use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};
use zaidu_model::block::{Cell, Level, heading_anchors};
use zaidu_model::live::PAGE_LENGTH;
use zaidu_model::{Article, Block, Correction, Inline, Live, MediaUrl, Picture, Size};

/// The text of `article` as HTML, with the site's own addresses as absolute URLs of `origin`.
pub(super) fn article_html(article: &Article, origin: &str) -> String {
    let mut html = Html { out: String::new(), origin };
    for Correction { date, text } in &article.corrections {
        html.open("aside", &[("class", "correction".to_owned())]);
        html.open("time", &[("datetime", date.to_string())]);
        html.text(&date.display());
        html.close("time");
        html.element("p", |html| html.text(text));
        html.close("aside");
    }
    let body = &article.body;
    let mut anchors = heading_anchors(body).into_iter();
    for block in body {
        match block {
            Block::Heading { level, text } => html.heading(*level, anchors.next(), text),
            block => html.block(block),
        }
    }
    if let Some(live) = &article.live {
        html.live(live);
    }
    html.out
}

/// `body` as HTML, as [`article_html`] has it.
pub(super) fn body_html(body: &[Block], origin: &str) -> String {
    let mut html = Html { out: String::new(), origin };
    html.blocks(body);
    html.out
}

/// HTML that is being written.
struct Html<'a> {
    out: String,
    origin: &'a str,
}

impl Html<'_> {
    fn open(&mut self, name: &str, attributes: &[(&str, String)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            encode_double_quoted_attribute_to_string(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.open(name, &[]);
        content(self);
        self.close(name);
    }

    fn text(&mut self, text: &str) {
        encode_text_to_string(text, &mut self.out);
    }

    /// Key points and the newest entries, for readers that know no entries. The import of a JSON Feed
    /// leaves this element out, by its first tag, and takes the entries from the extension.
    fn live(&mut self, live: &Live) {
        self.open("section", &[("class", "live-blog".to_owned())]);
        if !live.key_points.is_empty() {
            self.element("ul", |html| {
                for point in &live.key_points {
                    html.element("li", |html| html.text(point));
                }
            });
        }
        for entry in live.entries.iter().filter(|entry| !entry.withdrawn).take(PAGE_LENGTH) {
            self.element("p", |html| {
                html.open("time", &[("datetime", entry.time.to_string())]);
                html.text(&entry.time.display());
                html.close("time");
                if let Some(headline) = &entry.headline {
                    html.text(" ");
                    html.line("strong", Some(headline));
                }
            });
            self.blocks(&entry.body);
            self.line("p", entry.correction.as_ref());
        }
        self.close("section");
    }

    /// An element with text, if there is any.
    fn line(&mut self, name: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.element(name, |html| html.text(text));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.element("p", |html| html.inlines(text)),
            Block::Heading { level, text } => {
                self.heading(*level, None, text);
            }
            Block::Image { picture, caption } => {
                let attributes = self.picture(picture);
                self.figure(caption.as_ref(), |html| html.open("img", &attributes));
            }
            Block::Quote { body, cite } => self.element("blockquote", |html| {
                html.blocks(body);
                html.line("cite", cite.as_ref());
            }),
            Block::Foreign { language, rtl, body } => {
                let direction = if *rtl { "rtl" } else { "ltr" };
                let attributes = [("lang", language.to_string()), ("dir", direction.to_owned())];
                self.open("div", &attributes);
                self.blocks(body);
                self.close("div");
            }
            Block::Details { summary, open, body } => {
                let attributes = open.then(|| ("open", String::new()));
                self.open("details", attributes.as_slice());
                self.line("summary", summary.as_ref());
                self.blocks(body);
                self.close("details");
            }
            Block::List { ordered, numbering, items } => {
                let name = if *ordered { "ol" } else { "ul" };
                let mut attributes = Vec::new();
                attributes.extend(numbering.start.map(|start| ("start", start.to_string())));
                attributes.extend(numbering.reversed.then(|| ("reversed", String::new())));
                attributes.extend(numbering.numerals.map(|it| ("type", it.key().to_owned())));
                self.open(name, &attributes);
                for item in items {
                    self.element("li", |html| html.blocks(item));
                }
                self.close(name);
            }
            Block::Table { caption, head, rows } => self.element("table", |html| {
                html.line("caption", caption.as_ref());
                if !head.is_empty() {
                    html.element("thead", |html| html.row("th", head));
                }
                html.element("tbody", |html| {
                    for row in rows {
                        html.row("td", row);
                    }
                    // A table of one cell would be one for layout.
                    if head.len() + rows.iter().map(Vec::len).sum::<usize>() == 1 {
                        html.row("td", &[Cell::new()]);
                    }
                });
            }),
            Block::Code { language, text } => self.element("pre", |html| {
                let class =
                    language.iter().map(|language| ("class", format!("language-{language}")));
                html.open("code", &class.collect::<Vec<_>>());
                html.text(text);
                html.close("code");
            }),
            Block::Video { url, poster, size, caption } => {
                let mut attributes = vec![("src", self.media(url)), ("controls", String::new())];
                attributes.extend(poster.iter().map(|poster| ("poster", self.media(poster))));
                attributes.extend(size_attributes(*size));
                self.player("video", &attributes, caption.as_ref());
            }
            Block::Audio { url, caption } => {
                let attributes = [("src", self.media(url)), ("controls", String::new())];
                self.player("audio", &attributes, caption.as_ref());
            }
            Block::Divider => self.open("hr", &[]),
        }
    }

    fn heading(&mut self, level: Level, anchor: Option<String>, text: &[Inline]) {
        let name = format!("h{}", u8::from(level));
        let anchor: Vec<_> = anchor.into_iter().map(|anchor| ("id", anchor)).collect();
        self.open(&name, &anchor);
        self.inlines(text);
        self.close(&name);
    }

    fn figure(&mut self, caption: Option<&String>, content: impl FnOnce(&mut Self)) {
        self.element("figure", |html| {
            content(html);
            html.line("figcaption", caption);
        });
    }

    fn player(&mut self, name: &str, attributes: &[(&str, String)], caption: Option<&String>) {
        self.figure(caption, |html| {
            html.open(name, attributes);
            html.close(name);
        });
    }

    fn row(&mut self, name: &str, cells: &[Cell]) {
        self.element("tr", |html| {
            for cell in cells {
                html.element(name, |html| html.inlines(cell));
            }
        });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Strong(inner) => self.element("strong", |html| html.inlines(inner)),
                Inline::Emphasis(inner) => self.element("em", |html| html.inlines(inner)),
                Inline::Marked { mark, text } => {
                    self.element(mark.element(), |html| html.inlines(text));
                }
                Inline::Link { url, text } => {
                    self.open("a", &[("href", absolute(url.as_str(), self.origin))]);
                    self.inlines(text);
                    self.close("a");
                }
                Inline::Anchor(id) => {
                    self.open("span", &[("id", id.to_string())]);
                    self.close("span");
                }
                Inline::Code(text) => self.element("code", |html| html.text(text)),
                Inline::LineBreak => self.open("br", &[]),
            }
        }
    }

    fn picture(&self, picture: &Picture) -> Vec<(&'static str, String)> {
        let mut attributes = vec![("src", self.media(&picture.url))];
        attributes.extend(size_attributes(picture.size));
        if !picture.alt.is_empty() {
            attributes.push(("alt", picture.alt.clone()));
        }
        if !picture.variants.is_empty() {
            let files = picture.variants.iter();
            let files = files.map(|file| format!("{} {}w", self.media(file.url()), file.width()));
            attributes.push(("srcset", files.collect::<Vec<_>>().join(", ")));
        }
        attributes
    }

    fn media(&self, url: &MediaUrl) -> String {
        url.absolute(self.origin)
    }
}

/// `url` as an absolute URL, if it is a path of the site at `origin`.
pub(super) fn absolute(url: &str, origin: &str) -> String {
    let origin = if url.starts_with('/') { origin } else { "" };
    [origin, url].concat()
}

fn size_attributes(size: Option<Size>) -> impl Iterator<Item = (&'static str, String)> {
    let sides = size.map(|size| {
        let side = |name, side: &dyn Display| (name, side.to_string());
        [side("width", &size.width()), side("height", &size.height())]
    });
    sides.into_iter().flatten()
}
