//! User-facing strings: every text that a reader sees, except those in `index.html` for a
//! program that cannot start.
//!
//! The wording of the article page follows the usage of Chinese news sites.

#![allow(missing_docs)] // the constants describe themselves

use zaidu_model::comfort::Setting;
use zaidu_model::{FacetKind, Mood, Period, ProblemCode, Timestamp};

use crate::backend::BackendError;

mod live;
mod offline;
mod reading_list;

pub use live::*;
pub use offline::*;
pub use reading_list::*;

pub const SITE_FALLBACK: &str = "在读";
pub const SKIP_TO_CONTENT: &str = "跳到主要内容";
pub const CHANNELS: &str = "频道";
pub const COLUMNS: &str = "栏目";
pub const HOME: &str = "首页";
pub const HEADLINES: &str = "要闻";
pub const LATEST: &str = "最新消息";
pub const BREADCRUMB: &str = "当前位置";
pub const FULL_TEXT: &str = "正文";
pub const SOURCE: &str = "来源：";
pub const AUTHOR: &str = "作者：";
pub const UPDATED: &str = "更新于";
pub const PREVIOUS_ARTICLE: &str = "上一篇：";
pub const NEXT_ARTICLE: &str = "下一篇：";
pub const CORRECTION: &str = "更正：";
pub const CORRECTIONS: &str = "更正";
pub const CONTENTS: &str = "目录";
pub const TAGS: &str = "标签：";
/// The kinds of facets, as the last step of the path to their pages.
pub const TAG: &str = "标签";
pub const AUTHORS: &str = "作者";
pub const RELATED: &str = "相关标签、作者：";
pub const NOW_READING: &str = "正在阅读：";
pub const TO_TOP: &str = "返回顶部";
pub const PROGRESS: &str = "阅读进度";
pub const ENLARGE: &str = "查看大图";
pub const PICTURE: &str = "图片";
pub const PREVIOUS_PICTURE: &str = "上一张";
pub const NEXT_PICTURE: &str = "下一张";
pub const TABLE: &str = "表格";
pub const CODE: &str = "代码";
pub const VIDEO: &str = "视频";
pub const AUDIO: &str = "音频";

pub const SHARE: &str = "分享";
pub const SHARE_TO: &str = "分享到";
pub const SHARE_ARTICLE: &str = "分享本文";
pub const WECHAT_MENU: &str = "点击右上角“···”，分享给好友或朋友圈";
pub const WECHAT: &str = "微信";
pub const WECHAT_SCAN: &str = "微信扫码";
pub const WECHAT_PASTE: &str = "分享到微信";
pub const WECHAT_PASTE_HINT: &str = "复制链接后打开微信，粘贴发送给好友";
pub const OPEN_WECHAT: &str = "打开微信";
pub const WECHAT_FRIENDS: &str = "微信好友";
pub const WECHAT_MOMENTS: &str = "朋友圈";
pub const USE_BROWSER_SHARE: &str = "请使用浏览器分享功能进行分享";
pub const COPY_LINK: &str = "复制链接";
pub const COPIED: &str = "链接已复制";
pub const COPY_FAILED: &str = "复制失败，请手动复制链接";
pub const LINK: &str = "本文链接";
pub const CLOSE: &str = "关闭";
pub const WEIBO: &str = "微博";
pub const QQ: &str = "QQ 好友";
pub const QZONE: &str = "QQ 空间";
pub const MAIL: &str = "邮件";
pub const X: &str = "X";
pub const TELEGRAM: &str = "Telegram";
pub const SYSTEM_SHARE: &str = "系统分享";
pub const QR_CODE: &str = "二维码";
pub const QR_CODE_OF_ARTICLE: &str = "本文链接的二维码";
pub const SCAN_QR_CODE: &str = "微信扫一扫，在手机上阅读或分享给好友";
pub const SCAN_QR_CODE_SHORT: &str = "扫一扫，在手机上继续阅读";
pub const POSTER: &str = "生成海报";
pub const LONG_POSTER: &str = "切换为长图";
pub const CARD_POSTER: &str = "切换为卡片";
pub const POSTER_SCAN: &str = "长按识别二维码，阅读全文";
pub const SAVE_POSTER: &str = "长按图片或点击“保存图片”，分享给好友";
pub const DOWNLOAD: &str = "保存图片";
pub const POSTER_FAILED: &str = "当前浏览器不支持生成海报，请使用其他方式分享";
pub const RETURN: &str = "返回";

