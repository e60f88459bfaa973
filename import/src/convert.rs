//! Conversions of feed fields to model types, shared by the site and its articles.

use zaidu_model::{Credit, Picture, Size, Variant};

use crate::address::Base;
use crate::limits::{MAX_LINE, MAX_NAME, MAX_VARIANTS};
use crate::wire::{Image, Lenient, NamedLink};

/// The picture; `None` when its URL is missing or not allowed.
pub(crate) fn picture(image: &Lenient<Image>, base: &Base) -> Option<Picture> {
    let image = image.0.as_ref()?;
    let size = match (&image.width.0, &image.height.0) {
        (Some(width), Some(height)) => Size::new(width.0, height.0),
        _ => None,
    };
    let url = base.media(image.url.as_deref()?)?;
    let alt = image.alt.line(MAX_LINE).unwrap_or_default();
    let variants = image.variants.0.iter().filter_map(|variant| {
        Variant::new(base.media(variant.url.as_deref()?)?, variant.width.0.as_ref()?.0)
    });
    Some(Picture { url, size, alt, variants: variants_by_width(variants), color: None })
}

/// The variants sorted by width, without duplicate widths, at most [`MAX_VARIANTS`].
pub(crate) fn variants_by_width(variants: impl Iterator<Item = Variant>) -> Vec<Variant> {
    let mut all: Vec<Variant> = variants.collect();
    all.sort_by_key(Variant::width);
    all.dedup_by_key(|variant| variant.width());
    all.truncate(MAX_VARIANTS);
    all
}

/// The name with its link; `None` without a name. A URL that is not allowed is dropped.
pub(crate) fn credit(named: &Lenient<NamedLink>, base: &Base) -> Option<Credit> {
    let named = named.0.as_ref()?;
    let url = named.url.as_deref().and_then(|url| base.link(url));
    Some(Credit { name: named.line(MAX_NAME)?, url })
}
