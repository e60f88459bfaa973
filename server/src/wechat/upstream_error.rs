//! Errors of the WeChat API: the back-off after each, and advice for the operator.

use std::fmt;

/// Why a call to the WeChat API failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UpstreamError {
    /// No response, a timeout, or a response that is not WeChat's.
    Unreachable(String),
    /// WeChat returned an error.
    Rejected {
        /// The error code (`errcode`).
        code: i64,
        /// The error message (`errmsg`).
        message: String,
    },
}

/// Back-off after a network error. In seconds, like all that follow.
const NETWORK_BACKOFF: i64 = 30;

/// Back-off after an error that the operator must fix: shorter intervals would only add useless
/// calls.
const SETTINGS_BACKOFF: i64 = 10 * 60;

/// Back-off after an exceeded quota, which WeChat resets once a day.
const QUOTA_BACKOFF: i64 = 60 * 60;

/// Back-off after a rejected token: each attempt costs a forced token renewal, and WeChat allows
/// twenty a day.
const TOKEN_BACKOFF: i64 = 2 * 60 * 60;

/// The longest back-off.
pub(super) const MAX_BACKOFF: i64 = TOKEN_BACKOFF;

/// Error codes of a wrong or expired token, when the call sent a token.
const STALE_TOKEN_CODES: [i64; 3] = [40001, 40014, 42001];

impl UpstreamError {
    /// Whether the token was rejected.
    pub(super) fn is_stale_token(&self) -> bool {
        matches!(self, Self::Rejected { code, .. } if STALE_TOKEN_CODES.contains(code))
    }

    /// Whether the token of the call may still be valid: the error has another cause.
    pub(super) fn keeps_token(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Rejected { code, .. } => matches!(code, -1 | 40164 | 45009),
        }
    }

    /// The back-off in seconds. `had_token`: the call was made with a token, so a replaced token did
    /// not help either.
    pub(super) fn backoff(&self, had_token: bool) -> i64 {
        match self {
            Self::Unreachable(_) | Self::Rejected { code: -1, .. } => NETWORK_BACKOFF,
            Self::Rejected { code: 45009, .. } => QUOTA_BACKOFF,
            Self::Rejected { .. } if had_token && self.is_stale_token() => TOKEN_BACKOFF,
            Self::Rejected { .. } => SETTINGS_BACKOFF,
        }
    }

    /// Advice for the operator; `had_token` as in [`Self::backoff`].
    pub(super) fn advice(&self, had_token: bool) -> &'static str {
        match self {
            Self::Unreachable(_) => "check the network and --wechat-api",
            Self::Rejected { .. } if had_token && self.is_stale_token() => {
                "WeChat does not take its own tokens; look for whoever else renews this account's"
            }
            Self::Rejected { code, .. } => match code {
                -1 => "nothing: WeChat is busy, and is asked again",
                40001 | 40125 => "check --wechat-secret: it is not this account's",
                40013 => "check --wechat-app-id: WeChat knows no such account",
                40164 => {
                    "allow this server's address at WeChat: add it to the account's list of IP \
                     addresses"
                }
                42001 => "check the server's clock",
                45009 => "the day's quota is spent; look for whoever else uses this account",
                _ => "look the number up in WeChat's documentation",
            },
        }
    }
}

impl fmt::Display for UpstreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(reason) => f.write_str(reason),
            Self::Rejected { code, message } => write!(f, "{code} {message:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(code: i64) -> UpstreamError {
        UpstreamError::Rejected { code, message: String::new() }
    }

    #[test]
    fn errors_that_an_operator_must_fix_have_a_longer_backoff() {
        assert_eq!(
            (UpstreamError::Unreachable(String::new()).backoff(false), rejected(-1).backoff(true)),
            (30, 30)
        );
        for code in [40001, 40013, 40125, 40164, 99999] {
            assert_eq!(rejected(code).backoff(false), 600, "{code}");
        }
        assert_eq!((rejected(45009).backoff(false), rejected(45009).backoff(true)), (3600, 3600));
    }

    #[test]
    fn rejected_tokens_stay_below_the_daily_forced_renewals() {
        for code in STALE_TOKEN_CODES {
            assert!(86_400 / rejected(code).backoff(true) <= 20);
        }
    }
}
