//! Response headers, described once and referred to by their names.

use serde_json::{Map, Value, json};

/// A response header.
struct Header {
    name: &'static str,
    /// Whether each response that names the header has it.
    is_required: bool,
    description: &'static str,
}

const fn always(name: &'static str, description: &'static str) -> Header {
    Header { name, is_required: true, description }
}

const fn sometimes(name: &'static str, description: &'static str) -> Header {
    Header { name, is_required: false, description }
}

const HEADERS: [Header; 18] = [
    always("cache-control", "Who may store the response, and for how long."),
    always("etag", "The version of the response, a weak validator."),
    always("location", "The address to which the same request is to be sent."),
    always("set-cookie", "The signed id of the new reader: HttpOnly, SameSite=Lax, 400 days."),
    always("x-request-id", "The id of the request in the server's logs."),
    always("retry-after", "Seconds after which the request may succeed."),
    always("x-content-type-options", "`nosniff`."),
    always("referrer-policy", "`same-origin`."),
    always("cross-origin-opener-policy", "`same-origin`."),
    always("cross-origin-resource-policy", "`same-origin`."),
    always("permissions-policy", "What a document may not ask its reader for."),
    sometimes("content-security-policy", "What a browser that shows the response may load."),
    sometimes("strict-transport-security", "Where readers reach the site by HTTPS only."),
    sometimes("vary", "The request headers by which the response differs."),
    sometimes("content-encoding", "`br`, `gzip` or `zstd`, as the request accepts."),
    sometimes("access-control-allow-origin", "The origin, if it may use the API."),
    sometimes("access-control-allow-credentials", "`true`, if the origin may use the API."),
    sometimes("access-control-expose-headers", "What scripts of such an origin may read."),
];

/// The headers that any response may have.
const COMMON: [&str; 12] = [
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "content-security-policy",
    "strict-transport-security",
    "vary",
    "content-encoding",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-expose-headers",
];

/// The descriptions of all headers, for `components/headers`.
pub(super) fn components() -> Value {
    let describe = |header: &Header| {
        let Header { name, is_required, description } = header;
        let schema = match *name {
            "retry-after" => json!({ "type": "integer", "minimum": 0 }),
            _ => json!({ "type": "string" }),
        };
        let value =
            json!({ "required": is_required, "description": description, "schema": schema });
        ((*name).to_owned(), value)
    };
    HEADERS.iter().map(describe).collect::<Map<_, _>>().into()
}

/// References to the headers `own` and those that every response may have.
pub(super) fn references(own: &[&str]) -> Value {
    let refer = |name: &&str| {
        ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }))
    };
    own.iter().chain(&COMMON).map(refer).collect::<Map<_, _>>().into()
}
