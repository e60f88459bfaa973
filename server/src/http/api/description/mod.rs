//! The description of the API (OpenAPI 3.1) at `/api/openapi.json`, and a page to read it at
//! `/api/docs`. Schemas are those of the types that are sent (decision 036); operations are a table.

mod headers;
mod operation;
mod operations;
mod page;
mod responses;
mod schemas;

use std::sync::LazyLock;

use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value, json};
use zaidu_model::api;

use crate::etag::content_hash;
use crate::http::error::ApiError;
use crate::http::middleware::security_headers::page_csp;
use crate::http::response::{self, REVALIDATE, conditional};
use crate::http::state::HttpState;
use schemas::Schemas;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::DESCRIPTION, get(description)).route(api::DOCS, get(docs))
}

async fn description(headers: HeaderMap) -> Result<Response, ApiError> {
    response::public(&headers, document())
}

async fn docs(request: HeaderMap) -> Response {
    static PAGE: LazyLock<String> = LazyLock::new(|| page::render(document()));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let csp = page_csp(&PAGE, false);
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, html), (CONTENT_SECURITY_POLICY, csp)]);
    conditional(&request, &content_hash(PAGE.as_bytes()), REVALIDATE, headers, PAGE.as_str())
}

/// The OpenAPI document. It is the same for every deployment of this version.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(build);
    &DOCUMENT
}

/// What holds for every operation.
const INTRODUCTION: &str = include_str!("introduction.txt");

fn build() -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for operation in operations::all() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = operation.describe(&mut schemas);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Zaidu",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Articles, lists and reactions of a newsroom",
            "description": INTRODUCTION,
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/", "description": "The origin that serves this description" }],
        "tags": operations::tags(),
        "paths": paths,
        "components": {
            "headers": headers::components(),
            "securitySchemes": security_schemes(),
            "schemas": schemas.finish(),
        },
    })
}

fn security_schemes() -> Value {
    let cookie = |name: &str, description: &str| json!({ "type": "apiKey", "in": "cookie", "name": name, "description": description });
    json!({
        "reader": cookie("zaidu_reader", "The signed id of a reader, over plain HTTP."),
        "readerOverTls": cookie("__Host-zaidu_reader", "The signed id of a reader, over HTTPS."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every `const NAME: &str = "/api…"` of the contract.
    fn endpoints() -> Vec<&'static str> {
        let source = include_str!("../../../../../model/src/api.rs");
        let endpoints = source.lines().filter_map(|line| {
            let path = line.strip_prefix("pub const ")?.split_once(": &str = \"")?.1;
            path.strip_suffix("\";").filter(|path| path.starts_with('/'))
        });
        endpoints.collect()
    }

    #[test]
    fn every_endpoint_of_the_contract_is_described() {
        let endpoints = endpoints();
        assert!(endpoints.len() > 14, "{endpoints:?}");
        for endpoint in endpoints {
            assert!(document()["paths"][endpoint].is_object(), "{endpoint} is not described");
        }
    }

    #[test]
    fn every_reference_has_its_target() {
        fn check(value: &Value) {
            match value {
                Value::Object(fields) => {
                    if let Some(Value::String(target)) = fields.get("$ref") {
                        let pointer = target.strip_prefix('#').unwrap();
                        assert!(document().pointer(pointer).is_some(), "{target}");
                    }
                    fields.values().for_each(check);
                }
                Value::Array(items) => items.iter().for_each(check),
                _ => {}
            }
        }
        check(document());
    }

    #[test]
    fn no_text_has_links_of_the_source() {
        let text = document().to_string();
        for mark in ["](", "crate::", "[`"] {
            assert!(!text.contains(mark), "{mark}");
        }
    }
}
