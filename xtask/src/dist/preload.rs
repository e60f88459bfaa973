//! Data preloads: a page without server rendering requests its API data while the WebAssembly
//! module loads, instead of afterwards.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files,
};

/// Inserts `<link rel=preload as=fetch>` for the site and, on an article page, the article.
///
/// The script is in the body, which server rendering replaces: a rendered page contains its data.
/// The two paths are those of `zaidu_model::api`. The app's own requests use the preloaded
/// responses, or go to the network when there are none.
const PRELOAD_SCRIPT: &str = "<script>{\
    const from=document.querySelector('meta[name=zaidu-backend]').content||'',\
    article=location.pathname.match(/^\\/articles\\/[^\\/]+$/);\
    for(const to of ['/site',article&&article[0]])if(to)\
    document.head.append(Object.assign(document.createElement('link'),\
    {rel:'preload',as:'fetch',href:from+'/api'+to,\
    crossOrigin:from?'use-credentials':'anonymous'}))}</script>";

/// Inserts the script as the first element of the body of `page`.
pub(super) fn insert_data_preloads(page: &Path) -> Result<()> {
    let html = with_data_preloads(&files::read_text(page)?)
        .ok_or_else(|| Error::failed("index.html has no body"))?;
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn with_data_preloads(html: &str) -> Option<String> {
    let body = html.find("<body")?;
    let at = body + html[body..].find('>')? + 1;
    Some(format!("{}{PRELOAD_SCRIPT}{}", &html[..at], &html[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_the_first_element_of_the_body() {
        let page = with_data_preloads("<head></head><body class=a><p>end").unwrap();
        let (before, after) = page.split_once("<body class=a><script>").unwrap();
        assert_eq!(before, "<head></head>");
        assert!(after.ends_with("</script><p>end"));
        assert_eq!(with_data_preloads("<head>"), None);
    }
}
