//! Splitting: moves the functions under `#[wasm_split]`, and what only they need, out of the main
//! module into chunks, and writes the JavaScript that loads them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::Path,
};

use wasm_split_cli_support::{Options, transform};

use crate::{Error, merge::merge};

/// Where the glue imports the loader from, relative to itself. Trunk copies `snippets/`.
const LOADER: &str = "./snippets/zaidu-chunks/loader.js";

/// The loader, with placeholders for what depends on the build.
const LOADER_TEMPLATE: &str = include_str!("loader.js");

/// How the names begin of the functions that a program with split points imports. The library's
/// marker section is no sign of them: it is in every program that Leptos is in.
const LOAD: &[u8] = b"__wasm_split_load_";

/// Writes the chunks of `program` and their loader into `out_dir` and returns the main module, to
/// be bound; `None` for a program without split points.
pub(crate) fn split(program: &[u8], out_dir: &Path) -> Result<Option<Vec<u8>>, Error> {
    let folder = out_dir.join("chunks");
    let loader = out_dir.join(LOADER);
    // Files of the last build must not be taken for those of this one.
    for old in [&folder, &out_dir.join("snippets")] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    if !program.windows(LOAD.len()).any(|bytes| bytes == LOAD) {
        return Ok(None);
    }
    fs::create_dir_all(&folder)?;
    fs::create_dir_all(loader.parent().unwrap_or(out_dir))?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(program);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    // The library writes its own loader where the name points from its output folder.
    fs::create_dir_all(folder.join(LOADER).parent().unwrap_or(&folder))?;
    let written = transform(options).map_err(|report| format!("cannot split: {report:#}"))?;
    let generated = fs::read_to_string(folder.join(LOADER))?;
    fs::remove_dir_all(folder.join("snippets"))?;
    let mut files = written.prefetch_map.into_iter().collect();
    merge_shared(&folder, &mut files)?;
    fs::write(&loader, loader_script(&files, canary(&generated)))?;
    let module = fs::read(&main)?;
    fs::remove_file(&main)?;
    Ok(Some(module))
}

/// The file of everything that more than one chunk uses.
const SHARED: &str = "shared";

/// Replaces the files in `folder` that several chunks share by a single one, which is then the
/// first file of each chunk that has had one.
fn merge_shared(folder: &Path, chunks: &mut BTreeMap<String, Vec<String>>) -> Result<(), Error> {
    let mut shared = BTreeSet::new();
    for (name, files) in chunks {
        let own = format!("split_{name}");
        let (own, others): (Vec<_>, Vec<_>) = files.drain(..).partition(|file| *file == own);
        files.extend((!others.is_empty()).then(|| SHARED.to_owned()));
        files.extend(own);
        shared.extend(others);
    }
    if shared.is_empty() {
        return Ok(());
    }
    let path = |file: &str| folder.join(file).with_extension("wasm");
    let modules: Result<Vec<_>, _> = shared.iter().map(|file| fs::read(path(file))).collect();
    fs::write(path(SHARED), merge(&modules?)?)?;
    for file in &shared {
        fs::remove_file(path(file))?;
    }
    Ok(())
}

/// The name of the import that ties a chunk to its main module in a debug build, from the loader
/// that the library has written.
fn canary(generated: &str) -> Option<&str> {
    let start = generated.find("__canary_")?;
    let name = &generated[start..];
    name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()
}

/// The loader of `chunks`, each a name with its files.
fn loader_script(chunks: &BTreeMap<String, Vec<String>>, canary: Option<&str>) -> String {
    let files: BTreeSet<&String> = chunks.values().flatten().collect();
    let table = |rows: Vec<String>| format!("{{\n{}}}", rows.concat());
    let of_chunk = |(name, files): (&String, &Vec<String>)| format!("  {name}: {files:?},\n");
    let of_file = |file| format!("  {file}: [\"../../chunks/{file}.wasm\"],\n");
    let constants = [
        ("CHUNKS = {}", format!("CHUNKS = {}", table(chunks.iter().map(of_chunk).collect()))),
        ("FILES = {}", format!("FILES = {}", table(files.into_iter().map(of_file).collect()))),
        (
            "__wasm_split: {}",
            format!(
                "__wasm_split: {{{}}}",
                canary.map(|name| format!(" {name}: ~0xdead ")).unwrap_or_default()
            ),
        ),
    ];
    let mut script = LOADER_TEMPLATE.to_owned();
    for (placeholder, value) in &constants {
        script = script.replacen(placeholder, value, 1);
    }
    for name in chunks.keys() {
        // Writing to a String cannot fail.
        let _ = writeln!(script, "export const __wasm_split_load_{name} = load({name:?});");
    }
    script
}

