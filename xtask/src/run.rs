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
    content: PathBuf,
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
        let (mut content, mut database) = (None, None);
        while let Some(argument) = arguments.next()? {
            match argument {
                lexopt::Arg::Long("port") => {
                    let value = arguments.value()?;
                    port = value.to_string_lossy().parse().map_err(|_| {
                        Error::usage("--port takes a number from 1 to 65535, for example 8720")
                    })?;
                }
                lexopt::Arg::Long("content") => content = Some(PathBuf::from(arguments.value()?)),
                lexopt::Arg::Long("database") => {
                    database = Some(arguments.value()?.to_string_lossy().into_owned());
                }
                lexopt::Arg::Long("release") => release = true,
                other => return Err(other.unexpected().into()),
            }
        }
        let sample = workspace.root.join("sample/feed.json");
        let given = content.as_deref().unwrap_or(&sample);
        let path = content_file(given)?;
        let database = database.unwrap_or_else(|| match content {
            Some(_) => database_url(&path),
            None => "sqlite:data/sample.sqlite".to_owned(),
        });
        let media = path.parent().map(|folder| folder.join("media")).filter(|it| it.is_dir());
        Ok(Self { port, content: path, media, database, release })
    }
}

fn content_file(content: &Path) -> Result<PathBuf> {
    let problem = |cause| {
        Error::failed(format!(
            "cannot read the newsroom {}: {cause}; name a feed file with --content",
            content.display()
        ))
    };
    std::fs::File::open(content).map_err(problem)?;
    let path = content.canonicalize().map_err(problem)?;
    if path.is_file() {
        return Ok(path);
    }
    Err(Error::failed(format!(
        "{} is a folder; name the feed file in it with --content",
        content.display()
    )))
}

/// The database URL of a newsroom: a separate file per content path, named by the content file's
/// name, for readability, and a hash of its whole path.
fn database_url(content: &Path) -> String {
    let stem = content.file_stem().unwrap_or_default().to_string_lossy();
    // The name becomes part of a URL, so special characters are replaced.
    let stem = stem.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    let hash = dist::fnv1a(content.to_string_lossy().as_bytes(), dist::FNV_OFFSET_BASIS);
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
    server.args(["serve", "--dist", "dist", "--content"]).arg(&options.content);
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
        let one = database_url(Path::new("/a/feed.json"));
        assert!(one.starts_with("sqlite:data/feed-") && one.ends_with(".sqlite"));
        assert_eq!(one.len(), "sqlite:data/feed-01234567.sqlite".len());
        assert_eq!(one, database_url(Path::new("/a/feed.json")));
        assert_ne!(one, database_url(Path::new("/b/feed.json")));
        assert!(database_url(Path::new("/a/日报 1?.json")).starts_with("sqlite:data/___1_-"));
    }

    #[test]
    fn an_error_names_a_port_in_use() {
        let held = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = held.local_addr().unwrap().port();
        let error = check_port(port).unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"));
    }

    #[test]
    fn an_error_names_a_missing_content_file() {
        let error = content_file(Path::new("/no/such/feed.json")).unwrap_err().to_string();
        assert!(error.contains("/no/such/feed.json") && error.contains("--content"));
    }
}
