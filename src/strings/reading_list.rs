//! User-facing strings of reading lists and of the reading position.

pub const SAVED: &str = "稍后读";
pub const HISTORY: &str = "阅读历史";
pub const LISTS: &str = "我的阅读";
pub const SAVED_HINT: &str =
    "只保存在当前浏览器中，不会上传，也不会同步到其他设备；清除浏览器数据后无法恢复。";
pub const HISTORY_HINT: &str =
    "只记录在当前浏览器中，不会上传，也不会同步到其他设备；保留最近500篇，可随时清空。";
pub const LIST_NEEDS_PROGRAM: &str = "列表保存在浏览器中，启用 JavaScript 并刷新本页后即可查看。";
pub const STORAGE_CLOSED: &str =
    "当前浏览器不允许本站保存数据，可能开启了无痕浏览，暂时无法使用稍后读和阅读历史。";
pub const STORAGE_FULL: &str = "浏览器存储空间不足，未能保存。";
pub const SAVED_HERE: &str = "已加入稍后读，只保存在当前浏览器中";
pub const SHOW_SAVED: &str = "查看列表";
pub const SEARCH_LIST: &str = "搜索标题、来源、频道";
pub const NO_TITLE: &str = "标题未知";
pub const REMOVE: &str = "移除";
pub const UNDO: &str = "撤销";
pub const CLEAR: &str = "清空";
pub const CANCEL: &str = "取消";
pub const EXPORT: &str = "导出 JSON";
pub const SHOW_MORE: &str = "显示更多";
/// Reading position.
pub const READ: &str = "已读";
pub const STOPPED_HERE: &str = "上次读到这里";
pub const RESUME: &str = "继续阅读";

/// The name of a reading list.
#[must_use]
pub fn list_name(is_saved: bool) -> &'static str {
    if is_saved { SAVED } else { HISTORY }
}

/// The words for a reading list without articles.
#[must_use]
pub fn nothing_saved(is_saved: bool) -> &'static str {
    match is_saved {
        true => "还没有保存文章。打开文章后点“稍后读”，就会出现在这里。",
        false => "还没有阅读记录。",
    }
}

/// How many articles are in a reading list, and how many of them were found.
#[must_use]
pub fn total_count(count: usize) -> String {
    ["共", &count.to_string(), "篇"].concat()
}

#[must_use]
pub fn found_count(count: usize) -> String {
    ["找到", &count.to_string(), "篇"].concat()
}

/// The accessible name of the button that removes an article from a list; and what is said then.
#[must_use]
pub fn remove(title: &str) -> String {
    [REMOVE, "：", title].concat()
}

#[must_use]
pub fn removed(title: &str) -> String {
    ["已移除：", title].concat()
}

/// The question before a list of so many articles is cleared.
#[must_use]
pub fn ask_clear(count: usize) -> String {
    ["确定清空全部", &count.to_string(), "篇？清空后无法恢复。"].concat()
}

/// How far an article was read, in percent.
#[must_use]
pub fn read_up_to(percent: u8) -> String {
    ["读到 ", &percent.to_string(), "%"].concat()
}

/// Where the reader of an article stopped, in percent.
#[must_use]
pub fn stopped_at(percent: u8) -> String {
    ["上次读到 ", &percent.to_string(), "%"].concat()
}
