//! The media library of a site: files by their ids, as posts name them.

use std::collections::HashMap;

use crate::formats::feed_xml::{media_type, plain};
use crate::formats::xml::Element;

/// A file of the library.
pub(super) struct File {
    pub(super) url: String,
    alt: String,
    caption: String,
    /// The post to which it was uploaded.
    parent: String,
    order: u32,
}

impl File {
    /// The file that an item of the export describes.
    pub(super) fn of(element: &Element<'_>) -> Option<Self> {
        let text = |name: &str| element.text_of(name).unwrap_or_default().to_owned();
        let alt = element
            .all("wp:postmeta")
            .find(|meta| meta.text_of("wp:meta_key") == Some("_wp_attachment_image_alt"));
        Some(Self {
            url: element.text_of("wp:attachment_url")?.to_owned(),
            alt: alt.and_then(|alt| alt.text_of("wp:meta_value")).unwrap_or_default().to_owned(),
            caption: element.text_of("excerpt:encoded").and_then(plain).unwrap_or_default(),
            parent: text("wp:post_parent"),
            order: text("wp:menu_order").parse().unwrap_or_default(),
        })
    }

    /// Whether it is of this kind of media: `image`, `audio` or `video`.
    fn is(&self, kind: &str) -> bool {
        media_type(None, &self.url).is_some_and(|known| known.split('/').next() == Some(kind))
    }

    /// The file as HTML: a picture, or a player.
    pub(super) fn html(&self) -> String {
        let url = escape(&self.url);
        let kind = media_type(None, &self.url).unwrap_or_default();
        match kind.split('/').next() {
            Some("audio") => format!("<audio src=\"{url}\"></audio>"),
            Some("video") => format!("<video src=\"{url}\"></video>"),
            _ => {
                let (alt, caption) = (escape(&self.alt), escape(&self.caption));
                format!(
                    "<figure><img src=\"{url}\" alt=\"{alt}\"><figcaption>{caption}</figcaption></figure>"
                )
            }
        }
    }
}

/// All files.
#[derive(Default)]
pub(super) struct Library {
    files: HashMap<String, File>,
    /// The ids of the files of a post.
    of_post: HashMap<String, Vec<String>>,
}

impl Library {
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn add(&mut self, id: &str, file: File) {
        self.of_post.entry(file.parent.clone()).or_default().push(id.to_owned());
        self.files.insert(id.to_owned(), file);
    }

    pub(super) fn file(&self, id: &str) -> Option<&File> {
        self.files.get(id)
    }

    /// The files of a kind of media that were uploaded to a post, in their order.
    pub(super) fn files_of(&self, post: &str, kind: &str) -> Vec<&File> {
        let ids = self.of_post.get(post).map(Vec::as_slice).unwrap_or_default();
        let mut files: Vec<_> = ids.iter().filter_map(|id| self.file(id)).collect();
        files.retain(|file| file.is(kind));
        files.sort_by_key(|file| file.order);
        files
    }
}

/// `text` as a value of an attribute or as text of HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
