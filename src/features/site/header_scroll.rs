//! When the site header is pinned to the top of the viewport: it scrolls away with the page and
//! comes back as soon as the reader scrolls up. Pure computation on scroll offsets.

/// How far a reader scrolls up before the header comes back, in CSS pixels: less may be a finger
/// that is put down.
const RETURN_DISTANCE: f64 = 40.0;

/// How far a reader scrolls down before the header goes away again, in CSS pixels.
const LEAVE_DISTANCE: f64 = 16.0;

/// Where the header is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the top of the page, with which it scrolls.
    #[default]
    InPage,
    /// Above the viewport.
    Away,
    /// At the top of the viewport, over the page.
    Back,
}

impl Place {
    /// The value of the attribute by which the style sheet knows it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::InPage => "",
            Self::Away => "away",
            Self::Back => "back",
        }
    }
}

/// The scrolling of the page, as far as the header depends on it.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Scrolling {
    /// Where the header is now.
    pub(super) place: Place,
    /// The scroll offset from which the distances count: the lowest place while the header is
    /// away, the highest while it is back.
    turn: f64,
}

impl Scrolling {
    /// The page is now scrolled to `y`; the header has this `height`. Both in CSS pixels. Returns
    /// whether the header is somewhere else than before.
    pub(super) fn scrolled(&mut self, y: f64, height: f64) -> bool {
        let place = match self.place {
            _ if y <= 0.0 => Place::InPage,
            Place::InPage if y > height => Place::Away,
            Place::Away if self.turn - y >= RETURN_DISTANCE => Place::Back,
            Place::Back if y - self.turn >= LEAVE_DISTANCE => Place::Away,
            place => place,
        };
        let is_moved = place != self.place;
        self.turn = match place {
            _ if is_moved => y,
            Place::Back => self.turn.min(y),
            Place::Away | Place::InPage => self.turn.max(y),
        };
        self.place = place;
        is_moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of the header of 100 px after scrolling to each offset.
    fn places<const N: usize>(offsets: [f64; N]) -> [Place; N] {
        let mut scrolling = Scrolling::default();
        offsets.map(|y| {
            let before = scrolling.place;
            let is_moved = scrolling.scrolled(y, 100.0);
            assert_eq!(is_moved, before != scrolling.place);
            scrolling.place
        })
    }

    #[test]
    fn it_scrolls_away_with_the_page() {
        use Place::{Away, InPage};
        assert_eq!(places([0.0, 50.0, 100.0, 101.0, 900.0]), [InPage, InPage, InPage, Away, Away]);
    }

    #[test]
    fn it_comes_back_on_the_way_up_and_leaves_on_the_way_down() {
        use Place::{Away, Back, InPage};
        assert_eq!(places([900.0, 861.0, 860.0, 500.0, 0.0]), [Away, Away, Back, Back, InPage]);
        assert_eq!(
            places([900.0, 500.0, 400.0, 415.0, 416.0, 376.0]),
            [Away, Back, Back, Back, Away, Back]
        );
    }

    #[test]
    fn a_trembling_finger_changes_nothing() {
        use Place::{Away, Back};
        assert_eq!(places([900.0, 880.0, 900.0, 880.0]), [Away; 4]);
        assert_eq!(places([900.0, 800.0, 810.0, 800.0, 810.0])[1..], [Back; 4]);
    }

    #[test]
    fn at_the_top_it_is_a_part_of_the_page() {
        use Place::{Away, InPage};
        // Beyond the top, where a page can be pulled on phones.
        assert_eq!(places([900.0, -20.0, 0.0, 60.0]), [Away, InPage, InPage, InPage]);
    }
}
