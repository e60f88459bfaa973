//! Page template: the `index.html` that Trunk built, split so that rendered pages can be inserted.
//! File names, integrity hashes and preloads stay as Trunk wrote them.

use std::fmt;

use axum::http::HeaderValue;
use zaidu::browser::focus::ANNOUNCER_ID;
use zaidu::browser::page::CONTAINER_ID;
use zaidu::data::HYDRATION_SCRIPT_ID;

use crate::http::middleware::security_headers::page_csp;

/// The parts of `index.html` around a rendered page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    /// From the start to the title.
    before_title: String,
    /// The link to the app's icon; empty without one.
    icon: String,
    /// From the title to the end of the head, with inlined stylesheets: without and with those that
    /// are deferred.
    after_title: [AfterTitle; 2],
    /// The Content-Security-Policy of `index.html` itself, without and with WeChat's script.
    shell_csp: [HeaderValue; 2],
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct AfterTitle {
    html: String,
    /// The Content-Security-Policy, without and with WeChat's script. It is computed once, because
    /// `before_title` and `html` contain all scripts and styles.
    csp_variants: [HeaderValue; 2],
}

/// The required element that an `index.html` lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemplateError(&'static str);

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "index.html has no {}; build it with `cargo xtask dist`", self.0)
    }
}

