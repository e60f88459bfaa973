//! Merging: the files of code that several chunks share become one module.
//!
//! The splitting library writes a file for each set of chunks that share something, many of them
//! for a single string. Each would be a request, and a name with its integrity in the loader.

use std::collections::BTreeMap;

use wasm_encoder::{
    CodeSection, DataSection, ElementSection, FunctionSection, ImportSection, Module, NameMap,
    NameSection, TypeSection,
    reencode::{Error as ReencodeError, Reencode},
};
use wasmparser::{Import, KnownCustom, Name, Parser, Payload, TypeRef};

use crate::Error;

/// One module with the functions, function table entries and data of `modules`, which import the
/// same memory, table and globals under the same names.
///
/// # Errors
/// If one of them is not a module, or has something else, such as exports.
pub(crate) fn merge(modules: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    let mut imports = Imports::default();
    for module in modules {
        imports.add(module)?;
    }
    let mut merged = Merged { next_function: imports.functions, ..Merged::default() };
    for module in modules {
        merged.add(module, &imports)?;
    }
    let mut names = NameMap::new();
    merged.names.iter().for_each(|(index, name)| names.append(*index, name));
    let mut name_section = NameSection::new();
    name_section.functions(&names);
    let mut output = Module::new();
    output
        .section(&merged.types)
        .section(&merged.imports)
        .section(&merged.functions)
        .section(&merged.elements)
        .section(&merged.code)
        .section(&merged.data)
        .section(&name_section);
    Ok(output.finish())
}

/// What the modules import: by module and name, its index among those of its kind.
#[derive(Default)]
struct Imports {
    indices: BTreeMap<(String, String), u32>,
    functions: u32,
    globals: u32,
}

impl Imports {
    fn add(&mut self, module: &[u8]) -> Result<(), Error> {
        for payload in Parser::new(0).parse_all(module) {
            let Payload::ImportSection(section) = payload? else { continue };
            for import in section.into_imports() {
                let import = import?;
                let key = key(&import);
                if self.indices.contains_key(&key) {
                    continue;
                }
                let index = match import.ty {
                    TypeRef::Func(_) => next(&mut self.functions),
                    TypeRef::Global(_) => next(&mut self.globals),
                    // There is one of each.
                    TypeRef::Memory(_) | TypeRef::Table(_) => 0,
                    other => return Err(format!("cannot merge an import of {other:?}").into()),
                };
                self.indices.insert(key, index);
            }
        }
        Ok(())
    }
}

fn key(import: &Import) -> (String, String) {
    (import.module.to_owned(), import.name.to_owned())
}

fn next(counter: &mut u32) -> u32 {
    let index = *counter;
    *counter += 1;
    index
}

/// The sections of the merged module.
#[derive(Default)]
struct Merged {
    types: TypeSection,
    imports: ImportSection,
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    /// The names of functions, by which the build recognises what never runs.
    names: BTreeMap<u32, String>,
    /// What is in `imports`.
    imported: Vec<(String, String)>,
    next_function: u32,
}

impl Merged {
    fn add(&mut self, module: &[u8], imports: &Imports) -> Result<(), Error> {
        let mut indices = Indices { types: self.types.len(), ..Indices::default() };
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    indices.parse_type_section(&mut self.types, section)?;
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        let key = key(&import);
                        match import.ty {
                            TypeRef::Func(_) => indices.functions.push(imports.indices[&key]),
                            TypeRef::Global(_) => indices.globals.push(imports.indices[&key]),
                            _ => {}
                        }
                        if !self.imported.contains(&key) {
                            indices.parse_import(&mut self.imports, import)?;
                            self.imported.push(key);
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for _ in 0..section.count() {
                        indices.functions.push(next(&mut self.next_function));
                    }
                    indices.parse_function_section(&mut self.functions, section)?;
                }
                Payload::ElementSection(section) => {
                    indices.parse_element_section(&mut self.elements, section)?;
                }
                Payload::CodeSectionEntry(body) => {
                    indices.parse_function_body(&mut self.code, body)?;
                }
                Payload::DataSection(section) => {
                    indices.parse_data_section(&mut self.data, section)?;
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(subsections) = section.as_known() {
                        for subsection in subsections {
                            // The library writes subsections that the parser does not know.
                            let Ok(Name::Function(names)) = subsection else { continue };
                            for name in names {
                                let name = name?;
                                let index = indices.function_index(name.index)?;
                                self.names.insert(index, name.name.to_owned());
                            }
                        }
                    }
                }
                Payload::Version { .. } | Payload::CodeSectionStart { .. } | Payload::End(_) => {}
                // Only for instructions that name a data segment, of which there are none.
                Payload::DataCountSection { .. } => {}
                // The library writes them empty.
                Payload::ExportSection(section) if section.count() == 0 => {}
                Payload::GlobalSection(section) if section.count() == 0 => {}
                Payload::MemorySection(section) if section.count() == 0 => {}
                Payload::TableSection(section) if section.count() == 0 => {}
                other => return Err(format!("cannot merge {other:?}").into()),
            }
        }
        Ok(())
    }
}

