//! Gestures on a picture, without the browser: pinch, double tap, drag, swipe. Points are CSS
//! pixels from the centre of the frame, times are milliseconds.

/// The largest enlargement.
const MAX_SCALE: f64 = 6.0;
/// The enlargement of a double tap.
const DOUBLE_TAP_SCALE: f64 = 2.5;
/// How far a finger moves before it drags.
const SLOP: f64 = 8.0;
/// The longest time between the taps of a double tap, and how far apart they may be.
const DOUBLE_TAP: (f64, f64) = (300.0, 40.0);
/// The part of the frame that a slow swipe has to cover.
const SWIPE_PART: f64 = 0.2;
/// The speed of a fast swipe, in CSS pixels a millisecond.
const FLING: f64 = 0.5;

/// A point, or a distance in both directions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    fn minus(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }

    fn plus(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }

    fn middle(self, other: Self) -> Self {
        Self { x: f64::midpoint(self.x, other.x), y: f64::midpoint(self.y, other.y) }
    }

    fn distance(self, other: Self) -> f64 {
        let Self { x, y } = self.minus(other);
        (x * x + y * y).sqrt()
    }
}

/// How a picture is shown in the frame: enlarged, then moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placement {
    pub(super) scale: f64,
    pub(super) offset: Point,
}

impl Placement {
    /// The whole picture, in the middle.
    pub(super) const WHOLE: Self = Self { scale: 1.0, offset: Point { x: 0.0, y: 0.0 } };

    /// Enlarged by `factor` so that what is at `centre` stays there.
    pub(super) fn zoomed(self, factor: f64, centre: Point) -> Self {
        let scale = (self.scale * factor).clamp(1.0, MAX_SCALE);
        let ratio = scale / self.scale;
        let from = self.offset.minus(centre);
        Self { scale, offset: Point { x: from.x * ratio, y: from.y * ratio }.plus(centre) }
    }

    /// Moved back so that no edge of a picture of size `picture` is inside the frame without need.
    pub(super) fn bounded(self, picture: Point, frame: Point) -> Self {
        let bound = |offset: f64, picture: f64, frame: f64| {
            let room = ((picture * self.scale - frame) / 2.0).max(0.0);
            offset.clamp(-room, room)
        };
        let Point { x, y } = self.offset;
        let offset = Point { x: bound(x, picture.x, frame.x), y: bound(y, picture.y, frame.y) };
        Self { offset, ..self }
    }

    fn is_enlarged(self) -> bool {
        self.scale > 1.01
    }
}

/// What the reader wants, once a gesture has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nothing but what is shown already.
    Stay,
    /// The next picture.
    Next,
    /// The picture before.
    Previous,
    /// To close the viewer.
    Close,
}

/// What the fingers do.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Motion {
    /// Nothing, or they have not moved far enough to tell.
    Still,
    /// They move an enlarged picture.
    Pan,
    /// They draw the whole picture aside.
    Swipe,
    /// They draw the whole picture down.
    PullDown,
    /// Two of them enlarge it; where they began.
    Pinch(Point, f64),
}

/// The state of a gesture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gesture {
    /// How the picture is shown.
    pub(super) placement: Placement,
    /// Size of the picture at scale 1, and of the frame.
    picture: Point,
    frame: Point,
    /// Identifier, start and current position of each finger; at most two.
    fingers: Vec<(i32, Point, Point)>,
    /// When the first finger came down.
    since: f64,
    /// The placement when the motion began.
    before: Placement,
    motion: Motion,
    /// When and where the last tap was.
    last_tap: Option<(f64, Point)>,
}

impl Gesture {
    /// The whole picture, without a finger on it.
    pub(super) fn new() -> Self {
        Self {
            placement: Placement::WHOLE,
            picture: Point::default(),
            frame: Point::default(),
            fingers: Vec::new(),
            since: 0.0,
            before: Placement::WHOLE,
            motion: Motion::Still,
            last_tap: None,
        }
    }

    /// Sets the sizes, which change with the window and when the picture is loaded.
    pub(super) fn set_sizes(&mut self, picture: Point, frame: Point) {
        (self.picture, self.frame) = (picture, frame);
    }

    /// Enlarges by `factor` about the middle, as keys do.
    pub(super) fn zoom(&mut self, factor: f64) {
        self.place(self.placement.zoomed(factor, Point::default()));
    }

    fn place(&mut self, placement: Placement) {
        self.placement = placement.bounded(self.picture, self.frame);
    }

    /// A finger, or the button of a mouse, comes down.
    pub(super) fn down(&mut self, id: i32, at: Point, time: f64) {
        if self.fingers.len() == 2 || self.fingers.iter().any(|finger| finger.0 == id) {
            return;
        }
        if self.fingers.is_empty() {
            self.since = time;
        }
        self.fingers.push((id, at, at));
        self.begin();
    }

