//! Pruning: functions and exports that are in the WebAssembly module but never used.
//!
//! The linker keeps what a table of function pointers names, called or not. After wasm-bindgen
//! and before wasm-opt functions still have their names: the bodies of those below are replaced
//! by `unreachable`, and wasm-opt removes what only they called.

use std::collections::BTreeMap;

use wasm_encoder::{
    CodeSection, ExportSection, Function, Instruction, Module, RawSection,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{
    ExportSectionReader, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef,
};

/// A group of functions that never run.
struct Group {
    /// How their mangled names begin: Rust's v0 mangling tells a function (`_RNv`) or an instance
    /// of one (`_RINv`) from its closures and futures (`_RNC`), and from what is only compiled for
    /// their types, such as dropping one. The compiler merges equal functions under one of their
    /// names, so that the latter may run in the place of another.
    starts: &'static [&'static str],
    /// A part of their names: identifiers, each after its length.
    part: &'static str,
    /// Whether other functions may call them directly. Else that is an error: the group is reached
    /// only through function pointers, which nobody calls.
    may_be_called: bool,
}

/// The smallest function of a group that may not be called, in bytes: a smaller one may equal
/// another function.
const MIN_BYTES: usize = 100;

const GROUPS: [Group; 16] = [
    // Asynchronous hydration, of `Suspense` and of mount functions that the app does not use:
    // `leptos::mount::hydrate_from` waits for nothing.
    dead(&["_RINvNv", "_RNCINvNv"], "8into_any13hydrate_async"),
    dead(&["_RNCNv"], "10RenderHtml13hydrate_async"),
    dead(&["_RNCNv"], "27new_with_async_value_erased"),
    // What a server tells error boundaries and suspended parts, of which the app has none.
    unused(&["_RNv"], "17hydration_context7hydrate17serialized_errors"),
    unused(&["_RNv"], "17hydration_context7hydrate17incomplete_chunks"),
    // Streams of server functions, of which the app has none.
    unused(&["_RNC"], "12wasm_streams8readable"),
    unused(&["_RNC"], "12wasm_streams8writable"),
    // The last steps of a panic. Standard error is nowhere in a browser, so that nobody sees the
    // message that they format before they trap; now they trap at once.
    unused(&["_R"], "4core9panicking"),
    unused(&["_R"], "4core4cell22panic_already_borrowed"),
    unused(&["_R"], "4core4cell30panic_already_mutably_borrowed"),
    unused(&["_R"], "4core5slice5index16slice_index_fail"),
    unused(&["_R"], "4core6option13expect_failed"),
    unused(&["_R"], "4core6option13unwrap_failed"),
    unused(&["_R"], "4core6result13unwrap_failed"),
    unused(&["_R"], "4core3str19slice_error_fail_rt"),
    unused(&["_R"], "4core3str16slice_error_fail"),
];

/// How the names begin of what only classes for these streams call, which `glue` removes.
const UNUSED_EXPORTS: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

/// A group that nothing calls directly.
const fn dead(starts: &'static [&'static str], part: &'static str) -> Group {
    Group { starts, part, may_be_called: false }
}

/// A group that is called directly, but only by what never runs, or to trap.
const fn unused(starts: &'static [&'static str], part: &'static str) -> Group {
    Group { starts, part, may_be_called: true }
}

type Error = Box<dyn std::error::Error>;

/// `module` with the functions of [`GROUPS`] pruned; unchanged if its functions have no names.
///
/// # Errors
/// If it is not a module, or if a function calls one that never runs.
pub(super) fn prune(module: &[u8]) -> Result<Vec<u8>, Error> {
    let functions = Functions::read(module)?;
    let mut code = CodeSection::new();
    for (index, body) in (functions.imported..).zip(&functions.bodies) {
        if functions.group(index).is_some() {
            code.function(&trap());
            continue;
        }
        code.raw(body.as_bytes());
        let caller = functions.name(index);
        for callee in callees(body)? {
            // What is compiled for the same futures never runs either.
            let is_called = |group: &Group| !group.may_be_called && !caller.contains(group.part);
            if functions.group(callee).is_some_and(is_called) {
                let callee = functions.name(callee);
                return Err(format!("{caller} calls {callee}, which was to be pruned").into());
            }
        }
    }
    let position = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
    let mut output = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if matches!(payload, Payload::CodeSectionStart { .. }) {
            output.section(&code);
        } else if let Payload::ExportSection(section) = payload {
            output.section(&used_exports(section)?);
        } else if let Some((id, range)) = payload.as_section() {
            let data = &module[position(range.start)..position(range.end)];
            output.section(&RawSection { id, data });
        }
    }
    Ok(output.finish())
}

/// The exports without those that begin as [`UNUSED_EXPORTS`].
fn used_exports(section: ExportSectionReader<'_>) -> Result<ExportSection, Error> {
    let mut exports = ExportSection::new();
    for export in section {
        let export = export?;
        if !UNUSED_EXPORTS.iter().any(|start| export.name.starts_with(start)) {
            RoundtripReencoder.parse_export(&mut exports, export)?;
        }
    }
    Ok(exports)
}