/// The indices in the merged module of what a module has.
#[derive(Default)]
struct Indices {
    /// The index of its first type.
    types: u32,
    /// Of each function: imported, then its own.
    functions: Vec<u32>,
    globals: Vec<u32>,
}

/// Why an index cannot be translated.
#[derive(Debug)]
struct UnknownIndex(u32);

impl std::fmt::Display for UnknownIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the module has no index {}", self.0)
    }
}

impl std::error::Error for UnknownIndex {}

fn translate(indices: &[u32], index: u32) -> Result<u32, ReencodeError<UnknownIndex>> {
    let found = usize::try_from(index).ok().and_then(|index| indices.get(index));
    found.copied().ok_or(ReencodeError::UserError(UnknownIndex(index)))
}

impl Reencode for Indices {
    type Error = UnknownIndex;

    fn type_index(&mut self, index: u32) -> Result<u32, ReencodeError<UnknownIndex>> {
        Ok(self.types + index)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, ReencodeError<UnknownIndex>> {
        translate(&self.functions, index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, ReencodeError<UnknownIndex>> {
        Err(ReencodeError::UserError(UnknownIndex(index)))
    }

    fn global_index(&mut self, index: u32) -> Result<u32, ReencodeError<UnknownIndex>> {
        translate(&self.globals, index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, Elements, EntityType, Function, GlobalType, Instruction, MemoryType, RefType,
        TableType, ValType,
    };

    /// A module as the library writes it: a function `name` of `parameters` numbers in `slot` of the
    /// table, which returns one more than the global `global`, and a byte of data at `slot`.
    fn module(name: &str, parameters: usize, slot: i32, global: &str) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function(std::iter::repeat_n(ValType::I32, parameters), [ValType::I32]);
        let mut imports = ImportSection::new();
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        let table = TableType {
            element_type: RefType::FUNCREF,
            minimum: 8,
            maximum: None,
            table64: false,
            shared: false,
        };
        let number = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        imports.import("split", "memory", EntityType::Memory(memory));
        imports.import("split", "table", EntityType::Table(table));
        imports.import("split", global, EntityType::Global(number));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(slot), Elements::Functions([0][..].into()));
        let mut body = Function::new([]);
        for instruction in [
            Instruction::GlobalGet(0),
            Instruction::I32Const(1),
            Instruction::I32Add,
            Instruction::End,
        ] {
            body.instruction(&instruction);
        }
        let mut code = CodeSection::new();
        code.function(&body);
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(slot), [7]);
        let mut names = NameMap::new();
        names.append(0, name);
        let mut name_section = NameSection::new();
        name_section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&elements);
        module.section(&code).section(&data).section(&name_section);
        module.finish()
    }

    #[test]
    fn the_merged_module_has_what_each_has() {
        let modules = [
            module("one", 1, 3, "__stack_pointer"),
            module("two", 2, 5, "other"),
            module("three", 2, 6, "__stack_pointer"),
        ];
        let merged = merge(&modules).unwrap();
        wasmparser::Validator::new().validate_all(&merged).unwrap();
        let mut functions = Indices::default();
        let (mut imports, mut parameters, mut globals, mut data) = (0, vec![], vec![], 0);
        for payload in Parser::new(0).parse_all(&merged) {
            match payload.unwrap() {
                Payload::ImportSection(section) => imports = section.into_imports().count(),
                Payload::FunctionSection(section) => {
                    functions.functions = section.into_iter().map(Result::unwrap).collect();
                }
                Payload::TypeSection(section) => {
                    for ty in section.into_iter_err_on_gc_types() {
                        parameters.push(ty.unwrap().params().len());
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let mut operators = body.get_operators_reader().unwrap();
                    if let wasmparser::Operator::GlobalGet { global_index } =
                        operators.read().unwrap()
                    {
                        globals.push(global_index);
                    }
                }
                Payload::DataSection(section) => data = section.count(),
                _ => {}
            }
        }
        assert_eq!(imports, 4, "memory, table and two globals");
        let of_functions = functions.functions.iter().map(|ty| parameters[*ty as usize]);
        assert_eq!(of_functions.collect::<Vec<_>>(), [1, 2, 2]);
        assert_eq!((globals, data), (vec![0, 1, 0], 3));
        for name in ["one", "two", "three"] {
            assert!(merged.windows(name.len()).any(|bytes| bytes == name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn what_is_not_shared_code_is_refused() {
        assert!(merge(&[b"no module".to_vec()]).is_err());
        let mut module = Module::new();
        module.section(&wasm_encoder::StartSection { function_index: 0 });
        assert!(merge(&[module.finish()]).is_err());
    }
}
