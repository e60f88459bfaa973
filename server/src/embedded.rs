//! What a packaged program carries: the built app and the sample newsroom. Without the feature
//! `embedded` it carries nothing, and needs `--dist`.

use axum::body::Bytes;

/// A file of the program.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedFile {
    /// The path below its folder, with `/` between its parts.
    pub(crate) path: String,
    pub(crate) content: Bytes,
}

/// The files of the built app, with their precompressed variants; `None` in a program without them.
pub(crate) fn app() -> Option<Vec<EmbeddedFile>> {
    folders::app()
}

/// The sample newsroom.
#[derive(Debug)]
pub(crate) struct Sample {
    /// A JSON Feed.
    pub(crate) feed: Bytes,
    /// The pictures of its articles, which name them below `/media/`.
    pub(crate) media: Vec<EmbeddedFile>,
}

/// The sample newsroom; `None` in a program without it.
pub(crate) fn sample() -> Option<Sample> {
    let mut sample = Sample { feed: Bytes::new(), media: Vec::new() };
    for EmbeddedFile { path, content } in folders::sample()? {
        match path.strip_prefix("media/") {
            Some(path) => sample.media.push(EmbeddedFile { path: path.to_owned(), content }),
            None if path == "feed.json" => sample.feed = content,
            None => {}
        }
    }
    Some(sample)
}

#[cfg(feature = "embedded")]
mod folders {
    use std::borrow::Cow;

    use axum::body::Bytes;
    use rust_embed::RustEmbed;

    use super::EmbeddedFile;

    #[derive(RustEmbed)]
    #[folder = "../dist"]
    struct App;

    #[derive(RustEmbed)]
    #[folder = "../sample"]
    struct Sample;

    pub(super) fn app() -> Option<Vec<EmbeddedFile>> {
        Some(files::<App>())
    }

    pub(super) fn sample() -> Option<Vec<EmbeddedFile>> {
        Some(files::<Sample>())
    }

    fn files<F: RustEmbed>() -> Vec<EmbeddedFile> {
        let file = |path: Cow<'static, str>| {
            let content = match F::get(&path)?.data {
                Cow::Borrowed(content) => Bytes::from_static(content),
                Cow::Owned(content) => content.into(),
            };
            Some(EmbeddedFile { path: path.into_owned(), content })
        };
        F::iter().filter_map(file).collect()
    }
}

#[cfg(not(feature = "embedded"))]
mod folders {
    use super::EmbeddedFile;

    pub(super) fn app() -> Option<Vec<EmbeddedFile>> {
        None
    }

    pub(super) fn sample() -> Option<Vec<EmbeddedFile>> {
        None
    }
}
