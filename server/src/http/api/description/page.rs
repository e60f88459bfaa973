//! The description as an HTML page for developers: no script, no file beside it, light and dark.

use std::fmt::Write as _;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text as escape};
use serde_json::{Map, Value};

use super::responses::schema_name;

const STYLE: &str = include_str!("page.css");

/// The page of `document`, which is an OpenAPI document of this server.
pub(super) fn render(document: &Value) -> String {
    let info = &document["info"];
    let title = format!("{} API {}", text(&info["title"]), text(&info["version"]));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <style>{STYLE}</style></head><body>",
        title = escape(&title),
    );
    page.push_str("<a class=\"skip\" href=\"#main\">Skip to the operations</a>");
    push_contents(&mut page, document);
    let _ = write!(page, "<main id=\"main\"><h1>{}</h1>", escape(&title));
    push_prose(&mut page, text(&info["description"]));
    page.push_str("<p>The same for programs: <a href=\"/api/openapi.json\">openapi.json</a> ");
    page.push_str("(OpenAPI 3.1).</p>");
    for (path, method, operation) in operations(document) {
        push_operation(&mut page, document, path, method, operation);
    }
    page.push_str("<h2 id=\"schemas\">Schemas</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        push_schema(&mut page, name, schema);
    }
    page.push_str("</main></body></html>\n");
    page
}