/// The functions of a module. The imported ones have the first indices.
#[derive(Default)]
struct Functions<'a> {
    imported: usize,
    bodies: Vec<FunctionBody<'a>>,
    names: BTreeMap<usize, &'a str>,
}

impl<'a> Functions<'a> {
    fn read(module: &'a [u8]) -> Result<Self, Error> {
        let mut functions = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(reader) => {
                    for import in reader.into_imports() {
                        functions.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(subsections) = section.as_known() {
                        for subsection in subsections {
                            if let Name::Function(names) = subsection? {
                                for name in names {
                                    let name = name?;
                                    functions.names.insert(index(name.index), name.name);
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(functions)
    }

    fn name(&self, index: usize) -> &'a str {
        self.names.get(&index).copied().unwrap_or_default()
    }

    /// The group of a function that never runs.
    fn group(&self, index: usize) -> Option<&'static Group> {
        let name = self.name(index);
        let body = self.bodies.get(index.checked_sub(self.imported)?)?;
        let is_large = body.as_bytes().len() >= MIN_BYTES;
        GROUPS.iter().find(|group| {
            (group.may_be_called || is_large)
                && name.contains(group.part)
                && group.starts.iter().any(|start| name.starts_with(start))
        })
    }
}

/// The indices of the functions that `body` calls directly.
fn callees(body: &FunctionBody<'_>) -> Result<Vec<usize>, Error> {
    let mut callees = Vec::new();
    for operator in body.get_operators_reader()? {
        if let Operator::Call { function_index } | Operator::ReturnCall { function_index } =
            operator?
        {
            callees.push(index(function_index));
        }
    }
    Ok(callees)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A function that traps.
fn trap() -> Function {
    let mut function = Function::new([]);
    function.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
    function
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        EntityType, ExportKind, FunctionSection, ImportSection, NameMap, NameSection, TypeSection,
    };

    /// A module with an imported function and one function for each name, which calls the next.
    fn module(names: &[&str]) -> Vec<u8> {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("a", "b", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        let (mut map, mut section) = (NameMap::new(), NameSection::new());
        for (index, name) in (1..).zip(names) {
            functions.function(0);
            map.append(index, name);
            let mut function = Function::new([]);
            let next = if index < u32::try_from(names.len()).unwrap() { index + 1 } else { 0 };
            for _ in 0..MIN_BYTES {
                function.instruction(&Instruction::Call(next));
            }
            function.instruction(&Instruction::End);
            code.function(&function);
        }
        section.functions(&map);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&code);
        module.section(&section);
        module.finish()
    }

    /// Whether each function of the pruned module traps.
    fn traps(names: &[&str]) -> Result<Vec<bool>, String> {
        let pruned = prune(&module(names)).map_err(|error| error.to_string())?;
        let functions = Functions::read(&pruned).unwrap();
        assert_eq!(functions.names.into_values().collect::<Vec<_>>(), names);
        Ok(functions.bodies.iter().map(|body| callees(body).unwrap().is_empty()).collect())
    }

    const ASYNC: &str = "_RINvNvXs2_Ntp7IntoAny8into_any13hydrate_asyncTEE";

    #[test]
    fn functions_that_never_run_trap() {
        let names = ["main", "_RNvNtCsebHcaeoSrxy_4core9panicking9panic_fmt", "other"];
        assert_eq!(traps(&names), Ok(vec![false, true, false]));
        assert_eq!(traps(&[ASYNC, "other"]), Ok(vec![true, false]));
    }

    #[test]
    fn exports_of_streams_are_removed() {
        let mut exports = ExportSection::new();
        for name in ["main", "intounderlyingsink_write", "__wbg_intounderlyingsink_free"] {
            exports.export(name, ExportKind::Func, 0);
        }
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut module = Module::new();
        let mut imports = ImportSection::new();
        imports.import("a", "b", EntityType::Function(0));
        module.section(&types).section(&imports).section(&exports);
        let pruned = prune(&module.finish()).unwrap();
        let is_in = |name: &str| pruned.windows(name.len()).any(|bytes| bytes == name.as_bytes());
        assert!(is_in("main") && !is_in("intounderlying"));
    }

    #[test]
    fn what_only_their_types_need_is_kept() {
        let drop = format!("_RINvNtC_4core3ptr13drop_in_placeNC{}EC_", &ASYNC[2..]);
        let compiled_there = "_RNCNvNtC_4core3ptr4dropC_12wasm_streams";
        assert_eq!(traps(&[&drop, compiled_there]), Ok(vec![false, false]));
        assert_eq!(traps(&[&drop, ASYNC, "other"]), Ok(vec![false, true, false]));
    }

    #[test]
    fn a_call_of_a_function_that_never_runs_is_an_error() {
        let error = format!("main calls {ASYNC}, which was to be pruned");
        assert_eq!(traps(&["main", ASYNC]), Err(error));
        assert!(prune(b"no module").is_err());
    }
}
