//! Name mangling: short import and export names between the WebAssembly module and its JavaScript
//! glue.
//!
//! wasm-bindgen names each import and export by a word and a hash. The names occur in both files
//! and hashes do not compress: 7 kB of the download. Nothing else uses these names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
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

/// Prefix of the names that wasm-bindgen generates. Other names, such as `memory`, are used
/// elsewhere too and stay.
const GENERATED_PREFIX: &str = "__";

/// Mangles the generated names in the files `module` and `glue`, and in the `chunks`, which import
/// from the module.
pub(super) fn mangle_names(module: &Path, chunks: &[PathBuf], glue: &Path) -> Result<()> {
    let script = files::read_text(glue)?;
    let known = generated_names(&script);
    let mut names = Names::new();
    // The module first: its exports are what the chunks import.
    for path in std::iter::once(module).chain(chunks.iter().map(PathBuf::as_path)) {
        let mangled = mangle_module(&files::read_bytes(path)?, &known, &mut names)
            .map_err(|cause| Error::failed(format!("{}: {cause}", path.display())))?;
        fs::write(path, mangled).map_err(|cause| Error::file("write", path, &cause))?;
    }
    fs::write(glue, mangle_script(&script, &names))
        .map_err(|cause| Error::file("write", glue, &cause))
}

/// New names by old name.
type Names<'a> = BTreeMap<&'a str, String>;

/// The generated names that `script` uses as properties.
fn generated_names(script: &str) -> BTreeSet<&str> {
    let properties = Tokens(script).filter(|token| token.is_property);
    properties.map(|token| token.word).filter(|word| word.starts_with(GENERATED_PREFIX)).collect()
}

/// `script` with each old name replaced by its new one.
fn mangle_script(script: &str, names: &Names<'_>) -> String {
    let mut output = String::with_capacity(script.len());
    for Token { before, word, is_property } in Tokens(script) {
        let new = names.get(word).filter(|_| is_property);
        output.extend([before, new.map_or(word, String::as_str)]);
    }
    output
}

/// A word of a script, with the text before it.
struct Token<'a> {
    before: &'a str,
    word: &'a str,
    /// Whether it is a property name: `.word`, `word:` or `word(`. Only these are renamed;
    /// variables of the same name are independent.
    is_property: bool,
}

/// Iterator over the words of a script.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let (before, rest) = self.0.split_at(self.0.find(is_word).unwrap_or(self.0.len()));
        let (word, rest) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
        self.0 = rest;
        let is_property = before.ends_with('.') || rest.starts_with([':', '(']);
        (!before.is_empty() || !word.is_empty()).then_some(Token { before, word, is_property })
    }
}

/// The module with mangled names for the imports and exports that are `known` to its glue. New
/// ones are added to `names`.
fn mangle_module<'a>(
    bytes: &[u8],
    known: &BTreeSet<&'a str>,
    names: &mut Names<'a>,
) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut mangled_name = |old: &str| match known.get(old) {
        None => old.to_owned(),
        Some(old) => {
            let number = names.len();
            names.entry(*old).or_insert_with(|| short_name(number)).clone()
        }
    };
    let index = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
    let mut module = Module::new();
    let mut reencoder = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(reader) => {
                let mut imports = ImportSection::new();
                for import in reader.into_imports() {
                    let import = import?;
                    let kind = reencoder.entity_type(import.ty)?;
                    imports.import(import.module, &mangled_name(import.name), kind);
                }
                module.section(&imports);
            }
            Payload::ExportSection(reader) => {
                let mut exports = ExportSection::new();
                for export in reader {
                    let export = export?;
                    let kind = reencoder.export_kind(export.kind)?;
                    exports.export(&mangled_name(export.name), kind, export.index);
                }
                module.section(&exports);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    module.section(&RawSection {
                        id,
                        data: &bytes[index(range.start)..index(range.end)],
                    });
                }
            }
        }
    }
    Ok(module.finish())
}

/// The `number`th name, from 0: `a` to `z`, then `aa`, `ab` and so on.
fn short_name(mut number: usize) -> String {
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
    fn generated_names_are_mangled_in_both_files() {
        let script = "return{__wbg_log_0123456789abcdef:function(e){c.__wbindgen_free(e)}}";
        let known = generated_names(script);
        let mut names = Names::new();
        let mut mangled = |imported, exported| {
            mangle_module(&module(imported, exported), &known, &mut names).unwrap()
        };
        assert_eq!(mangled("__wbg_log_0123456789abcdef", "__wbindgen_free"), module("a", "b"));
        // A chunk imports what the main module exports.
        assert_eq!(mangled("__wbindgen_free", "run"), module("b", "run"));
        assert_eq!(mangle_script(script, &names), "return{a:function(e){c.b(e)}}");
    }

    #[test]
    fn other_names_are_unchanged() {
        let script = "const __wbg_init=load;c.memory;{log:1}";
        let plain = module("log", "memory");
        let mut names = Names::new();
        let mangled = mangle_module(&plain, &generated_names(script), &mut names).unwrap();
        assert_eq!((mangled, mangle_script(script, &names)), (plain, script.to_owned()));
        assert!(mangle_module(b"no module", &BTreeSet::new(), &mut names).is_err());
    }

    #[test]
    fn short_names_are_unique() {
        let names: BTreeSet<_> = (0..2_000).map(short_name).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!([0, 25, 26, 27].map(short_name), ["a", "z", "aa", "ba"]);
    }
}
