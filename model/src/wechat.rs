//! WeChat's JS-SDK: what a page and its server must agree on to use it.

use serde::{Deserialize, Serialize};

/// The script that pages load inside WeChat: WeChat's own host, and the one that
/// its documentation names for the time when the first does not answer.
pub const SDK_URLS: [&str; 2] = [
    "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
    "https://res2.wx.qq.com/open/js/jweixin-1.6.0.js",
];

/// The longest address that is signed, in bytes: what every browser still takes.
pub const MAX_URL_BYTES: usize = 2048;

/// What WeChat's `wx.config` takes: proof that the newsroom's account vouches for
/// a page. The names are WeChat's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JsConfig {
    /// The account.
    pub app_id: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub timestamp: i64,
    /// Made for this signature only.
    pub nonce_str: String,
    /// Of the page's address and the two above.
    pub signature: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_wechats() {
        let config = JsConfig {
            app_id: "wx1".into(),
            timestamp: 1_414_587_457,
            nonce_str: "n".into(),
            signature: "s".into(),
        };
        let wire = r#"{"appId":"wx1","timestamp":1414587457,"nonceStr":"n","signature":"s"}"#;
        assert_eq!(serde_json::to_string(&config).unwrap(), wire);
    }
}
