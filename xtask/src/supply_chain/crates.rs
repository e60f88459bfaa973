//! The crates that Cargo resolves, from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    error::{Error, Result},
    process,
    workspace::Workspace,
};

/// A crate of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: String,
    /// An SPDX expression; empty if the crate names none.
    pub(super) licence: String,
    pub(super) description: String,
    pub(super) repository: String,
    /// Whether it is of this repository.
    pub(super) is_own: bool,
}

/// Crates by Cargo's identifier, and what each depends on.
#[derive(Debug, Default)]
pub(super) struct Crates {
    pub(super) all: BTreeMap<String, Crate>,
    /// Dependencies that are linked into a program or run at its build; those of tests are not here.
    dependencies: BTreeMap<String, Vec<String>>,
}

impl Crates {
    /// Reads what Cargo resolves with `arguments`, from the lock file.
    pub(super) fn read(workspace: &Workspace, arguments: &[&str]) -> Result<Self> {
        let mut cargo = workspace.cargo();
        cargo.args(["metadata", "--format-version=1", "--locked", "--offline"]).args(arguments);
        let text = process::stdout_of(&mut cargo)
            .ok_or_else(|| Error::failed("`cargo metadata` failed; try `cargo fetch --locked`"))?;
        let metadata = serde_json::from_str(&text);
        let metadata =
            metadata.map_err(|cause| Error::failed(format!("cargo metadata: {cause}")))?;
        Ok(Self::parse(&metadata))
    }

    fn parse(metadata: &Value) -> Self {
        let mut crates = Self::default();
        for package in array(&metadata["packages"]) {
            let field = |name: &str| text(&package[name]);
            let found = Crate {
                name: field("name"),
                version: field("version"),
                licence: field("license"),
                description: field("description"),
                repository: field("repository"),
                is_own: package["source"].is_null(),
            };
            crates.all.insert(field("id"), found);
        }
        for node in array(&metadata["resolve"]["nodes"]) {
            let used = array(&node["deps"]).iter().filter(|dependency| is_built(dependency));
            let used = used.map(|dependency| text(&dependency["pkg"])).collect();
            crates.dependencies.insert(text(&node["id"]), used);
        }
        crates
    }

    /// The identifiers of the crate `name` of this repository and of all that it is built from.
    pub(super) fn built_into(&self, name: &str) -> BTreeSet<&str> {
        let is_root = |it: &Crate| it.is_own && it.name == name;
        let root = self.all.iter().filter(|(_, it)| is_root(it)).map(|(id, _)| &**id);
        let mut waiting: Vec<&str> = root.collect();
        let mut found = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if found.insert(id) {
                waiting.extend(self.dependencies_of(id));
            }
        }
        found
    }

    /// The identifiers of what `id` itself depends on.
    pub(super) fn dependencies_of(&self, id: &str) -> impl Iterator<Item = &str> {
        self.dependencies.get(id).into_iter().flatten().map(|id| &**id)
    }
}

/// Whether a dependency is one of the program or of its build, and not of tests alone.
fn is_built(dependency: &Value) -> bool {
    array(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], |array| array)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A program `a`, of which `b` is a part; `c` is for tests only.
    pub(crate) fn example() -> Crates {
        let metadata = r#"{"packages": [
            {"id": "1", "name": "a", "version": "0.1.0", "license": "MIT", "source": null},
            {"id": "2", "name": "b", "version": "2.0.0", "license": "MIT/Apache-2.0",
             "description": "Says \"b\".", "repository": "https://b.example", "source": "r"},
            {"id": "3", "name": "c", "version": "3.0.0", "license": null, "source": "r"}],
            "resolve": {"nodes": [{"id": "1", "deps": [
                {"pkg": "2", "dep_kinds": [{"kind": "dev"}, {"kind": null}]},
                {"pkg": "3", "dep_kinds": [{"kind": "dev"}]}]}]}}"#;
        Crates::parse(&serde_json::from_str(metadata).unwrap())
    }

    #[test]
    fn a_program_is_built_from_dependencies_without_those_of_tests() {
        let crates = example();
        assert_eq!(crates.all.len(), 3);
        assert_eq!(crates.built_into("a").into_iter().collect::<Vec<_>>(), ["1", "2"]);
        assert!(crates.built_into("b").is_empty(), "it is not of this repository");
    }
}
