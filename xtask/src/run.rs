//! `cargo xtask run`: builds everything and serves a newsroom.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use crate::{
    dist,
    error::{Error, Result},
    process,
    progress::{self, Task},
    setup::{self, Needs},
    task::{self, Words},
    workspace::Workspace,
};

const PORT: u16 = 8720;

/// Command-line options, validated before the long build.
#[derive(Debug)]
struct Options {
    port: u16,
    /// As the server takes them: `[SECTION=]FILE|FOLDER|URL`.
    content: Vec<String>,
    media: Option<PathBuf>,
    database: String,
    release: bool,
}

/// Builds what is stale, then replaces this process by the server.
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let options = Options::parse(workspace, &mut arguments)?;
    check_port(options.port)?;
    let page_is_stale = !dist::is_fresh(workspace);
    if page_is_stale {
        progress::plan([Task::Page]);
    }
    // The end of the page's build keeps one core busy: linking, wasm-opt, compression.
    task::side_by_side(
        || {
            setup::ensure(workspace, Needs::Build)?;
            if page_is_stale { dist::build(workspace, dist::FEATURES) } else { Ok(()) }
        },
        || {
            setup::ensure_system(workspace, Needs::Build)?;
            build_server(workspace, &options)
        },
    )?;
    serve(workspace, &options)
}

fn build_server(workspace: &Workspace, options: &Options) -> Result<()> {
    // The page takes longer, so that the server is built by what it leaves of the processor.
    let mut build = workspace.command("nice");
    build.args(["cargo", "build", "--package", "zaidu-server", "--profile", options.profile()]);
    let words =
        Words { start: "building the server", end: "the server is built", shown: task::remarks };
    task::run(Task::Server, &words, &mut build)
}

impl Options {
    /// The Cargo profile, and the folder of what is built with it.
    fn profile(&self) -> &'static str {
        if self.release { "release" } else { "preview" }
    }

    fn parse(workspace: &Workspace, arguments: &mut lexopt::Parser) -> Result<Self> {
        let (mut port, mut release) = (PORT, false);
        let (mut given, mut database) = (Vec::new(), None);
        while let Some(argument) = arguments.next()? {
            match argument {
                lexopt::Arg::Long("port") => {
                    let value = arguments.value()?;
                    port = value.to_string_lossy().parse().map_err(|_| {
                        Error::usage("--port takes a number from 1 to 65535, for example 8720")
                    })?;
                }
                lexopt::Arg::Long("content") | lexopt::Arg::Value(_) => {
                    let value = match argument {
                        lexopt::Arg::Value(value) => value,
                        _ => arguments.value()?,
                    };
                    given.push(Content::parse(&value.to_string_lossy())?);
                }
                lexopt::Arg::Long("database") => {
                    database = Some(arguments.value()?.to_string_lossy().into_owned());
                }
                lexopt::Arg::Long("release") => release = true,
                other => return Err(other.unexpected().into()),
            }
        }
        let database = database.unwrap_or_else(|| match &given[..] {
            [] => "sqlite:data/sample.sqlite".to_owned(),
            all => database_url(all),
        });
        if given.is_empty() {
            let sample = workspace.root.join("sample/feed.json");
            given.push(Content::parse(&sample.to_string_lossy())?);
        }
        let media = given.iter().find_map(Content::media);
        let content = given.iter().map(Content::argument).collect();
        Ok(Self { port, content, media, database, release })
    }
}

/// A content as the server takes it.
#[derive(Debug)]
struct Content {
    /// What stands before it, with its `=`.
    section: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Path(PathBuf),
    Url(String),
}

impl Content {
    /// Reads `[SECTION=]FILE|FOLDER|URL`. A file or folder must be there.
    fn parse(text: &str) -> Result<Self> {
        let is_url = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        let (section, place) = match text.split_once('=') {
            Some((section, place)) if !is_url(text) && !Path::new(text).exists() => {
                (format!("{section}="), place)
            }
            _ => (String::new(), text),
        };
        let place = match is_url(place) {
            true => Place::Url(place.to_owned()),
            false => Place::Path(content_path(Path::new(place))?),
        };
        Ok(Self { section, place })
    }

    fn argument(&self) -> String {
        match &self.place {
            Place::Path(path) => format!("{}{}", self.section, path.display()),
            Place::Url(url) => format!("{}{url}", self.section),
        }
    }

    /// The pictures of documents, which are beside them.
    fn media(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Path(path) if path.is_dir() => Some(path.clone()),
            Place::Path(path) => {
                path.parent().map(|folder| folder.join("media")).filter(|it| it.is_dir())
            }
            Place::Url(_) => None,
        }
    }
}

