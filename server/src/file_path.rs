//! Paths of files below a root, as the paths of URLs name them.

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

/// The relative file path of a URL path; `None` for paths that leave the root or name a hidden
/// file.
pub(crate) fn relative_path(path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    if path.contains(['\\', '\0']) {
        return None;
    }
    let is_hidden = |name: &str| name.starts_with('.') && name != ".well-known";
    let is_visible = |component: Component<'_>| match component {
        Component::Normal(name) => !is_hidden(&name.to_string_lossy()),
        _ => false,
    };
    let path = Path::new(path.as_ref());
    path.components().all(is_visible).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_outside_the_root_are_rejected() {
        assert_eq!(relative_path("/a%20b/c.css"), Some("a b/c.css".into()));
        for path in [
            "/../a",
            "/a/..%2f..%2fb",
            "/%2e%2e/a",
            "/a%5c..",
            "/a%00",
            "//a",
            "/.git/config",
            "/%ff",
            "a",
        ] {
            assert_eq!(relative_path(path), None, "{path}");
        }
    }
}
