//! Share targets: names, icons, and URLs of social networks and `mailto:`. Hosts are constants and
//! every value is percent-encoded as far as it is ASCII, so that no article can direct a reader to
//! another host; browsers encode the rest, which is a third of the bytes in the page.

use zaidu_model::ShareTarget;
use zaidu_model::url::{SHARE_METHOD_PARAM, push_readable};

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
    /// The URL of its logo, with the origin; empty without one.
    pub logo: String,
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

/// The label of `target`.
#[must_use]
pub fn name(target: ShareTarget) -> &'static str {
    match target {
        ShareTarget::WeChat => strings::WECHAT,
        ShareTarget::Weibo => strings::WEIBO,
        ShareTarget::Qq => strings::QQ,
        ShareTarget::Qzone => strings::QZONE,
        ShareTarget::Mail => strings::MAIL,
        ShareTarget::X => strings::X,
        ShareTarget::Telegram => strings::TELEGRAM,
    }
}

/// The icon of `target`.
pub(super) fn icon(target: ShareTarget) -> Icon {
    match target {
        ShareTarget::WeChat => Icon::Chat,
        ShareTarget::Weibo => Icon::Weibo,
        ShareTarget::Qq => Icon::Qq,
        ShareTarget::Qzone => Icon::Star,
        ShareTarget::Mail => Icon::Mail,
        ShareTarget::X => Icon::X,
        ShareTarget::Telegram => Icon::Plane,
    }
}

/// The URL that shares `data` on `target`; `None` if it accepts no link.
#[must_use]
pub fn url(target: ShareTarget, data: &ShareData) -> Option<String> {
    let url = data.url_for(target.key());
    let ShareData { title, excerpt, picture, site, .. } = data;
    // Literal text and values alternate; a value is encoded.
    let (base, parts): (&str, &[&str]) = match target {
        ShareTarget::WeChat => return None,
        ShareTarget::Weibo => (
            "https://service.weibo.com/share/share.php?language=zh_cn",
            &["&url=", &url, "&title=", title, "&pic=", picture],
        ),
        ShareTarget::Qq => (
            "https://connect.qq.com/widget/shareqq/index.html",
            &["?url=", &url, "&title=", title, "&summary=", excerpt, "&pics=", picture],
        ),
        ShareTarget::Qzone => (
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
        ShareTarget::Mail => {
            ("mailto:", &["?subject=", title, "&body=", excerpt, "%0D%0A%0D%0A", &url])
        }
        ShareTarget::X => ("https://x.com/intent/tweet", &["?text=", title, "&url=", &url]),
        ShareTarget::Telegram => ("https://t.me/share/url", &["?url=", &url, "&text=", title]),
    };
    Some(build_url(base, parts))
}

/// Appends pairs of literal text and value to `base`; what of the values is ASCII is percent-encoded.
fn build_url(base: &str, parts: &[&str]) -> String {
    let mut url = base.to_owned();
    for pair in parts.chunks_exact(2) {
        url.push_str(pair[0]);
        push_readable(&mut url, pair[1]);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::url as url_on;
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
        assert!(!url.contains(['#', ' ', '+', '\n', '"']), "{url}");
        let (base, query) = url.split_once('?').unwrap();
        assert!(!query.contains('?'), "{url}");
        let pairs = query.split('&').map(|pair| {
            let (name, _) = pair.split_once('=').unwrap();
            (name, query_parameter(query, name).unwrap())
        });
        (base, pairs.collect())
    }

    /// A target, its base URL, and its parameters in order.
    type Expected<'a> = (ShareTarget, &'a str, &'a [(&'a str, &'a str)]);

    #[test]
    fn requirement_13_each_target_receives_the_shared_data() {
        let data = shared(false);
        let (url, title) = (&*data.url, &*data.title);
        let (excerpt, picture, site) = (&*data.excerpt, &*data.picture, &*data.site);
        let body = format!("{excerpt}\r\n\r\n{url}");
        let expected: [Expected<'_>; 6] = [
            (
                ShareTarget::Weibo,
                "https://service.weibo.com/share/share.php",
                &[("language", "zh_cn"), ("url", url), ("title", title), ("pic", picture)],
            ),
            (
                ShareTarget::Qq,
                "https://connect.qq.com/widget/shareqq/index.html",
                &[("url", url), ("title", title), ("summary", excerpt), ("pics", picture)],
            ),
            (
                ShareTarget::Qzone,
                "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey",
                &[
                    ("url", url),
                    ("title", title),
                    ("summary", excerpt),
                    ("pics", picture),
                    ("site", site),
                ],
            ),
            (ShareTarget::Mail, "mailto:", &[("subject", title), ("body", &body)]),
            (ShareTarget::X, "https://x.com/intent/tweet", &[("text", title), ("url", url)]),
            (ShareTarget::Telegram, "https://t.me/share/url", &[("url", url), ("text", title)]),
        ];
        assert_eq!(expected.each_ref().map(|line| line.0), ShareTarget::ALL[1..]);
        assert_eq!(url_on(ShareTarget::WeChat, &data), None);
        for (target, base, values) in expected {
            let share_url = url_on(target, &data).unwrap();
            let (found, pairs) = parse(&share_url);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
            assert_eq!((found, &pairs[..]), (base, values), "{share_url}");
        }
    }

    #[test]
    fn urls_carry_the_method_only_where_the_newsroom_configures_it() {
        for (from, ending) in [(false, ""), (true, "?from=")] {
            for target in &ShareTarget::ALL[1..] {
                let share_url = url_on(*target, &shared(from)).unwrap();
                let method = if from { target.key() } else { "" };
                let expected = format!("{}{ending}{method}", shared(from).url);
                let (_, pairs) = parse(&share_url);
                let url = pairs.iter().find(|(name, _)| matches!(*name, "url" | "body")).unwrap();
                assert!(url.1.ends_with(&expected), "{share_url}");
            }
        }
    }
}
