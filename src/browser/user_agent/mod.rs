//! Which program shows the page, and on what system.

#[cfg(test)]
mod table;

use super::page::{property, window};

/// A program that shows pages, where its ways of sharing differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum App {
    /// WeChat: a page cannot open its share sheet, only point at its menu.
    WeChat,
    /// A page inside one of WeChat's mini-programs, whose menu shares the
    /// mini-program and not the page.
    MiniProgram,
    /// WeCom, which carries WeChat's name too and has a menu of its own.
    WeCom,
    /// QQ, the messenger.
    Qq,
    /// QQ 空间.
    Qzone,
    /// QQ's browser.
    QqBrowser,
    /// UC's browser.
    Uc,
    /// Weibo.
    Weibo,
    /// DingTalk.
    DingTalk,
    /// Any other browser.
    #[default]
    Browser,
}

/// A system, where pages behave differently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum System {
    /// iPhone, iPad, iPod.
    Ios,
    /// Android, and HarmonyOS, which behaves like it.
    Android,
    /// Everything else.
    #[default]
    Desktop,
}

/// What a browser tells of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals<'a> {
    /// `navigator.userAgent`
    pub user_agent: &'a str,
    /// `__wxjs_environment`: `miniprogram` inside one, from some time on; so it is
    /// read at each tap.
    pub wechat_environment: &'a str,
    /// `navigator.maxTouchPoints`: an iPad calls itself a Macintosh, which has none.
    pub touch_points: i32,
    /// Whether `navigator.share` is there.
    pub has_share_sheet: bool,
}

/// Where the reader is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UserAgent {
    /// The program.
    pub app: App,
    /// The system below it.
    pub system: System,
    /// Whether the system's share sheet can be asked for.
    pub has_share_sheet: bool,
}

impl UserAgent {
    /// The browser that shows these signs.
    #[must_use]
    pub fn detect(signs: Signals<'_>) -> Self {
        Self { app: app(signs), system: system(signs), has_share_sheet: signs.has_share_sheet }
    }

    /// This browser. Not for the first render, which depends on nothing local.
    #[must_use]
    pub fn current() -> Self {
        let Some(window) = window() else { return Self::default() };
        let navigator = window.navigator();
        let environment = property(&window, "__wxjs_environment").as_string();
        Self::detect(Signals {
            user_agent: &navigator.user_agent().unwrap_or_default(),
            wechat_environment: &environment.unwrap_or_default(),
            touch_points: navigator.max_touch_points(),
            has_share_sheet: property(&navigator, "share").is_function(),
        })
    }
}

/// The order matters: many programs carry the names of others.
fn app(signs: Signals<'_>) -> App {
    let agent = signs.user_agent;
    let lower = agent.to_ascii_lowercase();
    if lower.contains("wxwork") {
        App::WeCom
    } else if lower.contains("micromessenger") {
        let is_inside = agent.contains("miniProgram") || signs.wechat_environment == "miniprogram";
        if is_inside { App::MiniProgram } else { App::WeChat }
    } else if is_followed(agent, "QQ/", is_version) {
        App::Qq
    } else if agent.contains("Qzone/") {
        App::Qzone
    } else if agent.contains("MQQBrowser") {
        App::QqBrowser
    } else if agent.contains("UCBrowser") {
        App::Uc
    } else if is_followed(&lower, "weibo", is_weibo) {
        App::Weibo
    } else if lower.contains("dingtalk") {
        App::DingTalk
    } else {
        App::Browser
    }
}

fn system(signs: Signals<'_>) -> System {
    let has = |name| signs.user_agent.contains(name);
    // Phones with Windows carried both names.
    if has("Windows") {
        System::Desktop
    } else if has("iPhone") || has("iPad") || has("iPod") {
        System::Ios
    } else if has("Android") || has("OpenHarmony") {
        System::Android
    } else if has("Macintosh") && signs.touch_points > 1 {
        System::Ios
    } else {
        System::Desktop
    }
}

/// Whether `agent` has the word `name` followed by what `follows`.
fn is_followed(agent: &str, name: &str, follows: fn(&str) -> bool) -> bool {
    agent.match_indices(name).any(|(at, _)| follows(&agent[at + name.len()..]))
}

fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

/// `__12.3` or ` intl@12.3`, as the app writes itself: other programs name the
/// site without a version.
fn is_weibo(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let named = || {
        let (name, version) = text.strip_prefix(' ')?.split_once('@')?;
        Some(!name.is_empty() && name.chars().all(is_word) && is_version(version))
    };
    text.strip_prefix("__").is_some_and(is_version) || named().unwrap_or(false)
}
