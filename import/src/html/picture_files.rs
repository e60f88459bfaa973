//! What the address of a picture says about it: a file, a placeholder, or no picture at all.

/// Whether `address` is that of a file with a picture.
pub(super) fn is_picture_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address).trim();
    path.len() < 2_048
        && path.rsplit_once('.').is_some_and(|(_, end)| {
            ["jpg", "jpeg", "png", "gif", "webp", "avif"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(end))
        })
        && !path.contains([' ', '\'', '"', '<'])
}

/// Whether `address` is that of a picture which stands for one that comes later, by the name of its
/// file.
pub(super) fn is_placeholder(address: &str) -> bool {
    const NAMES: [&str; 18] = [
        "blank",
        "placeholder",
        "loading",
        "loader",
        "spacer",
        "lazyload",
        "lazy",
        "grey",
        "gray",
        "transparent",
        "1x1",
        "none",
        "pixel",
        "space",
        "clear",
        "load",
        "g",
        "s",
    ];
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(name, end)| {
        NAMES.contains(&name) && (end == "gif" || matches!(end, "png" | "svg") && name.len() > 2)
    })
}

/// Whether `address` is that of a program which counts readers, or of an icon that is no picture.
pub(super) fn is_beacon(address: &str) -> bool {
    const PARTS: [&str; 6] = [
        "hm.baidu.com/hm.gif",
        "pixel.wp.com/",
        "feeds.feedburner.com/~r/",
        "cnzz.com/stat",
        "spacergif.org/",
        "/fileTypeImages/icon_",
    ];
    PARTS.iter().any(|part| address.contains(part))
}
