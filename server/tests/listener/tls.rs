//! TLS of the server itself: HTTP/2 by ALPN, and a certificate that changes.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use zaidu_server::{Tls, run_with};

use super::certificate::Certificate;
use super::common::Fixture;
use super::common::newsroom::newsroom;
use super::program::program;
use super::protocols;

/// Writes `certificate` to two files of `fixture`.
fn write(fixture: &Fixture, certificate: &Certificate) -> (PathBuf, PathBuf) {
    let (chain, key) = (fixture.folder.path().join("a.pem"), fixture.folder.path().join("a.key"));
    std::fs::write(&chain, &certificate.pem).unwrap();
    std::fs::write(&key, &certificate.key).unwrap();
    (chain, key)
}

/// A connection of a client that trusts `certificate` and offers the protocols `alpn`.
async fn connect(
    address: SocketAddr,
    certificate: &Certificate,
    alpn: &[&str],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(&certificate.pem).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|it| it.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

#[tokio::test]
async fn tls_speaks_http2_and_http1_and_takes_a_new_certificate() {
    let fixture = Fixture::on_sqlite();
    let first = Certificate::lasting();
    let (chain, key) = write(&fixture, &first);
    let tls = Tls::open(&chain, &key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = fixture.app().await;
    tokio::spawn(run_with(
        listener,
        app,
        Some(tls.clone()),
        |routes| routes,
        std::future::pending(),
    ));

    let stream = connect(address, &first, &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut client, _connection) = protocols::http2(stream).await;
    assert_eq!(protocols::get(&mut client, "https://localhost/healthz").await.0, 200);
    let stream = connect(address, &first, &["http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));

    // A certificate without its key changes nothing.
    let second = Certificate::lasting();
    std::fs::write(&chain, &second.pem).unwrap();
    assert!(tls.reload().unwrap_err().to_string().contains("certificate and its key"));
    assert!(connect(address, &first, &[]).await.is_ok());
    write(&fixture, &second);
    tls.reload().unwrap();
    assert!(connect(address, &first, &[]).await.is_err());
    assert!(connect(address, &second, &[]).await.is_ok());
    // A connection that is open goes on.
    assert_eq!(protocols::get(&mut client, "https://localhost/healthz").await.0, 200);
}

/// The program that has a certificate needs no option for HSTS and for cookies of TLS.
async fn check_headers_under_tls(mut stream: TlsStream<TcpStream>) {
    let vote = "PUT /api/articles/a-1/reaction HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 15\r\n\r\n{\"mood\":\"like\"}";
    stream.write_all(vote.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 307 "), "{answer}");
    let line = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    assert_eq!(line("strict-transport-security: "), "max-age=63072000");
    let cookie: Vec<&str> = line("set-cookie: ").split("; ").collect();
    assert!(cookie[0].starts_with("__Host-zaidu_reader="), "{cookie:?}");
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(&attribute), "{attribute} in {cookie:?}");
    }
}

#[tokio::test]
async fn requirement_05_under_tls_cookies_are_of_the_host_and_a_certificate_is_read_again() {
    let fixture = Fixture::on_sqlite();
    fixture.store().await.import(&newsroom()).await.unwrap();
    let first = Certificate::lasting();
    let (chain, key) = write(&fixture, &first);
    let dist = fixture.dist();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--dist", dist.to_str().unwrap()];
    let files = ["--tls-certificate", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let database = ["--database", &fixture.database];
    let arguments = [&serve[..], &files, &database].concat();
    let mut command = program(fixture.folder.path(), &arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut logs = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let address = line.strip_prefix("Zaidu is ready at https://").unwrap().trim_end_matches('/');
    let address: SocketAddr = address.parse().unwrap();
    assert!(connect(address, &first, &["h2"]).await.is_ok());
    check_headers_under_tls(connect(address, &first, &["http/1.1"]).await.unwrap()).await;
    let second = Certificate::lasting();
    write(&fixture, &second);
    let signal = |name: &str| {
        let id = child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    };
    signal("-HUP");
    assert!(logs.any(|line| line.unwrap().contains("the certificate is read again")));
    assert!(connect(address, &second, &["h2"]).await.is_ok());
    signal("-TERM");
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_certificate_that_cannot_be_used_is_named() {
    let fixture = Fixture::on_sqlite();
    let (chain, key) = write(&fixture, &Certificate::lasting());
    let other = fixture.folder.path().join("other.key");
    std::fs::write(&other, Certificate::lasting().key).unwrap();
    let message = |chain: &PathBuf, key: &PathBuf| Tls::open(chain, key).unwrap_err().to_string();
    assert!(message(&fixture.dist().join("none"), &key).contains("none"));
    assert!(message(&key, &key).contains("no certificate"), "{}", message(&key, &key));
    assert!(message(&chain, &chain).contains("a.pem"));
    assert!(message(&chain, &other).contains("cannot be used"));
}
