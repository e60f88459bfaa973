//! The WebAssembly module: asked for early, only taken whole, and never in a
//! reader's way.

use std::{fs, path::Path};

use super::tags::{attribute, links};
use crate::{
    error::{Error, Result},
    files,
};

/// Lets `page` ask for its module by a script that knows the module's integrity.
///
/// Trunk writes a preload with the integrity and lets the program fetch without
/// it: browsers check neither, warn, and may load the module twice. One fetch
/// does all of it: it begins in the head, and fails when a byte is wrong. A copy
/// that a browser keeps for a year must not fail for a year, so the second try
/// does not take it.
///
/// What is compiled waits for a turn of its own: taps come before it is started.
pub(super) fn fetch_checked(page: &Path) -> Result<()> {
    let html = fetching(&files::text(page)?)
        .ok_or_else(|| Error::failed("index.html does not preload its module as Trunk does"))?;
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn fetching(html: &str) -> Option<String> {
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
    fn the_module_is_fetched_once_and_checked() {
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
            assert_eq!(fetching(&html).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_page_that_trunk_writes_otherwise_is_refused() {
        assert_eq!(fetching("<link rel=preload as=fetch href=/a.wasm>"), None);
        let other = "<link rel=preload as=fetch href=/a.wasm integrity=x><script>init()</script>";
        assert_eq!(fetching(other), None);
    }
}
