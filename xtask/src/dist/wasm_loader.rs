//! WebAssembly loader: streaming compilation that starts in the head, with Subresource Integrity,
//! and without blocking input.

use std::{fs, path::Path};

use super::html_tags::{attribute, links};
use crate::{
    error::{Error, Result},
    files,
};

/// Replaces the module's preload in `page` by a script that fetches and compiles the module, and
/// Trunk's start of the program by one that the inline script of `index.html` calls.
///
/// Trunk writes a preload with an integrity attribute and lets the glue code fetch without it:
/// browsers check neither, log a warning, and may load the module twice. A single fetch from the
/// head starts as early and fails on a hash mismatch. A corrupt response in the HTTP cache, where
/// it may stay for a year, must not fail every visit, so a second attempt bypasses the cache.
///
/// The compiled module is passed on in a separate task (`setTimeout`), so that pending input
/// events are handled before the app starts.
///
/// The start takes a fragment for the glue's URL: under another one the browser makes another
/// instance of it, with a memory of its own (decision 022). Its promise is the only place where a
/// failure shows, so that failures of other scripts are not taken for ours.
pub(super) fn inline_loader(page: &Path) -> Result<()> {
    let html = with_loader(&files::read_text(page)?)
        .ok_or_else(|| Error::failed("index.html does not start its module as Trunk does"))?;
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn with_loader(html: &str) -> Option<String> {
    let init = html.find("module_or_path: '")?;
    let start = html[..init].rfind("<script")?;
    let end = init + html[init..].find("</script>")? + "</script>".len();
    let trunk = &html[start..end];
    let quoted = |after: &str| trunk.split_once(after)?.1.split('\'').next();
    let (glue, module) = (quoted("from '")?, quoted("module_or_path: '")?);
    let (_, tag) = links(html).find(|(_, tag)| {
        attribute(tag, "as") == Some("fetch") && attribute(tag, "href") == Some(module)
    })?;
    let integrity = attribute(tag, "integrity")?;
    let fetch = format!(
        "<script>const zaiduProgram=(async()=>{{const take=cache=>WebAssembly.compileStreaming(\
         fetch('{module}',{{integrity:'{integrity}',cache}})),\
         program=await take('default').catch(()=>take('reload'));\
         await new Promise(go=>setTimeout(go));return program}})();\
         zaiduProgram.catch(()=>{{}})</script>"
    );
    let run = format!(
        "<script type=module>dispatchEvent(new CustomEvent('zaidu-program',{{detail:async mark=>\
         (await import('{glue}'+mark)).default({{module_or_path:await zaiduProgram}})}}))</script>"
    );
    Some(html.replacen(trunk, &run, 1).replacen(tag, &fetch, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The script that Trunk writes.
    const TRUNK: &str = "<script type=module>import init, * as bindings from '/a.js';\n\
        const wasm = await init({ module_or_path: '/a.wasm' });\n\
        window.wasmBindings = bindings;</script>";

    #[test]
    fn the_module_is_fetched_once_with_integrity_and_can_be_started_again() {
        for tag in [
            "<link as=fetch crossorigin href=/a.wasm integrity=sha384-B rel=preload>",
            "<link rel=\"preload\" href=\"/a.wasm\" integrity=\"sha384-B\" as=\"fetch\">",
        ] {
            let html = format!(
                "<script>1</script>{TRUNK}<link as=fetch href=/b.wasm integrity=x rel=preload>\
                 <link rel=modulepreload href=/a.js integrity=sha384-A>{tag}</head>"
            );
            let expected = "<script>1</script><script type=module>\
                dispatchEvent(new CustomEvent('zaidu-program',{detail:async mark=>\
                (await import('/a.js'+mark)).default({module_or_path:await zaiduProgram})}))</script>\
                <link as=fetch href=/b.wasm integrity=x rel=preload>\
                <link rel=modulepreload href=/a.js integrity=sha384-A>\
                <script>const zaiduProgram=(async()=>{const take=cache=>\
                WebAssembly.compileStreaming(fetch('/a.wasm',{integrity:'sha384-B',cache})),\
                program=await take('default').catch(()=>take('reload'));\
                await new Promise(go=>setTimeout(go));return program})();\
                zaiduProgram.catch(()=>{})</script></head>";
            assert_eq!(with_loader(&html).as_deref(), Some(expected));
        }
    }

    #[test]
    fn an_unexpected_page_from_trunk_is_an_error() {
        assert_eq!(with_loader("<link rel=preload as=fetch href=/a.wasm>"), None);
        assert_eq!(with_loader(TRUNK), None, "without a preload");
        let other = "<link rel=preload as=fetch href=/a.wasm integrity=x><script>init()</script>";
        assert_eq!(with_loader(other), None);
    }
}
