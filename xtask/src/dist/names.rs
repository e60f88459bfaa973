//! Short names between the module and its glue.
//!
//! wasm-bindgen names each thing that one of them has from the other by a word and
//! a hash, which stands in both and which nothing compresses: 7 kB of what a
//! reader downloads. Nobody else reads these names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use wasm_encoder::{
    ExportSection, ImportSection, Module, RawSection,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{Parser, Payload};

use crate::{
    error::{Error, Result},
    files,
};

/// What begins the names that wasm-bindgen makes up. Others, such as `memory`,
/// are known elsewhere too.
const MADE_UP: &str = "__";

/// Shortens the names that `module` and its `glue` have for each other.
pub(super) fn shorten(module: &Path, glue: &Path) -> Result<()> {
    let script = files::text(glue)?;
    let (renamed, names) = renamed(&files::bytes(module)?, &made_up(&script))
        .map_err(|cause| Error::failed(format!("{}: {cause}", module.display())))?;
    fs::write(module, renamed).map_err(|cause| Error::file("write", module, &cause))?;
    fs::write(glue, rewritten(&script, &names)).map_err(|cause| Error::file("write", glue, &cause))
}

/// The new name of each old one.
type Names<'a> = BTreeMap<&'a str, String>;

/// The made-up names that `script` has as properties.
fn made_up(script: &str) -> BTreeSet<&str> {
    let properties = Words(script).filter(|piece| piece.is_property);
    properties.map(|piece| piece.word).filter(|word| word.starts_with(MADE_UP)).collect()
}

/// `script` with each old name replaced by its new one.
fn rewritten(script: &str, names: &Names<'_>) -> String {
    let mut written = String::with_capacity(script.len());
    for Piece { before, word, is_property } in Words(script) {
        let new = names.get(word).filter(|_| is_property);
        written.extend([before, new.map_or(word, String::as_str)]);
    }
    written
}

/// A word of a script, and what stands before it.
struct Piece<'a> {
    before: &'a str,
    word: &'a str,
    /// Whether it names a property: `.word`, `word:` or `word(`. It may then be
    /// renamed whatever the script calls by that name elsewhere.
    is_property: bool,
}

/// The words of a script.
struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let (before, rest) = self.0.split_at(self.0.find(is_word).unwrap_or(self.0.len()));
        let (word, rest) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
        self.0 = rest;
        let is_property = before.ends_with('.') || rest.starts_with([':', '(']);
        (!before.is_empty() || !word.is_empty()).then_some(Piece { before, word, is_property })
    }
}

/// The module with new names in the place of those that are `known` to its glue,
/// and which they are.
fn renamed<'a>(
    bytes: &[u8],
    known: &BTreeSet<&'a str>,
) -> std::result::Result<(Vec<u8>, Names<'a>), Box<dyn std::error::Error>> {
    let mut names = Names::new();
    let mut new_name = |old: &str| match known.get(old) {
        None => old.to_owned(),
        Some(old) => {
            let number = names.len();
            names.entry(*old).or_insert_with(|| short(number)).clone()
        }
    };
    let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
    let mut module = Module::new();
    let mut same = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(reader) => {
                let mut imports = ImportSection::new();
                for import in reader.into_imports() {
                    let import = import?;
                    let kind = same.entity_type(import.ty)?;
                    imports.import(import.module, &new_name(import.name), kind);
                }
                module.section(&imports);
            }
            Payload::ExportSection(reader) => {
                let mut exports = ExportSection::new();
                for export in reader {
                    let export = export?;
                    let kind = same.export_kind(export.kind)?;
                    exports.export(&new_name(export.name), kind, export.index);
                }
                module.section(&exports);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    module
                        .section(&RawSection { id, data: &bytes[at(range.start)..at(range.end)] });
                }
            }
        }
    }
    Ok((module.finish(), names))
}

/// The `number`th of the shortest names.
fn short(mut number: usize) -> String {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let mut name = String::new();
    loop {
        name.push(char::from(LETTERS[number % LETTERS.len()]));
        if number < LETTERS.len() {
            return name;
        }
        number = number / LETTERS.len() - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ExportKind, TypeSection};

    fn module(imported: &str, exported: &str) -> Vec<u8> {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        let mut exports = ExportSection::new();
        types.ty().function([], []);
        imports.import("./a.js", imported, EntityType::Function(0));
        exports.export(exported, ExportKind::Func, 0);
        Module::new().section(&types).section(&imports).section(&exports).clone().finish()
    }

    #[test]
    fn made_up_names_are_short_on_both_sides() {
        let script = "return{__wbg_log_0123456789abcdef:function(e){c.__wbindgen_free(e)}}";
        let known = made_up(script);
        let (module_, names) =
            renamed(&module("__wbg_log_0123456789abcdef", "__wbindgen_free"), &known).unwrap();
        assert_eq!(module_, module("a", "b"));
        assert_eq!(rewritten(script, &names), "return{a:function(e){c.b(e)}}");
    }

    #[test]
    fn other_names_stay() {
        let script = "const __wbg_init=load;c.memory;{log:1}";
        let plain = module("log", "memory");
        let (module_, names) = renamed(&plain, &made_up(script)).unwrap();
        assert_eq!((module_, rewritten(script, &names)), (plain, script.to_owned()));
        assert!(renamed(b"no module", &BTreeSet::new()).is_err());
    }

    #[test]
    fn names_are_different() {
        let names: BTreeSet<_> = (0..2_000).map(short).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!([0, 25, 26, 27].map(short), ["a", "z", "aa", "ba"]);
    }
}
