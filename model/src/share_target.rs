//! Share targets: the networks to which a newsroom lets its readers share.

use std::str::FromStr;

/// A network or program that accepts a shared article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareTarget {
    /// 微信: through its own menu, a code to scan, or a copied link.
    WeChat,
    /// 微博
    Weibo,
    /// QQ
    Qq,
    /// QQ 空间
    Qzone,
    /// The reader's own mail program.
    Mail,
    /// X
    X,
    /// Telegram
    Telegram,
}

impl ShareTarget {
    /// Every target.
    pub const ALL: [Self; 7] =
        [Self::WeChat, Self::Weibo, Self::Qq, Self::Qzone, Self::Mail, Self::X, Self::Telegram];

    /// The targets of a newsroom that has not chosen any: those that are within reach in mainland
    /// China.
    pub const DEFAULT: [Self; 5] = [Self::WeChat, Self::Weibo, Self::Qq, Self::Qzone, Self::Mail];

    /// Its key in feeds, in JSON, and in the `from` parameter of shared URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WeChat => "wechat",
            Self::Weibo => "weibo",
            Self::Qq => "qq",
            Self::Qzone => "qzone",
            Self::Mail => "mail",
            Self::X => "x",
            Self::Telegram => "telegram",
        }
    }
}

/// There is no target with this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownTarget;

impl FromStr for ShareTarget {
    type Err = UnknownTarget;

    fn from_str(key: &str) -> Result<Self, UnknownTarget> {
        Self::ALL.into_iter().find(|target| target.key() == key).ok_or(UnknownTarget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_has_a_key() {
        for target in ShareTarget::ALL {
            assert_eq!(target.key().parse(), Ok(target));
        }
        assert_eq!("myspace".parse::<ShareTarget>(), Err(UnknownTarget));
    }

    #[test]
    fn wechat_is_first_and_nothing_is_out_of_reach() {
        assert_eq!(ShareTarget::DEFAULT[0], ShareTarget::WeChat);
        assert!(!ShareTarget::DEFAULT.contains(&ShareTarget::X));
        assert!(!ShareTarget::DEFAULT.contains(&ShareTarget::Telegram));
    }
}
