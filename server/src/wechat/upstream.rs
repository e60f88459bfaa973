//! WeChat's server. Its address comes from the configuration, its answers are
//! bounded in size and time, and neither secret nor token ever stands in an error.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde_json::json;
use zaidu_model::url::encode_component;

use super::refusal::Refusal;
use crate::origin::Origin;
use crate::secret::Secret;
use crate::store::Credential;

/// The longest time for a whole call.
pub(super) const CALL: Duration = Duration::from_secs(4);

/// The longest time for a connection.
const CONNECT: Duration = Duration::from_secs(2);

/// The longest answer, in bytes. A token needs some 512.
const ANSWER: usize = 16 * 1024;

/// The longest token or ticket, in bytes.
const TEXT: usize = 2048;

/// The longest that WeChat's words may be in a log, in characters.
const WORDS: usize = 200;

/// The longest that a token or a ticket is believed to last, in seconds: what
/// WeChat says today.
pub(super) const LIFE: i64 = 7200;

/// WeChat's server, asked for one account.
pub(super) struct Upstream {
    pub(super) app_id: String,
    secret: Secret,
    /// Without a slash at its end.
    base: String,
    client: Client,
}

/// What WeChat says: one shape for everything.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
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
            .connect_timeout(CONNECT)
            .timeout(CALL)
            // The next call is an hour away.
            .pool_max_idle_per_host(0)
            .build()?;
        let base = String::from_utf8_lossy(api.0.as_bytes()).into_owned();
        Ok(Self { app_id: app_id.to_owned(), secret, base, client })
    }

    /// The account's token. `force` makes WeChat give another one, and takes the one
    /// before from everyone who has it.
    pub(super) async fn token(&self, now: i64, force: bool) -> Result<Credential, Refusal> {
        let body = json!({
            "grant_type": "client_credential", "appid": self.app_id, "secret": self.secret.0,
            "force_refresh": force,
        });
        let request = self.client.post(format!("{}/cgi-bin/stable_token", self.base));
        let request = request.header("content-type", "application/json").body(body.to_string());
        let said = self.ask(request, &self.secret.0).await?;
        timed(said.access_token, now, said.expires_in)
    }

    /// The ticket that `token` gives.
    pub(super) async fn ticket(&self, now: i64, token: &str) -> Result<Credential, Refusal> {
        let token_value = encode_component(token);
        let path = "/cgi-bin/ticket/getticket";
        let address = format!("{}{path}?access_token={token_value}&type=jsapi", self.base);
        let said = self.ask(self.client.get(address), token).await?;
        timed(said.ticket, now, said.expires_in)
    }

    /// What WeChat says to `request`, which holds `secret`.
    async fn ask(&self, request: RequestBuilder, secret: &str) -> Result<Said, Refusal> {
        let mut response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        if !status.is_success() {
            return Err(Refusal::Unreachable(format!("it answers {status}")));
        }
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if answer.len() + chunk.len() > ANSWER {
                return Err(Refusal::Unreachable("its answer has no end".to_owned()));
            }
            answer.extend_from_slice(&chunk);
        }
        // The parser's own words may repeat what it read.
        let said: Said = serde_json::from_slice(&answer)
            .map_err(|_| Refusal::Unreachable("its answer is not WeChat's".to_owned()))?;
        match said.errcode {
            0 => Ok(said),
            code => {
                let words = said.errmsg.replace(secret, "…");
                Err(Refusal::Said { code, message: words.chars().take(WORDS).collect() })
            }
        }
    }
}

/// What lasts for `life` seconds from `now`, if WeChat gave it.
fn timed(text: String, now: i64, life: i64) -> Result<Credential, Refusal> {
    let is_given = !text.is_empty() && text.len() <= TEXT;
    if is_given && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Credential { value: text, expires_at: now + life.clamp(0, LIFE) })
    } else {
        Err(Refusal::Unreachable("its answer lacks what was asked for".to_owned()))
    }
}

/// Why a call failed, to the bottom. The address holds the token and is left out.
fn unreachable(error: reqwest::Error) -> Refusal {
    let error = error.without_url();
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        reason.push_str(": ");
        reason.push_str(&error.to_string());
        cause = error.source();
    }
    Refusal::Unreachable(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_ticket_is_not_kept() {
        assert_eq!(timed("t".into(), 10, 7200).map(|timed| timed.expires_at), Ok(7210));
        assert_eq!(timed("t".into(), 10, i64::MAX).map(|timed| timed.expires_at), Ok(10 + LIFE));
        assert_eq!(timed("t".into(), 10, -1).map(|timed| timed.expires_at), Ok(10));
        for bad in [String::new(), "a b".into(), "潮".into(), "t".repeat(TEXT + 1)] {
            assert!(timed(bad, 0, 1).is_err());
        }
    }

    #[test]
    fn the_secret_is_not_shown() {
        let secret: Secret = "s3cr3t".parse().unwrap();
        let api = "https://api.example".parse().unwrap();
        let upstream = Upstream::new("wx1", secret.clone(), &api).unwrap();
        let shown = format!("{upstream:?} {secret:?}");
        assert!(shown.contains("wx1") && !shown.contains("s3cr3t"), "{shown}");
    }
}
