//! One attribute of Trunk's output that browsers object to.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files,
};

/// Takes `integrity` from the preload of the WebAssembly module: a browser
/// cannot match such a preload to the later fetch, warns, and loads it twice.
/// Scripts and sheets keep theirs.
pub(super) fn drop_module_integrity(page: &Path) -> Result<()> {
    let html = without_module_integrity(&files::text(page)?);
    fs::write(page, html).map_err(|cause| Error::file("write", page, &cause))
}

fn without_module_integrity(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<link") {
        let (before, from) = rest.split_at(start);
        let (tag, after) = from.split_at(from.find('>').unwrap_or(from.len()));
        out.push_str(before);
        // Trunk leaves out quotes that nobody needs.
        if tag.replace('"', "").contains(" rel=preload")
            && tag.replace('"', "").contains(" as=fetch")
        {
            out.push_str(&without(tag, " integrity="));
        } else {
            out.push_str(tag);
        }
        rest = after;
    }
    out + rest
}

/// The tag without the attribute that opens with `opening` and ends with its
/// quote or, without one, before a space.
fn without(tag: &str, opening: &str) -> String {
    let Some((before, value)) = tag.split_once(opening) else { return tag.to_owned() };
    let after = match value.strip_prefix('"') {
        Some(value) => value.split_once('"').map_or("", |(_, after)| after),
        None => value.find(' ').map_or("", |end| &value[end..]),
    };
    format!("{before}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_module_loses_it() {
        let html = "<link rel=\"modulepreload\" href=\"/a.js\" integrity=\"sha384-A\">\
                    <link rel=\"preload\" href=\"/a.wasm\" integrity=\"sha384-B\" as=\"fetch\" \
                    type=\"application/wasm\"><p>end";
        let expected = "<link rel=\"modulepreload\" href=\"/a.js\" integrity=\"sha384-A\">\
                        <link rel=\"preload\" href=\"/a.wasm\" as=\"fetch\" \
                        type=\"application/wasm\"><p>end";
        assert_eq!(without_module_integrity(html), expected);
        assert_eq!(without_module_integrity(expected), expected);
    }
}
