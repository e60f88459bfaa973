//! Optimisation of the WebAssembly module: what never runs or shows is removed, then wasm-opt runs.
//!
//! Trunk has called wasm-opt too, but on the module as wasm-bindgen wrote it; its result is
//! replaced.

use std::{fs, path::Path};

use super::{
    html_tags::{attribute, links},
    panic_locations, prune,
};
use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// What wasm-bindgen wrote, below `target/`.
const BOUND: &str = "wasm-bindgen/release/zaidu_bg.wasm";

/// What is passed to wasm-opt, below `target/`.
const PRUNED: &str = "wasm-bindgen/release/zaidu_pruned.wasm";

/// All passes again until none of them makes the module smaller.
const REPEATED: [&str; 1] = ["--converge"];

/// Replaces the module in `folder` by the pruned and optimised one of the same build.
pub(super) fn optimise_module(workspace: &Workspace, folder: &Path) -> Result<()> {
    let bound = workspace.root.join("target").join(BOUND);
    let pruned = workspace.root.join("target").join(PRUNED);
    let flags = optimiser_flags(&files::read_text(&workspace.root.join("index.html"))?)
        .ok_or_else(|| Error::failed("index.html has no flags for wasm-opt"))?;
    let module = prune::prune(&files::read_bytes(&bound)?)
        .and_then(panic_locations::clear)
        .map_err(|cause| Error::failed(format!("{}: {cause}", bound.display())))?;
    fs::write(&pruned, module).map_err(|cause| Error::file("write", &pruned, &cause))?;
    let output = super::asset_hash::single_file(folder, ".wasm")?;
    let mut optimiser = workspace.command("wasm-opt");
    process::run(optimiser.args(&flags).args(REPEATED).arg(&pruned).arg("-o").arg(&output))
}

/// The flags that Trunk passes to wasm-opt, from the source of `index.html`.
fn optimiser_flags(html: &str) -> Option<Vec<String>> {
    // Each attribute of the tag is on a line of its own.
    let html = html.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, tag) = links(&html).find(|(_, tag)| attribute(tag, "data-wasm-opt").is_some())?;
    let level = attribute(tag, "data-wasm-opt")?;
    let flags = attribute(tag, "data-wasm-opt-params")?.split(' ');
    Some([format!("-O{level}")].into_iter().chain(flags.map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_those_of_the_page() {
        let html =
            "<link rel=icon>\n<link\n data-wasm-opt=\"s\"\n data-wasm-opt-params=\"--a --b\"\n/>";
        assert_eq!(optimiser_flags(html), Some(["-Os", "--a", "--b"].map(str::to_owned).into()));
        assert_eq!(optimiser_flags("<link rel=icon>"), None);
    }
}
