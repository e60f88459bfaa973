//! Link preview of a shared page: Open Graph, Twitter Card, and `itemprop` microdata for QQ and
//! older versions of WeChat.

use zaidu::strings;
use zaidu_model::{Article, Block, MediaUrl, Picture, Site, Size};

use super::head_tags::HeadTags;
use super::subject::Subject;
use crate::share_card::{Shape, ShareCard};

/// Title, description and image of a link preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkPreview {
    pub(super) title: String,
    pub(super) description: String,
    /// The absolute URL of the image, with the [`Picture`] it belongs to. The site's default image
    /// has none: its size and description are unknown.
    pub(super) image: Option<(String, Option<Picture>)>,
    /// The absolute URL of its square form, if it is a share card.
    pub(super) square: Option<String>,
    is_article: bool,
}

impl LinkPreview {
    /// With `has_cards` a page without a picture gets a share card.
    pub(super) fn new(site: &Site, subject: Subject<'_>, origin: &str, has_cards: bool) -> Self {
        let title = match subject {
            Subject::Home(_) | Subject::None => site.name.clone(),
            Subject::Channel(section, _) => {
                section.column.as_ref().unwrap_or(&section.channel).name.clone()
            }
            Subject::Facet(facet, _) => strings::facet_title(facet.kind, &facet.name),
            Subject::Article(article) => article.headline().into_owned(),
            Subject::Ranking(..) => strings::RANKING.to_owned(),
            Subject::Search(query) => strings::search_for(query),
        };
        let article = match subject {
            Subject::Article(article) => Some(article),
            _ => None,
        };
        let description = match subject {
            Subject::Facet(facet, _) => {
                Some(strings::facet_description(facet.kind, &facet.name, &site.name))
            }
            _ => article.map(|article| article.excerpt.clone()),
        };
        let picture = article.and_then(preview_picture);
        // The newsroom's picture says nothing of an article, and its logo little of other pages.
        let is_chosen = picture.is_some() || (article.is_none() && site.share.image.is_some());
        let cards = (has_cards && !is_chosen).then(|| cards(site, article)).flatten();
        let (wide, square) = cards.unzip();
        let image = picture
            .cloned()
            .or(wide)
            .map(|picture| (picture.url.absolute(origin), Some(picture)))
            .or_else(|| Some((site.share_image()?.absolute(origin), None)));
        Self {
            title,
            description: description
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| site.share_text().to_owned()),
            image,
            square: square.map(|square| square.url.absolute(origin)),
            is_article: article.is_some(),
        }
    }

    /// Writes the `meta` elements. `url` is the canonical URL of the page.
    pub(super) fn write(&self, tags: &mut HeadTags, site: &Site, url: &str) {
        let og_type = if self.is_article { "article" } else { "website" };
        for (name, content) in [
            ("og:type", og_type),
            ("og:title", &self.title),
            ("og:description", &self.description),
            ("og:url", url),
            ("og:site_name", &site.name),
        ] {
            tags.meta("property", name, content);
        }
        let has_picture = self.image.as_ref().is_some_and(|(_, picture)| picture.is_some());
        tags.meta(
            "name",
            "twitter:card",
            if has_picture { "summary_large_image" } else { "summary" },
        );
        tags.meta("itemprop", "name", &self.title);
        tags.meta("itemprop", "description", &self.description);
        let Some((image, picture)) = &self.image else { return };
        tags.meta("property", "og:image", image);
        if let Some(picture) = picture {
            if let Some(size) = picture.size {
                tags.meta("property", "og:image:width", &size.width().to_string());
                tags.meta("property", "og:image:height", &size.height().to_string());
            }
            tags.meta("property", "og:image:alt", &picture.alt);
        }
        let size = Shape::Square.size();
        if let Some(square) = &self.square {
            tags.meta("property", "og:image", square);
            tags.meta("property", "og:image:width", &size.0.to_string());
            tags.meta("property", "og:image:height", &size.1.to_string());
        }
        tags.meta("itemprop", "image", self.square.as_ref().unwrap_or(image));
    }
}

/// The share card of a page, wide and square.
fn cards(site: &Site, article: Option<&Article>) -> Option<(Picture, Picture)> {
    let card = match article {
        Some(article) => ShareCard::of_article(site, article),
        None => ShareCard::of_site(site),
    };
    let picture = |shape: Shape| {
        let url = MediaUrl::new(card.path(shape, article.map(|article| &article.id))).ok()?;
        let (width, height) = shape.size();
        let size = Size::new(width, height);
        Some(Picture { url, size, alt: card.title.clone(), variants: Vec::new(), color: None })
    };
    Some((picture(Shape::Wide)?, picture(Shape::Square)?))
}

/// The picture for the preview of an article: its lead picture, else the first image of its body.
fn preview_picture(article: &Article) -> Option<&Picture> {
    let is_image = |block: &'_ Block| matches!(block, Block::Image { .. });
    let in_body = || match article.body.iter().find(|block| is_image(block)) {
        Some(Block::Image { picture, .. }) => Some(picture),
        _ => None,
    };
    article.picture.as_ref().or_else(in_body)
}
