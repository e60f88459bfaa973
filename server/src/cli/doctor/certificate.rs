//! The certificate of the site: whether it is trusted, and for how long.

use reqwest::Response;

use super::report::{Finding, Report};

const CHECK: &str = "certificate";

/// Days before the end at which renewal should have happened.
const RENEWAL: i32 = 14;

/// The certificate of an answer that was trusted; nothing without TLS.
pub(super) fn check(report: &mut Report, response: &Response, base: &str) {
    if !base.starts_with("https://") {
        return;
    }
    let advice = "see to its renewal (certbot renew --dry-run)";
    report.add(match days_left(response) {
        Some(days) if days < RENEWAL => {
            Finding::warn(CHECK, format!("it is trusted, and ends in {days} days"), advice)
        }
        Some(days) => Finding::ok(CHECK, format!("it is trusted, and ends in {days} days")),
        None => Finding::ok(CHECK, "it is trusted"),
    });
}

/// What is wrong with the certificate of a site that could not be asked; nothing if that is not the
/// reason.
pub(super) async fn check_broken(report: &mut Report, base: &str) {
    let client = reqwest::Client::builder().tls_info(true).no_proxy();
    let Ok(client) = client.danger_accept_invalid_certs(true).build() else { return };
    let Ok(response) = client.get(format!("{base}/healthz")).send().await else { return };
    report.add(match days_left(&response) {
        Some(days) if days < 0 => Finding::fail(
            CHECK,
            format!("it ended {} days ago", -days),
            "renew it; a server with --tls-certificate takes the new file by itself",
        ),
        _ => Finding::fail(
            CHECK,
            "browsers do not trust it: it is for another name, or of an unknown authority",
            "get one for this name, and send those of its authorities along (fullchain.pem)",
        ),
    });
}

/// Days until the certificate of `response` ends.
#[cfg(target_os = "linux")]
fn days_left(response: &Response) -> Option<i32> {
    let info = response.extensions().get::<reqwest::tls::TlsInfo>()?;
    let certificate = openssl::x509::X509::from_der(info.peer_certificate()?).ok()?;
    let now = openssl::asn1::Asn1Time::days_from_now(0).ok()?;
    Some(now.diff(certificate.not_after()).ok()?.days)
}

/// The date is not read where the system's TLS is not OpenSSL.
#[cfg(not(target_os = "linux"))]
fn days_left(_response: &Response) -> Option<i32> {
    None
}
