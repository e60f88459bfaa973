//! Addresses that take a share. Hosts are fixed here and every value is encoded,
//! so that no article can send a reader somewhere else.

use zaidu_model::url::SHARE_METHOD_PARAM;
use zaidu_model::url::encode_component;

use crate::strings;
use crate::ui::Icon;

/// What is shared. Nothing of it is the reader's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// The article's title.
    pub title: String,
    /// Its whole address, which is the canonical one.
    pub url: String,
    /// A sentence or two of it.
    pub excerpt: String,
    /// Its source and time, on one line.
    pub credit: String,
    /// The whole address of its picture; empty without one.
    pub picture: String,
    /// The newsroom's name.
    pub site: String,
    /// Whether addresses say by which way they were shared.
    pub from: bool,
}

impl Shared {
    /// The address for those who share by `way`, such as `weibo`.
    #[must_use]
    pub fn by(&self, way: &str) -> String {
        let mut url = self.url.clone();
        if self.from {
            for part in ["?", SHARE_METHOD_PARAM, "=", way] {
                url.push_str(part);
            }
        }
        url
    }
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
    /// X
    X,
    /// Telegram
    Telegram,
}

impl Target {
    /// Every target, in the order in which readers see them.
    pub const ALL: [Self; 6] =
        [Self::Weibo, Self::Qq, Self::Qzone, Self::Mail, Self::X, Self::Telegram];

    /// Its name.
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

    /// Its mark.
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

    /// What shared addresses call it.
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

    /// Its address for `shared`.
    #[must_use]
    pub fn address(self, shared: &Shared) -> String {
        let url = shared.by(self.key());
        let Shared { title, excerpt, picture, site, .. } = shared;
        // A parameter that ends in `=` takes the value after it.
        let (address, values): (&str, &[&str]) = match self {
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
        written(address, values)
    }
}

/// `address` with each name as it is, and the value after it encoded.
fn written(address: &str, values: &[&str]) -> String {
    let mut written = address.to_owned();
    for pair in values.chunks_exact(2) {
        written.push_str(pair[0]);
        written.extend(encode_component(pair[1]));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::url::query_parameter;

    fn shared(from: bool) -> Shared {
        Shared {
            title: "“新”&x=1#?+%41".into(),
            url: "https://example.org/articles/%E6%BD%AE".into(),
            excerpt: "一 二\n三".into(),
            picture: "https://example.org/media/a.jpg?b=c&d".into(),
            site: "江报=&".into(),
            from,
            ..Shared::default()
        }
    }

    /// Host with path, and each parameter decoded, as a browser would read them.
    fn parsed(address: &str) -> (&str, Vec<(&str, String)>) {
        assert!(address.is_ascii() && !address.contains(['#', ' ', '+']), "{address}");
        let (place, query) = address.split_once('?').unwrap();
        assert!(!query.contains('?'), "{address}");
        let pairs = query.split('&').map(|pair| {
            let (name, _) = pair.split_once('=').unwrap();
            (name, query_parameter(query, name).unwrap())
        });
        (place, pairs.collect())
    }

    /// A target, its place, and its parameters in their order.
    type Expected<'a> = (Target, &'a str, &'a [(&'a str, &'a str)]);

    #[test]
    fn each_target_reads_back_what_is_shared() {
        let it = shared(false);
        let (url, title) = (&*it.url, &*it.title);
        let (excerpt, picture, site) = (&*it.excerpt, &*it.picture, &*it.site);
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
        for (target, place, values) in expected {
            let address = target.address(&it);
            let (found, pairs) = parsed(&address);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
            assert_eq!((found, &pairs[..]), (place, values), "{address}");
        }
    }

    #[test]
    fn addresses_say_by_which_way_only_where_the_newsroom_wants_it() {
        for (from, ending) in [(false, ""), (true, "?from=")] {
            for target in Target::ALL {
                let address = target.address(&shared(from));
                let way = if from { target.key() } else { "" };
                let expected = format!("{}{ending}{way}", shared(from).url);
                let (_, pairs) = parsed(&address);
                let url = pairs.iter().find(|(name, _)| matches!(*name, "url" | "body")).unwrap();
                assert!(url.1.ends_with(&expected), "{address}");
            }
        }
    }
}
