//! User agent detection: the app or browser that shows the page, and the operating system.

#[cfg(test)]
mod table;

use super::page::{property, window};

/// The app that shows the page, as far as its share methods differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum App {
    /// WeChat: a page cannot open its share sheet, only point to its menu.
    WeChat,
    /// A page inside one of WeChat's mini-programs, whose menu shares the
    /// mini-program and not the page.
    MiniProgram,
    /// WeCom, whose user agent also names WeChat; it has a menu of its own.
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

/// The operating system, as far as pages behave differently.
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

/// What a browser reports about itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals<'a> {
    /// `navigator.userAgent`
    pub user_agent: &'a str,
    /// `__wxjs_environment`: `miniprogram` inside one. WeChat sets it some time after the
    /// load, so it is read at each tap.
    pub wechat_environment: &'a str,
    /// `navigator.maxTouchPoints`: an iPad identifies as a Macintosh, which has none.
    pub touch_points: i32,
    /// Whether `navigator.share` exists.
    pub has_share_sheet: bool,
}

/// The detected app and system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UserAgent {
    /// The app.
    pub app: App,
    /// The operating system.
    pub system: System,
    /// Whether the page can open the system's share sheet.
    pub has_share_sheet: bool,
}

impl UserAgent {
    /// Detects app and system from what the browser reports.
    #[must_use]
    pub fn detect(signals: Signals<'_>) -> Self {
        Self {
            app: app(signals),
            system: system(signals),
            has_share_sheet: signals.has_share_sheet,
        }
    }

    /// The current browser. Not for the first render, which must not depend on the browser.
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

/// The order matters: many apps include the names of others.
fn app(signals: Signals<'_>) -> App {
    let agent = signals.user_agent;
    let lower = agent.to_ascii_lowercase();
    if contains(&lower, "wxwork") {
        App::WeCom
    } else if contains(&lower, "micromessenger") {
        let is_inside =
            contains(agent, "miniProgram") || signals.wechat_environment == "miniprogram";
        if is_inside { App::MiniProgram } else { App::WeChat }
    } else if is_followed(agent, "QQ/", is_version) {
        App::Qq
    } else if contains(agent, "Qzone/") {
        App::Qzone
    } else if contains(agent, "MQQBrowser") {
        App::QqBrowser
    } else if contains(agent, "UCBrowser") {
        App::Uc
    } else if is_followed(&lower, "weibo", is_weibo) {
        App::Weibo
    } else if contains(&lower, "dingtalk") {
        App::DingTalk
    } else {
        App::Browser
    }
}

fn system(signals: Signals<'_>) -> System {
    let has = |name| contains(signals.user_agent, name);
    // Windows Phone included the names of the other systems.
    if has("Windows") {
        System::Desktop
    } else if has("iPhone") || has("iPad") || has("iPod") {
        System::Ios
    } else if has("Android") || has("OpenHarmony") {
        System::Android
    } else if has("Macintosh") && signals.touch_points > 1 {
        System::Ios
    } else {
        System::Desktop
    }
}

/// Whether `agent` contains `name` followed by text for which `follows` is true.
fn is_followed(agent: &str, name: &str, follows: fn(&str) -> bool) -> bool {
    (0..agent.len())
        .any(|at| agent.get(at..).and_then(|text| text.strip_prefix(name)).is_some_and(follows))
}

/// Whether `agent` contains `name`. The search of the standard library is made for long texts, and
/// two kilobytes of code.
fn contains(agent: &str, name: &str) -> bool {
    is_followed(agent, name, |_| true)
}

fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

/// `__12.3` or ` intl@12.3` after the name, as the Weibo app has it: other apps include the
/// name without a version.
fn is_weibo(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let named = || {
        let (name, version) = text.strip_prefix(' ')?.split_once('@')?;
        Some(!name.is_empty() && name.chars().all(is_word) && is_version(version))
    };
    text.strip_prefix("__").is_some_and(is_version) || named().unwrap_or(false)
}
