//! Share targets: URLs of social networks and `mailto:`. Hosts are constants and every value is
//! percent-encoded, so that no article can direct a reader to another host.

use zaidu_model::url::{SHARE_METHOD_PARAM, encode_component};

use crate::strings;
use crate::ui::Icon;

/// The data to share. It contains nothing about the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShareData {
    /// The article's title.
    pub title: String,
    /// Its canonical URL, with the origin.
    pub url: String,
    /// Its excerpt: a sentence or two.
    pub excerpt: String,
    /// Its source and time, on one line.
    pub credit: String,
    /// The URL of its picture, with the origin; empty without one.
    pub picture: String,
    /// The newsroom's name.
    pub site: String,
    /// Whether URLs carry the share method in their `from` parameter.
    pub from: bool,
}

impl ShareData {
    /// The URL to share by the method with the key `method`, such as `weibo`.
    #[must_use]
    pub fn url_for(&self, method: &str) -> String {
        let mut url = self.url.clone();
        if self.from {
            for part in ["?", SHARE_METHOD_PARAM, "=", method] {
                url.push_str(part);
            }
        }
        url
    }
}

/// A target that accepts a share by a link.
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
    /// X
    X,
    /// Telegram
    Telegram,
}

impl Target {
    /// Every target, in the order in which readers see them.
    pub const ALL: [Self; 6] =
        [Self::Weibo, Self::Qq, Self::Qzone, Self::Mail, Self::X, Self::Telegram];

    /// Its label.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Weibo => strings::WEIBO,
            Self::Qq => strings::QQ,
            Self::Qzone => strings::QZONE,
            Self::Mail => strings::MAIL,
            Self::X => strings::X,
            Self::Telegram => strings::TELEGRAM,
        }
    }

    /// Its icon.
    pub(super) fn icon(self) -> Icon {
        match self {
            Self::Weibo => Icon::Weibo,
            Self::Qq => Icon::Qq,
            Self::Qzone => Icon::Star,
            Self::Mail => Icon::Mail,
            Self::X => Icon::X,
            Self::Telegram => Icon::Plane,
        }
    }

    /// Its key in the `from` parameter of shared URLs.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Weibo => "weibo",
            Self::Qq => "qq",
            Self::Qzone => "qzone",
            Self::Mail => "mail",
            Self::X => "x",
            Self::Telegram => "telegram",
        }
    }

    /// The URL that shares `data` on this target.
    #[must_use]
    pub fn url(self, data: &ShareData) -> String {
        let url = data.url_for(self.key());
        let ShareData { title, excerpt, picture, site, .. } = data;
        // Literal text and values alternate; a value is encoded.
        let (base, parts): (&str, &[&str]) = match self {
            Self::Weibo => (
                "https://service.weibo.com/share/share.php?language=zh_cn",
                &["&url=", &url, "&title=", title, "&pic=", picture],
            ),
            Self::Qq => (
                "https://connect.qq.com/widget/shareqq/index.html",
                &["?url=", &url, "&title=", title, "&summary=", excerpt, "&pics=", picture],
            ),
            Self::Qzone => (
                "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey",
                &[
                    "?url=",
                    &url,
                    "&title=",
                    title,
                    "&summary=",
                    excerpt,
                    "&pics=",
                    picture,
                    "&site=",
                    site,
                ],
            ),
            Self::Mail => {
                ("mailto:", &["?subject=", title, "&body=", excerpt, "%0D%0A%0D%0A", &url])
            }
            Self::X => ("https://x.com/intent/tweet", &["?text=", title, "&url=", &url]),
            Self::Telegram => ("https://t.me/share/url", &["?url=", &url, "&text=", title]),
        };
        build_url(base, parts)
    }
}

/// Appends pairs of literal text and value to `base`; the values are percent-encoded.
fn build_url(base: &str, parts: &[&str]) -> String {
    let mut url = base.to_owned();
    for pair in parts.chunks_exact(2) {
        url.push_str(pair[0]);
        url.extend(encode_component(pair[1]));
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::url::query_parameter;

    fn shared(from: bool) -> ShareData {
        ShareData {
            title: "“新”&x=1#?+%41".into(),
            url: "https://example.org/articles/%E6%BD%AE".into(),
            excerpt: "一 二\n三".into(),
            picture: "https://example.org/media/a.jpg?b=c&d".into(),
            site: "江报=&".into(),
            from,
            ..ShareData::default()
        }
    }

    /// The URL without its query, and each decoded parameter.
    fn parse(url: &str) -> (&str, Vec<(&str, String)>) {
        assert!(url.is_ascii() && !url.contains(['#', ' ', '+']), "{url}");
        let (base, query) = url.split_once('?').unwrap();
        assert!(!query.contains('?'), "{url}");
        let pairs = query.split('&').map(|pair| {
            let (name, _) = pair.split_once('=').unwrap();
            (name, query_parameter(query, name).unwrap())
        });
        (base, pairs.collect())
    }

    /// A target, its base URL, and its parameters in order.
    type Expected<'a> = (Target, &'a str, &'a [(&'a str, &'a str)]);

    #[test]
    fn each_target_receives_the_shared_data() {
        let data = shared(false);
        let (url, title) = (&*data.url, &*data.title);
        let (excerpt, picture, site) = (&*data.excerpt, &*data.picture, &*data.site);
        let body = format!("{excerpt}\r\n\r\n{url}");
        let expected: [Expected<'_>; 6] = [
            (
                Target::Weibo,
                "https://service.weibo.com/share/share.php",
                &[("language", "zh_cn"), ("url", url), ("title", title), ("pic", picture)],
            ),
            (
                Target::Qq,
                "https://connect.qq.com/widget/shareqq/index.html",
                &[("url", url), ("title", title), ("summary", excerpt), ("pics", picture)],
            ),
            (
                Target::Qzone,
                "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey",
                &[
                    ("url", url),
                    ("title", title),
                    ("summary", excerpt),
                    ("pics", picture),
                    ("site", site),
                ],
            ),
            (Target::Mail, "mailto:", &[("subject", title), ("body", &body)]),
            (Target::X, "https://x.com/intent/tweet", &[("text", title), ("url", url)]),
            (Target::Telegram, "https://t.me/share/url", &[("url", url), ("text", title)]),
        ];
        assert_eq!(expected.each_ref().map(|line| line.0), Target::ALL);
        for (target, base, values) in expected {
            let share_url = target.url(&data);
            let (found, pairs) = parse(&share_url);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
            assert_eq!((found, &pairs[..]), (base, values), "{share_url}");
        }
    }

    #[test]
    fn urls_carry_the_method_only_where_the_newsroom_configures_it() {
        for (from, ending) in [(false, ""), (true, "?from=")] {
            for target in Target::ALL {
                let share_url = target.url(&shared(from));
                let method = if from { target.key() } else { "" };
                let expected = format!("{}{ending}{method}", shared(from).url);
                let (_, pairs) = parse(&share_url);
                let url = pairs.iter().find(|(name, _)| matches!(*name, "url" | "body")).unwrap();
                assert!(url.1.ends_with(&expected), "{share_url}");
            }
        }
    }
}