pub const YOUR_MOOD: &str = "您此时的心情";
pub const RANKING: &str = "新闻表情排行";
/// The same where there is little room.
pub const RANKING_SHORT: &str = "热榜";
pub const MOOD_FAILED: &str = "提交失败，请重试";
pub const MOOD_PENDING: &str = "已保存在本机，稍后自动提交";
pub const MOOD_RATE_LIMITED: &str = "操作过于频繁，稍后自动提交";
pub const MOOD_SAVED: &str = "感谢您的表态";
pub const MOOD_WITHDRAWN: &str = "已取消表态";

pub const FOCUS: &str = "视觉焦点";
pub const SPECIAL: &str = "独家策划";
pub const RECOMMENDED: &str = "推荐阅读";
pub const UP_NEXT: &str = "接着读";
pub const MORE: &str = "更多";
pub const LOAD_MORE: &str = "加载更多";
pub const LOADING: &str = "正在加载…";
pub const OFFLINE: &str = "网络已断开，恢复后自动加载";
pub const NO_MORE: &str = "已经到底了";
/// The name of the links onward, where a page or list ends.
pub const ONWARD: &str = "继续浏览";
pub const NOTHING_YET: &str = "暂无文章";
pub const NO_REACTIONS_YET: &str = "暂无读者表态，读一篇文章，说说您的心情吧";
pub const RETRY: &str = "重试";
/// A part of the page could not be loaded.
pub const PART_FAILED: &str = "这部分内容加载失败，请检查网络后重试。";
pub const MOOD: &str = "表情";
pub const PERIOD: &str = "统计周期";

pub const SEARCH: &str = "搜索";
pub const SEARCH_ARTICLES: &str = "搜索文章";
pub const SEARCH_FOR: &str = "搜索标题、正文、作者";
pub const SEARCH_RESULTS: &str = "搜索结果";
pub const NO_SEARCH_RESULTS: &str = "没有找到相关文章，请换个关键词试试";
pub const QUERY_TOO_SHORT: &str = "请输入关键词（至少1个汉字，或2个字母、数字）";

pub const NOT_FOUND: &str = "页面不存在";
pub const WITHDRAWN: &str = "文章已撤下";
pub const WITHDRAWN_MORE: &str = "编辑部已撤下这篇文章，不再提供。";
pub const NOT_FOUND_MORE: &str = "内容可能已被删除或移动，也可能是链接有误。";
pub const BACK_HOME: &str = "返回首页";

// Reading comfort.
pub const SETTINGS: &str = "阅读设置";
pub const SETTINGS_HINT: &str = "设置保存在当前浏览器中，对本站所有页面生效。";
pub const SETTINGS_SAVED: &str = "设置已保存";
pub const SAVE: &str = "保存设置";
/// The button that opens the reading settings: its letters, and its accessible name, which must
/// contain them.
pub const SETTINGS_MARK: &str = "Aa";
pub const SETTINGS_LABEL: &str = "Aa 阅读设置";
/// The links that turn 关怀模式 on and off.
pub const CARE: &str = "关怀";
pub const LEAVE_CARE: &str = "退出关怀";

/// Punctuation that must not start a line: 避头.
pub const NO_LINE_BEGINS_WITH: &str = "，。、；：？！）》」』】〕〉〗”’…—·～々,.;:?!)]}%‰°";
/// Punctuation that must not end a line: 避尾.
pub const NO_LINE_ENDS_WITH: &str = "（《「『【〔〈〖“‘([{￥$";

/// Reading aloud.
pub const SPEECH: &str = "朗读";
pub const SPEECH_PLAY: &str = "播放";
pub const SPEECH_PAUSE: &str = "暂停";
pub const PREVIOUS_SENTENCE: &str = "上一句";
pub const NEXT_SENTENCE: &str = "下一句";
pub const SPEECH_RATE: &str = "语速";
pub const SPEECH_VOICE: &str = "语音";
pub const SPEECH_FOLLOW: &str = "回到朗读处";
pub const SPEECH_CLOSE: &str = "关闭朗读";
pub const SPEECH_TIMES: &str = "倍速";
pub const SPEECH_WAITING: &str = "正在准备语音…";
pub const SPEECH_SPEAKING: &str = "正在朗读，轻点段落可从那里读起";
pub const SPEECH_PAUSED: &str = "已暂停";
pub const SPEECH_NEEDS_TAP: &str = "轻点“播放”开始朗读";
pub const SPEECH_ENDED: &str = "全文已读完";
pub const NO_SPEECH: &str = "当前浏览器不支持朗读，请换用其他浏览器打开本页";
pub const NO_VOICE: &str = "没有找到中文语音，请在系统设置中添加后重试";
pub const SPEECH_SILENT: &str = "语音没有响应，请稍后再点“播放”";
pub const SPEECH_FAILED: &str = "加载失败，重试";