/// All operations with path and method.
fn operations(document: &Value) -> impl Iterator<Item = (&String, &String, &Value)> {
    entries(&document["paths"]).flat_map(|(path, methods)| {
        entries(methods).map(move |(method, operation)| (path, method, operation))
    })
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The navigation: operations by their groups, and the schemas.
fn push_contents(page: &mut String, document: &Value) {
    page.push_str("<nav aria-label=\"Contents\">");
    for tag in items(&document["tags"]) {
        let _ = write!(page, "<h2>{}</h2><ul>", escape(text(&tag["description"])));
        let of_tag = |operation: &Value| items(&operation["tags"]).any(|it| *it == tag["name"]);
        for (path, method, operation) in operations(document).filter(|it| of_tag(it.2)) {
            let _ = write!(
                page,
                "<li><a href=\"#{}\"><b>{}</b> {}</a></li>",
                attribute(text(&operation["operationId"])),
                escape(&method.to_uppercase()),
                escape(path),
            );
        }
        page.push_str("</ul>");
    }
    page.push_str("<h2><a href=\"#schemas\">Schemas</a></h2></nav>");
}

/// Paragraphs that an empty line divides, with code between backticks.
fn push_prose(page: &mut String, prose: &str) {
    for paragraph in prose.trim().split("\n\n") {
        let _ = write!(page, "<p>{}</p>", inline(paragraph));
    }
}

/// Text with code between backticks.
fn inline(text: &str) -> String {
    let part = |(number, part): (usize, &str)| match number % 2 {
        0 => escape(part).into_owned(),
        _ => format!("<code>{}</code>", escape(part)),
    };
    text.split('`').enumerate().map(part).collect()
}

fn push_operation(
    page: &mut String,
    document: &Value,
    path: &str,
    method: &str,
    operation: &Value,
) {
    let id = attribute(text(&operation["operationId"]));
    let _ = write!(
        page,
        "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\"><b>{}</b> <code>{}</code></h2><p>{}.</p>",
        escape(&method.to_uppercase()),
        escape(path),
        inline(text(&operation["summary"])),
    );
    let parameters: Vec<[String; 4]> = items(&operation["parameters"]).map(parameter).collect();
    push_table(page, ["Parameter", "In", "Type", "Meaning"], &parameters);
    for (media_type, content) in entries(&operation["requestBody"]["content"]) {
        let _ = write!(page, "<p>Body, {}: {}</p>", escape(media_type), kind(&content["schema"]));
        push_example(page, &content["example"]);
    }
    let mut responses = Vec::new();
    for (status, response) in entries(&operation["responses"]) {
        let own = entries(&response["headers"]).map(|(name, _)| name.as_str());
        let headers: Vec<&str> = own.filter(|name| is_special(document, name)).collect();
        let content = entries(&response["content"]).map(|(media_type, content)| {
            format!("{}<br>{}", escape(media_type), kind(&content["schema"]))
        });
        responses.push([
            escape(status).into_owned(),
            inline(text(&response["description"])),
            content.collect(),
            escape(&headers.join(", ")).into_owned(),
        ]);
    }
    push_table(page, ["Status", "Meaning", "Content", "Headers"], &responses);
    push_example(page, &operation["responses"]["200"]["content"]["application/json"]["example"]);
    page.push_str("</section>");
}

/// Whether the header is one of a few responses, and not of all.
fn is_special(document: &Value, name: &str) -> bool {
    let everywhere = operations(document)
        .flat_map(|(_, _, operation)| entries(&operation["responses"]))
        .all(|(_, response)| response["headers"].get(name).is_some());
    !everywhere
}

fn parameter(parameter: &Value) -> [String; 4] {
    let required = if parameter["required"] == true { " (required)" } else { "" };
    [
        format!("<code>{}</code>{required}", escape(text(&parameter["name"]))),
        escape(text(&parameter["in"])).into_owned(),
        kind(&parameter["schema"]),
        inline(text(&parameter["description"])),
    ]
}

fn push_table<const N: usize>(page: &mut String, head: [&str; N], rows: &[[String; N]]) {
    if rows.is_empty() {
        return;
    }
    page.push_str("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">");
    page.push_str("<table><thead><tr>");
    head.iter().for_each(|name| _ = write!(page, "<th scope=\"col\">{name}</th>"));
    page.push_str("</tr></thead><tbody>");
    for row in rows {
        let cells: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        let _ = write!(page, "<tr>{cells}</tr>");
    }
    page.push_str("</tbody></table></div>");
}

fn push_example(page: &mut String, example: &Value) {
    if !example.is_null() {
        let _ = write!(
            page,
            "<details><summary>Example</summary><pre tabindex=\"0\">{}</pre></details>",
            escape(&format!("{example:#}"))
        );
    }
}

fn push_schema(page: &mut String, name: &str, schema: &Value) {
    let id = attribute(name);
    let _ = write!(page, "<section aria-labelledby=\"{id}\"><h3 id=\"{id}\">{id}</h3>");
    push_prose(page, text(&schema["description"]));
    let fields = fields(schema);
    if fields.is_empty() {
        let _ = write!(page, "<p>{}</p>", kind(schema));
    }
    push_table(page, ["Member", "Type", "Meaning"], &fields);
    let alternatives: Vec<[String; 2]> =
        items(&schema["oneOf"]).map(|one| [kind(one), inline(text(&one["description"]))]).collect();
    push_table(page, ["One of", "Meaning"], &alternatives);
    page.push_str("</section>");
}

/// The members of an object: name, type and meaning.
fn fields(schema: &Value) -> Vec<[String; 3]> {
    let is_required = |name: &str| items(&schema["required"]).any(|it| it == name);
    let field = |(name, of): (&String, &Value)| {
        let required = if is_required(name) { "" } else { " (optional)" };
        [
            format!("<code>{}</code>{required}", escape(name)),
            kind(of),
            inline(text(&of["description"])),
        ]
    };
    entries(&schema["properties"]).map(field).collect()
}

/// What a schema allows, in short, with links to the schemas that it names.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema_name(schema) {
        return format!("<a href=\"#{}\">{}</a>", attribute(name), escape(name));
    }
    let joined = |list: &Value, by: &str| items(list).map(kind).collect::<Vec<_>>().join(by);
    for (keyword, by) in [("anyOf", " or "), ("allOf", " and "), ("oneOf", " or ")] {
        if schema[keyword].is_array() {
            return joined(&schema[keyword], by);
        }
    }
    if !schema["const"].is_null() {
        return format!("<code>{}</code>", escape(&schema["const"].to_string()));
    }
    if schema["enum"].is_array() {
        let value = |it: &Value| format!("<code>{}</code>", escape(&it.to_string()));
        return items(&schema["enum"]).map(value).collect::<Vec<_>>().join(" or ");
    }
    if schema["prefixItems"].is_array() {
        return format!("[{}]", joined(&schema["prefixItems"], ", "));
    }
    if schema["items"].is_object() {
        return format!("list of {}", kind(&schema["items"]));
    }
    if schema["properties"].is_object() {
        let members = entries(&schema["properties"])
            .map(|(name, of)| format!("<code>{}</code>: {}", escape(name), kind(of)));
        return format!("{{ {} }}", members.collect::<Vec<_>>().join(", "));
    }
    match &schema["type"] {
        Value::String(name) => escape(name).into_owned(),
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_backticks_are_code() {
        assert_eq!(inline("a `<b>` & c"), "a <code>&lt;b&gt;</code> &amp; c");
    }

    #[test]
    fn every_link_of_the_page_has_its_target_and_no_id_occurs_twice() {
        let page = render(super::super::document());
        let values = |before: &str| -> Vec<&str> {
            page.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
        };
        let mut ids = values(" id=\"");
        for target in values(" href=\"#") {
            assert!(ids.contains(&target), "{target}");
        }
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(!page.contains("<script"));
    }
}
