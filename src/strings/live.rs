//! User-facing strings of live articles.

use zaidu_model::{LiveState, Timestamp};

pub const LIVE: &str = "直播";
pub const LIVE_NOW: &str = "直播中";
pub const LIVE_UPDATES: &str = "直播进展";
pub const KEY_POINTS: &str = "要点";
pub const LIVE_ORDER: &str = "排列顺序";
pub const NEWEST_FIRST: &str = "最新在前";
pub const OLDEST_FIRST: &str = "最早在前";
pub const OLDER_ENTRIES: &str = "更早的进展";
pub const NEWER_ENTRIES: &str = "更新的进展";
pub const FIRST_ENTRIES: &str = "回到开头";
pub const IMPORTANT: &str = "重要";
pub const ENTRY_WITHDRAWN: &str = "这条进展已撤回";
pub const NO_ENTRIES: &str = "暂无进展";
pub const ASK_FOR_ENTRIES: &str = "查看有无新进展";
pub const TOO_MANY_CHANGES: &str = "更新较多，点击刷新";

/// The mark of a live article in lists.
#[must_use]
pub fn live_mark(state: LiveState) -> &'static str {
    if state == LiveState::Running { LIVE_NOW } else { LIVE }
}

/// Whether a live article goes on: when it starts, or how many entries it has.
#[must_use]
pub fn live_state(state: LiveState, start: Option<Timestamp>, entries: u32) -> String {
    match (state, start) {
        (LiveState::Upcoming, Some(start)) => format!("直播将于{}开始", start.display()),
        (LiveState::Upcoming, None) => "直播即将开始".to_owned(),
        (LiveState::Running, _) => format!("{LIVE_NOW}，共{entries}条进展"),
        (LiveState::Ended, _) => format!("直播已结束，共{entries}条进展"),
    }
}

/// How many entries have come while the page was open.
#[must_use]
pub fn new_entries(count: usize) -> String {
    format!("有 {count} 条新进展")
}

/// The time of day of an entry, with the day where the one before it has another.
#[must_use]
pub fn entry_time(time: Timestamp) -> String {
    let (_, month, day) = time.date();
    let display = time.display();
    let clock = display.rsplit(' ').next().unwrap_or_default();
    format!("{}月{day}日 {clock}", u8::from(month))
}