/// Marks that end a sentence.
pub const SENTENCE_ENDS: &str = "。！？；…";
/// What engines do not read, or read by a name that nobody wants to hear, and what is said instead.
/// Of two that begin alike the longer one comes first.
pub const SPOKEN: &str = "——=， ……=， …=， “= ”= ‘= ’= 「= 」= 『= 』= ·= ×=乘 ℃=摄氏度 °C=摄氏度 \
    km²=平方千米 cm²=平方厘米 mm²=平方毫米 m²=平方米 m³=立方米 km/h=千米每小时 &=和";
/// Words of numbers that are read aloud: from 3 to 5, 3 to 1, powers, time of day, date.
pub const DEGREES: &str = "摄氏度";
pub const UP_TO: &str = "至";
pub const VERSUS: &str = "比";
pub const TO_THE: &str = "的";
pub const POWER: &str = "次方";
pub const MINUS: &str = "负";
pub const HOUR: &str = "点";
pub const MINUTE: &str = "分";
pub const SECOND: &str = "秒";
pub const DATE_UNITS: [&str; 3] = ["年", "月", "日"];

/// The name of a reading setting.
#[must_use]
pub fn setting(setting: Setting) -> &'static str {
    match setting {
        Setting::Size => "字号",
        Setting::Line => "行距",
        Setting::Typeface => "字体",
        Setting::Scheme => "配色",
        Setting::Care => "关怀模式（大字、高对比度、页面简洁）",
    }
}

/// The names of the options of a reading setting, in the order of their numbers.
#[must_use]
pub fn setting_options(setting: Setting) -> &'static [&'static str] {
    match setting {
        Setting::Size => &["小", "标准", "大", "特大", "超大"],
        Setting::Line => &["紧凑", "适中", "宽松"],
        Setting::Typeface => &["黑体", "宋体"],
        Setting::Scheme => &["跟随系统", "浅色", "深色", "护眼"],
        Setting::Care => &["关闭", "开启"],
    }
}
/// Marks that open and close quotations, titles of works and brackets.
pub const OPENING: &str = "“‘《〈「『【（";
pub const CLOSING: &str = "”’》〉」』】）";
/// Marks that end a clause of a heading.
pub const CLAUSE_ENDS: &str = "，：；？！、。—…\u{3000}";
/// The character that ends a phrase.
pub const PHRASE_END: char = '的';

/// The full stop and an opening parenthesis; what ends the credit of a picture.
pub const STOP: char = '。';
pub const PARENTHESIS: char = '（';
pub const CREDIT_ENDS: [char; 5] = ['摄', '图', '影', '）', ')'];

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
    format!("[ 责编：{name} ]")
}

/// The heading of the page of a tag or author.
#[must_use]
pub fn facet_title(kind: FacetKind, name: &str) -> String {
    match kind {
        FacetKind::Author => [name, "的文章"].concat(),
        FacetKind::Tag => ["“", name, "”相关文章"].concat(),
    }
}

/// What the page of a tag or author has, for search engines and shared cards.
#[must_use]
pub fn facet_description(kind: FacetKind, name: &str, site: &str) -> String {
    match kind {
        FacetKind::Author => format!("{site}刊发的{name}的全部文章"),
        FacetKind::Tag => format!("{site}关于“{name}”的全部文章"),
    }
}

