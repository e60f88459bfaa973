//! Empty `content` attributes: Trunk's minifier drops them, and a `meta` element without one is not
//! valid HTML.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files,
};

/// Gives each named `meta` element of `page` its `content` again.
pub(super) fn restore(page: &Path) -> Result<()> {
    let html = with_content(&files::read_text(page)?);
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn with_content(html: &str) -> String {
    let mut parts = html.split("<meta ");
    let mut restored = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let attributes = part.split('>').next().unwrap_or_default();
        let is_complete = attributes.starts_with("charset") || attributes.contains("content");
        restored.push_str(if is_complete { "<meta " } else { "<meta content " });
        restored.push_str(part);
    }
    restored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_elements_without_content_get_an_empty_one() {
        let complete = "<meta charset=utf-8><meta content=a name=b><meta name=c content=\"d e\">";
        assert_eq!(with_content(complete), complete);
        let dropped = "<meta id=theme name=theme-color><meta name=zaidu-backend><title>";
        let restored = "<meta content id=theme name=theme-color><meta content name=zaidu-backend>\
            <title>";
        assert_eq!(with_content(dropped), restored);
    }
}
