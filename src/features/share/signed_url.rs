//! Choice of the URL to sign for WeChat's JS-SDK (`wx.config`).
//!
//! On iOS WeChat checks a signature against the landing URL of the visit, elsewhere against the
//! current one. Not every version does, so that after a rejected signature the other URL is
//! signed, once.

/// WeChat's error message for a signature of another URL than it expects.
const INVALID_SIGNATURE: &str = "invalid signature";

/// Which of the two URLs is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strategy {
    Landing,
    Current,
    /// WeChat rejected both.
    Neither,
}

/// The URL signed on this visit, and the strategy for the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignedUrl {
    landing: String,
    strategy: Strategy,
    /// Whether the strategy has been switched.
    is_fallback: bool,
    /// The URL of the last signature passed to WeChat.
    signed: Option<String>,
}

impl SignedUrl {
    /// A visit whose landing URL is `landing`.
    pub(super) fn new(landing: String, is_ios: bool) -> Self {
        let strategy = if is_ios { Strategy::Landing } else { Strategy::Current };
        Self { landing, strategy, is_fallback: false, signed: None }
    }

    /// The URL to sign for the page at `current`; `None` when it is signed already or WeChat has
    /// rejected both.
    pub(super) fn url_to_sign<'a>(&'a self, current: &'a str) -> Option<&'a str> {
        self.preferred(current).filter(|url| self.signed.as_deref() != Some(*url))
    }

    /// Records that the signature of `url` is passed to WeChat.
    pub(super) fn mark_signed(&mut self, url: &str) {
        self.signed = Some(url.to_owned());
    }

    /// Handles WeChat's rejection of a signature with the error `message`. Afterwards
    /// [`Self::url_to_sign`] returns the URL to sign for the page at `current`.
    pub(super) fn reject(&mut self, message: &str, current: &str) {
        // The reader has navigated; the next signature is for another URL anyway.
        if self.url_to_sign(current).is_some() {
            return;
        }
        let other = match self.strategy {
            Strategy::Landing => Strategy::Current,
            Strategy::Current => Strategy::Landing,
            Strategy::Neither => return,
        };
        let can_fall_back =
            !self.is_fallback && self.landing != current && message.contains(INVALID_SIGNATURE);
        self.strategy = if can_fall_back { other } else { Strategy::Neither };
        self.is_fallback = true;
    }

    fn preferred<'a>(&'a self, current: &'a str) -> Option<&'a str> {
        match self.strategy {
            Strategy::Landing => Some(&self.landing),
            Strategy::Current => Some(current),
            Strategy::Neither => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REJECTED: &str = "config:fail, invalid signature";

    /// The URLs signed on each page of a visit; a signature is rejected on each page whose index
    /// is in `rejected`.
    fn signed(is_ios: bool, pages: &[&str], rejected: &[usize]) -> Vec<Vec<String>> {
        let mut signed_url = SignedUrl::new(pages[0].to_owned(), is_ios);
        let mut rejected = rejected.to_vec();
        let visit = |(number, page): (usize, &&str)| {
            let mut signed = Vec::new();
            while let Some(url) = signed_url.url_to_sign(page).map(ToOwned::to_owned) {
                signed_url.mark_signed(&url);
                signed.push(url);
                if let Some(at) = rejected.iter().position(|rejected| *rejected == number) {
                    rejected.remove(at);
                    signed_url.reject(REJECTED, page);
                }
            }
            signed
        };
        pages.iter().enumerate().map(visit).collect()
    }

    #[test]
    fn ios_checks_the_landing_url_and_needs_one_signature() {
        assert_eq!(signed(true, &["/a", "/b", "/c"], &[]), [vec!["/a"], vec![], vec![]]);
    }

    #[test]
    fn others_check_the_current_url_and_need_one_signature_each() {
        assert_eq!(signed(false, &["/a", "/b", "/c"], &[]), [["/a"], ["/b"], ["/c"]]);
    }

    #[test]
    fn after_a_rejection_the_other_url_is_signed_and_stays_preferred() {
        // An iPhone that checks the current URL, an Android device that checks the landing URL.
        let ios = signed(true, &["/a", "/b", "/c"], &[]);
        assert_eq!(ios[1], Vec::<&str>::new());
        let mut late = SignedUrl::new("/a".into(), true);
        assert_eq!(late.url_to_sign("/b"), Some("/a"));
        late.mark_signed("/a");
        late.reject(REJECTED, "/b");
        assert_eq!(late.url_to_sign("/b"), Some("/b"));
        late.mark_signed("/b");
        assert_eq!(late.url_to_sign("/c"), Some("/c"));
        let android = signed(false, &["/a", "/b", "/c"], &[1]);
        assert_eq!(android, [vec!["/a"], vec!["/b", "/a"], vec![]]);
    }

    #[test]
    fn after_both_are_rejected_nothing_is_signed() {
        let twice = signed(false, &["/a", "/b", "/c"], &[1, 1]);
        assert_eq!(twice, [vec!["/a"], vec!["/b", "/a"], vec![]]);
        // Where both URLs are the same, there is no other.
        assert_eq!(signed(true, &["/a", "/b"], &[0]), [vec!["/a"], vec![]]);
    }

    #[test]
    fn other_rejections_are_final() {
        let mut signed_url = SignedUrl::new("/a".into(), false);
        signed_url.mark_signed("/b");
        signed_url.reject("config:fail, invalid url domain", "/b");
        assert_eq!(signed_url.url_to_sign("/b"), None);
        assert_eq!(signed_url.url_to_sign("/c"), None);
    }

    #[test]
    fn a_late_rejection_belongs_to_the_previous_page() {
        let mut signed_url = SignedUrl::new("/a".into(), false);
        signed_url.mark_signed("/b");
        signed_url.reject(REJECTED, "/c");
        assert_eq!(signed_url.url_to_sign("/c"), Some("/c"));
    }
}
