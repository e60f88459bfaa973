//! WeChat JS-SDK: its script URLs and the configuration that the server signs for a page.

use serde::{Deserialize, Serialize};

/// URLs of the script that pages load inside WeChat: the primary host, and the fallback host
/// that WeChat's documentation names for when the primary is unreachable.
pub const SDK_URLS: [&str; 2] = [
    "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
    "https://res2.wx.qq.com/open/js/jweixin-1.6.0.js",
];

/// Maximum length of a URL to be signed, in bytes, which every browser supports.
pub const MAX_URL_BYTES: usize = 2048;

/// Arguments of WeChat's `wx.config`: a signature of the page by the newsroom's account. The
/// field names are WeChat's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JsConfig {
    /// App id of the WeChat account.
    pub app_id: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub timestamp: i64,
    /// Random string, new for every signature.
    pub nonce_str: String,
    /// Signature of the page's URL, the timestamp and the nonce.
    pub signature: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_are_those_of_wechat() {
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
