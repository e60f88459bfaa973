//! Integration tests of pictures in several widths: local files, other servers, restarts, replicas.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod desk;
mod local;
mod remote;
mod several_servers;
#[path = "../following/site.rs"]
#[allow(dead_code, reason = "its feeds are for the tests of following")]
mod site;
