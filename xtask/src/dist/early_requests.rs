//! Early requests: a page without server rendering asks for its API data while the WebAssembly module
//! loads, instead of afterwards.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files,
};

/// Sends the requests for the site and, on an article page, the article, and leaves them to the app
/// (`src/browser/early_requests.rs`): by address, the response to come and what aborts it. WebKit gives no
/// `<link rel=preload as=fetch>` to `fetch`.
///
/// The script is in the body, which server rendering replaces: a rendered page contains its data.
/// The two paths are those of `zaidu_model::api`.
const SCRIPT: &str = "<script>{\
    const from=document.querySelector('meta[name=zaidu-backend]').content.replace(/\\/+$/,''),\
    article=location.pathname.match(/^\\/articles\\/[^\\/]+$/);\
    zaiduEarly={};\
    for(const to of ['/site',article&&article[0]])if(to){\
    const url=from+'/api'+to,abort=new AbortController,\
    response=fetch(url,{credentials:from?'include':'same-origin',signal:abort.signal});\
    response.catch(()=>{});\
    zaiduEarly[url]={response,abort}}}</script>";

/// Inserts the script as the first element of the body of `page`.
pub(super) fn insert_early_requests(page: &Path) -> Result<()> {
    let html = with_early_requests(&files::read_text(page)?)
        .ok_or_else(|| Error::failed("index.html has no body"))?;
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn with_early_requests(html: &str) -> Option<String> {
    let body = html.find("<body")?;
    let at = body + html[body..].find('>')? + 1;
    Some(format!("{}{SCRIPT}{}", &html[..at], &html[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_the_first_element_of_the_body() {
        let page = with_early_requests("<head></head><body class=a><p>end").unwrap();
        let (before, after) = page.split_once("<body class=a><script>").unwrap();
        assert_eq!(before, "<head></head>");
        assert!(after.ends_with("</script><p>end"));
        assert_eq!(with_early_requests("<head>"), None);
    }
}
