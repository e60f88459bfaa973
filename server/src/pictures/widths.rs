//! Which widths a picture gets.

/// The widths that pictures are made in, in pixels.
const WIDTHS: [u32; 5] = [320, 480, 800, 1200, 1600];

/// The widths of a picture that is `own` pixels wide, from narrow to wide: those below it, and its
/// own, up to the widest. It is never blown up.
pub(super) fn widths(own: u32) -> Vec<u32> {
    let widest = own.min(WIDTHS[WIDTHS.len() - 1]);
    WIDTHS.into_iter().filter(|width| *width < widest).chain([widest]).collect()
}

/// The height at `width` of a picture of `own` width and height; at least 1.
pub(super) fn height_at(width: u32, own: (u32, u32)) -> u32 {
    let (own_width, own_height) = (u64::from(own.0.max(1)), u64::from(own.1));
    let height = (u64::from(width) * own_height + own_width / 2) / own_width;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_made_narrower_and_never_wider() {
        assert_eq!(widths(4000), [320, 480, 800, 1200, 1600]);
        assert_eq!(widths(1600), [320, 480, 800, 1200, 1600]);
        assert_eq!(widths(1599), [320, 480, 800, 1200, 1599]);
        assert_eq!(widths(800), [320, 480, 800]);
        assert_eq!(widths(321), [320, 321]);
        assert_eq!(widths(320), [320]);
        assert_eq!(widths(1), [1]);
    }

    #[test]
    fn proportions_stay() {
        assert_eq!(height_at(320, (4000, 3000)), 240);
        assert_eq!(height_at(480, (800, 534)), 320);
        assert_eq!(height_at(320, (20_000, 3)), 1, "not nothing");
        assert_eq!(height_at(1, (1, 20_000)), 20_000);
    }
}