/// The glue with a call that passes the main module's exports to the loader as soon as there
/// are any: the program may load a chunk before its start function returns.
pub(crate) fn connect(glue: &str) -> Result<String, Error> {
    const ASSIGNMENT: &str = "wasm = instance.exports;";
    let glue = import_once(glue).ok_or("the glue does not import the loader")?;
    match glue.matches(ASSIGNMENT).count() {
        1 => Ok(glue.replace(ASSIGNMENT, &format!("{ASSIGNMENT}\n    chunks.connect(wasm);"))),
        count => Err(format!("the glue takes its exports at {count} places, not at one").into()),
    }
}

/// The glue with one import of the loader, named `chunks`, in place of one for each chunk.
fn import_once(glue: &str) -> Option<String> {
    let import = format!(" from \"{LOADER}\"");
    let entry = format!("\"{LOADER}\": ");
    let (mut lines, mut has_import, mut has_entry) = (Vec::new(), false, false);
    for line in glue.lines() {
        if line.starts_with("import * as ") && line.ends_with(&import) {
            if !std::mem::replace(&mut has_import, true) {
                lines.push(format!("import * as chunks{import}"));
            }
        } else if line.trim_start().starts_with(&entry) {
            if !std::mem::replace(&mut has_entry, true) {
                lines.push(format!("        {entry}chunks,"));
            }
        } else {
            lines.push(line.to_owned());
        }
    }
    (has_import && has_entry).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_has_each_chunk_with_its_files() {
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let chunks = [
            ("poster".to_owned(), files(&["chunk_1", "split_poster"])),
            ("share".to_owned(), files(&["chunk_1", "split_share"])),
        ];
        let script = loader_script(&chunks.into(), canary("sharedImports = { __canary_1f: ~0 }"));
        for part in [
            "share: [\"chunk_1\", \"split_share\"],\n",
            "  chunk_1: [\"../../chunks/chunk_1.wasm\"],\n  split_poster:",
            "{ __wasm_split: { __canary_1f: ~0xdead } }",
            "export const __wasm_split_load_poster = load(\"poster\");\n",
        ] {
            assert!(script.contains(part), "{part} in {script}");
        }
        assert!(loader_script(&BTreeMap::new(), None).contains("__wasm_split: {} }"));
    }

    #[test]
    fn the_files_that_chunks_share_become_one() {
        let folder = std::env::temp_dir().join(format!("bindgen-shared-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for file in ["chunk_1", "chunk_2"] {
            fs::write(folder.join(file).with_extension("wasm"), b"\0asm\x01\0\0\0").unwrap();
        }
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut chunks: BTreeMap<String, Vec<String>> = [
            ("one".to_owned(), files(&["chunk_1", "split_one"])),
            ("three".to_owned(), files(&["split_three"])),
            ("two".to_owned(), files(&["chunk_1", "chunk_2", "split_two"])),
        ]
        .into();
        merge_shared(&folder, &mut chunks).unwrap();
        assert_eq!(chunks["one"], ["shared", "split_one"]);
        assert_eq!(chunks["two"], ["shared", "split_two"]);
        assert_eq!(chunks["three"], ["split_three"]);
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap()).collect();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].file_name(), "shared.wasm");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_glue_imports_the_loader_once_and_passes_its_exports() {
        let import = |number| format!("import * as import{number} from \"{LOADER}\"\n");
        let entry = |number| format!("        \"{LOADER}\": import{number},\n");
        let glue = [import(1), import(2), "wasm = instance.exports;\n".into(), entry(1), entry(2)];
        let glue = glue.concat();
        let connected = connect(&glue).unwrap();
        assert_eq!(
            connected,
            format!(
                "import * as chunks from \"{LOADER}\"\nwasm = instance.exports;\n    \
                 chunks.connect(wasm);\n        \"{LOADER}\": chunks,"
            )
        );
        assert!(connect("wasm = instance.exports;").is_err());
        assert!(connect(&glue.replace("wasm =", "it =")).is_err());
    }

    #[test]
    fn a_program_without_split_points_is_not_split() {
        let folder = std::env::temp_dir().join(format!("bindgen-{}", std::process::id()));
        assert!(split(b"\0asm\x01\0\0\0", &folder).unwrap().is_none());
    }
}
