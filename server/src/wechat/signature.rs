//! Signature of the WeChat JavaScript SDK: SHA-1 over ticket, nonce, timestamp and URL.

use sha1::{Digest, Sha1};

use crate::etag::hex;

/// The signature of the page at `url`. WeChat defines the names and their order; no value is
/// encoded.
pub(super) fn sign(ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    hex(&Sha1::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signature of `url` with the values of the example in WeChat's documentation.
    fn signed(url: &str) -> String {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-\
                      Sl-HhTdfl2fzFy1AOcHKP7qg";
        sign(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, url)
    }

    #[test]
    fn the_published_example() {
        let published = "0f9de62fce790f9a083d5c99e95740ceb90c27ed";
        assert_eq!(signed("http://mp.weixin.qq.com?params=value"), published);
    }

    #[test]
    fn a_normalised_address_has_another_signature() {
        let normalised = "f50191877b62b116ef830363a3a613ed652a2d5d";
        assert_eq!(signed("http://mp.weixin.qq.com/?params=value"), normalised);
    }
}
