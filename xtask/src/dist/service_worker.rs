//! Service worker: `sw.js` with the list of files of this build, versioned by their hash, minified.

use std::{fs, path::Path};

use super::{FNV_OFFSET_BASIS, fnv1a};
use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// The constants of `public/sw.js` that are filled in.
const BUILD: &str = "const BUILD = \"\";";
const FILES: &str = "const FILES = [];";

/// Writes the worker, and the one that takes its place where it is turned off, into `folder`, whose
/// other files are final.
pub(super) fn write(workspace: &Workspace, folder: &Path) -> Result<()> {
    let html = files::read_text(&folder.join("index.html"))?;
    let mut names = Vec::new();
    for file in files::list(folder)? {
        let is_at_root = file.parent() == Some(folder);
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_at_root && has_content_hash(&name) {
            names.push(name);
        }
    }
    let source = |name: &str| files::read_text(&workspace.root.join("public").join(name));
    let worker = with_build(&source("sw.js")?, &html, names)
        .ok_or_else(|| Error::failed("sw.js has no place for the build, or index.html no glue"))?;
    for (name, script) in [("sw.js", worker), ("sw-off.js", source("sw-off.js")?)] {
        let path = folder.join(name);
        fs::write(&path, script).map_err(|cause| Error::file("write", &path, &cause))?;
        minify(workspace, &path)?;
    }
    Ok(())
}

fn minify(workspace: &Workspace, script: &Path) -> Result<()> {
    let program = workspace.tools.join("node_modules/.bin/esbuild");
    let mut esbuild = workspace.command(&program.to_string_lossy());
    esbuild.arg(script).args(["--bundle", "--minify", "--format=iife", "--log-level=warning"]);
    process::run(esbuild.arg("--allow-overwrite").arg(format!("--outfile={}", script.display())))
}

/// `worker` with the build of `html` and the files with these names, the glue, which `html` names,
/// first. The version is a hash of all of them and of the worker itself.
fn with_build(worker: &str, html: &str, mut names: Vec<String>) -> Option<String> {
    let glue = names.iter().position(|name| name.ends_with(".js"))?;
    names.swap(0, glue);
    if [BUILD, FILES].iter().any(|place| worker.matches(place).count() != 1)
        || !html.contains(&names[0])
    {
        return None;
    }
    let list = names.iter().map(|name| format!("/{name}")).collect::<Vec<_>>().join(" ");
    let parts = [worker, html, &list];
    let version =
        parts.iter().fold(FNV_OFFSET_BASIS, |hash, part| fnv1a(part.as_bytes(), fnv1a(&[0], hash)));
    let worker = worker.replace(BUILD, &format!("const BUILD = \"{version:016x}\";"));
    Some(worker.replace(FILES, &format!("const FILES = \"{list}\".split(\" \");")))
}

/// Whether a file name has the hash that the other steps, or Trunk, gave it.
fn has_content_hash(name: &str) -> bool {
    let is_program = [".js", ".wasm", ".css"].iter().any(|extension| name.ends_with(extension));
    let hash = name.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        (8..=16).contains(&digits) && matches!(part.as_bytes().get(digits), Some(b'.' | b'_'))
    });
    is_program && hash
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKER: &str = "const BUILD = \"\";\nconst FILES = [];\nstart();";
    const GLUE: &str = "zaidu-0123456789abcdef.js";

    fn worker(html: &str, names: &[&str]) -> Option<String> {
        with_build(WORKER, html, names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn the_worker_knows_its_files_and_the_glue_is_the_first() {
        let html = format!("<script src=/{GLUE}></script>");
        let built = worker(&html, &["a-0123456789abcdef.wasm", GLUE]).unwrap();
        let list = format!("const FILES = \"/{GLUE} /a-0123456789abcdef.wasm\".split(\" \");");
        assert!(built.contains(&list) && !built.contains(BUILD), "{built}");
        let other = worker(&format!("{html} "), &["a-0123456789abcdef.wasm", GLUE]).unwrap();
        assert_ne!(built, other, "another page is another build");
        assert_eq!(worker("", &[GLUE]), None, "a page of another build");
        assert_eq!(worker(&html, &[]), None);
        assert_eq!(with_build("", &html, vec![GLUE.to_owned()]), None);
    }

    #[test]
    fn the_worker_in_the_sources_can_be_filled_in() {
        let source = include_str!("../../../public/sw.js");
        assert!(with_build(source, GLUE, vec![GLUE.to_owned()]).is_some());
    }

    #[test]
    fn only_files_that_never_change_are_listed() {
        for name in [GLUE, "zaidu-0123456789abcdef_bg.wasm", "comfort-89abcdef01.css"] {
            assert!(has_content_hash(name), "{name}");
        }
        for name in ["sw.js", "sw-off.js", "index.html", "a-0123456789abcdef.js.br", "icon.svg"] {
            assert!(!has_content_hash(name), "{name}");
        }
    }
}
