//! Asset hashing (cache busting): the WebAssembly module and its JavaScript glue get a content hash
//! in their file names and an updated integrity attribute, after mangling and minification.
//!
//! Trunk's own hashes are those of the files before wasm-opt, and its minifier does not parse
//! current JavaScript. Browsers cache these URLs for a year, so changed content needs a new name,
//! and the integrity in the page must match the final files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{
    chunks, glue,
    html_tags::{attribute, links},
    mangle,
};
use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// An attribute that tells Trunk something, and that it leaves in the page.
const TRUNK_ATTRIBUTE: &str = " data-integrity=none";

/// Bundles and mangles the scripts in `folder`, and renames them, the module and its chunks by
/// their content hashes, in `index.html` too.
pub(super) fn hash_assets(workspace: &Workspace, folder: &Path) -> Result<()> {
    let index = folder.join("index.html");
    let mut html = files::read_text(&index)?;
    let module = single_file(folder, ".wasm")?;
    let chunks = chunks::optimise_chunks(workspace, folder)?;
    let script = single_file(folder, ".js")?;
    let used = glue::prune(&files::read_text(&script)?, &files::read_bytes(&module)?)
        .map_err(|cause| Error::failed(format!("{}: {cause}", script.display())))?;
    fs::write(&script, used).map_err(|cause| Error::file("write", &script, &cause))?;
    html = bundle(workspace, folder, &script, &html)?;
    mangle::mangle_names(&module, &chunks, &script)?;
    let glue = chunks::hash(&chunks, &files::read_text(&script)?)?;
    fs::write(&script, glue).map_err(|cause| Error::file("write", &script, &cause))?;
    for path in [script, module] {
        let hash = ContentHash::of(&files::read_bytes(&path)?);
        let old = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let new = with_hash(&old, &hash)
            .ok_or_else(|| Error::failed(format!("{old} has no hash in its name")))?;
        html = with_new_name(&html, &old, &new, &hash.integrity)
            .ok_or_else(|| Error::failed(format!("index.html does not preload {old}")))?;
        rename(&path, &new)?;
    }
    fs::write(&index, html.replace(TRUNK_ATTRIBUTE, ""))
        .map_err(|cause| Error::file("write", &index, &cause))
}

/// The hash of a file's content, in its two forms. SHA-256 and not SHA-384: browsers take both, and it is
/// 16 bytes less for each file on each page.
pub(super) struct ContentHash {
    /// The first 8 bytes, as 16 hexadecimal digits, for its name.
    pub(super) digits: String,
    /// The value of an integrity attribute.
    pub(super) integrity: String,
}

impl ContentHash {
    pub(super) fn of(content: &[u8]) -> Self {
        let hash = Sha256::digest(content);
        let digits = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { digits, integrity: format!("sha256-{}", STANDARD.encode(hash)) }
    }
}

/// Renames a file within its folder.
pub(super) fn rename(path: &Path, name: &str) -> Result<()> {
    let to = path.with_file_name(name);
    fs::rename(path, to).map_err(|cause| Error::file("move", path, &cause))
}

/// The folder of the scripts that the glue imports.
const SNIPPETS: &str = "snippets";

/// Bundles the glue `script` with the scripts that it imports, minified, and returns `html`
/// without their preloads.
fn bundle(workspace: &Workspace, folder: &Path, script: &Path, html: &str) -> Result<String> {
    let program = workspace.tools.join("node_modules/.bin/esbuild");
    let mut esbuild = workspace.command(&program.to_string_lossy());
    esbuild.arg(script).args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    // The URL of the module is never taken from the glue: the page passes the module.
    esbuild.arg("--supported:import-meta=true");
    process::run(esbuild.arg("--allow-overwrite").arg(format!("--outfile={}", script.display())))?;
    files::remove_folder(&folder.join(SNIPPETS))?;
    Ok(without_preloads(html, &format!("/{SNIPPETS}/")))
}

/// `html` without the `<link>` tags for URLs that begin with `prefix`.
fn without_preloads(html: &str, prefix: &str) -> String {
    let tags = links(html)
        .filter(|(_, tag)| attribute(tag, "href").is_some_and(|href| href.starts_with(prefix)));
    let (mut rest, mut at) = (String::with_capacity(html.len()), 0);
    for (start, tag) in tags {
        rest.push_str(&html[at..start]);
        at = start + tag.len();
    }
    rest + &html[at..]
}

/// The only file in `folder`, not below it, whose name ends in `suffix`.
pub(super) fn single_file(folder: &Path, suffix: &str) -> Result<PathBuf> {
    let mut found = files::list(folder)?;
    found.retain(|path| path.parent() == Some(folder) && path.to_string_lossy().ends_with(suffix));
    match (found.pop(), found.pop()) {
        (Some(path), None) => Ok(path),
        _ => Err(Error::failed(format!("there is not one {suffix} file, but none or several"))),
    }
}

/// Replaces the hash in a name such as `zaidu-0123456789abcdef_bg.wasm` by that of its
/// content. Trunk omits leading zeros of its hash, so one in sixteen is shorter than 16 digits.
fn with_hash(name: &str, hash: &ContentHash) -> Option<String> {
    let (before, rest) = name.split_once('-')?;
    let length = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    let is_hash = (8..=16).contains(&length);
    is_hash.then(|| format!("{before}-{}{}", hash.digits, &rest[length..]))
}

/// `html` with the file's new name and integrity.
fn with_new_name(html: &str, old: &str, new: &str, integrity: &str) -> Option<String> {
    let href = format!("/{old}");
    let (_, tag) = links(html).find(|(_, tag)| attribute(tag, "href") == Some(&*href))?;
    let old_integrity = attribute(tag, "integrity")?;
    // In quotation marks: base64 may end with `=`, which an attribute without them must not have.
    let unquoted = format!("integrity={old_integrity}");
    let html = html.replace(&unquoted, &format!("integrity=\"{integrity}\""));
    Some(html.replace(old_integrity, integrity).replace(old, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_depend_only_on_the_content() {
        let name =
            |bytes: &[u8]| with_hash("zaidu-0123456789abcdef_bg.wasm", &ContentHash::of(bytes));
        // printf a | sha256sum
        assert_eq!(name(b"a").as_deref(), Some("zaidu-ca978112ca1bbdca_bg.wasm"));
        assert_ne!(name(b"a"), name(b"b"));
        let short = with_hash("zaidu-123456789abcdef.js", &ContentHash::of(b"a"));
        assert_eq!(short.as_deref(), Some("zaidu-ca978112ca1bbdca.js"));
        assert_eq!(with_hash("zaidu.js", &ContentHash::of(b"")), None);
        assert_eq!(with_hash("zaidu-app.js", &ContentHash::of(b"")), None);
    }

    #[test]
    fn the_page_uses_the_new_name_everywhere() {
        let html = "<script>import '/a-1.js'</script><link href=/a-1.js integrity=sha256-x/+= \
                    rel=modulepreload><link href=/b.css integrity=sha256-y>";
        let expected = "<script>import '/a-2.js'</script><link href=/a-2.js integrity=\"sha256-z=\" \
                        rel=modulepreload><link href=/b.css integrity=sha256-y>";
        assert_eq!(with_new_name(html, "a-1.js", "a-2.js", "sha256-z=").as_deref(), Some(expected));
        assert_eq!(with_new_name(html, "c.js", "d.js", "sha256-z="), None);
    }
}
