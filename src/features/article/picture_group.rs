//! Layout of several pictures in a row: a group of rows, whose pictures share a height.

use zaidu_model::Picture;

use super::blocks::with_caption;
use crate::pictures::MIN_TEXT_WIDTH;
use crate::ui::node::{Element, element};

/// Whether `picture` can stand beside others. One of unknown size, a long one, a banner and a small
/// one stand alone, where nothing of them is cut off or blown up.
pub(super) fn fits_a_row(picture: &Picture) -> bool {
    picture.size.map(<(u32, u32)>::from).is_some_and(|(width, height)| {
        width >= MIN_TEXT_WIDTH && (55..=240).contains(&(width * 100 / height))
    })
}

/// The shape to which `picture` is cropped beside others, as a CSS class. At most a fifth of most
/// pictures is cut off, and the viewer shows all of it.
pub(super) fn shape(picture: &Picture) -> &'static str {
    let (width, height) = picture.size.map_or((3, 2), <(u32, u32)>::from);
    match width * 100 / height {
        // About 2:3.
        0..85 => "upright",
        // About 1:1.
        85..120 => "square",
        // About 3:2.
        120..172 => "landscape",
        // About 2:1.
        _ => "wide",
    }
}

/// How many of the remaining `rest` of `count` pictures are in the next row. A picture is large
/// where it is alone, so that the first of three is; more are in rows of two and three, the
/// shorter rows first.
fn next_row(rest: usize, count: usize) -> usize {
    match (rest, count) {
        (3, 3) => 1,
        _ if rest.is_multiple_of(3) => 3,
        _ => 2,
    }
}

/// The group of `figures`, two or more, with a caption of all of them.
pub(super) fn element_of(figures: Vec<Element>, caption: Option<String>) -> Element {
    let count = figures.len();
    let mut figures = figures.into_iter();
    let mut group = element("figure").attr("class", "picture-group");
    while figures.len() > 0 {
        let row = next_row(figures.len(), count);
        let row = figures.by_ref().take(row);
        group = group.with(element("div").attr("class", "picture-row").with_all(row));
    }
    with_caption(group, caption)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{MediaUrl, Size};

    fn rows(count: usize) -> Vec<usize> {
        let (mut rest, mut rows) = (count, Vec::new());
        while rest > 0 {
            rows.push(next_row(rest, count));
            rest -= rows[rows.len() - 1];
        }
        rows
    }

    #[test]
    fn rows_hold_every_picture_and_none_is_alone_among_many() {
        for count in 2..40 {
            let rows = rows(count);
            assert_eq!(rows.iter().sum::<usize>(), count);
            assert!(count < 4 || rows.iter().all(|row| (2..=3).contains(row)), "{rows:?}");
            assert!(rows.is_sorted(), "{rows:?}");
        }
        assert_eq!([rows(2), rows(3), rows(4)], [vec![2], vec![1, 2], vec![2, 2]]);
        assert_eq!([rows(5), rows(7)], [vec![2, 3], vec![2, 2, 3]]);
    }

    #[test]
    fn only_pictures_of_usual_shapes_stand_beside_others() {
        let fits = |size: Option<(u32, u32)>| {
            fits_a_row(&Picture {
                url: MediaUrl::new("/a.jpg").unwrap(),
                size: size.map(|(width, height)| Size::new(width, height).unwrap()),
                alt: String::new(),
                variants: Vec::new(),
                color: None,
            })
        };
        for size in [(800, 534), (534, 800), (16_000, 9_000), (900, 1600)] {
            assert!(fits(Some(size)), "{size:?}");
        }
        for size in
            [None, Some((300, 1500)), Some((1500, 300)), Some((120, 120)), Some((20_000, 1))]
        {
            assert!(!fits(size), "{size:?}");
        }
    }

    #[test]
    fn a_picture_has_the_nearest_shape() {
        let shape = |size: Option<(u32, u32)>| {
            shape(&Picture {
                url: MediaUrl::new("/a.jpg").unwrap(),
                size: size.map(|(width, height)| Size::new(width, height).unwrap()),
                alt: String::new(),
                variants: Vec::new(),
                color: None,
            })
        };
        for (size, expected) in [
            (None, "landscape"),
            (Some((3, 4)), "upright"),
            (Some((9, 16)), "upright"),
            (Some((20_000, 20_000)), "square"),
            (Some((800, 534)), "landscape"),
            (Some((1600, 1200)), "landscape"),
            (Some((16, 9)), "wide"),
            (Some((20_000, 1)), "wide"),
        ] {
            assert_eq!(shape(size), expected, "{size:?}");
        }
    }
}
