//! JSON Schema as far as the description uses it, and stricter: an object may only have the members
//! that its schema names, and a keyword that is not known here fails. schemathesis checks the same
//! description by a complete implementation.

use std::collections::BTreeSet;

use serde_json::Value;

/// Keywords that say nothing about the value.
const ANNOTATIONS: [&str; 7] =
    ["title", "description", "examples", "default", "format", "deprecated", "$comment"];

/// The target of `value` if it is a reference, else itself.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
    target.map_or(value, |pointer| document.pointer(pointer).unwrap())
}

/// Checks `value`, which is at `place`, against `schema`.
pub(crate) fn check(
    document: &Value,
    schema: &Value,
    value: &Value,
    place: &str,
) -> Result<(), String> {
    let checker = Checker { document };
    let named = checker.check(schema, value, place)?;
    checker.only_named(&named, value, place)
}

struct Checker<'a> {
    document: &'a Value,
}

/// The members of an object that a schema names.
type Named = BTreeSet<String>;

impl Checker<'_> {
    /// Checks everything but that there are no further members. Returns the members that are named.
    fn check(&self, schema: &Value, value: &Value, place: &str) -> Result<Named, String> {
        let mut named = Named::new();
        let Some(keywords) = schema.as_object() else {
            return if schema == true { Ok(named) } else { Err(format!("{place}: not allowed")) };
        };
        for (keyword, with) in keywords {
            named.append(&mut self.keyword(keyword, with, value, place)?);
        }
        Ok(named)
    }

    fn keyword(
        &self,
        keyword: &str,
        with: &Value,
        value: &Value,
        place: &str,
    ) -> Result<Named, String> {
        let fails = |fails: bool| match fails {
            true => Err(format!("{place}: {value} is not {keyword} {with}")),
            false => Ok(Named::new()),
        };
        let list = || with.as_array().into_iter().flatten();
        match keyword {
            "$ref" => {
                let target = with.as_str().and_then(|it| it.strip_prefix('#')).unwrap();
                self.check(self.document.pointer(target).unwrap(), value, place)
            }
            "type" => fails(!(is_type(with, value) || list().any(|one| is_type(one, value)))),
            "const" => fails(with != value),
            "enum" => fails(!list().any(|one| one == value)),
            "minimum" => fails(value.as_f64() < with.as_f64()),
            "maximum" => fails(value.is_number() && value.as_f64() > with.as_f64()),
            "minLength" => fails(length(value) < with.as_u64()),
            "maxLength" => fails(length(value) > with.as_u64()),
            "minItems" => fails(items(value) < with.as_u64()),
            "maxItems" => fails(items(value) > with.as_u64()),
            "pattern" => fails(!value.is_string()),
            "allOf" => {
                let mut named = Named::new();
                for one in list() {
                    named.append(&mut self.check(one, value, place)?);
                }
                Ok(named)
            }
            "anyOf" | "oneOf" => self.any(keyword, with, value, place),
            "required" => fails(list().any(|name| value.get(name.as_str().unwrap()).is_none())),
            "properties" => self.properties(with, value, place),
            "additionalProperties" if with == false => Ok(Named::new()),
            "items" | "prefixItems" => self.items(keyword, with, value, place),
            _ if ANNOTATIONS.contains(&keyword) => Ok(Named::new()),
            _ => Err(format!("{place}: the keyword {keyword} is not known")),
        }
    }

    fn any(
        &self,
        keyword: &str,
        with: &Value,
        value: &Value,
        place: &str,
    ) -> Result<Named, String> {
        let mut fits = Vec::new();
        let mut faults = Vec::new();
        for one in with.as_array().into_iter().flatten() {
            match self.check(one, value, place) {
                Ok(named) => fits.push(named),
                Err(fault) => faults.push(fault),
            }
        }
        match (fits.len(), keyword) {
            (0, _) => Err(format!("{place}: none fits: {}", faults.join("; "))),
            (2.., "oneOf") => Err(format!("{place}: {value} is more than one of {with}")),
            _ => Ok(fits.into_iter().flatten().collect()),
        }
    }

    fn properties(&self, with: &Value, value: &Value, place: &str) -> Result<Named, String> {
        let mut named = Named::new();
        for (name, schema) in with.as_object().into_iter().flatten() {
            named.insert(name.clone());
            if let Some(member) = value.get(name) {
                self.check_alone(schema, member, &format!("{place}.{name}"))?;
            }
        }
        Ok(named)
    }

    fn items(
        &self,
        keyword: &str,
        with: &Value,
        value: &Value,
        place: &str,
    ) -> Result<Named, String> {
        for (number, item) in value.as_array().into_iter().flatten().enumerate() {
            let schema = if keyword == "items" { Some(with) } else { with.get(number) };
            let schema = schema.ok_or_else(|| format!("{place}: too many items"))?;
            self.check_alone(schema, item, &format!("{place}[{number}]"))?;
        }
        Ok(Named::new())
    }

    /// Checks a value that no other schema describes as well.
    fn check_alone(&self, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
        let named = self.check(schema, value, place)?;
        self.only_named(&named, value, place)
    }

    fn only_named(&self, named: &Named, value: &Value, place: &str) -> Result<(), String> {
        // An object of which nothing is said may have any members.
        let Some(members) = value.as_object().filter(|_| !named.is_empty()) else { return Ok(()) };
        match members.keys().find(|name| !named.contains(*name)) {
            Some(name) => Err(format!("{place}: the member {name}")),
            None => Ok(()),
        }
    }
}

fn is_type(name: &Value, value: &Value) -> bool {
    match name.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

/// The length of a text in characters; `None` fails no maximum and no minimum of zero.
fn length(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.chars().count() as u64)
}

fn items(value: &Value) -> Option<u64> {
    value.as_array().map(|items| items.len() as u64)
}
