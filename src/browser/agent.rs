//! Which program shows the page.

/// A browser whose ways of sharing differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agent {
    /// WeChat: a page cannot open its share sheet, only point at its menu.
    WeChat,
    /// Any other.
    Other,
}

impl Agent {
    /// The browser that calls itself `user_agent`. WeCom carries WeChat's name
    /// too, and has a menu of its own.
    #[must_use]
    pub fn from_user_agent(user_agent: &str) -> Self {
        let name = user_agent.to_ascii_lowercase();
        if name.contains("micromessenger") && !name.contains("wxwork") {
            Self::WeChat
        } else {
            Self::Other
        }
    }

    /// This browser.
    #[must_use]
    pub fn here() -> Self {
        let navigator = super::page::window().map(|window| window.navigator());
        let name = navigator.and_then(|navigator| navigator.user_agent().ok());
        Self::from_user_agent(&name.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wechat_is_told_from_wecom_and_the_rest() {
        let android = "Mozilla/5.0 (Linux; Android 14) Chrome/122.0 Mobile Safari/537.36";
        assert_eq!(Agent::from_user_agent(android), Agent::Other);
        let wechat = format!("{android} MicroMessenger/8.0.47(0x28002F30)");
        assert_eq!(Agent::from_user_agent(&wechat), Agent::WeChat);
        let wecom = format!("{android} wxwork/4.1.20 MicroMessenger/7.0.1");
        assert_eq!(Agent::from_user_agent(&wecom), Agent::Other);
    }
}
