//! Integration tests of the accept loop: HTTP/1 and HTTP/2 on one port, TLS, slow and idle clients.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]
// Certificates are made with OpenSSL, which the server depends on only there.
#![cfg(target_os = "linux")]

#[path = "../common/certificate.rs"]
mod certificate;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/program.rs"]
mod program;
mod protocols;
mod slow_clients;
mod tls;
