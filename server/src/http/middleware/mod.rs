//! Middleware: tower layers around all routes, and the extractor and checks that handlers share
//! (client IP address, rate limits).

pub(crate) mod client_ip;
pub(crate) mod compression;
pub(crate) mod cors;
pub(crate) mod observe;
pub(crate) mod panic;
pub(crate) mod rate_limit;
pub(crate) mod security_headers;
pub(crate) mod timeout;
