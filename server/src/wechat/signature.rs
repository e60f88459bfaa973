//! The signature that WeChat checks, by its own recipe.

use sha1::{Digest, Sha1};

use crate::digest::hex;

/// The signature of the page at `url`. Names and order are WeChat's, and nothing
/// is encoded or changed.
pub(super) fn of(ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    hex(&Sha1::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of WeChat's documentation, of the page at `url`.
    fn signed(url: &str) -> String {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-\
                      Sl-HhTdfl2fzFy1AOcHKP7qg";
        of(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, url)
    }

    #[test]
    fn the_published_example() {
        let published = "0f9de62fce790f9a083d5c99e95740ceb90c27ed";
        assert_eq!(signed("http://mp.weixin.qq.com?params=value"), published);
    }

    #[test]
    fn an_address_that_was_tidied_has_another_signature() {
        let tidied = "f50191877b62b116ef830363a3a613ed652a2d5d";
        assert_eq!(signed("http://mp.weixin.qq.com/?params=value"), tidied);
    }
}
