//! User-facing strings of offline reading and installation.

pub const OFFLINE_READING: &str = "离线阅读";
pub const OFFLINE_HINT: &str = "读过的文章保存在当前浏览器中，没有网络也能阅读。";
pub const OFFLINE_MARK: &str = "离线，正在显示已保存的内容";
pub const OFFLINE_INCOMPLETE: &str = "，部分内容无法显示";
pub const OFFLINE_MISSING: &str = "网络不可用，部分内容无法显示";
pub const KEPT_ARTICLES: &str = "离线文章";
pub const NOTHING_KEPT: &str = "暂无保存的文章，联网读过的文章会出现在这里";
pub const NO_OFFLINE: &str = "当前浏览器不支持离线阅读";
pub const INSTALL_HINT: &str = "把本站添加到桌面，打开更快，没有网络也能阅读";
pub const INSTALL_HINT_IOS: &str = "把本站添加到主屏幕：点击浏览器的分享按钮，选择“添加到主屏幕”";
pub const INSTALL: &str = "添加到桌面";

/// What a page says that shows what was kept at a time, if that is known, and whether a part of it is
/// missing.
#[must_use]
pub fn kept_at(time: Option<&str>, is_incomplete: bool) -> String {
    let (before, time) = match time {
        Some(time) => ("离线，内容保存于", time),
        None => (OFFLINE_MARK, ""),
    };
    [before, time, if is_incomplete { OFFLINE_INCOMPLETE } else { "" }].concat()
}

/// When an article was kept.
#[must_use]
pub fn kept_article(time: &str) -> String {
    ["保存于", time].concat()
}
