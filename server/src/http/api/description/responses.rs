//! Responses of operations: what is sent on success, and each problem by its status.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use zaidu_model::{ProblemCode, problem};

use super::headers::references;
use super::schemas::{Schemas, example};
use crate::http::error::ProblemBody;

/// A response of JSON with this schema and these headers.
pub(super) fn json(description: &str, schema: &Value, headers: &[&str]) -> Value {
    let mut content = json!({ "schema": schema });
    if let Some(example) = schema_name(schema).and_then(example) {
        content["example"] = example;
    }
    json!({
        "description": description,
        "headers": references(headers),
        "content": { "application/json": content },
    })
}

/// A response of text, or without a body if there is no media type.
pub(super) fn text(description: &str, media_type: Option<&str>, headers: &[&str]) -> Value {
    let mut response = json!({ "description": description, "headers": references(headers) });
    if let Some(media_type) = media_type {
        response["content"] = json!({ media_type: { "schema": { "type": "string" } } });
    }
    response
}

/// The name of the schema to which `schema` refers.
pub(super) fn schema_name(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

/// The problems of every operation: whatever it does, the server may fail or be too slow.
const ANYWHERE: [ProblemCode; 2] = [ProblemCode::Internal, ProblemCode::TimedOut];

/// The responses with these problems, by status.
pub(super) fn problems(codes: &[ProblemCode], schemas: &mut Schemas) -> Map<String, Value> {
    let body = schemas.reference::<ProblemBody>();
    let mut by_status = BTreeMap::<u16, Vec<ProblemCode>>::new();
    for code in codes.iter().chain(&ANYWHERE) {
        by_status.entry(code.status()).or_default().push(*code);
    }
    let describe = |(status, codes): (&u16, &Vec<ProblemCode>)| {
        (status.to_string(), problem(*status, codes, &body))
    };
    by_status.iter().map(describe).collect()
}

fn problem(status: u16, codes: &[ProblemCode], body: &Value) -> Value {
    let keys: Vec<&str> = codes.iter().map(|code| code.key()).collect();
    let lines: Vec<String> =
        codes.iter().map(|code| format!("`{}`: {}", code.key(), code.title())).collect();
    let own = json!({ "properties": { "status": { "const": status }, "code": { "enum": keys } } });
    let examples = codes.iter().map(|code| {
        let value = json!({ "status": status, "code": code.key(), "title": code.title() });
        (code.key().to_owned(), json!({ "value": value }))
    });
    let examples: Map<String, Value> = examples.collect();
    let mut headers = references(&["cache-control", "x-request-id"]);
    match status {
        429 => headers["retry-after"] = json!({ "$ref": "#/components/headers/retry-after" }),
        503 => {
            headers["retry-after"] = json!({
                "description": "Seconds after which the request may succeed, if they are known.",
                "schema": { "type": "integer", "minimum": 0 },
            });
        }
        _ => {}
    }
    json!({
        "description": lines.join("; "),
        "headers": headers,
        "content": {
            problem::MEDIA_TYPE: { "schema": { "allOf": [body, own] }, "examples": examples },
        },
    })
}
