//! Command-line options of `import`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::options::DATABASE;
use crate::content::{Content, ReadOptions};

/// Options of `import`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ImportOptions {
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "ZAIDU_DATABASE", value_name = "URL", default_value = DATABASE, hide_env_values = true)]
    pub(crate) database: String,
    /// Import nothing if an item is refused. By default the others are imported, each refused
    /// item is named on standard error, and the exit code is 3.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Withdraw the articles that came from this feed and are no longer in it: only for a feed
    /// that always has all of its articles. Nothing is withdrawn if the feed is empty, has
    /// none of them, or has an item that is refused.
    #[arg(long)]
    pub(crate) prune: bool,
    /// Withdraw them also then.
    #[arg(long, requires = "prune")]
    pub(crate) force: bool,
    /// A name for where the feed comes from. By default its address, or else its home page and
    /// title, or else the file.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// How the content is read.
    #[command(flatten)]
    pub(crate) read: ReadOptions,
    /// Print what would be imported, and what the clean-up would remove and change. Writes
    /// nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Serve the site as it would be with this feed alone, until a signal. Writes nothing.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) preview: bool,
    /// With --preview: the built app, the folder with its index.html.
    #[arg(long, env = "ZAIDU_DIST", value_name = "DIR")]
    pub(crate) dist: Option<PathBuf>,
    /// With --preview: pictures and films of articles, served below /media/.
    #[arg(long, env = "ZAIDU_MEDIA", value_name = "DIR")]
    pub(crate) media: Option<PathBuf>,
    /// With --preview: where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8721")]
    pub(crate) listen: SocketAddr,
    /// A host of feeds that need not be on the public Internet.
    #[arg(long, env = "ZAIDU_ALLOW_PRIVATE_FEED", value_name = "HOST", value_delimiter = ',')]
    pub(crate) allow_private_feed: Vec<String>,
    /// The newsroom's content: a feed (JSON Feed, RSS, Atom, RDF) in a file or by its address
    /// (https://…), an export file of WordPress or Ghost, a document of Markdown, or a folder of files in
    /// any of these formats.
    /// `CHANNEL=` or `CHANNEL/COLUMN=` before it names the section of what names none.
    #[arg(value_name = "[SECTION=]FILE|FOLDER|URL")]
    pub(crate) content: Content,
}
