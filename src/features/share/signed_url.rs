//! Of which address WeChat is given a signature.
//!
//! On iOS it checks signatures against the address at which the reader arrived,
//! elsewhere against the current one. Not every version does, so a signature that
//! is refused is followed by one of the other address, once.

/// How WeChat says that a signature is of another address than it thinks.
const INVALID: &str = "invalid signature";

/// Which of two addresses is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Landing,
    Current,
    /// WeChat took neither.
    Neither,
}

/// What was signed on this visit, and what is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signing {
    landing: String,
    choice: Choice,
    /// Whether the choice is the second.
    is_other: bool,
    /// The last address whose signature WeChat was given.
    given: Option<String>,
}

impl Signing {
    /// A visit that began at `landing`.
    pub(super) fn new(landing: String, is_ios: bool) -> Self {
        let choice = if is_ios { Choice::Landing } else { Choice::Current };
        Self { landing, choice, is_other: false, given: None }
    }

    /// The address to sign for the page at `current`; nothing where WeChat has its
    /// signature, or takes none.
    pub(super) fn address<'a>(&'a self, current: &'a str) -> Option<&'a str> {
        self.chosen(current).filter(|address| self.given.as_deref() != Some(*address))
    }

    /// WeChat is given the signature of `address`.
    pub(super) fn give(&mut self, address: &str) {
        self.given = Some(address.to_owned());
    }

    /// WeChat refused a signature, with these words. What is then to be signed for
    /// the page at `current`, [`Self::address`] says.
    pub(super) fn refuse(&mut self, words: &str, current: &str) {
        // The reader has gone on, and so will the signature.
        if self.address(current).is_some() {
            return;
        }
        let other = match self.choice {
            Choice::Landing => Choice::Current,
            Choice::Current => Choice::Landing,
            Choice::Neither => return,
        };
        let has_other = !self.is_other && self.landing != current && words.contains(INVALID);
        self.choice = if has_other { other } else { Choice::Neither };
        self.is_other = true;
    }

    fn chosen<'a>(&'a self, current: &'a str) -> Option<&'a str> {
        match self.choice {
            Choice::Landing => Some(&self.landing),
            Choice::Current => Some(current),
            Choice::Neither => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &str = "config:fail, invalid signature";

    /// Where a visit is told to sign, given each page in turn; refused on the page
    /// of number `refused`.
    fn signed(is_ios: bool, pages: &[&str], refused: &[usize]) -> Vec<Vec<String>> {
        let mut signing = Signing::new(pages[0].to_owned(), is_ios);
        let mut refused = refused.to_vec();
        let visit = |(number, page): (usize, &&str)| {
            let mut signed = Vec::new();
            while let Some(address) = signing.address(page).map(ToOwned::to_owned) {
                signing.give(&address);
                signed.push(address);
                if let Some(at) = refused.iter().position(|refused| *refused == number) {
                    refused.remove(at);
                    signing.refuse(REFUSED, page);
                }
            }
            signed
        };
        pages.iter().enumerate().map(visit).collect()
    }

    #[test]
    fn ios_believes_the_landing_address_and_needs_one_signature() {
        assert_eq!(signed(true, &["/a", "/b", "/c"], &[]), [vec!["/a"], vec![], vec![]]);
    }

    #[test]
    fn others_believe_the_current_address_and_need_one_each() {
        assert_eq!(signed(false, &["/a", "/b", "/c"], &[]), [["/a"], ["/b"], ["/c"]]);
    }

    #[test]
    fn a_refused_signature_is_followed_by_the_others_and_that_stays() {
        // An iPhone that looks at the current address, an Android at the first.
        let ios = signed(true, &["/a", "/b", "/c"], &[]);
        assert_eq!(ios[1], Vec::<&str>::new());
        let mut late = Signing::new("/a".into(), true);
        assert_eq!(late.address("/b"), Some("/a"));
        late.give("/a");
        late.refuse(REFUSED, "/b");
        assert_eq!(late.address("/b"), Some("/b"));
        late.give("/b");
        assert_eq!(late.address("/c"), Some("/c"));
        let android = signed(false, &["/a", "/b", "/c"], &[1]);
        assert_eq!(android, [vec!["/a"], vec!["/b", "/a"], vec![]]);
    }

    #[test]
    fn after_both_were_refused_there_is_silence() {
        let twice = signed(false, &["/a", "/b", "/c"], &[1, 1]);
        assert_eq!(twice, [vec!["/a"], vec!["/b", "/a"], vec![]]);
        // Where both addresses are one, there is no other.
        assert_eq!(signed(true, &["/a", "/b"], &[0]), [vec!["/a"], vec![]]);
    }

    #[test]
    fn other_refusals_are_final() {
        let mut signing = Signing::new("/a".into(), false);
        signing.give("/b");
        signing.refuse("config:fail, invalid url domain", "/b");
        assert_eq!(signing.address("/b"), None);
        assert_eq!(signing.address("/c"), None);
    }

    #[test]
    fn a_refusal_that_comes_late_is_of_the_page_before() {
        let mut signing = Signing::new("/a".into(), false);
        signing.give("/b");
        signing.refuse(REFUSED, "/c");
        assert_eq!(signing.address("/c"), Some("/c"));
    }
}
