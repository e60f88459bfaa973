//! Links to the pages of tags and authors.

use zaidu_model::{Credit, Facet, FacetKind};

use crate::strings;
use crate::ui::maybe_link;
use crate::ui::node::{Element, element};

/// The name of a facet as a link to its page; as text if no page can have the name.
#[must_use]
pub fn facet_link(kind: FacetKind, name: String) -> Element {
    let page = Facet::new(kind, &name).map(|facet| (facet.href(), None));
    maybe_link(name, page)
}

/// The links to `facets`, after what they are; nothing where there are none.
#[must_use]
pub fn facet_list(facets: Vec<Credit>) -> Option<Element> {
    let link = |facet: Credit| {
        let link = facet.link();
        maybe_link(facet.name, link)
    };
    (!facets.is_empty()).then(|| list(strings::RELATED).with_all(facets.into_iter().map(link)))
}

/// The links to `tags`; nothing where there are none.
#[must_use]
pub fn tag_list(tags: Vec<String>) -> Option<Element> {
    let link = |tag| facet_link(FacetKind::Tag, tag);
    (!tags.is_empty()).then(|| list(strings::TAGS).with_all(tags.into_iter().map(link)))
}

fn list(label: &'static str) -> Element {
    element("div").attr("class", "tags").with(element("span").with(label))
}
