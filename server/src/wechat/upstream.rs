//! HTTP client of the WeChat API. The base URL is configured, responses are limited in size and time,
//! and errors contain neither the secret nor a token.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde_json::json;
use zaidu_model::url::encode_component;

use super::upstream_error::UpstreamError;
use crate::origin::Origin;
use crate::secret::Secret;
use crate::store::Credential;

/// Timeout of a complete call.
pub(super) const CALL_TIMEOUT: Duration = Duration::from_secs(4);

/// Timeout of connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Maximum size of a response in bytes. One with a token has about 512.
const MAX_RESPONSE_BYTES: usize = 16 * 1024;

/// Maximum length of a token or ticket in bytes.
const MAX_CREDENTIAL_BYTES: usize = 2048;

/// Maximum length of WeChat's error messages in logs, in characters.
const MAX_MESSAGE_CHARS: usize = 200;

/// Upper limit for the lifetime of a token or ticket in seconds: the lifetime that WeChat documents.
pub(super) const MAX_LIFETIME: i64 = 7200;

/// The WeChat API for one account.
pub(super) struct Upstream {
    pub(super) app_id: String,
    secret: Secret,
    /// The base URL, without a slash at the end.
    base: String,
    client: Client,
}

/// The response of every endpoint, with the fields that are present.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ApiResponse {
    errcode: i64,
    errmsg: String,
    access_token: String,
    ticket: String,
    expires_in: i64,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("app_id", &self.app_id).field("base", &self.base).finish()
    }
}

impl Upstream {
    pub(super) fn new(app_id: &str, secret: Secret, api: &Origin) -> reqwest::Result<Self> {
        let client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            // The next call is an hour away.
            .pool_max_idle_per_host(0)
            .build()?;
        let base = String::from_utf8_lossy(api.0.as_bytes()).into_owned();
        Ok(Self { app_id: app_id.to_owned(), secret, base, client })
    }

    /// Fetches the account's token. `force` makes WeChat issue a new one and invalidate the current
    /// one for everyone who uses it.
    pub(super) async fn token(&self, now: i64, force: bool) -> Result<Credential, UpstreamError> {
        let body = json!({
            "grant_type": "client_credential", "appid": self.app_id, "secret": self.secret.0,
            "force_refresh": force,
        });
        let request = self.client.post(format!("{}/cgi-bin/stable_token", self.base));
        let request = request.header("content-type", "application/json").body(body.to_string());
        let response = self.call(request, &self.secret.0).await?;
        parse_credential(response.access_token, now, response.expires_in)
    }

    /// Fetches the ticket with `token`.
    pub(super) async fn ticket(&self, now: i64, token: &str) -> Result<Credential, UpstreamError> {
        let encoded = encode_component(token);
        let path = "/cgi-bin/ticket/getticket";
        let url = format!("{}{path}?access_token={encoded}&type=jsapi", self.base);
        let response = self.call(self.client.get(url), token).await?;
        parse_credential(response.ticket, now, response.expires_in)
    }

    /// Sends `request`, which contains `secret`, and decodes the response.
    async fn call(
        &self,
        request: RequestBuilder,
        secret: &str,
    ) -> Result<ApiResponse, UpstreamError> {
        let mut response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        if !status.is_success() {
            return Err(UpstreamError::Unreachable(format!("it answers {status}")));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
                return Err(UpstreamError::Unreachable("its answer has no end".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        // The parser's message is left out, because it may quote the body.
        let decoded: ApiResponse = serde_json::from_slice(&body)
            .map_err(|_| UpstreamError::Unreachable("its answer is not WeChat's".to_owned()))?;
        match decoded.errcode {
            0 => Ok(decoded),
            code => {
                let message = decoded.errmsg.replace(secret, "…");
                let message = message.chars().take(MAX_MESSAGE_CHARS).collect();
                Err(UpstreamError::Rejected { code, message })
            }
        }
    }
}

/// Validates a token or ticket, which expires `lifetime` seconds after `now`.
fn parse_credential(text: String, now: i64, lifetime: i64) -> Result<Credential, UpstreamError> {
    let has_valid_length = !text.is_empty() && text.len() <= MAX_CREDENTIAL_BYTES;
    if has_valid_length && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Credential { value: text, expires_at: now + lifetime.clamp(0, MAX_LIFETIME) })
    } else {
        Err(UpstreamError::Unreachable("its answer lacks what was asked for".to_owned()))
    }
}

/// The error of a failed call with all its causes. The URL contains the token and is left out.
fn unreachable(error: reqwest::Error) -> UpstreamError {
    let error = error.without_url();
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        reason.push_str(": ");
        reason.push_str(&error.to_string());
        cause = error.source();
    }
    UpstreamError::Unreachable(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_credentials_are_rejected() {
        assert_eq!(parse_credential("t".into(), 10, 7200).map(|it| it.expires_at), Ok(7210));
        assert_eq!(
            parse_credential("t".into(), 10, i64::MAX).map(|it| it.expires_at),
            Ok(10 + MAX_LIFETIME)
        );
        assert_eq!(parse_credential("t".into(), 10, -1).map(|it| it.expires_at), Ok(10));
        for bad in [String::new(), "a b".into(), "潮".into(), "t".repeat(MAX_CREDENTIAL_BYTES + 1)]
        {
            assert!(parse_credential(bad, 0, 1).is_err());
        }
    }

    #[test]
    fn debug_output_hides_the_secret() {
        let secret: Secret = "s3cr3t".parse().unwrap();
        let api = "https://api.example".parse().unwrap();
        let upstream = Upstream::new("wx1", secret.clone(), &api).unwrap();
        let shown = format!("{upstream:?} {secret:?}");
        assert!(shown.contains("wx1") && !shown.contains("s3cr3t"), "{shown}");
    }
}
