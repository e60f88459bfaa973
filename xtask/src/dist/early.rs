//! A mounted page asks for its data while its program is on the way, instead of
//! after it.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files,
};

/// In the body, which a server that renders replaces: a rendered page has its
/// data. The two addresses are those of `zaidu_model::api`; the program's own
/// calls find what was asked for here, or ask themselves.
const ASK: &str = "<script>{\
    const from=document.querySelector('meta[name=zaidu-backend]').content||'',\
    article=location.pathname.match(/^\\/articles\\/[^\\/]+$/);\
    for(const to of ['/site',article&&article[0]])if(to)\
    document.head.append(Object.assign(document.createElement('link'),\
    {rel:'preload',as:'fetch',href:from+'/api'+to,\
    crossOrigin:from?'use-credentials':'anonymous'}))}</script>";

/// Puts it first into the body of `page`.
pub(super) fn ask_early(page: &Path) -> Result<()> {
    let html =
        asking(&files::text(page)?).ok_or_else(|| Error::failed("index.html has no body"))?;
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn asking(html: &str) -> Option<String> {
    let body = html.find("<body")?;
    let at = body + html[body..].find('>')? + 1;
    Some(format!("{}{ASK}{}", &html[..at], &html[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_first_in_the_body() {
        let page = asking("<head></head><body class=a><p>end").unwrap();
        let (before, after) = page.split_once("<body class=a><script>").unwrap();
        assert_eq!(before, "<head></head>");
        assert!(after.ends_with("</script><p>end"));
        assert_eq!(asking("<head>"), None);
    }
}
