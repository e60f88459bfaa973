//! Checks what the server answers against its description (OpenAPI 3.1): status, headers, media type
//! and body. What is not described fails, members of objects included.

mod schema;

use serde_json::Value;

use super::client::ApiResponse;

/// Headers of HTTP itself.
const OF_HTTP: [&str; 6] =
    ["connection", "content-length", "content-type", "date", "transfer-encoding", "keep-alive"];

/// Fails unless `response` is one that the description has for this request. Addresses outside of
/// the API are not described.
pub(crate) fn check(method: &str, target: &str, response: &ApiResponse) {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let is_described = path.starts_with("/api/") || ["/healthz", "/readyz"].contains(&path);
    if !is_described || method == "OPTIONS" {
        return;
    }
    if let Err(why) = find_fault(method, path, response) {
        panic!("{method} {target} is answered with what is not described: {why}\n{response:?}");
    }
}

fn find_fault(method: &str, path: &str, response: &ApiResponse) -> Result<(), String> {
    let document = zaidu_server::api_description();
    let Some(methods) = methods_of(document, path) else {
        return is_problem(response, 404, "not-found");
    };
    let read = if method == "HEAD" { "get" } else { &method.to_lowercase() };
    let Some(operation) = methods.get(read) else {
        return is_problem(response, 405, "method-not-allowed");
    };
    let status = response.status.to_string();
    let described =
        operation["responses"].get(&status).ok_or_else(|| format!("status {status}"))?;
    check_headers(document, &described["headers"], response)?;
    if method == "HEAD" {
        return Ok(());
    }
    check_body(document, &described["content"], response)
}

fn is_problem(response: &ApiResponse, status: u16, code: &str) -> Result<(), String> {
    let problem = response.problem();
    match (problem.status, problem.code.key()) == (status, code) {
        true => Ok(()),
        false => Err(format!("{problem} instead of {code}")),
    }
}

/// The operations of the path; of a template each `{…}` is one segment.
fn methods_of<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let paths = document["paths"].as_object()?;
    let matches = |template: &str| {
        let (all, own): (Vec<_>, Vec<_>) =
            (template.split('/').collect(), path.split('/').collect());
        let fits = |(a, b): (&&str, &&str)| a == b || (a.starts_with('{') && !b.is_empty());
        all.len() == own.len() && all.iter().zip(&own).all(fits)
    };
    paths.get(path).or_else(|| paths.iter().find(|(path, _)| matches(path)).map(|(_, it)| it))
}

fn check_headers(
    document: &Value,
    described: &Value,
    response: &ApiResponse,
) -> Result<(), String> {
    for name in response.headers.keys().map(|name| name.as_str()) {
        if !OF_HTTP.contains(&name) && described.get(name).is_none() {
            return Err(format!("header {name}"));
        }
    }
    for (name, header) in described.as_object().into_iter().flatten() {
        let header = schema::resolve(document, header);
        match response.headers.get(name) {
            None if header["required"] == true => return Err(format!("no header {name}")),
            Some(value) if header["schema"]["type"] == "integer" => {
                value.to_str().unwrap().parse::<u64>().map_err(|_| format!("header {name}"))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_body(document: &Value, described: &Value, response: &ApiResponse) -> Result<(), String> {
    let media_type = response.header("content-type");
    let Some(content) = described.get(media_type) else {
        let is_empty = media_type.is_empty() && response.body.is_empty() && described.is_null();
        return if is_empty { Ok(()) } else { Err(format!("content {media_type:?}")) };
    };
    // What is compressed is the same text.
    if !media_type.contains("json") || !response.header("content-encoding").is_empty() {
        return Ok(());
    }
    let body = serde_json::from_slice(&response.body).map_err(|error| error.to_string())?;
    schema::check(document, &content["schema"], &body, "$")
}
