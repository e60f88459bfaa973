//! The program's two files under names that say what they hold.
//!
//! Trunk names them by what they were before wasm-opt and knows no minifier that
//! reads today's JavaScript. Browsers keep a name for a year, so another content
//! must have another one, and the page must know the integrity of what is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};

use super::{
    names,
    tags::{attribute, links},
};
use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// Makes the script in `folder` small, and renames it and the module by their
/// contents, in the page too.
pub(super) fn seal(workspace: &Workspace, folder: &Path) -> Result<()> {
    let index = folder.join("index.html");
    let mut html = files::text(&index)?;
    let script = only(folder, ".js")?;
    names::shorten(&only(folder, ".wasm")?, &script)?;
    minify(workspace, &script)?;
    for ending in [".js", ".wasm"] {
        let path = only(folder, ending)?;
        let old = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let hash = Sha384::digest(files::bytes(&path)?);
        let new = renamed(&old, &hash)
            .ok_or_else(|| Error::failed(format!("{old} has no hash in its name")))?;
        html = naming(&html, &old, &new, &STANDARD.encode(hash))
            .ok_or_else(|| Error::failed(format!("index.html does not preload {old}")))?;
        let to = folder.join(&new);
        fs::rename(&path, &to).map_err(|cause| Error::file("move", &path, &cause))?;
    }
    fs::write(&index, html).map_err(|cause| Error::file("write", &index, &cause))
}

fn minify(workspace: &Workspace, script: &Path) -> Result<()> {
    let program = workspace.tools.join("node_modules/.bin/esbuild");
    let mut esbuild = workspace.command(&program.to_string_lossy());
    esbuild.arg(script).args(["--minify", "--format=esm", "--log-level=warning"]);
    process::run(esbuild.arg("--allow-overwrite").arg(format!("--outfile={}", script.display())))
}

/// The one file of `folder` whose name ends so.
fn only(folder: &Path, ending: &str) -> Result<PathBuf> {
    let mut found = files::below(folder)?;
    found.retain(|path| path.to_string_lossy().ends_with(ending));
    match (found.pop(), found.pop()) {
        (Some(path), None) => Ok(path),
        _ => Err(Error::failed(format!("there is not one {ending} file, but none or several"))),
    }
}

/// `zaidu-0123456789abcdef_bg.wasm` with the beginning of `hash` in its place. Trunk
/// writes a hash as a number: one in sixteen is shorter.
fn renamed(name: &str, hash: &[u8]) -> Option<String> {
    let (before, rest) = name.split_once('-')?;
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    (8..=16).contains(&digits).then(|| format!("{before}-{hash}{}", &rest[digits..]))
}

/// `html` with the file's new name and integrity.
fn naming(html: &str, old: &str, new: &str, sha384: &str) -> Option<String> {
    let href = format!("/{old}");
    let (_, tag) = links(html).find(|(_, tag)| attribute(tag, "href") == Some(&*href))?;
    let integrity = attribute(tag, "integrity")?;
    Some(html.replace(integrity, &format!("sha384-{sha384}")).replace(old, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_with_the_content_and_nothing_else() {
        let name = |bytes: &[u8]| renamed("zaidu-0123456789abcdef_bg.wasm", &Sha384::digest(bytes));
        // printf a | sha384sum
        assert_eq!(name(b"a").as_deref(), Some("zaidu-54a59b9f22b0b808_bg.wasm"));
        assert_ne!(name(b"a"), name(b"b"));
        let short = renamed("zaidu-123456789abcdef.js", &Sha384::digest(b"a"));
        assert_eq!(short.as_deref(), Some("zaidu-54a59b9f22b0b808.js"));
        assert_eq!(renamed("zaidu.js", &[0; 48]), None);
        assert_eq!(renamed("zaidu-app.js", &[0; 48]), None);
    }

    #[test]
    fn the_page_has_the_new_name_everywhere() {
        let html = "<script>import '/a-1.js'</script><link href=/a-1.js integrity=sha384-x/+= \
                    rel=modulepreload><link href=/b.css integrity=sha384-y>";
        let expected = "<script>import '/a-2.js'</script><link href=/a-2.js integrity=sha384-z \
                        rel=modulepreload><link href=/b.css integrity=sha384-y>";
        assert_eq!(naming(html, "a-1.js", "a-2.js", "z").as_deref(), Some(expected));
        assert_eq!(naming(html, "c.js", "d.js", "z"), None);
    }
}
