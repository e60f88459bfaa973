//! User-facing strings: every text that a reader sees, except those in `index.html` for a
//! program that cannot start.
//!
//! The wording of the article page follows the usage of Chinese news sites.

#![allow(missing_docs)] // the constants describe themselves

use zaidu_model::{Mood, Period, ProblemCode};

use crate::backend::BackendError;

pub const SITE_FALLBACK: &str = "在读";
pub const SKIP_TO_CONTENT: &str = "跳到正文";
pub const CHANNELS: &str = "频道";
pub const COLUMNS: &str = "栏目";
pub const HOME: &str = "首页";
pub const HEADLINES: &str = "头条";
pub const LATEST: &str = "最新";
pub const BREADCRUMB: &str = "当前位置";
pub const FULL_TEXT: &str = "正文";
pub const SOURCE: &str = "来源:";
pub const AUTHOR: &str = "作者:";
pub const UPDATED: &str = "更新于";
pub const NOW_READING: &str = "正在阅读:";
pub const TO_TOP: &str = "回到顶部";
pub const PROGRESS: &str = "阅读进度";
pub const ENLARGE: &str = "查看大图";
pub const TABLE: &str = "表格";
pub const CODE: &str = "代码";
pub const VIDEO: &str = "视频";
pub const AUDIO: &str = "音频";

pub const SHARE: &str = "分享";
pub const SHARE_ARTICLE: &str = "分享这篇文章";
pub const WECHAT_MENU: &str = "点击右上角";
pub const WECHAT_FRIENDS: &str = "微信好友";
pub const WECHAT_MOMENTS: &str = "朋友圈";
pub const USE_BROWSER_SHARE: &str = "请使用浏览器分享功能进行分享";
pub const COPY_LINK: &str = "复制链接";
pub const COPIED: &str = "链接已复制";
pub const COPY_FAILED: &str =
    "没能复制，请长按或选中上面的链接自行复制；或请使用浏览器分享功能进行分享";
pub const LINK: &str = "文章链接";
pub const CLOSE: &str = "关闭";
pub const WEIBO: &str = "微博";
pub const QQ: &str = "QQ 好友";
pub const QZONE: &str = "QQ 空间";
pub const MAIL: &str = "邮件";
pub const X: &str = "X";
pub const TELEGRAM: &str = "Telegram";
pub const SYSTEM_SHARE: &str = "更多方式";
pub const QR_CODE: &str = "二维码";
pub const QR_CODE_OF_ARTICLE: &str = "本文链接的二维码";
pub const SCAN_QR_CODE: &str = "用微信或手机相机扫一扫，就能在手机上阅读和转发";
pub const SCAN_QR_CODE_SHORT: &str = "手机扫一扫，接着读";
pub const POSTER: &str = "海报";
pub const POSTER_SCAN: &str = "长按或扫一扫，阅读全文";
pub const SAVE_POSTER: &str = "长按图片保存，或下载后发给朋友";
pub const DOWNLOAD: &str = "下载图片";
pub const POSTER_FAILED: &str = "这个浏览器不能画图，请换一种方式分享";
pub const RETURN: &str = "返回";

pub const YOUR_MOOD: &str = "您此时的心情";
pub const RANKING: &str = "新闻表情排行";
pub const MOOD_FAILED: &str = "没有记下您的心情，请再试一次";
pub const MOOD_PENDING: &str = "已记在本机，稍后自动送出";
pub const MOOD_RATE_LIMITED: &str = "操作有点频繁，您的心情稍后自动送出";
pub const MOOD_SAVED: &str = "已记下";
pub const MOOD_WITHDRAWN: &str = "已收回";

pub const FOCUS: &str = "视觉焦点";
pub const SPECIAL: &str = "独家策划";
pub const RECOMMENDED: &str = "推荐阅读";
pub const LOAD_MORE: &str = "加载更多";
pub const LOADING: &str = "正在加载……";
pub const OFFLINE: &str = "没有网络，连上后自动继续";
pub const NO_MORE: &str = "没有更多了";
pub const NOTHING_YET: &str = "这里还没有文章";
pub const NO_REACTIONS_YET: &str = "这段时间还没有读者表态，去读一篇，留下您的心情吧";
pub const RETRY: &str = "重试";
/// A part of the page could not be loaded.
pub const PART_FAILED: &str = "这部分没能加载，请检查网络后重试。";
pub const MOOD: &str = "心情";
pub const PERIOD: &str = "时段";

