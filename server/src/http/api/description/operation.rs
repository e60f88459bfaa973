//! An operation of the API, and its description.

use serde_json::{Map, Value, json};
use zaidu_model::ProblemCode;

use super::responses;
use super::schemas::{Schemas, example};

/// The schema of a type: a reference that is made when the document is.
pub(super) type SchemaOf = fn(&mut Schemas) -> Value;

/// What an operation answers with 200.
pub(super) enum Success {
    /// JSON that is the same for everyone, with an ETag; 304 if the client has it.
    Everyones(SchemaOf, &'static str),
    /// JSON that is a reader's own and is not stored.
    Readers(SchemaOf, &'static str),
    /// JSON that is the same for everyone for seconds, or a stream of it.
    Events(SchemaOf, &'static str),
    /// Text that is not stored.
    Text(&'static str),
    /// An HTML page with an ETag.
    Page(&'static str),
}

/// A parameter in the path or the query.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) place: &'static str,
    pub(super) is_required: bool,
    pub(super) description: &'static str,
    pub(super) schema: fn(&mut Schemas) -> Value,
}

/// An operation: a method of a path.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) parameters: Vec<Parameter>,
    /// The schema of the JSON body.
    pub(super) body: Option<SchemaOf>,
    pub(super) success: Success,
    /// Whether the operation knows its reader, and a first request gets their cookie.
    pub(super) knows_reader: bool,
    pub(super) problems: Vec<ProblemCode>,
}

impl Operation {
    pub(super) fn describe(&self, schemas: &mut Schemas) -> Value {
        let mut operation = json!({
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
            "parameters": self.parameters(schemas),
            "responses": self.responses(schemas),
        });
        if let Some(schema_of) = self.body {
            let schema = schema_of(schemas);
            let example = responses::schema_name(&schema).and_then(example);
            operation["requestBody"] = json!({
                "required": true,
                "content": { "application/json": { "schema": schema, "example": example } },
            });
        }
        if self.knows_reader {
            operation["security"] = json!([{}, { "reader": [] }, { "readerOverTls": [] }]);
        }
        operation
    }

    fn parameters(&self, schemas: &mut Schemas) -> Vec<Value> {
        let mut parameters = Vec::new();
        for Parameter { name, place, is_required, description, schema } in &self.parameters {
            parameters.push(json!({
                "name": name,
                "in": place,
                "required": is_required,
                "description": description,
                "schema": schema(schemas),
            }));
        }
        if matches!(self.success, Success::Everyones(..) | Success::Page(_)) {
            parameters.push(json!({
                "name": "If-None-Match",
                "in": "header",
                "description": "The ETag of the version that the client has.",
                "schema": { "type": "string" },
            }));
        }
        parameters
    }

    fn responses(&self, schemas: &mut Schemas) -> Map<String, Value> {
        let cached = ["cache-control", "etag"];
        let uncached = ["cache-control"];
        let mut all = Map::new();
        let success = match &self.success {
            Success::Everyones(schema, text) => responses::json(text, &schema(schemas), &cached),
            Success::Readers(schema, text) => responses::json(text, &schema(schemas), &uncached),
            Success::Events(schema, text) => {
                let mut answer = responses::json(text, &schema(schemas), &uncached);
                answer["headers"]["x-accel-buffering"] = json!({
                    "description": "Of a stream: `no`, which proxies of nginx read.",
                    "schema": { "type": "string" },
                });
                answer["content"]["text/event-stream"] = json!({ "schema": { "type": "string" } });
                answer
            }
            Success::Text(text) => {
                responses::text(text, Some("text/plain; charset=utf-8"), &uncached)
            }
            Success::Page(text) => responses::text(text, Some("text/html; charset=utf-8"), &cached),
        };
        all.insert("200".to_owned(), success);
        if matches!(self.success, Success::Everyones(..) | Success::Page(_)) {
            let text = "The client has this version.";
            all.insert("304".to_owned(), responses::text(text, None, &cached));
        }
        if self.knows_reader && self.body.is_some() {
            let text = "The reader is new: send the same request to this address, with the cookie.";
            let headers = ["cache-control", "location", "set-cookie"];
            all.insert("307".to_owned(), responses::text(text, None, &headers));
        }
        all.extend(responses::problems(&self.problems, schemas));
        all
    }
}
