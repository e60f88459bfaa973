//! The newsroom's WeChat account. No token is asked for: their number is limited.

use super::report::{Finding, Report};
use super::site::{cause, client};
use crate::cli::options::ServeOptions;
use crate::cli::output::Failure;

const CHECK: &str = "WeChat";

/// Length of the hexadecimal part of an app id, after `wx`, and of a secret.
const ID: usize = 16;
const SECRET: usize = 32;

pub(super) async fn check(report: &mut Report, serve: &ServeOptions) -> Result<(), Failure> {
    let (Some(id), Some(secret)) = (&serve.wechat_app_id, &serve.wechat_secret) else {
        report.add(Finding::ok(CHECK, "there is no account: pages are shared as plain links"));
        return Ok(());
    };
    if !is_app_id(id) || !is_hex(&secret.0, SECRET) {
        let found =
            "the app id is not `wx` with 16 hexadecimal digits, or the secret not 32 of them";
        report.add(Finding::warn(CHECK, found, "copy both from WeChat's console, without spaces"));
    }
    let api = serve.wechat_api.0.to_str().unwrap_or_default();
    report.add(match client()?.get(api).send().await {
        Ok(_) => Finding::ok(CHECK, format!("{api} answers")),
        Err(error) => Finding::fail(
            CHECK,
            format!("{api} does not answer: {}", cause(&error)),
            "let this machine reach it, or name a proxy in HTTPS_PROXY",
        ),
    });
    Ok(())
}

fn is_app_id(id: &str) -> bool {
    id.strip_prefix("wx").is_some_and(|rest| is_hex(rest, ID))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_secrets_have_a_form() {
        assert!(is_app_id("wx0123456789abcdef") && is_hex(&"a1".repeat(16), SECRET));
        for bad in ["", "wx", "0123456789abcdef", "wx0123456789abcde", "wx0123456789abcdeg"] {
            assert!(!is_app_id(bad), "{bad}");
        }
    }
}