fn content_path(content: &Path) -> Result<PathBuf> {
    let problem = |cause| {
        Error::failed(format!(
            "cannot read the newsroom {}: {cause}; name a file or a folder with --content",
            content.display()
        ))
    };
    std::fs::File::open(content).map_err(problem)?;
    content.canonicalize().map_err(problem)
}

/// The database URL of a newsroom: a separate file for its contents, named by the first one, for
/// readability, and a hash of all.
fn database_url(contents: &[Content]) -> String {
    let stem = match contents.first().map(|content| &content.place) {
        Some(Place::Path(path)) => path.file_stem().unwrap_or_default().to_string_lossy(),
        Some(Place::Url(url)) => url.split('/').nth(2).unwrap_or_default().into(),
        None => "".into(),
    };
    let all: Vec<String> = contents.iter().map(Content::argument).collect();
    // The name becomes part of a URL, so special characters are replaced.
    let stem = stem.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    let hash = dist::fnv1a(all.join("\n").as_bytes(), dist::FNV_OFFSET_BASIS);
    format!("sqlite:data/{stem}-{:08x}.sqlite", hash & 0xffff_ffff)
}

/// Checks that the port is free before minutes of building.
fn check_port(port: u16) -> Result<()> {
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|cause| {
        Error::failed(format!("port {port} cannot be used ({cause}); choose another with --port"))
    })
}

fn serve(workspace: &Workspace, options: &Options) -> Result<()> {
    let data = workspace.root.join("data");
    std::fs::create_dir_all(&data).map_err(|cause| Error::file("make", &data, &cause))?;
    let program = workspace.target().join(options.profile()).join("zaidu-server");
    let mut server = workspace.command(&program.to_string_lossy());
    server.args(["serve", "--dist", "dist"]);
    for content in &options.content {
        server.arg("--content").arg(content);
    }
    if let Some(media) = &options.media {
        server.arg("--media").arg(media);
    }
    server.args(["--database", &options.database]);
    server.arg("--listen").arg(format!("127.0.0.1:{}", options.port));
    process::exec(server).map(|never| match never {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_newsrooms_have_two_databases() {
        let url = |paths: &[&str]| {
            let content = |path: &&str| Content {
                section: String::new(),
                place: match path.starts_with("http") {
                    true => Place::Url((*path).to_owned()),
                    false => Place::Path(PathBuf::from(path)),
                },
            };
            database_url(&paths.iter().map(content).collect::<Vec<_>>())
        };
        let one = url(&["/a/feed.json"]);
        assert!(one.starts_with("sqlite:data/feed-") && one.ends_with(".sqlite"));
        assert_eq!(one.len(), "sqlite:data/feed-01234567.sqlite".len());
        assert_eq!(one, url(&["/a/feed.json"]));
        assert_ne!(one, url(&["/b/feed.json"]));
        assert_ne!(one, url(&["/a/feed.json", "https://a.example/feed"]));
        assert!(url(&["/a/日报 1?.json"]).starts_with("sqlite:data/___1_-"));
        assert!(url(&["https://a.example/feed?k=1"]).starts_with("sqlite:data/a_example-"));
    }

    #[test]
    fn contents_are_those_of_the_server() {
        let folder = std::env::temp_dir().canonicalize().unwrap();
        let shown = folder.display().to_string();
        let argument = |text: &str| Content::parse(text).unwrap().argument();
        assert_eq!(argument(&shown), shown);
        assert_eq!(argument(&format!("城市/公交={shown}")), format!("城市/公交={shown}"));
        let url = "https://a.example/?feed=rss2";
        assert_eq!(argument(url), url);
        assert_eq!(argument(&format!("city={url}")), format!("city={url}"));
        assert_eq!(Content::parse(url).unwrap().media(), None);
        assert_eq!(Content::parse(&shown).unwrap().media(), Some(folder));
        assert!(Content::parse("city=/no/such/folder").is_err());
    }

    #[test]
    fn an_error_names_a_port_in_use() {
        let held = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = held.local_addr().unwrap().port();
        let error = check_port(port).unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"));
    }

    #[test]
    fn an_error_names_missing_content() {
        let error = content_path(Path::new("/no/such/feed.json")).unwrap_err().to_string();
        assert!(error.contains("/no/such/feed.json") && error.contains("--content"));
        let folder = std::env::temp_dir();
        assert_eq!(content_path(&folder).unwrap(), folder.canonicalize().unwrap());
    }
}