    /// Starts a motion from the current placement.
    fn begin(&mut self) {
        for finger in &mut self.fingers {
            finger.1 = finger.2;
        }
        self.motion = match self.fingers[..] {
            [(_, a, _), (_, b, _)] => {
                // A picture that was drawn aside is pinched from its place.
                self.place(self.placement);
                Motion::Pinch(a.middle(b), a.distance(b).max(1.0))
            }
            _ => Motion::Still,
        };
        self.before = self.placement;
    }

    /// A finger has moved. Returns whether it is one that is down.
    pub(super) fn moved(&mut self, id: i32, to: Point) -> bool {
        let Some(finger) = self.fingers.iter_mut().find(|finger| finger.0 == id) else {
            return false;
        };
        finger.2 = to;
        let by = finger.2.minus(finger.1);
        if self.motion == Motion::Still && by.distance(Point::default()) > SLOP {
            self.motion = match self.before.is_enlarged() {
                true => Motion::Pan,
                false if by.y > by.x.abs() => Motion::PullDown,
                false => Motion::Swipe,
            };
        }
        let moved = |by| Placement { offset: self.before.offset.plus(by), ..self.before };
        match (self.motion, &self.fingers[..]) {
            (Motion::Pan, _) => self.place(moved(by)),
            (Motion::Swipe, _) => self.placement = moved(Point { y: 0.0, ..by }),
            (Motion::PullDown, _) => self.placement = moved(Point { x: 0.0, y: by.y.max(0.0) }),
            (Motion::Pinch(middle, distance), [a, b]) => {
                let zoomed = self.before.zoomed(a.2.distance(b.2) / distance, middle);
                let by = a.2.middle(b.2).minus(middle);
                self.place(Placement { offset: zoomed.offset.plus(by), ..zoomed });
            }
            (Motion::Still | Motion::Pinch(..), _) => {}
        }
        true
    }

    /// A finger has gone.
    pub(super) fn up(&mut self, id: i32, time: f64) -> Wish {
        let Some(index) = self.fingers.iter().position(|finger| finger.0 == id) else {
            return Wish::Stay;
        };
        let (_, from, to) = self.fingers.remove(index);
        let (motion, by) = (self.motion, to.minus(from));
        if !self.fingers.is_empty() {
            // One finger of a pinch is still down.
            self.begin();
            return Wish::Stay;
        }
        self.motion = Motion::Still;
        let is_enough = |length: f64, side: f64| {
            length > side * SWIPE_PART || length / (time - self.since).max(1.0) > FLING
        };
        let wish = match motion {
            Motion::Swipe if is_enough(by.x.abs(), self.frame.x) => {
                if by.x < 0.0 {
                    Wish::Next
                } else {
                    Wish::Previous
                }
            }
            Motion::PullDown if is_enough(by.y, self.frame.y) => Wish::Close,
            _ => Wish::Stay,
        };
        if motion == Motion::Still {
            self.tap(to, time);
        } else {
            self.last_tap = None;
            self.place(self.placement);
        }
        wish
    }

    /// Whether a finger is down.
    pub(super) fn is_held(&self) -> bool {
        !self.fingers.is_empty()
    }

    /// The browser has taken the gesture over.
    pub(super) fn cancel(&mut self) {
        self.fingers.clear();
        self.motion = Motion::Still;
        self.place(self.placement);
    }

