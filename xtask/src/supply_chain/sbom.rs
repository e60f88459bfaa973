//! Bill of materials of the server's program: CycloneDX 1.5, as JSON.

use std::{fs, path::Path};

use serde_json::{Map, Value, json};

use super::crates::{Crate, Crates};
use crate::{
    error::{Error, Result},
    lock_file::LockFile,
    workspace::Workspace,
};

/// The package that becomes the program, and what its packaged form has.
const PROGRAM: &str = "zaidu-server";
const FEATURES: [&str; 2] = ["--features", "zaidu-server/embedded"];

/// Writes the bill of materials to `file`: the program and every crate that it is built from, for
/// any target. The libraries of the system that it is linked with are those of the package's
/// dependencies.
pub(crate) fn write(workspace: &Workspace, file: &Path) -> Result<()> {
    let crates = Crates::read(workspace, &FEATURES)?;
    let document = document(&crates, PROGRAM, &workspace.lock_file()?);
    let text = serde_json::to_vec_pretty(&document);
    let text = text.map_err(|cause| Error::failed(format!("cannot write the SBOM: {cause}")))?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    }
    fs::write(file, text).map_err(|cause| Error::file("write", file, &cause))
}

fn document(crates: &Crates, program: &str, lock: &LockFile) -> Value {
    let ids = crates.built_into(program);
    let is_program = |id: &str| crates.all[id].is_own && crates.all[id].name == program;
    let root = ids.iter().find(|id| is_program(id)).map(|id| &crates.all[*id]);
    let components = ids.iter().filter(|id| !is_program(id));
    let components: Vec<Value> =
        components.map(|id| component(&crates.all[*id], "library", lock)).collect();
    let edges = ids.iter().map(|id| {
        let on: Vec<String> =
            crates.dependencies_of(id).map(|id| reference(&crates.all[id])).collect();
        json!({"ref": reference(&crates.all[*id]), "dependsOn": on})
    });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": "cargo xtask package"}]},
            "component": root.map(|root| component(root, "application", lock)),
        },
        "components": components,
        "dependencies": edges.collect::<Vec<Value>>(),
    })
}

fn component(it: &Crate, kind: &str, lock: &LockFile) -> Value {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    set("type", kind.into());
    set("bom-ref", reference(it).into());
    set("name", it.name.clone().into());
    set("version", it.version.clone().into());
    if !it.description.is_empty() {
        set("description", it.description.trim().into());
    }
    if !it.licence.is_empty() {
        // As SPDX has it; crates of before write a slash.
        set("licenses", json!([{"expression": it.licence.replace('/', " OR ")}]));
    }
    if !it.is_own {
        set("purl", reference(it).into());
    }
    if let Some(checksum) = lock.checksum(&it.name, &it.version) {
        set("hashes", json!([{"alg": "SHA-256", "content": checksum}]));
    }
    if !it.repository.is_empty() {
        set("externalReferences", json!([{"type": "vcs", "url": it.repository}]));
    }
    Value::Object(fields)
}

/// The package URL of a crate, which is unique.
fn reference(it: &Crate) -> String {
    format!("pkg:cargo/{}@{}", it.name, it.version.replace('+', "%2B"))
}

#[cfg(test)]
mod tests {
    use super::{super::crates::tests::example, *};

    #[test]
    fn the_program_and_its_parts_are_listed_with_licence_and_checksum() {
        let lock =
            LockFile::parse("[[package]]\nname = \"b\"\nversion = \"2.0.0\"\nchecksum = \"ab\"\n");
        let document = document(&example(), "a", &lock);
        assert_eq!(document["metadata"]["component"]["name"], "a");
        assert_eq!(document["metadata"]["component"]["bom-ref"], "pkg:cargo/a@0.1.0");
        let expected = json!([{
            "type": "library", "bom-ref": "pkg:cargo/b@2.0.0", "name": "b", "version": "2.0.0",
            "description": "Says \"b\".", "licenses": [{"expression": "MIT OR Apache-2.0"}],
            "purl": "pkg:cargo/b@2.0.0", "hashes": [{"alg": "SHA-256", "content": "ab"}],
            "externalReferences": [{"type": "vcs", "url": "https://b.example"}],
        }]);
        assert_eq!(document["components"], expected);
        let edge = json!({"ref": "pkg:cargo/a@0.1.0", "dependsOn": ["pkg:cargo/b@2.0.0"]});
        assert_eq!(document["dependencies"][0]["ref"], edge["ref"]);
    }
}
