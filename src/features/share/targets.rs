//! Addresses that take a share. Hosts are fixed here and every value is encoded,
//! so that no article can send a reader somewhere else.

use zaidu_model::api::encode_value;

use crate::words;

/// What is shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// The article's title.
    pub title: String,
    /// Its whole address.
    pub url: String,
    /// A sentence or two of it.
    pub excerpt: String,
}

/// A place that takes a share by a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// 微博
    Weibo,
    /// QQ
    Qq,
    /// QQ 空间
    Qzone,
    /// The reader's own mail program.
    Mail,
}

impl Target {
    /// Every target, in the order in which readers see them.
    pub const ALL: [Self; 4] = [Self::Weibo, Self::Qq, Self::Qzone, Self::Mail];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Weibo => words::WEIBO,
            Self::Qq => words::QQ,
            Self::Qzone => words::QZONE,
            Self::Mail => words::MAIL,
        }
    }

    /// Its address for `shared`.
    #[must_use]
    pub fn address(self, shared: &Shared) -> String {
        let title = encode_value(&shared.title);
        let url = encode_value(&shared.url);
        let excerpt = encode_value(&shared.excerpt);
        match self {
            Self::Weibo => format!(
                "https://service.weibo.com/share/share.php?url={url}&title={title}&language=zh_cn"
            ),
            Self::Qq => format!(
                "https://connect.qq.com/widget/shareqq/index.html?url={url}&title={title}&summary={excerpt}"
            ),
            Self::Qzone => format!(
                "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?url={url}&title={title}&summary={excerpt}"
            ),
            Self::Mail => format!("mailto:?subject={title}&body={excerpt}%0D%0A%0D%0A{url}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_place() {
        let shared = Shared {
            title: "“新”&x=1#?".into(),
            url: "https://example.org/articles/a?b=c&d".into(),
            excerpt: "一 二".into(),
        };
        for target in Target::ALL {
            let address = target.address(&shared);
            assert!(address.contains("https%3A%2F%2Fexample.org%2Farticles%2Fa%3Fb%3Dc%26d"));
            assert!(address.contains("%E2%80%9C%E6%96%B0%E2%80%9D%26x%3D1%23%3F"), "{address}");
            assert!(!address.contains(' '));
        }
    }
}
