//! The page that Trunk built, taken apart so that a rendered one can be put into
//! it: names, integrity and preloads stay as they are.

use std::fmt;

use axum::http::HeaderValue;

use crate::policy;

/// What stands round a rendered page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    /// From the beginning to the title.
    before_title: String,
    /// From the title to the end of the head, with the stylesheets inside.
    after_title: String,
    /// What browsers may do with a page: its scripts and styles are all in the
    /// two texts above, so their hashes are taken once; without WeChat's script and
    /// with it.
    policies: [HeaderValue; 2],
}

/// Why an index.html is not one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoTemplate(&'static str);

impl fmt::Display for NoTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "index.html has no {}; build it with `cargo xtask dist`", self.0)
    }
}

impl Template {
    /// Takes `index` apart. `sheet` gives the text of a stylesheet by its
    /// address; one that it does not know stays a link.
    pub(crate) fn new(
        index: &str,
        sheet: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, NoTemplate> {
        let (before_title, rest) = index.split_once("<title>").ok_or(NoTemplate("title"))?;
        let (_, rest) = rest.split_once("</title>").ok_or(NoTemplate("title"))?;
        let (head, _) = rest.split_once("<body").ok_or(NoTemplate("body"))?;
        let head = head.trim_end();
        let head = head.strip_suffix("</head>").unwrap_or(head);
        // Trunk leaves out tags that a browser would add.
        let mut before_title = before_title.to_owned();
        if !before_title.contains("<head>") {
            let start = before_title.find("<html").unwrap_or_default();
            let end = before_title[start..].find('>').map_or(0, |end| start + end + 1);
            before_title.insert_str(end, "<head>");
        }
        let after_title = inlined(head, sheet);
        let whole = format!("{before_title}{after_title}");
        let policies = [false, true].map(|has_wechat| policy::of_page(&whole, has_wechat));
        Ok(Self { before_title, after_title, policies })
    }

    /// The policy of every page that is filled in.
    pub(crate) fn policy(&self, has_wechat: bool) -> HeaderValue {
        self.policies[usize::from(has_wechat)].clone()
    }

    /// A page: `head` in the place of the title, `body` in the body, and the
    /// script with `data` for hydration at its end.
    pub(crate) fn fill(&self, head: &str, body: &str, script: &str, data: &str) -> String {
        let Self { before_title, after_title, .. } = self;
        // Nothing may stand before the body: hydration begins at its first node.
        format!(
            "{before_title}{head}{after_title}</head><body>{body}\
             <script type=\"application/json\" id=\"{script}\">{data}</script></body></html>"
        )
    }
}

/// `head` with its stylesheets written out, so that the first answer is all that
/// the first paint needs.
fn inlined(head: &str, sheet: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(head.len() * 4);
    let mut style = String::new();
    let mut rest = head;
    while let Some(start) = rest.find("<link") {
        let Some(length) = rest[start..].find('>') else { break };
        let (before, tag) = (&rest[..start], &rest[start..=start + length]);
        out.push_str(before.trim_end());
        rest = &rest[start + length + 1..];
        let is_sheet = attribute(tag, "rel") == Some("stylesheet");
        match attribute(tag, "href").filter(|_| is_sheet).and_then(&sheet) {
            // No string of ours holds it; a sheet that did would end early.
            Some(text) if !text.contains("</") => style.push_str(&text),
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    if !style.is_empty() {
        out.push_str("<style>");
        out.push_str(&style);
        out.push_str("</style>");
    }
    out
}

/// The value of an attribute of `tag`, with or without quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(&format!(" {name}="))?.1;
    match value.strip_prefix('"') {
        Some(value) => value.split('"').next(),
        None => value.split([' ', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<!doctype html><html><head><meta charset=utf-8><title>x</title>\
        <link rel=icon href=/i.svg><link rel=\"stylesheet\" href=\"/a.css\" integrity=\"x\"/>\
        <script>1</script><link href=/b.css rel=stylesheet></head> <body><p>start</body></html>";

    #[test]
    fn a_page_takes_the_place_of_title_and_body() {
        let sheet = |address: &str| Some(format!("/*{address}*/"));
        let template = Template::new(INDEX, sheet).unwrap();
        let page = template.fill("<title>y</title>", "<main></main>", "came", "[]");
        assert_eq!(
            page,
            "<!doctype html><html><head><meta charset=utf-8><title>y</title>\
             <link rel=icon href=/i.svg><script>1</script>\
             <style>/*/a.css*//*/b.css*/</style></head><body><main></main>\
             <script type=\"application/json\" id=\"came\">[]</script></body></html>"
        );
    }

    #[test]
    fn the_policy_is_that_of_the_whole_page() {
        let template = Template::new(INDEX, |_| Some("a{}".into())).unwrap();
        let data = "<script type=\"application/ld+json\">{}</script>";
        let page = template.fill(data, "<p></p>", "came", "[]");
        for has_wechat in [false, true] {
            assert_eq!(template.policy(has_wechat), policy::of_page(&page, has_wechat));
        }
    }

    #[test]
    fn a_head_that_was_left_out_is_put_back() {
        let index = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>x</title><body>";
        let page = Template::new(index, |_| None).unwrap().fill("<title>y</title>", "", "", "");
        let start = "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>y</title>";
        assert!(page.starts_with(start), "{page}");
    }

    #[test]
    fn a_sheet_that_is_not_there_stays_a_link() {
        let template = Template::new(INDEX, |_| None).unwrap();
        assert!(template.after_title.contains("integrity=\"x\""));
        assert!(!template.after_title.contains("<style>"));
    }

    #[test]
    fn another_index_is_refused() {
        assert_eq!(Template::new("<body>", |_| None), Err(NoTemplate("title")));
        assert_eq!(Template::new("<title></title>", |_| None), Err(NoTemplate("body")));
    }
}
