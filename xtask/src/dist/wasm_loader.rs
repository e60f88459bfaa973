//! WebAssembly loader: streaming compilation that starts in the head, with Subresource Integrity,
//! and without blocking input.

use std::{fs, path::Path};

use super::html_tags::{attribute, links};
use crate::{
    error::{Error, Result},
    files,
};

/// Replaces the module's preload in `page` by a script that fetches and compiles the module.
///
/// Trunk writes a preload with an integrity attribute and lets the glue code fetch without it:
/// browsers check neither, log a warning, and may load the module twice. A single fetch from the
/// head starts as early and fails on a hash mismatch. A corrupt response in the HTTP cache, where
/// it may stay for a year, must not fail every visit, so a second attempt bypasses the cache.
///
/// The compiled module is passed on in a separate task (`setTimeout`), so that pending input
/// events are handled before the app starts.
pub(super) fn inline_loader(page: &Path) -> Result<()> {
    let html = with_loader(&files::read_text(page)?)
        .ok_or_else(|| Error::failed("index.html does not preload its module as Trunk does"))?;
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn with_loader(html: &str) -> Option<String> {
    let (start, tag) = links(html).find(|(_, tag)| {
        attribute(tag, "rel") == Some("preload") && attribute(tag, "as") == Some("fetch")
    })?;
    let (module, integrity) = (attribute(tag, "href")?, attribute(tag, "integrity")?);
    let fetch = format!(
        "<script>const zaiduProgram=(take=>take('default').catch(()=>take('reload')))\
         (cache=>WebAssembly.compileStreaming(fetch('{module}',{{integrity:'{integrity}',cache}})))\
         .then(program=>new Promise(go=>setTimeout(go,0,program)))</script>"
    );
    let html = format!("{}{fetch}{}", &html[..start], &html[start + tag.len()..]);
    let init = format!("module_or_path: '{module}'");
    html.contains(&init).then(|| html.replace(&init, "module_or_path: zaiduProgram"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_fetched_once_with_integrity() {
        for tag in [
            "<link as=fetch crossorigin href=/a.wasm integrity=sha384-B rel=preload>",
            "<link rel=\"preload\" href=\"/a.wasm\" integrity=\"sha384-B\" as=\"fetch\">",
        ] {
            let html = format!(
                "<link rel=modulepreload href=/a.js integrity=sha384-A>{tag}\
                 <script>init({{ module_or_path: '/a.wasm' }})</script>"
            );
            let expected = "<link rel=modulepreload href=/a.js integrity=sha384-A>\
                <script>const zaiduProgram=(take=>take('default').catch(()=>take('reload')))\
                (cache=>WebAssembly.compileStreaming(fetch('/a.wasm',{integrity:'sha384-B',cache})))\
                .then(program=>new Promise(go=>setTimeout(go,0,program)))</script>\
                <script>init({ module_or_path: zaiduProgram })</script>";
            assert_eq!(with_loader(&html).as_deref(), Some(expected));
        }
    }

    #[test]
    fn an_unexpected_page_from_trunk_is_an_error() {
        assert_eq!(with_loader("<link rel=preload as=fetch href=/a.wasm>"), None);
        let other = "<link rel=preload as=fetch href=/a.wasm integrity=x><script>init()</script>";
        assert_eq!(with_loader(other), None);
    }
}
