//! The ways to share, and which of them a browser has.

use super::targets::Target;
use crate::browser::user_agent::{App, UserAgent};
use crate::strings;
use crate::ui::Icon;

/// A way to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// 微信好友, by WeChat's own menu.
    Friends,
    /// 朋友圈, by WeChat's own menu.
    Moments,
    /// The system's sheet.
    Sheet,
    /// The address as a picture for another phone.
    Code,
    /// The article as a picture.
    Poster,
    /// A link.
    To(Target),
}

impl Way {
    /// The methods that are not a link to a target.
    const OWN: [Self; 5] = [Self::Friends, Self::Moments, Self::Sheet, Self::Code, Self::Poster];

    /// Every method, in the order in which readers see them; targets come last.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OWN.into_iter().chain(Target::ALL.map(Self::To))
    }

    /// Whether `agent` has it.
    #[must_use]
    pub fn is_in(self, agent: UserAgent) -> bool {
        let is_wechat = agent.app == App::WeChat;
        match self {
            Self::Friends | Self::Moments => is_wechat,
            Self::Sheet => agent.has_sheet && !is_wechat,
            Self::Code | Self::Poster | Self::To(_) => true,
        }
    }

    /// What taps and shared addresses call it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Friends => "friends",
            Self::Moments => "moments",
            Self::Sheet => "sheet",
            Self::Code => "code",
            Self::Poster => "poster",
            Self::To(target) => target.key(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Friends => strings::WECHAT_FRIENDS,
            Self::Moments => strings::WECHAT_MOMENTS,
            Self::Sheet => strings::SYSTEM_SHARE,
            Self::Code => strings::CODE_TO_SCAN,
            Self::Poster => strings::POSTER,
            Self::To(target) => target.name(),
        }
    }

    /// Its mark.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Friends => Icon::Chat,
            Self::Moments => Icon::Moments,
            Self::Sheet => Icon::Share,
            Self::Code => Icon::Code,
            Self::Poster => Icon::Poster,
            Self::To(target) => target.icon(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::user_agent::System;

    fn first(app: App, has_sheet: bool) -> Vec<Way> {
        let agent = UserAgent { app, system: System::Ios, has_sheet };
        let mut ways = Way::all().collect::<Vec<_>>();
        ways.retain(|way| way.is_in(agent));
        let rest = ways.split_off(ways.len() - Target::ALL.len());
        assert_eq!(rest, Target::ALL.map(Way::To), "links work everywhere");
        ways
    }

    #[test]
    fn only_wechats_own_pages_point_at_its_menu() {
        let drawn = [Way::Code, Way::Poster];
        let pointed = [&[Way::Friends, Way::Moments], &drawn[..]].concat();
        assert_eq!(first(App::WeChat, false), pointed);
        assert_eq!(first(App::WeChat, true), pointed, "its sheet is its menu");
        for app in [App::MiniProgram, App::WeCom, App::Qq, App::Weibo, App::Browser] {
            assert_eq!(first(app, false), drawn);
            assert_eq!(first(app, true), [&[Way::Sheet], &drawn[..]].concat());
        }
    }
}
