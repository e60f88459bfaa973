//! Optimisation of the WebAssembly modules: what never runs or shows is removed, then wasm-opt runs.
//!
//! Trunk has called wasm-opt too, but on the main module as wasm-bindgen wrote it; its result is
//! replaced.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    html_tags::{attribute, links},
    panic_locations, prune,
};
use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// All passes again until none of them makes the module smaller.
const REPEATED: [&str; 1] = ["--converge"];

/// What wasm-bindgen wrote for the page, beside its chunks.
pub(super) fn bound(workspace: &Workspace) -> PathBuf {
    workspace.target().join("wasm-bindgen/release")
}

/// Replaces the module in `folder` by the pruned and optimised one of the same build.
pub(super) fn optimise_module(workspace: &Workspace, folder: &Path) -> Result<()> {
    let output = super::asset_hash::single_file(folder, ".wasm")?;
    optimise(workspace, &bound(workspace).join("zaidu_bg.wasm"), &output)
}

/// Writes `module`, pruned and optimised, to `output`.
pub(super) fn optimise(workspace: &Workspace, module: &Path, output: &Path) -> Result<()> {
    let flags = optimiser_flags(&files::read_text(&workspace.root.join("index.html"))?)
        .ok_or_else(|| Error::failed("index.html has no flags for wasm-opt"))?;
    let pruned = prune::prune(&files::read_bytes(module)?)
        .and_then(panic_locations::clear)
        .map_err(|cause| Error::failed(format!("{}: {cause}", module.display())))?;
    fs::write(output, pruned).map_err(|cause| Error::file("write", output, &cause))?;
    let mut optimiser = workspace.command("wasm-opt");
    // It warns of each name section, of which it does not know every part.
    process::run_quietly(optimiser.args(&flags).args(REPEATED).arg(output).arg("-o").arg(output))
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
