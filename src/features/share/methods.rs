//! Share methods, and which of them a browser supports.

use zaidu_model::ShareTarget;

use super::targets;
use crate::browser::user_agent::{App, System, UserAgent};
use crate::strings;
use crate::ui::Icon;

/// A share method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareMethod {
    /// 微信好友: a chat, through WeChat's own menu.
    WeChatFriends,
    /// 朋友圈: the timeline, through WeChat's own menu.
    WeChatMoments,
    /// 微信 from a desktop: a QR code to scan with WeChat.
    WeChatScan,
    /// 微信 from a phone: the link is copied, and pasted in WeChat.
    WeChatPaste,
    /// A link to a share target.
    Link(ShareTarget),
    /// A picture of the article.
    Poster,
    /// A QR code of the URL, to be scanned by another phone.
    QrCode,
    /// The system's share sheet (Web Share API).
    SystemSheet,
}

impl ShareMethod {
    /// The methods of `agent` with the newsroom's `targets`, in the order in which readers see
    /// them.
    pub fn available(agent: UserAgent, targets: &[ShareTarget]) -> Vec<Self> {
        let has_wechat = targets.contains(&ShareTarget::WeChat);
        let is_desktop = agent.system == System::Desktop;
        let mut methods = Vec::new();
        match agent.app {
            // WeChat blocks the pages of other networks.
            App::WeChat => methods.extend([Self::WeChatFriends, Self::WeChatMoments]),
            App::MiniProgram if has_wechat => methods.push(Self::WeChatPaste),
            App::MiniProgram => {}
            _ => methods.extend(targets.iter().map(|target| match target {
                ShareTarget::WeChat if is_desktop => Self::WeChatScan,
                ShareTarget::WeChat => Self::WeChatPaste,
                target => Self::Link(*target),
            })),
        }
        methods.push(Self::Poster);
        // It is the same code.
        if !methods.contains(&Self::WeChatScan) {
            methods.push(Self::QrCode);
        }
        if Self::has_system_sheet(agent) {
            methods.push(Self::SystemSheet);
        }
        methods
    }

    /// Whether the buttons of `agent` open the system's share sheet. In WeChat that is its menu.
    #[must_use]
    pub fn has_system_sheet(agent: UserAgent) -> bool {
        agent.has_share_sheet && agent.app != App::WeChat
    }

    /// Its key, in the panel's actions and in the `from` parameter of shared URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WeChatFriends => "friends",
            Self::WeChatMoments => "moments",
            Self::WeChatScan => "scan",
            Self::WeChatPaste => "wechat",
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
            Self::WeChatScan | Self::WeChatPaste => strings::WECHAT,
            Self::SystemSheet => strings::SYSTEM_SHARE,
            Self::QrCode => strings::QR_CODE,
            Self::Poster => strings::POSTER,
            Self::Link(target) => targets::name(target),
        }
    }

    /// Its icon.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::WeChatFriends | Self::WeChatScan | Self::WeChatPaste => Icon::Chat,
            Self::WeChatMoments => Icon::Moments,
            Self::SystemSheet => Icon::Share,
            Self::QrCode => Icon::Code,
            Self::Poster => Icon::Poster,
            Self::Link(target) => targets::icon(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ShareMethod::{
        Link, Poster, QrCode, SystemSheet, WeChatFriends, WeChatMoments, WeChatPaste, WeChatScan,
    };

    fn methods(
        app: App,
        system: System,
        has_share_sheet: bool,
        targets: &[ShareTarget],
    ) -> Vec<ShareMethod> {
        ShareMethod::available(UserAgent { app, system, has_share_sheet }, targets)
    }

    #[test]
    fn only_pages_inside_wechat_point_at_its_menu_and_nowhere_else() {
        for (targets, sheet) in [(&ShareTarget::ALL[..], false), (&[ShareTarget::X], true)] {
            let methods = methods(App::WeChat, System::Android, sheet, targets);
            assert_eq!(methods, [WeChatFriends, WeChatMoments, Poster, QrCode]);
        }
        let inside = |targets| methods(App::MiniProgram, System::Ios, false, targets);
        assert_eq!(inside(&ShareTarget::ALL), [WeChatPaste, Poster, QrCode]);
        assert_eq!(inside(&[ShareTarget::Weibo]), [Poster, QrCode]);
    }

    #[test]
    fn wechat_is_first_on_every_device() {
        let links = [ShareTarget::Weibo, ShareTarget::Qq, ShareTarget::Qzone, ShareTarget::Mail];
        let links = links.map(Link);
        for app in [App::WeCom, App::Qq, App::Weibo, App::Browser] {
            let phone = methods(app, System::Ios, true, &ShareTarget::DEFAULT);
            let last = [Poster, QrCode, SystemSheet];
            assert_eq!(phone, [&[WeChatPaste], &links[..], &last[..]].concat());
        }
        let desktop = methods(App::Browser, System::Desktop, false, &ShareTarget::DEFAULT);
        assert_eq!(desktop, [&[WeChatScan], &links[..], &[Poster]].concat());
    }

    #[test]
    fn the_newsroom_chooses_targets_and_their_order() {
        let targets = [ShareTarget::X, ShareTarget::Mail];
        let found = methods(App::Browser, System::Desktop, false, &targets);
        assert_eq!(found, [Link(ShareTarget::X), Link(ShareTarget::Mail), Poster, QrCode]);
    }
}
