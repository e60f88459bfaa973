//! Why WeChat gave nothing, how long we then leave it alone, and what whoever
//! runs the server can do about it.

use std::fmt;

/// Why WeChat gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No answer, none in time, or one that is not WeChat's.
    Unreachable(String),
    /// It refused.
    Said {
        /// Its number for the reason.
        code: i64,
        /// Its words.
        message: String,
    },
}

/// A network has its moments. Seconds, as all that follow.
const MOMENT: i64 = 30;

/// Nobody mends settings sooner, and WeChat should not hear from us each minute.
const SETTINGS: i64 = 10 * 60;

/// A quota that is spent comes back by itself, once a day.
const QUOTA: i64 = 60 * 60;

/// Each round with a token that is no good costs a forced renewal, and WeChat
/// gives twenty a day.
const TOKEN: i64 = 2 * 60 * 60;

/// The longest of them.
pub(super) const LONGEST: i64 = TOKEN;

/// Numbers that mean a wrong or an old token, when it was one that we sent.
const STALE: [i64; 3] = [40001, 40014, 42001];

impl Refusal {
    /// Whether the token was no good.
    pub(super) fn is_stale_token(&self) -> bool {
        matches!(self, Self::Said { code, .. } if STALE.contains(code))
    }

    /// Whether the token that was sent may still be good: the refusal was for
    /// something else.
    pub(super) fn spares_token(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Said { code, .. } => matches!(code, -1 | 40164 | 45009),
        }
    }

    /// How long nobody asks again. `had_token`: it was refused with a token in
    /// hand, and so another one did not help either.
    pub(super) fn rest(&self, had_token: bool) -> i64 {
        match self {
            Self::Unreachable(_) | Self::Said { code: -1, .. } => MOMENT,
            Self::Said { code: 45009, .. } => QUOTA,
            Self::Said { .. } if had_token && self.is_stale_token() => TOKEN,
            Self::Said { .. } => SETTINGS,
        }
    }

    /// What to do about it; `had_token` as above.
    pub(super) fn advice(&self, had_token: bool) -> &'static str {
        match self {
            Self::Unreachable(_) => "check the network and --wechat-api",
            Self::Said { .. } if had_token && self.is_stale_token() => {
                "WeChat does not take its own tokens; look for whoever else renews this account's"
            }
            Self::Said { code, .. } => match code {
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

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(reason) => f.write_str(reason),
            Self::Said { code, message } => write!(f, "{code} {message:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: i64) -> Refusal {
        Refusal::Said { code, message: String::new() }
    }

    #[test]
    fn what_people_must_mend_is_left_alone_longer_than_what_passes() {
        assert_eq!(
            (Refusal::Unreachable(String::new()).rest(false), said(-1).rest(true)),
            (30, 30)
        );
        for code in [40001, 40013, 40125, 40164, 99999] {
            assert_eq!(said(code).rest(false), 600, "{code}");
        }
        assert_eq!((said(45009).rest(false), said(45009).rest(true)), (3600, 3600));
    }

    #[test]
    fn tokens_that_are_no_good_stay_below_the_days_forced_renewals() {
        for code in STALE {
            assert!(86_400 / said(code).rest(true) <= 20);
        }
    }
}