impl Template {
    /// Splits `index`. `stylesheet` returns the text of a stylesheet by its URL; where it returns
    /// `None`, the link stays.
    pub(crate) fn new(
        index: &str,
        stylesheet: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, TemplateError> {
        let (before_title, rest) = index.split_once("<title>").ok_or(TemplateError("title"))?;
        // Where it names no backend, its absence says the same.
        let mut before_title = before_title.replacen("<meta content name=zaidu-backend>", "", 1);
        let (_, rest) = rest.split_once("</title>").ok_or(TemplateError("title"))?;
        let (head, _) = rest.split_once("<body").ok_or(TemplateError("body"))?;
        let head = head.trim_end();
        let head = head.strip_suffix("</head>").unwrap_or(head);
        // Trunk omits tags that are optional in HTML.
        if !before_title.contains("<head>") {
            let start = before_title.find("<html").unwrap_or_default();
            let end = before_title[start..].find('>').map_or(0, |end| start + end + 1);
            before_title.insert_str(end, "<head>");
        }
        let (head, icon) = without_icon(head);
        let after_title = [false, true].map(|has_deferred| {
            let html = inline_stylesheets(&head, &stylesheet, has_deferred);
            let page = format!("{before_title}{html}");
            let csp_variants = [false, true].map(|has_wechat| page_csp(&page, has_wechat));
            AfterTitle { html, csp_variants }
        });
        let shell_csp = [false, true].map(|has_wechat| page_csp(index, has_wechat));
        Ok(Self { before_title, after_title, icon, shell_csp })
    }

    /// The Content-Security-Policy of the pages that need the deferred stylesheets, or of all others.
    pub(crate) fn csp(&self, has_deferred: bool, has_wechat: bool) -> HeaderValue {
        self.after_title[usize::from(has_deferred)].csp_variants[usize::from(has_wechat)].clone()
    }

    /// The Content-Security-Policy of `index.html`, from which the app mounts without a server.
    pub(crate) fn shell_csp(&self, has_wechat: bool) -> HeaderValue {
        self.shell_csp[usize::from(has_wechat)].clone()
    }

    /// A complete page, with or without the deferred stylesheets: `head` replaces the title, and the
    /// icon if it has one. The body is `app` with its `hash` in the app's container, followed by the live region for page changes
    /// and a data block with the id [`HYDRATION_SCRIPT_ID`] and the
    /// hydration `data`.
    pub(crate) fn fill(
        &self,
        has_deferred: bool,
        head: &str,
        app: &str,
        hash: i32,
        data: &str,
    ) -> String {
        let Self { before_title, icon, .. } = self;
        let icon = if head.contains(ICON) { "" } else { icon };
        let after_title = &self.after_title[usize::from(has_deferred)].html;
        // No whitespace in the container: hydration starts at its first node.
        format!(
            "{before_title}{head}{icon}{after_title}</head><body>\
             <div id=\"{CONTAINER_ID}\" data-hash=\"{hash}\">{app}</div>\
             <p id=\"{ANNOUNCER_ID}\" class=\"visually-hidden\" role=\"status\"></p>\
             <script type=\"application/json\" id=\"{HYDRATION_SCRIPT_ID}\">{data}</script>\
             </body></html>"
        )
    }
}

/// The start of a link to an icon in the head of a page.
const ICON: &str = "<link rel=\"icon\"";

/// `head` without the link to the app's icon, and that link.
fn without_icon(head: &str) -> (String, String) {
    let tags = head
        .match_indices("<link")
        .filter_map(|(start, _)| Some(&head[start..=start + head[start..].find('>')?]));
    let icon = tags.into_iter().find(|tag| attribute(tag, "rel") == Some("icon"));
    let icon = icon.unwrap_or_default();
    (head.replacen(icon, "", 1), icon.to_owned())
}

/// `head` with inlined stylesheets, so that no request for CSS blocks the first paint. Those that are
/// declared for print are deferred: they stay links, which a browser loads last, unless the page needs
/// them. They are that for paper and those of some pages, which the app applies when the reader gets
/// to one.
fn inline_stylesheets(
    head: &str,
    stylesheet: impl Fn(&str) -> Option<String>,
    has_deferred: bool,
) -> String {
    let mut out = String::with_capacity(head.len() * 4);
    let (mut style, mut deferred) = (String::new(), String::new());
    let mut rest = head;
    while let Some(start) = rest.find("<link") {
        let Some(length) = rest[start..].find('>') else { break };
        let (before, tag) = (&rest[..start], &rest[start..=start + length]);
        out.push_str(before.trim_end());
        rest = &rest[start + length + 1..];
        let is_stylesheet = attribute(tag, "rel") == Some("stylesheet");
        let is_deferred = is_stylesheet && attribute(tag, "media") == Some("print");
        let href = attribute(tag, "href").filter(|_| is_stylesheet);
        if let Some(href) = href.filter(|_| is_deferred && !has_deferred) {
            deferred.push_str(&format!("<link rel=stylesheet href={href} media=print>"));
            continue;
        }
        match href.and_then(&stylesheet) {
            // The app's stylesheets contain no `</`, which could end the element early.
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
    // Last, as in the cascade.
    out.push_str(&deferred);
    out
}

/// The value of an attribute of `tag`, quoted or unquoted.
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
    fn a_page_replaces_title_and_body() {
        let stylesheet = |url: &str| Some(format!("/*{url}*/"));
        let template = Template::new(INDEX, stylesheet).unwrap();
        let page = template.fill(true, "<title>y</title>", "<main></main>", -7, "[]");
        assert_eq!(
            page,
            "<!doctype html><html><head><meta charset=utf-8><title>y</title>\
             <link rel=icon href=/i.svg><script>1</script>\
             <style>/*/a.css*//*/b.css*/</style></head><body>\
             <div id=\"app\" data-hash=\"-7\"><main></main></div>\
             <p id=\"page-news\" class=\"visually-hidden\" role=\"status\"></p>\
             <script type=\"application/json\" id=\"zaidu-came\">[]</script></body></html>"
        );
    }

    #[test]
    fn the_newsrooms_icon_replaces_the_apps() {
        let template = Template::new(INDEX, |_| None).unwrap();
        let page = template.fill(false, "<link rel=\"icon\" href=\"/logo.svg\">", "", 0, "");
        assert!(page.contains("/logo.svg") && !page.contains("/i.svg"), "{page}");
    }

    #[test]
    fn the_csp_is_that_of_the_complete_page() {
        let template = Template::new(INDEX, |_| Some("a{}".into())).unwrap();
        let data = "<script type=\"application/ld+json\">{}</script>";
        for (has_deferred, has_wechat) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            let page = template.fill(has_deferred, data, "<p></p>", 0, "[]");
            assert_eq!(template.csp(has_deferred, has_wechat), page_csp(&page, has_wechat));
        }
    }

    #[test]
    fn sheets_of_some_pages_are_deferred_elsewhere() {
        let index = INDEX.replace("href=/b.css", "integrity=x media=print href=/b.css");
        let template = Template::new(&index, |url| Some(format!("/*{url}*/"))).unwrap();
        let page = |has_deferred| template.fill(has_deferred, "", "", 0, "");
        assert!(page(true).contains("<style>/*/a.css*//*/b.css*/</style>"));
        let link = "<link rel=stylesheet href=/b.css media=print>";
        assert!(page(false).contains(link) && page(false).contains("<style>/*/a.css*/</style>"));
    }

    #[test]
    fn an_omitted_head_tag_is_restored() {
        let index = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>x</title><body>";
        let page =
            Template::new(index, |_| None).unwrap().fill(false, "<title>y</title>", "", 0, "");
        let start = "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>y</title>";
        assert!(page.starts_with(start), "{page}");
    }

    #[test]
    fn an_unknown_stylesheet_stays_a_link() {
        let template = Template::new(INDEX, |_| None).unwrap();
        let head = &template.after_title[0].html;
        assert!(head.contains("integrity=\"x\"") && !head.contains("<style>"));
    }

    #[test]
    fn an_index_of_another_app_is_rejected() {
        assert_eq!(Template::new("<body>", |_| None), Err(TemplateError("title")));
        assert_eq!(Template::new("<title></title>", |_| None), Err(TemplateError("body")));
    }
}
