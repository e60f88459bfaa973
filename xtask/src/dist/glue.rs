//! Pruning of the JavaScript glue, before it is bundled: functions for imports that the optimised
//! module no longer has, classes that nobody constructs, and the synchronous start.
//!
//! It reads the text as wasm-bindgen formats it, and fails where it does not find what it knows.

use std::collections::BTreeSet;

use wasmparser::{Parser, Payload};

type Error = Box<dyn std::error::Error>;

/// Classes of the streams of server functions, of which the app has none. `prune` removes the
/// exports of the module that only they call.
const CLASSES: [&str; 3] =
    ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// The exports of the glue, and those that the page uses.
const EXPORTS: [&str; 2] =
    ["export { initSync, __wbg_init as default };", "export { __wbg_init as default };"];

/// How the function for an import begins and ends, around its name and its code.
const FUNCTION: [&str; 3] = ["        ", ": function(", "        },\n"];

/// `glue` without what `module` does not use.
///
/// # Errors
/// If it is not formatted as wasm-bindgen does, or still uses what was to be removed.
pub(super) fn prune(glue: &str, module: &[u8]) -> Result<String, Error> {
    let mut glue = without_functions(glue, &imports(module)?);
    for class in CLASSES {
        glue = without(&glue, &format!("export class {class} {{"), "prototype.free;\n")?;
        glue = without(&glue, &format!("const {class}Finalization ="), ", 1));\n")?;
        if glue.contains(class) {
            return Err(format!("the glue uses {class}, which was to be removed").into());
        }
    }
    let [exports, used] = EXPORTS;
    if !glue.contains(exports) {
        return Err(format!("the glue lacks `{exports}`").into());
    }
    Ok(glue.replace(exports, used))
}

/// The names of what `module` imports.
fn imports(module: &[u8]) -> Result<BTreeSet<&str>, Error> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                names.insert(import?.name);
            }
        }
    }
    Ok(names)
}

/// `glue` without the functions for imports other than `used`.
fn without_functions(glue: &str, used: &BTreeSet<&str>) -> String {
    let [start, middle, end] = FUNCTION;
    let mut is_kept = true;
    let mut lines = String::with_capacity(glue.len());
    for line in glue.split_inclusive('\n') {
        let name = line.strip_prefix(start).and_then(|line| line.split_once(middle));
        if let Some((name, _)) = name {
            is_kept = used.contains(name);
        }
        if is_kept {
            lines.push_str(line);
        }
        is_kept |= line == end;
    }
    lines
}

/// `glue` without the text from `start` to the next `end`.
fn without(glue: &str, start: &str, end: &str) -> Result<String, Error> {
    let from = glue.find(start).ok_or_else(|| format!("the glue lacks `{start}`"))?;
    let to = glue[from..].find(end).ok_or_else(|| format!("the glue lacks `{end}`"))?;
    Ok([&glue[..from], &glue[from + to + end.len()..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ImportSection, Module, TypeSection};

    /// A module that imports `log`.
    fn module() -> Vec<u8> {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("./zaidu_bg.js", "log", EntityType::Function(0));
        Module::new().section(&types).section(&imports).clone().finish()
    }

    fn class(name: &str) -> String {
        format!(
            "export class {name} {{\n    free() {{}}\n}}\n\
             if (Symbol.dispose) {name}.prototype[Symbol.dispose] = {name}.prototype.free;\n\
             const {name}Finalization = a\n    : new FinalizationRegistry(ptr => b(ptr, 1));\n"
        )
    }

    fn glue(functions: &str) -> String {
        let classes = CLASSES.map(class).concat();
        format!("{classes}const import0 = {{\n{functions}\n}};\n{}\n", EXPORTS[0])
    }

    #[test]
    fn what_the_module_does_not_use_is_removed() {
        let log =
            "        log: function(arg0) {\n            f(() => {\n            });\n        },\n";
        let glue = glue(&[&log.replace("log", "read"), log, &log.replace("log", "add")].concat());
        let pruned = prune(&glue, &module()).unwrap();
        assert_eq!(pruned, format!("const import0 = {{\n{log}\n}};\n{}\n", EXPORTS[1]));
    }

    #[test]
    fn glue_of_another_form_is_an_error() {
        let uses = "        log: function() {\n            new IntoUnderlyingSink();\n        },\n";
        assert!(prune(&glue(uses), &module()).is_err());
        assert!(prune(&glue("").replace("export class", "class"), &module()).is_err());
        assert!(prune(&glue("").replace("initSync", "init"), &module()).is_err());
        assert!(prune(&glue(""), b"no module").is_err());
    }
}