/// The length of a text: minutes to read it, and characters.
#[must_use]
pub fn reading_time(minutes: u32, length: u32) -> String {
    ["约", &count(minutes.into()), "分钟 · ", &count(length.into()), "字"].concat()
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

/// Which picture of a text is shown.
#[must_use]
pub fn picture_position(number: usize, count: usize) -> String {
    format!("第 {number} 张，共 {count} 张")
}

/// The button that shows new articles at the head of a list.
#[must_use]
pub fn new_count(number: usize) -> String {
    ["有 ", &number.to_string(), " 条新消息"].concat()
}

/// The status of a list that has grown: how many articles are shown.
#[must_use]
pub fn shown_count(count: usize) -> String {
    format!("已加载{count}篇")
}

/// A time as lists show it at `now`, in China time; absolute for a time to come.
#[must_use]
pub fn relative_time(time: Timestamp, now: Timestamp) -> String {
    let age = now.unix() - time.unix();
    let absolute = time.display();
    let clock = absolute.rsplit(' ').next().unwrap_or_default();
    match age {
        0..60 => "刚刚".to_owned(),
        60..3_600 => format!("{}分钟前", age / 60),
        ..0 => absolute,
        _ => match days_ago(time, now) {
            0 | 1 => [&day(time, Some(now)), " ", clock].concat(),
            _ if time.date().0 == now.date().0 => [&day(time, Some(now)), " ", clock].concat(),
            _ => absolute,
        },
    }
}

/// The day of a time: relative to `now` and without the year where that is the same.
#[must_use]
pub fn day(time: Timestamp, now: Option<Timestamp>) -> String {
    let (year, month, day) = time.date();
    let month = u8::from(month);
    match now {
        Some(now) if days_ago(time, now) == 0 => "今天".to_owned(),
        Some(now) if days_ago(time, now) == 1 => "昨天".to_owned(),
        Some(now) if now.date().0 == year => format!("{month}月{day}日"),
        _ => format!("{year}年{month}月{day}日"),
    }
}

/// Number of days in China from the day of `time` to that of `now`.
fn days_ago(time: Timestamp, now: Timestamp) -> i64 {
    (now.start_of_day().unix() - time.start_of_day().unix()) / (24 * 60 * 60)
}

/// The accessible name of the link to all articles of a channel.
#[must_use]
pub fn more_of(channel: &str) -> String {
    format!("{MORE}{channel}")
}

/// The label of the button at the fold; `percent` of the text is hidden.
#[must_use]
pub fn read_the_rest(percent: u8) -> String {
    format!("阅读剩余全文（{percent}%）")
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
        BackendError::RateLimited(_) => "访问过于频繁，请稍后再试",
        BackendError::Unreachable => "网络连接失败，请检查网络后重试",
        BackendError::TimedOut => "加载超时，请稍后重试",
        BackendError::InvalidResponse(_) => "内容加载不完整，请重试",
        BackendError::Problem(problem) => match problem.code {
            ProblemCode::ArticleNotFound => "文章不存在或已被删除",
            ProblemCode::ArticleWithdrawn => WITHDRAWN,
            ProblemCode::ChannelNotFound => "频道不存在",
            ProblemCode::FacetNotFound => NOTHING_YET,
            ProblemCode::QueryTooShort => QUERY_TOO_SHORT,
            ProblemCode::CursorForged => "列表已更新，请刷新页面",
            _ => "服务暂时不可用，请稍后重试",
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

    #[test]
    fn times_are_relative_to_now_in_china() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let now = at("2026-11-20T00:20:30+08:00");
        for (time, shown, day_shown) in [
            ("2026-11-20T00:20:30+08:00", "刚刚", "今天"),
            ("2026-11-20T00:19:31+08:00", "刚刚", "今天"),
            ("2026-11-20T00:08:00+08:00", "12分钟前", "今天"),
            // Less than an hour ago, but yesterday.
            ("2026-11-19T23:40:00+08:00", "40分钟前", "昨天"),
            ("2026-11-19T16:32:00+08:00", "昨天 16:32", "昨天"),
            // The same moment in another time zone.
            ("2026-11-19T08:32:00Z", "昨天 16:32", "昨天"),
            ("2026-11-18T23:59:59+08:00", "11月18日 23:59", "11月18日"),
            ("2026-01-01T00:00:00+08:00", "1月1日 00:00", "1月1日"),
            ("2025-12-31T09:05:00+08:00", "2025-12-31 09:05", "2025年12月31日"),
            // Clocks differ, and so do time zones of devices.
            ("2026-11-20T00:21:00+08:00", "2026-11-20 00:21", "今天"),
        ] {
            assert_eq!(relative_time(at(time), now), shown, "{time}");
            assert_eq!(day(at(time), Some(now)), day_shown, "{time}");
        }
        let evening = at("2026-11-20T20:00:00+08:00");
        assert_eq!(relative_time(at("2026-11-20T16:32:00+08:00"), evening), "今天 16:32");
        assert_eq!(day(evening, None), "2026年11月20日");
    }

    #[test]
    fn marks_beside_han_characters_are_full_width() {
        let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        for file in [
            include_str!("strings.rs"),
            include_str!("strings/live.rs"),
            include_str!("strings/offline.rs"),
            include_str!("strings/reading_list.rs"),
            include_str!("../index.html"),
        ] {
            for line in file.lines().filter(|line| !line.contains("//")) {
                let characters: Vec<char> = line.chars().collect();
                let half = characters.windows(3).find(|near| {
                    ",;:?!()".contains(near[1]) && (is_han(&near[0]) || is_han(&near[2]))
                });
                assert_eq!(half, None, "{line}");
            }
        }
    }
}