    fn tap(&mut self, at: Point, time: f64) {
        let (within, near) = DOUBLE_TAP;
        let is_second = self
            .last_tap
            .is_some_and(|(last, place)| time - last < within && place.distance(at) < near);
        if !is_second {
            self.last_tap = Some((time, at));
            return;
        }
        self.last_tap = None;
        match self.placement.is_enlarged() {
            true => self.placement = Placement::WHOLE,
            false => self.place(self.placement.zoomed(DOUBLE_TAP_SCALE, at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Point = Point { x: 360.0, y: 640.0 };
    const PICTURE: Point = Point { x: 360.0, y: 240.0 };

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn gesture() -> Gesture {
        let mut gesture = Gesture::new();
        gesture.set_sizes(PICTURE, FRAME);
        gesture
    }

    /// One finger from `from` to `to` within `milliseconds`, after `start`.
    fn drag(gesture: &mut Gesture, from: Point, to: Point, start: f64, milliseconds: f64) -> Wish {
        gesture.down(1, from, start);
        assert!(gesture.moved(1, to));
        gesture.up(1, start + milliseconds)
    }

    fn double_tap(gesture: &mut Gesture, place: Point, apart: f64) {
        for time in [1_000.0, 1_000.0 + apart] {
            gesture.down(1, place, time);
            assert_eq!(gesture.up(1, time + 20.0), Wish::Stay);
        }
    }

    #[test]
    fn a_swipe_leads_to_the_picture_beside() {
        for (to, milliseconds, wish) in [
            (at(-100.0, 5.0), 900.0, Wish::Next),
            (at(100.0, -5.0), 900.0, Wish::Previous),
            (at(-40.0, 0.0), 900.0, Wish::Stay),
            (at(-40.0, 0.0), 60.0, Wish::Next),
            (at(10.0, 200.0), 900.0, Wish::Close),
            (at(10.0, 40.0), 900.0, Wish::Stay),
            (at(10.0, -200.0), 900.0, Wish::Stay),
        ] {
            let mut gesture = gesture();
            assert_eq!(drag(&mut gesture, at(0.0, 0.0), to, 0.0, milliseconds), wish, "{to:?}");
            assert_eq!(gesture.placement, Placement::WHOLE, "it is back in its place");
        }
    }

    #[test]
    fn the_picture_follows_the_finger_in_one_direction() {
        let mut gesture = gesture();
        gesture.down(1, at(0.0, 0.0), 0.0);
        gesture.moved(1, at(-5.0, 3.0));
        assert_eq!(gesture.placement, Placement::WHOLE, "a finger trembles");
        gesture.moved(1, at(-50.0, 30.0));
        assert_eq!(gesture.placement.offset, at(-50.0, 0.0));
        gesture.cancel();
        assert_eq!(gesture.placement, Placement::WHOLE);
        assert!(!gesture.moved(1, at(-90.0, 0.0)));
    }

    #[test]
    fn a_double_tap_enlarges_where_it_is_and_another_one_undoes_it() {
        let mut gesture = gesture();
        double_tap(&mut gesture, at(100.0, 20.0), 200.0);
        assert_eq!(gesture.placement.scale, 2.5);
        // 2.5 × 360 is 540 more than the frame: what is at 100 would be at 250.
        assert_eq!(gesture.placement.offset, at(-150.0, 0.0), "no gap above or below");
        double_tap(&mut gesture, at(-30.0, 0.0), 200.0);
        assert_eq!(gesture.placement, Placement::WHOLE);
        double_tap(&mut gesture, at(0.0, 0.0), 800.0);
        assert_eq!(gesture.placement, Placement::WHOLE, "two taps");
    }

    #[test]
    fn a_pinch_enlarges_about_its_middle_within_limits() {
        let mut gesture = gesture();
        gesture.down(1, at(0.0, 0.0), 0.0);
        gesture.down(2, at(100.0, 0.0), 10.0);
        gesture.moved(1, at(-50.0, 0.0));
        gesture.moved(2, at(150.0, 0.0));
        assert_eq!(gesture.placement, Placement { scale: 2.0, offset: at(-50.0, 0.0) });
        gesture.moved(2, at(5_000.0, 0.0));
        assert_eq!(gesture.placement.scale, MAX_SCALE);
        // The finger that stays moves it.
        assert_eq!(gesture.up(2, 500.0), Wish::Stay);
        let before = gesture.placement.offset;
        gesture.moved(1, at(-150.0, 0.0));
        assert_eq!(gesture.placement.offset.x, before.x - 100.0);
        assert_eq!(gesture.up(1, 600.0), Wish::Stay);
        // Never smaller than the frame.
        gesture.down(1, at(0.0, 0.0), 900.0);
        gesture.down(2, at(100.0, 0.0), 900.0);
        gesture.moved(2, at(1.0, 0.0));
        assert_eq!(gesture.placement, Placement::WHOLE);
    }

    #[test]
    fn an_enlarged_picture_is_moved_up_to_its_edges_and_not_swiped_away() {
        let mut gesture = gesture();
        gesture.zoom(3.0);
        let wish = drag(&mut gesture, at(0.0, 0.0), at(-5_000.0, 5_000.0), 0.0, 50.0);
        assert_eq!(wish, Wish::Stay);
        // (1080 - 360) / 2 and (720 - 640) / 2.
        assert_eq!(gesture.placement.offset, at(-360.0, 40.0));
        gesture.zoom(0.1);
        assert_eq!(gesture.placement, Placement::WHOLE);
    }

    #[test]
    fn a_third_finger_changes_nothing() {
        let mut gesture = gesture();
        for id in 1..4 {
            gesture.down(id, at(f64::from(id), 0.0), 0.0);
        }
        let before = gesture.clone();
        assert!(!gesture.moved(3, at(90.0, 0.0)));
        assert_eq!(gesture.up(3, 9.0), Wish::Stay);
        assert_eq!(gesture, before);
    }
}
