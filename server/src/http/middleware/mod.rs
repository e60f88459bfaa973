//! Middleware and request checks around all handlers: tower layers, rate limits and the address of
//! the client.

pub(crate) mod client_ip;
pub(crate) mod compression;
pub(crate) mod cors;
pub(crate) mod panic;
pub(crate) mod rate_limit;
pub(crate) mod security_headers;
pub(crate) mod timeout;
pub(crate) mod trace;