pub const SEARCH: &str = "搜索";
pub const SEARCH_FOR: &str = "搜索文章";
pub const SEARCH_RESULTS: &str = "搜索结果";
pub const NO_SEARCH_RESULTS: &str = "没有找到相关文章，换个说法，或少写几个字试试";
pub const QUERY_TOO_SHORT: &str = "请输入至少一个汉字，或两个字母、数字";

pub const NOT_FOUND: &str = "没有找到这个页面";
pub const NOT_FOUND_MORE: &str = "它可能已经移走，或地址有误。";
pub const BACK_HOME: &str = "回到首页";

/// Punctuation that must not start a line: 避头.
pub const NO_LINE_BEGINS_WITH: &str = "，。、；：？！）》」』】〕〉〗”’…—·～々,.;:?!)]}%‰°";
/// Punctuation that must not end a line: 避尾.
pub const NO_LINE_ENDS_WITH: &str = "（《「『【〔〈〖“‘([{￥$";

/// Alternative text of the poster, for screen readers.
#[must_use]
pub fn poster_of(title: &str) -> String {
    format!("分享海报：{title}，附二维码")
}

/// The name of a mood.
#[must_use]
pub fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => "开心",
        Mood::Sad => "难过",
        Mood::Like => "点赞",
        Mood::Pass => "飘过",
    }
}

/// The name of a ranking period.
#[must_use]
pub fn period(period: Period) -> &'static str {
    match period {
        Period::Day => "今日",
        Period::Week => "本周",
        Period::Month => "本月",
    }
}

/// The editor's line at the end of an article.
#[must_use]
pub fn editor(name: &str) -> String {
    format!("[ 责编:{name} ]")
}

/// The accessible name of a code block.
#[must_use]
pub fn code(language: Option<&str>) -> String {
    language.map_or_else(|| CODE.to_owned(), |language| format!("{CODE} {language}"))
}

/// The accessible name of a link that enlarges a picture.
#[must_use]
pub fn enlarge(alt: &str) -> String {
    format!("{ENLARGE}：{alt}")
}

/// The status of a list that has grown: how many articles are shown.
#[must_use]
pub fn shown_count(count: usize) -> String {
    format!("已显示{count}篇")
}

/// The label of the button at the fold; `percent` of the text is hidden.
#[must_use]
pub fn read_the_rest(percent: u8) -> String {
    format!("阅读剩余全文({percent}%)")
}

/// The heading of a search; just the word for an empty query.
#[must_use]
pub fn search_for(query: &str) -> String {
    if query.is_empty() { SEARCH.to_owned() } else { [SEARCH, "：", query].concat() }
}

/// The document title of a page of the site.
#[must_use]
pub fn page_title(page: &str, site: &str) -> String {
    format!("{page} - {site}")
}

/// A count in compact Chinese notation: `9999`, `1.2万`, `3.4亿`.
#[must_use]
pub fn count(count: u64) -> String {
    let scaled = |unit: u64, name: &str| {
        let tenths = count / (unit / 10);
        match tenths % 10 {
            0 => format!("{}{name}", tenths / 10),
            tenth => format!("{}.{tenth}{name}", tenths / 10),
        }
    };
    match count {
        0..10_000 => count.to_string(),
        10_000..100_000_000 => scaled(10_000, "万"),
        _ => scaled(100_000_000, "亿"),
    }
}

/// The accessible name of a mood and its count.
#[must_use]
pub fn mood_count(mood_name: &str, count: u64) -> String {
    format!("{mood_name}，{count}人")
}

/// The message for an error.
#[must_use]
pub fn error_message(error: &BackendError) -> &'static str {
    match error {
        BackendError::RateLimited(_) => "访问太频繁，请稍后再试",
        BackendError::Unreachable => "网络好像断开了，请检查后重试",
        BackendError::TimedOut => "等了很久也没有回音，请稍后重试",
        BackendError::InvalidResponse(_) => "收到的内容不完整，请重试",
        BackendError::Problem(problem) => match problem.code {
            ProblemCode::ArticleNotFound => "没有找到这篇文章",
            ProblemCode::ChannelNotFound => "没有这个频道",
            ProblemCode::QueryTooShort => QUERY_TOO_SHORT,
            ProblemCode::CursorForged => "列表已经变了，请刷新页面",
            _ => "服务器暂时没能回答，请稍后重试",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_compact_and_never_rounded_up() {
        for (given, shown) in [
            (0, "0"),
            (9_999, "9999"),
            (10_000, "1万"),
            (12_999, "1.2万"),
            (99_999_999, "9999.9万"),
            (340_000_000, "3.4亿"),
        ] {
            assert_eq!(count(given), shown);
        }
    }
}
