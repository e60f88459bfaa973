//! Share methods, and which of them a browser supports.

use super::targets::Target;
use crate::browser::user_agent::{App, UserAgent};
use crate::strings;
use crate::ui::Icon;

/// A share method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareMethod {
    /// 微信好友: a chat, through WeChat's own menu.
    WeChatFriends,
    /// 朋友圈: the timeline, through WeChat's own menu.
    WeChatMoments,
    /// The system's share sheet (Web Share API).
    SystemSheet,
    /// A QR code of the URL, to be scanned by another phone.
    QrCode,
    /// A picture of the article.
    Poster,
    /// A link to a share target.
    Link(Target),
}

impl ShareMethod {
    /// The methods that are not a link to a target.
    const OWN: [Self; 5] =
        [Self::WeChatFriends, Self::WeChatMoments, Self::SystemSheet, Self::QrCode, Self::Poster];

    /// Every method, in the order in which readers see them; targets come last.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OWN.into_iter().chain(Target::ALL.map(Self::Link))
    }

    /// Whether `agent` supports it.
    #[must_use]
    pub fn is_supported_by(self, agent: UserAgent) -> bool {
        let is_wechat = agent.app == App::WeChat;
        match self {
            Self::WeChatFriends | Self::WeChatMoments => is_wechat,
            Self::SystemSheet => agent.has_share_sheet && !is_wechat,
            Self::QrCode | Self::Poster | Self::Link(_) => true,
        }
    }

    /// Its key, in the panel's actions and in the `from` parameter of shared URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WeChatFriends => "friends",
            Self::WeChatMoments => "moments",
            Self::SystemSheet => "sheet",
            Self::QrCode => "code",
            Self::Poster => "poster",
            Self::Link(target) => target.key(),
        }
    }

    /// Its label.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WeChatFriends => strings::WECHAT_FRIENDS,
            Self::WeChatMoments => strings::WECHAT_MOMENTS,
            Self::SystemSheet => strings::SYSTEM_SHARE,
            Self::QrCode => strings::QR_CODE,
            Self::Poster => strings::POSTER,
            Self::Link(target) => target.name(),
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::WeChatFriends => Icon::Chat,
            Self::WeChatMoments => Icon::Moments,
            Self::SystemSheet => Icon::Share,
            Self::QrCode => Icon::Code,
            Self::Poster => Icon::Poster,
            Self::Link(target) => target.icon(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::user_agent::System;

    fn without_links(app: App, has_share_sheet: bool) -> Vec<ShareMethod> {
        let agent = UserAgent { app, system: System::Ios, has_share_sheet };
        let mut methods = ShareMethod::all().collect::<Vec<_>>();
        methods.retain(|method| method.is_supported_by(agent));
        let rest = methods.split_off(methods.len() - Target::ALL.len());
        assert_eq!(rest, Target::ALL.map(ShareMethod::Link), "links work everywhere");
        methods
    }

    #[test]
    fn only_pages_inside_wechat_point_at_its_menu() {
        let generated = [ShareMethod::QrCode, ShareMethod::Poster];
        let in_wechat =
            [&[ShareMethod::WeChatFriends, ShareMethod::WeChatMoments], &generated[..]].concat();
        assert_eq!(without_links(App::WeChat, false), in_wechat);
        assert_eq!(without_links(App::WeChat, true), in_wechat, "its sheet is its menu");
        for app in [App::MiniProgram, App::WeCom, App::Qq, App::Weibo, App::Browser] {
            assert_eq!(without_links(app, false), generated);
            assert_eq!(
                without_links(app, true),
                [&[ShareMethod::SystemSheet], &generated[..]].concat()
            );
        }
    }
}
